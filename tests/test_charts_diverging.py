"""Diverging bars: shares and both counts of each group, around a middle that takes no side."""

import io
import time
from collections import Counter

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from profiles.charts.diverging import diverging_chart
from profiles.charts.grid import ink_on
from profiles.charts.style import EVALUATIONS, contrast_ratio
from profiles.errors import NotComparable, UnknownName
from tests.charts_synthetic import assert_fits, assert_same_bytes, crowd, dataset, ids
from tests.test_charts_kit import artist, drawn, gids, leader, shown, tenure, view


@pytest.fixture(name="eight")
def _eight():
    said = {
        "l1": ["lament"] * 4 + ["welcome"],
        "l2": ["mixed", "neutral"],
        "l3": ["welcome"],
        "l4": ["welcome", "welcome", "neutral"],
    }
    views = [
        view(f"{who}-{i}", who, f"20{i:02}-01-01", kind) for who, kinds in said.items() for i, kind in enumerate(kinds)
    ]
    views.append(view("early", "l3", "1991-01-01", "lament", timing="before"))
    views.append(view("only-early", "l7", "1991-01-01", "lament", timing="before"))
    return dataset(
        leaders=[
            *(leader(i) for i in range(1, 6)),
            leader(6, views_missing="not_searched"),
            leader(7),
            leader(8, views_missing="not_searched"),
        ],
        tenures=[
            tenure(1, "l1", "2000-01-01", None),
            tenure(2, "l2", "2000-01-01", None, office_id="xxb-president"),
            tenure(3, "l3", "1990-01-01", "1999-01-01", office_id="xxb-president"),
            tenure(4, "l3", "2000-01-01", None, is_effective=False),
        ],
        views=views,
    )


def segments(chart):
    rows = chart.data[chart.data["thing"] == "segment"].to_dict("records")
    return {(row["group"], row["evaluation"]): row for row in rows}


def ends(figure, gid):
    box = artist(figure, gid)
    return box.get_x(), box.get_x() + box.get_width()


def test_shares_and_both_counts(eight):
    chart = diverging_chart(eight, {"All": [f"l{i}" for i in range(1, 6)], "Few": ["l3", "l4"]})
    found = segments(chart)
    # Eleven statements by four leaders: 4 lament, 1 mixed, 2 neutral, 4 welcome.
    assert {name: (r["statements"], r["leaders"]) for (g, name), r in found.items() if g == "All"} == {
        "lament": (4, 1),
        "mixed": (1, 1),
        "neutral": (2, 2),
        "welcome": (4, 3),
    }
    assert found["All", "lament"]["share"] == pytest.approx(4 / 11)
    assert found["Few", "welcome"]["share"] == pytest.approx(3 / 4)
    figure = assert_fits(chart)
    words = shown(figure)
    assert {"36%", "4 by 1", "18%", "2 by 2", "4 by 3", "75%", "3 by 2"} <= words
    assert {"11 statements by 4 of 5 leaders", "4 statements by 2 of 2 leaders"} <= words
    assert "lament 36% (4 by 1 leader), mixed 9% (1 by 1 leader)" in chart.alt
    assert "“5 by 3” is five statements by three leaders." in chart.foot


def test_mixed_and_neutral_take_no_side(eight):
    figure = drawn(diverging_chart(eight, {"All": ids(eight)}))
    lament, mixed, neutral, welcome = (ends(figure, f"bar-0-{name}") for name in EVALUATIONS)
    assert lament[1] == pytest.approx(mixed[0])
    assert mixed[1] == pytest.approx(neutral[0])
    assert neutral[1] == pytest.approx(welcome[0])
    assert mixed[0] == pytest.approx(-neutral[1])
    assert welcome[1] - lament[0] == pytest.approx(1)
    assert list(artist(figure, "middle-0").get_xdata()) == [0, 0]


def test_colours_and_order_are_those_of_all_charts(eight):
    figure = drawn(diverging_chart(eight, {"All": ids(eight)}))
    for name, (colour, _) in EVALUATIONS.items():
        assert to_hex(artist(figure, f"bar-0-{name}").get_facecolor()) == colour
        assert contrast_ratio(ink_on(colour), colour) >= 4.5


def test_each_leader_once(eight):
    chart = diverging_chart(eight, {"All": ids(eight)}, count="majority")
    found = {name: row for (_, name), row in segments(chart).items()}
    # l1 laments, l2 is tied, l3 and l4 welcome.
    assert {name: (row["leaders"], row["statements"]) for name, row in found.items()} == {
        "lament": (1, 5),
        "tied": (1, 2),
        "welcome": (2, 4),
    }
    assert found["welcome"]["share"] == pytest.approx(0.5)
    figure = assert_fits(chart)
    assert artist(figure, "bar-0-tied").get_hatch()
    words = shown(figure)
    assert {"25%: 1", "50%", "2", "4 of 8 leaders, 11 statements", "tied: two evaluations as frequent"} <= words
    assert "tied 25% (1 leader)" in chart.alt
    assert "Each leader counts once" in chart.foot


