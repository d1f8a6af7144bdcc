"""A gallery: the reports of a folder of recipes, and a page that leads to them."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from profiles import render
from profiles.dataset import Dataset, load
from profiles.report.recipe import Recipe, RecipeError, read_recipe
from profiles.report.writing import Progress, Written, write_recipe
from profiles.tables import write_text

__all__ = ["gallery_index", "write_gallery"]

_TITLE: Final = "Gallery of reports"
_INTRO: Final = (
    "Each report is made by one command from one recipe, and every fact in it leads to a source. The pages need no"
    " network."
)
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE: Final = """\
.reports { list-style: none; margin: 0; padding: 0; display: grid; gap: 2.4rem; }
.reports li { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr); gap: 1.4rem; align-items: start; }
.reports h2 { margin: 0 0 .4rem; font-size: 1.25rem; }
.reports p { margin: 0 0 .5rem; }
.reports img { display: block; width: 100%; max-height: 11rem; object-fit: cover; object-position: left top;
  border: 1px solid var(--hair); background: var(--paper); }
.reports .files { font: .84rem/1.5 var(--sans); }
.reports .files a { display: inline-block; padding: .2rem 0; margin-right: 1.2rem; }
@media (max-width: 40rem) { .reports li { grid-template-columns: minmax(0, 1fr); gap: .7rem; } }
"""


def write_gallery(
    recipes: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str] = "gallery",
    pdf: bool = False,
    data_path: str | os.PathLike[str] | None = None,
    processes: int = 1,
    progress: Progress | None = None,
) -> Path:
    """Write the reports of all recipes in a folder, and an index of them.

    Parameters
    ----------
    recipes
        A folder of recipes, ``*.toml``.
    output
        The folder to write: a folder for each recipe, ``index.html`` and ``README.md``. Reports in it are replaced;
        those of other recipes stay, and the index does not show them.
    pdf
        Whether to print each report to PDF too.
    data_path
        Folder of tables to load; the shipped dataset by default.
    processes
        How many reports to write at a time. More than one starts new processes, so that a script that calls this
        must do so under ``if __name__ == "__main__"``.
    progress
        Called with a message for each report; returns a context that lasts as long as the step.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    RecipeError
        If there is no recipe, or one cannot be followed.
    MissingExtra
        If PDFs, or groups, are asked for and the libraries for them are not installed.
    DataError
        If the dataset has errors.
    """
    step = progress or (lambda _: nullcontext())
    paths = sorted(Path(recipes).glob("*.toml"))
    if not paths:
        message = f"{recipes}: holds no recipe; name a folder with recipes that end in .toml"
        raise RecipeError(message)
    folder = Path(output)
    jobs = [(replace(recipe, pdf=pdf or recipe.pdf), folder / recipe.name) for recipe in map(read_recipe, paths)]
    written: list[Written] = []
    if processes > 1 and len(jobs) > 1:
        # New processes rather than forked ones: those would share this one's locks.
        with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context("spawn")) as pool:
            tasks = [pool.submit(_write, recipe, place, data_path) for recipe, place in jobs]
            for (recipe, _), task in zip(jobs, tasks, strict=True):
                with step(f"waiting for {recipe.name}"):
                    written.append(task.result())
    else:
        with step("reading the data"):
            data = load(data_path)
        for recipe, place in jobs:
            with step(f"writing {recipe.name}"):
                written.append(_write(recipe, place, data_path, data))
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "index.html", _page(written, pdf=pdf))
    write_text(folder / "README.md", gallery_index(written, pdf=False))
    return folder


def _write(
    recipe: Recipe, folder: Path, data_path: str | os.PathLike[str] | None, data: Dataset | None = None
) -> Written:
    return write_recipe(recipe, folder, data=data, data_path=data_path)


def gallery_index(reports: Sequence[Written], *, pdf: bool) -> str:
    """Return the index as Markdown, for a place that shows folders with their README.

    Parameters
    ----------
    reports
        The reports, in folders beside the index.
    pdf
        Whether each has a ``report.pdf``.

    Returns
    -------
    str
        A heading for each report, its first paragraph, its first drawing and links.
    """
    lines = [f"# {_TITLE}", "", _INTRO, ""]
    for report in reports:
        name = report.folder.name
        lines += [f"## [{_plain(report.title)}]({name}/report.md)", "", _plain(report.lead), ""]
        if report.cover:
            lines += [f"[![{_plain(report.cover_title)}]({name}/{report.cover}.svg)]({name}/report.md)", ""]
        lines += [f"[PDF]({name}/report.pdf)", ""] if pdf else []
        lines += [f"`profiles report reports/{name}.toml --pdf`", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text


@cache
def _page_style() -> str:
    return Path(render.__file__).with_name("page.css").read_text(encoding="utf-8")


def _page(reports: Sequence[Written], *, pdf: bool) -> str:
    items = []
    for report in reports:
        name = escape(report.folder.name)
        title = escape(report.title)
        files = [("Read", "index.html"), ("Markdown", "report.md"), *([("PDF", "report.pdf")] if pdf else [])]
        links = " ".join(f'<a href="{name}/{file}" aria-label="{label}: {title}">{label}</a>' for label, file in files)
        items.append(
            f'<li>{_cover(report)}<div>\n<h2><a href="{name}/index.html">{title}</a></h2>\n'
            f'<p>{escape(report.lead)}</p>\n<p class="files">{links}</p>\n</div></li>'
        )
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_TITLE}</title>",
        f"<style>\n{_page_style()}{_STYLE}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">Skip to the reports</a>',
        '<main id="main" tabindex="-1">',
        f'<header>\n<h1>{_TITLE}</h1>\n<p class="subtitle">{_INTRO}</p>\n</header>',
        '<ul class="reports">',
        *items,
        "</ul>",
        "</main>",
        "</body>",
        "</html>",
        "",
    ])


def _cover(report: Written) -> str:
    """Return the first drawing as a picture that needs no file beside the page."""
    if not report.cover:
        return "<div></div>"
    drawing = (report.folder / f"{report.cover}.svg").read_bytes()
    alt = escape(report.cover_title)
    return f'<img alt="{alt}" src="data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}">'
