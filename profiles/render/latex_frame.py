"""What stands around a table in LaTeX: the commands it uses, and the document that holds it."""

from __future__ import annotations

import re
import unicodedata

from profiles.render.latex_text import ACCENT_MACRO, SCRIPT_FONTS, SCRIPT_MACRO

__all__ = ["LACKS_NOTE", "document", "prelude"]

LACKS_NOTE = (
    "In brackets, or with another letter in its place: what the fonts of this document lack. "
    "LuaLaTeX and XeLaTeX print it where a font that has it is installed."
)
_PACKAGES = r"""% Needs: \usepackage{array,booktabs,longtable,siunitx} (siunitx 3) and \usepackage{threeparttable};
% with pdfLaTeX also \usepackage[T1]{fontenc}.
"""
_LINES = r"""\providecommand\profileslines{\raggedright\arraybackslash\hspace{0pt}}
"""
_ITEM = r"""\providecommand\profilesitem{\hangafter=1 \hangindent=.8em\relax}
"""
_LINK = r"""\ProvideDocumentCommand\profileslink{mm}{#2}
"""
# \profileshas leaves \profilesmissing defined where the font of the moment lacks a letter. Both
# commands keep what was asked for in the file and print what can be printed.
_GLYPHS = r"""\providecommand\profilesstop{\profilesstop}
\providecommand\profileshas[1]{\let\profilesmissing\undefined\profilesnext#1\profilesstop}
\providecommand\profilesnext[1]{\ifx#1\profilesstop\else
  \iffontchar\font`#1 \else\let\profilesmissing\relax\fi\expandafter\profilesnext\fi}
"""
_ACCENT = r"""\ProvideDocumentCommand\profilesaccent{mm}{{\ifdefined\Umathcode
  \profileshas{#1}\ifdefined\profilesmissing#2\else#1\fi\else#2\fi}}
"""
_SCRIPT = r"""% Other fonts for a script are taken from you: \newfontfamily\profilesfontCyrillic{...} and so on.
\providecommand\profilesset[2]{\ifcsname profilesrtl#1\endcsname
  \ifdefined\textdir\textdir TRT #2\else\TeXXeTstate=1 \beginR#2\endR\fi\else#2\fi}
\ProvideDocumentCommand\profilesscript{mmm}{{\let\profileslost\relax\ifdefined\Umathcode
  \profileshas{#2}\ifdefined\profilesmissing
    \ifcsname profilesfont#1\endcsname{\csname profilesfont#1\endcsname\profileshas{#2}%
      \ifdefined\profilesmissing\else\profilesset{#1}{#2}\aftergroup\profilesfound\fi}\fi
  \else\profilesset{#1}{#2}\profilesfound\fi\fi
  \ifdefined\profileslost\global\let\profileslacks\relax#3\fi}}
\providecommand\profilesfound{\let\profileslost\undefined}
"""
_RIGHT_TO_LEFT = frozenset({"Arabic", "Hebrew", "Syriac", "Thaana"})
_USED_SCRIPT = re.compile(re.escape(SCRIPT_MACRO) + r"\{([A-Za-z]+)\}")
_NOT_IN_TITLE = re.compile(r"[^\w .,;:()'-]+|_")


def used_scripts(body: str) -> list[str]:
    """Return the scripts for which a table has text of its own, sorted."""
    return sorted(set(_USED_SCRIPT.findall(body)))


def prelude(body: str) -> str:
    """Return the definitions of the commands that a table uses; those of the reader's own win."""
    parts = []
    if r"\profileslines" in body:
        parts.append(_LINES)
    if r"\profilesitem" in body:
        parts.append(_ITEM)
    if r"\profileslink" in body:
        parts.append(_LINK)
    scripts = used_scripts(body)
    if scripts or ACCENT_MACRO in body:
        parts.append(_GLYPHS)
    if ACCENT_MACRO in body:
        parts.append(_ACCENT)
    if scripts:
        parts.append(_SCRIPT)
        parts += [
            rf"\expandafter\providecommand\csname profilesrtl{script}\endcsname{{}}" + "\n"
            for script in scripts
            if script in _RIGHT_TO_LEFT
        ]
    return "".join(parts)


def fragment(body: str) -> str:
    """Return a table for a document of the reader's own."""
    return f"{_PACKAGES}{prelude(body)}{body}\n"


def document(body: str, *, title: str, is_landscape: bool) -> str:
    """Return a document that compiles.

    Parameters
    ----------
    body
        The table.
    title
        Its title, for the properties of the PDF.
    is_landscape
        Whether the page lies on its side.

    Returns
    -------
    str
        For pdfLaTeX, LuaLaTeX and XeLaTeX.
    """
    fonts = "".join(map(_font, used_scripts(body)))
    paper = "a4paper,margin=2.2cm" + (",landscape" if is_landscape else "")
    return rf"""\documentclass[10pt]{{article}}
\usepackage{{iftex}}
\iftutex
\usepackage{{fontspec}}
{_features(fonts)}{fonts}\else
\usepackage[T1]{{fontenc}}
\usepackage{{lmodern}}
\fi
\usepackage[{paper}]{{geometry}}
\usepackage{{array,booktabs,longtable,siunitx}}
\usepackage{{threeparttable}}
\usepackage[hidelinks]{{hyperref}}
\hypersetup{{pdftitle={{{_title(title)}}},pdflang={{en}}}}
\ProvideDocumentCommand\profileslink{{mm}}{{\href{{#1}}{{#2}}}}
{prelude(body)}\begin{{document}}
{body}
\end{{document}}
"""


def _features(fonts: str) -> str:
    # Letters that join or stack need it; XeTeX has no other way.
    return r"\ifdefined\directlua\defaultfontfeatures{Renderer=HarfBuzz}\fi" + "\n" if fonts else ""


def _font(script: str) -> str:
    """Return the choice of the first font that is installed."""
    command = rf"\newfontfamily\profilesfont{script}"
    chosen = ""
    for font in reversed(SCRIPT_FONTS[script]):
        chosen = rf"\IfFontExistsTF{{{font}}}{{{command}{{{font}}}}}{{{chosen}}}"
    return chosen + "\n"


def _title(title: str) -> str:
    """Return a title that every engine can write into the properties of a PDF."""
    plain = "".join(
        char
        for char in unicodedata.normalize("NFC", title)
        if char.isascii() or (unicodedata.name(char, "").startswith("LATIN") and ord(char) < 0x180)
    )
    return " ".join(_NOT_IN_TITLE.sub(" ", plain).split())
