"""Every format is read back, by a reader of its own, and says what the table says; no value breaks out of it."""

from __future__ import annotations

import csv
import io
import itertools
import json
import pickle
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import profiles
from profiles.errors import MissingExtra
from profiles.render import (
    Cite,
    Emph,
    Mark,
    Printable,
    SourceList,
    Strong,
    Table,
    TableCell,
    TableRow,
    Text,
    number_sources,
    plain_text,
    render_csv,
    render_excel,
    render_html_fragment,
    render_json,
    render_latex,
    render_markdown_table,
    render_table_page,
    render_text,
    render_word,
    save_table,
    word_document,
)
from profiles.render.columns import column_aligns, is_number
from profiles.render.inline import JOINT, cell_lines, column_lines, flat, one_line
from profiles.render.latex_text import escape_latex
from profiles.render.saving import SUFFIXES
from profiles.render.wrap import display_width
from tests.table_readers import (
    Latex,
    Said,
    changed,
    expected,
    line_of,
    read_excel,
    read_html,
    read_latex,
    read_markdown,
    read_word,
    same_spaces,
    shown,
)
from tests.tables_to_print import HOSTILE, HOSTILE_TEXTS, NUMBERS, NUMBERS_TEXTS, sources_of

# --- hostile tables ---

NASTY = [
    *(
        "\\",
        "{",
        "}",
        "$",
        "&",
        "#",
        "_",
        "%",
        "~",
        "^",
        "`",
        '"',
        "'",
        "''",
        "--",
        "---",
        "<<",
        ">>",
        ",,",
        "?`",
        "!`",
    ),
    *(
        "|",
        "*",
        "**",
        "[",
        "]",
        "[x](javascript:y)",
        "<b>",
        "</td>",
        "&lt;",
        "&#58;",
        "![i](j)",
        "www.x.y",
        "https://x.y",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "#N/A",
        "_x0041_",
        "\t",
        "\n",
        "\r\n",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\u200d",
        "\u200c",
    ),
    *(
        "习近平",
        "Путин",
        "محمد",
        "שלום",
        "საქართველო",
        "नरेन्द्र",
        "Ə",
        "ễ",
        "ḥ",
        "x\u0304",
        "\u0301",
        "😀",
        "−3",
        "α",
        "é",
    ),
    *(
        "\\end{tabular}",
        "\\\\",
        "\\item",
        "12",
        "1,234.5",
        "<0.001",
        "—",
        "∞",
        "\u00a0",
        "\u2011",
        "\u2009",
        "  ",
        "]]>",
    ),
]
words = st.lists(st.sampled_from(NASTY) | st.text(max_size=4) | st.sampled_from(["one", "two"]), max_size=5).map(
    "".join
)
IDS = ["a", "b_1", "c%2"]
cites = st.lists(
    st.sampled_from(IDS).flatmap(lambda i: st.sampled_from([i, f"{i}[p. 45]", f"{i}[§ {i} & x]"])), max_size=2
)
runs = st.one_of(
    words,
    words.map(Strong),
    words.map(Emph),
    words.map(lambda text: Mark("uncertain", text)),
    cites.map(lambda ids: Cite(tuple(ids))),
)
texts = st.lists(runs, max_size=3).map(tuple)
KINDS = st.sampled_from(["", "", "", "missing", "uncertain", "unverified"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(2, 4))
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.integers(0, 4)) == 0:
            rows.append(TableRow(draw(texts), section=True))
            continue
        left, cells = columns - 1, []
        while left:
            span = draw(st.integers(1, left))
            lines = tuple(draw(st.lists(texts, max_size=3)))
            cells.append(TableCell(lines, tuple(draw(cites)), span, draw(KINDS)))
            left -= span
        rows.append(TableRow(draw(texts), tuple(cells)))
    names = draw(st.lists(words, min_size=columns, max_size=columns))
    notes = draw(st.lists(texts, max_size=2))
    return Table(f"T {draw(words)}", tuple(names), tuple(rows), tuple(notes), draw(texts))


SOURCES: dict[str, Text] = {"a": ("First.",), "b_1": ("Second & \\third_.",), "c%2": ("习近平 100%.",)}


def listed(table: Table) -> SourceList:
    return number_sources(table).source_list(SOURCES)


REAL = profiles.compare("putin", "xi")
REAL_SOURCES = number_sources(REAL.table()).source_list(REAL.source_texts)
CASES = {
    "real": (REAL.table(), REAL_SOURCES),
    "numbers": (NUMBERS, sources_of(NUMBERS, NUMBERS_TEXTS)),
    "hostile": (HOSTILE, sources_of(HOSTILE, HOSTILE_TEXTS)),
}
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
real_cases = pytest.mark.parametrize("name", CASES)


