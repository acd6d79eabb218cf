from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import orjson
import pytest

from polytill.domain.pricing.calculator import Discount, DiscountKind
from polytill.domain.registers.models import CashMovement, Shift
from polytill.operations.checkout import Checkout, CheckoutLine, Service, Shipping, Tender, checkout_one
from polytill.operations.close_register import close_register
from polytill.operations.open_register import open_register
from tests.contracts.exchange import columns, exchange, table
from tests.shop import Shop, facts

pytestmark = pytest.mark.django_db
ROW = [
    "id", "user_id", "location_id", "user_name", "user_email", "location_name", "status", "opened_at", "closed_at",
    "closing_amount", "total_card_slips", "total_cheques",
]  # fmt: skip
LINE = [
    "id", "cash_register_id", "amount", "pay_method", "type", "transaction_type", "transaction_id", "created_at",
    "updated_at",
]  # fmt: skip
METHODS = ["cash", "cheque", "card", "bank_transfer", "other", "advance", *(f"custom_pay_{n}" for n in range(1, 8))]
RIGHT = "view_cash_register"


def opened(shop: Shop, *, user: Any = "admin", location: Any = None, amount: str = "0") -> int:
    place = location or shop.location
    return open_register(actor=shop.actor(user), location_id=place.pk, float_amount=D(amount), now=shop.now)


def closed(shop: Shop, *, user: Any = "admin", amount: str = "0", **fields: Any) -> int:
    return close_register(actor=shop.actor(user), closing_amount=D(amount), now=shop.now, **fields).id


def sell(shop: Shop, *lines: CheckoutLine, paid: tuple[Tender, ...], **fields: Any) -> int:
    command = Checkout(shop.location.pk, lines, shop.now, is_direct=False, tenders=paid, **fields)
    return checkout_one(command, actor=shop.actor(), now=shop.now).id


def line(variation: Any, quantity: str = "1", **fields: Any) -> CheckoutLine:
    return CheckoutLine(variation.pk, D(quantity), **fields)


# --- cash_registers.list -------------------------------------------------------------------------------------------


@exchange("cash_registers.list")
def test_list_gives_whole_rows_newest_first(shop: Shop) -> None:
    old = opened(shop)
    closed(shop, amount="12.5", total_card_slips=2, total_cheques=1)
    shop.now += timedelta(hours=1)
    new = opened(shop)
    opened(shop.other)

    answer = shop.client(permissions=[RIGHT]).get("/cash-registers").json()

    assert answer["data"] == [
        {
            "id": new,
            "user_id": shop.admin.pk,
            "location_id": shop.location.pk,
            "user_name": "Mr Ada Min",
            "user_email": None,
            "location_name": "Awesome Shop High Street",
            "status": "open",
            "opened_at": "2026-03-06T18:30:00+05:30",
            "closed_at": None,
            "closing_amount": None,
            "total_card_slips": None,
            "total_cheques": None,
        },
        {
            "id": old,
            "user_id": shop.admin.pk,
            "location_id": shop.location.pk,
            "user_name": "Mr Ada Min",
            "user_email": None,
            "location_name": "Awesome Shop High Street",
            "status": "close",
            "opened_at": "2026-03-06T17:30:00+05:30",
            "closed_at": "2026-03-06T17:30:00+05:30",
            "closing_amount": D("12.5"),
            "total_card_slips": 2,
            "total_cheques": 1,
        },
    ]
    assert answer["meta"] == {"current_page": 1, "last_page": 1, "per_page": 20, "total": 2}


@exchange("cash_registers.list")
def test_list_filters(shop: Shop) -> None:
    first = opened(shop)
    closed(shop)
    shop.now += timedelta(days=1)
    second = opened(shop, user="cashier", location=shop.second_location)

    def ids(**query: Any) -> list[int]:
        return [row["id"] for row in shop.client().get("/cash-registers", query).json()["data"]]

    assert ids() == [second, first]
    assert ids(per_page=1, page=2) == [first]
    assert ids(location_id=shop.second_location.pk) == [second]
    assert ids(user_id=shop.admin.pk) == [first]
    assert ids(status="open") == [second]
    assert ids(status="close") == [first]
    # The business writes m/d/Y; Y-m-d is understood as well.
    assert ids(start_date="03/06/2026", end_date="03/06/2026") == [first]
    assert ids(start_date="2026-03-07", end_date="2026-03-08") == [second]
    assert ids(start_date="03/06/2026", end_date="2026-03-07") == [second, first]


