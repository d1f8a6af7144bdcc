"""The table of a comparison of groups, compact enough to publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profiles.groups.choices import UNITS, in_text
from profiles.groups.figures import fixed, p_words, percent, table_effect
from profiles.groups.model import Effect, GroupCell, GroupRow, Share
from profiles.render import Mark, Table, TableCell, TableRow, Text
from profiles.statistics import Estimate, Test
from profiles.words import listed

if TYPE_CHECKING:
    from profiles.groups.model import GroupComparison

__all__ = ["ADJUSTED", "comparison_table", "test_letters"]

ADJUSTED = {"holm": "Holm", "bh": "Benjamini–Hochberg"}
_EMPTY = TableCell(())


def comparison_table(found: GroupComparison) -> Table:
    """Return the table to render; see `GroupComparison.table`."""
    two = len(found.groups) == 2
    letters = test_letters(found.rows)
    rows: list[TableRow] = []
    section = ""
    for row in found.rows:
        if row.section != section:
            section = row.section
            rows.append(TableRow((section,), section=True))
        rows += _rows(row, letters, two=two, adjusted=bool(found.adjusted))
    heads = [_head(found, place) for place in range(len(found.groups))]
    effects = ["Difference\n(95% interval)", "Std. diff."] if two else []
    adjusted = [f"p, {ADJUSTED[found.adjusted]}"] if found.adjusted else []
    names = [group.name if place == 0 else in_text(group.name) for place, group in enumerate(found.groups)]
    return Table(
        title=f"{names[0]} and {names[1]}" if two else listed(names),
        columns=("", *heads, *effects, "p", *adjusted),
        rows=tuple(rows),
        notes=tuple((note,) for note in found.notes),
        caption=(f"Unit: the {UNITS[found.unit][0]}. As of {found.as_of}; data version {found.data_version}.",),
    )


def _head(found: GroupComparison, place: int) -> str:
    group = found.groups[place]
    one, many = UNITS[found.unit]
    head = f"{group.name}\nn = {group.n:,} {one if group.n == 1 else many}"
    if found.unit != "leader":
        head += f" of {len(group.leaders):,} leader{'s' * (len(group.leaders) != 1)}"
    return head


def test_letters(rows: tuple[GroupRow, ...]) -> dict[str, str]:
    """Return a letter for each test by its name and how its p was got, in the order of the rows."""
    tests = [test for row in rows for test in (row.test, *(level.test for level in row.levels))]
    told = dict.fromkeys(test_words(test) for test in tests if test is not None and test.p is not None)
    return {words: _letter(place) for place, words in enumerate(told)}


def _letter(place: int) -> str:
    return chr(ord("a") + place % 26) * (1 + place // 26)


def test_words(test: Test) -> str:
    """Return the name of a test and how its p was got."""
    name = test.name[:1].upper() + test.name[1:]
    how = {"": "", "exact": "" if "exact" in name else ", exact"}.get(test.how, f", {test.how}")
    return f"{name.removesuffix(' test')} test{how}"


def _rows(row: GroupRow, letters: dict[str, str], *, two: bool, adjusted: bool) -> list[TableRow]:
    header = f"{row.label}, {row.measure}" if row.measure else row.label
    single = row.levels[0] if row.kind == "truth" and row.levels else None
    cells = [_cell(row, cell, None if single is None else single.cells[place]) for place, cell in enumerate(row.cells)]
    rows = [TableRow((header,), (*cells, *_compared(row, letters, two=two, adjusted=adjusted)))]
    if single is not None:
        return rows
    for level in row.levels:
        shares = [TableCell(((_share(share),),)) for share in level.cells]
        # One line a code: the odds ratios are in the frame.
        compared: list[TableCell] = [_effects(level.effects[:1]), _EMPTY] if two else []
        compared.append(_p(level.test, letters))
        if adjusted:
            compared.append(_adjusted(level.p_adjusted))
        rows.append(TableRow((f"– {level.label}",), (*shares, *compared)))
    return rows


def _compared(row: GroupRow, letters: dict[str, str], *, two: bool, adjusted: bool) -> list[TableCell]:
    cells: list[TableCell] = []
    if two:
        cells = [_effects(row.effects), _EMPTY if row.smd is None else TableCell(((fixed(row.smd, 2),),))]
    cells.append(_p(row.test, letters))
    if adjusted:
        cells.append(_adjusted(row.p_adjusted))
    return cells


def _cell(row: GroupRow, cell: GroupCell, share: Share | None) -> TableCell:
    told = []
    if cell.missing:
        told.append(f"{cell.missing:,} {'left out' if row.kind == 'duration' else 'missing'}")
    if cell.running:
        told.append(f"{cell.running:,} running")
    lines: list[Text] = []
    if share is None or cell.missing:
        lines.append((f"n = {cell.known:,}" + (f" ({', '.join(told)})" if told else ""),))
    if not cell.known:
        return TableCell(((Mark("missing", f"none known ({', '.join(told)})" if told else "none"),),), kind="missing")
    if share is not None:
        lines.append((_share(share),))
    elif row.kind == "number" and cell.median is not None and cell.q1 is not None and cell.q3 is not None:
        lines.append((f"{fixed(cell.median)} ({fixed(cell.q1)}–{fixed(cell.q3)})",))
        if cell.low is not None and cell.high is not None:
            lines.append((f"{fixed(cell.low)}–{fixed(cell.high)}",))
    elif cell.survival_median is not None:
        lines += [(_median(cell.survival_median),), (_spread(cell),)]
    return TableCell(tuple(lines))


def _median(median: Estimate) -> str:
    if median.value is None:
        return "median not reached"
    if median.low is None and median.high is None:
        return fixed(median.value)
    low, high = ("?" if end is None else fixed(end) for end in (median.low, median.high))
    return f"{fixed(median.value)} ({low} to {high})"


def _spread(cell: GroupCell) -> str:
    """Return the quartiles and the range of durations; a plus says that the longest goes on."""
    q1, q3, low, high = ("?" if value is None else fixed(value) for value in (cell.q1, cell.q3, cell.low, cell.high))
    return f"{q1}–{q3}; {low}–{high}{'+' * cell.is_open}"


def _share(share: Share) -> str:
    return f"{share.count:,} of {share.n:,}" + (f" ({percent(share)})" if share.n else "")


def _effects(effects: tuple[Effect, ...]) -> TableCell:
    lines = [(text,) for effect in effects if (text := table_effect(effect))]
    return TableCell(tuple(lines))


def _p(test: Test | None, letters: dict[str, str]) -> TableCell:
    if test is None:
        return _EMPTY
    if test.p is None:
        return TableCell(((Mark("missing", f"none: {test.reason}"),),), kind="missing")
    return TableCell(((f"{p_words(test.p)} ({letters[test_words(test)]})",),))


def _adjusted(p: float | None) -> TableCell:
    return _EMPTY if p is None else TableCell(((p_words(p),),))
