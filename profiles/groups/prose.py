"""What a comparison of groups shows, in sentences that say how sure they are and never why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from profiles.groups.figures import digits_for, fixed, interval_words, p_words, percent, said_effect
from profiles.words import capital, number

if TYPE_CHECKING:
    from profiles.groups.model import Effect, Group, GroupCell, GroupComparison, GroupLevel, GroupRow, Share

__all__ = ["sentences"]

_LEAST = 0.05
# A difference of a few cases is told by the numbers; a list of many is not.
_MOST_ITEMS = 3


def sentences(found: GroupComparison) -> tuple[str, ...]:
    """Return a sentence for each row that has something to say, in the order of the rows."""
    told = []
    for row in found.rows:
        if any(cell.known == 0 for cell in row.cells):
            continue
        if len(found.groups) != 2:
            text = _several(row, found.groups)
        elif row.kind in {"number", "duration"}:
            text = _medians(row, found.groups)
        elif row.kind == "truth":
            text = _shares(row, found.groups)
        elif row.kind == "ordered":
            text = _ordered(row, found.groups)
        elif row.kind == "code":
            text = _codes(row, found.groups)
        else:
            text = _lists(row, found.groups)
        if text:
            told.append(text)
    return tuple(told)


def _p(row: GroupRow | GroupLevel) -> float | None:
    return row.p_adjusted if row.p_adjusted is not None else row.test.p if row.test is not None else None


def _verdict(effect: Effect, row: GroupRow | GroupLevel, digits: int) -> str:
    """Return what can be said of a difference, as the end of a sentence."""
    p, test = _p(row), row.test
    if effect.estimate.value is None:
        return "; the difference cannot be given"
    value, low, high = said_effect(effect, digits)
    interval = interval_words(low, high)
    between = f"a 95% interval from {interval}" if interval else "no interval"
    if p is None:
        few = "too few for a test" if test is not None and "fewer than five" in test.reason else "there is no test"
        return f"; the difference is {value}{f' (95% interval {interval})' if interval else ''}, {few}"
    if p < _LEAST and effect.is_clear:
        return f"; the difference, {value}, has {between}"
    if p < _LEAST:
        return f"; the difference, {value}, has {between}, though the test tells the groups apart ({_told(row, p)})"
    if effect.is_clear:
        return f"; the difference, {value}, has {between}, but the test does not tell it from chance ({_told(row, p)})"
    inside = f" (95% interval {interval})" if interval else ""
    return f"; the difference, {value}{inside}, is not distinguishable from chance"


def _medians(row: GroupRow, groups: tuple[Group, ...]) -> str:
    values = [_median(cell) for cell in row.cells]
    one, other = values
    if one is None or other is None:
        return _unreached(row, groups, values)
    effect = row.effects[0]
    # Under ten years, a year more or less matters.
    digits = 1 if min(one, other) < 10 else digits_for([one, other], effect)
    unit = "" if "age of" in row.said or row.measure == "statements" else f" {row.measure}"
    lead = re.search(r"\b(at|for|after) (?=a median)", row.said)
    again = lead.group(0) if lead else ""
    text = f"{capital(groups[0].words)} {row.said.format(fixed(one, digits) + unit)}"
    text += f", {groups[1].words} {again}{fixed(other, digits)}{unit}"
    return f"{text}{_verdict(effect, row, digits)}."


def _median(cell: GroupCell) -> float | None:
    return cell.median if cell.survival_median is None else cell.survival_median.value


def _unreached(row: GroupRow, groups: tuple[Group, ...], values: list[float | None]) -> str:
    told = [
        f"{_of(group)} {'more than half go on' if value is None else f'half had ended after {fixed(value)} years'}"
        for group, value in zip(groups, values, strict=True)
    ]
    return f"{row.label}: {' and '.join(told)}, so that no difference of medians can be given."


def _counted(share: Share, digits: int) -> str:
    return f"{percent(share, digits)} ({share.count:,} of {share.n:,})"


def _digits(one: Share, other: Share, effect: Effect) -> int:
    return digits_for([100 * (share.share or 0.0) for share in (one, other)], effect)


def _of(group: Group) -> str:
    """Return the name of a group's cases after "of"."""
    return f"of {group.words}" if group.words.startswith("all ") else f"of the {group.words}"


