"""Reports: whole folders, safe to write, complete in themselves, with exactly the sources that they use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import profiles
from profiles.dataset import Dataset
from profiles.errors import ProfilesError, UnknownName
from profiles.report import RecipeError, read_recipe, write_report, writing
from profiles.report.recipe import choose_leaders
from tests.leaders_synthetic import World, pair
from tests.test_compare_forms import small

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return small().load(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def synthetic(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report("ada", "ben", data=data, output=tmp_path_factory.mktemp("made") / "report")


@pytest.fixture(scope="module")
def putin_xi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report("putin", "xi", output=tmp_path_factory.mktemp("made") / "report")


def text_of(folder: Path) -> str:
    return (folder / "report.md").read_text(encoding="utf-8")


def page_of(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# --- what is written ---


def test_the_folder(synthetic: Path) -> None:
    names = {path.name for path in synthetic.iterdir()}
    charts = {path.stem for path in synthetic.glob("*.svg")}
    assert {"timeline", "ages", "statements", "meetings"} == charts
    made = {f"{chart}.{suffix}" for chart in charts for suffix in ("svg", "png", "csv", "txt")}
    assert names == {"index.html", "report.md", "comparison.csv", "sources.bib"} | made
    assert all(path.stat().st_size for path in synthetic.iterdir())
    assert synthetic.stat().st_mode & 0o777 == 0o755


def test_twice_the_same_bytes(synthetic: Path, data: Dataset, tmp_path: Path) -> None:
    again = write_report("ada", "ben", data=data, output=tmp_path / "again")
    assert files(again) == files(synthetic)


def test_the_text_in_full(synthetic: Path, data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-small.md", text_of(synthetic).replace(data.version, "VERSION"))


def test_the_comparison_as_data(synthetic: Path, data: Dataset) -> None:
    expected = profiles.compare("ada", "ben", data=data).frame.to_csv(index=False)
    assert (synthetic / "comparison.csv").read_text(encoding="utf-8") == expected


def cited_in(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Return the numbers cited, the numbers listed, and the keys of sources.bib."""
    text = text_of(folder)
    keys = re.findall(r"^@[a-z]+\{([^,]+),$", (folder / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE)
    return re.findall(r"\(#source-([0-9]+)\)", text), re.findall(r'<a id="source-([0-9]+)">', text), keys


@pytest.mark.parametrize("made", ["synthetic", "putin_xi"])
def test_sources_are_exactly_those_cited(made: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(made)
    cited, listed, keys = cited_in(folder)
    assert listed == [str(n) for n in range(1, len(listed) + 1)]
    assert set(cited) == set(listed)
    assert len(keys) == len(set(keys)) == len(listed)
    # Numbered as they first appear.
    assert list(dict.fromkeys(cited)) == listed
    page = page_of(folder)
    assert (
        set(re.findall(r'href="#source-([0-9]+)"', page))
        == set(re.findall(r'id="source-([0-9]+)"', page))
        == set(cited)
    )


def test_keys_of_the_bibliography_follow_the_numbers(synthetic: Path) -> None:
    assert cited_in(synthetic)[2] == ["book", "archive", "press"]


# --- the page ---


class Page(HTMLParser):
    VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "use", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, *names: str) -> Iterator[dict[str, str]]:
        return (attrs for tag, attrs in self.tags if tag in names)


@pytest.mark.parametrize("made", ["synthetic", "putin_xi"])
def test_the_page_is_complete_in_itself(made: str, request: pytest.FixtureRequest) -> None:
    text = page_of(request.getfixturevalue(made))
    page = Page(text)
    for tag, attrs in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "form"}
        assert not [name for name in attrs if name.startswith("on")]
        for name in ("src", "srcset", "data", "poster", "action", "background"):
            assert attrs.get(name, "data:").startswith("data:")
        for name in ("href", "xlink:href"):
            outside = attrs.get(name, "#")[:1] != "#"
            assert tag == "a" or not outside, (tag, attrs)
            if outside and not attrs[name].startswith(("http://", "https://")):
                assert (request.getfixturevalue(made) / attrs[name]).is_file()
    assert "@import" not in text
    assert not re.search(r"url\((?!['\"]?(data:|#))", text)


