"""Writing an archive, and reading it back to be sure."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from polytill.kernel.errors import rule
from polytill.project.backup import manifest as manifests
from polytill.project.backup import postgresql, sqlite
from polytill.project.backup.manifest import Manifest

KEY = "secret_key"
MEDIA = "media"


def write_backup(file: Path, *, replace: bool) -> Manifest:
    if file.exists() and not replace:
        raise rule("backup.exists", f"{file} exists. Choose another name, or give --force.")
    with TemporaryDirectory(prefix="polytill-backup-", dir=settings.DATA_FOLDER) as name:
        folder = Path(name)
        rows = _dump_database(folder)
        _copy_files(folder)
        manifest = manifests.describe(folder, engine=connection.vendor, rows=rows)
        (folder / manifests.NAME).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
        _pack(folder, file)
    with TemporaryDirectory(prefix="polytill-backup-", dir=settings.DATA_FOLDER) as name:
        return unpack(file, Path(name))


def unpack(file: Path, folder: Path) -> Manifest:
    """Reads the archive into an empty folder and checks every file and the row counts that can be checked there."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: Manifest = json.loads((folder / manifests.NAME).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError) as fault:
        raise rule("backup.unreadable", f"{file} is not a whole Polytill backup: {fault}") from fault
    manifests.check(folder, manifest)
    if manifest["engine"] == "sqlite":
        manifests.check_rows(sqlite.counted(folder / sqlite.FILE), manifest["rows"])
    return manifest


def _dump_database(folder: Path) -> dict[str, int]:
    if connection.vendor == "sqlite":
        return sqlite.dump(str(connection.settings_dict["NAME"]), folder)
    return postgresql.dump(connection.settings_dict, folder)


def _copy_files(folder: Path) -> None:
    if Path(settings.MEDIA_ROOT).is_dir():
        shutil.copytree(settings.MEDIA_ROOT, folder / MEDIA)
    # With the key, sessions and signed links stay valid on the new machine.
    if settings.SECRET_KEY_FILE.is_file():
        shutil.copy2(settings.SECRET_KEY_FILE, folder / KEY)


def _pack(folder: Path, file: Path) -> None:
    """Under another name first, so that the asked-for name is always a whole archive. Its owner alone may read it."""
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
            for path in sorted(folder.iterdir()):
                archive.add(path, arcname=path.name)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
