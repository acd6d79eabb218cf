// Every key of the till: one table that both listens and is shown.
import { html } from "../lib.js";
import * as counter from "../store/cart.js";
import { register, can } from "../store/session.js";
import { newUuid } from "../store/sales.js";
import { openSheet, sheet, singleKeys } from "../store/ui.js";
import { t } from "../words.js";
import { startPayment } from "./cart-panel.js";
import { Sheet } from "./parts.js";

const focusSearch = () => { const box = document.getElementById("search"); box?.focus(); box?.select(); };
const onLine = (act) => () => { if (counter.selectedLine.value) act(counter.selectedLine.value); };
const onSale = (act) => () => { if (!counter.isEmpty.value) act(); };

const KEYS = [
  { key: "F1", words: "This list", act: () => openSheet("shortcuts") },
  { key: "F2", words: "Search a product", act: focusSearch },
  { key: "F4", words: "Customer", act: () => openSheet("customer") },
  { key: "F6", words: "Hold the sale", act: onSale(() => openSheet("hold", { uuid: newUuid() })) },
  { key: "F7", words: "Sales on hold", act: () => openSheet("held") },
  { key: "F8", words: "Recent sales", act: () => openSheet("recent") },
  { key: "F9", words: "Pay", act: startPayment },
  { key: "Alt+D", words: "Discount, tax and note of the sale", act: onSale(() => can("discount") && openSheet("order")) },
  { key: "Alt+ArrowDown", words: "Next line", act: () => counter.selectNext(1) },
  { key: "Alt+ArrowUp", words: "Line before", act: () => counter.selectNext(-1) },
  { key: "Alt+Enter", words: "Change the line", act: onLine((line) => openSheet("line", { key: line.key })) },
  { key: "Alt+Delete", words: "Remove the line", act: onLine((line) => counter.remove(line.key)) },
];

/** Without a modifier: outside fields only, and they can be switched off. */
const SINGLE = [
  { key: "+", words: "One more of the line", act: onLine((line) => counter.step(line.key, "1")) },
  { key: "-", words: "One less of the line", act: onLine((line) => counter.step(line.key, "-1")) },
  { key: "/", words: "Search a product", act: focusSearch },
  { key: "?", words: "This list", act: () => openSheet("shortcuts") },
];

const IN_SHEETS = [
  { key: "Enter", words: "Take the amount in cash; complete the sale" },
  { key: "Alt+1…9", words: "Take the amount by the method with that number" },
  { key: "Escape", words: "Close the sheet" },
];

function find(event) {
  const name = (event.altKey ? "Alt+" : "") + (event.key.length === 1 && event.altKey ? event.code.replace("Key", "") : event.key);
  const isTyping = event.target.closest?.("input, textarea, select");
  return KEYS.find((one) => one.key === name) ?? (singleKeys.value && !isTyping && !event.altKey ? SINGLE.find((one) => one.key === event.key) : undefined);
}

export function listenForKeys() {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || !register.value) return;
    const found = find(event);
    if (!found) return;
    event.preventDefault();
    if (!sheet.value) found.act();
  });
}

const shown = (key) => key.replace("ArrowDown", "↓").replace("ArrowUp", "↑");

function Table({ title, keys }) {
  return html`<section class="stack tight"><h3 class="label">${title}</h3><dl class="keys">
    ${keys.map((one) => html`<div class="row between" key=${one.key}><dt>${t(one.words)}</dt><dd><kbd class="key">${shown(one.key)}</kbd></dd></div>`)}</dl></section>`;
}

export function ShortcutsSheet() {
  return html`<${Sheet} title=${t("Keyboard shortcuts")} size="broad">
    <div class="columns"><${Table} title=${t("Anywhere")} keys=${KEYS} />
      <div class="stack"><${Table} title=${t("Outside a field")} keys=${SINGLE} />
        <label class="row"><input type="checkbox" checked=${singleKeys.value} onChange=${(event) => { singleKeys.value = event.currentTarget.checked; }} />
          ${t("Single keys are on")}</label>
        <${Table} title=${t("In a sheet")} keys=${IN_SHEETS} />
        <p class="small muted">${t("A barcode scanner works anywhere: no field needs to be chosen.")}</p></div></div>
  <//>`;
}
