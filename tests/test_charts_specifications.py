"""The specification curve: each variant once, in order, over the choices that make it."""

import datetime as dt
import itertools
import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from profiles.charts.specifications import specifications_chart
from profiles.charts.style import BLUE, PAPER
from profiles.errors import NotComparable
from tests.test_charts_kit import artist, assert_tidy, drawn, gids, shown
from tests.test_charts_overview import reread

OPTIONS = {
    "bound of dates": ("earliest", "latest"),
    "inferred codings": ("with", "without"),
    "counting": ("per statement", "first", "last"),
}


def robustness(estimates=None, *, null=0.0, width=1.0, most_moving="counting", **facts):
    """A stand-in with what the chart reads; `estimates` in the order of the variants."""
    rows = []
    for i, made in enumerate(itertools.product(*OPTIONS.values())):
        value = float(i % 7 - 2) if estimates is None else estimates[i]
        missing = math.isnan(value)
        rows.append(
            dict(zip(OPTIONS, made, strict=True))
            | {"variant": i, "estimate": value, "low": value - width, "high": value + width, "is_main": i == 4}
            | {"n_1": 9, "n_2": 12, "reason": "fewer than five leaders" if missing else ""}
        )
    frame = pd.DataFrame(rows).astype({"is_main": "boolean", "n_1": "Int64", "n_2": "Int64"})
    base = {
        "frame": frame,
        "label": "age at entry",
        "level": "",
        "effect": "difference in medians, years" if not null else "odds ratio",
        "null": null,
        "choices": tuple(OPTIONS),
        "main": float(frame["estimate"][4]),
        "share_same_sign": 0.75,
        "most_moving": most_moving,
        "moves": (("counting", 1.25),),
        "groups": ("post-Soviet states", "the rest"),
        "as_of": dt.date(2020, 6, 30),
        "data_version": "0123456789ab",
        "sources": (),
    }
    return SimpleNamespace(**(base | facts))


def points(figure):
    names = [gid for gid in gids(figure, "variant-") if not gid.endswith("-interval")]
    return {int(gid.removeprefix("variant-")): artist(figure, gid) for gid in names}


def test_each_variant_is_there_once_in_the_order_of_its_estimate():
    result = robustness()
    figure = assert_tidy(specifications_chart(result))
    marks = points(figure)
    assert sorted(marks) == list(range(12))
    order = sorted(marks, key=lambda i: marks[i].get_xdata()[0])
    assert [marks[i].get_xdata()[0] for i in order] == list(range(12))
    heights = [marks[i].get_ydata()[0] for i in order]
    assert heights == sorted(result.frame["estimate"])
    span = artist(figure, "variant-3-interval").get_ydata()
    assert list(span) == [0, 2]


def test_a_variant_stands_over_the_choices_that_make_it():
    result = robustness()
    figure = drawn(specifications_chart(result))
    marks = points(figure)
    for choice, options in OPTIONS.items():
        for option in options:
            used = set(artist(figure, f"option-{choice}-{option}").get_xdata())
            made = result.frame["variant"][result.frame[choice] == option]
            assert used == {marks[i].get_xdata()[0] for i in made}


def test_the_rows_of_choices_stand_beside_their_names():
    figure = drawn(specifications_chart(robustness()))
    names = {text.get_text(): text.get_window_extent() for text in figure.axes[0].texts}
    for choice, options in OPTIONS.items():
        for option in options:
            squares = artist(figure, f"option-{choice}-{option}").get_window_extent()
            own = names[option]
            assert own.y0 < (squares.y0 + squares.y1) / 2 < own.y1
            assert own.x1 < squares.x0


def test_the_main_variant_and_the_null_are_marked():
    figure = assert_tidy(specifications_chart(robustness()))
    band = artist(figure, "main").get_window_extent()
    place = points(figure)[4].get_window_extent()
    assert band.x0 <= (place.x0 + place.x1) / 2 <= band.x1
    assert points(figure)[4].get_markersize() > points(figure)[3].get_markersize()
    assert set(artist(figure, "null").get_ydata()) == {0.0}
    assert "main variant" in shown(figure)


