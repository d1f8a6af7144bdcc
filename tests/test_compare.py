"""Comparisons: what each aspect says of made-up leaders, where its verdicts turn, and Putin beside Xi."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count, permutations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from profiles.compare import judges
from profiles.compare.aspects import ASPECTS
from profiles.compare.career import ordinal
from profiles.compare.life import judge_birthplace, judge_generation, on_day
from profiles.compare.model import Cell, Comparison
from profiles.dates import parse_date
from profiles.errors import NotComparable, ProfilesError, UnknownName
from profiles.words import both, capital, listed, number, plural, times
from tests.leaders_synthetic import World, pair

ADA, BEN = "alpha-ada", "beta-ben"
Compare = Callable[..., Comparison]


@pytest.fixture
def side(tmp_path: Path) -> Compare:
    """Load a world and compare leaders in it: the first two, unless told which."""
    folders = count()

    def compare(world: World, *leaders: str, unverified: bool = False, **options: object) -> Comparison:
        data = world.load(tmp_path / str(next(folders)), unverified=unverified)
        chosen = leaders or (ADA, BEN)
        if len(chosen) == 1:
            return profiles.describe(chosen[0], data=data, **options)  # type: ignore[arg-type]
        return profiles.compare(*chosen, data=data, **options)  # type: ignore[arg-type]

    return compare


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def texts(comparison: Comparison, aspect: str) -> list[str]:
    return [cell.text for cell in comparison.row(aspect).cells]


def verdict(comparison: Comparison, aspect: str) -> str:
    return comparison.row(aspect).judgement.verdict


def sentence(comparison: Comparison, aspect: str) -> str | None:
    said = [str(s) for s in comparison.sentences if s.aspect_id == aspect]
    assert len(said) <= 1
    return said[0] if said else None


def kind(comparison: Comparison, aspect: str) -> str:
    return next(s.kind for s in comparison.sentences if s.aspect_id == aspect)


def born(one: str, two: str, **more: str) -> World:
    world = World()
    world.leader(ADA, born=one)
    world.leader(BEN, born=two, **more)
    return world


def in_office(one: list[tuple[str, str]], two: list[tuple[str, str]]) -> World:
    """Ada and Ben, each president of a country in the periods given."""
    world = pair()
    for leader, office, periods in ((ADA, "xxa-president", one), (BEN, "xxb-president", two)):
        for start, end in periods:
            world.tenure(leader, office, start, end)
    return world


# --- whom and when ---


@pytest.mark.parametrize("names", [(), ("ada",)])
def test_fewer_than_two(names: tuple[str, ...]) -> None:
    with pytest.raises(NotComparable, match=f"at least two leaders, not {len(names)}.*profiles show"):
        profiles.compare(*names)


def test_one_leader_by_two_names(side: Compare) -> None:
    with pytest.raises(NotComparable, match="alpha-ada is named twice") as caught:
        side(pair(), "ada", "ben", "alpha-ada")
    assert isinstance(caught.value, ProfilesError)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_name(side: Compare) -> None:
    with pytest.raises(UnknownName, match="no leader is called 'adda'") as caught:
        side(pair(), "adda", "ben")
    assert caught.value.candidates == [ADA]


def test_not_yet_born(side: Compare) -> None:
    world = born("1950-01-01", "1960-05-05")
    with pytest.raises(NotComparable, match="Ben Beta was not yet born on 1960-05-04; choose a later as_of"):
        side(world, as_of=day("1960-05-04"))
    assert side(world, as_of=day("1960-05-05")).as_of == day("1960-05-05")


def test_an_unknown_aspect(side: Compare) -> None:
    with pytest.raises(UnknownName, match="no aspect is called 'bron'; did you mean 'born'") as caught:
        side(pair(), aspects=["bron"])
    assert caught.value.candidates == ["born"]
    with pytest.raises(UnknownName, match="aspects are born, birthplace"):
        side(pair(), aspects=["qqq"])


def test_chosen_aspects_stand_in_their_own_order(side: Compare) -> None:
    found = side(pair(), aspects=["birthplace", "born"])
    assert [row.aspect_id for row in found.rows] == ["born", "birthplace"]
    assert [s.aspect_id for s in found.sentences] == ["born"]


def test_aspects_of_one_and_of_several(side: Compare) -> None:
    alone, together = side(pair(), ADA), side(pair())
    assert "meetings_with" in {row.aspect_id for row in alone.rows}
    assert "meetings_with" not in {row.aspect_id for row in together.rows}
    assert "meetings_count" not in {row.aspect_id for row in alone.rows}
    assert alone.sentences == ()
    assert {row.judgement.verdict for row in alone.rows} == {""}
    assert alone.names == ("Ada Alpha",)
    with pytest.raises(UnknownName):
        side(pair(), ADA, aspects=["overlap"])


def test_the_shipped_data_is_the_default() -> None:
    assert profiles.compare("putin", "xi") == profiles.compare("putin-vladimir", "习近平", data=profiles.load())


def test_aspects_are_declared_whole() -> None:
    assert len({aspect.id for aspect in ASPECTS}) == len(ASPECTS)
    for aspect in ASPECTS:
        assert (aspect.get is None) != (aspect.get_joint is None), aspect.id
        assert aspect.judge is None or aspect.get is not None, aspect.id


# --- judges, against all choices that bounds allow ---

BOUNDS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=2,
    max_size=3,
)


def possible(bounds: list[tuple[int, int]], classify: Callable[[tuple[int, ...]], str]) -> set[str]:
    return {classify(choice) for choice in product(*(range(low, high + 1) for low, high in bounds))}


def expected(found: set[str]) -> str:
    if found == {"same"}:
        return "same"
    if found <= {"same", "close"}:
        return "close"
    return "different" if found == {"different"} else "not comparable"


def cells_of(values: list[tuple[int, int]]) -> list[Cell]:
    return [Cell((), value) for value in values]


@given(BOUNDS)
def test_by_distance(bounds: list[tuple[int, int]]) -> None:
    def classify(choice: tuple[int, ...]) -> str:
        spread = max(choice) - min(choice)
        return "same" if spread == 0 else "close" if spread <= 5 else "different"

    assert judges.by_distance(5, "t")(cells_of(bounds)).verdict == expected(possible(bounds, classify))


@given(BOUNDS)
def test_by_ratio(bounds: list[tuple[int, int]]) -> None:
    def classify(choice: tuple[int, ...]) -> str:
        # In whole numbers, which have no rounding.
        return "same" if min(choice) == max(choice) else "close" if 5 * min(choice) >= 4 * max(choice) else "different"

    assert judges.by_ratio(0.8, "t")(cells_of(bounds)).verdict == expected(possible(bounds, classify))


@given(st.integers(1, 20_000))
def test_by_ratio_is_exact_at_the_boundary(fifth: int) -> None:
    judge = judges.by_ratio(0.8, "t")
    assert judge(cells_of([(4 * fifth, 4 * fifth), (5 * fifth, 5 * fifth)])).verdict == "close"
    assert judge(cells_of([(4 * fifth - 1, 4 * fifth - 1), (5 * fifth, 5 * fifth)])).verdict == "different"


@given(st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 5))
def test_by_years_follows_the_calendar(first: dt.date, years: int) -> None:
    judge = judges.by_years(years, "t")
    try:
        last = first.replace(year=first.year + years)
    except ValueError:
        last = first.replace(year=first.year + years, day=28)

    def said(days: int) -> str:
        other = last.toordinal() + days
        return judge(cells_of([(first.toordinal(),) * 2, (other, other)])).verdict  # type: ignore[list-item]

    assert [said(-1), said(0), said(1)] == ["close", "close", "different"]


@given(
    st.lists(
        st.tuples(st.integers(1938, 1962), st.integers(0, 8)).map(lambda p: (p[0], sum(p))), min_size=2, max_size=3
    )
)
def test_generations_are_judged_soundly(bounds: list[tuple[int, int]]) -> None:
    def classify(years: tuple[int, ...]) -> str:
        if len({year // 10 for year in years}) == 1:
            return "same"
        return "close" if max(years) - min(years) <= 5 else "different"

    found = possible(bounds, classify)
    said = judge_generation(cells_of(bounds)).verdict
    if said == "not comparable":
        assert len(found) > 1
    else:
        assert found <= {"same": {"same"}, "close": {"same", "close"}, "different": {"different"}}[said]


SETS = st.lists(st.lists(st.sampled_from("abc"), max_size=3, unique=True), min_size=2, max_size=3)


@given(SETS)
def test_by_sets(sets: list[list[str]]) -> None:
    said = judges.by_sets("t")([Cell((), tuple(codes)) for codes in sets]).verdict
    assert (said == "same") == all(sorted(codes) == sorted(sets[0]) for codes in sets)
    if said != "same":
        assert (said == "close") == any(all(code in codes for codes in sets) for code in "abc")


def test_a_missing_cell_leaves_nothing_to_compare() -> None:
    cells = [Cell((), (1, 1)), Cell((), missing="not searched"), Cell((), missing="does not apply")]
    makers = (
        judges.by_distance(1, "t"),
        judges.by_years(1, "t"),
        judges.by_ratio(0.8, "t"),
        judges.by_sets("t"),
        judges.by_value("t"),
    )
    for judge in makers:
        assert judge(cells) == judges.Judgement("not comparable", "does not apply; not searched")
        with pytest.raises(NotComparable, match="at least two"):
            judge(cells[:1])


# --- life ---


@pytest.mark.parametrize(
    ("one", "two", "said", "words"),
    [
        ("1950-01-01", "1950-01-01", "same", "Born on the same day, 1 January 1950."),
        (
            "1952-10-07",
            "1953-06-15",
            "close",
            "Born eight months apart: Ada Alpha on 7 October 1952, Ben Beta on 15 June 1953.",
        ),
        (
            "1952-01-01",
            "1950-01-01",
            "close",
            "Born two years apart: Ben Beta on 1 January 1950, Ada Alpha on 1 January 1952.",
        ),
        (
            "1951-03-01",
            "1953-03-01",
            "close",
            "Born two years apart: Ada Alpha on 1 March 1951, Ben Beta on 1 March 1953.",
        ),
        (
            "1951-03-01",
            "1953-03-02",
            "different",
            "Born two years apart: Ada Alpha on 1 March 1951, Ben Beta on 2 March 1953.",
        ),
        (
            "1950-01-01",
            "1950-01-13",
            "close",
            "Born twelve days apart: Ada Alpha on 1 January 1950, Ben Beta on 13 January 1950.",
        ),
        ("1950", "1951", "close", "Ada Alpha was born in 1950; Ben Beta was born in 1951."),
        ("1950", "1952", "not comparable", "Ada Alpha was born in 1950; Ben Beta was born in 1952."),
        ("1950", "1953", "different", "Ada Alpha was born in 1950; Ben Beta was born in 1953."),
        ("195X", "1952-05-03", "not comparable", "Ada Alpha was born in the 1950s; Ben Beta was born on 3 May 1952."),
        ("", "1950-01-01", "not comparable", None),
    ],
)
def test_births(side: Compare, one: str, two: str, said: str, words: str | None) -> None:
    found = side(born(one, two), aspects=["born"])
    assert verdict(found, "born") == said
    assert sentence(found, "born") == words


def test_births_of_three(side: Compare) -> None:
    world = born("1950-01-01", "1952-06-01")
    world.leader("gamma-gil", born="1951-01-01")
    found = side(world, ADA, BEN, "gamma-gil")
    assert sentence(found, "born") == (
        "Born within two years and five months of one another,"
        " from Ada Alpha (1 January 1950) to Ben Beta (1 June 1952)."
    )
    world = born("1950-01-01", "1950-01-01")
    world.leader("gamma-gil", born="1950-01-01")
    assert sentence(side(world, ADA, BEN, "gamma-gil"), "born") == "Born on the same day, 1 January 1950."


def test_births_say_what_is_common_and_what_is_not(side: Compare) -> None:
    assert kind(side(born("1950", "1951")), "born") == "fact"
    assert kind(side(born("1950-01-01", "1951-01-01")), "born") == "commonality"
    assert kind(side(born("1950-01-01", "1961-01-01")), "born") == "difference"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1950-01-02", "on 2 January 1950"),
        ("1950-01-02?", "on 2 January 1950 (uncertain)"),
        ("1950-01-02~", "about 2 January 1950"),
        ("1950-05", "in May 1950"),
        ("1950", "in 1950"),
        ("1950?", "in 1950 (uncertain)"),
        ("195X", "in the 1950s"),
        ("[1950,1951]", "in 1950 or 1951"),
        ("[1950..1952]", "between 1950 and 1952"),
        ("[1950-05-01,1951-05-02]", "on 1 May 1950 or 2 May 1951"),
    ],
)
def test_a_date_in_a_sentence(text: str, words: str) -> None:
    assert on_day(parse_date(text)) == words


def test_a_missing_birth(side: Compare) -> None:
    found = side(born("", "1950~"))
    assert texts(found, "born") == ["no sourced date of birth", "about 1950"]
    empty, about = found.row("born").cells
    assert (empty.missing, empty.value, about.missing) == ("not recorded", None, "")
    assert about.is_uncertain
    for aspect in ("generation", "age_1991"):
        assert found.row(aspect).cells[0].missing == "not recorded"
        assert verdict(found, aspect) == "not comparable"


PLACES = [
    (("A", "XXA"), ("A", "XXA"), "same"),
    (("A", "XXA"), ("B", "XXA"), "close"),
    (("A", "XXA"), ("A", "XXB"), "different"),
    (("", "XXA"), ("", "XXA"), "close"),
    (("", "XXA"), ("A", "XXA"), "close"),
    (("", "XXA"), ("", "XXB"), "different"),
    (("A", ""), ("A", ""), "same"),
    (("A", ""), ("B", ""), "not comparable"),
    (("A", "XXA"), ("B", ""), "not comparable"),
]


@pytest.mark.parametrize(("one", "two", "said"), PLACES)
def test_birthplaces(one: tuple[str, str], two: tuple[str, str], said: str) -> None:
    assert judge_birthplace([Cell((), one), Cell((), two)]).verdict == said


def test_birthplaces_in_words(side: Compare) -> None:
    world = World()
    world.leader(ADA, birthplace="Aville", birth_state="XXA")
    world.leader(BEN, birth_state="XXB")
    world.leader("gamma-gil")
    found = side(world, ADA, BEN, "gamma-gil")
    assert texts(found, "birthplace") == ["Aville, Country A", "Country B", "not recorded"]
    assert verdict(found, "birthplace") == "not comparable"


def test_generations_in_words(side: Compare) -> None:
    found = side(born("1949-12-31", "[1949,1952]"))
    assert texts(found, "generation") == [
        "1940s; aged 17 to 25 in 1966–1974",
        "1940s or 1950s; aged 17 to 25 in 1966–1977",
    ]
    assert [cell.is_uncertain for cell in found.row("generation").cells] == [False, True]
    assert verdict(found, "generation") == "close"


def test_deaths(side: Compare) -> None:
    assert "died" not in {row.aspect_id for row in side(pair()).rows}
    assert texts(side(pair(), aspects=["died"]), "died") == ["no death recorded", "no death recorded"]
    world = born("1950-05-05", "1950", died="2000-05-04")
    found = side(world)
    assert texts(found, "died") == ["no death recorded", "4 May 2000, aged 49 or 50"]
    assert verdict(found, "died") == "not comparable"
    # A death after the day of the comparison is left out.
    assert "died" not in {row.aspect_id for row in side(world, as_of=day("2000-05-03")).rows}
    assert texts(side(world, as_of=day("2000-05-04")), "died")[1].startswith("4 May 2000")


# --- when the USSR ended ---


@pytest.mark.parametrize(
    ("birth", "death", "text", "missing"),
    [
        ("1952-10-07", "", "39", ""),
        ("1953-06-15", "", "38", ""),
        ("1951-12-26", "", "40", ""),
        ("1951-12-27", "", "39", ""),
        ("1951", "", "39–40", ""),
        ("[1940,1950]", "", "40–51", ""),
        ("1991-12-26", "", "0", ""),
        ("1991-12-27", "", "not yet born", "does not apply"),
        ("1991-12", "", "perhaps not yet born", "not recorded"),
        ("", "", "no sourced date of birth", "not recorded"),
        ("1920-01-01", "1991-12-25", "had died", "does not apply"),
        ("1920-01-01", "1991-12-26", "71", ""),
    ],
)
def test_ages_when_the_ussr_ended(side: Compare, birth: str, death: str, text: str, missing: str) -> None:
    cell = side(born("1950-01-01", birth, died=death)).row("age_1991").cells[1]
    assert (cell.text, cell.missing) == (text, missing)
    assert cell.is_uncertain == ("–" in text)
    assert bool(cell.all_sources) == (not missing)


@pytest.mark.parametrize(
    ("one", "two", "said", "words"),
    [
        (
            "1952-10-07",
            "1953-06-15",
            "close",
            "Both were under 40 when the USSR was dissolved: Ada Alpha was 39 and Ben Beta was 38.",
        ),
        (
            "1961-01-01",
            "1970-01-01",
            "different",
            "When the USSR was dissolved, Ada Alpha was 30 and Ben Beta was 21.",
        ),
        (
            "1950-01-01",
            "1955-01-01",
            "close",
            "Both were under 50 when the USSR was dissolved: Ada Alpha was 41 and Ben Beta was 36.",
        ),
        (
            "1950-01-01",
            "1956-01-01",
            "different",
            "When the USSR was dissolved, Ada Alpha was 41 and Ben Beta was 35.",
        ),
        (
            "1951",
            "1951-01-01",
            "close",
            "Both were under 50 when the USSR was dissolved: Ada Alpha was 39 or 40 and Ben Beta was 40.",
        ),
    ],
)
def test_ages_in_words(side: Compare, one: str, two: str, said: str, words: str) -> None:
    found = side(born(one, two), aspects=["age_1991"])
    assert verdict(found, "age_1991") == said
    assert sentence(found, "age_1991") == words


@pytest.mark.parametrize(
    ("start", "end", "text", "uncertain"),
    [
        ("1991-12-26", "1992-01-01", "President of Country A", False),
        ("1980-01-01", "1991-12-26", "President of Country A", False),
        ("1980-01-01", "1991-12-25", "none of the offices recorded here", False),
        ("1991-12-27", "1992-01-01", "none of the offices recorded here", False),
        ("1980-01-01", "", "President of Country A", False),
        ("1980-01-01", "1991-12", "President of Country A (possibly)", True),
        ("1991-12", "1993-01-01", "President of Country A (possibly)", True),
        ("1980-01-01", "?", "President of Country A (possibly)", True),
    ],
)
def test_offices_when_the_ussr_ended(side: Compare, start: str, end: str, text: str, uncertain: bool) -> None:
    world = in_office([(start, end)], [("1990-01-01", "1999-12-31")])
    found = side(world, aspects=["office_1991"])
    cell = found.row("office_1991").cells[0]
    assert (cell.text, cell.is_uncertain) == (text, uncertain)
    said = "not comparable" if uncertain else "different" if cell.value == () else "same"
    assert verdict(found, "office_1991") == said
    assert sentence(found, "office_1991") == (
        "Both were in office on the day the USSR ended." if said == "same" else None
    )


def test_nobody_in_office_when_the_ussr_ended(side: Compare) -> None:
    neither = "Neither held one of the offices recorded here on the day the USSR ended."
    assert sentence(side(pair()), "office_1991") == neither
    world = pair()
    world.leader("gamma-gil")
    assert sentence(side(world, ADA, BEN, "gamma-gil"), "office_1991") == neither.replace("Neither", "None of them")


def test_offices_of_one_kind_and_of_others(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-president", "1980-01-01", is_acting="true")
    world.tenure(ADA, "xxa-chair", "1980-01-01")
    world.tenure(BEN, "xxb-premier", "1980-01-01")
    found = side(world)
    assert texts(found, "office_1991")[0] == "Chair of the Party of Country A\nPresident of Country A (acting)"
    assert (verdict(found, "office_1991"), verdict(found, "offices")) == ("different", "different")
    world.tenure(BEN, "xxb-chair", "1985-01-01", "1995-01-01")
    found = side(world)
    assert (verdict(found, "office_1991"), verdict(found, "offices")) == ("close", "close")


def test_the_unborn_the_dead_and_a_day_before_the_end(side: Compare) -> None:
    world = born("1995-01-01", "1920-01-01", died="1985-03-03")
    world.tenure(BEN, "xxb-president", "1960-01-01", "1985-03-03", exit="natural_death")
    found = side(world)
    assert texts(found, "office_1991") == ["not yet born", "had died"]
    assert (verdict(found, "office_1991"), verdict(found, "age_1991")) == ("not comparable", "not comparable")
    assert sentence(found, "office_1991") is sentence(found, "age_1991") is None
    # Who is in office on an earlier day is not thereby in office when the USSR ends.
    world = in_office([("1980-01-01", "")], [("1982-01-01", "1995-01-01")])
    early = side(world, as_of=day("1991-12-25"))
    for aspect in ("office_1991", "age_1991"):
        assert {cell.missing for cell in early.row(aspect).cells} == {"does not apply"}
        assert sentence(early, aspect) is None
    assert texts(side(world, as_of=day("1991-12-26")), "age_1991") == ["41", "41"]


# --- careers ---


def test_first_offices(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-premier", "2001-05", "2002-01-01")
    world.tenure(ADA, "xxa-president", "2003-01-01")
    world.tenure(BEN, "xxb-chair", "2000-01-01")
    world.tenure(BEN, "xxb-president", "2000-01-01", is_acting="true")
    found = side(world)
    assert texts(found, "first_office") == [
        "Prime Minister of Country A\nfrom May 2001",
        "Chair of the Party of Country B\nPresident of Country B (acting)\nfrom 1 January 2000",
    ]
    assert [cell.is_uncertain for cell in found.row("first_office").cells] == [True, False]
    assert verdict(found, "first_office") == "close"
    assert texts(found, "age_first_office") == ["51", "49"]
    assert sentence(found, "age_first_office") == (
        "Ada Alpha entered the first office recorded here at 51, Ben Beta at 49."
    )
    assert kind(found, "age_first_office") == "commonality"


@pytest.mark.parametrize(
    ("start", "said"), [("2005-01-01", "close"), ("2005-01-02", "different"), ("2005", "not comparable")]
)
def test_first_offices_within_five_years(side: Compare, start: str, said: str) -> None:
    assert verdict(side(in_office([("2000-01-01", "")], [(start, "")])), "first_office") == said


def test_ages_at_first_office(side: Compare) -> None:
    world = born("1950-01-01", "1950-01-02")
    world.tenure(ADA, "xxa-president", "2000-06-01")
    world.tenure(BEN, "xxb-president", "2000-07-01")
    found = side(world)
    assert (verdict(found, "age_first_office"), kind(found, "age_first_office")) == ("same", "commonality")
    assert sentence(found, "age_first_office") == "Both entered the first office recorded here at 50."
    world = born("1950", "1990-01-01")
    world.tenure(ADA, "xxa-president", "2000-06-01")
    world.tenure(BEN, "xxb-president", "2010-07-01")
    found = side(world)
    assert texts(found, "age_first_office") == ["49–50", "20"]
    assert sentence(found, "age_first_office") == (
        "Ada Alpha entered the first office recorded here at 49 or 50, Ben Beta at 20."
    )
    assert kind(found, "age_first_office") == "difference"


def test_without_office_or_birth(side: Compare) -> None:
    world = born("", "1950-01-01")
    world.tenure(ADA, "xxa-president", "2000-06-01", is_effective="false")
    found = side(world)
    assert [cell.missing for cell in found.row("age_first_office").cells] == ["not recorded"] * 2
    assert texts(found, "age_first_office") == ["no sourced date of birth", "no office recorded"]
    for aspect in ("first_office", "offices", "days_in_office", "still_in_office"):
        assert found.row(aspect).cells[1].missing == "not recorded"
    for aspect in ("days_effective", "longest_spell", "spell_rank", "entry", "exit"):
        assert [cell.missing for cell in found.row(aspect).cells] == ["does not apply"] * 2
        assert verdict(found, aspect) == "not comparable"
    assert "overlap" not in {row.aspect_id for row in found.rows}
    assert {s.aspect_id for s in found.sentences} == {"office_1991"}


def test_a_birth_that_is_perhaps_later_than_the_first_office(side: Compare) -> None:
    world = born("1950-01-01", "[1960,2000]")
    world.tenure(ADA, "xxa-president", "2000-06-01")
    world.tenure(BEN, "xxb-president", "1999-06-01")
    assert texts(side(world), "age_first_office") == ["50", "the dates do not tell"]


def test_offices_held(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-premier", "2001-05", "2002-01-09")
    world.tenure(ADA, "xxa-president", "2003-01-01", "?", is_acting="true")
    world.tenure(BEN, "xxb-president", "2004-02-01")
    found = side(world)
    assert texts(found, "offices") == [
        "Prime Minister of Country A: May 2001 – 9 Jan 2002\nPresident of Country A (acting): 1 Jan 2003 – end unknown",
        "President of Country B: since 1 Feb 2004",
    ]
    assert [cell.is_uncertain for cell in found.row("offices").cells] == [True, False]


@pytest.mark.parametrize(
    ("end", "said", "text"),
    [
        ("2000-04-09", "same", "3 months (100 days)"),
        ("2000-03-20", "close", "3 months (80 days)"),
        ("2000-03-19", "different", "3 months (79 days)"),
        ("2000-01-30", "different", "30 days"),
        ("[2000-03-19,2000-03-20]", "not comparable", "3 months (79–80 days)"),
    ],
)
def test_time_in_office_within_a_fifth(side: Compare, end: str, said: str, text: str) -> None:
    found = side(in_office([("2000-01-01", end)], [("2001-01-01", "2001-04-10")]))
    for aspect in ("days_in_office", "days_effective", "longest_spell"):
        assert verdict(found, aspect) == said
    assert texts(found, "days_in_office") == [text, "3 months (100 days)"]
    assert texts(found, "days_effective") == [text, "3 months (100 days)"]


def test_time_in_office_and_in_power(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-premier", "2000-01-01", "2000-12-31", is_effective="false")
    world.tenure(ADA, "xxa-president", "2001-01-01", "2001-12-31")
    world.tenure(ADA, "xxa-president", "2003-01-01", "2003-03-31")
    world.tenure(BEN, "xxb-president", "2020-01-01")
    world.tenure(BEN, "xxb-chair", "2020-01-01", is_effective="false")
    found = side(world)
    assert texts(found, "days_in_office") == [
        "2 years and 3 months (821 days)",
        "1 year (366 days), still running",
    ]
    assert texts(found, "days_effective") == ["1 year and 3 months (455 days)", "1 year (366 days), still running"]
    assert texts(found, "longest_spell") == [
        "1 year (365 days)\n1 January 2001 – 31 December 2001",
        "1 year (366 days)\nsince 1 January 2020",
    ]
    assert (
        sentence(found, "days_effective")
        == "Ada Alpha held effective power for 1 year and 3 months, Ben Beta for 1 year."
    )
    assert texts(found, "spell_rank") == ["2nd of 2", "1st of 2"]


def test_who_held_power_longer_and_who_still_does(side: Compare) -> None:
    found = side(in_office([("2019-01-01", "2019-06-30")], [("2015-01-01", "")]))
    assert sentence(found, "days_effective") == (
        "Ben Beta has held effective power for 6 years, Ada Alpha for 6 months."
    )
    assert kind(found, "days_effective") == "difference"
    found = side(in_office([("2019-01-01", "2019-06-30")], [("2018-01-01", "2018-06-30")]))
    assert sentence(found, "days_effective") == "Both held effective power for 6 months."
    assert kind(found, "days_effective") == "commonality"
    found = side(in_office([("2019-01-01", "2019-06-30")], [("2018-01-01", "2018-07")]))
    assert sentence(found, "days_effective") is None


def test_ranks(side: Compare) -> None:
    world = World()
    for place in range(1, 14):
        leader = world.leader(f"p{place:02}", f"P {place}")
        world.tenure(leader, ("xxa-president", "xxa-chair")[place % 2], f"{2013 - place}-01-01", "2013-01-01")
    world.leader("tied", "T")
    world.tenure("tied", "xxb-president", "2012-01-01", "2013-01-01")
    found = side(world, "p01", "p02", "p13")
    assert texts(found, "spell_rank") == ["13th to 14th of 14", "12th of 14", "1st of 14"]
    assert verdict(found, "spell_rank") == "different"
    assert verdict(side(world, "p02", "p12"), "spell_rank") == "close"
    assert verdict(side(world, "p02", "p13"), "spell_rank") == "different"
    assert verdict(side(world, "p01", "tied"), "spell_rank") == "close"
    assert verdict(side(world, "p01", "p03"), "spell_rank") == "close"
    assert verdict(side(world, "p01", "p10"), "spell_rank") == "close"  # 13th or 14th, and 4th
    assert verdict(side(world, "p01", "p11"), "spell_rank") == "not comparable"


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111, 112, 113)] == [
        *(
            "1st",
            "2nd",
            "3rd",
            "4th",
            "10th",
            "11th",
            "12th",
            "13th",
            "21st",
            "22nd",
            "101st",
            "111th",
            "112th",
            "113th",
        )
    ]


def test_still_in_office(side: Compare) -> None:
    def of(one: str, two: str) -> Comparison:
        return side(in_office([("2000-01-01", one)], [("2000-01-01", two)]))

    found = of("", "2001-02")
    assert texts(found, "still_in_office") == ["yes", "no, since February 2001"]
    assert sentence(found, "still_in_office") == "On 31 December 2020 only Ada Alpha was still in office."
    assert (verdict(found, "still_in_office"), kind(found, "still_in_office")) == ("different", "difference")
    assert [cell.is_uncertain for cell in found.row("still_in_office").cells] == [False, True]
    assert sentence(of("", ""), "still_in_office") == "Both were in office on 31 December 2020."
    assert sentence(of("2001-01-01", "2002-01-01"), "still_in_office") == "Both had left office by 31 December 2020."
    assert verdict(of("2001-01-01", "2002-01-01"), "still_in_office") == "same"
    assert texts(of("?", ""), "still_in_office")[0] == "no; end unknown"


def test_an_end_unknown_is_not_an_end_before(side: Compare) -> None:
    world = in_office([("2000-01-01", "2001-01-01"), ("2005-01-01", "?")], [("2000-01-01", "")])
    assert texts(side(world), "still_in_office") == ["no; end unknown", "yes"]


def test_the_last_end_carries_its_own_source(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-president", "2000-01-01", "2010-01-01", sources="press")
    world.tenure(ADA, "xxa-premier", "2001-01-01", "2002-01-01", sources="archive")
    cell = side(world).row("still_in_office").cells[0]
    assert (cell.text, cell.all_sources) == ("no, since 1 January 2010", ("press",))


def test_how_power_was_gained_and_lost(side: Compare) -> None:
    world = pair()
    world.tenure(ADA, "xxa-premier", "1999-01-01", "1999-12-31", is_effective="false", entry="foreign")
    world.tenure(ADA, "xxa-president", "2000-01-01", "2001-01-01", entry="irregular")
    world.tenure(ADA, "xxa-president", "2003-01-01", "2004-01-01", exit="natural_death")
    world.tenure(BEN, "xxb-president", "2003-01-01")
    found = side(world)
    assert [cell.value for cell in found.row("entry").cells] == ["irregular", "regular"]
    assert [cell.value for cell in found.row("exit").cells] == ["natural_death", "still_in_office"]
    assert texts(found, "exit")[1] == "still in office"
    assert (verdict(found, "entry"), verdict(found, "exit")) == ("different", "different")


@pytest.mark.parametrize(
    ("one", "two", "text", "words"),
    [
        (
            [("2000-01-01", "2004-12-31")],
            [("2004-12-31", "")],
            "one day: 31 Dec 2004 – 31 Dec 2004",
            "The two were in office together for 1 day.",
        ),
        (
            [("2000-01-01", "2004-12-31")],
            [("2005-01-01", "")],
            "never in office at the same time",
            "The two were never in office at the same time.",
        ),
        (
            [("2000-01-01", "2001-12-31"), ("2020-01-01", "")],
            [("2001-12-01", "")],
            "1 year and 1 month (397 days): 1 Dec 2001 – 31 Dec 2001; since 1 Jan 2020",
            "The two have been in office together for 1 year and 1 month.",
        ),
        (
            [("2000-01-01", "2004")],
            [("2004-07-01", "2004-12-31")],
            "0 days to 6 months (0–184 days): 1 Jul 2004 – 31 Dec 2004",
            None,
        ),
        (
            [("2000-01-01", "2004")],
            [("2004-07-01", "2004-07-30")],
            "0 to 30 days: 1 Jul 2004 – 30 Jul 2004",
            None,
        ),
        (
            [("2000-01-01", "?")],
            [("2004-07-01", "2004-07-31")],
            "0 days to 1 month (0–31 days): 1 Jul 2004 – 31 Jul 2004",
            None,
        ),
    ],
)
def test_in_office_together(
    side: Compare, one: list[tuple[str, str]], two: list[tuple[str, str]], text: str, words: str | None
) -> None:
    found = side(in_office(one, two))
    assert texts(found, "overlap") == [text]
    assert sentence(found, "overlap") == words
    assert found.row("overlap").cells[0].is_uncertain == (words is None)
    assert found.row("overlap").is_joint


def test_three_in_office_together(side: Compare) -> None:
    world = in_office([("2000-01-01", "2004-12-31")], [("2002-01-01", "")])
    world.leader("gamma-gil")
    world.tenure("gamma-gil", "xxa-premier", "2004-12-01", "2010-01-01")
    found = side(world, ADA, BEN, "gamma-gil")
    assert texts(found, "overlap") == ["1 month (31 days): 1 Dec 2004 – 31 Dec 2004"]
    assert sentence(found, "overlap") == "The three were all in office together for 1 month."
    world.leader("delta-dan")
    world.tenure("delta-dan", "xxa-premier", "2012-12-01", "2013-01-01")
    found = side(world, ADA, BEN, "gamma-gil", "delta-dan")
    assert sentence(found, "overlap") == "The four were never all in office at the same time."


# --- stated views ---


def test_none_found_is_not_not_searched(side: Compare) -> None:
    world = World()
    world.leader(ADA)
    world.leader(BEN, views_missing="none_found")
    world.leader("gamma-gil")
    world.view("gamma-gil", "2001-01-01")
    found = side(world, ADA, BEN, "gamma-gil")
    for row in found.rows:
        if row.aspect_id.startswith("views_"):
            assert [cell.missing for cell in row.cells[:2]] == ["not searched", "no statement found"]
            assert [cell.text for cell in row.cells[:2]] == [
                "not searched for statements",
                "no statement found (searched)",
            ]
    assert found.row("views_causes").judgement.threshold == "no statement found; not searched"
    assert sentence(found, "views_count") == (
        "On the collapse of the USSR the data hold one statement by Gil Gamma, and none by Ada Alpha and Ben Beta."
    )
    assert sentence(side(world), "views_count") is None


def views(one: list[tuple[str, str]], two: list[tuple[str, str]]) -> World:
    world = pair()
    for leader, said in ((ADA, one), (BEN, two)):
        for date, evaluation in said:
            world.view(leader, date, evaluation)
    return world


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        (["lament"], ["lament"], "same"),
        (["lament"], ["mixed"], "close"),
        (["lament"], ["neutral"], "close"),
        (["mixed"], ["neutral"], "close"),
        (["mixed"], ["welcome"], "close"),
        (["lament"], ["welcome"], "different"),
        (["lament", "lament", "welcome"], ["lament"], "same"),
        (["lament", "welcome"], ["lament"], "not comparable"),
        (["mixed", "neutral"], ["lament"], "close"),
        (["mixed", "neutral"], ["mixed", "neutral"], "close"),
    ],
)
def test_evaluations(side: Compare, one: list[str], two: list[str], said: str) -> None:
    world = views([(f"200{n}-01-01", e) for n, e in enumerate(one)], [(f"200{n}-01-01", e) for n, e in enumerate(two)])
    assert verdict(side(world), "views_evaluation") == said


@pytest.mark.parametrize(
    ("inferred", "said"),
    [
        ((True,), "lament 1 (inferred by the coder)"),
        ((True, True), "lament 2 (all inferred by the coder)"),
        ((True, False), "lament 2 (1 of 2 inferred by the coder)"),
        ((False, False), "lament 2"),
    ],
)
def test_what_the_coder_inferred_is_said(side: Compare, inferred: tuple[bool, ...], said: str) -> None:
    world = views([(f"200{n}-01-01", "lament") for n in range(len(inferred))], [("2001-01-01", "welcome")])
    for row, guessed in zip(world.tables["views"], inferred, strict=False):
        row["evaluation_basis"] = "inferred" if guessed else "explicit"
    assert texts(side(world), "views_evaluation")[0] == said


def test_evaluations_in_words(side: Compare) -> None:
    world = views(
        [("2001-01-01", "lament"), ("2002-01-01", "welcome"), ("2003-01-01", "lament"), ("2004", "neutral")],
        [("2001-01-01", "welcome"), ("1991-01-01", "lament")],
    )
    world.tables["views"][0]["evaluation_basis"] = "inferred"
    found = side(world)
    assert texts(found, "views_evaluation") == [
        "lament 2, neutral 1, welcome 1 (1 of 4 inferred by the coder)",
        "welcome 1",
    ]
    assert sentence(found, "views_evaluation") == (
        "On the collapse, Ada Alpha most often voices regret (2 of 4) and Ben Beta most often voices approval (1 of 1)."
    )
    assert kind(found, "views_evaluation") == "difference"
    assert texts(found, "views_count") == ["4, 2001–2004", "2, 1991–2001 (1 of them before 26 December 1991)"]
    assert texts(found, "views_trend") == [
        "lament (1; 2001), then welcome (1; 2002), then lament (1; 2003), then neutral (1; 2004)",
        "fewer than two statements after the end",
    ]
    assert verdict(found, "views_trend") == "not comparable"


def test_of_one_mind(side: Compare) -> None:
    world = views([("2001-01-01", "lament"), ("2001-02-01", "lament")], [("2003-01-01", "lament"), ("2005", "lament")])
    found = side(world)
    assert sentence(found, "views_evaluation") == (
        "Both most often voice regret when they speak of the collapse:"
        " Ada Alpha in 2 of 2 statements and Ben Beta in 2 of 2 statements."
    )
    assert texts(found, "views_trend") == ["lament in all 2 (2001)", "lament in all 2 (2003–2005)"]
    assert verdict(found, "views_trend") == "same"


def test_who_spoke_only_before_the_end(side: Compare) -> None:
    found = side(views([("1991-12-25", "lament")], [("1991-12-26", "lament")]))
    assert texts(found, "views_evaluation") == ["spoke only before the end", "lament 1"]
    assert found.row("views_evaluation").cells[0].missing == "does not apply"
    assert sentence(found, "views_evaluation") is None
    assert "; before the end)" in texts(found, "views_statements")[0]
    assert texts(found, "views_count") == ["1, 1991 (1 of them before 26 December 1991)", "1, 1991"]


def test_codes(side: Compare) -> None:
    world = pair()
    world.view(ADA, "2001-01-01", causes="failed_reform;nationalism", lessons="no_return", sources="press")
    world.view(ADA, "2002-01-01", causes="nationalism", consequences="peace", sources="archive")
    world.view(BEN, "2002-01-01", causes="nationalism", lessons="restore_union;caution_in_reform", sources="book")
    found = side(world)
    assert found.row("views_causes").cells[0].value == ("failed_reform", "nationalism")
    assert texts(found, "views_causes")[0].splitlines()[0].endswith("(2)")
    assert found.row("views_causes").cells[0].all_sources == ("press", "archive")
    assert [verdict(found, f"views_{field}") for field in ("causes", "consequences", "lessons")] == [
        "close",
        "not comparable",
        "different",
    ]
    assert texts(found, "views_consequences")[1] == "none stated"
    assert found.row("views_consequences").judgement.threshold == "none stated"
    assert sentence(found, "views_causes") == "Both name a cause of the collapse: nationalism."
    assert sentence(found, "views_consequences") is None
    assert sentence(found, "views_lessons") == (
        "Lessons for today: Ada Alpha, no return; Ben Beta, caution in reform and restore the union."
    )


def test_many_codes_are_cut_by_frequency(side: Compare) -> None:
    world = pair()
    world.view(ADA, "2001-01-01", causes="elite_conflict;failed_reform;ideological_decay;popular_will")
    world.view(ADA, "2002-01-01", causes="popular_will")
    world.view(BEN, "2002-01-01", causes="nationalism")
    said = sentence(side(world), "views_causes")
    assert said is not None
    assert said.startswith("Causes of the collapse: Ada Alpha, popular will, ")
    assert said.endswith(" among others; Ben Beta, nationalism.")


def test_codes_of_three(side: Compare) -> None:
    world = pair()
    world.leader("gamma-gil")
    for leader in (ADA, BEN, "gamma-gil"):
        world.view(leader, "2001-01-01", causes="nationalism;failed_reform", lessons="no_return")
    world.view(ADA, "2002-01-01", consequences="peace")
    world.view(BEN, "2002-01-01", consequences="human_cost")
    world.view("gamma-gil", "2002-01-01", consequences="democracy")
    found = side(world, ADA, BEN, "gamma-gil")
    assert verdict(found, "views_causes") == "same"
    assert sentence(found, "views_lessons") == "All three draw a lesson: no return."
    assert sentence(found, "views_consequences") is None
    assert sentence(found, "views_causes") == "All three name causes of the collapse: failed reform and nationalism."


def test_words_and_statements(side: Compare) -> None:
    world = pair()
    world.view(ADA, "2002-05", key_phrase="It is over", occasion="a visit", summary="It ended.", evaluation="neutral")
    world.view(ADA, "2001-01-01")
    world.view(BEN, "2001-01-01")
    found = side(world)
    assert texts(found, "views_phrases") == ["May 2002: “It is over”", "none quoted"]
    assert texts(found, "views_statements")[0] == (
        "1 Jan 2001 (lament; dissolution), a speech: It was said.\nMay 2002 (neutral; dissolution), a visit: It ended."
    )
    assert found.row("views_statements").cells[0].value == ("v002", "v001")
    assert [cell.is_uncertain for cell in found.row("views_statements").cells] == [True, False]


# --- with each other ---


def test_no_meetings(side: Compare) -> None:
    found = side(pair())
    assert texts(found, "meetings_count") == ["none recorded; meetings are recorded for few pairs"]
    assert found.row("meetings_count").cells[0].value == (0,)
    assert {"meetings_first", "meetings_by_year", "terms"}.isdisjoint(row.aspect_id for row in found.rows)
    assert sentence(found, "meetings_count") is sentence(found, "terms") is None


def test_meetings(side: Compare) -> None:
    world = pair()
    world.meeting(
        ADA, BEN, "2005-05-05", end="2005-05-06", city="Aville;Other", event="a state visit", format="state_visit"
    )
    world.meeting(BEN, ADA, "2003-03", city="Btown", state_id="XXB", event="a talk")
    world.meeting(ADA, BEN, "2005-06-01", format="multilateral")
    found = side(world)
    assert texts(found, "meetings_count") == ["3 recorded: 2 bilateral, 1 in group sessions only"]
    assert texts(found, "meetings_by_year") == ["2003: 1, 2004: 0, 2005: 2"]
    assert texts(found, "meetings_first") == ["March 2003, Btown (Country B), a talk"]
    assert texts(found, "meetings_last") == ["1 June 2005, Aville (Country A), a visit"]
    assert texts(found, "meetings_places") == ["Aville 2, two other places once each"]
    formats = texts(found, "meetings_formats")[0].split(", ")
    assert [part[-1] for part in formats] == ["1", "1", "1"]
    assert "group" in formats[2] or "multilateral" in formats[2]
    assert sentence(found, "meetings_count") == (
        "They met three times between March 2003 and June 2005, as far as recorded;"
        " on one of these occasions only a group session was seen."
    )


@pytest.mark.parametrize(
    ("days", "format", "words"),
    [
        (["2003-01-02"], "other", "They met once on 2 January 2003, as far as recorded."),
        (["2003-01"], "other", "They met once in January 2003, as far as recorded."),
        (["2003-01-02", "2003-01-30"], "other", "They met twice in January 2003, as far as recorded."),
        (["2003", "2004-05-02"], "other", "They met twice between 2003 and May 2004, as far as recorded."),
        (
            ["2003-01-02"],
            "multilateral",
            "They met once on 2 January 2003, as far as recorded; only a group session was seen.",
        ),
        (
            ["2003-01-02", "2004-01-02"],
            "multilateral",
            "They met twice between January 2003 and January 2004, as far as recorded; only group sessions were seen.",
        ),
    ],
)
def test_meetings_in_words(side: Compare, days: list[str], format: str, words: str) -> None:
    world = pair()
    for start in days:
        world.meeting(ADA, BEN, start, format=format)
    assert sentence(side(world), "meetings_count") == words


def test_meetings_of_pairs_among_three(side: Compare) -> None:
    world = pair()
    world.leader("gamma-gil")
    world.meeting(ADA, "gamma-gil", "2003-01-02")
    world.meeting(ADA, "gamma-gil", "2004-01-02")
    world.meeting(BEN, "gamma-gil", "2004-01-03", city="X")
    found = side(world, ADA, BEN, "gamma-gil")
    assert texts(found, "meetings_count") == [
        "Ada Alpha and Gil Gamma: 2 recorded: 2 bilateral\nBen Beta and Gil Gamma: 1 recorded: 1 bilateral"
    ]
    assert found.row("meetings_count").cells[0].value == (0, 2, 1)
    assert texts(found, "meetings_places") == ["Ada Alpha and Gil Gamma: Aville 2\nBen Beta and Gil Gamma: one place"]
    assert sentence(found, "meetings_count") is None
    alone = side(world, "gamma-gil")
    assert texts(alone, "meetings_with") == ["Ada Alpha 2, Ben Beta 1"]
    world.leader("delta-dan")
    assert texts(side(world, "delta-dan"), "meetings_with") == ["none recorded; meetings are recorded for few pairs"]


def test_terms(side: Compare) -> None:
    world = pair()
    world.term(ADA, BEN, "2003-01-02", "friend")
    world.term(ADA, BEN, "2004-01-02", "friend")
    world.term(ADA, BEN, "2002", "dear old friend")
    world.term(BEN, ADA, "2003-01-02", "partner")
    world.term(BEN, ADA, "2003-01-02", "comrade")
    world.term(ADA, BEN, "2005-01-02", "ally", object="state")
    world.term(ADA, BEN, "2006-01-02", "bond", object="relationship", speakers=f"{ADA};{BEN}")
    world.term(ADA, BEN, "2007-01-02", "heroes", speakers=f"{ADA};{BEN}")
    found = side(world)
    assert texts(found, "terms")[0].splitlines() == [
        "2002, Ada Alpha of Ben Beta: “dear old friend”",
        "2 Jan 2003, Ada Alpha of Ben Beta: “friend”",
        "2 Jan 2003, Ben Beta of Ada Alpha: “comrade”",
        "2 Jan 2003, Ben Beta of Ada Alpha: “partner”",
        "2 Jan 2004, Ada Alpha of Ben Beta: “friend”",
        "2 Jan 2005, Ada Alpha of the other state: “ally”",
        "2 Jan 2006, Ada Alpha and Ben Beta, jointly of the relationship: “bond”",
        "2 Jan 2007, Ada Alpha and Ben Beta, jointly of each other: “heroes”",
    ]
    # The most frequent; of those, the longest; of those, the last in the alphabet: never by chance.
    assert sentence(found, "terms") == (
        "Ada Alpha has called Ben Beta “friend” (twice recorded) and Ben Beta has called Ada Alpha “partner”."
    )


def test_terms_of_one_side_only(side: Compare) -> None:
    world = pair()
    world.term(BEN, ADA, "2003-01-02", "partner")
    assert sentence(side(world), "terms") == "Ben Beta has called Ada Alpha “partner”."
    world = pair()
    world.term(ADA, BEN, "2006-01-02", "bond", object="relationship")
    assert sentence(side(world), "terms") is None


# --- the day of the comparison ---


def test_what_came_later_is_left_out(side: Compare) -> None:
    world = in_office([("2000-01-01", "2004-12-31"), ("2010-01-01", "")], [("2003-01-01", "2015-06-30")])
    for date in ("2001-01-01", "2012-01-01"):
        world.view(ADA, date)
        world.meeting(ADA, BEN, date)
        world.term(ADA, BEN, date, f"friend of {date[:4]}")
    late, early = side(world), side(world, as_of=day("2004-06-30"))
    assert early.as_of == day("2004-06-30")
    assert texts(early, "offices") == [
        "President of Country A: since 1 Jan 2000",
        "President of Country B: since 1 Jan 2003",
    ]
    assert texts(late, "still_in_office") == ["yes", "no, since 30 June 2015"]
    assert texts(early, "still_in_office") == ["yes", "yes"]
    assert [cell.value for cell in early.row("exit").cells] == ["still_in_office"] * 2
    assert sentence(early, "overlap") == "The two have been in office together for 1 year and 6 months."
    assert early.row("days_in_office").cells[1].value == (547, 547)
    for aspect, counted in (("views_count", [2, 1]), ("meetings_count", [(2,), (1,)]), ("terms", [2, 1])):
        assert [found.row(aspect).cells[0].value for found in (late, early)] == counted
    for aspect in ("meetings_first", "meetings_last"):
        assert texts(early, aspect)[0].startswith("1 January 2001")
    assert texts(side(world, as_of=day("1999-12-31")), "offices") == ["no office recorded"] * 2
    assert texts(side(world, ADA, as_of=day("2011-12-31")), "meetings_with") == ["Ben Beta 1"]


def test_statements_and_meetings_on_the_day_itself_count(side: Compare) -> None:
    world = in_office([("2001-01-01", "")], [("2001-01-01", "2001-01-01")])
    world.view(ADA, "2001-01-01")
    world.meeting(ADA, BEN, "2001-01-01")
    found = side(world, as_of=day("2001-01-01"))
    assert found.row("views_count").cells[0].value == 1
    assert found.row("meetings_count").cells[0].value == (1,)
    assert texts(found, "still_in_office") == ["yes", "no, since 1 January 2001"]


def test_a_day_after_the_last_check_is_flagged(side: Compare) -> None:
    world = pair(checked_to={"XXA": "2020-06-30"})
    world.tenure(ADA, "xxa-president", "2000-01-01")
    world.tenure(BEN, "xxb-president", "2000-01-01")

    def flag(as_of: str) -> list[str]:
        found = side(world, as_of=day(as_of))
        assert found.as_of == day(as_of)
        return [note for note in found.notes if note.startswith("Not checked")]

    assert flag("2020-06-30") == []
    assert flag("2020-07-01") == [
        "Not checked up to 2020-07-01: Country A (checked to 2020-06-30). Tenures there that were running when last"
        " checked are taken to run on."
    ]
    assert "Country A (checked to 2020-06-30), Country B (checked to 2020-12-31)" in flag("2021-01-01")[0]
    # The dataset's own day is the first to which any state was checked.
    assert side(world).as_of == day("2020-06-30")


# --- what rests on no source ---


def test_unverified_facts_are_left_out_unless_asked_for_and_then_marked(side: Compare) -> None:
    world = in_office([("2000-01-01", "2001-01-01")], [("2000-01-01", "2001-12-31")])
    world.tenure(ADA, "xxa-premier", "1991-01-01", "1999-12-31", sources="")
    world.waiting["leaders"].append({
        "leader_id": "gamma-gil",
        "name": "Gil Gamma",
        "gender": "male",
        "born": "1960-01-01",
        "views_missing": "not_searched",
    })
    plain, marked = side(world), side(world, unverified=True)
    assert not plain.has_unverified
    assert not any(cell.is_unverified for row in plain.rows for cell in row.cells)
    assert texts(plain, "days_in_office")[0] == "1 year (367 days)"
    assert marked.has_unverified
    assert texts(marked, "offices")[0].splitlines()[0] == (
        "Prime Minister of Country A: 1 Jan 1991 – 31 Dec 1999 (unverified)"
    )
    assert {row.aspect_id for row in marked.rows if row.cells[0].is_unverified} == {
        *("office_1991", "first_office", "age_first_office", "days_in_office", "days_effective", "longest_spell"),
        *("spell_rank", "entry", "overlap"),
    }
    assert not any(cell.is_unverified for row in marked.rows for cell in row.cells[1:])
    assert any(note.startswith("Unverified:") for note in marked.notes)
    assert not any(note.startswith("Unverified:") for note in plain.notes)
    assert all(format.count("unverified") for format in (marked.to_text(), marked.to_html(), marked.to_markdown()))
    with pytest.raises(UnknownName):
        side(world, ADA, "gamma")
    found = side(world, ADA, "gamma", unverified=True)
    assert found.row("born").cells[1].is_unverified
    assert not found.row("born").cells[0].is_unverified


# --- more than two, and in any order ---


def many(leaders: int) -> World:
    world = World()
    for n in range(leaders):
        leader = world.leader(f"p{n}", f"P{n} Q", born=f"19{30 + n}-01-01")
        office = ("xxa-president", "xxb-premier", "xxa-chair")[n % 3]
        world.tenure(leader, office, f"{1985 + n}-01-01", "" if n % 2 else f"{1990 + n}-12-31")
        world.view(leader, f"200{n}-01-01", ("lament", "welcome", "mixed", "neutral")[n % 4], causes="nationalism")
        for other in range(n):
            world.meeting(leader, f"p{other}", f"200{n}-02-0{other + 1}")
    return world


def test_five_leaders(side: Compare) -> None:
    world = many(5)
    world.view("p0", "2009-01-01", "welcome")
    found = side(world, *(f"p{n}" for n in range(5)))
    assert [str(s) for s in found.sentences] == [
        "Born between 1 January 1930 (P0 Q) and 1 January 1934 (P4 Q).",
        "When the USSR was dissolved, the five then alive were 57 to 61 years old (P4 Q and P0 Q), half of them 59"
        " or younger.",
        "The longest in unbroken power: P1 Q (35 years), P3 Q (33 years) and P2 Q (6 years).",
        "Of the five, two were in office on 31 December 2020.",
        "All three who held effective power and lost it left by the rules of the state.",
        "On the collapse of the USSR the data hold six statements by five of the five: one most often voices"
        " approval, one a mixed judgement, one no valuation and one regret; one is divided.",
    ]
    assert all(len(row.cells) == (1 if row.is_joint else 5) for row in found.rows)
    assert len(texts(found, "meetings_count")[0].splitlines()) == 10
    assert side(world, *(f"p{n}" for n in range(5)), aspects=["birthplace"]).sentences == ()


def test_five_leaders_of_whom_little_is_known(side: Compare) -> None:
    world = World()
    for n in range(5):
        world.leader(f"p{n}", born="1950-01-01" if n == 0 else "")
    found = side(world, *(f"p{n}" for n in range(5)))
    assert [str(s) for s in found.sentences] == []
    world.tenure("p0", "xxa-president", "2000-01-01", "2001-01-01", is_effective="false")
    found = side(world, *(f"p{n}" for n in range(5)))
    assert [str(s) for s in found.sentences] == ["Of the five, none were in office on 31 December 2020."]


@pytest.mark.parametrize("leaders", [2, 3, 4])
def test_the_order_of_leaders_only_permutes_columns(side: Compare, leaders: int) -> None:
    world = many(leaders)
    names = [f"p{n}" for n in range(leaders)]
    first = side(world, *names)
    for order in [o for o in permutations(range(leaders)) if o != tuple(range(leaders))][:5]:
        other = side(world, *(names[n] for n in order))
        assert other.names == tuple(first.names[n] for n in order)
        assert [(s.aspect_id, s.kind) for s in other.sentences] == [(s.aspect_id, s.kind) for s in first.sentences]
        for row, same in zip(other.rows, first.rows, strict=True):
            assert (row.aspect_id, row.judgement) == (same.aspect_id, same.judgement)
            if not row.is_joint:
                assert row.cells == tuple(same.cells[n] for n in order)
            elif leaders == 2:
                assert [cell.text for cell in row.cells] == [cell.text for cell in same.cells]


# --- words ---


def test_words() -> None:
    assert [number(n) for n in (0, 1, 12, 13, 1300)] == ["no", "one", "twelve", "13", "1,300"]
    assert [plural(1, "day"), plural(2, "day"), plural(2, "man", "men")] == ["one day", "two days", "two men"]
    assert [times(n) for n in (1, 2, 3)] == ["once", "twice", "three times"]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed([])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]
    assert [both(2), both(3), capital("ää"), capital("")] == ["both", "all three", "Ää", ""]


# --- the shipped data ---


@pytest.fixture(scope="module")
def putin_xi() -> Comparison:
    return profiles.compare("putin", "xi")


def test_what_readers_know_of_putin_and_xi(putin_xi: Comparison) -> None:
    assert putin_xi.names == ("Vladimir Putin", "Xi Jinping")
    assert str(putin_xi.sentences[0]) == (
        "Born eight months apart: Vladimir Putin on 7 October 1952, Xi Jinping on 15 June 1953."
    )
    assert sentence(putin_xi, "age_1991") == (
        "Both were under 40 when the USSR was dissolved: Vladimir Putin was 39 and Xi Jinping was 38."
    )
    assert sentence(putin_xi, "office_1991") == (
        "Neither held one of the offices recorded here on the day the USSR ended."
    )
    assert verdict(putin_xi, "born") == "close"
    assert texts(putin_xi, "age_1991") == ["39", "38"]
    assert [
        cell.text.startswith(place)
        for cell, place in zip(putin_xi.row("birthplace").cells, ("Leningrad", "Beijing"), strict=True)
    ] == [True, True]
    assert [cell.value for cell in putin_xi.row("still_in_office").cells] == [True, True]
    met = putin_xi.row("meetings_count").cells[0].value
    assert met[0] > 40
    assert f"They met {met[0]} times between March 2013 and " in str(sentence(putin_xi, "meetings_count"))
    assert "March 2013, Moscow (" in texts(putin_xi, "meetings_first")[0]
    assert putin_xi.row("views_evaluation").cells[0].value[0][0] == "lament"
    assert putin_xi.row("views_evaluation").cells[1].value[0][0] == "lament"
    assert "keep_party_control" in putin_xi.row("views_lessons").cells[1].value
    assert "geopolitical disaster" in texts(putin_xi, "views_phrases")[0]
    assert "friend" in str(sentence(putin_xi, "terms"))
    # As he became president on 7 May 2012 and took over in the Kremlin on the last day of 1999.
    assert "since 7 May 2012" in texts(putin_xi, "offices")[0]
    assert "since 31 December 1999" in texts(putin_xi, "longest_spell")[0]
    assert "since 15 November 2012" in texts(putin_xi, "longest_spell")[1]


def test_every_fact_has_its_source(putin_xi: Comparison) -> None:
    nothing = {"none of the offices recorded here", "none stated", "none quoted"}
    for row in putin_xi.rows:
        for cell in row.cells:
            assert cell.missing or cell.text in nothing or cell.all_sources, row.aspect_id
    known = set(profiles.load().sources["source_id"])
    assert set(putin_xi.sources) <= known
    assert set(putin_xi.sources) == {
        source for row in putin_xi.rows for cell in row.cells for source in cell.all_sources
    }


@pytest.mark.parametrize(
    "names",
    [
        ("gorbachev", "yeltsin", "putin"),
        ("kim jong-un", "kim-il-sung"),
        ("thatcher", "reagan", "mitterrand", "bush-george-h-w", "kohl"),
    ],
)
def test_all_kinds_of_leaders_compare(names: tuple[str, ...]) -> None:
    found = profiles.compare(*names)
    assert len(found.names) == len(names)
    assert found.sentences
