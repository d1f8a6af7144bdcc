"""A chart: what is drawn, its data, its words, and how to save all of it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from profiles.charts.layout import LINE, wrap
from profiles.charts.style import GREY, INK, LATIN_FONTS, SMALL_SIZE, TITLE_SIZE, house_style
from profiles.tables import write_bytes, write_text

__all__ = ["Chart", "Margins", "page_size"]

PNG_DPI: Final = 180
WIDTH: Final = 7.6
"""Inches of a chart from edge to edge: what a printed page is wide."""

EDGE: Final = 0.12
_FORMATS: Final = ("svg", "png", "csv", "txt")


@dataclass(frozen=True, slots=True)
class Margins:
    """Inches around the axes."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture that has not been drawn yet, with everything needed to publish it.

    Attributes
    ----------
    name : str
        Names the files.
    title : str
        What the picture shows.
    data : pandas.DataFrame
        One row per thing drawn; the columns are those of the function that draws it.
    alt : str
        What can be seen, in sentences computed from the data.
    foot : str
        Date, version and number of sources, and what a reader must know to read the picture.
    sources : tuple of str
        Ids of the sources of everything drawn, sorted.
    size : tuple of (float, float)
        Width and height in inches.
    margins : Margins
        Room around the axes for names, title and foot.
    draw : callable
        Takes axes, draws on them, returns them.
    """

    name: str
    title: str
    data: pd.DataFrame
    alt: str
    foot: str
    sources: tuple[str, ...]
    size: tuple[float, float]
    margins: Margins
    draw: Callable[[Axes], Axes]

    def __repr__(self) -> str:
        """Return name, title and size."""
        return f"Chart({self.name!r}: {self.title}; {len(self.data)} rows, {len(self.sources)} sources)"

    @house_style()
    def figure(self) -> Figure:
        """Return a new figure with the chart on it; save it inside `house_style`.

        Returns
        -------
        matplotlib.figure.Figure
            With one axes. It belongs to no window and needs no closing.
        """
        width, height = self.size
        room = self.margins
        figure = Figure(figsize=self.size)
        FigureCanvasAgg(figure)
        ax = figure.add_axes((
            room.left / width,
            room.bottom / height,
            (width - room.left - room.right) / width,
            (height - room.top - room.bottom) / height,
        ))
        self.draw(ax)
        top = height - EDGE
        for line in _title_lines(self.title):
            figure.text(
                EDGE / width,
                top / height,
                line,
                size=TITLE_SIZE,
                weight="bold",
                family=list(LATIN_FONTS),
                color=INK,
                va="top",
                ha="left",
            )
            top -= TITLE_SIZE * LINE
        lines = _foot_lines(self.foot)
        for i, line in enumerate(reversed(lines)):
            figure.text(
                EDGE / width,
                (EDGE + i * SMALL_SIZE * LINE) / height,
                line,
                size=SMALL_SIZE,
                color=GREY,
                va="bottom",
                ha="left",
            )
        return figure

    def svg(self) -> str:
        """Return the picture as SVG, text as text, the same bytes on every run."""
        out = io.StringIO()
        with house_style():
            self.figure().savefig(out, format="svg", metadata={"Date": None, "Title": self.title})
        return out.getvalue()

    def png(self) -> bytes:
        """Return the picture as PNG, fit for print."""
        out = io.BytesIO()
        with house_style():
            self.figure().savefig(out, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return out.getvalue()

    def csv(self) -> str:
        """Return the data as comma-separated text with LF and one header."""
        return self.data.to_csv(index=False, lineterminator="\n")

    def _txt(self) -> str:
        return self.alt + "\n"

    def _repr_svg_(self) -> str:
        return self.svg()

    def save(self, folder: str | os.PathLike[str], formats: Sequence[str] = _FORMATS) -> list[Path]:
        """Write the chart into a folder, each file whole or not at all.

        Parameters
        ----------
        folder
            Made if it does not exist.
        formats
            Any of ``svg``, ``png``, ``csv`` (the data) and ``txt`` (the alternative text).

        Returns
        -------
        list of pathlib.Path
            ``<name>.<format>`` for each format, in the order asked for.

        Raises
        ------
        ValueError
            If a format is none of the four; nothing is written then.
        """
        unknown = [given for given in formats if given not in _FORMATS]
        if unknown:
            message = f"{unknown[0]!r} is no format of a chart; use {', '.join(_FORMATS)}"
            raise ValueError(message)
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        written = []
        for given in formats:
            path = place / f"{self.name}.{given}"
            if given == "png":
                written.append(write_bytes(path, self.png()))
            else:
                makers = {"svg": self.svg, "csv": self.csv, "txt": self._txt}
                written.append(write_text(path, makers[given]()))
        return written


def page_size(
    *, title: str, foot: str, gutter: float, plot_height: float, key: float, below: float = 0.22
) -> tuple[tuple[float, float], Margins]:
    """Return the size of a chart and the margins around its axes.

    Parameters
    ----------
    title, foot
        Its words.
    gutter
        Inches for the names left of the axes.
    plot_height
        Inches of the axes.
    key
        Inches for what stands between title and axes.
    below
        Inches for the labels of the x axis.

    Returns
    -------
    size : tuple of (float, float)
        Width and height in inches.
    margins : Margins
        What lies around the axes.
    """
    top = EDGE + len(_title_lines(title)) * TITLE_SIZE * LINE + 0.1 + key
    bottom = EDGE + len(_foot_lines(foot)) * SMALL_SIZE * LINE + 0.1 + below
    return (WIDTH, top + plot_height + bottom), Margins(gutter + EDGE, EDGE + 0.08, top, bottom)


def plot_width(gutter: float) -> float:
    """Return the inches that the axes are wide, beside a gutter for names."""
    return WIDTH - gutter - 2 * EDGE - 0.08


def _title_lines(title: str) -> list[str]:
    return wrap(title, WIDTH - 2 * EDGE, TITLE_SIZE, "bold")


def _foot_lines(foot: str) -> list[str]:
    return [line for part in foot.split("\n") for line in wrap(part, WIDTH - 2 * EDGE, SMALL_SIZE)]
