"""What the document model refuses, and how notes are numbered."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from profiles.render import (
    Bullets,
    Cite,
    Document,
    Emph,
    Figure,
    Heading,
    Link,
    Mark,
    Notes,
    Paragraph,
    SourceList,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    number_sources,
    plain_text,
)
from profiles.render.inline import cell_lines, clean, column_lines, column_name, safe_href
from profiles.render.notes import cited_sources

ROW = TableRow(("row",), (TableCell((("a",),), ("s2",)), TableCell((("b",),), ("s1", "s2"))))


def test_model_is_frozen_and_picklable() -> None:
    table = Table("t", ("", "A", "B"), (ROW,))
    assert pickle.loads(pickle.dumps(table)) == table
    with pytest.raises(FrozenInstanceError):
        table.title = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("cells", "section"),
    [
        ((), False),
        ((TableCell(()),), False),
        ((TableCell((), span=3),), False),
        ((TableCell((), span=2),), True),
    ],
)
def test_rows_must_fill_the_columns(cells: tuple[TableCell, ...], section: bool) -> None:
    with pytest.raises(ValueError, match="row 1: its cells cover"):
        Table("t", ("", "A", "B"), (TableRow(("row",), cells, section=section),))


def test_joint_cells_fill_the_columns() -> None:
    table = Table("t", ("", "A", "B"), (TableRow(("row",), (TableCell((), span=2),)),))
    assert table.has_joint_cells
    assert not Table("t", ("", "A", "B"), (ROW,)).has_joint_cells


def test_tables_need_a_title_and_two_columns() -> None:
    with pytest.raises(ValueError, match="needs a title"):
        Table(" ", ("", "A"), ())
    with pytest.raises(ValueError, match="at least one more"):
        Table("t", ("",), ())


def test_unknown_kinds_and_spans_are_refused() -> None:
    with pytest.raises(ValueError, match="'mising'"):
        TableCell((), kind="mising")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'odd'"):
        Mark("odd", "x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not 0"):
        TableCell((), span=0)


@pytest.mark.parametrize("levels", [(3,), (2, 4), (1,), (2, 3, 4, 5, 6, 7)])
def test_headings_may_not_skip_a_level(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="after level"):
        Document("t", tuple(Heading(level, ("x",)) for level in levels))


def test_headings_may_return_to_an_upper_level() -> None:
    assert Document("t", tuple(Heading(level, ("x",)) for level in (2, 3, 4, 2, 3)))


@pytest.mark.parametrize("anchor", ["Upper", "with space", "main", "source-1", "figure-x", "1st", "x\n"])
def test_anchors_are_plain_and_not_taken(anchor: str) -> None:
    with pytest.raises(ValueError, match="anchor"):
        Document("t", (Heading(2, ("x",), anchor),))


def test_names_are_unique_in_a_document() -> None:
    heading = Heading(2, ("x",), "same")
    with pytest.raises(ValueError, match="anchor used twice: same"):
        Document("t", (heading, heading))
    figure = Figure("same", "<svg/>", "alt")
    with pytest.raises(ValueError, match="figure name used twice: same"):
        Document("t", (figure, figure))
    with pytest.raises(ValueError, match="one list of sources"):
        Document("t", (SourceList(()), SourceList(())))


def test_document_needs_a_title_and_a_language() -> None:
    with pytest.raises(ValueError, match="needs a title"):
        Document("", ())
    with pytest.raises(ValueError, match="language tag"):
        Document("t", (), language='en" onload="x')
    assert Document("t", (), language="zh-Hans").language == "zh-Hans"


@pytest.mark.parametrize("name", ["", "../x", "a b", "-x", "x.svg"])
def test_figures_need_a_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="figure name"):
        Figure(name, "<svg/>", "alt")


def test_figures_need_words() -> None:
    with pytest.raises(ValueError, match="alt text"):
        Figure("x", "<svg/>", " ")


def test_source_list_counts_from_one() -> None:
    with pytest.raises(ValueError, match="numbered 1, 2, 3"):
        SourceList(((1, ("a",)), (3, ("b",))))


def test_sources_are_numbered_in_reading_order() -> None:
    table = Table("t", ("", "A", "B"), (ROW,), notes=(("n", Cite(("s5",))),), caption=(Cite(("s4",)),))
    document = Document(
        "t",
        (
            Heading(2, ("h", Cite(("s3",)))),
            TableBlock(table),
            Bullets((("x", Cite(("s1",))), ("y", Cite(("s6",))))),
            Figure("f", "<svg/>", "alt", ("c", Cite(("s7",)))),
            Paragraph(("p", Cite(("s8[p. 4]", "s3")))),
        ),
        subtitle=("s", Cite(("s9",))),
    )
    notes = number_sources(document)
    assert notes.ids == ("s9", "s3", "s4", "s2", "s1", "s5", "s6", "s7", "s8")
    assert number_sources(ROW.header, table, Paragraph(("p", Cite(("s0",))))).ids == (
        "s4",
        "s2",
        "s1",
        "s5",
        "s0",
    )


def test_labels_are_in_order_with_locators() -> None:
    notes = Notes(("a", "b", "c"))
    assert notes.label(Cite(("c", "a"))) == "[1, 3]"
    assert notes.label(Cite(("c[p. 45]", "a", "a"))) == "[1, 3: p. 45]"
    assert notes.label(Cite(("a[1]", "a[2]"))) == "[1: 1, 1: 2]"
    assert notes.label(Cite(())) == ""
    assert notes.number("b[x]") == 2


def test_unnumbered_sources_are_refused() -> None:
    with pytest.raises(ValueError, match="'z' is cited but has no number"):
        Notes(("a",)).label(Cite(("z",)))


def test_source_list_from_texts() -> None:
    notes = number_sources(("x", Cite(("b", "a"))))
    texts = {"a": ("A",), "b": ("B",), "unused": ("U",)}
    assert notes.source_list(texts) == SourceList(((1, ("B",)), (2, ("A",))))
    with pytest.raises(ValueError, match="no text for cited source: a"):
        notes.source_list({"b": ("B",)})


def test_a_document_lists_all_it_cites() -> None:
    blocks = (Paragraph(("x", Cite(("a", "b")))), SourceList(((1, ("A",)),)))
    with pytest.raises(ValueError, match="not in the list of sources: b"):
        number_sources(Document("t", blocks))


def test_cited_sources_keep_locators() -> None:
    assert cited_sources((("x", Cite(("a[p. 1]", "b"))), (Cite(("b", "a")),))) == ("a[p. 1]", "b", "a")


def test_a_bare_string_is_no_text() -> None:
    with pytest.raises(TypeError, match="tuple of runs"):
        plain_text("abc")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="tuple of runs"):
        number_sources(Paragraph("abc"))  # type: ignore[arg-type]


def test_plain_text_has_the_words_only() -> None:
    text = ("a ", Strong("b"), Emph(" c"), Cite(("s",)), Link(" d", "https://e.org"), Mark("missing", "\ne"))
    assert plain_text(text) == "a b c d e"


def test_clean_takes_out_what_a_terminal_obeys() -> None:
    assert clean("\x1b[1;31mred\x1b[0m\x1b]8;;http://x\x07link\x1b]8;;\x1b\\") == "redlink"
    assert clean("a\x9b31mb\x1bc\x07d") == "abcd"
    assert clean("a\r\nb\rc\x0bd\u2028e\x85f\tg") == "a\nb\nc\nd\ne\nf g"
    assert clean("\u202egnp.exe\u202c \ufeff\ud800") == "gnp.exe \ufffd"
    assert clean("nothing — ничего 没有 e\u0301 \u200d") == "nothing — ничего 没有 e\u0301 \u200d"


def test_cell_lines() -> None:
    cite = Cite(("s",))
    assert cell_lines(TableCell((("a\nb", Strong("c\nd")), ("",), ("  e ",)), ("s",))) == (
        ("a",),
        ("b", Strong("c\nd")),
        ("e", cite),
    )
    assert cell_lines(TableCell((), ("s",))) == ((cite,),)
    assert cell_lines(TableCell((), kind="missing")) == (("—",),)
    assert cell_lines(TableCell((), kind="missing"), spelled=False) == ()
    said = TableCell(((Mark("unverified", "by one paper only"),),), kind="unverified")
    assert cell_lines(said) == said.lines
    assert cell_lines(TableCell((), kind="unverified")) == ((Mark("unverified", "(unverified)"),),)


def test_column_names() -> None:
    assert column_lines(" A\n\n B ") == ["A", "B"]
    assert column_name("A\nB\nC") == "A (B, C)"
    assert (column_name(""), column_name("A")) == ("", "A")


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://e.org/a_b?x=1&y=2#z", "https://e.org/a_b?x=1&y=2#z"),
        ("HTTP://e.org", "HTTP://e.org"),
        ("mailto:a@e.org", "mailto:a@e.org"),
        ("#anchor", "#anchor"),
        ("data/tenure.csv", "data/tenure.csv"),
        ("tenure.csv", "tenure.csv"),
        ("./x", "./x"),
        ("../x.csv", "../x.csv"),
        ("/x", "/x"),
        ("https://e.org/习近平 (2013)", "https://e.org/习近平%20%282013%29"),
        ("https://e.org/`|<>\"'\\[]", "https://e.org/%60%7C%3C%3E%22%27%5C%5B%5D"),
        ("javascript:alert(1)", ""),
        (" JaVa\tScript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("//evil.example/x", ""),
        ("/\\evil.example", ""),
        ("\\\\evil.example", ""),
        ("https:", ""),
        ("https:///x", ""),
        ("", ""),
    ],
)
def test_only_safe_addresses_are_links(href: str, safe: str) -> None:
    assert safe_href(href) == safe
