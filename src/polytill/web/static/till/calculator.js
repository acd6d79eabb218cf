// The till's own pricing of a sale, to work without a network: the same named policies, refusals and field names as
// the server's calculator. Numbers go in and come out as decimal text; inside they are BigInt ten-thousandths.

import * as money from "./money.js";

const { cents, fine, minus, percentOf, plus, taxWithin, times, whole } = money;
const NOTHING = whole(0n);

/** A refusal, with the server's code and details. */
export class Refusal extends Error {
  constructor(code, message, details) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}

/** Prices a sale or, with the quantities taken back, a return. Amounts come out as text with four decimals. */
export function priceSale(sale) {
  const policy = Object.hasOwn(POLICIES, sale.policy ?? "standard") ? POLICIES[sale.policy ?? "standard"] : null;
  if (policy === null) throw invalid("policy", `There is no pricing policy ${sale.policy}.`);
  return policy(readHeader(sale));
}

/** A single line by the standard policy. */
export function priceLine(line) {
  return showLine(workOutLine(line, 0));
}

// ---- reading and refusing

const invalid = (field, message) => new Refusal("validation.failed", "The given data was invalid.", { [field]: [message] });
const tooLarge = (field) => invalid(field, "This is too large.");
const discountAboveAmount = (field) =>
  new Refusal("discount.above_amount", "The discount is more than the amount.", { field });

function number(value, field) {
  try {
    return money.parse(value);
  } catch {
    throw invalid(field, "This is not a number.");
  }
}

function amount(value, field) {
  const units = number(value ?? "0", field);
  if (units < 0n) throw invalid(field, "This may not be negative.");
  if (units > money.LARGEST) throw tooLarge(field);
  return units;
}

function percentage(value, field) {
  const units = number(value ?? "0", field);
  if (units < 0n || units > money.HUNDRED_PERCENT) throw invalid(field, "A percentage lies between 0 and 100.");
  return units;
}

function quantityOf(value, field) {
  const units = number(value, field);
  if (units <= 0n) throw invalid(field, "A quantity is more than zero.");
  if (units > money.LARGEST) throw tooLarge(field);
  return units;
}

/** A function from a base to what the discount or charge amounts to on it, exact. */
function discountOf(discount, field) {
  if (discount == null) return () => NOTHING;
  if (discount.kind === "percentage") {
    const percent = percentage(discount.value, field);
    return (base) => percentOf(base, percent);
  }
  if (discount.kind !== "fixed") throw invalid(field, "A discount is fixed or a percentage.");
  const value = whole(amount(discount.value, field));
  return () => value;
}

function readHeader(sale) {
  const step = sale.rounding_step == null ? null : amount(sale.rounding_step, "rounding_step");
  if (step === 0n || (step ?? 0n) % money.CENT !== 0n) {
    throw invalid("rounding_step", "A rounding step is one or more whole cents.");
  }
  return {
    lines: sale.lines,
    discount: discountOf(sale.discount, "discount"),
    packing: discountOf(sale.packing, "packing"),
    taxPercent: percentage(sale.tax_percent, "tax_percent"),
    taxIncluded: sale.tax_included === true,
    redeemed: amount(sale.redeemed, "redeemed"),
    shipping: amount(sale.shipping, "shipping"),
    extraCharges: amount(sale.extra_charges, "extra_charges"),
    returnSurcharge: amount(sale.return_surcharge, "return_surcharge"),
    step: step ?? money.CENT,
  };
}

// ---- shared steps

