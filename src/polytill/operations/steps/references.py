"""Other records that a checkout names must be the business's own. Asked only where something is named."""

from __future__ import annotations

from polytill.domain.dining.selectors import service_type_exists, table_exists
from polytill.domain.identity.selectors import staff_exists
from polytill.domain.pricing.asking import price_group_exists
from polytill.domain.sales.selectors import missing_orders
from polytill.kernel.errors import invalid
from polytill.operations.steps.cart import Checkout
from polytill.operations.steps.counter import Counter
from polytill.operations.steps.gate import need_module


def check_references(command: Checkout, counter: Counter) -> None:
    actor = counter.actor
    wrong: dict[str, list[str]] = {}
    for field, staff_id in (("commission_agent", command.agent_id), ("waiter_id", command.waiter_id)):
        if staff_id is not None and not staff_exists(staff_id, actor):
            wrong[field] = [f"The selected {field} is invalid."]
    if command.price_group_id is not None and not price_group_exists(command.price_group_id, actor):
        wrong["selling_price_group_id"] = ["The selected selling_price_group_id is invalid."]
    if command.table_id is not None and not table_exists(command.table_id, actor):
        wrong["table_id"] = ["The selected table_id is invalid."]
    if command.service is not None:
        need_module(actor, "types_of_service")
        if not service_type_exists(command.service.type_id, actor):
            wrong["types_of_service_id"] = ["The selected types_of_service_id is invalid."]
    if command.order_ids and missing_orders(command.order_ids, actor):
        wrong["sales_order_ids"] = ["The selected sales_order_ids is invalid."]
    _check_points(command, counter, wrong)
    if wrong:
        raise invalid(wrong)


def _check_points(command: Checkout, counter: Counter, wrong: dict[str, list[str]]) -> None:
    points, settings = command.points_redeemed, counter.shop.settings
    if not points:
        return
    if points < 0:
        wrong["rp_redeemed"] = ["The rp_redeemed must be at least 0."]
    elif not settings.rp_enabled:
        wrong["rp_redeemed"] = ["Reward points are switched off."]
    elif settings.rp_min_points_to_redeem is not None and points < settings.rp_min_points_to_redeem:
        wrong["rp_redeemed"] = [f"At least {settings.rp_min_points_to_redeem} points are needed."]
    elif settings.rp_max_points_to_redeem is not None and points > settings.rp_max_points_to_redeem:
        wrong["rp_redeemed"] = [f"At most {settings.rp_max_points_to_redeem} points may be redeemed at once."]
