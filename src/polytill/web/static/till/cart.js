// The cart, as plain data and pure functions: (cart, ...) -> a new cart. Amounts and quantities are decimal text.
import { add, isPositive, isWhole, parse, subtract, text, units } from "./amount.js";

export const NO_DISCOUNT = Object.freeze({ type: "fixed", amount: "0" });

export function emptyCart() {
  return { lines: [], nextLine: 1, discount: NO_DISCOUNT, taxId: null, customer: null, note: "", heldId: null };
}

const sameModifiers = (a, b) => a.length === b.length && a.every((one, i) => one.id === b[i].id);

function isPlainLine(line, product, modifiers) {
  return line.variationId === product.id && line.discount.amount === "0" && !line.note
    && sameModifiers(line.modifiers, modifiers);
}

function newLine(cart, product, quantity, modifiers) {
  return {
    key: cart.nextLine, variationId: product.id, quantity, modifiers, discount: NO_DISCOUNT,
    note: "",
  };
}

/** One more of the same joins its line; anything with its own discount, note or modifiers stands on its own. */
export function addProduct(cart, product, { quantity = "1", modifiers = [] } = {}) {
  const at = cart.lines.findIndex((line) => isPlainLine(line, product, modifiers));
  if (at >= 0) {
    const line = cart.lines[at];
    const changed = { ...line, quantity: add(line.quantity, quantity) };
    return { cart: { ...cart, lines: cart.lines.with(at, changed) }, key: line.key };
  }
  const line = newLine(cart, product, quantity, modifiers);
  return { cart: { ...cart, lines: [...cart.lines, line], nextLine: cart.nextLine + 1 }, key: line.key };
}

export function changeLine(cart, key, change) {
  return { ...cart, lines: cart.lines.map((line) => (line.key === key ? { ...line, ...change } : line)) };
}

export function removeLine(cart, key) {
  return { ...cart, lines: cart.lines.filter((line) => line.key !== key) };
}

/** Refuses (null) what the unit can't be sold in: zero, less than zero, or a part of a whole thing. */
export function allowedQuantity(quantity, product) {
  const value = parse(quantity);
  if (value === null || value <= 0n) return null;
  return product.decimals || isWhole(quantity) ? text(value) : null;
}

export function stepQuantity(cart, key, step) {
  const line = cart.lines.find((one) => one.key === key);
  const next = text(units(line.quantity) + units(step));
  return isPositive(next) ? changeLine(cart, key, { quantity: next }) : removeLine(cart, key);
}

/** Pieces; what is weighed or measured counts as one. */
export function itemCount(cart) {
  return cart.lines.reduce((count, line) => add(count, isWhole(line.quantity) ? line.quantity : "1"), "0");
}

export function neighbour(cart, key, step) {
  const at = cart.lines.findIndex((line) => line.key === key);
  const next = at < 0 ? cart.lines.length - 1 : Math.min(Math.max(at + step, 0), cart.lines.length - 1);
  return cart.lines[next]?.key ?? null;
}

/** Tenders against a total: what is still due, and the change; change is given from cash alone. */
export function settle(total, tenders) {
  const paid = tenders.length ? add(...tenders.map((tender) => tender.amount)) : "0";
  const rest = subtract(total, paid);
  const over = units(rest) < 0n ? text(-units(rest)) : "0";
  const cash = tenders.filter((tender) => tender.isCash).map((tender) => tender.amount);
  const cashPaid = cash.length ? add(...cash) : "0";
  return {
    paid, due: units(rest) > 0n ? rest : "0", change: over,
    isChangeCovered: units(over) <= units(cashPaid),
  };
}
