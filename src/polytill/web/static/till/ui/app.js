import { html, useEffect } from "../lib.js";
import { byCode } from "../search.js";
import { listenForScans } from "../scanner.js";
import { choose, dropUnknownLines } from "../store/cart.js";
import { failure as catalogFailure, index, loadCatalog } from "../store/catalog.js";
import { deliver, loadHeld, pending } from "../store/sales.js";
import { failure, loadSession, location, register, session } from "../store/session.js";
import { announce, announcement, closeSheet, dismiss, explain, openSheet, query, sheet, signedOut, toast, toasts } from "../store/ui.js";
import { t } from "../words.js";
import { CartPanel } from "./cart-panel.js";
import { CustomerSheet } from "./customer-sheet.js";
import { LineSheet } from "./line-sheet.js";
import { EmptyCartSheet, OrderSheet } from "./order-sheet.js";
import { Notice, Sheet } from "./parts.js";
import { DoneSheet, PaymentSheet, Unanswered } from "./payment-sheet.js";
import { Products } from "./product-grid.js";
import { ModifierSheet, VariationSheet } from "./product-sheets.js";
import { CloseRegisterSheet, ClosedSheet, MovementSheet, OpenRegister } from "./register-sheets.js";
import { HeldSheet, HoldSheet, RecentSheet } from "./sale-lists.js";
import { ShortcutsSheet, listenForKeys } from "./shortcuts.js";
import { TopBar } from "./top-bar.js";

const SHEETS = {
  "variation": VariationSheet, "modifiers": ModifierSheet, "line": LineSheet, "order": OrderSheet, "empty-cart": EmptyCartSheet,
  "customer": CustomerSheet, "hold": HoldSheet, "held": HeldSheet, "recent": RecentSheet, "payment": PaymentSheet,
  "done": DoneSheet, "movement": MovementSheet, "close-register": CloseRegisterSheet, "closed": ClosedSheet,
  "shortcuts": ShortcutsSheet, "pending": PendingSheet,
};

function scanned(code) {
  if (sheet.value) return toast(t("Finish this first, then scan."), "warn");
  const product = byCode(index.value, code);
  query.value = "";
  if (product) return choose(product);
  toast(t("No product has the code {code}.", { code }), "bad");
  return announce(t("No product has the code {code}.", { code }));
}

/** A sale that was sent before a reload and never answered for. */
function PendingSheet() {
  const again = async () => {
    try {
      const sale = await deliver();
      if (!sale.held) return openSheet("done", { sale });
      toast(t("The sale is on hold."));
      return closeSheet();
    } catch (reason) {
      toast(explain(reason), "bad");
      return pending.value ? undefined : closeSheet();
    }
  };
  return html`<${Sheet} title=${t("A sale without an answer")} locked><${Unanswered} busy=${false} again=${again} /><//>`;
}

function SignedOutSheet() {
  return html`<${Sheet} title=${t("Signed out")} locked><div class="stack"><p>${t("Your session has ended. The cart is kept.")}</p>
    <a class="button primary" autofocus href="/login?next=/till">${t("Sign in")}</a></div><//>`;
}

function Passing() {
  return html`<div class="toasts">${toasts.value.map((one) => html`<div class="toast ${one.kind}" key=${one.id}
    role=${one.kind === "bad" ? "alert" : "status"} onClick=${() => dismiss(one.id)}>${one.text}</div>`)}</div>
    <div class="visually-hidden" role="status" aria-live="polite">${announcement.value}</div>`;
}

async function prepare(locationId) {
  await loadCatalog(locationId);
  if (!catalogFailure.value) dropUnknownLines();
  loadHeld().catch((reason) => toast(explain(reason), "bad"));
}

function Counter() {
  useEffect(() => { prepare(location.value.id); }, [location.value.id]);
  useEffect(() => listenForScans(scanned, () => document.getElementById("search")), []);
  useEffect(() => { if (pending.value) openSheet("pending"); }, []);
  return html`<div class="till"><${TopBar} /><main class="counter"><${Products} /><${CartPanel} /></main></div>`;
}

function Loading() {
  return html`<main class="centre">${failure.value
    ? html`<div class="card stack"><${Notice} kind="bad">${failure.value}<//><button type="button" class="button" onClick=${loadSession}>${t("Try again")}</button></div>`
    : html`<p class="muted" role="status">${t("Opening the till…")}</p>`}</main>`;
}

export function App() {
  useEffect(() => { loadSession(); listenForKeys(); }, []);
  const Open = sheet.value && SHEETS[sheet.value.name];
  const screen = !session.value ? html`<${Loading} />` : register.value && location.value ? html`<${Counter} />` : html`<${OpenRegister} />`;
  return html`${screen}${signedOut.value ? html`<${SignedOutSheet} />` : Open && html`<${Open} key=${sheet.value.name} />`}<${Passing} />`;
}
