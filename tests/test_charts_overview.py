"""Many leaders on one page: each once, at the right days, and nothing in the way of anything."""

import dataclasses
import datetime as dt
import io
from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from profiles.charts import house_style, report_charts
from profiles.charts.facts import records
from profiles.charts.overview import COLUMNS, draw_overview, overview_chart
from profiles.charts.packing import pack
from profiles.charts.style import contrast_ratio
from profiles.dataset import load
from profiles.errors import NotComparable, UnknownName
from tests import test_charts_kit as kit
from tests.test_charts_kit import AS_OF, artist, assert_tidy, dataset, day, drawn, gids, leader, shown, tenure


def reread(chart):
    """The chart, drawn from what its CSV holds."""
    data = pd.read_csv(io.StringIO(chart.csv()), keep_default_na=False, na_values=[""])
    for column in data.columns:
        if column.endswith(("_earliest", "_latest")):
            data[column] = pd.to_datetime(data[column]).astype("datetime64[s]")
    draw = partial(chart.draw.func, **(chart.draw.keywords | {"data": data}))
    return dataclasses.replace(chart, data=data, draw=draw)


def assert_contrast(figure, start):
    bars = [a for a in figure.findobj(Rectangle) if (a.get_gid() or "").startswith(start)]
    assert bars
    for text, box in kit.boxes(figure):
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        for bar in bars:
            if bar.get_window_extent().contains(*middle):
                ratio = contrast_ratio(to_hex(text.get_color()), to_hex(bar.get_facecolor()))
                assert ratio >= 4.5, text.get_text()
                assert not bar.get_hatch(), text.get_text()


def sixty():
    """Fifteen states of four leaders who follow each other, with all that happens to tenures."""
    states = [{"state_id": f"XX{chr(65 + i)}", "name": f"{kit.LONG[i % 4].split()[0]}land {i}"} for i in range(15)]
    offices = [
        {
            "office_id": f"o{i}{kind}",
            "state_id": state["state_id"],
            "title": f"{title} of {state['name']}",
            "kind": code,
        }
        for i, state in enumerate(states)
        for kind, title, code in (
            ("p", "President", "head_of_state"),
            ("m", "Prime Minister", "head_of_government"),
        )
    ]
    leaders, tenures = [], []
    for i in range(60):
        state, turn = i % 15, i // 15
        first = 1986 + 9 * turn + state % 5
        leaders.append(leader(i, name=f"{kit.LONG[i % 4]} {i}"))
        start, end = f"{first}-03-01", f"{first + 9 - state % 3}-03-01"
        tenures.append(
            tenure(10 * i, f"l{i}", start, end if turn < 3 else None, office_id=f"o{state}p", is_acting=i % 7 == 0)
        )
        if i % 4 == 0:
            tenures.append(
                tenure(10 * i + 1, f"l{i}", f"{first - 2}", f"{first}", office_id=f"o{state}m", is_effective=False)
            )
    return dataset(states=states, offices=offices, leaders=leaders, tenures=tenures)


@pytest.fixture(name="crowd", scope="module")
def _crowd():
    return sixty()


@pytest.fixture(name="pair")
def _pair():
    return kit.pair()


ALL = [f"l{i}" for i in range(60)]


@pytest.mark.parametrize("group_by", ["state", "group", None])
def test_sixty_leaders_fit_on_one_page_and_nothing_touches(group_by, crowd):
    chart = overview_chart(crowd, ALL, group_by=group_by)
    assert chart.size[1] <= 11.69  # A4
    figure = assert_tidy(chart)
    assert_contrast(figure, "tenure-")
    assert gids(figure, "name-") == sorted(f"name-{leader_id}" for leader_id in ALL)


