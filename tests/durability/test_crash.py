"""The server is killed in the middle of a load, twice. Whatever it answered is there, once; the books add up."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
TILLS = 4
SECONDS = 1.5
PATH = "/api/v1/integration/pos/sells"
SETUP = "import django, json; django.setup(); from bench.shop import build; from dataclasses import asdict; "
SETUP += "print(json.dumps(asdict(build(40)), default=str))"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Of processes that work on a fresh database of the engine under test."""
    found = dict(os.environ) | {
        "POLYTILL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "polytill.project.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "POLYTILL_LOG_LEVEL": "ERROR",
    }
    found.pop("DATABASE_URL", None)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        yield found
        return
    name = f"crash_{os.getpid()}"
    place = f"{database['USER']}@{database['HOST']}:{database['PORT']}"
    with psycopg.connect(f"postgres://{place}/postgres", password=database["PASSWORD"], autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield found | {"DATABASE_URL": f"postgres://{place}/{name}", "PGPASSWORD": database["PASSWORD"]}
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def polytill(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "polytill.project.cli", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, text=True, capture_output=True, check=False)


def script(environment: dict[str, str], text: str) -> Any:
    command = [sys.executable, "-c", text]
    done = subprocess.run(command, env=environment, cwd=ROOT, text=True, capture_output=True, check=True)
    return json.loads(done.stdout)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "polytill.project.cli", "serve", "--port", str(port)]
    # A session of its own, so that the kill reaches its workers and nobody else.
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _await(server, port)
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)


def _await(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


class Till(threading.Thread):
    """Sells until the server dies; remembers what was answered and what was left without an answer."""

    def __init__(self, port: int, shop: dict[str, Any], number: int) -> None:
        super().__init__()
        self.port, self.shop, self.number = port, shop, number
        self.answered: dict[str, str] = {}
        self.refused: list[tuple[int, bytes]] = []
        self.unanswered: list[str] = []

    def run(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            for count in itertools.count():
                key = f"{self.port}-{self.number}-{count}"
                try:
                    status, body = post(connection, self.shop, self.number, key)
                except (OSError, http.client.HTTPException):
                    self.unanswered.append(key)
                    return
                if status == 201:
                    self.answered[key] = json.loads(body)["data"]["invoice_no"]
                else:
                    self.refused.append((status, body))


def post(connection: http.client.HTTPConnection, shop: dict[str, Any], till: int, key: str) -> tuple[int, bytes]:
    offset = hash(key) % 30
    body = {
        "status": "final",
        "contact_id": shop["walk_in_id"],
        "location_id": shop["location_id"],
        "transaction_date": "2026-03-06 12:00:00",
        "products": [
            {
                "product_id": p,
                "variation_id": v,
                "quantity": 1,
                "unit_price": price,
                "item_tax": str(D(price) / 10),
                "unit_price_inc_tax": str(D(price) / 10 * 11),
            }
            for p, v, price in shop["products"][offset : offset + 3]
        ],
        "payments": [{"amount": 1, "method": "cash"}],
    }
    headers = {
        "Authorization": f"Bearer {shop['tills'][till][1]}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    connection.request("POST", PATH, json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def crash(environment: dict[str, str], shop: dict[str, Any]) -> list[Till]:
    with serving(environment) as (server, port):
        tills = [Till(port, shop, number) for number in range(TILLS)]
        for till in tills:
            till.start()
        time.sleep(SECONDS)
        os.killpg(server.pid, signal.SIGKILL)
        for till in tills:
            till.join(30)
    return tills


NUMBERS = "import django, json; django.setup(); from polytill.domain.sales.models import Sale; "
NUMBERS += "print(json.dumps(list(Sale.objects.order_by('id').values_list('number', flat=True))))"


def test_killed_under_load(environment: dict[str, str]) -> None:
    assert polytill(environment, "migrate").returncode == 0
    shop = script(environment, SETUP)

    first = crash(environment, shop)
    second = crash(environment, shop)

    tills = [*first, *second]
    assert [refusal for till in tills for refusal in till.refused] == []
    answered = {key: number for till in tills for key, number in till.answered.items()}
    assert len(answered) > TILLS
    numbers = script(environment, NUMBERS)
    assert len(set(numbers)) == len(numbers)
    assert set(answered.values()) <= set(numbers)
    verified = polytill(environment, "verify")
    assert verified.returncode == 0, verified.stdout

    # What got no answer is sent again, as a till does: entered now, or found as it was entered.
    with (
        serving(environment) as (_, port),
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection,
    ):
        again = {key: post(connection, shop, t.number, key) for t in tills for key in t.unanswered}
        repeated = {key: post(connection, shop, t.number, key) for t in tills for key in list(t.answered)[-3:]}
    assert {status for status, _ in again.values()} <= {201}
    found = {key: json.loads(body)["data"]["invoice_no"] for key, (_, body) in repeated.items()}
    assert found == {key: answered[key] for key in found}
    every = {json.loads(body)["data"]["invoice_no"] for _, body in again.values()} | set(answered.values())
    assert sorted(script(environment, NUMBERS)) == sorted(every)
    assert polytill(environment, "verify").returncode == 0
