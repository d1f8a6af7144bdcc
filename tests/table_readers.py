"""Readers of every format of a table, each its own and apart from the renderers.

They know what the renderers may write and fail at anything else, so that a value that broke out of its
cell cannot pass for markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from profiles.render import Cite, Link, Notes, SourceList, Table, Text, number_sources
from profiles.render.inline import (
    JOINT,
    JOINT_NOTE,
    cell_lines,
    column_lines,
    flat,
    is_address,
    joined_notes,
    one_line,
    safe_href,
)

# --- what a table says, and what a reader makes of it ---

Line = str
Cells = tuple[tuple[int, tuple[Line, ...]], ...]


@dataclass
class Said:
    """A table as read: rows are (is a section, header, ((span, lines), ...))."""

    title: str = ""
    columns: list[tuple[str, ...]] = field(default_factory=list)
    rows: list[tuple[bool, str, Cells]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def line_of(text: Text, numbers: Notes, *, with_address: bool) -> Line:
    """A text with its notes in brackets, after a space where anything stands before them."""
    out = ""
    for run in joined_notes(text):
        if isinstance(run, Cite):
            label = numbers.label(run)
            out = out.rstrip(" ") + (" " if out.strip(" ") and label else "") + label
        elif isinstance(run, Link):
            href = safe_href(run)
            out += flat(run.text)
            if with_address and href.startswith(("http", "mailto:")) and not is_address(run):
                out += f" ({href})"
        else:
            out += flat(run if isinstance(run, str) else run.text)
    return out.strip(" ")


def expected(table: Table, sources: SourceList | None = None, *, with_address: bool = False) -> Said:
    numbers = number_sources(table)

    def said(text: Text) -> str:
        return line_of(text, numbers, with_address=with_address)

    rows: list[tuple[bool, str, Cells]] = []
    for row in table.rows:
        cells = tuple((cell.span, tuple(map(said, cell_lines(cell)))) for cell in row.cells)
        header = said(row.header)
        rows.append((row.section, header, cells))
    return Said(
        title=". ".join(filter(None, [one_line(table.title), said(table.caption)])),
        columns=[tuple(column_lines(column)) for column in table.columns],
        rows=rows,
        notes=[line for note in table.notes if (line := said(note))],
        sources=[said(text) for _, text in sources.entries] if sources else [],
    )


def changed(said: Said, change: Callable[[str], str]) -> Said:
    """The same with each line changed, and lines of which nothing is left gone."""

    def lines(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(kept for line in given if (kept := change(line)))

    return Said(
        change(said.title),
        [lines(column) for column in said.columns],
        [
            (section, change(header), tuple((span, lines(cell)) for span, cell in cells))
            for section, header, cells in said.rows
        ],
        [kept for note in said.notes if (kept := change(note))],
        [change(source) for source in said.sources],
    )


def same_spaces(text: str) -> str:
    """Formats differ in how they keep spaces of other widths; none in whether there is a space."""
    return re.sub(r"\s+", " ", text).strip(" ")


def tag(inside: str, before: str) -> str:
    return (" " if before.strip(" \n") else "") + f"[{inside}]"


# --- readers ---


class HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = Said()
        self.text = ""
        self.raised: str | None = None
        self.row: list[tuple[str, int, str]] = []
        self.section = False
        self.span = 1
        self.in_head = False

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert name in {
            *("div", "style", "table", "caption", "b", "thead", "tbody", "tr", "th", "td", "br", "ul", "li", "p"),
            *("sup", "a", "strong", "em", "span", "ol"),
        }, name
        if name in {"th", "td", "caption", "p"} or (name == "li" and self.text.startswith("\0list")):
            self.text = "" if name != "li" else self.text
        if name in {"th", "td"}:
            self.span = int(given.get("colspan") or 1)
        elif name == "tr":
            self.row = []
            self.section = given.get("class") == "section"
        elif name == "thead":
            self.in_head = True
        elif name == "br" or (name == "li" and self.text.strip("\n")):
            self.text += "\n"
        elif name == "sup":
            self.raised = ""
        elif name == "ol":
            self.text = ""

    def handle_endtag(self, name: str) -> None:
        if name == "sup":
            assert self.raised is not None
            line = self.text.rpartition("\n")[2]
            self.text += tag(self.raised.replace("\u00a0", " "), line)
            self.raised = None
        elif name == "caption":
            self.said.title = self.text
        elif name in {"th", "td"}:
            self.row.append((name, self.span, self.text))
        elif name == "thead":
            self.in_head = False
        elif name == "tr":
            texts = [(span, tuple(filter(None, text.split("\n")))) for _, span, text in self.row]
            if self.in_head:
                self.said.columns = [lines or ("",) for _, lines in texts]
            else:
                self.said.rows.append((self.section, "".join(texts[0][1]), tuple(texts[1:])))
        elif name == "p":
            self.said.notes.append(self.text)
        elif name == "ol":
            self.said.sources = [part for part in self.text.split("\n") if part]

    def handle_data(self, data: str) -> None:
        if self.raised is not None:
            self.raised += data
        elif data != "\n":
            self.text += data


def read_html(text: str) -> Said:
    reader = HtmlReader()
    reader.feed(re.sub(r"(?s)<style>.*?</style>", "", text, count=1))
    said = reader.said
    if "Sources" in said.notes[-1:]:
        said.notes.pop()
    return said


def read_markdown(text: str) -> Said:
    tokens = MarkdownIt("commonmark").enable(["table"]).parse(text)
    said = Said()
    row: list[str] = []
    in_list = False
    for position, token in enumerate(tokens):
        kind = token.type
        in_list = (in_list or kind == "ordered_list_open") and kind != "ordered_list_close"
        if kind == "tr_open":
            row = []
        elif kind == "inline":
            words = inline_markdown(token.children or [])
            around = tokens[position - 1].type
            if around in {"th_open", "td_open"}:
                row.append(words)
            elif in_list:
                said.sources.append(words)
            elif not said.title:
                said.title = words
            elif words not in {JOINT_NOTE, "Sources:"}:
                said.notes.append(words)
        elif kind == "tr_close":
            if said.columns:
                said.rows.append((False, row[0], joined(row[1:])))
            else:
                said.columns = [tuple(cell.split("\n")) for cell in row]
        else:
            assert kind in {
                *("paragraph_open", "paragraph_close", "table_open", "table_close", "thead_open", "thead_close"),
                *("tbody_open", "tbody_close", "th_open", "th_close", "td_open", "td_close", "inline"),
                *("ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close"),
            }, kind
    return said


def joined(cells: list[str]) -> Cells:
    """Cells of Markdown: a mark says that one goes on."""
    out: list[tuple[int, tuple[str, ...]]] = []
    for cell in cells:
        if cell == JOINT and out and out[-1][0] < 0:
            out[-1] = (out[-1][0] - 1, out[-1][1])
        elif cell.startswith(JOINT):
            out.append((-1, tuple(filter(None, cell.removeprefix(JOINT).strip(" ").split("\n")))))
        else:
            out.append((1, tuple(filter(None, cell.split("\n")))))
    return tuple((abs(span), lines) for span, lines in out)


def inline_markdown(children: list[Any]) -> str:
    out = ""
    for child in children:
        match child.type:
            case "text":
                out += child.content
            case "html_inline":
                assert re.fullmatch(r'<br>|</?(strong|em)>|<a id="source-[0-9]+">|</a>', child.content), child.content
                out += "\n" if child.content == "<br>" else ""
            case "softbreak" | "hardbreak" | "image" | "code_inline":
                pytest.fail(f"{child.type}: {child.content}")
    return "\n".join(line.strip(" ") for line in out.split("\n"))


# LaTeX: what the writer may use, and nothing else.
_PLAIN = {
    **{rf"\{char}": char for char in "{}$&#_%"},
    **{r"\,": "\u2009", r"\-": "\u00ad", r"\ ": " ", r"\par": "\n", r"\profilesitem": "", r"\allowbreak": ""},
    **{r"\textbackslash": "\\", r"\textasciitilde": "~", r"\textasciicircum": "^", r"\textasciigrave": "`"},
    **{r"\textquotedbl": '"', r"\textless": "<", r"\textgreater": ">", r"\textbar": "|"},
}
_MATH = {
    **{"-": "−", r"\leq": "≤", r"\geq": "≥", r"\approx": "≈", r"\neq": "≠", r"\infty": "∞"},
    **{r"\rightarrow": "→", r"\leftarrow": "←", r"\leftrightarrow": "↔"},
    **{r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\kappa": "κ", r"\lambda": "λ", r"\mu": "μ"},
    **{r"\rho": "ρ", r"\sigma": "σ", r"\tau": "τ", r"\chi": "χ", r"\Delta": "Δ"},
}
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z])|[{}&%~#$^_]|[^\\{}&%~#$^_]", re.DOTALL)


class Latex:
    """A reader of what the writer may write: an unknown command, or a sign that acts, fails."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return str(self.tokens[self.at - 1])

    def raw(self) -> str:
        """The next argument, braces balanced, as written."""
        assert self.take() == "{"
        depth, out = 1, ""
        while True:
            token = self.take()
            depth += (token == "{") - (token == "}")
            if not depth:
                return out
            out += token

    def command(self, token: str) -> str:
        """Gobble the space that ends a command."""
        if re.fullmatch(r"\\[A-Za-z]+", token):
            while self.peek() in {" ", "\n"}:
                self.take()
        return token

    def words(self) -> str:
        out, tags = "", ""
        while self.at < len(self.tokens):
            token = self.command(self.take())
            if token == r"\tnote":
                tags += Latex(self.raw()).words()
                continue
            if tags and token in {r"\allowbreak", r"\ "}:
                tags += " " if token == r"\ " else ""
                continue
            if tags:
                out, tags = closed(out, tags), ""
            if token in {r"\textbf", r"\emph", r"\textit"}:
                inside = Latex(self.raw()).words()
                out += inside
            elif token == r"\profilesscript":
                assert re.fullmatch(r"[A-Za-z]+", self.raw())
                out += Latex(self.raw()).words()
                assert r"\profiles" not in self.raw()
            elif token == r"\profilesaccent":
                out += Latex(self.raw()).words()
                self.raw()
            elif token == r"\profileslink":
                self.raw()
                out += Latex(self.raw()).words()
            elif token == r"\ensuremath":
                out += _MATH[self.raw()]
            elif token == r"\mbox":
                out += {"": "", "-": "\u2011"}[self.raw()]
            elif token == r"\begin":
                assert self.raw() == "tabular"
                assert "".join(self.take() for _ in range(3)) in {"[t]", "[b]"}
                assert re.fullmatch(r"@{}[lcr]@{}", self.raw())
            elif token == r"\end":
                assert self.raw() == "tabular"
            elif token == r"\\":
                out += "\n"
            elif token == "~":
                out += "\u00a0"
            elif token in _PLAIN:
                out += _PLAIN[token]
            elif token in {"{", "}", "\n"}:
                pass
            else:
                assert token[0] not in "\\&%#$^_", token
                out += token
        return closed(out, tags) if tags else out


