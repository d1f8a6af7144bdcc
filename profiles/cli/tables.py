"""Commands for those who edit the tables: checks, canonical form, codebook, coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from profiles.cli.app import Data, app, print_frame

if TYPE_CHECKING:
    from profiles.errors import Problem


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of tables, or CSV files named after their table; the shipped dataset by default."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    info: Annotated[bool, typer.Option("--info", help="Show what is merely information too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check tables against their schemas and rules. Example: profiles check data"""
    from profiles.checks import check as check_path
    from profiles.findings import render_json, render_problems

    chosen: list[Path | None] = list(paths) if paths else [None]
    problems: list[Problem] = [problem for path in chosen for problem in check_path(path)]
    typer.echo(render_json(problems) if json else render_problems(problems, info=info), nl=False)
    grave = {"error", "warning"} if strict else {"error"}
    raise typer.Exit(int(any(p.severity in grave for p in problems)))


@app.command()
def format(
    path: Annotated[Path | None, typer.Argument(help="Folder of tables; the shipped dataset by default.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if something would change.")] = False,
) -> None:
    """Bring tables into canonical form. Example: profiles format data"""
    from profiles.formatting import format_tables

    changed = format_tables(path, write=not check)
    for file in changed:
        typer.echo(f"{'would change' if check else 'changed'}: {file}")
    raise typer.Exit(int(check and bool(changed)))


@app.command()
def codebook(
    table: Annotated[str | None, typer.Argument(help="One table; all by default.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the whole codebook to this file.")
    ] = None,
) -> None:
    """Print the codebook. Example: profiles codebook views"""
    from profiles.codebook import render_codebook, write_codebook

    typer.echo(str(write_codebook(output)) if output else render_codebook(table), nl=bool(output))


@app.command()
def coverage(data: Data = None) -> None:
    """Count by state what has a source and what has none yet. Example: profiles coverage"""
    from profiles.dataset import load
    from profiles.lists import coverage as count_coverage

    print_frame(count_coverage(data=load(data, unverified=True)), "state")
