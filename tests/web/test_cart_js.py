"""The till's cart: adding, stepping, settling."""

from __future__ import annotations

import pytest

from tests.web.conftest import Run

pytestmark = pytest.mark.browser

PRODUCTS = """
const bread = {id: 1, decimals: false};
const rice = {id: 2, decimals: true};
"""


def in_cart(run: Run, body: str) -> object:
    return run("cart.js", f"(m) => {{ {PRODUCTS} {body} }}")


def test_the_same_product_joins_its_line(run: Run) -> None:
    lines = in_cart(
        run,
        """let {cart} = m.addProduct(m.emptyCart(), bread);
        cart = m.addProduct(cart, rice, {quantity: "0.25"}).cart;
        cart = m.addProduct(cart, bread).cart;
        return cart.lines.map((line) => [line.variationId, line.quantity]);""",
    )
    assert lines == [[1, "2"], [2, "0.25"]]


@pytest.mark.parametrize(
    "change", ["{note: 'sliced'}", "{discount: {type: 'fixed', amount: '1'}}", "{modifiers: [{id: 9}]}"]
)
def test_a_line_with_something_of_its_own_stays_alone(run: Run, change: str) -> None:
    count = in_cart(
        run,
        f"""let {{cart, key}} = m.addProduct(m.emptyCart(), bread);
        cart = m.changeLine(cart, key, {change});
        return m.addProduct(cart, bread).cart.lines.length;""",
    )
    assert count == 2


def test_stepping_below_one_takes_the_line_out(run: Run) -> None:
    lines = in_cart(
        run,
        """const {cart, key} = m.addProduct(m.emptyCart(), bread);
        return m.stepQuantity(cart, key, "-1").lines;""",
    )
    assert lines == []


@pytest.mark.parametrize(
    ("product", "typed", "allowed"),
    [
        ("bread", "3", "3"),
        ("bread", "1.5", None),
        ("bread", "0", None),
        ("bread", "-1", None),
        ("bread", "many", None),
        ("rice", "0.0005", "0.0005"),
        ("rice", "0.00005", None),
    ],
)
def test_a_quantity_fits_its_unit(run: Run, product: str, typed: str, allowed: str | None) -> None:
    assert in_cart(run, f"return m.allowedQuantity('{typed}', {product});") == allowed


@pytest.mark.parametrize(
    ("tenders", "expected"),
    [
        ([], {"paid": "0", "due": "21.53", "change": "0", "isChangeCovered": True}),
        ([("10", False)], {"paid": "10", "due": "11.53", "change": "0", "isChangeCovered": True}),
        ([("10", False), ("20", True)], {"paid": "30", "due": "0", "change": "8.47", "isChangeCovered": True}),
        ([("21.53", True)], {"paid": "21.53", "due": "0", "change": "0", "isChangeCovered": True}),
        ([("30", False)], {"paid": "30", "due": "0", "change": "8.47", "isChangeCovered": False}),
    ],
)
def test_tenders_settle_a_total(run: Run, tenders: list[tuple[str, bool]], expected: dict[str, object]) -> None:
    given = [{"amount": amount, "isCash": is_cash} for amount, is_cash in tenders]
    assert run("cart.js", "(m, given) => m.settle('21.53', given)", given) == expected


def test_what_is_weighed_counts_as_one_item(run: Run) -> None:
    count = in_cart(
        run,
        """let {cart} = m.addProduct(m.emptyCart(), bread, {quantity: "3"});
        return m.itemCount(m.addProduct(cart, rice, {quantity: "0.25"}).cart);""",
    )
    assert count == "4"
