"""Reading an archive back. Stop the server first: it must not sell into a database that is being replaced."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from polytill.kernel.errors import rule
from polytill.project.backup import manifest as manifests
from polytill.project.backup import postgresql, sqlite
from polytill.project.backup.archive import KEY, MEDIA, unpack
from polytill.project.backup.manifest import Manifest


def restore_backup(file: Path, *, replace: bool) -> Manifest:
    if not replace and not _is_empty():
        raise rule("restore.not_empty", "This database holds rows. Restore into an empty one, or give --force.")
    with TemporaryDirectory(prefix="polytill-restore-", dir=settings.DATA_FOLDER) as name:
        folder = Path(name)
        manifest = unpack(file, folder)
        if manifest["engine"] != connection.vendor:
            raise rule(
                "restore.engine", f"The archive is of {manifest['engine']}; this database is {connection.vendor}."
            )
        manifests.check_rows(_load_database(folder), manifest["rows"])
        _put_files(folder)
    return manifest


def _is_empty() -> bool:
    """No rows in the tables of the shop; those that the engine keeps for itself are never empty."""
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return False
    return True


def _load_database(folder: Path) -> dict[str, int]:
    target = connection.settings_dict
    connection.close()
    if connection.vendor == "sqlite":
        return sqlite.load(folder, str(target["NAME"]))
    return postgresql.load(folder, target)


def _put_files(folder: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.rmtree(media)
    if (folder / MEDIA).is_dir():
        shutil.move(folder / MEDIA, media)
    if (folder / KEY).is_file():
        os.replace(folder / KEY, settings.SECRET_KEY_FILE)
