from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from polytill.web.address import client_address


@pytest.mark.parametrize(
    ("proxies", "written", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),  # nobody of ours wrote it
        (1, "10.1.1.1", "10.1.1.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),  # the client wrote the first
        (2, "6.6.6.6, 10.1.1.1, 172.16.0.2", "10.1.1.1"),
        (2, "10.1.1.1", "127.0.0.1"),  # it did not come through both
    ],
)
def test_the_address_that_can_be_trusted(settings: Any, proxies: int, written: str, address: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/login", headers={"X-Forwarded-For": written})

    assert client_address(request) == address
