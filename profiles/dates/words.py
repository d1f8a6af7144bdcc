"""Dates, ages and durations for people to read."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

from profiles.dates.edtf import MONTHS, DateError, PartialDate, alternatives, month_length
from profiles.dates.spans import Span, add_months, calendar_difference
from profiles.dates.truth import Day, bounds_of

SpanStyle: TypeAlias = Literal["table", "prose"]
DayStyle: TypeAlias = Literal["long", "short"]

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
# 400 Gregorian years, after which the calendar repeats.
_CYCLE_DAYS, _CYCLE_MONTHS = 146_097, 4_800
_MONTH_DAYS = 31


def format_span(span: Span, style: SpanStyle = "table") -> str:
    """Return a span as text, without its unit.

    Parameters
    ----------
    span
        What to write.
    style
        ``"table"`` for "38–39", ``"prose"`` for "38 or 39" and
        "between 36 and 39".

    Returns
    -------
    str
        One number if the span is exact.
    """
    if span.is_exact:
        return str(span.low)
    if style == "table":
        return f"{span.low}–{span.high}"
    if span.high == span.low + 1:
        return f"{span.low} or {span.high}"
    return f"between {span.low} and {span.high}"


def format_day(day: Day, style: DayStyle = "long") -> str:
    """Return a date in English.

    Parameters
    ----------
    day
        A date, exact or not.
    style
        ``"long"`` for "7 October 1952", ``"short"`` for "7 Oct 1952".

    Returns
    -------
    str
        Among others "October 1952", "about 1952", "1952 (uncertain)", "1950s",
        "between 1982 and 1984", "1941 or 1942". A decade that could be taken
        for a hundred years, and a hundred years, are named by their ends.
    """
    if not isinstance(day, PartialDate):
        return _plain_day(bounds_of(day)[0], 3, style)
    parts = []
    for first, last in alternatives(day):
        if first.text == last.text:
            parts.append(_single(first, style))
        else:
            parts.append(f"between {_single(first, style)} and {_single(last, style)}")
    text = " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    if day.qualifier in {"~", "%"}:
        text = "about " + _after_about(text)
    return text + " (uncertain)" if day.qualifier in {"?", "%"} else text


def format_period(start: Day, end: Day | None, style: DayStyle = "long") -> str:
    """Return the days of something short in English.

    Parameters
    ----------
    start
        First day.
    end
        Last day; None where it took one day.
    style
        As for `format_day`.

    Returns
    -------
    str
        "22–24 March 2013", "31 August – 3 September 2025", or one day alone. Where either day is not exact,
        both are written in full.
    """
    if end is None or end == start:
        return format_day(start, style)
    last = format_day(end, style)
    both = [day for day in (start, end) if not isinstance(day, PartialDate) or day.is_exact]
    if len(both) == 2:
        (a, _), (b, _) = bounds_of(start), bounds_of(end)
        if (a.year, a.month) == (b.year, b.month):
            return f"{a.day}–{last}"
        if a.year == b.year:
            return f"{format_day(start, style).rsplit(' ', 1)[0]} – {last}"
    return f"{format_day(start, style)} – {last}"


def duration_words(days: int) -> str:
    """Return a number of days as years and months, or as days if under 31.

    For sums of days, which have no calendar: a month is the mean one of the
    Gregorian calendar (30.44 days), and months are rounded, halves up. For two
    given days use `words_apart`.

    Parameters
    ----------
    days
        How many days, 0 or more.

    Returns
    -------
    str
        Such as "22 years and 3 months", "8 months" or "12 days".

    Raises
    ------
    DateError
        If `days` is negative.
    """
    if days < 0:
        message = f"a duration cannot be {days} days"
        raise DateError(message)
    if days < _MONTH_DAYS:
        return _count(days, "day", str(days))
    months = (2 * days * _CYCLE_MONTHS + _CYCLE_DAYS) // (2 * _CYCLE_DAYS)
    return _years_and_months(months, numerals=True)


def words_apart(a: dt.date, b: dt.date, *, numerals: bool = False) -> str:
    """Return how far two days are apart by the calendar, in words.

    Parameters
    ----------
    a, b
        Two days, in either order.
    numerals
        Whether to write "8 months" for "eight months". Numbers above twelve,
        and those beside them, are in figures either way.

    Returns
    -------
    str
        Years and months, rounded to the nearest month, halves up; days if
        less than a month; "no days" for the same day.
    """
    years, months, days = calendar_difference(a, b)
    total = years * 12 + months
    if total == 0:
        if days == 0:
            return "no days"
        return _count(days, "day", str(days) if numerals or days > 12 else _NUMBERS[days])
    early = min(bounds_of(a)[0], bounds_of(b)[0])
    # The month under way is as long as the one that its first day lies in.
    since = add_months(early, total)
    length = month_length(since.year, since.month)
    return _years_and_months(total + (2 * days >= length), numerals=numerals)


def _single(date: PartialDate, style: DayStyle) -> str:
    first, last = date.earliest, date.latest
    if date.precision == "century" or (date.precision == "decade" and first.year % 100 < 10):
        # "1900s" could be either, and year 1 starts the first of them.
        return f"between {first.year} and {last.year}"
    if date.precision == "decade":
        return f"{first.year}s"
    return _plain_day(first, {"day": 3, "month": 2}.get(date.precision, 1), style)


def _after_about(text: str) -> str:
    if text.endswith("s"):
        return "the " + text
    return text.removeprefix("between ").replace(" and ", " to ")


def _plain_day(day: dt.date, parts: int, style: DayStyle) -> str:
    month = MONTHS[day.month - 1]
    words = (str(day.day), month if style == "long" else month[:3], str(day.year))
    return " ".join(words[3 - parts :])


def _count(number: int, unit: str, shown: str) -> str:
    return f"{shown} {unit}" if number == 1 else f"{shown} {unit}s"


def _years_and_months(total: int, *, numerals: bool) -> str:
    years, months = divmod(total, 12)
    in_figures = numerals or max(years, months) > 12
    parts = [
        _count(number, unit, str(number) if in_figures else _NUMBERS[number])
        for number, unit in ((years, "year"), (months, "month"))
        if number > 0
    ]
    return " and ".join(parts)