def test_filled_where_the_interval_excludes_the_null():
    figure = drawn(specifications_chart(robustness()))
    fills = {i: to_hex(mark.get_markerfacecolor()) for i, mark in points(figure).items()}
    # Estimates i % 7 - 2 with limits one away: those of 0 and 1 and -1 include 0.
    assert {i for i, fill in fills.items() if fill == BLUE} == {0, 4, 5, 6, 7, 11}
    assert {fill for i, fill in fills.items() if i in {1, 2, 3, 8, 9, 10}} == {PAPER}
    assert {"interval excludes 0", "interval includes 0"} <= shown(figure)


def test_the_choice_that_moves_it_most_is_said_beside_it():
    figure = assert_tidy(specifications_chart(robustness()))
    moved, name = (
        artist(figure, "moves-most").get_window_extent(),
        artist(figure, "choice-counting").get_window_extent(),
    )
    assert moved.x0 == pytest.approx(name.x0)
    assert moved.y1 < name.y1
    assert gids(assert_tidy(specifications_chart(robustness(most_moving=""))), "moves") == []


def test_variants_without_an_estimate_stand_at_the_end_and_say_why():
    chart = specifications_chart(robustness([math.nan, *range(10), math.nan]))
    figure = assert_tidy(chart)
    crosses = {i: mark for i, mark in points(figure).items() if mark.get_marker() == "x"}
    assert {i: mark.get_xdata()[0] for i, mark in crosses.items()} == {0: 10, 11: 11}
    assert "No estimate in two variants: fewer than five leaders." in chart.foot
    assert "Two variants without an estimate." in chart.alt
    assert "no estimate" in shown(figure)


def test_ratios_have_a_scale_of_ratios_and_infinity_an_edge():
    result = robustness([0.0, math.inf, *np.exp(np.linspace(-1, 2, 10))], null=1.0, width=0.1)
    chart = specifications_chart(result)
    figure = assert_tidy(chart)
    ax = figure.axes[0]
    assert ax.get_yscale() == "log"
    assert set(artist(figure, "null").get_ydata()) == {1.0}
    marks = points(figure)
    assert (marks[0].get_marker(), marks[1].get_marker()) == ("v", "^")
    assert marks[0].get_xdata()[0] == 0
    assert marks[1].get_xdata()[0] == 11
    page = ax.get_window_extent()
    for mark in marks.values():
        box = mark.get_window_extent()
        assert page.y0 - 1 <= (box.y0 + box.y1) / 2 <= page.y1 + 1
    assert "from 0 to infinite" in chart.alt


def test_one_variant_and_none_with_an_estimate():
    one = robustness()
    one.frame = one.frame.iloc[4:5].reset_index(drop=True)
    assert_tidy(specifications_chart(one))
    nothing = robustness([math.nan] * 12, main=None, share_same_sign=None, most_moving="")
    chart = specifications_chart(nothing)
    assert "no variant gives an estimate" in shown(assert_tidy(chart))
    assert chart.alt.endswith("No variant gives an estimate.")
    one.frame = one.frame.iloc[:0]
    with pytest.raises(NotComparable, match="at least one variant"):
        specifications_chart(one)


def test_in_words():
    chart = specifications_chart(robustness(sources=("a",)))
    assert chart.alt == (
        "Age at entry: does the difference survive other choices. Specification curve of twelve variants: difference in"
        " medians, years, post-Soviet states against the rest. Estimates from −2 to 4; the main variant gives 2. 75%"
        " of the variants have the sign of the main one. The interval excludes 0 in 6 of 12. The choice that moves the"
        " estimate most: counting, by 1.25 on average. Choices: bound of dates (earliest, latest), inferred codings"
        " (with, without) and counting (per statement, first, last)."
    )
    assert chart.foot.endswith("1 source; as of 30 June 2020; data version 0123456789ab.")


def test_two_hundred_variants_fit():
    result = robustness()
    frame = pd.concat([result.frame] * 20, ignore_index=True)
    frame["variant"] = range(len(frame))
    frame["is_main"] = pd.array([i == 17 for i in range(len(frame))], dtype="boolean")
    result.frame = frame
    figure = assert_tidy(specifications_chart(result))
    assert len(points(figure)) == 240


@pytest.mark.parametrize("null", [0.0, 1.0])
def test_same_bytes_twice_and_from_the_csv(null):
    chart = specifications_chart(robustness([*range(1, 12), math.nan], null=null, width=0.5))
    again = specifications_chart(robustness([*range(1, 12), math.nan], null=null, width=0.5))
    assert chart.svg() == again.svg() == reread(chart).svg()
    assert set(OPTIONS) <= set(chart.data.columns)
