"""Problems and exceptions: what they say, and that they say it safely."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from profiles.errors import (
    DataError,
    NotComparable,
    Problem,
    ProfilesError,
    SchemaError,
    UnknownName,
    did_you_mean,
    hint_for,
    quoted,
)

PROBLEM = Problem("date", "error", "tenures.csv", 412, 6, "end", "1958-02-30", "is not a date", "write YYYY")


def test_a_problem_reads_from_place_to_way_out() -> None:
    assert str(PROBLEM) == "tenures.csv:412:6: end: '1958-02-30' is not a date; write YYYY [date]"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"column": 0}, "tenures.csv:412: end: '1958-02-30' is not a date; write YYYY [date]"),
        ({"line": 0}, "tenures.csv: end: '1958-02-30' is not a date; write YYYY [date]"),
        ({"value": ""}, "tenures.csv:412:6: end: is not a date; write YYYY [date]"),
        ({"field": ""}, "tenures.csv:412:6: is not a date; write YYYY [date]"),
        ({"hint": ""}, "tenures.csv:412:6: end: '1958-02-30' is not a date [date]"),
    ],
)
def test_a_problem_leaves_out_what_it_has_not(changes: dict[str, object], text: str) -> None:
    assert str(dataclasses.replace(PROBLEM, **changes)) == text


def test_a_problem_is_frozen_and_a_value() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PROBLEM.line = 1  # type: ignore[misc]
    assert dataclasses.replace(PROBLEM) == PROBLEM
    assert Problem(**PROBLEM.as_dict()) == PROBLEM
    assert list(PROBLEM.as_dict()) == [field.name for field in dataclasses.fields(Problem)]


@given(*[st.text() for _ in range(5)])
def test_no_text_of_a_problem_breaks_out_of_its_line(
    file: str, field: str, value: str, message: str, hint: str
) -> None:
    assert str(Problem("date", "error", file, 1, 1, field, value, message, hint)).isprintable()


@given(st.text(max_size=200))
def test_quoted_is_short_and_printable(text: str) -> None:
    shown = quoted(text)
    assert shown.isprintable()
    assert shown[0] == shown[-1] == "'"
    if text.isprintable() and len(text) <= 60:
        assert shown == f"'{text}'"


def test_quoted_says_that_it_shortens() -> None:
    assert quoted("a" * 61) == "'" + "a" * 59 + "…'"
    assert quoted("\x1b[2J\u202e\n") == "'\\u001b[2J\\u202e\\u000a'"


def test_did_you_mean() -> None:
    known = ["male", "female", "Namibia"]
    assert did_you_mean("Male ", known) == ["male"]
    assert did_you_mean("NAMIBIE", known) == ["Namibia"]
    assert did_you_mean("x", known) == []
    assert did_you_mean("emale", known, most=2) == ["female", "male"]
    assert hint_for("mal", known, "ask") == "did you mean 'male'?"
    assert hint_for("x", known, "ask") == "ask"


def test_every_error_is_ours_and_what_a_caller_expects() -> None:
    for kind, builtin in (
        (SchemaError, ValueError),
        (DataError, ValueError),
        (NotComparable, ValueError),
        (UnknownName, KeyError),
    ):
        assert issubclass(kind, ProfilesError)
        assert issubclass(kind, builtin)
        assert getattr(profiles, kind.__name__) is kind
        assert str(kind("no such thing")) == "no such thing"
    assert str(ProfilesError()) == ""


def test_a_data_error_shows_the_first_errors_and_counts_the_rest() -> None:
    warning = dataclasses.replace(PROBLEM, severity="warning", rule="unused-source")
    few = DataError("bad", [warning, PROBLEM])
    assert few.problems == [warning, PROBLEM]
    assert str(few) == f"bad\n{PROBLEM}"
    other = dataclasses.replace(PROBLEM, rule="code")
    many = str(DataError("bad", [PROBLEM] * 5 + [other, PROBLEM])).splitlines()
    assert many == ["bad", *[str(PROBLEM)] * 5, "... 2 more; by rule: code 1, date 6"]
    assert DataError("bad").problems == []


def test_an_unknown_name_holds_its_candidates() -> None:
    error = UnknownName("two", name="bush", candidates=("bush-george", "bush-george-w"))
    assert (error.name, error.candidates) == ("bush", ["bush-george", "bush-george-w"])
    assert UnknownName("none").candidates == []
