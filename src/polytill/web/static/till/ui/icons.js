// Line drawings on a 24-unit square. Decoration only: the button that holds one has the words.
import { html } from "../lib.js";

const PATHS = {
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM5 20c.8-3.4 3.5-5 7-5s6.2 1.6 7 5",
  pause: "M9 5v14M15 5v14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2",
  drawer: "M4 10h16v9H4zM7 10V5h10v5M10 14.5h4",
  tag: "M4 12V5a1 1 0 0 1 1-1h7l8 8-8 8-8-8ZM8.5 8.5h.01",
  note: "M6 4h9l3 3v13H6zM9 10h6M9 14h6",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  print: "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
  keyboard: "M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M17 11h.01M8 14h8",
  back: "M10 6l-6 6 6 6M4 12h16",
  check: "M5 12.5l4.5 4.5L19 7.5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
  moon: "M19 14.5A7.5 7.5 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5Z",
  exit: "M10 5H5v14h5M15 8l4 4-4 4M19 12H9",
  percent: "M6 18 18 6M8 9.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3ZM16 17.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3Z",
  basket: "M5 10h14l-1.500 9h-11zM8.500 10 12 4l3.500 6",
  cash: "M3 7h18v10H3zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM6 10v.01M18 14v.01",
  card: "M3 6h18v12H3zM3 10h18M7 15h3",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  alert: "M12 4 2.500 20h19zM12 10v4.500M12 17.500v.01",
};

export function Icon({ name, size = 22 }) {
  return html`<svg class="icon-svg ${name === "back" || name === "exit" ? "mirrors" : ""}" width=${size} height=${size}
    viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
