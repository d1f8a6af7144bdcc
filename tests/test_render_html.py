"""Pages: structure, what they refuse to carry, and whether they can be read."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.figure import Figure as MatplotlibFigure

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
    SourceList,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    render_html_fragment,
    render_page,
)
from profiles.render.html import _page_style
from profiles.render.svg import inline_svg

ROWS = (
    TableRow(("Life",), section=True),
    TableRow(("Born",), (TableCell((("1952",),), ("a",)), TableCell((("1953",),), kind="uncertain"))),
    TableRow(("Office",), section=True),
    TableRow(("Offices",), (TableCell((("One",), ("Two",))), TableCell((("none found",),), kind="missing"))),
    TableRow(("Together",), (TableCell((("12 years",),), ("b[p. 3]",), span=2),)),
)
TABLE = Table("Side by side", ("", "Voss\nВосс", "Marwick"), ROWS, (("A note",), ()), ("A caption.",))
SVG = (
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40pt" '
    'height="20pt" viewBox="0 0 40 20" id="root">'
    "<title>old</title><metadata><x/></metadata><!-- c -->"
    '<defs><style type="text/css">*{stroke-linejoin: round} #p, .q {clip-path: url(#p)}</style></defs>'
    '<clipPath id="p"><rect width="1" height="1"/></clipPath>'
    '<g id="g" clip-path="url(#p)" style="fill: url( \'#p\' )"><use xlink:href="#m"/><path id="m" d="M 0 0"/>'
    '<text xml:space="preserve">a &lt; b &amp; c</text>tail</g></svg>'
)


class Tree(HTMLParser):
    """Start tags with attributes; fails on anything not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        assert len(self.tags[-1][1]) == len(attrs)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


def page(*blocks: object) -> str:
    return render_page(Document("Voss & Marwick", blocks))  # type: ignore[arg-type]


def full_page() -> str:
    return render_page(
        Document(
            "Voss & Marwick",
            (
                Heading(2, ("At a glance",), "at-a-glance"),
                Bullets((("One", Cite(("a",))), ("two",))),
                Bullets(()),
                Paragraph(("A ", Strong("b"), Emph(" c"), Mark("unverified", " d"), Link("e", "https://e.org/?a&b"))),
                Paragraph(()),
                TableBlock(TABLE),
                Heading(3, ("Charts",)),
                Figure("one", SVG, 'Bars of "time"', ("Time", Cite(("c",))), "one.csv"),
                Figure("two", SVG, "More bars"),
                Heading(2, ("Sources",), "sources"),
                SourceList(((1, (Link("https://e.org/a", "https://e.org/a"),)), (2, ("B",)), (3, ("C",)))),
            ),
            subtitle=("Two careers", Cite(("a",))),
            language="en-GB",
            meta=(("As of", "22 January 2026"),),
        )
    )


def test_page_has_a_language_a_title_and_one_main_heading() -> None:
    tree = Tree(full_page())
    assert full_page().startswith("<!DOCTYPE html>\n")
    assert tree.named("html") == [{"lang": "en-GB"}]
    assert "<title>Voss &amp; Marwick</title>" in full_page()
    assert len(tree.named("h1")) == 1
    assert [tag for tag, _ in tree.tags if re.fullmatch(r"h[1-6]", tag)] == ["h1", "h2", "h3", "h2"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in tree.named("meta")
    assert {"name": "description", "content": "Two careers"} in tree.named("meta")


def test_first_link_skips_to_the_text() -> None:
    tree = Tree(full_page())
    assert tree.named("a")[0] == {"class": "skip", "href": "#main"}
    assert tree.named("main") == [{"id": "main", "tabindex": "-1"}]


def test_ids_are_unique_and_every_reference_arrives() -> None:
    tree = Tree(full_page())
    ids = tree.ids()
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for _, a in tree.tags if a.get("href", "").startswith("#")]
    assert targets
    assert set(targets) <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", full_page())) <= set(ids)


def test_page_asks_nobody_and_runs_nothing() -> None:
    tree = Tree(full_page())
    assert not {tag for tag, _ in tree.tags} & {"script", "link", "iframe", "img", "object", "embed", "form"}
    assert not [a for _, a in tree.tags if "src" in a or any(name.startswith("on") for name in a)]
    assert not re.search(r"@import|url\((?!#)", full_page())
    assert "default-src 'none'" in full_page()
    remote = [a["href"] for tag, a in tree.tags if tag != "a" and "href" in a and a["href"][0] != "#"]
    assert remote == []


