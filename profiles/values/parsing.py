"""Raw tables to typed ones: each distinct text is parsed once."""

from __future__ import annotations

import re

import numpy as np

from profiles.dates import parse_dates
from profiles.errors import Problem
from profiles.schema import Field
from profiles.tables import RawTable
from profiles.values.cells import Fault, text_tests, unclean
from profiles.values.keys import repeated, repeated_keys
from profiles.values.typed import Finding, Mask, TypedTable, rows_of


def parse_table(raw: RawTable) -> tuple[TypedTable, list[Problem]]:
    """Return a table with its columns typed, and every cell that breaks the schema.

    Parameters
    ----------
    raw
        The table as text.

    Returns
    -------
    TypedTable
        Every row of `raw`; a cell that could not be read counts as missing.
    list of Problem
        One per cell, and one per row whose key stands in an earlier row.
    """
    table = TypedTable(raw)
    findings: list[Finding] = []
    for column in raw.schema.fields:
        findings += _parse_column(table, column)
    findings += repeated_keys(table)
    return table, [table.problem(finding) for finding in findings]


def _parse_column(table: TypedTable, column: Field) -> list[Finding]:
    name = column.name
    codes, distinct = table.raw.coded(name)
    texts: list[str] = distinct.tolist()
    table.codes[name], table.distinct[name] = codes, distinct
    faults: dict[int, Fault] = {}
    for place, fault in unclean(texts):
        faults[place] = fault
    if column.is_date:
        _parse_date_column(table, column, texts, faults)
    elif column.type == "integer":
        _parse_integers(table, column, texts, faults)
    elif column.type == "boolean":
        _parse_booleans(table, column, texts, faults)
    else:
        for test in text_tests(column, texts):
            for place, text in enumerate(texts):
                if text and place not in faults and (found := test(text)):
                    faults[place] = found
    usable: Mask = distinct != ""
    usable[list(faults)] = False
    table.usable[name] = usable
    findings = [Finding(rule, row, name, message, hint) for row, (rule, message, hint) in rows_of(faults, codes)]
    if column.required and name in table.raw.positions and (table.distinct[name] == "").any():
        empty = np.flatnonzero(table.equals(name, ""))
        findings += [
            Finding("required", int(row), name, "is empty", f"give the {column.title.lower()}") for row in empty
        ]
    if column.unique:
        findings += repeated(table, name)
    return findings


def _parse_date_column(table: TypedTable, column: Field, texts: list[str], faults: dict[int, Fault]) -> None:
    parsed = parse_dates(["" if place in faults else text for place, text in enumerate(texts)])
    for place, message in parsed.errors.items():
        faults[place] = ("date", *_split_hint(texts[place], message))
    codes = table.codes[column.name]
    for bound, target in ((parsed.earliest, table.earliest), (parsed.latest, table.latest)):
        target[column.name] = bound[codes] if len(bound) else np.empty(0, dtype="datetime64[s]")


def _split_hint(text: str, message: str) -> tuple[str, str]:
    """Return what is wrong and the way out; the finding shows the value itself."""
    for start in (f"{text!r} ", f"{text} ", f"{text}: "):
        message = message.removeprefix(start)
    said, _, hint = message.partition("; ")
    return said, hint or "correct the date"


def _parse_integers(table: TypedTable, column: Field, texts: list[str], faults: dict[int, Fault]) -> None:
    numbers = np.zeros(len(texts), dtype=np.int64)
    for place, text in enumerate(texts):
        if not text or place in faults:
            continue
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
            faults[place] = ("type", "is not a whole number", "write digits only, without leading zeros")
            continue
        numbers[place] = int(text)
        if column.minimum is not None and numbers[place] < column.minimum:
            faults[place] = ("minimum", f"is under {column.minimum}", "")
        elif column.maximum is not None and numbers[place] > column.maximum:
            faults[place] = ("maximum", f"is over {column.maximum}", "")
    table.numbers[column.name] = numbers[table.codes[column.name]] if len(texts) else numbers


def _parse_booleans(table: TypedTable, column: Field, texts: list[str], faults: dict[int, Fault]) -> None:
    for place, text in enumerate(texts):
        if text not in {"", "true", "false"} and place not in faults:
            faults[place] = ("type", "is neither true nor false", "write true or false")
    table.flags[column.name] = table.equals(column.name, "true")
