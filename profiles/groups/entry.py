"""The two functions that users call; light to import, for `profiles` imports them with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profiles.groups.choices import Choices, require_unit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from profiles.dataset import Dataset
    from profiles.groups.members import GroupSpec, Specs
    from profiles.groups.model import GroupComparison
    from profiles.groups.spread import Robustness

__all__ = ["compare_groups", "robustness"]

_DEFAULT = Choices()


def compare_groups(
    groups: Specs,
    *,
    versus: GroupSpec = "rest",
    aspects: Sequence[str] | None = None,
    unit: str = "leader",
    choices: Choices = _DEFAULT,
    since: dt.date | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    permutations: int = 10_000,
    seed: int = 1991,
    adjust: str | None = None,
    unverified: bool = False,
) -> GroupComparison:
    """Return groups side by side, aspect by aspect, with effects, intervals and tests fit for small groups.

    Parameters
    ----------
    groups
        ``"group:post-soviet"`` for a group of states (dated membership decides), ``"gender"`` for a group of each
        value of an attribute, ``"gender=female"`` for one value, ``"held:party_leader"`` for those who ever held an
        office of a kind; or a mapping of names to any of these, to lists of leaders, to functions that take the cases
        (see `profiles.groups.cases.Cases.frame`) and return one truth each, or to ``"rest"``.
    versus
        What one group is compared with: all other cases, or another of these.
    aspects
        Ids (see `profiles.groups.aspects.GROUP_ASPECTS`); about ten by default.
    unit
        What a case is: ``leader``, ``tenure``, ``statement`` or ``leader-year``. Labels are permuted over leaders,
        whose cases move with them.
    choices
        How the data are read where they leave a choice.
    since
        The day from which leaders are seen, whoever was then in power included: durations begun before count from
        then on. 1 January 1985 by default, as in the shipped data.
    as_of
        Last day observed; running durations are censored there. The dataset's own date by default.
    data
        A dataset; the shipped one by default.
    permutations
        How many labelings to draw where they are too many to look at all.
    seed
        Of permutations and resampling.
    adjust
        ``"holm"`` or ``"bh"`` (Benjamini and Hochberg) to adjust p for all tests of the table.
    unverified
        Whether to load rows without a source too. Only where `data` is not given.

    Returns
    -------
    GroupComparison
        Frozen; prints itself, and converts to a tidy frame and to tables of many formats.

    Raises
    ------
    NotComparable
        If groups overlap, a group has nobody, or an argument is none of its options.
    UnknownName
        If a group, an attribute, an aspect or a leader does not exist.
    MissingExtra
        If the libraries of the extra ``stats`` are not installed.
    """
    require_unit(unit)
    from profiles.dataset import load
    from profiles.groups.build import build

    return build(
        groups,
        data if data is not None else load(unverified=unverified),
        versus=versus,
        aspects=aspects,
        unit=unit,
        choices=choices,
        since=since,
        as_of=as_of,
        permutations=permutations,
        seed=seed,
        adjusted=adjust,
    )


def robustness(
    groups: Specs,
    aspect: str,
    *,
    versus: GroupSpec = "rest",
    level: str | None = None,
    unit: str = "leader",
    vary: Sequence[str] | Mapping[str, Sequence[object]] | None = None,
    choices: Choices = _DEFAULT,
    since: dt.date | None = None,
    as_of: dt.date | None = None,
    data: Dataset | None = None,
    seed: int = 1991,
    resamples: int = 200,
    unverified: bool = False,
) -> Robustness:
    """Return one effect under every combination of the choices that may change it.

    Parameters
    ----------
    groups, versus, unit, since, as_of, data, seed, unverified
        As for `compare_groups`; two groups.
    aspect
        Id of the aspect.
    level
        The code to follow, of an aspect with several; ``evaluation`` without a level is followed by its ranks.
    vary
        Names of the choices to vary, or a mapping of names to options; by default all that may change the aspect.
    choices
        The main variant, from which single changes are counted.
    resamples
        For the intervals that are resampled; 0 for no intervals.

    Returns
    -------
    Robustness
        Frozen; a variant per combination. It has no p: variants are no independent tests.

    Raises
    ------
    NotComparable
        If there are not two groups, or a choice does not bear on the aspect.
    UnknownName
        If a group, an attribute, an aspect, a level or a leader does not exist.
    """
    require_unit(unit)
    from profiles.dataset import load
    from profiles.groups.variants import vary_choices

    return vary_choices(
        groups,
        aspect,
        data if data is not None else load(unverified=unverified),
        versus=versus,
        level=level,
        unit=unit,
        vary=vary,
        choices=choices,
        since=since,
        as_of=as_of,
        seed=seed,
        resamples=resamples,
    )
