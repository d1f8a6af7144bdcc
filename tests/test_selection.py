"""Which tenures a choice means: dated membership, uncertain bounds, and what must hold of one tenure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.dataset import Dataset, load
from profiles.dates import parse_dates
from profiles.report.recipe import Recipe, choose_leaders
from profiles.selection import SelectionError, chosen_leaders, chosen_tenures, members_during
from tests.leaders_synthetic import World

DAY = dt.date


def memberships(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return groups as a loaded dataset has them, from (group, state, start, end)."""
    frame = pd.DataFrame(list(rows), columns=["group_id", "state_id", "start", "end"])
    for name in ("start", "end"):
        dates = parse_dates(frame[name])
        frame[f"{name}_earliest"], frame[f"{name}_latest"] = dates.earliest, dates.latest
    return frame


def ask(groups: pd.DataFrame, *periods: tuple[str, str, str], surely: bool = False, group: str = "eu") -> list[bool]:
    states = np.array([state for state, _, _ in periods], dtype=object)
    start, end = (np.array([p[place] or "NaT" for p in periods], dtype="datetime64[s]") for place in (1, 2))
    return members_during(groups, group, states, start, end, surely=surely).tolist()


# --- dated membership ---


def test_the_first_and_the_last_day_of_a_membership_count() -> None:
    groups = memberships(("eu", "XXA", "1973-01-01", "2020-01-31"))
    assert ask(
        groups,
        ("XXA", "1960-01-01", "1972-12-31"),
        ("XXA", "1960-01-01", "1973-01-01"),
        ("XXA", "2020-01-31", "2024-01-01"),
        ("XXA", "2020-02-01", "2024-01-01"),
        ("XXB", "1980-01-01", "1990-01-01"),
    ) == [False, True, True, False, False]


def test_open_ends_are_open() -> None:
    groups = memberships(("eu", "XXA", "1973-01-01", ""))
    assert ask(groups, ("XXA", "2100-01-01", ""), ("XXA", "", "1972-12-31"), ("XXA", "", "")) == [True, False, True]


def test_a_state_that_came_back_is_no_member_in_between() -> None:
    groups = memberships(("eu", "XXA", "1950-01-01", "1959-12-31"), ("eu", "XXA", "1970-01-01", ""))
    periods = [("XXA", f"{year}-01-01", f"{year}-12-31") for year in (1949, 1955, 1965, 1975)]
    assert ask(groups, *periods) == [False, True, False, True]


def test_uncertain_dates_are_read_both_ways() -> None:
    groups = memberships(("eu", "XXA", "1973", "1980"))
    periods = [("XXA", "1973-03-01", "1973-04-01"), ("XXA", "1975-01-01", "1975-02-01"), ("XXA", "1981-01-01", "")]
    periods.append(("XXA", "1980-06-01", "1980-07-01"))
    assert ask(groups, *periods) == [True, True, False, True]
    assert ask(groups, *periods, surely=True) == [False, True, False, False]


def test_other_groups_do_not_count_and_unknown_ones_are_errors() -> None:
    groups = memberships(("nato", "XXA", "1950-01-01", ""))
    assert ask(groups, ("XXA", "1960-01-01", "1961-01-01")) == [False]
    assert ask(groups.iloc[:0], ("XXA", "1960-01-01", "1961-01-01")) == [False]
    assert ask(groups) == []
    with pytest.raises(SelectionError, match="group names 'post soviet', which does not exist; did you mean 'post-sov"):
        ask(groups, ("XXA", "1960-01-01", "1961-01-01"), group="post soviet")


def test_a_group_of_ones_own_needs_rows_only() -> None:
    groups = memberships(("mine", "XXA", "1950-01-01", ""))
    assert ask(groups, ("XXA", "1960-01-01", "1961-01-01"), group="mine") == [True]


YEARS = st.integers(1950, 1960)
STATES = st.sampled_from(["XXA", "XXB", "XXC"])


@given(
    st.lists(st.tuples(STATES, YEARS, st.none() | YEARS), max_size=6),
    st.lists(st.tuples(STATES, YEARS, st.integers(0, 4)), max_size=8),
)
def test_the_same_as_looking_at_every_pair(
    of_state: list[tuple[str, int, int | None]], periods: list[tuple[str, int, int]]
) -> None:
    rows = [("eu", s, f"{a}-01-01", "" if b is None else f"{max(a, b)}-12-31") for s, a, b in of_state]
    asked = [(state, f"{year}-01-01", f"{year + more}-12-31") for state, year, more in periods]
    expected = [
        any(s == state and a <= last and first <= (b or "9999") for _, s, a, b in rows) for state, first, last in asked
    ]
    assert ask(memberships(*rows), *asked) == expected


