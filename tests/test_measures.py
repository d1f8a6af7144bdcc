"""Days in office: by hand, and against a second implementation that walks through every day."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.measures import office_days, spell_ranks, spells
from tests.leaders_synthetic import World

AS_OF = dt.date(2020, 12, 31)
FIRST = dt.date(2020, 1, 1)
# Leader, first start, last start, first end, last end (None: no end given), end_status.
Row = tuple[str, dt.date, dt.date, dt.date | None, dt.date | None, str]


def frame(*rows: Row) -> pd.DataFrame:
    names = ("leader_id", "start_earliest", "start_latest", "end_earliest", "end_latest", "end_status")
    columns: dict[str, object] = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    made = pd.DataFrame({name: columns.get(name, ()) for name in names})
    dates = dict.fromkeys([name for name in names if name.startswith(("start", "end_e", "end_l"))], "datetime64[s]")
    return made.astype({"leader_id": "str", "end_status": "str", **dates})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def exact(leader: str, start: str, end: str = "", status: str = "") -> Row:
    last = day(end) if end else None
    return leader, day(start), day(start), last, last, status or ("known" if end else "ongoing")


def figures(*rows: Row, as_of: dt.date = AS_OF, leader: str = "a") -> dict[str, object]:
    row = office_days(frame(*rows), as_of=as_of).loc[leader]
    return {
        "days": (row["days_low"], row["days_high"]),
        "longest": (row["longest_low"], row["longest_high"]),
        "from": str(row["longest_start"].date()),
        "to": str(row["longest_end"].date()),
        "running": bool(row["is_running"]),
    }


# --- known answers ---


def test_both_days_count() -> None:
    assert figures(exact("a", "2000-01-01", "2000-01-01"))["days"] == (1, 1)
    assert figures(exact("a", "2000-01-01", "2000-12-31"))["days"] == (366, 366)
    # John F. Kennedy, 20 January 1961 to 22 November 1963: 1,036 days from the one to the other, so 1,037 with both.
    assert figures(exact("a", "1961-01-20", "1963-11-22"))["days"] == (1037, 1037)


def test_days_in_two_offices_count_once_and_offices_in_a_row_make_one_spell() -> None:
    assert figures(
        exact("a", "2000-01-01", "2000-01-31"),
        exact("a", "2000-01-15", "2000-02-10"),
        exact("a", "2000-02-11", "2000-02-20"),
        exact("a", "2000-03-01", "2000-03-05"),
        exact("b", "2000-02-21", "2000-02-29"),
    ) == {"days": (56, 56), "longest": (51, 51), "from": "2000-01-01", "to": "2000-02-20", "running": False}


def test_a_tenure_inside_another_adds_nothing() -> None:
    found = figures(exact("a", "2000-01-01", "2000-12-31"), exact("a", "2000-03-01", "2000-03-31"))
    assert (found["days"], found["longest"]) == ((366, 366), (366, 366))


def test_of_equal_spells_the_first_is_shown() -> None:
    found = figures(exact("a", "2005-01-01", "2005-01-10"), exact("a", "2001-01-01", "2001-01-10"))
    assert (found["from"], found["to"]) == ("2001-01-01", "2001-01-10")


def test_an_ongoing_tenure_runs_to_the_last_day() -> None:
    found = figures(exact("a", "2020-12-01"))
    assert found == {
        "days": (31, 31),
        "longest": (31, 31),
        "from": "2020-12-01",
        "to": "2020-12-31",
        "running": True,
    }


def test_an_end_after_the_last_day_is_cut_off_and_an_end_on_it_is_an_end() -> None:
    cut = figures(exact("a", "2020-12-01", "2021-06-30"))
    assert (cut["days"], cut["to"], cut["running"]) == ((31, 31), "2020-12-31", True)
    ended = figures(exact("a", "2020-12-01", "2020-12-31"))
    assert (ended["days"], ended["to"], ended["running"]) == ((31, 31), "2020-12-31", False)


def test_what_begins_later_is_left_out() -> None:
    tenures = frame(exact("a", "2020-12-31", "2020-12-31"), exact("a", "2021-01-01"), exact("b", "2021-01-01"))
    found = office_days(tenures, as_of=AS_OF)
    assert list(found.index) == ["a"]
    assert found.loc["a", "days_high"] == 1
    assert not found.loc["a", "is_running"]


def test_an_unknown_end_is_between_one_day_and_all() -> None:
    found = figures(exact("a", "2020-12-01", status="unknown"))
    assert (found["days"], found["longest"], found["running"]) == ((1, 31), (1, 31), False)


def test_an_unknown_end_with_bounds_is_known_that_far() -> None:
    row = ("a", day("2020-01-01"), day("2020-01-01"), day("2020-02-01"), day("2020-02-29"), "unknown")
    assert figures(row)["days"] == (32, 60)


def test_uncertain_dates_give_ranges() -> None:
    # From some day in March 2000 to some day in 2001.
    row = ("a", day("2000-03-01"), day("2000-03-31"), day("2001-01-01"), day("2001-12-31"), "known")
    found = figures(row)
    assert found["days"] == (277, 671)
    assert (found["from"], found["to"]) == ("2000-03-01", "2001-12-31")
    # In and out some time in 2000: a day at the least.
    assert figures(("a", *(day("2000-01-01"), day("2000-12-31")) * 2, "known"))["days"] == (1, 366)


def test_a_spell_that_is_unbroken_only_perhaps() -> None:
    first = ("a", day("2000-01-01"), day("2000-01-01"), day("2000-01-10"), day("2000-01-20"), "known")
    found = figures(first, exact("a", "2000-01-15", "2000-01-31"))
    assert (found["days"], found["longest"]) == ((27, 31), (17, 31))


def test_a_start_that_is_only_perhaps_past() -> None:
    row = ("a", day("2020-12-30"), day("2021-01-02"), None, None, "ongoing")
    assert figures(row)["days"] == (0, 2)


def test_dates_before_nanoseconds() -> None:
    assert figures(exact("a", "0001-01-01", "0001-12-31"))["days"] == (365, 365)
    assert figures(exact("a", "0001-01-01"), as_of=dt.date(9999, 12, 31))["days"] == (3652059, 3652059)


def test_nobody() -> None:
    found = office_days(frame(), as_of=AS_OF)
    assert len(found) == 0
    assert list(spell_ranks(found).columns) == ["rank_best", "rank_worst"]
    assert len(spells(frame(), as_of=AS_OF).leader) == 0


def test_types() -> None:
    found = office_days(frame(exact("b", "2000-01-01"), exact("a", "2000-01-01")), as_of=AS_OF)
    assert list(found.index) == ["a", "b"]
    assert found.index.name == "leader_id"
    types = {name: str(kind) for name, kind in found.dtypes.items()}
    assert {types[f"{what}_{bound}"] for what in ("days", "longest") for bound in ("low", "high")} == {"Int64"}
    assert types["longest_start"] == types["longest_end"] == "datetime64[s]"
    assert types["is_running"] == "boolean"
    assert {str(kind) for kind in spell_ranks(found).dtypes} == {"Int64"}


def test_the_frame_is_left_as_it_was() -> None:
    tenures = frame(exact("b", "2000-01-01"), exact("a", "1999-01-01", "1999-02-01"))
    before = tenures.copy(deep=True)
    office_days(tenures, as_of=AS_OF)
    pd.testing.assert_frame_equal(tenures, before)


def test_spells_of_one_leader() -> None:
    found = spells(frame(exact("a", "2000-01-01", "2000-01-02"), exact("b", "2001-01-01", "2001-01-03")), as_of=AS_OF)
    assert list(found.days) == [2, 3]
    assert list(found.of("b").days) == [3]
    assert list(found.of("c").days) == []


def test_only_two_ways_to_read_dates() -> None:
    with pytest.raises(ValueError, match="'earliest' for the shortest"):
        spells(frame(), as_of=AS_OF, dates="mean")


def test_a_loaded_dataset_fits(tmp_path: Path) -> None:
    world = World()
    world.leader("alpha-ada")
    world.tenure("alpha-ada", "xxa-president", "2000", "2001-02~")
    found = office_days(world.load(tmp_path).tenures, as_of=AS_OF)
    assert found.loc["alpha-ada", ["days_low", "days_high"]].tolist() == [33, 425]


# --- ranks ---


def ranks(*longest: tuple[int, int]) -> list[tuple[int, int]]:
    days = pd.DataFrame(longest, columns=["longest_low", "longest_high"]).astype("Int64")
    return [(int(best), int(worst)) for best, worst in spell_ranks(days).itertuples(index=False)]


def test_ranks_by_hand() -> None:
    assert ranks((10, 10), (30, 30), (20, 20)) == [(3, 3), (1, 1), (2, 2)]
    assert ranks((10, 10), (10, 10), (5, 5)) == [(1, 2), (1, 2), (3, 3)]
    assert ranks((10, 40), (30, 30), (20, 20)) == [(1, 3), (1, 2), (2, 3)]


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3)), min_size=1, max_size=6).map(
        lambda pairs: [(low, low + more) for low, more in pairs]
    )
)
def test_ranks_are_those_that_some_choice_within_the_bounds_gives(bounds: list[tuple[int, int]]) -> None:
    worlds = list(product(*bounds))
    for place, (best, worst) in enumerate(ranks(*bounds)):
        assert best == min(1 + sum(other > world[place] for other in world) for world in worlds)
        assert worst == max(sum(other >= world[place] for other in world) for world in worlds)


# --- properties ---

DAYS = st.integers(0, 60).map(lambda n: FIRST + dt.timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    start = draw(DAYS)
    start_latest = start + dt.timedelta(days=draw(st.integers(0, 4)))
    leader = draw(st.sampled_from("abc"))
    status = draw(st.sampled_from(["known", "known", "known", "ongoing", "unknown"]))
    if status != "known":
        return leader, start, start_latest, None, None, status
    # Bounds that do not cross: where they do, one day is known, but not which.
    end = start_latest + dt.timedelta(days=draw(st.integers(0, 20)))
    return leader, start, start_latest, end, end + dt.timedelta(days=draw(st.integers(0, 4))), status


TENURES = st.lists(rows(), min_size=1, max_size=7)
LAST = st.integers(0, 70).map(lambda n: FIRST + dt.timedelta(days=n))


def walk(tenures: list[Row], as_of: dt.date, *, longest: bool) -> dict[str, set[dt.date]]:
    """Return the days in office of each leader, one by one."""
    found: dict[str, set[dt.date]] = {}
    for leader, start_earliest, start_latest, end_earliest, end_latest, status in tenures:
        start = start_earliest if longest else start_latest
        if start > as_of:
            continue
        days = found.setdefault(leader, set())
        last = end_latest if longest else end_earliest
        if status == "ongoing":
            last = as_of
        elif status == "unknown":
            last = as_of if longest else start
        assert last is not None
        for n in range((as_of - start).days + 1):
            if start + dt.timedelta(days=n) <= last:
                days.add(start + dt.timedelta(days=n))
    return found


def runs(days: set[dt.date]) -> list[tuple[dt.date, int]]:
    """Return each first day of an unbroken run, and how many days it has."""
    one = dt.timedelta(days=1)
    found = []
    for start in sorted(d for d in days if d - one not in days):
        length = 1
        while start + length * one in days:
            length += 1
        found.append((start, length))
    return found


@given(TENURES, LAST)
def test_as_counted_day_by_day(tenures: list[Row], as_of: dt.date) -> None:
    found = office_days(frame(*tenures), as_of=as_of)
    most, fewest = walk(tenures, as_of, longest=True), walk(tenures, as_of, longest=False)
    assert set(found.index) == set(most)
    for leader, row in found.iterrows():
        spans = runs(most[str(leader)])
        sure = runs(fewest.get(str(leader), set()))
        assert (row["days_low"], row["days_high"]) == (len(fewest.get(str(leader), ())), len(most[str(leader)]))
        assert row["longest_high"] == max(length for _, length in spans)
        assert row["longest_low"] == max((length for _, length in sure), default=0)
        start = next(start for start, length in spans if length == row["longest_high"])
        assert row["longest_start"].date() == start
        assert row["longest_end"].date() == start + dt.timedelta(days=int(row["longest_high"]) - 1)


@given(TENURES, LAST, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(tenures: list[Row], as_of: dt.date, chance: object) -> None:
    mixed = list(tenures)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(office_days(frame(*mixed), as_of=as_of), office_days(frame(*tenures), as_of=as_of))


@given(TENURES, LAST, st.integers(0, 30))
def test_a_later_day_never_shortens(tenures: list[Row], as_of: dt.date, more: int) -> None:
    before = office_days(frame(*tenures), as_of=as_of)
    after = office_days(frame(*tenures), as_of=as_of + dt.timedelta(days=more))
    assert set(before.index) <= set(after.index)
    for name in ("days_low", "days_high", "longest_low", "longest_high"):
        assert (after.loc[before.index, name] >= before[name]).all()


@given(TENURES, LAST)
def test_other_leaders_change_nothing(tenures: list[Row], as_of: dt.date) -> None:
    together = office_days(frame(*tenures), as_of=as_of)
    for leader in together.index:
        alone = office_days(frame(*(row for row in tenures if row[0] == leader)), as_of=as_of)
        pd.testing.assert_frame_equal(together.loc[[leader]], alone)


@given(TENURES, LAST, st.data())
def test_what_really_happened_lies_within_the_bounds(tenures: list[Row], as_of: dt.date, data: st.DataObject) -> None:
    real: list[Row] = []
    for leader, start_earliest, start_latest, end_earliest, end_latest, status in tenures:
        start = data.draw(st.dates(start_earliest, start_latest))
        if status == "unknown" and start_earliest != start_latest:
            start = start_latest  # see `rows`
        end = (
            None
            if status == "ongoing"
            else data.draw(st.dates(end_earliest or start, end_latest or dt.date(2021, 1, 1)))
        )
        real.append((leader, start, start, end, end, "known" if end else "ongoing"))
    bounds, truth = office_days(frame(*tenures), as_of=as_of), office_days(frame(*real), as_of=as_of)
    assert set(truth.index) <= set(bounds.index)
    for leader, row in truth.iterrows():
        for what in ("days", "longest"):
            low, high = bounds.loc[str(leader), [f"{what}_low", f"{what}_high"]]
            assert row[f"{what}_low"] == row[f"{what}_high"]
            assert low <= row[f"{what}_low"] <= high


@given(TENURES, LAST)
def test_spells_are_apart_and_in_order(tenures: list[Row], as_of: dt.date) -> None:
    for dates in ("earliest", "latest"):
        found = spells(frame(*tenures), as_of=as_of, dates=dates)
        assert (found.days >= 1).all()
        assert (found.end <= np.datetime64(as_of)).all()
        for before in range(len(found.leader) - 1):
            if found.leader[before] == found.leader[before + 1]:
                assert (found.start[before + 1] - found.end[before]).astype(int) > 1
            else:
                assert found.leader[before] < found.leader[before + 1]
