"""A column of uncertain dates, parsed at once."""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from profiles.dates.edtf import PRECISIONS, QUALIFIERS, DateError, PartialDate, parse_date

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Days: TypeAlias = NDArray[np.datetime64]
    Codes: TypeAlias = NDArray[np.int8]
    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]
    Bytes: TypeAlias = NDArray[np.uint8]

_SECONDS: Final = 86_400
_EPOCH: Final = 719_163  # ordinal of 1970-01-01
# Plain forms by their width in characters: (width, precision code).
_WIDTHS: Final = tuple((width, PRECISIONS.index(name)) for width, name in ((10, "day"), (7, "month"), (4, "year")))
_MISSING: Final = -1

_QUALIFIER_OF_BYTE: Final = np.zeros(256, dtype=np.int8)
for _code, _sign in enumerate(QUALIFIERS[1:], start=1):
    _QUALIFIER_OF_BYTE[ord(_sign)] = _code


@dataclass(frozen=True, slots=True, eq=False)
class DateColumn:
    """What each text of a column means, by position.

    Attributes
    ----------
    earliest, latest
        datetime64[s]: first and last day; NaT where the cell is missing or bad.
    qualifier, precision
        int8: places in `QUALIFIERS` and `PRECISIONS`; -1 where missing or bad.
    errors
        Position of each bad cell, in order, with what is wrong with it.
    """

    earliest: Days
    latest: Days
    qualifier: Codes
    precision: Codes
    errors: dict[int, str]

    @property
    def is_exact(self) -> Flags:
        """Whether each cell is one day, without a qualifier."""
        exact: Flags = (self.precision == 0) & (self.qualifier == 0)
        return exact


def parse_dates(values: Iterable[Any] | pd.Series[Any]) -> DateColumn:
    """Return the dates a column of texts means.

    Plain forms are read together; any other text is read once, however often
    it occurs.

    Parameters
    ----------
    values
        Texts: a list, an array or a Series. ``""``, None, NaN and NA are missing.

    Returns
    -------
    DateColumn
        One cell per value, in the same order, as `parse_date` reads each;
        a value that is neither text nor missing is an error.

    Raises
    ------
    TypeError
        If `values` is a single text.

    Examples
    --------
    >>> column = parse_dates(["1957-05-03", "", "1957~", "1957-13"])
    >>> column.latest.astype("datetime64[D]").astype(str).tolist()
    ['1957-05-03', 'NaT', '1957-12-31', 'NaT']
    >>> column.errors
    {3: '1957-13 is not a month of the calendar: months run from 01 to 12'}
    """
    if isinstance(values, str):
        message = f"expected a column of texts, not the text {values!r}; use parse_date for one"
        raise TypeError(message)
    texts, joined, errors = _texts(values)
    count = len(texts)
    earliest = np.full(count, np.datetime64("NaT", "s"))
    latest = earliest.copy()
    qualifier = np.full(count, _MISSING, dtype=np.int8)
    precision = qualifier.copy()
    column = DateColumn(earliest, latest, qualifier, precision, errors)
    if count == 0:
        return column

    buffer, starts, widths = _cells(texts, joined)
    signs = _QUALIFIER_OF_BYTE[buffer[starts + np.maximum(widths - 1, 0)]]
    bare = widths - (signs > 0)
    for width, code in _WIDTHS:
        rows = np.flatnonzero(bare == width)
        if rows.size == 0:
            continue
        good, first, last = _plain(buffer, starts[rows], width)
        if not good.all():
            rows, first, last = rows[good], first[good], last[good]
        earliest.view(np.int64)[rows] = first * _SECONDS
        latest.view(np.int64)[rows] = last * _SECONDS
        qualifier[rows] = signs[rows]
        precision[rows] = code
    _fill_rest(column, texts, np.flatnonzero((precision == _MISSING) & (widths > 0)))
    return column


def parse_distinct(texts: Sequence[str]) -> DateColumn:
    """Return the dates of the distinct texts of a column; the same as `parse_dates`.

    For a caller who has already numbered the texts of a column: index the
    arrays that come back with those numbers.

    Parameters
    ----------
    texts
        Texts, each once; ``""`` is missing.

    Returns
    -------
    DateColumn
        One cell per text.
    """
    return parse_dates(texts)


