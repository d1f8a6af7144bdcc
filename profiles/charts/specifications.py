"""A comparison under every combination of choices: the specification curve."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.below import figures, foot_of, under
from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import records
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, inches_at, key_height
from profiles.charts.layout import LINE, text_width, wrap
from profiles.charts.style import BLUE, GREY, INK, PAPER, RULE, SMALL_SIZE, TINT, house_style
from profiles.errors import NotComparable
from profiles.groups.choices import CHOICE_LABELS
from profiles.words import capital, listed, plural

if TYPE_CHECKING:
    from profiles.groups.spread import Robustness

__all__ = ["draw_specifications", "specifications_chart"]

_HEIGHT: Final = 2.3
_ROW: Final = 0.155
_GAP: Final = 0.09
_TOP: Final = 0.1
_MOVES: Final = "moves it most"
_POINT: Final[dict[str, Any]] = {"ls": "none", "marker": "o", "mec": BLUE, "mew": 0.9}


@house_style()
def draw_specifications(
    ax: Axes,
    data: pd.DataFrame,
    *,
    choices: Sequence[str],
    null: float = 0.0,
    effect: str = "",
    most_moving: str = "",
    labels: Mapping[str, str] = CHOICE_LABELS,
    key: bool = True,
    ylim: tuple[float, float] | None = None,
) -> Axes:
    """Draw estimates in the order of their size, under them which choices make each, and return the axes.

    Parameters
    ----------
    ax
        Where to draw the estimates. The choices stand under it, their names left of it, the key above.
    data
        One row per variant: ``estimate``, ``low``, ``high`` (float, may be missing or infinite),
        ``is_main``, ``place`` (from 0, in order of drawing), and a column of text for each choice.
    choices
        The columns of `data` that hold the choices, from top to bottom.
    null
        What the estimate is where nothing differs: 0 for differences; 1 for ratios, drawn on a scale of
        ratios.
    effect
        What the estimate is, for the head of the axis.
    most_moving
        The choice that moves the estimate most, which is said beside it.
    labels
        What choices are called, where that is not the name of their column.
    key
        Whether to explain the marks above the axes.
    ylim
        Ends of the y axis, where several charts share them.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is the place of the variant, y the estimate.
    """
    rows = sorted(records(data), key=lambda row: row["place"])
    width = ax.get_window_extent().width / ax.figure.dpi
    gutter = _gutter(rows, choices, most_moving, labels)
    ax.set_xlim(-0.8, max(len(rows) - 0.2, 8.0))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    if _is_ratio(null):
        ax.set_yscale("log")
    low, high = ylim or _limits(rows, null)
    ax.set_ylim(low, high)
    _draw_ticks(ax, null)
    if not any(row["estimate"] is not None for row in rows):
        ax.text(0.5, 0.75, "no variant gives an estimate", transform=ax.transAxes, ha="center", **MESSAGE)
    size = min(4.5, max(1.8, width / max(len(rows), 8) * 72 * 0.6))
    depth = _depth(rows, choices)
    for row in rows:
        if row["is_main"]:
            _draw_main(ax, row["place"], depth)
        _draw_variant(ax, row, (low, high), null, size)
    _draw_choices(ax, rows, {choice: labels.get(choice, choice) for choice in choices}, most_moving, gutter, size)
    if effect:
        _draw_effect(ax, effect, gutter, width)
    if key:
        lines = len(_effect_lines(effect, gutter + width))
        draw_key(
            ax, _key(rows, null), left=-gutter, width=width + gutter, above=0.12 + lines * SMALL_SIZE * LINE + 0.06
        )
    return ax


def specifications_chart(robustness: Robustness, *, title: str = "", name: str = "specifications") -> Chart:
    """Return the specification curve of a comparison: every variant, sorted, with the choices that make it.

    The form is that of Simonsohn, Simmons and Nelson (2020), "Specification curve analysis", Nature Human
    Behaviour 4: estimates above, choices below. Variants without an estimate stand at the right end.

    Parameters
    ----------
    robustness
        What `profiles.groups.robustness` returns.
    title
        What the picture shows; made from the label of the aspect by default.
    name
        Names the files.

    Returns
    -------
    Chart
        Its data are the variants of `robustness.frame` with their ``place`` in the picture.

    Raises
    ------
    NotComparable
        If there is no variant.
    """
    data = _ordered(robustness.frame)
    if not len(data):
        message = "a specification curve needs at least one variant; this result has none"
        raise NotComparable(message)
    choices = tuple(robustness.choices)
    rows = records(data)
    level = f" ({robustness.level})" if robustness.level else ""
    title = title or f"{capital(robustness.label)}{level}: does the difference survive other choices?"
    first, second = _sides(robustness)
    notes = [f"Estimate: {robustness.effect}, {first} against {second}; bars are 95% intervals."]
    if missing := sum(row["estimate"] is None for row in rows):
        reasons = list(dict.fromkeys(row["reason"] for row in rows if row["estimate"] is None and row["reason"]))
        notes.append(f"No estimate in {plural(missing, 'variant')}{': ' + '; '.join(reasons) if reasons else ''}.")
    foot = "\n".join([" ".join(notes), foot_of(robustness.as_of, robustness.data_version, robustness.sources)])
    effect = capital(robustness.effect)
    with house_style():
        gutter = _gutter(rows, choices, robustness.most_moving, CHOICE_LABELS)
        width = plot_width(gutter)
        lines = len(_effect_lines(effect, gutter + width))
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=_HEIGHT,
            key=key_height(_key(rows, robustness.null), width + gutter) + 0.12 + lines * SMALL_SIZE * LINE + 0.04,
            below=_depth(rows, choices) + 0.06,
        )
    return Chart(
        name=name,
        title=title,
        data=data,
        alt=_alt(robustness, rows, title),
        foot=foot,
        sources=robustness.sources,
        size=size,
        margins=margins,
        draw=partial(
            draw_specifications,
            data=data,
            choices=choices,
            null=robustness.null,
            effect=effect,
            most_moving=robustness.most_moving,
        ),
    )


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    data = frame.sort_values(["estimate", "variant"], kind="stable", na_position="last", ignore_index=True)
    return data.assign(place=pd.array(np.arange(len(data)), dtype="Int64"))


def _options(rows: Sequence[dict[str, Any]], choice: str) -> list[str]:
    # In the order of the variants, which is that in which the options were named.
    by_variant = sorted(rows, key=lambda row: row["variant"] if row.get("variant") is not None else row["place"])
    return list(dict.fromkeys(row[choice] for row in by_variant if row[choice] is not None))


def _depth(rows: Sequence[dict[str, Any]], choices: Sequence[str]) -> float:
    return _TOP + sum(len(_options(rows, choice)) * _ROW + _GAP for choice in choices)


def _gutter(
    rows: Sequence[dict[str, Any]], choices: Sequence[str], most_moving: str, labels: Mapping[str, str]
) -> float:
    named = [text_width(labels.get(choice, choice), SMALL_SIZE) for choice in choices]
    if most_moving in choices:
        # Slanted text is a little wider; where there is no line for it, it stands behind the name.
        beside = len(_options(rows, most_moving)) == 1
        named.append(text_width(_MOVES, SMALL_SIZE) * 1.05)
        named[-1] += text_width(labels.get(most_moving, most_moving), SMALL_SIZE) + 0.08 if beside else 0.0
    options = [text_width(option, SMALL_SIZE) for choice in choices for option in _options(rows, choice)]
    return max(0.6, max(named, default=0.0) + max(options, default=0.0) + 0.3)


def _is_ratio(null: float) -> bool:
    return null > 0


def _finite(rows: Sequence[dict[str, Any]], null: float) -> list[float]:
    values = [row[name] for row in rows for name in ("estimate", "low", "high") if row[name] is not None]
    return [float(v) for v in values if math.isfinite(v) and (v > 0 or not _is_ratio(null))]


def _limits(rows: Sequence[dict[str, Any]], null: float) -> tuple[float, float]:
    values = [*_finite(rows, null), null]
    low, high = min(values), max(values)
    if _is_ratio(null):
        room = max(math.log(high / low) * 0.06, 0.1)
        return low / math.exp(room), high * math.exp(room)
    room = max((high - low) * 0.06, 1e-9 if high > low else 0.5)
    return low - room, high + room


def _draw_ticks(ax: Axes, null: float) -> None:
    low, high = ax.get_ylim()
    if _is_ratio(null):
        steps = [m * 10.0**e for e in range(-6, 7) for m in (1, 2, 5)]
        ticks = [step for step in steps if low <= step <= high]
        while len(ticks) > 7:
            ticks = [tick for i, tick in enumerate(ticks) if (i - ticks.index(1.0)) % 2 == 0]
    else:
        raw = (high - low) / 8
        scale = 10.0 ** math.floor(math.log10(raw))
        step = next(s * scale for s in (1, 2, 5, 10) if s * scale >= raw)
        ticks = [null + k * step for k in range(-20, 21) if low <= null + k * step <= high]
    ax.set_yticks(ticks, [figures(tick) for tick in ticks])
    ax.set_yticks([], minor=True)
    ax.tick_params(axis="y", length=0, pad=4)
    for tick in ticks:
        ax.axhline(tick, color=RULE, lw=0.6, zorder=0.5)
    ax.axhline(null, color=GREY, lw=1.0, ls=(0, (4, 2)), zorder=1, gid="null")


def _draw_main(ax: Axes, place: float, depth: float) -> None:
    ax.axvspan(place - 0.5, place + 0.5, fc=TINT, ec="none", zorder=0.2, gid="main")
    below = Rectangle(
        (place - 0.5, -depth), 1.0, depth, transform=under(ax), fc=TINT, ec="none", zorder=0.2, clip_on=False
    )
    ax.add_patch(below)


def _draw_variant(ax: Axes, row: dict[str, Any], limits: tuple[float, float], null: float, size: float) -> None:
    place, value = row["place"], row["estimate"]
    gid = f"variant-{row['variant']}"
    if value is None:
        edge = ax.get_xaxis_transform()
        ax.plot([place], [0.03], transform=edge, gid=gid, ls="none", marker="x", ms=size, mec=GREY, mew=0.9)
        return
    low, high = limits
    ends = [row["low"], row["high"]]
    if all(end is not None for end in ends):
        a, b = (min(max(float(end), low), high) for end in ends)
        ax.plot([place, place], [a, b], color=BLUE, lw=min(0.9, size / 3), zorder=2, gid=f"{gid}-interval")
    fill = BLUE if _excludes(row, null) else PAPER
    if row["is_main"]:
        size *= 1.6
    if low <= value <= high:
        ax.plot([place], [value], gid=gid, zorder=3, ms=size, mfc=fill, **_POINT)
        return
    # An odds ratio may be nothing or infinite: at the edge, pointing on.
    look = _POINT | {"marker": "^" if value > high else "v"}
    y = 0.98 if value > high else 0.02
    ax.plot([place], [y], transform=ax.get_xaxis_transform(), gid=gid, zorder=3, ms=size, mfc=fill, **look)


def _excludes(row: dict[str, Any], null: float) -> bool:
    return row["low"] is not None and row["high"] is not None and (row["low"] > null or row["high"] < null)


def _draw_choices(
    ax: Axes,
    rows: Sequence[dict[str, Any]],
    choices: Mapping[str, str],
    most_moving: str,
    gutter: float,
    size: float,
) -> None:
    place = under(ax)
    corner = inches_at(ax, 0, 0)
    look: dict[str, Any] = {"size": SMALL_SIZE, "va": "center_baseline", "transform": corner}
    y = -_TOP
    for choice, called in choices.items():
        options = _options(rows, choice)
        ax.text(-gutter, y - _ROW / 2, called, color=INK, gid=f"choice-{choice}", **look)
        if choice == most_moving:
            # Under the name if there is a line for it, else on it.
            at = y - 1.5 * _ROW if len(options) > 1 else y - _ROW / 2
            x = -gutter if len(options) > 1 else -gutter + text_width(called, SMALL_SIZE) + 0.08
            ax.text(x, at, _MOVES, color=GREY, style="italic", family=MESSAGE["family"], gid="moves-most", **look)
        for option in options:
            middle = y - _ROW / 2
            ax.text(-0.1, middle, option, color=GREY, ha="right", **look)
            ax.plot(
                [-0.5, len(rows) - 0.5], [middle] * 2, transform=place, color=RULE, lw=0.5, zorder=0.5, clip_on=False
            )
            used = [row["place"] for row in rows if row[choice] == option]
            ax.plot(
                used,
                [middle] * len(used),
                transform=place,
                clip_on=False,
                ls="none",
                marker="s",
                ms=min(size, 3.5),
                mfc=INK,
                mec=INK,
                mew=0.0,
                gid=f"option-{choice}-{option}",
            )
            y -= _ROW
        y -= _GAP


def _effect_lines(effect: str, width: float) -> list[str]:
    return wrap(effect, width, SMALL_SIZE) if effect else []


def _draw_effect(ax: Axes, effect: str, gutter: float, width: float) -> None:
    corner = inches_at(ax, 0, 1)
    for i, line in enumerate(reversed(_effect_lines(effect, gutter + width))):
        y = 0.1 + i * SMALL_SIZE * LINE
        ax.text(-gutter, y, line, transform=corner, size=SMALL_SIZE, color=INK, va="bottom")


def _key(rows: Sequence[dict[str, Any]], null: float) -> list[KeyItem]:
    drawn = [row for row in rows if row["estimate"] is not None]
    items = []
    if any(row["is_main"] for row in rows):
        items.append(KeyItem("main variant", "bar", {"fc": TINT, "ec": TINT, "lw": 0.6}))
    point = {key: value for key, value in _POINT.items() if key != "ls"} | {"ms": 4.5}
    if any(_excludes(row, null) for row in drawn):
        items.append(KeyItem(f"interval excludes {figures(null)}", "mark", point | {"mfc": BLUE}))
    if any(not _excludes(row, null) for row in drawn):
        items.append(KeyItem(f"interval includes {figures(null)}", "mark", point | {"mfc": PAPER}))
    if any(math.isinf(row["estimate"]) or (_is_ratio(null) and row["estimate"] <= 0) for row in drawn):
        items.append(KeyItem("beyond any scale", "mark", point | {"mfc": PAPER, "marker": "^"}))
    if len(drawn) < len(rows):
        items.append(KeyItem("no estimate", "mark", {"marker": "x", "ms": 4.5, "mec": GREY, "mew": 0.9}))
    return items


def _sides(robustness: Robustness) -> tuple[str, str]:
    first, second = robustness.groups
    return first, f"all {second[4:]}" if second.startswith("All ") else second


def _called(choice: str) -> str:
    name = CHOICE_LABELS.get(choice, choice)
    return name[:1].lower() + name[1:]


def _alt(robustness: Robustness, rows: Sequence[dict[str, Any]], title: str) -> str:
    values = [float(row["estimate"]) for row in rows if row["estimate"] is not None]
    first, second = _sides(robustness)
    sentences = [
        f"{title.rstrip('?.')}. Specification curve of {plural(len(rows), 'variant')}: {robustness.effect}, {first}"
        f" against {second}."
    ]
    if not values:
        return f"{sentences[0]} No variant gives an estimate."
    span = f"from {figures(min(values))} to {figures(max(values))}" if len(values) > 1 else f"of {figures(values[0])}"
    main = "" if robustness.main is None else f"; the main variant gives {figures(robustness.main)}"
    sentences.append(f"Estimates {span}{main}.")
    if len(values) < len(rows):
        sentences.append(f"{capital(plural(len(rows) - len(values), 'variant'))} without an estimate.")
    if robustness.share_same_sign is not None:
        sentences.append(f"{robustness.share_same_sign:.0%} of the variants have the sign of the main one.")
    excluding = sum(_excludes(row, robustness.null) for row in rows)
    sentences.append(f"The interval excludes {figures(robustness.null)} in {excluding} of {len(values)}.")
    if robustness.most_moving:
        amounts = dict(robustness.moves)
        amount = (
            f", by {figures(amounts[robustness.most_moving])} on average" if robustness.most_moving in amounts else ""
        )
        sentences.append(f"The choice that moves the estimate most: {_called(robustness.most_moving)}{amount}.")
    made = [f"{_called(choice)} ({', '.join(_options(rows, choice))})" for choice in robustness.choices]
    sentences.append(f"Choices: {listed(made)}.")
    return " ".join(sentences)
