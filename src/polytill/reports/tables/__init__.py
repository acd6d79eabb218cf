"""Lists of sales as tables: a page of raw values, or all of it as CSV that the engine itself writes."""

from polytill.reports.tables.columns import Column, Field, Kind, nested
from polytill.reports.tables.table import Table

__all__ = ["Column", "Field", "Kind", "Table", "nested"]
