// The cart on the counter: the pure model of cart.js in a signal, priced, kept through a reload.
import * as model from "../cart.js";
import { batch, computed, effect, signal } from "../lib.js";
import { priceCart } from "../pricing.js";
import { t } from "../words.js";
import { byId, modifierSets } from "./catalog.js";
import { money, quantity, session } from "./session.js";
import { announce, openSheet, toast } from "./ui.js";

const KEY = "till.cart";

function kept() {
  try {
    return { ...model.emptyCart(), ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return model.emptyCart();
  }
}

export const cart = signal(kept());
export const selected = signal(null);
effect(() => localStorage.setItem(KEY, JSON.stringify(cart.value)));

export const isEmpty = computed(() => cart.value.lines.length === 0);
export const itemCount = computed(() => model.itemCount(cart.value));
export const priced = computed(() => priceCart(cart.value, byId.value, session.value?.taxes ?? [], session.value?.business.rounding_step ?? null));
export const total = computed(() => priced.value.total);
export const customer = computed(() => cart.value.customer);
export const selectedLine = computed(() => cart.value.lines.find((line) => line.key === selected.value) ?? null);

export const productOf = (line) => byId.value.get(line.variationId);

function say(product, line) {
  announce(t("{name}, {quantity} in the cart. Total {total}.", {
    name: product.fullName, quantity: quantity(line.quantity), total: money(total.value),
  }));
}

export function add(product, options) {
  const { cart: next, key } = model.addProduct(cart.value, product, options);
  batch(() => { cart.value = next; selected.value = key; });
  say(product, next.lines.find((line) => line.key === key));
}

/** From a tile, a search result or a scan: asks for what is not decided yet, then adds. */
export function choose(tile) {
  if (tile.variations?.length > 1) return openSheet("variation", { tile });
  const product = tile.variations?.[0] ?? tile;
  const sets = product.modifiers.map((id) => modifierSets.value.get(id)).filter(Boolean);
  return sets.length ? openSheet("modifiers", { product, sets }) : add(product);
}

export function step(key, by) {
  const line = cart.value.lines.find((one) => one.key === key);
  cart.value = model.stepQuantity(cart.value, key, by);
  const after = cart.value.lines.find((one) => one.key === key);
  if (after) say(productOf(line), after);
  else removed(line);
}

function removed(line) {
  selected.value = model.neighbour(cart.value, selected.value, 0);
  announce(t("{name} removed. Total {total}.", { name: productOf(line)?.fullName ?? "", total: money(total.value) }));
}

export function remove(key) {
  const line = cart.value.lines.find((one) => one.key === key);
  cart.value = model.removeLine(cart.value, key);
  removed(line);
}

export const change = (key, values) => { cart.value = model.changeLine(cart.value, key, values); };
export const set = (values) => { cart.value = { ...cart.value, ...values }; };
export const select = (key) => { selected.value = key; };
export const selectNext = (by) => { selected.value = model.neighbour(cart.value, selected.value, by); };

export function clear() {
  batch(() => { cart.value = model.emptyCart(); selected.value = null; });
}

/** A cart from before a reload may name products that are gone. */
export function dropUnknownLines() {
  const known = cart.value.lines.filter((line) => byId.value.has(line.variationId));
  if (known.length === cart.value.lines.length) return;
  cart.value = { ...cart.value, lines: known };
  toast(t("Some products in the cart are no longer sold here and were taken out."), "warn");
}
