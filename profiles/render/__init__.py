"""A small document model and its renderers: terminal text, Markdown, HTML, LaTeX, Word, Excel, CSV, JSON."""

from profiles.render.csv import render_csv, table_as_dict
from profiles.render.excel import render_excel
from profiles.render.html import render_html_fragment, render_page, render_table_page
from profiles.render.inline import plain_text
from profiles.render.json import render_json
from profiles.render.latex import render_latex
from profiles.render.markdown import render_markdown, render_markdown_table
from profiles.render.model import (
    Align,
    Block,
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
    Text,
)
from profiles.render.notes import Notes, number_sources
from profiles.render.printable import Printable
from profiles.render.saving import save_table
from profiles.render.text import render_text, render_text_document
from profiles.render.word import render_word, word_document

__all__ = [
    "Align", "Block", "Bullets", "Cite", "Document", "Emph", "Figure", "Heading", "Link", "Mark", "Notes",
    "Paragraph", "Printable", "Run", "SourceList", "Strong", "Table", "TableBlock", "TableCell", "TableRow", "Text",
    "number_sources", "plain_text", "render_csv", "render_excel", "render_html_fragment", "render_json",
    "render_latex", "render_markdown", "render_markdown_table", "render_page", "render_table_page", "render_text",
    "render_text_document", "render_word", "save_table", "table_as_dict", "word_document",
]  # fmt: skip
