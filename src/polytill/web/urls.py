"""The pages for people, and the till's own calls."""

from __future__ import annotations

from django.urls import include, path

from polytill.web.pages import documents, entrance, pictures

urlpatterns = [
    path("", entrance.landing, name="landing"),
    path("login", entrance.sign_in, name="sign_in"),
    path("logout", entrance.sign_out, name="sign_out"),
    path("till", entrance.till, name="till"),
    path("till/receipt/<int:sale_id>", documents.receipt_page, name="receipt"),
    path("till/register/<int:shift_id>", documents.register_page, name="register_report"),
    path("till/picture/<int:media_id>", pictures.picture_file, name="picture"),
    path("till/api/", include("polytill.web.till.urls")),
    path("invoice/<str:token>", documents.invoice_page, name="invoice"),
]
