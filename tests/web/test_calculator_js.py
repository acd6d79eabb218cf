"""The browser's calculator runs the server's vectors in Chromium, under the till's strict script policy."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "src" / "polytill" / "web" / "static" / "till"
VECTORS: list[dict[str, Any]] = json.loads((ROOT / "tests" / "vectors" / "pricing.json").read_text(encoding="utf-8"))
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PRICE_ALL = """async (sales) => {
  const { priceSale, Refusal } = await import("/calculator.js");
  return sales.map((sale) => {
    try {
      return { expected: priceSale(sale) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { refused: { code: error.code, field: error.details.field ?? Object.keys(error.details)[0] } };
    }
  });
}"""

pytestmark = pytest.mark.browser


class Handler(SimpleHTTPRequestHandler):
    """The till's modules, and an empty page at /."""

    def do_GET(self) -> None:  # the name is http.server's
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Calculator</title>")
        return None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(MODULES)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            yield page
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def answers(page: Page) -> list[dict[str, Any]]:
    return page.evaluate(PRICE_ALL, [vector["sale"] for vector in VECTORS])


@pytest.mark.parametrize("position", [pytest.param(i, id=vector["name"]) for i, vector in enumerate(VECTORS)])
def test_browser_prices_as_the_server(answers: list[dict[str, Any]], position: int) -> None:
    wanted = {name: value for name, value in VECTORS[position].items() if name in ("expected", "refused")}

    assert answers[position] == wanted


@pytest.mark.parametrize("text", ["", "1,5", "1e3", "0.00001", " 1", ".5", "١", 1.5, None])
def test_money_takes_plain_decimal_text_alone(page: Page, text: Any) -> None:
    refused = page.evaluate(
        """async (text) => {
          const { parse } = await import("/money.js");
          try { return String(parse(text)); } catch (error) { return error.name; }
        }""",
        text,
    )

    assert refused == "RangeError"


def test_split_in_the_browser_adds_up(page: Page) -> None:
    parts = page.evaluate(
        """async () => {
          const { format, parse, split } = await import("/money.js");
          return split(parse("-10"), [parse("1"), parse("1"), parse("1")]).map((part) => format(part, 2));
        }"""
    )

    assert parts == ["-3.34", "-3.33", "-3.33"]


def test_format_hides_no_digit(page: Page) -> None:
    shown = page.evaluate(
        """async () => {
          const { format } = await import("/money.js");
          const refused = (() => { try { return format(12345n, 2); } catch (error) { return error.name; } })();
          return [format(-5n), format(12300n, 2), format(0n, 2), refused];
        }"""
    )

    assert shown == ["-0.0005", "1.23", "0.00", "RangeError"]
