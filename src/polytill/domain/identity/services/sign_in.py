"""Failed sign-ins, counted by name and by address in windows of time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from polytill.domain.identity.models import SignInWindow, User
from polytill.domain.storage.sql import execute, fetch

WINDOW = 15 * 60
TABLE = SignInWindow._meta.db_table


def name_key(username: str) -> str:
    return "name:" + hashlib.sha256(username.strip().lower().encode()).hexdigest()


def address_key(address: str) -> str:
    return "address:" + address[:64]


def window_of(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW


def seconds_left(now: datetime) -> int:
    return WINDOW - int(now.timestamp()) % WINDOW


def count_attempts(*, keys: tuple[str, ...], now: datetime) -> dict[str, int]:
    """Counts one attempt for each key before it is tried, so that guesses side by side are all counted."""
    window = window_of(now)
    return {
        key: fetch(
            f'INSERT INTO {TABLE} (key, "window", failures) VALUES (%s, %s, 1) ON CONFLICT (key) DO UPDATE '
            f'SET failures = CASE WHEN {TABLE}."window" = excluded."window" THEN {TABLE}.failures + 1 ELSE 1 END, '
            f'"window" = excluded."window" RETURNING failures',
            [key, window],
        )[0][0]
        for key in sorted(keys)
    }


def take_back(*, forgiven: str, counted: str, now: datetime) -> None:
    """A sign-in that succeeded: the name starts afresh; at the address only this attempt no longer counts, so that
    one valid account does not pay for guesses at others."""
    execute(f"DELETE FROM {TABLE} WHERE key = %s", [forgiven])
    execute(
        f'UPDATE {TABLE} SET failures = failures - 1 WHERE key = %s AND "window" = %s AND failures > 0',
        [counted, window_of(now)],
    )


def forget_windows(*, now: datetime) -> int:
    """Drops what is over; how many."""
    return SignInWindow.objects.filter(window__lt=window_of(now)).delete()[0]


def set_password_hash(*, user_id: int, password: str) -> None:
    """password: encoded."""
    User.objects.filter(pk=user_id).update(password=password)
