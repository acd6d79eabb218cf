from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from polytill.api.common.body import read_body
from polytill.kernel.errors import DomainError

make = RequestFactory()


def form(text: str, method: str = "POST") -> dict[str, Any]:
    return read_body(make.generic(method, "/", text, "application/x-www-form-urlencoded"))


def test_json_is_trimmed_and_empty_texts_are_null_but_passwords_stay() -> None:
    sent = b'{"name": " Ada ", "note": "  ", "password": " p ", "lines": [{"note": ""}], "n": 0, "ok": false}'
    assert read_body(make.generic("POST", "/", sent, "application/json; charset=utf-8")) == {
        "name": "Ada", "note": None, "password": " p ", "lines": [{"note": None}], "n": 0, "ok": False,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["", "text/plain", "application/vnd.api+json"])
def test_what_says_not_what_it_is_is_json(kind: str) -> None:
    assert read_body(make.generic("POST", "/", b'{"a": 1}', kind)) == {"a": 1}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_forms_nest_as_in_php(method: str) -> None:
    found = form("a=1&a=2&ids[]=5&ids[]=6&lines[0][q]=1&lines[1][q]=2&map[7]=x&map[k][z]=&password=+p", method)
    assert found == {
        "a": "2", "ids": ["5", "6"], "lines": [{"q": "1"}, {"q": "2"}], "map": {"7": "x", "k": {"z": None}},
        "password": " p",
    }  # fmt: skip


def test_a_field_cannot_be_a_value_and_a_list() -> None:
    with pytest.raises(DomainError, match="both a value and a list"):
        form("a=1&a[b]=2")


def test_a_form_does_not_nest_without_end() -> None:
    with pytest.raises(DomainError, match="nested too deeply"):
        form("a" + "[b]" * 30 + "=1")


@pytest.mark.parametrize("method", ["post", "put"])
def test_forms_with_files(method: str) -> None:
    file = SimpleUploadedFile("slip.pdf", b"%PDF", "application/pdf")
    request = make.post("/", {"amount": " 5 ", "document": file})
    request.method = method.upper()
    found = read_body(request)
    assert (found["amount"], found["document"].name, found["document"].read()) == ("5", "slip.pdf", b"%PDF")


def test_a_broken_form_is_named() -> None:
    with pytest.raises(DomainError) as refused:
        read_body(make.generic("POST", "/", b"--y\r\nnonsense", "multipart/form-data"))
    assert refused.value.code == "body.malformed"
