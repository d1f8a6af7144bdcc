"""Commands whose output is published: reports and citations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from profiles.cli.app import AsOf, Data, Unverified, app, day_of, progress

Pdf = Annotated[bool, typer.Option("--pdf", help="Print to PDF too; needs the extra pdf.")]


@app.command()
def report(
    what: Annotated[list[str], typer.Argument(help="Leaders, or one recipe (a .toml file).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder to write; named after the leaders by default."),
    ] = None,
    pdf: Pdf = False,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Write a report to publish: HTML, Markdown, charts, data and sources. Example: profiles report putin xi"""
    from profiles.report import write_report

    folder = write_report(
        *what, output=output, as_of=day_of(as_of), data_path=data, unverified=unverified, pdf=pdf, progress=progress
    )
    typer.echo(str(folder / "index.html"))


@app.command()
def gallery(
    recipes: Annotated[Path, typer.Argument(help="A folder of recipes (.toml files).")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write.")] = Path("gallery"),
    pdf: Pdf = False,
    processes: Annotated[int, typer.Option("--processes", min=1, help="How many reports to write at a time.")] = 1,
    data: Data = None,
) -> None:
    """Write the reports of all recipes, and an index. Example: profiles gallery reports"""
    from profiles.report import write_gallery

    folder = write_gallery(recipes, output=output, pdf=pdf, data_path=data, processes=processes, progress=progress)
    typer.echo(str(folder / "index.html"))


@app.command()
def cite(
    leaders: Annotated[list[str] | None, typer.Argument(help="Leaders; everything by default.")] = None,
    data: Data = None,
) -> None:
    """Print the sources behind leaders as BibTeX. Example: profiles cite putin"""
    from profiles.dataset import load
    from profiles.lists import cite as cite_leaders

    typer.echo(cite_leaders(leaders or (), data=load(data)), nl=False)
