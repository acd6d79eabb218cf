// A keyboard-wedge scanner types faster than any hand and ends with Enter. Works wherever the focus is.
const FASTEST_HAND = 45; // ms between keys
const SHORTEST_CODE = 4;

/** Pure part: feed(key, milliseconds) -> a code when a burst has ended with Enter, else null. */
export function createBurst() {
  let code = "";
  let last = -Infinity;
  return {
    feed(key, at) {
      const isFast = at - last <= FASTEST_HAND;
      last = at;
      if (key === "Enter") {
        const done = isFast && code.length >= SHORTEST_CODE ? code : null;
        code = "";
        return done;
      }
      if (key.length !== 1) return null;
      code = isFast ? code + key : key;
      return null;
    },
    get length() { return code.length; },
  };
}

const isField = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** Calls onScan(code). What the scanner typed into another field is taken out again. */
export function listenForScans(onScan, searchBox) {
  const burst = createBurst();
  let before = null;
  const onKey = (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const field = isField(event.target) ? event.target : null;
    const code = burst.feed(event.key, event.timeStamp);
    if (burst.length === 1 && event.key.length === 1) before = field ? { field, value: field.value } : null;
    if (code === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (field && field === before?.field) {
      field.value = field === searchBox() ? "" : before.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    onScan(code);
  };
  window.addEventListener("keydown", onKey, { capture: true });
  return () => window.removeEventListener("keydown", onKey, { capture: true });
}
