"""Who is most alike: Gower's distance against published numbers and naive loops; bounds, contributions, words."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.dataset import Dataset, load
from profiles.errors import NotComparable, UnknownName
from profiles.similar import similar
from profiles.similar.attributes import ATTRIBUTES
from profiles.similar.gower import ABSENT, COMPARED, MISSING, Codes, Column, Numbers, Sets, gower, rank_bounds
from tests.leaders_synthetic import World


def numbers(*values: float | tuple[float, float] | None) -> Numbers:
    pairs = [(math.nan, math.nan) if v is None else v if isinstance(v, tuple) else (v, v) for v in values]
    return Numbers(np.array([a for a, _ in pairs], dtype=float), np.array([b for _, b in pairs], dtype=float))


def codes(*values: str | None) -> Codes:
    known = sorted({v for v in values if v is not None})
    return Codes(np.array([-1 if v is None else known.index(v) for v in values]))


def sets(*values: set[str] | None) -> Sets:
    items = sorted(set().union(*(v for v in values if v)))
    members = [[item in (v or ()) for item in items] for v in values]
    return Sets(
        np.array(members, dtype=bool).reshape(len(values), len(items)), np.array([v is not None for v in values])
    )


# --- published numbers ---

# The example of the package gower 0.1.2 (PyPI, W. Yan): nine people in six attributes, the last one unknown in all.
PEOPLE = (
    numbers(21, 21, 19, 30, 21, 21, 19, 30, None),
    codes("M", "M", "N", "M", "F", "F", "F", "F", None),
    codes("MARRIED", "SINGLE", "SINGLE", "SINGLE", "MARRIED", "SINGLE", "WIDOW", "DIVORCED", None),
    numbers(3000, 1200, 32000, 1800, 2900, 1100, 10000, 1500, None),
    numbers(1, 0, 1, 1, 1, 0, 0, 1, None),
    numbers(2200, 100, 22000, 1100, 2000, 100, 6000, 2200, None),
)
PUBLISHED = [
    [0.0, 0.3590238, 0.6707398, 0.31787416, 0.16872811, 0.52622986, 0.59697855, 0.47778758],
    [0.3590238, 0.0, 0.6964303, 0.3138769, 0.523629, 0.16720603, 0.45600235, 0.6539635],
    [0.6707398, 0.6964303, 0.0, 0.6552807, 0.6728013, 0.6969697, 0.740428, 0.8151941],
    [0.31787416, 0.3138769, 0.6552807, 0.0, 0.4824794, 0.48108295, 0.74818605, 0.34332284],
]


@pytest.mark.parametrize("row", range(len(PUBLISHED)))
def test_the_published_matrix(row: int) -> None:
    found = gower(PEOPLE, [1.0] * 6, row)
    assert found.distance[:8] == pytest.approx(PUBLISHED[row], abs=1e-6)
    assert math.isnan(found.distance[8])
    assert (found.low[8], found.high[8], found.shared[8]) == (0, 1, 0)


# --- each kind of attribute ---


def test_numbers_by_their_range() -> None:
    found = gower([numbers(0, 5, 20, None)], [1], 0)
    assert found.distance[:3].tolist() == [0, 0.25, 1]
    assert numbers(None, None).scale == 0
    assert gower([numbers(3, 3)], [1], 0).distance.tolist() == [0, 0]


def test_sets_by_what_is_common() -> None:
    found = gower([sets({"a", "b"}, {"b", "c"}, {"a", "b"}, {"d"}, set(), None)], [1], 0)
    assert found.distance[:5] == pytest.approx([0, 2 / 3, 0, 1, 1])
    assert found.state[:, 0].tolist() == [COMPARED] * 5 + [MISSING]


def test_two_empty_sets_are_not_compared_and_nothing_is_open() -> None:
    found = gower([sets(set(), set(), {"a"}), codes("x", "y", "x")], [1, 1], 0)
    assert found.state[:, 0].tolist() == [ABSENT, ABSENT, COMPARED]
    assert found.distance.tolist() == [0, 1, 0.5]
    assert found.low.tolist() == found.high.tolist() == [0, 1, 0.5]
    assert found.shared.tolist() == [1, 1, 1]


def test_uncertain_numbers_open_the_bounds() -> None:
    found = gower([numbers((10, 20), 15, (0, 40), 100)], [1], 0)
    # Range 0 to 100; read at the middle: 15, 15, 20, 100.
    assert found.distance == pytest.approx([0, 0, 0.05, 0.85])
    assert found.low == pytest.approx([0, 0, 0, 0.8])
    assert found.high == pytest.approx([0.1, 0.05, 0.3, 0.9])


def test_missing_values_count_for_nothing_and_leave_all_open() -> None:
    found = gower([numbers(0, 10, 10), codes("x", None, "x")], [1, 3], 0)
    assert found.distance.tolist() == [0, 1, 0.25]
    assert (found.low[1], found.high[1], found.shared[1]) == (0.25, 1, 0.25)


def test_weights_weigh() -> None:
    columns = [codes("a", "b"), codes("a", "a")]
    assert [gower(columns, w, 0).distance[1] for w in ([1, 1], [3, 1], [1, 3], [0, 1])] == [0.5, 0.75, 0.25, 0]


# --- a second implementation, and properties ---

VALUE = st.none() | st.integers(0, 9).map(float)
SPAN = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 3)).map(lambda p: (float(p[0]), float(p[0] + p[1])))
WORD = st.none() | st.sampled_from("abc")
SET = st.none() | st.frozensets(st.sampled_from("abcd"), max_size=3).map(set)
ROW = st.tuples(VALUE, SPAN, WORD, SET)
WEIGHTS = st.tuples(*[st.sampled_from([0.5, 1.0, 2.0])] * 4)


def columns_of(rows: list[tuple[object, ...]]) -> list[Column]:
    first, second, third, fourth = (list(column) for column in zip(*rows, strict=True))
    return [numbers(*first), numbers(*second), codes(*third), sets(*fourth)]  # type: ignore[arg-type]


def naive(rows: list[tuple[object, ...]], weights: tuple[float, ...], i: int, j: int) -> float | None:
    """Gower's distance of two rows, attribute by attribute, as the paper has it: sum of w d over sum of w."""
    top = bottom = 0.0
    for place, weight in enumerate(weights):
        a, b = rows[i][place], rows[j][place]
        if a is None or b is None:
            continue
        if place < 2:
            spans = [v if isinstance(v, tuple) else (v, v) for row in rows if (v := row[place]) is not None]
            wide = max(high for _, high in spans) - min(low for low, _ in spans)
            one, two = (sum(v) / 2 if isinstance(v, tuple) else v for v in (a, b))
            apart = abs(one - two) / wide if wide else 0.0  # type: ignore[operator]
        elif place == 2:
            apart = float(a != b)
        else:
            either = a | b  # type: ignore[operator]
            if not either:
                continue
            apart = 1 - len(a & b) / len(either)  # type: ignore[operator]
        top += weight * apart
        bottom += weight
    return top / bottom if bottom else None


