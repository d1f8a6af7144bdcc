"""Groups side by side: by hand, by properties, and on the shipped data."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from profiles.dataset import Dataset, load
from profiles.errors import NotComparable, ProfilesError, UnknownName
from profiles.groups import Choices, compare_groups
from profiles.groups.aspects import DEFAULTS, GROUP_ASPECTS
from profiles.groups.model import GroupComparison
from tests.leaders_synthetic import World

AB = {"A": [f"a-{i}" for i in range(1, 6)], "B": [f"b-{i}" for i in range(1, 6)]}


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Ten leaders: five of XXA who came to power at 41 to 45, five of XXB at 51 to 55, all on 1 January 2000.

    Those of XXA left after 1, 2, 3, 4 and 5 years; those of XXB after 2, 4 and 6 years, and two are still there.
    Four of the first are women, one of the second. XXA has been in the group since 1995.
    """
    world = World()
    world.group("post-soviet", "XXA", "1995-01-01")
    for i in range(1, 6):
        world.leader(f"a-{i}", born=f"{1960 - i}-01-01", gender="male" if i == 5 else "female")
        world.leader(f"b-{i}", born=f"{1950 - i}-01-01", gender="female" if i == 5 else "male")
        world.tenure(f"a-{i}", "xxa-president", "2000-01-01", f"{1999 + i}-12-31")
        world.tenure(f"b-{i}", "xxb-president", "2000-01-01", f"{1999 + 2 * i}-12-31" if i < 4 else "")
    return world.load(tmp_path_factory.mktemp("ten"))


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def found(ten: Dataset) -> GroupComparison:
    return compare_groups("group:post-soviet", data=ten)


# --- known answers, by hand ---


def test_medians_quartiles_and_range_of_ages(found: GroupComparison) -> None:
    one, other = found.row("age_at_entry").cells
    assert (one.n, one.leaders, one.missing, one.known) == (5, 5, 0, 5)
    assert [round(v or 0, 1) for v in (one.median, one.q1, one.q3, one.low, one.high)] == [43, 42, 44, 41, 45]
    assert [round(v or 0, 1) for v in (other.median, other.low, other.high)] == [53, 51, 55]


def test_effects_of_groups_that_do_not_overlap(found: GroupComparison) -> None:
    row = found.row("age_at_entry")
    difference, delta = row.effects
    assert difference.id == "median_difference"
    assert difference.measure == "years"
    assert difference.estimate.value == pytest.approx(-10, abs=0.01)
    assert delta.estimate.value == -1
    # Mean -10, and both variances are those of 1, 2, 3, 4, 5: 2.5.
    assert row.smd == pytest.approx(-10 / math.sqrt(2.5), abs=0.01)


def test_p_of_the_most_extreme_of_252_arrangements(found: GroupComparison) -> None:
    test = found.row("age_at_entry").test
    assert test is not None
    assert (test.permutations, test.is_exact) == (252, True)
    assert test.p == pytest.approx(2 / 252)


def test_shares_with_both_counts_and_fisher(found: GroupComparison) -> None:
    row = found.row("is_woman")
    (level,) = row.levels
    assert [(share.count, share.n) for share in level.cells] == [(4, 5), (1, 5)]
    assert row.effects[0].estimate.value == pytest.approx(0.6)
    assert row.test is not None
    # (C(5,4) C(5,1) + C(5,5) C(5,0)) / C(10,5), twice.
    assert row.test.p == pytest.approx(2 * (5 * 5 + 1) / 252)
    assert "Fisher" in row.test.name


def test_running_spells_are_censored_and_medians_are_of_kaplan_and_meier(found: GroupComparison) -> None:
    row = found.row("time_in_power")
    one, other = row.cells
    assert (one.running, other.running) == (0, 2)
    assert one.survival_median is not None
    assert other.survival_median is not None
    assert one.survival_median.value == pytest.approx(3, abs=0.01)
    # Of five, the third ends after six years: two fifths last longer.
    assert other.survival_median.value == pytest.approx(6, abs=0.01)
    # Of five and all ended, the second is the first by which a quarter has, the fourth by which three quarters have.
    assert [round(v or 0, 2) for v in (one.q1, one.q3, one.low, one.high)] == [2, 4, 1, 5]
    assert (one.is_open, other.is_open) == (False, True)
    # Two of the other five go on: three quarters are not reached.
    assert other.q3 is None
    assert row.effects[0].estimate.value == pytest.approx(-3, abs=0.01)
    assert [curve.events for curve in found.survival["time_in_power"].groups] == [5, 3]
    assert row.test is not None
    assert row.test.name.startswith("log-rank")
    assert row.smd is None