@exchange("cash_registers.list")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"per_page": 0}, "per_page"),
        ({"per_page": 101}, "per_page"),
        ({"format": "xml"}, "format"),
        ({"status": "closed"}, "status"),
        ({"start_date": "03/06/2026"}, "end_date"),
        ({"end_date": "03/06/2026"}, "start_date"),
        ({"start_date": "03/07/2026", "end_date": "03/06/2026"}, "start_date"),
        ({"start_date": "13/06/2026", "end_date": "03/06/2026"}, "start_date"),
        ({"start_date": "03/06/2026", "end_date": "tomorrow"}, "end_date"),
    ],
)
def test_list_refuses_a_wrong_query(shop: Shop, query: dict[str, Any], field: str) -> None:
    answer = shop.client().get("/cash-registers", query)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


@exchange("cash_registers.list", "cash_registers.get")
def test_only_the_callers_locations_and_sessions_without_one_are_seen(shop: Shop) -> None:
    here = opened(shop)
    there = opened(shop, user="cashier", location=shop.second_location)
    closed(shop, user="cashier")
    nowhere = opened(shop, user="cashier", location=shop.second_location)
    Shift.objects.filter(pk=nowhere).update(location=None)
    client = shop.client(permissions=[RIGHT], locations=[shop.location])

    assert [row["id"] for row in client.get("/cash-registers").json()["data"]] == [nowhere, here]
    assert client.get(f"/cash-registers/{nowhere}").json()["data"]["location_name"] is None
    assert client.get(f"/cash-registers/{there}").status_code == 404


@exchange("cash_registers.list")
def test_list_as_csv(shop: Shop) -> None:
    opened(shop)
    opened(shop, user="cashier")

    rows = table(shop.client().get("/cash-registers", {"format": "csv", "per_page": 1, "page": 4}))

    assert [list(row) for row in rows] == [ROW, ROW]
    assert rows[0]["user_name"] == "Ms Cass Hier"
    assert rows[0]["closing_amount"] == ""


# --- cash_registers.get --------------------------------------------------------------------------------------------


@exchange("cash_registers.get")
def test_get_gives_one_row(shop: Shop) -> None:
    shift_id = opened(shop)

    answer = shop.client(permissions=[RIGHT]).get(f"/cash-registers/{shift_id}")

    assert list(answer.json()) == ["data"]
    assert list(answer.json()["data"]) == ROW


@exchange("cash_registers.get")
def test_get_as_csv_brings_the_json(shop: Shop) -> None:
    shift_id = opened(shop)

    (row,) = table(shop.client().get(f"/cash-registers/{shift_id}", {"format": "csv"}))

    assert list(row) == [*ROW, "data_json"]
    assert orjson.loads(row["data_json"]) == shop.client().get(f"/cash-registers/{shift_id}").json()["data"]


@exchange("cash_registers.get", "cash_registers.details", "cash_registers.transactions")
@pytest.mark.parametrize("tail", ["", "/details", "/transactions"])
def test_a_session_has_its_right_its_module_and_its_business(shop: Shop, tail: str) -> None:
    shift_id = opened(shop)
    path = f"/cash-registers/{shift_id}{tail}"

    assert shop.other.client().get(path).status_code == 404
    assert shop.client().get(f"/cash-registers/{2**62}{tail}").json() == {"message": "Not found"}
    refused = shop.client(permissions=["close_cash_register"]).get(path)
    assert (refused.status_code, refused.json()) == (403, {"message": "Unauthorized"})
    assert shop.client().get(path, {"format": "xml"}).status_code == 422
    shop.switch_off("pos_sale")
    assert shop.client().get(path).status_code == 403


# --- cash_registers.details ----------------------------------------------------------------------------------------


