// What is on the screen: the open sheet, passing messages, what a screen reader is told, personal choices.
import { effect, signal } from "../lib.js";
import { t } from "../words.js";

/** {name, ...what the sheet needs} or null. One sheet at a time: a till must not pile up windows. */
export const sheet = signal(null);
export const toasts = signal([]);
export const announcement = signal("");
export const query = signal("");
export const category = signal(null);
export const signedOut = signal(false);

let nextToast = 1;

export const openSheet = (name, props = {}) => { sheet.value = { name, ...props }; };
export const closeSheet = () => { sheet.value = null; };

export function toast(text, kind = "info") {
  const one = { id: nextToast++, text, kind };
  toasts.value = [...toasts.value.slice(-2), one];
  setTimeout(() => dismiss(one.id), kind === "bad" ? 7000 : 3500);
}

export const dismiss = (id) => { toasts.value = toasts.value.filter((one) => one.id !== id); };

/** A changed text is read out; the zero-width mark makes the same text twice a change. */
export function announce(text) {
  announcement.value = text === announcement.value ? `${text}\u200b` : text;
}

/** What went wrong, in words. A refusal for want of a session asks for a new sign-in instead. */
export function explain(reason) {
  if (reason?.status === 401) {
    signedOut.value = true;
    return t("Your session has ended. Sign in again.");
  }
  if (reason?.name === "Error" && reason.status === undefined) {
    return t("No answer from the server. Check the connection and try again.");
  }
  return reason?.message ?? String(reason);
}

function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? fallback;
  } catch {
    return fallback;
  }
}

const choice = (key, fallback) => {
  const value = signal(remembered(key, fallback));
  effect(() => localStorage.setItem(key, JSON.stringify(value.value)));
  return value;
};

/** Single keys (+, -, ?) can be switched off for people whose speech or hands trigger them (WCAG 2.1.4). */
export const singleKeys = choice("till.singleKeys", true);
export const printAfterSale = choice("till.printAfterSale", false);
export const theme = choice("till.theme", "system");

const dark = window.matchMedia("(prefers-color-scheme: dark)");
export const systemIsDark = signal(dark.matches);
dark.addEventListener("change", () => { systemIsDark.value = dark.matches; });
effect(() => {
  const isDark = theme.value === "dark" || (theme.value === "system" && systemIsDark.value);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
});
