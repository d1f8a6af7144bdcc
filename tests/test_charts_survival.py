"""Survival curves: steps, limits, medians and the numbers at risk, asked of the artists."""

import datetime as dt
import io
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from profiles.charts.below import spread
from profiles.charts.style import contrast_ratio, luminance
from profiles.charts.survival import COLUMNS, YEAR, draw_survival, survival_chart
from profiles.errors import NotComparable
from profiles.statistics import survival
from tests import test_charts_kit as kit
from tests.test_charts_kit import artist, assert_tidy, drawn, gids, shown
from tests.test_charts_overview import reread

WORDS = {"as_of": dt.date(2020, 6, 30), "data_version": "0123456789ab", "title": "Time in power"}


def years(*values):
    return [value * YEAR for value in values]


@pytest.fixture(name="known", scope="module")
def _known():
    """Ends after 1, 2 (one censored), 4 and 8 years; a group of late entries; shares worked out by hand."""
    days = years(1, 2, 2, 4, 8) + years(3, 5, 6)
    ended = [True, True, False, True, True, True, False, True]
    group = [0] * 5 + [1] * 3
    entry = [0.0] * 5 + years(0, 2, 4)
    return survival(days, ended, group, ["Alphaland", "Betaland"], entry)


def chart_of(result, **facts):
    return survival_chart(result, **(WORDS | {"duration": "years in power"} | facts))


def test_the_curve_steps_down_by_the_shares(known):
    figure = assert_tidy(chart_of(known))
    line = artist(figure, "curve-Alphaland")
    assert line.get_drawstyle() == "steps-post"
    assert list(line.get_xdata()) == pytest.approx([0, 1, 2, 4, 8])
    # 1, 4/5, 4/5 * 3/4, then of two at risk one ends, then the last.
    assert list(line.get_ydata()) == pytest.approx([1, 0.8, 0.6, 0.3, 0])


def test_censored_spells_are_ticks_on_the_curve(known):
    figure = assert_tidy(chart_of(known))
    tick = artist(figure, "censored-Alphaland")
    assert list(tick.get_xdata()) == pytest.approx([2])
    assert list(tick.get_ydata()) == pytest.approx([0.6])
    assert tick.get_marker() == "|"


def test_the_median_is_marked_where_the_curve_crosses_a_half(known):
    figure = assert_tidy(chart_of(known))
    mark = artist(figure, "median-Alphaland")
    assert list(mark.get_xdata()) == pytest.approx([4])
    assert list(mark.get_ydata()) == [0.5]
    assert list(artist(figure, "half").get_ydata()) == [0.5, 0.5]
    assert "median 4 years" in shown(figure)


def test_numbers_at_risk_leave_out_who_has_not_entered_yet(known):
    figure = assert_tidy(chart_of(known))

    def told(group, year):
        return artist(figure, f"risk-{group}-{year}").get_text()

    assert [told("Alphaland", year) for year in (0, 1, 2, 3, 5)] == ["5", "5", "4", "2", "1"]
    # In at 0, 2 and 4 years, out at 3, 5 and 6: just before each year.
    assert [told("Betaland", year) for year in (0, 1, 3, 4, 5, 6)] == ["1", "1", "2", "1", "2", "1"]
    assert known.at_risk([3 * YEAR]) == ((2,), (2,))
    x = artist(figure, "risk-Alphaland-3").get_position()[0]
    assert x == pytest.approx(3)


def test_numbers_stand_under_the_ticks(known):
    figure = assert_tidy(chart_of(known))
    ax = figure.axes[0]
    for label in ax.get_xticklabels():
        year = label.get_text()
        number = artist(figure, f"risk-Alphaland-{year}").get_window_extent()
        own = label.get_window_extent()
        assert (number.x0 + number.x1) / 2 == pytest.approx((own.x0 + own.x1) / 2, abs=0.6)
        assert number.y1 < own.y0


def test_limits_are_a_band(known):
    figure = assert_tidy(chart_of(known))
    band = artist(figure, "band-Alphaland")
    points = np.concatenate([path.vertices for path in band.get_paths()])
    low, high = known.groups[0].low[0], known.groups[0].high[0]
    assert {round(low, 6), round(high, 6)} <= {round(y, 6) for y in points[:, 1]}


def test_groups_are_told_apart_without_colour(known):
    three = survival(years(1, 2, 3, 4, 5, 6), [True] * 6, [0, 0, 1, 1, 2, 2], ["A", "B", "C"])
    figure = assert_tidy(chart_of(three))
    lines = [artist(figure, f"curve-{name}") for name in "ABC"]
    assert len({str(line.get_linestyle()) + str(line._unscaled_dash_pattern) for line in lines}) == 3
    for line in lines:
        assert contrast_ratio(to_hex(line.get_color())) >= 4.5
        assert luminance(to_hex(line.get_color())) < 0.2
    for name in "ABC":
        assert to_hex(artist(figure, f"name-{name}").get_color()) == to_hex(artist(figure, f"curve-{name}").get_color())


