"""The command line: scripts rely on its words, its output and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from polytill import __version__
from polytill.domain.business.models import Business
from polytill.domain.outbox.models import Fact
from polytill.domain.stored_value.models import Wallet
from polytill.kernel.time import system_clock
from polytill.project.cli import COMMANDS, main
from polytill.project.commands import demo, serve

ANSWERS = [
    "--business-name=Kiosk",
    "--currency=EUR",
    "--timezone=Europe/Berlin",
    "--country=DE",
    "--location=Mitte",
    "--username=anna",
]


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        assert COMMANDS[name] in capsys.readouterr().out


def test_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"polytill {__version__}\n"


def test_an_unknown_command_ends_with_2() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["sell"])
    assert stop.value.code == 2


@pytest.mark.django_db
def test_setup_by_flags_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", *ANSWERS, "--password=a long enough word"]) == 0
    assert Business.objects.get().name == "Kiosk"
    assert "sign in as anna" in capsys.readouterr().out


@pytest.mark.django_db
def test_setup_without_a_terminal_names_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["setup", *ANSWERS[1:], "--password=a long enough word"]) == 1
    assert "give --business-name" in capsys.readouterr().err
    assert main(["setup", *ANSWERS]) == 1
    assert "give --password or POLYTILL_PASSWORD" in capsys.readouterr().err
    assert not Business.objects.exists()


@pytest.mark.django_db
def test_a_token_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["setup", *ANSWERS, "--password=a long enough word"])
    capsys.readouterr()
    assert main(["token", "anna", "--dialect", "integration", "--json"]) == 0
    issued = json.loads(capsys.readouterr().out)
    assert (issued["username"], issued["dialect"]) == ("anna", "integration")
    assert len(issued["token"]) > 40


@pytest.mark.django_db
def test_a_token_for_nobody_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "nobody", "--dialect", "integration"]) == 1
    assert "Not found" in capsys.readouterr().err


@pytest.mark.django_db
def test_verify_ends_with_1_and_a_line_for_each_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    main(["setup", *ANSWERS, "--password=a long enough word"])
    capsys.readouterr()
    stamps = {"created_at": system_clock(), "updated_at": system_clock()}
    card = Wallet.objects.create(business=Business.objects.get(), kind="gift_card", balance=5, **stamps)
    assert main(["verify"]) == 1
    assert capsys.readouterr().out == f"stored value: wallet {card.pk} holds 5, its entries say 0\n"
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_sqlite_is_served_by_one_process(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(serve, "_serve", lambda host, port, workers, threads: started.append(workers))
    monkeypatch.setattr(connection, "close", lambda: None)
    code = main(["serve", "--workers", "2"])
    if connection.vendor == "sqlite":
        assert (code, started) == (2, [])
        assert "SQLite is served by one process" in capsys.readouterr().err
    else:
        assert (code, started) == (0, [2])


@pytest.mark.django_db
def test_serve_refuses_a_database_without_its_schema(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "schema_is_current", lambda: False)
    assert main(["serve"]) == 2
    assert "polytill migrate" in capsys.readouterr().err


def test_logins_are_written_for_their_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    file.write_text("old")
    file.chmod(0o644)
    demo._write(str(file), {"business_id": 1})
    assert json.loads(file.read_text()) == {"business_id": 1}
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_business_of_its_own_is_no_demo(capsys: pytest.CaptureFixture[str]) -> None:
    main(["setup", *ANSWERS, "--password=a long enough word"])
    assert main(["demo", "--if-empty"]) == 0
    assert "is not loaded" in capsys.readouterr().out
    assert Business.objects.count() == 1