def without_notes_between(table: Table) -> Table:
    """Section rows print their notes after their words in formats that set them in bold."""
    rows = tuple(
        TableRow((plain_text(row.header), *(run for run in row.header if isinstance(run, Cite))), (), section=True)
        if row.section
        else row
        for row in table.rows
    )
    return Table(table.title, table.columns, rows, table.notes, table.caption, table.align)


# --- HTML and Markdown ---


def check_html(table: Table, sources: SourceList) -> None:
    said = read_html(render_html_fragment(table, sources=sources))
    want = expected(table, sources)
    want.columns = [lines or ("",) for lines in want.columns]
    assert changed(said, same_spaces) == changed(want, same_spaces)
    assert render_html_fragment(table, sources=sources).rstrip("\n") in render_table_page(table, sources=sources)


@real_cases
def test_html(name: str) -> None:
    check_html(*CASES[name])


@many
@given(tables())
def test_html_hostile(table: Table) -> None:
    check_html(table, listed(table))


def read_markdown_as(table: Table, text: str) -> Said:
    said = read_markdown(text)
    # A section row is a row with one filled cell: told apart by the table alone.
    said.rows = [
        (row.section, header, () if row.section else cells)
        for row, (_, header, cells) in zip(table.rows, said.rows, strict=True)
    ]
    return said


def check_markdown(table: Table, sources: SourceList) -> None:
    table = without_notes_between(table)
    said = read_markdown_as(table, render_markdown_table(table, sources=sources))
    want = expected(table, sources)
    want.columns = [lines or ("",) for lines in want.columns]
    assert changed(said, same_spaces) == changed(want, same_spaces)


@real_cases
def test_markdown(name: str) -> None:
    check_markdown(*CASES[name])


@many
@given(tables())
def test_markdown_hostile(table: Table) -> None:
    check_markdown(table, listed(table))


# --- LaTeX ---


def as_latex(text: str) -> str:
    """What LaTeX keeps of a text: composed letters, and no invisible ones but between joined letters."""
    whole = unicodedata.normalize("NFC", text).replace("\u202f", "\u2009").replace("−", "-")
    return same_spaces(re.sub(r"[\u200b-\u200f\u2060]", "", whole))


def check_latex(table: Table, sources: SourceList | None, *, standalone: bool = False) -> None:
    table = without_notes_between(table)
    text = render_latex(table, sources=sources, standalone=standalone)
    want = expected(table, sources, with_address=True)
    assert changed(read_latex(text), as_latex) == changed(want, as_latex)


@real_cases
def test_latex(name: str) -> None:
    table, sources = CASES[name]
    check_latex(table, sources)
    check_latex(table, sources, standalone=True)
    check_latex(table, None)


@many
@given(tables())
def test_latex_hostile(table: Table) -> None:
    check_latex(table, listed(table))


@given(st.text() | words)
@example("\\\u0301")
@example("%\u0301 {\u0308")
@example("--- '' ,,, <<<")
@example("!`?`")
def test_latex_escapes_everything(text: str) -> None:
    said = Latex(escape_latex(text)).words()
    assert as_latex(said) == as_latex(flat(text))


def test_latex_label_and_numbers() -> None:
    text = render_latex(NUMBERS, sources=CASES["numbers"][1], label="tab:age")
    assert r"\label{tab:age}" in text
    assert text.count("S[table-format=") == 4
    assert "[table-format=-4.1]" in text
    assert "[table-format=<1.3,group-digits=none" in text
    for label in ("}", "a b", "-x"):
        with pytest.raises(ValueError, match="label"):
            render_latex(NUMBERS, label=label)


def test_latex_sets_numbers_of_two_kinds_as_text() -> None:
    # siunitx would write 1,952 and 1952 alike.
    rows = tuple(TableRow((n,), (TableCell(((n,),)),)) for n in ("1,952", "1952"))
    text = render_latex(Table("Both", ("", "n"), rows))
    assert "S[" not in text
    assert "@{}lr@{}" in text


# --- Word and Excel ---


def check_word(table: Table, sources: SourceList) -> None:
    want = expected(table, sources, with_address=True)
    said = read_word(render_word(table, sources=sources))
    said.rows = [(row.section, *rest) for row, (_, *rest) in zip(table.rows, said.rows, strict=True)]  # type: ignore[misc]
    assert changed(said, same_spaces) == changed(want, same_spaces)


