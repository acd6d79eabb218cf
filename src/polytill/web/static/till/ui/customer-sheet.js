// Whom the sale is for: search, pick, add; the walk-in customer is one press away.
import { html, useEffect, useState } from "../lib.js";
import * as api from "../api.js";
import { set } from "../store/cart.js";
import { money } from "../store/session.js";
import { announce, closeSheet, explain } from "../store/ui.js";
import { t } from "../words.js";
import { Empty, Notice, Sheet, TextField } from "./parts.js";

function pick(customer) {
  set({ customer });
  announce(t("Customer: {name}.", { name: customer?.name ?? t("Walk-in customer") }));
  closeSheet();
}

function AddCustomer({ start, back }) {
  const isPhone = /^[\d +()-]{5,}$/.test(start);
  const [name, setName] = useState(isPhone ? "" : start);
  const [mobile, setMobile] = useState(isPhone ? start : "");
  const [email, setEmail] = useState("");
  const [failure, setFailure] = useState(null);
  const save = async (event) => {
    event.preventDefault();
    try {
      pick(await api.addCustomer({ name: name.trim(), mobile: mobile.trim(), email: email.trim() }));
    } catch (reason) {
      setFailure({ text: explain(reason), fields: reason.fields ?? {} });
    }
  };
  const fault = (field) => failure?.fields[field]?.[0];
  return html`<form class="stack" onSubmit=${save}>
    ${failure && !Object.keys(failure.fields).length && html`<${Notice} kind="bad">${failure.text}<//>`}
    <${TextField} label=${t("Name")} value=${name} onInput=${setName} error=${fault("name")} required autofocus autocomplete="off" maxlength="191" />
    <${TextField} label=${t("Mobile")} value=${mobile} onInput=${setMobile} error=${fault("mobile")} type="tel" autocomplete="off" maxlength="40" />
    <${TextField} label=${t("E-mail")} value=${email} onInput=${setEmail} error=${fault("email")} type="email" autocomplete="off" maxlength="191" />
    <div class="row"><button type="button" class="button" onClick=${back}>${t("Back")}</button><span class="grow"></span>
      <button type="submit" class="button primary">${t("Add customer")}</button></div>
  </form>`;
}

function useFound(text) {
  const [found, setFound] = useState({ rows: null, failure: "" });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const { rows } = await api.findCustomers(text.trim());
        if (isCurrent) setFound({ rows, failure: "" });
      } catch (reason) {
        if (isCurrent) setFound({ rows: [], failure: explain(reason) });
      }
    }, 180);
    return () => { isCurrent = false; clearTimeout(timer); };
  }, [text]);
  return found;
}

function Found({ rows }) {
  if (!rows) return html`<p class="muted" role="status">${t("Searching…")}</p>`;
  if (!rows.length) return html`<${Empty} icon="user">${t("No customer found.")}<//>`;
  return html`<ul class="options">${rows.map((customer) => html`<li key=${customer.id}>
    <button type="button" class="button option" onClick=${() => pick(customer)}>
      <span class="grow clip"><span class="strong">${customer.name}</span> <span class="muted small">${customer.mobile}</span></span>
      ${customer.due && customer.due !== "0" && html`<span class="chip warn num">${t("owes {amount}", { amount: money(customer.due) })}</span>`}
    </button></li>`)}</ul>`;
}

export function CustomerSheet() {
  const [text, setText] = useState("");
  const [isAdding, setAdding] = useState(false);
  const { rows, failure } = useFound(text);
  const enter = (event) => { if (event.key === "Enter" && rows?.length) pick(rows[0]); };
  if (isAdding) return html`<${Sheet} title=${t("New customer")} key="new"><${AddCustomer} start=${text.trim()} back=${() => setAdding(false)} /><//>`;
  return html`<${Sheet} title=${t("Customer")} key="find">
    <div class="stack">
      <${TextField} label=${t("Name, mobile or code")} value=${text} onInput=${setText} onKeyDown=${enter} autofocus autocomplete="off" />
      <div class="row"><button type="button" class="button grow" onClick=${() => pick(null)}>${t("Walk-in customer")}</button>
        <button type="button" class="button grow" onClick=${() => setAdding(true)}>${t("New customer")}</button></div>
      ${failure && html`<${Notice} kind="bad">${failure}<//>`}
      <${Found} rows=${rows} />
    </div>
  <//>`;
}
