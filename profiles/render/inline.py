"""What all renderers do with a piece of text before they escape it for their format.

Values come from files that anybody may have written. Here they lose what no format should carry
(terminal sequences, control characters, bidirectional overrides), and cells are brought into the
one shape that every format prints, so that the formats cannot disagree about what a cell says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from profiles.render.model import Cite, Link, Mark, Run, TableCell, Text

__all__ = [
    "JOINT",
    "JOINT_NOTE",
    "cell_lines",
    "clean",
    "column_lines",
    "column_name",
    "flat",
    "is_address",
    "joined_notes",
    "one_line",
    "percent_encoded",
    "plain_text",
    "require_text",
    "safe_href",
]

JOINT = "↔"
JOINT_NOTE = f"{JOINT} one entry for all the columns so marked."

# Whole sequences go, not the escape character alone, which would leave "[31m" in the text.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)")
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"[ \n]+")

_SCHEME = re.compile(r"(?i)https?://[^/?#]|mailto:[^/?#]")
_RELATIVE = re.compile(r"#|\?|(?:\.{0,2}/)?(?![/\\])[^:/?#\\]+(?:[/?#]|$)|\.{1,2}/")
# What would end an attribute, a Markdown link or a table cell, or be read as markup before it.
_UNSAFE_IN_HREF = re.compile(r"[\s\"'<>()\\`{}|^\[\]*]")


def clean(value: str) -> str:
    """Return the value without terminal sequences, control characters and bidirectional overrides.

    Parameters
    ----------
    value
        Any text.

    Returns
    -------
    str
        Every kind of line break has become a newline, a tab a space, and a lone surrogate, which
        no file can hold, the replacement character.
    """
    if value.isascii() and value.isprintable():
        return value
    value = _SEQUENCE.sub("", value)
    value = _LINE_BREAK.sub("\n", value).replace("\t", " ")
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", value))


def flat(value: str) -> str:
    """Return the cleaned value with each stretch of spaces and newlines as one space."""
    return _SPACES.sub(" ", clean(value))


def one_line(value: str) -> str:
    """Return the cleaned value on one line, without spaces around it."""
    return flat(value).strip(" ")


def require_text(text: Iterable[object]) -> None:
    """Raise if a text is a bare string.

    Parameters
    ----------
    text
        What should be a tuple of runs.

    Raises
    ------
    TypeError
        If it is a string: it would be taken for a tuple of one-letter runs and escaped wrongly.
    """
    if isinstance(text, str):
        msg = f"a text is a tuple of runs; write ({text!r},)"
        raise TypeError(msg)


def plain_text(text: Text) -> str:
    """Return the words of a text on one line, without its notes and addresses."""
    require_text(text)
    # Each run by itself, as it is printed: two harmless ones could make a sequence between them.
    return one_line("".join(clean(_words(run)) for run in text))


def _words(run: Run) -> str:
    if isinstance(run, str):
        return run
    return "" if isinstance(run, Cite) else run.text


def column_lines(column: str) -> list[str]:
    """Return the lines of a column's header: at least one, which may be empty."""
    return [line for part in clean(column).split("\n") if (line := one_line(part))] or [""]


def column_name(column: str) -> str:
    """Return the header of a column on one line, all but its first line in parentheses."""
    first, *rest = column_lines(column)
    return f"{first} ({', '.join(rest)})" if rest else first


def cell_lines(cell: TableCell, *, spelled: bool = True) -> tuple[Text, ...]:
    """Return what every format prints for a cell, a line each.

    Parameters
    ----------
    cell
        Any cell of a table.
    spelled
        Whether a missing cell without words gets a dash and an unverified one the word; a format
        that has a place of its own for a cell's kind needs neither.

    Returns
    -------
    tuple of Text
        Newlines inside a value have started new lines, blank lines are gone, and the note to the
        cell's sources follows the last line.
    """
    lines = [line for text in cell.lines for line in _split(text) if line]
    if spelled and cell.kind == "missing" and not lines:
        lines = [("—",)]
    if spelled and cell.kind == "unverified" and not any(_is_unverified(run) for line in lines for run in line):
        mark = Mark("unverified", "(unverified)")
        lines = [*lines[:-1], (*lines[-1], " ", mark)] if lines else [(mark,)]
    if cell.sources:
        lines = [*lines[:-1], (*lines[-1], Cite(cell.sources))] if lines else [(Cite(cell.sources),)]
    return tuple(lines)


def _is_unverified(run: Run) -> bool:
    return isinstance(run, Mark) and run.kind == "unverified"


def _split(text: Text) -> list[Text]:
    """Return the lines of a text; only plain runs break, and a blank line is an empty tuple."""
    require_text(text)
    lines: list[list[Run]] = [[]]
    for run in text:
        if isinstance(run, str):
            first, *rest = clean(run).split("\n")
            lines[-1].append(first)
            lines.extend([part] for part in rest)
        else:
            lines[-1].append(run)
    return [_trimmed(line) for line in lines]


def _trimmed(line: list[Run]) -> Text:
    runs = [run for run in line if run != ""]
    if runs and isinstance(runs[0], str):
        runs[0] = runs[0].lstrip(" ")
    if runs and isinstance(runs[-1], str):
        runs[-1] = runs[-1].rstrip(" ")
    is_blank = not any(isinstance(run, Cite) or one_line(_words(run)) for run in runs)
    return () if is_blank else tuple(run for run in runs if run != "")


def joined_notes(text: Text) -> Text:
    """Return a text in which notes that follow one another are one: raised, 1 and 2 would read as 12.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Text
        The same words; spaces between two notes are gone.
    """
    require_text(text)
    runs: list[Run] = []
    for run in text:
        before = next((n for n in reversed(range(len(runs))) if runs[n] and not _is_space(runs[n])), None)
        if isinstance(run, Cite) and before is not None and isinstance(earlier := runs[before], Cite):
            runs[before:] = [Cite((*earlier.ids, *run.ids))]
        else:
            runs.append(run)
    return tuple(runs)


def _is_space(run: Run) -> bool:
    return not isinstance(run, Cite) and not one_line(_words(run))


def is_address(link: Link) -> bool:
    """Return whether the words of a link are its address, which need not be printed twice."""
    return flat(link.text).strip(" ") in {safe_href(link), flat(link.href).strip(" ")}


def safe_href(link: Link | str) -> str:
    """Return the address with anything that could be read as markup percent-encoded.

    Parameters
    ----------
    link
        A link, or an address alone.

    Returns
    -------
    str
        "" where the address is unsafe. Web and mail addresses, anchors and relative paths are
        safe; scripts, data, files and hosts without a scheme are not.
    """
    href = clean(link if isinstance(link, str) else link.href).replace("\n", "").strip()
    if not (_SCHEME.match(href) or _RELATIVE.match(href)):
        return ""
    return _UNSAFE_IN_HREF.sub(lambda found: percent_encoded(found.group()), href)


def percent_encoded(text: str) -> str:
    """Return a text as bytes of an address."""
    return "".join(f"%{byte:02X}" for byte in text.encode())