@given(st.lists(ROW, min_size=1, max_size=7), WEIGHTS)
def test_the_same_as_loops(rows: list[tuple[object, ...]], weights: tuple[float, ...]) -> None:
    for i in range(len(rows)):
        found = gower(columns_of(rows), weights, i)
        for j in range(len(rows)):
            expected = naive(rows, weights, i, j)
            assert math.isnan(found.distance[j]) if expected is None else found.distance[j] == pytest.approx(expected)


@given(st.lists(ROW, min_size=2, max_size=7), WEIGHTS)
def test_properties_of_a_distance(rows: list[tuple[object, ...]], weights: tuple[float, ...]) -> None:
    columns = columns_of(rows)
    each = [gower(columns, weights, i) for i in range(len(rows))]
    for i, j in itertools.product(range(len(rows)), repeat=2):
        one, other = each[i], each[j]
        assert one.distance[j] == pytest.approx(other.distance[i], nan_ok=True)
        if math.isnan(one.distance[j]):
            continue
        assert one.low[j] - 1e-12 <= one.distance[j] <= one.high[j] + 1e-12
        assert one.low[j] >= 0
        assert one.high[j] <= 1 + 1e-12
        assert 0 < one.shared[j] <= 1
        assert math.fsum(one.contribution[j]) == pytest.approx(one.distance[j])
        assert (one.contribution[j][one.state[j] != COMPARED] == 0).all()
    assert all(each[i].distance[i] == 0 for i in range(len(rows)) if not math.isnan(each[i].distance[i]))


