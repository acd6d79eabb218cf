from __future__ import annotations

import stat
from pathlib import Path

import pytest

from polytill.project import environment
from polytill.project.assets import assets_version
from polytill.project.databases import database


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLYTILL_SECRET_KEY", raising=False)


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    first = environment.secret_key(file)
    assert len(first) >= 64
    assert environment.secret_key(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_of_two_starts_at_once_the_first_key_stays(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    environment._store_new_key(file)
    first = file.read_text()
    environment._store_new_key(file)
    assert file.read_text() == first


def test_a_key_in_the_environment_is_not_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYTILL_SECRET_KEY", "from outside")
    assert environment.secret_key(tmp_path / "secret_key") == "from outside"
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(("given", "expected"), [("1", True), ("Yes", True), ("", False), ("0", False), ("no", False)])
def test_flags(given: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYTILL_DEBUG", given)
    assert environment.flag("POLYTILL_DEBUG") is expected


def test_sqlite_unless_told_otherwise(tmp_path: Path) -> None:
    found = database("", tmp_path)
    assert found["NAME"] == str(tmp_path / "polytill.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_by_address(tmp_path: Path) -> None:
    found = database("postgres://till:p%40ss@db.example:5433/shop?sslmode=require", tmp_path)
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("shop", "till", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["CONN_MAX_AGE"] is None


def test_postgresql_by_local_socket(tmp_path: Path) -> None:
    found = database("postgresql:///shop?host=/run/postgresql", tmp_path)
    assert (found["HOST"], found["NAME"]) == ("/run/postgresql", "shop")
    assert "host" not in found["OPTIONS"]


def test_another_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not with mysql://"):
        database("mysql://root@localhost/shop", tmp_path)


def test_the_assets_version_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "till.js").write_text("sell()")
    first = assets_version(tmp_path)
    assert assets_version(tmp_path) == first
    (tmp_path / "till.js").write_text("sell(1)")
    second = assets_version(tmp_path)
    (tmp_path / "till.js").rename(tmp_path / "shop.js")
    assert len({first, second, assets_version(tmp_path)}) == 3
