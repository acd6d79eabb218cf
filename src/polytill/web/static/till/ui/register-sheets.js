// The drawer: opening with a float, cash in and out, closing with a count.
import { html, useState } from "../lib.js";
import * as amount from "../amount.js";
import * as api from "../api.js";
import { dateTime } from "../format.js";
import * as session from "../store/session.js";
import { announce, closeSheet, explain, openSheet, sheet, toast } from "../store/ui.js";
import * as sales from "../store/sales.js";
import { isEmpty } from "../store/cart.js";
import { t } from "../words.js";
import { Icon } from "./icons.js";
import { AmountField, Choice, Notice, Sheet, TextField } from "./parts.js";
import { useLoaded } from "./sale-lists.js";

const { money, typed } = session;

export function OpenRegister() {
  const { locations, user } = session.session.value;
  const [locationId, setLocationId] = useState(locations[0]?.id ?? null);
  const [float, setFloat] = useState("");
  const [failure, setFailure] = useState({ text: "", fields: {} });
  const [busy, setBusy] = useState(false);
  const open = async (event) => {
    event.preventDefault();
    const value = typed(float || "0");
    if (value === null || value.startsWith("-")) return setFailure({ text: "", fields: { float: [t("Type an amount.")] } });
    setBusy(true);
    return session.openRegister(locationId, value).catch((reason) => {
      setFailure({ text: explain(reason), fields: reason.fields ?? {} });
      setBusy(false);
    });
  };
  const places = locations.map((one) => ({ value: one.id, label: one.name }));
  return html`<main class="centre"><form class="card stack" onSubmit=${open}>
    <header><span class="brand-mark" aria-hidden="true"></span><h1>${t("Good to see you, {name}", { name: user.name.split(" ")[0] })}</h1>
      <p class="muted">${t("Count the drawer and open your register.")}</p></header>
    ${failure.text && !failure.fields.float && html`<${Notice} kind="bad">${failure.text}<//>`}
    ${!places.length && html`<${Notice} kind="warn">${t("You may not sell at any location. Ask an administrator.")}<//>`}
    <${Choice} label=${t("Location")} options=${places} value=${locationId} onChange=${setLocationId} />
    <${AmountField} label=${t("Cash in the drawer")} value=${float} error=${failure.fields.float?.[0]} onInput=${setFloat} placeholder=${session.written("0")} autofocus />
    <button type="submit" class="button primary big wide" disabled=${busy || !places.length}>${t("Open the register")}</button>
    <button type="submit" form="sign-out" class="button quiet wide">${t("Sign out")}</button>
  </form></main>`;
}

export function MovementSheet() {
  const [kind, setKind] = useState("in");
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState({ text: "", fields: {} });
  const save = async (event) => {
    event.preventDefault();
    const value = typed(text);
    if (value === null || !amount.isPositive(value)) return setFailure({ text: "", fields: { amount: [t("Type an amount above zero.")] } });
    try {
      await api.moveCash({ direction: kind, amount: value, note: note.trim() });
      toast(kind === "in" ? t("{amount} put into the drawer.", { amount: money(value) }) : t("{amount} taken out of the drawer.", { amount: money(value) }));
      return closeSheet();
    } catch (reason) {
      return setFailure({ text: explain(reason), fields: reason.fields ?? {} });
    }
  };
  const kinds = [{ value: "in", label: t("Cash in") }, { value: "out", label: t("Cash out") }];
  const footer = html`<span class="grow"></span><button type="submit" form="movement-form" class="button primary">${t("Book it")}</button>`;
  return html`<${Sheet} title=${t("Cash in or out")} footer=${footer}>
    <form id="movement-form" class="stack" onSubmit=${save}>
      ${failure.text && !Object.keys(failure.fields).length && html`<${Notice} kind="bad">${failure.text}<//>`}
      <${Choice} label=${t("Direction")} options=${kinds} value=${kind} onChange=${setKind} />
      <${AmountField} label=${t("Amount")} value=${text} error=${failure.fields.amount?.[0]} onInput=${setText} autofocus />
      <${TextField} label=${t("Reason")} value=${note} error=${failure.fields.note?.[0]} onInput=${setNote} maxlength="255" placeholder=${t("Change from the bank, window cleaner …")} />
    </form>
  <//>`;
}

