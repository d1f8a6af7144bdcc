"""The stance matrix: each statement in its cells, and five kinds of emptiness that nobody can mistake."""

import datetime as dt
import io
import time
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from profiles.charts.stance_cells import GAPS
from profiles.charts.stances import stances_chart
from profiles.charts.style import EVALUATIONS, GREY, PAPER, TINT, contrast_ratio
from profiles.errors import NotComparable, UnknownName
from tests.charts_synthetic import assert_fits, assert_same_bytes, crowd, dataset, each_once, ids
from tests.test_charts_kit import artist, boxes, drawn, gids, leader, shown, tenure, view


@pytest.fixture(name="six")
def _six():
    return dataset(
        leaders=[
            leader(1, name="Says Much", born="1940-03-01"),
            leader(2, name="Died", born="1930-03-01", died="2003-05-05"),
            leader(3, name="Not Searched", views_missing="not_searched"),
            leader(4, name="Searched", views_missing="none_found"),
            leader(5, name="Born Late", born="1995-01-01"),
            leader(6, name="Who Knows", died="[2005..2008]"),
        ],
        tenures=[
            tenure(1, "l1", "1999-12-31", "2004-05-07"),
            tenure(2, "l2", "1990-01-01", "1992-01-01"),
            tenure(3, "l3", "2010-01-01", None),
            tenure(4, "l4", "2010-01-01", "2012-02-02", is_effective=False),
            tenure(5, "l5", "2019-06-01", None),
            tenure(6, "l6", "[1992..1993]", "1995-01-01"),
            tenure(7, "l6", "2000-01-01", None, end_status="unknown", office_id="xxb-president"),
        ],
        views=[
            view(1, "l1", "2000-04-25", "lament"),
            view(2, "l1", "2000-04-26", "lament"),
            view(3, "l1", "2000-06-26", "welcome", object="communism"),
            view(4, "l1", "2000-07-26", "lament", evaluation_basis="inferred"),
            view(5, "l1", "[2010..2012]", "mixed"),
            view(6, "l2", "1991-02-02", "neutral", evaluation_basis="none", timing="before"),
        ],
    )


def cells(chart, leader_id):
    rows = chart.data[(chart.data["thing"] == "cell") & (chart.data["leader_id"] == leader_id)]
    return {row["column"]: None if pd.isna(row["gap"]) else row["gap"] for row in rows.to_dict("records")}


def test_every_gap_has_its_reason(six):
    chart = stances_chart(six, ids(six))
    one, two, three, four, five, who = (cells(chart, f"l{i}") for i in range(1, 7))
    assert one["1998"] == "not_in_office"
    assert one["1999"] == "none_found"  # in office on its last day
    assert one["2000"] is None
    assert [one[year] for year in ("2003", "2004", "2005")] == ["none_found", "none_found", "not_in_office"]
    assert [one[year] for year in ("2010", "2011", "2012")] == [None, None, None]
    assert [two[year] for year in ("1991", "1992", "1993")] == [None, "none_found", "not_in_office"]
    assert [two[year] for year in ("2003", "2004", "2020")] == ["not_in_office", "not_alive", "not_alive"]
    assert [three[year] for year in ("2009", "2010", "2020")] == ["not_in_office", "not_searched", "not_searched"]
    assert [four[year] for year in ("2009", "2010", "2013")] == ["not_in_office", "none_found", "not_in_office"]
    assert [five[year] for year in ("1994", "1995", "2018", "2019")] == [
        "not_alive",
        "not_in_office",
        "not_in_office",
        "none_found",
    ]
    # In office from some day of 1992 or 1993, and from 2000 until nobody knows when; died by 2008.
    assert [who[year] for year in ("1991", "1992", "1993", "1995", "1996")] == [
        "not_in_office",
        "office_unsure",
        "none_found",
        "none_found",
        "not_in_office",
    ]
    assert [who[year] for year in ("2000", "2001", "2008", "2009")] == [
        "none_found",
        "office_unsure",
        "office_unsure",
        "not_alive",
    ]


def test_years_run_from_the_first_statement_or_1991_to_the_day(six):
    assert list(cells(stances_chart(six, ["l1"]), "l1")) == [str(year) for year in range(1991, 2021)]
    assert list(cells(stances_chart(six, ["l1"], as_of=dt.date(2001, 1, 1)), "l1"))[-1] == "2001"


