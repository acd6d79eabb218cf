from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bench.engines import ROOT, environment

ENGINES = ("postgresql", "sqlite")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Polytill against hand-written SQL")
    parser.add_argument("what", nargs="?", choices=("all", "checkout", "lists"), default="all")
    parser.add_argument("--engine", choices=ENGINES, help="both unless given")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of each round")
    parser.add_argument("--tills", type=int, default=8, help="connections that sell at the same time, up to 16")
    parser.add_argument("--sales", type=int, default=1_000_000, help="in the lists")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        _measure(args)
        return 0
    for engine in (args.engine,) if args.engine else ENGINES:
        with environment(engine) as env:
            command = [sys.executable, "-m", "bench", args.what, "--here", "--engine", engine]
            command += [
                f"--rounds={args.rounds}",
                f"--seconds={args.seconds}",
                f"--tills={args.tills}",
                f"--sales={args.sales}",
            ]
            done = subprocess.run(command, env=env, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


def _measure(args: argparse.Namespace) -> None:
    if args.what in ("all", "checkout"):
        from bench.checkout.rounds import measure

        workers = 1 if args.engine == "sqlite" else min(2, os.cpu_count() or 1)
        measure(args.engine, rounds=args.rounds, seconds=args.seconds, tills=args.tills, workers=workers)
    if args.what in ("all", "lists"):
        from bench.lists.rounds import measure as measure_lists

        measure_lists(args.engine, sales=args.sales, rounds=args.rounds)


if __name__ == "__main__":
    sys.exit(main())
