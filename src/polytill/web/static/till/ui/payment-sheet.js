// Taking the money: several tenders, quick cash, change; then the sale is done.
import { html, useLayoutEffect, useRef, useState } from "../lib.js";
import * as amount from "../amount.js";
import { NoAnswer, receiptUrl } from "../api.js";
import { settle } from "../cart.js";
import { quickCash } from "../quick-cash.js";
import { cart, total } from "../store/cart.js";
import { can, location, money, session, typed, written } from "../store/session.js";
import { refreshCatalog } from "../store/catalog.js";
import * as sales from "../store/sales.js";
import { closeSheet, explain, openSheet, printAfterSale, sheet } from "../store/ui.js";
import { t } from "../words.js";
import { Icon } from "./icons.js";
import { AmountField, Notice, NumberPad, Sheet, padKey } from "./parts.js";

function Methods({ onPick, disabled }) {
  return html`<div class="methods" role="group" aria-label=${t("Ways to pay")}>
    ${location.value.methods.map((method, at) => html`<button type="button" class="button method" key=${method.key} disabled=${disabled}
      onClick=${() => onPick(method)}><${Icon} name=${method.key === "cash" ? "cash" : "card"} />${method.label}
      <kbd class="key" aria-hidden="true">${at + 1}</kbd></button>`)}</div>`;
}

function Tenders({ tenders, onRemove }) {
  return html`<ul class="list tenders">${tenders.map((tender, at) => html`<li class="list-row" key=${at}>
    <span class="grow">${tender.label}</span><span class="num strong">${money(tender.amount)}</span>
    <button type="button" class="button quiet icon" aria-label=${t("Remove {name}", { name: tender.label })} onClick=${() => onRemove(at)}>
      <${Icon} name="close" size="20" /></button></li>`)}</ul>`;
}

function Balance({ state }) {
  const isPaid = amount.isZero(state.due);
  const [label, value] = isPaid ? [t("Change"), state.change] : [t("Still to pay"), state.due];
  return html`<div class="balance ${isPaid ? "settled" : ""}" aria-live="polite"><span>${label}</span><span class="num">${money(value)}</span></div>`;
}

function useTenders() {
  const [tenders, setTenders] = useState([]);
  const [text, setText] = useState(() => written(total.value));
  const [fresh, setFresh] = useState(true);
  const [error, setError] = useState("");
  const propose = (list) => {
    setTenders(list);
    setText(written(settle(total.value, list).due));
    setFresh(true);
    setError("");
  };
  const take = (method, given = typed(text)) => {
    if (given === null || !amount.isPositive(given)) { setError(t("Type an amount above zero.")); return null; }
    const { due } = settle(total.value, tenders);
    if (method.key !== "cash" && amount.compare(given, due) > 0) { setError(t("Only cash can be more than what is due.")); return null; }
    const list = [...tenders, { method: method.key, label: method.label, amount: given, isCash: method.key === "cash" }];
    propose(list);
    return list;
  };
  // Prices may change while the sheet is open: then what was proposed is no longer right.
  const proposedFor = useRef(total.value);
  useLayoutEffect(() => {
    if (proposedFor.current !== total.value) propose(tenders);
    proposedFor.current = total.value;
  });
  const edit = (value) => { setText(value); setFresh(false); setError(""); };
  const press = (key) => edit(padKey(text, key, fresh));
  return { tenders, text, error, take, edit, press, remove: (at) => propose(tenders.filter((_, i) => i !== at)) };
}

function useSending(uuid) {
  const [state, setState] = useState({ busy: false, failure: "", isUnknown: false });
  const send = async (work) => {
    setState({ busy: true, failure: "", isUnknown: false });
    try {
      const sale = await work();
      openSheet("done", { sale });
      if (printAfterSale.value) sales.print(receiptUrl(sale.id));
    } catch (reason) {
      if (reason.code === "price.changed") refreshCatalog(location.value.id);
      const isUnknown = reason instanceof NoAnswer || reason.status === 409;
      setState({ busy: false, failure: isUnknown ? "" : explain(reason), isUnknown });
    }
  };
  return { ...state, sell: (tenders) => send(() => sales.sell(uuid, tenders)), again: () => send(sales.deliver) };
}

