"""Agreement of coders: published examples, a second calculation, and the codings that ship."""

from __future__ import annotations

import csv
import datetime as dt
import io
import pickle
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from profiles.agreement import agreement
from profiles.agreement.build import FIELDS
from profiles.agreement.model import Agreement
from profiles.dataset import Dataset, load
from profiles.errors import NotComparable, UnknownName
from profiles.statistics import jaccard_similarity, krippendorff_alpha, masi_distance, masi_distances, reliability
from tests.leaders_synthetic import World, pair

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section C: 4 coders, 12 units.
CODES = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def _codes(text: str) -> npt.NDArray[np.int64]:
    rows = [[-1 if cell == "." else int(cell) - 1 for cell in line.split()] for line in text.split("\n") if line]
    return np.array(rows).T


# --- published examples ---


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(level: str, alpha: float) -> None:
    found = krippendorff_alpha(_codes(CODES), level=level)  # type: ignore[arg-type]
    assert found.value == pytest.approx(alpha, abs=5e-4)
    assert found.low is not None
    assert found.low < alpha < found.high  # type: ignore[operator]


def test_alpha_of_the_published_examples_with_two_coders() -> None:
    # Sections A (0.095) and B (0.692) of the same paper.
    two = _codes("1 2 1 1 1 1 1 1 2 1\n2 2 2 1 1 2 1 1 1 1")
    assert krippendorff_alpha(two).value == pytest.approx(0.095, abs=5e-4)
    many = _codes("1 1 2 2 4 3 3 3 5 4 4 1\n2 1 2 2 2 3 3 3 5 4 4 4")
    assert krippendorff_alpha(many).value == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        # Passonneau (2006): 1, 2/3, 1/3 and 0 for equal, nested, overlapping and disjoint sets, times Jaccard.
        ("a", "a", Fraction(0)),
        ("ab", "abcd", 1 - Fraction(2, 3) * Fraction(1, 2)),  # 0.665 in the documentation of NLTK, which rounds 2/3
        ("abc", "bcd", 1 - Fraction(1, 3) * Fraction(1, 2)),
        ("ab", "cd", Fraction(1)),
        ("", "", Fraction(0)),
        ("", "a", Fraction(1)),
    ],
)
def test_masi_distances(one: str, other: str, distance: Fraction) -> None:
    assert masi_distance(set(one), set(other)) == pytest.approx(float(distance))
    assert masi_distance(set(other), set(one)) == pytest.approx(float(distance))


def test_alpha_by_masi_by_hand() -> None:
    # Three items, two coders: {1, 2} and {1}; {1, 2} twice; {1} twice. Their distance is 2/3. Observed: 2 * 2/3 over
    # 6 codes; expected: 3 of each code, so 18 ordered pairs of 30 differ, by 2/3 each.
    sets = [{"1"}, {"1", "2"}]
    codes = [[1, 0], [1, 1], [0, 0]]
    distance = Fraction(2, 3)
    expected = 1 - (2 * distance / 6) / (18 * distance / 30)
    assert masi_distances(sets).tolist() == [[0, pytest.approx(2 / 3)], [pytest.approx(2 / 3), 0]]
    assert krippendorff_alpha(codes, distances=masi_distances(sets)).value == pytest.approx(float(expected))
    # A third set makes the distances matter: now with {3}, which shares nothing.
    sets.append({"3"})
    codes = [[1, 0], [1, 1], [0, 0], [2, 0], [2, 2]]
    found = krippendorff_alpha(codes, distances=masi_distances(sets)).value
    observed = (2 * Fraction(2, 3) + 2 * 1) / 10
    # Four {1}, three {1, 2}, three {3}.
    differing = 2 * (4 * 3 * Fraction(2, 3) + 4 * 3 * 1 + 3 * 3 * 1)
    assert found == pytest.approx(float(1 - observed / (differing / (10 * 9))))


