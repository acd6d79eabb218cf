// Sales that wait, and sales that are done.
import { html, useEffect, useState } from "../lib.js";
import * as api from "../api.js";
import { dateTime, time } from "../format.js";
import { cart, isEmpty } from "../store/cart.js";
import { can, money } from "../store/session.js";
import * as sales from "../store/sales.js";
import { announce, closeSheet, explain, openSheet, sheet, toast } from "../store/ui.js";
import { t } from "../words.js";
import { Icon } from "./icons.js";
import { Empty, Notice, Sheet, TextField } from "./parts.js";

export function useLoaded(load) {
  const [state, setState] = useState({ rows: null, failure: "" });
  const reload = () => load().then((rows) => setState({ rows, failure: "" }), (reason) => setState({ rows: [], failure: explain(reason) }));
  useEffect(() => { reload(); }, []);
  return { ...state, reload, fail: (reason) => setState((old) => ({ ...old, failure: explain(reason) })) };
}

export function HoldSheet() {
  const [note, setNote] = useState(cart.value.note);
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await sales.hold(sheet.value.uuid, note.trim());
      toast(t("The sale is on hold."));
      closeSheet();
    } catch (reason) {
      if (sales.pending.value) return openSheet("pending");
      setFailure(explain(reason));
      return setBusy(false);
    }
    return undefined;
  };
  const footer = html`<span class="grow"></span><button type="submit" form="hold-form" class="button primary" disabled=${busy}>${t("Hold the sale")}</button>`;
  return html`<${Sheet} title=${t("Hold the sale")} footer=${footer} locked=${busy}>
    <form id="hold-form" class="stack" onSubmit=${save}>
      ${failure && html`<${Notice} kind="bad">${failure}<//>`}
      <${TextField} label=${t("Note (to find it again)")} value=${note} onInput=${setNote} autofocus maxlength="500" placeholder=${t("Red jacket, forgot the wallet")} />
    </form>
  <//>`;
}

function HeldRow({ sale, onResume, onDiscard }) {
  return html`<li class="list-row"><div class="grow"><p class="strong clip">${sale.note || sale.customer || t("Walk-in customer")}</p>
      <p class="small muted clip">${time(sale.at)}, ${t("{count} lines", { count: sale.lines })}</p></div>
    <span class="num strong">${money(sale.total)}</span>
    ${can("discard") && html`<button type="button" class="button quiet icon danger" aria-label=${t("Discard")} onClick=${onDiscard}><${Icon} name="trash" size="20" /></button>`}
    <button type="button" class="button primary" onClick=${onResume}>${t("Resume")}</button></li>`;
}

export function HeldSheet() {
  const { rows, failure, reload, fail } = useLoaded(sales.loadHeld);
  const resume = async (id) => {
    if (!isEmpty.value) return fail(new Error(t("Hold or finish the sale in the cart first.")));
    try {
      await sales.resume(id);
      closeSheet();
      return announce(t("The sale is back in the cart."));
    } catch (reason) {
      return fail(reason);
    }
  };
  const discard = (id) => api.discardHeld(id).then(reload, fail);
  return html`<${Sheet} title=${t("Sales on hold")} size="broad">
    ${failure && html`<${Notice} kind="bad">${failure}<//>`}
    ${rows === null && html`<p class="muted" role="status">${t("Loading…")}</p>`}
    ${rows?.length === 0 && !failure && html`<${Empty} icon="pause">${t("No sale is on hold.")}<//>`}
    <ul class="list">${rows?.map((sale) => html`<${HeldRow} key=${sale.id} sale=${sale} onResume=${() => resume(sale.id)} onDiscard=${() => discard(sale.id)} />`)}</ul>
  <//>`;
}

const STATES = { paid: ["good", "Paid"], partial: ["warn", "Partly paid"], due: ["warn", "On credit"] };

export function RecentSheet() {
  const { rows, failure } = useLoaded(() => api.getRecentSales().then((answer) => answer.rows));
  const row = (sale) => {
    const [kind, words] = STATES[sale.payment_status] ?? ["", sale.payment_status];
    return html`<li class="list-row" key=${sale.id}><div class="grow"><p class="strong">${sale.number}</p>
        <p class="small muted clip">${dateTime(sale.at)}, ${sale.customer}</p></div>
      <span class="chip ${kind}">${t(words)}</span><span class="num strong">${money(sale.total)}</span>
      <button type="button" class="button" onClick=${() => sales.print(api.receiptUrl(sale.id))}><${Icon} name="print" size="20" />${t("Reprint")}</button></li>`;
  };
  return html`<${Sheet} title=${t("Recent sales")} size="broad">
    ${failure && html`<${Notice} kind="bad">${failure}<//>`}
    ${rows === null && html`<p class="muted" role="status">${t("Loading…")}</p>`}
    ${rows?.length === 0 && !failure && html`<${Empty} icon="clock">${t("Nothing has been sold yet.")}<//>`}
    <ul class="list">${rows?.map(row)}</ul>
  <//>`;
}
