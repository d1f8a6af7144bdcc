"""The charts themselves, asked of their artists: what is drawn, where, and that nothing is in its way."""

import datetime as dt
import hashlib
import os
import pickle
import subprocess
import sys
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from profiles.charts import (
    ages_chart,
    draw_ages,
    draw_meetings,
    draw_statements,
    draw_timeline,
    house_style,
    meetings_chart,
    report_charts,
    statements_chart,
    timeline_chart,
)
from profiles.charts.style import PAPER, SHADE, contrast_ratio
from profiles.dataset import Dataset, load
from profiles.dates import parse_date
from profiles.errors import NotComparable, UnknownName

AS_OF = dt.date(2020, 6, 30)
TEXTS = {
    "leaders": "leader_id name native_name gender born died sources",
    "aliases": "leader_id alias script kind",
    "states": "state_id name sources",
    "offices": "office_id state_id title kind sources",
    "tenures": "tenure_id leader_id office_id start end end_status is_acting is_effective sources is_unverified",
    "views": "view_id leader_id topic_id date timing evaluation evaluation_basis sources",
    "meetings": "meeting_id leader_a leader_b start end format sources",
}
DATES = {"born", "died", "start", "end", "date"}


def frame(table, rows):
    columns = {}
    for name in TEXTS[table].split():
        cells = [row.get(name) for row in rows]
        if name.startswith("is_"):
            columns[name] = pd.array([bool(cell) for cell in cells], dtype="boolean")
            continue
        columns[name] = pd.array(
            [np.nan if cell is None else cell for cell in cells], dtype=pd.StringDtype(na_value=np.nan)
        )
        if name in DATES:
            parsed = [None if cell is None else parse_date(cell) for cell in cells]
            for bound in ("earliest", "latest"):
                days = [np.datetime64("NaT") if day is None else np.datetime64(getattr(day, bound)) for day in parsed]
                columns[f"{name}_{bound}"] = np.array(days, dtype="datetime64[s]")
    return pd.DataFrame(columns)


def dataset(**tables):
    base = {
        "states": [{"state_id": "XXA", "name": "Alphaland"}, {"state_id": "XXB", "name": "Betaland"}],
        "offices": [
            {
                "office_id": "xxa-president",
                "state_id": "XXA",
                "title": "President of Alphaland",
                "kind": "head_of_state",
            },
            {
                "office_id": "xxa-premier",
                "state_id": "XXA",
                "title": "Prime Minister of Alphaland",
                "kind": "head_of_government",
            },
            {
                "office_id": "xxb-president",
                "state_id": "XXB",
                "title": "President of Betaland",
                "kind": "head_of_state",
            },
            {
                "office_id": "xxb-leader",
                "state_id": "XXB",
                "title": "Chairman of the Supreme Council of the Betan Armed Forces",
                "kind": "de_facto",
            },
        ],
    }
    frames = {name: frame(name, tables.get(name, base.get(name, []))) for name in TEXTS}
    rest = dict.fromkeys(("coverage", "view_codings", "relationship_terms", "groups", "sources"), pd.DataFrame())
    return Dataset(**frames, **rest, as_of=AS_OF, version="0123456789ab", path=Path("nowhere"))


def leader(number, **facts):
    return {"leader_id": f"l{number}", "name": f"Leader {number}", "born": "1950-03-01", "sources": "src-l"} | facts


def tenure(number, leader_id, start, end, **facts):
    status = {"end_status": "known" if end else "ongoing", "is_effective": True, "sources": "src-t[p. 2]"}
    return {
        "tenure_id": f"t{number}",
        "leader_id": leader_id,
        "office_id": "xxa-president",
        "start": start,
        "end": end,
    } | (status | facts)


def view(number, leader_id, date, evaluation, **facts):
    return {
        "view_id": f"v{number}",
        "leader_id": leader_id,
        "topic_id": "ussr-collapse",
        "date": date,
        "timing": "after",
        "evaluation": evaluation,
        "evaluation_basis": "explicit",
        "sources": "src-v",
    } | facts


def meeting(number, start, kind, a="l1", b="l2"):
    return {
        "meeting_id": f"m{number}",
        "leader_a": a,
        "leader_b": b,
        "start": start,
        "format": kind,
        "sources": "src-m",
    }


