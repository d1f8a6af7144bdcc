"""Small tools of prose."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["both", "capital", "listed", "number", "plural", "times"]

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(n: int) -> str:
    """Return a count in words up to twelve, in figures above."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def plural(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def times(n: int) -> str:
    """Return how often: once, twice, three times."""
    return {1: "once", 2: "twice"}.get(n, f"{number(n)} times")


def listed(items: Sequence[str]) -> str:
    """Return items as English lists them: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def both(n: int) -> str:
    """Return the word for all of n leaders."""
    return "both" if n == 2 else f"all {number(n)}"


def capital(text: str) -> str:
    """Return a text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]
