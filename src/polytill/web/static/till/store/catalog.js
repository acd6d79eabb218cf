// The catalogue of the register's location: loaded once, page by page, then searched and browsed in memory.
import { add, subtract } from "../amount.js";
import * as api from "../api.js";
import { batch, computed, signal } from "../lib.js";
import { buildIndex, search } from "../search.js";
import { category, explain, query } from "./ui.js";

/** Every variation that can be sold, in the shop's order. */
export const products = signal([]);
export const categories = signal([]);
export const modifierSets = signal(new Map());
export const loading = signal(false);
export const failure = signal("");

export const byId = computed(() => new Map(products.value.map((product) => [product.id, product])));
export const index = computed(() => buildIndex(products.value));

/** A tile per product; one with several variations opens a choice. */
function tiles(rows) {
  const groups = Map.groupBy(rows, (row) => row.product_id);
  return [...groups.values()].map((variations) => ({ ...variations[0], variations }));
}

export const allTiles = computed(() => tiles(products.value));
export const usedCategories = computed(() => {
  const used = new Set(products.value.map((product) => product.category_id));
  return categories.value.filter((one) => used.has(one.id));
});
/** A wall of thousands of tiles is slow to draw and of no use to anyone: search finds the rest. */
export const MOST_TILES = 240;
export const shownTiles = computed(() => matchingTiles.value.slice(0, MOST_TILES));
export const hiddenTiles = computed(() => Math.max(0, matchingTiles.value.length - MOST_TILES));
const matchingTiles = computed(() => {
  if (query.value.trim()) return search(index.value, query.value).map((row) => ({ ...row, variations: [row], found: true }));
  return category.value === null ? allTiles.value : allTiles.value.filter((tile) => tile.category_id === category.value);
});

/** What was sold is off the shelf at once; the next load brings the server's count. */
export function takeFromShelf(lines) {
  const taken = new Map();
  for (const { variationId, quantity } of lines) taken.set(variationId, add(taken.get(variationId) ?? "0", quantity));
  products.value = products.value.map((row) => (row.stock === null || !taken.has(row.id)
    ? row : { ...row, stock: subtract(row.stock, taken.get(row.id)) }));
}

const prepared = (row) => ({ ...row, fullName: row.variation ? `${row.name} \u2013 ${row.variation}` : row.name });

/** Again while the old one stays in use: after prices have changed. */
export const refreshCatalog = (locationId) => loadCatalog(locationId, products.value);

export async function loadCatalog(locationId, meanwhile = []) {
  batch(() => { products.value = meanwhile; loading.value = meanwhile.length === 0; failure.value = ""; });
  try {
    let after = null;
    const rows = [];
    do {
      const page = await api.getCatalog(locationId, after);
      if (page.categories) categories.value = page.categories;
      if (page.modifier_sets) modifierSets.value = new Map(page.modifier_sets.map((set) => [set.id, set]));
      rows.push(...page.rows.map(prepared));
      after = page.next;
    } while (after !== null);
    rows.sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id);
    products.value = rows;
  } catch (reason) {
    failure.value = explain(reason);
  } finally {
    loading.value = false;
  }
}
