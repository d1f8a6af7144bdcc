"""From the codings of two coders to their agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from profiles.agreement.model import Agreement, FieldAgreement, Level
from profiles.dataset import Dataset
from profiles.errors import NotComparable, UnknownName, did_you_mean, hint_for
from profiles.statistics import Estimate, jaccard_similarity, krippendorff_alpha, masi_distances
from profiles.values import list_items
from profiles.words import capital, listed, number

__all__ = ["FIELDS", "build"]

FIELDS: Final[Mapping[str, Level]] = {
    "object": "nominal",
    # In the order of the codebook: a loss; gains and losses; no valuation; a gain. See `_evaluation_variants`.
    "evaluation": "ordinal",
    "evaluation_basis": "nominal",
    "inevitability": "nominal",
    "causes": "set",
    "consequences": "set",
    "lessons": "set",
}
"""The fields that coders code, with the level at which their codes are measured."""

MAIN: Final = "main"
_READ: Final = ("page", "excerpt")
_NOUNS: Final = {
    "object": "the object",
    "evaluation": "the evaluation",
    "evaluation_basis": "the basis of the evaluation",
    "inevitability": "inevitability",
    "causes": "causes",
    "consequences": "consequences",
    "lessons": "lessons",
}


def build(
    data: Dataset,
    *,
    fields: Sequence[str] | None,
    coders: tuple[str, str],
    as_of: dt.date | None,
    seed: int,
    resamples: int,
) -> Agreement:
    """Return the agreement; see `profiles.agreement.agreement`."""
    as_of = as_of if as_of is not None else data.as_of
    names = list(FIELDS) if fields is None else list(dict.fromkeys(fields))
    for name in names:
        if name not in FIELDS:
            hint = hint_for(name, FIELDS, f"there are {listed(list(FIELDS))}")
            message = f"no field called {name!r} is coded by several coders; {hint}"
            raise UnknownName(message, name=name, candidates=did_you_mean(name, FIELDS, most=3))
    if not names:
        message = "no field was asked for; leave out `fields` for all of them"
        raise NotComparable(message)
    if coders[0] == coders[1]:
        message = f"coder {coders[0]!r} cannot be compared with themselves; name two coders"
        raise NotComparable(message)
    both, read = _coded_by_both(data, coders, as_of)
    by_field = tuple(_measure(data, name, both, seed, resamples) for name in names)
    return Agreement(
        coders=coders,
        fields=by_field,
        view_ids=tuple(both[0].index),
        sentences=_sentences(by_field),
        notes=(
            *_notes(by_field, coders, read, resamples),
            *((f"A part of the dataset: {data.selection}.",) if data.selection else ()),
        ),
        as_of=as_of,
        data_version=data.version,
        code_labels=tuple(
            (name, code.code, code.label) for name in names for code in data.schemas["view_codings"].by_name[name].codes
        ),
    )


def _codings(data: Dataset, coder: str) -> pd.DataFrame:
    """Return one coder's codings, a row per statement, with what they read."""
    if coder == MAIN:
        # A row of the views table exists only if the page was read.
        return data.views.set_index("view_id")[list(FIELDS)].assign(text_read="page")
    known = [MAIN, *sorted(set(data.view_codings["coder"]))]
    if coder not in known:
        hint = hint_for(coder, known, f"there are {listed(known)}")
        message = f"no coder is called {coder!r}; {hint}"
        raise UnknownName(message, name=coder, candidates=did_you_mean(coder, known, most=3))
    mine = data.view_codings[data.view_codings["coder"] == coder]
    return mine.set_index("view_id")[[*FIELDS, "text_read"]]


def _coded_by_both(
    data: Dataset, coders: tuple[str, str], as_of: dt.date
) -> tuple[tuple[pd.DataFrame, pd.DataFrame], dict[str, int]]:
    """Return the codings of both, on the same statements in the same order, and counts of what there was to read."""
    in_time = data.views.loc[data.views["date_earliest"] <= np.datetime64(as_of, "s"), "view_id"]
    one, other = (_codings(data, coder) for coder in coders)
    shared = [view for view in sorted(in_time) if view in one.index and view in other.index]
    if not shared:
        message = (
            f"coders {coders[0]!r} and {coders[1]!r} have no statement in common up to {as_of}; who coded what is in"
            " the table view_codings"
        )
        raise NotComparable(message)
    one, other = one.loc[shared], other.loc[shared]
    seen = one["text_read"].isin(_READ) & other["text_read"].isin(_READ)
    counts = {"views": len(in_time), "both": len(shared), "counted": int(seen.sum())}
    for name, frame in zip(("first", "second"), (one, other), strict=True):
        counts |= {f"{name} {code}": int(n) for code, n in frame["text_read"].value_counts().items()}
    if not counts["counted"]:
        message = f"coders {coders[0]!r} and {coders[1]!r} both read at least an excerpt of no statement"
        raise NotComparable(message)
    return (one[seen], other[seen]), counts