function Denominations({ counts, onCount }) {
  return html`<div class="denominations">${session.session.value.denominations.map((coin) => html`<label class="denomination" key=${coin}>
    <span class="num">${money(coin)}</span><span class="muted" aria-hidden="true">×</span>
    <input class="input num" inputmode="numeric" aria-label=${t("Number of {coin}", { coin: money(coin) })} value=${counts[coin] ?? ""}
      onInput=${(event) => onCount(coin, event.currentTarget.value)} /></label>`)}</div>`;
}

const countedTotal = (counts) => Object.entries(counts)
  .filter(([, count]) => /^\d+$/.test(count))
  .reduce((sum, [coin, count]) => amount.add(sum, amount.times(coin, count)), "0");

function Summary({ rows }) {
  return html`<table class="summary"><caption class="visually-hidden">${t("The register so far")}</caption><tbody>
    ${rows.map((row) => html`<tr key=${row.key} class=${row.strong ? "strong" : ""}><th scope="row">${t(row.label)}</th><td class="num">${money(row.amount)}</td></tr>`)}
  </tbody></table>`;
}

function Difference({ counted, expected }) {
  if (counted === null) return null;
  const difference = amount.subtract(counted, expected);
  const kind = amount.isZero(difference) ? "" : "warn";
  const words = amount.isZero(difference) ? t("The drawer agrees.")
    : difference.startsWith("-") ? t("{amount} is missing.", { amount: money(difference.slice(1)) }) : t("{amount} too much.", { amount: money(difference) });
  return html`<${Notice} kind=${kind}><span class="strong">${words}</span><//>`;
}

function ClosingForm({ summary }) {
  const [counts, setCounts] = useState({});
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const counted = text.trim() === "" ? null : typed(text);
  const count = (coin, number) => {
    const next = { ...counts, [coin]: number };
    setCounts(next);
    setText(session.written(countedTotal(next)));
  };
  const close = async (event) => {
    event.preventDefault();
    if (counted === null) return setFailure(t("Count the cash in the drawer."));
    setBusy(true);
    try {
      const denominations = Object.fromEntries(Object.entries(counts).filter(([, number]) => /^[1-9]\d*$/.test(number)).map(([coin, number]) => [coin, Number(number)]));
      const report = await session.closeRegister({ counted, note: note.trim(), denominations });
      announce(t("The register is closed."));
      return openSheet("closed", { report });
    } catch (reason) {
      setBusy(false);
      return setFailure(explain(reason));
    }
  };
  return html`<form id="close-form" class="columns" onSubmit=${close}>
    <div class="stack"><${Summary} rows=${summary.rows} />
      <${TextField} label=${t("Note")} value=${note} onInput=${setNote} area rows="2" maxlength="500" /></div>
    <div class="stack"><${Denominations} counts=${counts} onCount=${count} />
      <${AmountField} label=${t("Counted cash")} value=${text} onInput=${(value) => { setText(value); setCounts({}); }} autofocus />
      <${Difference} counted=${counted} expected=${summary.expected_cash} />
      ${failure && html`<${Notice} kind="bad">${failure}<//>`}
      <button type="submit" class="button primary big wide" disabled=${busy}>${t("Close the register")}</button></div>
  </form>`;
}

export function CloseRegisterSheet() {
  const { rows: summary, failure } = useLoaded(api.getRegisterSummary);
  return html`<${Sheet} title=${t("Close the register")} size="broad">
    ${failure && html`<${Notice} kind="bad">${failure}<//>`}
    ${!isEmpty.value && html`<${Notice} kind="warn">${t("There is still a sale in the cart. Finish it or put it on hold first.")}<//>`}
    ${summary?.rows ? html`<${ClosingForm} summary=${summary} />` : !failure && html`<p class="muted" role="status">${t("Loading…")}</p>`}
  <//>`;
}

export function ClosedSheet() {
  const { report } = sheet.value;
  const footer = html`<button type="button" class="button big" onClick=${() => sales.print(api.reportUrl(report.id))}><${Icon} name="print" />${t("Print report")}</button>
    <span class="grow"></span><button type="button" class="button primary big" autofocus onClick=${closeSheet}>${t("Done")}</button>`;
  return html`<${Sheet} title=${t("Register closed")} footer=${footer}>
    <div class="stack"><p class="muted">${dateTime(report.opened_at)} – ${dateTime(report.closed_at)}</p>
      <${Summary} rows=${[...report.rows, { key: "counted", label: "Counted cash", amount: report.counted, strong: true }]} />
      <${Difference} counted=${report.counted} expected=${report.expected_cash} /></div>
  <//>`;
}
