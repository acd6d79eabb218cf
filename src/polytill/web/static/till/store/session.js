// Who is at the till, where, with which open register.
import * as api from "../api.js";
import { computed, signal } from "../lib.js";
import { explain } from "./ui.js";
import * as format from "../format.js";

export const session = signal(null);
export const failure = signal("");
export const register = computed(() => session.value?.register ?? null);
export const currency = computed(() => session.value?.business.currency);
export const location = computed(() => {
  const locations = session.value?.locations ?? [];
  return locations.find((one) => one.id === register.value?.location_id) ?? null;
});
export const can = (permission) => session.value?.can[permission] === true;

export const money = (amount) => format.money(amount, currency.value);
export const quantity = (amount) => format.quantity(amount, currency.value);
export const typed = (input) => format.typed(input, currency.value);
/** A number as the shop types it: for the start value of a field. */
export const written = (amount) => format.number(amount, currency.value).replaceAll(currency.value.thousands, "");

export async function loadSession() {
  try {
    session.value = await api.getSession();
    failure.value = "";
  } catch (reason) {
    failure.value = explain(reason);
  }
}

/** A first try may have opened it though its answer was lost: then the session says so. */
export async function openRegister(locationId, float) {
  try {
    const opened = await api.openRegister({ location_id: locationId, float });
    session.value = { ...session.value, register: opened };
  } catch (reason) {
    if (reason.code !== "register.already_open") throw reason;
    await loadSession();
  }
}

export async function closeRegister(closing) {
  const report = await api.closeRegister(closing);
  session.value = { ...session.value, register: null };
  return report;
}
