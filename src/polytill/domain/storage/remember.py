"""What changes seldom and is asked for with each request is kept in the process for some seconds.

A change made here forgets at once; other processes see it when the time is over.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

P = ParamSpec("P")
T = TypeVar("T")
_stores: list[dict[Any, tuple[float, Any]]] = []
_lock = threading.Lock()
MOST_ENTRIES = 20_000


def remember(seconds: float) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keyed by the positional arguments and the database."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        store: dict[Any, tuple[float, Any]] = {}
        _stores.append(store)

        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
            key = (connections.settings[DEFAULT_DB_ALIAS]["NAME"], args)
            found = store.get(key)
            now = time.monotonic()
            if found is not None and found[0] > now:
                return found[1]
            value = function(*args, **kwargs)
            if len(store) >= MOST_ENTRIES:
                store.clear()
            store[key] = (now + seconds, value)
            return value

        return wrapper

    return decorate


def forget() -> None:
    """Drops all that this process remembers: after any change of settings, rights, rates or units.

    Inside a transaction also after its commit, for until then others read, and remember, the old state.
    """
    _drop()
    if connection.in_atomic_block:
        transaction.on_commit(_drop)


def _drop() -> None:
    with _lock:
        for store in _stores:
            store.clear()