def test_those_still_in_power_have_no_exit(found: GroupComparison) -> None:
    other = found.row("age_at_exit").cells[1]
    assert (other.missing, other.reasons) == (2, (("still in power", 2),))
    assert [share.n for share in found.row("irregular_exit").levels[0].cells] == [5, 3]


def test_late_entry_by_hand(tmp_path: Path) -> None:
    world = World()
    world.group("post-soviet", "XXA", "1950-01-01")
    world.leader("a-old", born="1920-01-01")
    world.tenure("a-old", "xxa-president", "1980-01-01", "1990-12-31")
    world.leader("a-gone", born="1920-01-01")
    world.tenure("a-gone", "xxa-president", "1970-01-01", "1979-12-31")
    world.leader("b-one", born="1940-01-01")
    world.tenure("b-one", "xxb-president", "1990-01-01", "1999-12-31")
    data = world.load(tmp_path)
    found = compare_groups("group:post-soviet", aspects=["time_in_power", "is_woman"], data=data)
    row = found.row("time_in_power")
    assert row.cells[0].reasons == (("power ended before 1 January 1985", 1),)
    assert row.cells[0].late == 1
    curve = found.survival["time_in_power"].groups[0]
    assert curve.n_late == 1
    assert curve.entered == (1827,)  # 1980 to 1984, with two leap days
    assert curve.left == (4018,)
    assert found.row("is_woman").cells[0].known == 2
    earlier = compare_groups("group:post-soviet", aspects=["time_in_power"], since=dt.date(1960, 1, 1), data=data)
    assert (earlier.row("time_in_power").cells[0].missing, earlier.row("time_in_power").cells[0].late) == (0, 0)


# --- fewer than five, clusters, missing ---


def test_no_p_below_five(ten: Dataset) -> None:
    few = {"A": AB["A"][:4], "B": AB["B"]}
    found = compare_groups(few, data=ten)
    for row in found.rows:
        for test in (row.test, *(level.test for level in row.levels)):
            assert test is None or (test.p is None and test.reason)
    assert found.row("age_at_entry").effects[0].estimate.value == pytest.approx(-10.5, abs=0.01)
    assert "too few for a test" in found.sentences[0]
    assert "none: fewer than five" in found.to_csv()


def speakers(talk: int) -> World:
    world = World()
    world.group("post-soviet", "XXA", "1950-01-01")
    for i in range(1, 7):
        for state in "ab":
            world.leader(f"{state}-{i}", born="1940-01-01")
            world.tenure(f"{state}-{i}", f"xx{state}-president", "1992-01-01", "1999-12-31")
            world.view(f"{state}-{i}", "1995-01-01", "welcome")
    for n in range(talk):
        world.view("a-1", f"1996-01-{n + 1:02}", "lament")
    return world


def test_one_talkative_leader_does_not_become_thirty_cases(tmp_path: Path) -> None:
    data = speakers(30).load(tmp_path)
    row = compare_groups("group:post-soviet", unit="statement", aspects=["laments"], data=data).row("laments")
    assert [(share.count, share.n) for share in row.levels[0].cells] == [(30, 36), (0, 6)]
    assert [(cell.n, cell.leaders) for cell in row.cells] == [(36, 6), (6, 6)]
    assert row.test is not None
    # Fisher's test on statements would say 0.0002; whichever side the one leader is on, the arrangement is as extreme.
    assert row.test.p == 1
    assert row.test.permutations == math.comb(12, 6)


@pytest.mark.parametrize(("count", "shares"), [("first", (0, 6)), ("last", (1, 6)), ("majority", (1, 6))])
def test_one_statement_or_code_per_leader(tmp_path: Path, count: str, shares: tuple[int, int]) -> None:
    data = speakers(3).load(tmp_path)
    for unit in ("statement", "leader"):
        found = compare_groups(
            "group:post-soviet", unit=unit, aspects=["laments"], choices=Choices(count=count), data=data
        )
        share = found.row("laments").levels[0].cells[0]
        assert (share.count, share.n) == shares, unit


