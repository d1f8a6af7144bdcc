"""How wide text is in a terminal, and how to break it into lines that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["NO_BREAK", "display_width", "pad", "wrap"]

NO_BREAK = "\u00a0"
_SOFT_HYPHEN = "\u00ad"
# Categories of marks that may not begin a line, and of those that may not end one, where Chinese
# and Japanese text is otherwise broken after any character.
_NOT_FIRST = frozenset({"Pe", "Pf", "Po", "Lm"})
_NOT_LAST = frozenset({"Ps", "Pi"})
# A name in Chinese goes to the next line whole; a sentence may break.
_KEPT_WHOLE = 12


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if char == _SOFT_HYPHEN:
        return 1
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes.

    Parameters
    ----------
    text
        On one line.

    Returns
    -------
    int
        Wide characters take two columns, combining ones none. Characters of ambiguous width count
        as one, and emoji joined into one picture as its parts, as most terminals show them.
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def pad(text: str, *, width: int, right: bool = False) -> str:
    """Return the text with spaces after it up to a display width; before it, to set it to the right."""
    spaces = " " * (width - display_width(text))
    return spaces + text if right else text + spaces


def wrap(text: str, *, width: int, indent: int = 0) -> list[str]:
    """Return the text as lines no wider than a width.

    Parameters
    ----------
    text
        On one line. Breaks at spaces, between wide characters, and inside a word only where the
        word alone is too wide. No-break spaces come out as spaces.
    width
        In terminal columns, at least 2 more than `indent`. A no-break space holds unless what it
        holds together is wider.
    indent
        Spaces before every line but the first.

    Returns
    -------
    list of str
        At least one line, which may be empty.

    Raises
    ------
    ValueError
        If nothing would fit.
    """
    if width - indent < 2:
        msg = f"cannot wrap text to {width} columns with an indent of {indent}"
        raise ValueError(msg)
    lines = [""]
    for word in _words(text, width=width - indent):
        gap = " " if lines[-1].strip() else ""
        word_width = display_width(word)
        if gap and display_width(lines[-1]) + 1 + word_width > width and word_width <= _KEPT_WHOLE:
            lines.append(" " * indent)
            gap = ""
        for piece in _pieces(word):
            _append(lines, gap + piece, width=width, indent=indent)
            gap = ""
    return [line.replace(NO_BREAK, " ").rstrip(" ") for line in lines]


def _words(text: str, *, width: int) -> Iterator[str]:
    """Split at spaces; where a word is too wide to stay whole, at its no-break spaces as well."""
    for word in text.split(" "):
        bare = word.lstrip(NO_BREAK)
        if display_width(word) > width and NO_BREAK in bare:
            first, *rest = bare.split(NO_BREAK)
            yield word[: len(word) - len(bare)] + first
            yield from rest
        else:
            yield word


def _append(lines: list[str], piece: str, *, width: int, indent: int) -> None:
    """Put a piece on the last line if it fits, otherwise on new ones, cut where it must be."""
    if display_width(lines[-1]) + display_width(piece) <= width:
        lines[-1] += piece
        return
    if lines[-1].strip(" "):
        lines.append(" " * indent)
    for cluster in _clusters(piece.lstrip(" ")):
        if display_width(lines[-1]) + display_width(cluster) > width:
            lines.append(" " * indent)
        lines[-1] += cluster


def _pieces(word: str) -> Iterator[str]:
    """Split a word where a line may break: around wide characters, but for punctuation."""
    if word.isascii():
        yield word
        return
    piece = before = ""
    for cluster in _clusters(word):
        if piece and (display_width(cluster) > 1 or display_width(before) > 1) and _may_part(before, cluster):
            yield piece
            piece = ""
        piece += cluster
        before = cluster
    if piece:
        yield piece


def _may_part(before: str, after: str) -> bool:
    return unicodedata.category(before[0]) not in _NOT_LAST and unicodedata.category(after[0]) not in _NOT_FIRST


def _clusters(word: str) -> Iterator[str]:
    """Split into characters, each with the combining ones that follow it."""
    cluster = ""
    for char in word:
        if cluster and _char_width(char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster
