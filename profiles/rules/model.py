"""What a rule is, and the tools that rules are written with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from profiles.values import Dates, Finding, Mask, Rows, TypedTable

__all__ = ["Rule", "Tables", "graded", "rule"]

Tables: TypeAlias = Mapping[str, TypedTable]
Runner: TypeAlias = Callable[[Tables, str], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: its id, how grave a breach is, why it exists, and what runs it.

    Rules about files and cells have no runner of their own: reading runs them.
    """

    id: str
    severity: str
    reason: str
    run: Runner | None = None
    needs: tuple[str, ...] = ()


NO_DATE = np.datetime64("NaT", "s")
RULES: dict[str, Rule] = {}


def rule(rule_id: str, severity: str, reason: str, *, needs: tuple[str, ...] = ()) -> Callable[[Runner], Runner]:
    """Register a function as the runner of a rule; a schema then names the rule for its table.

    Parameters
    ----------
    rule_id
        The id that findings carry.
    severity
        ``error``, ``warning`` or ``info``; a runner may lower it for one finding.
    reason
        Why the rule exists, for the codebook.
    needs
        Other tables that it looks at: where one of them cannot be read, it does not run.

    Returns
    -------
    callable
        A decorator that leaves the function as it is.
    """

    def register(run: Runner) -> Runner:
        RULES[rule_id] = Rule(rule_id, severity, reason, run, needs)
        return run

    return register


def graded(
    rule_id: str,
    field: str,
    violated: Mask,
    possible: Mask,
    message: Callable[[int], str],
    hint: str = "",
    *,
    severity: str = "error",
) -> Iterator[Finding]:
    """Yield a finding for each row that breaks a rule on dates, or may break it.

    Parameters
    ----------
    rule_id, field, hint
        Copied into the findings.
    violated
        Where the rule is broken whatever the uncertain dates turn out to be.
    possible
        Where it may be broken; reported as information, with the words "may be so".
    message
        Says what is wrong with a row.
    severity
        Of a certain breach.

    Yields
    ------
    Finding
        In order of rows.
    """
    for row in np.flatnonzero(violated | possible):
        certain = bool(violated[row])
        text = message(int(row))
        yield Finding(
            rule_id,
            int(row),
            field,
            text if certain else f"{text} (possible: the dates are uncertain)",
            hint,
            severity if certain else "info",
        )


def take(values: Dates, rows: Rows) -> Dates:
    """Return the dates of the rows looked up; none where a row is -1."""
    out = np.full(len(rows), NO_DATE, dtype="datetime64[s]")
    found = rows >= 0
    out[found] = values[rows[found]]
    return out


def day(value: np.datetime64) -> str:
    """Return a day as YYYY-MM-DD."""
    return str(value.astype("datetime64[D]"))
