"""The charts themselves, asked of their artists: what is drawn, where, and that nothing is in its way."""

import datetime as dt
import hashlib
import os
import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from profiles.charts import (
    ages_chart,
    draw_ages,
    draw_meetings,
    draw_statements,
    draw_timeline,
    meetings_chart,
    report_charts,
    statements_chart,
    timeline_chart,
)
from profiles.dataset import load
from profiles.errors import NotComparable, UnknownName
from tests import test_charts_kit as kit
from tests.test_charts_kit import AS_OF, assert_tidy, dataset, drawn, gids, leader, shown


@pytest.fixture(name="pair")
def _pair():
    return kit.pair()


@pytest.fixture(name="crowd")
def _crowd():
    return kit.crowd()


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
    assert sorted(gids(figure, "name-")) == sorted(f"name-{i}" for i in ids)
    assert names <= shown(figure)


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_leader_named_twice_is_drawn_once(builder, pair):
    figure = drawn(builder(pair, ["l1", "l1"]))
    assert gids(figure, "name-") == ["name-l1"]


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


def test_nothing_to_draw_is_said_not_raised():
    data = dataset(leaders=[leader(1, born=None), leader(2)])
    for builder, words in [
        (timeline_chart, "no office in the dataset"),
        (ages_chart, "date of birth not in the dataset"),
        (statements_chart, "no statement found"),
        (meetings_chart, "no meeting between them in the dataset"),
    ]:
        chart = builder(data, ["l1", "l2"])
        assert words in shown(assert_tidy(chart))
        assert chart.alt
        assert chart.svg().startswith("<?xml")


def test_report_charts_leaves_out_what_does_not_apply(pair, crowd):
    assert [c.name for c in report_charts(pair, ["l1", "l2"])] == ["timeline", "ages", "statements", "meetings"]
    assert [c.name for c in report_charts(pair, ["l1"])] == ["timeline", "ages", "statements"]
    assert [c.name for c in report_charts(pair, ["l2"])] == ["timeline", "ages"]
    assert [c.name for c in report_charts(crowd, ["l1", "l2", "l3"])] == ["timeline", "ages", "statements"]


@pytest.mark.parametrize("builder", BUILDERS)
def test_refusals(builder, pair):
    with pytest.raises(UnknownName, match=r"^'nobody' is no leader_id of this dataset$"):
        builder(pair, ["nobody"])
    with pytest.raises(NotComparable, match="at least one leader"):
        builder(pair, [])


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_later_day_than_the_datasets_own_is_drawn_up_to(builder, pair):
    leaders = ["l1", "l2"] if builder is meetings_chart else ["l1"]
    assert "1 July 2020" in builder(pair, leaders, as_of=dt.date(2020, 7, 1)).foot


def test_an_unknown_leader_is_told_who_is_near():
    data = dataset(leaders=[leader(1, leader_id="alpha-anna"), leader(2, leader_id="beta-bo")])
    with pytest.raises(UnknownName, match=r"near: alpha-anna$") as error:
        timeline_chart(data, ["alpha-ana"])
    assert error.value.candidates == ["alpha-anna"]


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
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
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
