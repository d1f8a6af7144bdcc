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
from profiles.errors import UnknownName
from profiles.report import RecipeError, pages, write_report, writing
from tests.leaders_synthetic import World, pair
from tests.test_compare_forms import small


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
    # Nothing to draw, no office to list: no chapter on a career.
    assert headings(folder) == ["Stated views on the collapse of the USSR", "Method and limits", "Sources"]
    text = text_of(folder)
    assert text.startswith("# Gil Gamma\n")
    assert "Gil Gamma was born in 1950 or 1955" in text
    assert "No national office is recorded here." in text
    assert "verdict" not in text.casefold()
    assert "The data hold no statement by this leader. A search found none by Gil Gamma." in text
    assert "Compared" not in text
    Page(page_of(folder))


def test_a_portrait(data: Dataset, tmp_path: Path) -> None:
    folder = write_report("ada", data=data, output=tmp_path / "one")
    text = re.sub(r" \[(\[[0-9]+\]\(#source-[0-9]+\)[^\[\]]*)+\]", "", text_of(folder))
    assert headings(folder) == [
        *("Career", "Stated views on the collapse of the USSR", "Most alike", "Method and limits", "Sources"),
    ]
    assert (
        "Ada Alpha was born on 1 January 1950 in Aville and was 41 when the Soviet Union was dissolved, then Prime"
        " Minister of Country A. "
    ) in text
    assert "The first national office recorded here came at 40, in May 1990: Prime Minister of Country A." in text
    assert "Ada Alpha held effective power for 5 years without a break: the 2nd longest spell of the 2 leaders" in text
    assert "It came by the rules of the state and ended against them." in text
    assert "The data hold two meetings with other leaders: Ben Beta twice. Meetings are recorded for few pairs." in text
    assert (
        "The data hold two statements by Ada Alpha, from 2001 to 2004: one voices regret and one voices a mixed"
        " judgement, one of them by the coder's inference."
    ) in text
    assert "- Closest to Ada Alpha: Ben Beta" in text
    assert {path.stem for path in folder.glob("*.svg")} == {"timeline", "statements"}


def test_what_was_said_before_the_end_is_told_apart(tmp_path: Path) -> None:
    world = World()
    for leader in ("p0", "p1"):
        world.leader(leader)
    world.view("p0", "1990-01-01")
    data = world.load(tmp_path / "a")
    alone = text_of(write_report("p0", data=data, output=tmp_path / "b"))
    assert "one statement by P0, from 1990, before 26 December 1991: it voices regret." in alone
    world.view("p0", "2001-01-01", "welcome")
    data = world.load(tmp_path / "c")
    alone = text_of(write_report("p0", data=data, output=tmp_path / "d"))
    assert "by P0, from 1990 to 2001, one of them made before 26 December 1991: one voices regret and one" in alone
    both = text_of(write_report("p0", "p1", data=data, output=tmp_path / "e"))
    assert (
        "The data hold two statements, one of them made before 26 December 1991, by one of these two leaders." in both
    )


def test_a_leader_of_whom_nothing_is_known(tmp_path: Path) -> None:
    world = World()
    world.leader("alpha-ada", born="", sources="book")
    folder = write_report("ada", data=world.load(tmp_path / "data"), output=tmp_path / "report")
    assert "Sources" not in headings(folder)
    assert (folder / "sources.bib").read_text(encoding="utf-8") == ""
    assert "That is no proof that there is none: nobody has recorded a search." in text_of(folder)


@pytest.mark.parametrize(
    ("missing", "said", "of_others"),
    [
        (
            ("not_searched", "not_searched"),
            "That is no proof that there is none: nobody has recorded a search.",
            "For the other two nobody has recorded a search: that is no proof of silence.",
        ),
        (("none_found", "none_found"), "A search found none by P1 and P2.", ""),
        (("none_found", "not_searched"), "A search found none by P1; for the rest nobody has recorded a search.", ""),
    ],
)
def test_silence_is_explained(tmp_path: Path, missing: tuple[str, str], said: str, of_others: str) -> None:
    world = World()
    for n, why in enumerate(("not_searched", *missing)):
        world.leader(f"p{n}", f"P{n}", views_missing=why)
    data = world.load(tmp_path / "a")
    assert f"no statement by any of these leaders. {said}" in text_of(
        write_report("p1", "p2", data=data, output=tmp_path / "b")
    )
    world.view("p0", "2001-01-01")
    data = world.load(tmp_path / "c")
    assert f"one statement by one of these three leaders. {of_others or said}" in text_of(
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


def test_more_leaders_than_a_page_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PAGE", 20)
    world = many(30)
    # Fears of before the end are no judgement of it: drawn, and not listed.
    world.view("p01", "1990-01-01", "welcome")
    data = world.load(tmp_path / "a")
    folder = write_report(*(f"p{n:02}" for n in range(30)), data=data, output=tmp_path / "b")
    assert sorted(path.name for path in folder.glob("*.svg")) == [
        "overview-1.svg",
        "overview-2.svg",
        "stances-year.svg",
    ]
    drawn = "".join((folder / f"overview-{n}.csv").read_text(encoding="utf-8") for n in (1, 2))
    assert all((f"p{n:02}," in drawn) == (n != 4) for n in range(30))
    text = text_of(folder)
    assert headings(folder) == [
        *("At a glance", "Careers", "Stated views on the collapse of the USSR", "Leader by leader"),
        *("Method and limits", "Sources"),
    ]
    # One statement of each speaker, under the valuation voiced most often.
    assert [text.count(f"**Person {n:02}**") for n in range(30)] == [int(n % 3 == 0) for n in range(30)]
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["Regret", "A mixed judgement", "No valuation", "Approval"]
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
