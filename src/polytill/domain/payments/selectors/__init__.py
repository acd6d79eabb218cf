from polytill.domain.payments.selectors.one import (
    PaymentNode,
    PaymentRecord,
    lock_payment,
    payment_record,
    visible_parent,
)
from polytill.domain.payments.selectors.parents import CHANGES, DELETES, Parent

__all__ = [
    "CHANGES",
    "DELETES",
    "Parent",
    "PaymentNode",
    "PaymentRecord",
    "lock_payment",
    "payment_record",
    "visible_parent",
]
