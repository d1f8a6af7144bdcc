"""A comparison and its parts, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

import pandas as pd

from profiles.compare.facts import Facts
from profiles.render import (
    Cite,
    Mark,
    Printable,
    Table,
    TableCell,
    TableRow,
    Text,
    number_sources,
    plain_text,
)

__all__ = ["Aspect", "Cell", "Comparison", "Judgement", "Row", "Sentence", "Verdict"]

_COLUMNS = (
    *("aspect_id", "label", "section", "leader_id", "text", "value", "missing"),
    *("is_uncertain", "is_unverified", "verdict", "threshold", "sources"),
)
Verdict: TypeAlias = Literal["same", "close", "different", "not comparable", ""]
Missing: TypeAlias = Literal["", "not recorded", "no statement found", "not searched", "does not apply"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one aspect says of one leader, or of all of them together.

    Attributes
    ----------
    lines
        The text, a line each.
    value
        What the lines say, as plain data: a pair of numbers for an age, a tuple of codes for causes.
    sources
        Source ids, each with a locator where it helps, for the cell as a whole.
    missing
        Why there is nothing, or "".
    is_uncertain
        Whether the value is a range or rests on an uncertain date.
    is_unverified
        Whether a fact behind it has no source yet.
    """

    lines: tuple[Text, ...]
    value: Any = None
    sources: tuple[str, ...] = ()
    missing: Missing = ""
    is_uncertain: bool = False
    is_unverified: bool = False

    @property
    def text(self) -> str:
        """The lines as plain text, without notes."""
        return "\n".join(
            plain_text(tuple(run for run in line if not isinstance(run, Cite))).strip() for line in self.lines
        )

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Ids of every source of the cell and its lines, without locators, each once."""
        ids = [
            *self.sources,
            *(i for line in self.lines for run in line if isinstance(run, Cite) for i in run.ids),
        ]
        return tuple(dict.fromkeys(i.partition("[")[0] for i in ids))


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the cells of one row compare, and by what measure."""

    verdict: Verdict
    threshold: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A commonality, a difference or a fact of several leaders, as a plain sentence with its notes."""

    aspect_id: str
    kind: Literal["commonality", "difference", "fact"]
    text: Text

    def __str__(self) -> str:
        """Return the sentence without notes."""
        return plain_text(tuple(run for run in self.text if not isinstance(run, Cite)))


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of a comparison, declared: what it is called, how it is got, compared and put into words.

    Exactly one of `get` (one leader) and `get_joint` (all together) is given.
    """

    id: str
    label: str
    section: str
    kind: str
    get: Callable[[Facts], Cell] | None = None
    get_joint: Callable[[Sequence[Facts]], Cell | None] | None = None
    judge: Callable[[Sequence[Cell]], Judgement] | None = None
    phrase: Callable[[Sequence[Facts], Sequence[Cell], Judgement], Sentence | None] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect of all leaders: a cell each, or one joint cell."""

    aspect_id: str
    label: str
    section: str
    kind: str
    cells: tuple[Cell, ...]
    is_joint: bool
    judgement: Judgement


@dataclass(frozen=True)
class Comparison(Printable):
    """Leaders side by side.

    Attributes
    ----------
    leaders
        Their ids, in the order asked for.
    names
        Their names, in the same order.
    rows
        One per aspect.
    sentences
        Commonalities and differences in words, in the order of the rows.
    as_of
        The day on which it holds.
    data_version
        Version of the dataset.
    notes
        What counts as what, and what to beware of.
    has_unverified
        Whether rows without a source were allowed in.
    source_texts
        How each source that is used is cited, by id.
    """

    leaders: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    sentences: tuple[Sentence, ...]
    as_of: dt.date
    data_version: str
    notes: tuple[str, ...]
    has_unverified: bool = False
    source_texts: Mapping[str, Text] = field(default_factory=dict, compare=False, repr=False)
    native_names: tuple[str, ...] = ()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources used, in the order of their numbers."""
        return number_sources(self.table()).ids

    def row(self, aspect_id: str) -> Row:
        """Return the row of one aspect.

        Parameters
        ----------
        aspect_id
            Its id.

        Returns
        -------
        Row
            The row.

        Raises
        ------
        KeyError
            If the comparison has no such aspect.
        """
        for row in self.rows:
            if row.aspect_id == aspect_id:
                return row
        message = f"no aspect {aspect_id!r}; there are {', '.join(row.aspect_id for row in self.rows)}"
        raise KeyError(message)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The comparison as a tidy frame.

        One row per aspect and leader (joint aspects: one row, ``leader_id`` missing). Columns, all ``str``
        but the two ``boolean`` ones: ``aspect_id``, ``label``, ``section``, ``leader_id``, ``text``,
        ``value``, ``missing``, ``is_uncertain``, ``is_unverified``, ``verdict``, ``threshold``, ``sources``.
        """
        records = [
            {
                "aspect_id": row.aspect_id,
                "label": row.label,
                "section": row.section,
                "leader_id": None if row.is_joint else leader,
                "text": cell.text,
                "value": None if cell.value is None else str(cell.value),
                "missing": cell.missing or None,
                "is_uncertain": cell.is_uncertain,
                "is_unverified": cell.is_unverified,
                "verdict": row.judgement.verdict or None,
                "threshold": row.judgement.threshold or None,
                "sources": ";".join(cell.all_sources) or None,
            }
            for row in self.rows
            for leader, cell in zip(self.leaders, row.cells, strict=False)
        ]
        frame = pd.DataFrame(records, columns=list(_COLUMNS))
        flags = ["is_uncertain", "is_unverified"]
        texts = {name: pd.StringDtype(na_value=float("nan")) for name in frame.columns if name not in flags}
        return frame.astype({**texts, **dict.fromkeys(flags, "boolean")})

    def table(self, *, verdicts: bool = True) -> Table:
        """Return the table to render.

        Parameters
        ----------
        verdicts
            Whether to add the column of verdicts; never with one leader.

        Returns
        -------
        profiles.render.Table
            Sections, a row per aspect, notes.
        """
        judged = verdicts and len(self.leaders) > 1
        natives = self.native_names or ("",) * len(self.names)
        heads = [
            f"{name}\n{native}" if native and native != name else name
            for name, native in zip(self.names, natives, strict=True)
        ]
        rows: list[TableRow] = []
        section = ""
        for row in self.rows:
            if row.section != section:
                section = row.section
                rows.append(TableRow((section,), section=True))
            span = len(self.leaders) if row.is_joint else 1
            cells = [table_cell(cell, span) for cell in row.cells]
            if judged:
                cells.append(_verdict_cell(row.judgement))
            rows.append(TableRow((row.label,), tuple(cells)))
        return Table(
            title=" and ".join([", ".join(self.names[:-1]), self.names[-1]]) if len(self.names) > 1 else self.names[0],
            columns=("", *heads, *(["Compared"] if judged else [])),
            rows=tuple(rows),
            notes=tuple((note,) for note in self.notes),
            caption=(f"As of {self.as_of}; data version {self.data_version}.",),
        )


def table_cell(cell: Cell, span: int = 1) -> TableCell:
    """Return a cell as it is printed, over so many columns."""
    if cell.missing:
        return TableCell(((Mark("missing", cell.text or cell.missing),),), cell.sources, span, "missing")
    kind: Literal["", "uncertain", "unverified"] = (
        "unverified" if cell.is_unverified else "uncertain" if cell.is_uncertain else ""
    )
    return TableCell(cell.lines, cell.sources, span, kind)


def _verdict_cell(judgement: Judgement) -> TableCell:
    if not judgement.verdict:
        return TableCell(())
    if not judgement.threshold:
        return TableCell(((judgement.verdict,),))
    return TableCell(((judgement.verdict,), (f"({judgement.threshold})",)))
