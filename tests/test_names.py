"""Names: the leader meant, or an error with candidates, never a guess."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.dataset import load
from profiles.dataset.frames import TEXT
from profiles.errors import ProfilesError, UnknownName
from profiles.names import NameIndex, fold

CASES = [
    tuple(part.strip() if place else part for place, part in enumerate(line.split(";")))
    for line in (Path(__file__).parent / "cases" / "names.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
PEOPLE = {
    "alpha-ada": "Ada Alpha",
    "alpha-bea": "Bea Alpha",
    "alpha": "Carl Gamma",
    "delta-dan": "Dan Delta",
    "delta-dan-jr": "Dan Delta",
    "echo-eva": "Eva d'Écho-Łódź",
    "fu-wen": "Fu Wen",
}
ALIASES = [
    ("alpha-ada", "The Bell", "short"),
    ("alpha-bea", "Beatrix", "historical_spelling"),
    ("delta-dan", "Beatrix Delta", "transliteration"),
    ("echo-eva", "Bell", "historical_spelling"),
]


def index(
    people: dict[str, str] = PEOPLE, aliases: list[tuple[str, str, str]] = ALIASES, native: dict[str, str] | None = None
) -> NameIndex:
    native = {"fu-wen": "傅文", **(native or {})}
    leaders = pd.DataFrame({
        "leader_id": pd.array(list(people), dtype=TEXT),
        "name": pd.array(list(people.values()), dtype=TEXT),
        "native_name": pd.array([native.get(key) for key in people], dtype=TEXT),
    })
    return NameIndex(leaders, pd.DataFrame(aliases, columns=["leader_id", "alias", "kind"], dtype=TEXT))


@cache
def shipped() -> NameIndex:
    data = load()
    return NameIndex(data.leaders, data.aliases)


# --- the shipped data ---


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0].strip() for case in CASES])
def test_a_name_of_the_shipped_data(text: str, expected: str) -> None:
    if not expected.startswith("!"):
        assert shipped().resolve(text) == expected
        return
    wanted = expected.removeprefix("!").split()
    with pytest.raises(UnknownName) as caught:
        shipped().resolve(text)
    if wanted == ["-"]:
        assert caught.value.candidates == []
        assert "profiles list" in str(caught.value)
    else:
        assert set(wanted) <= set(caught.value.candidates)
        assert all(leader in str(caught.value) for leader in wanted)


def test_every_shipped_id_and_full_name_of_one_leader_is_found() -> None:
    names = shipped().names
    folded = [fold(name) for name in names.values()]
    for leader, name in names.items():
        assert shipped().resolve(leader) == leader
        assert leader in shipped().candidates(name)
        if folded.count(fold(name)) == 1:
            assert shipped().resolve(name) == leader


# --- made-up data ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpha-ada", "alpha-ada"),
        ("ALPHA-Ada ", "alpha-ada"),
        ("alpha", "alpha"),  # an id comes before the words of names
        ("ada", "alpha-ada"),
        ("Ada  ALPHA", "alpha-ada"),
        ("beatrix", "alpha-bea"),  # a whole name comes before a part of another one
        ("bell", "echo-eva"),  # and before a part of a short form
        ("the bell", "alpha-ada"),
        ("Gamma", "alpha"),
        ("decho lodz", "echo-eva"),
        ("d’Echo", "echo-eva"),
        ("d´écho", "echo-eva"),
        ("傅文", "fu-wen"),
        ("傅", "fu-wen"),  # in Han a part needs no space around it
        ("wen", "fu-wen"),
    ],
)
def test_what_names_one_leader(text: str, expected: str) -> None:
    assert index().resolve(text) == expected


def test_two_of_one_name_are_told_apart_by_id_only() -> None:
    assert index().candidates("Dan Delta") == ["delta-dan", "delta-dan-jr"]
    with pytest.raises(UnknownName, match=r"names 2 leaders; say which: delta-dan \(Dan Delta\), delta-dan-jr"):
        index().resolve("dan delta")
    assert index().resolve("delta-dan-jr") == "delta-dan-jr"


@pytest.mark.parametrize("text", ["alph", "da", "ada-alpha-x", "wen fu", "文傅", "", " ", ".", "'"])
def test_what_names_nobody(text: str) -> None:
    assert index().candidates(text) == []
    with pytest.raises(UnknownName, match="no leader is called"):
        index().resolve(text)


def test_the_error_is_of_this_package_and_a_key_error() -> None:
    with pytest.raises(KeyError) as caught:
        index().resolve("ada alpho")
    assert isinstance(caught.value, ProfilesError)
    assert isinstance(caught.value, UnknownName)
    assert caught.value.name == "ada alpho"
    assert caught.value.candidates[0] == "alpha-ada"
    assert str(caught.value).startswith("no leader is called 'ada alpho'; did you mean alpha-ada (Ada Alpha)")


def test_many_candidates_are_counted_not_listed() -> None:
    people = {f"p{n:02}": f"Pat Number{n}" for n in range(15)}
    with pytest.raises(UnknownName, match=r"names 15 leaders.*p11 \(Pat Number11\), and 3 more$") as caught:
        index(people, []).resolve("pat")
    assert len(caught.value.candidates) == 15


def test_proposals_are_few_and_each_once() -> None:
    people = {f"p{n:02}": "Patrick Smith" for n in range(9)}
    assert index(people, []).nearest("Patrik Smith") == [f"p{n:02}" for n in range(5)]
    assert index(people, []).nearest("Patrik Smith", most=2) == ["p00", "p01"]


def test_a_part_in_a_script_without_spaces() -> None:
    people = {"a": "A", "b": "B", "c": "C", "d": "D"}
    native = {"a": "สมชาย", "b": "ហ៊ុន សែន", "c": "김대중", "d": "やまだ"}
    names = index(people, [], native)
    for part, leader in (("ชาย", "a"), ("ែន", "b"), ("대중", "c"), ("まだ", "d")):
        assert names.resolve(part) == leader


def test_nobody_at_all() -> None:
    with pytest.raises(UnknownName):
        index({}, []).resolve("ada")


# --- folding ---


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ada\tALPHA ", "ada alpha"),
        ("Ada\nAlpha", "ada alpha"),
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("O´Neil", "oneil"),
        ("J. F. K.", "j f k"),
        ("J.F.K.", "jfk"),
        ("Jean-Luc", "jean luc"),
        ("snake_case__name", "snake case name"),
        ("Straße", "strasse"),
        ("İstanbul Işık", "istanbul isik"),
        ("Ærø Þór", "aero thor"),
        ("Đỗ Mười, Œuvre, Ðə", "do muoi oeuvre de"),
        ("Łukasz", "lukasz"),
        ("Ｆｕｌｌ", "full"),
        ("Ёлкин", "елкин"),
        ("Ελλάς", "ελλασ"),
        ("حَبِيب", "حبيب"),
        ("!?", ""),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


NAMES = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF, exclude_categories=["Cs", "Cn", "Co"]), max_size=12)


@given(NAMES)
@example("ª\n¨x")
def test_folding_ignores_case_space_around_and_the_normal_form(text: str) -> None:
    assert fold(f"  {text} ") == fold(text)
    assert "  " not in fold(text)
    assert fold(text) == fold(text).strip()
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_a_name_is_found_whatever_stands_beside_it(names: list[str]) -> None:
    # All names are folded in one pass: a break in that would give a leader another one's name.
    people = {f"p{n}": name for n, name in enumerate(names)}
    found = index(people, [])
    for leader, name in people.items():
        if fold(name):
            assert leader in found.candidates(name)
            assert all(fold(name) in fold(people[other]) for other in found.candidates(name))
