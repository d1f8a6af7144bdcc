"""What a schema says: tables, columns, codes and keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# A derived column of a loaded frame that no file holds: marks rows without a source.
MARK = "is_unverified"


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a coded column: the code, its label and its definition."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that other tables' keys refer to."""

    table: str
    field: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values are keys of another table."""

    field: str
    reference: Reference


@dataclass(frozen=True)
class Field:
    """One column: its type, its constraints and what it means."""

    name: str
    type: str
    title: str
    description: str
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    max_words: int | None = None
    codes: tuple[Code, ...] = ()
    separator: str | None = None
    refers_to: Reference | None = None
    has_locator: bool = False
    is_date: bool = False
    unit: str | None = None

    @cached_property
    def code_values(self) -> tuple[str, ...]:
        """The codes alone, in their order."""
        return tuple(code.code for code in self.codes)

    @cached_property
    def code_labels(self) -> dict[str, str]:
        """The label of each code, in their order."""
        return {code.code: code.label for code in self.codes}

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """The compiled pattern, to be used with ``fullmatch``; None where there is none."""
        return None if self.pattern is None else re.compile(self.pattern)


@dataclass(frozen=True)
class TableSchema:
    """One table: what a row is, its columns, its keys and the rules that run on it."""

    name: str
    title: str
    description: str
    row: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rules: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the file."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The columns by name."""
        return {field.name: field for field in self.fields}
