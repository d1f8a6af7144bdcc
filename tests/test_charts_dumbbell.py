"""Ages at entry and exit: where they stand, what is uncertain, and that sixty fit on a page."""

import datetime as dt
import io
import time

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from profiles.charts.dumbbell import dumbbell_chart
from profiles.charts.style import PAPER
from profiles.errors import NotComparable, UnknownName
from tests.charts_synthetic import assert_fits, assert_same_bytes, crowd, dataset, each_once, ids
from tests.test_charts_kit import artist, drawn, gids, leader, shown, tenure


@pytest.fixture(name="five")
def _five():
    return dataset(
        leaders=[
            leader(1, name="Still There", born="1950-03-01"),
            leader(2, name="Twice In", born="1940-03-01"),
            leader(3, name="Born About", born="[1930..1934]"),
            leader(4, name="End Unknown", born="1945-06-01"),
            leader(5, name="No Birth", born=None),
            leader(6, name="No Power"),
        ],
        tenures=[
            tenure(1, "l1", "2000-03-01", None),
            tenure(2, "l1", "1990-03-01", "1995-03-01", office_id="xxb-president", is_effective=False),
            tenure(3, "l2", "1980-03-01", "1985-02-28"),
            tenure(4, "l2", "1990-03-01", "1995-03-01"),
            tenure(5, "l2", "1995-03-02", "1996-03-02", office_id="xxa-premier"),
            tenure(6, "l3", "1980", "1990-06-01", office_id="xxb-president"),
            tenure(7, "l4", "1985-06-01", "1990-06-01"),
            tenure(8, "l4", "1995-06-01", None, end_status="unknown"),
            tenure(9, "l5", "1985-06-01", "1990-06-01"),
            tenure(10, "l6", "1985-06-01", "1990-06-01", is_effective=False),
        ],
    )


def at(figure, gid):
    return list(artist(figure, gid).get_xdata())


def test_ages_stand_at_their_years(five):
    figure = assert_fits(dumbbell_chart(five, ids(five)))
    assert at(figure, "entry-l1") == [pytest.approx(50, abs=0.01)]
    assert at(figure, "exit-l1") == [pytest.approx(70.33, abs=0.01)]  # 30 June 2020
    assert artist(figure, "exit-l1").get_marker() == ">"
    assert at(figure, "entry-l2") == [pytest.approx(40, abs=0.01)]
    assert at(figure, "exit-l2") == [pytest.approx(56, abs=0.01)]
    assert artist(figure, "exit-l2").get_marker() == "s"
    assert {"50", "70", "40", "56"} <= shown(figure)


def test_power_is_drawn_only_while_it_lasted(five):
    figure = drawn(dumbbell_chart(five, ["l2"]))
    # The third tenure follows the second to the day: one time in power.
    assert gids(figure, "spell-") == ["spell-l2-0", "spell-l2-1"]
    assert at(figure, "spell-l2-0") == [pytest.approx(40, abs=0.01), pytest.approx(45, abs=0.01)]
    assert at(figure, "spell-l2-1") == [pytest.approx(50, abs=0.01), pytest.approx(56, abs=0.01)]
    assert at(figure, "line-l2") == [pytest.approx(40, abs=0.01), pytest.approx(56, abs=0.01)]
    assert "in between" in shown(figure)


def test_what_is_uncertain_is_a_band_with_an_open_mark(five):
    chart = dumbbell_chart(five, ["l3"])
    figure = assert_fits(chart)
    low, high = at(figure, "entry-l3-range")
    assert low == pytest.approx(45, abs=0.02)  # born on the last day of 1934, in power on the first of 1980
    assert high == pytest.approx(51, abs=0.02)
    assert to_hex(artist(figure, "entry-l3").get_markerfacecolor()) == PAPER
    # Born from 1930 to 1934, in power from some day of 1980 to 1 June 1990.
    assert {"45–50", "55–60"} <= shown(figure)
    assert "band: the age lies somewhere on it" in shown(figure)
    assert "Born About: entered at 45–50, left at 55–60." in chart.alt


def test_an_unknown_end_has_no_age(five):
    chart = dumbbell_chart(five, ["l4"])
    figure = assert_fits(chart)
    assert gids(figure, "exit-") == ["exit-l4-unknown"]
    assert gids(figure, "spell-") == ["spell-l4-0"]
    assert {"40", "?", "end not known"} <= shown(figure)
    row = chart.data[chart.data["thing"] == "exit"].iloc[0]
    assert pd.isna(row["age_low"])
    assert pd.isna(row["years_low"])
    assert "when it ended is not known" in chart.alt


