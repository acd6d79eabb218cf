// What a product still needs to be asked: which variation, which modifiers.
import { html, useState } from "../lib.js";
import * as amount from "../amount.js";
import { add, choose } from "../store/cart.js";
import { money, quantity } from "../store/session.js";
import { closeSheet, sheet } from "../store/ui.js";
import { t } from "../words.js";
import { Sheet } from "./parts.js";

export function VariationSheet() {
  const { tile } = sheet.value;
  const pick = (variation) => { closeSheet(); choose(variation); };
  return html`<${Sheet} title=${tile.name}>
    <ul class="options">${tile.variations.map((variation) => html`<li key=${variation.id}>
      <button type="button" class="button option" onClick=${() => pick(variation)}>
        <span class="grow strong">${variation.variation || variation.sku}</span>
        ${variation.stock !== null && html`<span class="chip ${amount.isPositive(variation.stock) ? "" : "bad"} num">
          ${quantity(variation.stock)} ${variation.unit}</span>`}
        <span class="num strong">${money(variation.price_inc_tax)}</span>
      </button></li>`)}</ul>
  <//>`;
}

export function ModifierSheet() {
  const { product, sets } = sheet.value;
  const [chosen, setChosen] = useState([]);
  const flip = (option) => setChosen(chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
  const done = () => { closeSheet(); add(product, { modifiers: chosen }); };
  const extra = chosen.length ? amount.add(product.price_inc_tax, ...chosen.map((one) => one.price_inc_tax)) : product.price_inc_tax;
  const footer = html`<button type="button" class="button primary big wide" onClick=${done}>
    ${t("Add")} <span class="grow"></span><span class="num">${money(extra)}</span></button>`;
  return html`<${Sheet} title=${product.fullName} footer=${footer}>
    ${sets.map((set) => html`<section key=${set.id} class="stack tight"><h3 class="label">${set.name}</h3>
      <div class="option-grid">${set.options.map((option) => html`<button type="button" class="button option" key=${option.id}
        aria-pressed=${chosen.includes(option)} onClick=${() => flip(option)}>
        <span class="grow">${option.name}</span><span class="num">${amount.isZero(option.price_inc_tax) ? "" : `+${money(option.price_inc_tax)}`}</span>
      </button>`)}</div></section>`)}
  <//>`;
}
