"""The function: pandas is imported when it is called, so that ``import profiles`` stays quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from profiles.dataset import Dataset
    from profiles.similar.model import Similar

__all__ = ["similar"]


def similar(
    leader: str,
    *,
    k: int = 10,
    weights: Mapping[str, float] | None = None,
    among: Sequence[str] | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    unverified: bool = False,
) -> Similar:
    """Return the leaders most alike to one, by Gower's distance over declared attributes.

    The distance is the weighted mean of the attributes' distances over those that can be compared for the pair: days
    of birth, ages and years as a share of their range in the population, codes 0 or 1, sets by the share of common
    items. What is missing does not count, and widens the bounds.

    Parameters
    ----------
    leader
        An id, a name, an alias or an unambiguous part of one.
    k
        How many leaders to return.
    weights
        Weights by id of attribute, in place of the usual ones (`profiles.similar.ATTRIBUTES`); 0 leaves one out.
    among
        Names of the leaders to choose from; by default all who had gained effective power by the day. Ranges are
        those among them and the leader.
    as_of
        The day on which to compare: what came later is left out. The dataset's own date by default.
    data
        A dataset; the shipped one by default.
    unverified
        Whether to load rows without a source too, marked where they show. Only where `data` is not given.

    Returns
    -------
    Similar
        Frozen; prints itself, and converts to a tidy frame and to every format of tables.

    Raises
    ------
    UnknownName
        If a name fits no leader, or several; also for an unknown attribute.
    NotComparable
        If there is nobody to choose from, or nothing to compare the leader in.
    ValueError
        If `k` is below 1, or a weight is no number from 0.

    References
    ----------
    Gower, J. C. (1971). A general coefficient of similarity and some of its properties. Biometrics, 27(4), 857-871.

    Examples
    --------
    >>> import profiles
    >>> from profiles.similar import similar
    >>> near = similar("xi", k=3, data=profiles.load())
    >>> len(near.neighbours), near.attributes[0].label
    (3, 'Born')
    """
    from profiles.dataset import load
    from profiles.similar.build import build

    data = data if data is not None else load(unverified=unverified)
    return build(leader, data, k=k, weights=weights, among=among, as_of=as_of)
