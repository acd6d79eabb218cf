"""`polytill serve` in a process of its own, and one round of tills against it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bench.checkout.handwritten import ONE, basket
from bench.engines import ROOT, free_port

PATH = "/api/v1/integration/pos/sells"
CENT = Decimal("0.01")


@contextmanager
def serving(environment: dict[str, str], workers: int) -> Iterator[int]:
    """Yields the port."""
    port = free_port()
    command = [sys.executable, "-m", "polytill.project.cli", "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _await(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def body(shop: Any, lines: list[tuple[int, int]]) -> str:
    """A paid sale of those articles at their list prices."""
    product = {v: (p, price) for p, v, price in shop.products}
    total = sum(
        (price * q / ONE).quantize(CENT) + (price * q / ONE * Decimal("0.1")).quantize(CENT)
        for price, q in ((product[v][1], q) for v, q in lines)
    )
    return json.dumps(
        {
            "status": "final",
            "contact_id": shop.walk_in_id,
            "location_id": shop.location_id,
            "transaction_date": datetime.now(UTC).isoformat(timespec="seconds"),
            "products": [
                {
                    "product_id": product[v][0],
                    "variation_id": v,
                    "quantity": q // ONE,
                    "unit_price": str(product[v][1]),
                    "item_tax": str(product[v][1] / 10),
                    "unit_price_inc_tax": str(product[v][1] / 10 * 11),
                }
                for v, q in lines
            ],
            "payments": [{"amount": str(total), "method": "cash"}],
        }
    )


def sell(port: int, shop: Any, *, tills: int, seconds: float, seed: int) -> dict[str, Any]:
    dice = random.Random(seed)
    orders = {
        "port": port,
        "path": PATH,
        "seconds": seconds,
        "tills": [
            {"token": token, "bodies": [body(shop, basket(dice, shop)) for _ in range(200)]}
            for _, token, _ in shop.tills[:tills]
        ],
    }
    client = subprocess.run(
        [sys.executable, "-m", "bench.checkout.load"], input=json.dumps(orders) + "\n", text=True, check=True,
        capture_output=True, cwd=ROOT,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(client.stdout)
    if result["refused"]:
        raise RuntimeError(f"{result['refused']} sales were refused: {result['first_refusal']}")
    return result
