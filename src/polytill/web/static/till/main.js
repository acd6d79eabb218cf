import { html, render } from "./lib.js";
import { App } from "./ui/app.js";

const root = document.getElementById("till");
root.replaceChildren();
render(html`<${App} />`, root);
