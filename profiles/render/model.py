"""What can be printed: inline text, tables, and the blocks of a document.

The model knows nothing of leaders and nothing of formats. Everything is frozen, and what could not
be printed well in every format (a row that is too short, a heading that skips a level) is refused
here, once, instead of being patched up in each renderer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "Align",
    "Block",
    "Bullets",
    "Cite",
    "Document",
    "Emph",
    "Figure",
    "Heading",
    "Link",
    "Mark",
    "MarkKind",
    "Paragraph",
    "Run",
    "SourceList",
    "Strong",
    "Table",
    "TableBlock",
    "TableCell",
    "TableRow",
    "Text",
]

MarkKind: TypeAlias = Literal["missing", "uncertain", "unverified"]
Align: TypeAlias = Literal["text", "number"]
CellKind: TypeAlias = Literal["", "missing", "uncertain", "unverified"]

_ALIGNS = ("text", "number")
_KINDS = ("", "missing", "uncertain", "unverified")
_ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
_FIGURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Ids that the page itself uses.
_RESERVED = re.compile(r"main|(source|figure)-.*")
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Cite:
    """A numbered note that leads to one or more sources.

    Attributes
    ----------
    ids
        Source ids, each ``id`` or ``id[locator]``. The number belongs to the id; the locator is
        printed beside it.
    """

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Words set apart, as titles of books are."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead elsewhere; printed as mere words where the address is not a safe one."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say something is missing, uncertain or unverified.

    The words must say it themselves: a format without styles prints them as they are.
    """

    kind: MarkKind
    text: str

    def __post_init__(self) -> None:
        """Refuse an unknown kind."""
        if self.kind not in _KINDS[1:]:
            msg = f"mark of unknown kind {self.kind!r}; known: {', '.join(_KINDS[1:])}"
            raise ValueError(msg)


