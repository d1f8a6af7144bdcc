"""Comparing uncertain dates: yes, possible, no, or unknown.

*Yes* holds for every day the dates may mean, *no* for none, *possible* for
some. *Unknown* is for a missing date. The qualifier plays no part.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import numpy as np

from profiles.dates.edtf import PartialDate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from profiles.dates.columns import Codes, Days, Flags

    Bounds: TypeAlias = tuple[ArrayLike, ArrayLike]

Day: TypeAlias = PartialDate | dt.date


class Truth(enum.IntEnum):
    """Answer to a question about uncertain dates; its number is the code in arrays."""

    UNKNOWN = -1
    NO = 0
    POSSIBLE = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        """Refuse: three of the four answers would count as true.

        Raises
        ------
        TypeError
            Always.
        """
        message = f"Truth.{self.name} is neither true nor false; compare it with Truth.YES or Truth.NO"
        raise TypeError(message)


_NEGATION = {
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.NO: Truth.YES,
    Truth.POSSIBLE: Truth.POSSIBLE,
    Truth.YES: Truth.NO,
}

_LAST_DAY = np.datetime64("9999-12-31", "s")
_NEVER = np.datetime64("10000-01-01", "s")  # later than any end: a tenure still running


def bounds_of(day: Day) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a date.

    Parameters
    ----------
    day
        A date, exact or not. A datetime, or a pandas timestamp, counts as its day.

    Returns
    -------
    tuple of datetime.date
        Twice the same day if it is exact.
    """
    if isinstance(day, PartialDate):
        return day.earliest, day.latest
    if isinstance(day, dt.datetime):
        day = day.date()
    return day, day


def is_before(a: Day | None, b: Day | None) -> Truth:
    """Return whether `a` is before `b`.

    Parameters
    ----------
    a, b
        Two dates, exact or not; None where missing.

    Returns
    -------
    Truth
        Unknown where one is missing.
    """
    if a is None or b is None:
        return Truth.UNKNOWN
    (a_first, a_last), (b_first, b_last) = bounds_of(a), bounds_of(b)
    if a_last < b_first:
        return Truth.YES
    return Truth.POSSIBLE if a_first < b_last else Truth.NO


def is_after(a: Day | None, b: Day | None) -> Truth:
    """Return whether `a` is after `b`.

    Parameters
    ----------
    a, b
        Two dates, exact or not; None where missing.

    Returns
    -------
    Truth
        Unknown where one is missing.
    """
    return is_before(b, a)


def is_on_or_before(a: Day | None, b: Day | None) -> Truth:
    """Return whether `a` is the same day as `b` or before it.

    Parameters
    ----------
    a, b
        Two dates, exact or not; None where missing.

    Returns
    -------
    Truth
        Unknown where one is missing.
    """
    return _NEGATION[is_before(b, a)]


def is_on_or_after(a: Day | None, b: Day | None) -> Truth:
    """Return whether `a` is the same day as `b` or after it.

    Parameters
    ----------
    a, b
        Two dates, exact or not; None where missing.

    Returns
    -------
    Truth
        Unknown where one is missing.
    """
    return _NEGATION[is_before(a, b)]


def compare_before(a_earliest: ArrayLike, a_latest: ArrayLike, b_earliest: ArrayLike, b_latest: ArrayLike) -> Codes:
    """Return whether each date of `a` is before that of `b`.

    Parameters
    ----------
    a_earliest, a_latest, b_earliest, b_latest
        First and last days: datetime64 arrays, Series, or one day for all.

    Returns
    -------
    numpy.ndarray
        int8 `Truth` codes; unknown where any of the four days is missing.

    Examples
    --------
    >>> compare_before(["1957-01-01"], ["1957-12-31"], dt.date(1957, 5, 3), dt.date(1957, 5, 3))
    array([1], dtype=int8)
    """
    a_first, a_last, b_first, b_last = map(as_days, (a_earliest, a_latest, b_earliest, b_latest))
    known = ~(np.isnat(a_first) | np.isnat(a_last) | np.isnat(b_first) | np.isnat(b_last))
    return _codes(a_last < b_first, a_first < b_last, known)


def compare_after(a_earliest: ArrayLike, a_latest: ArrayLike, b_earliest: ArrayLike, b_latest: ArrayLike) -> Codes:
    """Return whether each date of `a` is after that of `b`.

    Parameters
    ----------
    a_earliest, a_latest, b_earliest, b_latest
        As in `compare_before`.

    Returns
    -------
    numpy.ndarray
        int8 `Truth` codes; unknown where any of the four days is missing.
    """
    return compare_before(b_earliest, b_latest, a_earliest, a_latest)


