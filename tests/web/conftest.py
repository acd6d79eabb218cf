"""The till's own modules, imported in Chromium under its script policy, without a server behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

MODULES = Path(__file__).parents[2] / "src" / "polytill" / "web" / "static" / "till"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Run = Callable[..., Any]


class ModuleHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:  # the name is http.server's
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><html lang=en><title>Modules</title><input id=field>")
        return None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """run("cart.js", "m => m.emptyCart().lines.length") evaluates on the imported module; arguments come as `given`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(ModuleHandler, directory=str(MODULES)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")

            def evaluate(module: str, expression: str, given: Any = None) -> Any:
                source = f"async (given) => ({expression})(await import('/{module}'), given)"
                return page.evaluate(source, given)

            yield evaluate
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
