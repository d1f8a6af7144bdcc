"""Ages and durations as ranges, and the words for them."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.dates import (
    DateError,
    Span,
    age_on,
    ages_on,
    calendar_difference,
    day_counts,
    days_between,
    duration_words,
    format_day,
    format_span,
    parse_date,
    parse_dates,
    text_of,
    words_apart,
    years_between,
)
from profiles.dates.spans import add_months

DAY = dt.timedelta(days=1)
BIRTHDAYS = [
    dt.date(1952, 2, 29),
    dt.date(1957, 3, 1),
    dt.date(1956, 12, 30),
    dt.date(1, 1, 1),
    dt.date(2000, 2, 28),
]


@st.composite
def births_and_days(draw):
    """A birth of up to five days, and up to five days near one of its anniversaries or near the birth."""
    base = draw(st.sampled_from(BIRTHDAYS))
    years = draw(st.sampled_from([0, 1, 3, 4, 39, 48]))
    around = dt.date(base.year + years, base.month, min(base.day, 28))
    first, start = base + DAY * draw(st.integers(0, 4)), around + DAY * draw(st.integers(0, 5))
    return (
        parse_date(text_of(first, first + DAY * draw(st.integers(0, 4)))),
        parse_date(text_of(start, start + DAY * draw(st.integers(0, 4)))),
    )


def each_day(date):
    return [date.earliest + DAY * number for number in range((date.latest - date.earliest).days + 1)]


def birthdays_seen(born, on):
    """Age by counting birthdays, rather than by comparing months and days."""
    seen = 0
    for year in range(born.year + 1, on.year + 1):
        is_leap = (dt.date(year, 3, 1) - DAY).day == 29
        moved = (born.month, born.day) == (2, 29) and not is_leap
        seen += (dt.date(year, 3, 1) if moved else born.replace(year=year)) <= on
    return seen


# ---- ages -----------------------------------------------------------------------------------


@given(births_and_days())
def test_age_holds_for_each_day(case):
    born, on = case
    ages = [birthdays_seen(b, d) for b, d in itertools.product(each_day(born), each_day(on)) if b <= d]
    span = age_on(born, on)
    assert span.low <= span.high
    if ages:
        assert span == Span(min(ages), max(ages), "years")
        assert years_between(born, on) == span
    else:
        assert span.high == -1
    column = ages_on([born.earliest], [born.latest], [on.earliest], [on.latest])
    assert (column.low.tolist(), column.high.tolist(), column.known.tolist()) == (
        [span.low],
        [span.high],
        [True],
    )


@given(st.lists(st.tuples(st.dates(), st.dates(), st.dates()), max_size=5))
@example([(dt.date(1, 1, 1), dt.date(1, 12, 31), dt.date(9999, 12, 31))])
def test_column_of_ages_is_what_each_age_is(rows):
    rows = [(*sorted(row[:2]), row[2]) for row in rows]
    expected = [age_on(parse_date(text_of(first, last)), on) for first, last, on in rows]
    firsts, lasts, days = (np.array([row[k] for row in rows], dtype="datetime64[s]") for k in range(3))
    column = ages_on(firsts, lasts, days)
    assert column.low.tolist() == [span.low for span in expected]
    assert column.high.tolist() == [span.high for span in expected]
    assert column.low.dtype == column.high.dtype == np.int64


@pytest.mark.parametrize(
    ("born", "on", "low", "high"),
    [
        ("1952-10-07", "1991-12-26", 39, 39),
        ("1953-06-15", "1991-12-26", 38, 38),
        ("1952", "1991-12-26", 38, 39),
        ("1952-10-07", "1991", 38, 39),
        ("1952", "1991", 38, 39),
        ("195X", "1991-12-26", 31, 41),
        ("1952-10-07", "1991-10-06", 38, 38),
        ("1952-10-07", "1991-10-07", 39, 39),
        ("1952-02-29", "1991-02-28", 38, 38),
        ("1952-02-29", "1991-03-01", 39, 39),
        ("1952-02-29", "1992-02-29", 40, 40),
        ("1957", "1957-05-03", 0, 0),  # the days after 3 May are ruled out
        ("1957-05-03", "1956", -2, -1),
        ("0001", "9999", 9997, 9998),
    ],
)
def test_known_ages(born, on, low, high):
    assert age_on(parse_date(born), parse_date(on)) == Span(low, high, "years")


def test_ages_of_a_column_with_missing_cells():
    born = parse_dates(["1952", "", "1953-06-15"])
    column = ages_on(born.earliest, born.latest, dt.date(1991, 12, 26))
    assert column.low.tolist() == [38, 0, 38]
    assert column.high.tolist() == [39, 0, 38]
    assert column.known.tolist() == [True, False, True]
    nullable = pd.Series(pd.arrays.IntegerArray(column.low, ~column.known))
    assert nullable.isna().tolist() == [False, True, False]
    assert not ages_on(born.earliest, born.latest, np.datetime64("NaT", "D")).known.any()


@given(st.dates(), st.dates(), st.dates())
def test_a_later_day_never_makes_anyone_younger(born, a, b):
    early, late = sorted((a, b))
    assert age_on(born, early).high <= age_on(born, late).high


# ---- days -----------------------------------------------------------------------------------


@given(births_and_days(), st.booleans())
def test_days_hold_for_each_day(case, inclusive):
    start, end = case
    counts = [(e - s).days + inclusive for s, e in itertools.product(each_day(start), each_day(end)) if s <= e]
    column = day_counts([start.earliest], [start.latest], [end.earliest], [end.latest], inclusive=inclusive)
    if not counts:
        with pytest.raises(DateError, match="is before the start"):
            days_between(start, end, inclusive=inclusive)
        with pytest.raises(DateError, match="is before the start"):
            years_between(start, end)
        assert [array.tolist() for array in column] == [[0], [0], [False]]
        return
    assert days_between(start, end, inclusive=inclusive) == Span(min(counts), max(counts), "days")
    assert (column.low.tolist(), column.high.tolist(), column.known.tolist()) == (
        [min(counts)],
        [max(counts)],
        [True],
    )


def test_first_and_last_day_both_count():
    day = dt.date(2000, 5, 7)
    assert days_between(day, day) == Span(1, 1, "days")
    assert days_between(day, day, inclusive=False) == Span(0, 0, "days")
    assert days_between(dt.date.min, dt.date.max).high == 3_652_059


def test_day_counts_of_missing_days_are_not_known():
    start, end = parse_dates(["2000", "", "2000"]), parse_dates(["", "2000", "2000"])
    column = day_counts(start.earliest, start.latest, end.earliest, end.latest)
    assert column.known.tolist() == [False, False, True]
    assert column.low.tolist() == [0, 0, 1]
    assert column.high.tolist() == [0, 0, 366]


def test_a_span_runs_upwards():
    assert Span(3, 3, "years").is_exact
    assert not Span(3, 4, "years").is_exact
    with pytest.raises(DateError, match="from 4 down to 3 years"):
        Span(4, 3, "years")


# ---- the calendar ---------------------------------------------------------------------------


@given(st.dates(), st.dates())
@example(dt.date(2000, 1, 31), dt.date(2001, 3, 30))
@example(dt.date(1952, 2, 29), dt.date(1953, 2, 28))
def test_calendar_difference_adds_up(a, b):
    years, months, days = calendar_difference(a, b)
    early, late = sorted((a, b))
    assert (years, months, days) == calendar_difference(b, a)
    assert 0 <= months <= 11
    assert 0 <= days <= 30
    assert years == age_on(early, late).low
    assert add_months(early, years * 12 + months) + DAY * days == late


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1952-10-07", "1953-06-15", (0, 8, 8)),
        ("2000-01-31", "2000-02-29", (0, 0, 29)),
        ("2001-01-31", "2001-03-01", (0, 1, 1)),
        ("1999-12-31", "2000-12-31", (1, 0, 0)),
        ("1952-02-29", "1953-03-01", (1, 0, 1)),
        ("2000-05-07", "2000-05-07", (0, 0, 0)),
        ("0001-01-01", "9999-12-31", (9998, 11, 30)),
    ],
)
def test_known_differences(a, b, expected):
    assert calendar_difference(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) == expected


# ---- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("1952-10-07", "1953-06-15", "eight months"),
        ("1953-06-15", "1952-10-07", "eight months"),
        ("2000-05-07", "2000-05-07", "no days"),
        ("2000-05-07", "2000-05-08", "one day"),
        ("2000-05-07", "2000-05-19", "twelve days"),
        ("2000-05-07", "2000-05-20", "13 days"),
        ("2000-05-07", "2000-06-06", "30 days"),
        ("2000-05-07", "2000-06-07", "one month"),
        ("2000-04-07", "2000-05-21", "one month"),  # 14 of the 31 days of the second month
        ("2000-04-07", "2000-05-23", "two months"),  # 16 of 31
        ("2000-03-01", "2000-04-15", "one month"),  # 14 of 30
        ("2000-03-01", "2000-04-16", "two months"),  # 15 of 30: halves go up
        ("2000-01-01", "2000-12-20", "one year"),
        ("2000-01-01", "2001-03-01", "one year and two months"),
        ("2000-01-01", "2012-12-01", "twelve years and eleven months"),
        ("2000-01-01", "2022-04-01", "22 years and 3 months"),
        ("0001-01-01", "9999-12-31", "9999 years"),
    ],
)
def test_words_apart(a, b, words):
    assert words_apart(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) == words


def test_words_apart_in_figures():
    start = dt.date(2000, 1, 1)
    assert words_apart(start, dt.date(2001, 3, 1), numerals=True) == "1 year and 2 months"
    assert words_apart(start, dt.date(2000, 1, 4), numerals=True) == "3 days"


@given(st.dates(), st.dates())
def test_any_two_days_have_words(a, b):
    words = words_apart(a, b)
    assert words == words_apart(b, a)
    assert words
    assert "zero" not in words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (12, "12 days"),
        (30, "30 days"),
        (31, "1 month"),
        (243, "8 months"),
        (365, "1 year"),
        (366, "1 year"),
        (396, "1 year and 1 month"),
        (8127, "22 years and 3 months"),
        (146_097, "400 years"),
    ],
)
def test_duration_words(days, words):
    assert duration_words(days) == words


def test_a_duration_is_not_negative():
    with pytest.raises(DateError, match="cannot be -1 days"):
        duration_words(-1)


@pytest.mark.parametrize(
    ("low", "high", "table", "prose"),
    [(38, 38, "38", "38"), (38, 39, "38–39", "38 or 39"), (36, 39, "36–39", "between 36 and 39")],
)
def test_format_span(low, high, table, prose):
    assert format_span(Span(low, high, "years")) == table
    assert format_span(Span(low, high, "years"), style="prose") == prose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1952-10-07", "7 October 1952"),
        ("1952-10", "October 1952"),
        ("1952-10-XX", "October 1952"),
        ("1952", "1952"),
        ("1952~", "about 1952"),
        ("1952?", "1952 (uncertain)"),
        ("1952-10%", "about October 1952 (uncertain)"),
        ("195X", "1950s"),
        ("195X~", "about the 1950s"),
        ("190X", "between 1900 and 1909"),
        ("19XX", "between 1900 and 1999"),
        ("19XX~", "about 1900 to 1999"),
        ("[1982..1984]", "between 1982 and 1984"),
        ("[1941,1942]", "1941 or 1942"),
        ("[1941,1942,1944]", "1941, 1942 or 1944"),
        ("[1941,1943..1945]", "1941 or between 1943 and 1945"),
        ("[1941-05..1941-07]", "between May 1941 and July 1941"),
        ("0957-05-03", "3 May 957"),
    ],
)
def test_format_day(text, words):
    assert format_day(parse_date(text)) == words


def test_format_day_takes_exact_days_and_shortens_months():
    assert format_day(dt.date(1952, 10, 7)) == "7 October 1952"
    assert format_day(pd.Timestamp("1952-10-07"), style="short") == "7 Oct 1952"
    assert format_day(parse_date("[1941-05,1941-09]"), style="short") == "May 1941 or Sep 1941"
