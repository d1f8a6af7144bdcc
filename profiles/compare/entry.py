"""The two functions that users call; light to import, for `profiles` imports them with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from profiles.compare.model import Comparison
    from profiles.dataset import Dataset

__all__ = ["compare", "describe"]


def compare(
    *leaders: str,
    aspects: Sequence[str] | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    unverified: bool = False,
) -> Comparison:
    """Return two or more leaders side by side.

    Parameters
    ----------
    *leaders
        Ids, names, aliases or unambiguous parts of them: ``"putin"``, ``"Xi Jinping"``, ``"習近平"``.
    aspects
        Ids of the aspects to show, in the order of the comparison; all by default.
    as_of
        The day on which to compare: what came later is left out. The dataset's own date by default.
    data
        A dataset; the shipped one by default.
    unverified
        Whether to load rows without a source too, marked wherever they show. Only where `data` is not given.

    Returns
    -------
    Comparison
        Frozen; prints itself at the terminal and in a notebook, and converts to a tidy frame, Markdown,
        HTML and CSV.

    Raises
    ------
    UnknownName
        If a name fits no leader, or several; it lists candidates. Also for an unknown aspect.
    NotComparable
        If fewer than two leaders are named, one is named twice, or one was not yet born.
    DataError
        If the dataset has errors.

    Examples
    --------
    >>> import profiles
    >>> comparison = profiles.compare("putin", "xi")
    >>> print(comparison.sentences[0])
    Born eight months apart: Vladimir Putin on 7 October 1952, Xi Jinping on 15 June 1953.
    """
    from profiles.errors import NotComparable

    if len(leaders) < 2:
        message = (
            f"a comparison needs at least two leaders, not {len(leaders)}; for one leader use describe, or: profiles"
            " show"
        )
        raise NotComparable(message)
    return _build(leaders, aspects=aspects, as_of=as_of, data=data, unverified=unverified)


def describe(
    leader: str,
    *,
    aspects: Sequence[str] | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    unverified: bool = False,
) -> Comparison:
    """Return what the dataset holds of one leader, in the same shape as a comparison.

    Parameters
    ----------
    leader
        An id, a name, an alias or an unambiguous part of one.
    aspects, as_of, data, unverified
        As for `compare`.

    Returns
    -------
    Comparison
        With one leader and no verdicts.

    Raises
    ------
    UnknownName
        If the name fits no leader, or several.
    DataError
        If the dataset has errors.
    """
    return _build((leader,), aspects=aspects, as_of=as_of, data=data, unverified=unverified)


def _build(
    leaders: Sequence[str],
    *,
    aspects: Sequence[str] | None,
    as_of: dt.date | None,
    data: Dataset | None,
    unverified: bool,
) -> Comparison:
    from profiles.compare.build import build
    from profiles.dataset import load

    return build(leaders, data if data is not None else load(unverified=unverified), aspects=aspects, as_of=as_of)