def test_real_heads_of_state_of_fifteen_states():
    data = load()
    states = set(data.groups["state_id"][data.groups["group_id"] == "post-soviet"])
    offices = data.offices[data.offices["state_id"].isin(states) & (data.offices["kind"] == "head_of_state")]
    ids = data.tenures["leader_id"][data.tenures["office_id"].isin(offices["office_id"])].unique().tolist()
    assert len(ids) > 60
    chart = overview_chart(data, ids)
    figure = assert_tidy(chart)
    assert_contrast(figure, "tenure-")
    assert gids(figure, "name-") == sorted(f"name-{leader_id}" for leader_id in ids)
    assert {"Kazakhstan", "Nazarbayev", "Ilham Aliyev", "Heydar Aliyev"} <= shown(figure)
    assert chart.size[1] <= 11.69


def bars_by_lane(figure):
    lanes = {}
    for bar in figure.findobj(Rectangle):
        if (bar.get_gid() or "").startswith("tenure-"):
            lanes.setdefault(round(bar.get_y(), 4), []).append(bar)
    return lanes


def test_bars_of_a_lane_never_overlap(crowd):
    for bars in bars_by_lane(drawn(overview_chart(crowd, ALL))).values():
        spans = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars)
        for (_, end), (start, _) in pairwise(spans):
            assert start >= end - 40  # a hair may be wider than the days it stands for


def test_successors_share_a_lane():
    data = dataset(
        leaders=[leader(1, name="First"), leader(2, name="Second"), leader(3, name="Third")],
        tenures=[
            tenure(1, "l1", "1980-01-01", "1992-01-01"),
            tenure(2, "l2", "1992-01-01", "2005-01-01"),
            tenure(3, "l3", "2005-01-02", None),
        ],
    )
    figure = assert_tidy(overview_chart(data, ["l1", "l2", "l3"]))
    assert len(bars_by_lane(figure)) == 1
    assert len(bars_by_lane(drawn(overview_chart(data, ["l1", "l2", "l3"], group_by=None)))) == 3


def test_a_bar_that_bears_no_name_touches_no_one_elses():
    data = dataset(
        leaders=[leader(1, name="First"), leader(2, name="Second")],
        tenures=[
            tenure(1, "l1", "1980-01-01", "1995-01-01"),
            tenure(2, "l2", "1995-01-01", "1999-01-01"),
            tenure(3, "l2", "2001-01-01", None),
        ],
    )
    assert len(bars_by_lane(assert_tidy(overview_chart(data, ["l1", "l2"])))) == 2


def test_bars_stand_at_their_days_and_power_covers_office():
    data = dataset(
        leaders=[leader(1)],
        tenures=[
            tenure(1, "l1", "1990-01-01", "2000-01-01", office_id="xxa-premier", is_effective=False),
            tenure(2, "l1", "1994-01-01", "1996-01-01"),
        ],
    )
    figure = drawn(overview_chart(data, ["l1"]))
    bars = [artist(figure, f"tenure-l1-{i}") for i in range(3)]
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    assert ends == [
        (day("1990-01-01"), day("1994-01-01")),
        (day("1994-01-01"), day("1996-01-01")),
        (day("1996-01-01"), day("2000-01-01")),
    ]
    colours = [to_hex(bar.get_facecolor()) for bar in bars]
    assert colours[0] == colours[2] != colours[1]
    assert artist(figure, "moment").get_xdata()[0] == day("1991-12-26")


def test_tenures_without_a_break_are_one_bar():
    data = dataset(
        leaders=[leader(1)],
        tenures=[tenure(1, "l1", "1990-01-01", "1994-12-31"), tenure(2, "l1", "1995-01-01", "1999-01-01")],
    )
    figure = drawn(overview_chart(data, ["l1"]))
    assert gids(figure, "tenure-") == ["tenure-l1-0"]


