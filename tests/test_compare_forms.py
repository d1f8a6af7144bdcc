"""A comparison as a thing: frozen, and the same in every form it takes."""

from __future__ import annotations

import copy
import csv
import dataclasses
import html
import io
import pickle
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from markdown_it import MarkdownIt

import profiles
from profiles.compare.model import Comparison, Sentence
from tests.leaders_synthetic import World, pair

NOTES = re.compile(r"\s*\[[0-9][^\]]*\]$")


def small() -> World:
    """Two leaders with something, or the lack of it, in every aspect."""
    world = pair()
    world.leader("gamma-gil", "Gil Gamma", born="[1950,1955]", native_name="Γιλ Γάμμα", views_missing="none_found")
    world.tenure(
        "alpha-ada", "xxa-premier", "1990-05", "1999-12-31", is_effective="false", sources="archive[p. 3];press"
    )
    world.tenure("alpha-ada", "xxa-president", "2000-01-01", "2004-12-31", exit="irregular")
    world.tenure("beta-ben", "xxb-president", "2002-01-01", sources="book")
    world.view("alpha-ada", "2001-01-01", key_phrase="a | *b* <c> & `d`", summary="He said: [x](y) & _more_.")
    world.view("alpha-ada", "2004-05", "mixed", causes="nationalism;failed_reform", evaluation_basis="inferred")
    world.view("beta-ben", "1990-01-01", "welcome", lessons="no_return", causes="nationalism")
    world.meeting("alpha-ada", "beta-ben", "2003-01-01", notable="Cake.")
    world.meeting("alpha-ada", "beta-ben", "2004-01-01", format="multilateral", city="Btown;Ctown")
    world.term("alpha-ada", "beta-ben", "2003-01-01", "friend")
    return world


@pytest.fixture
def found(tmp_path: Path) -> Comparison:
    return profiles.compare("ada", "ben", data=small().load(tmp_path))


@pytest.fixture
def three(tmp_path: Path) -> Comparison:
    return profiles.compare("ada", "ben", "gil", data=small().load(tmp_path))


# --- frozen ---


def test_frozen(found: Comparison) -> None:
    for thing, name in ((found, "as_of"), (found.rows[0], "label"), (found.rows[0].cells[0], "value")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, None)
    assert isinstance(found.rows, tuple)
    assert isinstance(found.sentences, tuple)


def test_equal_hashable_copied_and_pickled(found: Comparison, tmp_path: Path) -> None:
    again = profiles.compare("alpha-ada", "Ben Beta", data=small().load(tmp_path / "again"))
    assert again == found
    assert hash(again) == hash(found)
    for other in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert other == found
        assert other.to_markdown() == found.to_markdown()
    assert profiles.compare("ben", "ada", data=small().load(tmp_path / "other")) != found


def test_knows_its_day_its_version_and_its_sources(found: Comparison) -> None:
    assert str(found.as_of) == "2020-12-31"
    assert re.fullmatch(r"[0-9a-f]{12}", found.data_version)
    assert set(found.sources) == {"book", "archive", "press"}
    for text in (found.to_text(), found.to_markdown(), found.to_html()):
        assert f"As of 2020-12-31; data version {found.data_version}." in text


def test_rows_by_id(found: Comparison) -> None:
    assert found.row("born").label == "Born"
    with pytest.raises(KeyError, match="no aspect 'bron'; there are born, birthplace"):
        found.row("bron")


def test_a_sentence_is_plain_text(found: Comparison) -> None:
    for sentence in found.sentences:
        assert isinstance(sentence, Sentence)
        assert str(sentence)[0].isupper()
        assert str(sentence).endswith(".")
        assert "  " not in str(sentence)
        assert not NOTES.search(str(sentence))


# --- the frame ---


def test_the_tidy_frame(found: Comparison) -> None:
    frame = found.frame
    texts = ["aspect_id", "label", "section", "leader_id", "text", "value", "missing"]
    assert list(frame) == [*texts, "is_uncertain", "is_unverified", "verdict", "threshold", "sources"]
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {types.pop("is_uncertain"), types.pop("is_unverified")} == {"boolean"}
    assert set(types.values()) <= {"str", "string"}
    assert len(frame) == sum(len(row.cells) for row in found.rows)
    indexed = frame.set_index(["aspect_id", "leader_id"])
    born = indexed.loc["born", "beta-ben"]
    assert born[["text", "verdict", "threshold", "sources"]].tolist() == [
        "1 September 1950",
        "close",
        "close = within two years",
        "book",
    ]
    assert pd.isna(born["missing"])
    joint = frame[frame["aspect_id"] == "meetings_count"]
    assert len(joint) == 1
    assert joint["leader_id"].isna().all()
    assert joint["verdict"].isna().all()
    assert indexed.loc[("birthplace", "alpha-ada"), "value"] == "('Aville', 'XXA')"
    assert frame["is_uncertain"].sum() == sum(cell.is_uncertain for row in found.rows for cell in row.cells)


def test_the_frame_says_why_a_cell_is_empty(three: Comparison) -> None:
    frame = three.frame.set_index(["aspect_id", "leader_id"])
    empty = frame.loc["views_causes", "gamma-gil"]
    assert empty["missing"] == "no statement found"
    assert pd.isna(empty["value"])
    assert pd.isna(empty["sources"])