# --- choosing tenures ---


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    world = World()
    for leader in ("alpha-ada", "beta-ben", "gamma-cy", "delta-dee"):
        world.leader(leader, born="1930-01-01")
    world.tenure("alpha-ada", "xxa-president", "1960-01-01", "1969-12-31")
    world.tenure("alpha-ada", "xxa-premier", "1980-01-01", "1984-12-31", is_effective="false")
    world.tenure("beta-ben", "xxb-chair", "1970-01-01", "1979-12-31")
    world.tenure("gamma-cy", "xxb-president", "1985", "1990~", is_effective="false")
    world.tenure("delta-dee", "xxa-president", "2015-01-01")
    world.group("eu", "XXA", "1975-01-01", "1999-12-31")
    return world.load(tmp_path)


def chosen(data: Dataset, **choice: object) -> list[str]:
    return chosen_leaders(data.tables, as_of=data.as_of, **choice)


def test_what_is_given_must_hold_of_one_tenure(data: Dataset) -> None:
    # Ada was in power, and in office while her state was in the group, but not at once.
    assert chosen(data, group="eu") == ["alpha-ada"]
    assert chosen(data, group="eu", effective=True) == []
    assert chosen(data, kinds=["head_of_government"], in_office_on=DAY(1965, 1, 1)) == []


def test_group_and_states_widen_each_other(data: Dataset) -> None:
    assert chosen(data, group="eu", states=["XXB"]) == ["alpha-ada", "beta-ben", "gamma-cy"]
    assert chosen(data, group="eu", states=["XXB"], kinds=["party_leader"]) == ["beta-ben"]
    assert chosen(data, states=[]) == []


def test_uncertain_tenures_fit_where_they_possibly_do(data: Dataset) -> None:
    for day, is_there in ((DAY(1985, 1, 1), True), (DAY(1990, 12, 31), True), (DAY(1991, 1, 1), False)):
        assert (chosen(data, in_office_on=day) == ["gamma-cy"]) is is_there


def test_running_tenures_last_and_later_ones_do_not_count(data: Dataset) -> None:
    assert chosen(data, in_office_on=DAY(2020, 12, 31)) == ["delta-dee"]
    earlier = chosen_leaders(data.tables, as_of=DAY(2014, 1, 1))
    assert "delta-dee" not in earlier
    assert len(earlier) == 3


def test_in_order_of_state_and_first_day(data: Dataset) -> None:
    assert chosen(data) == ["alpha-ada", "delta-dee", "beta-ben", "gamma-cy"]
    assert chosen(data, effective=False) == chosen(data)


def test_the_mask_is_one_per_tenure(data: Dataset) -> None:
    mask = chosen_tenures(data.tables, as_of=data.as_of, effective=True)
    assert mask.dtype == bool
    assert mask.tolist() == data.tenures["is_effective"].tolist()


def test_an_office_that_nobody_describes_fits_no_state(data: Dataset) -> None:
    tables = {**data.tables, "offices": data.offices.iloc[:0]}
    assert not chosen_tenures(tables, as_of=data.as_of, states=["XXA", "XXB"]).any()
    assert chosen_tenures(tables, as_of=data.as_of, effective=True).any()


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"states": ["XXAA"]}, "states names 'XXAA', which does not exist; did you mean 'XXA'"),
        ({"states": "XXA"}, r"states is the text 'XXA'; write a list: \['XXA'\]"),
        (
            {"kinds": ["head-of-state"]},
            "kinds names 'head-of-state', which does not exist; did you mean 'head_of_state'",
        ),
        ({"kinds": ["king"]}, "kinds names 'king', which does not exist; there are head_of_state, "),
        ({"group": "european-union"}, "group names 'european-union', which does not exist; there are post-soviet, "),
    ],
)
def test_what_does_not_exist_is_named(data: Dataset, choice: dict[str, object], message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        chosen(data, **choice)


# --- one meaning everywhere ---


@pytest.mark.parametrize(
    "select",
    [
        {"group": "communist-party", "effective": True},
        {"group": "g7", "in_office_on": DAY(1991, 12, 26), "kinds": ["head_of_government"]},
        {"group": "post-soviet", "states": ["CHN", "USA"], "effective": True},
        {"states": ["RUS", "SUN"], "kinds": ["head_of_state", "party_leader"]},
    ],
)
def test_recipes_and_parts_choose_the_same(select: dict[str, object]) -> None:
    data = load()
    leaders = choose_leaders(Recipe("x", select=select), data)
    assert set(leaders) == set(data.where(**select).leaders["leader_id"])  # type: ignore[arg-type]
    assert leaders == chosen_leaders(data.tables, as_of=data.as_of, **select)


def test_the_soviet_leaders_of_1985_to_1991_are_no_post_soviet_ones() -> None:
    leaders = chosen_leaders(load().tables, as_of=DAY(2026, 1, 22), group="post-soviet", effective=True)
    assert "gorbachev-mikhail" not in leaders
    assert {"yeltsin-boris", "putin-vladimir", "landsbergis-vytautas"} & set(leaders) >= {"putin-vladimir"}
