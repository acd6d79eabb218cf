import { html, useRef, useState, useEffect } from "../lib.js";
import { location, register, session, can } from "../store/session.js";
import { heldCount } from "../store/sales.js";
import { openSheet, query, theme, systemIsDark } from "../store/ui.js";
import { byCode } from "../search.js";
import { index, shownTiles } from "../store/catalog.js";
import { choose } from "../store/cart.js";
import { time } from "../format.js";
import { t } from "../words.js";
import { Icon } from "./icons.js";

function addFirst() {
  const exact = byCode(index.value, query.value);
  const tile = exact ?? shownTiles.value[0];
  if (!query.value.trim() || !tile) return;
  choose(tile);
  query.value = "";
}

function SearchBox() {
  const onKeyDown = (event) => {
    if (event.key === "Enter") { event.preventDefault(); addFirst(); }
    if (event.key === "Escape") { query.value = ""; event.currentTarget.blur(); }
    if (event.key === "ArrowDown") { event.preventDefault(); document.querySelector(".tile")?.focus(); }
  };
  return html`<div class="search" role="search">
    <${Icon} name="search" size="20" />
    <input id="search" class="search-input" type="search" autocomplete="off" spellcheck="false" enterkeyhint="go"
      aria-label=${t("Find a product by name, SKU or barcode")} placeholder=${t("Search or scan a product")}
      value=${query.value} onInput=${(event) => { query.value = event.currentTarget.value; }} onKeyDown=${onKeyDown} />
    <kbd class="key search-key" aria-hidden="true">F2</kbd>
  </div>`;
}

function isDark() {
  return theme.value === "dark" || (theme.value === "system" && systemIsDark.value);
}

const MENU = [
  { icon: "cash", label: "Cash in or out", sheet: "movement", needs: "move_cash" },
  { icon: "drawer", label: "Close the register", sheet: "close-register", needs: "close_register" },
  { icon: "keyboard", label: "Keyboard shortcuts", sheet: "shortcuts" },
];

function Menu({ close }) {
  const pick = (item) => { close(); openSheet(item.sheet); };
  const flip = () => { theme.value = isDark() ? "light" : "dark"; };
  return html`<div class="menu" role="menu" aria-label=${t("Menu")}>
    <div class="menu-head"><span class="strong">${session.value.user.name}</span>
      <span class="small muted">${location.value?.name}, ${t("open since {time}", { time: time(register.value.opened_at) })}</span></div>
    ${MENU.filter((item) => !item.needs || can(item.needs)).map((item) => html`<button type="button" role="menuitem" class="menu-item" key=${item.sheet}
      onClick=${() => pick(item)}><${Icon} name=${item.icon} />${t(item.label)}</button>`)}
    <button type="button" role="menuitem" class="menu-item" onClick=${flip}>
      <${Icon} name=${isDark() ? "sun" : "moon"} />${isDark() ? t("Light colours") : t("Dark colours")}</button>
    <button type="submit" form="sign-out" role="menuitem" class="menu-item"><${Icon} name="exit" />${t("Sign out")}</button>
  </div>`;
}

function moveInMenu(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !items.length) return;
  event.preventDefault();
  items[(at + step + items.length) % items.length].focus();
}

function MenuButton() {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  const button = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    box.current.querySelector("[role=menuitem]").focus();
    const outside = (event) => { if (!box.current.contains(event.target)) setOpen(false); };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event) => {
    if (open && event.key === "Escape") { event.stopPropagation(); setOpen(false); button.current.focus(); }
    if (open) moveInMenu(event);
  };
  const initials = session.value.user.name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
  return html`<div class="menu-anchor" ref=${box} onKeyDown=${onKeyDown}>
    <button ref=${button} type="button" class="avatar" aria-haspopup="menu" aria-expanded=${open}
      aria-label=${t("Menu of {name}", { name: session.value.user.name })} onClick=${() => setOpen(!open)}>${initials}</button>
    ${open && html`<${Menu} close=${() => setOpen(false)} />`}
  </div>`;
}

export function TopBar() {
  return html`<header class="top"><h1 class="visually-hidden">${t("Till")}</h1>
    <a class="brand" href="/" aria-label="Polytill"><span class="brand-mark" aria-hidden="true"></span><span class="brand-name">Polytill</span></a>
    <${SearchBox} />
    <nav class="row top-actions" aria-label=${t("Sales")}>
      <button type="button" class="button quiet" onClick=${() => openSheet("held")}><${Icon} name="pause" size="20" />
        <span class="wide-only">${t("On hold")}</span>${heldCount.value > 0 && html`<span class="count num">${heldCount.value}</span>`}</button>
      <button type="button" class="button quiet" onClick=${() => openSheet("recent")}><${Icon} name="clock" size="20" />
        <span class="wide-only">${t("Recent")}</span></button>
      <span class="chip good place" title=${t("Open register")}><span class="dot"></span><span>${location.value?.name}</span></span>
      <${MenuButton} />
    </nav>
  </header>`;
}
