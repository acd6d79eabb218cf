"""A refusal names our fields; a foreign client knows its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from polytill.kernel.errors import Category, DomainError


@contextmanager
def named(words: Mapping[str, str]) -> Iterator[None]:
    """Refusals of fields come out with the foreign names: words is {ours: theirs}."""
    try:
        yield
    except DomainError as error:
        if error.category is Category.INVALID:
            error.details = {words.get(field, field): texts for field, texts in error.details.items()}
        raise
