"""Ages and durations between uncertain dates, as ranges."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from profiles.dates.edtf import DateError, month_length
from profiles.dates.truth import Day, as_days, bounds_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from profiles.dates.columns import Days, Flags, Ints


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number that is only known to lie between two, ends included."""

    low: int
    high: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards.

        Raises
        ------
        DateError
            If `high` is below `low`.
        """
        if self.high < self.low:
            message = f"a span cannot run from {self.low} down to {self.high} {self.unit}"
            raise DateError(message)

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


class SpanColumn(NamedTuple):
    """A column of spans: int64 `low` and `high`, and whether each is `known`.

    Where not known, both are 0 and mean nothing; for a nullable pandas column
    use ``pandas.arrays.IntegerArray(column.low, ~column.known)``.
    """

    low: Ints
    high: Ints
    known: Flags


def age_on(born: Day, on: Day) -> Span:
    """Return the age in whole years on a day.

    Who was born on 29 February has the birthday on 1 March in common years.

    Parameters
    ----------
    born
        Date of birth.
    on
        The day asked about, which may be uncertain too.

    Returns
    -------
    Span
        In years. Days before the birth are left out if there are others;
        if there are none, the years are negative (-1 in the year before it).

    Examples
    --------
    >>> age_on(dt.date(1952, 10, 7), dt.date(1991, 12, 26))
    Span(low=39, high=39, unit='years')
    """
    (born_first, born_last), (on_first, on_last) = bounds_of(born), bounds_of(on)
    high = _whole_years(born_first, on_last)
    low = _whole_years(born_last, on_first)
    return Span(max(low, 0) if high >= 0 else low, high, "years")


def ages_on(
    born_earliest: ArrayLike, born_latest: ArrayLike, on: ArrayLike, on_latest: ArrayLike | None = None
) -> SpanColumn:
    """Return the age in whole years of each person, as `age_on` does.

    Parameters
    ----------
    born_earliest, born_latest
        First and last possible day of birth: datetime64, missing allowed.
    on, on_latest
        First and last possible day asked about, for all or each; `on` alone
        if it is exact.

    Returns
    -------
    SpanColumn
        Ages; not known where any of the days is missing.
    """
    days = map(as_days, (born_earliest, born_latest, on, on if on_latest is None else on_latest))
    born_first, born_last, on_first, on_last = np.broadcast_arrays(*days)
    known: Flags = ~(np.isnat(born_first) | np.isnat(born_last) | np.isnat(on_first) | np.isnat(on_last))
    high = _whole_years_of(born_first, on_last)
    low = _whole_years_of(born_last, on_first)
    low = np.where(high >= 0, np.maximum(low, 0), low)
    return SpanColumn(np.where(known, low, 0), np.where(known, high, 0), known)


def years_between(start: Day, end: Day) -> Span:
    """Return the whole years from one date to another.

    Parameters
    ----------
    start, end
        The two dates. Ends before the start are left out.

    Returns
    -------
    Span
        In years, counted like an age.

    Raises
    ------
    DateError
        If the end is certainly before the start.
    """
    (first, begun), (ending, last) = bounds_of(start), bounds_of(end)
    if last < first:
        raise DateError(_reversed(start, end))
    return Span(max(_whole_years(begun, ending), 0), _whole_years(first, last), "years")


def days_between(start: Day, end: Day, *, inclusive: bool = True) -> Span:
    """Return the days from one date to another.

    Parameters
    ----------
    start, end
        The two dates. Ends before the start are left out.
    inclusive
        Whether first and last day both count, so that one day is 1 day.

    Returns
    -------
    Span
        In days.

    Raises
    ------
    DateError
        If the end is certainly before the start.
    """
    (first, begun), (ending, last) = bounds_of(start), bounds_of(end)
    if last < first:
        raise DateError(_reversed(start, end))
    low, high = max((ending - begun).days, 0), (last - first).days
    return Span(low + inclusive, high + inclusive, "days")


def day_counts(
    start_earliest: ArrayLike,
    start_latest: ArrayLike,
    end_earliest: ArrayLike,
    end_latest: ArrayLike,
    *,
    inclusive: bool = True,
) -> SpanColumn:
    """Return the days of each period, as `days_between` does.

    Parameters
    ----------
    start_earliest, start_latest, end_earliest, end_latest
        First and last possible days of start and end: datetime64, for all or each.
    inclusive
        Whether first and last day both count.

    Returns
    -------
    SpanColumn
        Days; not known where a day is missing or the end is certainly before
        the start.
    """
    days = map(as_days, (start_earliest, start_latest, end_earliest, end_latest))
    first, begun, ending, last = (day.astype("datetime64[D]") for day in days)
    high = last - first
    low = ending - begun
    known: Flags = ~(np.isnat(low) | np.isnat(high)) & (first <= last)
    counts = [np.where(known, span.astype(np.int64), 0) for span in (low, high)]
    extra = known & inclusive
    return SpanColumn(np.maximum(counts[0], 0) + extra, counts[1] + extra, known)


def calendar_difference(a: dt.date, b: dt.date) -> tuple[int, int, int]:
    """Return years, months and days between two days, in either order.

    Whole months are counted from the earlier day, then the days left over.
    Where a month has no such day (31 April), its last day stands in once the
    month has passed, so 31 January to 1 March 2001 is one month and one day.

    Parameters
    ----------
    a, b
        Two days.

    Returns
    -------
    tuple of int
        Years, months (0 to 11), days (0 to 30).

    Examples
    --------
    >>> calendar_difference(dt.date(1952, 10, 7), dt.date(1953, 6, 15))
    (0, 8, 8)
    """
    early, late = sorted((bounds_of(a)[0], bounds_of(b)[0]))
    months = (late.year - early.year) * 12 + late.month - early.month - (late.day < early.day)
    years, rest = divmod(months, 12)
    return years, rest, (late - add_months(early, months)).days


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later.

    Parameters
    ----------
    day
        The day to start from.
    months
        How many months; the result must lie in the years 0001 to 9999.

    Returns
    -------
    datetime.date
        The last day of the month if it has no such day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))


def _reversed(start: Day, end: Day) -> str:
    return f"the end, {end}, is before the start, {start}"


def _whole_years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _whole_years_of(born: Days, on: Days) -> Ints:
    born_year, born_day = _year_and_day(born)
    on_year, on_day = _year_and_day(on)
    years: Ints = on_year - born_year - (on_day < born_day)
    return years


def _year_and_day(days: Days) -> tuple[Ints, Ints]:
    # The year, and a number that orders the days of a year like (month, day).
    filled = np.where(np.isnat(days), np.datetime64(0, "s"), days)
    months = filled.astype("datetime64[M]")
    years = filled.astype("datetime64[Y]").astype(np.int64)
    day = (filled.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    return years, (months.astype(np.int64) - years * 12) * 32 + day
