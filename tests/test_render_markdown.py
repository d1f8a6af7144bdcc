"""Markdown as it is read in review: exact text for what is written, an oracle for what is meant."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from profiles.render import (
    Bullets,
    Cite,
    Document,
    Emph,
    Figure,
    Heading,
    Link,
    Mark,
    Paragraph,
    Run,
    SourceList,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    render_markdown,
    render_markdown_table,
)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def one(*runs: Run) -> str:
    """Return one paragraph as Markdown."""
    return render_markdown(Document("T", (Paragraph(runs),))).removeprefix("# T\n\n").rstrip("\n")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words, 1.5 & 3–4; a-b: (c)", "plain words, 1.5 & 3–4; a-b: (c)"),
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("*a* _b_ `c` ~d~ $e$", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$"),
        ("[1] <b>", "\\[1\\] &lt;b>"),
        ("&amp; &#60; & x", "&amp;amp; &amp;#60; & x"),
        ("# no heading", "\\# no heading"),
        ("#1 of 2", "#1 of 2"),
        ("> no quotation", "\\> no quotation"),
        ("- no item", "\\- no item"),
        ("-5 degrees", "-5 degrees"),
        ("---", "\\---"),
        ("+ no item", "\\+ no item"),
        ("1952. A year", "1952\\. A year"),
        ("2) no item", "2\\) no item"),
        ("2.5 years", "2.5 years"),
        ("a\nb\n\n  c ", "a b c"),
        ("see https://a_b.example", "see https&#58;//a\\_b.example"),
        ("WWW.a_b.example", "WWW&#46;a\\_b.example"),
    ],
)
def test_only_markup_is_escaped(value: str, written: str) -> None:
    assert one(value) == written


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        (("a ", Strong("b"), " c"), "a **b** c"),
        (("a ", Emph("習 b"), "c"), "a *習 b*c"),
        (("a", Strong(" b "), "c"), "a **b** c"),
        ((Strong("“b”"), "c"), "<strong>“b”</strong>c"),
        ((Strong("a"), Emph("b")), "**a**<em>b</em>"),
        (("*", Emph("b")), "\\*<em>b</em>"),
        ((Strong(" "), "x"), "x"),
        ((Mark("uncertain", "about 1952"), "!"), "about 1952!"),
        ((Link("a_b", "https://e.org/a_b?x&y=(1)"),), "[a\\_b](https://e.org/a_b?x&amp;y=%281%29)"),
        ((Link("https://e.org", "https://e.org"),), "[https://e.org](https://e.org)"),
        ((Link("x", "javascript:alert(1)"),), "x"),
        ((Link(" ", "https://e.org"), "x"), "x"),
        (("so", Cite(("a", "b[p. 2]")), "."), "so \\[1, 2: p. 2\\]."),
        (("so ", Cite(()), "."), "so."),
        ((Cite(("a",)), " so"), "\\[1\\] so"),
    ],
)
def test_runs(runs: tuple[Run, ...], written: str) -> None:
    assert one(*runs) == written


def test_table() -> None:
    rows = (
        TableRow(("Life & *death*", Cite(("z",))), section=True),
        TableRow(
            ("Born",),
            (
                TableCell((("7 October 1952",),), ("a",)),
                TableCell((("one",), ("two|three",)), kind="unverified"),
                TableCell(()),
            ),
        ),
        TableRow(("Together",), (TableCell((("12 years",),), ("b",), span=3),)),
        TableRow(("Nothing",), (TableCell((), span=3),)),
    )
    table = Table("A title", ("", "A\nБ", "B|", "C"), rows, (("note", Cite(("a",))), ()), ("Of facts.",))
    sources = SourceList(((1, ("Z",)), (2, ("A",)), (3, ("B",))))
    assert render_markdown_table(table, sources=sources) == (
        "**A title**. Of facts.\n"
        "\n"
        "|  | A<br>Б | B\\| | C |\n"
        "| --- | --- | --- | --- |\n"
        "| <strong>Life & \\*death\\*</strong> [[1](#source-1)] |  |  |  |\n"
        "| Born | 7 October 1952 [[2](#source-2)] | one<br>two\\|three (unverified) |  |\n"
        "| Together | ↔ 12 years [[3](#source-3)] | ↔ | ↔ |\n"
        "| Nothing | ↔ | ↔ | ↔ |\n"
        "\n"
        "↔ one entry for all the columns so marked.\n"
        "\n"
        "note [[2](#source-2)]\n"
        "\n"
        "Sources:\n"
        "\n"
        '1. <a id="source-1"></a>Z\n'
        '2. <a id="source-2"></a>A\n'
        '3. <a id="source-3"></a>B\n'
    )


def test_document() -> None:
    document = Document(
        "Voss and Marwick #",
        (
            Heading(2, ("At a glance",), "at-a-glance"),
            Bullets((("- one",), ("two", Cite(("s",))))),
            Bullets(()),
            Paragraph(()),
            Heading(3, ("Terms",), "terms-for-each-other"),
            TableBlock(Table("T", ("Row", "A"), (TableRow(("r",), (TableCell((("x",),)),)),))),
            Figure("tenure", "<svg/>", "Bars [of]\ntime", ("Time in office.",), "data/tenure.csv"),
            Figure("bare", "<svg/>", "Bars"),
            SourceList(((1, (Emph("S"), ", 2011.")),)),
        ),
        subtitle=("Two careers",),
        meta=(("Data as of", "22 January 2026"), ("Version", "a1_b2")),
    )
    text = render_markdown(document, figure_folder="charts/")
    assert text == (
        "# Voss and Marwick \\#\n\nTwo careers\n\nData as of: 22 January 2026 · Version: a1\\_b2\n\n"
        "## At a glance\n\n- \\- one\n- two [[1](#source-1)]\n\n"
        '<a id="terms-for-each-other"></a>\n\n### Terms\n\n'
        "**T**\n\n| Row | A |\n| --- | --- |\n| r | x |\n\n"
        "![Bars \\[of\\] time](charts/tenure.svg)\n\nTime in office. [Data (CSV)](data/tenure.csv)\n\n"
        "![Bars](charts/bare.svg)\n\n"
        '1. <a id="source-1"></a>*S*, 2011.\n'
    )
    kinds = [token.type for token in MARKDOWN.parse(text) if token.nesting == 1 and not token.level]
    assert kinds == [
        *("heading_open", "paragraph_open", "paragraph_open", "heading_open", "bullet_list_open"),
        *("paragraph_open", "heading_open", "paragraph_open", "table_open", "paragraph_open"),
        *("paragraph_open", "paragraph_open", "ordered_list_open"),
    ]
    assert '<img src="charts/tenure.svg" alt="Bars [of] time"' in MARKDOWN.render(text)


def test_linked_notes_and_text_in_parentheses_do_not_make_another_link() -> None:
    blocks = (Paragraph(("so", Cite(("a",)), "(https://e.org)")), SourceList(((1, ("A",)),)))
    html = MARKDOWN.render(render_markdown(Document("T", blocks)))
    assert '<p>so [<a href="#source-1">1</a>](https://e.org)</p>' in html
