// Turning a cart into a sale, exactly once, and the lists of sales.
import * as api from "../api.js";
import { computed, signal } from "../lib.js";
import { t } from "../words.js";
import { cart, clear, priced, set } from "./cart.js";
import { takeFromShelf } from "./catalog.js";
import { location } from "./session.js";
import { announce } from "./ui.js";

const KEY = "till.pending";

const heldRows = signal([]);
/** Without the one that is on the counter again. */
export const held = computed(() => heldRows.value.filter((sale) => sale.id !== cart.value.heldId));
export const heldCount = computed(() => held.value.length);
/** A sale that was sent and not answered: {uuid, body}. Until its answer is known no other sale starts. */
export const pending = signal(JSON.parse(localStorage.getItem(KEY) ?? "null"));

function keep(sale) {
  pending.value = sale;
  if (sale) localStorage.setItem(KEY, JSON.stringify(sale));
  else localStorage.removeItem(KEY);
}

/** randomUUID exists in secure contexts only; a till on http://192.168.… needs its own version 4. */
export function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function lineBody(line) {
  return {
    variation_id: line.variationId, quantity: line.quantity, discount: line.discount, note: line.note,
    modifiers: line.modifiers.map((modifier) => modifier.id),
  };
}

export function saleBody({ uuid, tenders = [], hold = false }) {
  const { lines, discount, taxId, customer, note } = cart.value;
  return {
    uuid, hold, note, discount, location_id: location.value.id, tax_id: taxId, customer_id: customer?.id ?? null,
    expected_total: priced.value.total, lines: lines.map(lineBody),
    tenders: tenders.map(({ method, amount, note: reference = "" }) => ({ method, amount, note: reference })),
  };
}

/** Sends what is pending until there is an answer. A refusal frees the cart; silence keeps it pending. */
export async function deliver() {
  const { heldId, body } = pending.value;
  try {
    return done(heldId, heldId ? await api.settleHeld(heldId, body) : await api.postSale(body));
  } catch (reason) {
    if (reason instanceof api.Refused && reason.status >= 500) return recover(body.uuid, heldId, reason);
    if (reason instanceof api.Refused && reason.status !== 409) keep(null);
    throw reason;
  }
}

/** The server failed while it answered: only its books know whether the sale stands. */
async function recover(uuid, heldId, reason) {
  const { sale } = await api.findSale(uuid, heldId);
  if (sale) return done(heldId, sale);
  keep(null);
  throw reason;
}

function done(heldId, sale) {
  keep(null);
  if (!heldId) takeFromShelf(cart.value.lines);
  if (heldId && !sale.held) heldRows.value = heldRows.value.filter((one) => one.id !== heldId);
  clear();
  return sale;
}

export async function sell(uuid, tenders) {
  keep({ heldId: cart.value.heldId, body: saleBody({ uuid, tenders }) });
  const sale = await deliver();
  announce(t("Sale {number} is complete.", { number: sale.number }));
  return sale;
}

export async function hold(uuid, note) {
  set({ note });
  keep({ heldId: cart.value.heldId, body: saleBody({ uuid, hold: true }) });
  const sale = await deliver();
  announce(t("The sale is on hold."));
  loadHeld().catch(() => {}); // the list is read again when it is opened
  return sale;
}

/** A held sale back on the counter, as a cart that remembers which sale it is. */
export async function resume(id) {
  const sale = await api.getSale(id);
  const lines = sale.lines.map((line, at) => ({
    key: at + 1, variationId: line.variation_id, quantity: line.quantity, modifiers: line.modifiers,
    discount: line.discount, note: line.note,
  }));
  cart.value = {
    lines, nextLine: lines.length + 1, discount: sale.discount, taxId: sale.tax_id, customer: sale.customer,
    note: sale.note, heldId: id,
  };
}

export async function loadHeld() {
  const { rows } = await api.getHeldSales();
  heldRows.value = rows;
  return held.value;
}

/** Prints a page of this server without leaving the till. */
export function print(url) {
  document.querySelector("iframe.print")?.remove();
  const frame = document.createElement("iframe");
  frame.className = "print";
  frame.title = t("Print");
  frame.src = url;
  frame.addEventListener("load", () => { frame.contentWindow.focus(); frame.contentWindow.print(); });
  document.body.append(frame);
}
