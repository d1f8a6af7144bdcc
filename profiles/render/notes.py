"""Numbers for sources, given in the order in which a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from profiles.render.inline import cell_lines, one_line, require_text
from profiles.render.model import (
    Block,
    Bullets,
    Cite,
    Document,
    Figure,
    Heading,
    Paragraph,
    SourceList,
    Table,
    TableBlock,
    Text,
)

__all__ = ["Notes", "cited_sources", "number_sources"]

_WITH_LOCATOR = re.compile(r"(?s)(?P<id>[^\[\]]+)\[(?P<locator>.*)\]")


@dataclass(frozen=True, slots=True)
class Notes:
    """Which number each source has.

    Attributes
    ----------
    ids
        Source ids, without locators; the first has number 1.
    """

    ids: tuple[str, ...] = ()
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the ids."""
        object.__setattr__(self, "_numbers", {name: n for n, name in enumerate(self.ids, start=1)})

    def number(self, source: str) -> int:
        """Return the number of a source.

        Parameters
        ----------
        source
            Its id, with or without a locator.

        Returns
        -------
        int
            1 for the first source cited.

        Raises
        ------
        ValueError
            If the source has no number here.
        """
        name, _ = _parts(source)
        number = self._numbers.get(name)
        if number is None:
            msg = f"source {name!r} is cited but has no number; number the text that cites it"
            raise ValueError(msg)
        return number

    def numbered(self, cite: Cite) -> list[tuple[int, str]]:
        """Return (number, locator or "") for each source of a note, in order, each pair once."""
        pairs = {(self.number(source), _parts(source)[1]) for source in cite.ids}
        return sorted(pairs)

    def label(self, cite: Cite) -> str:
        """Return the note as plain text: ``[1, 3: p. 45]``; "" for a note without sources."""
        inside = ", ".join(f"{n}: {place}" if place else str(n) for n, place in self.numbered(cite))
        return f"[{inside}]" if inside else ""

    def source_list(self, texts: Mapping[str, Text]) -> SourceList:
        """Return the list that the notes lead to.

        Parameters
        ----------
        texts
            What to print for each source id; ids that are not cited are left out.

        Returns
        -------
        SourceList
            One entry per number.

        Raises
        ------
        ValueError
            If a cited source has no text.
        """
        unknown = [name for name in self.ids if name not in texts]
        if unknown:
            msg = f"no text for cited source: {', '.join(unknown)}"
            raise ValueError(msg)
        return SourceList(tuple((n, texts[name]) for n, name in enumerate(self.ids, start=1)))


def number_sources(*items: Document | Table | Block | Text) -> Notes:
    """Return the numbers of all sources that documents, tables, blocks or texts cite.

    Parameters
    ----------
    *items
        In reading order.

    Returns
    -------
    profiles.render.Notes
        Numbers in the order of first citation. A document whose own list of sources lacks one of
        those cited is refused with a ValueError.
    """
    ids: dict[str, None] = {}
    for item in items:
        for cite in _cites(item):
            for source in cite.ids:
                ids.setdefault(_parts(source)[0])
    notes = Notes(tuple(ids))
    for item in items:
        if isinstance(item, Document):
            _require_listed(item, notes=notes)
    return notes


def cited_sources(texts: Iterable[Text]) -> tuple[str, ...]:
    """Return the sources that texts cite, as written, each once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        for cite in _cites(text):
            found.update(dict.fromkeys(cite.ids))
    return tuple(found)


def _require_listed(document: Document, *, notes: Notes) -> None:
    for block in document.blocks:
        if isinstance(block, SourceList) and len(block.entries) < len(notes.ids):
            msg = f"cited but not in the list of sources: {', '.join(notes.ids[len(block.entries) :])}"
            raise ValueError(msg)


def _parts(source: str) -> tuple[str, str]:
    """Split ``id[locator]``."""
    found = _WITH_LOCATOR.fullmatch(source)
    if found is None:
        return source, ""
    return found["id"], one_line(found["locator"])


def _cites(item: Document | Table | Block | Text) -> Iterator[Cite]:
    for text in _texts(item):
        require_text(text)
        yield from (run for run in text if isinstance(run, Cite))


def _texts(item: Document | Table | Block | Text) -> Iterator[Text]:
    """Every text of an item, in reading order."""
    match item:
        case Document():
            yield item.subtitle
            for block in item.blocks:
                yield from _texts(block)
        case TableBlock():
            yield from _texts(item.table)
        case Table():
            yield item.caption
            for row in item.rows:
                yield row.header
                for cell in row.cells:
                    yield from cell_lines(cell)
            yield from item.notes
        case Heading() | Paragraph():
            yield item.text
        case Bullets():
            yield from item.items
        case Figure():
            yield item.caption
        case SourceList():
            yield from (text for _, text in item.entries)
        case _:
            yield item