@pytest.fixture(scope="module")
def pair():
    return dataset(
        leaders=[
            leader(1, name="Anna Alpha", native_name="Анна Альфа", born="1952-10-07"),
            leader(2, name="Bo Beta", native_name="习近平", born="[1950..1952]"),
        ],
        aliases=[{"leader_id": "l1", "alias": "Alpha", "script": "Latn", "kind": "short"}],
        tenures=[
            tenure(1, "l1", "1995-01-01", "2000-05-07", office_id="xxa-premier", is_effective=False),
            tenure(2, "l1", "1999-12-31", "2000-05-07", is_acting=True),
            tenure(3, "l1", "2000-05-07", None),
            tenure(4, "l2", "1980", "1990-06", office_id="xxb-president"),
            tenure(5, "l2", "2001-01-01", None, office_id="xxb-leader", end_status="unknown"),
        ],
        views=[
            view(1, "l1", "1991-12-25", "welcome", timing="before"),
            view(2, "l1", "2005-04-25", "lament"),
            view(3, "l1", "2005-04-26", "lament", evaluation_basis="inferred"),
            view(4, "l1", "2010", "mixed"),
            view(5, "l1", "2015-01-01", "neutral", evaluation_basis="none"),
        ],
        meetings=[
            meeting(1, "2001-02-03", "state_visit"),
            meeting(2, "2001-09-01", "multilateral"),
            meeting(3, "2004-02-03", "other"),
            meeting(4, "2004-03", "state_visit"),
            meeting(5, "[2004..2005]", "working_visit"),
        ],
    )


LONG = ["Gurbanguly Berdimuhamedow", "Thongloun Sisoulith", "Sirimavo Ratwatte Dias Bandaranaike", "Ó"]


@pytest.fixture(scope="module")
def crowd():
    """Twelve leaders with everything that crowds a page: long names, short offices, one day, no day."""
    leaders, tenures, views, meetings = [], [], [], []
    for i in range(1, 13):
        name = f"{LONG[i % 4]} {'I' * (i // 4 + 1)}"
        leaders.append(leader(i, name=name, native_name="김정은" if i % 3 else None, born=f"19{30 + i}-05-05"))
        leader_id = f"l{i}"
        tenures += [
            tenure(10 * i, leader_id, "1988-01-01", "1988-01-03", office_id="xxb-leader", is_effective=False),
            tenure(10 * i + 1, leader_id, f"{1985 + i}-02-01", f"{1986 + i}", is_acting=i % 2 == 0),
            tenure(
                10 * i + 2, leader_id, f"{2003 + i}-02-01", None, office_id="xxb-president", is_effective=i % 2 == 0
            ),
        ]
        views += [view(10 * i + k, leader_id, f"20{10 + k // 3}-0{1 + k % 3}", "lament") for k in range(i % 5)]
        if i > 1:
            meetings.append(meeting(i, "2012-01-05", "other", "l1", leader_id))
    leaders[3]["born"] = None
    leaders[4]["born"] = "[1940..1944]"
    leaders[5]["died"] = "1990"
    return dataset(leaders=leaders, tenures=tenures, views=views, meetings=meetings)


def drawn(chart):
    figure = chart.figure()
    with house_style():
        figure.draw_without_rendering()
    return figure


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def boxes(figure):
    renderer = figure.canvas.get_renderer()
    found = []
    for text in texts(figure):
        # Ticks outside the limits exist, but are not drawn.
        bare = Text(text.get_position()[0], text.get_position()[1], text.get_text())
        bare.update_from(text)
        bare.set_transform(text.get_transform())
        bare.set_figure(figure)
        bare.set_bbox(None)
        found.append((text, bare.get_window_extent(renderer)))
    return found


def artist(figure, gid):
    found = figure.findobj(lambda a: a.get_gid() == gid)
    assert len(found) == 1, f"{len(found)} artists named {gid}"
    return found[0]


def gids(figure, start):
    return sorted(a.get_gid() for a in figure.findobj(lambda a: (a.get_gid() or "").startswith(start)))


