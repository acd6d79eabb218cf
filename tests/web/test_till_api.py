"""The till's calls, against the real core."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from polytill.domain.payments.models import Payment
from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockLevel
from polytill.domain.storage.remember import forget
from tests.shop import Shop
from tests.web.till import Till, line, pay


@pytest.fixture
def till(shop: Shop) -> Till:
    till = Till(shop)
    assert till.open().status_code == 200
    return till


def level(shop: Shop, variation: object) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def error(response: object) -> dict[str, object]:
    return response.json()["error"]


def test_the_session_tells_where_and_how_to_sell(shop: Shop) -> None:
    content = Till(shop).get("session").json()

    assert content["user"]["name"] == "Ms Cass Hier"
    assert content["register"] is None
    assert content["business"]["currency"]["symbol"] == "$"
    assert [place["name"] for place in content["locations"]] == ["Awesome Shop High Street", "Awesome Shop Station"]
    ways = [way["label"] for way in content["locations"][0]["methods"]]
    assert ways == ["Cash", "Card", "Cheque", "Bank Transfer", "Other", "Voucher", "Mobile Money", "Custom Payment 3"]
    assert {tax["name"] for tax in content["taxes"]} == {"VAT@10%", "GST@7%"}
    assert content["can"]["discount"] is False


def test_a_narrow_user_sees_his_locations_only(shop: Shop) -> None:
    shop.narrow = shop.user(permissions=["sell.create"], locations=[shop.second_location])
    places = Till(shop, "narrow").get("session").json()["locations"]
    assert [place["id"] for place in places] == [shop.second_location.pk]


def test_the_register_opens_with_its_float(shop: Shop) -> None:
    till = Till(shop)
    opened = till.open("100.50").json()

    assert (opened["location_id"], opened["float"]) == (shop.location.pk, "100.5")
    assert till.get("session").json()["register"] == opened
    assert error(till.open())["code"] == "register.already_open"


def test_a_sale_with_two_tenders_and_change(shop: Shop, till: Till) -> None:
    tenders = pay(("card", "50"), ("cash", "40"))
    answer = till.post("sales", till.sale(line(shop.jeans_28), line(shop.water, "4"), total="82", tenders=tenders))

    assert answer.status_code == 200, answer.content
    sold = answer.json()
    assert (sold["number"], sold["total"], sold["received"], sold["change"], sold["due"]) == (
        "AS0001",
        "82",
        "90",
        "8",
        "0",
    )
    assert (level(shop, shop.jeans_28), level(shop, shop.water)) == (9, 146)
    sale = Sale.objects.get()
    assert (sale.door, sale.is_direct, sale.paid, sale.payment_status) == ("web", False, D(82), "paid")
    assert list(Payment.objects.order_by("id").values_list("method", "amount", "is_return")) == [
        ("card", D(50), False),
        ("cash", D(40), False),
        ("cash", D(8), True),
    ]
    assert till.get("register/summary").json()["expected_cash"] == "132"


def test_the_same_sale_sent_again_is_booked_once(shop: Shop, till: Till) -> None:
    body = till.sale(line(shop.water), total="1.25", tenders=pay(("cash", "2")))

    first, second = till.post("sales", body), till.post("sales", body)

    assert first.json() == second.json()
    assert Sale.objects.count() == 1
    assert level(shop, shop.water) == 149
    assert till.get(f"sales/by-uuid/{body['uuid']}").json()["sale"] == first.json()


def test_a_sale_that_never_was_is_not_found(shop: Shop, till: Till) -> None:
    assert till.get("sales/by-uuid/8f14e45f-ceea-467f-a0e6-000000000000").json() == {"sale": None}


def test_a_total_that_the_customer_has_not_seen_is_refused(shop: Shop, till: Till) -> None:
    answer = till.post("sales", till.sale(line(shop.water), total="1.20", tenders=pay(("cash", "2"))))

    assert (answer.status_code, error(answer)["code"]) == (422, "price.changed")
    assert not Sale.objects.exists()


def test_modifiers_and_a_decimal_quantity(shop: Shop, till: Till) -> None:
    lines = [line(shop.pizza, modifiers=[shop.cheese.pk, shop.olives.pk]), line(shop.rice, "0.250")]
    answer = till.post("sales", till.sale(*lines, total="10.69", tenders=pay(("card", "10.69"))))

    assert answer.status_code == 200, answer.content
    kinds = SaleLine.objects.order_by("position").values_list("child_kind", "quantity", "gross")
    assert list(kinds) == [
        (None, D(1), D("8.8")),
        ("modifier", D(1), D("0.5")),
        ("modifier", D(1), D("0.75")),
        (None, D("0.25"), D("0.642")),
    ]
    assert level(shop, shop.rice) == D("25.25")


def test_a_cashier_without_the_right_gives_no_discount(shop: Shop, till: Till) -> None:
    cut = {"type": "fixed", "amount": "0.25"}
    refused = till.post("sales", till.sale(line(shop.water, discount=cut), total="1", tenders=pay(("cash", "1"))))
    assert (refused.status_code, error(refused)["code"]) == (403, "discount.not_permitted")


def test_discounts_order_tax_and_notes_reach_the_books(shop: Shop) -> None:
    till = Till(shop, "admin")
    till.open()
    body = till.sale(
        line(shop.water, "4", discount={"type": "fixed", "amount": "0.25"}, note="cold"),
        total="3.85",
        discount={"type": "fixed", "amount": "0.50"},
        tax_id=shop.vat.pk,
        note="for the office",
        customer_id=shop.customer.pk,
        tenders=pay(("cash", "3.85")),
    )

    answer = till.post("sales", body)

    assert answer.status_code == 200, answer.content
    sale, row = Sale.objects.get(), SaleLine.objects.get()
    assert (sale.total, sale.discount_amount, sale.tax_amount) == (D("3.85"), D("0.5"), D("0.35"))
    assert (sale.note, sale.contact_id, row.note, row.discount_value) == (
        "for the office", shop.customer.pk, "cold", D("0.25"),
    )  # fmt: skip


def test_nobody_stands_behind_the_debt_of_a_walk_in_customer(shop: Shop, till: Till) -> None:
    refused = till.post("sales", till.sale(line(shop.jeans_28), total="77", tenders=pay(("cash", "7"))))
    assert error(refused)["fields"] == {
        "tenders": ["The sale is not paid in full. Choose a customer to sell on credit."]
    }


def test_a_customer_buys_on_credit_within_his_limit(shop: Shop, till: Till) -> None:
    def on_credit(quantity: str, total: str) -> object:
        body = till.sale(line(shop.jeans_28, quantity), total=total, customer_id=shop.credit_customer.pk)
        return till.post("sales", body)

    sold = on_credit("2", "154").json()
    assert (sold["due"], sold["received"]) == ("154", "0")
    assert error(on_credit("5", "385"))["code"] == "credit.limit_exceeded"
    (found,) = till.get("customers?q=cora").json()["rows"]
    assert found["due"] == "154"


def test_only_cash_gives_change(shop: Shop, till: Till) -> None:
    refused = till.post("sales", till.sale(line(shop.water), total="1.25", tenders=pay(("card", "5"))))
    assert error(refused)["fields"] == {"tenders": ["Only cash can be more than what is due."]}


def test_what_is_not_in_stock_is_refused_in_words(shop: Shop, till: Till) -> None:
    refused = till.post("sales", till.sale(line(shop.jeans_32), total="82.5", tenders=pay(("cash", "82.5"))))
    assert refused.status_code == 422
    assert "Jeans" in error(refused)["message"]


def test_a_sale_without_an_open_register_is_refused(shop: Shop) -> None:
    refused = Till(shop).post("sales", Till(shop).sale(line(shop.water), total="1.25", tenders=pay(("cash", "2"))))
    assert error(refused)["code"] == "register.not_open"


def test_cash_moves_and_the_count_shows_the_difference(shop: Shop, till: Till) -> None:
    till.post("sales", till.sale(line(shop.water, "4"), total="5", tenders=pay(("cash", "20"))))
    till.post("register/movement", {"direction": "in", "amount": "50", "note": "change"})
    till.post("register/movement", {"direction": "out", "amount": "12.5", "note": "window cleaner"})

    summary = till.get("register/summary").json()
    closed = till.post("register/close", {"counted": "140", "note": "short", "denominations": {"20": 7}})

    assert summary["expected_cash"] == "142.5"
    assert [(row["key"], row["amount"]) for row in summary["rows"]] == [
        ("opening", "100"), ("sales.cash", "5"), ("cash_in", "50"), ("cash_out", "-12.5"), ("expected", "142.5"),
    ]  # fmt: skip
    assert (closed.json()["expected_cash"], closed.json()["counted"]) == ("142.5", "140")
    shift = Shift.objects.get()
    assert (shift.status, shift.number, shift.closing_amount) == ("close", "RC0001", D(140))
    assert till.get("session").json()["register"] is None


def test_customers_are_found_by_name_and_mobile(shop: Shop, till: Till) -> None:
    def names(text: str) -> list[str]:
        return [row["name"] for row in till.get(f"customers?q={text}").json()["rows"]]

    assert names("stone") == ["Harry Stone"]
    assert names("5550102") == ["Harry Stone"]
    assert names("") == ["Cora Credit", "Harry Stone"]
    assert names("walk") == names("plier") == []


def test_recent_sales_are_the_cashiers_own(shop: Shop, till: Till) -> None:
    till.post("sales", till.sale(line(shop.water), total="1.25", tenders=pay(("cash", "2"))))
    other = Till(shop, "admin")
    other.open()
    other.post("sales", other.sale(line(shop.water, "2"), total="2.5", tenders=pay(("cash", "5"))))

    assert [(r["number"], r["lines"]) for r in till.get("sales/recent").json()["rows"]] == [("AS0001", 1)]
    assert [r["number"] for r in other.get("sales/recent").json()["rows"]] == ["AS0002", "AS0001"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"uuid": "no"}, "uuid"),
        ({"expected_total": "-1"}, "expected_total"),
        ({"tenders": [{"method": "cash", "amount": "0"}]}, "tenders.0.amount"),
        ({"lines": [{"variation_id": 1, "quantity": "1.23456"}]}, "lines.0.quantity"),
        ({"lines": [{"variation_id": 1, "quantity": 0.5}]}, "lines.0.quantity"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_malformed_sale_is_refused_by_field(shop: Shop, till: Till, change: dict[str, object], field: str) -> None:
    answer = till.post("sales", {**till.sale(line(shop.water), total="1.25"), **change})
    assert answer.status_code == 422
    assert list(error(answer)["fields"]) == [field]


def test_no_json_is_refused(till: Till) -> None:
    answer = till.client.post("/till/api/sales", "<xml/>", "application/json", headers={"X-CSRFToken": till.token})
    assert (answer.status_code, error(answer)["code"]) == (422, "validation.failed")


def test_without_a_session_or_a_csrf_token_nothing_is_done(shop: Shop, till: Till) -> None:
    body = till.sale(line(shop.water), total="1.25", tenders=pay(("cash", "2")))

    assert till.post("sales", body, token="x" * 64).status_code == 403
    till.client.cookies.pop("polytill_session")
    signed_out = till.post("sales", body)

    assert (signed_out.status_code, error(signed_out)["code"]) == (401, "session.ended")
    assert not Sale.objects.exists()


def test_the_wrong_method_says_which_is_right(till: Till) -> None:
    answer = till.get("register/open")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def hold(till: Till, *lines: dict[str, object], total: str, **fields: object) -> int:
    answer = till.post("sales", till.sale(*lines, total=total, hold=True, **fields))
    assert answer.status_code == 200, answer.content
    return int(answer.json()["id"])


def test_hold_resume_change_and_pay(shop: Shop, till: Till) -> None:
    held_id = hold(
        till, line(shop.water, "2"), line(shop.pizza, modifiers=[shop.cheese.pk]), total="11.8", note="red hat"
    )

    (row,) = till.get("sales/held").json()["rows"]
    held = till.get(f"sales/{held_id}").json()
    assert (row["id"], row["note"], row["lines"], row["total"]) == (held_id, "red hat", 2, "11.8")
    assert [(one["variation_id"], one["quantity"]) for one in held["lines"]] == [
        (shop.water.pk, "2"),
        (shop.pizza.pk, "1"),
    ]
    assert held["lines"][1]["modifiers"] == [{"id": shop.cheese.pk, "name": "Cheese", "price_inc_tax": "0.5"}]
    assert held["customer"] is None

    body = till.sale(line(shop.water, "3"), total="3.75", customer_id=shop.customer.pk, tenders=pay(("cash", "5")))
    first, second = till.post(f"sales/{held_id}/settle", body), till.post(f"sales/{held_id}/settle", body)

    assert first.status_code == 200, first.content
    assert first.json() == second.json()
    sale = Sale.objects.get()
    assert (sale.pk, sale.is_suspended, sale.total, sale.paid) == (held_id, False, D("3.75"), D("3.75"))
    assert (sale.contact_id, level(shop, shop.water)) == (shop.customer.pk, D(147))
    assert till.get("sales/held").json()["rows"] == []
    assert [r["id"] for r in till.get("sales/recent").json()["rows"]] == [held_id]
    assert till.get("register/summary").json()["expected_cash"] == "103.75"


def test_a_resumed_sale_goes_back_on_hold(shop: Shop, till: Till) -> None:
    held_id = hold(till, line(shop.water, "2"), total="2.5")

    answer = till.post(f"sales/{held_id}/settle", till.sale(line(shop.water, "5"), total="6.25", hold=True))

    assert (answer.status_code, answer.json()["held"]) == (200, True)
    assert (Sale.objects.get().total, level(shop, shop.water)) == (D("6.25"), D(145))


def test_what_became_of_a_held_sale_whose_answer_was_lost(shop: Shop, till: Till) -> None:
    held_id = hold(till, line(shop.water), total="1.25")
    body = till.sale(line(shop.water), total="1.25", tenders=pay(("cash", "2")))
    asking = f"sales/by-uuid/{body['uuid']}?held={held_id}"

    assert till.get(asking).json() == {"sale": None}
    done = till.post(f"sales/{held_id}/settle", body).json()
    assert till.get(asking).json() == {"sale": done}


def test_anothers_held_sale_is_not_seen(shop: Shop, till: Till) -> None:
    held_id = hold(till, line(shop.water), total="1.25")
    shop.narrow = shop.user(permissions=["sell.create", "view_own_sell_only"])

    assert Till(shop, "narrow").get(f"sales/{held_id}").status_code == 404
    assert Till(shop.other, "admin").get(f"sales/{held_id}").status_code == 404


def test_a_customer_is_added_at_the_counter(shop: Shop, till: Till) -> None:
    answer = till.post("customers", {"name": "Mina Sato", "mobile": "555-0199"})

    assert answer.status_code == 200, answer.content
    (found,) = till.get("customers?q=sato").json()["rows"]
    assert found == answer.json()
    assert found["mobile"] == "555-0199"


def test_a_customer_needs_a_name(shop: Shop, till: Till) -> None:
    assert list(error(till.post("customers", {"name": "  "}))["fields"]) == ["name"]


def test_a_held_sale_is_discarded_and_its_goods_come_back(shop: Shop) -> None:
    till = Till(shop, "admin")
    till.open()
    held_id = hold(till, line(shop.water, "2"), total="2.5")
    sold = till.post("sales", till.sale(line(shop.water), total="1.25", tenders=pay(("cash", "2")))).json()

    assert till.post(f"sales/{held_id}/discard").status_code == 200
    assert till.post(f"sales/{sold['id']}/discard").status_code == 404
    assert (level(shop, shop.water), till.get("sales/held").json()["rows"]) == (D(149), [])


def test_a_cashier_may_not_discard(shop: Shop, till: Till) -> None:
    held_id = hold(till, line(shop.water), total="1.25")
    assert till.post(f"sales/{held_id}/discard").status_code == 403


def test_another_password_ends_the_session(shop: Shop) -> None:
    till = Till(shop)
    assert till.get("session").status_code == 200

    shop.cashier.set_password("another long word")
    shop.cashier.save(update_fields=["password"])
    forget()

    assert till.get("session").status_code == 401


def test_a_business_that_is_shut_lets_nobody_in(shop: Shop) -> None:
    till, api = Till(shop), shop.client()
    shop.business.is_active = False
    shop.business.save(update_fields=["is_active"])
    forget()

    assert (till.get("session").status_code, api.get("/sells").status_code) == (401, 401)


def test_cash_that_is_sent_again_moves_once(shop: Shop) -> None:
    till = Till(shop)
    till.open("100")
    movement = {"direction": "in", "amount": "20", "note": "coins"}

    first = till.post("register/movement", movement, key="a-key")
    again = till.post("register/movement", movement, key="a-key")

    assert first.json() == again.json()
    assert CashMovement.objects.filter(kind="cash_in").count() == 1
    assert till.post("register/movement", {**movement, "amount": "30"}, key="a-key").status_code == 422
