"""One effect under every combination of choices, frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from profiles.groups.choices import CHOICE_LABELS, OPTIONS, UNITS, Choices, in_text, option_words
from profiles.groups.figures import fixed, signed
from profiles.render import Mark, Printable, Table, TableCell, TableRow
from profiles.words import capital, number, plural

__all__ = ["Robustness", "Variant"]


@dataclass(frozen=True, slots=True)
class Variant:
    """The effect under one combination.

    Attributes
    ----------
    choices
        The combination.
    estimate, low, high
        The effect with its 95% interval; None where missing, and `reason` says why.
    n_1, n_2
        Cases with a value in each group.
    is_main
        Whether it is the variant from which changes are counted.
    """

    choices: Choices
    estimate: float | None
    low: float | None
    high: float | None
    n_1: int
    n_2: int
    is_main: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Robustness(Printable):
    """Whether a difference survives other readings of the same data.

    Attributes
    ----------
    aspect_id, label
        What is compared.
    level
        The code that is followed, or "".
    effect
        What the estimates are, with their unit.
    measure
        The unit alone: ``years``, ``percentage points`` or "".
    null
        The value that means no difference.
    unit
        What a case is.
    groups
        Names of the two groups; the effect is of the first relative to the second.
    choices
        Names of the choices that vary.
    variants
        One per combination, the main one among them.
    moves
        Each choice with the mean absolute change of the estimate where it alone differs from the main variant.
    notes, sentences
        How it was made, and what it shows.
    as_of, data_version
        The day on which it holds, and the version of the dataset.
    sources
        Ids of the sources behind the cases of all variants, sorted.
    """

    aspect_id: str
    label: str
    level: str
    effect: str
    measure: str
    null: float
    unit: str
    groups: tuple[str, str]
    choices: tuple[str, ...]
    variants: tuple[Variant, ...]
    moves: tuple[tuple[str, float], ...]
    notes: tuple[str, ...]
    as_of: dt.date
    data_version: str
    has_unverified: bool = False
    sources: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a line: what is followed, between whom, over how many variants."""
        span = "no estimate" if self.lowest is None else f"{self.lowest:.2f} to {self.highest:.2f}"
        return (
            f"Robustness({self.aspect_id}{f' {self.level}' if self.level else ''}: {' and '.join(self.groups)},"
            f" {len(self.variants)} variants, {span}; as of {self.as_of}, version {self.data_version})"
        )

    @property
    def _estimates(self) -> list[float]:
        return [variant.estimate for variant in self.variants if variant.estimate is not None]

    @property
    def main_variant(self) -> Variant:
        """The variant from which changes are counted."""
        return next(variant for variant in self.variants if variant.is_main)

    @property
    def main(self) -> float | None:
        """The estimate of the main variant."""
        return self.main_variant.estimate

    @property
    def lowest(self) -> float | None:
        """The lowest estimate of all variants."""
        return min(self._estimates, default=None)

    @property
    def highest(self) -> float | None:
        """The highest estimate of all variants."""
        return max(self._estimates, default=None)

    @property
    def share_same_sign(self) -> float | None:
        """The share of the variants with an estimate that lie on the main one's side of no difference."""
        return self._share_same(self.variants)

    def _share_same(self, variants: tuple[Variant, ...]) -> float | None:
        if self.main is None or self.main == self.null:
            return None
        side = np.sign(self.main - self.null)
        found = [variant.estimate for variant in variants if variant.estimate is not None]
        return float(np.mean([np.sign(value - self.null) == side for value in found])) if found else None

    @property
    def most_moving(self) -> str:
        """Name of the choice that moves the estimate most; "" where none moves it."""
        if not self.moves:
            return ""
        name, change = max(self.moves, key=lambda pair: pair[1])
        return name if change > 0 else ""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The variants as a frame.

        One row per combination. Columns: ``variant`` (int64, from 1), a text column per varying choice (the options
        in plain words), ``estimate``, ``low``, ``high`` (float64), ``is_main`` (boolean), ``n_1``, ``n_2`` (Int64:
        cases with a value), ``reason`` (text: why there is no estimate).
        """
        text = pd.StringDtype(na_value=np.nan)
        columns: dict[str, object] = {"variant": np.arange(1, len(self.variants) + 1)}
        for name in self.choices:
            words = [option_words(name, getattr(variant.choices, name)) for variant in self.variants]
            columns[name] = pd.array(words, dtype=text)
        for name in ("estimate", "low", "high"):
            values = [getattr(variant, name) for variant in self.variants]
            columns[name] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        columns["is_main"] = pd.array([variant.is_main for variant in self.variants], dtype="boolean")
        for name in ("n_1", "n_2"):
            columns[name] = pd.array([getattr(variant, name) for variant in self.variants], dtype="Int64")
        reasons = [variant.reason or np.nan for variant in self.variants]
        columns["reason"] = pd.array(np.array(reasons, dtype=object), dtype=text)
        return pd.DataFrame(columns)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it shows: the range, the sign, and which choice moves it most."""
        if self.main is None:
            reason = self.main_variant.reason or "nothing to compare"
            return (f"There is no {self.effect} to follow: {reason}.",)
        count, estimates = len(self.variants), self._estimates
        shown = f"{_of(self.choices)}" if self.choices else "one reading"
        low, high = (self._words(value) for value in (min(estimates), max(estimates)))
        told = [
            f"{capital(self._subject())}: the main variant gives {self._words(self.main)}{self._unit()}; over"
            f" {plural(count, 'combination')} of {shown} it runs from {low} to {high}."
        ]
        same = self.share_same_sign
        if same is not None:
            kept = round(same * len(estimates))
            if len(estimates) > 1:
                every = kept == len(estimates)
                share = f"All {number(kept)}" if every else f"{capital(number(kept))} of the {number(len(estimates))}"
                told.append(f"{share} estimates have the sign of the main one.")
        if self.most_moving:
            change = dict(self.moves)[self.most_moving]
            told.append(
                f"What moves it most is the choice of {CHOICE_LABELS[self.most_moving].lower()}: by"
                f" {fixed(change, self._digits)}{self._unit()} on average where it alone changes."
            )
        elif self.choices:
            told.append("No choice moves it where it alone changes.")
        lost = count - len(estimates)
        if lost:
            told.append(f"{capital(plural(lost, 'combination'))} leave{'s' * (lost == 1)} nothing to compare.")
        return tuple(told)

    def _subject(self) -> str:
        level = f" ({self.level})" if self.level else ""
        return f"{self.label[:1].lower()}{self.label[1:]}{level}, {self.effect.partition(',')[0]}"

    @property
    def _digits(self) -> int:
        return 1 if self.measure else 2

    def _words(self, value: float) -> str:
        return signed(value, self._digits)

    def _unit(self) -> str:
        return f" {self.measure}" if self.measure else ""

    def table(self) -> Table:
        """Return the table to render.

        Returns
        -------
        profiles.render.Table
            The main variant, all variants, and those with each option of each choice: how many, their range, and the
            share with the sign of the main one.
        """
        main = self.main_variant
        rows = [
            TableRow(
                ("Main variant",),
                (_plain("1"), self._range([main]), _plain(self._interval(main)), _plain("")),
            ),
            TableRow(("All variants",), self._cells(self.variants)),
        ]
        changes = dict(self.moves)
        for name in self.choices:
            change = f"mean change {fixed(changes[name], self._digits)}{self._unit()}" if name in changes else ""
            rows.append(TableRow((f"{CHOICE_LABELS[name]}{f': {change}' if change else ''}",), section=True))
            for option in OPTIONS[name]:
                mine = tuple(variant for variant in self.variants if getattr(variant.choices, name) == option)
                if mine:
                    rows.append(TableRow((capital(option_words(name, option)),), self._cells(mine)))
        level = f" ({self.level})" if self.level else ""
        return Table(
            title=f"{self.label}{level}: {self.groups[0]} and {in_text(self.groups[1])} under other readings",
            columns=("", "Variants", f"{capital(self.effect)}", "95% interval", "Same sign"),
            rows=tuple(rows),
            notes=tuple((note,) for note in self.notes),
            caption=(f"Unit: the {UNITS[self.unit][0]}. As of {self.as_of}; data version {self.data_version}.",),
        )

    def _cells(self, variants: tuple[Variant, ...]) -> tuple[TableCell, ...]:
        same = self._share_same(variants)
        clear = [v for v in variants if v.low is not None and v.high is not None]
        beyond = sum(v.low > self.null or v.high < self.null for v in clear if v.low is not None and v.high is not None)
        held = f"{beyond} of {len(clear)} without {fixed(self.null, 0)}" if clear else ""
        return (
            _plain(str(len(variants))),
            self._range(list(variants)),
            _plain(held),
            _plain("" if same is None else f"{fixed(100 * same, 0)}%"),
        )

    def _range(self, variants: list[Variant]) -> TableCell:
        found = [variant.estimate for variant in variants if variant.estimate is not None]
        if not found:
            return TableCell(((Mark("missing", variants[0].reason or "none"),),), kind="missing")
        low, high = self._words(min(found)), self._words(max(found))
        return _plain(low if low == high else f"{low} to {high}")

    def _interval(self, variant: Variant) -> str:
        if variant.low is None and variant.high is None:
            return ""
        low, high = ("?" if end is None else fixed(end, self._digits) for end in (variant.low, variant.high))
        return f"{low} to {high}"


def _plain(text: str) -> TableCell:
    return TableCell(((text,),) if text else ())


def _of(choices: tuple[str, ...]) -> str:
    return plural(len(choices), "choice")
