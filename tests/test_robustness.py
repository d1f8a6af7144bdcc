"""Whether a difference survives other readings: by hand, and on the shipped data."""

from __future__ import annotations

import pickle
from itertools import product
from pathlib import Path

import pytest

from profiles.charts import specifications_chart
from profiles.dataset import Dataset, load
from profiles.errors import NotComparable, UnknownName
from profiles.groups import Choices, compare_groups, robustness
from profiles.groups.choices import OPTIONS
from profiles.groups.spread import Robustness
from tests.leaders_synthetic import World

GROUPS = {"A": ["a-1", "a-2", "a-3"], "B": ["b-1", "b-2", "b-3"]}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Three leaders of A born in some day of 1950, three of B on 1 January 1950; all in power from 1 January 2000."""
    world = World()
    for i in (1, 2, 3):
        world.leader(f"a-{i}", born="1950")
        world.leader(f"b-{i}", born="1950-01-01")
        for state in "ab":
            world.tenure(f"{state}-{i}", f"xx{state}-president", "2000-01-01", "2001-01-01")
    return world.load(tmp_path_factory.mktemp("doubtful"))


def test_estimates_under_each_bound_by_hand(doubtful: Dataset) -> None:
    found = robustness(GROUPS, "age_at_entry", vary=["births"], data=doubtful)
    assert found.choices == ("births",)
    ages = dict(zip(found.frame["births"], found.frame["estimate"], strict=True))
    # Born on 2 July, on 1 January, on 31 December; the others on 1 January.
    assert ages == pytest.approx({"middle": -182 / 365.2425, "earliest": 0, "latest": -364 / 365.2425})
    assert found.main == pytest.approx(-182 / 365.2425)
    assert (found.lowest, found.highest) == pytest.approx((-364 / 365.2425, 0))
    assert found.share_same_sign == pytest.approx(2 / 3)
    # Both single changes move it by 182 days.
    assert dict(found.moves) == pytest.approx({"births": 182 / 365.2425})
    assert found.most_moving == "births"
    assert found.null == 0
    assert found.effect == "difference in medians, years"


def test_the_main_variant_agrees_with_the_comparison(shipped: Dataset) -> None:
    for unit, aspect, place in (
        ("leader", "age_at_entry", 0), ("leader", "evaluation", 0), ("leader", "time_in_power", 0),
        ("tenure", "days", 0), ("leader-year", "age", 0), ("statement", "age_when_speaking", 0),
    ):  # fmt: skip
        whole = compare_groups("group:post-soviet", unit=unit, aspects=[aspect], permutations=50, data=shipped)
        found = robustness("group:post-soviet", aspect, unit=unit, vary=["power"], resamples=50, data=shipped)
        assert found.main == pytest.approx(whole.rows[0].effects[place].estimate.value)
        assert found.groups == tuple(group.name for group in whole.groups)


def test_shares_are_followed_in_points_by_level(shipped: Dataset) -> None:
    whole = compare_groups("group:post-soviet", unit="statement", aspects=["causes", "object"], data=shipped)
    for aspect, level in (("causes", "popular_will"), ("object", "conduct")):
        cells = next(one for one in whole.row(aspect).levels if one.code == level).cells
        found = robustness("group:post-soviet", aspect, level=level, unit="statement", resamples=20, data=shipped)
        assert found.main == pytest.approx(100 * ((cells[0].share or 0) - (cells[1].share or 0)))
        assert found.measure == "percentage points"
    ranks = robustness("group:post-soviet", "evaluation", unit="statement", resamples=20, data=shipped)
    lament = robustness("group:post-soviet", "evaluation", level="lament", unit="statement", resamples=20, data=shipped)
    assert ranks.effect == "Cliff’s delta"
    assert lament.effect == "difference in shares, percentage points"


def test_every_combination_is_there_once(shipped: Dataset) -> None:
    found = robustness("group:post-soviet", "evaluation", unit="statement", data=shipped)
    assert found.choices == ("power", "inferred", "coder", "count")
    sizes = [len(OPTIONS[name]) for name in found.choices]
    assert len(found.variants) == sizes[0] * sizes[1] * sizes[2] * sizes[3] == 32
    assert not found.frame.duplicated(list(found.choices)).any()
    assert found.frame["is_main"].sum() == 1
    assert found.main_variant.choices == Choices().for_unit("statement")
    leader = robustness("group:post-soviet", "evaluation", data=shipped)
    assert len(leader.variants) == 2 * 2 * 2 * 3


def test_each_estimate_is_that_of_the_choices_it_names(shipped: Dataset) -> None:
    found = robustness("group:post-soviet", "laments", unit="statement", resamples=20, data=shipped)
    for power, inferred, coder, count in product(*(OPTIONS[name] for name in found.choices)):
        choices = Choices(power=power, inferred=inferred, coder=coder, count=count)  # type: ignore[arg-type]
        if (power, coder) != ("effective", "second"):
            continue
        whole = compare_groups(
            "group:post-soviet", unit="statement", aspects=["laments"], choices=choices, permutations=10, data=shipped
        )
        (variant,) = [variant for variant in found.variants if variant.choices == choices]
        share = whole.rows[0].effects[0].estimate.value
        assert variant.estimate == pytest.approx(100 * (share or 0))
        assert (variant.n_1, variant.n_2) == tuple(cell.known for cell in whole.rows[0].cells)


def test_it_is_frozen_picklable_and_prints_itself(shipped: Dataset) -> None:
    found = robustness("group:post-soviet", "age_at_entry", data=shipped)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found == robustness("group:post-soviet", "age_at_entry", data=shipped)
    text = found.to_text()
    assert "Main variant" in text
    assert "there is no p" in text
    assert "All 18 estimates have the sign of the main one." in text
    assert "runs from −6." in found.sentences[0]
    for form in (found.to_markdown(), found.to_html(), found.to_csv()):
        assert "Effective power" in form
    assert str(found.frame["is_main"].dtype) == "boolean"
    assert str(found.frame["n_1"].dtype) == "Int64"
    assert list(found.frame.columns) == [
        "variant", "power", "births", "tenures", "estimate", "low", "high", "is_main", "n_1", "n_2", "reason",
    ]  # fmt: skip


def test_without_resamples_there_are_no_intervals(shipped: Dataset) -> None:
    found = robustness("group:post-soviet", "age_at_entry", resamples=0, data=shipped)
    assert found.frame["low"].isna().all()
    assert found.main is not None
    assert "without intervals" in " ".join(found.notes)


def test_a_variant_with_nobody_says_so(tmp_path: Path) -> None:
    world = World()
    world.group("post-soviet", "XXA", "1990-01-01")
    for name, effective in (("a-1", "false"), ("a-2", "false"), ("b-1", "true"), ("b-2", "true")):
        world.leader(name)
        world.tenure(name, f"xx{name[0]}-president", "2000-01-01", "2001-01-01", is_effective=effective)
    data = world.load(tmp_path)
    found = robustness("group:post-soviet", "age_at_entry", choices=Choices(power="any"), data=data)
    lost = found.frame[found.frame["estimate"].isna()]
    assert set(lost["power"]) == {"effective power"}
    assert lost["reason"].str.contains("has nobody").all()
    assert "leave nothing to compare" in found.to_text()
    with pytest.raises(NotComparable, match="has nobody"):
        robustness("group:post-soviet", "age_at_entry", data=data)


def test_no_value_in_a_group_is_told(tmp_path: Path) -> None:
    world = World()
    for name, born in (("a-1", ""), ("b-1", "1950-01-01")):
        world.leader(name, born=born)
        world.tenure(name, "xxa-president", "2000-01-01", "2001-01-01")
    found = robustness({"A": ["a-1"]}, "age_at_entry", data=world.load(tmp_path))
    assert found.main is None
    assert (found.lowest, found.highest, found.share_same_sign, found.most_moving) == (None, None, None, "")
    assert found.sentences[0].startswith("There is no difference in medians")
    assert found.table().rows


def test_the_second_coder_varies_only_where_there_is_one(doubtful: Dataset, shipped: Dataset) -> None:
    assert "coder" in robustness("group:post-soviet", "laments", resamples=0, data=shipped).choices
    found = robustness(GROUPS, "laments", resamples=0, data=doubtful)
    assert "coder" not in found.choices
    with pytest.raises(NotComparable, match="no coding by that coder"):
        robustness(GROUPS, "laments", vary=["coder"], data=doubtful)


@pytest.mark.parametrize(
    ("aspect", "kwargs", "error", "message"),
    [
        ("entry", {}, NotComparable, "say which to follow"),
        ("entry", {"level": "regluar"}, UnknownName, "did you mean 'regular'"),
        ("age_at_entry", {"level": "x"}, NotComparable, "no levels"),
        ("age_at_entry", {"vary": ["count"]}, NotComparable, "does not bear on"),
        ("age_at_entry", {"vary": ["birth"]}, UnknownName, "did you mean 'births'"),
        ("age_at_entry", {"vary": {"births": ["first"]}}, NotComparable, "births is 'first'"),
        ("evaluation", {"vary": {"count": ["each"]}}, NotComparable, "unit='statement'"),
        ("age", {}, UnknownName, "leader-year"),
        ("age_at_entry", {"resamples": -1}, NotComparable, "resamples"),
        ("age_at_entry", {"unit": "person"}, NotComparable, "units are"),
        (["age_at_entry"], {}, NotComparable, "name one"),
    ],
)
def test_wrong_input(
    doubtful: Dataset, aspect: str, kwargs: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        robustness(GROUPS, aspect, data=doubtful, **kwargs)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_three_groups_are_refused(doubtful: Dataset) -> None:
    three = {"A": ["a-1"], "B": ["b-1"], "C": "rest"}
    with pytest.raises(NotComparable, match="two groups, not of 3"):
        robustness(three, "age_at_entry", data=doubtful)


def test_options_may_be_named(doubtful: Dataset) -> None:
    found: Robustness = robustness(GROUPS, "age_at_entry", vary={"births": ["latest"]}, data=doubtful)
    # The main option is always among them, for changes are counted from it.
    assert found.frame["births"].tolist() == ["middle", "latest"]


def test_the_sources_of_all_variants_are_those_of_the_comparison_and_more() -> None:
    data = load()
    narrow = compare_groups("group:post-soviet", aspects=["age_at_entry"], data=data).sources
    found = robustness("group:post-soviet", "age_at_entry", data=data, resamples=0)
    # Any office is among the variants, and its tenures have sources of their own.
    assert set(narrow) < set(found.sources)
    assert set(found.sources) <= set(data.sources["source_id"])
    assert f"{len(found.sources)} sources; as of" in specifications_chart(found).foot
