"""The business, its locations, series, staff, taxes and customers: the part of tests/shop.py that holds no goods."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polytill.domain.business.models import Business, Location, NumberSeries, Package, Subscription
from polytill.domain.dining.models import ServiceType
from polytill.domain.identity.models import Role, User
from polytill.domain.identity.permissions import CASHIER
from polytill.domain.parties.models import Contact, CustomerGroup
from polytill.domain.payments.models import Method
from polytill.domain.pricing.models import PriceGroup
from polytill.domain.taxes.models import TaxPart, TaxRate

MODULES = [
    "add_sale", "pos_sale", "types_of_service", "purchases", "stock_transfers", "stock_adjustment", "expenses",
    "account", "tables", "modifiers", "service_staff", "kitchen", "booking", "subscription",
]  # fmt: skip
METHODS = {
    "cash": "Cash",
    "card": "Card",
    "cheque": "Cheque",
    "bank_transfer": "Bank Transfer",
    "other": "Other",
    "advance": "Advance",
    "custom_pay_1": "Voucher",
    "custom_pay_2": "Mobile Money",
    "custom_pay_3": "Custom Payment 3",
}
# kind: (prefix, template, reset)
SERIES = {
    "sale": ("AS", "{prefix}{number}", "never"),
    "draft": ("D", "{prefix}{number}", "never"),
    "quotation": ("Q", "{prefix}{number}", "never"),
    "proforma": ("P", "{prefix}{number}", "never"),
    "sell_return": ("CN", "{prefix}{year}/{number}", "year"),
    "sales_order": ("SO", "{prefix}{number}", "never"),
    "payment": ("SP", "{prefix}{year}/{number}", "year"),
    "register_close": ("RC", "{prefix}{number}", "never"),
    "purchase": ("PO", "{prefix}{year}/{number}", "year"),
    "purchase_payment": ("PP", "{prefix}{year}/{number}", "year"),
    "expense": ("EP", "{prefix}{year}/{number}", "year"),
    "stock_adjustment": ("SA", "{prefix}{year}/{number}", "year"),
    "stock_transfer": ("ST", "{prefix}{year}/{number}", "year"),
    "contact": ("CO", "{prefix}{number}", "never"),
}


def found(shop: Any, *, name: str, currency: str, time_zone: str, at: datetime) -> None:
    stamp = {"created_at": at, "updated_at": at}
    shop.business = Business.objects.create(
        name=name, currency=currency, time_zone=time_zone, modules=list(MODULES), **stamp
    )
    _subscribe(shop, stamp)
    _locations(shop, stamp)
    NumberSeries.objects.bulk_create(
        NumberSeries(business=shop.business, kind=kind, prefix=prefix, template=template, reset=reset, digits=4)
        for kind, (prefix, template, reset) in SERIES.items()
    )
    Method.objects.bulk_create(
        Method(business=shop.business, key=key, label=label, position=i)
        for i, (key, label) in enumerate(METHODS.items())
    )
    _staff(shop, name.split()[0].lower(), stamp)
    _taxes(shop, stamp)
    _people(shop, stamp)


def _subscribe(shop: Any, stamp: dict[str, Any]) -> None:
    shop.package = Package.objects.create(name="Unlimited", **stamp)
    shop.subscription = Subscription.objects.create(
        business=shop.business, package=shop.package, starts_on=date(2020, 1, 1), ends_on=None, **stamp
    )


def _locations(shop: Any, stamp: dict[str, Any]) -> None:
    methods = {key: {"enabled": True, "account_id": None} for key in METHODS}
    shop.location, shop.second_location = Location.objects.bulk_create(
        Location(business=shop.business, code=code, name=name, payment_methods=methods, **stamp)
        for code, name in [("BL0001", f"{shop.business.name} High Street"), ("BL0002", f"{shop.business.name} Station")]
    )


def _staff(shop: Any, word: str, stamp: dict[str, Any]) -> None:
    business = shop.business
    shop.admin_role, shop.cashier_role = Role.objects.bulk_create(
        [
            Role(business=business, name="Admin", is_admin=True, is_default=True, **stamp),
            Role(business=business, name="Cashier", permissions=sorted(CASHIER), **stamp),
        ]
    )
    shop.admin, shop.cashier = User.objects.bulk_create(
        [
            User(business=business, username=f"{word}-admin", surname="Mr", first_name="Ada", last_name="Min", **stamp),
            User(
                business=business,
                username=f"{word}-cashier",
                surname="Ms",
                first_name="Cass",
                last_name="Hier",
                **stamp,
            ),
        ]
    )
    User.roles.through.objects.bulk_create(
        [
            User.roles.through(user=shop.admin, role=shop.admin_role),
            User.roles.through(user=shop.cashier, role=shop.cashier_role),
        ]
    )


def _taxes(shop: Any, stamp: dict[str, Any]) -> None:
    def tax(name: str, rate: str, **fields: Any) -> TaxRate:
        return TaxRate(business=shop.business, name=name, rate=Decimal(rate), **fields, **stamp)

    shop.vat, shop.sgst, shop.cgst, shop.gst = TaxRate.objects.bulk_create(
        [
            tax("VAT@10%", "10"),
            tax("SGST@3.5%", "3.5", only_in_groups=True),
            tax("CGST@3.5%", "3.5", only_in_groups=True),
            tax("GST@7%", "7", is_group=True),
        ]
    )
    TaxPart.objects.bulk_create(
        TaxPart(business=shop.business, group=shop.gst, rate=rate, position=i)
        for i, rate in enumerate([shop.sgst, shop.cgst])
    )


def _people(shop: Any, stamp: dict[str, Any]) -> None:
    business = shop.business
    shop.customer_group = CustomerGroup.objects.create(business=business, name="Regulars", **stamp)
    shop.price_group = PriceGroup.objects.create(business=business, name="Wholesale", **stamp)

    def contact(kind: str, code: str, name: str, **fields: Any) -> Contact:
        return Contact(business=business, type=kind, code=code, name=name, **fields, **stamp)

    shop.walk_in, shop.customer, shop.credit_customer, shop.supplier = Contact.objects.bulk_create(
        [
            contact("customer", "CO0001", "Walk-In Customer", is_default=True),
            contact("customer", "CO0002", "Harry Stone", mobile="5550102", email="harry@example.com"),
            contact(
                "customer", "CO0003", "Cora Credit", credit_limit=Decimal(500), pay_term_number=30, pay_term_type="days"
            ),
            contact("supplier", "CO0004", "Sue Plier", business_name="Alpha Clothings"),
        ]
    )
    NumberSeries.objects.filter(business=business, kind="contact").update(next_number=5)
    shop.service_type = ServiceType.objects.create(
        business=business,
        name="Home Delivery",
        description="Brought to the door",
        price_groups={str(shop.location.pk): 0, str(shop.second_location.pk): shop.price_group.pk},
        packing_charge=Decimal(10),
        packing_charge_type="fixed",
        enable_custom_fields=True,
        **stamp,
    )
