"""The `polytill` command: one small module for each subcommand in polytill.project.commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from polytill import __version__
from polytill.kernel.errors import DomainError

COMMANDS = {
    "setup": "make a business with its first location and administrator",
    "migrate": "bring the database schema up to date",
    "serve": "serve tills, pages and APIs",
    "work": "deliver the outbox and run what is due",
    "verify": "recompute every ledger and check the journal's chain",
    "demo": "load the demo businesses and write their logins and credentials",
    "token": "issue a credential for a user",
    "backup": "write database and media to one checked file",
    "restore": "read a backup into an empty database",
}


class Command(Protocol):
    def configure(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="polytill", description="Polytill, a shop server.")
    parser.add_argument("--version", action="version", version=f"polytill {__version__}")
    named = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands = {name: _load(name) for name in COMMANDS}
    for name, what in COMMANDS.items():
        commands[name].configure(named.add_parser(name, help=what, description=what))
    args = parser.parse_args(argv)
    try:
        _start_django()
        return commands[args.command].run(args)
    except DomainError as refusal:
        print(f"polytill {args.command}: {refusal.message}", file=sys.stderr)
        for field, messages in refusal.details.items():
            print(f"  {field}: {messages}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _load(name: str) -> Command:
    return cast(Command, import_module(f"polytill.project.commands.{name}"))


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polytill.project.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
