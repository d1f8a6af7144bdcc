"""The function: pandas is imported when it is called, so that ``import profiles`` stays quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from profiles.agreement.model import Agreement
    from profiles.dataset import Dataset

__all__ = ["agreement"]


def agreement(
    data: Dataset | None = None,
    *,
    fields: Sequence[str] | None = None,
    coders: tuple[str, str] = ("main", "second"),
    as_of: dt.date | None = None,
    seed: int = 1991,
    resamples: int = 1000,
) -> Agreement:
    """Return how far two coders of the same statements agree.

    Parameters
    ----------
    data
        A dataset; the shipped one by default.
    fields
        Which fields; all coded ones by default.
    coders
        The two; ``main`` coded the views table, the others are those of the table view_codings.
    as_of
        Statements after this day do not count; by default the day of the dataset.
    seed
        Of the bootstrap.
    resamples
        How many resamples of statements it draws.

    Returns
    -------
    Agreement
        Field by field: statements coded by both, those with the same codes, Krippendorff's alpha with the bootstrap
        interval over statements, who coded what, and where they differ.

    Raises
    ------
    UnknownName
        If there is no such field or coder.
    NotComparable
        If the coders are one, or have no statement in common.
    MissingExtra
        If krippendorff is not installed.

    Notes
    -----
    Only statements of which both coders saw at least an excerpt count: the rest say nothing of how they read. A
    single code is compared as it is; the evaluation by its order, lament, mixed, neutral, welcome, as in the
    codebook. Between the outer two that order is plain; whether mixed lies nearer to lament than neutral does is
    open, so alpha is also given with the two changed over, and with no order at all. Lists of codes are compared as
    sets by MASI distances (Passonneau 2006).
    """
    from profiles.agreement.build import build
    from profiles.dataset import load

    chosen = data if data is not None else load()
    return build(chosen, fields=fields, coders=coders, as_of=as_of, seed=seed, resamples=resamples)
