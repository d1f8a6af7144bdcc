"""Room for text: labels that touch nothing, marks that do not hide each other."""

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.charts import house_style
from profiles.charts.layout import Label, arrange_labels, day_number, dodge, text_width, wrap

WORDS = ["39", "47–52", "first office (President)", "when the USSR was dissolved"]
LABELS = st.lists(st.tuples(st.sampled_from(WORDS), st.floats(0, 6)), min_size=1, max_size=5)


@pytest.fixture(autouse=True)
def _fonts():
    with house_style():
        yield


def spans(labels, places):
    return [(level, x - label.width / 2, x + label.width / 2) for label, (level, x) in zip(labels, places, strict=True)]


@settings(max_examples=150)
@given(drawn=LABELS, sides=st.sampled_from([1, 2]))
def test_labels_of_a_level_never_touch_and_stay_inside(drawn, sides):
    labels = [Label(text, x) for text, x in drawn]
    placed = spans(labels, arrange_labels(labels, 0.0, 6.0, sides=sides))
    for i, (level, left, right) in enumerate(placed):
        assert left >= -1e-6
        assert right <= 6 + 1e-6
        for other, a, b in placed[:i]:
            assert level != other or right <= a + 1e-6 or b <= left + 1e-6


def test_a_label_with_room_stays_over_its_place():
    labels = [Label("39", 1.0), Label("47", 2.0)]
    assert arrange_labels(labels, 0.0, 6.0) == [(0, 1.0), (0, 2.0)]


def test_a_label_at_the_edge_moves_in():
    label = Label("when the USSR was dissolved", 0.0)
    [(level, centre)] = arrange_labels([label], 0.0, 6.0)
    assert (level, centre) == (0, pytest.approx(label.width / 2))


def test_close_labels_part_by_turns_above_and_below():
    labels = [Label("46", 3.0), Label("47", 3.0)]
    assert {level for level, _ in arrange_labels(labels, 0.0, 6.0, sides=2)} <= {0, 1}


def test_no_line_runs_through_a_text():
    labels = [Label("39 when the USSR was dissolved", 0.9), Label("46 first office", 1.9), Label("47 power", 1.95)]
    places = arrange_labels(labels, 0.0, 6.0)
    for label, (level, _) in zip(labels, places, strict=True):
        for below, left, right in spans(labels, places):
            assert not (below < level and left < label.x < right)


def test_too_many_labels_for_one_place_still_do_not_touch():
    labels = [Label("first office (President)", 0.5) for _ in range(5)]
    assert len({level for level, _ in arrange_labels(labels, 0.0, 1.0)}) == 5


@given(xs=st.lists(st.floats(0, 3), max_size=12))
def test_dodged_marks_are_apart(xs):
    steps = dodge(xs, 0.14)
    for i in range(len(xs)):
        for j in range(i):
            assert steps[i] != steps[j] or abs(xs[i] - xs[j]) >= 0.14


def test_a_mark_alone_does_not_move():
    assert dodge([1.0, 2.0], 0.14) == [0, 0]
    assert dodge([1.0, 1.0, 1.0], 0.14) == [0, 1, -1]
    assert dodge([], 0.14) == []


def test_text_is_measured():
    assert text_width("mm", 8) == pytest.approx(2 * text_width("m", 8), rel=0.01)
    assert text_width("习近平", 9) == pytest.approx(3 * 9 / 72, rel=0.02)
    assert text_width("President", 8, "bold") > text_width("President", 8)


def test_wrapping_keeps_every_word():
    lines = wrap("one two three four five", 0.6, 8)
    assert len(lines) > 1
    assert " ".join(lines) == "one two three four five"
    assert all(text_width(line, 8) <= 0.6 for line in lines)
    assert wrap("incomprehensibilities", 0.1, 8) == ["incomprehensibilities"]
    assert wrap("", 1, 8) == [""]


def test_days_count_from_1970():
    assert day_number(dt.date(1970, 1, 2)) == pytest.approx(1)
    assert day_number("1969-12-31") == pytest.approx(-1)
    assert math.isnan(day_number(None))
