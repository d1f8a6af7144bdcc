"""Small multiples: every chart in its panel, limits shared, words said once."""

import dataclasses
import io
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from profiles.charts import ages_chart, house_style, meetings_chart, statements_chart, timeline_chart
from profiles.charts.calendar import calendar_chart
from profiles.charts.dyads import dyads_chart
from profiles.charts.multiples import draw_multiples, multiples
from profiles.charts.overview import overview_chart
from profiles.charts.specifications import specifications_chart
from profiles.charts.survival import survival_chart
from profiles.dataset import load
from profiles.errors import NotComparable
from profiles.statistics import survival
from tests import test_charts_kit as kit
from tests.test_charts_kit import assert_tidy, drawn, gids, shown
from tests.test_charts_specifications import robustness
from tests.test_charts_survival import WORDS, years

PAIRS = [
    ("putin-vladimir", "xi-jinping"),
    ("gorbachev-mikhail", "reagan-ronald"),
    ("kim-jong-un", "putin-vladimir"),
    ("kim-jong-un", "trump-donald"),
]


def curves(last, **facts):
    result = survival(years(1, 2, last, 3), [True, True, True, False], [0, 0, 1, 1], ["Alphaland", "Betaland"])
    return survival_chart(result, **(WORDS | facts))


def panels(figure):
    return figure.axes[1:]


@pytest.mark.parametrize("builder", [timeline_chart, ages_chart, statements_chart, meetings_chart, calendar_chart])
@pytest.mark.parametrize("columns", [1, 2])
def test_any_chart_of_real_leaders_is_tidy_in_a_grid(builder, columns):
    data = load()
    charts = [builder(data, pair) for pair in PAIRS[:3]]
    figure = assert_tidy(multiples(charts, title="Three pairs", columns=columns))
    assert len(panels(figure)) == 3
    assert gids(figure, "panel-") == ["panel-0", "panel-1", "panel-2"]


def test_all_that_a_chart_draws_is_in_its_panel():
    data = load()
    charts = [timeline_chart(data, pair) for pair in PAIRS]
    figure = drawn(multiples(charts, title="Four pairs"))
    for chart, ax in zip(charts, panels(figure), strict=True):
        own = {a.get_gid() for a in drawn(chart).axes[0].findobj() if a.get_gid()}
        assert {a.get_gid() for a in ax.findobj() if a.get_gid()} == own


def test_rows_that_need_more_room_on_narrow_axes_get_it():
    chart = timeline_chart(load(), PAIRS[0])
    figure = assert_tidy(multiples({"a": chart, "b": timeline_chart(load(), PAIRS[1])}, title="Two"))
    first = panels(figure)[0]
    # A unit of y is an inch: names of offices that no longer fit beside their bars have a line of their own.
    assert first.get_window_extent().height / figure.dpi == pytest.approx(first.get_ylim()[0])
    assert first.get_ylim()[0] > drawn(chart).axes[0].get_ylim()[0]


def test_panels_never_overlap_and_are_read_in_rows():
    charts = {name: curves(last) for name, last in (("a", 4), ("b", 9), ("c", 5))}
    figure = assert_tidy(multiples(charts, title="Three"))
    boxes = [ax.get_window_extent() for ax in panels(figure)]
    for a, b in combinations(boxes, 2):
        assert min(a.x1, b.x1) <= max(a.x0, b.x0) or min(a.y1, b.y1) <= max(a.y0, b.y0)
    assert boxes[0].y1 == pytest.approx(boxes[1].y1)
    assert boxes[0].x0 == pytest.approx(boxes[2].x0)
    assert boxes[2].y1 < boxes[0].y0
    assert boxes[0].x1 < boxes[1].x0


def test_charts_of_one_kind_share_their_limits():
    figure = assert_tidy(multiples({"a": curves(4), "b": curves(40)}, title="Two"))
    limits = {ax.get_xlim() for ax in panels(figure)}
    assert limits == {(0.0, 40.0)}
    figure = assert_tidy(
        multiples(
            {"a": specifications_chart(robustness()), "b": specifications_chart(robustness([9.0] * 12))}, title="T"
        )
    )
    assert len({ax.get_ylim() for ax in panels(figure)}) == 1
    figure = assert_tidy(
        multiples([overview_chart(kit.crowd(), ["l1", "l2"]), _named(overview_chart(kit.crowd(), ["l12"]))], title="T")
    )
    assert len({ax.get_xlim() for ax in panels(figure)}) == 1


def _named(chart):
    return dataclasses.replace(chart, title="another")


