import * as amount from "./amount.js";

/** What a customer is likely to hand over for what is due: the sum, then the next round notes. */
export function quickCash(due, notes) {
  const owed = amount.units(due);
  const up = (note) => {
    const size = amount.units(note);
    return size > 0n ? amount.text(((owed + size - 1n) / size) * size) : due;
  };
  return [...new Set([due, ...notes.map(up)])].sort((a, b) => amount.compare(a, b)).slice(0, 4);
}