def test_gaps_are_drawn_apart_and_explained(six):
    figure = assert_fits(stances_chart(six, ids(six)))
    looks = {}
    for gap in GAPS:
        found = [artist(figure, gid) for gid in gids(figure, "ground-") if gid.endswith(f"-{gap}")]
        assert found, gap
        for one in found:
            if isinstance(one, Line2D):
                looks.setdefault(gap, set()).add(("line", one.get_linestyle()))
            else:
                face, width = to_hex(one.get_facecolor()), one.get_linewidth() if one.get_edgecolor()[3] else 0
                looks.setdefault(gap, set()).add(("box", face, one.get_hatch(), width, one.get_linestyle()))
    assert all(len(look) == 1 for look in looks.values())
    for (a, look), (b, other) in combinations(looks.items(), 2):
        assert look != other, f"{a} looks like {b}"
    words = {"no statement found", "in office", "in office, not searched", "perhaps in office", "not in office"}
    assert words | {"not alive", "died 2003", "born 1995"} <= shown(figure)


def test_gaps_differ_without_colour():
    # Edge, hatch, dash and line tell them apart; what is only a shade must be told from paper by its edge.
    assert contrast_ratio(GREY) >= 3
    assert contrast_ratio(GREY, TINT) >= 3


def test_a_dot_in_each_searched_cell_and_in_no_other(six):
    chart = stances_chart(six, ids(six))
    figure = drawn(chart)
    years = list(cells(chart, "l1"))
    for i in (1, 2, 4, 6):
        empty = [years.index(year) + 0.5 for year, gap in cells(chart, f"l{i}").items() if gap == "none_found"]
        assert list(artist(figure, f"none-l{i}").get_xdata()) == empty
    assert gids(figure, "none-l3") == []


def test_statements_stand_in_their_cells(six):
    chart = stances_chart(six, ["l1", "l2"])
    figure = drawn(chart)
    at = list(cells(chart, "l1")).index("2000") + 0.5
    assert gids(figure, "stance-l1-2000") == [
        "stance-l1-2000-00-lament",
        "stance-l1-2000-10-lament",
        "stance-l1-2000-20-welcome",
    ]
    explicit, inferred, welcome = (artist(figure, gid) for gid in gids(figure, "stance-l1-2000"))
    # Moved aside only for the number beside it.
    assert explicit.get_xdata()[0] == pytest.approx(at, abs=0.5)
    assert inferred.get_xdata()[0] == welcome.get_xdata()[0] == at
    assert to_hex(explicit.get_markerfacecolor()) == EVALUATIONS["lament"][0]
    assert to_hex(inferred.get_markerfacecolor()) == PAPER
    assert welcome.get_marker() == "^"
    heights = [mark.get_ydata()[0] for mark in (explicit, inferred, welcome)]
    assert heights == sorted(heights)
    assert [text.get_text() for text in figure.axes[0].texts].count("2") == 2  # in the cell and in the key
    assert "Says Much: 5 statements: lament (2000), lament (2000), lament (2000)" not in chart.alt  # by date
    assert "Says Much: 5 statements: lament (2000), lament (2000), welcome (2000), lament (2000) and mixed" in chart.alt


def test_an_uncertain_year_is_every_year_it_may_be(six):
    chart = stances_chart(six, ["l1"])
    figure = assert_fits(chart)
    marks = [artist(figure, f"stance-l1-{year}-00-mixed") for year in (2010, 2011, 2012)]
    sure = artist(figure, "stance-l1-2000-00-lament")
    assert all(mark.get_markersize() < sure.get_markersize() for mark in marks)
    line = artist(figure, "range-v5")
    assert list(line.get_xdata()) == [marks[0].get_xdata()[0], marks[2].get_xdata()[0]]
    assert "joined: one statement, year not known" in shown(figure)
    rows = chart.data[chart.data["view_id"] == "v5"]
    assert list(rows["column"]) == ["2010", "2011", "2012"]
    assert not rows["is_sure"].any()
    assert "mixed (2010–2012)" in chart.alt
    early = stances_chart(six, ["l1"], as_of=dt.date(2011, 6, 1)).data
    assert list(early.loc[early["view_id"] == "v5", "column"]) == ["2010", "2011"]


