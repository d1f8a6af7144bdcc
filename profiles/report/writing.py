"""A recipe to a folder, put in place whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from profiles.charts import Chart
from profiles.compare import compare, describe
from profiles.compare.facts import gather
from profiles.compare.many import FEW
from profiles.compare.model import Comparison
from profiles.words import listed
from profiles.dataset import Dataset, load
from profiles.render import Document, number_sources, render_markdown, render_page
from profiles.report.chapters import Material
from profiles.report.document import build_document
from profiles.report.pages import charts_by_chapter
from profiles.report.recipe import Recipe, RecipeError, choose_leaders, read_recipe
from profiles.sources import bibtex
from profiles.tables import write_text

__all__ = ["write_report"]

_SUFFIXES = frozenset({".bib", ".csv", ".html", ".md", ".png", ".svg", ".txt"})
Progress = Callable[[str], AbstractContextManager[None]]


def write_report(
    *what: str,
    output: str | os.PathLike[str] | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    data_path: str | os.PathLike[str] | None = None,
    unverified: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write a report and return its folder.

    The folder holds ``index.html`` (complete in itself), ``report.md``, each chart as SVG, PNG, CSV and alt
    text, ``comparison.csv`` and ``sources.bib``. It is put in place whole or not at all.

    Parameters
    ----------
    *what
        Names of leaders, or one recipe: a path that ends in ``.toml``.
    output
        The folder; ``report-<leaders>`` or ``report-<recipe>`` in the working folder by default. Replaced
        only where it is empty or holds an earlier report.
    as_of
        The day of the report; the recipe's or the dataset's own by default.
    data
        A dataset; loaded from `data_path`, or the shipped one, by default.
    data_path
        Folder of tables to load.
    unverified
        Whether to load rows without a source too, marked.
    progress
        Called with a message for each step; returns a context that lasts as long as the step.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    RecipeError
        If the recipe cannot be followed, or the folder holds something else.
    UnknownName
        If a name fits no leader, or several.
    DataError
        If the dataset has errors.
    """
    step = progress or (lambda _: nullcontext())
    recipe = _recipe(what)
    folder = Path(output) if output is not None else Path(f"report-{recipe.name}")
    _require_replaceable(folder)
    with step("reading the data"):
        dataset = data if data is not None else load(data_path, unverified=unverified)
        recipe = replace(recipe, as_of=as_of or recipe.as_of)
        leaders = choose_leaders(recipe, dataset)
    with step(f"comparing {len(leaders)} leader{'s' * (len(leaders) != 1)}"):
        comparison = (compare if len(leaders) > 1 else describe)(*leaders, as_of=recipe.as_of, data=dataset)
    with step("drawing charts"):
        everyone = gather(dataset, comparison.leaders, as_of=comparison.as_of)
        charts = charts_by_chapter(dataset, comparison, everyone)
    with step("writing text"):
        title = _title(recipe, comparison.names)
        document = build_document(Material(title, recipe.summary, comparison, everyone, charts))
    with step(f"saving {folder}"):
        _save(folder, document, comparison, [chart for group in charts.values() for chart in group], dataset)
    return folder


def _recipe(what: Sequence[str]) -> Recipe:
    if not what:
        message = "name leaders, or a recipe that ends in .toml"
        raise RecipeError(message)
    if len(what) == 1 and what[0].endswith(".toml"):
        return read_recipe(Path(what[0]))
    slug = "-".join("".join(c if c.isalnum() else "-" for c in name.casefold()).strip("-") for name in what)
    return Recipe(slug[:60] or "leaders", leaders=tuple(what))


def _require_replaceable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: is a file; name a folder for the report"
        raise RecipeError(message)
    if folder.is_dir() and any(folder.iterdir()):
        # The whole folder goes: nothing may be in it that a report would not have put there.
        strangers = [p.name for p in sorted(folder.iterdir()) if p.is_dir() or p.suffix not in _SUFFIXES]
        if strangers or not (folder / "report.md").is_file():
            what = strangers[0] if strangers else "something"
            message = f"{folder}: holds {what}, which is no report; name an empty or new folder, or remove it"
            raise RecipeError(message)


def _title(recipe: Recipe, names: Sequence[str]) -> str:
    return recipe.title or (listed(names) if len(names) <= FEW else f"{len(names)} leaders")


def _save(folder: Path, document: Document, comparison: Comparison, charts: Sequence[Chart], dataset: Dataset) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        for chart in charts:
            chart.save(fresh)
        write_text(fresh / "index.html", render_page(document))
        write_text(fresh / "report.md", render_markdown(document))
        write_text(fresh / "comparison.csv", comparison.frame.to_csv(index=False, lineterminator="\n"))
        write_text(fresh / "sources.bib", bibtex(dataset.sources, number_sources(document).ids))
        if folder.exists():
            _swap(folder, fresh)
        else:
            fresh.replace(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _swap(folder: Path, fresh: Path) -> None:
    """Put a new folder in the place of an old one, which stays if that fails."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        old = folder.replace(aside / "old")
        try:
            fresh.replace(folder)
        except BaseException:
            old.replace(folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
