"""How far a long load has come, on the error channel: a bar where a person looks, else a line for each tenth."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

WIDTH = 40
Told = Callable[[int], None]


def progress(what: str, total: int, out: TextIO | None = None) -> Told:
    """The function that it returns is told how many are done."""
    stream = out or sys.stderr
    tenths = -1

    def told(done: int) -> None:
        nonlocal tenths
        share = done / total if total else 1
        if stream.isatty():
            bar = "█" * int(share * WIDTH)
            stream.write(f"\r{what} {bar:<{WIDTH}} {done:,} of {total:,}" + ("\n" if done >= total else ""))
            stream.flush()
        elif int(share * 10) > tenths:
            tenths = int(share * 10)
            stream.write(f"{what}: {done:,} of {total:,}\n")
            stream.flush()

    return told