def test_acting_uncertain_running_and_unknown_look_different(pair):
    figure = assert_tidy(overview_chart(pair, ["l1", "l2"]))
    words = shown(figure)
    assert {"acting", "between the first and the last possible day", "end not known"} <= words
    assert artist(figure, "tenure-l1-ongoing").get_xy()[0][0] == day("2020-06-30")
    assert artist(figure, "tenure-l2-unknown").get_text() == "?"
    assert gids(figure, "tenure-l2-ongoing") == []
    first = artist(figure, "tenure-l2-0")
    assert (first.get_x(), first.get_x() + first.get_width()) == (day("1980-01-01"), day("1980-12-31"))
    assert first.get_hatch()
    assert [bool(artist(figure, f"tenure-l1-{i}").get_hatch()) for i in range(3)] == [False, True, False]


def test_up_to_an_earlier_day_and_a_leader_who_comes_later(pair):
    chart = overview_chart(pair, ["l1", "l2"], as_of=dt.date(1994, 1, 1))
    figure = assert_tidy(chart)
    assert "Alpha: no office by 1 January 1994" in shown(figure)
    assert gids(figure, "name-") == ["name-l1", "name-l2"]
    assert "Anna Alpha (no office)" in chart.alt


def members(*rows):
    frame = pd.DataFrame(rows, columns=["group_id", "state_id", "start", "end"])
    for name, rest in (("start", "1900-01-01"), ("end", None)):
        texts = [row[2 if name == "start" else 3] or rest or "NaT" for row in rows]
        days = np.array(texts, dtype="datetime64[s]")
        frame[f"{name}_earliest"], frame[f"{name}_latest"] = days, days
    return frame


def test_groups_are_dated_and_the_first_named_wins(pair):
    # l1 is of Alphaland since 1995, l2 of Betaland in 1980 to 1990 and after 2001.
    data = dataclasses.replace(
        pair,
        groups=members(
            ("nato", "XXA", "1990-01-01", "1994-01-01"), ("eu", "XXA", "2000-01-01", None), ("g7", "XXB", None, None)
        ),
    )
    rows = overview_chart(data, ["l1", "l2"], group_by="group").data
    assert dict(zip(rows["leader_id"], rows["heading"], strict=True)) == {
        "l1": "European Union",
        "l2": "Group of Seven",
    }
    chart = overview_chart(data, ["l1", "l2"], group_by="group", groups=["nato", "g7"])
    headings = dict(zip(chart.data["leader_id"], chart.data["heading"], strict=True))
    assert headings == {"l1": "Other states", "l2": "Group of Seven"}
    assert {"Group of Seven", "Other states"} <= shown(assert_tidy(chart))
    assert "Group of Seven. Betaland: Bo Beta" in chart.alt


def test_a_state_that_joins_while_its_leader_is_in_office_is_a_member(pair):
    # A membership that begins years after the tenure did counts; one that begins after its end does not.
    data = dataset(leaders=[leader(1), leader(2)], tenures=[
        tenure(1, "l1", "1990-01-01", "1999-12-31"), tenure(2, "l2", "1990-01-01", "1994-12-31"),
    ])  # fmt: skip
    data = dataclasses.replace(data, groups=members(("eu", "XXA", "1995-01-01", None)))
    rows = overview_chart(data, ["l1", "l2"], group_by="group", groups=["eu"]).data
    assert dict(zip(rows["leader_id"], rows["heading"], strict=True)) == {"l1": "European Union", "l2": "Other states"}


def test_what_ended_later_was_running_on_the_day():
    data = dataset(leaders=[leader(1)], tenures=[tenure(1, "l1", "1990-01-01", "1999-12-31")])
    early, late = (overview_chart(data, ["l1"], as_of=dt.date(year, 6, 30)) for year in (1995, 2005))
    assert (early.data["end_status"].item(), early.data["end_latest"].isna().item()) == ("ongoing", True)
    assert "since 1990" in early.alt
    assert (late.data["end_status"].item(), late.data["end"].item()) == ("known", "1999-12-31")
    assert "1990–1999" in late.alt