# --- a second calculation ---


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(-1, 4), min_size=3, max_size=3), min_size=4, max_size=15),
    st.sampled_from(["nominal", "ordinal", "interval", "distances"]),
)
def test_what_the_resamples_compute_is_what_the_library_computes(units: list[list[int]], level: str) -> None:
    codes = np.array(units)
    matrix = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) ** 1.5
    given_matrix = matrix if level == "distances" else None
    found = krippendorff_alpha(
        codes,
        level="nominal" if level == "distances" else level,  # type: ignore[arg-type]
        distances=given_matrix,
        resamples=20,
    )
    assume(found.value is not None)
    counts = reliability._counts(codes)
    size = counts.shape[1]
    ours = reliability._alphas(
        reliability._pairs(counts).sum(axis=0)[None],
        size,
        level,
        None if given_matrix is None else given_matrix[:size, :size],
    )
    assert ours[0] == pytest.approx(found.value)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_order_of_units_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, (20, 2))
    codes[:, 1] = np.where(rng.random(20) < 0.6, codes[:, 0], codes[:, 1])
    one = krippendorff_alpha(codes, resamples=100)
    other = krippendorff_alpha(codes[rng.permutation(20)][:, ::-1], resamples=100)
    assert (one.low, one.high) == pytest.approx((other.low, other.high))
    assert one.value == pytest.approx(other.value)


def test_coders_at_random_agree_as_often_as_by_chance() -> None:
    rng = np.random.default_rng(2)
    found = krippendorff_alpha(rng.integers(0, 4, (400, 2)))
    assert found.low < 0 < found.high  # type: ignore[operator]
    assert found.value == pytest.approx(0, abs=0.08)


@pytest.mark.filterwarnings("error")
def test_alpha_that_is_not_defined() -> None:
    assert krippendorff_alpha(np.empty((0, 2))).reason == "no unit was coded twice"
    assert krippendorff_alpha([[0, -1], [-1, 1]]).reason == "no unit was coded twice"
    assert "same code throughout" in krippendorff_alpha([[2, 2], [2, 2]]).reason
    perfect = krippendorff_alpha([[0, 0], [1, 1], [2, 2]])
    assert (perfect.value, perfect.low, perfect.reason) == (1.0, None, "the coders never differ")
    rare = krippendorff_alpha([[0, 0]] * 19 + [[0, 1]])
    assert rare.low is None
    assert "too few units with another code" in rare.reason


def test_wrong_codes_are_named() -> None:
    with pytest.raises(ValueError, match="a row per unit and a column per coder"):
        krippendorff_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="codes count from 0"):
        krippendorff_alpha([[0, -2]])
    with pytest.raises(ValueError, match="codes: case 1 is nan"):
        krippendorff_alpha([[0, np.nan]])
    with pytest.raises(ValueError, match="'nominal', 'ordinal' and 'interval'"):
        krippendorff_alpha([[0, 1]], level="ratio")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a square matrix of at least 2 codes"):
        krippendorff_alpha([[0, 1]], distances=[[0]])
    with pytest.raises(ValueError, match="the same both ways"):
        krippendorff_alpha([[0, 1]], distances=[[0, 1], [2, 0]])
    with pytest.raises(ValueError, match="must not differ from itself"):
        krippendorff_alpha([[0, 1]], distances=[[1, 1], [1, 0]])


# --- two coders of a made-up world ---


def _code(world: World, view: int, text_read: str = "page", coder: str = "second", **cells: str) -> None:
    row = {
        "object": "dissolution",
        "evaluation": "lament",
        "evaluation_basis": "explicit",
        "inevitability": "not_stated",
        **cells,
    }
    if text_read == "none":
        row = {}
    world.tables["view_codings"].append({
        "view_id": f"v{view:03}",
        "coder": coder,
        "text_read": text_read,
        **({"note": "seen by nobody"} if text_read == "none" else {}),
        **row,
    })


def _world() -> World:
    world = pair()
    world.tenure("alpha-ada", "xxa-president", "2000-01-01", "2019-12-31")
    world.view("alpha-ada", "2001-01-01", "lament", causes="nationalism;popular_will")
    world.view("alpha-ada", "2002-01-01", "neutral")
    world.view("beta-ben", "2003-01-01", "welcome", causes="popular_will")
    world.view("beta-ben", "2004-01-01", "welcome", lessons="no_return")
    world.view("beta-ben", "2005-01-01", "lament")
    world.view("beta-ben", "2006-01-01", "lament")
    world.view("beta-ben", "2007-01-01", "lament")
    _code(world, 1, causes="popular_will")
    _code(world, 2, evaluation="welcome")
    _code(world, 3, evaluation="welcome", causes="popular_will", text_read="excerpt")
    _code(world, 4, evaluation="welcome", lessons="no_return")
    _code(world, 5, text_read="phrase")
    _code(world, 6, text_read="none")
    _code(world, 1, coder="third", evaluation="welcome")
    return world


@pytest.fixture
def made_up(tmp_path: Path) -> Dataset:
    return _world().load(tmp_path)


