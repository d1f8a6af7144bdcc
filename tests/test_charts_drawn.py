"""Known answers: where each chart puts what, asked of the artists."""

import datetime as dt
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex

from profiles.charts import (
    ages_chart,
    meetings_chart,
    statements_chart,
    timeline_chart,
)
from profiles.charts.style import PAPER
from profiles.errors import NotComparable
from tests import test_charts_kit as kit
from tests.test_charts_kit import artist, assert_tidy, dataset, day, drawn, gids, leader, meeting, shown, tenure


@pytest.fixture(name="pair")
def _pair():
    return kit.pair()


@pytest.fixture(name="crowd")
def _crowd():
    return kit.crowd()


# --- timeline ---


def test_bars_stand_at_their_days(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    bar = artist(figure, "tenure-t1")
    assert bar.get_x() == day("1995-01-01")
    assert bar.get_x() + bar.get_width() == day("2000-05-07")
    still = artist(figure, "tenure-t3")
    assert still.get_x() + still.get_width() == day("2020-06-30")
    assert artist(figure, "tenure-t3-ongoing").get_xy()[0][0] == day("2020-06-30")
    assert artist(figure, "moment").get_xdata()[0] == day("1991-12-26")
    assert "USSR dissolved, 26 December 1991" in shown(figure)


def test_power_acting_and_office_look_different(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    office, acting, power = (artist(figure, f"tenure-t{i}") for i in (1, 2, 3))
    assert to_hex(office.get_facecolor()) != to_hex(power.get_facecolor())
    assert acting.get_hatch()
    assert not power.get_hatch()
    assert {"in effective power", "in office only", "acting"} <= shown(figure)


def test_uncertain_days_are_drawn_as_such(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    start, sure, end = (artist(figure, f"tenure-t4{part}") for part in ("-start", "", "-end"))
    assert (start.get_x(), start.get_x() + start.get_width()) == (day("1980-01-01"), day("1980-12-31"))
    assert (sure.get_x(), sure.get_x() + sure.get_width()) == (day("1980-12-31"), day("1990-06-01"))
    assert (end.get_x(), end.get_x() + end.get_width()) == (day("1990-06-01"), day("1990-06-30"))
    assert start.get_hatch()
    assert end.get_hatch()


def test_an_unknown_end_is_not_an_open_one(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    assert artist(figure, "tenure-t5-unknown").get_text() == "?"
    assert gids(figure, "tenure-t5-ongoing") == []
    stub = artist(figure, "tenure-t5-end")
    assert stub.get_x() == day("2001-01-01")
    assert stub.get_width() < 365 * 2
    assert "end not known" in shown(figure)


def test_a_tenure_that_may_have_ended_before_it_began_has_no_sure_day():
    data = dataset(leaders=[leader(1)], tenures=[tenure(1, "l1", "1993", "1993")])
    figure = assert_tidy(timeline_chart(data, ["l1"]))
    assert gids(figure, "tenure-t1") == ["tenure-t1-start"]
    bar = artist(figure, "tenure-t1-start")
    assert (bar.get_x(), bar.get_x() + bar.get_width()) == (day("1993-01-01"), day("1993-12-31"))


def test_meetings_are_ticks_on_their_day(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    assert gids(figure, "meeting-") == [f"meeting-m{i}" for i in range(1, 6)]
    assert list(artist(figure, "meeting-m1").get_xdata()) == [day("2001-02-03")] * 2
    assert list(artist(figure, "meeting-m5").get_xdata()) == [day("2004-01-01"), day("2005-12-31")]
    assert "5 meetings" in shown(figure)


def test_offices_have_short_titles_unless_they_are_alike(pair):
    assert {"Prime Minister", "President", "Chairman, Supreme Council of the Betan Armed Forces"} <= shown(
        drawn(timeline_chart(pair, ["l1", "l2"]))
    )
    both = dataset(
        leaders=[leader(1)],
        tenures=[
            tenure(1, "l1", "1990-01-01", "1992-01-01"),
            tenure(2, "l1", "1995-01-01", None, office_id="xxb-president", is_unverified=True),
        ],
    )
    words = shown(assert_tidy(timeline_chart(both, ["l1"])))
    assert {"President of Alphaland", "President of Betaland (unverified)", "Alphaland, Betaland"} <= words


def test_names_come_in_their_own_script(pair):
    words = shown(drawn(timeline_chart(pair, ["l1", "l2"])))
    assert {"Anna Alpha", "Анна Альфа", "Bo Beta", "习近平"} <= words


def test_up_to_an_earlier_day(pair):
    chart = timeline_chart(pair, ["l1", "l2"], as_of=dt.date(2000, 1, 1))
    figure = assert_tidy(chart)
    assert gids(figure, "tenure-t3") == []
    assert gids(figure, "meeting-") == []
    bar = artist(figure, "tenure-t1")
    assert bar.get_x() + bar.get_width() == day("2000-01-01")
    assert artist(figure, "tenure-t1-ongoing")
    assert "as of 1 January 2000" in chart.foot


def test_timeline_in_words(pair):
    alt = timeline_chart(pair, ["l1", "l2"]).alt
    assert "Anna Alpha: Prime Minister 1995 to 2000, President 1999 to 2000 (acting) and since 2000" in alt
    assert "effective power since 1999." in alt
    assert "Bo Beta: President 1980 to 1990" in alt
    assert "from 2001 to an unknown day" in alt
    assert "Meetings with each other: 5, from 2001 to 2004–2005." in alt


# --- ages ---


def test_ages_stand_at_their_years(pair):
    figure = drawn(ages_chart(pair, ["l1"]))
    at = artist(figure, "age-l1-dissolution").get_xdata()[0]
    assert at == pytest.approx(39 + (dt.date(1991, 12, 26) - dt.date(1991, 10, 7)).days / 365.2425, abs=0.01)
    words = shown(figure)
    assert "39 when the USSR was dissolved" in words
    assert "42 first office (Prime Minister)" in words
    assert "47 first effective power (President)" in words
    assert "67 on 30 June 2020, still in office" in words


def test_an_uncertain_birth_is_a_range(pair):
    figure = drawn(ages_chart(pair, ["l2"]))
    band = artist(figure, "age-l2-dissolution-range").get_xdata()
    assert band[1] - band[0] == pytest.approx(3, abs=0.02)
    assert to_hex(artist(figure, "age-l2-dissolution").get_markerfacecolor()) == PAPER
    # Born 1950 to 1952; in 1980, or any day of it.
    assert "27–30 first office and effective power (President)" in shown(figure)


def test_moments_of_one_day_share_a_label(pair):
    rows = ages_chart(pair, ["l2"]).data
    assert list(rows["moment"]) == ["dissolution", "first_office", "effective_power"]
    assert list(rows["age_low"]) == [38, 27, 27]
    assert list(rows["age_high"]) == [41, 30, 30]
    assert len([t for t in shown(drawn(ages_chart(pair, ["l2"]))) if "27–30" in t]) == 1


def test_ages_of_those_not_alive_in_1991_or_without_dates():
    data = dataset(
        leaders=[
            leader(1, name="Dead Early", born="1911-09-24", died="1985-03-10"),
            leader(2, name="Born Late", born="1993-01-01"),
            leader(3, name="No Date", born=None),
            leader(4, name="No Office", born="2000-01-01"),
            leader(5, name="About", born="1937-03-05~"),
        ],
        tenures=[
            tenure(1, "l1", "1984-02-13", "1985-03-10"),
            tenure(2, "l2", "2019-01-01", None),
            tenure(3, "l3", "2019-01-01", None),
            tenure(5, "l5", "1976-02-13", "1979-10-01"),
        ],
    )
    chart = ages_chart(data, ["l1", "l2", "l3", "l4", "l5"])
    figure = assert_tidy(chart)
    assert gids(figure, "age-l1-dissolution") == []
    assert gids(figure, "age-l2-dissolution") == []
    words = shown(figure)
    assert {"died 10 Mar 1985", "not born in 1991", "date of birth not in the dataset", "~54"} <= words
    assert "No Date: date of birth not in the dataset." in chart.alt
    assert "No Office: born 1 Jan 2000, not born in 1991." in chart.alt


def test_a_last_office_without_known_end_was_not_left_on_any_day(pair):
    assert "left_office" not in set(ages_chart(pair, ["l2"]).data["moment"])


# --- statements ---


def test_statements_stand_at_their_days_and_evaluations(pair):
    figure = drawn(statements_chart(pair, ["l1"]))
    marks = {i: artist(figure, f"statement-v{i}") for i in range(1, 6)}
    assert marks[2].get_xdata()[0] == day("2005-04-25")
    assert list(artist(figure, "statement-v4-range").get_xdata()) == [day("2010-01-01"), day("2010-12-31")]
    heights = {i: mark.get_ydata()[0] for i, mark in marks.items()}
    assert heights[1] < heights[5] < heights[4] < heights[2]  # welcome on top, lament at the bottom
    assert heights[2] != heights[3]  # a day apart: one moves aside
    assert to_hex(marks[2].get_markerfacecolor()) != PAPER
    assert to_hex(marks[3].get_markerfacecolor()) == PAPER
    assert gids(figure, "statement-v1-before") == ["statement-v1-before"]
    assert gids(figure, "statement-v2-before") == []
    assert len({mark.get_marker() for i, mark in marks.items() if i != 3}) == 4


def test_a_leader_without_statements_keeps_a_row(pair):
    chart = statements_chart(pair, ["l1", "l2"])
    words = shown(drawn(chart))
    assert {"Bo Beta", "no statement found", "5 statements"} <= words
    assert "Bo Beta: no statement found." in chart.alt
    assert "5 statements from 1991 to 2015, 2 lament, 1 mixed, 1 neutral and 1 welcome, 1 before the end." in chart.alt


def test_marks_never_hide_each_other(crowd):
    figure = drawn(statements_chart(crowd, [f"l{i}" for i in range(1, 13)]))
    marks = [artist(figure, gid) for gid in gids(figure, "statement-") if not gid.endswith(("-range", "-before"))]
    assert len(marks) == len(crowd.views)
    centres = [mark.get_transform().transform((mark.get_xdata()[0], mark.get_ydata()[0])) for mark in marks]
    for a, b in combinations(centres, 2):
        assert np.hypot(*(a - b)) >= marks[0].get_markersize() * figure.dpi / 72


# --- meetings ---


def test_meetings_are_stacked_by_year(pair):
    chart = meetings_chart(pair, ["l1", "l2"])
    figure = drawn(chart)
    visit, other, group = (
        artist(figure, f"met-{name}") for name in ("2004-state_visit", "2004-other", "2001-multilateral")
    )
    assert (visit.get_y(), visit.get_height()) == (0, 1)
    assert (other.get_y(), other.get_height()) == (1, 1)
    assert (group.get_y(), group.get_height()) == (-1, 1)
    assert visit.get_x() + visit.get_width() / 2 == pytest.approx(2004)
    assert chart.data["meetings"].sum() == 4
    assert "1 meeting of uncertain year not drawn." in chart.foot


def test_years_without_meetings_are_empty_not_missing(pair):
    figure = drawn(meetings_chart(pair, ["l1", "l2"]))
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == ["2001", "2002", "2003", "2004"]
    zeros = [text.get_position()[0] for text in figure.axes[0].texts if text.get_text() == "0"]
    assert zeros == [2002, 2003]


def test_while_both_are_in_office_years_run_to_the_day():
    data = dataset(
        leaders=[leader(1), leader(2)],
        tenures=[tenure(1, "l1", "2010-01-01", None), tenure(2, "l2", "2010-01-01", None)],
        meetings=[meeting(1, "2018-01-01", "other")],
    )
    chart = meetings_chart(data, ["l1", "l2"])
    assert list(chart.data["year"]) == [2018, 2019, 2020]
    assert list(chart.data["is_whole_year"]) == [True, True, False]
    assert "2020 counts only to 30 June." in chart.foot
    assert "2018: 1, 2019: none, 2020: none." in chart.alt
    assert "1 other meeting." in chart.alt


@pytest.mark.parametrize("ids", [["l1"], ["l1", "l1"], ["l1", "l2", "l3"], []])
def test_meetings_are_of_two(ids, pair):
    with pytest.raises(NotComparable, match="two leaders, not"):
        meetings_chart(pair, ids)


@pytest.mark.parametrize(("start", "end"), [("1950-01-01", "1991-12-26"), ("1991-12-20", "2020-01-01")])
def test_the_name_of_1991_stays_over_the_axes(start, end):
    data = dataset(leaders=[leader(1)], tenures=[tenure(1, "l1", start, end)])
    figure = assert_tidy(timeline_chart(data, ["l1"]))
    [box] = [box for text, box in kit.boxes(figure) if text.get_text().startswith("USSR dissolved")]
    room = figure.axes[0].get_window_extent()
    assert room.x0 - 1 <= box.x0
    assert box.x1 <= room.x1 + 1
