"""polytill verify"""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--business", type=int, help="only this business; all unless given")


def run(args: argparse.Namespace) -> int:
    from django.db import connection

    from polytill.reports.verify import faults, summary

    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # Millions of moves are put in order; that has no place in memory.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = FILE")
    found = 0
    for fault in faults(business_id=args.business):
        found += 1
        print(fault)
    if not found:
        print(f"The books add up: {summary(business_id=args.business)}.")
    return 1 if found else 0
