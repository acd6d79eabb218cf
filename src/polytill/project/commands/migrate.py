"""polytill migrate"""

from __future__ import annotations

import argparse

from django.core.management import call_command


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; fail where migrations are missing")


def run(args: argparse.Namespace) -> int:
    if args.check:
        from polytill.project.health import schema_is_current

        return 0 if schema_is_current() else 1
    call_command("migrate", interactive=False, verbosity=1)
    return 0
