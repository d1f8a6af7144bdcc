"""How long spells last, by group: curves of Kaplan and Meier with the numbers at risk under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from profiles.charts.below import figures, foot_of, spread, under
from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import day_text, records
from profiles.charts.furniture import KeyItem, draw_key, inches_at, key_height
from profiles.charts.layout import LINE, text_width, wrap
from profiles.charts.style import BLUE, GREY, INK, PAPER, RULE, RUST, SMALL_SIZE, TEXT_SIZE, house_style
from profiles.errors import NotComparable
from profiles.statistics import Survival, SurvivalCurve
from profiles.words import capital, plural

__all__ = ["draw_survival", "survival_chart"]

YEAR: Final = 365.25
COLUMNS: Final = (
    *("thing", "group", "day", "day_low", "day_high", "at_risk", "events", "censored", "survival", "low", "high"),
)
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    # Told apart by the pattern of the line where colours are lost.
    {"color": BLUE, "ls": "-"},
    {"color": RUST, "ls": (0, (5, 1.5))},
    {"color": INK, "ls": (0, (1.2, 1.2))},
    {"color": GREY, "ls": (0, (6, 1.5, 1.2, 1.5))},
)
_HEIGHT: Final = 2.6
_GUTTER: Final = 0.42
_SIDE: Final = 1.45
_STUB: Final = 0.12
_TICKS: Final = 0.24
_LINE: Final = SMALL_SIZE * LINE
_RISK: Final = "Under observation"


@house_style()
def draw_survival(
    ax: Axes,
    data: pd.DataFrame,
    *,
    duration: str = "years",
    case: str = "spell",
    key: bool = True,
    xlim: tuple[float, float] | None = None,
) -> Axes:
    """Draw the share of each group's spells that last longer, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names and medians stand right of it, the numbers at risk under it, the key above.
    data
        As `survival_chart` makes it. ``thing`` is ``curve`` (a day on which a spell ended or left
        observation: ``survival``, ``low``, ``high``, ``events``, ``censored``), ``risk`` (a day with its
        ``at_risk``) or ``median`` (``day``, with its interval in ``day_low`` and ``day_high``).
    duration
        What the x axis counts; years, whatever their name.
    case
        What one case is called.
    key
        Whether to explain the marks above the axes.
    xlim
        Ends of the x axis in years, where several charts share them.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is years of 365.25 days, y a share.
    """
    rows = records(data)
    groups = list(dict.fromkeys(row["group"] for row in rows))
    box = ax.get_window_extent()
    width, height = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    last = max((row["day"] for row in rows if row["thing"] == "curve"), default=0.0) / YEAR
    low, high = xlim or (0.0, max(last, 1.0))
    ax.set_xlim(low, high)
    ax.set_ylim(0.0, 1.0)
    _draw_scales(ax, rows, width)
    for group, look in zip(groups, _LOOKS, strict=False):
        _draw_curve(ax, [row for row in rows if row["group"] == group and row["thing"] == "curve"], look, group)
    medians = {row["group"]: row for row in rows if row["thing"] == "median"}
    if any(row["day"] is not None for row in medians.values()):
        ax.axhline(0.5, color=GREY, lw=0.8, ls=(0, (4, 2)), zorder=1, gid="half")
    for group, look in zip(groups, _LOOKS, strict=False):
        day = medians[group]["day"] if group in medians else None
        if day is not None and low <= day / YEAR <= high:
            mark = {"ls": "none", "marker": "o", "ms": 5.0, "mfc": PAPER, "mec": look["color"], "mew": 1.2}
            ax.plot([day / YEAR], [0.5], zorder=4, gid=f"median-{group}", **mark)
    _draw_names(ax, rows, groups, medians, height, case)
    _draw_risk(ax, rows, groups, duration)
    to_page = inches_at(ax, 0, 1)
    ax.text(-_GUTTER, 0.1, "Share that lasted longer", transform=to_page, size=SMALL_SIZE, color=INK, va="bottom")
    if key:
        draw_key(ax, _key(rows), left=-_GUTTER, width=width + _GUTTER + _SIDE, above=0.1 + _LINE + 0.06)
    return ax


def survival_chart(
    survival: Survival,
    *,
    title: str,
    as_of: dt.date,
    data_version: str,
    sources: Sequence[str] = (),
    duration: str = "years",
    case: str = "spell",
    note: str = "",
    name: str = "survival",
) -> Chart:
    """Return the curves of Kaplan and Meier of several groups, with the numbers at risk.

    Parameters
    ----------
    survival
        What `profiles.statistics.survival` returns; durations in days.
    title
        What the picture shows.
    as_of
        Last day observed.
    data_version
        Version of the data that the durations come from.
    sources
        Ids of the sources of these data, counted in the foot.
    duration
        What the x axis counts, such as "years in effective power".
    case
        What one case is called: "spell", "leader" or "tenure".
    note
        A sentence for the foot, such as what counts as an end.
    name
        Names the files.

    Returns
    -------
    Chart
        Its data are those of `Survival.frame` with the numbers at risk in round years and the medians.

    Raises
    ------
    NotComparable
        If there is no group, or more than four.
    """
    groups = survival.groups
    if not 1 <= len(groups) <= len(_LOOKS):
        message = f"survival curves are drawn for one to {len(_LOOKS)} groups, not {len(groups)}"
        raise NotComparable(message)
    data = _collect(survival)
    rows = records(data)
    still, began = ("in power", "were in power") if case == "leader" else ("running", "began")
    notes = [*([note] if note else []), f"{capital(case)}s still {still} on {day_text(as_of)} are censored."]
    if late := sum(curve.n_late for curve in groups):
        notes.append(f"{capital(plural(late, case))} {began} before the data begin and count only from then on.")
    notes += [f"{curve.name}: {curve.note}." for curve in groups if curve.note]
    foot = "\n".join([" ".join(notes), foot_of(as_of, data_version, sources)])
    with house_style():
        width = plot_width(_GUTTER)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=_GUTTER,
            plot_height=_HEIGHT,
            key=key_height(_key(rows), width + _GUTTER) + 0.1 + _LINE + 0.04,
            below=_depth(len(groups)),
        )
    return Chart(
        name=name,
        title=title,
        data=data,
        alt=_alt(groups, title, duration, as_of, case),
        foot=foot,
        sources=tuple(sources),
        size=size,
        margins=replace(margins, right=margins.right + _SIDE),
        draw=partial(draw_survival, data=data, duration=duration, case=case),
    )


def _collect(survival: Survival) -> pd.DataFrame:
    curves = survival.frame.assign(thing="curve")
    last = float(curves["day"].max()) / YEAR if len(curves) else 1.0
    years = _round_years(last, plot_width(_GUTTER) - _SIDE)
    numbers = survival.at_risk([year * YEAR for year in years])
    rows: list[dict[str, Any]] = []
    for curve, counts in zip(survival.groups, numbers, strict=True):
        rows += [
            {"thing": "risk", "group": curve.name, "day": year * YEAR, "at_risk": count}
            for year, count in zip(years, counts, strict=True)
        ]
        middle = curve.median
        rows.append({
            "thing": "median",
            "group": curve.name,
            "day": middle.value,
            "day_low": middle.low,
            "day_high": middle.high,
        })
    data = pd.concat([curves, pd.DataFrame(rows).astype({"at_risk": "Int64"})], ignore_index=True)
    return data.reindex(columns=list(COLUMNS))


def _round_years(last: float, width: float) -> list[float]:
    need = 0.42
    step = next((s for s in (1, 2, 5, 10, 20) if max(last, 1.0) / s * need <= width), 50)
    return [float(year) for year in range(0, int(max(last, 1.0)) + 1, step)]


def _depth(groups: int) -> float:
    return _TICKS + _LINE + 0.12 + _LINE + groups * (2 * _LINE + 0.04)


def _draw_scales(ax: Axes, rows: Sequence[dict[str, Any]], width: float) -> None:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    ax.set_yticks(shares, [f"{share:.0%}" for share in shares])
    ax.tick_params(axis="y", length=0, pad=4)
    for share in shares[1:]:
        ax.axhline(share, color=RULE, lw=0.6, zorder=0.5)
    low, high = ax.get_xlim()
    years = sorted({row["day"] / YEAR for row in rows if row["thing"] == "risk"})
    room = max(text_width(f"{int(row['at_risk']):,}", SMALL_SIZE) for row in rows if row["thing"] == "risk") + 0.1
    # On narrower axes than the data were made for, every second number or so.
    per_year = width / (high - low)
    every = next(k for k in range(1, len(years) + 2) if k >= len(years) or (years[k] - years[0]) * per_year >= room)
    chosen = [year for year in years[::every] if low <= year <= high]
    ax.set_xticks(chosen, [f"{year:g}" for year in chosen])
    ax.tick_params(axis="x", length=2.5, pad=3)


def _draw_curve(ax: Axes, rows: Sequence[dict[str, Any]], look: dict[str, Any], group: str) -> None:
    if not any(row["events"] or row["censored"] for row in rows):
        return
    rows = sorted(rows, key=lambda row: row["day"])
    # A curve that has come down to 0 says nothing of the days after.
    gone = next((i for i, row in enumerate(rows) if row["survival"] <= 0), len(rows))
    rows = rows[: gone + 1]
    years = [row["day"] / YEAR for row in rows]
    ax.step(years, [row["survival"] for row in rows], where="post", lw=1.5, zorder=3, gid=f"curve-{group}", **look)
    low, high = (
        np.array([np.nan if row[end] is None else row[end] for row in rows], dtype=float) for end in ("low", "high")
    )
    ax.fill_between(
        years,
        low,
        high,
        where=(~np.isnan(low)).tolist(),
        step="post",
        color=look["color"],
        alpha=0.14,
        lw=0.0,
        zorder=1.5,
        gid=f"band-{group}",
    )
    dropped = [row for row in rows if row["censored"]]
    ax.plot(
        [row["day"] / YEAR for row in dropped],
        [row["survival"] for row in dropped],
        ls="none",
        marker="|",
        ms=5.0,
        mec=look["color"],
        mew=0.8,
        zorder=3.2,
        clip_on=False,
        gid=f"censored-{group}",
    )


def _draw_names(
    ax: Axes,
    rows: Sequence[dict[str, Any]],
    groups: Sequence[str],
    medians: dict[str, dict[str, Any]],
    height: float,
    case: str,
) -> None:
    texts, ends = [], []
    for group in groups:
        curve = [row for row in rows if row["group"] == group and row["thing"] == "curve"]
        final = min((row for row in curve if row["survival"] <= 0), key=lambda row: row["day"], default=None)
        final = final or max(curve, key=lambda row: row["day"])
        ends.append((final["day"] / YEAR, float(final["survival"])))
        n = int(sum(row["events"] + row["censored"] for row in curve))
        if not n:
            told = [f"no {case}s"]
        else:
            events = int(sum(row["events"] for row in curve))
            told = [f"{n:,} {case}{'s' * (n != 1)}, {events:,} ended", *_median_words(medians.get(group))]
        names = wrap(group, _SIDE - _STUB, TEXT_SIZE)
        small = [line for part in told for line in wrap(part, _SIDE - _STUB, SMALL_SIZE)]
        texts.append((names, small))
    heights = [len(names) * TEXT_SIZE * LINE + len(small) * _LINE + 0.06 for names, small in texts]
    centres = spread([y * height for _, y in ends], heights, height)
    place = inches_at(ax, 1, 0)
    edge = ax.get_xlim()[1]
    per_year = ax.get_window_extent().width / ax.figure.dpi / (edge - ax.get_xlim()[0])
    for group, look, (names, small), tall, centre, (x, y) in zip(
        groups, _LOOKS, texts, heights, centres, ends, strict=False
    ):
        # From the end of the line to its name.
        ax.plot(
            [(x - edge) * per_year, 0.02, _STUB - 0.04],
            [y * height, y * height, centre],
            transform=place,
            color=look["color"],
            lw=0.5,
            ls=(0, (1, 2)),
            clip_on=False,
            zorder=1.2,
        )
        at = centre + tall / 2 - 0.03
        for i, line in enumerate([*names, *small]):
            size, colour = (TEXT_SIZE, look["color"]) if i < len(names) else (SMALL_SIZE, GREY)
            ax.text(
                _STUB,
                at - size * LINE / 2,
                line,
                transform=place,
                size=size,
                color=colour,
                va="center_baseline",
                gid=f"name-{group}" if i == 0 else None,
            )
            at -= size * LINE


def _median_words(median: dict[str, Any] | None) -> list[str]:
    if median is None or median["day"] is None:
        return ["no median"]
    ends = [None if median[end] is None else figures(median[end] / YEAR) for end in ("day_low", "day_high")]
    value = figures(median["day"] / YEAR)
    if ends[0] is None:
        return [f"median {value} years"]
    return [f"median {value} years", f"({ends[0]} to {ends[1]})" if ends[1] else f"({ends[0]} or more)"]


def _draw_risk(ax: Axes, rows: Sequence[dict[str, Any]], groups: Sequence[str], duration: str) -> None:
    corner = inches_at(ax, 0, 0)
    shown = {round(tick, 6) for tick in ax.get_xticks()}
    y = -_TICKS - _LINE / 2
    head: dict[str, Any] = {"transform": corner, "size": SMALL_SIZE, "va": "center_baseline"}
    ax.text(0, y, capital(duration), color=GREY, **head)
    y -= _LINE + 0.12
    ax.text(-_GUTTER, y, _RISK, color=INK, **head)
    y -= _LINE
    for group, look in zip(groups, _LOOKS, strict=False):
        ax.text(-_GUTTER, y, group, color=look["color"], gid=f"risk-{group}", **head)
        y -= _LINE
        for row in rows:
            if row["thing"] == "risk" and row["group"] == group and round(row["day"] / YEAR, 6) in shown:
                ax.text(
                    row["day"] / YEAR,
                    y,
                    f"{int(row['at_risk']):,}",
                    transform=under(ax),
                    size=SMALL_SIZE,
                    color=INK,
                    ha="center",
                    va="center_baseline",
                    gid=f"risk-{group}-{row['day'] / YEAR:g}",
                )
        y -= _LINE + 0.04


def _key(rows: Sequence[dict[str, Any]]) -> list[KeyItem]:
    items = []
    if any(row["low"] is not None for row in rows):
        items.append(KeyItem("95% limits", "bar", {"fc": GREY, "ec": "none", "alpha": 0.2}))
    if any(row["censored"] for row in rows):
        items.append(KeyItem("last observed, not ended", "mark", {"marker": "|", "ms": 6, "mec": INK, "mew": 0.9}))
    if any(row["thing"] == "median" and row["day"] is not None for row in rows):
        items.append(KeyItem("median", "mark", {"marker": "o", "ms": 5, "mfc": PAPER, "mec": INK, "mew": 1.2}))
    return items


def _alt(groups: Sequence[SurvivalCurve], title: str, duration: str, as_of: dt.date, case: str) -> str:
    sentences = [f"{title}. Kaplan–Meier curves by {duration}, as of {day_text(as_of)}."]
    for curve in groups:
        if not curve.n:
            sentences.append(f"{curve.name}: no {case}s.")
            continue
        told = [f"{plural(curve.n, case)}, {curve.events} of them ended"]
        if curve.n_late:
            told.append(f"{curve.n_late} observed only after their start")
        words = _median_words({"day": curve.median.value, "day_low": curve.median.low, "day_high": curve.median.high})
        told.append(" ".join(words) if curve.median.value is not None else f"no median ({curve.median.reason})")
        years = [year for year in (1, 5, 10, 20) if curve.left and year * YEAR <= curve.left[-1]]
        shares = [f"{curve.at(year * YEAR):.0%} after {plural(year, 'year')}" for year in years]
        told.append(f"lasting longer: {', '.join(shares)}" if shares else "all left observation within a year")
        sentences.append(f"{curve.name}: {'; '.join(told)}.")
    return " ".join(sentences)