@given(st.lists(ROW, min_size=2, max_size=5), WEIGHTS, st.data())
def test_bounds_hold_whatever_is_found_out(
    rows: list[tuple[object, ...]], weights: tuple[float, ...], data: st.DataObject
) -> None:
    # The ends of the ranges are in the table already, so that filling in does not move them.
    rows = [*rows, (0.0, (0.0, 0.0), "a", {"a"}), (9.0, (12.0, 12.0), "b", {"b"})]
    before = gower(columns_of(rows), weights, 0)
    full = []
    for first, second, third, fourth in rows:
        inside = second if second is not None else (0.0, 12.0)
        value = data.draw(st.floats(*inside))  # type: ignore[misc]
        full.append((
            data.draw(st.integers(0, 9).map(float)) if first is None else first,
            (value, value),
            data.draw(st.sampled_from("abc")) if third is None else third,
            data.draw(SET.filter(lambda s: s is not None)) if fourth is None else fourth,
        ))
    after = gower(columns_of(full), weights, 0)
    known = ~np.isnan(after.distance)
    assert (after.distance[known] >= before.low[known] - 1e-9).all()
    assert (after.distance[known] <= before.high[known] + 1e-9).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=6), st.data())
def test_no_true_rank_lies_outside(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    low = np.array([a for a, _ in spans], dtype=float)
    high = low + np.array([b for _, b in spans])
    best, worst = rank_bounds(low, high)
    values = np.array([data.draw(st.floats(a, b)) for a, b in zip(low, high, strict=True)])
    for place, value in enumerate(values):
        assert best[place] <= 1 + (values < value).sum()
        assert worst[place] >= (values <= value).sum()


# --- leaders ---


@pytest.fixture
def world() -> World:
    world = World()
    for leader, born, gender in (
        ("alpha-ada", "1950-01-01", "female"),
        ("beta-ben", "1950-01-01", "male"),
        ("gamma-cy", "1930-01-01", "male"),
        ("delta-dee", "1950~", "female"),
        ("eps-eve", "1960-01-01", "female"),
    ):
        world.leader(leader, born=born, gender=gender)
    world.tenure("alpha-ada", "xxa-president", "2000-01-01", "2009-12-31")
    world.tenure("beta-ben", "xxb-president", "2000-01-01", "2009-12-31")
    world.tenure("gamma-cy", "xxa-chair", "1970-01-01", "1999-12-31", entry="irregular", exit="natural_death")
    world.tenure("delta-dee", "xxb-premier", "2010-01-01")
    world.tenure("eps-eve", "xxa-premier", "2000-01-01", "2009-12-31", is_effective="false")
    world.group("eu", "XXA", "1990-01-01")
    world.group("warsaw-pact", "XXA", "1955-05-14", "1991-07-01")
    world.view("alpha-ada", "2001-01-01", "lament", causes="nationalism;failed_reform")
    world.view("gamma-cy", "1995-01-01", "welcome", causes="nationalism")
    return world


@pytest.fixture
def data(world: World, tmp_path: Path) -> Dataset:
    return world.load(tmp_path)


def test_a_small_world_by_hand(data: Dataset) -> None:
    found = similar("ada", data=data)
    assert (found.leader, found.name, found.n, found.n_missing) == ("alpha-ada", "Ada Alpha", 3, 0)
    ben = next(each for each in found.neighbours if each.leader_id == "beta-ben")
    parts = {part.attribute_id: part for part in ben.contributions}
    # Same day of birth, same day of entry, as long in power, same entry, exit and kind; other gender, other groups.
    apart = {name: part.apart for name, part in parts.items() if part.apart is not None}
    assert apart == {
        "born": 0, "age_entry": 0, "years_in_power": 0, "gender": 1, "entry": 0, "exit": 0, "offices": 0, "groups": 1,
    }  # fmt: skip
    assert ben.distance == pytest.approx(2 / 8)
    assert (ben.low, ben.high) == pytest.approx((2 / 9.5, 3.5 / 9.5))
    assert ben.shared_weight == pytest.approx(8 / 9.5)
    assert (parts["groups"].value, parts["groups"].neighbour_value) == ("European Union", "none")
    assert (parts["evaluation"].state, parts["evaluation"].neighbour_value) == ("missing", "")
    assert parts["lessons"].state == "missing"
    cy = next(each for each in found.neighbours if each.leader_id == "gamma-cy")
    parts = {part.attribute_id: part for part in cy.contributions}
    assert parts["causes"].apart == pytest.approx(0.5)
    assert parts["evaluation"].apart == 1
    assert parts["born"].apart == pytest.approx(20 / (1950 + 364 / 365 - 1930))  # Dee was born by the end of 1950
    assert parts["age_entry"].value == "50"
    assert parts["years_in_power"].neighbour_value == "30.0"


def test_a_birth_that_nobody_recorded_is_missing(world: World, tmp_path: Path) -> None:
    world.leader("zeta-zoe", born="")
    world.tenure("zeta-zoe", "xxb-chair", "1999-01-01", "?")
    found = similar("zoe", data=world.load(tmp_path))
    parts = {part.attribute_id: part for part in found.neighbours[0].contributions}
    assert {name for name, part in parts.items() if part.state == "missing" and not part.value} == {
        "born", "age_entry", "exit", "evaluation", "causes", "lessons",
    }  # fmt: skip
    # One day for sure, and perhaps up to the day of the data: how long may be anything.
    assert parts["years_in_power"].value == "0.0–22.0"
    assert (found.attributes[0].n_known, found.n) == (4, 4)
    assert found.neighbours[0].shared_weight < 0.6


def test_the_first_way_in_and_the_last_way_out(world: World, tmp_path: Path) -> None:
    world.tenure("beta-ben", "xxb-chair", "1990-01-01", "1991-12-31", entry="irregular", exit="irregular")
    parts = {part.attribute_id: part for part in similar("ben", data=world.load(tmp_path)).neighbours[0].contributions}
    assert (parts["entry"].value, parts["exit"].value) == ("irregular", "regular")
    assert parts["age_entry"].value == "40"
    assert parts["years_in_power"].value == "12.0"


def test_groups_count_while_the_state_was_led(data: Dataset) -> None:
    cy = next(each for each in similar("ada", data=data).neighbours if each.leader_id == "gamma-cy")
    groups = next(part for part in cy.contributions if part.attribute_id == "groups")
    assert groups.value == "European Union"
    assert groups.neighbour_value == "Warsaw Pact, European Union"
    assert groups.apart == pytest.approx(0.5)


def test_only_those_with_effective_power_unless_named(data: Dataset) -> None:
    assert {each.leader_id for each in similar("ada", data=data).neighbours} == {"beta-ben", "gamma-cy", "delta-dee"}
    named = similar("ada", data=data, among=["Eve Eps", "ben", "ada"])
    assert {each.leader_id for each in named.neighbours} == {"beta-ben", "eps-eve"}
    eve = next(each for each in named.neighbours if each.leader_id == "eps-eve")
    states = {part.attribute_id: part.state for part in eve.contributions}
    assert states["age_entry"] == states["entry"] == states["exit"] == "missing"
    # Who never was in power can still be asked for.
    assert similar("eve", data=data).n == 4


def test_uncertain_dates_are_shown_as_ranges(data: Dataset) -> None:
    dee = next(each for each in similar("ada", data=data).neighbours if each.leader_id == "delta-dee")
    born, age, *_ = dee.contributions
    assert born.neighbour_value == "1950"
    assert age.neighbour_value == "59–60"
    assert dee.low < dee.distance < dee.high


def test_what_came_later_does_not_count(data: Dataset) -> None:
    early = similar("ada", data=data, as_of=dt.date(2005, 1, 1))
    assert early.as_of == dt.date(2005, 1, 1)
    assert {each.leader_id for each in early.neighbours} == {"beta-ben", "gamma-cy"}
    parts = {part.attribute_id: part for part in early.neighbours[0].contributions}
    assert parts["exit"].value == "still in office"
    assert parts["years_in_power"].value == "5.0"
    before = similar("ada", data=data, as_of=dt.date(2000, 6, 1))
    assert {part.attribute_id: part for part in before.neighbours[0].contributions}["evaluation"].value == ""


def test_weights_are_taken_and_shown(data: Dataset) -> None:
    found = similar("ada", data=data, weights={"gender": 10, "groups": 0, "lessons": 0})
    assert found.neighbours[0].leader_id == "delta-dee"
    assert {a.id: a.weight for a in found.attributes}["gender"] == 10
    assert "groups" not in {a.id for a in found.attributes}
    assert any("gender 10" in note and "groups" not in note for note in found.notes)
    # The table of weights itself stays as it is.
    assert {a.id: a.weight for a in ATTRIBUTES}["gender"] == 1


def test_scales_are_stated(data: Dataset) -> None:
    born = similar("ada", data=data).attributes[0]
    assert born.scale == pytest.approx(born.high - born.low)  # type: ignore[operator]
    assert math.floor(born.low) == 1930  # type: ignore[arg-type]
    assert (born.n_known, born.weight) == (4, 1)
    gender = next(a for a in similar("ada", data=data).attributes if a.id == "gender")
    assert (gender.scale, gender.low) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"k": 0}, ValueError, "k is 0; write how many"),
        ({"k": True}, ValueError, "k is True"),
        ({"weights": {"gendr": 1}}, UnknownName, "no attribute is called 'gendr'; did you mean 'gender'"),
        ({"weights": {"gender": -1}}, ValueError, "the weight of gender is -1; write a number from 0"),
        ({"weights": {"gender": math.nan}}, ValueError, "the weight of gender is nan"),
        ({"weights": {"gender": "1"}}, ValueError, "the weight of gender is '1'"),
        ({"weights": {a.id: 0 for a in ATTRIBUTES}}, ValueError, "every attribute has the weight 0"),
        ({"among": []}, NotComparable, "nobody to compare Ada Alpha with; name leaders in among"),
        ({"among": ["ada"]}, NotComparable, "nobody to compare Ada Alpha with"),
        ({"among": "ben"}, ValueError, r"among is the text 'ben'; write a list: \['ben'\]"),
        ({"among": ["nobody"]}, UnknownName, "no leader is called 'nobody'"),
        (
            {"weights": {a.id: 0 for a in ATTRIBUTES if a.id != "lessons"}},
            NotComparable,
            "nothing is known that Ada Alpha could be compared in",
        ),
    ],
)
def test_wrong_questions(data: Dataset, arguments: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        similar("ada", data=data, **arguments)  # type: ignore[arg-type]


def test_who_cannot_be_compared_is_counted(data: Dataset) -> None:
    found = similar("ada", data=data, weights={a.id: 0 for a in ATTRIBUTES if a.id != "evaluation"})
    assert [each.leader_id for each in found.neighbours] == ["gamma-cy"]
    assert (found.n, found.n_missing) == (3, 2)
    assert found.notes[0] == (
        "Compared with the 3 leaders who had gained effective power by then. For 2 of them nothing can be compared."
    )


def test_equal_distances_in_order_of_ids(world: World, tmp_path: Path) -> None:
    world.leader("beta-bob", born="1950-01-01", gender="male")
    world.tenure("beta-bob", "xxb-chair", "2000-01-01", "2009-12-31")
    found = similar("ada", data=world.load(tmp_path), weights={"offices": 0})
    twins = [each for each in found.neighbours if each.leader_id.startswith("beta")]
    assert [each.leader_id for each in twins] == ["beta-ben", "beta-bob"]
    assert twins[0].distance == twins[1].distance
    assert (twins[0].rank_best, twins[0].rank_worst) == (twins[1].rank_best, twins[1].rank_worst)


def test_unsourced_facts_are_marked(world: World, tmp_path: Path) -> None:
    world.tenure("beta-ben", "xxb-chair", "2012-01-01", "2013-01-01", is_effective="false", sources="")
    plain, marked = (similar("ada", data=world.load(tmp_path, unverified=flag)) for flag in (False, True))
    assert not any(each.is_unverified for each in plain.neighbours)
    assert [each.leader_id for each in marked.neighbours if each.is_unverified] == ["beta-ben"]
    assert "(unverified)" in str(marked)
    assert "(unverified)" not in str(plain)


def test_words_say_what_is_alike_and_apart(data: Dataset) -> None:
    found = similar("ben", data=data, k=1, among=["ada"])
    assert found.sentences == (
        "Closest to Ben Beta: Ada Alpha (0.25).",
        "Ada Alpha: alike in year of birth, age on coming to power, years in power, how they came to power, how they"
        " left power and kinds of office held; apart in gender and groups of their states.",
    )
    still = similar("ada", data=data, as_of=dt.date(2005, 1, 1), k=1)
    assert "being still in power" in still.sentences[1]


def test_tables_and_frame_hold_the_same_numbers(data: Dataset) -> None:
    found = similar("ada", data=data)
    frame = found.frame
    assert len(frame) == len(found.neighbours) * len(found.attributes)
    sums = frame.groupby("rank")["contribution"].sum().tolist()
    assert sums == pytest.approx([each.distance for each in found.neighbours])
    assert frame["apart"].isna().equals(frame["state"] != "compared")
    rows = found.table().rows
    assert [row.cells[0].lines[0][0] for row in rows] == [f"{each.distance:.2f}" for each in found.neighbours]
    detail = found.table(detail=True)
    assert sum(not row.section for row in detail.rows) == len(frame)
    assert sum(row.section for row in detail.rows) == len(found.neighbours)
    for text in (found.to_text(width=80), found.to_markdown(), found.to_html(), found.to_csv()):
        assert "Ben Beta" in text
    assert "Gower (1971)" in found.to_html()


def test_sources_are_cited(data: Dataset) -> None:
    found = similar("ada", data=data)
    assert found.neighbours[0].sources[0] == "book"
    assert "Nobody, The archive, 2000" in found.to_text()
    assert found.sources == ("book", "archive", "press")


# --- the shipped data ---


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.mark.parametrize("name", ["xi", "putin", "lukashenko", "gorbachev"])
def test_contributions_of_real_leaders_add_up(shipped: Dataset, name: str) -> None:
    found = similar(name, data=shipped, k=2000)
    assert len(found.neighbours) == found.n - found.n_missing
    for each in found.neighbours:
        assert math.fsum(part.contribution for part in each.contributions) == pytest.approx(each.distance)
        assert each.low - 1e-9 <= each.distance <= each.high + 1e-9
        assert each.rank_best <= each.rank <= each.rank_worst
    distances = [each.distance for each in found.neighbours]
    assert distances == sorted(distances)


def test_as_near_there_as_back_where_the_population_is_one(shipped: Dataset) -> None:
    there = {n.leader_id: n.distance for n in similar("putin", data=shipped, k=2000).neighbours}
    back = {n.leader_id: n.distance for n in similar("xi", data=shipped, k=2000).neighbours}
    assert there["xi-jinping"] == pytest.approx(back["putin-vladimir"])


def test_quick_once_loaded(shipped: Dataset) -> None:
    similar("xi", data=shipped)
    began = time.perf_counter()
    similar("putin", data=shipped)
    assert time.perf_counter() - began < 0.3