def day(text):
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def assert_tidy(chart):
    figure = drawn(chart)
    found = boxes(figure)
    for (a, box), (b, other) in combinations(found, 2):
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        along = min(box.y1, other.y1) - max(box.y0, other.y0)
        # Line boxes are a little higher than the letters in them.
        assert across <= 0.5 or along <= 1.5, f"{a.get_text()!r} meets {b.get_text()!r}"
    page = figure.bbox
    for text, box in found:
        inside = box.x0 >= 0 and box.x1 <= page.x1 and box.y0 >= 0 and box.y1 <= page.y1
        assert inside, f"{text.get_text()!r} leaves the page"
    bars = [a for a in figure.findobj() if (a.get_gid() or "").startswith(("tenure-", "met-"))]
    for text, box in found:
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        grounds = [to_hex(b.get_facecolor()) for b in bars if b.get_window_extent().contains(*middle)] or [PAPER, SHADE]
        for ground in grounds:
            assert contrast_ratio(to_hex(text.get_color()), ground) >= 4.5, text.get_text()
    for line in figure.axes[0].lines:
        assert not np.isnan(np.asarray(line.get_xdata(), dtype=float)).any()
    return figure


BUILDERS = [timeline_chart, ages_chart, statements_chart]


@pytest.mark.parametrize("builder", [*BUILDERS, meetings_chart])
def test_two_leaders_are_tidy(builder, pair):
    assert_tidy(builder(pair, ["l1", "l2"]))


@pytest.mark.parametrize("count", [1, 3, 5, 12])
@pytest.mark.parametrize("builder", BUILDERS)
def test_many_long_names_are_tidy_and_each_is_there_once(builder, count, crowd):
    ids = [f"l{i}" for i in range(1, count + 1)]
    figure = assert_tidy(builder(crowd, ids))
    names = set(crowd.leaders["name"][crowd.leaders["leader_id"].isin(ids)])
    assert gids(figure, "name-") == sorted(f"name-{name}" for name in names | ({"Met each other"} & _shown(figure)))


def _shown(figure):
    return {text.get_text() for text in texts(figure)}


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_leader_named_twice_is_drawn_once(builder, pair):
    figure = drawn(builder(pair, ["l1", "l1"]))
    assert gids(figure, "name-") == ["name-Anna Alpha"]


@pytest.mark.parametrize(
    "ids",
    [
        ["putin-vladimir", "xi-jinping"],
        ["kim-jong-un", "kim-jong-il", "trump-donald"],
        [
            *("gorbachev-mikhail", "yeltsin-boris", "putin-vladimir", "medvedev-dmitry", "niyazov-saparmurat"),
            *("berdimuhamedow-gurbanguly", "berdimuhamedow-serdar", "sisoulith-thongloun", "phoumsavanh-nouhak"),
            *("xi-jinping", "fahd-bin-abdulaziz", "castro-fidel"),
        ],
    ],
    ids=["2", "3", "12"],
)
def test_real_leaders_are_tidy(ids):
    made = report_charts(load(), ids)
    assert {chart.name for chart in made} >= {"timeline", "ages", "statements"}
    for chart in made:
        assert_tidy(chart)
        assert chart.sources


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
    assert "USSR dissolved, 26 December 1991" in _shown(figure)


def test_power_acting_and_office_look_different(pair):
    figure = drawn(timeline_chart(pair, ["l1", "l2"]))
    office, acting, power = (artist(figure, f"tenure-t{i}") for i in (1, 2, 3))
    assert to_hex(office.get_facecolor()) != to_hex(power.get_facecolor())
    assert acting.get_hatch()
    assert not power.get_hatch()
    assert {"in effective power", "in office only", "acting"} <= _shown(figure)


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
    assert "end not known" in _shown(figure)


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
    assert "5 meetings" in _shown(figure)


def test_offices_have_short_titles_unless_they_are_alike(pair):
    assert {"Prime Minister", "President", "Chairman, Supreme Council of the Betan Armed Forces"} <= _shown(
        drawn(timeline_chart(pair, ["l1", "l2"]))
    )
    both = dataset(
        leaders=[leader(1)],
        tenures=[
            tenure(1, "l1", "1990-01-01", "1992-01-01"),
            tenure(2, "l1", "1995-01-01", None, office_id="xxb-president", is_unverified=True),
        ],
    )
    shown = _shown(assert_tidy(timeline_chart(both, ["l1"])))
    assert {"President of Alphaland", "President of Betaland (unverified)", "Alphaland", "Betaland"} <= shown