def test_names_at_one_height_move_apart():
    alike = survival(years(1, 2, 1, 2, 1, 2, 1, 2), [True] * 8, [0, 0, 1, 1, 2, 2, 3, 3], ["A", "B", "C", "D"])
    figure = assert_tidy(chart_of(alike))
    assert gids(figure, "name-") == ["name-A", "name-B", "name-C", "name-D"]
    room = figure.axes[0].get_window_extent()
    beside = [box for text, box in kit.boxes(figure) if box.x0 > room.x1]
    assert len(beside) == 16
    assert min(box.y0 for box in beside) >= room.y0 - 1


@given(
    texts=st.lists(st.tuples(st.floats(0, 3), st.floats(0.1, 0.7)), min_size=1, max_size=4),
)
def test_spread_texts_keep_apart_in_their_room_and_order(texts):
    wanted, heights = [y for y, _ in texts], [height for _, height in texts]
    centres = spread(wanted, heights, 3.0)
    spans = sorted((centre - height / 2, centre + height / 2) for centre, height in zip(centres, heights, strict=True))
    assert spans[0][0] >= -1e-9
    assert spans[-1][1] <= 3 + 1e-9
    assert all(end <= start + 1e-9 for (_, end), (start, _) in pairwise(spans))
    for a, b in combinations(range(len(texts)), 2):
        assert wanted[a] == wanted[b] or (wanted[a] < wanted[b]) == (centres[a] < centres[b])


def test_a_text_with_room_stays_where_it_wants_to_be():
    assert spread([1.0, 2.5], [0.4, 0.4], 3.0) == [1.0, 2.5]


def test_a_curve_ends_where_it_has_come_down_to_zero():
    # One ends early and alone; those who entered later are not in the curve, and the foot says so.
    result = survival(years(1, 8, 9), [True, True, True], [0, 0, 0], ["A"], years(0, 5, 5))
    chart = chart_of(result)
    assert max(artist(drawn(chart), "curve-A").get_xdata()) == pytest.approx(1)
    assert "A: all then under observation ended on day" in chart.foot
    assert "Two spells began before the data begin and count only from then on." in chart.foot


def test_a_group_without_spells_or_ends_keeps_its_name():
    result = survival(years(3, 4), [False, False], [0, 0], ["All running", "Nobody"])
    chart = chart_of(result)
    words = shown(assert_tidy(chart))
    assert {"All running", "Nobody", "no spells", "no median"} <= words
    assert "median" not in words
    assert "no median (nothing ended)" in chart.alt
    assert "Nobody: no spells." in chart.alt


def test_in_words(known):
    chart = chart_of(known, note="An end is the loss of power.", sources=["a", "b"])
    assert chart.foot.startswith("An end is the loss of power. Spells still running on 30 June 2020 are censored.")
    assert chart.foot.endswith("2 sources; as of 30 June 2020; data version 0123456789ab.")
    assert "Alphaland: five spells, 4 of them ended; median 4 years" in chart.alt
    assert "80% after one year" in chart.alt
    assert chart.title == "Time in power"
    assert chart.name == "survival"


def test_cases_are_called_what_they_are(known):
    chart = chart_of(known, case="leader")
    assert chart.foot.startswith("Leaders still in power on 30 June 2020 are censored.")
    assert "five leaders, 4 of them ended" in chart.alt
    assert any(text.startswith("5 leaders, 4 ended") for text in shown(assert_tidy(chart)))
    assert "spell" not in chart.alt + chart.foot
    tenures = chart_of(known, case="tenure").foot
    assert tenures.startswith("Tenures still running on 30 June 2020 are censored.")


@pytest.mark.parametrize("groups", [0, 5])
def test_as_many_groups_as_can_be_told_apart(groups):
    result = survival(years(*range(1, groups + 1)), [True] * groups, range(groups), [f"g{i}" for i in range(groups)])
    with pytest.raises(NotComparable, match=f"one to 4 groups, not {groups}"):
        chart_of(result)


def test_many_years_and_large_numbers():
    rng = np.random.default_rng(1991)
    days = rng.exponential(12 * YEAR, 4000) + 1
    result = survival(days, rng.random(4000) < 0.7, rng.integers(0, 2, 4000), ["A long name of a group of states", "B"])
    figure = assert_tidy(chart_of(result))
    assert figure.axes[0].get_xlim()[1] == pytest.approx(days.max() / YEAR)


def test_same_bytes_twice_and_from_the_csv(known):
    chart = chart_of(known)
    assert chart.svg() == chart_of(known).svg() == reread(chart).svg()
    assert list(chart.data.columns) == list(COLUMNS)
    assert list(pd.read_csv(io.StringIO(chart.csv())).columns) == list(COLUMNS)


def test_given_axes_may_be_narrow(known):
    chart = chart_of(known)
    figure = drawn(chart)
    ax = figure.add_axes((0.2, 0.4, 0.15, 0.3))
    assert draw_survival(ax, chart.data, key=False, xlim=(0, 40)) is ax
    assert ax.get_xlim() == (0, 40)
