from __future__ import annotations

from typing import Literal

from polytill.api.integration.schemas.sells import TransactionQuery


class DraftQuery(TransactionQuery):
    kind: Literal["standard", "quotation", "proforma", "all"] = "all"
