"""A small document model and its renderers: terminal text, Markdown, HTML, CSV."""

from profiles.render.csv import render_csv, table_as_dict
from profiles.render.html import render_html_fragment, render_page
from profiles.render.inline import plain_text
from profiles.render.markdown import render_markdown, render_markdown_table
from profiles.render.model import (
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
from profiles.render.text import render_text, render_text_document

__all__ = [
    "Block", "Bullets", "Cite", "Document", "Emph", "Figure", "Heading", "Link", "Mark", "Notes",
    "Paragraph", "Run", "SourceList", "Strong", "Table", "TableBlock", "TableCell", "TableRow", "Text",
    "number_sources", "plain_text", "render_csv", "render_html_fragment", "render_markdown",
    "render_markdown_table", "render_page", "render_text", "render_text_document", "table_as_dict",
]  # fmt: skip
