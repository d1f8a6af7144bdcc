"""Citations: how a source is printed, and its BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["bibtex", "citation", "cite_sources"]

_ENTRY = {
    "book": "book",
    "dataset": "misc",
    "news": "misc",
    "interview": "misc",
    "official": "misc",
    "reference": "misc",
    "other": "misc",
}
# One pass, so that what one replacement brings in is not replaced again.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def citation(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return how one source is cited, and its address.

    Parameters
    ----------
    row
        A row of the sources table.

    Returns
    -------
    tuple of str
        Author, title, publisher, date, version and day of access as far as known; and the address or "".
    """
    full = _text(row, "citation")
    if full:
        parts = [full.rstrip(".")]
    else:
        title = _text(row, "title")
        quoted = title if title.startswith("[") else f"“{title}”"
        parts = [part for part in (_text(row, "author"), quoted, _text(row, "publisher"), _text(row, "date")) if part]
    accessed = _text(row, "accessed")
    text = ", ".join(parts) + (f" (read {accessed})" if accessed else "")
    return text, _text(row, "url")


def bibtex(sources: pd.DataFrame, ids: Sequence[str] | None = None) -> str:
    """Return sources as BibTeX.

    Parameters
    ----------
    sources
        One row per source, as in the dataset.
    ids
        The sources wanted, in this order; all by default.

    Returns
    -------
    str
        One entry per source, keyed by its id, ended by a line end; "" where there is none.

    Raises
    ------
    KeyError
        If an id is not among the sources.
    """
    rows = {row["source_id"]: row for row in _records(sources)}
    wanted = list(rows) if ids is None else list(dict.fromkeys(ids))
    unknown = [key for key in wanted if key not in rows]
    if unknown:
        message = f"no such source: {', '.join(unknown)}"
        raise KeyError(message)
    return "\n".join(_entry(rows[key]) for key in wanted)


def _entry(row: Mapping[str, Any]) -> str:
    kind = _text(row, "type")
    date = _text(row, "date")
    year = re.match(r"\[?([0-9]{4})", date)
    fields = {
        "author": _name(_text(row, "author")),
        "title": f"{{{_escaped(_text(row, 'title'))}}}",
        "publisher" if kind == "book" else "organization": _name(_text(row, "publisher")),
        "year": year.group(1) if year else "",
        "date": date if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date) else "",
        "version": _escaped(_text(row, "version")),
        "url": _text(row, "url").replace("%", r"\%").replace("{", "%7B").replace("}", "%7D"),
        "urldate": _text(row, "accessed"),
        "note": _escaped(_text(row, "citation")),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in {"", "{}"}]
    return "\n".join([f"@{_ENTRY.get(kind, 'misc')}{{{row['source_id']},", *lines, "}", ""])


def _name(text: str) -> str:
    # Braces keep BibTeX from taking an organisation's name apart at its "and".
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    # Spaces of other widths and line ends are not printable, yet part words.
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    clean = "".join(c for c in spaced if c.isprintable())
    return _SPECIALS.sub(lambda found: _SPECIAL[found.group()], clean)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return value if isinstance(value, str) else ""


def cite_sources(sources: pd.DataFrame, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the citation and the address of each source wanted, by id.

    Parameters
    ----------
    sources
        One row per source.
    ids
        Ids wanted; those that are not there are left out.

    Returns
    -------
    dict
        Id to (text, address).
    """
    wanted = sources[sources["source_id"].isin(list(ids)).to_numpy(dtype=bool)]
    return {row["source_id"]: citation(row) for row in _records(wanted)}
