"""How long spells last: known answers, a second implementation, late entry."""

from __future__ import annotations

import math
import pickle
import warnings

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff

from profiles.statistics import Survival, logrank_test, survival
from profiles.statistics.durations import logrank_scores, spells_of

RNG = np.random.default_rng


@pytest.fixture(scope="module")
def lifelines() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        return pytest.importorskip("lifelines")


def _leaders(lifelines: object) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines.datasets import load_dd

        return load_dd()


def _limits(days: npt.ArrayLike, ended: npt.ArrayLike, entry: npt.ArrayLike | None = None) -> object:
    import pandas as pd
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = KaplanMeierFitter().fit(pd.Series(days), pd.Series(ended), entry=entry)
        return fitted, median_survival_times(fitted.confidence_interval_)


# --- known answers: how long leaders last (Cheibub, Gandhi and Vreeland 2010, as shipped by lifelines) ---


def test_leaders_of_the_dd_data_last_four_years(lifelines: object) -> None:
    leaders = _leaders(lifelines)
    curve = survival(leaders["duration"], leaders["observed"], np.zeros(len(leaders), int), ["all"]).groups[0]  # type: ignore[index, arg-type]
    # lifelines, "Survival analysis with lifelines": the median of all leaders is 4.0 years.
    assert curve.median.value == 4
    assert (curve.n, curve.events, curve.n_late) == (1808, 1468, 0)


def test_democrats_of_the_dd_data_go_earlier(lifelines: object) -> None:
    leaders = _leaders(lifelines)
    group = (leaders["democracy"] != "Democracy").to_numpy().astype(int)  # type: ignore[index]
    days, ended = leaders["duration"].to_numpy(), leaders["observed"].to_numpy()  # type: ignore[index]
    found = survival(days, ended, group, ["Democracy", "Non-democracy"])
    assert [curve.median.value for curve in found.groups] == [3.0, 6.0]
    for g, curve in enumerate(found.groups):
        fitted, ends = _limits(days[group == g], ended[group == g])
        assert curve.median.value == fitted.median_survival_time_  # type: ignore[attr-defined]
        assert [curve.median.low, curve.median.high] == ends.to_numpy().ravel().tolist()  # type: ignore[attr-defined]
    test = logrank_test(days, ended, group, permutations=99)
    # The same page prints the log-rank statistic: 260.47.
    assert test.statistic == pytest.approx(260.47, abs=0.005)
    assert test.p == pytest.approx(0.01)


# --- by hand ---


def test_a_small_curve_by_hand() -> None:
    # Ends on day 2 and 4, a spell still running after 3, one that came under observation on day 2.
    found = survival([2, 3, 4, 5], [1, 0, 1, 0], [0, 0, 0, 0], ["a"], [0, 0, 0, 2])
    curve = found.groups[0]
    assert curve.days == (2.0, 4.0)
    assert curve.at_risk == (3, 2)  # on day 2 the late one is not yet there
    assert curve.survival == pytest.approx((2 / 3, 1 / 3))
    assert (curve.n, curve.events, curve.n_late, curve.censored) == (4, 2, 1, (3.0, 5.0))
    assert found.at_risk([0, 1, 2, 2.5, 3, 4, 5, 6]) == ((3, 3, 3, 3, 3, 2, 1, 0),)
    # Greenwood: 1/(3*2), then + 1/(2*1).
    spread = 1.959964 * math.sqrt(1 / 6) / abs(math.log(2 / 3))
    assert curve.low[0] == pytest.approx((2 / 3) ** math.exp(spread), rel=1e-6)
    assert curve.high[0] == pytest.approx((2 / 3) ** math.exp(-spread), rel=1e-6)
    assert [curve.at(day) for day in (0, 1.9, 2, 3.9, 4, 99)] == pytest.approx([1, 1, 2 / 3, 2 / 3, 1 / 3, 1 / 3])
    assert found.frame.to_dict("list") == {
        "group": ["a"] * 5,
        "day": [0, 2, 3, 4, 5],
        "at_risk": [3, 3, 3, 2, 1],
        "events": [0, 1, 0, 1, 0],
        "censored": [0, 0, 1, 0, 1],
        "survival": pytest.approx([1, 2 / 3, 2 / 3, 1 / 3, 1 / 3]),
        "low": pytest.approx([math.nan, curve.low[0], curve.low[0], curve.low[1], curve.low[1]], nan_ok=True),
        "high": pytest.approx([math.nan, curve.high[0], curve.high[0], curve.high[1], curve.high[1]], nan_ok=True),
    }
    assert found.frame.dtypes.astype(str).to_dict() | {"group": ""} == {
        **dict.fromkeys(("day", "survival", "low", "high"), "float64"),
        **dict.fromkeys(("at_risk", "events", "censored"), "Int64"),
        "group": "",
    }


