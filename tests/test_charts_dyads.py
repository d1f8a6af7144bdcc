"""The matrix of meetings: a cell for each pair, and what an empty one means."""

from itertools import combinations

import pytest
from matplotlib.colors import to_hex

from profiles.charts.dyads import COLUMNS, dyads_chart
from profiles.charts.style import PAPER
from profiles.dataset import load
from profiles.errors import NotComparable, UnknownName
from tests.test_charts_kit import artist, assert_tidy, dataset, gids, leader, meeting, shown, tenure
from tests.test_charts_overview import reread

IDS = ["l1", "l2", "l3", "l4"]


@pytest.fixture(name="four", scope="module")
def _four():
    """l1 and l2 met often, l1 and l3 in a group only, l1 and l4 perhaps overlapped, l2 and l4 never."""
    return dataset(
        leaders=[leader(i) for i in range(1, 5)],
        tenures=[
            tenure(1, "l1", "1990", "2010-01-01"),
            tenure(2, "l2", "2000-01-01", None),
            tenure(3, "l3", "1995-01-01", None),
            tenure(4, "l4", "1980-01-01", "1990-03-01"),
        ],
        meetings=[
            *(meeting(i, f"20{i:02}-02-03", "other") for i in range(1, 13)),
            meeting(13, "2005-02-03", "multilateral"),
            meeting(14, "2005-02-03", "multilateral", "l1", "l3"),
            meeting(15, "2005-02-03", "state_visit", "l2", "l4"),
            meeting(16, "2025-02-03", "state_visit", "l2", "l3"),
        ],
    )


def test_each_leader_and_each_pair_is_there_once(four):
    figure = assert_tidy(dyads_chart(four, [*IDS, "l1"]))
    assert gids(figure, "name-") == [f"name-{i}" for i in IDS]
    assert gids(figure, "met-") == sorted(f"met-{a}-{b}" for a, b in combinations(IDS, 2))


def test_counts_stand_in_the_cell_and_group_sessions_apart(four):
    figure = assert_tidy(dyads_chart(four, IDS))
    assert artist(figure, "count-met-l1-l2").get_text() == "12"
    assert artist(figure, "group-met-l1-l2").get_text() == "+1"
    assert artist(figure, "count-met-l1-l3").get_text() == "0"
    assert artist(figure, "group-met-l1-l3").get_text() == "+1"


def test_a_cell_is_in_the_row_of_one_and_the_column_of_the_other(four):
    figure = assert_tidy(dyads_chart(four, IDS))
    cell = artist(figure, "met-l1-l3").get_window_extent()
    row, column = (artist(figure, f"name-{i}").get_window_extent() for i in ("l3", "l1"))
    assert cell.y0 < (row.y0 + row.y1) / 2 < cell.y1
    assert cell.x1 <= row.x0
    assert cell.x0 <= column.x0 <= cell.x1
    assert cell.y1 <= column.y0


def test_never_in_office_together_is_not_the_same_as_no_meeting_recorded(four):
    figure = assert_tidy(dyads_chart(four, IDS))
    # 2025 is after the last day known: l2 and l3 were in office together, with nothing recorded.
    assert artist(figure, "count-met-l2-l3").get_text() == "0"
    assert not artist(figure, "met-l2-l3").get_hatch()
    assert artist(figure, "met-l3-l4").get_hatch()
    assert gids(figure, "count-met-l3-l4") == []
    # A start in 1990 allows days together before March: they may have met.
    assert artist(figure, "count-met-l1-l4").get_text() == "0"
    # Met, though never in office at one time.
    assert artist(figure, "count-met-l2-l4").get_text() == "1"
    assert {"none recorded", "not in office at the same time"} <= shown(figure)


def test_days_together_are_counted_both_ways(four):
    rows = dyads_chart(four, IDS).data.set_index(["leader_b", "leader_a"])
    assert tuple(rows.loc[("l1", "l4"), ["days_together_low", "days_together_high"]]) == (0, 60)
    assert rows.loc[("l1", "l2"), "days_together_low"] == rows.loc[("l1", "l2"), "days_together_high"] == 3654
    assert rows.loc[("l3", "l4"), "days_together_high"] == 0


def test_more_meetings_are_darker(four):
    figure = assert_tidy(dyads_chart(four, IDS))
    fills = [to_hex(artist(figure, gid).get_facecolor()) for gid in ("met-l1-l3", "met-l2-l4", "met-l1-l2")]
    assert fills[0] == PAPER
    assert len(set(fills)) == 3


def test_the_reader_is_told_that_meetings_are_selected(four):
    chart = dyads_chart(four, IDS)
    assert "records selected meetings only: 0 means that none is recorded" in chart.foot
    assert "Leader 1 and Leader 2, twelve meetings and one group session" in chart.alt
    assert "Two pairs in office at the same time without a recorded one." in chart.alt
    assert "One pair never in office at the same time." in chart.alt


def test_wrong_input_is_named(four):
    with pytest.raises(NotComparable, match="three leaders or more, not 2"):
        dyads_chart(four, ["l1", "l2"])
    with pytest.raises(UnknownName):
        dyads_chart(four, ["l1", "l2", "l9"])
    crowd = dataset(leaders=[leader(i) for i in range(40)])
    with pytest.raises(NotComparable, match="40 leaders make a matrix wider than a page"):
        dyads_chart(crowd, [f"l{i}" for i in range(40)])


def test_real_leaders():
    data = load()
    met = data.meetings
    ids = [*met["leader_a"], *met["leader_b"]]
    ids = list(dict.fromkeys(sorted(ids, key=lambda i: (-ids.count(i), i))))[:14]
    chart = dyads_chart(data, ids)
    assert_tidy(chart)
    assert len(chart.data) == 14 * 13 // 2
    inside = met["leader_a"].isin(ids) & met["leader_b"].isin(ids)
    assert chart.data["meetings"].sum() + chart.data["group_sessions"].sum() == inside.sum()


def test_same_bytes_twice_and_from_the_csv(four):
    chart = dyads_chart(four, IDS)
    assert chart.svg() == dyads_chart(four, IDS).svg() == reread(chart).svg()
    assert list(chart.data.columns) == list(COLUMNS)
