// The small parts that sheets are made of.
import { html, useId, useLayoutEffect, useRef } from "../lib.js";
import { t } from "../words.js";
import { closeSheet } from "../store/ui.js";
import { Icon } from "./icons.js";

/** A modal sheet on the browser's own <dialog>: focus stays inside, Escape closes, focus returns. */
export function Sheet({ title, children, onClose = closeSheet, size = "", footer = null, locked = false }) {
  const element = useRef(null);
  const id = useId();
  // Before the next key: an Enter right after F9 must not press the tile that had the focus.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector("main input, main button"))?.focus();
    return () => dialog.close();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    if (!locked) onClose();
  };
  const outside = (event) => { if (event.target === element.current && !locked) onClose(); };
  return html`<dialog ref=${element} class="sheet ${size}" aria-labelledby=${id} onCancel=${cancel} onPointerDown=${outside}>
    <div class="sheet-box">
      <header class="sheet-head">
        <h2 id=${id}>${title}</h2>
        <button type="button" class="button quiet icon" aria-label=${t("Close")} disabled=${locked} onClick=${onClose}>
          <${Icon} name="close" /></button>
      </header>
      <main class="sheet-body">${children}</main>
      ${footer && html`<footer class="sheet-foot">${footer}</footer>`}
    </div>
  </dialog>`;
}

export function Field({ label, error, hint, children }) {
  const id = useId();
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, "aria-invalid": error ? "true" : undefined, "aria-describedby": described })}
    ${hint && !error && html`<p id="${id}-hint" class="small muted">${hint}</p>`}
    ${error && html`<p id="${id}-error" class="field-error" role="alert">${error}</p>`}
  </div>`;
}

export function TextField({ label, error, hint, value, onInput, area = false, ...rest }) {
  const Tag = area ? "textarea" : "input";
  const input = (event) => onInput(event.currentTarget.value);
  return html`<${Field} label=${label} error=${error} hint=${hint}>
    ${(own) => html`<${Tag} class="input" ...${rest} ...${own} value=${value} onInput=${input} />`}
  <//>`;
}

export function AmountField({ label, error, hint, value, onInput, ...rest }) {
  const input = (event) => onInput(event.currentTarget.value);
  const selectAll = (event) => event.currentTarget.select();
  return html`<${Field} label=${label} error=${error} hint=${hint}>
    ${(own) => html`<input class="input amount" inputmode="decimal" autocomplete="off" ...${rest} ...${own}
      value=${value} onInput=${input} onFocus=${selectAll} />`}
  <//>`;
}

/** A few choices side by side, as a radio group that arrows move through. */
export function Choice({ label, options, value, onChange }) {
  const name = useId();
  return html`<fieldset class="choice">
    <legend class="label">${label}</legend>
    <div class="choice-row">${options.map((option) => html`<label class="choice-one" key=${option.value}>
      <input type="radio" name=${name} checked=${option.value === value} onChange=${() => onChange(option.value)} />
      <span>${option.label}</span></label>`)}</div>
  </fieldset>`;
}

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "back"];

/** Digits for fingers. Its value is text, as the field beside it. */
export function NumberPad({ onKey, decimal = "." }) {
  const name = (key) => (key === "back" ? t("Delete a digit") : key);
  return html`<div class="pad" role="group" aria-label=${t("Digits")}>
    ${KEYS.map((key) => html`<button type="button" class="button pad-key" key=${key} aria-label=${name(key)}
      onClick=${() => onKey(key === "." ? decimal : key)}>
      ${key === "back" ? html`<${Icon} name="back" />` : key === "." ? decimal : key}</button>`)}
  </div>`;
}

/** What a pad key makes of a field's text; `fresh` text (a proposal) is replaced. */
export function padKey(text, key, fresh = false) {
  if (key === "back") return fresh ? "" : text.slice(0, -1);
  return (fresh ? "" : text) + key;
}

export function Notice({ kind = "", children }) {
  return html`<div class="notice ${kind}" role=${kind === "bad" ? "alert" : "status"}>${children}</div>`;
}

export function Empty({ icon, children }) {
  return html`<div class="empty"><${Icon} name=${icon} size="36" /><p>${children}</p></div>`;
}
