// A local index over the catalogue: exact codes in a map, words by prefix. Pure; ten thousand products take a few ms.
const MARKS = /\p{M}/gu;

export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase();
}

const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

export function buildIndex(products) {
  const codes = new Map();
  for (const product of products) {
    for (const code of [product.sku, ...product.barcodes]) {
      if (code && !codes.has(fold(code))) codes.set(fold(code), product);
    }
  }
  const entries = products.map((product) => ({
    product,
    name: fold(product.fullName),
    words: [...words(product.fullName), ...[product.sku, ...product.barcodes].filter(Boolean).map(fold)],
  }));
  return { codes, entries };
}

export function byCode(index, code) {
  return index.codes.get(fold(code.trim())) ?? null;
}

function rank(entry, asked, terms) {
  if (!terms.every((term) => entry.words.some((word) => word.includes(term)))) return -1;
  if (entry.name.startsWith(asked)) return 3;
  return terms.every((term) => entry.words.some((word) => word.startsWith(term))) ? 2 : 1;
}

/** Best first; the catalogue's own order among equals. */
export function search(index, text, limit = 60) {
  const asked = fold(text.trim());
  if (!asked) return [];
  const exact = index.codes.get(asked);
  const terms = asked.split(/\s+/);
  const hits = [];
  for (const entry of index.entries) {
    if (entry.product === exact) continue;
    const score = rank(entry, asked, terms);
    if (score > 0) hits.push({ product: entry.product, score });
  }
  hits.sort((a, b) => b.score - a.score);
  const found = hits.slice(0, limit).map((hit) => hit.product);
  return exact ? [exact, ...found] : found;
}