def test_a_leader_of_two_states_stands_where_power_was_held():
    data = dataset(
        leaders=[leader(1)],
        tenures=[
            tenure(1, "l1", "1980-01-01", "1999-01-01", is_effective=False),
            tenure(2, "l1", "1999-01-02", "2001-01-01", office_id="xxb-president"),
        ],
    )
    chart = overview_chart(data, ["l1"])
    assert set(chart.data["block"]) == {"Betaland"}


def test_in_words(crowd):
    chart = overview_chart(kit.pair(), ["l1", "l2"])
    assert chart.alt == (
        "In power and in office: two leaders, by state, as of 30 June 2020. Alphaland: Anna Alpha since 1999."
        " Betaland: Bo Beta from 1980 to an unknown day."
    )
    assert chart.sources == ("src-t",)
    assert "60 leaders" in overview_chart(crowd, ALL).title


def test_wrong_input_is_named(pair):
    with pytest.raises(ValueError, match="group_by is 'region'; write 'state', 'group', or None"):
        overview_chart(pair, ["l1"], group_by="region")
    with pytest.raises(ValueError, match="'gang' is no group of states of this dataset; there are: none"):
        overview_chart(dataclasses.replace(pair, groups=members()), ["l1"], group_by="group", groups=["gang"])
    with pytest.raises(UnknownName, match="'l9' is no leader_id"):
        overview_chart(pair, ["l9"])
    with pytest.raises(NotComparable, match="at least one leader"):
        overview_chart(pair, [])


@pytest.mark.parametrize("group_by", ["state", None])
def test_same_bytes_twice_and_from_the_csv(group_by, crowd):
    chart = overview_chart(crowd, ALL, group_by=group_by)
    svg = chart.svg()
    assert svg == overview_chart(crowd, ALL, group_by=group_by).svg()
    assert svg == reread(chart).svg()
    assert list(chart.data.columns) == list(COLUMNS)


YEARS = st.integers(1950, 2019)


@settings(max_examples=30, deadline=None)
@given(
    spans=st.lists(
        st.tuples(YEARS, st.integers(0, 30), st.booleans(), st.sampled_from(["Li", "Thongloun Sisoulith", "Ó"])),
        min_size=1,
        max_size=14,
    )
)
def test_no_two_names_or_bars_of_a_lane_meet_whatever_the_tenures(spans):
    rows = []
    for i, (start, years, effective, name) in enumerate(spans):
        end = dt.date(min(start + years, 2019), 7, 1)
        rows.append(
            dict.fromkeys(COLUMNS)
            | {
                "thing": "tenure",
                "leader_id": f"l{i}",
                "label": name,
                "block": "Alphaland",
                "start_earliest": pd.Timestamp(start, 1, 1),
                "start_latest": pd.Timestamp(start, 1, 1),
                "end_earliest": pd.Timestamp(end),
                "end_latest": pd.Timestamp(end),
                "end_status": "known",
                "is_effective": effective,
                "is_acting": False,
            }
        )
    data = pd.DataFrame(rows)
    with house_style():
        plan = pack(records(data), AS_OF, 5.0)
    items = [item for block in plan.blocks for lane in block.lanes for item in lane]
    assert sorted(item.leader_id for item in items) == sorted(f"l{i}" for i in range(len(spans)))
    chart = dataclasses.replace(
        overview_chart(kit.pair(), ["l1"]),
        data=data,
        size=(7.0, plan.height + 3),
        margins=dataclasses.replace(overview_chart(kit.pair(), ["l1"]).margins, left=1.5, right=0.5, bottom=1, top=2),
        draw=partial(draw_overview, data=data, as_of=AS_OF),
    )
    boxes = kit.boxes(drawn(chart))
    for (a, box), (b, other) in combinations(boxes, 2):
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        along = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert across <= 0.5 or along <= 1.5, f"{a.get_text()!r} meets {b.get_text()!r}"


def test_reports_of_a_crowd_show_the_overview_instead_of_pages_of_timelines(crowd):
    assert report_charts(crowd, ALL[:13])[0].name == "overview"
    assert report_charts(crowd, ALL[:12])[0].name == "timeline"
