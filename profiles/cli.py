"""The command line: parse arguments, call one function, print, exit."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from profiles.compare.model import Comparison
    from profiles.errors import Problem

app = typer.Typer(
    help="Compare political leaders: validated data, side-by-side tables and charts, every cell with its source.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip

Data = Annotated[Path | None, typer.Option("--data", help="Folder of tables; the shipped dataset by default.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day on which to compare; the dataset's own by default."),
]
Unverified = Annotated[bool, typer.Option("--unverified", help="Load rows without a source too; they are marked.")]
Aspects = Annotated[list[str] | None, typer.Option("--aspect", "-a", help="Show only this aspect; may be repeated.")]
Format = Annotated[Literal["text", "markdown", "html", "csv"], typer.Option("--format", "-f", help="What to print.")]


def main() -> None:
    """Run the command line; errors of this package are printed without a traceback."""
    from profiles.errors import ProfilesError

    # A command is short: collecting cycles while modules load, and once more on leaving, takes longer than what
    # it frees is worth.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        app()
    except ProfilesError as error:
        sys.stderr.write(f"profiles: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader, such as head, has what it wanted. Python would complain again on closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("leader-profiles"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def _day(moment: datetime | None) -> dt.date | None:
    return None if moment is None else moment.date()


def _width() -> int:
    return max(40, min(get_terminal_size((100, 24)).columns, 160))


@app.command(name="list")
def list_(
    name: Annotated[str | None, typer.Argument(help="Words of a name or alias.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Id or name of a state.")] = None,
    in_office: Annotated[
        datetime | None,
        typer.Option("--in-office", formats=["%Y-%m-%d"], help="Leaders in office on this day."),
    ] = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """List the leaders, or those that fit. Example: profiles list --state RUS"""
    from profiles.dataset import load
    from profiles.lists import list_leaders

    found = list_leaders(name, state=state, in_office=_day(in_office), data=load(data, unverified=unverified))
    _print_frame(found, "leader")


@app.command()
def show(
    leader: Annotated[str, typer.Argument(help="Id, name, alias or part of one.")],
    aspect: Aspects = None,
    format: Format = "text",
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Show what is known of one leader. Example: profiles show gorbachev"""
    from profiles.compare import describe
    from profiles.dataset import load

    result = describe(leader, aspects=aspect or None, as_of=_day(as_of), data=load(data, unverified=unverified))
    _print_comparison(result, format)


@app.command()
def compare(
    leaders: Annotated[list[str], typer.Argument(help="Two or more: ids, names, aliases or parts of them.")],
    aspect: Aspects = None,
    format: Format = "text",
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Compare leaders side by side. Example: profiles compare putin xi"""
    from profiles.compare import compare as compare_leaders
    from profiles.dataset import load

    result = compare_leaders(
        *leaders, aspects=aspect or None, as_of=_day(as_of), data=load(data, unverified=unverified)
    )
    _print_comparison(result, format)


@app.command()
def report(
    what: Annotated[list[str], typer.Argument(help="Leaders, or one recipe (a .toml file).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder to write; named after the leaders by default."),
    ] = None,
    as_of: AsOf = None,
    data: Data = None,
    unverified: Unverified = False,
) -> None:
    """Write a report to publish: HTML, Markdown, charts, data and sources. Example: profiles report putin xi"""
    from profiles.report import write_report

    folder = write_report(
        *what, output=output, as_of=_day(as_of), data_path=data, unverified=unverified, progress=_progress
    )
    typer.echo(str(folder / "index.html"))


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
def cite(
    leaders: Annotated[list[str] | None, typer.Argument(help="Leaders; everything by default.")] = None,
    data: Data = None,
) -> None:
    """Print the sources behind leaders as BibTeX. Example: profiles cite putin"""
    from profiles.dataset import load
    from profiles.lists import cite as cite_leaders

    typer.echo(cite_leaders(leaders or (), data=load(data)), nl=False)


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

    _print_frame(count_coverage(data=load(data, unverified=True)), "state")


@contextmanager
def _progress(message: str) -> Generator[None]:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{message} …")
    else:
        sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
    try:
        yield
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def _print_comparison(result: Comparison, format: str) -> None:
    text = {
        "text": lambda: result.to_text(width=_width()),
        "markdown": result.to_markdown,
        "html": result.to_html,
        "csv": result.to_csv,
    }[format]()
    typer.echo(text, nl=False)


def _print_frame(frame: pd.DataFrame, noun: str) -> None:
    if len(frame):
        typer.echo(frame.to_string(index=False, na_rep="", justify="left"))
    typer.echo(f"{len(frame)} {noun}{'s' * (len(frame) != 1)}")
