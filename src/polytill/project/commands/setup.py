"""polytill setup"""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from polytill.kernel.errors import invalid

QUESTIONS = {
    "business_name": "Name of the business",
    "currency": "Currency (ISO code, such as EUR)",
    "timezone": "Time zone (such as Europe/Berlin)",
    "country": "Country (ISO code, such as DE)",
    "location": "Name of the first location",
    "username": "User name of the administrator",
}


def configure(parser: argparse.ArgumentParser) -> None:
    for name, question in QUESTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", help=f"{question}; asked unless given")
    parser.add_argument("--email", default="", help="address of the administrator")
    parser.add_argument("--password", help="asked unless given here or in POLYTILL_PASSWORD")


def run(args: argparse.Namespace) -> int:
    from polytill.kernel.time import system_clock
    from polytill.operations.setup_business import SetupBusiness, setup_business

    answers = {name: getattr(args, name) or _ask(name, question) for name, question in QUESTIONS.items()}
    password = args.password or os.environ.get("POLYTILL_PASSWORD") or _ask_password()
    made = setup_business(
        SetupBusiness(**answers, email=args.email, password=password),
        now=system_clock(),
    )
    print(f"Business {made.business_id} is set up; sign in as {answers['username']}.")
    return 0


def _ask(name: str, question: str) -> str:
    if not sys.stdin.isatty():
        raise invalid({name: [f"{question} is missing: give --{name.replace('_', '-')}."]})
    return input(f"{question}: ").strip()


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise invalid({"password": ["The password is missing: give --password or POLYTILL_PASSWORD."]})
    first = getpass.getpass("Password of the administrator: ")
    if getpass.getpass("The same again: ") != first:
        raise invalid({"password": ["The two passwords differ."]})
    return first
