"""Tests for small groups: exact and by permutation, over clusters."""

from __future__ import annotations

import inspect
import itertools
import math
import pickle
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from profiles.statistics import MIN_CLUSTERS, Estimate, Test, adjust, logrank_test, rank_test, significance, table_test
from profiles.statistics import arrangements as labelled

RNG = np.random.default_rng


def _groups(*sizes: int) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(len(sizes)), sizes)


def seeded(function: Callable[..., object]) -> dict[str, np.random.Generator]:
    """Return the argument that seeds a function of scipy, which got another name in 1.15."""
    name = "rng" if "rng" in inspect.signature(function).parameters else "random_state"
    return {name: RNG(1)}


# --- exact p, by brute force and by other programs ---


@pytest.mark.parametrize("sizes", [(5, 5), (5, 8), (9, 6)])
def test_ranks_without_ties_equal_scipy_exactly(sizes: tuple[int, int]) -> None:
    values = RNG(3).permutation(sum(sizes)).astype(float)
    found = rank_test(values, _groups(*sizes))
    other = scipy.stats.mannwhitneyu(values[: sizes[0]], values[sizes[0] :], method="exact")
    assert found.is_exact
    assert found.permutations == math.comb(sum(sizes), sizes[0])
    assert found.p == pytest.approx(other.pvalue, abs=1e-12)
    assert found.statistic == other.statistic


def test_ranks_with_ties_equal_every_arrangement_counted_by_hand() -> None:
    values = np.array([1, 1, 2, 3, 3, 3, 4, 4, 5, 9, 9], dtype=float)
    group = np.array([0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1])

    def delta(first: tuple[int, ...]) -> float:
        one, other = values[list(first)], np.delete(values, list(first))
        return abs(float(np.sign(one[:, None] - other).mean()))

    seen = delta(tuple(np.flatnonzero(group == 0)))
    all_of_them = [delta(first) for first in itertools.combinations(range(11), 5)]
    expected = sum(one >= seen - 1e-12 for one in all_of_them) / len(all_of_them)
    assert rank_test(values, group).p == pytest.approx(expected, abs=1e-12)


def test_clustered_ranks_equal_every_arrangement_of_clusters_counted_by_hand() -> None:
    rng = RNG(8)
    cluster = np.repeat(np.arange(11), rng.integers(1, 5, 11))
    label = np.array([0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1])
    values = rng.integers(0, 6, len(cluster)).astype(float) + 2 * label[cluster]

    def delta(labels: npt.NDArray[np.int64]) -> float:
        one, other = values[labels[cluster] == 0], values[labels[cluster] == 1]
        return abs(float(np.sign(one[:, None] - other).mean()))

    arrangements = []
    for first in itertools.combinations(range(11), 5):
        labels = np.ones(11, dtype=np.int64)
        labels[list(first)] = 0
        arrangements.append(delta(labels))
    found = rank_test(values, label[cluster], cluster)
    assert found.is_exact
    assert found.permutations == 462
    assert found.p == pytest.approx(np.mean(np.array(arrangements) >= delta(label) - 1e-12), abs=1e-12)


def test_three_groups_are_near_scipys_permutations() -> None:
    values = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9], dtype=float)
    group = _groups(5, 5, 5)
    found = rank_test(values, group, permutations=4000, seed=4)
    assert found.name == "Kruskal–Wallis"
    h, p = scipy.stats.kruskal(*(values[group == g] for g in range(3)))
    assert found.statistic == pytest.approx(h)
    other = scipy.stats.permutation_test(
        [values[group == g] for g in range(3)],
        lambda *parts: scipy.stats.kruskal(*parts).statistic,
        vectorized=False,
        n_resamples=1500,
        alternative="greater",
        **seeded(scipy.stats.permutation_test),
    )
    assert found.p == pytest.approx(other.pvalue, abs=0.045)
    assert found.p == pytest.approx(p, abs=0.08)


def test_unequal_groups_count_by_their_sizes() -> None:
    values, sizes = np.array([3, 1, 4, 1, 5, 9, 2, 6], dtype=float), (1, 3, 4)
    group = _groups(*sizes)
    design = labelled.design_of(group, None, cases=8)
    ranks = scipy.stats.rankdata(values) - 4.5
    p, count, is_exact = labelled.permutation_p(
        np.column_stack([ranks, np.ones(8)]), design, significance._kruskal, permutations=999, seed=1
    )
    seen = scipy.stats.kruskal(*(values[group == g] for g in range(3))).statistic
    arrangements = set(itertools.permutations(group.tolist()))
    others = [scipy.stats.kruskal(*(values[np.array(a) == g] for g in range(3))).statistic for a in arrangements]
    assert (count, is_exact) == (280, True)
    assert p == pytest.approx(np.mean(np.array(others) >= seen - 1e-9))


