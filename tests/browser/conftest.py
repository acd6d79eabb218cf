"""Chromium against a live server on a real shop. What a test does with the mouse it checks in the books."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, sync_playwright

from polytill.domain.storage.ids import forget_blocks
from polytill.domain.storage.remember import forget
from tests.shop import Shop
from tests.web.conftest import CHROMIUM, CHROMIUM_ARGS

# Playwright keeps an event loop running in this thread; the ORM takes it for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PASSWORD = "correct horse battery"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def shop(transactional_db: None) -> Iterator[Shop]:
    """Like the shop of the other tests, but committed: the server sees it from its own thread."""
    forget()
    forget_blocks()
    shop = Shop("Awesome Shop")
    shop.now = datetime.now(UTC)
    for user in (shop.admin, shop.cashier):
        user.password = make_password(PASSWORD)
        user.save(update_fields=["password"])
    yield shop
    forget()
    forget_blocks()


@pytest.fixture
def page(chromium: Browser, shop: Shop, live_server: object) -> Iterator[Page]:
    """A page of a fresh browser profile; a script error or a blocked resource fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=str(live_server))
    page = context.new_page()
    page.set_default_timeout(8_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def till(page: Page) -> Page:
    """Signed in as the administrator, the register opened with 100."""
    sign_in(page)
    page.get_by_label("Cash in the drawer").fill("100")
    page.get_by_role("button", name="Open the register").click()
    page.wait_for_selector(".tile:not(.ghost)")
    return page


def sign_in(page: Page, username: str = "awesome-admin", password: str = PASSWORD) -> None:
    page.goto("/till")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def tile(page: Page, name: str) -> None:
    page.locator(".tile", has_text=name).click()


# What a scanner does, at a scanner's speed, however slow the machine of the test is.
WEDGE = """(code) => {
  for (const key of [...code, "Enter"]) {
    const target = document.activeElement;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    if (!target.dispatchEvent(event) || key === "Enter" || !("value" in target)) continue;
    target.value += key;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


def scan(page: Page, code: str) -> None:
    page.evaluate(WEDGE, code)


def pay(page: Page, method: str, amount: str | None = None) -> None:
    if amount is not None:
        page.get_by_label("Amount", exact=True).fill(amount)
    page.locator(".method", has_text=method).click()