def _texts(values: Any) -> tuple[list[str], str, dict[int, str]]:
    # The texts ("" where missing), all of them joined by line feeds, and the cells that are no text.
    if hasattr(values, "to_numpy"):
        values = values.to_numpy(dtype=object, na_value="")
    cells: list[Any] = values.tolist() if isinstance(values, np.ndarray) else list(values)
    try:
        return cells, "\n".join(cells), {}
    except TypeError:
        pass
    # pandas is looked up, not imported: whoever passes NA or NaT has it loaded.
    pandas = sys.modules.get("pandas")
    na, nat = getattr(pandas, "NA", None), getattr(pandas, "NaT", None)
    errors = {}
    for position, cell in enumerate(cells):
        if isinstance(cell, str):
            continue
        cells[position] = ""
        is_nan = isinstance(cell, float) and math.isnan(cell)
        if not (cell is None or is_nan or cell is na or cell is nat):
            errors[position] = f"{cell!r} is not text; dates are read from text only"
    return cells, "\n".join(cells), errors


def _cells(texts: list[str], joined: str) -> tuple[Bytes, Ints, Ints]:
    # All texts as bytes, each ended by a line feed, with their starts and widths.
    # A lone surrogate is no date, but must reach the message rather than stop us here.
    buffer = np.frombuffer(joined.encode("utf-8", "surrogatepass") + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(buffer == 10)
    if len(ends) != len(texts):
        return _cells(texts, "\n".join([text.replace("\n", "\0") for text in texts]))
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    return buffer, starts, ends - starts


@functools.cache
def _month_starts() -> Ints:
    # The first day of each month from 0000-01 to 10000-01, in days since 1970.
    months = np.arange(-1970 * 12, (10_000 - 1970) * 12 + 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def _plain(buffer: Bytes, starts: Ints, width: int) -> tuple[Flags, Ints, Ints]:
    # Which cells of one width are plain dates, with their first and last days. The rest
    # is left to `parse_date`, which also knows what is wrong.
    good = np.ones(len(starts), dtype=np.bool_)

    def number(offset: int, digits: int) -> Ints:
        value = np.zeros(len(starts), dtype=np.int64)
        for place in range(offset, offset + digits):
            digit = buffer[starts + place] - np.uint8(48)  # wraps around below "0"
            np.logical_and(good, digit <= 9, out=good)
            value *= 10
            value += digit
        return value

    opens = _month_starts()
    year = number(0, 4)
    np.logical_and(good, year > 0, out=good)
    if width == 4:
        index = np.where(good, year * 12, 0)
        return good, opens[index], opens[index + 12] - 1
    month = number(5, 2)
    np.logical_and(good, (month >= 1) & (month <= 12) & (buffer[starts + 4] == 45), out=good)
    if width == 7:
        index = np.where(good, year * 12 + month - 1, 0)
        return good, opens[index], opens[index + 1] - 1
    day = number(8, 2)
    index = np.where(good, year * 12 + month - 1, 0)
    opening = opens[index]
    np.logical_and(good, (day >= 1) & (day <= opens[index + 1] - opening), out=good)
    np.logical_and(good, buffer[starts + 7] == 45, out=good)
    exact = opening + day - 1
    return good, exact, exact


def _fill_rest(column: DateColumn, texts: list[str], rows: Ints) -> None:
    # Read what is not plain, each distinct text once, into the column.
    found: dict[str, PartialDate | str] = {}
    good_rows, dates = [], []
    for row in rows.tolist():
        text = texts[row]
        date = found.get(text)
        if date is None:
            try:
                date = parse_date(text)
            except DateError as error:
                date = str(error)
            found[text] = date
        if isinstance(date, str):
            column.errors[row] = date
        else:
            good_rows.append(row)
            dates.append(date)
    ordered = dict(sorted(column.errors.items()))
    column.errors.clear()
    column.errors.update(ordered)
    if not dates:
        return
    where = np.array(good_rows, dtype=np.int64)
    for array, days in (
        (column.earliest, [date.earliest.toordinal() for date in dates]),
        (column.latest, [date.latest.toordinal() for date in dates]),
    ):
        array.view(np.int64)[where] = (np.array(days) - _EPOCH) * _SECONDS
    column.qualifier[where] = [QUALIFIERS.index(date.qualifier) for date in dates]
    column.precision[where] = [PRECISIONS.index(date.precision) for date in dates]