@pytest.mark.parametrize("made", ["synthetic", "putin_xi"])
def test_the_page_is_accessible(made: str, request: pytest.FixtureRequest) -> None:
    page = Page(page_of(request.getfixturevalue(made)))
    assert next(page.all("html"))["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(attrs.get("scope") in {"col", "row", "rowgroup", "colgroup"} for attrs in page.all("th"))
    assert len(list(page.all("caption"))) == len(list(page.all("table"))) > 0
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in page.all("a"):
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in ids
    pictures = [
        attrs for tag, attrs in page.tags if tag == "img" or (tag == "svg" and attrs.get("aria-hidden") != "true")
    ]
    assert len(pictures) >= 4
    for attrs in pictures:
        assert attrs.get("alt") or attrs.get("aria-label") or attrs.get("aria-labelledby")


def test_alt_texts_stand_in_the_page_and_beside_the_charts(synthetic: Path) -> None:
    for path in synthetic.glob("*.txt"):
        alt = path.read_text(encoding="utf-8").strip()
        assert alt.split(".")[0] in page_of(synthetic)
        assert alt.split(".")[0] in text_of(synthetic)


# --- who and how many ---


def headings(folder: Path) -> list[str]:
    return re.findall(r"^## (.+)$", text_of(folder), re.MULTILINE)


def test_chapters(synthetic: Path) -> None:
    assert headings(synthetic) == [
        *("At a glance", "Side by side", "Careers", "Stated views on the collapse of the USSR"),
        *("The relationship", "Method and limits", "Sources"),
    ]


def test_one_leader(data: Dataset, tmp_path: Path) -> None:
    folder = write_report("gil", data=data, output=tmp_path / "one")
    assert headings(folder) == [
        *("In brief", "Careers", "Stated views on the collapse of the USSR", "Method and limits", "Sources")
    ]
    text = text_of(folder)
    assert text.startswith("# Gil Gamma\n")
    assert "### Gil Gamma (Γιλ Γάμμα)" in text
    assert "Gil Gamma was born in 1950 or 1955" in text
    assert "No national office is recorded here." in text
    assert "The data hold no statement by this leader. A search found none by Gil Gamma." in text
    assert "Compared" not in text
    Page(page_of(folder))


def test_a_leader_of_whom_nothing_is_known(tmp_path: Path) -> None:
    world = World()
    world.leader("alpha-ada", born="", sources="book")
    folder = write_report("ada", data=world.load(tmp_path / "data"), output=tmp_path / "report")
    assert "Sources" not in headings(folder)
    assert (folder / "sources.bib").read_text(encoding="utf-8") == ""
    assert "That is no proof that there is none: nobody has recorded a search." in text_of(folder)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (("not_searched", "not_searched"), "That is no proof that there is none: nobody has recorded a search."),
        (("none_found", "none_found"), "A search found none by P1 and P2."),
        (("none_found", "not_searched"), "A search found none by P1; for the rest nobody has recorded a search."),
    ],
)
def test_silence_is_explained(tmp_path: Path, missing: tuple[str, str], said: str) -> None:
    world = World()
    for n, why in enumerate(("not_searched", *missing)):
        world.leader(f"p{n}", f"P{n}", views_missing=why)
    data = world.load(tmp_path / "a")
    assert f"no statement by any of these leaders. {said}" in text_of(
        write_report("p1", "p2", data=data, output=tmp_path / "b")
    )
    world.view("p0", "2001-01-01")
    data = world.load(tmp_path / "c")
    assert f"one statement by one of these three leaders. {said}" in text_of(
        write_report("p0", "p1", "p2", data=data, output=tmp_path / "d")
    )