def test_tied_codes_are_missing_and_counted(tmp_path: Path) -> None:
    data = speakers(1).load(tmp_path)
    for unit in ("statement", "leader"):
        row = compare_groups(
            "group:post-soviet", unit=unit, aspects=["laments"], choices=Choices(count="majority"), data=data
        ).row("laments")
        assert row.cells[0].reasons == (("codes tied", 1),)
        assert row.levels[0].cells[0].n == 5


def test_not_searched_is_never_no(tmp_path: Path) -> None:
    world = World()
    for i, missing in enumerate(("not_searched", "not_searched", "none_found", ""), start=1):
        for state in "ab":
            world.leader(f"{state}-{i}", views_missing=missing)
            world.tenure(f"{state}-{i}", f"xx{state}-president", "2000-01-01", "2001-01-01")
    for state in "ab":
        world.view(f"{state}-4", "2005-01-01")
    wanted = ["has_statement", "statements", "evaluation", "laments"]
    groups = {"A": [f"a-{i}" for i in range(1, 5)], "B": "rest"}
    found = compare_groups(groups, aspects=wanted, data=world.load(tmp_path))
    for group in (0, 1):
        assert dict(found.row("has_statement").cells[group].reasons) == {"not searched": 2}
        assert [(s.count, s.n) for s in found.row("has_statement").levels[0].cells] == [(1, 2), (1, 2)]
        assert found.row("statements").cells[group].low == 0
        assert dict(found.row("laments").cells[group].reasons) == {"not searched": 2, "no statement found": 1}
        assert found.row("laments").levels[0].cells[group].n == 1


def test_a_group_without_any_value_has_no_effect_and_no_p(tmp_path: Path) -> None:
    world = World()
    for i in range(1, 6):
        world.leader(f"a-{i}", born="")
        world.leader(f"b-{i}")
        for state in "ab":
            world.tenure(f"{state}-{i}", f"xx{state}-president", "2000-01-01", "2001-01-01")
    data = world.load(tmp_path)
    for aspects in (None, [a.id for a in GROUP_ASPECTS if "leader" in a.units]):
        found = compare_groups(AB, aspects=aspects, data=data)
        row = found.row("age_at_entry")
        assert row.cells[0].reasons == (("birth not recorded", 5),)
        assert row.effects[0].estimate.value is None
        assert row.test is not None
        assert row.test.p is None
        assert "none known" in found.to_text()
    three = {**AB, "B": AB["B"][:3], "C": AB["B"][3:]}
    assert compare_groups(three, data=data).row("age_at_entry").test is not None


def test_adjusted_p_by_holm(ten: Dataset) -> None:
    wanted = ["age_at_entry", "is_woman"]
    plain = compare_groups("group:post-soviet", aspects=wanted, data=ten)
    assert all(row.p_adjusted is None for row in plain.rows)
    found = compare_groups("group:post-soviet", aspects=wanted, adjust="holm", data=ten)
    assert found.row("age_at_entry").p_adjusted == pytest.approx(2 * 2 / 252)
    assert found.row("is_woman").p_adjusted == pytest.approx(52 / 252)
    assert "p, Holm" in found.to_markdown()


# --- inferred codings and second coders ---


def coded(tmp_path: Path) -> Dataset:
    world = speakers(0)
    for row in world.tables["views"][:2]:
        row["evaluation_basis"] = "inferred"
    first = world.tables["views"][0]["view_id"]
    coding = {"view_id": first, "coder": "second", "object": "dissolution", "evaluation": "lament"}
    coding |= {
        "evaluation_basis": "explicit",
        "inevitability": "not_stated",
        "text_read": "page",
        "causes": "nationalism",
    }
    world.tables["view_codings"].append(coding)
    world.tables["view_codings"].append({
        "view_id": world.tables["views"][2]["view_id"], "coder": "second", "text_read": "none",
    })  # fmt: skip
    return world.load(tmp_path)