@exchange("cash_registers.details")
def test_details_add_up_the_session(shop: Shop) -> None:
    shift_id = opened(shop, amount="50")
    sell(
        shop, line(shop.water, "2", unit_id=shop.dozen.pk), line(shop.jeans_28), line(shop.box),
        paid=(Tender(D(100), "cash"), Tender(D("20.55"), "card")), change_return=D("7.85"),
        discount=Discount(DiscountKind.PERCENTAGE, D(10)), tax_id=shop.vat.pk,
        shipping=Shipping(charges=D(3)), service=Service(shop.service_type.pk, Discount(DiscountKind.FIXED, D(0))),
    )  # fmt: skip
    sell(shop, line(shop.water, "3"), paid=(Tender(D("3.75"), "cheque"),))
    CashMovement.objects.create(
        business=shop.business, shift_id=shift_id, amount=D("2.5"), method="cash", type="debit", kind="refund",
        created_at=shop.now, updated_at=shop.now,
    )  # fmt: skip
    CashMovement.objects.create(
        business=shop.business, shift_id=shift_id, amount=D(4), method="custom_pay_7", type="debit", kind="expense",
        created_at=shop.now, updated_at=shop.now,
    )  # fmt: skip
    shop.now += timedelta(hours=8)
    closed(shop, amount="140", total_card_slips=9, note="fine", denominations=[{"50": 1}])

    data = shop.client(permissions=[RIGHT]).get(f"/cash-registers/{shift_id}/details").json()["data"]

    assert list(data) == ["register", "summary", "transaction_breakdown"]
    assert list(data["register"]) == ROW
    assert data["summary"] == {
        "user_id": shop.admin.pk,
        "location_id": shop.location.pk,
        "user_name": "Mr Ada Min",
        "email": None,
        "location_name": "Awesome Shop High Street",
        "closing_note": "fine",
        "open_time": "2026-03-06T17:30:00+05:30",
        "closed_at": "2026-03-07T01:30:00+05:30",
        "denominations": [{"50": 1}],
        "cash_in_hand": 50,
        "total_sale": D("116.45"),
        "total_expense": 4,
        "total_refund": D("2.5"),
        **{f"total_{method}": 0 for method in METHODS},
        "total_cash": D("92.15"),
        "total_card": D("20.55"),
        "total_cheque": D("3.75"),
        **{f"total_{method}_expense": 0 for method in METHODS},
        "total_custom_pay_7_expense": 4,
        **{f"total_{method}_refund": 0 for method in METHODS},
        "total_cash_refund": D("2.5"),
        "total_cheques": 1,
        "total_card_slips": 1,
    }
    assert data["transaction_breakdown"] == {
        "product_details_by_brand": [
            {"brand_name": "Levis", "total_quantity": 1, "total_amount": 77},
            {"brand_name": None, "total_quantity": 28, "total_amount": D("37.75")},
        ],
        "product_details": [
            {
                "product_name": "Breakfast Box", "product_type": "combo", "variation_name": "DUMMY",
                "product_variation_name": "DUMMY", "sku": "AS0004", "total_quantity": 1, "total_amount": 4,
            },
            {
                "product_name": "Men's Jeans", "product_type": "variable", "variation_name": "28",
                "product_variation_name": "Waist Size", "sku": "AS0002-1", "total_quantity": 1, "total_amount": 77,
            },
            {
                "product_name": "Mineral Water", "product_type": "single", "variation_name": "DUMMY",
                "product_variation_name": "DUMMY", "sku": "AS0001", "total_quantity": 27,
                "total_amount": D("33.75"),
            },
        ],
        "types_of_service_details": [{"types_of_service_name": "Home Delivery", "total_sales": D("112.89")}],
        "transaction_details": {
            "total_tax": D("9.99"), "total_discount": D("11.1"), "total_sales": D("116.64"),
            "total_shipping_charges": 3,
        },
    }  # fmt: skip


@exchange("cash_registers.details")
def test_details_count_what_the_user_sold_at_the_till_while_it_was_open(shop: Shop) -> None:
    opened(shop)
    sell(shop, line(shop.water), paid=(Tender(D("1.25"), "cash"),))
    closed(shop)
    shop.now += timedelta(minutes=1)
    shift_id = opened(shop)
    opened(shop, user="cashier")
    water = Checkout(shop.location.pk, (line(shop.water),), shop.now, tenders=(Tender(D("1.25"), "cash"),))
    checkout_one(water, actor=shop.actor(), now=shop.now)
    by_cashier = Checkout(shop.location.pk, (line(shop.water),), shop.now, is_direct=False, is_credit=True)
    checkout_one(by_cashier, actor=shop.actor("cashier"), now=shop.now)
    sell(shop, line(shop.pizza), paid=(Tender(D("8.80"), "cash"),))

    found = shop.client().get(f"/cash-registers/{shift_id}/details").json()["data"]["transaction_breakdown"]

    assert found["transaction_details"]["total_sales"] == D("8.8")
    assert [row["sku"] for row in found["product_details"]] == ["AS0007"]