def many(leaders: int) -> World:
    world = World()
    for n in range(leaders):
        leader = world.leader(f"p{n:02}", f"Person {n:02}", born="" if n == 3 else f"19{30 + n}-01-01")
        if n != 4:
            office = ("xxa-president", "xxb-premier", "xxa-chair", "xxb-president")[n % 4]
            world.tenure(leader, office, f"{1985 + n % 30}-01-01", "" if n % 2 else f"{1990 + n % 30}-12-31")
        if n % 3 == 0:
            world.view(leader, f"{2000 + n % 20}-01-01", ("lament", "welcome", "mixed", "neutral")[n % 4])
    world.meeting("p00", "p01", "2001-05-05")
    return world


def test_five_leaders_stand_one_under_another(tmp_path: Path) -> None:
    data = many(5).load(tmp_path / "a")
    folder = write_report(*(f"p{n:02}" for n in range(5)), data=data, output=tmp_path / "b")
    text = text_of(folder)
    assert text.startswith("# 5 leaders\n")
    assert "| Leader | Born |" in text
    assert [text.count(f"\n| Person {n:02} |") for n in range(5)] == [1] * 5
    assert "**Country A**" in text
    # Those of one state in a row stand under one heading.
    order = text_of(write_report("p00", "p02", "p01", "p03", "p04", data=data, output=tmp_path / "c"))
    assert order.count("| **Country A** |") == 1
    assert "No state recorded" in text
    assert "The relationship" not in text
    assert "Person 03 | no sourced date of birth" in text
    cited, listed, keys = cited_in(folder)
    assert set(cited) == set(listed)
    assert len(keys) == len(listed)
    Page(page_of(folder))


def test_more_leaders_than_a_chart_holds(tmp_path: Path) -> None:
    data = many(30).load(tmp_path / "a")
    folder = write_report(*(f"p{n:02}" for n in range(30)), data=data, output=tmp_path / "b")
    timelines = sorted(path.name for path in folder.glob("timeline-*.svg"))
    assert timelines == [f"timeline-{n}.svg" for n in range(1, len(timelines) + 1)]
    assert len(timelines) >= 3
    drawn = "".join((folder / name).with_suffix(".csv").read_text(encoding="utf-8") for name in timelines)
    assert all((f"Person {n:02}" in drawn or f"p{n:02}" in drawn) == (n != 4) for n in range(30))
    assert sorted(path.name for path in folder.glob("statements-*.svg")) == ["statements-1.svg"]
    Page(page_of(folder))


def test_a_relationship_of_meetings_or_of_words_alone(tmp_path: Path) -> None:
    met, spoke = pair(), pair()
    met.meeting("alpha-ada", "beta-ben", "2003-01-01")
    met.meeting("alpha-ada", "beta-ben", "2003-02-01")
    spoke.term("alpha-ada", "beta-ben", "2003-01-01", "friend", object="state")
    one = text_of(write_report("ada", "ben", data=met.load(tmp_path / "a"), output=tmp_path / "b"))
    two = text_of(write_report("ada", "ben", data=spoke.load(tmp_path / "c"), output=tmp_path / "d"))
    assert "Ada Alpha and Ben Beta are recorded as having met twice. A meeting is" in one
    assert "### Every meeting" in one
    assert "### Terms" not in one
    assert "### Every meeting" not in two
    assert "**1 January 2003**, Ada Alpha of the other's state: “friend”" in two


def test_group_sessions_alone(tmp_path: Path) -> None:
    world = pair()
    world.meeting("alpha-ada", "beta-ben", "2003-01-01", format="multilateral")
    text = text_of(write_report("ada", "ben", data=world.load(tmp_path / "a"), output=tmp_path / "b"))
    assert "are recorded as having met once: once where only a group session was seen." in text


