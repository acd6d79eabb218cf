import { computed, html } from "../lib.js";
import { choose } from "../store/cart.js";
import { failure, hiddenTiles, loadCatalog, loading, shownTiles, usedCategories } from "../store/catalog.js";
import { location, money, quantity } from "../store/session.js";
import { category, query } from "../store/ui.js";
import * as amount from "../amount.js";
import { t } from "../words.js";
import { Empty, Notice } from "./parts.js";

function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? words[0][0] + words[1][0] : (words[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

/** A hue for each category, as far from its neighbours as the golden angle takes it. */
const hues = computed(() => new Map(usedCategories.value.map((one, at) => [one.id, (at * 137.5 + 150) % 360])));
const hue = (product) => hues.value.get(product.category_id) ?? 100;

function priceText(tile) {
  const prices = tile.variations.map((variation) => variation.price_inc_tax);
  const least = prices.reduce((a, b) => (amount.compare(a, b) <= 0 ? a : b));
  return prices.some((price) => price !== least) ? t("from {price}", { price: money(least) }) : money(least);
}

function stockText(tile) {
  if (tile.variations.some((variation) => variation.stock === null)) return null;
  const stock = amount.add(...tile.variations.map((variation) => variation.stock));
  return { text: quantity(stock), isOut: !amount.isPositive(stock) };
}

function Stock({ tile }) {
  const stock = stockText(tile);
  if (!stock) return null;
  return stock.isOut
    ? html`<span class="tile-stock out">${t("Out of stock")}</span>`
    : html`<span class="tile-stock num" title=${t("In stock")}>${stock.text} ${tile.unit}</span>`;
}

function Tile({ tile }) {
  const several = tile.variations.length;
  return html`<li><button type="button" class="tile" style=${{ "--hue": hue(tile) }} onClick=${() => choose(tile)}>
    <span class="tile-picture" aria-hidden="true">
      ${tile.image ? html`<img src=${tile.image} alt="" loading="lazy" decoding="async" />` : initials(tile.name)}
    </span>
    <span class="tile-text">
      <span class="tile-name">${tile.found ? tile.fullName : tile.name}</span>
      <span class="row between tile-foot"><span class="tile-price num">${priceText(tile)}</span>
        ${several > 1 ? html`<span class="tile-stock">${t("{count} kinds", { count: several })}</span>` : html`<${Stock} tile=${tile} />`}
      </span>
    </span>
  </button></li>`;
}

function moveInGrid(event) {
  const tiles = [...event.currentTarget.querySelectorAll(".tile")];
  const at = tiles.indexOf(document.activeElement);
  if (at < 0) return;
  const columns = tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
  const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!step) return;
  event.preventDefault();
  if (at + step < 0) document.getElementById("search").focus();
  else tiles[Math.min(at + step, tiles.length - 1)].focus();
}

function Categories() {
  const all = [{ id: null, name: t("All") }, ...usedCategories.value];
  const pick = (id) => { category.value = id; query.value = ""; };
  return html`<nav class="categories" aria-label=${t("Categories")}>
    ${all.map((one) => html`<button type="button" class="category" key=${one.id} aria-pressed=${!query.value.trim() && category.value === one.id}
      onClick=${() => pick(one.id)}>${one.name}</button>`)}
  </nav>`;
}

function Wall() {
  if (failure.value) {
    return html`<${Notice} kind="bad">${failure.value} <button type="button" class="button" onClick=${() => loadCatalog(location.value.id)}>
      ${t("Try again")}</button><//>`;
  }
  if (loading.value) return html`<ul class="tiles" aria-busy="true">${Array.from({ length: 12 }, (_, i) => html`<li key=${i} class="tile ghost"></li>`)}</ul>`;
  if (!shownTiles.value.length) {
    return html`<${Empty} icon="search">${query.value.trim() ? t("Nothing found for “{text}”.", { text: query.value }) : t("No products are sold here yet.")}<//>`;
  }
  return html`<ul class="tiles" onKeyDown=${moveInGrid}>${shownTiles.value.map((tile) => html`<${Tile} tile=${tile} key=${tile.id} />`)}</ul>
    ${hiddenTiles.value > 0 && html`<p class="muted more-tiles">${t("{count} more: search to find them.", { count: hiddenTiles.value })}</p>`}`;
}

export function Products() {
  return html`<section class="products" aria-label=${t("Products")}><${Categories} /><div class="wall"><${Wall} /></div></section>`;
}
