"""polytill backup"""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the archive to write, such as shop.tar.gz")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(args: argparse.Namespace) -> int:
    from polytill.project.backup.archive import write_backup

    manifest = write_backup(args.file, replace=args.force)
    rows = sum(manifest["rows"].values())
    print(f"{args.file}: {rows} rows in {len(manifest['rows'])} tables, {len(manifest['files'])} files, checked.")
    return 0
