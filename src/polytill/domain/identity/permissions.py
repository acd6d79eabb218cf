"""The permission catalogue: every name that guards something, by the room it guards.

The names are those of the dialects' documents; where a document names a right without a name, the name is ours.
Roles may hold names that stand nowhere here (price groups, modules of others): they are kept as they are.
"""

from __future__ import annotations

CATALOGUE: dict[str, tuple[str, ...]] = {
    "sell": (
        "sell.view",
        "view_own_sell_only",
        "view_commission_agent_sell",
        "view_paid_sells_only",
        "view_due_sells_only",
        "view_partial_sells_only",
        "view_overdue_sells_only",
        "direct_sell.view",
        "direct_sell.access",
        "direct_sell.update",
        "direct_sell.delete",
        "sell.create",
        "sell.update",
        "sell.delete",
        "sell.payments",
        "edit_sell_payment",
        "delete_sell_payment",
        "edit_pos_payment",
        "edit_product_price_from_pos_screen",
        "edit_product_discount_from_pos_screen",
        "print_invoice",
    ),
    "draft": ("draft.view_all", "draft.view_own", "draft.update", "draft.delete"),
    "quotation": ("quotation.view_all", "quotation.view_own", "quotation.update", "quotation.delete"),
    "sell_return": ("access_sell_return", "access_own_sell_return"),
    "shipping": (
        "access_shipping",
        "access_own_shipping",
        "access_commission_agent_shipping",
        "access_pending_shipments_only",
    ),
    "discount": ("discount.access",),
    "cash_register": ("view_cash_register", "close_cash_register"),
    "sales_order": ("so.view_all", "so.view_own", "so.create", "so.update", "so.delete"),
    "types_of_service": ("access_types_of_service",),
    "user": ("user.view", "user.create", "user.update", "user.delete"),
    "roles": ("roles.view", "roles.create", "roles.update", "roles.delete"),
    "product": ("product.view", "product.create", "product.update", "product.delete", "product.opening_stock"),
    "purchase": (
        "purchase.view",
        "purchase.create",
        "purchase.update",
        "purchase.delete",
        "purchase.payments",
        "edit_purchase_payment",
        "delete_purchase_payment",
    ),
    "stock": ("stock_adjustment.view", "stock_adjustment.create", "stock_transfer.view", "stock_transfer.create"),
    "customer": ("customer.view", "customer.view_own", "customer.create", "customer.update", "customer.delete"),
    "supplier": ("supplier.view", "supplier.view_own", "supplier.create", "supplier.update", "supplier.delete"),
    "expense": ("all_expense.access", "view_own_expense", "expense.add", "expense.edit", "expense.delete"),
    "account": ("account.access", "edit_account_transaction", "delete_account_transaction"),
    "settings": ("business_settings.access", "invoice_settings.access", "tax_rate.view", "tax_rate.create"),
    "reports": ("sales_report.view", "stock_report.view", "profit_loss_report.view", "register_report.view"),
}

KNOWN = frozenset(name for names in CATALOGUE.values() for name in names)

CASHIER = (
    "sell.view",
    "view_own_sell_only",
    "sell.create",
    "sell.update",
    "sell.payments",
    "edit_pos_payment",
    "view_cash_register",
    "close_cash_register",
    "access_own_sell_return",
    "customer.view",
    "customer.create",
    "product.view",
    "print_invoice",
)