def _measure(
    data: Dataset, name: str, both: tuple[pd.DataFrame, pd.DataFrame], seed: int, resamples: int
) -> FieldAgreement:
    field = data.schemas["view_codings"].by_name[name]
    level = FIELDS[name]
    columns = [frame[name] for frame in both]
    if level == "set":
        return _measure_sets(name, _NOUNS[name], field.code_values, columns, seed, resamples)
    present = columns[0].notna() & columns[1].notna()
    views = [str(view) for view in columns[0].index[present]]
    places = {code: i for i, code in enumerate(field.code_values)}
    pairs = np.array([[places[str(cell)] for cell in column[present]] for column in columns], dtype=np.int64).T
    counts = np.zeros((len(places), len(places)), dtype=np.int64)
    np.add.at(counts, (pairs[:, 0], pairs[:, 1]), 1)
    codes = field.code_values
    return FieldAgreement(
        field=name,
        label=_label(name),
        level=level,
        n=len(pairs),
        identical=int(np.trace(counts)),
        jaccard=None,
        alpha=krippendorff_alpha(
            pairs, level="ordinal" if level == "ordinal" else "nominal", seed=seed, resamples=resamples
        ),
        codes=codes,
        counts=tuple(tuple(int(n) for n in row) for row in counts),
        differences=tuple((v, codes[a], codes[b]) for v, (a, b) in zip(views, pairs, strict=True) if a != b),
        variants=_evaluation_variants(pairs, codes, seed, resamples) if name == "evaluation" else (),
    )


def _label(name: str) -> str:
    return _NOUNS[name].removeprefix("the ")


def _evaluation_variants(
    pairs: np.ndarray[tuple[int, ...], np.dtype[np.int64]], codes: Sequence[str], seed: int, resamples: int
) -> tuple[tuple[str, Estimate], ...]:
    """Return alpha without an order, and with the two middle codes changed over."""
    places = list(range(len(codes)))
    mixed, neutral = codes.index("mixed"), codes.index("neutral")
    places[mixed], places[neutral] = neutral, mixed
    swapped = np.array(places)[pairs]
    return (
        ("without an order", krippendorff_alpha(pairs, seed=seed, resamples=resamples)),
        (
            "with mixed and neutral changed over",
            krippendorff_alpha(swapped, level="ordinal", seed=seed, resamples=resamples),
        ),
    )


def _measure_sets(
    name: str, noun: str, codes: tuple[str, ...], columns: Sequence[pd.Series], seed: int, resamples: int
) -> FieldAgreement:
    # An empty list is a coding too: nothing of the kind is stated.
    lists = [[frozenset(list_items(cell)) if isinstance(cell, str) else frozenset() for cell in c] for c in columns]
    views = [str(view) for view in columns[0].index]
    kinds = sorted({one for column in lists for one in column}, key=sorted)
    places = {kind: i for i, kind in enumerate(kinds)}
    numbers = np.array([[places[one] for one in column] for column in lists], dtype=np.int64).T
    pairs = list(zip(*lists, strict=True))
    counts = [
        (
            sum(code in a and code in b for a, b in pairs),
            sum(code in a and code not in b for a, b in pairs),
            sum(code in b and code not in a for a, b in pairs),
            sum(code not in a and code not in b for a, b in pairs),
        )
        for code in codes
    ]
    return FieldAgreement(
        field=name,
        label=_label(name),
        level="set",
        n=len(pairs),
        identical=sum(a == b for a, b in pairs),
        jaccard=float(np.mean([jaccard_similarity(a, b) for a, b in pairs])) if pairs else None,
        alpha=krippendorff_alpha(numbers, distances=masi_distances(kinds), seed=seed, resamples=resamples),
        codes=codes,
        counts=tuple(counts),
        differences=tuple(
            (view, _joined(a, codes), _joined(b, codes)) for view, (a, b) in zip(views, pairs, strict=True) if a != b
        ),
    )


