"""Every combination of the choices that may change an aspect, and the effect under each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from profiles.dataset import Dataset
from profiles.errors import NotComparable, UnknownName, did_you_mean, hint_for
from profiles.groups.aspects import GroupAspect, chosen_aspects
from profiles.groups.build import require_coder, require_days, sources_of
from profiles.groups.cases import gather
from profiles.groups.choices import CHOICE_LABELS, OPTIONS, Choices, option_words
from profiles.groups.measure import Measuring, primary_effect
from profiles.groups.members import GroupSpec, Specs, label_cases
from profiles.groups.model import Effect
from profiles.groups.notes import population_words
from profiles.groups.spread import Robustness, Variant
from profiles.groups.world import Base, World

__all__ = ["MOST", "vary_choices"]

MOST = 512
"""More combinations than this are refused."""


def vary_choices(
    specs: Specs,
    aspect: str,
    data: Dataset,
    *,
    versus: GroupSpec,
    level: str | None,
    unit: str,
    vary: Sequence[str] | Mapping[str, Sequence[object]] | None,
    choices: Choices,
    since: dt.date | None,
    as_of: dt.date | None,
    seed: int,
    resamples: int,
) -> Robustness:
    """Return the effect under every combination; see `profiles.groups.robustness`."""
    if not isinstance(aspect, str):
        message = f"aspect is {aspect!r}; name one, for each is followed by itself"
        raise NotComparable(message)
    if not isinstance(resamples, int) or isinstance(resamples, bool) or resamples < 0:
        message = f"resamples is {resamples!r}; write a whole number, or 0 for no intervals"
        raise NotComparable(message)
    (chosen,) = chosen_aspects([aspect], unit)
    day, first = require_days(data, since, as_of)
    base = Base(data, day)
    main = choices.for_unit(unit)
    require_coder(base, main)
    options = _options(chosen, unit, vary, main, base)
    combinations = [_with(main, dict(zip(options, values, strict=True))) for values in product(*options.values())]
    found: list[tuple[Variant, Effect | None]] = []
    names: tuple[str, ...] = ()
    sources: set[str] = set()
    label = ""
    for combination in combinations:
        is_main = combination == main
        cases = gather(World(base, combination, first), unit)
        try:
            labels = label_cases(specs, versus, cases)
        except NotComparable as error:
            # Under another reading a group may have nobody; under the main one that is the caller's error.
            if is_main:
                raise
            found.append((Variant(combination, None, None, None, 0, 0, reason=str(error)), None))
            continue
        if len(labels.names) != 2:
            message = f"robustness follows the difference of two groups, not of {len(labels.names)}; name one, or two"
            raise NotComparable(message)
        sources.update(sources_of(cases, labels, specs, versus, [chosen]))
        column = chosen.get(cases)
        label = _require_level(chosen, column.levels, level)
        measuring = Measuring(labels.group, labels.clusters(cases), labels.names, 1, seed, resamples)
        effect = primary_effect(measuring, chosen, column, level)
        names = labels.names if is_main or not names else names
        counts = [int((column.present & (labels.group == place)).sum()) for place in (0, 1)]
        found.append((_variant(combination, effect, counts, is_main=is_main, intervals=resamples > 0), effect))
    effect = next(one for _, one in found if one is not None)
    variants = tuple(variant for variant, _ in found)
    measure = "percentage points" if effect.measure == "points" else effect.measure
    return Robustness(
        aspect_id=chosen.id,
        label=chosen.label,
        level=label,
        effect=f"{effect.name}, {measure}" if measure else effect.name,
        measure=measure,
        null=effect.null,
        unit=unit,
        groups=(names[0], names[1]),
        choices=tuple(options),
        variants=variants,
        moves=_moves(variants, tuple(options), main),
        notes=(
            *_notes(effect, unit, main, tuple(options), day, resamples, seed),
            *((f"A part of the dataset: {data.selection}.",) if data.selection else ()),
        ),
        as_of=day,
        data_version=data.version,
        has_unverified=data.has_unverified,
        sources=tuple(sorted(sources)),
    )


def _with(choices: Choices, changed: Mapping[str, Any]) -> Choices:
    return replace(choices, **changed)


def _variant(choices: Choices, effect: Effect, counts: list[int], *, is_main: bool, intervals: bool) -> Variant:
    scale = 100.0 if effect.measure == "points" else 1.0
    value, low, high = (
        None if end is None else scale * end
        for end in (effect.estimate.value, effect.estimate.low, effect.estimate.high)
    )
    if not intervals:
        low = high = None
    reason = effect.estimate.reason if value is None else ""
    return Variant(choices, value, low, high, counts[0], counts[1], is_main, reason)


def _options(
    aspect: GroupAspect,
    unit: str,
    vary: Sequence[str] | Mapping[str, Sequence[object]] | None,
    main: Choices,
    base: Base,
) -> dict[str, tuple[object, ...]]:
    """Return the options of each choice that varies, in the order of the choices."""
    bearing = {name for name in OPTIONS if name == "power" or name in aspect.choices}
    if isinstance(vary, str):
        vary = [vary]
    asked = dict.fromkeys(vary) if vary is not None and not isinstance(vary, Mapping) else dict(vary or {})
    if vary is None:
        asked = dict.fromkeys(name for name in OPTIONS if name in bearing)
        if not base.has_coder("second"):
            asked.pop("coder", None)
    options: dict[str, tuple[object, ...]] = {}
    for name, given in asked.items():
        if name not in OPTIONS:
            hint = hint_for(str(name), OPTIONS, f"choices are {', '.join(OPTIONS)}")
            message = f"no choice is called {name!r}; {hint}"
            raise UnknownName(message, name=str(name), candidates=did_you_mean(str(name), OPTIONS))
        if name not in bearing:
            message = f"choice {name!r} does not bear on {aspect.id}; what does: {', '.join(sorted(bearing))}"
            raise NotComparable(message)
        known = [o for o in OPTIONS[name] if not (name == "count" and o == "each" and unit != "statement")]
        wanted = known if given is None else list(given)
        for option in wanted:
            # The check of Choices names what is wrong; the unit may refuse some, too.
            _with(main, {name: option}).for_unit(unit)
        mine = getattr(main, name)
        if name == "coder" and "second" in wanted:
            require_coder(base, replace(main, coder="second"))
        options[name] = tuple(option for option in known if option in wanted or option == mine)
    count = 1
    for several in options.values():
        count *= len(several)
    if count > MOST:
        message = f"{count} combinations are more than {MOST}; name fewer choices in vary"
        raise NotComparable(message)
    return {name: options[name] for name in OPTIONS if name in options}


def _require_level(aspect: GroupAspect, levels: tuple[tuple[str, str], ...], level: str | None) -> str:
    """Return the label of a level, or raise where one is needed, does not exist or makes no sense."""
    known = dict(levels)
    if aspect.kind in {"code", "codes"} and level is None:
        message = f"{aspect.id} has several codes; say which to follow: level= one of {', '.join(known)}"
        raise NotComparable(message)
    if level is None:
        return ""
    if aspect.kind not in {"code", "codes", "ordered"}:
        message = f"{aspect.id} has no levels; leave out level={level!r}"
        raise NotComparable(message)
    if level not in known:
        hint = hint_for(str(level), known, f"levels are {', '.join(known)}")
        message = f"{aspect.id} has no level {level!r}; {hint}"
        raise UnknownName(message, name=str(level), candidates=did_you_mean(str(level), known))
    return known[level]


def _moves(variants: tuple[Variant, ...], names: tuple[str, ...], main: Choices) -> tuple[tuple[str, float], ...]:
    """Return how far, on average, the estimate moves where one choice alone differs from the main variant."""
    centre = next(variant.estimate for variant in variants if variant.is_main)
    if centre is None:
        return ()
    moves = []
    for name in names:
        alone = [
            abs(variant.estimate - centre)
            for variant in variants
            if not variant.is_main
            and variant.estimate is not None
            and _with(variant.choices, {name: getattr(main, name)}) == main
        ]
        if alone:
            moves.append((name, sum(alone) / len(alone)))
    return tuple(moves)


def _notes(
    effect: Effect, unit: str, main: Choices, varied: tuple[str, ...], as_of: dt.date, resamples: int, seed: int
) -> tuple[str, ...]:
    told = ", ".join(f"{CHOICE_LABELS[name].lower()}: {option_words(name, getattr(main, name))}" for name in varied)
    # What is a cluster to the statistics is a leader here.
    how = effect.estimate.method.replace("clusters", "leaders")
    method = f"Each estimate: {how}."
    if not resamples:
        method = f"Each estimate: {effect.name}, without intervals."
    notes = [
        population_words(unit, str(main.power), as_of) if "power" not in varied else "",
        f"Main variant: {told}." if told else "",
        f"{method} Seed {seed}.",
        "Mean change: of the estimate, where that choice alone differs from the main variant. The combinations are"
        " readings of the same data, not independent tests: there is no p.",
    ]
    return tuple(note for note in notes if note)
