"""What a new business starts with: itself, its subscription, its first location and its number series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.numbers import get_currency_precision, list_currencies

from polytill.domain.business.models import Business, InvoiceLayout, Location, NumberSeries, Package, Subscription
from polytill.kernel.errors import invalid

MODULES = ("purchases", "add_sale", "pos_sale", "stock_transfers", "stock_adjustment", "expenses", "account")
FIRST_CODE = "BL0001"
OWN_PACKAGE = "Unlimited"
PAID_BY = ("cash", "card", "cheque", "bank_transfer", "other")
YEARLY = "{prefix}{year}/{number}"
PLAIN = "{prefix}{number}"


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    kind: str
    prefix: str
    template: str = PLAIN
    reset: str = "never"


# Each location numbers its sales by itself, so that two shops' tills don't wait for each other.
OF_LOCATION = (SeriesPlan("sale", ""),)
OF_BUSINESS = (
    SeriesPlan("draft", "D"),
    SeriesPlan("quotation", "Q"),
    SeriesPlan("proforma", "P"),
    SeriesPlan("sales_order", "SO"),
    SeriesPlan("sell_return", "CN", YEARLY, "year"),
    SeriesPlan("payment", "SP", YEARLY, "year"),
    SeriesPlan("register_close", "RC"),
    SeriesPlan("purchase", "PO", YEARLY, "year"),
    SeriesPlan("purchase_return", "PR", YEARLY, "year"),
    SeriesPlan("purchase_payment", "PP", YEARLY, "year"),
    SeriesPlan("expense", "EP", YEARLY, "year"),
    SeriesPlan("stock_adjustment", "SA", YEARLY, "year"),
    SeriesPlan("stock_transfer", "ST", YEARLY, "year"),
    SeriesPlan("contact", "CO"),
)


def check_place(*, currency: str, time_zone: str, country: str) -> dict[str, list[str]]:
    """What is wrong, by field; empty where nothing is."""
    wrong: dict[str, list[str]] = {}
    if currency not in list_currencies():
        wrong["currency"] = [f"{currency} is not an ISO 4217 currency."]
    if time_zone not in available_timezones():
        wrong["timezone"] = [f"{time_zone} is not a time zone."]
    if len(country) != 2 or country not in Locale("en").territories:
        wrong["country"] = [f"{country} is not an ISO 3166 country."]
    return wrong


def found_business(
    *, name: str, currency: str, time_zone: str, country: str, modules: tuple[str, ...] = MODULES, now: datetime
) -> Business:
    wrong = check_place(currency=currency, time_zone=time_zone, country=country)
    if not name:
        wrong["business_name"] = ["A business has a name."]
    if wrong:
        raise invalid(wrong)
    business = Business.objects.create(
        name=name,
        currency=currency,
        currency_places=get_currency_precision(currency),
        time_zone=time_zone,
        country=country,
        start_date=local_day(now, time_zone),
        modules=list(modules),
        created_at=now,
        updated_at=now,
    )
    NumberSeries.objects.bulk_create(_series(business.pk, plan, None) for plan in OF_BUSINESS)
    InvoiceLayout.objects.create(business=business, name="Default", is_default=True, created_at=now, updated_at=now)
    _subscribe(business, now)
    return business


def _subscribe(business: Business, now: datetime) -> None:
    """Who runs his own server owes nobody a subscription: without limits and without an end."""
    stamps = {"created_at": now, "updated_at": now}
    package = Package.objects.filter(name=OWN_PACKAGE).order_by("id").first()
    if package is None:
        package = Package.objects.create(name=OWN_PACKAGE, description="No limits", is_private=True, **stamps)
    Subscription.objects.create(
        business=business, package=package, starts_on=business.start_date or now.date(), paid_via="offline", **stamps
    )


def found_location(*, business_id: int, name: str, now: datetime, code: str = FIRST_CODE, prefix: str = "") -> Location:
    """prefix: of its sales' numbers; locations of one business need different ones."""
    if not name:
        raise invalid({"location": ["A location has a name."]})
    location = Location.objects.create(
        business_id=business_id,
        code=code,
        name=name,
        payment_methods={key: {"enabled": True, "account_id": None} for key in PAID_BY},
        created_at=now,
        updated_at=now,
    )
    plans = [SeriesPlan(plan.kind, prefix, plan.template, plan.reset) for plan in OF_LOCATION]
    NumberSeries.objects.bulk_create(_series(business_id, plan, location.pk) for plan in plans)
    return location


def local_day(now: datetime, time_zone: str) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def _series(business_id: int, plan: SeriesPlan, location_id: int | None) -> NumberSeries:
    return NumberSeries(
        business_id=business_id,
        kind=plan.kind,
        location_id=location_id,
        prefix=plan.prefix,
        template=plan.template,
        reset=plan.reset,
    )