def test_a_leader_without_ages_says_why(five):
    chart = dumbbell_chart(five, ["l5", "l6", "l1"])
    words = shown(assert_fits(chart))
    assert {"date of birth not in the dataset", "no effective power in the dataset"} <= words
    assert "No Birth: date of birth not in the dataset." in chart.alt
    alone = assert_fits(dumbbell_chart(five, ["l6"]))
    assert "no effective power in the dataset" in shown(alone)
    assert "no effective power in the dataset" not in shown(drawn(dumbbell_chart(five, ["l6"], power="any")))


def test_any_office_counts_when_asked_for(five):
    assert at(drawn(dumbbell_chart(five, ["l1"], power="any")), "entry-l1") == [pytest.approx(40, abs=0.01)]


def test_order(five):
    def order(**asked):
        return list(dict.fromkeys(dumbbell_chart(five, ids(five), **asked).data["leader_id"]))

    assert order() == ["l2", "l4", "l3", "l1", "l5", "l6"]
    assert order(order="given") == ids(five)
    # Only the third was last in power in the second country.
    assert order(by="state") == ["l2", "l4", "l1", "l5", "l6", "l3"]
    assert {"Alphaland", "Betaland"} <= shown(assert_fits(dumbbell_chart(five, ids(five), by="state")))
    assert (
        "Twice In (Alphaland): entered at 40, left at 56, with one break."
        in dumbbell_chart(five, ids(five), by="state").alt
    )


def test_up_to_an_earlier_day(five):
    chart = dumbbell_chart(five, ["l1", "l2"], as_of=dt.date(1992, 3, 1))
    figure = assert_fits(chart)
    assert "no effective power in the dataset" in shown(figure)
    assert artist(figure, "exit-l2").get_marker() == ">"
    assert at(figure, "exit-l2") == [pytest.approx(52, abs=0.01)]
    assert "as of 1 March 1992" in chart.foot


def test_an_unverified_tenure_is_marked(five):
    five.tenures.loc[five.tenures["tenure_id"] == "t1", "is_unverified"] = True
    assert "70 (unverified)" in shown(assert_fits(dumbbell_chart(five, ["l1"])))


@pytest.mark.parametrize("by", [None, "state"])
@pytest.mark.parametrize("count", [1, 7, 31, 60])
@pytest.mark.parametrize("power", ["effective", "any"])
def test_any_number_fits_and_each_is_there_once(count, by, power):
    data = crowd(count, count)
    figure = assert_fits(dumbbell_chart(data, ids(data), by=by, power=power))
    each_once(gids(figure, "name-"), [f"name-{i}" for i in ids(data)])


def test_many_states_with_long_names_stay_apart():
    data = crowd(3, 12)
    data.states["name"] = ["The Democratic People's Republic of Alphaland and the Islands", "B"]
    figure = assert_fits(dumbbell_chart(data, ids(data), by="state"))
    assert "The Democratic" in shown(figure)


def test_two_runs_agree_and_the_table_holds_what_is_drawn(five):
    chart = dumbbell_chart(five, ids(five))
    assert_same_bytes(chart, dumbbell_chart(five, ids(five)))
    read = pd.read_csv(io.StringIO(chart.csv()))
    figure = drawn(chart)
    for row in read[read["thing"].isin(["entry", "exit"]) & read["years_low"].notna()].to_dict("records"):
        middle = (row["years_low"] + row["years_high"]) / 2
        assert at(figure, f"{row['thing']}-{row['leader_id']}") == [pytest.approx(middle)]
    each_once(
        [gid.split("-")[1] for gid in gids(figure, "spell-")], read.loc[read["thing"] == "spell", "leader_id"].tolist()
    )


def test_sixty_in_two_seconds():
    data = crowd(1, 60)
    start = time.perf_counter()
    dumbbell_chart(data, ids(data), by="state").svg()
    assert time.perf_counter() - start < 2


def test_wrong_input_is_named(five):
    with pytest.raises(NotComparable, match="at least one leader"):
        dumbbell_chart(five, [])
    with pytest.raises(UnknownName, match="'l9' is no leader_id"):
        dumbbell_chart(five, ["l9"])
    with pytest.raises(ValueError, match="power is 'all'; use 'effective' or 'any'"):
        dumbbell_chart(five, ["l1"], power="all")
    with pytest.raises(ValueError, match="order is 'name'"):
        dumbbell_chart(five, ["l1"], order="name")
    with pytest.raises(ValueError, match="by is 'party'; use 'state' or None"):
        dumbbell_chart(five, ["l1"], by="party")