Run: TypeAlias = str | Cite | Strong | Emph | Link | Mark
Text: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table.

    Attributes
    ----------
    lines
        What it says, a line each; none for an empty cell.
    sources
        Source ids of the whole cell; their note follows the last line.
    span
        How many columns it covers. More than one makes it a joint cell.
    kind
        ``missing`` and ``uncertain`` style a cell whose words say so already. ``unverified`` also
        adds the word, unless a `Mark` of that kind is in the cell.
    """

    lines: tuple[Text, ...]
    sources: tuple[str, ...] = ()
    span: int = 1
    kind: CellKind = ""

    def __post_init__(self) -> None:
        """Refuse a span below 1 and an unknown kind."""
        if self.span < 1:
            msg = f"a cell covers at least one column, not {self.span}"
            raise ValueError(msg)
        if self.kind not in _KINDS:
            msg = f"cell of unknown kind {self.kind!r}; known: {', '.join(map(repr, _KINDS))}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its header and its cells; a section row has a header only."""

    header: Text
    cells: tuple[TableCell, ...] = ()
    section: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column holds the row headers.

    Attributes
    ----------
    title
        Name of the table, never blank: it is how a reader who cannot see the page finds it.
    columns
        Headers of all columns, the one of the row headers first (it may be ""). A newline in a
        header breaks the line.
    rows
        The cells of each row cover all columns but the first.
    notes
        Printed under the table.
    caption
        A sentence that follows the title.
    align
        For each column, the one of the row headers too, whether it is set as text or as numbers.
        Empty: as its cells tell (`profiles.render.columns.column_aligns`).
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Text, ...] = ()
    caption: Text = ()
    align: tuple[Align, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a blank title, rows that do not fill the columns, and alignments that do not either."""
        if not self.title.strip():
            msg = "a table needs a title"
            raise ValueError(msg)
        if len(self.columns) < 2:
            msg = f"table {self.title!r} needs a column of row headers and at least one more"
            raise ValueError(msg)
        unknown = [name for name in self.align if name not in _ALIGNS]
        if unknown or len(self.align) not in {0, len(self.columns)}:
            msg = f"table {self.title!r}: align is one of {', '.join(_ALIGNS)} for each column, or empty"
            raise ValueError(msg)
        for number, row in enumerate(self.rows, start=1):
            covered = sum(cell.span for cell in row.cells)
            expected = 0 if row.section else len(self.columns) - 1
            if covered != expected:
                msg = f"table {self.title!r}, row {number}: its cells cover {covered} columns, not {expected}"
                raise ValueError(msg)

    @property
    def has_joint_cells(self) -> bool:
        """Whether any cell covers more than one column."""
        return any(cell.span > 1 for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title, so levels start at 2."""

    level: int
    text: Text
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in no particular order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table among the blocks of a document."""

    table: Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart.

    Attributes
    ----------
    name
        Stem of its file name: letters, digits, ``-`` and ``_``.
    svg_text
        The chart as SVG.
    alt
        What it shows, in words.
    caption
        Printed under it.
    data_href
        Where the numbers behind it are, if anywhere.
    """

    name: str
    svg_text: str
    alt: str
    caption: Text = ()
    data_href: str | None = None

    def __post_init__(self) -> None:
        """Refuse a name that is no file name, and a chart without words."""
        if not _FIGURE_NAME.fullmatch(self.name):
            msg = f"figure name {self.name!r}: letters, digits, - and _ only, since files are named by it"
            raise ValueError(msg)
        if not self.alt.strip():
            msg = f"figure {self.name!r} needs an alt text"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources that the notes lead to: (number, text) pairs, numbered 1, 2, 3, ..."""

    entries: tuple[tuple[int, Text], ...]

    def __post_init__(self) -> None:
        """Refuse gaps: Markdown would count on regardless and the notes would lead astray."""
        numbers = [number for number, _ in self.entries]
        if numbers != list(range(1, len(numbers) + 1)):
            msg = f"sources must be numbered 1, 2, 3, ... in order, not {numbers}"
            raise ValueError(msg)


Block: TypeAlias = Heading | Paragraph | Bullets | TableBlock | Figure | SourceList


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    Attributes
    ----------
    title
        Its only heading of level 1.
    blocks
        Its parts, in order.
    subtitle
        A line under the title.
    language
        Language tag (BCP 47) of the text.
    meta
        (label, value) pairs printed under the title: the date of the data, its version.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: Text = ()
    language: str = "en"
    meta: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse headings out of order, ids used twice, and more than one list of sources."""
        if not self.title.strip():
            msg = "a document needs a title"
            raise ValueError(msg)
        if not _LANGUAGE.fullmatch(self.language):
            msg = f"{self.language!r} is not a language tag; write en, ru, zh-Hans, ..."
            raise ValueError(msg)
        _require_heading_order([block for block in self.blocks if isinstance(block, Heading)])
        _require_unique("anchor", [b.anchor for b in self.blocks if isinstance(b, Heading) and b.anchor])
        _require_unique("figure name", [b.name for b in self.blocks if isinstance(b, Figure)])
        if sum(isinstance(block, SourceList) for block in self.blocks) > 1:
            msg = "a document has one list of sources at the most"
            raise ValueError(msg)


def _require_heading_order(headings: list[Heading]) -> None:
    above = 1
    for heading in headings:
        if not 2 <= heading.level <= min(above + 1, _DEEPEST_HEADING):
            msg = f"heading {heading.text!r} has level {heading.level} after level {above}"
            raise ValueError(msg)
        if heading.anchor and (not _ANCHOR.fullmatch(heading.anchor) or _RESERVED.fullmatch(heading.anchor)):
            msg = (
                f"anchor {heading.anchor!r}: lower-case letters, digits and - only, "
                "and none of main, source-..., figure-..."
            )
            raise ValueError(msg)
        above = heading.level


def _require_unique(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"{what} used twice: {', '.join(twice)}"
        raise ValueError(msg)