def test_labelings_of_three_groups_are_all_there_once() -> None:
    blocks = np.concatenate([block.copy() for block in labelled._all((2, 1, 2), 30)])
    assert len({tuple(row) for row in blocks.tolist()}) == 30
    assert {tuple(np.bincount(row).tolist()) for row in blocks} == {(2, 1, 2)}


def test_blocks_of_all_labelings_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    values = RNG(2).normal(size=12)
    whole = rank_test(values, _groups(5, 7))
    monkeypatch.setattr(labelled, "_BLOCK", 12 * 100)
    assert rank_test(values, _groups(5, 7)) == whole


def test_fisher_equals_scipy() -> None:
    flags, group = np.repeat([1, 0, 1, 0], [8, 2, 1, 5]), np.repeat([0, 0, 1, 1], [8, 2, 1, 5])
    found = table_test(flags, group)
    # The table of Agresti's textbook kind: 8, 2 / 1, 5.
    assert found.p == pytest.approx(0.03496503496503495)
    assert found == Test("Fisher’s exact", found.p, None, None, is_exact=True)
    assert found.how == "exact"


@given(st.lists(st.booleans(), min_size=10, max_size=40), st.integers(5, 5))
def test_fisher_equals_scipy_on_any_table(flags: list[bool], first: int) -> None:
    group = _groups(first, len(flags) - first)
    found = table_test(flags, group)
    if len(set(flags)) < 2:
        assert found.p is None
        assert found.reason == "all codes are the same"
        return
    table = [[sum(f == v for f, g in zip(flags, group, strict=True) if g == k) for v in (0, 1)] for k in (0, 1)]
    assert found.p == pytest.approx(scipy.stats.fisher_exact(table).pvalue)


def test_a_larger_table_equals_every_arrangement_counted_by_hand() -> None:
    codes = np.array([0, 0, 1, 1, 2, 2, 2, 0, 1, 2, 2])
    group = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])

    def chi(labels: npt.NDArray[np.int64]) -> float:
        table = np.array([[np.sum((labels == g) & (codes == c)) for c in range(3)] for g in range(2)])
        return float(scipy.stats.chi2_contingency(table, correction=False).statistic)

    arrangements = []
    for first in itertools.combinations(range(11), 5):
        labels = np.ones(11, dtype=np.int64)
        labels[list(first)] = 0
        arrangements.append(chi(labels))
    found = table_test(codes, group)
    assert found.statistic == pytest.approx(chi(group))
    assert found.p == pytest.approx(np.mean(np.array(arrangements) >= chi(group) - 1e-9))


# --- drawn p ---


def test_a_drawn_p_is_near_the_exact_one() -> None:
    values = RNG(5).normal(size=20)
    values[:9] += 0.9
    exact = rank_test(values, _groups(9, 11), permutations=200_000)
    drawn = rank_test(values, _groups(9, 11), permutations=20_000)
    assert exact.is_exact
    assert (drawn.is_exact, drawn.permutations) == (False, 20_000)
    assert drawn.p == pytest.approx(exact.p, abs=4 * math.sqrt(exact.p * (1 - exact.p) / 20_000))  # type: ignore[operator]


def test_drawn_labelings_keep_the_sizes_and_favour_no_cluster() -> None:
    labels = np.concatenate(list(labelled._drawn((3, 4, 5), 12_000, 7)))
    assert labels.shape == (12_000, 12)
    assert [set((labels == g).sum(axis=1).tolist()) for g in range(3)] == [{3}, {4}, {5}]
    share = (labels == 0).mean(axis=0)
    assert np.abs(share - 0.25).max() < 5 * math.sqrt(0.25 * 0.75 / 12_000)


def test_rows_with_equal_keys_across_a_cut_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Coarse:
        """Keys of 0, 1, 2 or 3 only, so that ties abound."""

        def __init__(self, seed: int) -> None:
            self.rng = np.random.Generator(np.random.PCG64(seed))

        def random(self, shape: tuple[int, int], dtype: type[np.float32]) -> npt.NDArray[np.float32]:
            return self.rng.integers(0, 4, shape).astype(dtype)

    monkeypatch.setattr(labelled.np.random, "default_rng", Coarse)
    labels = np.concatenate(list(labelled._drawn((2, 3), 4000, 1)))
    assert len(labels) == 4000
    assert set((labels == 0).sum(axis=1).tolist()) == {2}
    rows, counts = np.unique(labels, axis=0, return_counts=True)
    assert len(rows) == 10
    assert np.abs(counts / 4000 - 0.1).max() < 0.03


