"""The text of a table, and the findings of one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from profiles.errors import Problem

if TYPE_CHECKING:
    from profiles.schema import TableSchema

Texts: TypeAlias = npt.NDArray[np.object_]
# A column as the number of each row's cell among the distinct ones, and these.
Coded: TypeAlias = tuple[npt.NDArray[np.int64], Texts]


class CodedColumns(Mapping[str, Texts]):
    """Columns of a large table, kept coded: their cells are laid out only where somebody asks for them."""

    def __init__(self, coded: Mapping[str, Coded]) -> None:
        self.coded = coded
        self._texts: dict[str, Texts] = {}

    def __getitem__(self, name: str) -> Texts:
        """Return the cells of a column, in order of rows."""
        if name not in self._texts:
            codes, distinct = self.coded[name]
            self._texts[name] = distinct[codes]
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the columns, one by one."""
        return iter(self.coded)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.coded)


@dataclass
class RawTable:
    """The text of one table: columns in schema order, and where each record begins."""

    schema: TableSchema
    file: str
    columns: Mapping[str, Texts]
    lines: npt.NDArray[np.int64]
    positions: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    is_whole: bool = True  # False where records were lost

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.lines)

    def coded(self, name: str) -> Coded:
        """Return a column as the number of each row's cell among its distinct cells, and these as they appear."""
        if isinstance(self.columns, CodedColumns):
            return self.columns.coded[name]
        import pandas as pd

        codes, distinct = pd.factorize(self.columns[name])
        return codes.astype(np.int64, copy=False), distinct

    @classmethod
    def empty(cls, schema: TableSchema, file: str) -> RawTable:
        """Return a table without records, for one whose file cannot be read."""
        columns = {name: np.empty(0, dtype=object) for name in schema.names}
        return cls(schema, file, columns, np.empty(0, dtype=np.int64), {})


class FileFindings:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(
        self,
        rule: str,
        message: str,
        *,
        line: int = 0,
        column: int = 0,
        field: str = "",
        value: str = "",
        hint: str = "",
        severity: str = "error",
    ) -> None:
        """Add one, with its place in the file."""
        self.problems.append(Problem(rule, severity, self.file, line, column, field, value, message, hint))
