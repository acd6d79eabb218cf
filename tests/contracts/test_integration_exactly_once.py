"""Idempotency-Key on creating calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from polytill.domain.outbox import idempotency
from polytill.domain.outbox.models import IdempotentRequest
from polytill.domain.pricing.models import Discount
from polytill.operations.create_discount import create_discount
from tests.shop import Shop, facts

ENDPOINT = "polytill.api.integration.endpoints.discounts.create_discount"


def body(shop: Shop, **fields: Any) -> dict[str, Any]:
    whole = {"name": "Once", "location_id": shop.location.pk, "priority": 1, "discount_type": "fixed"}
    return {**whole, "discount_amount": 1, **fields}


def post(client: Any, sent: Any, key: str = "k1", path: str = "/discounts") -> Any:
    return client.post(path, sent, headers={"Idempotency-Key": key})


def test_a_repeat_gets_the_first_answer_and_does_nothing(shop: Shop) -> None:
    client = shop.client()
    first = post(client, body(shop))
    shop.now = shop.now.replace(hour=23)
    again = post(client, body(shop))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Content-Type"] == "application/json"
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert Discount.objects.count() == 1
    assert len(facts("discount.created")) == 1


def test_the_same_key_for_something_else_is_refused(shop: Shop) -> None:
    client = shop.client()
    number = post(client, body(shop)).json()["data"]["id"]
    for answer in (post(client, body(shop, name="Twice")), post(client, None, path=f"/discounts/{number}/activate")):
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["Idempotency-Key"])
    assert Discount.objects.count() == 1


def test_keys_of_other_users_and_businesses_are_their_own(shop: Shop) -> None:
    assert post(shop.client(), body(shop)).status_code == 201
    assert post(shop.client(permissions=["discount.access"]), body(shop)).status_code == 201
    assert post(shop.other.client(), body(shop.other)).status_code == 201
    assert Discount.objects.count() == 3


@pytest.mark.parametrize("key", ["", " ", "k" * 192, "a\x00b"])
def test_a_key_has_1_to_191_printable_characters(shop: Shop, key: str) -> None:
    answer = post(shop.client(), body(shop), key)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["Idempotency-Key"])
    assert not Discount.objects.exists()


def test_a_refusal_is_not_kept_and_the_call_may_be_made_again(shop: Shop, settings: Any) -> None:
    client = shop.client()
    assert post(client, body(shop, discount_amount=-1)).status_code == 422
    assert post(client, body(shop, variation_ids=[999_999])).status_code == 422
    assert not IdempotentRequest.objects.exists()
    assert post(client, body(shop)).status_code == 201


def test_a_failure_leaves_nothing_behind(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also not what the handler had already written."""

    def write_then_fail(**arguments: Any) -> int:
        create_discount(**arguments)
        raise RuntimeError("power cut")

    client = shop.client()
    with monkeypatch.context() as patched:
        patched.setattr(ENDPOINT, write_then_fail)
        assert post(client, body(shop)).status_code == 500
    assert (Discount.objects.count(), IdempotentRequest.objects.count(), facts()) == (0, 0, [])
    assert post(client, body(shop)).status_code == 201


def test_a_stored_answer_needs_the_permission_still(shop: Shop) -> None:
    client = shop.client(permissions=["discount.access"])
    assert post(client, body(shop)).status_code == 201
    client.user.roles.get().delete()
    from polytill.domain.storage.remember import forget

    forget()
    assert post(client, body(shop)).status_code == 403


def test_forms_with_files_are_told_apart_by_their_files(shop: Shop) -> None:
    def send(content: bytes) -> Any:
        fields = {**body(shop), "note": SimpleUploadedFile("a.txt", content)}
        return shop.client().upload("/discounts", fields, headers={"Idempotency-Key": "k1"})

    assert [send(b"one").status_code, send(b"one").status_code, send(b"two").status_code] == [201, 201, 422]
    assert Discount.objects.count() == 1


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """(begun, go on): the creating handler stops in its transaction until it may go on."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(**arguments: Any) -> int:
        made = create_discount(**arguments)
        begun.set()
        assert go_on.wait(10)
        return made

    monkeypatch.setattr(ENDPOINT, slow)
    return begun, go_on


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_a_repeat_is_409(shop: Shop, held: tuple[threading.Event, threading.Event]) -> None:
    begun, go_on = held
    client, sent = shop.client(), body(shop)
    thread, first = in_thread(lambda: post(client, sent))
    assert begun.wait(10)
    assert post(shop.client(), sent).status_code == 409
    go_on.set()
    thread.join()
    assert first[0].status_code == 201
    assert post(client, sent).headers["Idempotency-Replayed"] == "true"
    assert Discount.objects.count() == 1


class Forgetful(set):  # type: ignore[type-arg]
    """As if the two calls ran in two processes."""

    def __contains__(self, item: object) -> bool:
        return False


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_not_both_do_it(
    shop: Shop, held: tuple[threading.Event, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses the second at once; SQLite's write lock lets it wait, and then it finds the answer."""
    monkeypatch.setattr(idempotency, "_running", Forgetful())
    begun, go_on = held
    client, sent = shop.client(), body(shop)
    threads = [in_thread(lambda: post(client, sent))]
    assert begun.wait(10)
    threads.append(in_thread(lambda: post(client, sent)))
    if connection.vendor == "postgresql":
        threads[1][0].join(10)
    threading.Timer(0.2, go_on.set).start()
    for thread, _ in threads:
        thread.join(10)
    [[first], [second]] = [found for _, found in threads]
    assert first.status_code == 201
    if connection.vendor == "postgresql":
        assert second.status_code == 409
    else:
        assert (second.content, second.headers["Idempotency-Replayed"]) == (first.content, "true")
    assert Discount.objects.count() == 1
