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
    from polytill.domain.identity.selectors import user_by_name_for_system
    from polytill.kernel.actor import system_actor
    from polytill.kernel.errors import not_found
    from polytill.kernel.time import system_clock
    from polytill.operations.issue_token import IssueToken, issue_token

    user = user_by_name_for_system(args.username)
    if user is None:
        raise not_found("user", username=args.username)
    command = IssueToken(user.pk, args.dialect, args.name)
    token = issue_token(command, actor=system_actor(user.business_id, "cli"), now=system_clock())
    issued = {"username": args.username, "dialect": args.dialect, "token": token}
    print(json.dumps(issued, indent=2) if args.json else token)
    return 0
