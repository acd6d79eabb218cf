"""Lists and exports of a large shop over HTTP, one caller, against the bare SQL and JSON of the same rows."""

from __future__ import annotations

import http.client
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from bench.checkout import server

BASE = "/api/v1/integration"
ROW = (
    "SELECT s.id, s.number, s.at, s.status, s.payment_status, s.total, s.total_before_tax, s.tax_amount, "
    "s.discount_amount, s.paid, s.is_direct, s.sub_type, s.consumption, c.id, c.name, c.mobile, c.code, "
    "c.business_name, l.id, l.name FROM {sales} JOIN parties_contact c ON c.id = s.contact_id JOIN "
    "business_location l ON l.id = s.location_id"
)
LIVE = "s.business_id = {business} AND s.type = 'sell' AND s.status = 'final' AND s.voided_at IS NULL"
NEWEST = " ORDER BY s.at DESC, s.id DESC"
# fmt: off
NAMES = [
    "id", "invoice_no", "transaction_date", "status", "payment_status", "final_total", "total_before_tax",
    "tax_amount", "discount_amount", "total_paid", "is_direct_sale", "sub_type", "consumption_type", "contact_id",
    "contact_name", "mobile", "code", "business", "location", "name",
]
# fmt: on


def measure(engine: str, *, sales: int, rounds: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.lists.history import make
    from bench.shop import build

    shop = build(2000)
    start = time.perf_counter()
    make(shop, sales)
    print(f"{engine}: {sales:,} sales made in {time.perf_counter() - start:.0f} s")
    deep = max(2, sales // 20 - 5)
    where = LIVE.format(business=shop.business_id)
    questions = [
        ("first page of 20", "/sells?per_page=20", where, 0),
        ("page 5,000 of 20", "/sells?per_page=20&page=5000", where, 99_980),
        ("last pages", f"/sells?per_page=20&page={deep}", where, (deep - 1) * 20),
        ("unpaid, first page", "/sells?per_page=20&payment_status=due", f"{where} AND s.payment_status = 'due'", 0),
        (
            "a week in March",
            "/sells?per_page=20&start_date=2025-03-03&end_date=2025-03-09",
            f"{where} AND s.at >= '2025-03-03' AND s.at < '2025-03-10'",
            0,
        ),
        ("by number", "/sells?per_page=20&q=H123456", f"{where} AND s.number = 'H123456'", 0),
    ]
    bare = _bare(engine)
    with server.serving(dict(os.environ), 1) as port:
        caller = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        headers = {"Authorization": f"Bearer {shop.tills[0][1]}", "Accept": "application/json"}
        for name, path, condition, offset in questions:
            sql = ROW.format(sales="sales_sale s") + f" WHERE {condition}{NEWEST} LIMIT 20 OFFSET {offset}"
            _compare(name, lambda p=path: _get(caller, p, headers), lambda s=sql: _page(bare, s), rounds)
        _export(port, headers, bare, engine, where)


def _bare(engine: str) -> Callable[[str], list[tuple[Any, ...]]]:
    from django.db import connection

    if engine == "sqlite":
        import sqlite3

        lite = sqlite3.connect(connection.settings_dict["NAME"])
        return lambda sql: lite.execute(sql).fetchall()
    import psycopg

    post = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return lambda sql: post.execute(sql).fetchall()


def _get(caller: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    caller.request("GET", BASE + path, headers=headers)
    answer = caller.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
    return body


def _page(bare: Callable[[str], list[tuple[Any, ...]]], sql: str) -> bytes:
    return orjson.dumps({"data": [dict(zip(NAMES, row, strict=True)) for row in bare(sql)]})


def _compare(name: str, ours: Callable[[], bytes], theirs: Callable[[], bytes], rounds: int) -> None:
    ours(), theirs()
    pairs = [(_timed(theirs), _timed(ours)) for _ in range(max(9, rounds * 3))]
    ratios = [bare / http for bare, http in pairs]
    bare, mine = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    print(
        f"  {name:20} HTTP {mine:8.2f} ms, bare {bare:8.2f} ms: "
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) x bare"
    )


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _export(port: int, headers: dict[str, str], bare: Any, engine: str, where: str) -> None:
    """The whole list as CSV; the memory that it costs is what the fattest process of the server grows by."""
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=1200)
    before = _memory(port)
    start = time.perf_counter()
    caller.request("GET", f"{BASE}/sells?format=csv", headers=headers)
    answer, lines, peak = caller.getresponse(), 0, before
    while chunk := answer.read(1 << 20):
        lines += chunk.count(b"\n")
        peak = max(peak, _memory(port))
    took = time.perf_counter() - start
    sql = ROW.format(sales="sales_sale s") + f" WHERE {where}{NEWEST}"
    theirs = _bare_export(engine, sql)
    grown, speed = (peak - before) // 1024, lines / took
    print(f"  CSV of {lines - 1:,} rows: {took:.1f} s ({speed:,.0f} rows/s), memory +{grown} MB;", end=" ")
    print(f"bare {theirs:.1f} s: {theirs / took:.2f} x bare")


def _bare_export(engine: str, sql: str) -> float:
    from django.db import connection

    start = time.perf_counter()
    if engine == "sqlite":
        import csv
        import io
        import sqlite3

        sink = io.StringIO()
        lines = csv.writer(sink)
        for row in sqlite3.connect(connection.settings_dict["NAME"]).execute(sql):
            lines.writerow(row)
            if sink.tell() > 1 << 20:
                sink.seek(0)
                sink.truncate()
    else:
        import psycopg

        command = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)"
        with psycopg.connect(os.environ["DATABASE_URL"]) as post, post.cursor() as cursor, cursor.copy(command) as copy:
            for _ in copy:
                pass
    return time.perf_counter() - start


def _memory(port: int) -> int:
    """Kilobytes of the largest process of the server on that port."""
    largest = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"--port\0{port}".encode() in (folder / "cmdline").read_bytes() or _serves(folder, port):
                status = (folder / "status").read_text()
                largest = max(largest, int(status.split("VmRSS:")[1].split()[0]))
        except (OSError, IndexError):
            continue
    return largest


def _serves(folder: Path, port: int) -> bool:
    parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
    return f"--port\0{port}".encode() in (Path("/proc") / parent / "cmdline").read_bytes()
