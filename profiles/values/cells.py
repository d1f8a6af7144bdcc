"""What a cell may hold: tests of one text against its column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeAlias

from profiles.errors import hint_for
from profiles.schema import Field
from profiles.tables import clean_text

Fault: TypeAlias = tuple[str, str, str]
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def unclean(texts: list[str]) -> Iterable[tuple[int, tuple[str, str, str]]]:
    """Yield the distinct texts that hold what no cell may hold."""
    # One pass over all texts of a column first: hardly any column holds anything unclean.
    joined = "\n".join(["", *texts, ""])
    spaced = "  " in joined or "\n " in joined or " \n" in joined
    if not spaced and joined.count("\n") > len(texts) + 1:
        spaced = any(text.strip("\n") != text for text in texts)
    is_normal = joined.isascii() or unicodedata.is_normalized("NFC", joined)
    if not spaced and is_normal and joined.replace("\n", "").isprintable():
        return
    fix = "run: profiles format"
    for place, text in enumerate(texts):
        if text.isascii() and text.isprintable() and text == text.strip() and "  " not in text:
            continue
        if any(c in _BIDI for c in text):
            yield (
                place,
                (
                    "bidirectional-override",
                    "holds an invisible character that reorders text",
                    "remove it and type the text anew",
                ),
            )
        elif any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text):
            yield place, ("control-character", "holds a control character", "remove it")
        elif unicodedata.normalize("NFC", text) != text:
            yield place, ("unnormalised-text", "is not in Unicode normal form C", fix)
        elif clean_text(text) != text:
            yield place, ("stray-space", "has spaces at an end, two together, or a tab or other space", fix)


TextTest: TypeAlias = Callable[[str], tuple[str, str, str] | None]


def text_tests(column: Field, texts: Iterable[str]) -> list[TextTest]:
    """Return the tests for the distinct texts of a column, in order, without one that all are seen to pass."""
    tests: list[TextTest] = []
    if column.separator is not None:
        tests.append(_list_test(column))
    elif column.codes:
        tests.append(_code_test(column))
    if column.regex is not None and not ((column.codes and column.separator) or _all_match(column.regex, texts)):
        matches = column.regex.fullmatch
        hint = _pattern_hint(column)
        tests.append(lambda text: None if matches(text) else ("pattern", "does not have the form of this column", hint))
    if column.max_length is not None:
        most = column.max_length
        tests.append(
            lambda text: (
                ("max-length", f"has {len(text)} characters; the most is {most}", "shorten it")
                if len(text) > most
                else None
            )
        )
    if column.max_words is not None:
        words = column.max_words
        tests.append(
            lambda text: (
                ("max-words", f"has {len(text.split())} words; the most is {words}", "quote fewer words")
                if len(text.split()) > words
                else None
            )
        )
    return tests


def _all_match(regex: re.Pattern[str], texts: Iterable[str]) -> bool:
    return all(map(regex.fullmatch, filter(None, texts)))


def _pattern_hint(column: Field) -> str:
    known = {
        "[A-Z]{3}": "write three capital letters, such as RUS",
        r"https?://[^\s]+": "write the whole address, from http on",
    }
    return known.get(column.pattern or "", f"the pattern is {column.pattern}")


def _code_hint(text: str, column: Field) -> str:
    return hint_for(text, column.code_values, f"codes are {', '.join(column.code_values)}")


def _code_test(column: Field) -> TextTest:
    known = frozenset(column.code_values)
    return lambda text: None if text in known else ("code", f"is no code of {column.name}", _code_hint(text, column))


def _list_test(column: Field) -> TextTest:
    separator = column.separator or ";"
    known = frozenset(column.code_values)

    def test(text: str) -> tuple[str, str, str] | None:
        if not known and separator not in text and text == text.strip():
            return None
        items = text.split(separator)
        # A space beside the separator, or at an end, is what is left when an item is not stripped.
        if "" in items or (" " in text and [item.strip() for item in items] != items):
            return (
                "list",
                "has an empty item, or spaces beside the separator",
                f"part items with {separator!r} alone",
            )
        if len(set(items)) != len(items):
            return "list", "names an item twice", "name each once"
        for item in items if known else ():
            if item not in known:
                return "code", f"holds {item!r}, which is no code of {column.name}", _code_hint(item, column)
        return None

    return test
