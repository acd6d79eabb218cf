"""polytill token"""

from __future__ import annotations

import argparse
import json

DIALECTS = ("integration", "ultimatepos", "asalta", "nexopos")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="USERNAME")
    parser.add_argument("--dialect", required=True, choices=DIALECTS)
    parser.add_argument(
        "--name", default="command line", help="what the credential is called in the list of credentials"
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    from polytill.kernel.time import system_clock
    from polytill.operations.issue_credential import issue_credential

    issued = issue_credential(username=args.username, dialect=args.dialect, name=args.name, now=system_clock())
    if args.json:
        print(json.dumps(issued, indent=2))
    else:
        print(issued["token"])
    return 0
