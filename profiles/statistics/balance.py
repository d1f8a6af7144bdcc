"""The standardised difference, for those who match."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from profiles.statistics.arrangements import design_of, finite, whole

__all__ = ["standardised_difference"]


def standardised_difference(
    values_or_codes: npt.ArrayLike, group: npt.ArrayLike, *, kind: Literal["number", "code"]
) -> float | None:
    """Return the standardised difference between group 0 and group 1, for those who match.

    Parameters
    ----------
    values_or_codes
        A number per case (``kind="number"``), or a whole number that stands for a code (``kind="code"``).
    group
        Per case: 0 or 1.
    kind
        Which of the two.

    Returns
    -------
    float or None
        Numbers: the mean of group 0 less that of group 1 (tableone: the reverse), by the root of the mean of both
        variances (n - 1). Codes: the distance of Mahalanobis between the shares (Yang and Dalton 2012), never
        negative. None where it is not defined: a group with fewer than two cases, or no spread in either.

    Raises
    ------
    ValueError
        If a value is missing, lengths differ, the kind is another, or there are more than two groups.
    """
    if kind not in {"number", "code"}:
        message = f"kind {kind!r}; there are 'number' and 'code'"
        raise ValueError(message)
    numbers = finite(values_or_codes) if kind == "number" else whole(values_or_codes, "codes")
    design = design_of(group, None, cases=len(numbers), two=True)
    if min(design.cases) < 2:
        return None
    parts = [numbers[design.group == g] for g in (0, 1)]
    if kind == "number":
        spread = float(np.sqrt((parts[0].var(ddof=1) + parts[1].var(ddof=1)) / 2))
        return float(parts[0].mean() - parts[1].mean()) / spread if spread > 0 else None
    known = np.unique(numbers)[1:]  # one level is what the others leave
    if not len(known):
        return None
    shares = [np.array([np.mean(part == code) for code in known]) for part in parts]
    covariance = sum((np.diag(p) - np.outer(p, p) for p in shares), np.zeros((len(known), len(known)))) / 2
    if np.linalg.matrix_rank(covariance) < len(known):
        return None
    gap = shares[0] - shares[1]
    return float(np.sqrt(gap @ np.linalg.solve(covariance, gap)))
