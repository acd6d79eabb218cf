// What concerns the whole sale: its discount, its tax, its note; and emptying the cart.
import { html, useState } from "../lib.js";
import { cart, clear, set } from "../store/cart.js";
import { quantity, session } from "../store/session.js";
import { announce, closeSheet } from "../store/ui.js";
import { t } from "../words.js";
import { discountKinds, readDiscount } from "./line-sheet.js";
import { AmountField, Choice, Sheet, TextField } from "./parts.js";

export function OrderSheet() {
  const [kind, setKind] = useState(cart.value.discount.type);
  const [off, setOff] = useState(cart.value.discount.amount === "0" ? "" : quantity(cart.value.discount.amount));
  const [taxId, setTaxId] = useState(cart.value.taxId);
  const [note, setNote] = useState(cart.value.note);
  const [error, setError] = useState("");
  const taxes = [{ value: null, label: t("None") }, ...session.value.taxes.map((tax) => ({ value: tax.id, label: tax.name }))];
  const save = (event) => {
    event.preventDefault();
    const read = readDiscount(kind, off);
    if (read.error) return setError(read.error);
    set({ discount: read.discount, taxId, note: note.trim() });
    announce(t("Discount and tax of the sale changed."));
    return closeSheet();
  };
  const footer = html`<span class="grow"></span><button type="submit" form="order-form" class="button primary">${t("Save")}</button>`;
  return html`<${Sheet} title=${t("The whole sale")} footer=${footer}>
    <form id="order-form" class="stack" onSubmit=${save}>
      <${Choice} label=${t("Discount")} options=${discountKinds()} value=${kind} onChange=${setKind} />
      <${AmountField} label=${kind === "percentage" ? t("Discount in percent") : t("Discount amount")} value=${off} error=${error} onInput=${setOff} autofocus placeholder="0" />
      <${Choice} label=${t("Tax on the sale")} options=${taxes} value=${taxId} onChange=${setTaxId} />
      <${TextField} label=${t("Note")} value=${note} onInput=${setNote} area rows="2" maxlength="500" />
    </form>
  <//>`;
}

export function EmptyCartSheet() {
  const empty = () => { clear(); closeSheet(); announce(t("The cart is empty.")); };
  const footer = html`<button type="button" class="button" onClick=${closeSheet}>${t("Keep it")}</button><span class="grow"></span>
    <button type="button" class="button danger" autofocus onClick=${empty}>${t("Empty the cart")}</button>`;
  return html`<${Sheet} title=${t("Empty the cart?")} footer=${footer}><p>${t("All lines are removed. Nothing has been sold yet.")}</p><//>`;
}
