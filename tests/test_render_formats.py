"""All formats say the same, and none carries what a hostile value would smuggle in."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from profiles import render
from profiles.render import (
    Cite,
    Document,
    Emph,
    Link,
    Mark,
    Paragraph,
    SourceList,
    Strong,
    Table,
    TableCell,
    TableRow,
    Text,
    number_sources,
    plain_text,
    render_csv,
    render_html_fragment,
    render_markdown,
    render_markdown_table,
    render_page,
    render_text,
    table_as_dict,
)
from profiles.render.inline import JOINT, clean, column_name, one_line
from profiles.render.wrap import display_width

TABLE = Table(
    "Adela Voss and Teo Marwick",
    ("", "Adela Voss\nАдела Восс", "Teo Marwick\n特奥·马威克", "Compared"),
    (
        TableRow(("Life",), section=True),
        TableRow(
            ("Born",),
            (
                TableCell((("7 October 1952",),), ("life",)),
                TableCell((("1953 or 1954", Cite(("life",))),), kind="uncertain"),
                TableCell((("close: within 24 months",),)),
            ),
        ),
        TableRow(
            ("Birthplace", Cite(("gazette",))),
            (TableCell((), kind="missing"), TableCell((("not stated",),), kind="missing"), TableCell(())),
        ),
        TableRow(("Office",), section=True),
        TableRow(
            ("Offices held",),
            (
                TableCell((("Minister, 1990–1994",), ("President, 2000–",)), ("gazette", "life")),
                TableCell((("Party secretary | 2002",),), ("gazette",)),
                TableCell((("different",),)),
            ),
        ),
        TableRow(
            ("Days in office",),
            (
                TableCell((("8,766",),)),
                TableCell((("4,698",),), ("gazette",), kind="unverified"),
                TableCell(((Strong("different"), " by 4,068"),)),
            ),
        ),
        TableRow(
            ("Overlap",),
            (TableCell((("12 years 313 days",),), ("gazette",), span=2), TableCell((("–",),))),
        ),
        TableRow(
            ("Called the other",),
            (
                TableCell((("“dear friend”",), ("知心朋友 ",))),
                TableCell(((Emph("no statement"), " found ", Mark("missing", "yet")),)),
                TableCell(((Link("see note", "https://example.org/a_b?x=1&y=2"),),)),
            ),
        ),
    ),
    notes=(("Close: at most 24 months.", Cite(("gazette",))),),
)
Cells = dict[tuple[str, int], str]

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_NOTE = re.compile(r" ?\[[0-9][^\]]*\]")


def expected() -> Cells:
    cells: Cells = {}
    for row in TABLE.rows:
        column = 1
        for cell in row.cells:
            text = "\n".join(plain_text(line) for line in cell.lines)
            cells[plain_text(row.header), column] = text
            column += cell.span
    return cells


def without_words_for_kinds(cells: Cells) -> Cells:
    """What a format adds so that no style is needed to see it."""
    return {key: re.sub(r" \(unverified\)$|^—$", "", text) for key, text in cells.items()}


def cut(line: str, start: int, stop: int | None) -> str:
    """Return the part of a line between two display columns."""
    at, out = 0, ""
    for char in line:
        if at >= start and (stop is None or at < stop):
            out += char
        at += display_width(char)
    return out.strip()


def read_text(text: str) -> Cells:
    lines = text.split("\n\n↔")[0].splitlines()
    rule = next(n for n, line in enumerate(lines) if "─  ─" in line)
    starts = [found.start() for found in re.finditer(r"─+", lines[rule])]
    cells: Cells = {}
    header = ""
    for line in lines[rule + 1 :]:
        if not line or line.startswith("──"):
            continue
        header = _NOTE.sub("", cut(line, 0, starts[1])) or header
        is_joint = JOINT in line
        for column, start in enumerate(starts[1:], start=1):
            stop = starts[column + 1] if column + 1 < len(starts) else None
            if is_joint and column < 3:
                if column == 2:
                    continue
                stop = starts[3]
            part = _NOTE.sub("", cut(line, start, stop)).removeprefix(JOINT).strip()
            cells[header, column] = f"{cells.get((header, column), '')}\n{part}".strip("\n")
    return cells


def read_markdown_rows(text: str) -> list[list[str]]:
    """Cells of all tables in a Markdown text, as an independent parser sees them."""
    rows: list[list[str]] = []
    tokens = MARKDOWN.parse(text)
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in {"td_open", "th_open"}:
            rows[-1].append(markdown_words(token.children or []))
    return rows


def markdown_words(children: list) -> str:  # type: ignore[type-arg]
    out = ""
    for child in children:
        if child.type == "html_inline":
            out += "\n" if child.content == "<br>" else ""
        else:
            out += "\n" if child.type in {"softbreak", "hardbreak"} else child.content
    return out


def read_markdown(text: str) -> Cells:
    cells: Cells = {}
    for row in read_markdown_rows(text)[1:]:
        if any(row[1:]) or "Overlap" in row[0]:
            for column, said in enumerate(row[1:], start=1):
                if said != JOINT:
                    words = _NOTE.sub("", said).removeprefix(JOINT).strip()
                    cells[_NOTE.sub("", row[0]), column] = words
    return cells


class PageReader(HTMLParser):
    """Tags, their attributes, and the words of table cells; fails on anything left open."""

    VOID = ("meta", "br")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.words = ""
        self.rows: list[list[tuple[str, int]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append(("", int(dict(attrs).get("colspan") or 1)))
        if tag == "li" or tag == "br":
            self.handle_data("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" in self.open or "style" in self.open:
            return
        self.words += data
        if "td" in self.open or "th" in self.open:
            text, span = self.rows[-1][-1]
            self.rows[-1][-1] = (text + data, span)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def read_html(page: str) -> Cells:
    cells: Cells = {}
    for header, *rest in PageReader(page).rows[1:]:
        column = 1
        for said, span in rest:
            cells[header[0], column] = said.strip("\n")
            column += span
    return cells


def read_csv(text: str) -> Cells:
    names = [column_name(column) for column in TABLE.columns]
    cells: Cells = {}
    for record in csv.DictReader(io.StringIO(text)):
        key = (record["row"], names.index(record["columns"].split(" | ")[0]))
        cells[key] = f"{cells[key]}\n{record['text']}" if key in cells else record["text"]
    return cells


def read_dict(table: Table) -> Cells:
    record = json.loads(json.dumps(table_as_dict(table)))
    return {
        (row["header"], record["columns"].index(cell["columns"][0])): "\n".join(cell["lines"])
        for row in record["rows"]
        for cell in row["cells"]
    }


def test_every_format_has_the_same_words_in_the_same_cells() -> None:
    want = expected()
    assert read_csv(render_csv(TABLE)) == want
    assert read_dict(TABLE) == want
    assert without_words_for_kinds(read_html(render_html_fragment(TABLE))) == want
    assert without_words_for_kinds(read_markdown(render_markdown_table(TABLE))) == want
    shown = {
        key: text.replace(" <https://example.org/a_b?x=1&y=2>", "")
        for key, text in without_words_for_kinds(read_text(render_text(TABLE, width=2000))).items()
    }
    assert shown == want


def test_kinds_are_visible_without_styles() -> None:
    for text in (render_text(TABLE), render_markdown_table(TABLE), render_html_fragment(TABLE)):
        assert "4,698 (unverified)" in text.replace('<span class="unverified">', "").replace("</span>", "")
        assert "—" in text


def test_every_format_has_the_same_note_numbers() -> None:
    in_html = re.findall(r'<sup class="cite">([^<]*)</sup>', render_html_fragment(TABLE))
    # Life is cited first; the cell that cites both gives them in the order of their numbers.
    assert in_html == ["1", "1", "2", "1, 2", "2", "2", "2", "2"]
    assert re.findall(r"\\\[([0-9, ]+)\\\]", render_markdown_table(TABLE)) == in_html
    # The terminal prints line by line, not cell by cell.
    assert sorted(re.findall(r"\[([0-9, ]+)\]", render_text(TABLE, width=2000))) == sorted(in_html)


def test_csv_keeps_kinds_sources_and_sections_and_ends_lines_with_lf() -> None:
    text = render_csv(TABLE)
    assert "\r" not in text
    records = list(csv.DictReader(io.StringIO(text)))
    by_row = {(r["row"], r["columns"], r["line"]): r for r in records}
    voss = "Adela Voss (Адела Восс)"
    marwick = "Teo Marwick (特奥·马威克)"
    assert by_row["Born", marwick, "1"]["kind"] == "uncertain"
    assert by_row["Born", marwick, "1"]["sources"] == "life"
    assert by_row["Offices held", voss, "2"]["sources"] == "gazette;life"
    assert by_row["Overlap", f"{voss} | {marwick}", "1"]["section"] == "Office"
    assert by_row["Birthplace", voss, "1"]["text"] == ""


def test_dict_names_row_sources_and_notes() -> None:
    record = table_as_dict(TABLE)
    assert record["rows"][1]["sources"] == ["gazette"]
    assert record["notes"] == ["Close: at most 24 months."]
    assert record["rows"][-1]["section"] == "Office"


HOSTILE = [
    "a|b||c",
    "<script>alert(1)</script>",
    "<!-- x --><b>bold</b><?php ?>",
    "`code` ``more`` ```",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07bell\x07 \x9b2Jgone",
    "one\ntwo\r\nthree\u2028four\n\n\nfive",
    "right \u202eto left\u2066 marks\u2069",
    "x" * 400,
    "习" * 200,
    "\\| \\\\| \\",
    "[text](javascript:alert(1)) ![x](http://evil.example/x.png) [ref]: /url",
    "&lt;b&gt; &amp;amp; &#60; &copy",
    "# not a heading\n- not a list\n1. nor this\n> nor that\n---\n===",
    "**bold** _em_ ~~gone~~ $x$ ~y~",
    "\ud800 lone \x00 nul \ufffe",
    '" onmouseover="alert(1)',
    "'; -- =cmd|' /C calc'!A0",
    "e\u0301 combining \u0301first",
    "   padded\t\ttabs   ",
    "https://a_b.example/c_d www.x_y.example",
    "",
    "    ",
]


def lines_of(value: str) -> list[str]:
    return [line for part in clean(value).split("\n") if (line := one_line(part))]


def one_cell(value: str) -> Table:
    cells = (TableCell(((value,),)), TableCell((("after",),)))
    return Table("Title", ("", "A", "B"), (TableRow(("row",), cells),))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


hostile_text = st.one_of(
    st.text(alphabet="|`*_[]()<>!#&;\\~$-+=:./\"' \n\t1a.é习—\x1b\u202e\u0301\u00a0", max_size=40),
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(["**", "&amp;", "<b>", "</td>", "|", "\\", "a", "](", "--- |", "\n"])).map("".join),
)


def assert_nothing_obeyed(text: str) -> None:
    """No character that a terminal or a layout engine would obey, except the newline."""
    for char in text:
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"}, repr(char)
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_come_out_as_words_in_every_format(value: str) -> None:
    table = one_cell(value)
    said = "\n".join(lines_of(value))
    assert read_markdown_rows(render_markdown_table(table))[1][1] == said
    assert read_html(render_html_fragment(table))["row", 1] == said
    records = list(csv.DictReader(io.StringIO(render_csv(table))))
    assert "\n".join(record["text"] for record in records if record["columns"] == "A") == said
    for text in (
        render_text(table),
        render_markdown_table(table),
        render_html_fragment(table),
        render_csv(table),
    ):
        assert_nothing_obeyed(text)
        text.encode()


@given(hostile_text)
@example("\\|")
@example("a\\")
def test_markdown_table_keeps_its_columns_and_words(value: str) -> None:
    text = render_markdown_table(one_cell(value))
    rows = read_markdown_rows(text)
    assert [len(row) for row in rows] == [3, 3]
    # The parser trims what it takes for space; a no-break space at the edge of a cell is lost on nobody.
    assert squeezed(rows[1][1]) == squeezed(value_words(value))
    assert rows[1][2] == "after"
    tags = {child.content for token in MARKDOWN.parse(text) for child in token.children or [] if "html" in child.type}
    assert tags <= {"<br>"}


def value_words(value: str) -> str:
    return "\n".join(lines_of(value))


@given(hostile_text)
def test_markdown_paragraph_stays_one_paragraph_with_its_words(value: str) -> None:
    tokens = MARKDOWN.parse(render_markdown(Document("Title", (Paragraph((value,)),))))[3:]
    if not squeezed(one_line(value)):
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert squeezed("".join(child.content for child in children)) == squeezed(one_line(value))


@given(hostile_text, hostile_text, hostile_text)
def test_markdown_emphasis_holds_whatever_stands_around_it(before: str, inside: str, after: str) -> None:
    text: Text = (before, Strong(inside), Emph(inside), after)
    tokens = MARKDOWN.parse(render_markdown(Document("Title", (Paragraph(text),))))
    children = [child for token in tokens[3:] for child in token.children or []]
    words = "".join(child.content for child in children if child.type != "html_inline")
    assert squeezed(words) == squeezed(plain_text(text))
    depth = [child.nesting for child in children if child.type == "strong_open"]
    tags = [child.content for child in children if child.type == "html_inline"]
    if one_line(inside):
        assert len(depth) + tags.count("<strong>") == 1
        assert [c.type for c in children].count("em_open") + tags.count("<em>") == 1
    assert set(tags) <= {"<strong>", "</strong>", "<em>", "</em>"}


@given(hostile_text)
def test_markdown_heading_stays_one_heading(value: str) -> None:
    heading = render.Heading(2, ("x ", value))
    tokens = MARKDOWN.parse(render_markdown(Document("Title", (heading,))))
    assert [token.type for token in tokens[3:]] == ["heading_open", "inline", "heading_close"]
    words = "".join(child.content for child in tokens[4].children or [])
    assert squeezed(words) == squeezed("x" + one_line(value))


@given(hostile_text)
def test_html_has_only_the_tags_of_a_table(value: str) -> None:
    text = render_html_fragment(one_cell(value))
    reader = PageReader(text)
    allowed = {"div", "style", "table", "caption", "b", "thead", "tbody", "tr", "td", "th", "ul", "li"}
    assert set(reader.tags) <= allowed
    assert {name for _, name, _ in reader.attributes} <= {"class", "scope", "colspan"}
    assert read_html(text)["row", 1] == value_words(value)
    assert_nothing_obeyed(text)


@given(hostile_text)
def test_a_value_anywhere_in_a_page_brings_no_tag_or_attribute(value: str) -> None:
    title = value if value.strip() else "x"
    blocks = (
        render.Heading(2, (value,)),
        Paragraph((value, Strong(value), Emph(value), Mark("missing", value), Link(value, value))),
        render.Bullets(((value, Cite((f"s[{value}]",))),)),
        render.TableBlock(Table(title, ("", value), (TableRow((value,), (TableCell(((value,),)),)),))),
        SourceList(((1, (value,)),)),
    )
    page = render_page(Document(title, blocks, subtitle=(value,), meta=((value, value),)))
    reader = PageReader(page)
    assert set(reader.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "a", "main", "header", "h1", "h2", "p", "div"),
        *("dl", "dt", "dd", "strong", "em", "span", "ul", "li", "ol", "sup", "br"),
        *("table", "caption", "b", "thead", "tbody", "tr", "td", "th"),
    }
    assert not [name for _, name, _ in reader.attributes if name.startswith("on") or name == "src"]
    for _, name, said in reader.attributes:
        if name == "href":
            assert not re.match(r"(?i)\s*(javascript|data|vbscript|file):|//", said)
    assert_nothing_obeyed(page)


@given(hostile_text, st.integers(20, 130))
def test_text_keeps_its_width_and_its_words(value: str, width: int) -> None:
    text = render_text(one_cell(value), width=width)
    assert max(map(display_width, text.splitlines())) <= width
    assert squeezed(value_words(value)) in squeezed(re.sub(r"^row|after$", "", text, flags=re.MULTILINE))
    assert_nothing_obeyed(text)


@given(st.lists(hostile_text, min_size=3, max_size=3))
def test_csv_reads_back(values: list[str]) -> None:
    cells = tuple(TableCell(((value,),)) for value in values)
    table = Table("t", ("", "A", "B", "C"), (TableRow(("row",), cells),))
    records = list(csv.DictReader(io.StringIO(render_csv(table), newline="")))
    for column, value in zip("ABC", values, strict=True):
        assert [r["text"] for r in records if r["columns"] == column] == (lines_of(value) or [""])


def test_the_package_is_cheap_to_import() -> None:
    code = (
        "import sys, profiles.render; heavy = {'pandas', 'numpy', 'matplotlib', 'typer', 'pandera', "
        "'xml.etree.ElementTree', 'urllib.request'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_exist() -> None:
    assert sorted(render.__all__, key=str.casefold) == sorted(set(render.__all__), key=str.casefold)
    assert all(hasattr(render, name) for name in render.__all__)


def test_rendering_twice_gives_the_same_bytes() -> None:
    notes = number_sources(TABLE)
    for write in (render_text, render_markdown_table, render_html_fragment):
        assert write(TABLE, notes=notes) == write(TABLE)
