"""Numbers as they are printed: in tables to one decimal, in sentences as people say them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from profiles.groups.model import Effect, Share
from profiles.statistics import Estimate

__all__ = ["digits_for", "fixed", "interval_words", "p_words", "percent", "said_effect", "signed", "table_effect"]

_MINUS = "\u2212"


def fixed(value: float, digits: int = 1) -> str:
    """Return a number with so many decimals and a true minus; never minus nought."""
    text = f"{value:,.{digits}f}"
    return text.replace("-", _MINUS if text.strip("-0.") else "")


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign."""
    text = fixed(value, digits)
    return text if text.startswith(_MINUS) or not text.strip("0.") else f"+{text}"


def percent(share: Share, digits: int = 1) -> str:
    """Return a share in per cent, or "" of nothing."""
    return "" if share.share is None else f"{fixed(100 * share.share, digits)}%"


def p_words(p: float) -> str:
    """Return a p to two or three decimals."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def table_effect(effect: Effect) -> str:
    """Return an effect with its interval as a table shows it, or ""."""
    estimate = effect.estimate
    if estimate.value is None:
        return ""
    name = {"cliffs_delta": "δ ", "odds_ratio": "OR "}.get(effect.id, "")
    show = _show(effect)
    unit = " points" if effect.measure == "points" else ""
    return f"{name}{show(estimate.value)}{unit}{_bracket(estimate, effect)}"


def _bracket(estimate: Estimate, effect: Effect) -> str:
    if estimate.low is None and estimate.high is None:
        return ""
    plain = _Scale(effect, sign=False)
    low, high = ("?" if end is None else plain(end) for end in (estimate.low, estimate.high))
    return f" ({low} to {high})"


class _Scale:
    """How an effect is printed: shares in points, ratios by size, differences with their sign."""

    def __init__(self, effect: Effect, *, sign: bool) -> None:
        self.effect = effect
        self.sign = sign

    def __call__(self, value: float) -> str:
        """Return a value of the effect as text."""
        if self.effect.id == "odds_ratio":
            return _ratio(value)
        if self.effect.id == "cliffs_delta":
            return (signed if self.sign else fixed)(value, 2)
        scale = 100.0 if self.effect.measure == "points" else 1.0
        return (signed if self.sign else fixed)(scale * value)


def _show(effect: Effect) -> _Scale:
    return _Scale(effect, sign=True)


def _ratio(value: float) -> str:
    if math.isinf(value):
        return "∞"
    return "0" if value == 0 else fixed(value, 1 if value >= 10 else 2)


def said_effect(effect: Effect, digits: int) -> tuple[str, str, str]:
    """Return an effect for a sentence: the value with its unit, and the ends of its interval ("" where missing)."""
    estimate = effect.estimate
    scale = 100.0 if effect.measure == "points" else 1.0
    unit = {"points": "percentage points"}.get(effect.measure, effect.measure)
    texts = ["" if end is None else fixed(scale * end, digits) for end in (estimate.value, estimate.low, estimate.high)]
    if unit and texts[0].removeprefix(_MINUS) == "1":
        unit = unit.removesuffix("s")
    return f"{texts[0]} {unit}".strip(), texts[1], texts[2]


def interval_words(low: str, high: str) -> str:
    """Return an interval in words, an open end as such; "" where there is none."""
    if not low and not high:
        return ""
    return f"{low or 'an open end'} to {high or 'an open end'}"


def digits_for(values: Sequence[float], effect: Effect) -> int:
    """Return with how many decimals two values and their difference are said.

    Parameters
    ----------
    values
        The two, in the measure of the effect (shares in per cent).
    effect
        Their difference.

    Returns
    -------
    int
        0, or 1 where the rounded difference would not be that of the rounded values, or where a rounded interval
        would touch what means no difference although the interval does not.
    """
    scale = 100.0 if effect.measure == "points" else 1.0
    difference, low, high = (
        None if end is None else scale * end
        for end in (effect.estimate.value, effect.estimate.low, effect.estimate.high)
    )
    if difference is not None and round(values[0]) - round(values[1]) != round(difference):
        return 1
    touches = any(end is not None and round(end) == 0 for end in (low, high))
    return int(touches and effect.is_clear)
