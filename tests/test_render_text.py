"""The terminal: widths, wrapping, and when columns are stacked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.render import (
    Bullets,
    Cite,
    Document,
    Figure,
    Heading,
    Link,
    Paragraph,
    SourceList,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    render_text,
    render_text_document,
)
from profiles.render.wrap import NO_BREAK, display_width, pad, wrap


def table(columns: int, value: str = "some words that go on for a while, so that they wrap") -> Table:
    names = ("", *(f"Leader {n}" for n in range(1, columns + 1)))
    cells = tuple(TableCell(((f"{value} {n}",),), (f"s{n}",)) for n in range(columns))
    joint = (TableCell((("in common",),), span=columns),) if columns > 1 else cells
    rows = (
        TableRow(("Life",), section=True),
        TableRow(("Born",), cells),
        TableRow(("Office",), section=True),
        TableRow(("Days in office",), cells),
        TableRow(("Overlap",), joint),
    )
    return Table("Made-up leaders", names, rows, notes=(("A note",),))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("习近平", 6),
        ("e\u0301", 1),
        ("ｆ", 2),
        ("각", 2),
        ("\u1100\u1161", 2),
        ("a\u200db", 2),
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_pad_counts_columns() -> None:
    assert pad("习", width=4) == "习  "
    assert pad("long", width=2) == "long"


@pytest.mark.parametrize(
    ("text", "width", "indent", "lines"),
    [
        ("", 10, 0, [""]),
        ("one two three", 7, 0, ["one two", "three"]),
        ("one two three", 8, 2, ["one two", "  three"]),
        ("abcdefghij", 4, 0, ["abcd", "efgh", "ij"]),
        ("a bcdefghij", 4, 1, ["a", " bcd", " efg", " hij"]),
        ("said 习近平同志近平同志", 10, 0, ["said 习近", "平同志近平", "同志"]),
        ("said so 习近平", 12, 0, ["said so", "习近平"]),
        ("他说，好。", 4, 0, ["他", "说，", "好。"]),
        ("他（说）好", 6, 0, ["他", "（说）", "好"]),
        (f"said{NO_BREAK}[1,{NO_BREAK}2] so", 12, 0, ["said [1, 2]", "so"]),
        (f"x said{NO_BREAK}[1,{NO_BREAK}2:{NO_BREAK}p.{NO_BREAK}45]", 8, 0, ["x said", "[1, 2:", "p. 45]"]),
        ("e\u0301" * 5, 2, 0, ["e\u0301e\u0301", "e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_wrap(text: str, width: int, indent: int, lines: list[str]) -> None:
    assert wrap(text, width=width, indent=indent) == lines


def test_wrap_needs_room() -> None:
    with pytest.raises(ValueError, match="cannot wrap"):
        wrap("x", width=3, indent=2)


@given(st.text(alphabet="ab 习，（é\u0301\u00a0", max_size=60), st.integers(4, 30), st.integers(0, 2))
def test_wrap_loses_nothing_and_fits(text: str, width: int, indent: int) -> None:
    lines = wrap(text, width=width, indent=indent)
    assert max(map(display_width, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("columns", [1, 2, 5])
@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 140])
def test_tables_fit(columns: int, width: int) -> None:
    text = render_text(table(columns), width=width)
    assert max(map(display_width, text.splitlines())) <= width
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert text.endswith("\n")


@pytest.mark.parametrize(
    ("columns", "width", "is_stacked"),
    [(1, 60, False), (2, 60, True), (2, 80, False), (5, 80, True), (5, 100, False), (1, 30, True)],
)
def test_columns_are_stacked_where_they_would_be_too_narrow(columns: int, width: int, is_stacked: bool) -> None:
    text = render_text(table(columns), width=width)
    assert ("  Leader 1: some" in text) is is_stacked
    assert ("─  ─" in text) is not is_stacked


def test_short_tables_stay_side_by_side_when_narrow() -> None:
    assert "─  ─" in render_text(table(2, "short"), width=40)


def test_side_by_side() -> None:
    rows = (
        TableRow(("Life",), section=True),
        TableRow(("Name",), (TableCell((("习近平",),), ("s",)), TableCell((("Путин",), ("Second line",))))),
        TableRow(("Office",), section=True),
        TableRow(("Together",), (TableCell((("12 years",),), ("t",), span=2),)),
    )
    wide = Table("Two", ("", "First\n第一", "Second"), rows, caption=("Caption.",), notes=(("Note",),))
    assert render_text(wide) == (
        "Two\n"
        "Caption.\n"
        "\n"
        "          First       Second\n"
        "          第一\n"
        "────────  ──────────  ───────────\n"
        "── Life ──\n"
        "Name      习近平 [1]  Путин\n"
        "                      Second line\n"
        "\n"
        "── Office ──\n"
        "Together  ↔ 12 years [2]\n"
        "\n"
        "↔ one entry for all the columns so marked.\n"
        "Note\n"
    )


def test_stacked() -> None:
    rows = (
        TableRow(("Born",), (TableCell((("on a day whose date nobody wrote down",),)), TableCell((("1953",),)))),
        TableRow(("Offices",), (TableCell((("One",), ("Two",))), TableCell(()))),
        TableRow(("Together",), (TableCell((("12 years",),), span=2),)),
    )
    text = render_text(Table("Two", ("", "First\n第一", "Second"), rows), width=40)
    assert text == (
        "Two\n"
        "\n"
        "Born\n"
        "  First (第一): on a day whose date\n"
        "    nobody wrote down\n"
        "  Second: 1953\n"
        "\n"
        "Offices\n"
        "  First (第一):\n"
        "    One\n"
        "    Two\n"
        "  Second:\n"
        "\n"
        "Together\n"
        "  First (第一) / Second: ↔ 12 years\n"
        "\n"
        "↔ one entry for all the columns so\n"
        "  marked.\n"
    )


def test_sources_stand_under_the_table() -> None:
    sources = SourceList(((1, ("A book",)), (2, (Link("Paper", "https://e.org/x"),))))
    text = render_text(table(2, "x"), sources=sources)
    assert text.endswith("\nA note\n\nSources\n[1] A book\n[2] Paper <https://e.org/x>\n")


def test_width_has_a_floor() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        render_text(table(1), width=19)
    with pytest.raises(ValueError, match="at least 20"):
        render_text_document(Document("t", ()), width=3)


def test_document() -> None:
    document = Document(
        "Two leaders",
        (
            Heading(2, ("At a glance",)),
            Paragraph(("Said so", Cite(("b",)), ".")),
            Bullets((("one ", Cite(("a",))), ("two",))),
            Heading(3, ("Deeper",)),
            TableBlock(Table("T", ("", "A"), (TableRow(("r",), (TableCell((("x",),)),)),))),
            Figure("f", "<svg/>", "A bar.", ("Bars",)),
            SourceList(((1, ("B", Link(" here", "#x"))), (2, (Link("https://e.org", "https://e.org"),)))),
        ),
        subtitle=("and their kin",),
        meta=(("As of", "today"), ("Version", "1")),
    )
    assert render_text_document(document) == (
        "Two leaders\n===========\n\nand their kin\n\nAs of: today; Version: 1\n\n"
        "At a glance\n-----------\n\nSaid so [1].\n\n- one [2]\n- two\n\nDeeper\n······\n\n"
        "T\n\n   A\n─  ─\nr  x\n\n[Figure: A bar.]\nBars\n\n[1] B here\n[2] https://e.org\n"
    )