def test_inferred_codings_left_out_are_missing(tmp_path: Path) -> None:
    data = coded(tmp_path)
    kwargs = {"unit": "statement", "aspects": ["evaluation", "inevitability"], "data": data}
    found = compare_groups("group:post-soviet", choices=Choices(inferred=False), **kwargs)  # type: ignore[arg-type]
    assert [cell.reasons for cell in found.row("evaluation").cells] == [(("inferred coding left out", 1),)] * 2
    assert [cell.missing for cell in found.row("inevitability").cells] == [0, 0]


def test_the_second_coding_replaces_the_first_where_there_is_one(tmp_path: Path) -> None:
    data = coded(tmp_path)
    kwargs = {"unit": "statement", "aspects": ["laments", "causes"], "data": data}
    main = compare_groups("group:post-soviet", **kwargs)  # type: ignore[arg-type]
    second = compare_groups("group:post-soviet", choices=Choices(coder="second"), **kwargs)  # type: ignore[arg-type]
    assert [share.count for share in main.row("laments").levels[0].cells] == [0, 0]
    assert [share.count for share in second.row("laments").levels[0].cells] == [1, 0]
    assert [(share.count, share.n) for share in second.row("laments").levels[0].cells] == [(1, 6), (0, 6)]
    assert main.row("causes").levels == ()
    assert [(level.code, level.cells[0].count) for level in second.row("causes").levels] == [("nationalism", 1)]


def test_a_coder_without_codings_is_refused(ten: Dataset) -> None:
    with pytest.raises(NotComparable, match="no coding by that coder"):
        compare_groups("gender", choices=Choices(coder="second"), data=ten)


# --- properties ---


def shuffled(data: Dataset) -> Dataset:
    rng = np.random.default_rng(7)
    frames = {name: frame.iloc[rng.permutation(len(frame))] for name, frame in data.tables.items()}
    return replace(data, **{name: frame.reset_index(drop=True) for name, frame in frames.items()})


@pytest.mark.parametrize("unit", ["leader", "tenure", "statement", "leader-year"])
def test_the_order_of_rows_is_irrelevant(shipped: Dataset, unit: str) -> None:
    one = compare_groups("group:post-soviet", unit=unit, permutations=200, data=shipped)
    other = compare_groups("group:post-soviet", unit=unit, permutations=200, data=shuffled(shipped))
    assert one == other


def test_a_leader_outside_changes_nobody_else(ten: Dataset, tmp_path: Path) -> None:
    world = World()
    for name, frame in ten.tables.items():
        world.tables[name] = [
            {key: "" if pd.isna(value) else str(value).lower() if isinstance(value, bool) else str(value)
             for key, value in row.items() if key in {f.name for f in ten.schemas[name].fields}}
            for row in frame.to_dict("records")
        ]  # fmt: skip
    world.leader("z-outside", born="1900-01-01")
    world.tenure("z-outside", "xxa-premier", "1960-01-01", "1999-12-31", tenure_id="t9999")
    wider = world.load(tmp_path)
    one, other = (compare_groups(AB, data=data) for data in (ten, wider))
    assert one.rows == other.rows
    assert one.groups == other.groups
    assert any("One leader in none of the groups" in note for note in other.notes)


def test_swapping_groups_flips_signs(ten: Dataset) -> None:
    one = compare_groups(AB, data=ten)
    other = compare_groups({"B": AB["B"], "A": AB["A"]}, data=ten)
    for row, back in zip(one.rows, other.rows, strict=True):
        assert row.cells == back.cells[::-1]
        for effect, flipped in zip(row.effects, back.effects, strict=True):
            if effect.estimate.value is None or effect.id == "odds_ratio":
                continue
            assert flipped.estimate.value == pytest.approx(-effect.estimate.value)
        if row.test is not None and row.test.p is not None:
            assert back.test is not None
            assert back.test.p == pytest.approx(row.test.p)


def test_the_same_call_gives_the_same_result_and_a_seed_another(shipped: Dataset) -> None:
    wanted = ["evaluation"]
    one, same, other = (
        compare_groups("group:post-soviet", aspects=wanted, seed=seed, permutations=500, data=shipped)
        for seed in (1, 1, 2)
    )
    assert one == same
    assert one.row("evaluation").test != other.row("evaluation").test
    assert one.row("evaluation").cells == other.row("evaluation").cells