def closed(out: str, tags: str) -> str:
    out = out.rstrip(" ")
    inside = re.sub(r",\u2009", ", ", tags).replace("\u00a0", " ")
    return out + tag(inside, out.rpartition("\n")[2])


def split_latex(text: str, between: str) -> list[str]:
    """Split at a token outside of braces and of tables within tables."""
    parts, depth, inner = [""], 0, 0
    for token in _TOKEN.findall(text):
        depth += (token == "{") - (token == "}")
        inner += (token == r"\begin") - (token == r"\end")
        if token == between and not depth and not inner:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def latex_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" ") for line in Latex(text).words().split("\n"))


def read_latex(text: str) -> Said:
    said = Said()
    caption = Latex(text[text.index(r"\caption[") + len(r"\caption") :])
    while caption.take() != "]" or caption.peek() != "{":
        pass
    said.title = Latex(caption.raw()).words()
    head, _, rest = text.partition("\\midrule\n")
    said.columns = [
        latex_lines(cell) for cell in split_latex(head.rpartition("\\toprule\n")[2].rpartition(r"\\")[0], "&")
    ]
    if r"\begin{longtable}" in text:
        body = rest.partition("\\endlastfoot\n")[2].partition("\\end{longtable}")[0]
    else:
        body = rest.partition("\\bottomrule\n")[0]
    body = re.sub(r"(?m)^\\addlinespace(\[\.6em\])?\n", "", body)
    for row in split_latex(body, r"\\")[:-1]:
        goes_on = row.lstrip("\n*").startswith("% continued\n")
        row = row.lstrip("\n*").removeprefix("% continued\n").strip(" ")
        cells: list[tuple[int, tuple[str, ...]]] = []
        parts = split_latex(row, "&")
        for part in parts:
            span, content = 1, part.strip(" \n")
            if content.startswith(r"\multicolumn"):
                reader = Latex(content.removeprefix(r"\multicolumn"))
                span = int(reader.raw())
                assert reader.raw()
                content = reader.raw()
                assert not reader.peek()
            cells.append((span, latex_lines(content)))
        if goes_on:
            section, header, before = said.rows.pop()
            assert len(before) == len(cells) - 1
            merged = tuple((span, (*old, *new)) for (span, old), (_, new) in zip(before, cells[1:], strict=True))
            said.rows.append((section, header, merged))
        else:
            is_section = len(parts) == 1
            said.rows.append((is_section, "".join(cells[0][1]), tuple(cells[1:])))
    notes = text.partition("\\begin{tablenotes}\\footnotesize\\raggedright\n")[2].partition("\\end{tablenotes}")[0]
    for item in notes.splitlines():
        label, _, words = item.partition("] ")
        if not item.startswith(r"\ifdefined"):
            (said.sources if label != r"\item[" else said.notes).append(Latex(words).words().strip(" "))
    return said


