"""Text for LaTeX: nothing in it is obeyed, and no engine dies on a letter for which it has no font.

What the T1 encoding has is written as it is. A Latin letter with marks that only a font may have comes
with the accents that make it up; what no Latin font has (names in their own script, pictures) comes
with a stand-in, printed where the font of the document and those named for the script lack it. The
original is always in the file, and a note under the table says when stand-ins were printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from profiles.render.inline import flat

__all__ = ["ACCENT_MACRO", "SCRIPT_FONTS", "SCRIPT_MACRO", "clusters", "escape_latex"]

SCRIPT_MACRO = r"\profilesscript"
ACCENT_MACRO = r"\profilesaccent"

_SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    # An argument of the line break or of the item before it, otherwise.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "\u2011": r"\mbox{-}",
    # Invisible, and of use only inside scripts that join their letters.
    "\u200b": "{}",
    "\u200c": "{}",
    "\u200d": "{}",
    "\u200e": "{}",
    "\u200f": "{}",
    "\u2060": "{}",
}
_MATH = {
    "−": "-",
    "≤": r"\leq",
    "≥": r"\geq",
    "≈": r"\approx",
    "≠": r"\neq",
    "→": r"\rightarrow",
    "←": r"\leftarrow",
    "↔": r"\leftrightarrow",
    "∞": r"\infty",
}
# A Greek letter alone is a symbol; a Greek word is a word.
_SYMBOLS = {
    "α": r"\alpha",
    "β": r"\beta",
    "γ": r"\gamma",
    "δ": r"\delta",
    "κ": r"\kappa",
    "λ": r"\lambda",
    "μ": r"\mu",
    "ρ": r"\rho",
    "σ": r"\sigma",
    "τ": r"\tau",
    "χ": r"\chi",
    "Δ": r"\Delta",
}
# Two of these in a row would be printed as one other character. An empty box parts them in every engine;
# an empty group does not in LuaTeX.
_LIGATURE = re.compile(r"([-',]|\\textless\{\}|\\textgreater\{\})(?=\1)|([!?])(?=\\textasciigrave)")

# Letters and signs of T1 and its companion that Latin Modern has for both kinds of engine.
_T1 = re.compile(r"[ -~¡-§©-¬®-·¹-ÿĀ-ĥĨ-ıĴ-ķĹ-ľŁ-ňŊ-ťŨ-žȘ-ț–—‘’‚“”„†‡•…‰‹›€™]")
_ACCENTS = {
    "\u0300": r"\`",
    "\u0301": r"\'",
    "\u0302": r"\^",
    "\u0303": r"\~",
    "\u0304": r"\=",
    "\u0306": r"\u",
    "\u0307": r"\.",
    "\u0308": r"\"",
    "\u030a": r"\r",
    "\u030b": r"\H",
    "\u030c": r"\v",
    "\u0323": r"\d",
    "\u0327": r"\c",
    "\u0328": r"\k",
    "\u0331": r"\b",
}
# Set under a letter: above an i, the others take the place of its dot.
_BELOW = frozenset("\u0323\u0327\u0328\u0331")
# Nearest letters, where a letter is not one with marks.
_NEAREST = {
    "Ə": "A",
    "ə": "a",
    "Ơ": "O",
    "ơ": "o",
    "Ư": "U",
    "ư": "u",
    "Ħ": "H",
    "ħ": "h",
    "Ŧ": "T",
    "ŧ": "t",
    "ʻ": "‘",
    "ʼ": "’",
    "ʽ": "‘",
    "ʾ": "’",
    "ʿ": "‘",
}
_CJK = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "FandolSong", "SimSun")
_WIDE = ("FreeSerif", "Noto Serif", "DejaVu Serif", "Times New Roman")
_OF_EUROPE = ("Cyrillic", "Greek", "Georgian", "Armenian")
_ALPHABETS = (
    *_OF_EUROPE,
    *("Hebrew", "Ethiopic", "Thai", "Lao", "Myanmar", "Khmer"),
    *("Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala"),
    *("Tibetan", "Mongolian", "Thaana", "Syriac"),
)
# The first word of the Unicode name of a letter -> what we call its script.
_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "LATIN": "Latin",
    "ARABIC": "Arabic",
    **{name.upper(): name for name in _ALPHABETS},
}
_OTHER = "Other"
SCRIPT_FONTS = {
    "Chinese": _CJK,
    "Japanese": ("Noto Serif CJK JP", *_CJK),
    "Korean": ("Noto Serif CJK KR", *_CJK),
    "Latin": _WIDE,
    "Arabic": ("Amiri", "Noto Naskh Arabic", "FreeSerif", "DejaVu Sans"),
    **{name: (f"Noto Serif {name}", f"Noto Sans {name}", "FreeSerif", "DejaVu Sans") for name in _ALPHABETS},
    **{name: (f"Noto Serif {name}", *_WIDE) for name in _OF_EUROPE},
    _OTHER: ("DejaVu Sans", "Symbola"),
}
"""Fonts to try for each script, in this order."""

# What may stand between two words of one script without leaving it: right-to-left words would change
# places otherwise.
_BETWEEN = frozenset(" .,-’'")


def escape_latex(text: str) -> str:
    """Return a text as LaTeX that prints it and does nothing else.

    Parameters
    ----------
    text
        Any text; line breaks become spaces.

    Returns
    -------
    str
        For pdfLaTeX with the T1 encoding and for LuaLaTeX and XeLaTeX. Characters are composed
        (NFC). Invisible ones leave no trace, but inside scripts whose letters they join or part.
    """
    return _LIGATURE.sub(r"\1\2\\mbox{}", "".join(said for _, said in _pieces(text)))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text as (script, LaTeX); "" for what every font of Latin letters has."""
    said = unicodedata.normalize("NFC", flat(text))
    parts = [(_script(cluster), cluster) for cluster in clusters(said)]
    for number, (_, cluster) in enumerate(parts[1:-1], start=1):
        before, after = parts[number - 1][0], parts[number + 1][0]
        if cluster in _BETWEEN and before == after and before not in {"", "Latin", _OTHER}:
            parts[number] = (before, cluster)
    for script, group in groupby(parts, key=lambda pair: pair[0]):
        words = [cluster for _, cluster in group]
        if script == "":
            yield "", "".join(map(_plain, words))
        elif script in {"Latin", _OTHER}:
            yield from ((script, _lone(script, word)) for word in words)
        else:
            said = "".join(words)
            symbol = _SYMBOLS.get(said)
            yield ("", rf"\ensuremath{{{symbol}}}") if symbol else (script, _macro(script, said, _stand_in(script)))


