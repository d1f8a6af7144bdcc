"""The house style: colours that survive grey and colour blindness, and fonts that cover the names."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

__all__ = [
    "EVALUATIONS",
    "FONTS",
    "FORMATS",
    "RC",
    "Script",
    "contrast_ratio",
    "display_name",
    "drawable",
    "house_style",
    "luminance",
    "native_form",
    "uncovered",
]

Script = Literal["both", "latin", "native"]

PAPER: Final = "#ffffff"
INK: Final = "#1d262f"
GREY: Final = "#57616b"
RULE: Final = "#dfe3e7"
SHADE: Final = "#f4f5f7"
BLUE: Final = "#1f4e79"
TINT: Final = "#dbe6f0"
BAND: Final = "#b9cfe3"
RUST: Final = "#a3430f"

EVALUATIONS: Final[Mapping[str, tuple[str, str]]] = {
    # Four steps of lightness, so that print in grey keeps them apart; the shape says it again.
    "lament": ("#5c1010", "v"),
    "mixed": ("#a15d12", "D"),
    "neutral": ("#868e96", "s"),
    "welcome": ("#14508c", "^"),
}
"""Colour and marker of each evaluation, gravest first."""

FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "state_visit": ("#123f66", ""),
    "working_visit": ("#4a86b8", "////"),
    "summit_sidelines": ("#a9c9e3", ""),
    "other": ("#e6ecf1", "...."),
    "multilateral": ("#ffffff", "\\\\\\\\"),
}
"""Fill and hatch of each format of meeting, in the order of stacking."""

TITLE_SIZE: Final = 11.5
NAME_SIZE: Final = 9.0
TEXT_SIZE: Final = 8.0
SMALL_SIZE: Final = 7.0

_FOLDER: Final = Path(__file__).parent / "fonts"
_NAMES_FONT: Final = _FOLDER / "NotoSansSC-names.otf"
FONTS: Final = ("DejaVu Sans", "Noto Sans SC Names", "sans-serif")
"""Families in the order of asking; the last is for whoever opens an SVG without the first two."""

LATIN_FONTS: Final = ("DejaVu Sans", "sans-serif")
"""Families for bold and italic text, which holds nothing but Latin: the names font has one face."""

# These are set letter by letter. All other scripts need shaping, joining or stacked marks, which not
# every version of matplotlib does: half-shaped text is worse than the Latin name.
_SCRIPTS: Final = frozenset({
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "GEORGIAN",
    "ARMENIAN",
    "CJK",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "MODIFIER",
})

RC: Final[Mapping[str, Any]] = {
    "font.family": list(FONTS),
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "text.antialiased": True,
    "axes.facecolor": "none",
    "axes.edgecolor": RULE,
    "axes.labelcolor": GREY,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "figure.edgecolor": PAPER,
    "figure.dpi": 72.0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    "patch.linewidth": 0.8,
    "path.sketch": None,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "svg.fonttype": "none",
    "svg.hashsalt": "profiles",
    "svg.id": None,
    "xtick.color": RULE,
    "xtick.labelcolor": GREY,
    "xtick.labelsize": SMALL_SIZE,
    "ytick.left": False,
    "ytick.labelcolor": GREY,
    "ytick.labelsize": SMALL_SIZE,
}
"""Settings of matplotlib; nothing is taken from the user's own, so that pictures agree."""


@contextmanager
def house_style() -> Generator[None]:
    """Set matplotlib to the house style for as long as the block runs.

    Save inside it too: fonts and hatches are settled when the picture is written. It also decorates
    a function: ``@house_style()``.

    Yields
    ------
    None
        Nothing; the settings of before come back afterwards, also after an error.
    """
    _add_font()
    with mpl.rc_context():
        # Whatever a user's matplotlibrc holds would otherwise show through.
        mpl.rcdefaults()
        settings: Any = {key: value for key, value in RC.items() if key in mpl.rcParams}
        mpl.rcParams.update(settings)
        yield


@lru_cache(maxsize=1)
def _add_font() -> None:
    font_manager.fontManager.addfont(_NAMES_FONT)


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    # The two files themselves, never what else is installed: the same name everywhere.
    main = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset(FT2Font(str(main)).get_charmap()) | frozenset(FT2Font(str(_NAMES_FONT)).get_charmap())


def uncovered(text: str) -> str:
    """Return the characters that charts cannot write, in order and each once; "" if there are none."""
    return "".join(dict.fromkeys(char for char in text if not _writable(char)))


def drawable(text: str) -> bool:
    """Return whether charts can write a text with the two fonts that always come along."""
    return not uncovered(text)


@lru_cache(maxsize=4096)
def _writable(char: str) -> bool:
    if ord(char) not in _covered():
        return False
    category = unicodedata.category(char)
    if category[0] == "L":
        return unicodedata.name(char, "").partition(" ")[0] in _SCRIPTS
    return category[0] in "NPSZ" and unicodedata.bidirectional(char) not in {"R", "AL", "AN"}


def native_form(name: str, native_name: object) -> str:
    """Return a name as its own country writes it, if that adds something and can be drawn.

    Parameters
    ----------
    name
        The Latin name.
    native_name
        The name in its own script; anything but text is taken as missing.

    Returns
    -------
    str
        "" where it is missing, needs characters or shaping that charts lack, or repeats the Latin
        name, patronymic or not.
    """
    if not isinstance(native_name, str):
        return ""
    native = unicodedata.normalize("NFC", native_name.strip())
    if not native or not drawable(native):
        return ""
    is_latin = all(unicodedata.name(char, "").startswith("LATIN") for char in native if char.isalpha())
    repeats = native.casefold() == name.casefold() or len(native.split()) != len(name.split())
    return "" if is_latin and repeats else native


def display_name(row: Mapping[str, Any], *, script: Script = "both") -> str:
    """Return the name of a leader as charts write it.

    Parameters
    ----------
    row
        A row of `leaders`: reads ``name`` and ``native_name``, which may be missing.
    script
        ``"both"`` for "Xi Jinping 习近平", ``"latin"``, or ``"native"``.

    Returns
    -------
    str
        The Latin name alone wherever the other is missing or cannot be drawn.
    """
    name = str(row["name"])
    native = native_form(name, row.get("native_name")) if script != "latin" else ""
    if not native:
        return name
    return native if script == "native" else f"{name} {native}"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(colour: str, ground: str = PAPER) -> float:
    """Return how far two colours stand apart, 1 to 21 (WCAG 2.2); small text needs 4.5.

    Parameters
    ----------
    colour, ground
        Two colours as ``#rrggbb``, in either order.

    Returns
    -------
    float
        The contrast ratio.
    """
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