def test_the_day_asked_for(data: Dataset, tmp_path: Path) -> None:
    folder = write_report("ada", "ben", data=data, output=tmp_path / "early", as_of=dt.date(2003, 6, 1))
    text = text_of(folder)
    assert "As of: 1 June 2003" in text
    assert "Everything holds on 1 June 2003, the day asked for; what came later is left out." in text
    assert "have met once" in text or "having met once" in text
    assert "January 2004" not in text
    late = text_of(write_report("ada", "ben", data=data, output=tmp_path / "late", as_of=dt.date(2021, 6, 1)))
    assert "Not checked up to 2021-06-01: Country A (checked to 2020-12-31)" in late
    assert "Not checked" not in text


def test_unverified_rows_are_marked_in_the_text(tmp_path: Path) -> None:
    world = pair()
    world.tenure("alpha-ada", "xxa-premier", "1991-01-01", "1999-12-31", sources="")
    world.write(tmp_path / "data")
    plain = write_report("ada", "ben", data_path=tmp_path / "data", output=tmp_path / "plain")
    marked = write_report("ada", "ben", data_path=tmp_path / "data", output=tmp_path / "marked", unverified=True)
    assert "Prime Minister" not in text_of(plain)
    assert "1 Jan 1991 – 31 Dec 1999 — effective leader" in text_of(marked)
    assert text_of(marked).count("unverified") >= 2
    assert "each row with its source" in text_of(plain)
    assert "each row with its source" not in text_of(marked)
    assert "rest on no source that anybody has read yet" in text_of(marked)


def test_progress(data: Dataset, tmp_path: Path) -> None:
    steps: list[str] = []

    @contextmanager
    def step(message: str) -> Generator[None]:
        steps.append(message)
        try:
            yield
        finally:
            steps.append("done")

    write_report("ada", data=data, output=tmp_path / "a", progress=step)
    assert steps[::2] == [
        "reading the data",
        "comparing 1 leader",
        "drawing charts",
        "writing text",
        f"saving {tmp_path / 'a'}",
    ]
    assert set(steps[1::2]) == {"done"}


# --- folders ---


