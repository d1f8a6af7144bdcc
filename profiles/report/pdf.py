"""A page to PDF, by WeasyPrint: no browser, no network, the same bytes for the same page."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

from profiles import charts
from profiles.errors import MissingExtra
from profiles.extras import require

__all__ = ["render_pdf", "require_pdf"]

# What a browser has no use for: the sheet, a running head and numbers of pages. The charts name these fonts;
# where the system has not got them, their words would run over each other.
_STYLE: Final = """\
@font-face { font-family: "DejaVu Sans"; src: url(%(sans)s); }
@font-face { font-family: "DejaVu Sans"; font-weight: bold; src: url(%(bold)s); }
@font-face { font-family: "DejaVu Sans"; font-style: italic; src: url(%(italic)s); }
@font-face { font-family: "Noto Sans SC Names"; src: url(%(names)s); }
@page {
  size: A4;
  @top-left { content: string(title); font: 8pt "DejaVu Sans", sans-serif; color: #474747; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "DejaVu Sans", sans-serif; color: #474747; }
}
@page :first { @top-left { content: ""; } }
h1 { string-set: title content(); }
"""

# WeasyPrint (70) reads the words for a picture from its title, and a list of fonts only without spaces.
_PICTURE: Final = re.compile(r'<svg id="[^"]*" role="img" aria-label="([^"]*)"[^>]*>')
_FONTS: Final = re.compile(r"font(?:-family)?: (?:&#x27;|[^;\"])*")


def render_pdf(page: str) -> bytes:
    """Return an HTML page as a tagged PDF on A4, with its language, title, outline and alt texts.

    Parameters
    ----------
    page
        A page of `profiles.render.render_page`, complete in itself: nothing is fetched for it.

    Returns
    -------
    bytes
        A PDF file. The same page gives the same bytes with the same fonts and version of WeasyPrint.

    Raises
    ------
    MissingExtra
        If WeasyPrint, or the system's Pango that it draws text with, is not installed.
    """
    weasyprint = require_pdf()
    fonts = require("weasyprint.text.fonts", "PDF files").FontConfiguration()
    fetcher = require("weasyprint.urls", "PDF files").URLFetcher
    style = weasyprint.CSS(string=_style(), font_config=fonts, url_fetcher=fetcher(allowed_protocols=("file",)))
    readable = _FONTS.sub(lambda found: found[0].replace(", ", ","), _PICTURE.sub(_titled, page))
    document = weasyprint.HTML(string=readable, url_fetcher=fetcher(allowed_protocols=()))
    logger = logging.getLogger("weasyprint")
    level = logger.level
    # It warns of each word of SVG that CSS has not got, thousands in a report, and draws it right.
    logger.setLevel(logging.ERROR)
    try:
        pdf: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_tags=True,
            pdf_variant="pdf/ua-1",
        )
    finally:
        logger.setLevel(level)
    return pdf


def _titled(picture: re.Match[str]) -> str:
    return f"{picture[0]}<title>{picture[1]}</title>"


def require_pdf() -> Any:
    """Return WeasyPrint, or raise `MissingExtra` with the way to get it, or the system's library that it needs."""
    try:
        return require("weasyprint", "PDF files")
    except OSError as error:
        # It loads the system's library as it is imported, and its own message is a page long.
        message = (
            "PDF files need the library Pango, which WeasyPrint did not find on this system; install it"
            " (Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0;"
            " macOS: brew install pango; Windows: see the documentation of WeasyPrint), or print index.html from a"
            " browser"
        )
        raise MissingExtra(message) from error


@cache
def _style() -> str:
    dejavu = Path(mpl.get_data_path()) / "fonts" / "ttf"
    names = Path(charts.__file__).parent / "fonts" / "NotoSansSC-names.otf"
    return _STYLE % {
        "sans": (dejavu / "DejaVuSans.ttf").as_uri(),
        "bold": (dejavu / "DejaVuSans-Bold.ttf").as_uri(),
        "italic": (dejavu / "DejaVuSans-Oblique.ttf").as_uri(),
        "names": names.as_uri(),
    }