def test_the_median_is_the_first_day_after_which_half_or_fewer_remain() -> None:
    # 3/4 times 2/3 is a half, if not in floating point.
    curve = survival([1, 2, 3, 4], [1, 1, 1, 1], [0] * 4, ["a"]).groups[0]
    assert curve.median.value == 2


def test_quantiles_are_the_first_days_by_which_a_share_has_ended() -> None:
    curve = survival([10, 20, 30, 40, 50, 60, 70, 80], [1] * 7 + [0], [0] * 8, ["a"]).groups[0]
    assert [curve.quantile(share) for share in (0.125, 0.2, 0.25, 0.5, 0.75, 0.875, 0.9)] == [
        *(10.0, 20.0, 20.0, 40.0, 60.0, 70.0),
        None,  # the last one goes on
    ]
    # An end that has not been seen yet makes the days before it more likely to be survived, not less.
    censored = survival([10, 20, 30, 40, 50, 60, 70, 80], [1, 0, 1, 1, 1, 1, 1, 0], [0] * 8, ["a"]).groups[0]
    assert [censored.quantile(share) for share in (0.25, 0.5, 0.75)] == [30.0, 50.0, 70.0]
    gone = survival([2, 20, 30, 40, 50], [1] * 5, [0] * 5, ["a"], [0, 10, 10, 10, 10]).groups[0]
    assert gone.quantile(0.5) is None
    assert survival([], [], [], ["a"]).groups[0].quantile(0.5) is None


@pytest.mark.parametrize("seed", range(3))
def test_the_median_is_a_quantile(seed: int) -> None:
    days, ended, *_ = _spells(seed)
    curve = survival(days, ended, np.zeros(len(days), dtype=int), ["a"]).groups[0]
    assert curve.quantile(0.5) == curve.median.value


def test_a_median_that_is_not_reached_says_so() -> None:
    found = survival([5, 6, 7, 8, 9, 3], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1], ["a", "b", "c"])
    assert [curve.median.reason for curve in found.groups] == [
        "more than half last longer than was observed",
        "nothing ended",
        "no cases",
    ]
    assert [curve.median.value for curve in found.groups] == [None] * 3


def test_an_end_of_the_interval_that_is_not_reached_is_none() -> None:
    curve = survival([1, 2, 3, 9, 9], [1, 1, 1, 0, 0], [0] * 5, ["a"]).groups[0]
    assert (curve.median.value, curve.median.high) == (3.0, None)
    assert curve.median.low is not None
    assert "upper end" in curve.median.reason


def test_a_curve_that_falls_to_0_before_all_are_there_says_so() -> None:
    # One from the start ends on day 2; the rest come under observation on day 10.
    days, ended, entry = [2, 20, 30, 40, 50], [1, 1, 1, 1, 1], [0, 10, 10, 10, 10]
    curve = survival(days, ended, [0] * 5, ["a"], entry).groups[0]
    assert curve.survival[0] == 0
    assert curve.median.value is None
    assert "all then under observation ended on day 2" in curve.median.reason
    assert "4 that came under observation later" in curve.note
    # A curve that ends at 0 with the last one is no such case.
    plain = survival([2, 20, 30], [1, 1, 1], [0] * 3, ["a"]).groups[0]
    assert (plain.note, plain.survival[-1], plain.low[-1], plain.high[-1]) == ("", 0.0, None, None)
    assert plain.median.value == 20


def test_an_end_on_the_first_day_counts() -> None:
    curve = survival([0, 3], [1, 1], [0, 0], ["a"], [0, 0]).groups[0]
    assert (curve.days, curve.at_risk) == ((0.0, 3.0), (2, 1))
    curve = survival([0, 3, 4], [1, 1, 1], [0, 0, 0], ["a"], [0, 0, 2]).groups[0]
    assert (curve.days, curve.at_risk) == ((0.0, 3.0, 4.0), (2, 2, 1))


# --- a second implementation ---


