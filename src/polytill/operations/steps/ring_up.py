"""From what the customer brings to what it costs: each line resolved, priced by the one calculator, and told where
in the stock it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.business.selectors import Place
from polytill.domain.catalog.selectors import Component, Measure, Sellable
from polytill.domain.parties.selectors import Buyer
from polytill.domain.pricing.asking import best_offer
from polytill.domain.pricing.calculator import Discount, DiscountKind, LineIn, LineOut, SaleIn, SaleOut, price_sale
from polytill.domain.stock.services import Place as StockPlace
from polytill.kernel.errors import invalid, rule
from polytill.kernel.money import EXACT, ZERO, fine
from polytill.kernel.quantity import to_base
from polytill.operations.steps.cart import Checkout, CheckoutLine, Modifier
from polytill.operations.steps.counter import Counter, price_group_of

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Item:
    """One line to be written. parent: index of the line that it hangs on. stock: (place, quantity) that it takes."""

    sellable: Sellable | None
    variation_id: int
    product_id: int
    label: str
    unit: Measure
    multiplier: Decimal
    quantity: Decimal
    line: CheckoutLine | None
    priced: LineOut | None
    tax_id: int | None
    discount: Discount | None
    offer_id: int | None
    parent: int | None
    child_kind: str | None
    stock: tuple[StockPlace, Decimal] | None
    cost: Decimal


@dataclass(frozen=True, slots=True)
class RungUp:
    """A checkout that has been priced and may be written."""

    owner: int
    command: Checkout
    place: Place
    buyer: Buyer
    shift_id: int | None
    items: tuple[Item, ...]
    sums: SaleOut
    packing: Discount | None
    points_value: Decimal


@dataclass(slots=True)
class _Draft:
    sellable: Sellable
    line: CheckoutLine
    unit: Measure
    multiplier: Decimal
    quantity: Decimal
    entry: LineIn
    tax_id: int | None
    discount: Discount | None
    offer_id: int | None
    parent: int | None


def ring_up(owner: int, command: Checkout, counter: Counter) -> RungUp:
    place, buyer = counter.place_of(command), counter.buyer_of(command)
    shift_id = counter.shift_of(command)
    if not command.lines:
        raise invalid({"lines": ["At least one line is needed."]})
    drafts: list[_Draft] = []
    for position, line in enumerate(command.lines):
        drafts.append(_draft(position, line, command, place, buyer, counter))
        parent = len(drafts) - 1
        drafts += [_extra(position, drafts[parent], parent, extra, counter) for extra in line.modifiers]
    points_value = fine(EXACT.multiply(command.points_redeemed, counter.shop.settings.rp_value_per_point))
    packing = _packing(command)
    sums = price_sale(
        SaleIn(
            lines=tuple(d.entry for d in drafts),
            discount=command.discount,
            redeemed=points_value,
            tax_percent=_percent(command.tax_id, counter, "tax_id"),
            shipping=command.shipping.charges,
            packing=packing,
            rounding_step=counter.shop.settings.rounding_step,
            policy=command.policy,
        )
    )
    items = tuple(_items(drafts, sums, command, counter))
    return RungUp(owner, command, place, buyer, shift_id, items, sums, packing, points_value)


def _packing(command: Checkout) -> Discount | None:
    return command.service.packing if command.service else None


def _percent(tax_id: int | None, counter: Counter, field: str) -> Decimal:
    if tax_id is None:
        return ZERO
    if tax_id not in counter.rates:
        raise invalid({field: [f"The selected {field} is invalid."]})
    return counter.rates[tax_id].percent


def _sellable(position: int, line: CheckoutLine, counter: Counter) -> Sellable:
    item = counter.items.get(line.variation_id)
    if item is None:
        raise invalid({f"lines.{position}.variation_id": ["The selected variation_id is invalid."]})
    if line.product_id is not None and item.product_id != line.product_id:
        raise invalid({f"lines.{position}.variation_id": ["The variation does not belong to the product."]})
    if item.type == "combo" and not counter.components.get(item.variation_id):
        raise rule("combo.without_components", f"{item.label} has no components and cannot be sold.")
    return item


def _unit(position: int, item: Sellable, unit_id: int | None, counter: Counter) -> tuple[Measure, Decimal]:
    """The unit sold in and how many base units of the product it holds."""
    base = counter.units[item.unit_id]
    if unit_id is None or unit_id == base.id:
        return base, ONE
    unit = counter.units.get(unit_id)
    if unit is None or (not item.stock_per_unit and unit.base_id != base.base_id):
        raise invalid({f"lines.{position}.unit_id": ["The selected unit is invalid."]})
    return unit, EXACT.divide(unit.multiplier, base.multiplier)


def _draft(
    position: int, line: CheckoutLine, command: Checkout, place: Place, buyer: Buyer, counter: Counter
) -> _Draft:
    item = _sellable(position, line, counter)
    unit, multiplier = _unit(position, item, line.unit_id, counter)
    tax_id = line.tax_id if line.tax_id is not None else item.tax_id
    percent = _percent(tax_id, counter, f"lines.{position}.tax_id")
    price, discount, offer_id, with_tax = line.unit_price, line.discount, None, False
    if price is None:
        price, with_tax, offered, offer_id = _asking(item, multiplier, command, place, buyer, counter)
        discount = discount or offered
    entry = LineIn(
        quantity=line.quantity,
        unit_price=price,
        discount=discount,
        tax_percent=percent,
        price_includes_tax=with_tax,
        stated_unit_tax=line.unit_tax,
        stated_unit_gross=line.unit_price_inc_tax,
    )
    return _Draft(item, line, unit, multiplier, line.quantity, entry, tax_id, discount, offer_id, None)


def _asking(
    item: Sellable, multiplier: Decimal, command: Checkout, place: Place, buyer: Buyer, counter: Counter
) -> tuple[Decimal, bool, Discount | None, int | None]:
    """The shop's price per selling unit, whether tax is inside, and the discount that fits. A group's price has it
    inside, as the group states it: taking the tax out first would lose a fraction of a cent."""
    group = price_group_of(command, place)
    in_tax = counter.group_prices.get(group or 0, {}).get(item.variation_id)
    price = item.sell_price if in_tax is None else in_tax
    offer = best_offer(
        item,
        actor=counter.actor,
        location_id=place.id,
        price_group_id=group,
        in_group=buyer.customer_group_id is not None,
        at=command.at,
    )
    cut = offer.cut if offer else None
    if cut is not None and cut.kind is DiscountKind.FIXED:
        cut = Discount(cut.kind, min(EXACT.multiply(cut.value, multiplier), EXACT.multiply(price, multiplier)))
    return fine(EXACT.multiply(price, multiplier)), in_tax is not None, cut, offer.id if offer else None


def _extra(position: int, parent: _Draft, parent_index: int, extra: Modifier, counter: Counter) -> _Draft:
    """A modifier's price stands with tax; it takes the tax of the line that it hangs on."""
    item = counter.items.get(extra.variation_id)
    if item is None or item.type != "modifier":
        raise invalid({f"lines.{position}.modifiers": ["The selected modifier is invalid."]})
    quantity = fine(EXACT.multiply(parent.quantity, extra.quantity))
    price = item.sell_price_inc_tax if extra.unit_price is None else extra.unit_price
    entry = LineIn(quantity=quantity, unit_price=price, price_includes_tax=True, tax_percent=parent.entry.tax_percent)
    unit = counter.units[item.unit_id] if item.unit_id else parent.unit
    return _Draft(item, parent.line, unit, ONE, quantity, entry, parent.tax_id, None, None, parent_index)


