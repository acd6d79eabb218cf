from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from polytill.kernel.errors import DomainError
from polytill.project.backup.archive import write_backup
from polytill.project.backup.restore import restore_backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> Session:
    """One row and one picture."""
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECRET_KEY_FILE = tmp_path / "secret_key"
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "jeans.png").write_bytes(b"picture")
    return Session.objects.create(session_key="kept", session_data="x", expire_date=timezone.now())


def test_what_was_backed_up_comes_back(kept: Session, tmp_path: Path) -> None:
    manifest = write_backup(tmp_path / "shop.tar.gz", replace=False)
    assert manifest["rows"]["django_session"] == 1
    Session.objects.all().delete()
    (tmp_path / "media" / "jeans.png").unlink()

    restore_backup(tmp_path / "shop.tar.gz", replace=False)

    assert Session.objects.get().session_key == "kept"
    assert (tmp_path / "media" / "jeans.png").read_bytes() == b"picture"
    assert not list(tmp_path.glob("polytill-*"))


def test_only_its_owner_may_read_a_backup(kept: Session, tmp_path: Path) -> None:
    write_backup(tmp_path / "shop.tar.gz", replace=False)
    assert (tmp_path / "shop.tar.gz").stat().st_mode & 0o777 == 0o600


def test_a_file_that_exists_stays(kept: Session, tmp_path: Path) -> None:
    (tmp_path / "shop.tar.gz").write_text("mine")
    with pytest.raises(DomainError, match="exists"):
        write_backup(tmp_path / "shop.tar.gz", replace=False)
    assert (tmp_path / "shop.tar.gz").read_text() == "mine"


def test_a_database_with_rows_is_replaced_only_by_force(kept: Session, tmp_path: Path) -> None:
    write_backup(tmp_path / "shop.tar.gz", replace=False)
    Session.objects.create(session_key="later", session_data="x", expire_date=timezone.now())
    with pytest.raises(DomainError, match="holds rows"):
        restore_backup(tmp_path / "shop.tar.gz", replace=False)
    assert Session.objects.count() == 2

    restore_backup(tmp_path / "shop.tar.gz", replace=True)

    assert [row.session_key for row in Session.objects.all()] == ["kept"]


def test_a_changed_file_is_noticed_before_anything_is_replaced(kept: Session, tmp_path: Path) -> None:
    write_backup(tmp_path / "shop.tar.gz", replace=False)
    _tamper(tmp_path / "shop.tar.gz", tmp_path / "work", "media/jeans.png", b"another")
    with pytest.raises(DomainError, match=r"media/jeans.png is not what was written"):
        restore_backup(tmp_path / "shop.tar.gz", replace=True)
    assert Session.objects.get().session_key == "kept"


def test_a_file_that_is_no_backup_is_refused(kept: Session, tmp_path: Path) -> None:
    (tmp_path / "shop.tar.gz").write_bytes(b"no archive")
    with pytest.raises(DomainError, match="not a whole Polytill backup"):
        restore_backup(tmp_path / "shop.tar.gz", replace=True)


def test_a_backup_of_the_other_engine_is_refused(kept: Session, tmp_path: Path) -> None:
    write_backup(tmp_path / "shop.tar.gz", replace=False)
    work = tmp_path / "work"
    _unpack(tmp_path / "shop.tar.gz", work)
    manifest = json.loads((work / "manifest.json").read_text())
    manifest["engine"] = "oracle"
    (work / "manifest.json").write_text(json.dumps(manifest))
    _pack(work, tmp_path / "shop.tar.gz")
    with pytest.raises(DomainError, match="is of oracle"):
        restore_backup(tmp_path / "shop.tar.gz", replace=True)


def _tamper(file: Path, work: Path, name: str, content: bytes) -> None:
    _unpack(file, work)
    (work / name).write_bytes(content)
    _pack(work, file)


def _unpack(file: Path, work: Path) -> None:
    with tarfile.open(file) as archive:
        archive.extractall(work, filter="data")


def _pack(work: Path, file: Path) -> None:
    with tarfile.open(file, "w:gz") as archive:
        for path in work.iterdir():
            archive.add(path, arcname=path.name)


def test_the_key_is_in_the_archive(kept: Session, tmp_path: Path) -> None:
    write_backup(tmp_path / "shop.tar.gz", replace=False)
    _unpack(tmp_path / "shop.tar.gz", tmp_path / "work")
    assert (tmp_path / "work" / "secret_key").read_text() == "key"
    assert tmp_path / "secret_key" == settings.SECRET_KEY_FILE
