// Exact money in the browser: whole ten-thousandths as BigInt, never a float.
// Exact values between two roundings are fractions [numerator, denominator] of ten-thousandths.
// The same vectors run here and on the server (tests/vectors/pricing.json).

export const UNIT = 10_000n; // one, in ten-thousandths
export const CENT = 100n;
export const HUNDRED_PERCENT = 100n * UNIT;
export const LARGEST = 99_999_999_999n * UNIT + 9_999n;

const WRITTEN = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** "437.5" -> 4375000n. Throws a RangeError on anything but plain digits with at most four decimals. */
export function parse(text) {
  const found = typeof text === "string" ? WRITTEN.exec(text) : null;
  if (found === null) throw new RangeError(`not a number: ${text}`);
  const [, sign, whole, decimals = ""] = found;
  if (/[^0]/.test(decimals.slice(4))) throw new RangeError(`finer than four decimals: ${text}`);
  const units = BigInt(whole) * UNIT + BigInt(decimals.slice(0, 4).padEnd(4, "0"));
  return sign === "-" ? -units : units;
}

/** 4531300n -> "453.1300"; with two decimals "453.13" (refuses to hide a digit). */
export function format(units, decimals = 4) {
  const hidden = 10n ** BigInt(4 - decimals);
  if (units % hidden !== 0n) throw new RangeError(`${units} ten-thousandths do not fit ${decimals} decimals`);
  return decimalText(units / hidden, decimals);
}

/** A whole number of 10^-decimals, written out: (-5n, 2) -> "-0.05". */
export function decimalText(whole, decimals) {
  const digits = String(whole < 0n ? -whole : whole).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, cut)}${decimals ? "." : ""}${digits.slice(cut)}`;
}

export const whole = (units) => [units, 1n];
export const plus = ([a, b], [c, d]) => (b === d ? [a + c, b] : [a * d + c * b, b * d]);
export const minus = (left, [c, d]) => plus(left, [-c, d]);
export const isAbove = ([a, b], [c, d]) => a * d > c * b;

/** Half-up, away from zero: the nearest whole number to n / d (d above zero). */
export function halfUp(n, d) {
  const size = ((n < 0n ? -n : n) * 2n + d) / (2n * d);
  return n < 0n ? -size : size;
}

/** A fraction to the nearest multiple of `step` ten-thousandths. */
export const roundTo = ([n, d], step) => halfUp(n, d * step) * step;
export const fine = (fraction) => roundTo(fraction, 1n);
export const cents = (fraction) => roundTo(fraction, CENT);

export const percentOf = ([n, d], percent) => [n * percent, d * HUNDRED_PERCENT];

/** The tax inside a tax-inclusive amount. */
export const taxWithin = ([n, d], percent) => [n * percent, d * (HUNDRED_PERCENT + percent)];

/** An amount times a quantity (both in ten-thousandths). */
export const times = ([n, d], quantity) => [n * quantity, d * UNIT];

/** Parts in proportion to the weights that add up exactly: largest remainder, ties to the first. */
export function split(amount, weights, quantum = CENT) {
  if (weights.length === 0) throw new RangeError("nothing to split over");
  if (weights.some((weight) => weight < 0n)) throw new RangeError("weights are not negative");
  if (amount % quantum !== 0n) throw new RangeError(`${amount} is finer than ${quantum}`);
  const units = (amount < 0n ? -amount : amount) / quantum;
  const sign = amount < 0n ? -1n : 1n;
  return shareOut(units, weights).map((share) => sign * share * quantum);
}

function shareOut(units, weights) {
  const sum = weights.reduce((a, b) => a + b, 0n);
  const parts = sum === 0n ? weights.map(() => 1n) : weights;
  const total = sum === 0n ? BigInt(weights.length) : sum;
  const shares = parts.map((weight) => (units * weight) / total);
  const remainders = parts.map((weight) => (units * weight) % total);
  const left = Number(units - shares.reduce((a, b) => a + b, 0n));
  const largestFirst = remainders.map((_, i) => i).sort((i, j) => compare(remainders[j], remainders[i]) || i - j);
  for (const i of largestFirst.slice(0, left)) shares[i] += 1n;
  return shares;
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
