"""A sale at the till, from the tile to the books."""

from __future__ import annotations

import re
from decimal import Decimal as D

from playwright.sync_api import Page, Route, expect

from polytill.domain.catalog.models import Barcode
from polytill.domain.payments.models import Payment
from polytill.domain.pricing.models import Discount
from polytill.domain.sales.models import Sale, SaleLine
from polytill.domain.stock.models import StockLevel
from polytill.domain.storage.remember import forget
from tests.browser.conftest import pay, scan, tile
from tests.shop import Shop


def level(shop: Shop, variation: object) -> D:
    return StockLevel.objects.get(variation=variation, location=shop.location).quantity


def total(page: Page) -> str:
    return page.locator(".pay-total").inner_text()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Complete the sale").click()
    expect(page.locator(".done-amount")).to_be_visible()


def test_two_tenders_and_change(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    tile(till, "Mineral Water")
    tile(till, "Men's Jeans")
    till.locator(".option", has_text="30").click()
    assert total(till) == "$79.50"

    till.keyboard.press("F9")
    pay(till, "Card", "50")
    expect(till.locator(".balance")).to_contain_text("$29.50")
    till.locator(".quick button", has_text="$50.00").click()
    expect(till.locator(".balance")).to_contain_text("$20.50")
    finish(till)

    expect(till.get_by_role("heading", name="Sale AS0001")).to_be_visible()
    expect(till.locator(".done-amount")).to_have_text("$20.50")
    assert (level(shop, shop.water), level(shop, shop.jeans_30)) == (D(148), D(4))
    sale = Sale.objects.get()
    assert (sale.number, sale.total, sale.paid, sale.door) == ("AS0001", D("79.5"), D("79.5"), "web")
    rows = Payment.objects.order_by("id").values_list("method", "amount", "is_return")
    assert list(rows) == [("card", D(50), False), ("cash", D(50), False), ("cash", D("20.5"), True)]


def test_keyboard_alone(shop: Shop, till: Page) -> None:
    till.keyboard.press("F2")
    till.keyboard.type("miner", delay=60)
    till.keyboard.press("Enter")
    till.keyboard.press("Escape")
    till.keyboard.press("+")
    till.keyboard.press("+")
    till.keyboard.press("-")
    assert total(till) == "$2.50"

    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    expect(till.locator(".done-amount")).to_be_visible()
    till.keyboard.press("Enter")

    expect(till.locator("dialog")).to_have_count(0)
    expect(till.locator(".line")).to_have_count(0)
    assert Sale.objects.get().total == D("2.5")


def test_methods_have_keys_and_enter_completes(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.type("1")
    till.keyboard.press("Alt+2")
    expect(till.get_by_label("Amount", exact=True)).to_have_value("0.25")
    till.keyboard.press("Alt+3")
    expect(till.locator(".balance")).to_contain_text("Change")
    till.keyboard.press("Enter")

    expect(till.locator(".done-amount")).to_be_visible()
    rows = Payment.objects.order_by("id").values_list("method", "amount")
    assert list(rows) == [("card", D(1)), ("cheque", D("0.25"))]


def test_the_scanner_works_wherever_the_focus_is(shop: Shop, till: Page) -> None:
    Barcode.objects.create(business=shop.business, code="4006381333931", variation=shop.jeans_28)
    till.reload()
    till.wait_for_selector(".tile:not(.ghost)")

    scan(till, "4006381333931")
    till.keyboard.press("F2")
    scan(till, "4006381333931")
    scan(till, "AS0003")
    scan(till, "0000000000000")

    expect(till.locator(".line")).to_have_count(2)
    expect(till.locator(".line").first).to_contain_text("Men's Jeans")
    expect(till.locator(".line .step-value").first).to_have_text("2")
    expect(till.get_by_role("alert")).to_have_text("No product has the code 0000000000000.")
    expect(till.locator("#search")).to_have_value("")


def test_modifiers_discount_note_and_customer(shop: Shop, till: Page) -> None:
    tile(till, "Pizza")
    till.get_by_role("button", name="Cheese").click()
    till.locator("dialog .sheet-foot .primary").click()
    till.locator(".line-main").click()
    till.get_by_label("Quantity (Pc(s))").fill("2")
    till.get_by_role("radio", name="Percent").check()
    till.get_by_label("Discount in percent").fill("50")
    till.get_by_label("Note").fill("well done")
    till.get_by_role("button", name="Save").click()
    assert total(till) == "$9.80"
    till.keyboard.press("F4")
    till.get_by_label("Name, mobile or code").fill("stone")
    till.locator(".option", has_text="Harry Stone").click()
    till.keyboard.press("F9")
    pay(till, "Cash")
    finish(till)

    pizza, cheese = SaleLine.objects.order_by("position")
    assert (pizza.quantity, pizza.gross, pizza.note, pizza.discount_type) == (D(2), D("8.8"), "well done", "percentage")
    assert (cheese.parent_id, cheese.quantity, cheese.gross) == (pizza.pk, D(2), D(1))
    assert (Sale.objects.get().contact_id, Sale.objects.get().total) == (shop.customer.pk, D("9.8"))


def test_a_part_of_a_kilogram_but_no_part_of_a_piece(shop: Shop, till: Page) -> None:
    tile(till, "Basmati Rice")
    till.locator(".step-value").click()
    till.get_by_label("Quantity (kg)").fill("0.25")
    till.get_by_role("button", name="Save").click()
    tile(till, "Mineral Water")
    till.locator(".line", has_text="Water").locator(".step-value").click()
    till.get_by_label("Quantity (Pc(s))").fill("1.5")
    till.get_by_role("button", name="Save").click()

    expect(till.get_by_role("alert")).to_have_text("Type a whole number above zero.")
    till.keyboard.press("Escape")
    assert total(till) == "$1.89"


def test_a_lost_reply_never_doubles_a_sale(shop: Shop, till: Page) -> None:
    """The server books the sale, the answer is lost on the way, the till asks again with the same identity."""
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if not lost:
            lost.append(route.request.post_data or "")
            route.abort()
        else:
            route.fulfill(response=answer)

    till.route("**/till/api/sales", lose_the_first)
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")

    expect(till.get_by_role("heading", name="Sale AS0001")).to_be_visible()
    assert len(lost) == 1
    assert (Sale.objects.count(), Payment.objects.count(), level(shop, shop.water)) == (1, 1, D(149))


def test_a_sale_without_an_answer_survives_a_reload(shop: Shop, till: Page) -> None:
    till.route("**/till/api/sales", lambda route: (route.fetch(), route.abort()))
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    expect(till.get_by_text("The server did not answer.")).to_be_visible(timeout=15_000)

    till.unroute_all()
    till.reload()
    till.get_by_role("button", name="Try again").click()

    expect(till.get_by_role("heading", name="Sale AS0001")).to_be_visible()
    expect(till.locator(".line")).to_have_count(0)
    assert (Sale.objects.count(), level(shop, shop.water)) == (1, D(149))


def test_a_refusal_stands_where_it_concerns(shop: Shop, till: Page) -> None:
    tile(till, "Men's Jeans")
    till.locator(".option", has_text="32").click()
    till.keyboard.press("F9")
    pay(till, "Card")
    till.get_by_role("button", name="Complete the sale").click()

    expect(till.locator("dialog").get_by_role("alert")).to_contain_text(re.compile("stock", re.IGNORECASE))
    till.keyboard.press("Escape")
    expect(till.locator(".line")).to_have_count(1)
    assert not Sale.objects.exists()


def test_a_price_that_changed_meanwhile_is_no_surprise(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    shop.water.sell_price = shop.water.sell_price_inc_tax = D("1.50")
    shop.water.save(update_fields=["sell_price", "sell_price_inc_tax"])
    till.keyboard.press("F9")
    till.keyboard.press("Enter")

    expect(till.locator("dialog").get_by_role("alert")).to_contain_text("1.5 instead of 1.25")
    assert not Sale.objects.exists()
    expect(till.get_by_label("Amount", exact=True)).to_have_value("0.25")
    till.keyboard.press("Enter")
    expect(till.locator(".done-amount")).to_be_visible()
    assert Sale.objects.get().total == D("1.5")


def test_credit_for_a_customer_not_for_a_passer_by(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    expect(till.get_by_role("button", name="Complete the sale")).to_be_disabled()
    till.keyboard.press("Escape")
    till.keyboard.press("F4")
    till.locator(".option", has_text="Cora Credit").click()
    till.keyboard.press("F9")
    till.get_by_role("button", name="Sell on credit").click()

    expect(till.locator(".done")).to_contain_text("Stays due")
    sale = Sale.objects.get()
    assert (sale.payment_status, sale.is_credit, sale.contact_id) == ("due", True, shop.credit_customer.pk)


def test_what_is_sold_is_off_the_shelf(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    expect(till.locator(".done-amount")).to_be_visible()
    expect(till.locator(".tile", has_text="Mineral Water")).to_contain_text("149 Pc(s)")


def test_the_shops_offer_depends_on_the_customer(shop: Shop, till: Page) -> None:
    stamps = {"created_at": shop.now, "updated_at": shop.now}
    for_all = Discount.objects.create(business=shop.business, name="All", kind="percentage", value=D(20), **stamps)
    for_all.variations.add(shop.water)
    shop.customer.customer_group = shop.customer_group
    shop.customer.save(update_fields=["customer_group"])
    forget()
    till.reload()
    tile(till, "Mineral Water")
    expect(till.locator(".line")).to_contain_text("Offer: \u221220% each")
    assert total(till) == "$1.00"

    till.keyboard.press("F4")
    till.locator(".option", has_text="Harry Stone").click()
    expect(till.locator(".pay-total")).to_have_text("$1.25")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    expect(till.locator(".done-amount")).to_be_visible()
    assert Sale.objects.get().total == D("1.25")