@real_cases
def test_word(name: str) -> None:
    check_word(*CASES[name])


@settings(many, max_examples=25)
@given(tables())
def test_word_hostile(table: Table) -> None:
    check_word(table, listed(table))


def as_excel(text: str) -> str:
    return same_spaces(re.sub(r" [(<](https?:[^ ]*|mailto:[^ ]*)[)>]", r" <\1>", text.replace("−", "-")))


def check_excel(table: Table, sources: SourceList) -> None:
    content = render_excel(table, sources=sources)
    want = expected(table, sources, with_address=True)
    assert changed(read_excel(content, table, sources), as_excel) == changed(want, as_excel)
    with ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@real_cases
def test_excel(name: str) -> None:
    check_excel(*CASES[name])


@settings(many, max_examples=25)
@given(tables())
def test_excel_hostile(table: Table) -> None:
    check_excel(table, listed(table))


def test_excel_numbers_are_numbers() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_excel(NUMBERS, sources=CASES["numbers"][1]))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {52.5, 54, -1.5, 4817, 1826.5, 0.431, "<0.001", "[−4.0, 2.0]"} <= {cell.value for cell in cells}
    tagged = next(cell for cell in cells if cell.value == 4817)
    assert shown(tagged) == "4,817 [1, 2: Table 2]"


def test_excel_says_what_it_cannot_hold() -> None:
    with pytest.raises(ValueError, match="32,768 characters"):
        render_excel(TOO_LONG)


@pytest.mark.parametrize("render", [render_word, render_excel])
def test_office_files_are_the_same_on_every_run(render: Callable[..., bytes]) -> None:
    table, sources = CASES["hostile"]
    assert render(table, sources=sources) == render(table, sources=sources)
    with ZipFile(io.BytesIO(render(table, sources=sources))) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_word_says_what_a_table_is() -> None:
    content = word_document([NUMBERS, HOSTILE], title="Two tables")
    document = docx.Document(io.BytesIO(content))
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("Two tables", "en-GB", "")
    described = [t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for t in document.tables]
    assert described == [NUMBERS.title, one_line(HOSTILE.title)]
    with pytest.raises(ValueError, match="at least one table"):
        word_document([])


# --- text, CSV, JSON ---


def cut(line: str, start: int, stop: int | None) -> str:
    """Return the part of a line between two display columns."""
    at, out = 0, ""
    for char in line:
        if at >= start and (stop is None or at < stop):
            out += char
        at += display_width(char)
    return out.strip(" ")


def check_text(table: Table, sources: SourceList) -> None:
    lines = render_text(table, sources=sources, width=20_000).split("\n")
    want = expected(table, sources)
    assert [*map(same_spaces, lines[:2])] == [
        one_line(table.title),
        same_spaces(line_of(table.caption, number_sources(table), with_address=False)),
    ]
    for line in (*want.notes, *want.sources):
        assert any(same_spaces(line) in same_spaces(printed) for printed in lines), line
    rule = next(n for n, line in enumerate(lines) if re.fullmatch(r"─*(  ─*)+", line))
    starts = [0, *(found.end() for found in re.finditer(r"  ", lines[rule]))]
    read = iter(lines[rule + 1 :])
    for number, (is_section, header, cells) in enumerate(want.rows):
        if is_section:
            assert not number or next(read) == ""
            assert same_spaces(next(read)) == same_spaces(f"── {header} ──")
            continue
        for level in range(max([1, *(len(said) for _, said in cells)])):
            line = next(read)
            assert same_spaces(cut(line, 0, starts[1])) == same_spaces("" if level else header)
            first = 1
            for span, said in cells:
                stop = starts[first + span] if first + span < len(starts) else None
                part = cut(line, starts[first], stop).removeprefix(JOINT)
                assert same_spaces(part) == same_spaces(said[level] if level < len(said) else "")
                first += span


def test_text() -> None:
    check_text(*CASES["real"])
    check_text(*CASES["numbers"])


@many
@given(tables())
def test_text_hostile(table: Table) -> None:
    is_told = plain_text(table.caption) and all(one_line(name) for name in table.columns)
    if is_told:
        check_text(table, listed(table))


def plain_cells(table: Table) -> Iterator[tuple[str, str, int, TableCell]]:
    section = ""
    for row in table.rows:
        if row.section:
            section = plain_text(row.header)
            continue
        first = 1
        for cell in row.cells:
            yield section, plain_text(row.header), first, cell
            first += cell.span