def test_no_rows_at_all(tmp_path: Path) -> None:
    nothing = profiles.compare("ada", "ben", data=pair().load(tmp_path), aspects=["meetings_first"])
    assert nothing.rows == ()
    assert len(nothing.frame) == 0
    assert list(nothing.frame)[:2] == ["aspect_id", "label"]
    assert nothing.sources == ()
    for text in (nothing.to_text(), nothing.to_markdown(), nothing.to_html(), nothing._repr_html_()):
        assert "Ada Alpha" in text
    assert nothing.to_csv().count("\n") == 1


# --- the same in every form ---


class Cells(HTMLParser):
    """The body rows of the first table: header and cells as lists of lines, without notes; checks nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[list[str]]]] = []
        self.open: list[str] = []
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables += 1
        if tag == "br":
            self.rows[-1][1][-1].append("")
            return
        self.open.append(tag)
        if tag == "tr":
            self.rows.append(("", []))
        elif tag in {"td", "th"}:
            self.rows[-1][1].append([""])
        elif tag == "li" and "table" in self.open and self.rows[-1][1][-1][-1]:
            self.rows[-1][1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" not in self.open and {"td", "th"} & set(self.open):
            self.rows[-1][1][-1][-1] += data

    @classmethod
    def of(cls, text: str) -> dict[str, list[list[str]]]:
        parser = cls()
        parser.feed(text)
        parser.close()
        assert parser.open == []
        assert parser.tables == 1
        # Markdown has its notes in brackets at the end of a line, and says of a joint cell what HTML spans.
        clean = [[[NOTES.sub("", line).removeprefix("↔ ") for line in cell] for cell in row] for _, row in parser.rows]
        return {row[0][0]: row[1:] for row in clean}


def lines_of(found: Comparison) -> dict[str, list[list[str]]]:
    return {row.label: [cell.text.split("\n") for cell in row.cells] for row in found.rows}


@pytest.mark.parametrize("names", [("ada", "ben"), ("ada", "ben", "gil"), ("ada",)])
def test_every_form_holds_the_same_texts(tmp_path: Path, names: tuple[str, ...]) -> None:
    data = small().load(tmp_path)
    found = profiles.compare(*names, data=data) if len(names) > 1 else profiles.describe(*names, data=data)
    expected = lines_of(found)
    # Labels are unique, so that a row of a form is found by its label.
    assert len(expected) == len(found.rows)
    as_html = Cells.of(found.to_html())
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(found.to_markdown())
    as_markdown = Cells.of(rendered)
    for row in found.rows:
        cells = expected[row.label]
        assert as_html[row.label][: len(cells)] == cells
        assert as_markdown[row.label][: len(cells)] == cells
    records = list(csv.DictReader(io.StringIO(found.to_csv())))
    for row in found.rows:
        for place, cell in enumerate(row.cells):
            columns = " | ".join(found.names) if row.is_joint else found.names[place]
            lines = [
                r for r in records if r["row"] == row.label and r["columns"].replace("\n", " ").startswith(columns)
            ]
            assert [r["text"] for r in lines] == cell.text.split("\n")
            ids = {i.partition("[")[0] for r in lines for i in r["sources"].split(";") if i}
            assert ids == set(cell.all_sources)
    wide = found.to_text(width=1000)
    for cells in expected.values():
        for cell_lines in cells:
            for line in cell_lines:
                assert line in wide


def test_verdicts_stand_with_their_thresholds(found: Comparison) -> None:
    cells = Cells.of(found.to_html())
    for row in found.rows:
        if row.judgement.verdict:
            assert cells[row.label][-1] == [row.judgement.verdict, f"({row.judgement.threshold})"]
            assert row.judgement.threshold
        else:
            assert cells[row.label][-1] == [""]


def test_no_line_is_wider_than_asked_for(found: Comparison) -> None:
    for width in (60, 100):
        assert max(len(line) for line in found.to_text(width=width).splitlines()) <= width
    assert str(found) == found.to_text()


def test_what_a_notebook_shows(found: Comparison) -> None:
    shown = found._repr_html_()
    assert shown.startswith("<ul><li>Born eight months apart")
    items = shown[: shown.index("</ul>")]
    for sentence in found.sentences:
        assert f"<li>{html.escape(str(sentence))}</li>" in items
    Cells.of(shown)
    assert re.findall(r'(?:src|href)="(?!#)', shown) == []
    assert "<script" not in shown


def test_native_names_head_their_columns(three: Comparison) -> None:
    assert "Γιλ Γάμμα" in three.to_html()
    assert "Γιλ Γάμμα" in three.to_text()
    assert three.native_names == ("", "", "Γιλ Γάμμα")


def test_the_small_comparison_in_full(found: Comparison, golden: Callable[[str, str], None]) -> None:
    golden("compare-small.md", found.to_markdown().replace(found.data_version, "VERSION"))
    golden("compare-small.txt", found.to_text(width=100).replace(found.data_version, "VERSION"))


def test_one_leader_in_full(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    found = profiles.describe("gil", data=small().load(tmp_path))
    golden("describe-small.md", found.to_markdown().replace(found.data_version, "VERSION"))
