"""polytill work"""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then stop")


def run(args: argparse.Namespace) -> int:
    from polytill.worker.run import run as work

    work(once=args.once)
    return 0
