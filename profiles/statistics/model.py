"""What a test and an estimate say, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

__all__ = ["MIN_CLUSTERS", "NORMAL_95", "Estimate", "Test"]

NORMAL_95: Final = 1.959963984540054
"""Half the width of a 95% interval of the standard normal distribution."""

MIN_CLUSTERS: Final = 5
"""No p where a group has fewer clusters: fewer than five cases carry no test."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect or a quantity with its 95% interval.

    Attributes
    ----------
    value
        The estimate, in the unit of what was measured; an odds ratio may be 0 or infinite. None where there
        is none.
    low, high
        Ends of the 95% interval; None where one cannot be given.
    method
        How the estimate and its interval were got.
    reason
        Why the estimate, or an end of its interval, is missing; or "".
    """

    value: float | None
    low: float | None
    high: float | None
    method: str
    reason: str = ""

    def __str__(self) -> str:
        """Return the estimate with its interval, or why there is none."""
        if self.value is None:
            return f"none ({self.reason})"
        if self.low is None and self.high is None:
            return f"{self.value:.4g} (no interval: {self.reason})"
        low, high = ("?" if end is None else f"{end:.4g}" for end in (self.low, self.high))
        return f"{self.value:.4g} (95% interval {low} to {high})"


@dataclass(frozen=True, slots=True)
class Test:
    """What a test says.

    Attributes
    ----------
    name
        Name of the test.
    p
        Two-sided p; None where there is none.
    statistic
        The statistic whose name the test bears: U of the first group, H, chi-square; None for Fisher's test.
    permutations
        How many labelings of the clusters were looked at: all of them if `is_exact`, else as many as were
        drawn. None where no labels were shuffled.
    is_exact
        Whether p is exact rather than drawn.
    reason
        Why there is no p, or "".
    """

    __test__: ClassVar[bool] = False  # the name makes pytest take it for a class of tests

    name: str
    p: float | None
    statistic: float | None
    permutations: int | None
    is_exact: bool
    reason: str = ""

    @property
    def how(self) -> str:
        """How p was got: ``exact``, ``exact, all 252 arrangements`` or ``10,000 permutations``; "" without a p."""
        if self.p is None:
            return ""
        if self.permutations is None:
            return "exact"
        return (
            f"exact, all {self.permutations:,} arrangements" if self.is_exact else f"{self.permutations:,} permutations"
        )

    def __str__(self) -> str:
        """Return the name, p and how it was got, or why there is none."""
        if self.p is None:
            return f"{self.name}: no p ({self.reason})"
        return f"{self.name}: p {'< 0.001' if self.p < 0.001 else f'= {self.p:.3f}'} ({self.how})"