def test_charts_of_several_kinds_keep_their_own():
    data = kit.pair()
    chart = multiples([timeline_chart(data, ["l1"]), meetings_chart(data, ["l1", "l2"])], title="Two kinds")
    figure = assert_tidy(chart)
    assert len({ax.get_xlim() for ax in panels(figure)}) == 2


def test_the_key_is_told_once_and_what_is_new_again():
    figure = drawn(multiples({"a": curves(4), "b": curves(5)}, title="Two"))
    words = [text.get_text() for ax in panels(figure) for text in ax.texts]
    assert words.count("last observed, not ended") == 1
    plain = survival_chart(survival(years(1, 2), [True, True], [0, 0], ["A"]), **WORDS)
    figure = drawn(multiples({"plain": plain, "more": curves(5)}, title="Two"))
    words = [text.get_text() for ax in panels(figure) for text in ax.texts]
    assert words.count("last observed, not ended") == 1


def test_columns_are_fewer_where_texts_would_touch_or_axes_be_too_narrow():
    data = kit.crowd()
    wide = [_named(dyads_chart(data, [f"l{i}" for i in range(1, 13)])), dyads_chart(data, ["l1", "l2", "l3", "l4"])]
    figure = assert_tidy(multiples(wide, title="Two", columns=2))
    first, second = (ax.get_window_extent() for ax in panels(figure))
    assert second.y1 < first.y0
    names = {name: timeline_chart(data, [f"l{i}"]) for i, name in enumerate("abc", 1)}
    figure = assert_tidy(multiples(names, title="Three", columns=3))
    assert len({round(ax.get_window_extent().y1) for ax in panels(figure)}) > 1


def test_one_title_one_foot_and_the_notes_of_each():
    data = load()
    chart = multiples([meetings_chart(data, pair) for pair in PAIRS[:2]], title="Meetings of two pairs")
    words = shown(assert_tidy(chart))
    assert "Meetings of two pairs" in words
    sources = set(chart.sources)
    assert sources == set(meetings_chart(data, PAIRS[0]).sources) | set(meetings_chart(data, PAIRS[1]).sources)
    lines = chart.foot.split("\n")
    assert lines[-1] == f"{len(sources)} sources; as of 22 January 2026; data version {data.version}."
    assert lines[0].startswith("Meetings of Vladimir Putin and Xi Jinping by year: 2026 counts only")
    assert len(lines) == 2
    two = multiples({"a": curves(4, note="Same."), "b": curves(5, note="Same.")}, title="T")
    assert two.foot.count("Same.") == 1


def test_data_and_words_of_all():
    one, two = curves(4), meetings_chart(kit.pair(), ["l1", "l2"])
    chart = multiples({"one": one, "two": two}, title="Two", name="both")
    assert list(chart.data["panel"]) == ["one"] * len(one.data) + ["two"] * len(two.data)
    assert list(chart.data.columns) == list(dict.fromkeys(["panel", *one.data.columns, *two.data.columns]))
    back = pd.read_csv(io.StringIO(chart.csv()))
    assert back[back["panel"] == "one"]["survival"].tolist() == pytest.approx(
        one.data["survival"].tolist(), nan_ok=True
    )
    assert chart.alt == f"Two; 2 panels. Panel 1, one: {one.alt} Panel 2, two: {two.alt}"
    assert chart.name == "both"


def test_wrong_input_is_named():
    with pytest.raises(NotComparable, match="at least one chart"):
        multiples([], title="None")
    with pytest.raises(NotComparable, match="two panels are named 'Time in power'"):
        multiples([curves(4), curves(5)], title="Two")
    with pytest.raises(ValueError, match="columns is 0"):
        multiples([curves(4)], title="One", columns=0)


def test_saves_as_any_chart(tmp_path):
    chart = multiples({"a": curves(4), "b": curves(5)}, title="Two")
    assert [path.name for path in chart.save(tmp_path)] == [f"multiples.{end}" for end in ("svg", "png", "csv", "txt")]
    assert chart.svg() == multiples({"a": curves(4), "b": curves(5)}, title="Two").svg()


def test_given_axes_are_returned_and_hold_the_panels():
    chart = multiples({"a": curves(4), "b": curves(5)}, title="Two")
    figure = Figure(figsize=(9, 8))
    with house_style():
        ax = figure.add_axes((0.05, 0.1, 0.9, 0.8))
        assert draw_multiples(ax, chart.draw.keywords["panels"]) is ax
    place = ax.get_position()
    for inner in figure.axes[1:]:
        box = inner.get_position()
        assert place.x0 <= box.x0
        assert box.x1 <= place.x1
        assert place.y0 <= box.y0
        assert box.y1 <= place.y1
