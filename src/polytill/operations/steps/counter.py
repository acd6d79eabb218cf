"""Everything that a list of checkouts needs to know, read set by set: a few statements for any number of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from polytill.domain.business.selectors import Place, Shop, place_for, shop
from polytill.domain.catalog.selectors import Component, Measure, Sellable, components, sellables, units
from polytill.domain.parties.selectors import Buyer, buyers, walk_in_id
from polytill.domain.pricing.asking import group_prices
from polytill.domain.registers.selectors import at_the_till
from polytill.domain.taxes.selectors import Rate, rates
from polytill.kernel.actor import Actor
from polytill.kernel.errors import invalid, rule
from polytill.operations.steps.cart import Checkout


@dataclass(frozen=True, slots=True)
class Counter:
    """What is known at the counter. shift_id: the actor's open shift, read only where a till sells."""

    shop: Shop
    buyers: Mapping[int, Buyer]
    items: Mapping[int, Sellable]
    components: Mapping[int, Sequence[Component]]
    rates: Mapping[int, Rate]
    units: Mapping[int, Measure]
    group_prices: Mapping[int, Mapping[int, Decimal]]
    walk_in_id: int | None
    shift_id: int | None
    actor: Actor

    def buyer_of(self, command: Checkout) -> Buyer:
        buyer = self.buyers.get(command.contact_id or self.walk_in_id or 0)
        if buyer is None or buyer.type not in ("customer", "both"):
            raise invalid({"contact_id": ["The selected contact_id is invalid."]})
        return buyer

    def place_of(self, command: Checkout) -> Place:
        return place_for(self.actor, command.location_id)

    def shift_of(self, command: Checkout) -> int | None:
        """A till sells into its open shift; a direct sale needs none."""
        if command.is_direct:
            return None
        if self.shift_id is None:
            raise rule("register.not_open", "Open a cash register first.")
        return self.shift_id


def price_group_of(command: Checkout, place: Place) -> int | None:
    return command.price_group_id or place.price_group_id


def gather(commands: Sequence[Checkout], actor: Actor) -> Counter:
    shop_ = shop(actor.business_id)
    walk_in = walk_in_id(actor)
    ids = {line.variation_id for c in commands for line in c.lines}
    ids |= {extra.variation_id for c in commands for line in c.lines for extra in line.modifiers}
    items = sellables(sorted(ids), actor)
    combos = [item.variation_id for item in items.values() if item.type == "combo"]
    contact_ids = {c.contact_id or walk_in or 0 for c in commands}
    at_till = any(not c.is_direct for c in commands)
    known, shift_id = at_the_till(sorted(contact_ids), actor) if at_till else (buyers(sorted(contact_ids), actor), None)
    return Counter(
        shop=shop_,
        buyers=known,
        items=items,
        components=components(combos, actor),
        rates=rates(actor),
        units=units(actor),
        group_prices=_group_prices(commands, shop_, items, actor),
        walk_in_id=walk_in,
        shift_id=shift_id,
        actor=actor,
    )


def _group_prices(
    commands: Sequence[Checkout], shop_: Shop, items: Mapping[int, Sellable], actor: Actor
) -> dict[int, dict[int, Decimal]]:
    """Only for lines that bring no price."""
    groups = set()
    for command in commands:
        place = shop_.locations.get(command.location_id)
        if place is not None and any(line.unit_price is None for line in command.lines):
            groups.add(price_group_of(command, place))
    return {group: group_prices(group, list(items.values()), actor) for group in groups if group}