def clusters(text: str) -> Iterator[str]:
    """Yield characters, each with the marks that follow it and, beyond Latin, what joins it to others."""
    cluster = ""
    for char in text:
        # No mark joins a sign of ASCII: what is escaped must stay alone.
        is_letter = bool(cluster) and (not cluster[0].isascii() or cluster[0].isalnum())
        is_mark = unicodedata.category(char)[0] == "M"
        is_joiner = char in "\u200c\u200d" and is_letter and not _T1.fullmatch(cluster[0])
        if (is_mark and is_letter) or is_joiner:
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _script(cluster: str) -> str:
    if len(cluster) == 1 and (cluster in _SPECIALS or cluster in _MATH or _T1.fullmatch(cluster)):
        return ""
    first = cluster[0]
    if first in _NEAREST or _T1.fullmatch(first):
        return "Latin"
    if unicodedata.east_asian_width(first) in {"W", "F"} and unicodedata.category(first) != "So":
        return _SCRIPTS.get(unicodedata.name(first, "?").split()[0], "Chinese")
    return _SCRIPTS.get(unicodedata.name(first, "?").split()[0], _OTHER)


def _plain(cluster: str) -> str:
    if cluster in _MATH:
        return rf"\ensuremath{{{_MATH[cluster]}}}"
    return _SPECIALS.get(cluster, cluster)


def _lone(script: str, cluster: str) -> str:
    """Return a Latin letter with its accents, its nearest letter, or the number of a sign."""
    if script == "Latin":
        base, *marks = list(unicodedata.normalize("NFD", cluster))
        letter = _NEAREST.get(base, base)
        known = [mark for mark in marks if mark in _ACCENTS]
        if _T1.fullmatch(letter):
            is_whole = letter == base and known == marks
            said = _accented(_plain(letter), known)
            return f"{ACCENT_MACRO}{{{cluster}}}{{{said}}}" if is_whole else _macro(script, cluster, said)
    return _macro(script, cluster, "{[}" + " ".join(f"U+{ord(char):04X}" for char in cluster) + "{]}")


def _accented(letter: str, marks: list[str]) -> str:
    for mark in marks:
        if letter in {"i", "j"} and mark not in _BELOW:
            letter = f"\\{letter}"
        letter = f"{_ACCENTS[mark]}{{{letter}}}"
    return letter


def _macro(script: str, said: str, stand_in: str) -> str:
    # No character that LaTeX obeys gets here: such are never part of a cluster, nor stand between two.
    return f"{SCRIPT_MACRO}{{{script}}}{{{said}}}{{{stand_in}}}"


def _stand_in(script: str) -> str:
    kind = "characters" if script in {"Chinese", "Japanese"} else "letters"
    return f"{{[}}{script} {kind}{{]}}"