def test_who_coded_what(made_up: Dataset) -> None:
    found = agreement(made_up)
    assert found.view_ids == ("v001", "v002", "v003", "v004")
    one = found.of("evaluation")
    assert (one.n, one.identical, one.share, one.differing) == (4, 3, 0.75, ("v002",))
    table = found.confusion("evaluation")
    assert (table.index.name, table.columns.name) == ("main", "second")
    assert int(table.loc["neutral", "welcome"]) == 1
    assert int(table.to_numpy().trace()) == 3
    assert found.differences("evaluation").to_dict("records") == [
        {"view_id": "v002", "main": "neutral", "second": "welcome"}
    ]
    causes = found.of("causes")
    assert (causes.n, causes.identical, causes.jaccard) == (4, 3, pytest.approx(3.5 / 4))
    assert found.confusion("causes").loc["popular_will"].to_dict() == {
        "both": 2,
        "only main": 0,
        "only second": 0,
        "neither": 2,
    }
    assert found.confusion("causes").loc["nationalism", "only main"] == 1
    assert causes.differences == (("v001", "nationalism;popular_will", "popular_will"),)
    # Two empty lists agree: nothing of the kind is stated.
    assert found.of("consequences").identical == 4
    assert found.of("consequences").alpha.value is None


def test_alpha_of_lists_is_that_of_their_masi_distances(made_up: Dataset) -> None:
    sets = [frozenset[str](), frozenset({"popular_will"}), frozenset({"popular_will", "nationalism"})]
    expected = krippendorff_alpha([[2, 1], [0, 0], [1, 1], [0, 0]], distances=masi_distances(sets))
    assert agreement(made_up).of("causes").alpha.value == pytest.approx(expected.value)


def test_frame_has_one_row_per_field(made_up: Dataset) -> None:
    frame = agreement(made_up).frame
    assert frame["field"].tolist() == list(FIELDS)
    assert frame.set_index("field").loc["evaluation", "differing"] == "v002"
    assert frame["share"].dtype == "float64"
    assert str(frame["n"].dtype) == "Int64"
    assert frame.set_index("field")["jaccard"].isna().tolist() == [True] * 4 + [False] * 3


def test_other_coders_and_other_fields(made_up: Dataset) -> None:
    found = agreement(made_up, coders=("second", "third"), fields=["evaluation", "evaluation", "object"])
    assert found.view_ids == ("v001",)
    assert [one.field for one in found.fields] == ["evaluation", "object"]
    assert found.of("evaluation").differences == (("v001", "lament", "welcome"),)
    turned = agreement(made_up, coders=("second", "main")).of("evaluation")
    assert turned.differences == (("v002", "welcome", "neutral"),)
    assert turned.alpha == agreement(made_up).of("evaluation").alpha


def test_later_statements_do_not_count(made_up: Dataset) -> None:
    found = agreement(made_up, as_of=dt.date(2003, 1, 1))
    assert found.view_ids == ("v001", "v002", "v003")
    assert found.notes[0] == "Three of three statements were coded by both."


def test_the_notes_say_what_was_read(made_up: Dataset) -> None:
    notes = agreement(made_up).notes
    assert notes[0] == (
        "Six of seven statements were coded by both; four count and two do not, as a coder saw less than an excerpt."
    )
    assert notes[1] == "The main coder, whose codes stand in the views table, read the page of every statement."
    assert notes[2] == (
        "Coder second read the whole page of three, an excerpt of one, no more than the key phrase of one and"
        " nothing of one."
    )


def test_what_cannot_be_compared_is_named(made_up: Dataset, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"no field called 'evalution'.*did you mean 'evaluation'"):
        agreement(made_up, fields=["evalution"])
    with pytest.raises(UnknownName, match=r"no coder is called 'secnd'; did you mean 'second'"):
        agreement(made_up, coders=("main", "secnd"))
    with pytest.raises(NotComparable, match="with themselves"):
        agreement(made_up, coders=("main", "main"))
    with pytest.raises(NotComparable, match="no field was asked for"):
        agreement(made_up, fields=[])
    with pytest.raises(NotComparable, match="have no statement in common up to 2000-01-01"):
        agreement(made_up, as_of=dt.date(2000, 1, 1))
    with pytest.raises(KeyError, match="no field 'object'; there are causes"):
        agreement(made_up, fields=["causes"]).of("object")
    world = pair()
    world.view("alpha-ada", "2001-01-01")
    _code(world, 1, text_read="phrase")
    with pytest.raises(NotComparable, match="at least an excerpt of no statement"):
        agreement(world.load(tmp_path / "other"))


