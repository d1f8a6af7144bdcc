"""Cases and who is in which group: dated membership by hand, and every column against a slow second implementation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from profiles.dataset import Dataset, load
from profiles.errors import NotComparable
from profiles.groups import Choices, compare_groups
from profiles.groups.aspects import DEFAULTS, GROUP_ASPECTS, chosen_aspects
from profiles.groups.cases import Cases, gather
from profiles.groups.columns import YEAR
from profiles.groups.members import label_cases
from profiles.groups.world import Base, World
from tests.leaders_synthetic import World as Made

SINCE = dt.date(1985, 1, 1)


def cases_of(data: Dataset, unit: str, since: dt.date = SINCE, **choices: Any) -> Cases:
    chosen = Choices(**choices).for_unit(unit)
    return gather(World(Base(data, data.as_of), chosen, since), unit)


def members(data: Dataset, unit: str, **choices: Any) -> dict[str, str]:
    """Return the group of each case."""
    cases = cases_of(data, unit, **choices)
    labels = label_cases("group:post-soviet", "rest", cases)
    return {str(case): ("in", "out", "none")[group] for case, group in zip(cases.ids, labels.group, strict=True)}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """XXA is in the group from 1995 on; XXB never is."""
    made = Made()
    made.group("post-soviet", "XXA", "1995-01-01")
    made.leader("before")
    made.tenure("before", "xxa-president", "1990-01-01", "1994-12-31")
    made.leader("across")
    made.tenure("across", "xxa-president", "1994-06-01", "1995-01-01")
    made.leader("after")
    made.tenure("after", "xxa-president", "1995-01-02", "1999-12-31")
    made.leader("other")
    made.tenure("other", "xxb-president", "1996-01-01", "1998-12-31")
    # Two tenures: power in XXA before the membership, a mere office in it after.
    made.leader("twice")
    made.tenure("twice", "xxa-premier", "1992-01-01", "1993-12-31")
    made.tenure("twice", "xxa-president", "1997-01-01", "1997-12-31", is_effective="false")
    made.leader("nowhere")
    for leader in ("before", "across", "after", "other", "twice", "nowhere"):
        made.view(leader, "2005-01-01")
    return made.load(tmp_path_factory.mktemp("dated"))


# --- membership by hand ---


def test_a_leader_is_a_member_who_shared_a_day_with_the_membership(dated: Dataset) -> None:
    assert members(dated, "leader") == {
        "across": "in", "after": "in", "before": "out", "other": "out", "twice": "out",
    }  # fmt: skip
    assert members(dated, "leader", power="any")["twice"] == "in"


def test_a_tenure_is_a_member_by_its_own_days(dated: Dataset) -> None:
    found = members(dated, "tenure", power="any")
    assert list(found.values()) == ["in", "in", "out", "out", "out", "in"]
    groups = compare_groups("group:post-soviet", unit="tenure", choices=Choices(power="any"), data=dated)
    assert any(note.startswith("One leader has tenures on both sides") for note in groups.notes)
    # The leader on both sides is a cluster on each.
    assert [len(group.leaders) for group in groups.groups] == [3, 3]
    assert "twice" in groups.groups[0].leaders
    assert "twice" in groups.groups[1].leaders


def test_a_leader_year_is_a_member_by_the_days_of_the_year(dated: Dataset) -> None:
    found = members(dated, "leader-year")
    assert found["across/1994"] == "out"
    assert found["across/1995"] == "in"
    assert found["after/1999"] == "in"
    assert "twice/1997" not in found
    assert members(dated, "leader-year", power="any")["twice/1997"] == "in"


def test_a_statement_goes_with_its_speaker_whatever_the_office(dated: Dataset) -> None:
    found = list(members(dated, "statement").values())
    assert found == ["in", "in", "out", "none", "out", "in"]
    groups = compare_groups("group:post-soviet", unit="statement", data=dated)
    assert any("in no group, since what decides it is not recorded (Nowhere)" in note for note in groups.notes)
    effective = cases_of(dated, "statement", power="effective")
    assert "nowhere" not in effective.frame["leader_id"].tolist()
    # Of those who held effective power; what they are members by is still any office.
    assert list(members(dated, "statement", power="effective").values()) == ["in", "in", "out", "out", "in"]


def test_uncertain_dates_do_not_move_a_case_from_group_to_group(tmp_path: Path) -> None:
    made = Made()
    made.group("post-soviet", "XXA", "1995-01-01")
    for leader, start, end in (("a-1", "1990", "1995"), ("b-1", "1990-01-01", "1993-01-01")):
        made.leader(leader)
        made.tenure(leader, "xxa-president", start, end)
    data = made.load(tmp_path)
    for tenures in ("middle", "shortest", "longest"):
        assert members(data, "leader", tenures=tenures) == {"a-1": "in", "b-1": "out"}


def test_groups_by_attribute_predicate_list_and_office(dated: Dataset, shipped: Dataset) -> None:
    named = compare_groups({"Across": ["Across"], "Others": "rest"}, data=dated)
    assert [(group.name, group.n) for group in named.groups] == [("Across", 1), ("Others", 4)]
    first = {"Others": "rest", "Across": ["across"]}
    assert [group.n for group in compare_groups(first, data=dated).groups] == [4, 1]
    late = {"Late": lambda cases: cases["first_day"] >= pd.Timestamp(1995, 1, 1)}
    found = compare_groups(late, data=dated)  # type: ignore[arg-type]
    assert found.groups[0].leaders == ("after", "other")
    women = compare_groups("gender=female", data=shipped)
    assert women.groups[0].name == "Women"
    assert women.groups[1].name == "All others"
    both = compare_groups("gender", data=shipped)
    assert [group.name for group in both.groups] == ["Women", "Men"]
    assert both.groups[0].leaders == women.groups[0].leaders
    # What makes the groups is not compared unless it is asked for.
    assert "is_woman" not in [row.aspect_id for row in both.rows]
    assert compare_groups("gender", aspects=["is_woman"], data=shipped).rows
    held = compare_groups("held:party_leader", data=shipped)
    kinds = shipped.tenures.merge(shipped.offices, on="office_id")
    heads = set(kinds.loc[kinds["kind"] == "party_leader", "leader_id"])
    assert set(held.groups[0].leaders) == heads & set(cases_of(shipped, "leader").frame["leader_id"])
    assert "no other party membership" in held.groups[0].definition
    aspect = compare_groups("irregular_exit", aspects=["age_at_exit"], data=shipped)
    assert [group.name for group in aspect.groups] == ["Removed by force: no", "Removed by force: yes"]
    assert any("83 leaders in no group" in note for note in aspect.notes)


def test_a_predicate_may_answer_in_another_order_or_with_nothing(dated: Dataset) -> None:
    def backwards(cases: pd.DataFrame) -> pd.Series[bool]:
        return (cases["leader_id"] == "after").iloc[::-1]

    assert compare_groups({"A": backwards}, data=dated).groups[0].leaders == ("after",)

    def unsure(cases: pd.DataFrame) -> list[bool | None]:
        return [None if leader == "other" else leader == "after" for leader in cases["leader_id"]]

    found = compare_groups({"A": unsure}, data=dated)
    assert [group.n for group in found.groups] == [1, 3]
    assert any("(Other)" in note for note in found.notes)


def test_a_named_leader_without_a_case_is_told(dated: Dataset) -> None:
    found = compare_groups({"A": ["after", "nowhere"]}, data=dated)
    assert "Named in “A” but without a case here: Nowhere." in found.notes


@pytest.mark.parametrize("unit", list(DEFAULTS))
def test_the_frame_for_predicates_has_what_it_says(shipped: Dataset, unit: str) -> None:
    cases = cases_of(shipped, unit)
    frame = cases.frame
    assert len(frame) == cases.size
    assert frame["case_id"].is_unique
    said = (Cases.frame.__doc__ or "").split("``")[1::2]
    shared = {"case_id", "leader_id", "born", "states", "name", "gender"}
    assert shared <= set(frame.columns)
    assert {name for name in said if name in frame.columns} >= {"case_id", "leader_id", "born", "states"}
    assert "" not in frame["states"].dropna().tolist()


def test_no_cases_at_all_is_an_error_that_says_so(tmp_path: Path) -> None:
    made = Made()
    made.leader("idle")
    data = made.load(tmp_path)
    for unit in DEFAULTS:
        with pytest.raises(NotComparable, match="there are no"):
            compare_groups({"A": ["idle"]}, unit=unit, data=data)


# --- against a second implementation, leader by leader and day by day ---


@pytest.fixture(scope="module")
def sample(shipped: Dataset) -> Dataset:
    """Every twelfth leader, with all that hangs on them."""
    kept = set(shipped.leaders["leader_id"].iloc[::12]) | set(shipped.views["leader_id"].iloc[::5])
    frames = {
        name: frame[frame["leader_id"].isin(kept).to_numpy(dtype=bool)].reset_index(drop=True)
        for name, frame in shipped.tables.items()
        if "leader_id" in frame.columns
    }
    return replace(shipped, **frames)


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _middle(low: dt.date, high: dt.date) -> dt.date:
    return low + (high - low) // 2


def slow_tenures(data: Dataset, leader: str, *, effective: bool) -> list[tuple[dt.date, dt.date, bool, str, str]]:
    found = []
    rows = data.tenures[data.tenures["leader_id"] == leader].sort_values(["start_earliest", "tenure_id"])
    for row in rows.to_dict("records"):
        if effective and not row["is_effective"]:
            continue
        start = _middle(_day(row["start_earliest"]), _day(row["start_latest"]))  # type: ignore[arg-type]
        if start > data.as_of:
            continue
        end = None
        if not pd.isna(row["end_earliest"]):
            end = _middle(_day(row["end_earliest"]), _day(row["end_latest"]))  # type: ignore[arg-type]
        running = row["end_status"] == "ongoing" or (end is not None and end > data.as_of)
        if running:
            end = data.as_of
        assert end is not None
        found.append((start, max(start, end), running, row["entry"], row["exit"]))
    return found


def slow_days(tenures: list[tuple[dt.date, dt.date, bool, str, str]]) -> set[int]:
    return {day for start, end, *_ in tenures for day in range(start.toordinal(), end.toordinal() + 1)}


def _column(cases: Cases, aspect_id: str) -> dict[str, float]:
    (aspect,) = chosen_aspects([aspect_id], cases.unit)
    column = aspect.get(cases)
    return {str(case): float(value) for case, value in zip(cases.ids, column.values, strict=True)}


@pytest.mark.parametrize("power", ["effective", "any"])
def test_leaders_against_a_walk_through_their_days(sample: Dataset, power: str) -> None:
    cases = cases_of(sample, "leader", power=power)
    names = ("age_at_entry", "age_at_exit", "time_in_power", "in_office_1991", "in_power_now", "age_1991")
    got = {name: _column(cases, name) for name in names}
    (longest,) = chosen_aspects(["longest_spell"], "leader")
    spells = dict(zip(map(str, cases.ids), longest.get(cases).values, strict=True))
    (total,) = chosen_aspects(["time_in_power"], "leader")
    entry = total.get(cases).entry
    assert entry is not None
    served = dict(zip(map(str, cases.ids), entry, strict=True))
    seen = 0
    for row in sample.leaders.to_dict("records"):
        leader = row["leader_id"]
        tenures = slow_tenures(sample, leader, effective=power == "effective")
        if not tenures:
            assert leader not in got["age_at_entry"]
            continue
        seen += 1
        days = slow_days(tenures)
        late = [day for day in days if day >= SINCE.toordinal()]
        running = any(t[2] for t in tenures)
        assert got["in_power_now"][leader] == running
        assert got["in_office_1991"][leader] == any(dt.date.fromordinal(day).year == 1991 for day in days)
        if late:
            assert got["time_in_power"][leader] == len(days)
            assert served[leader] == len(days) - len(late)
            runs = np.split(np.array(sorted(days)), np.flatnonzero(np.diff(sorted(days)) > 1) + 1)
            assert np.isnan(spells[leader]) or spells[leader] == max(map(len, runs))
        else:
            assert np.isnan(got["time_in_power"][leader])
        if pd.isna(row["born_earliest"]):
            assert np.isnan(got["age_at_entry"][leader])
            continue
        born = _middle(_day(row["born_earliest"]), _day(row["born_latest"]))  # type: ignore[arg-type]
        assert got["age_at_entry"][leader] == pytest.approx((min(t[0] for t in tenures) - born).days / YEAR)
        if running:
            assert np.isnan(got["age_at_exit"][leader])
        else:
            assert got["age_at_exit"][leader] == pytest.approx((max(t[1] for t in tenures) - born).days / YEAR)
        alive = born <= dt.date(1991, 12, 26) and not (_day(row["died_latest"]) or dt.date.max) < dt.date(1991, 12, 26)
        assert np.isnan(got["age_1991"][leader]) != alive
    assert seen == cases.size > 50


def test_leader_years_against_a_walk_through_their_days(sample: Dataset) -> None:
    cases = cases_of(sample, "leader-year")
    so_far = _column(cases, "years_so_far")
    started, left = _column(cases, "started_this_year"), _column(cases, "left_this_year")
    expected: dict[str, tuple[float, bool, bool]] = {}
    for leader in sample.leaders["leader_id"]:
        tenures = slow_tenures(sample, leader, effective=True)
        days = sorted(slow_days(tenures))
        years = [dt.date.fromordinal(day).year for day in days]
        for year in sorted(set(years)):
            if year >= SINCE.year:
                last = max(place for place, y in enumerate(years) if y == year)
                ended = year == years[-1] and not any(t[2] for t in tenures)
                expected[f"{leader}/{year}"] = ((last + 1) / YEAR, year == years[0], ended)
    assert so_far == pytest.approx({case: value[0] for case, value in expected.items()})
    assert {case for case, flag in started.items() if flag} == {case for case, value in expected.items() if value[1]}
    assert {case for case, flag in left.items() if flag} == {case for case, value in expected.items() if value[2]}


@pytest.mark.parametrize("count", ["each", "first", "last", "majority"])
def test_statements_against_a_count_by_hand(sample: Dataset, count: str) -> None:
    cases = cases_of(sample, "statement", count=count)
    laments, causes = _column(cases, "laments"), chosen_aspects(["causes"], "statement")[0].get(cases)
    after = sample.views[sample.views["timing"] == "after"].sort_values(["leader_id", "date_earliest", "view_id"])
    expected: dict[str, float] = {}
    named: dict[str, set[str]] = {}
    tied: dict[str, set[str]] = {}
    for leader, rows in after.groupby("leader_id"):
        codes = rows["evaluation"].tolist()
        lists = [set() if pd.isna(cell) else set(cell.split(";")) for cell in rows["causes"]]
        if count == "each":
            for view, code, items in zip(rows["view_id"], codes, lists, strict=True):
                expected[view], named[view] = float(code == "lament"), items
        elif count == "majority":
            top = [code for code in set(codes) if codes.count(code) == max(map(codes.count, codes))]
            expected[str(leader)] = float(top == ["lament"]) if len(top) == 1 else float("nan")
            every = set().union(*lists)
            tied[str(leader)] = {c for c in every if 2 * sum(c in items for items in lists) == len(lists)}
            named[str(leader)] = {c for c in set().union(*lists) if 2 * sum(c in items for items in lists) > len(lists)}
        else:
            place = 0 if count == "first" else -1
            view = rows["view_id"].iloc[place]
            expected[view], named[view] = float(codes[place] == "lament"), lists[place]
    assert laments == pytest.approx(expected, nan_ok=True)
    for case, flags in zip(cases.ids, causes.values, strict=True):
        got = {code for (code, _), flag in zip(causes.levels, flags, strict=True) if flag == 1}
        assert got == named[case], case
        open_ones = {code for (code, _), flag in zip(causes.levels, flags, strict=True) if np.isnan(flag)}
        assert open_ones == tied.get(case, set()), case


def test_speaker_in_office_against_a_count_by_hand(sample: Dataset) -> None:
    cases = cases_of(sample, "statement")
    got = _column(cases, "in_office")
    for row in sample.views[sample.views["timing"] == "after"].to_dict("records"):
        day = _middle(_day(row["date_earliest"]), _day(row["date_latest"]))  # type: ignore[arg-type]
        tenures = slow_tenures(sample, row["leader_id"], effective=False)
        expected = float(any(start <= day <= end for start, end, *_ in tenures)) if tenures else float("nan")
        assert got[row["view_id"]] == pytest.approx(expected, nan_ok=True)


def test_every_aspect_is_declared_once_and_every_default_exists() -> None:
    ids = [aspect.id for aspect in GROUP_ASPECTS]
    assert len(set(ids)) == len(ids)
    for unit, wanted in DEFAULTS.items():
        assert {aspect.id for aspect in chosen_aspects(None, unit)} == set(wanted)
    for aspect in GROUP_ASPECTS:
        assert aspect.said
        assert set(aspect.units) <= set(DEFAULTS)
        assert (aspect.kind in {"number", "duration"}) == bool(aspect.measure)


def test_doubts_of_one_statement_are_those_of_its_leader(tmp_path: Path) -> None:
    made = Made()
    made.leader("sure")
    made.leader("vague")
    made.tenure("sure", "xxa-president", "2000-01-01", "2003-01-01")
    made.view("sure", "2001-01-01")
    for date in ("2001", "2002-01-01"):
        made.view("vague", date)
    found = compare_groups(
        {"Vague": ["vague"], "Sure": ["sure"]},
        unit="statement",
        aspects=["years_after_1991", "in_office"],
        choices=Choices(count="majority"),
        data=made.load(tmp_path),
    )
    assert [cell.n for cell in found.row("years_after_1991").cells] == [1, 1]
    assert [cell.uncertain for cell in found.row("years_after_1991").cells] == [1, 0]
    assert [cell.reasons for cell in found.row("in_office").cells] == [(("no office recorded", 1),), ()]
