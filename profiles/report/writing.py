"""A recipe to a folder, put in place whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from profiles.charts import Chart
from profiles.compare import compare, describe
from profiles.compare.facts import gather
from profiles.compare.many import FEW
from profiles.dataset import Dataset, load
from profiles.render import (
    Block,
    Cite,
    Document,
    Paragraph,
    Text,
    number_sources,
    plain_text,
    render_markdown,
    render_page,
)
from profiles.report.document import build_document, leader_blocks
from profiles.report.material import Material
from profiles.report.method import method
from profiles.report.pages import charts_by_chapter
from profiles.report.pdf import render_pdf, require_pdf
from profiles.report.recipe import Recipe, RecipeError, choose_leaders, read_recipe
from profiles.sources import bibtex
from profiles.tables import write_bytes
from profiles.words import listed

__all__ = ["Written", "write_recipe", "write_report"]

_SUFFIXES = frozenset({".bib", ".csv", ".html", ".md", ".pdf", ".png", ".svg", ".txt"})
Progress = Callable[[str], AbstractContextManager[None]]


def write_report(
    *what: str,
    output: str | os.PathLike[str] | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    data_path: str | os.PathLike[str] | None = None,
    unverified: bool = False,
    pdf: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write a report and return its folder.

    The folder holds ``index.html`` (complete in itself), ``report.md``, each chart as SVG, PNG, CSV and alt
    text, tables as CSV and ``sources.bib``, and ``report.pdf`` if asked for. It is put in place whole or not at
    all.

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
    pdf
        Whether to print the page to ``report.pdf`` too; so it is where the recipe says so.
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
    NotComparable
        If the groups of a recipe cannot be compared.
    MissingExtra
        If a PDF, or groups, are asked for and the libraries for them are not installed.
    DataError
        If the dataset has errors.
    """
    recipe = _recipe(what)
    folder = Path(output) if output is not None else Path(f"report-{recipe.name}")
    recipe = replace(recipe, as_of=as_of or recipe.as_of, pdf=pdf or recipe.pdf)
    return write_recipe(recipe, folder, data=data, data_path=data_path, unverified=unverified, progress=progress).folder


@dataclass(frozen=True)
class Written:
    """A report that has been written, as a list of reports shows it.

    Attributes
    ----------
    folder
        Where it is.
    title, lead
        Its title and first paragraph, without notes.
    cover, cover_title
        Name and title of its first chart; "" for a report without charts.
    """

    folder: Path
    title: str
    lead: str
    cover: str
    cover_title: str


def write_recipe(
    recipe: Recipe,
    folder: Path,
    *,
    data: Dataset | None = None,
    data_path: str | os.PathLike[str] | None = None,
    unverified: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write the report of a recipe and return what there is to say of it; see `write_report`."""
    step = progress or (lambda _: nullcontext())
    _require_replaceable(folder)
    if recipe.pdf:
        require_pdf()
    with step("reading the data"):
        dataset = data if data is not None else load(data_path, unverified=unverified)
    parts = [part for part in (_leaders(recipe, dataset, step), *_groups(recipe, dataset, step)) if part is not None]
    with step("writing text"):
        document = _document(recipe, dataset, parts)
        files = {
            "index.html": render_page(document).encode(),
            "report.md": render_markdown(document).encode(),
            "sources.bib": bibtex(dataset.sources, _cited(document, parts)).encode(),
            **{name: text.encode() for part in parts for name, text in part.tables.items()},
        }
    if recipe.pdf:
        with step("printing to PDF"):
            files["report.pdf"] = render_pdf(files["index.html"].decode())
    with step(f"saving {folder}"):
        charts = [chart for part in parts for chart in part.charts]
        _save(folder, files, charts)
    lead = next((plain_text(_unnoted(block.text)) for block in document.blocks if isinstance(block, Paragraph)), "")
    return Written(folder, document.title, lead, charts[0].name if charts else "", charts[0].title if charts else "")


def _unnoted(text: Text) -> Text:
    return tuple(run for run in text if not isinstance(run, Cite))


@dataclass(frozen=True)
class _Part:
    """What the leaders, or the groups, add to a report."""

    name: str
    blocks: Sequence[Block]
    charts: Sequence[Chart] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    material: Material | None = None
    sources: Sequence[str] = ()
    method: Sequence[Text] = ()


def _cited(document: Document, parts: Sequence[_Part]) -> tuple[str, ...]:
    """Return the sources of a report: those cited, by number, then those behind its numbers."""
    ids = [*number_sources(document).ids, *(source for part in parts for source in part.sources)]
    return tuple(dict.fromkeys(ids))


def _leaders(recipe: Recipe, dataset: Dataset, step: Progress) -> _Part | None:
    if not recipe.names_leaders:
        return None
    leaders = choose_leaders(recipe, dataset)
    with step(f"comparing {len(leaders)} leader{'s' * (len(leaders) != 1)}"):
        comparison = (compare if len(leaders) > 1 else describe)(*leaders, as_of=recipe.as_of, data=dataset)
    with step("drawing charts"):
        everyone = gather(dataset, comparison.leaders, as_of=comparison.as_of)
        charts = charts_by_chapter(dataset, comparison, everyone)
        material = Material(comparison, everyone, charts)
        blocks = leader_blocks(material)
    names = comparison.names
    return _Part(
        name=listed(names) if len(names) <= FEW else f"{len(names)} leaders",
        blocks=blocks,
        charts=[chart for group in charts.values() for chart in group],
        tables={"comparison.csv": comparison.frame.to_csv(index=False, lineterminator="\n")},
        material=material,
    )


def _groups(recipe: Recipe, dataset: Dataset, step: Progress) -> list[_Part]:
    if recipe.groups is None and recipe.agreement is None:
        return []
    # These import much that a report on leaders has no use for.
    from profiles.report.grouped import agreement_chapter, groups_chapter, robustness_chapter

    name = "Agreement of coders"
    chapters = []
    if recipe.groups is not None:
        with step("comparing groups"):
            chapter, comparison = groups_chapter(recipe.groups, dataset, recipe.as_of)
        chapters.append(chapter)
        name = listed([group.name for group in comparison.groups])
        if recipe.robustness is not None:
            with step("comparing them in other ways"):
                chapters.append(robustness_chapter(recipe.robustness, recipe.groups, dataset, recipe.as_of))
    if recipe.agreement is not None:
        with step("comparing coders"):
            chapters.append(agreement_chapter(recipe.agreement, dataset, recipe.as_of))
    return [
        _Part(name, chapter.blocks, chapter.charts, chapter.tables, None, chapter.sources, chapter.method)
        for chapter in chapters
    ]


def _document(recipe: Recipe, dataset: Dataset, parts: Sequence[_Part]) -> Document:
    material = next((part.material for part in parts if part.material is not None), None)
    as_of = recipe.as_of or dataset.as_of
    end = method(
        dataset,
        as_of=as_of,
        has_unverified=dataset.has_unverified,
        material=material,
        more=[item for part in parts for item in part.method],
    )
    return build_document(
        recipe.title or parts[0].name,
        recipe.summary,
        [*(block for part in parts for block in part.blocks), *end],
        as_of=as_of,
        dataset=dataset,
        version=dataset.version,
    )


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


def _save(folder: Path, files: Mapping[str, bytes], charts: Sequence[Chart]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        for chart in charts:
            chart.save(fresh)
        for name, content in files.items():
            write_bytes(fresh / name, content)
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
