import { html, useEffect, useRef } from "../lib.js";
import * as amount from "../amount.js";
import * as counter from "../store/cart.js";
import { can, money, quantity, session } from "../store/session.js";
import { offerOf } from "../pricing.js";
import { newUuid } from "../store/sales.js";
import { openSheet } from "../store/ui.js";
import { t } from "../words.js";
import { Icon } from "./icons.js";
import { Empty } from "./parts.js";

function lineNotes(line) {
  const price = counter.priced.value.lines.get(line.key);
  const notes = line.modifiers.map((modifier) => `+ ${modifier.name}`);
  const product = counter.productOf(line);
  const offer = offerOf(product, counter.customer.value);
  const cut = amount.isZero(line.discount.amount) ? offer : line.discount;
  if (cut) {
    const off = cut.type === "percentage" ? `${quantity(cut.amount)}%` : money(cut.amount);
    notes.push(cut === offer ? t("Offer: \u2212{off} each", { off }) : t("\u2212{off} each", { off }));
  }
  if (line.note) notes.push(`“${line.note}”`);
  return { price, notes };
}

function Stepper({ line, product }) {
  const name = product.fullName;
  return html`<div class="stepper" role="group" aria-label=${t("Quantity of {name}", { name })}>
    <button type="button" class="step" aria-label=${t("One less")} onClick=${() => counter.step(line.key, "-1")}><${Icon} name="minus" size="18" /></button>
    <button type="button" class="step-value num" aria-label=${t("Quantity {quantity}. Change.", { quantity: quantity(line.quantity) })}
      onClick=${() => openSheet("line", { key: line.key })}>${quantity(line.quantity)}</button>
    <button type="button" class="step" aria-label=${t("One more")} onClick=${() => counter.step(line.key, "1")}><${Icon} name="plus" size="18" /></button>
  </div>`;
}

function Line({ line }) {
  const product = counter.productOf(line);
  const element = useRef(null);
  const isSelected = counter.selected.value === line.key;
  useEffect(() => { if (isSelected) element.current.scrollIntoView({ block: "nearest" }); }, [isSelected, line.quantity]);
  if (!product) return null;
  const { price, notes } = lineNotes(line);
  return html`<li ref=${element} class="line ${isSelected ? "selected" : ""}" aria-current=${isSelected ? "true" : undefined}>
    <button type="button" class="line-main" onClick=${() => { counter.select(line.key); openSheet("line", { key: line.key }); }}>
      <span class="line-name">${product.fullName}</span>
      <span class="line-total num">${money(price.total)}</span>
      ${notes.length > 0 && html`<span class="line-notes">${notes.map((note) => html`<span>${note}</span>`)}</span>`}
    </button>
    <${Stepper} line=${line} product=${product} />
    <span class="line-unit muted"><bdi class="num">${money(price.unit)}</bdi>${product.unit ? ` / ${product.unit}` : ""}</span>
    <button type="button" class="button quiet icon line-remove" aria-label=${t("Remove {name}", { name: product.fullName })}
      onClick=${() => counter.remove(line.key)}><${Icon} name="trash" size="20" /></button>
  </li>`;
}

function CustomerRow() {
  const customer = counter.customer.value;
  return html`<button type="button" class="customer" onClick=${() => openSheet("customer")}>
    <${Icon} name="user" size="20" /><span class="grow clip strong">${customer?.name ?? t("Walk-in customer")}</span>
    <kbd class="key" aria-hidden="true">F4</kbd></button>`;
}

function TotalRow({ label, value, minus = false }) {
  return html`<div class="row between total-row"><dt>${label}</dt><dd class="num">${minus ? "\u2212" : ""}${money(value)}</dd></div>`;
}

function Totals() {
  const { subtotal, discount, tax, lineTax, roundOff } = counter.priced.value;
  const orderTax = session.value.taxes.find((one) => one.id === counter.cart.value.taxId);
  return html`<dl class="totals">
    <${TotalRow} label=${t("Items ({count})", { count: quantity(counter.itemCount.value) })} value=${subtotal} />
    ${!amount.isZero(lineTax) && html`<${TotalRow} label=${t("of which tax")} value=${lineTax} />`}
    ${!amount.isZero(discount) && html`<${TotalRow} label=${t("Discount")} value=${discount} minus />`}
    ${orderTax && html`<${TotalRow} label=${orderTax.name} value=${tax} />`}
    ${money(roundOff) !== money("0") && html`<${TotalRow} label=${t("Rounding")} value=${roundOff} />`}
  </dl>`;
}

function Actions() {
  const isEmpty = counter.isEmpty.value;
  return html`<div class="cart-actions">
    ${can("discount") && html`<button type="button" class="button" disabled=${isEmpty} onClick=${() => openSheet("order")}><${Icon} name="percent" size="20" />${t("Discount")}</button>`}
    <button type="button" class="button" disabled=${isEmpty} onClick=${() => openSheet("hold", { uuid: newUuid() })}><${Icon} name="pause" size="20" />${t("Hold")}</button>
    <button type="button" class="button danger" disabled=${isEmpty} aria-label=${t("Empty the cart")} onClick=${() => openSheet("empty-cart")}>
      <${Icon} name="trash" size="20" /></button>
  </div>`;
}

export function startPayment() {
  if (!counter.isEmpty.value && !counter.priced.value.error) openSheet("payment", { uuid: newUuid() });
}

export function CartPanel() {
  const { lines } = counter.cart.value;
  const { error } = counter.priced.value;
  return html`<section class="cart" aria-label=${t("Cart")}>
    <${CustomerRow} />
    ${lines.length
      ? html`<ul class="lines">${lines.map((line) => html`<${Line} line=${line} key=${line.key} />`)}</ul>`
      : html`<${Empty} icon="basket">${t("Scan a product or tap a tile to begin.")}<//>`}
    <div class="cart-foot">
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
      <${Totals} /><${Actions} />
      <button type="button" class="button primary big wide pay" disabled=${!lines.length || Boolean(error)} onClick=${startPayment}>
        <span>${t("Pay")}</span><kbd class="key on-accent" aria-hidden="true">F9</kbd><span class="grow"></span>
        <span class="num pay-total">${money(counter.total.value)}</span></button>
    </div>
  </section>`;
}
