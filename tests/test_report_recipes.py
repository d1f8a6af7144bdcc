"""Recipes: read, refused in words, and followed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import profiles
from profiles.dataset import Dataset
from profiles.errors import ProfilesError
from profiles.report import RecipeError, read_recipe, write_report
from profiles.report.recipe import choose_leaders
from tests.leaders_synthetic import World
from tests.test_compare_forms import small

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return small().load(tmp_path_factory.mktemp("data"))


def text_of(folder: Path) -> str:
    return (folder / "report.md").read_text(encoding="utf-8")


def recipe(folder: Path, text: str) -> Path:
    path = folder / "r.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_recipe_in_full(tmp_path: Path, data: Dataset) -> None:
    path = recipe(
        tmp_path, 'title = "Two of them"\nleaders = ["ben", "ada"]\nas_of = 2004-05-06\nsummary = "Both *led*."\n'
    )
    found = read_recipe(path)
    assert (found.name, found.title, found.leaders, found.as_of) == (
        "r",
        "Two of them",
        ("ben", "ada"),
        dt.date(2004, 5, 6),
    )
    text = text_of(write_report(str(path), data=data, output=tmp_path / "report"))
    assert text.startswith("# Two of them\n\nAs of: 6 May 2004")
    assert "Both \\*led\\*." in text
    assert "|  | Ben Beta | Ada Alpha | Compared |" in text
    # What is asked for in the call comes before what the recipe says.
    text = text_of(write_report(str(path), data=data, output=tmp_path / "report", as_of=dt.date(2005, 1, 1)))
    assert "As of: 1 January 2005" in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("leaders = [", "cannot be read as TOML"),
        ('leader = ["ada"]', "leader is no key of a recipe; did you mean 'leaders'?"),
        ('leaders = ["ada"]\nqqqq = 1', "qqqq is no key of a recipe; known are agreement, as_of, groups, leaders"),
        ('title = "x"', r"is about nobody; give either leaders or \[select\], or \[groups\], or \[agreement\]"),
        ('leaders = ["ada"]\n[select]\ngroup = "nato"', r"give either leaders or \[select\]"),
        ('select = "nato"', "select must be a table"),
        ('[select]\ngruop = "nato"', r"select\.gruop is no key of a recipe; did you mean 'group'?"),
        ("leaders = []", "leaders is empty"),
        ("leaders = [1]", "leaders is .* write a list such as"),
        ('leaders = "ada"', "leaders is .* write a list such as"),
        ('leaders = ["ada"]\ntitle = 1', "title is 1; write a text in quotes"),
        ('leaders = ["ada"]\nas_of = "2020-01-01"', "write a date such as 2025-12-31, without quotes"),
        ('leaders = ["ada"]\nas_of = 2020-01-01T00:00:00', "write a date such as"),
        ('[select]\nkinds = "head_of_state"', r"select\.kinds is 'head_of_state'; write a list"),
        ('[select]\nin_office_on = "1991-12-26"', r"select\.in_office_on is .* without quotes"),
        ('[select]\neffective = "yes"', r"select\.effective is 'yes'; write true or false"),
        ("[select]\ngroup = 5", r"select\.group is 5; write the id of a group"),
        ('leaders = ["ada"]\npdf = 1', "pdf is 1; write true or false"),
        ('groups = "nato"', "groups must be a table"),
        ("[groups]", r"groups\.by is missing"),
        ('[groups]\nbye = "group:nato"', r"groups\.bye is no key of a recipe; did you mean 'by'?"),
        ('[groups]\nby = "group:nato"\nseed = true', r"groups\.seed is True; write a whole number"),
        ('[groups]\nby = "group:nato"\naspects = []', r"groups\.aspects is empty"),
        ('[groups]\nby = "group:nato"\n[robustness]', r"robustness\.aspects is missing"),
        ('leaders = ["ada"]\n[robustness]\naspects = ["x"]', r"add \[groups\], or leave it out"),
    ],
)
def test_recipes_that_cannot_be_followed(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message) as caught:
        read_recipe(recipe(tmp_path, text))
    assert isinstance(caught.value, ProfilesError)
    assert str(tmp_path / "r.toml") in str(caught.value)


def test_a_recipe_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="there is no such recipe"):
        read_recipe(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(RecipeError, match="cannot be read as TOML"):
        read_recipe(tmp_path / "latin.toml")
    with pytest.raises(RecipeError, match="cannot be read as TOML"):
        read_recipe(tmp_path)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    world = World()
    for leader in ("ada", "ben", "cyd", "dan", "eva"):
        world.leader(leader)
    world.tenure("ada", "xxa-president", "1990-01-01", "1995-12-31")
    world.tenure("ben", "xxa-president", "1996-01-01")
    world.tenure("cyd", "xxa-premier", "1990-01-01", "2000-12-31", is_effective="false")
    world.tenure("dan", "xxb-president", "1980-01-01", "1999-12-31")
    world.tenure("eva", "xxb-president", "2000-01-01", "2009-12-31")
    world.tenure("ada", "xxb-premier", "2011-01-01", "2012-12-31", is_effective="false")
    world.group("nato", "XXA", "1996-01-01")
    world.group("nato", "XXB", "1970-01-01", "1999-12-31")
    world.group("brics", "XXB", "2010-01-01")
    return world.load(tmp_path_factory.mktemp("states"))


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ('states = ["XXA"]', "ada cyd ben"),
        ('states = ["XXA", "XXB"]', "ada cyd ben dan eva"),
        ('kinds = ["head_of_state"]', "ada ben dan eva"),
        ('kinds = ["head_of_state", "head_of_government"]\nstates = ["XXB"]', "dan eva ada"),
        ("effective = true", "ada ben dan eva"),
        ('effective = false\nstates = ["XXA"]', "ada cyd ben"),
        ("in_office_on = 1995-12-31", "ada cyd dan"),
        ("in_office_on = 1996-01-01", "cyd ben dan"),
        ("in_office_on = 2020-12-31", "ben"),
        ('group = "nato"', "cyd ben dan"),  # ada left on the day before, eva came the day after
        ('group = "nato"\nkinds = ["head_of_state"]', "ben dan"),
        ('group = "brics"', "ada"),
        ('effective = true\nwithout = ["Ben", "eva"]', "ada dan"),
        ('group = "brics"\nstates = ["XXA"]\nkinds = ["head_of_state"]', "ada ben"),
    ],
)
def test_choosing_leaders(tmp_path: Path, states: Dataset, select: str, expected: str) -> None:
    found = choose_leaders(read_recipe(recipe(tmp_path, f"[select]\n{select}\n")), states)
    assert found == expected.split()


def test_choosing_on_an_earlier_day(tmp_path: Path, states: Dataset) -> None:
    path = recipe(tmp_path, 'as_of = 1995-06-30\n[select]\nstates = ["XXA", "XXB"]\n')
    assert choose_leaders(read_recipe(path), states) == ["ada", "cyd", "dan"]


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ("in_office_on = 1900-01-01", r"recipe r: no leader fits its \[select\]"),
        ('states = ["XXC"]', r"select\.states names 'XXC', which does not exist"),
        ('kinds = ["head_of_stat"]', "did you mean 'head_of_state'?"),
        ('group = "natto"', "did you mean 'nato'?"),
        ('group = "xyz"', "there are post-soviet"),
        ('states = ["XXB"]\nwithout = ["cyd"]', r"select\.without names 'cyd', who is not among those chosen"),
        ('group = "brics"\nwithout = ["ada"]', r"no leader fits its \[select\]"),
    ],
)
def test_choosing_nobody(tmp_path: Path, states: Dataset, select: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        choose_leaders(read_recipe(recipe(tmp_path, f"[select]\n{select}\n")), states)


def test_a_recipe_that_chooses_one(tmp_path: Path, states: Dataset) -> None:
    path = recipe(tmp_path, "[select]\nin_office_on = 2020-12-31\n")
    assert text_of(write_report(str(path), data=states, output=tmp_path / "report")).startswith("# Ben\n")


@pytest.mark.parametrize("path", sorted((ROOT / "reports").glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_recipes_choose_leaders(path: Path) -> None:
    shipped = read_recipe(path)
    if shipped.names_leaders:
        chosen = choose_leaders(shipped, profiles.load())
        assert len(chosen) == len(set(chosen)) >= 1
