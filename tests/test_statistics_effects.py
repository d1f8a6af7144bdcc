"""Effect sizes and their intervals: published answers, other programs, coverage, clusters."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from profiles.statistics import (
    Estimate,
    cliffs_delta,
    effects,
    median_difference,
    odds_ratio,
    share_difference,
    standardised_difference,
)
from tests.test_statistics import seeded

RNG = np.random.default_rng
EFFECTS: dict[str, Callable[..., Estimate]] = {
    "median": median_difference,
    "delta": cliffs_delta,
    "odds": odds_ratio,
    "share": share_difference,
}


def _groups(*sizes: int) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(len(sizes)), sizes)


# --- Cliff's delta ---

# Hogarty and Kromrey (1999), "Using SAS to calculate tests of Cliff's delta", SUGI 24, paper 238.
ONE = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50]
OTHER = [10, 20, 30, 40, 40, 50]


def test_delta_of_a_published_example() -> None:
    found = cliffs_delta(ONE + OTHER, _groups(10, 6))
    assert found.value == pytest.approx(-0.25)
    # The three terms of the variance that they print: 0.2669753, 0.447 and 1.0055556.
    variance = (5 * 0.2669753 + 9 * 0.447 + 1.0055556) / 60
    t = scipy.stats.t.ppf(0.975, 14)
    middle, below = -0.25 + 0.25**3, 1 - 0.0625 + t**2 * variance
    width = t * math.sqrt(variance) * math.sqrt((1 - 0.0625) ** 2 + t**2 * variance)
    assert (found.low, found.high) == pytest.approx(((middle - width) / below, (middle + width) / below), abs=1e-6)


def test_the_asymmetric_interval_equals_that_of_effsize() -> None:
    # The R package effsize prints this interval of the same data in its tests: unbiased variance, Student's t.
    matrix = np.sign(np.subtract.outer(np.array(ONE, dtype=float), OTHER))
    d = matrix.mean()
    unbiased = (
        36 * ((matrix.mean(axis=1) - d) ** 2).sum()
        + 100 * ((matrix.mean(axis=0) - d) ** 2).sum()
        - ((matrix - d) ** 2).sum()
    ) / (10 * 6 * 9 * 5)
    found = effects._asymmetric(-0.25, float(unbiased), float(scipy.stats.t.ppf(0.975, 14)))
    assert found == pytest.approx((-0.7265846, 0.3890062), abs=1e-7)


@given(
    st.lists(st.integers(0, 8), min_size=2, max_size=12),
    st.lists(st.integers(0, 8), min_size=2, max_size=12),
)
def test_delta_equals_the_whole_matrix(one: list[int], other: list[int]) -> None:
    found = cliffs_delta(one + other, _groups(len(one), len(other)))
    matrix = np.sign(np.subtract.outer(one, other)).astype(float)
    assert found.value == pytest.approx(matrix.mean())
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1  # type: ignore[operator]
    if abs(matrix.mean()) < 1:
        n, m = matrix.shape
        rows, columns = matrix.mean(axis=1).var(ddof=1), matrix.mean(axis=0).var(ddof=1)
        both = ((matrix - matrix.mean()) ** 2).sum() / ((n - 1) * (m - 1))
        variance = ((m - 1) * rows + (n - 1) * columns + both) / (n * m)
        t = scipy.stats.t.ppf(0.975, n + m - 2)
        assert (found.low, found.high) == pytest.approx(effects._asymmetric(matrix.mean(), variance, t))
    turned = cliffs_delta(other + one, _groups(len(other), len(one)))
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))  # type: ignore[operator]


def test_groups_that_do_not_overlap_still_have_an_interval() -> None:
    found = cliffs_delta([*range(20, 30), *range(6)], _groups(10, 6))
    z2 = scipy.stats.norm.ppf(0.975) ** 2
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx((6 - z2) / (6 + z2))


# --- differences of medians and shares, odds ratios ---


def test_the_short_cut_to_medians_draws_from_the_bootstrap() -> None:
    for n in (2, 5, 6, 31):
        ordered = np.sort(RNG(n).integers(0, 12, n).astype(float))
        short = effects._median_resamples(ordered, RNG(1), 40_000)
        plain = np.median(ordered[RNG(2).integers(0, n, (40_000, n))], axis=1)
        levels = np.unique(np.concatenate([short, plain]))
        gap = np.abs((short[:, None] <= levels).mean(axis=0) - (plain[:, None] <= levels).mean(axis=0)).max()
        assert gap < 0.015, n


def test_the_interval_of_a_median_difference_is_near_scipys() -> None:
    rng = RNG(5)
    one, other = rng.gamma(3, 4, 40), rng.gamma(3, 3, 55)
    found = median_difference(np.concatenate([one, other]), _groups(40, 55), resamples=9999)
    theirs = scipy.stats.bootstrap(
        (one, other),
        lambda a, b, axis: np.median(a, axis=axis) - np.median(b, axis=axis),
        method="percentile",
        **seeded(scipy.stats.bootstrap),
    ).confidence_interval
    assert found.value == pytest.approx(np.median(one) - np.median(other))
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=0.35)


@given(st.tuples(*[st.integers(0, 15)] * 4))
@settings(max_examples=60)
def test_odds_ratios_equal_scipys(cells: tuple[int, int, int, int]) -> None:
    flags, group = np.repeat([1, 0, 1, 0], cells), np.repeat([0, 0, 1, 1], cells)
    found = odds_ratio(flags, group)
    a, b, c, d = cells
    if 0 in (a + b, c + d, a + c, b + d):
        assert found.value is None
        assert found.reason in {"no cases in a group", "all cases are the same"}
        return
    with np.errstate(all="ignore"):
        theirs = scipy.stats.contingency.odds_ratio([[a, b], [c, d]])
        ends = theirs.confidence_interval()
    assert (found.value, found.low, found.high) == pytest.approx((theirs.statistic, ends.low, ends.high))


def test_an_odds_ratio_may_be_infinite_or_0() -> None:
    flags, group = np.repeat([1, 1, 0], [6, 2, 5]), np.repeat([0, 1, 1], [6, 2, 5])
    found = odds_ratio(flags, group)
    assert (found.value, found.high) == (math.inf, math.inf)
    assert found.low is not None
    assert found.low > 1
    assert odds_ratio(1 - flags, group).value == 0


def test_the_odds_ratio_of_a_large_table_needs_no_search() -> None:
    flags, group = np.repeat([1, 0, 1, 0], [800, 1200, 500, 1500]), np.repeat([0, 0, 1, 1], [800, 1200, 500, 1500])
    found = odds_ratio(flags, group)
    assert found.value == pytest.approx(2.0)
    width = 1.959964 * math.sqrt(1 / 800 + 1 / 1200 + 1 / 500 + 1 / 1500)
    assert found.low == pytest.approx(2 / math.exp(width), rel=1e-5)
    theirs = scipy.stats.contingency.odds_ratio([[80, 120], [50, 150]])
    few = odds_ratio(np.repeat([1, 0, 1, 0], [80, 120, 50, 150]), np.repeat([0, 0, 1, 1], [80, 120, 50, 150]))
    assert few.value == pytest.approx(theirs.statistic)


# Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10.
NEWCOMBE = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]


@pytest.mark.parametrize(("cells", "ends"), NEWCOMBE)
def test_share_differences_equal_newcombes_table(cells: tuple[int, int, int, int], ends: tuple[float, float]) -> None:
    a, n, b, m = cells
    flags = np.repeat([1, 0, 1, 0], [a, n - a, b, m - b])
    found = share_difference(flags, _groups(n, m))
    assert found.value == pytest.approx(a / n - b / m)
    assert (found.low, found.high) == pytest.approx(ends, abs=5.1e-5)
    theirs = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-9)


# --- clusters ---


def _weighted(
    values: npt.NDArray[np.float64], group: npt.NDArray[np.int64], weights: npt.NDArray[np.int64]
) -> dict[str, float]:
    """What the resamples of clusters should give, with every case written out as often as its cluster was drawn."""
    one = np.repeat(values[group == 0], weights[group == 0])
    other = np.repeat(values[group == 1], weights[group == 1])
    return {
        "median": float(np.median(one) - np.median(other)),
        "delta": float(np.sign(np.subtract.outer(one, other)).mean()),
    }


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_weighted_statistics_equal_cases_written_out(seed: int) -> None:
    from profiles.statistics import arrangements, resampling

    rng = RNG(seed)
    cluster = np.concatenate([np.arange(12), rng.integers(0, 12, 20)])
    group = (np.arange(12) % 2)[cluster]
    values = rng.integers(0, 7, 32).astype(float)
    design = arrangements.design_of(group, cluster, cases=32)
    order = resampling.order_of_clusters(values, design)
    counts = np.concatenate(list(resampling.cluster_counts(design, order, RNG(1), 50)))
    assert counts[:, design.label == 0].sum(axis=1).tolist() == [6] * 50
    medians = resampling.median_of(values, design, counts, 0) - resampling.median_of(values, design, counts, 1)
    deltas = resampling.delta_of(values, design, counts)
    for row, median, delta in zip(counts, medians, deltas, strict=True):
        expected = _weighted(values, group, row[cluster])
        assert (median, delta) == pytest.approx((expected["median"], expected["delta"]))


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from(sorted(EFFECTS)))
def test_neither_rows_nor_names_of_clusters_matter(seed: int, name: str) -> None:
    rng = RNG(seed)
    cluster = np.concatenate([np.arange(16), rng.integers(0, 16, 24)])
    group = (np.arange(16) % 2)[cluster]
    values = rng.integers(0, 2 if name in {"odds", "share"} else 9, 40)
    order, names = rng.permutation(40), rng.permutation(500)[:16]
    effect = EFFECTS[name]
    one = effect(values, group, cluster, resamples=200)
    assert one == effect(values[order], group[order], names[cluster][order], resamples=200)
    assert effect(values, group) == effect(values[order], group[order])


def test_talk_does_not_narrow_an_interval() -> None:
    rng = RNG(4)
    voice = rng.normal(size=24)
    cluster = np.repeat(np.arange(24), 10)
    group = (np.arange(24) % 2)[cluster]
    values = voice[cluster] + 0.1 * rng.normal(size=240)
    for effect, what in ((median_difference, values), (cliffs_delta, values), (share_difference, values > 0)):
        naive, clustered = effect(what, group), effect(what, group, cluster)
        assert clustered.value == naive.value
        assert clustered.high - clustered.low > 1.8 * (naive.high - naive.low)  # type: ignore[operator]
        assert "clusters" in clustered.method
    odds = odds_ratio(values > 0, group, cluster)
    assert math.log(odds.high / odds.low) > 1.8 * math.log(
        odds_ratio(values > 0, group).high / odds_ratio(values > 0, group).low
    )  # type: ignore[operator]


def test_intervals_of_clusters_cover_the_truth_about_as_often_as_they_say() -> None:
    runs, hits = 150, {"median": 0, "share": 0}
    for run in range(runs):
        rng = RNG(run)
        sizes = rng.integers(1, 5, 40)
        cluster = np.repeat(np.arange(40), sizes)
        group = (np.arange(40) % 2)[cluster]
        values = rng.normal(size=40)[cluster] + rng.normal(size=len(cluster)) + (group == 0)
        for name, found in (
            ("median", median_difference(values, group, cluster, resamples=400, seed=run)),
            ("share", share_difference(values - (group == 0) > 0, group, cluster, resamples=400, seed=run)),
        ):
            hits[name] += found.low <= (1 if name == "median" else 0) <= found.high  # type: ignore[operator]
    # Twenty clusters a side: a little below 95%, as percentile intervals of so few are.
    assert all(0.87 <= count / runs <= 0.995 for count in hits.values()), hits


def test_a_share_of_0_or_1_shows_no_false_certainty() -> None:
    cluster = np.repeat(np.arange(12), 3)
    group = (np.arange(12) < 6).astype(int)[cluster]
    found = share_difference(np.zeros(36), group, cluster)
    assert found.value == 0
    assert (found.low, found.high) == pytest.approx(
        confint_proportions_2indep(0, 6, 0, 6, method="newcomb", compare="diff")
    )
    assert "number of clusters" in found.method


def test_an_empty_cell_forbids_the_resampled_odds_ratio() -> None:
    cluster = np.repeat(np.arange(12), 3)
    group = (np.arange(12) < 6).astype(int)[cluster]
    flags = (group == 0) & (cluster % 2 == 0)
    found = odds_ratio(flags, group, cluster)
    assert (found.value, found.low, found.high) == (math.inf, None, None)
    assert "empty" in found.reason


def test_clusters_that_do_not_overlap_have_a_delta_without_an_interval() -> None:
    cluster = np.repeat(np.arange(12), 3)
    group = (np.arange(12) < 6).astype(int)[cluster]
    found = cliffs_delta(-group, group, cluster)
    assert (found.value, found.low) == (1.0, None)
    assert "do not overlap" in found.reason


@pytest.mark.parametrize("name", sorted(EFFECTS))
@pytest.mark.parametrize("clustered", [False, True])
def test_results_are_plain_numbers(name: str, clustered: bool) -> None:
    cluster = np.repeat(np.arange(20), 2) if clustered else None
    found = EFFECTS[name](np.arange(40) % 3 == 0, (np.arange(40) // 2) % 2, cluster)
    assert [type(one) for one in (found.value, found.low, found.high)] == [float] * 3
    assert type(standardised_difference(np.arange(40), np.arange(40) % 2, kind="number")) is float


# --- too little, and wrong ---


@pytest.mark.parametrize("name", sorted(EFFECTS))
@pytest.mark.parametrize("sizes", [(0, 0), (5, 0), (0, 5)])
@pytest.mark.filterwarnings("error")
def test_no_effect_without_a_group(name: str, sizes: tuple[int, int]) -> None:
    n = sum(sizes)
    for cluster in (None, np.arange(n), np.zeros(n)):
        found = EFFECTS[name](np.arange(n) % 2, _groups(*sizes), cluster)
        assert (found.value, found.low, found.high, found.reason) == (None, None, None, "no cases in a group")


@pytest.mark.filterwarnings("error")
def test_one_case_has_a_value_without_an_interval() -> None:
    values, group = [3, 1, 2, 5], [0, 1, 1, 1]
    for effect in (median_difference, cliffs_delta):
        found = effect(values, group)
        assert found.value is not None
        assert (found.low, found.high, found.reason) == (None, None, "only one in a group")
        found = effect([3, 4, 1, 2, 5], [0, 0, 1, 1, 1], [0, 0, 1, 2, 3])
        assert (found.low, found.high, found.reason) == (None, None, "only one in a group")
    # One case is a share of 0 or 1, and the score interval says how little that is.
    share = share_difference([1, 1, 0, 0], group)
    assert share.low < 0.1 < share.value < share.high + 1e-9  # type: ignore[operator]


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_what_is_wrong_is_named(name: str) -> None:
    effect, group = EFFECTS[name], [0, 0, 1, 1]
    with pytest.raises(ValueError, match="case 1 is nan; leave out"):
        effect([1, math.nan, 0, 1], group)
    with pytest.raises(ValueError, match="compares two groups, 0 with 1; here there are 3"):
        effect([1, 0, 0, 1], [0, 1, 2, 2])
    with pytest.raises(ValueError, match="cluster 7 has cases in groups 0 and 1"):
        effect([1, 0, 0, 1], group, [5, 7, 7, 8])


def test_flags_are_0_or_1() -> None:
    for effect in (odds_ratio, share_difference):
        with pytest.raises(ValueError, match="case 2 is 2; 0 and 1"):
            effect([0, 1, 2], [0, 1, 1])


# --- the standardised difference ---


def test_standardised_differences_by_hand() -> None:
    # Means 3 and 5, variances 2.5 and 2.5.
    assert standardised_difference([1, 2, 3, 4, 5, 3, 4, 5, 6, 7], _groups(5, 5), kind="number") == pytest.approx(
        -2 / math.sqrt(2.5)
    )
    # Two codes: shares 0.8 and 0.4; (0.16 + 0.24) / 2 is the mean variance.
    flags = [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]
    assert standardised_difference(flags, _groups(5, 5), kind="code") == pytest.approx(0.4 / math.sqrt(0.2))


def test_standardised_differences_that_are_not_defined() -> None:
    assert standardised_difference([1, 2, 3], [0, 1, 1], kind="number") is None
    assert standardised_difference([2, 2, 2, 2], [0, 0, 1, 1], kind="number") is None
    assert standardised_difference([2, 2, 2, 2], [0, 0, 1, 1], kind="code") is None
    assert standardised_difference([0, 0, 1, 1], [0, 0, 1, 1], kind="code") is None
    with pytest.raises(ValueError, match="'number' and 'code'"):
        standardised_difference([1], [0], kind="date")  # type: ignore[arg-type]


def test_standardised_differences_equal_tableones() -> None:
    tableone = pytest.importorskip("tableone")
    import pandas as pd

    rng = RNG(6)
    frame = pd.DataFrame({
        "group": np.repeat(["a", "b"], [40, 60]),
        "number": rng.normal(size=100) + np.repeat([0.0, 0.4], [40, 60]),
        "code": [f"c{i}" for i in rng.integers(0, 4, 100)],
    })
    theirs = tableone.TableOne(
        frame, columns=["number", "code"], categorical=["code"], groupby="group", smd=True, overall=False
    ).smd_table.iloc[:, 0]
    group = (frame["group"] == "b").to_numpy().astype(int)
    number = standardised_difference(frame["number"].to_numpy(), group, kind="number")
    codes = frame["code"].str[1:].astype(int).to_numpy()
    found = {"number": number, "code": standardised_difference(codes, group, kind="code")}
    for name, value in found.items():
        assert value is not None
        # tableone takes the second group less the first.
        printed = float(theirs[[key for key in theirs.index if str(key).find(name) >= 0]].dropna().iloc[0])
        assert abs(value) == pytest.approx(abs(printed), abs=6e-4), name
