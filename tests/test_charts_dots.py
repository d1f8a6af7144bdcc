"""Dot matrices of causes, consequences and lessons: what is named how often, by whom, and what names none."""

import io
import time

import pandas as pd
import pytest

from profiles.charts.dots import dots_chart
from profiles.errors import NotComparable, UnknownName
from tests.charts_synthetic import assert_fits, assert_same_bytes, crowd, dataset, each_once, ids
from tests.test_charts_kit import artist, drawn, gids, leader, shown, view


@pytest.fixture(name="five")
def _five():
    return dataset(
        leaders=[
            leader(1, name="Anna Alpha"),
            leader(2, name="Bo Beta"),
            leader(3, name="Cy Gamma"),
            leader(4, name="Found None"),
            leader(5, name="Not Searched", views_missing="not_searched"),
        ],
        views=[
            view(1, "l1", "2001-01-01", "lament", causes="economic_failure;popular_will"),
            view(2, "l1", "2002-01-01", "lament", causes="popular_will", lessons="deepen_ties"),
            view(3, "l1", "2003-01-01", "lament"),
            view(4, "l1", "1991-01-01", "lament", causes="nationalism", timing="before"),
            view(5, "l2", "2001-01-01", "welcome", causes="popular_will"),
            view(6, "l3", "2001-01-01", "neutral", causes="failed_reform"),
        ],
    )


def cell(chart, unit, code):
    rows = chart.data[(chart.data["unit"] == unit) & (chart.data["code"] == code)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_dots_count_statements_of_leaders(five):
    chart = dots_chart(five, ["l1", "l2", "l3"])
    figure = assert_fits(chart)
    assert gids(figure, "dot-") == [
        "dot-l1-economic_failure",
        "dot-l1-popular_will",
        "dot-l2-popular_will",
        "dot-l3-failed_reform",
    ]
    two, one = (artist(figure, f"dot-{who}-popular_will").get_markersize() for who in ("l1", "l2"))
    assert two**2 == pytest.approx(2 * one**2)
    assert artist(figure, "none-l1").get_text() == "1 of 3"
    assert artist(figure, "none-l2").get_text() == "0 of 1"
    assert cell(chart, "l1", "popular_will")["statements"] == 2
    assert cell(chart, "l2", "failed_reform")["statements"] == 0
    assert "1 statement made before 26 December 1991 is not counted." in chart.foot
    assert "Anna Alpha, 3 statements: Popular will (2); Economic failure (1); 1 name none." in chart.alt


def test_codes_come_by_frequency_with_their_labels(five):
    chart = dots_chart(five, ["l1", "l2", "l3"])
    codes = list(dict.fromkeys(chart.data["code"]))
    # Three, then one each in the order of the schema, then those that nobody names.
    assert codes[:3] == ["popular_will", "economic_failure", "failed_reform"]
    assert codes[3] == "leadership_betrayal"
    assert codes[-1] == "none"
    assert len(codes) == 12
    figure = drawn(chart)
    tops = [artist(figure, f"name-{code}").get_window_extent().y0 for code in codes]
    assert tops == sorted(tops, reverse=True)
    assert {"Popular will", "Betrayal by leaders", "statements naming none"} <= shown(figure)


def test_dots_of_groups_are_shares_of_leaders(five):
    chart = dots_chart(five, {"All": ids(five), "One": ["l2"], "None": []})
    figure = assert_fits(chart)
    row = cell(chart, "All", "popular_will")
    assert (row["statements"], row["leaders"], row["speakers"], row["members"]) == (3, 2, 3, 5)
    assert row["share"] == pytest.approx(2 / 3)
    part, whole = (artist(figure, f"dot-{who}-popular_will").get_markersize() for who in ("All", "One"))
    assert part**2 == pytest.approx(whole**2 * 2 / 3)
    assert {"3 of 5 leaders", "1 of 1 leader", "1 of 5", "0 of 1"} <= shown(figure)
    assert "All, 5 statements by 3 of 5 leaders: Popular will (2 leaders, 67%)" in chart.alt


def test_who_said_nothing_says_why_and_counts_nowhere(five):
    chart = dots_chart(five, ["l1", "l4", "l5"])
    figure = assert_fits(chart)
    assert gids(figure, "silent-") == ["silent-l4", "silent-l5"]
    words = " ".join(shown(figure))
    assert "no statement found" in words
    assert "no search" in words
    silent = chart.data[chart.data["unit"].isin(["l4", "l5"])]
    assert silent[["statements", "leaders", "share"]].isna().all(axis=None)
    assert gids(figure, "none-") == ["none-l1"]
    assert "Not Searched: no search recorded." in chart.alt


def test_a_leader_with_early_statements_only_is_not_one_without():
    data = dataset(leaders=[leader(1)], views=[view(1, "l1", "1991-01-01", "lament", timing="before")])
    assert "Leader 1: no statement found after the end of the USSR." in dots_chart(data, ["l1"]).alt
    assert "1 statement: 1 name none" in dots_chart(data, ["l1"], timing="all").alt


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("causes", "Causes of the end of the USSR that Anna Alpha and Bo Beta name"),
        ("consequences", "Consequences of the end of the USSR that Anna Alpha and Bo Beta name"),
        ("lessons", "Lessons that Anna Alpha and Bo Beta draw from the end of the USSR"),
    ],
)
def test_fields(field, title, five):
    chart = dots_chart(five, ["l1", "l2"], field=field)
    assert chart.title == title
    assert chart.name == f"dots-{field}"
    figure = assert_fits(chart)
    has_key = "area and number: statements that name it" in shown(figure)
    # Nothing to explain where nobody names anything.
    assert has_key == bool(gids(figure, "dot-"))