def test_names_come_in_their_own_script(pair):
    shown = _shown(drawn(timeline_chart(pair, ["l1", "l2"])))
    assert {"Anna Alpha", "Анна Альфа", "Bo Beta", "习近平"} <= shown


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
    shown = _shown(figure)
    assert "39 when the USSR was dissolved" in shown
    assert "42 first office (Prime Minister)" in shown
    assert "47 first effective power (President)" in shown
    assert "67 on 30 June 2020, still in office" in shown


def test_an_uncertain_birth_is_a_range(pair):
    figure = drawn(ages_chart(pair, ["l2"]))
    band = artist(figure, "age-l2-dissolution-range").get_xdata()
    assert band[1] - band[0] == pytest.approx(3, abs=0.02)
    assert to_hex(artist(figure, "age-l2-dissolution").get_markerfacecolor()) == PAPER
    # Born 1950 to 1952; in 1980, or any day of it.
    assert "27–30 first office and effective power (President)" in _shown(figure)


def test_moments_of_one_day_share_a_label(pair):
    rows = ages_chart(pair, ["l2"]).data
    assert list(rows["moment"]) == ["dissolution", "first_office", "effective_power"]
    assert list(rows["age_low"]) == [38, 27, 27]
    assert list(rows["age_high"]) == [41, 30, 30]
    assert len([t for t in _shown(drawn(ages_chart(pair, ["l2"]))) if "27–30" in t]) == 1


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
    shown = _shown(figure)
    assert {"died 10 Mar 1985", "not born in 1991", "date of birth not in the dataset", "~54"} <= shown
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
    shown = _shown(drawn(chart))
    assert {"Bo Beta", "no statement found", "5 statements"} <= shown
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


# --- all of them ---


def test_nothing_to_draw_is_said_not_raised():
    data = dataset(leaders=[leader(1, born=None), leader(2)])
    for builder, words in [
        (timeline_chart, "no office in the dataset"),
        (ages_chart, "date of birth not in the dataset"),
        (statements_chart, "no statement found"),
        (meetings_chart, "no meeting between them in the dataset"),
    ]:
        chart = builder(data, ["l1", "l2"])
        assert words in _shown(assert_tidy(chart))
        assert chart.alt
        assert chart.svg().startswith("<?xml")


def test_report_charts_leaves_out_what_does_not_apply(pair, crowd):
    assert [c.name for c in report_charts(pair, ["l1", "l2"])] == ["timeline", "ages", "statements", "meetings"]
    assert [c.name for c in report_charts(pair, ["l1"])] == ["timeline", "ages", "statements"]
    assert [c.name for c in report_charts(pair, ["l2"])] == ["timeline", "ages"]
    assert [c.name for c in report_charts(crowd, ["l1", "l2", "l3"])] == ["timeline", "ages", "statements"]


@pytest.mark.parametrize("builder", BUILDERS)
def test_refusals(builder, pair):
    with pytest.raises(UnknownName, match="'l3' is no leader_id of this dataset; near: l1") as error:
        builder(pair, ["l3"])
    assert error.value.candidates == ["l1", "l2"]
    with pytest.raises(NotComparable, match="after 2020-06-30"):
        builder(pair, ["l1"], as_of=dt.date(2020, 7, 1))
    with pytest.raises(NotComparable, match="at least one leader"):
        builder(pair, [])


def test_sources_are_those_of_what_is_drawn(pair):
    assert timeline_chart(pair, ["l1", "l2"]).sources == ("src-m", "src-t")
    assert timeline_chart(pair, ["l1"]).sources == ("src-t",)
    assert ages_chart(pair, ["l1"]).sources == ("src-l", "src-t")
    assert statements_chart(pair, ["l1", "l2"]).sources == ("src-v",)
    assert statements_chart(pair, ["l2"]).sources == ()
    assert meetings_chart(pair, ["l1", "l2"]).foot.endswith("1 source; as of 30 June 2020; data version 0123456789ab.")