def _spells(seed: int, n: int = 60) -> tuple[npt.NDArray[np.float64], ...]:
    rng = RNG(seed)
    days = rng.integers(2, 60, n).astype(float)
    entry = np.where(rng.random(n) < 0.4, rng.integers(0, 50, n), 0).astype(float)
    entry = np.where(entry >= days, 0, entry)
    return days, (rng.random(n) < 0.7).astype(float), entry, rng.integers(0, 3, n).astype(float)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_curves_equal_those_of_lifelines(seed: int) -> None:
    pytest.importorskip("lifelines")
    days, ended, entry, _ = _spells(seed)
    curve = survival(days, ended, np.zeros(60), ["a"], entry).groups[0]
    fitted, ends = _limits(days, ended, entry)
    at = list(curve.days)
    theirs = fitted.survival_function_.iloc[:, 0].reindex(at).to_numpy()  # type: ignore[attr-defined]
    # Where all at risk ended early, lifelines goes on; the curve is 0 from there.
    assume(0.0 not in curve.survival[:-1])
    assert curve.survival == pytest.approx(theirs, abs=1e-9)
    assert curve.events == ended.sum()
    table = fitted.event_table.reindex(at)  # type: ignore[attr-defined]
    # lifelines counts those who enter on the very day, and leaves them out again when it divides.
    assert list(curve.at_risk) == (table["at_risk"] - table["entrance"]).astype(int).tolist()
    if curve.median.value is not None and curve.median.high is not None:
        assert curve.median.value == fitted.median_survival_time_  # type: ignore[attr-defined]
        assert [curve.median.low, curve.median.high] == ends.to_numpy().ravel().tolist()  # type: ignore[attr-defined]


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_numbers_at_risk_are_counted(seed: int) -> None:
    days, ended, entry, group = _spells(seed)
    found = survival(days, ended, group, ["a", "b", "c"], entry)
    moments = [0, 1, 7, 7.5, 30, 59, 100]
    for g, (curve, numbers) in enumerate(zip(found.groups, found.at_risk(moments), strict=True)):
        mine = group == g
        from_start = mine & (entry == 0)
        for moment, n in zip(moments, numbers, strict=True):
            late = mine & (entry > 0) & (entry < moment)
            assert n == ((from_start | late) & (days >= moment)).sum()
        for moment, n in zip(curve.days, curve.at_risk, strict=True):
            assert n == (mine & (entry < moment) & (days >= moment)).sum()
    frame = found.frame
    assert int(frame["events"].sum()) == ended.sum()
    assert int(frame["censored"].sum()) == len(days) - ended.sum()
    assert frame["survival"].between(0, 1).all()
    inner = frame.dropna(subset=["low"])
    assert (inner["low"] <= inner["survival"]).all()
    assert (inner["survival"] <= inner["high"]).all()


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from([2, 3]), st.booleans())
def test_the_logrank_statistic_equals_that_of_statsmodels(seed: int, groups: int, late: bool) -> None:
    days, ended, entry, group = _spells(seed)
    group = (group % groups).astype(int)
    found = logrank_test(days, ended, group, entry if late else None, permutations=9)
    theirs = survdiff(days, ended, group, entry=entry if late else None)
    assert found.statistic == pytest.approx(theirs[0])


def test_p_is_near_that_of_the_chi_square_in_large_groups() -> None:
    rng = RNG(12)
    n = 400
    group = np.repeat([0, 1], [150, 250])
    days = rng.exponential(np.where(group == 0, 100, 128)).round() + 1
    ended = rng.random(n) < 0.8
    entry = np.where(rng.random(n) < 0.3, np.floor(days * rng.random(n)), 0)
    found = logrank_test(days, ended, group, entry)
    assert found.p == pytest.approx(survdiff(days, ended.astype(int), group, entry=entry)[1], abs=0.012)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_scores_add_up_to_observed_less_expected(seed: int) -> None:
    days, ended, entry, group = _spells(seed)
    spells = spells_of(days, ended, entry)
    scores = logrank_scores(spells)
    # Whole multiples of a small number: their sums are exact, whatever the order of the cases.
    assert np.array_equal(scores * 2.0**32, np.round(scores * 2.0**32))
    assert scores.sum() == pytest.approx(0, abs=1e-6)
    expected = 0.0
    mine = group == 0
    for day in np.unique(days[ended == 1]):
        risk = (spells.entry < day) & (days >= day)
        expected += ((days == day) & (ended == 1)).sum() * (risk & mine).sum() / risk.sum()
    assert scores[mine].sum() == pytest.approx(ended[mine].sum() - expected, abs=1e-6)


