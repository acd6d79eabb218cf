// How the shop writes money and quantities. Works on decimal text; no floats.
import { parse, text, units } from "./amount.js";
import { roundTo, whole } from "./money.js";

const FALLBACK = { symbol: "", before: true, decimals: 2, thousands: ",", decimal: "." };

const rounded = (amount, decimals) => text(roundTo(whole(units(amount)), 10n ** BigInt(4 - decimals)));

function grouped(whole, separator) {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

export function number(amount, currency = FALLBACK, decimals = currency.decimals) {
  const value = units(amount);
  const [whole, fraction] = text(value < 0n ? -value : value, decimals).split(".");
  const sign = value < 0n ? "\u2212" : "";
  return sign + grouped(whole, currency.thousands) + (fraction ? currency.decimal + fraction : "");
}

/** As a person pays it: half-up to the currency's decimals. */
export function money(amount, currency = FALLBACK) {
  const written = number(rounded(amount, currency.decimals), currency);
  if (!currency.symbol) return written;
  const sign = written.startsWith("\u2212") ? "\u2212" : "";
  const size = sign ? written.slice(1) : written;
  // A letter symbol needs air ("Rs 12"), a sign does not ("$12").
  const gap = /\p{L}$/u.test(currency.symbol) ? "\u00a0" : "";
  return currency.before ? `${sign}${currency.symbol}${gap}${size}` : `${sign}${size}\u00a0${currency.symbol}`;
}

export function quantity(amount, currency = FALLBACK) {
  return number(text(units(amount)), currency, 0);
}

/** What a person typed ("1,250.50", "12,5") as decimal text; null where it is no number. */
export function typed(input, currency = FALLBACK) {
  let plain = String(input).trim().replaceAll("\u2212", "-").replace(/[\s\u00a0]/g, "");
  plain = plain.replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660);
  if (currency.decimal === ",") plain = plain.replaceAll(".", "").replace(",", ".");
  else plain = /^\d*,\d{1,2}$/.test(plain) ? plain.replace(",", ".") : plain.replaceAll(",", "");
  const value = parse(plain);
  return value === null ? null : text(value);
}

export function time(instant, locale = document.documentElement.lang) {
  return new Intl.DateTimeFormat(locale || "en", { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
}

export function dateTime(instant, locale = document.documentElement.lang) {
  const style = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale || "en", style).format(new Date(instant));
}
