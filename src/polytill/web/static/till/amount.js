// Decimal text that the screens add up and compare, on the exact units of money.js. Text here is as short as it can be.
import { UNIT, parse as parseUnits } from "./money.js";

/** "12.5" -> 125000n; null for anything that is no decimal number or is finer than a ten-thousandth. */
export function parse(text) {
  try {
    return parseUnits(String(text ?? "").trim().replace(/^(-?)\./, "$10."));
  } catch {
    return null;
  }
}

export function units(text) {
  const value = parse(text);
  if (value === null) throw new RangeError(`not an amount: ${text}`);
  return value;
}

/** 125000n -> "12.5"; with decimals 2 -> "12.50" (digits past them are kept, never dropped). */
export function text(value, decimals = 0) {
  const size = value < 0n ? -value : value;
  const fraction = (size % UNIT).toString().padStart(4, "0").replace(/0+$/, "").padEnd(decimals, "0");
  return `${value < 0n ? "-" : ""}${size / UNIT}${fraction && "."}${fraction}`;
}

export const shortest = (amount) => text(units(amount));
export const add = (...amounts) => text(amounts.reduce((sum, amount) => sum + units(amount), 0n));
export const subtract = (a, b) => text(units(a) - units(b));
export const compare = (a, b) => (units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0);
export const isZero = (amount) => units(amount) === 0n;
export const isPositive = (amount) => units(amount) > 0n;
export const isWhole = (amount) => units(amount) % UNIT === 0n;
/** For counts of coins. */
export const times = (amount, count) => text(units(amount) * BigInt(count));