def compare_on_or_before(
    a_earliest: ArrayLike, a_latest: ArrayLike, b_earliest: ArrayLike, b_latest: ArrayLike
) -> Codes:
    """Return whether each date of `a` is that of `b` or before it.

    Parameters
    ----------
    a_earliest, a_latest, b_earliest, b_latest
        As in `compare_before`.

    Returns
    -------
    numpy.ndarray
        int8 `Truth` codes; unknown where any of the four days is missing.
    """
    return _negated(compare_before(b_earliest, b_latest, a_earliest, a_latest))


def compare_on_or_after(
    a_earliest: ArrayLike, a_latest: ArrayLike, b_earliest: ArrayLike, b_latest: ArrayLike
) -> Codes:
    """Return whether each date of `a` is that of `b` or after it.

    Parameters
    ----------
    a_earliest, a_latest, b_earliest, b_latest
        As in `compare_before`.

    Returns
    -------
    numpy.ndarray
        int8 `Truth` codes; unknown where any of the four days is missing.
    """
    return _negated(compare_before(a_earliest, a_latest, b_earliest, b_latest))


def compare_overlap(
    a_start: Bounds,
    a_end: Bounds,
    b_start: Bounds,
    b_end: Bounds,
    *,
    a_open: bool | NDArray[np.bool_] = True,
    b_open: bool | NDArray[np.bool_] = True,
    touching: bool = True,
) -> Codes:
    """Return whether each period of `a` shares a day with that of `b`.

    A period runs from its first to its last day, both included, so only
    days with start on or before end are weighed.

    Parameters
    ----------
    a_start, a_end, b_start, b_end
        Each a pair of first and last days, as in `compare_before`.
    a_open, b_open
        What a missing end means, for all or each: True, the period still runs;
        False, its end is not known and may be any day from its start on.
    touching
        Whether it counts when all they share is the day on which one ends and
        the other starts, as when an office is handed over.

    Returns
    -------
    numpy.ndarray
        int8 `Truth` codes; unknown where a start is missing, one day of an end
        is missing but not the other, or a period certainly ends before it starts.
    """
    a_first, a_begun, a_ending, a_last, a_known = _period(a_start, a_end, a_open)
    b_first, b_begun, b_ending, b_last, b_known = _period(b_start, b_end, b_open)
    order = np.less_equal if touching else np.less
    certain = order(a_begun, b_ending) & order(b_begun, a_ending)
    possible = order(a_first, b_last) & order(b_first, a_last)
    return _codes(certain, possible, a_known & b_known)


def overlaps(
    a_start: Day | None,
    a_end: Day | None,
    b_start: Day | None,
    b_end: Day | None,
    *,
    a_open: bool = True,
    b_open: bool = True,
    touching: bool = True,
) -> Truth:
    """Return whether two periods share a day.

    Parameters
    ----------
    a_start, a_end, b_start, b_end
        Dates, exact or not; None where missing.
    a_open, b_open, touching
        As in `compare_overlap`.

    Returns
    -------
    Truth
        As in `compare_overlap`.
    """
    periods = [(None, None) if day is None else bounds_of(day) for day in (a_start, a_end, b_start, b_end)]
    pairs: list[Any] = [(as_days([first]), as_days([last])) for first, last in periods]
    codes = compare_overlap(pairs[0], pairs[1], pairs[2], pairs[3], a_open=a_open, b_open=b_open, touching=touching)
    return Truth(int(codes[0]))


def as_days(values: Any) -> Days:
    """Return days as datetime64[s], the one unit that all comparisons here use.

    Parameters
    ----------
    values
        Dates or datetimes, one or many; None is missing.

    Returns
    -------
    numpy.ndarray
        NaT where missing.
    """
    return np.asarray(values, dtype="datetime64[s]")


def _period(start: Bounds, end: Bounds, still_open: bool | NDArray[np.bool_]) -> tuple[Days, Days, Days, Days, Flags]:
    # First and last day of the start, of the end, and whether there is such a period.
    first, begun, ending, last = map(as_days, (*start, *end))
    missing = np.isnat(ending) & np.isnat(last)
    ending = np.where(missing, np.where(still_open, _NEVER, first), ending)
    last = np.where(missing, np.where(still_open, _NEVER, _LAST_DAY), last)
    known: Flags = first <= last  # False where one is missing
    known &= ~(np.isnat(begun) | np.isnat(ending))
    # Where start and end may fall together, each limits the other.
    return first, np.minimum(begun, last), np.maximum(ending, first), last, known


def _codes(certain: Flags, possible: Flags, known: Flags) -> Codes:
    # What is certain is possible too, so the two add up to the code.
    codes = possible.astype(np.int8) + certain.astype(np.int8)
    return np.where(known, codes, np.int8(Truth.UNKNOWN)).astype(np.int8)


def _negated(codes: Codes) -> Codes:
    return np.where(codes == Truth.UNKNOWN, codes, Truth.YES - codes).astype(np.int8)