def _shares(row: GroupRow, groups: tuple[Group, ...]) -> str:
    if not row.levels:
        return ""
    one, other = row.levels[0].cells
    effect = row.effects[0]
    if not one.count and not other.count:
        return f"None {_of(groups[0])} and none {_of(groups[1])} {row.said}."
    digits = _digits(one, other, effect)
    text = f"{capital(_of(groups[0]))}, {_counted(one, digits)} {row.said}, {_of(groups[1])} {_counted(other, digits)}"
    return f"{text}{_verdict(effect, row, digits)}."


def _ordered(row: GroupRow, groups: tuple[Group, ...]) -> str:
    shares = {level.code: level.cells for level in row.levels}
    if not {"lament", "welcome"} & shares.keys():
        return ""

    def said(place: int) -> tuple[str, str]:
        ends = [shares.get(code) for code in ("lament", "welcome")]
        found = ["none" if end is None else _counted(end[place], 0) for end in ends]
        return found[0], found[1]

    (sad, glad), (other_sad, other_glad) = said(0), said(1)
    text = f"{capital(_of(groups[0]))}, {sad} lament and {glad} welcome {row.said}; {_of(groups[1])}, {other_sad}"
    text += f" and {other_glad}"
    effect = row.effects[0]
    value, low, high = said_effect(effect, 2)
    if not value:
        return f"{text}."
    p = _p(row)
    interval = f", 95% interval {interval_words(low, high)}" if low or high else ""
    figures = f"Cliff’s delta {value}{interval}"
    if p is None:
        return f"{text} ({figures}); too few for a test."
    if p < _LEAST and effect.is_clear:
        lean = "welcome" if (effect.estimate.value or 0) > 0 else "lament"
        return f"{text}; the former lean more to {lean} ({figures})."
    return f"{text}; over the whole scale, the difference is not distinguishable from chance ({figures})."


def _codes(row: GroupRow, groups: tuple[Group, ...]) -> str:
    p = _p(row)
    subject = capital(row.said)
    levels = [level for level in row.levels if level.effects and level.effects[0].estimate.value is not None]
    if p is None or not levels:
        return ""
    if p >= _LEAST:
        return f"{subject} does not set the two apart beyond chance ({_told(row, p)})."
    most = max(levels, key=lambda level: abs(level.effects[0].estimate.value or 0.0))
    one, other = most.cells
    digits = _digits(one, other, most.effects[0])
    return (
        f"{subject} sets the two apart ({_told(row, p)}), most of all “{_small(most.label)}”: {_counted(one, digits)}"
        f" {_of(groups[0])}, {_counted(other, digits)} {_of(groups[1])}."
    )


def _told(row: GroupRow | GroupLevel, p: float) -> str:
    how = "" if row.p_adjusted is None else "adjusted "
    return f"{how}p {p_words(p)}" if p < 0.001 else f"{how}p = {p_words(p)}"


def _lists(row: GroupRow, groups: tuple[Group, ...]) -> str:
    tested = [level for level in row.levels if _p(level) is not None]
    if not tested:
        return ""
    clear = [level for level in tested if (_p(level) or 0.0) < _LEAST and level.effects and level.effects[0].is_clear]
    if not clear:
        return f"{row.label}: none of {number(len(tested))} sets the two apart beyond chance."
    clear.sort(key=lambda level: _p(level) or 0.0)
    parts = []
    for level in clear[:_MOST_ITEMS]:
        one, other = level.cells
        digits = _digits(one, other, level.effects[0])
        parts.append(
            f"{_small(level.label)}, with {_counted(one, digits)} {_of(groups[0])} and {_counted(other, digits)}"
            f" {_of(groups[1])}"
        )
    many = "sets" if len(clear) == 1 else "set"
    return f"{row.label}: {number(len(clear))} of {number(len(tested))} {many} the two apart: {'; '.join(parts)}."


def _several(row: GroupRow, groups: tuple[Group, ...]) -> str:
    """Return the figures of more than two groups, and whether they differ."""
    p = _p(row)
    if p is None:
        return ""
    if row.kind in {"number", "duration"}:
        medians = [_median(cell) for cell in row.cells]
        told = [
            f"{group.name} {'not reached' if median is None else fixed(median, 0 if median >= 10 else 1)}"
            for group, median in zip(groups, medians, strict=True)
        ]
        head = f"Median {_small(row.label)}, in {row.measure}"
    elif row.kind == "truth" and row.levels:
        told = [f"{group.name} {_counted(share, 0)}" for group, share in zip(groups, row.levels[0].cells, strict=True)]
        head = row.label
    else:
        return ""
    end = "the groups differ" if p < _LEAST else "the differences are not distinguishable from chance"
    return f"{head}: {', '.join(told)}; {end} ({_told(row, p)})."


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