def read_word(content: bytes) -> Said:
    document = docx.Document(io.BytesIO(content))
    said = Said()

    def words(paragraph) -> str:  # type: ignore[no-untyped-def]
        out = ""
        for run in paragraph.iter(qn("w:r")):
            text = "".join(part.text or "" for part in run.iter(qn("w:t")))
            out = out + tag(text, out) if run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None else out + text
        return out

    for part in document.element.body:
        if part.tag == qn("w:p"):
            text = words(part)
            style = part.style
            if style == "Caption":
                said.title = text
            elif found := re.match(r"\[([0-9]+)\] ?", text) if said.rows or said.columns else None:
                assert int(found[1]) == len(said.sources) + 1 or said.sources == []
                said.sources.append(text[found.end() :])
            elif text:
                said.notes.append(text)
        elif part.tag == qn("w:tbl"):
            for number, row in enumerate(part.iter(qn("w:tr"))):
                cells = []
                for cell in row.iter(qn("w:tc")):
                    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                    lines = tuple(words(paragraph) for paragraph in cell.iter(qn("w:p")))
                    cells.append((int(span.get(qn("w:val"))) if span is not None else 1, lines))
                is_header = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
                assert is_header == (number == 0)
                if is_header:
                    said.columns = [lines for _, lines in cells]
                else:
                    said.rows.append((len(cells) == 1, cells[0][1][0], tuple(cells[1:])))
    return said


