// Every word on the till passes here, so that a language is one table: { "Pay": "دفع" }.
let table = {};

export function useWords(words) {
  table = words;
}

/** t("Sold {count} items", {count: 3}) */
export function t(text, values = {}) {
  return (table[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