def test_table_headers_have_scope() -> None:
    tree = Tree(full_page())
    assert [a["scope"] for a in tree.named("th")] == [
        "col",
        "col",
        "rowgroup",
        "row",
        "rowgroup",
        "row",
        "row",
    ]
    assert len(tree.named("tbody")) == 2
    assert "<caption><b>Side by side</b>. A caption.</caption>" in full_page()
    assert '<th scope="col">Voss<br>Восс</th>' in full_page()
    assert "<thead>\n<tr>\n<td></td>" in full_page()


def test_rows_before_any_section_have_a_body_of_their_own() -> None:
    rows = (ROWS[1], *ROWS)
    text = render_html_fragment(Table("T", ("Row", "A", "B"), rows))
    assert text.count("<tbody>") == 3
    assert '<th scope="col">Row</th>' in text


def test_cells_show_their_kind_lines_and_span() -> None:
    text = full_page()
    note = '<sup class="cite"><a href="#source-{0}" aria-label="Source {0}">{0}</a>{1}</sup>'
    assert f"<td>1952{note.format(1, '')}</td>" in text
    assert '<td class="number uncertain">1953</td>' in text
    assert "<td><ul><li>One</li><li>Two</li></ul></td>" in text
    assert f'<td colspan="2" class="joint">12 years{note.format(2, ": p.&nbsp;3")}</td>' in text


def test_wide_parts_scroll_with_the_keyboard() -> None:
    regions = [a for a in Tree(full_page()).named("div") if a.get("class") == "scroll"]
    assert [a["aria-label"] for a in regions] == ["Side by side", "Time", "More bars"]
    assert {a["role"] for a in regions} == {"region"}
    assert {a["tabindex"] for a in regions} == {"0"}


def test_links_and_sources() -> None:
    text = full_page()
    assert '<li id="source-1"><a class="url" href="https://e.org/a">https://e.org/a</a></li>' in text
    assert '<a href="https://e.org/?a&amp;b">e</a>' in text
    assert '<figcaption>Time<sup class="cite">' in text
    assert '<a href="one.csv">Data (CSV)</a></figcaption>' in text
    assert text.count("<figcaption>") == 1


def test_unsafe_links_are_words() -> None:
    text = page(Paragraph((Link("click", "javascript:alert(1)"), Link("", "https://e.org"))))
    assert "<p>click</p>" in text


def test_notes_without_a_list_are_no_links() -> None:
    text = page(Paragraph(("So", Cite(("a",)), Cite(()))))
    assert '<p>So<sup class="cite">1</sup></p>' in text


def test_fragment_is_one_element_with_its_own_style() -> None:
    text = render_html_fragment(TABLE)
    tree = Tree(text)
    assert tree.tags[0] == ("div", {"class": "profiles-table"})
    assert tree.ids() == []
    selectors = re.findall(r"^([^{\n]+)\{", text, flags=re.MULTILINE)
    assert selectors
    assert all(one.strip().startswith(".profiles-table") for s in selectors for one in s.split(","))
    assert "A note" in text


def test_fragments_do_not_share_ids() -> None:
    sources = SourceList(((1, ("A",)), (2, ("B",))))
    first = render_html_fragment(TABLE, sources=sources)
    second = render_html_fragment(Table("Other", TABLE.columns, ROWS), sources=sources)
    assert len(Tree(first).ids()) == 2
    assert not set(Tree(first).ids()) & set(Tree(second).ids())
    hrefs = {a["href"][1:] for a in Tree(first).named("a")}
    assert hrefs == set(Tree(first).ids())


