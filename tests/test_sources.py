"""Citations and BibTeX, read back with a small reader of our own."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.dataset import load
from profiles.dataset.frames import TEXT
from profiles.lists import cite
from profiles.sources import bibtex, citation, cite_sources

COLUMNS = ("source_id", "type", "title", "publisher", "author", "date", "url", "citation", "version", "accessed")
UNESCAPED = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{c}": c for c in "{}&%$#_"},
}


def table(*rows: dict[str, str]) -> pd.DataFrame:
    full = [{name: {"type": "news", "title": "T", **row}.get(name) for name in COLUMNS} for row in rows]
    return pd.DataFrame(full, columns=list(COLUMNS)).astype(TEXT)


def read_bibtex(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Return entry type and fields by key; braces must pair, and nothing may stand between entries."""
    entries: dict[str, tuple[str, dict[str, str]]] = {}
    place = 0
    while place < len(text):
        head = re.compile(r"@([a-z]+)\{([^,\s{}]+),\n").match(text, place)
        assert head, text[place : place + 80]
        kind, key = head.groups()
        assert key not in entries
        place, fields = head.end(), {}
        while text[place] != "}":
            name = re.compile(r"  ([a-z]+) = \{").match(text, place)
            assert name, text[place : place + 80]
            start = place = name.end()
            depth = 1
            while depth:
                if text[place] == "\\":
                    place += 1  # an escaped brace opens and closes nothing
                else:
                    depth += {"{": 1, "}": -1}.get(text[place], 0)
                place += 1
            assert text[place : place + 2] == ",\n"
            assert name[1] not in fields
            fields[name[1]] = text[start : place - 1]
            place += 2
        entries[key] = (kind, fields)
        assert text[place : place + 2] == "}\n"
        place += 2
        if place < len(text):
            assert text[place] == "\n"
            place += 1
    return entries


def unescape(value: str) -> str:
    if value.startswith("{") and value.endswith("}"):
        value = value[1:-1]
    found = ""
    while value:
        escape = next((e for e in UNESCAPED if value.startswith(e)), None)
        assert escape or value[0] not in "\\{}&%$#_~^", value
        found += UNESCAPED[escape] if escape else value[0]
        value = value[len(escape) if escape else 1 :]
    return found


# --- BibTeX ---


