"""Products by the thousand: single ones and some with variations, with barcodes, at both shops."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from polytill.domain.business.models import Business
from polytill.domain.catalog.models import Barcode, Product, ProductLocation, Variation, VariationGroup
from polytill.operations.create_brand import create_brand
from polytill.operations.create_category import create_category
from polytill.project.demo.bulk.bare import continue_ids, last_id
from polytill.project.demo.bulk.progress import Told
from polytill.project.demo.bulk.table import Table, null, text, truth
from polytill.project.demo.world import World

MAKES = ("Aurora", "Bergmann", "Castello", "Delta", "Everest", "Fjord", "Granville", "Harbor", "Iris", "Juniper",
         "Kestrel", "Lumen", "Meridian", "Nordlicht", "Opal", "Pioneer", "Rivera", "Solace", "Tundra")  # fmt: skip
MANNERS = ("Classic", "Compact", "Deluxe", "Eco", "Family", "Garden", "Handmade", "Junior", "Kitchen", "Light",
           "Modern", "Natural", "Original", "Premium", "Quick", "Rustic", "Soft", "Travel", "Urban")  # fmt: skip
THINGS = {
    "Household": ("Bowl", "Bucket", "Candle", "Clothes Peg", "Duster", "Iron", "Jug", "Kettle", "Lantern", "Mug"),
    "Tools": ("Axe", "Bolt", "Chisel", "Drill", "File", "Hammer", "Level", "Pliers", "Saw", "Wrench"),
    "Stationery": ("Album", "Binder", "Envelope", "Folder", "Notebook", "Pencil", "Ruler", "Stapler", "Tape"),
    "Toys": ("Ball", "Castle", "Doll", "Engine", "Frisbee", "Kite", "Puzzle", "Robot", "Teddy", "Yo-Yo"),
    "Beauty": ("Balm", "Brush", "Comb", "Cream", "Lotion", "Mirror", "Perfume", "Shampoo", "Soap", "Towel"),
}  # fmt: skip
COLOURS = ("Black", "Blue", "Green", "Red", "White")
VARIABLE = 5  # of hundred products
BARCODE_RANGE = 950_200_000_000  # twelve digits, the check digit comes after


@dataclass(frozen=True, slots=True)
class Sku:
    """Prices per piece in ten-thousandths."""

    product_id: int
    variation_id: int
    label: str
    tax_id: int | None
    net: int
    tax: int
    cost: int

    @property
    def gross(self) -> int:
        return self.net + self.tax


def ean13(twelve: int) -> str:
    digits = f"{twelve:012}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-weighed % 10)


def fill_shelves(world: World, count: int, at: datetime, told: Told) -> list[Sku]:
    dice = random.Random(count)  # noqa: S311
    brands = [create_brand(name=name, actor=world.actor, now=at) for name in MAKES]
    categories = {kind: create_category(name=kind, actor=world.actor, now=at) for kind in THINGS}
    by_thing = {thing: categories[kind] for kind, things in THINGS.items() for thing in things}
    rows = _Rows(world, at)
    skus: list[Sku] = []
    while len(skus) < count:
        make, manner, thing = dice.randrange(len(MAKES)), dice.choice(MANNERS), dice.choice(list(by_thing))
        name = f"{MAKES[make]} {manner} {thing} {len(skus) + 1:06}"
        colours = COLOURS if dice.randrange(100) < VARIABLE and len(skus) + len(COLOURS) <= count else ()
        skus += rows.product(name, brands[make], by_thing[thing], colours, dice)
        rows.flush(only_full=True)
        told(len(skus))
    rows.flush()
    continue_ids([Product, VariationGroup, Variation])
    return skus


class _Rows:
    def __init__(self, world: World, at: datetime) -> None:
        common = {"business_id": world.business_id, "created_at": at, "updated_at": at}
        named = ("id", "name", "type", "sku", "brand_id", "category_id", "tax_id")
        self._products = Table(
            Product,
            named,
            unit_id=world.units["Pieces"],
            barcode_type="EAN13",
            created_by_id=world.actor.user_id,
            **common,
        )
        self._groups = Table(VariationGroup, ("id", "product_id", "name", "is_dummy"), **common)
        prices = ("purchase_price", "purchase_price_inc_tax", "profit_percent", "sell_price", "sell_price_inc_tax")
        self._variations = Table(
            Variation, ("id", "product_id", "group_id", "name", "sub_sku", *prices, "search_text"), **common
        )
        self._barcodes = Table(Barcode, ("code", "variation_id"), business_id=world.business_id)
        self._sold_at = Table(ProductLocation, ("product_id", "location_id"), business_id=world.business_id)
        self._shops = [world.locations["BL0001"], world.locations["BL0002"]]
        self._taxes = ((world.taxes["VAT@10%"], 10), (world.taxes["GST @ 7%"], 7), (None, 0))
        self._product, self._group = last_id(Product), last_id(VariationGroup)
        self._variation = last_id(Variation)
        self._prefix = Business.objects.values_list("sku_prefix", flat=True).get(pk=world.business_id)

    def product(
        self, name: str, brand_id: int, category_id: int, colours: tuple[str, ...], dice: random.Random
    ) -> list[Sku]:
        self._product += 1
        self._group += 1
        tax_id, percent = dice.choice(self._taxes)
        sku = f"{self._prefix}{self._product:04}"
        kind = "variable" if colours else "single"
        self._products.add(
            (self._product, text(name), kind, sku, brand_id, category_id, null() if tax_id is None else tax_id)
        )
        self._groups.add((self._group, self._product, "Color" if colours else "DUMMY", truth(not colours)))
        for shop in self._shops:
            self._sold_at.add((self._product, shop))
        # Whole units of money where the tax would otherwise leave parts of a cent.
        net = dice.randint(1, 120) * 10_000 if percent == 7 else dice.randint(5, 900) * 1_000
        return [
            self._one(name, colour, sku if not colours else f"{sku}-{place}", tax_id, percent, net, dice)
            for place, colour in enumerate(colours or ("DUMMY",), start=1)
        ]

    def _one(
        self, name: str, colour: str, sub_sku: str, tax_id: int | None, percent: int, net: int, dice: random.Random
    ) -> Sku:
        self._variation += 1
        tax, code = net * percent // 100, ean13(BARCODE_RANGE + self._variation)
        cost = net * dice.randint(50, 75) // 100
        profit = (net - cost) * 100 * 10**8 // cost
        words = f"{name} {sub_sku} {code}" if colour == "DUMMY" else f"{name} {colour} {sub_sku} {code}"
        prices = (cost, cost + (cost * percent + 50) // 100, profit, net, net + tax)
        self._variations.add(
            (self._variation, self._product, self._group, colour, sub_sku, *prices, text(words.lower()))
        )
        self._barcodes.add((code, self._variation))
        label = name if colour == "DUMMY" else f"{name} - {colour}"
        return Sku(self._product, self._variation, label, tax_id, net, tax, cost)

    def flush(self, *, only_full: bool = False) -> None:
        for table in (self._products, self._groups, self._variations, self._barcodes, self._sold_at):
            table.flush(only_full=only_full)