function workOutLine(line, position) {
  const at = (field) => `lines.${position}.${field}`;
  const quantity = quantityOf(line.quantity, at("quantity"));
  const price = whole(amount(line.unit_price, at("unit_price")));
  const percent = percentage(line.tax_percent, at("tax_percent"));
  const off = discountOf(line.discount, at("discount"))(price);
  const stated = {
    tax: line.stated_unit_tax == null ? null : amount(line.stated_unit_tax, at("stated_unit_tax")),
    gross: line.stated_unit_gross == null ? null : amount(line.stated_unit_gross, at("stated_unit_gross")),
  };
  if (money.isAbove(off, price)) throw discountAboveAmount(at("discount"));
  const unit = oneUnit(minus(price, off), percent, line.price_includes_tax === true, stated, at("stated_unit_tax"));
  const gross = fine(times(whole(unit.gross), quantity));
  if (gross > money.LARGEST) throw tooLarge(at("quantity"));
  const before = line.price_includes_tax === true ? minus(price, taxWithin(price, percent)) : price;
  return {
    quantity,
    percent,
    before: fine(before),
    unit,
    discountTotal: fine(times(off, quantity)),
    tax: fine(times(whole(unit.tax), quantity)),
    gross,
    share: 0n,
  };
}

/** Net, tax and gross of one unit after discount; what was stated to the customer wins. */
function oneUnit(discounted, percent, includesTax, stated, taxField) {
  if (stated.gross === null && !includesTax) {
    const net = fine(discounted);
    const tax = stated.tax ?? fine(percentOf(discounted, percent));
    return { net, tax, gross: net + tax };
  }
  const inclusive = stated.gross === null ? discounted : whole(stated.gross);
  const gross = fine(inclusive);
  const tax = stated.tax ?? fine(taxWithin(inclusive, percent));
  if (tax > gross) throw new Refusal("tax.above_amount", "The tax is more than the amount.", { field: taxField });
  return { net: gross - tax, tax, gross };
}

const sum = (rows, pick) => rows.reduce((total, row) => total + pick(row), 0n);

function sumOfGross(lines) {
  const total = sum(lines, (line) => line.gross);
  if (total > money.LARGEST) throw tooLarge("total");
  return total;
}

function discountOn(sale, total) {
  const off = sale.discount(whole(total));
  if (money.isAbove(off, whole(total))) throw discountAboveAmount("discount");
  if (money.isAbove(plus(off, whole(sale.redeemed)), whole(total))) throw discountAboveAmount("redeemed");
  return off;
}

const orderTaxOn = (sale, taxable) => (sale.taxIncluded ? taxWithin : percentOf)(taxable, sale.taxPercent);

/** The final total is rounded once, from exact parts; round_off is what the shown parts lack to it. */
function close(sale, lines, total, off, { orderTax = null, documentTax = null } = {}) {
  const taxable = minus(minus(whole(total), off), whole(sale.redeemed));
  const tax = orderTax ?? orderTaxOn(sale, taxable);
  const packing = sale.packing(taxable);
  const charges = sale.shipping + sale.extraCharges - sale.returnSurcharge;
  const added = plus(packing, whole(charges));
  const exact = plus(plus(taxable, added), sale.taxIncluded ? NOTHING : tax);
  if (exact[0] < 0n) throw discountAboveAmount("return_surcharge");
  const final = money.roundTo(exact, sale.step);
  if (final > money.LARGEST) throw tooLarge("total");
  const shown = { off: fine(off), taxable: fine(taxable), tax: fine(tax), packing: fine(packing), charges, final };
  return showSale(sale, lines, total, shown, documentTax);
}

// ---- policies, by name; the server's docs/money.md has the worked tables

function standard(sale) {
  const lines = sale.lines.map(workOutLine);
  const total = sumOfGross(lines);
  return close(sale, lines, total, discountOn(sale, total));
}

function inclusiveSpread(sale) {
  const full = sale.lines.map(workOutLine);
  const total = sumOfGross(full);
  const off = discountOn(sale, total);
  const shares = full.length ? money.split(fine(off), full.map((line) => line.gross), 1n) : [];
  const left = total === 0n ? [1n, 1n] : [total * off[1] - off[0], total * off[1]];
  const exact = full.map((line) => taxWithin([line.gross * left[0], left[1]], line.percent));
  const lines = full.map((line, i) => spreadLine(line, shares[i], exact[i]));
  return close(sale, lines, total, off, { documentTax: cents(exact.reduce(plus, NOTHING)) });
}