def test_the_name_of_the_folder(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert write_report("Ada Alpha", "ben/beta", data=data) == Path("report-ada-alpha-ben-beta")
    assert Path("report-ada-alpha-ben-beta", "index.html").is_file()
    recipe = tmp_path / "mine.toml"
    recipe.write_text('leaders = ["ada"]\n', encoding="utf-8")
    assert write_report(str(recipe), data=data) == Path("report-mine")


def test_a_report_is_replaced_whole(data: Dataset, tmp_path: Path) -> None:
    folder = write_report("ada", "ben", data=data, output=tmp_path / "report")
    (folder / "left-over.svg").write_text("old", encoding="utf-8")
    write_report("gil", data=data, output=folder)
    assert text_of(folder).startswith("# Gil Gamma")
    assert not (folder / "left-over.svg").exists()
    assert not (folder / "meetings.svg").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert write_report("gil", data=data, output=empty) == empty


def test_folders_on_the_way_are_made(data: Dataset, tmp_path: Path) -> None:
    assert (write_report("gil", data=data, output=tmp_path / "a" / "b" / "c") / "index.html").is_file()


@pytest.mark.parametrize("content", ["notes.docx", "thesis.md", "report.md+thesis.tex", "report.md+figures/"])
def test_a_folder_that_is_no_report_is_left_alone(data: Dataset, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in content.split("+"):
        if name.endswith("/"):
            (folder / name).mkdir()
        else:
            (folder / name).write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(RecipeError, match=r"which is no report; name an empty or new folder, or remove it"):
        write_report("gil", data=data, output=folder)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_file_is_no_folder(data: Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(RecipeError, match="is a file; name a folder for the report"):
        write_report("gil", data=data, output=tmp_path / "file")


@pytest.mark.parametrize("replacing", [False, True])
def test_a_failure_leaves_nothing_behind(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replacing: bool
) -> None:
    folder = tmp_path / "report"
    if replacing:
        write_report("gil", data=data, output=folder)
    before = files(folder) if replacing else {}

    def fail(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "bibtex", fail)
    with pytest.raises(KeyboardInterrupt):
        write_report("ada", data=data, output=folder)
    assert [path.name for path in tmp_path.iterdir()] == ["report"] * replacing
    assert not replacing or files(folder) == before


def test_a_failure_of_the_last_step_keeps_the_old_report(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_report("gil", data=data, output=tmp_path / "report")
    before = files(folder)
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if self.name.startswith(".report.") and target == folder:
            message = "the disk is full"
            raise OSError(message)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_report("ada", data=data, output=folder)
    monkeypatch.undo()
    assert files(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_unknown_name_writes_nothing(data: Dataset, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        write_report("nobody", data=data, output=tmp_path / "report")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RecipeError, match=r"name leaders, or a recipe that ends in \.toml"):
        write_report(output=tmp_path / "report")


# --- recipes ---


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
        ('leaders = ["ada"]\nqqqq = 1', "qqqq is no key of a recipe; known are as_of, leaders"),
        ('title = "x"', r"give either leaders or \[select\]"),
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
    chosen = choose_leaders(read_recipe(path), profiles.load())
    assert len(chosen) == len(set(chosen)) >= 2


# --- Putin and Xi: what readers of the news know of them must be there ---

KNOWN = {
    "born": r"7 October 1952.*15 June 1953",
    "ages when the USSR ended": r"Vladimir Putin was 39 and Xi Jinping was 38",
    "disaster of 2005": r"25 April 2005.*major geopolitical disaster",
    "party control 2012": r"December 2012.*[Ll]essons? drawn: .*keep party control",
    "party control 2013": r"5 January 2013.*[Ll]essons? drawn: .*keep party control",
    "cake and vodka in Bali": r"October 2013.*(?=.*\bcake\b)(?=.*\bvodka\b)",
    "fast train": r"June 2018.*\btrain\b",
    "pancakes with caviar": r"September 2018.*Vladivostok.*(?=.*\bpancakes?\b)(?=.*\bcaviar\b)",
    "best friend": r"\*\*5 June 2019\*\*, Xi Jinping of the other: “.*best friend",
    "reliable partner": r"\*\*6 June 2018\*\*, Vladimir Putin of the other: “reliable partner",
    "no limits": r"\*\*4 February 2022\*\*, .*“no limits”",
}


@pytest.mark.parametrize("what", KNOWN)
def test_the_report_tells_what_is_known(putin_xi: Path, what: str) -> None:
    lines = text_of(putin_xi).splitlines()
    found = [line for line in lines if re.search(KNOWN[what], line)]
    assert found, what
    assert any("(#source-" in line for line in found)


def test_the_report_tells_of_over_forty_meetings_and_three_forums(putin_xi: Path) -> None:
    text = text_of(putin_xi)
    met = re.search(r"They met ([0-9]+) times between March 2013 and", text)
    assert met
    assert int(met[1]) > 40
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == 5]
    forums = [line for line in rows if "Belt and Road" in line]
    years = sorted({year for line in forums for year in re.findall(r"\b20[0-9]{2}\b", line.split("|")[1])})
    assert {"2017", "2019", "2023"} <= set(years)
    assert text.count("\n| ") > int(met[1])


def test_the_report_shows_all_charts_and_knows_its_limits(putin_xi: Path) -> None:
    assert headings(putin_xi) == [
        *("At a glance", "Side by side", "Careers", "Stated views on the collapse of the USSR"),
        *("The relationship", "Method and limits", "Sources"),
    ]
    assert {path.stem for path in putin_xi.glob("*.svg")} == {"timeline", "ages", "statements", "meetings"}
    data = profiles.load()
    text = text_of(putin_xi)
    assert data.version in text
    assert "Official and press counts follow other rules and differ." in text
    for word in ("习近平", "Путин"):
        assert word in text
