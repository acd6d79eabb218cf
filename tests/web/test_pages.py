"""Pages for people: entrance, receipt, register report, public invoice."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest
from django.test import Client

from polytill.domain.catalog.models import Media
from polytill.domain.sales.models import Sale
from polytill.web.vendored import faults
from tests.shop import Shop
from tests.web.till import Till, line, pay


@pytest.fixture
def till(shop: Shop) -> Till:
    till = Till(shop)
    till.open()
    return till


def sell(till: Till, *lines: dict[str, object], total: str, **fields: object) -> Sale:
    answer = till.post("sales", till.sale(*lines, total=total, tenders=pay(("cash", "100")), **fields))
    assert answer.status_code == 200, answer.content
    return Sale.objects.get(pk=answer.json()["id"])


def text(response: object) -> str:
    return " ".join(response.content.decode().split())


def test_the_vendored_libraries_are_as_recorded() -> None:
    assert faults() == []


@pytest.mark.parametrize("path", ["/", "/login", "/till"])
def test_every_page_has_a_strict_script_policy(shop: Shop, till: Till, path: str) -> None:
    response = till.client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    body = response.content.decode()
    assert "<style" not in body
    assert " style=" not in body
    assert all("src=" in tag.split(">")[0] for tag in body.split("<script")[1:])


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(shop: Shop) -> None:
    assert Client().get("/till")["Location"] == "/login?next=%2Ftill"
    assert Client().get("/till/receipt/1")["Location"] == "/login?next=%2Ftill%2Freceipt%2F1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(shop: Shop, target: str) -> None:
    page = Client().get("/login", {"next": target}).content.decode()
    assert 'name="next" value="/till"' in page


def test_the_receipt_has_lines_taxes_tenders_and_change(shop: Shop, till: Till) -> None:
    sale = sell(till, line(shop.jeans_28), line(shop.rice, "2.5"), total="83.42")

    response = till.client.get(f"/till/receipt/{sale.pk}")

    body = text(response)
    for words in (
        "AS0001", "Men&#x27;s Jeans - 28", "$77.00", "Basmati Rice", "2.5</span> kg", "$83.42",
        "<dt>Cash</dt><dd class=\"num\">$100.00</dd>", "<dt>Change</dt><dd class=\"num\">$16.58</dd>", "Ms Cass Hier",
    ):  # fmt: skip
        assert words in body
    cells = [part.split("</td>")[0] for part in body.split('<td class="end num">')]
    rates = [cells[i : i + 3] for i in range(len(cells)) if cells[i].endswith("%")]
    assert rates == [["10%", "$70.00", "$7.00"], ["3.5%", "$6.00", "$0.21"], ["3.5%", "$6.00", "$0.21"]]
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_receipt_of_another_business_is_not_there(shop: Shop, till: Till) -> None:
    sale = sell(till, line(shop.water), total="1.25")
    assert Till(shop.other, "admin").client.get(f"/till/receipt/{sale.pk}").status_code == 404


def test_the_public_invoice_needs_its_token_alone(shop: Shop, till: Till) -> None:
    sale = sell(till, line(shop.jeans_28), total="77", customer_id=shop.customer.pk)
    sale.invoice_token = "a-long-and-secret-token"
    sale.save(update_fields=["invoice_token"])

    page = Client().get("/invoice/a-long-and-secret-token")

    assert page.status_code == 200
    assert "AS0001" in text(page)
    assert "Harry Stone" in text(page)
    assert "<svg" in text(page)
    assert Client().get("/invoice/another").status_code == 404
    assert "<svg" in text(till.client.get(f"/till/receipt/{sale.pk}"))


def test_a_name_cannot_write_the_page(shop: Shop, till: Till) -> None:
    sale = sell(till, line(shop.water), total="1.25", note="<script>alert(1)</script>")
    assert "<script>alert" not in text(till.client.get(f"/till/receipt/{sale.pk}"))


def test_the_register_report_shows_the_difference(shop: Shop, till: Till) -> None:
    sell(till, line(shop.water, "4"), total="5")
    closed = till.post("register/close", {"counted": "104"}).json()

    body = text(till.client.get(f"/till/register/{closed['id']}"))

    assert "RC0001" in body
    assert '<dt>Difference</dt><dd class="num">\u2212$1.00</dd>' in body
    assert '<dd class="num">$105.00</dd>' in body


def test_a_colleagues_report_needs_the_right(shop: Shop, till: Till) -> None:
    closed = till.post("register/close", {"counted": "100"}).json()
    shop.narrow = shop.user(permissions=["sell.create"])
    assert Till(shop, "narrow").client.get(f"/till/register/{closed['id']}").status_code == 404


def test_the_till_draws_no_price_from_a_float(shop: Shop, till: Till) -> None:
    rows = till.get(f"catalog?location_id={shop.location.pk}").json()["rows"]
    rice = next(row for row in rows if row["id"] == shop.rice.pk)
    assert (rice["price"], rice["price_inc_tax"], rice["stock"]) == ("2.4", "2.568", "25.5")
    assert D(rice["tax_percent"]) == D(7)


def stored_picture(shop: Shop, folder: Path, mime: str = "image/png") -> Media:
    (folder / "product.png").write_bytes(b"the bytes of a picture")
    return Media.objects.create(
        business=shop.business, name="product.png", path="product.png", mime=mime, size=22, sha256="ab" * 32,
        created_at=shop.now, updated_at=shop.now,
    )  # fmt: skip


def test_a_tile_has_its_picture(shop: Shop, till: Till, tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    media = stored_picture(shop, tmp_path)
    shop.water.product.image = media
    shop.water.product.save(update_fields=["image"])

    rows = till.get(f"catalog?location_id={shop.location.pk}").json()["rows"]
    (url,) = {row["image"] for row in rows} - {None}
    response = till.client.get(url)

    assert (url, response["Content-Type"]) == (f"/till/picture/{media.pk}", "image/png")
    assert b"".join(response.streaming_content) == b"the bytes of a picture"
    assert Client().get(url).status_code == 401
    assert Till(shop.other, "admin").client.get(url).status_code == 404


def test_a_drawing_with_scripts_is_no_picture(shop: Shop, till: Till, tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    media = stored_picture(shop, tmp_path, "image/svg+xml")
    assert till.client.get(f"/till/picture/{media.pk}").status_code == 404