function spreadLine(line, share, [n, d]) {
  const price = line.unit.gross;
  const perUnit = [n * money.UNIT, d * line.quantity];
  const tax = fine(perUnit);
  return {
    ...line,
    unit: { net: price - tax, tax, gross: price },
    tax: fine([n, d]),
    share,
    printedTax: cents([n, d]),
    printedUnitNet: cents(minus(whole(price), perUnit)),
    printedNup: nupText(price * money.HUNDRED_PERCENT, money.HUNDRED_PERCENT + line.percent),
  };
}

/** The unit price without tax, n / d ten-thousandths, to 14 significant digits, written with 15 decimals. */
function nupText(n, d) {
  const scaled = (decimals) => money.halfUp(n * 10n ** BigInt(decimals), d * money.UNIT);
  const wholeDigits = n >= d * money.UNIT ? String(n / (d * money.UNIT)).length : 0;
  let decimals = 14 - wholeDigits;
  if (wholeDigits === 0) while (decimals < 15 && String(scaled(decimals)).length < 14) decimals += 1;
  const rounded = scaled(decimals);
  return money.decimalText(rounded * 10n ** BigInt(15 - decimals), 15);
}

function nexopos(sale) {
  const lines = sale.lines.map((line, i) => inCents(workOutLine(line, i)));
  const total = sumOfGross(lines);
  const atMost = total - sale.redeemed; // rounding up may not take more than is left
  const rounded = cents(discountOn(sale, total));
  const off = rounded < atMost ? rounded : atMost;
  const orderTax = whole(cents(orderTaxOn(sale, whole(atMost - off))));
  return close(sale, lines, total, whole(off), { orderTax });
}

function inCents(line) {
  const toCents = (units) => cents(whole(units));
  return { ...line, discountTotal: toCents(line.discountTotal), tax: toCents(line.tax), gross: toCents(line.gross) };
}

const POLICIES = { standard, inclusive_spread: inclusiveSpread, nexopos };

// ---- writing

function showLine(line) {
  return {
    quantity: money.format(line.quantity),
    unit_price_before_discount: money.format(line.before),
    unit_price: money.format(line.unit.net),
    unit_tax: money.format(line.unit.tax),
    unit_price_inc_tax: money.format(line.unit.gross),
    discount_total: money.format(line.discountTotal),
    net: money.format(line.gross - line.tax),
    tax: money.format(line.tax),
    gross: money.format(line.gross),
    order_discount_share: money.format(line.share),
    printed_tax: line.printedTax === undefined ? null : money.format(line.printedTax, 2),
    printed_unit_net: line.printedUnitNet === undefined ? null : money.format(line.printedUnitNet, 2),
    printed_nup: line.printedNup ?? null,
  };
}

function showSale(sale, lines, total, { off, taxable, tax, packing, charges, final }, documentTax) {
  const lineTax = sum(lines, (line) => line.tax);
  const shown = total - off - sale.redeemed + packing + charges + (sale.taxIncluded ? 0n : tax);
  return {
    lines: lines.map(showLine),
    total_before_tax: money.format(total),
    discount_amount: money.format(off),
    redeemed: money.format(sale.redeemed),
    taxable: money.format(taxable),
    tax_amount: money.format(tax),
    packing_charge: money.format(packing),
    shipping: money.format(sale.shipping),
    extra_charges: money.format(sale.extraCharges),
    return_surcharge: money.format(sale.returnSurcharge),
    round_off: money.format(final - shown),
    final_total: money.format(final, 2),
    line_tax_total: money.format(lineTax),
    line_discount_total: money.format(sum(lines, (line) => line.discountTotal)),
    document_tax: documentTax === null ? money.format(lineTax) : money.format(documentTax, 2),
    total_without_tax: money.format(final - tax - lineTax),
  };
}