/** No answer came. The sale may stand, so nothing else may happen before its UUID has been answered for. */
export function Unanswered({ busy, again }) {
  return html`<${Notice} kind="warn"><p class="strong">${t("The server did not answer.")}</p>
    <p>${t("The sale may or may not be booked. Try again: it is sent with the same identity and is never booked twice.")}</p>
    <p class="gap-above"><button type="button" class="button primary" disabled=${busy} onClick=${again}>${t("Try again")}</button></p><//>`;
}

function creditRule(due) {
  const customer = cart.value.customer;
  if (amount.isZero(due) || !can("credit")) return null;
  return customer && !customer.is_default ? t("{amount} stays on the account of {name}.", { amount: money(due), name: customer.name }) : null;
}

export function PaymentSheet() {
  const form = useTenders();
  const sending = useSending(sheet.value.uuid);
  const state = settle(total.value, form.tenders);
  const credit = creditRule(state.due);
  const isPaid = amount.isZero(state.due);
  const canFinish = (isPaid || credit) && state.isChangeCovered && !sending.busy && !sending.isUnknown;
  const finish = () => { if (canFinish) sending.sell(form.tenders); };
  const cash = location.value.methods.find((method) => method.key === "cash");
  const submit = (event) => {
    event.preventDefault();
    if (isPaid) return finish();
    const list = form.take(cash ?? location.value.methods[0]);
    return list && amount.isZero(settle(total.value, list).due) ? sending.sell(list) : undefined;
  };
  const onKeyDown = (event) => {
    const method = event.altKey && location.value.methods[Number(event.key) - 1];
    if (method && !isPaid) { event.preventDefault(); form.take(method); }
  };
  const footer = html`<label class="row print-choice"><input type="checkbox" checked=${printAfterSale.value}
      onChange=${(event) => { printAfterSale.value = event.currentTarget.checked; }} />${t("Print the receipt")}</label><span class="grow"></span>
    <button type="button" class="button big ${credit ? "" : "primary"}" disabled=${!canFinish} onClick=${finish}>
      ${sending.busy ? t("Booking…") : isPaid ? t("Complete the sale") : credit ? t("Sell on credit") : t("Complete the sale")}</button>`;
  return html`<${Sheet} title=${t("Payment")} size="broad" footer=${footer} locked=${sending.busy || sending.isUnknown}>
    ${sending.failure && html`<${Notice} kind="bad">${sending.failure}<//>`}
    ${sending.isUnknown && html`<${Unanswered} busy=${sending.busy} again=${sending.again} />`}
    <form class="columns" onSubmit=${submit} onKeyDown=${onKeyDown}>
      <div class="stack">
        <div class="due"><span class="label">${t("To pay")}</span><span class="num">${money(total.value)}</span></div>
        <${Tenders} tenders=${form.tenders} onRemove=${form.remove} />
        <${Balance} state=${state} />
        ${credit && html`<p class="small muted">${credit}</p>`}
        <${Methods} onPick=${form.take} disabled=${isPaid || sending.busy} />
      </div>
      <div class="stack">
        <${AmountField} label=${t("Amount")} value=${form.text} error=${form.error} onInput=${form.edit} autofocus readonly=${isPaid} />
        ${cash && !isPaid && html`<div class="quick" role="group" aria-label=${t("Cash given")}>
          ${quickCash(state.due, session.value.notes).map((sum) => html`<button type="button" class="button num" key=${sum} onClick=${() => form.take(cash, sum)}>${money(sum)}</button>`)}</div>`}
        <${NumberPad} onKey=${form.press} />
      </div>
    </form>
  <//>`;
}

export function DoneSheet() {
  const { sale } = sheet.value;
  const footer = html`<button type="button" class="button big" onClick=${() => sales.print(receiptUrl(sale.id))}><${Icon} name="print" />${t("Print receipt")}</button>
    <span class="grow"></span><button autofocus type="button" class="button primary big" onClick=${closeSheet}>${t("Next customer")}</button>`;
  return html`<${Sheet} title=${t("Sale {number}", { number: sale.number })} footer=${footer}>
    <div class="done"><span class="done-mark"><${Icon} name="check" size="40" /></span>
      <p class="muted">${amount.isZero(sale.due) ? t("Change") : t("Stays due")}</p>
      <p class="done-amount num">${money(amount.isZero(sale.due) ? sale.change : sale.due)}</p>
      <p class="muted">${t("{total} sold, {paid} received", { total: money(sale.total), paid: money(sale.received) })}</p></div>
  <//>`;
}
