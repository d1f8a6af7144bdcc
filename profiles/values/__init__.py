"""Columns of text to typed columns, cell by distinct cell.

Each distinct text of a column is parsed and held against the schema once, however many rows carry it. A cell
with several faults is reported once, by the first that stops it from being read.
"""

from profiles.values.keys import unknown_references
from profiles.values.parsing import parse_table
from profiles.values.typed import Dates, Finding, Mask, Rows, TypedTable, list_items, source_id

__all__ = [
    "Dates", "Finding", "Mask", "Rows", "TypedTable", "list_items", "parse_table", "source_id", "unknown_references",
]  # fmt: skip