def test_draw_functions_take_any_axes_and_return_them(pair):
    figure = Figure(figsize=(16, 12))
    FigureCanvasAgg(figure)
    axes = figure.subplots(2, 2)
    ids = ["l1", "l2"]
    made = [
        draw_timeline(axes[0, 0], timeline_chart(pair, ids).data, as_of=AS_OF),
        draw_ages(axes[0, 1], ages_chart(pair, ids).data, key=False),
        draw_statements(axes[1, 0], statements_chart(pair, ids).data, as_of=AS_OF, key=False),
        draw_meetings(axes[1, 1], meetings_chart(pair, ids).data, key=False),
    ]
    assert made == list(axes.flat)
    figure.canvas.draw()


def test_saving(tmp_path, pair):
    chart = timeline_chart(pair, ["l1", "l2"])
    paths = chart.save(tmp_path / "new")
    assert [path.name for path in paths] == ["timeline.svg", "timeline.png", "timeline.csv", "timeline.txt"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(path.name for path in paths)
    svg, png, table, alt = (path.read_bytes() for path in paths)
    assert b"\r" not in svg + table + alt
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == pytest.approx(chart.size[0] * 180, abs=1)
    assert alt.decode() == chart.alt + "\n"
    back = pd.read_csv(paths[2])
    assert list(back.columns) == list(chart.data.columns)
    assert len(back) == len(chart.data)
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o644}
    assert [path.name for path in chart.save(tmp_path, ("txt",))] == ["timeline.txt"]


def test_a_format_that_is_none_writes_nothing(tmp_path, pair):
    with pytest.raises(ValueError, match="'pdf' is no format of a chart; use svg, png, csv, txt"):
        timeline_chart(pair, ["l1"]).save(tmp_path, ("svg", "pdf"))
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_leaves_the_old_file(tmp_path, pair, monkeypatch):
    chart = timeline_chart(pair, ["l1"])
    old = tmp_path / "timeline.png"
    old.write_bytes(b"old")

    def fail(*_):
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match=""):
        chart.save(tmp_path, ("png",))
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize("builder", [*BUILDERS, meetings_chart])
def test_svg_text_is_text(builder, pair):
    svg = builder(pair, ["l1", "l2"]).svg()
    assert "<title>" in svg
    assert ">Anna Alpha<" in svg or "Meetings of Anna Alpha" in svg
    assert "<dc:date>" not in svg


def test_svg_and_png_are_the_same_bytes_everywhere(tmp_path, pair):
    """Another process, another hash seed, another user's settings: the same picture."""
    (tmp_path / "matplotlibrc").write_text(
        "svg.fonttype: path\nfont.size: 20\naxes.facecolor: red\nsvg.hashsalt: x\n", encoding="utf-8"
    )
    made = [partial(builder, pair)(["l1", "l2"]) for builder in [*BUILDERS, meetings_chart]]
    (tmp_path / "charts.pickle").write_bytes(pickle.dumps(made))
    here = [hashlib.sha256(part).hexdigest() for c in made for part in (c.svg().encode(), c.png())]
    assert here == [hashlib.sha256(part).hexdigest() for c in made for part in (c.svg().encode(), c.png())]
    code = (
        "import hashlib, pathlib, pickle, sys\n"
        "made = pickle.loads(pathlib.Path('charts.pickle').read_bytes())\n"
        "for c in made:\n"
        "    for part in (c.svg().encode(), c.png()):\n"
        "        sys.stdout.write(hashlib.sha256(part).hexdigest() + ' ')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    root = str(Path(__file__).parents[1])
    for seed in ("1", "2"):
        settings = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": root, "MATPLOTLIBRC": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=settings, check=True, capture_output=True, text=True
        )
        assert run.stdout.split() == here


def test_a_chart_says_what_it_is(pair):
    chart = timeline_chart(pair, ["l1", "l2"])
    assert repr(chart) == "Chart('timeline': Offices and power of Anna Alpha and Bo Beta; 10 rows, 2 sources)"
    assert chart._repr_svg_() == chart.svg()
    assert chart.csv().splitlines()[0].startswith("thing,id,leader_id,name,native,state,office")