def test_late_entry_counts() -> None:
    """Spells seen only because they lasted look long if their late entry is forgotten."""
    rng = RNG(3)
    days = rng.exponential(10, 4000)
    start = rng.uniform(-40, 20, 4000)
    # Observation starts on day 0: earlier spells are seen only if they still run then.
    seen = start + days > 0
    days, start = days[seen], start[seen]
    entry = np.maximum(-start, 0)
    one = np.zeros(len(days))
    right = survival(days, one + 1, one, ["a"], entry).groups[0].median.value
    wrong = survival(days, one + 1, one, ["a"]).groups[0].median.value
    truth = 10 * math.log(2)
    assert right == pytest.approx(truth, rel=0.1)
    assert wrong is not None
    assert wrong > 1.15 * truth


def test_the_level_of_the_clustered_logrank_test_is_kept() -> None:
    hits = naive = 0
    runs = 100
    for run in range(runs):
        rng = RNG(run)
        sizes = np.array([20, *rng.integers(1, 4, 15)])
        cluster = np.repeat(np.arange(16), sizes)
        days = (rng.exponential(1, 16)[cluster] * 1000).round() + rng.integers(1, 60, len(cluster))
        group = rng.permutation(np.repeat([0, 1], 8))[cluster]
        p = [logrank_test(days, days > 0, group, None, c, permutations=199).p for c in (cluster, None)]
        hits += p[0] is not None and p[0] <= 0.05
        naive += p[1] is not None and p[1] <= 0.05
    assert hits / runs < 0.12
    assert naive / runs > 0.3


# --- wrong input, and the result itself ---


@pytest.mark.parametrize(
    ("days", "ended", "entry", "message"),
    [
        ([1, math.nan], [1, 1], None, "days: case 1 is nan"),
        ([1, 2], [1, 2], None, "is_event: case 1 is 2; 0 and 1"),
        ([1, -2], [1, 1], None, "days: case 1 is -2, below 0"),
        ([1, 2], [1, 1], [0, -1], "entry: case 1 is -1, below 0"),
        ([9, 2], [1, 1], [0, 2], "case 1 ends on day 2 but comes under observation on day 2"),
        ([1, 2], [1], None, "is_event has 1 entries for 2 cases"),
        ([1, 2], [1, 1], [0], "entry has 1 entries for 2 cases"),
    ],
)
def test_what_is_wrong_is_named(days: list[float], ended: list[int], entry: list[float] | None, message: str) -> None:
    for run in (
        lambda: survival(days, ended, [0, 0], ["a"], entry),
        lambda: logrank_test(days, ended, [0, 1], entry),
    ):
        with pytest.raises(ValueError, match=message):
            run()


def test_every_group_has_a_name() -> None:
    with pytest.raises(ValueError, match="there are 3 groups but 2 names"):
        survival([1, 2, 3], [1, 1, 1], [0, 1, 2], ["a", "b"])


@pytest.mark.filterwarnings("error")
def test_nothing_at_all_gives_curves_without_points() -> None:
    found = survival([], [], [], ["a", "b"])
    assert [(curve.n, curve.days, curve.median.reason) for curve in found.groups] == [(0, (), "no cases")] * 2
    assert found.at_risk([1, 2]) == ((0, 0), (0, 0))
    assert len(found.frame) == 2
    assert survival([], [], [], []) == Survival(())
    assert survival([], [], [], []).frame.empty


@pytest.mark.filterwarnings("error")
def test_one_spell_is_enough_for_a_curve() -> None:
    curve = survival([7], [1], [0], ["a"]).groups[0]
    assert (curve.median.value, curve.survival, curve.low) == (7.0, (0.0,), (None,))


def test_curves_are_frozen_printable_comparable_and_picklable() -> None:
    days, ended, entry, group = _spells(1)
    found = survival(days, ended, group, ["a", "b", "c"], entry)
    assert found == survival(days[::-1], ended[::-1], group[::-1], ["a", "b", "c"], entry[::-1])
    assert pickle.loads(pickle.dumps(found)) == found
    assert str(found).splitlines()[0].startswith("a: ")
    assert "median in days" in str(found)
    with pytest.raises(AttributeError):
        found.groups = ()  # type: ignore[misc]