def _joined(one: frozenset[str], codes: Sequence[str]) -> str:
    return ";".join(code for code in codes if code in one)


def _figure(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _alpha_words(one: FieldAgreement, *, full: bool = False) -> str:
    if one.alpha.value is None:
        return f"no alpha, as {one.alpha.reason}"
    words = ("Krippendorff’s alpha " if full else "alpha ") + _figure(one.alpha.value)
    if one.alpha.low is not None and one.alpha.high is not None:
        words += f", 95% interval {_figure(one.alpha.low)} to {_figure(one.alpha.high)}"
    return words


def _sentences(fields: Sequence[FieldAgreement]) -> tuple[str, ...]:
    """Return the agreement on the evaluation, or else the first field, and the best and the worst of the others."""
    main = next((one for one in fields if one.field == "evaluation"), fields[0])
    first = (
        f"On {_NOUNS[main.field]} the two coders agreed on {_out_of(main)} statements"
        f" ({_alpha_words(main, full=True)})."
    )
    ranked = sorted((one for one in fields if one is not main and one.alpha.value is not None), key=_by_alpha)
    if not ranked:
        return (first,)
    worst, best = ranked[0], ranked[-1]
    if worst is best:
        return (first, f"On {_NOUNS[best.field]} they agreed on {_out_of(best)} ({_alpha_words(best)}).")
    return (first, f"Of the other fields they agreed most on {_said(best)}, and least on {_said(worst)}.")


def _out_of(one: FieldAgreement) -> str:
    return f"all {one.n}" if one.identical == one.n else f"{one.identical} of {one.n}"


def _by_alpha(one: FieldAgreement) -> tuple[float, float]:
    return (one.alpha.value if one.alpha.value is not None else -1.0, one.share or 0.0)


def _said(one: FieldAgreement) -> str:
    how = "coded alike" if one.level != "set" else "given the same list"
    return f"{_NOUNS[one.field]} ({one.identical} of {one.n} {how}; {_alpha_words(one)})"


_READ_WORDS: Final = {
    "page": "the whole page",
    "excerpt": "an excerpt",
    "phrase": "no more than the key phrase",
    "none": "nothing",
}


def _notes(
    fields: Sequence[FieldAgreement], coders: tuple[str, str], read: Mapping[str, int], resamples: int
) -> tuple[str, ...]:
    left_out = read["both"] - read["counted"]
    counted = f"{capital(number(read['both']))} of {number(read['views'])} statements were coded by both"
    if left_out:
        counted += (
            f"; {number(read['counted'])} count and {number(left_out)} do not, as a coder saw less than an excerpt"
        )
    notes = [f"{counted}."]
    for which, coder in zip(("first", "second"), coders, strict=True):
        if coder == MAIN:
            notes.append("The main coder, whose codes stand in the views table, read the page of every statement.")
            continue
        seen = [(words, read.get(f"{which} {code}", 0)) for code, words in _READ_WORDS.items()]
        notes.append(f"Coder {coder} read {listed([f'{words} of {number(n)}' for words, n in seen if n])}.")
    notes.append(
        "Krippendorff’s alpha is 1 where coders always agree and 0 where they agree as often as by chance;"
        " Krippendorff (2018) advises to rely on 0.80 and more, and to conclude tentatively from 0.67. The interval"
        f" comes from {resamples:,} resamples of the statements."
    )
    for one in fields:
        if one.variants:
            said = [f"{how} {_figure(e.value)}" for how, e in one.variants if e.value is not None]
            order = ", ".join(one.codes)
            if said:
                notes.append(f"{capital(one.label)} is ordered {order}; alpha {listed(said)}.")
    if any(one.level == "set" for one in fields):
        means = [f"{one.label} {_figure(one.jaccard)}" for one in fields if one.jaccard is not None]
        notes.append(
            "Lists of codes are compared as sets by MASI distances (Passonneau 2006); an empty list is a coding too."
            f" Mean share of codes that both name among those that either names: {listed(means)}."
        )
    return tuple(notes)
