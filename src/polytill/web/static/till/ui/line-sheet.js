// One line of the cart: quantity, discount, note.
import { html, useState } from "../lib.js";
import { compare } from "../amount.js";
import * as model from "../cart.js";
import { cart, change, productOf, remove } from "../store/cart.js";
import { can, quantity, typed } from "../store/session.js";
import { announce, closeSheet, sheet } from "../store/ui.js";
import { t } from "../words.js";
import { AmountField, Choice, NumberPad, Sheet, TextField, padKey } from "./parts.js";

export const discountKinds = () => [{ value: "fixed", label: t("Amount") }, { value: "percentage", label: t("Percent") }];

/** A discount as typed, checked; null where it is none, and why. */
export function readDiscount(type, text) {
  const value = typed(text || "0");
  if (value === null || value.startsWith("-")) return { error: t("Type an amount.") };
  if (type === "percentage" && compare(value, "100") > 0) return { error: t("A percentage lies between 0 and 100.") };
  return { discount: { type, amount: value } };
}

function readQuantity(text, product) {
  const value = typed(text);
  const allowed = value === null ? null : model.allowedQuantity(value, product);
  if (allowed !== null) return { quantity: allowed };
  return { error: product.decimals ? t("Type a quantity above zero.") : t("Type a whole number above zero.") };
}

export function LineSheet() {
  const line = cart.value.lines.find((one) => one.key === sheet.value.key);
  const product = productOf(line);
  const [count, setCount] = useState(quantity(line.quantity));
  const [fresh, setFresh] = useState(true);
  const [kind, setKind] = useState(line.discount.type);
  const [off, setOff] = useState(line.discount.amount === "0" ? "" : quantity(line.discount.amount));
  const [note, setNote] = useState(line.note);
  const [errors, setErrors] = useState({});
  const save = (event) => {
    event.preventDefault();
    const counted = readQuantity(count, product);
    const reduced = readDiscount(kind, off);
    if (counted.error || reduced.error) return setErrors({ count: counted.error, off: reduced.error });
    change(line.key, { quantity: counted.quantity, discount: reduced.discount, note: note.trim() });
    announce(t("{name} changed.", { name: product.fullName }));
    return closeSheet();
  };
  const press = (key) => { setCount(padKey(count, key, fresh)); setFresh(false); };
  const footer = html`<button type="button" class="button danger" onClick=${() => { closeSheet(); remove(line.key); }}>${t("Remove")}</button>
    <span class="grow"></span><button type="submit" form="line-form" class="button primary">${t("Save")}</button>`;
  return html`<${Sheet} title=${product.fullName} footer=${footer} size="broad">
    <form id="line-form" class="columns" onSubmit=${save}>
      <div class="stack">
        <${AmountField} label=${t("Quantity ({unit})", { unit: product.unit || t("pieces") })} value=${count} error=${errors.count} autofocus
          onInput=${(text) => { setCount(text); setFresh(false); }} />
        <${NumberPad} onKey=${press} />
      </div>
      <div class="stack">
        ${can("discount") && html`<${Choice} label=${t("Discount on each")} options=${discountKinds()} value=${kind} onChange=${setKind} />
        <${AmountField} label=${kind === "percentage" ? t("Discount in percent") : t("Discount amount")} value=${off} error=${errors.off} onInput=${setOff} placeholder="0" />`}
        <${TextField} label=${t("Note")} value=${note} onInput=${setNote} area rows="3" maxlength="500" />
      </div>
    </form>
  <//>`;
}
