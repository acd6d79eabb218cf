"""How a page writes amounts, quantities and instants of a shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_symbol

from polytill.kernel.money import plain, round_to

PHP_DATE = {"d/m/Y": "%d/%m/%Y", "m/d/Y": "%m/%d/%Y", "d-m-Y": "%d-%m-%Y", "m-d-Y": "%m-%d-%Y", "Y-m-d": "%Y-%m-%d"}


@dataclass(frozen=True, slots=True)
class Pen:
    """The shop's hand: currency, separators, date format and zone."""

    currency: str
    places: int
    decimal: str
    thousands: str
    date_format: str
    zone: str

    def number(self, amount: Decimal, places: int | None = None) -> str:
        rounded = round_to(amount, Decimal(1).scaleb(-(self.places if places is None else places)))
        whole, _, fraction = format(abs(rounded), "f").partition(".")
        sign = "\u2212" if rounded < 0 else ""
        return sign + f"{int(whole):,}".replace(",", self.thousands) + (self.decimal + fraction if fraction else "")

    def money(self, amount: Decimal) -> str:
        written = self.number(amount)
        symbol = get_currency_symbol(self.currency, locale="en")
        gap = "\u00a0" if symbol[-1:].isalpha() else ""
        return f"\u2212{symbol}{gap}{written[1:]}" if written.startswith("\u2212") else f"{symbol}{gap}{written}"

    def text(self, amount: str) -> str:
        return self.money(Decimal(amount))

    def quantity(self, quantity: Decimal) -> str:
        whole, _, fraction = plain(quantity).partition(".")
        return whole + (self.decimal + fraction if fraction else "")

    def instant(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.zone))
        return local.strftime(f"{PHP_DATE.get(self.date_format, '%Y-%m-%d')} %H:%M")


def pen_of(business: Any) -> Pen:
    """business: the record, as a report hands it over."""
    return Pen(
        currency=business.currency,
        places=business.currency_places,
        decimal=business.decimal_separator,
        thousands=business.thousand_separator,
        date_format=business.date_format,
        zone=business.time_zone,
    )