@exchange("cash_registers.details")
def test_details_of_an_empty_session(shop: Shop) -> None:
    shift_id = opened(shop)
    shop.switch_off("types_of_service")

    data = shop.client().get(f"/cash-registers/{shift_id}/details").json()["data"]

    assert data["transaction_breakdown"] == {
        "product_details_by_brand": [],
        "product_details": [],
        "types_of_service_details": None,
        "transaction_details": {
            "total_tax": 0, "total_discount": 0, "total_sales": 0, "total_shipping_charges": 0,
        },
    }  # fmt: skip
    assert data["summary"]["closed_at"] is None
    assert data["summary"]["denominations"] is None


@exchange("cash_registers.details")
def test_details_as_csv_bring_the_json(shop: Shop) -> None:
    shift_id = opened(shop)

    (row,) = table(shop.client().get(f"/cash-registers/{shift_id}/details", {"format": "csv"}))

    assert list(row) == ["register", "summary", "transaction_breakdown", "data_json"]
    assert orjson.loads(row["data_json"]) == shop.client().get(f"/cash-registers/{shift_id}/details").json()["data"]


# --- cash_registers.transactions -----------------------------------------------------------------------------------


@exchange("cash_registers.transactions")
def test_transactions_keep_their_order(shop: Shop) -> None:
    shift_id = opened(shop, amount="50")
    sale_id = sell(shop, line(shop.water, "4"), paid=(Tender(D(10), "cash"),), change_return=D(5))

    answer = shop.client(permissions=[RIGHT]).get(f"/cash-registers/{shift_id}/transactions").json()

    first, second, third = answer["data"]
    assert list(first) == LINE
    assert first == {
        "id": first["id"],
        "cash_register_id": shift_id,
        "amount": 50,
        "pay_method": "cash",
        "type": "credit",
        "transaction_type": "initial",
        "transaction_id": None,
        "created_at": "2026-03-06T17:30:00+05:30",
        "updated_at": "2026-03-06T17:30:00+05:30",
    }
    assert (second["amount"], second["type"], second["transaction_type"]) == (10, "credit", "sell")
    assert (third["amount"], third["type"], third["transaction_id"]) == (5, "debit", sale_id)
    assert answer["meta"] == {
        "cash_register_id": shift_id, "current_page": 1, "last_page": 1, "per_page": 20, "total": 3,
    }  # fmt: skip


@exchange("cash_registers.transactions")
def test_transactions_page_and_stream(shop: Shop) -> None:
    shift_id = opened(shop, amount="50")
    sell(shop, line(shop.water, "4"), paid=(Tender(D(10), "cash"),), change_return=D(5))
    path = f"/cash-registers/{shift_id}/transactions"

    assert [row["amount"] for row in shop.client().get(path, {"per_page": 2, "page": 2}).json()["data"]] == [5]
    answer = shop.client().get(path, {"format": "csv", "per_page": 1, "page": 3})
    assert [row["amount"] for row in table(answer)] == ["50", "10", "5"]
    assert columns(shop.client().get(path, {"format": "csv"})) == LINE


# --- cash_registers.open -------------------------------------------------------------------------------------------


@exchange("cash_registers.open")
def test_open_gives_the_session(shop: Shop) -> None:
    client = shop.client(permissions=[RIGHT])

    answer = client.post("/cash-registers/open", {"location_id": shop.location.pk, "initial_amount": "75.50"})

    assert answer.status_code == 201
    shift = Shift.objects.get()
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {
        "id": shift.pk,
        "user_id": client.user.pk,
        "location_id": shop.location.pk,
        "location_name": "Awesome Shop High Street",
        "status": "open",
        "opened_at": "2026-03-06T17:30:00+05:30",
    }
    movement = CashMovement.objects.get()
    assert (movement.kind, movement.type, movement.method, movement.amount) == ("initial", "credit", "cash", D("75.5"))
    assert [kind for kind, _, _ in facts()] == ["register.opened"]


@exchange("cash_registers.open")
@pytest.mark.parametrize("amount", [{}, {"initial_amount": None}, {"initial_amount": 0}])
def test_open_without_a_float_writes_no_line(shop: Shop, amount: dict[str, Any]) -> None:
    answer = shop.client().post("/cash-registers/open", {"location_id": shop.location.pk, **amount})

    assert answer.status_code == 201
    assert not CashMovement.objects.exists()


