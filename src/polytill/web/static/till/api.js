// The one gateway to the server: a function per call. Everything else on the till works on what is in memory.
const BASE = "/till/api/";
const RETRY_AFTER = [400, 1200, 3000];

/** The server answered no. `fields` maps a field's path ("lines.0.quantity") to its messages. */
export class Refused extends Error {
  constructor(status, { code = "unknown", message = "Something went wrong.", fields = {} } = {}) {
    super(message);
    Object.assign(this, { status, code, fields });
  }
}

/** No answer came: the call may or may not have been done. */
export class NoAnswer extends Error {}

const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function call(method, path, body, key) {
  const options = { method, credentials: "same-origin", headers: { Accept: "application/json" } };
  if (method !== "GET") {
    options.headers["X-CSRFToken"] = csrf();
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body ?? {});
    if (key) options.headers["Idempotency-Key"] = key;
  }
  let answer;
  let content;
  try {
    answer = await fetch(BASE + path, options);
    content = await answer.json();
  } catch (reason) {
    // A refusal without our body comes from what stands before the till's calls: the CSRF check, a proxy.
    if (answer && answer.status < 500) throw new Refused(answer.status, { message: "This page is out of date. Reload it." });
    throw new NoAnswer(String(reason));
  }
  if (answer.ok) return content;
  if ([502, 503, 504].includes(answer.status)) throw new NoAnswer(content?.error?.message);
  throw new Refused(answer.status, content?.error);
}

/** For calls that carry an identity (a sale's UUID, a key) and for reads: repeating them does no harm. */
async function persistently(method, path, body, key) {
  for (const wait of RETRY_AFTER) {
    try {
      return await call(method, path, body, key);
    } catch (reason) {
      if (!(reason instanceof NoAnswer)) throw reason;
      await pause(wait);
    }
  }
  return call(method, path, body, key);
}

/** A write without an identity of its own gets one for as long as it is tried. */
const once = (path, body) => persistently("POST", path, body, crypto.randomUUID());

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

export const getSession = () => persistently("GET", "session");
export const getCatalog = (locationId, after) => persistently("GET", `catalog${query({ location_id: locationId, after })}`);
export const findCustomers = (q) => call("GET", `customers${query({ q })}`);
export const addCustomer = (customer) => once("customers", customer);
export const openRegister = (opening) => once("register/open", opening);
export const closeRegister = (closing) => once("register/close", closing);
export const moveCash = (movement) => once("register/movement", movement);
export const getRegisterSummary = () => call("GET", "register/summary");
export const postSale = (sale) => persistently("POST", "sales", sale);
export const findSale = (uuid, heldId) => call("GET", `sales/by-uuid/${uuid}${query({ held: heldId })}`);
export const getRecentSales = () => call("GET", "sales/recent");
export const getHeldSales = () => call("GET", "sales/held");
export const getSale = (id) => call("GET", `sales/${id}`);
export const settleHeld = (id, sale) => persistently("POST", `sales/${id}/settle`, sale);
export const discardHeld = (id) => call("POST", `sales/${id}/discard`);
export const receiptUrl = (id) => `/till/receipt/${id}`;
export const reportUrl = (id) => `/till/register/${id}`;