def test_the_smallest_p_is_never_0() -> None:
    values = np.arange(60, dtype=float)
    found = rank_test(values, _groups(30, 30), permutations=999)
    assert found.p == pytest.approx(1 / 1000)
    assert found.how == "999 permutations"
    assert str(found) == "Wilcoxon–Mann–Whitney: p = 0.001 (999 permutations)"


def test_a_seed_fixes_p() -> None:
    values, group = RNG(1).normal(size=40), _groups(15, 25)
    assert rank_test(values, group) == rank_test(values, group)
    assert rank_test(values, group).p != rank_test(values, group, seed=1).p


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_neither_rows_nor_names_of_clusters_matter(seed: int) -> None:
    rng = RNG(seed)
    cluster = rng.integers(0, 30, 60)
    group = (np.arange(30) % 2)[cluster]
    values, codes, ended = rng.integers(0, 9, 60), rng.integers(0, 4, 60), rng.random(60) < 0.7
    days = rng.integers(1, 40, 60)
    order = rng.permutation(60)
    names = rng.permutation(1000)[:30]
    moved = (group[order], names[cluster][order])
    rest = {"permutations": 300, "seed": 5}
    assert rank_test(values, group, cluster, **rest) == rank_test(values[order], *moved, **rest)
    assert table_test(codes, group, cluster, **rest) == table_test(codes[order], *moved, **rest)
    one = logrank_test(days, ended, group, None, cluster, **rest)
    other = logrank_test(days[order], ended[order], moved[0], None, moved[1], **rest)
    assert one.p == other.p
    assert one.statistic == pytest.approx(other.statistic)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_clusters_of_one_case_are_no_clusters(seed: int) -> None:
    rng = RNG(seed)
    values, group = rng.integers(0, 9, 24), rng.permutation(_groups(12, 12))
    one = rank_test(values, group, rng.permutation(24), permutations=200)
    assert one == rank_test(values, group, permutations=200)
    assert table_test(values > 4, group, np.arange(24)) == table_test(values > 4, group)


# --- one talkative leader does not become ten cases ---


def _rejections(*, clustered: bool, runs: int = 120) -> dict[str, float]:
    """How often p falls below 0.05 where the group makes no difference, but every cluster speaks with one voice."""
    found = {"rank": 0, "table": 0}
    for run in range(runs):
        rng = RNG(run)
        sizes = np.array([25, *rng.integers(1, 4, 19)])  # one talks a lot
        cluster = np.repeat(np.arange(20), sizes)
        voice = rng.normal(size=20)
        values = voice[cluster] + 0.2 * rng.normal(size=len(cluster))
        group = rng.permutation(_groups(10, 10))[cluster]
        which = cluster if clustered else None
        tests = {
            "rank": rank_test(values, group, which, permutations=199, seed=run),
            "table": table_test(values > 0, group, which, permutations=199, seed=run),
        }
        for name, test in tests.items():
            found[name] += test.p is not None and test.p <= 0.05
    return {name: count / runs for name, count in found.items()}


def test_the_clustered_tests_keep_their_level_and_naive_ones_do_not() -> None:
    clustered, naive = _rejections(clustered=True), _rejections(clustered=False)
    # 0.05 with a standard error of 0.02.
    assert max(clustered.values()) < 0.11
    assert min(naive.values()) > 0.3


def test_the_unclustered_tests_keep_their_level_too() -> None:
    runs = 150
    p = [rank_test(RNG(i).normal(size=24), _groups(8, 16), permutations=199, seed=i).p for i in range(runs)]
    assert np.mean(np.array(p) <= 0.05) < 0.11
    assert 0.4 < np.mean(np.array(p, dtype=float)) < 0.6


# --- what is too little, and what is wrong ---


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [((0, 0), "no cases in a group"), ((9, 0), "no cases in a group"), ((4, 20), "fewer than five in a group")],
)
@pytest.mark.filterwarnings("error")
def test_no_p_for_too_few(sizes: tuple[int, int], reason: str) -> None:
    n = sum(sizes)
    values, group = np.arange(n, dtype=float), _groups(*sizes)
    for found in (
        rank_test(values, group),
        table_test(values % 2, group),
        table_test(values % 3, group),
        logrank_test(values, np.ones(n), group),
    ):
        assert (found.p, found.permutations, found.reason) == (None, None, reason)
        assert found.how == ""
        assert str(found) == f"{found.name}: no p ({reason})"