def _items(drafts: list[_Draft], sums: SaleOut, command: Checkout, counter: Counter) -> Iterator[Item]:
    """The drafts in their order, then the components of combos, which hang on their combo's line at no price."""
    children: list[Item] = []
    for index, (draft, priced) in enumerate(zip(drafts, sums.lines, strict=True)):
        item = draft.sellable
        stock = None
        if item.type == "combo":
            children += [_component(c, draft, index, command, counter) for c in counter.components[item.variation_id]]
        elif item.enable_stock and draft.parent is None:
            stock = _stock_of(draft, command)
        yield Item(
            sellable=item,
            variation_id=item.variation_id,
            product_id=item.product_id,
            label=item.label,
            unit=draft.unit,
            multiplier=draft.multiplier,
            quantity=priced.quantity,
            line=draft.line if draft.parent is None else None,
            priced=priced,
            tax_id=draft.tax_id,
            discount=draft.discount,
            offer_id=draft.offer_id,
            parent=draft.parent,
            child_kind=None if draft.parent is None else "modifier",
            stock=stock,
            cost=item.purchase_price,
        )
    yield from children


def _stock_of(draft: _Draft, command: Checkout) -> tuple[StockPlace, Decimal]:
    item = draft.sellable
    if item.stock_per_unit:
        return (command.location_id, item.variation_id, draft.unit.id), draft.quantity
    return (command.location_id, item.variation_id, item.unit_id), to_base(draft.quantity, draft.multiplier)


def _component(part: Component, draft: _Draft, parent: int, command: Checkout, counter: Counter) -> Item:
    quantity = fine(EXACT.multiply(EXACT.multiply(draft.quantity, draft.multiplier), part.quantity))
    place = (command.location_id, part.variation_id, part.unit_id)
    return Item(
        sellable=None,
        variation_id=part.variation_id,
        product_id=part.product_id,
        label=part.label,
        unit=counter.units[part.unit_id],
        multiplier=ONE,
        quantity=quantity,
        line=None,
        priced=None,
        tax_id=None,
        discount=None,
        offer_id=None,
        parent=parent,
        child_kind="combo",
        stock=(place, quantity) if part.enable_stock else None,
        cost=part.purchase_price,
    )
