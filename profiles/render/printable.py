"""All formats for every result that can be printed as a table, from one place."""

from __future__ import annotations

import os
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from profiles.render.csv import render_csv
from profiles.render.html import render_html_fragment
from profiles.render.inline import one_line
from profiles.render.markdown import render_markdown_table
from profiles.render.model import SourceList, Table, Text
from profiles.render.notes import Notes, number_sources
from profiles.render.text import render_text

__all__ = ["Printable"]


class Printable(ABC):
    """A result that prints itself in every format; its own part is to say what its table is.

    A subclass defines ``table()``, callable without arguments. Two attributes are used where it has
    them: ``source_texts``, how each source is cited, by id; and ``sentences``, what the table shows
    in words (anything whose ``str`` is a sentence), printed above the table for people and left out
    of the formats that hold a table alone. It keeps no state, so that frozen dataclasses, with slots
    or without, can derive from it.
    """

    # No defaults here for the two attributes: a dataclass would take them for defaults of its fields.
    __slots__ = ()

    @abstractmethod
    def table(self) -> Table:
        """Return the table to render."""

    def _parts(self) -> tuple[Table, dict[str, Any]]:
        """Return the table and what its notes lead to, as the renderers take them."""
        table = self.table()
        numbers = number_sources(table)
        texts: Mapping[str, Text] = getattr(self, "source_texts", {})
        found: dict[str, Notes | SourceList] = {"notes": numbers, "sources": numbers.source_list(texts)}
        return table, found

    def _said(self) -> list[str]:
        sentences: Sequence[object] = getattr(self, "sentences", ())
        return [one_line(str(sentence)) for sentence in sentences]

    def to_text(self, *, width: int = 100) -> str:
        """Return the sentences, the table and its sources for a terminal.

        Parameters
        ----------
        width
            Columns of the terminal, at least 20.

        Returns
        -------
        str
            Lines no wider than `width`.
        """
        table, found = self._parts()
        printed = render_text(table, width=width, **found)
        said = [textwrap.fill(f"- {line}", width=width, subsequent_indent="  ") for line in self._said()]
        return "\n".join(["At a glance", *said, "", printed]) if said else printed

    def to_markdown(self) -> str:
        """Return the table as Markdown (GitHub), with its sources."""
        table, found = self._parts()
        return render_markdown_table(table, **found)

    def to_html(self) -> str:
        """Return the table as a piece of accessible HTML, with its sources."""
        table, found = self._parts()
        return render_html_fragment(table, **found)

    def to_latex(self, *, standalone: bool = False) -> str:
        """Return the table as LaTeX, with its sources under it.

        Parameters
        ----------
        standalone
            Whether to return a document that compiles rather than a table for one of your own; the
            first lines of that name the packages which it needs.

        Returns
        -------
        str
            As `profiles.render.render_latex` writes it.
        """
        from profiles.render.latex import render_latex

        table, found = self._parts()
        return render_latex(table, standalone=standalone, **found)

    def to_word(self) -> bytes:
        """Return the table as a Word document (.docx), with its sources; needs the extra ``word``."""
        from profiles.render.word import render_word

        table, found = self._parts()
        return render_word(table, **found)

    def to_excel(self) -> bytes:
        """Return the table as an Excel workbook (.xlsx), with its sources; needs the extra ``excel``."""
        from profiles.render.excel import render_excel

        table, found = self._parts()
        return render_excel(table, **found)

    def to_csv(self) -> str:
        """Return the table as tidy CSV: one record per line of a cell, with source ids."""
        return render_csv(self.table())

    def to_json(self) -> str:
        """Return the table as JSON, with its sources."""
        from profiles.render.json import render_json

        table, found = self._parts()
        return render_json(table, **found)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the table into a file, whole or not at all.

        Parameters
        ----------
        path
            Its suffix chooses the format: .txt, .md, .html, .tex, .docx, .xlsx, .csv or .json.

        Returns
        -------
        pathlib.Path
            The path.

        Raises
        ------
        ValueError
            If the suffix is none of these.
        """
        from profiles.render.saving import save_table

        table, found = self._parts()
        return save_table(table, path, **found)

    def __str__(self) -> str:
        """Return the table for a terminal."""
        return self.to_text()

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        said = "".join(f"<li>{escape(line)}</li>" for line in self._said())
        return (f"<ul>{said}</ul>" if said else "") + self.to_html()