@pytest.mark.parametrize("unit", list(DEFAULTS))
def test_results_are_frozen_comparable_and_picklable(shipped: Dataset, unit: str) -> None:
    every = [aspect.id for aspect in GROUP_ASPECTS if unit in aspect.units]
    found = compare_groups("group:post-soviet", unit=unit, aspects=every, permutations=100, data=shipped)
    assert [row.aspect_id for row in found.rows] == every
    back = pickle.loads(pickle.dumps(found))
    assert back == found
    with pytest.raises(FrozenInstanceError):
        found.unit = "other"  # type: ignore[misc]
    assert "nan" not in repr(found.rows).replace("nance", "")
    for row in found.rows:
        for cell in row.cells:
            assert cell.known + cell.missing == cell.n
            assert sum(count for _, count in cell.reasons) == cell.missing
    for text in (found.to_text(width=90), found.to_markdown(), found.to_html(), found.to_csv(), str(found)):
        assert found.groups[0].name in text
    assert set(found.sources) <= set(shipped.sources["source_id"])


def test_the_frame_is_tidy(found: GroupComparison) -> None:
    frame = found.frame
    assert not frame.duplicated(["aspect_id", "level", "group"]).any()
    row = frame[(frame["aspect_id"] == "is_woman") & (frame["level"] == "yes")]
    assert row["share"].tolist() == [0.8, 0.2]
    age = frame[(frame["aspect_id"] == "age_at_entry")].iloc[0]
    assert age["estimate"] == pytest.approx(-10, abs=0.01)
    assert age["p"] == pytest.approx(2 / 252)
    assert str(frame["n"].dtype) == "Int64"
    assert str(frame["estimate"].dtype) == "float64"


# --- more than two groups ---


def test_three_groups_have_summaries_and_a_test_but_no_difference(ten: Dataset, shipped: Dataset) -> None:
    groups = {"A": AB["A"], "B": AB["B"][:3], "C": "rest"}
    found = compare_groups(groups, data=ten)
    row = found.row("age_at_entry")
    assert len(row.cells) == 3
    assert row.effects == ()
    assert row.smd is None
    assert any("More than two groups" in note for note in found.notes)
    assert "Difference" not in found.to_text().splitlines()[3]
    several = compare_groups("office_kind", unit="tenure", permutations=200, data=shipped)
    assert next(group.name for group in several.groups) == "Head of state"
    assert several.row("age_at_start").test is not None
    assert several.row("age_at_start").test.name.startswith("Kruskal")  # type: ignore[union-attr]


# --- words ---


def test_sentences_say_the_difference_its_interval_and_what_chance_may_do(found: GroupComparison) -> None:
    said = "\n".join(found.sentences)
    assert "Leaders of post-Soviet states came to power at a median age of 43, all other leaders at 53" in said
    assert "; the difference, −10 years, has a 95% interval from " in said
    assert "Of the leaders of post-Soviet states, 80% (4 of 5) were women, of all other leaders 20% (1 of 5)" in said
    assert "is not distinguishable from chance" in said
    for causal in ("because", "due to", "caused", "leads to", "effect of"):
        assert causal not in said


def test_notes_tell_the_method(found: GroupComparison) -> None:
    notes = "\n".join(found.notes)
    for told in ("Cases: leaders who held effective power", "on a day when its state was in the group", "Fisher",
                 "all 252 arrangements", "not adjusted", "late entry", "fewer than five", "no causes"):  # fmt: skip
        assert told in notes, told


def test_uncertain_dates_are_counted_and_read_as_asked(tmp_path: Path) -> None:
    world = World()
    world.leader("a-1", born="1950")
    world.leader("b-1", born="1950-01-01")
    for leader in ("a-1", "b-1"):
        world.tenure(leader, "xxa-president", "2000-01-01", "2001-01-01")
    data = world.load(tmp_path)
    ages = []
    for births in ("earliest", "middle", "latest"):
        row = compare_groups(
            {"A": ["a-1"], "B": "rest"}, aspects=["age_at_entry"], choices=Choices(births=births), data=data
        ).row("age_at_entry")
        assert [cell.uncertain for cell in row.cells] == [1, 0]
        ages.append(round(row.cells[0].median or 0, 1))
    assert ages == [50.0, 49.5, 49.0]


