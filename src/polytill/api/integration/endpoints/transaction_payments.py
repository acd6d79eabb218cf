from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from polytill.api.common.door import Call, Open, Routes
from polytill.api.integration.envelope import one, saved
from polytill.api.integration.schemas.payments import PaymentChange
from polytill.api.integration.schemas.queries import OneQuery
from polytill.api.integration.translate.payments import change_of, changed, detail
from polytill.domain.payments.documents import content_of
from polytill.domain.payments.selectors import PaymentRecord, payment_record
from polytill.kernel.errors import not_found
from polytill.operations.delete_payment import GATE as DELETES
from polytill.operations.delete_payment import delete_payment
from polytill.operations.update_payment import GATE as UPDATES
from polytill.operations.update_payment import update_payment

routes = Routes("Transaction payments")


def _seen(call: Call, id: int) -> PaymentRecord:
    return payment_record(id, call.actor, call.now.astimezone(call.shop.tz).date())


def _address(call: Call, id: int) -> str:
    """Of its document."""
    base = call.request.path.partition("/transaction-payments/")[0]
    return call.request.build_absolute_uri(f"{base}/transaction-payments/{id}/document")


# Who sees a payment is who sees what it belongs to, so the right is asked for when that is known.
@routes.get("/transaction-payments/{int:id}", gate=Open(), query=OneQuery)
def get_payment(call: Call, id: int, query: OneQuery) -> HttpResponseBase:
    return one(call, query, f"transaction-payment-{id}", detail(_seen(call, id), _address(call, id)))


@routes.get("/transaction-payments/{int:id}/document", gate=Open())
def get_document(call: Call, id: int) -> HttpResponseBase:
    """The uploaded file, for whoever sees the payment."""
    document = _seen(call, id).document
    if document is None:
        raise not_found("document")
    response = HttpResponse(content_of(document), content_type=document["type"])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document['name'])}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@routes.put("/transaction-payments/{int:id}", gate=UPDATES, body=PaymentChange, formats=("json", "multipart"))
def update(call: Call, id: int, body: PaymentChange) -> HttpResponseBase:
    payment = update_payment(payment_id=id, change=change_of(body), actor=call.actor, now=call.now)
    return saved(call, "The payment was changed.", changed(payment, _address(call, id)))


@routes.delete("/transaction-payments/{int:id}", gate=DELETES)
def delete(call: Call, id: int) -> HttpResponseBase:
    gone = delete_payment(payment_id=id, actor=call.actor, now=call.now)
    data = {"id": gone.id, "transaction_id": gone.parent_id, "payment_status": gone.payment_status}
    return saved(call, "The payment was deleted.", data)
