"""The agreement of two coders, frozen, and its tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from profiles.render import Mark, Printable, Table, TableCell, TableRow
from profiles.statistics import Estimate
from profiles.words import capital

__all__ = ["Agreement", "FieldAgreement", "Level"]

Level: TypeAlias = Literal["nominal", "ordinal", "set"]

_LEVELS = {"nominal": "one code, unordered", "ordinal": "one code, ordered", "set": "any number of codes"}


@dataclass(frozen=True)
class FieldAgreement:
    """How far two coders agree on one field.

    Attributes
    ----------
    field, label
        Its name in the tables, and in words.
    level
        ``nominal`` or ``ordinal`` for one code, ``set`` for a list of codes.
    n, identical
        Statements coded by both, and those on which their codes are the same (lists: all of them).
    jaccard
        Lists only: mean share of the codes of both among the codes of either, two empty lists counting as 1.
    alpha
        Krippendorff's alpha with its interval; by MASI distances for lists.
    codes
        The codes, in their order in the schema.
    counts
        One code: how often, a row per code of the first coder, a column per code of the second. Lists: a row per
        code, with the numbers of statements for which both named it, only the first, only the second, neither.
    differences
        (view id, codes of the first, codes of the second) where they differ; codes of a list joined by ``;``.
    variants
        (how it was measured, alpha) under other levels of measurement, where the level is open to doubt.
    """

    field: str
    label: str
    level: Level
    n: int
    identical: int
    jaccard: float | None
    alpha: Estimate
    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    differences: tuple[tuple[str, str, str], ...]
    variants: tuple[tuple[str, Estimate], ...] = ()

    @property
    def share(self) -> float | None:
        """The share of statements with the same code; None without any."""
        return self.identical / self.n if self.n else None

    @property
    def differing(self) -> tuple[str, ...]:
        """Ids of the statements on which the coders differ."""
        return tuple(view for view, _, _ in self.differences)


@dataclass(frozen=True)
class Agreement(Printable):
    """How far two coders of the same statements agree.

    Attributes
    ----------
    coders
        The two, the first named first; ``main`` is the coder of the views table.
    fields
        One result per field.
    view_ids
        The statements that count: those coded by both who had at least an excerpt before them.
    sentences
        The result in words, for a report.
    notes
        What was coded twice, what the coders read, and how agreement is measured.
    as_of
        Statements after this day do not count.
    data_version
        Version of the dataset.
    """

    coders: tuple[str, str]
    fields: tuple[FieldAgreement, ...]
    view_ids: tuple[str, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    as_of: dt.date
    data_version: str
    code_labels: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        """Return a line: which coders, how many fields and statements."""
        return (
            f"Agreement({' and '.join(self.coders)}: {len(self.fields)} field{'s' * (len(self.fields) != 1)},"
            f" {len(self.view_ids)} statements; as of {self.as_of}, version {self.data_version})"
        )

    def of(self, name: str) -> FieldAgreement:
        """Return the result for one field.

        Parameters
        ----------
        name
            Of the field.

        Returns
        -------
        FieldAgreement
            The result.

        Raises
        ------
        KeyError
            If agreement on it was not measured.
        """
        for one in self.fields:
            if one.field == name:
                return one
        message = f"no field {name!r}; there are {', '.join(one.field for one in self.fields)}"
        raise KeyError(message)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The result as a frame.

        One row per field. Columns: ``field``, ``label``, ``level`` (str), ``n``, ``identical`` (Int64, statements),
        ``share``, ``jaccard``, ``alpha``, ``low``, ``high`` (float64; missing where there is none), ``reason`` (str,
        why alpha or its interval is missing), ``differing`` (str, view ids joined by ``;``).
        """
        records = [
            {
                "field": one.field,
                "label": one.label,
                "level": one.level,
                "n": one.n,
                "identical": one.identical,
                "share": one.share,
                "jaccard": one.jaccard,
                "alpha": one.alpha.value,
                "low": one.alpha.low,
                "high": one.alpha.high,
                "reason": one.alpha.reason or None,
                "differing": ";".join(one.differing) or None,
            }
            for one in self.fields
        ]
        text = pd.StringDtype(na_value=np.nan)
        types: dict[str, Any] = dict.fromkeys(("field", "label", "level", "reason", "differing"), text)
        types |= dict.fromkeys(("n", "identical"), "Int64")
        types |= dict.fromkeys(("share", "jaccard", "alpha", "low", "high"), "float64")
        return pd.DataFrame(
            records,
            columns=[
                *("field", "label", "level", "n", "identical", "share", "jaccard", "alpha", "low", "high", "reason"),
                "differing",
            ],
        ).astype(types)

    def confusion(self, name: str) -> pd.DataFrame:
        """Return who coded what.

        Parameters
        ----------
        name
            Of a field.

        Returns
        -------
        pandas.DataFrame
            One code per statement: a row per code of the first coder, a column per code of the second, Int64 counts
            of statements. Lists: a row per code, with the counts ``both``, ``only <first coder>``,
            ``only <second coder>`` and ``neither``.

        Raises
        ------
        KeyError
            If agreement on the field was not measured.
        """
        one = self.of(name)
        first, second = self.coders
        columns = ["both", f"only {first}", f"only {second}", "neither"] if one.level == "set" else list(one.codes)
        frame = pd.DataFrame(list(one.counts), index=list(one.codes), columns=columns, dtype="Int64")
        frame.index.name = "code" if one.level == "set" else first
        frame.columns.name = None if one.level == "set" else second
        return frame

    def differences(self, name: str) -> pd.DataFrame:
        """Return the statements on which the coders differ.

        Parameters
        ----------
        name
            Of a field.

        Returns
        -------
        pandas.DataFrame
            One row per statement: ``view_id`` and the codes of each coder, all str, missing where a list is empty.

        Raises
        ------
        KeyError
            If agreement on the field was not measured.
        """
        rows = [(view, one or None, other or None) for view, one, other in self.of(name).differences]
        return pd.DataFrame(rows, columns=["view_id", *self.coders]).astype(pd.StringDtype(na_value=np.nan))

    def table(self) -> Table:
        """Return the table to render: a row per field.

        Returns
        -------
        profiles.render.Table
            Statements with the same codes, alpha and its interval, notes.
        """
        return Table(
            title="Agreement of coders",
            columns=(
                "Field",
                "Statements coded by both",
                "Same codes",
                "Krippendorff’s alpha",
                "95% interval",
                "Measured as",
            ),
            rows=tuple(_row(one) for one in self.fields),
            notes=tuple((note,) for note in self.notes),
            caption=(
                f"Coders: {self.coders[0]} and {self.coders[1]}. As of {self.as_of}; data version {self.data_version}.",
            ),
        )

    def confusion_table(self, name: str) -> Table:
        """Return the table of who coded what, to render.

        Parameters
        ----------
        name
            Of a field.

        Returns
        -------
        profiles.render.Table
            As `confusion`, with labels for codes; codes that nobody used are left out.

        Raises
        ------
        KeyError
            If agreement on the field was not measured.
        """
        one = self.of(name)
        first, second = self.coders
        labels = {code: label for which, code, label in self.code_labels if which == name}
        counts = np.array(one.counts, dtype=np.int64).reshape(len(one.codes), -1)
        if one.level == "set":
            used = counts[:, :3].any(axis=1)
            heads = ["both", f"only {first}", f"only {second}", "neither"]
            kept = np.arange(counts.shape[1])
        else:
            used = counts.any(axis=1) | counts.any(axis=0)
            kept = np.flatnonzero(used)
            heads = [f"{second}: {labels.get(one.codes[j], one.codes[j])}" for j in kept]
        row_head = "" if one.level == "set" else f"{first}: "
        rows = tuple(
            TableRow(
                (row_head + labels.get(one.codes[i], one.codes[i]),),
                tuple(TableCell(((str(counts[i, j]),),)) for j in kept),
            )
            for i in np.flatnonzero(used)
        )
        return Table(f"{capital(one.label)}: who coded what", ("", *(heads or ["nothing coded"])), rows)


def _row(one: FieldAgreement) -> TableRow:
    same = f"{one.identical} ({100 * one.identical / one.n:.0f}%)" if one.n else "–"
    cells = [_said(str(one.n)), _said(same)]
    if one.alpha.value is None:
        cells += [_lacking(one.alpha.reason), _said("–")]
    else:
        cells.append(_said(f"{one.alpha.value:.2f}".replace("-", "−")))
        if one.alpha.low is None or one.alpha.high is None:
            cells.append(_lacking(one.alpha.reason))
        else:
            cells.append(_said(f"{one.alpha.low:.2f} to {one.alpha.high:.2f}".replace("-", "−")))
    return TableRow((capital(one.label),), (*cells, _said(_LEVELS[one.level])))


def _said(text: str) -> TableCell:
    return TableCell(((text,),))


def _lacking(reason: str) -> TableCell:
    return TableCell(((Mark("missing", f"none: {reason}"),),), kind="missing")