def test_an_entry_by_hand() -> None:
    rows = table({
        "source_id": "nobody-2000",
        "type": "book",
        "title": "Profit & {Loss}",
        "author": "Smith and Sons",
        "publisher": "Press_1",
        "date": "2000-05",
        "url": "https://example.org/a_b%20{c}#d",
        "accessed": "2020-01-02",
        "version": "1",
    })
    assert bibtex(rows) == (
        "@book{nobody-2000,\n"
        "  author = {{Smith and Sons}},\n"
        "  title = {{Profit \\& \\{Loss\\}}},\n"
        "  publisher = {{Press\\_1}},\n"
        "  year = {2000},\n"
        "  date = {2000-05},\n"
        "  version = {1},\n"
        "  url = {https://example.org/a_b\\%20%7Bc%7D#d},\n"
        "  urldate = {2020-01-02},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("date", "year", "kept"),
    [
        ("2001", "2001", "2001"),
        ("2001-02-03", "2001", "2001-02-03"),
        ("2001~", "2001", None),
        ("[2001,2003]", "2001", None),
        ("200X", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_kept_where_bibtex_knows_its_form(date: str, year: str | None, kept: str | None) -> None:
    _, fields = read_bibtex(bibtex(table({"source_id": "a", "date": date})))["a"]
    assert (fields.get("year"), fields.get("date")) == (year, kept)


def test_kinds_of_entries() -> None:
    for kind, entry, field in (("book", "book", "publisher"), ("news", "misc", "organization"), ("new", "misc", "")):
        found, fields = read_bibtex(bibtex(table({"source_id": "a", "type": kind, "publisher": "P"})))["a"]
        assert found == entry
        assert field in {*fields, ""}


def test_spaces_of_any_width_part_words_and_what_cannot_be_printed_is_left_out() -> None:
    _, fields = read_bibtex(bibtex(table({"source_id": "a", "title": " A\u00a0b\nc\u2009 d\u202e\u0007e "})))["a"]
    assert fields["title"] == "{A b c de}"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: text.strip() or "x")
PLAIN = st.text(st.sampled_from("aé& %$#_~^{}\\\"'@,=習"), max_size=20).filter(lambda t: t == " ".join(t.split()))


@given(PLAIN.filter(bool), PLAIN, PLAIN, PLAIN)
def test_what_is_escaped_reads_back(title: str, author: str, version: str, cited: str) -> None:
    row = {"source_id": "a", "title": title, "author": author, "version": version, "citation": cited}
    _, fields = read_bibtex(bibtex(table(row)))["a"]
    for name, value in (("title", title), ("author", author), ("version", version), ("note", cited)):
        assert unescape(fields.get(name, "")) == value


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_text_makes_entries_that_can_be_read(texts: list[tuple[str, str]]) -> None:
    rows = [{"source_id": f"s{n}", "title": title, "citation": cited} for n, (title, cited) in enumerate(texts)]
    assert list(read_bibtex(bibtex(table(*rows)))) == [row["source_id"] for row in rows]


def test_ids_in_the_order_asked_for_and_each_once() -> None:
    rows = table({"source_id": "a"}, {"source_id": "b"}, {"source_id": "c"})
    assert list(read_bibtex(bibtex(rows, ["c", "a", "c"]))) == ["c", "a"]
    assert list(read_bibtex(bibtex(rows))) == ["a", "b", "c"]
    assert bibtex(rows, []) == ""


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError, match="no such source: x, y"):
        bibtex(table({"source_id": "a"}), ["a", "x", "y"])


def test_the_shipped_sources_read_back() -> None:
    data = load()
    entries = read_bibtex(bibtex(data.sources))
    assert list(entries) == data.sources["source_id"].tolist()
    titles = dict(zip(data.sources["source_id"], data.sources["title"], strict=True))
    for key, (_, fields) in entries.items():
        assert unescape(fields["title"]) == " ".join(titles[key].split())


def test_sources_of_leaders_are_those_their_rows_cite() -> None:
    data = load()
    entries = read_bibtex(cite(["putin"], data=data))
    assert sorted(entries) == list(entries)
    assert 0 < len(entries) < len(data.sources)
    cells = [
        cell
        for frame in (data.leaders, data.tenures, data.views)
        for cell in frame.loc[frame["leader_id"] == "putin-vladimir", "sources"].dropna()
    ]
    assert {item.partition("[")[0] for cell in cells for item in cell.split(";")} <= set(entries)
    both = read_bibtex(cite(["putin", "xi"], data=data))
    assert set(entries) | set(read_bibtex(cite(["xi"], data=data))) == set(both)
    assert list(read_bibtex(cite(data=data))) == data.sources["source_id"].tolist()


# --- citations ---


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"title": "T", "author": "A", "publisher": "P", "date": "2001"}, "A, “T”, P, 2001"),
        ({"title": "[Report on x]", "publisher": "P"}, "[Report on x], P"),
        ({"title": "T", "accessed": "2020-01-02"}, "“T” (read 2020-01-02)"),
        ({"title": "T", "author": "A", "citation": "A (2001). T. P."}, "A (2001). T. P"),
    ],
)
def test_a_citation(cells: dict[str, str], text: str) -> None:
    assert citation(cells) == (text, "")
    assert citation({**cells, "url": "https://example.org"}) == (text, "https://example.org")


def test_citations_by_id() -> None:
    rows = table({"source_id": "a", "title": "A"}, {"source_id": "b", "title": "B", "url": "https://example.org"})
    assert cite_sources(rows, ["b", "x"]) == {"b": ("“B”", "https://example.org")}
