"""Exceptions and findings.

Every error a user can meet derives from `ProfilesError`, and every fault in the data is a `Problem`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches

__all__ = [
    "CannotSave",
    "DataError",
    "MissingExtra",
    "NotComparable",
    "Problem",
    "ProfilesError",
    "SchemaError",
    "UnknownName",
    "did_you_mean",
    "hint_for",
]

SEVERITIES = ("error", "warning", "info")
_SHOWN_IN_MESSAGE = 5
_VALUE_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one place in the data.

    Attributes
    ----------
    rule
        Id of the rule that was broken, as listed in the codebook.
    severity
        ``error``, ``warning`` or ``info``.
    file
        Path of the file, relative to the checked folder where it lies inside it.
    line, column
        Place in the file, counted from 1; 0 where a finding concerns the whole file or line.
    field
        Name of the column, or "".
    value
        The offending text, or "".
    message
        What is wrong.
    hint
        The way out, or "".
    """

    rule: str
    severity: str
    file: str
    line: int
    column: int
    field: str
    value: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column: field: 'value' message; hint [rule]``."""
        place = printable(self.file)
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        subject = ""
        if self.field:
            subject = f"{printable(self.field)}: "
            if self.value:
                subject += f"{quoted(self.value)} "
        hint = f"; {printable(self.hint)}" if self.hint else ""
        return f"{place}: {subject}{printable(self.message)}{hint} [{self.rule}]"

    def as_dict(self) -> dict[str, str | int]:
        """Return the fields as a plain dictionary, in their order."""
        return asdict(self)


def printable(text: str) -> str:
    """Return a text with anything unprintable spelled out."""
    # Texts come from files that anybody may have written: control characters and bidirectional overrides
    # must not reach a terminal.
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def quoted(value: str) -> str:
    """Return a value in quotes, shortened, with anything unprintable spelled out."""
    if len(value) > _VALUE_WIDTH:
        value = value[: _VALUE_WIDTH - 1] + "…"
    return f"'{printable(value)}'"


def did_you_mean(text: str, known: Iterable[str], *, most: int = 1) -> list[str]:
    """Return the known words nearest to `text`, best first; empty where none is near.

    Parameters
    ----------
    text
        What was written.
    known
        What could have been meant.
    most
        How many to return at the most.

    Returns
    -------
    list of str
        At most `most` of the known words. They are proposals, never decisions.
    """
    folded: dict[str, str] = {}
    for word in known:
        folded.setdefault(word.casefold(), word)
    near = get_close_matches(text.strip().casefold(), list(folded), n=most, cutoff=0.7)
    return [folded[word] for word in near]


def hint_for(text: str, known: Iterable[str], otherwise: str) -> str:
    """Return "did you mean 'x'?" for the known word nearest to `text`, or else the other hint."""
    near = did_you_mean(text, known)
    return f"did you mean {near[0]!r}?" if near else otherwise


class ProfilesError(Exception):
    """Base of every error that this package raises on purpose."""

    def __str__(self) -> str:
        """Return the message as written; `KeyError` would show its repr."""
        return str(self.args[0]) if self.args else ""


class SchemaError(ProfilesError, ValueError):
    """A schema file is not a schema this package can use."""


class DataError(ProfilesError, ValueError):
    """Data that break their schema or a rule.

    Attributes
    ----------
    problems
        Every finding, in stable order.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = list(problems)
        errors = [p for p in self.problems if p.severity == "error"]
        shown = [str(p) for p in errors[:_SHOWN_IN_MESSAGE]]
        if len(errors) > _SHOWN_IN_MESSAGE:
            rules = Counter(p.rule for p in errors)
            count = ", ".join(f"{rule} {n}" for rule, n in sorted(rules.items()))
            shown.append(f"... {len(errors) - _SHOWN_IN_MESSAGE} more; by rule: {count}")
        super().__init__("\n".join([message, *shown]))


class UnknownName(ProfilesError, KeyError):
    """A text that names no leader, or more than one.

    Attributes
    ----------
    name
        What was asked for.
    candidates
        Ids that could have been meant, best first.
    """

    def __init__(self, message: str, *, name: str = "", candidates: Sequence[str] = ()) -> None:
        self.name = name
        self.candidates = list(candidates)
        super().__init__(message)


class NotComparable(ProfilesError, ValueError):
    """A comparison that would mean nothing."""


class MissingExtra(ProfilesError, ImportError):
    """Something needs a library that comes with an extra of this package, and that is not installed."""


class CannotSave(ProfilesError, ValueError):
    """A file that cannot be written as asked: its format is not known, or there is no such folder."""
