// From the cart to the calculator and back: which lines a cart line stands for, and what each shows.
import { add, shortest } from "./amount.js";
import { priceSale } from "./calculator.js";

const ZERO = Object.freeze({ subtotal: "0", lineTax: "0", discount: "0", tax: "0", roundOff: "0", total: "0" });

const given = ({ type, amount }) => (amount === "0" ? null : { kind: type, value: amount });

/** The shop's own discount for this customer. */
export const offerOf = (product, customer) => (customer?.in_group ? product.group_offer : product.offer) ?? null;

/** A discount that the cashier gave, else the offer. */
function cutOf(line, product, customer) {
  const offer = offerOf(product, customer);
  return given(line.discount) ?? (offer && given(offer));
}

/** A cart line and each of its modifiers is a line of the sale; a modifier has its price with the line's tax inside. */
function saleLines(line, product, customer) {
  const { quantity } = line;
  const { tax_percent } = product;
  return [
    { quantity, unit_price: product.price, tax_percent, discount: cutOf(line, product, customer) },
    ...line.modifiers.map((one) => ({ quantity, unit_price: one.price_inc_tax, tax_percent, price_includes_tax: true })),
  ];
}

function shownLines(parts, priced) {
  const shown = new Map();
  let at = 0;
  for (const { line, lines } of parts) {
    const own = priced.slice(at, at + lines.length);
    at += lines.length;
    shown.set(line.key, {
      unit: add(...own.map((one) => one.unit_price_inc_tax)), total: add(...own.map((one) => one.gross)),
    });
  }
  return shown;
}

/** {lines: Map key -> {unit, total}, subtotal, lineTax, discount, tax, roundOff, total, error}; amounts as short text. */
export function priceCart(cart, products, taxes, roundingStep = null) {
  const parts = cart.lines.filter((line) => products.has(line.variationId))
    .map((line) => ({ line, lines: saleLines(line, products.get(line.variationId), cart.customer) }));
  const unpriced = new Map(cart.lines.map((line) => [line.key, { unit: "0", total: "0" }]));
  if (!parts.length) return { ...ZERO, lines: unpriced, error: "" };
  try {
    const sale = priceSale({
      policy: "standard", lines: parts.flatMap((part) => part.lines), discount: given(cart.discount),
      tax_percent: taxes.find((tax) => tax.id === cart.taxId)?.rate ?? "0", rounding_step: roundingStep,
    });
    return {
      lines: shownLines(parts, sale.lines), subtotal: shortest(sale.total_before_tax), error: "",
      lineTax: shortest(sale.line_tax_total), discount: shortest(sale.discount_amount), tax: shortest(sale.tax_amount),
      roundOff: shortest(sale.round_off), total: shortest(sale.final_total),
    };
  } catch (refusal) {
    if (refusal.name !== "Refusal") throw refusal;
    return { ...ZERO, lines: unpriced, error: Object.values(refusal.details ?? {}).flat().find((word) => word.includes(" ")) ?? refusal.message };
  }
}
