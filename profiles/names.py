"""Names to leaders, never by guess.

A name is looked up as an id, as a full name, as an alias, as a part of either. What fits one leader is that
leader; what fits several, or none, is an error that lists candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from profiles.errors import UnknownName, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NameIndex", "fold"]

_SHOWN = 12
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ə": "e",
    "ơ": "o",
    "ư": "u",
})
_JOINERS = re.compile(r"['’‘ʻʼ`´.]")
_PARTERS = re.compile(r"(?:[^\w\n]|_)+")


def fold(text: str) -> str:
    """Return a name without case, accents and punctuation, so that spellings of one name compare equal.

    Parameters
    ----------
    text
        A name in any script.

    Returns
    -------
    str
        Words parted by single spaces.

    Examples
    --------
    >>> fold("  Lech WAŁĘSA ")
    'lech walesa'
    >>> fold("Xi’an-Jinping")
    'xian jinping'
    """
    return _fold_all([text])[0]


def _fold_all(texts: Sequence[str]) -> list[str]:
    """Return many names folded: one pass over all of them is many times faster than a pass for each."""
    if not texts:
        return []
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    if not joined.isascii():
        # Before marks come off: a spacing accent, as in O´Brien, would be taken apart into a space and a mark.
        joined = _JOINERS.sub("", joined.casefold())
        joined = unicodedata.normalize("NFKD", joined).translate(_LETTERS)
        joined = joined.translate(dict.fromkeys(ord(c) for c in set(joined) if unicodedata.combining(c)))
    joined = _PARTERS.sub(" ", _JOINERS.sub("", joined.casefold()))
    return [text.strip() for text in joined.split("\n")]


@dataclass(frozen=True)
class NameIndex:
    """The names of a dataset, ready to be looked up.

    Attributes
    ----------
    leaders
        One row per leader; reads ``leader_id``, ``name`` and ``native_name``.
    aliases
        One row per spelling; reads ``leader_id``, ``alias`` and ``kind``.
    """

    leaders: pd.DataFrame
    aliases: pd.DataFrame

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name of each leader by id."""
        return dict(zip(_column(self.leaders, "leader_id"), _column(self.leaders, "name"), strict=True))

    @cached_property
    def _known(self) -> list[tuple[str, str, bool]]:
        """Every folded spelling with its leader, and whether it is a whole name rather than a short form."""
        has_native = self.leaders["native_name"].notna()
        ids, texts = _column(self.leaders, "leader_id"), _column(self.leaders, "name")
        named = (
            pair
            for pair, given in zip(zip(_column(self.leaders, "native_name"), ids, strict=True), has_native, strict=True)
            if given
        )
        pairs = [*zip(texts, ids, strict=True), *named]
        whole = [True] * len(pairs) + [kind != "short" for kind in _column(self.aliases, "kind")]
        pairs += zip(_column(self.aliases, "alias"), _column(self.aliases, "leader_id"), strict=True)
        folded = _fold_all([text for text, _ in pairs])
        return [(text, leader, full) for text, (_, leader), full in zip(folded, pairs, whole, strict=True)]

    def candidates(self, text: str) -> list[str]:
        """Return the ids of all leaders that a text may name, sorted.

        Parameters
        ----------
        text
            An id, a name, an alias, or whole words of one.

        Returns
        -------
        list of str
            One id where the text is an id or a full name of one leader only; else every leader with the
            text among the words of a name or alias. Empty where there is none.
        """
        leader_id = text.strip().casefold()
        if leader_id in self.names:
            return [leader_id]
        folded = fold(text)
        if not folded:
            return []
        exact = {leader for spelling, leader, whole in self._known if whole and spelling == folded}
        if len(exact) == 1:
            return list(exact)
        # In scripts without spaces between words (Han, Kana, Thai and their like) a part is a run of letters.
        part = folded if _is_unspaced(folded) else f" {folded} "
        known = ((text, leader) for text, leader, _ in self._known if folded in text)
        return sorted(exact | {leader for text, leader in known if part in f" {text} "})

    def resolve(self, text: str) -> str:
        """Return the id of the one leader that a text names.

        Parameters
        ----------
        text
            An id (``putin-vladimir``), a name (``Vladimir Putin``), an alias (``習近平``), or words of one
            (``putin``), in any case, with or without accents.

        Returns
        -------
        str
            The leader's id.

        Raises
        ------
        UnknownName
            If the text names no leader or several; the message and `candidates` list who could be meant.
        """
        found = self.candidates(text)
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{text!r} names {len(found)} leaders; say which: {self._listed(found)}"
            raise UnknownName(message, name=text, candidates=found)
        near = self.nearest(text)
        hint = f"did you mean {self._listed(near)}?" if near else "see: profiles list"
        message = f"no leader is called {text!r}; {hint}"
        raise UnknownName(message, name=text, candidates=near)

    def nearest(self, text: str, *, most: int = 5) -> list[str]:
        """Return the ids of the leaders whose names look most like a text, best first: proposals, not matches."""
        folded = fold(text)
        owners: dict[str, set[str]] = defaultdict(set)
        for spelling, leader, _ in self._known:
            owners[spelling].add(leader)
            for word in spelling.split():
                owners[word].add(leader)
        near: dict[str, None] = {}
        for spelling in did_you_mean(folded, owners, most=most):
            near.update(dict.fromkeys(sorted(owners[spelling])))
        return list(near)[:most]

    def _listed(self, leaders: list[str]) -> str:
        shown = [f"{leader} ({self.names.get(leader, leader)})" for leader in leaders[:_SHOWN]]
        if len(leaders) > _SHOWN:
            shown.append(f"and {len(leaders) - _SHOWN} more")
        return ", ".join(shown)


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    # Walking an extension array cell by cell is slow; as a list it is not.
    cells: list[str] = frame[name].to_numpy(dtype=object).tolist()
    return cells


def _is_unspaced(text: str) -> bool:
    return any(
        unicodedata.name(c, "").startswith((
            "CJK",
            "HIRAGANA",
            "KATAKANA",
            "HANGUL",
            "THAI",
            "LAO",
            "KHMER",
            "MYANMAR",
        ))
        for c in text
    )