def shown(cell) -> str:  # type: ignore[no-untyped-def]
    """What Excel shows: text as it is, a number in its format."""
    if cell.value is None:
        return ""
    if cell.data_type == "s":
        return str(cell.value).replace("_x005F_", "_")
    assert cell.data_type == "n", cell.data_type
    form = re.fullmatch(r"(?s)(#,##0|0+)(\.0+)?(.*)", cell.number_format)
    assert form
    decimals = len(form[2]) - 1 if form[2] else 0
    number = f"{abs(cell.value):{',' if ',' in form[1] else ''}.{decimals}f}"
    number = number if "," in form[1] else number.zfill(len(form[1]) + (decimals + 1 if decimals else 0))
    literal = "".join(found[1] or found[2] for found in re.finditer(r'(?s)"([^"]*)"|\\(.)', form[3]))
    return ("−" if cell.value < 0 else "") + number + literal


def read_excel(content: bytes, table: Table, sources: SourceList) -> Said:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    said = Said()
    top = int(sheet.freeze_panes[1:]) - 1
    said.title = ". ".join(filter(None, (shown(sheet.cell(row, 1)) for row in (1, 2))))
    last = len(table.columns)
    said.columns = [tuple(shown(sheet.cell(top, column)).split("\n")) for column in range(1, last + 1)]
    spans = {(area.min_row, area.min_col): area.max_col - area.min_col + 1 for area in sheet.merged_cells.ranges}
    row = top
    for _ in table.rows:
        row += 1
        cells: list[tuple[int, tuple[str, ...]]] = []
        column = 1
        while column <= last:
            span = spans.get((row, column), 1)
            cells.append((span, tuple(filter(None, shown(sheet.cell(row, column)).split("\n")))))
            column += span
        is_section = cells[0][0] == last
        said.rows.append((is_section, "".join(cells[0][1]), tuple(cells[1:])))
    below = [text for line in sheet.iter_rows(min_row=row + 1, max_col=1) if (text := shown(line[0]))]
    cut = len(below) - len(sources.entries)
    said.notes = below[:cut]
    for number, text in enumerate(below[cut:], start=1):
        assert text.startswith(f"[{number}] ")
        said.sources.append(text.removeprefix(f"[{number}] "))
    return said
