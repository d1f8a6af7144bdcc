"""Comparing uncertain dates, against every day they may mean."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.dates import (
    Truth,
    compare_after,
    compare_before,
    compare_on_or_after,
    compare_on_or_before,
    compare_overlap,
    is_after,
    is_before,
    is_on_or_after,
    is_on_or_before,
    overlaps,
    parse_date,
    parse_dates,
    text_of,
)

DAY = dt.timedelta(days=1)
LATER = 12  # days after the base by which every period of a brute-force test has been seen to end
BASES = st.sampled_from([dt.date(1957, 2, 24), dt.date(2000, 2, 25), dt.date(1, 1, 1), dt.date(9999, 12, 10)])


@st.composite
def near(draw, base, *, width=5):
    """An uncertain date of one to `width` days, all within a few days of `base`."""
    first = base + DAY * draw(st.integers(0, 7))
    last = first + DAY * draw(st.integers(0, width - 1))
    return parse_date(text_of(first, last))


@st.composite
def near_each_other(draw, count, *, width=5):
    base = draw(BASES)
    return base, [draw(near(base, width=width)) for _ in range(count)]


def each_day(date):
    return [date.earliest + DAY * number for number in range((date.latest - date.earliest).days + 1)]


def summed_up(answers):
    seen = set(answers)
    if not seen:
        return Truth.UNKNOWN
    return Truth.POSSIBLE if len(seen) == 2 else (Truth.YES if seen == {True} else Truth.NO)


QUESTIONS = [
    (is_before, compare_before, lambda a, b: a < b),
    (is_after, compare_after, lambda a, b: a > b),
    (is_on_or_before, compare_on_or_before, lambda a, b: a <= b),
    (is_on_or_after, compare_on_or_after, lambda a, b: a >= b),
]


@pytest.mark.parametrize(("scalar", "vector", "holds"), QUESTIONS)
@given(pair=near_each_other(2))
def test_comparisons_hold_for_each_day(scalar, vector, holds, pair):
    _, (a, b) = pair
    expected = summed_up(holds(x, y) for x, y in itertools.product(each_day(a), each_day(b)))
    assert scalar(a, b) is expected
    codes = vector([a.earliest], [a.latest], [b.earliest], [b.latest])
    assert codes.dtype == np.int8
    assert codes.tolist() == [expected]


@pytest.mark.parametrize(
    ("a", "b", "before", "on_or_before"),
    [
        ("1957", "1958", Truth.YES, Truth.YES),
        ("1957", "1957", Truth.POSSIBLE, Truth.POSSIBLE),
        ("1957-05-03", "1957-05-03", Truth.NO, Truth.YES),
        ("1957-05-03", "1957", Truth.POSSIBLE, Truth.POSSIBLE),
        ("1957-12-31", "1957", Truth.NO, Truth.POSSIBLE),
        ("1957", "1957-12-31", Truth.POSSIBLE, Truth.YES),
        ("1958", "1957", Truth.NO, Truth.NO),
        ("1957~", "1958", Truth.YES, Truth.YES),  # a qualifier widens nothing
        ("[1982..1984]", "1985", Truth.YES, Truth.YES),
        ("0001", "9999", Truth.YES, Truth.YES),
    ],
)
def test_known_answers(a, b, before, on_or_before):
    a, b = parse_date(a), parse_date(b)
    assert is_before(a, b) is before
    assert is_after(b, a) is before
    assert is_on_or_before(a, b) is on_or_before
    assert is_on_or_after(b, a) is on_or_before


@pytest.mark.parametrize(("scalar", "vector", "_holds"), QUESTIONS)
def test_missing_is_unknown(scalar, vector, _holds):
    day = dt.date(1957, 5, 3)
    assert scalar(None, day) is scalar(day, None) is scalar(None, None) is Truth.UNKNOWN
    columns = parse_dates(["1957", "", "1957"]), parse_dates(["", "1957", "1957"])
    codes = vector(columns[0].earliest, columns[0].latest, columns[1].earliest, columns[1].latest)
    assert codes.tolist() == [Truth.UNKNOWN, Truth.UNKNOWN, Truth.POSSIBLE]
    assert vector([day], [None], day, day).tolist() == [Truth.UNKNOWN]


def test_days_come_in_many_kinds():
    day = dt.date(1957, 5, 3)
    assert is_before(day, dt.datetime(1957, 5, 4, 12)) is Truth.YES  # ruff: ignore[call-datetime-without-tzinfo] the zone is not the point
    assert is_before(pd.Timestamp("1957-05-03"), parse_date("1957-05-03")) is Truth.NO
    series = pd.Series(["1957-05-02", "1957-05-03", None]).astype("datetime64[ns]")
    assert compare_before(series, series, day, day).tolist() == [2, 0, -1]
    assert compare_before(day, day, np.datetime64("9999-12-31"), pd.Timestamp("1957-05-04")).tolist() == 2


def test_truth_is_not_a_boolean():
    with pytest.raises(TypeError, match=r"Truth.UNKNOWN is neither true nor false"):
        bool(is_before(None, None))


# ---- periods --------------------------------------------------------------------------------


def shares(a, b, *, touching):
    """Whether two periods of exact days share a day, said in days rather than in ends."""
    first, second = ({p[0] + DAY * n for n in range((p[1] - p[0]).days + 1)} for p in (a, b))
    shared = first & second
    is_handover = len(shared) == 1 and (a[1] == b[0] or b[1] == a[0])
    return bool(shared) and (touching or not is_handover)


def periods(base, start, end, *, still_open):
    """Every period of exact days that an uncertain start and end allow."""
    limit = base + DAY * (LATER + 8)
    if end is not None:
        ends = each_day(end)
    elif still_open:
        ends = [limit]
    else:
        ends = [base + DAY * number for number in range(LATER + 9)]
    return [(first, last) for first in each_day(start) for last in ends if first <= last]


@settings(max_examples=300)
@given(
    case=near_each_other(4, width=4),
    missing=st.tuples(st.booleans(), st.booleans()),
    still_open=st.tuples(st.booleans(), st.booleans()),
    touching=st.booleans(),
)
def test_overlap_holds_for_each_day(case, missing, still_open, touching):
    base, (a_start, a_end, b_start, b_end) = case
    a_end, b_end = (None if is_missing else end for is_missing, end in zip(missing, (a_end, b_end), strict=True))
    expected = summed_up(
        shares(a, b, touching=touching)
        for a in periods(base, a_start, a_end, still_open=still_open[0])
        for b in periods(base, b_start, b_end, still_open=still_open[1])
    )
    options = {"a_open": still_open[0], "b_open": still_open[1], "touching": touching}
    assert overlaps(a_start, a_end, b_start, b_end, **options) is expected
    options = {"a_open": still_open[1], "b_open": still_open[0], "touching": touching}
    assert overlaps(b_start, b_end, a_start, a_end, **options) is expected


@pytest.mark.parametrize(
    ("a", "b", "touching", "expected"),
    [
        (("2000-05-07", "2008-05-07"), ("2008-05-07", "2012-05-07"), True, Truth.YES),
        (("2000-05-07", "2008-05-07"), ("2008-05-07", "2012-05-07"), False, Truth.NO),
        (("2000", "2008-05"), ("2008-05", "2012"), True, Truth.POSSIBLE),
        (("2000", "2004"), ("2005", "2012"), True, Truth.NO),
        (("2000", "2008"), ("2001-02", "2001-05"), True, Truth.YES),
        (("2000-05-07", "2000-05-07"), ("1999", "2001"), False, Truth.YES),
    ],
)
def test_overlap_known_answers(a, b, touching, expected):
    a, b = map(parse_date, a), map(parse_date, b)
    assert overlaps(*a, *b, touching=touching) is expected


def test_a_missing_end_is_open_or_not_known():
    start, late = parse_date("2000"), parse_date("2020")
    assert overlaps(start, None, late, None) is Truth.YES
    assert overlaps(start, None, late, None, a_open=False) is Truth.POSSIBLE
    assert overlaps(late, None, start, parse_date("2010"), a_open=False) is Truth.NO


def test_a_missing_start_and_a_reversed_period_are_unknown():
    early, late = parse_date("2000"), parse_date("2020")
    assert overlaps(None, late, early, late) is Truth.UNKNOWN
    assert overlaps(early, late, None, None) is Truth.UNKNOWN
    assert overlaps(late, early, early, late) is Truth.UNKNOWN


def test_columns_of_periods_say_for_each_what_a_missing_end_means():
    start, end = parse_dates(["2000", "2000", "2000", ""]), parse_dates(["", "", "2010-05-03", "2010"])
    other = parse_dates(["2020"] * 4)
    bounds = [(column.earliest, column.latest) for column in (start, end, other, other)]
    codes = compare_overlap(*bounds, a_open=np.array([True, False, True, True]))
    assert codes.dtype == np.int8
    assert codes.tolist() == [Truth.YES, Truth.POSSIBLE, Truth.NO, Truth.UNKNOWN]
    half = (end.earliest, np.full(4, np.datetime64("NaT", "s")))
    assert compare_overlap(bounds[0], half, bounds[2], bounds[3])[2] == Truth.UNKNOWN