def test_sentences_of_a_world_without_disagreement(tmp_path: Path) -> None:
    world = pair()
    for year, evaluation in enumerate(("lament", "welcome", "neutral"), start=2001):
        world.view("alpha-ada", f"{year}-01-01", evaluation)
        basis = "none" if evaluation == "neutral" else "explicit"
        _code(world, year - 2000, evaluation=evaluation, evaluation_basis=basis)
    found = agreement(world.load(tmp_path))
    assert found.sentences == (
        "On the evaluation the two coders agreed on all 3 statements (Krippendorff’s alpha 1.00).",
        "On the basis of the evaluation they agreed on all 3 (alpha 1.00).",
    )
    lists = agreement(world.load(tmp_path), fields=["causes"])
    assert len(lists.sentences) == 1
    assert "no alpha, as all gave the same code throughout" in lists.sentences[0]


# --- printed ---


def test_every_form_says_the_same(made_up: Dataset) -> None:
    found = agreement(made_up)
    text, page, marks = found.to_text(width=400), found.to_html(), found.to_markdown()
    rows = list(csv.reader(io.StringIO(found.to_csv())))
    cell = next(row for row in rows if row[1:3] == ["Evaluation", "Same codes"])
    assert "3 (75%)" in cell
    for form in (text, page, marks):
        plain = re.sub(r"<[^>]+>", " ", form)
        assert "3 (75%)" in plain
        assert "Krippendorff (2018)" in plain
        assert "none: all gave the same code throughout" in plain
    assert f"- {found.sentences[0][:40]}" in str(found)
    assert all(len(line) <= 80 for line in found.to_text(width=80).splitlines())
    assert found._repr_html_().endswith(page)
    table = found.confusion_table("evaluation")
    assert [row.header for row in table.rows] == [("main: Lament",), ("main: Neutral",), ("main: Welcome",)]
    assert found.confusion_table("lessons").rows[0].cells[0].lines == (("1",),)
    assert found.confusion_table("consequences").rows == ()


def test_results_are_frozen_comparable_and_picklable(made_up: Dataset) -> None:
    found = agreement(made_up)
    assert pickle.loads(pickle.dumps(found)) == found == agreement(made_up)
    assert found != agreement(made_up, seed=2) or found.of("evaluation").alpha.low is None
    with pytest.raises(AttributeError):
        found.coders = ("a", "b")  # type: ignore[misc]


# --- the codings that ship ---


@pytest.fixture(scope="module")
def shipped() -> Agreement:
    return agreement(load())


def test_the_shipped_codings_agree_as_the_method_notes_say(shipped: Agreement) -> None:
    notes = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
    flat = " ".join(notes.split())
    evaluation = shipped.of("evaluation")
    nominal = dict(evaluation.variants)["without an order"]
    n = len(shipped.view_ids)
    assert f"On the {n} read from a page or an excerpt" in flat
    assert f"evaluation of {evaluation.identical} (Krippendorff's alpha, nominal, {nominal.value:.3f})" in flat
    for name, noun in (("object", "the object of"), ("evaluation_basis", "the basis of the evaluation of")):
        one = shipped.of(name)
        assert f"{noun} {one.identical} ({one.alpha.value:.3f})" in flat
    assert shipped.of("inevitability").identical == n


def test_the_sentences_of_the_shipped_codings(shipped: Agreement) -> None:
    first, second = shipped.sentences
    assert re.fullmatch(
        r"On the evaluation the two coders agreed on \d+ of \d+ statements \(Krippendorff’s alpha 0\.\d\d,"
        r" 95% interval 0\.\d\d to [01]\.\d\d\)\.",
        first,
    )
    assert re.fullmatch(r"Of the other fields they agreed most on .+ \(.+\), and least on .+ \(.+\)\.", second)


def test_counts_of_the_shipped_codings_add_up(shipped: Agreement) -> None:
    for one in shipped.fields:
        assert one.n == len(shipped.view_ids)
        assert one.identical + len(one.differences) == one.n
        table = shipped.confusion(one.field).to_numpy()
        if one.level == "set":
            assert table.sum(axis=1).tolist() == [one.n] * len(one.codes)
        else:
            assert (table.sum(), table.trace()) == (one.n, one.identical)
        assert one.alpha.value is not None
        assert one.alpha.value <= 1


def test_two_empty_sets_are_alike() -> None:
    assert jaccard_similarity(set(), set()) == 1
