"""What happened, as one comparison sees it: tenures, statements, meetings, terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from profiles.dates import PartialDate

__all__ = ["Meeting", "Statement", "Tenure", "Term"]


@dataclass(frozen=True, slots=True)
class Tenure:
    """One tenure, as far as it had run on the day of the comparison."""

    office_id: str
    title: str
    kind: str
    state: str
    start: PartialDate
    end: PartialDate | None
    is_running: bool
    is_acting: bool
    is_effective: bool
    entry: str
    exit: str
    sources: tuple[str, ...]
    is_unverified: bool

    def surely_ran_on(self, day: dt.date) -> bool:
        """Return whether the tenure ran on a day, whatever its uncertain dates mean."""
        return self.start.latest <= day and (self.is_running or (self.end is not None and self.end.earliest >= day))


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, its codes as in the codebook."""

    view_id: str
    date: PartialDate
    is_anticipation: bool
    occasion: str
    role: str
    object: str
    evaluation: str
    basis: str
    causes: tuple[str, ...]
    consequences: tuple[str, ...]
    lessons: tuple[str, ...]
    key_phrase: str
    text_status: str
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of two of the leaders compared."""

    meeting_id: str
    pair: tuple[str, str]
    start: PartialDate
    end: PartialDate | None
    city: str
    state: str
    event: str
    format: str
    notable: str
    joint_statement: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One use of a term by one of the leaders compared, or by both."""

    pair: tuple[str, str]
    speakers: tuple[str, ...]
    object: str
    date: PartialDate
    term: str
    sources: tuple[str, ...]
