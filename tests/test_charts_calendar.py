"""The calendar of meetings: each on its days, by format, with what is not known left open."""

import datetime as dt

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from profiles.charts.calendar import COLUMNS, calendar_chart
from profiles.charts.style import FORMATS, luminance
from profiles.dataset import load
from profiles.errors import NotComparable, UnknownName
from tests import test_charts_kit as kit
from tests.test_charts_kit import artist, assert_tidy, dataset, drawn, gids, leader, meeting, shown, tenure
from tests.test_charts_overview import reread


@pytest.fixture(name="pair")
def _pair():
    return kit.pair()


def two(*meetings, **tables):
    held = [tenure(1, "l1", "2010-01-01", None), tenure(2, "l2", "2010-01-01", None)]
    return dataset(leaders=[leader(1), leader(2)], **({"tenures": held} | tables), meetings=list(meetings))


def year_row(figure, year):
    [label] = [text for text in figure.axes[0].texts if text.get_text() == str(year)]
    return label.get_position()[1]


def test_a_meeting_stands_in_its_year_on_its_day(pair):
    figure = assert_tidy(calendar_chart(pair, ["l1", "l2"]))
    mark = artist(figure, "met-m1")  # 2001-02-03
    assert mark.get_x() == 33
    assert mark.get_y() + mark.get_height() / 2 == pytest.approx(year_row(figure, 2001))
    assert gids(figure, "met-") == ["met-m1", "met-m2", "met-m3", "met-m4", "met-m5-2004", "met-m5-2005"]


def test_a_longer_meeting_is_as_many_days_wider():
    figure = assert_tidy(
        calendar_chart(
            two(meeting(1, "2015-03-01", "other"), meeting(2, "2015-05-01", "other") | {"end": "2015-05-08"}),
            ["l1", "l2"],
        )
    )
    day, week = artist(figure, "met-m1"), artist(figure, "met-m2")
    assert week.get_width() - day.get_width() == pytest.approx(7)


def test_a_meeting_over_new_year_is_in_both_rows_and_counts_once():
    chart = calendar_chart(two(meeting(1, "2015-12-30", "other") | {"end": "2016-01-02"}), ["l1", "l2"])
    figure = assert_tidy(chart)
    assert gids(figure, "met-") == ["met-m1-2015", "met-m1-2016"]
    assert artist(figure, "count-2015").get_text() == "1"
    assert artist(figure, "count-2016").get_text() == "0"
    last = artist(figure, "met-m1-2015")
    assert last.get_x() + last.get_width() <= 366
    assert artist(figure, "met-m1-2016").get_x() == 0


def test_uncertain_days_are_a_stretch_and_an_uncertain_count(pair):
    figure = assert_tidy(calendar_chart(pair, ["l1", "l2"]))
    month = artist(figure, "met-m4")  # 2004-03
    assert (month.get_x(), month.get_x() + month.get_width()) == (60, 91)
    assert month.get_linestyle() != "solid"
    assert month.get_height() < artist(figure, "met-m1").get_height()
    assert artist(figure, "count-2004").get_text() == "2–3"
    assert artist(figure, "count-2005").get_text() == "0–1"
    assert "began on one of these days" in shown(figure)


def test_group_sessions_are_counted_apart(pair):
    figure = assert_tidy(calendar_chart(pair, ["l1", "l2"]))
    assert artist(figure, "count-2001").get_text() == "1"
    assert artist(figure, "group-2001").get_text() == "1"
    none = two(meeting(1, "2015-03-01", "other"))
    assert gids(drawn(calendar_chart(none, ["l1", "l2"])), "group-") == []


def test_formats_differ_in_grey_by_lightness_or_hatch(pair):
    figure = drawn(calendar_chart(pair, ["l1", "l2"]))
    looks = []
    for name, number in (("state_visit", 1), ("multilateral", 2), ("other", 3)):
        mark = artist(figure, f"met-m{number}")
        assert (to_hex(mark.get_facecolor()), mark.get_hatch() or "") == FORMATS[name]
        looks.append((round(luminance(to_hex(mark.get_facecolor())), 1), mark.get_hatch()))
    assert len(set(looks)) == 3


def test_marks_of_near_days_do_not_hide_each_other():
    near = [meeting(i, f"2015-03-0{i}", "other") for i in range(1, 6)]
    figure = assert_tidy(calendar_chart(two(*near), ["l1", "l2"]))
    boxes = [artist(figure, f"met-m{i}").get_window_extent() for i in range(1, 6)]
    for i, box in enumerate(boxes):
        for other in boxes[:i]:
            assert min(box.x1, other.x1) <= max(box.x0, other.x0) or min(box.y1, other.y1) <= max(box.y0, other.y0)


def test_days_on_which_not_both_were_in_office_are_shaded():
    held = [tenure(1, "l1", "2014-01-01", "2016-06-30"), tenure(2, "l2", "2015-02-01", None)]
    figure = assert_tidy(calendar_chart(two(meeting(1, "2015-03-01", "other"), tenures=held), ["l1", "l2"]))
    assert gids(figure, "apart-") == ["apart-2015-0"]
    before = artist(figure, "apart-2015-0")
    assert (before.get_x(), before.get_width()) == (0, 31)
    assert "not both in office, or later than the data" in shown(figure)


def test_years_without_meetings_have_rows_up_to_the_last_day_known():
    chart = calendar_chart(two(meeting(1, "2018-01-01", "other")), ["l1", "l2"])
    figure = assert_tidy(chart)
    assert gids(figure, "count-") == ["count-2018", "count-2019", "count-2020"]
    assert gids(figure, "apart-") == ["apart-2020-182"]  # after 30 June of a leap year
    assert "2018: 1, 2019: none, 2020: none." in chart.alt


def test_nothing_to_draw_is_said():
    chart = calendar_chart(two(), ["l1", "l2"])
    assert "no meeting between them in the dataset" in shown(assert_tidy(chart))
    assert "no meeting between them is in the dataset" in chart.alt


def test_up_to_an_earlier_day(pair):
    chart = calendar_chart(pair, ["l1", "l2"], as_of=dt.date(2001, 6, 1))
    assert gids(assert_tidy(chart), "met-") == ["met-m1"]


@pytest.mark.parametrize("ids", [["l1"], ["l1", "l1"], ["l1", "l2", "l3"], []])
def test_a_calendar_is_of_two(ids, pair):
    with pytest.raises(NotComparable, match="two leaders, not"):
        calendar_chart(pair, ids)
    with pytest.raises(UnknownName):
        calendar_chart(pair, ["l1", "l9"])


def test_two_presidents():
    chart = calendar_chart(load(), ["putin-vladimir", "xi-jinping"])
    figure = assert_tidy(chart)
    met = chart.data[chart.data["thing"] == "meeting"]
    assert gids(figure, "met-") == sorted(f"met-{name}" for name in met["id"])
    counted = sum(int(artist(figure, gid).get_text()) for gid in [*gids(figure, "count-"), *gids(figure, "group-")])
    assert counted == len(met) >= 45


def test_same_bytes_twice_and_from_the_csv(pair):
    chart = calendar_chart(pair, ["l1", "l2"])
    assert chart.svg() == calendar_chart(pair, ["l1", "l2"]).svg() == reread(chart).svg()
    assert list(chart.data.columns) == list(COLUMNS)
    assert pd.notna(chart.data["thing"]).all()