def test_clusters_count_not_cases() -> None:
    cluster = np.repeat(np.arange(8), 10)
    group = (np.arange(8) < 4).astype(int)[cluster]
    values = RNG(0).normal(size=80)
    assert MIN_CLUSTERS == 5
    assert rank_test(values, group).p is not None
    for found in (rank_test(values, group, cluster), table_test(values > 0, group, cluster)):
        assert found.p is None
        assert found.reason == "fewer than five in a group"


@pytest.mark.filterwarnings("error")
def test_an_empty_group_between_two_others_is_named() -> None:
    group = np.repeat([0, 2], 8)
    assert rank_test(np.arange(16), group).reason == "no cases in a group"
    assert table_test(np.arange(16) % 3, group).reason == "no cases in a group"


def test_no_p_where_nothing_varies() -> None:
    same, group = np.full(20, 3), _groups(10, 10)
    assert rank_test(same, group).reason == "all values are the same"
    assert rank_test(same, _groups(6, 7, 7)).reason == "all values are the same"
    assert table_test(same, group).reason == "all codes are the same"
    assert logrank_test(same, np.zeros(20), group).reason == "nothing ended"


def test_what_is_wrong_is_named() -> None:
    group = _groups(5, 5)
    values = np.arange(10.0)
    with pytest.raises(ValueError, match="values: case 3 is nan; leave out"):
        rank_test(np.where(values == 3, np.nan, values), group)
    with pytest.raises(ValueError, match=r"codes: case 2 is 0\.5, not a whole number"):
        table_test(np.where(values == 2, 0.5, values), group)
    with pytest.raises(ValueError, match="group has 9 entries for 10 cases"):
        rank_test(values, group[:9])
    with pytest.raises(ValueError, match="cluster has 3 entries for 10 cases"):
        rank_test(values, group, np.arange(3))
    with pytest.raises(ValueError, match="group: -1 is negative"):
        rank_test(values, group - 1)
    with pytest.raises(ValueError, match="cluster: case 1 is nan"):
        rank_test(values, group, np.where(values == 1, np.nan, values))
    with pytest.raises(ValueError, match="one dimension is needed, not 2"):
        rank_test(values.reshape(5, 2), group)
    with pytest.raises(ValueError, match="permutations: 0; at least 1"):
        rank_test(values, group, permutations=0)


def test_a_cluster_in_two_groups_is_named() -> None:
    cluster = np.array(["ada", "ben", "cyd", "dan", "eve", "ada", "fay", "gil", "hal", "ivo"])
    with pytest.raises(ValueError, match="cluster ada has cases in groups 0 and 1"):
        rank_test(np.arange(10.0), _groups(5, 5), cluster)


# --- adjusted p ---


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12))
def test_adjusted_p_equal_those_of_statsmodels(p: list[float | None]) -> None:
    given_p = [one for one in p if one is not None]
    for method, theirs in (("holm", "holm"), ("bh", "fdr_bh")):
        found = adjust(p, method)  # type: ignore[arg-type]
        assert [one is None for one in found] == [one is None for one in p]
        if given_p:
            expected = multipletests(given_p, method=theirs)[1]
            assert [one for one in found if one is not None] == pytest.approx(expected.tolist(), abs=1e-12)


def test_adjusted_p_by_hand() -> None:
    assert adjust([0.01, None, 0.04, 0.03], "holm") == pytest.approx([0.03, None, 0.06, 0.06])
    assert adjust([0.01, None, 0.04, 0.03], "bh") == pytest.approx([0.03, None, 0.04, 0.04])
    assert adjust([], "holm") == []
    with pytest.raises(ValueError, match="'holm' and 'bh'"):
        adjust([0.5], "bonferroni")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"p of 1\.5"):
        adjust([1.5], "bh")


# --- results ---


def test_results_are_frozen_printable_and_picklable() -> None:
    test = rank_test(np.arange(10.0), _groups(5, 5))
    assert str(test) == "Wilcoxon–Mann–Whitney: p = 0.008 (exact, all 252 arrangements)"
    assert pickle.loads(pickle.dumps(test)) == test
    with pytest.raises(AttributeError):
        test.p = 0.5  # type: ignore[misc]
    assert str(Test("x", 0.0001, None, None, is_exact=True)) == "x: p < 0.001 (exact)"
    assert str(Estimate(None, None, None, "m", "no cases")) == "none (no cases)"
    assert str(Estimate(1.5, None, None, "m", "one case")) == "1.5 (no interval: one case)"
    assert str(Estimate(1.5, 1.0, None, "m", "too short")) == "1.5 (95% interval 1 to ?)"
