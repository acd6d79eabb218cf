"""A cashier's day: sign in, open, hold and resume, print, move cash, close, sign out."""

from __future__ import annotations

from decimal import Decimal as D

from playwright.sync_api import Page, expect

from polytill.domain.registers.models import CashMovement, Shift
from polytill.domain.sales.models import Sale
from polytill.domain.stock.models import StockLevel
from tests.browser.conftest import PASSWORD, pay, sign_in, tile
from tests.shop import Shop


def sell_water(till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    expect(till.locator(".done-amount")).to_be_visible()
    till.keyboard.press("Enter")


def test_a_wrong_password_is_told_and_repeated_ones_are_stopped(shop: Shop, page: Page) -> None:
    page.goto("/login")
    for _ in range(5):
        page.get_by_label("User name").fill("awesome-admin")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_have_text("The user name or the password is wrong.")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Too many attempts")


def test_the_register_opens_where_the_cashier_chooses(shop: Shop, page: Page) -> None:
    sign_in(page, "awesome-cashier")
    page.get_by_role("radio", name="Awesome Shop Station").check()
    page.get_by_label("Cash in the drawer").fill("twelve")
    page.get_by_role("button", name="Open the register").click()
    expect(page.get_by_role("alert")).to_have_text("Type an amount.")
    page.get_by_label("Cash in the drawer").fill("150,50")
    page.get_by_role("button", name="Open the register").click()

    expect(page.locator(".place")).to_have_text("Awesome Shop Station")
    shift, movement = Shift.objects.get(), CashMovement.objects.get()
    assert (shift.user_id, shift.location_id) == (shop.cashier.pk, shop.second_location.pk)
    assert (movement.kind, movement.amount) == ("initial", D("150.5"))


def test_hold_and_resume(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F6")
    till.get_by_label("Note (to find it again)").fill("red hat")
    till.keyboard.press("Enter")
    expect(till.locator(".line")).to_have_count(0)
    expect(till.locator(".count")).to_have_text("1")
    sell_water(till)

    till.keyboard.press("F7")
    expect(till.locator(".list-row")).to_contain_text("red hat")
    till.get_by_role("button", name="Resume").click()
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    pay(till, "Card")
    till.get_by_role("button", name="Complete the sale").click()
    expect(till.locator(".done-amount")).to_be_visible()

    held, plain = Sale.objects.order_by("id")
    assert (held.number, held.is_suspended, held.total, held.payment_status) == ("AS0001", False, D("2.5"), "paid")
    assert (plain.number, plain.total) == ("AS0002", D("1.25"))
    assert StockLevel.objects.get(variation=shop.water, location=shop.location).quantity == D(147)
    expect(till.locator(".count")).to_have_count(0)


def test_the_receipt_is_printed_from_a_frame(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F9")
    till.keyboard.press("Enter")
    till.get_by_role("button", name="Print receipt").click()

    receipt = till.frame_locator("iframe.print")
    expect(receipt.locator(".receipt")).to_contain_text("AS0001")
    expect(receipt.locator(".total")).to_contain_text("$1.25")


def test_a_recent_sale_is_printed_again(shop: Shop, till: Page) -> None:
    sell_water(till)
    till.keyboard.press("F8")
    expect(till.locator(".list-row")).to_contain_text("AS0001")
    till.get_by_role("button", name="Reprint").click()
    expect(till.frame_locator("iframe.print").locator(".receipt")).to_contain_text("AS0001")


def test_cash_goes_out_and_the_drawer_is_counted(shop: Shop, till: Page) -> None:
    sell_water(till)
    till.get_by_role("button", name="Menu of Mr Ada Min").click()
    till.get_by_role("menuitem", name="Cash in or out").click()
    till.get_by_role("radio", name="Cash out").check()
    till.get_by_label("Amount").fill("20")
    till.get_by_label("Reason").fill("window cleaner")
    till.get_by_role("button", name="Book it").click()
    expect(till.locator("dialog")).to_have_count(0)

    till.get_by_role("button", name="Menu of Mr Ada Min").click()
    till.get_by_role("menuitem", name="Close the register").click()
    expect(till.locator(".summary .strong")).to_contain_text("$81.25")
    till.get_by_label("Number of $20.00").fill("4")
    expect(till.get_by_text("$1.25 is missing.")).to_be_visible()
    till.get_by_label("Number of $1.00").fill("2")
    expect(till.get_by_text("$0.75 too much.")).to_be_visible()
    till.get_by_label("Note").fill("a coin too many")
    till.locator("#close-form").get_by_role("button", name="Close the register").click()

    expect(till.get_by_role("heading", name="Register closed")).to_be_visible()
    till.get_by_role("button", name="Print report").click()
    expect(till.frame_locator("iframe.print").locator(".receipt")).to_contain_text("$0.75")
    shift = Shift.objects.get()
    assert (shift.status, shift.number, shift.expected_cash, shift.closing_amount) == (
        "close", "RC0001", D("81.25"), D(82),
    )  # fmt: skip
    assert (shift.denominations, shift.closing_note) == ({"20": 4, "1": 2}, "a coin too many")
    till.get_by_role("button", name="Done").click()
    expect(till.get_by_role("button", name="Open the register")).to_be_visible()


def test_a_customer_is_added_on_the_way(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.keyboard.press("F4")
    till.get_by_label("Name, mobile or code").fill("Mina Sato")
    till.get_by_role("button", name="New customer").click()
    till.get_by_label("Mobile").fill("555-0199")
    till.get_by_role("button", name="Add customer").click()
    expect(till.locator(".customer")).to_contain_text("Mina Sato")


def test_the_cart_outlives_a_reload_and_a_sign_out(shop: Shop, till: Page) -> None:
    tile(till, "Mineral Water")
    till.context.clear_cookies()
    till.keyboard.press("F8")
    expect(till.get_by_role("heading", name="Signed out")).to_be_visible()
    till.get_by_role("link", name="Sign in").click()
    till.get_by_label("User name").fill("awesome-admin")
    till.get_by_label("Password").fill(PASSWORD)
    till.get_by_role("button", name="Sign in").click()

    expect(till.locator(".pay-total")).to_have_text("$1.25")


def test_signing_out_ends_the_session(shop: Shop, till: Page) -> None:
    till.get_by_role("button", name="Menu of Mr Ada Min").click()
    till.get_by_role("menuitem", name="Sign out").click()
    expect(till.get_by_role("heading", name="Sign in")).to_be_visible()
    till.goto("/till")
    expect(till.get_by_role("heading", name="Sign in")).to_be_visible()