def test_by_object(six):
    chart = stances_chart(six, ids(six), by="object")
    figure = assert_fits(chart)
    one = cells(chart, "l1")
    assert one == {
        "dissolution": None,
        "independence": "none_found",
        "communism": None,
        "cold_war": "none_found",
        "conduct": "none_found",
        "restoration": "none_found",
    }
    assert set(cells(chart, "l3").values()) == {"not_searched"}
    assert {"Dissolution", "Cold War", "not searched", "no statement found", "ringed: said before the end"} <= shown(
        figure
    )
    assert len([gid for gid in gids(figure, "stance-l2-dissolution") if gid.endswith("before")]) == 1
    assert not [gid for gid in gids(figure, "stance-l1") if gid.endswith("before")]
    # A day that may lie in three years is in one object all the same.
    assert gids(figure, "range-") == []
    assert chart.name == "stances-object"


def test_who_died_before_the_end_is_not_searched_for_in_vain():
    data = dataset(leaders=[leader(1, died="1985-03-10")], views=[])
    chart = stances_chart(data, ["l1"], by="object")
    assert set(cells(chart, "l1").values()) == {"not_alive"}
    assert "died 1985" in shown(assert_fits(chart))


def marks(figure):
    return [artist(figure, gid) for gid in gids(figure, "stance-") if not gid.endswith("before")]


@pytest.mark.parametrize("by", ["year", "object"])
@pytest.mark.parametrize(("seed", "count"), [(1, 1), (2, 5), (3, 31), (4, 60), (5, 14), (6, 20), (7, 60)])
def test_any_number_fits_and_each_is_there_once(seed, count, by):
    data = crowd(seed, count)
    chart = stances_chart(data, ids(data), by=by)
    figure = assert_fits(chart)
    each_once(gids(figure, "name-"), [f"name-{i}" for i in ids(data)])
    found = marks(figure)
    centres = np.array([mark.get_transform().transform(mark.get_xydata()[0]) for mark in found]).reshape(-1, 2)
    for (a, at), (b, other) in combinations(zip(found, centres, strict=True), 2):
        assert np.hypot(*(at - other)) >= 0.9 * min(a.get_markersize(), b.get_markersize()) * figure.dpi / 72
    lines = [line.get_window_extent().x0 for line in figure.findobj(Line2D) if line.get_gid() == "moment"]
    room = figure.axes[0].get_window_extent()
    for text, box in boxes(figure):
        hit = [at for at in centres if box.x0 + 1 < at[0] < box.x1 - 1 and box.y0 + 1 < at[1] < box.y1 - 1]
        assert not hit, f"{text.get_text()!r} covers a mark"
        inside = room.y0 < (box.y0 + box.y1) / 2 < room.y1
        assert not (inside and any(box.x0 < x < box.x1 for x in lines)), f"{text.get_text()!r} stands on 1991"


@pytest.mark.parametrize("by", ["year", "object"])
def test_the_table_holds_what_is_drawn(by):
    data = crowd(8, 25)
    chart = stances_chart(data, ids(data), by=by)
    assert_same_bytes(chart, stances_chart(data, ids(data), by=by))
    read = pd.read_csv(io.StringIO(chart.csv()), dtype=str)
    said = read[read["thing"] == "statement"]
    assert set(said["view_id"]) == set(data.views["view_id"])
    look = ["leader_id", "column", "evaluation", "evaluation_basis", "is_sure", *(["timing"] if by == "object" else [])]
    inferred = said.assign(evaluation_basis=said["evaluation_basis"] == "inferred")
    assert len(marks(drawn(chart))) == len(inferred[look].drop_duplicates())
    cells_read = read[read["thing"] == "cell"]
    assert (cells_read.groupby("leader_id").size() == cells_read["column"].nunique()).all()
    with_statement = set(zip(said["leader_id"], said["column"], strict=True))
    empty = cells_read[cells_read["gap"].notna()]
    assert with_statement.isdisjoint(zip(empty["leader_id"], empty["column"], strict=True))
    assert len(with_statement) + len(empty) == len(cells_read)


def test_sixty_in_two_seconds():
    data = crowd(1, 60)
    start = time.perf_counter()
    stances_chart(data, ids(data)).svg()
    assert time.perf_counter() - start < 2


def test_wrong_input_is_named(six):
    with pytest.raises(NotComparable, match="at least one leader"):
        stances_chart(six, [])
    with pytest.raises(UnknownName, match="'l9' is no leader_id"):
        stances_chart(six, ["l9"])
    with pytest.raises(UnknownName, match="'collapse' is no topic of the statements; use ussr-collapse"):
        stances_chart(six, ["l1"], topic="collapse")
    with pytest.raises(ValueError, match="by is 'state'; use 'year' or 'object'"):
        stances_chart(six, ["l1"], by="state")
