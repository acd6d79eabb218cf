from polytill.domain.catalog.services.products import enter_product
from polytill.domain.catalog.services.shelves import (
    enter_brand,
    enter_category,
    enter_unit,
    enter_unit_group,
    enter_variation_template,
)

__all__ = [
    "enter_brand",
    "enter_category",
    "enter_product",
    "enter_unit",
    "enter_unit_group",
    "enter_variation_template",
]
