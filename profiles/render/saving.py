"""A table into a file, its format told by the suffix.

It stands beside the renderers rather than in `report` because that is where somebody looks who has a
table; it writes one file, whole or not at all, through `profiles.tables`, and nothing but when asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from profiles.errors import CannotSave
from profiles.render.csv import render_csv
from profiles.render.excel import render_excel
from profiles.render.html import render_table_page
from profiles.render.json import render_json
from profiles.render.latex import render_latex
from profiles.render.markdown import render_markdown_table
from profiles.render.model import SourceList, Table
from profiles.render.notes import Notes
from profiles.render.text import render_text
from profiles.render.word import render_word

__all__ = ["SUFFIXES", "save_table"]


def _csv(table: Table, *, notes: Notes | None, sources: SourceList | None) -> str:
    # Source ids stand in the rows themselves.
    return render_csv(table)


_RENDERERS: Final[dict[str, Callable[..., str | bytes]]] = {
    ".txt": render_text,
    ".md": render_markdown_table,
    ".html": render_table_page,
    ".tex": render_latex,
    ".docx": render_word,
    ".xlsx": render_excel,
    ".csv": _csv,
    ".json": render_json,
}
SUFFIXES: Final = tuple(_RENDERERS)
"""The suffixes of the formats in which a table can be saved."""


def save_table(
    table: Table, path: str | os.PathLike[str], *, notes: Notes | None = None, sources: SourceList | None = None
) -> Path:
    """Write a table into a file, whole or not at all.

    Parameters
    ----------
    table
        What to print.
    path
        The file; replaced if it exists. Its suffix chooses the format: .txt, .md, .html (a page),
        .tex (a table for a document of your own), .docx, .xlsx, .csv (tidy) or .json.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    CannotSave
        If the suffix is none of these, the folder does not exist, or the path is itself one; nothing is written.
    MissingExtra
        If the format needs a library that is not installed; the message says what to install.
    """
    place = Path(path)
    render = _RENDERERS.get(place.suffix.lower())
    if render is None:
        given = (
            f"the suffix {place.suffix!r} of {place.name!r}"
            if place.suffix
            else f"{place.name!r} has no suffix, and it"
        )
        message = f"{given} is not that of a table's format; use one of {', '.join(SUFFIXES)}"
        raise CannotSave(message)
    if not place.parent.is_dir():
        message = f"no folder {str(place.parent)!r} to save {place.name!r} in; make it first"
        raise CannotSave(message)
    if place.is_dir():
        message = f"{str(place)!r} is a folder; name a file"
        raise CannotSave(message)
    # Reading tables needs numpy; printing them does not.
    from profiles.tables import write_bytes

    content = render(table, notes=notes, sources=sources)
    return write_bytes(place, content.encode() if isinstance(content, str) else content)