def check_csv(table: Table) -> None:
    records = csv.DictReader(io.StringIO(render_csv(table)))
    for section, header, _, cell in plain_cells(table):
        lines = cell_lines(cell, spelled=False)
        for number, line in enumerate(lines or ((),), start=1):
            record = next(records)
            assert (record["section"], record["row"], record["kind"]) == (section, header, cell.kind)
            assert (record["line"], record["text"]) == (str(number), plain_text(line))
    assert next(records, None) is None


def check_json(table: Table, sources: SourceList) -> None:
    found = json.loads(render_json(table, sources=sources))
    numbers = number_sources(table)

    def said(text: Text) -> dict[str, object]:
        cited = [pair for run in text if isinstance(run, Cite) for pair in numbers.numbered(run)]
        return {
            "text": plain_text(text),
            "sources": [{"id": numbers.ids[n - 1], "number": n, "locator": place} for n, place in cited],
        }

    assert (found["version"], found["title"]) == (1, one_line(table.title))
    assert found["caption"] == said(table.caption)
    assert [column["lines"] for column in found["columns"]] == [column_lines(column) for column in table.columns]
    assert tuple(column["align"] for column in found["columns"]) == column_aligns(table)
    assert [(row["section"], row["header"]) for row in found["rows"]] == [
        (r.section, said(r.header)) for r in table.rows
    ]
    cells = [cell for row in found["rows"] for cell in row["cells"]]
    for record, (_, _, first, cell) in zip(cells, plain_cells(table), strict=True):
        assert (record["column"], record["span"], record["kind"]) == (first, cell.span, cell.kind)
        assert record["lines"] == [said(line) for line in cell_lines(cell, spelled=False)]
    assert found["notes"] == list(map(said, table.notes))
    assert [(s["number"], s["text"]) for s in found["sources"]] == [(n, plain_text(t)) for n, t in sources.entries]


@real_cases
def test_csv_and_json(name: str) -> None:
    check_csv(CASES[name][0])
    check_json(*CASES[name])


@many
@given(tables())
def test_csv_and_json_hostile(table: Table) -> None:
    check_csv(table)
    check_json(table, listed(table))


def test_json_names_addresses() -> None:
    found = json.loads(render_json(HOSTILE, sources=CASES["hostile"][1]))
    assert [source["url"] for source in found["sources"]] == ["https://e.org/a_%28b%29?q=%20&r=#x", ""]
    assert [source["id"] for source in found["sources"]] == ["s_1", "s%2"]


# --- columns of numbers ---


@pytest.mark.parametrize("text", ["1", "12.50", "1,234", "−3", "-3.1", "+2", "<0.001", "> 5", "<\u00a00.05"])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "1,23", "12 %", "1952–1953", "1e5", ".5", "1.", "٣", "12 (3)", "1 2", "=1"])
def test_no_numbers(text: str) -> None:
    assert not is_number(text)


def test_columns_of_numbers() -> None:
    assert column_aligns(NUMBERS) == ("text", "number", "number", "number", "text", "number")
    assert set(column_aligns(REAL.table())) == {"text"}
    assert column_aligns(Table("T", ("a", "b"), (), align=("number", "text"))) == ("number", "text")
    for align in (("number",), ("number", "middle")):
        with pytest.raises(ValueError, match="align is one of text, number for each column"):
            Table("T", ("a", "b"), (), align=align)  # type: ignore[arg-type]


# --- saving, and results that print themselves ---

TOO_LONG = Table("Long", ("", "x"), (TableRow(("r",), (TableCell((("y" * 32_768,),)),)),))


def test_save_table_in_every_format(tmp_path: Path) -> None:
    table, sources = CASES["numbers"]
    numbers = number_sources(table)
    written = {
        suffix: save_table(table, tmp_path / f"t{suffix}", notes=numbers, sources=sources) for suffix in SUFFIXES
    }
    assert all(path.read_bytes() for path in written.values())
    assert written[".docx"].read_bytes() == render_word(table, sources=sources)
    assert written[".tex"].read_text("utf-8") == render_latex(table, sources=sources)
    assert written[".html"].read_text("utf-8") == render_table_page(table, sources=sources)
    assert sorted(tmp_path.iterdir()) == sorted(written.values())
    assert save_table(table, tmp_path / "T.MD").read_text("utf-8") == render_markdown_table(table)