@pytest.mark.parametrize("field", ["causes", "lessons"])
@pytest.mark.parametrize(("seed", "count"), [(1, 1), (2, 4), (3, 7), (4, 9), (5, 31), (6, 60)])
def test_any_number_fits_and_each_is_there_once(seed, count, field):
    data = crowd(seed, count)
    chart = dots_chart(data, ids(data), field=field)
    figure = assert_fits(chart)
    codes = list(dict.fromkeys(chart.data["code"]))
    each_once(gids(figure, "name-"), [f"name-{key}" for key in [*ids(data), *codes]])
    named = chart.data[(chart.data["code"] != "none") & (chart.data["statements"].fillna(0) > 0)]
    each_once(gids(figure, "dot-"), [f"dot-{row.unit}-{row.code}" for row in named.itertuples()])


@pytest.mark.parametrize("parts", [1, 3, 6, 12])
def test_any_groups_fit(parts):
    data = crowd(parts, 60)
    groups = {f"The leaders of the group number {i}": ids(data)[i::parts] for i in range(parts)} | {"Nobody": []}
    chart = dots_chart(data, groups)
    figure = assert_fits(chart)
    rows = chart.data[chart.data["code"] != "none"]
    assert (rows["leaders"].fillna(0) <= rows["speakers"]).all()
    assert "silent-Nobody" in gids(figure, "silent-")


def test_two_runs_agree_and_the_table_holds_what_is_drawn():
    data = crowd(3, 20)
    chart = dots_chart(data, ids(data))
    assert_same_bytes(chart, dots_chart(data, ids(data)))
    read = pd.read_csv(io.StringIO(chart.csv()))
    figure = drawn(chart)
    for row in read[(read["code"] == "none") & read["remark"].isna()].to_dict("records"):
        text = f"{row['statements']:.0f} of {row['unit_statements']:.0f}"
        assert artist(figure, f"none-{row['unit']}").get_text() == text
    after = data.views[data.views["timing"] == "after"]
    counted = after.groupby("leader_id").size()
    units = read.drop_duplicates("unit").set_index("unit")["unit_statements"]
    assert {unit: n for unit, n in units.items() if n} == counted.to_dict()


def test_sixty_in_two_seconds():
    data = crowd(1, 60)
    start = time.perf_counter()
    dots_chart(data, ids(data)).svg()
    assert time.perf_counter() - start < 2


def test_wrong_input_is_named(five):
    with pytest.raises(NotComparable, match="at least one leader"):
        dots_chart(five, [])
    with pytest.raises(NotComparable, match="at least one group"):
        dots_chart(five, {})
    with pytest.raises(UnknownName, match="'l9' is no leader_id"):
        dots_chart(five, {"A": ["l9"]})
    with pytest.raises(ValueError, match="field is 'cause'; use 'causes' or 'consequences' or 'lessons'"):
        dots_chart(five, ["l1"], field="cause")