@exchange("cash_registers.open")
def test_open_is_refused(shop: Shop, settings: Any) -> None:
    client, body = shop.client(permissions=[RIGHT]), {"location_id": shop.location.pk}

    def status(caller: Any, **fields: Any) -> int:
        return int(caller.post("/cash-registers/open", {**body, **fields}).status_code)

    assert status(shop.client(permissions=["close_cash_register"])) == 403
    assert status(shop.client(permissions=[RIGHT], locations=[shop.second_location])) == 403
    assert status(client, location_id=shop.other.location.pk) == 422
    assert status(client, location_id=None) == 422
    assert status(client, location_id="here") == 422
    assert status(client, initial_amount=-1) == 422
    assert status(client, initial_amount="much") == 422
    settings.DEMO_MODE = True
    assert status(client) == 403
    settings.DEMO_MODE = False
    shop.switch_off("pos_sale")
    assert status(client) == 403
    assert not Shift.objects.exists()
    assert facts() == []


@exchange("cash_registers.open")
def test_open_is_refused_where_one_is_open(shop: Shop) -> None:
    opened(shop)

    answer = shop.client().post("/cash-registers/open", {"location_id": shop.second_location.pk})

    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert Shift.objects.count() == 1


@exchange("cash_registers.open")
def test_open_again_under_its_key_answers_as_before(shop: Shop) -> None:
    body, headers = {"location_id": shop.location.pk}, {"Idempotency-Key": "till-1"}
    first = shop.client().post("/cash-registers/open", body, headers=headers)

    again = shop.client().post("/cash-registers/open", body, headers=headers)

    assert (again.status_code, again.content) == (201, first.content)
    assert Shift.objects.count() == 1


# --- cash_registers.close ------------------------------------------------------------------------------------------


@exchange("cash_registers.close")
def test_close_counts_the_drawer(shop: Shop) -> None:
    client = shop.client(permissions=["close_cash_register", RIGHT])
    shift_id = opened(shop, user=client.user, amount="20")
    shop.now += timedelta(hours=8)

    answer = client.post(
        "/cash-registers/close",
        {
            "closing_amount": 19.5, "total_card_slips": 3, "total_cheques": "1", "closing_note": "short",
            "denominations": [{"denomination": 10, "count": 1}],
        },
    )  # fmt: skip

    assert answer.status_code == 200
    assert list(answer.json()) == ["message", "data"]
    assert answer.json()["data"] == {
        "id": shift_id,
        "user_id": client.user.pk,
        "location_id": shop.location.pk,
        "status": "close",
        "opened_at": "2026-03-06T17:30:00+05:30",
        "closed_at": "2026-03-07T01:30:00+05:30",
        "closing_amount": D("19.5"),
        "total_card_slips": 3,
        "total_cheques": 1,
    }
    shift = Shift.objects.get()
    assert (shift.status, shift.closing_note, shift.expected_cash, shift.number) == ("close", "short", 20, "RC0001")
    assert shift.denominations == [{"denomination": 10, "count": 1}]
    assert [kind for kind, _, _ in facts()] == ["register.opened", "register.closed"]


@exchange("cash_registers.close")
def test_close_of_another_users_session(shop: Shop) -> None:
    opened(shop, user="cashier")
    client = shop.client(permissions=["close_cash_register"])

    answer = client.post("/cash-registers/close", {"closing_amount": 0, "user_id": shop.cashier.pk})

    assert answer.json()["data"]["user_id"] == shop.cashier.pk
    assert answer.json()["data"]["total_card_slips"] == 0


@exchange("cash_registers.close")
def test_close_without_an_open_session(shop: Shop) -> None:
    opened(shop.other)

    for body in ({}, {"user_id": shop.cashier.pk}, {"user_id": shop.other.admin.pk}):
        answer = shop.client().post("/cash-registers/close", {"closing_amount": 0, **body})
        assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert Shift.objects.get().status == "open"


@exchange("cash_registers.close")
def test_close_is_refused(shop: Shop, settings: Any) -> None:
    opened(shop)

    def status(caller: Any, **fields: Any) -> int:
        return int(caller.post("/cash-registers/close", {"closing_amount": 5, **fields}).status_code)

    client = shop.client()
    assert status(shop.client(permissions=[RIGHT]), user_id=shop.admin.pk) == 403
    assert status(client, closing_amount=None) == 422
    assert status(client, closing_amount=-5) == 422
    assert status(client, total_card_slips=-1) == 422
    assert status(client, total_cheques=1.5) == 422
    assert status(client, closing_note="x" * 1001) == 422
    assert status(client, denominations="many") == 422
    assert status(client, user_id="me") == 422
    settings.DEMO_MODE = True
    assert status(client) == 403
    settings.DEMO_MODE = False
    shop.switch_off("pos_sale")
    assert status(client) == 403
    assert Shift.objects.get().status == "open"
