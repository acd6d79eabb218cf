"""polytill restore"""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="an archive written by `polytill backup`")
    parser.add_argument("--force", action="store_true", help="replace the database even where it holds rows")


def run(args: argparse.Namespace) -> int:
    from polytill.project.backup.restore import restore_backup

    manifest = restore_backup(args.file, replace=args.force)
    print(f"Restored {sum(manifest['rows'].values())} rows from {args.file}, written {manifest['written_at']}.")
    return 0
