"""What the commands share: the application, options that mean the same everywhere, and printing."""

from __future__ import annotations

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

    from profiles.render import Printable

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
Format = Annotated[
    Literal["text", "markdown", "html", "csv", "latex", "json"], typer.Option("--format", "-f", help="What to print.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Write to this file instead, as its name ends: .txt, .md, .html, .csv, .tex, .docx, .xlsx or .json.",
    ),
]


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


def day_of(moment: datetime | None) -> dt.date | None:
    """Return the day of a moment, if there is one."""
    return None if moment is None else moment.date()


def width() -> int:
    """Return the columns to print in: those of the terminal, within reason."""
    return max(40, min(get_terminal_size((100, 24)).columns, 160))


@contextmanager
def progress(message: str) -> Generator[None]:
    """Say on stderr what is going on while it goes on."""
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


def print_result(result: Printable, format: str, output: Path | None = None) -> None:
    """Print a result in a format, or write it to a file and print where."""
    if output is not None:
        typer.echo(str(result.save(output)))
        return
    make = getattr(result, f"to_{format}")
    typer.echo(make(width=width()) if format == "text" else make(), nl=False)


def print_frame(frame: pd.DataFrame, noun: str) -> None:
    """Print a frame and how many rows it has."""
    if len(frame):
        typer.echo(frame.to_string(index=False, na_rep="", justify="left"))
    typer.echo(f"{len(frame)} {noun}{'s' * (len(frame) != 1)}")
