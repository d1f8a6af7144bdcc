"""Several charts as one: a grid of panels under one title and over one foot."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any, Final, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from profiles.charts.chart import EDGE, Chart, page_size, plot_width
from profiles.charts.layout import LINE, wrap
from profiles.charts.style import INK, LATIN_FONTS, NAME_SIZE, house_style
from profiles.errors import NotComparable

__all__ = ["Panel", "draw_multiples", "multiples"]

_GAP: Final = 0.22
_BETWEEN: Final = 0.24
_UNDER_NAME: Final = 0.08
_NARROWEST: Final = 1.1
_ROOM: Final = 4.0
_FOOT: Final = re.compile(r"(?:\d+ sources?; a|A)(s of .+; data version .+\.)")


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart in a grid; lengths are inches from the top left corner of the grid.

    Attributes
    ----------
    lines : tuple of str
        Its name.
    x, y : float
        Where the name begins.
    left, top : float
        Where the axes begin.
    width, height : float
        Of the axes.
    draw : callable
        Takes axes, draws on them, returns them.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    left: float
    top: float
    width: float
    height: float
    draw: Callable[[Axes], Axes]


@dataclass
class _Size:
    """What a chart needs when its panel is of some width."""

    height: float
    top: float
    bottom: float
    fits: bool


@house_style()
def draw_multiples(ax: Axes, panels: Sequence[Panel]) -> Axes:
    """Draw several charts in a grid on the place of some axes, and return these axes.

    Parameters
    ----------
    ax
        Their place in the figure; they are emptied, and the panels get axes of their own.
    panels
        Where each chart goes, as `multiples` works it out for axes of one size.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x and y are inches from the top left.
    """
    box = ax.get_position()
    inches = ax.get_window_extent()
    width, height = inches.width / ax.figure.dpi, inches.height / ax.figure.dpi
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    for number, panel in enumerate(panels):
        for i, line in enumerate(panel.lines):
            ax.text(
                panel.x,
                panel.y + i * NAME_SIZE * LINE,
                line,
                size=NAME_SIZE,
                weight="bold",
                family=list(LATIN_FONTS),
                color=INK,
                va="top",
                gid=f"panel-{number}" if i == 0 else None,
            )
        inner = ax.figure.add_axes((
            box.x0 + panel.left / width * box.width,
            box.y1 - (panel.top + panel.height) / height * box.height,
            panel.width / width * box.width,
            panel.height / height * box.height,
        ))
        panel.draw(inner)
    return ax


@house_style()
def multiples(
    charts: Sequence[Chart] | Mapping[str, Chart], *, title: str, columns: int = 2, name: str = "multiples"
) -> Chart:
    """Return several charts as one: small multiples on a grid.

    Charts of one kind share the limits of their axis, and none explains what one before it has explained.

    Parameters
    ----------
    charts
        The charts in the order of reading; in a mapping, by the name of their panel. Without one, a panel
        is named by the title of its chart.
    title
        What the picture shows.
    columns
        How many stand side by side at most: fewer, where texts would touch or axes be too narrow.
    name
        Names the files.

    Returns
    -------
    Chart
        Its data are those of all, with the name of the panel in the column ``panel``; its sources are those
        of all.

    Raises
    ------
    NotComparable
        If there is no chart, or two panels have one name.
    ValueError
        If `columns` is below 1.
    """
    named = list(charts.items()) if isinstance(charts, Mapping) else [(chart.title, chart) for chart in charts]
    if not named:
        message = "small multiples need at least one chart"
        raise NotComparable(message)
    if columns < 1:
        message = f"columns is {columns}; at least one chart stands in a row"
        raise ValueError(message)
    twice = [label for label, count in Counter(label for label, _ in named).items() if count > 1]
    if twice:
        message = f"two panels are named {twice[0]!r}; give each its own name: multiples({{name: chart, ...}}, ...)"
        raise NotComparable(message)
    room = plot_width(0.0)
    for across in range(min(columns, len(named)), 0, -1):
        panels, height, fits = _arrange(named, across, room)
        if fits:
            break
    sources = tuple(sorted({source for _, chart in named for source in chart.sources}))
    foot = _foot(named, sources)
    size, margins = page_size(title=title, foot=foot, gutter=0.0, plot_height=height, key=0.05, below=0.0)
    return Chart(
        name=name,
        title=title,
        data=_data(named),
        alt=_alt(named, title),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_multiples, panels=panels),
    )


def _arrange(named: Sequence[tuple[str, Chart]], across: int, room: float) -> tuple[tuple[Panel, ...], float, bool]:
    wide = (room - (across - 1) * _GAP) / across
    draws = _with_shared_limits([chart for _, chart in named], wide)
    tallest = max(_plot_height(chart) for _, chart in named) if len({_function(d) for d in draws}) == 1 else None
    seen: set[str] = set()
    found: list[tuple[Panel, _Size]] = []
    fits = True
    top = 0.0
    for first in range(0, len(named), across):
        row = []
        for place, (label, chart) in enumerate(named[first : first + across]):
            draw = draws[first + place]
            if _takes(draw, "key"):
                bare = partial(draw, key=False)
                told = _key_texts(chart, draw, bare, wide)
                draw = draw if told - seen else bare
                seen |= told
            size = _measure(chart, draw, wide, tallest)
            fits &= size.fits
            lines = tuple(wrap(label, wide, NAME_SIZE, "bold"))
            row.append((lines, place * (wide + _GAP), chart, draw, size))
        # Axes of a row begin at one height.
        names = max(len(lines) for lines, *_ in row) * NAME_SIZE * LINE + _UNDER_NAME
        start = top + names + max(size.top for *_, size in row)
        for lines, x, chart, draw, size in row:
            left, width = _within(chart, wide)
            found.append((Panel(lines, x, top, x + left, start, width, size.height, draw), size))
        top = start + max(size.height + size.bottom for *_, size in row) + _BETWEEN
    return tuple(panel for panel, _ in found), top - _BETWEEN, fits


def _function(draw: Callable[..., Any]) -> Callable[..., Any]:
    while isinstance(draw, partial):
        draw = draw.func
    return draw


def _takes(draw: Callable[..., Any], name: str) -> bool:
    return name in inspect.signature(_function(draw)).parameters


def _with_shared_limits(charts: Sequence[Chart], wide: float) -> list[Callable[..., Axes]]:
    """Return how each is drawn, with limits that all share if they are of one kind."""
    draws: list[Callable[..., Axes]] = [chart.draw for chart in charts]
    if len({_function(draw) for draw in draws}) > 1 or len(draws) < 2:
        return draws
    for axis in ("xlim", "ylim"):
        if not _takes(draws[0], axis):
            continue
        limits = [getattr(_scratch(chart, chart.draw, wide, _plot_height(chart)), f"get_{axis}")() for chart in charts]
        # An axis may run downwards or be that of a chart without data.
        shared = (min(low for low, _ in limits), max(high for _, high in limits))
        draws = [partial(draw, **{axis: shared}) for draw in draws]
    return draws


def _plot_height(chart: Chart) -> float:
    return chart.size[1] - chart.margins.top - chart.margins.bottom


def _within(chart: Chart, wide: float) -> tuple[float, float]:
    """Return the inches left of the axes within a panel, and the inches of the axes."""
    left = chart.margins.left - EDGE
    # Of the right margin, what is more than the edge of the page belongs to the chart.
    right = max(chart.margins.right - EDGE - 0.08, 0.0)
    return left, wide - left - right


def _scratch(chart: Chart, draw: Callable[[Axes], Axes], wide: float, height: float) -> Axes:
    width = max(_within(chart, wide)[1], 0.2)
    page = (width + 2 * _ROOM, height + 2 * _ROOM)
    figure = Figure(figsize=page)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((_ROOM / page[0], _ROOM / page[1], width / page[0], height / page[1]))
    draw(ax)
    return ax


def _measure(chart: Chart, draw: Callable[[Axes], Axes], wide: float, tallest: float | None) -> _Size:
    left, width = _within(chart, wide)
    if width < _NARROWEST:
        return _Size(_plot_height(chart), 0.5, 0.5, fits=False)
    height = _plot_height(chart)
    natural = plot_width(chart.margins.left - EDGE) - max(chart.margins.right - EDGE - 0.08, 0.0)
    whole = _scratch(chart, chart.draw, wide - width + natural, height)
    ax = _scratch(chart, draw, wide, height)
    if abs(_span(whole) - height) < 1e-6:
        # Its y axis counts inches: on narrower axes it may need more of them.
        height = _span(ax)
        ax = _scratch(chart, draw, wide, height)
    elif tallest is not None and tallest > height:
        height = tallest
        ax = _scratch(chart, draw, wide, height)
    dpi = ax.figure.dpi
    axes = ax.get_window_extent()
    boxes = _boxes(ax)
    top = max([0.0, *(float(box.y1 - axes.y1) / dpi for box in boxes)])
    bottom = max([0.0, *(float(axes.y0 - box.y0) / dpi for box in boxes)])
    inside = all((axes.x0 - box.x0) / dpi <= left + 0.02 for box in boxes)
    inside &= all((box.x1 - axes.x0) / dpi <= wide - left + 0.02 for box in boxes)
    return _Size(height, top, bottom, inside and not _touch(boxes))


def _span(ax: Axes) -> float:
    low, high = ax.get_ylim()
    return float(abs(high - low))


def _boxes(ax: Axes) -> list[Bbox]:
    figure = cast(Figure, ax.figure)
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # the canvas is Agg's
    found = []
    for text in cast(list[Text], figure.findobj(Text)):
        if text.get_visible() and text.get_text().strip():
            found.append(Text.get_window_extent(text, renderer))
    return found


def _touch(boxes: Sequence[Bbox]) -> bool:
    # Boxes of lines are a little higher than the letters in them.
    return any(
        min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1.5
        for a, b in combinations(boxes, 2)
    )


def _key_texts(chart: Chart, draw: Callable[..., Axes], bare: Callable[..., Axes], wide: float) -> set[str]:
    with_key, without = (
        Counter(text.get_text() for text in _scratch(chart, how, wide, _plot_height(chart)).texts)
        for how in (draw, bare)
    )
    return set(with_key - without)


def _foot(named: Sequence[tuple[str, Chart]], sources: Sequence[str]) -> str:
    """Return the notes of all, each once, over a line that counts the sources of all."""
    notes: dict[str, list[str]] = {}
    tails: list[str] = []
    for label, chart in named:
        for line in chart.foot.split("\n"):
            match = _FOOT.fullmatch(line)
            if match:
                tails.append(match[1])
            else:
                notes.setdefault(line, []).append(label)
    # What holds of one panel among several says of which.
    lines = [line if len(whose) > 1 or len(named) == 1 else f"{whose[0]}: {line}" for line, whose in notes.items()]
    start = f"{len(sources)} source{'s' * (len(sources) != 1)}; a" if sources else "A"
    ends = [f"{start if i == 0 else 'A'}{tail}" for i, tail in enumerate(dict.fromkeys(tails))]
    return "\n".join([*lines, *([" ".join(ends)] if ends else [])])


def _data(named: Sequence[tuple[str, Chart]]) -> pd.DataFrame:
    columns = dict.fromkeys(column for _, chart in named for column in chart.data.columns)
    # What a panel has no value of says nothing about the type of the column.
    parts = [chart.data.dropna(axis="columns", how="all").assign(panel=label) for label, chart in named]
    return pd.concat(parts, ignore_index=True).reindex(columns=["panel", *columns])


def _alt(named: Sequence[tuple[str, Chart]], title: str) -> str:
    count = f"{len(named)} panel{'s' * (len(named) != 1)}"
    told = [f"Panel {i}, {label}: {chart.alt}" for i, (label, chart) in enumerate(named, 1)]
    return " ".join([f"{title.rstrip('.')}; {count}.", *told])
