"""polytill demo"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=["small", "medium", "large"], default="small")
    parser.add_argument("--json", metavar="FILE", help="write logins and credentials as JSON; - is the standard output")
    parser.add_argument("--if-empty", action="store_true", help="do nothing where a business of its own is set up")


def run(args: argparse.Namespace) -> int:
    from polytill.kernel.time import system_clock
    from polytill.project.demo.load import load_demo

    loaded = load_demo(size=args.size, only_if_empty=args.if_empty, now=system_clock())
    if loaded is None:
        print("This database holds a business of its own; the demo shop is not loaded.")
        return 0
    if args.json:
        _write(args.json, loaded)
    else:
        _print(loaded)
    return 0


def _write(target: str, loaded: dict[str, Any]) -> None:
    text = json.dumps(loaded, indent=2, ensure_ascii=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
        return
    file = Path(target)
    file.touch(mode=0o600)
    os.chmod(file, 0o600)
    file.write_text(text, encoding="utf-8")


def _print(loaded: dict[str, Any]) -> None:
    print("Demo shop. Logins:")
    for user in loaded["users"]:
        print(f"  {user['username']:<20} {user['password']:<20} {user['role']}")
    print("Tokens of the administrator:")
    for dialect, token in loaded["tokens"].items():
        for name, value in _flat(dialect, token):
            print(f"  {name:<20} {value}")


def _flat(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(f"{name}.{key}", inner)]
    return [(name, str(value))]
