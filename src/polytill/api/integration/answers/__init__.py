"""What each route gives, for the OpenAPI document alone: calls are answered by translate and envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polytill.api.common.answers import Answer, Answers
from polytill.api.integration.answers import cash_registers as registers
from polytill.api.integration.answers import discounts, payments, people, refusals, sales_orders, sell_returns, sells
from polytill.api.integration.answers import shipments as ships
from polytill.api.integration.answers.types_of_service import TypesOfServiceRow
from polytill.api.integration.answers.words import DeletedRef, PageMeta

CSV = {"text/csv": {"type": "string"}}
FILE = {"*/*": {"type": "string", "format": "binary"}}
OF_PACKAGE = {402: refusals.Refused}
OF_VARIATIONS = {422: refusals.Invalid | refusals.Refused | refusals.ForeignVariations}


def page(row: Any, meta: Any = PageMeta) -> Answer:
    return Answer({"data": list[row], "meta": meta}, CSV)


def one(row: Any) -> Answer:
    return Answer({"data": row}, CSV)


def bare(row: Any, refused: Mapping[int, Any] | None = None) -> Answer:
    """Never as CSV."""
    return Answer({"data": row}, refused=refused or {})


def saved(row: Any, refused: Mapping[int, Any] | None = None) -> Answer:
    return Answer({"message": str, "data": row}, refused=refused or {})


DELETED = saved(DeletedRef)
GIVEN = {
    "GET /sells": page(sells.SellListRow),
    "POST /sells": saved(sells.SellCreateResult),
    "GET /sells/check-invoice-number": bare(sells.InvoiceNumberCheck),
    "GET /sells/{id}": one(sells.SellDetail),
    "DELETE /sells/{id}": DELETED,
    "POST /sells/{id}/payments": saved(sells.SellPaymentCreated),
    "POST /sells/{id}/duplicate": saved(sells.SellDuplicateResult),
    "GET /sells/{id}/public-links": bare(sells.PublicLinks),
    "GET /sell-drafts": page(sells.SellDraftListRow),
    "GET /sell-drafts/{id}": one(sells.SellDraftDetail),
    "PUT /sell-drafts/{id}": saved(sells.SellDraftUpdateResult),
    "DELETE /sell-drafts/{id}": DELETED,
    "GET /quotations": page(sells.SellDraftListRow),
    "POST /quotations": saved(sells.SellCreateResult),
    "GET /quotations/{id}": one(sells.SellDraftDetail),
    "POST /quotations/{id}/convert-to-invoice": saved(sells.QuotationConvertResult),
    "GET /pos/sells": page(sells.SellListRow),
    "POST /pos/sells": saved(sells.SellCreateResult),
    "GET /pos/recent-transactions": page(sells.PosRecentRow, sells.PosRecentMeta),
    "GET /pos/suspended-sales": page(sells.SuspendedPosRow),
    "GET /pos/suspended-sales/{id}": one(sells.SuspendedPosDetail),
    "DELETE /pos/suspended-sales/{id}": DELETED,
    "POST /pos/suspended-sales/{id}/finalize": saved(sells.SellCreateResult),
    "GET /sell-returns": page(sell_returns.SellReturnListRow),
    "POST /sell-returns": saved(sell_returns.SellReturnCreateResult),
    "GET /sell-returns/{id}": one(sell_returns.SellReturnDetail),
    "DELETE /sell-returns/{id}": DELETED,
    "POST /sell-returns/{id}/payments": saved(sells.SellPaymentCreated),
    "GET /transaction-payments/{id}": one(payments.TransactionPaymentDetail),
    "GET /transaction-payments/{id}/document": Answer(others=FILE),
    "PUT /transaction-payments/{id}": saved(payments.TransactionPaymentUpdated),
    "DELETE /transaction-payments/{id}": saved(payments.TransactionPaymentDeleted),
    "GET /shipments": page(ships.ShipmentRow),
    "GET /shipments/shipping-statuses": one(list[ships.ShippingStatusRow]),
    "GET /shipments/{id}": one(ships.ShipmentRow),
    "PUT /shipments/{id}": saved(ships.ShipmentUpdateResult),
    "GET /discounts": page(discounts.DiscountRow),
    "POST /discounts": saved(discounts.DiscountRow, OF_VARIATIONS),
    "GET /discounts/{id}": one(discounts.DiscountRow),
    "PUT /discounts/{id}": saved(discounts.DiscountRow, OF_VARIATIONS),
    "DELETE /discounts/{id}": DELETED,
    "POST /discounts/{id}/activate": saved(discounts.DiscountActivateResult),
    "GET /cash-registers": page(registers.CashRegisterRow),
    "GET /cash-registers/{id}": one(registers.CashRegisterRow),
    "GET /cash-registers/{id}/details": one(registers.CashRegisterDetails),
    "GET /cash-registers/{id}/transactions": page(
        registers.CashRegisterTransactionRow, registers.CashRegisterTransactionsMeta
    ),
    "POST /cash-registers/open": saved(registers.CashRegisterOpenResult),
    "POST /cash-registers/close": saved(registers.CashRegisterCloseResult),
    "GET /sales-orders": page(sales_orders.SalesOrderRow),
    "POST /sales-orders": saved(sales_orders.SalesOrderWriteResult),
    "GET /sales-orders/{id}": one(sales_orders.SalesOrderDetail),
    "PUT /sales-orders/{id}": saved(sales_orders.SalesOrderWriteResult),
    "DELETE /sales-orders/{id}": DELETED,
    "PUT /sales-orders/{id}/status": saved(sales_orders.SalesOrderStatusResult),
    "GET /types-of-service": page(TypesOfServiceRow),
    "POST /types-of-service": bare(TypesOfServiceRow),
    "GET /types-of-service/{id}": one(TypesOfServiceRow),
    "PUT /types-of-service/{id}": bare(TypesOfServiceRow),
    "DELETE /types-of-service/{id}": DELETED,
    "GET /users": page(people.UserListItem),
    "POST /users": bare(people.UserDetail, OF_PACKAGE),
    "GET /users/{id}": one(people.UserDetail),
    "PUT /users/{id}": bare(people.UserDetail, OF_PACKAGE),
    "DELETE /users/{id}": DELETED,
    "GET /roles": page(people.RoleListItem),
    "POST /roles": bare(people.RoleDetail),
    "GET /roles/{id}": one(people.RoleDetail),
    "PUT /roles/{id}": bare(people.RoleDetail),
    "DELETE /roles/{id}": DELETED,
    "GET /commission-agents": page(people.CommissionAgentListItem),
    "POST /commission-agents": saved(people.CommissionAgentDetail),
    "GET /commission-agents/{id}": one(people.CommissionAgentDetail),
    "PUT /commission-agents/{id}": saved(people.CommissionAgentDetail),
    "DELETE /commission-agents/{id}": DELETED,
}
ANSWERS = Answers(GIVEN, refusals.REFUSALS)