@pytest.mark.newest
def test_post_soviet_against_the_rest_in_full(shipped: Dataset, golden: Callable[[str, str], None]) -> None:
    wanted = ["is_woman", "age_at_entry", "time_in_power", "evaluation"]
    found = compare_groups("group:post-soviet", aspects=wanted, data=shipped)
    golden("groups-post-soviet.txt", found.to_text(width=100).replace(found.data_version, "VERSION") + "\n")


# --- wrong input ---


@pytest.mark.parametrize(
    ("groups", "kwargs", "error", "message"),
    [
        ("group:nowhere", {}, ProfilesError, "nowhere"),
        ("post-soviet", {}, UnknownName, "did you mean 'group:post-soviet'"),
        ("gendre", {}, UnknownName, "did you mean 'gender'"),
        ("held:king", {}, UnknownName, "head_of_state"),
        ("gender=other", {}, NotComparable, "there are female, male"),
        ("gender", {"versus": "gender=male"}, NotComparable, "gender=..."),
        ("xx:yy", {}, NotComparable, "write 'group:<id>'"),
        ("rest", {}, NotComparable, "the rest of what"),
        ({"A": "rest"}, {}, NotComparable, "the rest of what"),
        ({"A": "rest", "B": "rest"}, {}, NotComparable, "only one can be"),
        ({"A": ["nobody"]}, {}, UnknownName, "no leader is called 'nobody'"),
        ({"A": []}, {}, NotComparable, "has nobody"),
        ({"A": [1]}, {}, NotComparable, "names or ids"),
        ({"A": 5}, {}, NotComparable, "a list of leaders or a function"),
        ({"": "rest"}, {}, NotComparable, "a name that can be printed"),
        ({"A": lambda cases: [True]}, {}, NotComparable, "for each of the 10 cases"),
        ({"A": lambda cases: cases["gender"]}, {}, NotComparable, "return True, False or missing"),
        ({"A": ["a-1"], "B": ["b-1"]}, {"versus": "gender"}, NotComparable, "named already"),
        (["a-1"], {}, NotComparable, "groups is a list"),
        ("gender", {"unit": "leaders"}, NotComparable, "did you mean 'leader'"),
        ("gender", {"aspects": ["age_at_entri"]}, UnknownName, "did you mean 'age_at_entry'"),
        ("gender", {"aspects": ["days"]}, UnknownName, "it is one of the unit tenure"),
        ("gender", {"aspects": []}, UnknownName, "no aspect is asked for"),
        ("gender", {"permutations": 0}, NotComparable, "at least 1"),
        ("gender", {"adjust": "none"}, NotComparable, "'holm' or 'bh'"),
        ("gender", {"since": dt.date(2050, 1, 1)}, NotComparable, "not before as_of"),
        ("gender", {"choices": Choices(count="each")}, NotComparable, "unit='statement'"),
    ],
)
def test_wrong_input_says_what_is_wrong(
    ten: Dataset, groups: object, kwargs: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        compare_groups(groups, data=ten, **kwargs)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_too_many_groups_for_a_table(shipped: Dataset) -> None:
    with pytest.raises(NotComparable, match="more than a table holds"):
        compare_groups("birth_state", data=shipped)


def test_overlap_names_a_leader_in_both(ten: Dataset) -> None:
    with pytest.raises(NotComparable, match=r"\(a-2\) is both in 'A' and in 'B'"):
        compare_groups({"A": ["a-1", "a-2"], "B": ["a-2", "b-1"]}, data=ten)


@pytest.mark.parametrize(
    "wrong", [{"power": "all"}, {"births": "first"}, {"inferred": 1}, {"coder": "third"}, {"count": "none"}]
)
def test_choices_refuse_what_is_no_option(wrong: dict[str, object]) -> None:
    with pytest.raises(NotComparable, match=next(iter(wrong))):
        Choices(**wrong)  # type: ignore[arg-type]


def test_an_adjusted_p_is_called_so(shipped: Dataset) -> None:
    plain = compare_groups("group:post-soviet", aspects=["entry"], data=shipped)
    adjusted = compare_groups("group:post-soviet", aspects=["entry", "age_at_entry"], data=shipped, adjust="holm")
    assert "adjusted" not in plain.sentences[0]
    assert "(adjusted p = 0." in next(said for said in adjusted.sentences if said.startswith("How power was gained"))
