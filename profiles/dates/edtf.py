"""One uncertain date: the part of EDTF (ISO 8601-2) that leaders need.

===================================  ==========================================
``1957-05-03  1957-05  1957``        a day, or less when less is known
``1957-05-XX  1957-XX  1957-XX-XX``  the same as the shorter form, spelt out
``195X  19XX``                       a decade, a hundred years
``1957~  1957?  1957%``              approximate, uncertain, both: of the whole
``[1982..1984]  [1941,1943..1945]``  one of several, earliest first
===================================  ==========================================

A date is the first and the last day it may mean. The qualifier is kept beside
them and does not widen them: EDTF says no number of years for "about".
Proleptic Gregorian calendar, years 0001 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

Qualifier: TypeAlias = Literal["", "~", "?", "%"]
Precision: TypeAlias = Literal["day", "month", "year", "decade", "century", "set"]

QUALIFIERS: Final[tuple[Qualifier, ...]] = ("", "~", "?", "%")
PRECISIONS: Final[tuple[Precision, ...]] = ("day", "month", "year", "decade", "century", "set")

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# [0-9], never \d: \d also takes the digits of other scripts.
_ELEMENT = "[0-9]{4}(?:-[0-9]{2}){0,2}"
_CHOICE = rf"{_ELEMENT}(?:\.\.{_ELEMENT})?"
_SET = rf"\[(?:{_ELEMENT}\.\.{_ELEMENT}|{_CHOICE}(?:,{_CHOICE})+)\]"
_PLAIN = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}|XX))?|-XX(?:-XX)?)?([~?%]?)"
_UNSPECIFIED = r"([0-9]{2})([0-9]X|XX)([~?%]?)"

DATE_PATTERN: Final = "|".join((
    r"[0-9]{4}(?:-[0-9]{2}(?:-(?:[0-9]{2}|XX))?|-XX(?:-XX)?)?[~?%]?",
    r"[0-9]{2}(?:[0-9]X|XX)[~?%]?",
    _SET,
))
"""What a date looks like, for ``re.fullmatch`` and schemas; not whether it exists."""

_is_plain = re.compile(_PLAIN).fullmatch
_is_unspecified = re.compile(_UNSPECIFIED).fullmatch
_is_set = re.compile(_SET).fullmatch


class DateError(ValueError):
    """A text that is no date: of the wrong form, or not in the calendar."""


class ImpossibleDateError(DateError):
    """A text of the right form that names no day, month or year of the calendar."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known; made by `parse_date` or `text_of`.

    Attributes
    ----------
    text
        As written; two spellings of the same date are not equal.
    earliest, latest
        The first and the last day it may mean. A choice between several
        dates is kept as its first and last day, gaps included.
    qualifier
        One of `QUALIFIERS`: none, approximate, uncertain, both.
    precision
        One of `PRECISIONS`.
    """

    text: str
    earliest: dt.date
    latest: dt.date
    qualifier: Qualifier
    precision: Precision

    def __str__(self) -> str:
        """Return the text it was read from.

        Returns
        -------
        str
            As written.
        """
        return self.text

    @property
    def is_exact(self) -> bool:
        """Whether it is one day, without a qualifier."""
        return self.earliest == self.latest and self.qualifier == ""


def parse_date(text: str) -> PartialDate:
    """Return the date a text means.

    Parameters
    ----------
    text
        One of the forms of this module, without spaces around it.

    Returns
    -------
    PartialDate
        `format_date` gives back the same text.

    Raises
    ------
    DateError
        If the text has none of the forms.
    ImpossibleDateError
        If it has one, but names no day, month or year of the calendar.

    Examples
    --------
    >>> date = parse_date("1957-05~")
    >>> str(date.earliest), str(date.latest), date.qualifier, date.precision
    ('1957-05-01', '1957-05-31', '~', 'month')
    """
    match = _is_plain(text)
    if match is not None:
        year, month, day, qualifier = match.groups()
        earliest, latest, precision = _calendar(text, year, month, day)
        return PartialDate(text, earliest, latest, cast("Qualifier", qualifier), precision)
    match = _is_unspecified(text)
    if match is not None:
        hundreds, rest, qualifier = match.groups()
        first = hundreds + rest.replace("X", "0")
        if first == "0000":
            message = f"{text} includes the year 0000: years run from 0001 to 9999"
            raise ImpossibleDateError(message)
        latest = dt.date(int(hundreds + rest.replace("X", "9")), 12, 31)
        width: Precision = "century" if rest == "XX" else "decade"
        return PartialDate(text, dt.date(int(first), 1, 1), latest, cast("Qualifier", qualifier), width)
    if _is_set(text) is None:
        raise DateError(_malformed(text))
    choices = _choices(text)
    return PartialDate(text, choices[0][0].earliest, choices[-1][1].latest, "", "set")


def format_date(date: PartialDate) -> str:
    """Return the EDTF text of a date.

    Parameters
    ----------
    date
        Any date.

    Returns
    -------
    str
        The text it was read from.
    """
    return date.text


def alternatives(date: PartialDate) -> tuple[tuple[PartialDate, PartialDate], ...]:
    """Return the runs of dates that a date leaves open.

    Parameters
    ----------
    date
        Any date; only one of precision ``set`` has several runs, or a long one.

    Returns
    -------
    tuple of (PartialDate, PartialDate)
        First and last date of each run, earliest run first; twice the same
        date where the run is a single one.
    """
    return _choices(date.text) if date.precision == "set" else ((date, date),)


def text_of(earliest: dt.date, latest: dt.date, qualifier: Qualifier = "") -> str:
    """Return the shortest EDTF text for all days from one day to another.

    Parameters
    ----------
    earliest, latest
        The first and the last day.
    qualifier
        One of `QUALIFIERS`.

    Returns
    -------
    str
        A day, month, year, decade or hundred years where the days are just
        that; otherwise a run such as ``[1982..1984]`` or ``[1982-03..1982-05]``.

    Raises
    ------
    DateError
        If `latest` is before `earliest`, or a run would need a qualifier,
        which EDTF does not allow.

    Examples
    --------
    >>> text_of(dt.date(1957, 5, 1), dt.date(1957, 5, 31), "~")
    '1957-05~'
    """
    if latest < earliest:
        message = f"{latest} is before {earliest}: a date cannot end before it begins"
        raise DateError(message)
    first, last = earliest.isoformat(), latest.isoformat()
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
    elif earliest.day == 1 and latest.day == month_length(latest.year, latest.month):
        first, last = first[:7], last[:7]
    if first == last:
        return first + qualifier
    if len(first) == 4:
        for digits in (3, 2):
            head, unknown = first[:digits], 4 - digits
            if first == head + "0" * unknown and last == head + "9" * unknown:
                return head + "X" * unknown + qualifier
    if qualifier:
        message = f"[{first}..{last}] takes no {qualifier}: a choice between dates has no qualifier"
        raise DateError(message)
    return f"[{first}..{last}]"


def month_length(year: int, month: int) -> int:
    """Return the days of a month.

    Parameters
    ----------
    year, month
        A month of the Gregorian calendar.

    Returns
    -------
    int
        28 to 31.
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _calendar(text: str, year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    y = int(year)
    if y == 0:
        message = f"{text} is not in the calendar used here: years run from 0001 to 9999"
        raise ImpossibleDateError(message)
    if month is None:
        return dt.date(y, 1, 1), dt.date(y, 12, 31), "year"
    m = int(month)
    if not 1 <= m <= 12:
        message = f"{text} is not a month of the calendar: months run from 01 to 12"
        raise ImpossibleDateError(message)
    length = month_length(y, m)
    if day is None or day == "XX":
        return dt.date(y, m, 1), dt.date(y, m, length), "month"
    if not 1 <= int(day) <= length:
        message = f"{text} is not a day of the calendar: {MONTHS[m - 1]} {y} has {length} days"
        raise ImpossibleDateError(message)
    exact = dt.date(y, m, int(day))
    return exact, exact, "day"


def _choices(text: str) -> tuple[tuple[PartialDate, PartialDate], ...]:
    runs: list[tuple[PartialDate, PartialDate]] = []
    for element in text[1:-1].split(","):
        ends = element.split("..")
        first, last = parse_date(ends[0]), parse_date(ends[-1])
        if first.precision != last.precision:
            message = f"{text}: write both ends of {element} as years, as months or as days"
            raise DateError(message)
        if len(ends) == 2 and first.latest >= last.earliest:
            message = f"{text}: {element} must run from an earlier date to a later one"
            raise DateError(message)
        # One spelling per meaning, so that the same choice is the same text.
        if runs and runs[-1][1].latest >= first.earliest:
            message = f"{text}: {element} must come after {runs[-1][1]}; write each date once, earliest first"
            raise DateError(message)
        runs.append((first, last))
    return tuple(runs)


def _malformed(text: str) -> str:
    shown = text if len(text) <= 40 else text[:39] + "…"
    if text.startswith("["):
        hint = "write a choice as [1941,1942] or [1982..1984], without spaces"
        if text[-1] in "~?%":
            hint += ", and without a ~, ? or % after it"
        return f"{shown!r} is not a choice of dates; {hint}"
    message = f"{shown!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
    if text != text.strip():
        return message + ", without spaces around it"
    if not text.isascii():
        return message + " with the digits 0 to 9 and plain hyphens"
    if re.fullmatch(r"[0-9]{2,3}x{1,2}[~?%]?", text):
        return message + "; an unknown digit is a capital X"
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}-[0-9]", text):
        return message + ", with two digits for month and day"
    return message