def test_svg_stands_in_the_page_by_itself() -> None:
    svg = inline_svg(SVG, prefix="figure-x", alt='Bars "of" time')
    assert svg.startswith('<svg id="figure-x-svg" role="img" aria-label="Bars &quot;of&quot; time" focusable="false" ')
    assert not re.search(r"<\?|<!|metadata|title|xmlns|xlink|ns0", svg)
    assert 'clip-path="url(#figure-x-p)" style="fill: url(#figure-x-p)"' in svg
    assert '<use href="#figure-x-m"/><path id="figure-x-m" d="M 0 0"/>' in svg
    assert '<text xml:space="preserve">a &lt; b &amp; c</text>tail</g>' in svg
    assert "#figure-x-svg * {stroke-linejoin: round}" in svg
    assert "#figure-x-svg #figure-x-p, #figure-x-svg .q {clip-path: url(#figure-x-p)}" in svg


def test_svg_without_a_view_box_gets_one() -> None:
    small = '<svg xmlns="http://www.w3.org/2000/svg" width="40px" height="20"/>'
    assert 'viewBox="0 0 40 20"' in inline_svg(small, prefix="f", alt="a")
    assert "viewBox" not in inline_svg(small.replace("px", "pt"), prefix="f", alt="a")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>',
        '<rect onload="alert(1)"/>',
        '<image href="http://evil.example/x.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<img src="http://evil.example/x.png"/>',
        '<img xmlns="" src="http://evil.example/x.png"/>',
        '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
        '<rect fill="url(http://evil.example/#x)"/>',
        '<rect style="fill: u\\72l(http://evil.example/)"/>',
        "<style>@import url(http://evil.example/); rect {fill: url(http://evil.example/)}</style>",
        "<style>rect {fill: u\\72l(http://evil.example/)} /* } body { */</style>",
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        "<?php evil ?><!-- evil -->",
    ],
)
def test_svg_brings_nothing_that_runs_or_loads(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}<rect/></svg>'
    text = inline_svg(svg, prefix="f", alt="a")
    assert not re.search(r"evil|alert|script|data:|import|<img|onload", text)
    assert text.endswith("<rect/></svg>")


def test_svg_may_embed_a_raster() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,AAAA"/></svg>'
    assert '<image href="data:image/png;base64,AAAA"/>' in inline_svg(svg, prefix="f", alt="a")


@pytest.mark.parametrize(
    ("svg", "message"),
    [("<svg", "not well-formed"), ("<html/>", "root element is html"), ("<svg/>", "root element is svg")],
)
def test_what_is_not_svg_is_refused(svg: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        inline_svg(svg, prefix="f", alt="a")


def test_charts_of_the_chart_library_keep_their_clip_paths_apart() -> None:
    figure = MatplotlibFigure(figsize=(3, 2))
    figure.subplots().plot([1, 2, 3])
    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "fixed"}):
        figure.savefig(out, format="svg")
    text = page(Figure("one", out.getvalue(), "A line"), Figure("two", out.getvalue(), "A line"))
    tree = Tree(text)
    assert len(tree.ids()) == len(set(tree.ids()))
    used = set(re.findall(r"url\(#([^)]*)\)", text))
    assert len(used) >= 2
    assert used <= set(tree.ids())


@given(st.text(alphabet="<>&\"'ab;/ \n習\u202e", max_size=20))
def test_words_in_a_chart_stay_words(value: str) -> None:
    said = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{said}</text></svg>'
    text = inline_svg(svg, prefix="f", alt=value)
    tree = Tree(text)
    assert [tag for tag, _ in tree.tags] == ["svg", "text"]
    assert tree.tags[0][1]["aria-label"] == value
    assert "\u202e" not in text.split("aria-label")[1].split(">", 1)[1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_colours_have_a_contrast_of_seven() -> None:
    css = _page_style()
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css))
    used = set(re.findall(r"(?:^|[;{\s])color: ([^;}]+)", css))
    assert used
    assert used <= {"inherit", "var(--ink)", "var(--quiet)", "var(--link)"}
    assert set(re.findall(r"background: ([^;]+)", css)) == {"var(--paper)"}
    for name in ("ink", "quiet", "link"):
        assert (luminance(colours["paper"]) + 0.05) / (luminance(colours[name]) + 0.05) >= 7


def test_style_covers_print_and_small_screens_and_loads_nothing() -> None:
    css = _page_style()
    assert "@media print" in css
    assert "@media (max-width" in css
    assert "break-inside: avoid" in css
    assert not re.search(r"url\(|@import|@font-face", css)
    assert css.count("{") == css.count("}")
