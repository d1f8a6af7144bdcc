"""A table with its columns parsed: what the rules see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from profiles.errors import Problem
from profiles.schema import TableSchema
from profiles.tables import RawTable, Texts

Mask: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.int64]
Dates: TypeAlias = npt.NDArray[np.datetime64]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in one row of a table: what a rule reports before it is given its place in the file."""

    rule: str
    row: int
    field: str
    message: str
    hint: str = ""
    severity: str = "error"
    value: str | None = None


@dataclass
class TypedTable:
    """One table with its columns parsed: what the rules see.

    Text columns are coded: ``codes[name]`` gives each row's place in ``distinct[name]``. Date columns have
    ``earliest`` and ``latest``. A cell that could not be read counts as missing.
    """

    raw: RawTable
    codes: dict[str, Rows] = field(default_factory=dict)
    distinct: dict[str, Texts] = field(default_factory=dict)
    usable: dict[str, Mask] = field(default_factory=dict)
    earliest: dict[str, Dates] = field(default_factory=dict)
    latest: dict[str, Dates] = field(default_factory=dict)
    numbers: dict[str, Rows] = field(default_factory=dict)
    flags: dict[str, Mask] = field(default_factory=dict)
    _kept: dict[str, tuple[tuple[TypedTable, ...], Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def schema(self) -> TableSchema:
        """The schema of the table."""
        return self.raw.schema

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.raw)

    def text(self, name: str) -> Texts:
        """Return a column as it is written."""
        return self.raw.columns[name]

    def present(self, name: str) -> Mask:
        """Return where a column has a value that could be read."""
        return self.usable[name][self.codes[name]]

    def equals(self, name: str, value: str) -> Mask:
        """Return where a column holds a value."""
        same: Mask = self.distinct[name] == value
        return same[self.codes[name]]

    @cached_property
    def key_rows(self) -> dict[str, int]:
        """Row of each key, for tables keyed by one column; the first where one stands twice."""
        keys = self.text(self.schema.primary_key[0])
        return {key: row for row, key in zip(range(len(keys) - 1, -1, -1), keys[::-1], strict=True)}

    def lookup(self, name: str, other: TypedTable) -> Rows:
        """Return for each row the row of `other` that its key in column `name` refers to, or -1."""

        def look_up() -> Rows:
            rows = other.key_rows
            found = np.array([rows.get(text, -1) for text in self.distinct[name]], dtype=np.int64)
            return found[self.codes[name]] if len(found) else np.empty(0, dtype=np.int64)

        return self.once(f"lookup {name}", look_up, other)

    def once(self, what: str, work: Callable[[], _T], *others: TypedTable) -> _T:
        """Return what `work` makes of this table and `others`, kept for the next who asks: not to be changed."""
        held = self._kept.get(what)
        if held is None or any(one is not other for one, other in zip(held[0], others, strict=True)):
            held = self._kept[what] = others, work()
        result: _T = held[1]
        return result

    def named(self, name: str) -> frozenset[str]:
        """Return all that the cells of a column name: their items where it is a list, without locators."""
        column = self.schema.by_name[name]

        def collect() -> frozenset[str]:
            texts = self.distinct[name].tolist()
            if column.separator is None:
                return frozenset(texts) - {""}
            # Splitting all cells at once is several times faster than each by itself.
            items = set(column.separator.join(texts).split(column.separator)) - {""}
            return frozenset(map(source_id, items) if column.has_locator else items)

        return self.once(f"named {name}", collect)

    def problem(self, finding: Finding) -> Problem:
        """Return a finding with its place in the file."""
        value = finding.value
        if value is None:
            value = str(self.text(finding.field)[finding.row]) if finding.field else ""
        return Problem(
            finding.rule, finding.severity, self.raw.file, int(self.raw.lines[finding.row]),
            self.raw.positions.get(finding.field, 0), finding.field, value, finding.message, finding.hint,
        )  # fmt: skip


def list_items(cell: str, separator: str = ";") -> list[str]:
    """Return the items of a list cell; none for the empty cell."""
    return cell.split(separator) if cell else []


def source_id(item: str) -> str:
    """Return the id in one item of a ``sources`` cell, without its locator."""
    return item.partition("[")[0]


def rows_of(faults: Mapping[int, _T], codes: Rows) -> Iterator[tuple[int, _T]]:
    """Yield each row that holds a faulty distinct text, with the fault."""
    if faults:
        is_faulty = np.zeros(codes.max(initial=-1) + 1, dtype=bool)
        is_faulty[list(faults)] = True
        for row in np.flatnonzero(is_faulty[codes]):
            yield int(row), faults[int(codes[row])]