def test_early_statements_are_kept_apart_unless_asked_for(eight):
    assert (
        "2 statements made before 26 December 1991 are not counted." in diverging_chart(eight, {"A": ids(eight)}).foot
    )
    chart = diverging_chart(eight, {"A": ids(eight)}, timing="all")
    assert "not counted" not in chart.foot
    assert segments(chart)["A", "lament"]["statements"] == 6


def test_a_silent_group_says_why(eight):
    groups = {"None": [], "Found none": ["l5"], "Unsearched": ["l6", "l8"], "Some": ["l5", "l6"], "Early": ["l7"]}
    chart = diverging_chart(eight, groups)
    words = shown(assert_fits(chart))
    assert {
        "no leader in this group",
        "no statement found",
        "no search recorded",
        "no statement found; no search recorded for 1 of 2 leaders",
        "no statement found after the end of the USSR",
    } <= words
    assert "Unsearched (2 leaders): no search recorded." in chart.alt
    assert list(chart.data["thing"]) == ["group"] * 5
    assert chart.data["share"].isna().all()


def test_state_by_state(eight):
    chart = diverging_chart(eight, {"All": ids(eight)}, by="state")
    # Of two offices, the one in effective power says where a leader belongs.
    members = chart.data.groupby("group")["members"].first().to_dict()
    assert members == {"Alphaland": 1, "Betaland": 2, "no office in the dataset": 5}
    assert_fits(chart)
    two = diverging_chart(eight, {"X": ["l1", "l2"], "Y": ["l3"]}, by="state")
    assert list(dict.fromkeys(two.data["group"])) == ["X: Alphaland", "X: Betaland", "Y: Betaland"]


def test_a_leader_may_be_in_two_groups_and_counts_once_in_each(eight):
    chart = diverging_chart(eight, {"X": ["l1", "l1", "l2"], "Y": ["l1"]})
    assert chart.data.groupby("group")["members"].first().to_dict() == {"X": 2, "Y": 1}


@pytest.mark.parametrize("count", ["each", "majority"])
@pytest.mark.parametrize("seed", range(6))
def test_any_groups_fit_and_add_up(seed, count):
    data = crowd(seed, 40)
    everyone = ids(data)
    names = ["A", "Members of an organisation with a long name indeed", "C", "The other leaders"]
    groups = {name: everyone[i :: len(names)][: 1 + 4 * i] for i, name in enumerate(names)}
    for asked in (groups, {"All": everyone}):
        chart = diverging_chart(data, asked, count=count, timing="all", by="state" if asked is groups else None)
        figure = assert_fits(chart)
        rows = chart.data[chart.data["thing"] == "segment"]
        assert rows.groupby("group")["share"].sum().tolist() == [pytest.approx(1)] * rows["group"].nunique()
        assert (rows.groupby("group")["statements"].sum() == rows.groupby("group")["group_statements"].first()).all()
        assert len(gids(figure, "bar-")) == len(rows)
        written = Counter(text.get_text() for text in figure.axes[0].texts)
        for row in rows.to_dict("records"):
            numbers = f"{row['statements']} by {row['leaders']}" if count == "each" else str(row["leaders"])
            assert any(text == numbers or text.endswith(f": {numbers}") for text in written), numbers


def test_two_runs_agree_and_the_table_holds_what_is_drawn(eight):
    groups = {"All": ids(eight), "None": []}
    chart = diverging_chart(eight, groups)
    assert_same_bytes(chart, diverging_chart(eight, groups))
    read = pd.read_csv(io.StringIO(chart.csv()))
    figure = drawn(chart)
    for row in read[read["thing"] == "segment"].to_dict("records"):
        assert ends(figure, f"bar-0-{row['evaluation']}") == (
            pytest.approx(row["left"]),
            pytest.approx(row["right"]),
        )


def test_many_groups_in_two_seconds():
    data = crowd(1, 60)
    start = time.perf_counter()
    diverging_chart(data, {leader_id: [leader_id] for leader_id in ids(data)}).svg()
    assert time.perf_counter() - start < 2


def test_wrong_input_is_named(eight):
    with pytest.raises(NotComparable, match="at least one group with a leader"):
        diverging_chart(eight, {})
    with pytest.raises(NotComparable, match="at least one group with a leader"):
        diverging_chart(eight, {"A": []})
    with pytest.raises(UnknownName, match="'l99' is no leader_id"):
        diverging_chart(eight, {"A": ["l99"]})
    with pytest.raises(TypeError, match=r"the members of 'A' are the text 'l1'; give a list of ids"):
        diverging_chart(eight, {"A": "l1"})
    with pytest.raises(ValueError, match="count is 'all'; use 'each' or 'majority'"):
        diverging_chart(eight, {"A": ["l1"]}, count="all")
    with pytest.raises(ValueError, match="timing is 'before'; use 'after' or 'all'"):
        diverging_chart(eight, {"A": ["l1"]}, timing="before")


def test_the_title_calls_the_groups_as_asked(eight):
    told = diverging_chart(eight, {"A": ids(eight)}, who="leaders of Alphaland")
    assert told.title.startswith("How leaders of Alphaland valued the end of the USSR")
    assert told.alt.startswith(told.title)
    assert diverging_chart(eight, {"A": ids(eight)}).title.startswith("How A valued")
