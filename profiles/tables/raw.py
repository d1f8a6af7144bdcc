"""The text of a table, and the findings of one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from profiles.errors import Problem

if TYPE_CHECKING:
    from profiles.schema import TableSchema

Texts: TypeAlias = npt.NDArray[np.object_]


@dataclass
class RawTable:
    """The text of one table: columns in schema order, and where each record begins."""

    schema: TableSchema
    file: str
    columns: dict[str, Texts]
    lines: npt.NDArray[np.int64]
    positions: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    is_whole: bool = True  # False where records were lost

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.lines)

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