@pytest.mark.parametrize(
    ("name", "said"), [("t.pdf", "'.pdf'"), ("t", "'t' has no suffix"), ("x/t.md", "no folder"), (".csv", "no suffix")]
)
def test_save_table_says_what_is_wrong(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises((ValueError, FileNotFoundError), match=re.escape(said)):
        save_table(NUMBERS, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="Excel holds"):
        save_table(TOO_LONG, path)
    assert [file.name for file in tmp_path.iterdir()] == ["t.xlsx"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(("render", "extra"), [(render_word, "word"), (render_excel, "excel")])
def test_missing_extras_are_named(monkeypatch: pytest.MonkeyPatch, render: Callable[..., bytes], extra: str) -> None:
    def missing(name: str, *_: object) -> object:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("profiles.extras.import_module", missing)
    with pytest.raises(MissingExtra, match=rf"leader-profiles\[{extra}\]"):
        render(NUMBERS)


@dataclass(frozen=True, slots=True)
class Small(Printable):
    """A result with the least that is asked of it."""

    name: str

    def table(self) -> Table:
        return Table(self.name, ("", "n"), (TableRow(("r",), (TableCell((("1",),)),)),))


@dataclass(frozen=True)
class Full(Printable):
    """A result with all that is used."""

    name: str
    sentences: tuple[str, ...]
    source_texts: dict[str, Text] = field(default_factory=dict, compare=False)

    def table(self, *, wide: bool = False) -> Table:
        names = ("", "n", "m") if wide else ("", "n")
        return Table(self.name, names, (TableRow(("r",), (TableCell((("1",),), ("a",), len(names) - 1),)),))


def test_printable(tmp_path: Path) -> None:
    small = Small("Small")
    full = Full("Full", ("It is <full>.",), {"a": ("Source A.",)})
    assert str(small) == small.to_text() == render_text(small.table())
    assert str(full).startswith("At a glance\n- It is <full>.\n\nFull\n")
    assert full._repr_html_() == f"<ul><li>It is &lt;full&gt;.</li></ul>{full.to_html()}"
    for text in (full.to_markdown(), full.to_html(), full.to_latex(), full.to_json(), full.to_text(width=40)):
        assert "Source A." in text
    assert full.to_word() == render_word(full.table(), sources=SourceList(((1, ("Source A.",)),)))
    assert full.to_excel()[:2] == b"PK"
    assert full.to_csv().endswith(",a\n")
    assert full.save(tmp_path / "full.md").read_text("utf-8") == full.to_markdown()
    assert small.to_latex(standalone=True).startswith(r"\documentclass")
    with pytest.raises(ValueError, match="no text for cited source: a"):
        Full("Full", ()).to_text()
    with pytest.raises(TypeError, match="abstract"):
        Printable()  # type: ignore[abstract]


def test_a_comparison_is_the_same_after_pickling() -> None:
    again = pickle.loads(pickle.dumps(REAL))
    assert again == REAL
    assert again.to_latex() == REAL.to_latex()
    assert again.to_word() == REAL.to_word()


def test_note_numbers_are_the_same_in_every_format() -> None:
    table, sources = CASES["real"]
    numbers = number_sources(table)
    labels = [
        numbers.label(run)
        for row in table.rows
        for cell in row.cells
        for line in cell_lines(cell)
        for run in line
        if isinstance(run, Cite)
    ]
    for said in (
        read_html(render_html_fragment(table, sources=sources)),
        read_markdown_as(table, render_markdown_table(table, sources=sources)),
        read_latex(render_latex(table, sources=sources)),
        read_word(render_word(table, sources=sources)),
        read_excel(render_excel(table, sources=sources), table, sources),
    ):
        lines = itertools.chain.from_iterable(cell for _, _, cells in said.rows for _, cell in cells)
        found = [f"[{number}]" for line in lines for number in re.findall(r"\[([0-9][^\]]*)\]", line)]
        assert found == labels
        assert len(said.sources) == len(sources.entries)


def test_notes_beside_one_another_are_one() -> None:
    # Raised, 1 and 2 would read as 12.
    cell = TableCell((("x", Cite(("a",)), " ", Cite(("b[p. 2]",)), "y"),), ("a",))
    two = TableCell((("x", Cite(("b",))),), ("a",))
    table = Table("T", ("", "n", "m"), (TableRow(("r",), (cell, two)),))
    assert '<sup class="cite">1, 2: p.&nbsp;2</sup>y<sup class="cite">1</sup>' in render_html_fragment(table)
    assert r"x\tnote{1,\,}\allowbreak\tnote{2:~p.~2}y\tnote{1} & x\tnote{1,\,}\allowbreak\tnote{2} \\" in render_latex(
        table
    )
    assert "x [1, 2: p. 2]y [1]" in render_text(table)
