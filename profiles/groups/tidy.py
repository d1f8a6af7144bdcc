"""A comparison of groups as a tidy frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from profiles.groups.model import Effect, GroupRow, Share
from profiles.statistics import Test

if TYPE_CHECKING:
    from profiles.groups.model import GroupComparison

__all__ = ["tidy_frame"]

_TEXT: Final = (
    *("aspect_id", "label", "kind", "measure", "level", "group", "reasons", "effect", "effect_2", "test", "no_p"),
)
_WHOLE: Final = ("n", "leaders", "missing", "uncertain", "running", "late", "count", "known", "permutations")
_NUMBER: Final = (
    *("median", "q1", "q3", "low", "high", "mean", "sd", "share"),
    *("survival_median", "survival_median_low", "survival_median_high"),
    *("estimate", "estimate_low", "estimate_high", "estimate_2", "estimate_2_low", "estimate_2_high"),
    *("smd", "p", "p_adjusted"),
)
_ORDER: Final = (
    *("aspect_id", "label", "kind", "measure", "level", "group", "n", "leaders", "missing", "reasons", "uncertain"),
    *("count", "known", "share", "median", "q1", "q3", "low", "high", "mean", "sd", "running", "late"),
    *("survival_median", "survival_median_low", "survival_median_high", "effect", "estimate", "estimate_low"),
    *("estimate_high", "effect_2", "estimate_2", "estimate_2_low", "estimate_2_high", "smd", "test", "permutations"),
    *("p", "p_adjusted", "no_p"),
)


def tidy_frame(found: GroupComparison) -> pd.DataFrame:
    """Return the frame that `GroupComparison.frame` describes."""
    records: list[dict[str, object]] = []
    for row in found.rows:
        whole = _compared(row.effects, row.test, row.p_adjusted) | {"smd": row.smd}
        for place, group in enumerate(found.groups):
            records.append(_head(row, None, group.name) | _summary(row, place) | whole)
        for level in row.levels:
            compared = _compared(level.effects, level.test, level.p_adjusted)
            for group, share in zip(found.groups, level.cells, strict=True):
                records.append(_head(row, level.code, group.name) | _share(share) | compared)
    frame = pd.DataFrame(records, columns=list(_ORDER))
    types: dict[str, Any] = {
        **dict.fromkeys(_TEXT, pd.StringDtype(na_value=np.nan)),
        **dict.fromkeys(_WHOLE, "Int64"),
        **dict.fromkeys(_NUMBER, "float64"),
    }
    return frame.astype(types)


def _head(row: GroupRow, level: str | None, group: str) -> dict[str, object]:
    return {
        "aspect_id": row.aspect_id,
        "label": row.label,
        "kind": row.kind,
        "measure": row.measure or None,
        "level": level,
        "group": group,
    }


def _summary(row: GroupRow, place: int) -> dict[str, object]:
    cell = row.cells[place]
    found: dict[str, object] = {
        name: getattr(cell, name)
        for name in (
            *("n", "leaders", "missing", "uncertain", "known", "median", "q1", "q3", "low", "high", "mean", "sd"),
            *("running", "late"),
        )
    }
    found["reasons"] = "; ".join(f"{reason}: {count}" for reason, count in cell.reasons) or None
    if cell.survival_median is not None:
        found |= {
            "survival_median": cell.survival_median.value,
            "survival_median_low": cell.survival_median.low,
            "survival_median_high": cell.survival_median.high,
        }
    return found


def _share(share: Share) -> dict[str, object]:
    return {"count": share.count, "known": share.n, "share": share.share}


def _compared(effects: tuple[Effect, ...], test: Test | None, adjusted: float | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for effect, end in zip(effects, ("", "_2"), strict=False):
        found[f"effect{end}"] = effect.name
        found[f"estimate{end}"] = effect.estimate.value
        found[f"estimate{end}_low"] = effect.estimate.low
        found[f"estimate{end}_high"] = effect.estimate.high
    if test is not None:
        found |= {"test": test.name, "permutations": test.permutations, "p": test.p, "no_p": test.reason or None}
    return found | {"p_adjusted": adjusted}
