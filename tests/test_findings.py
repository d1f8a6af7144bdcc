"""Findings as text and as JSON, also when the data are hostile."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.checks import check
from profiles.errors import SEVERITIES, Problem
from profiles.findings import render_json, render_problems
from tests.synthetic import write_dataset

PROBLEMS = [
    Problem("missing-file", "error", "groups.csv", 0, 0, "", "", "does not exist", "restore it"),
    Problem("ragged-row", "error", "leaders.csv", 4, 0, "", "a,b", "the row has 2 cells, the header 3"),
    Problem("date", "error", "leaders.csv", 9, 5, "born", "1941-02-29", "is not a day", "correct the date"),
    Problem("unused-source", "warning", "sources.csv", 2, 1, "source_id", "book", "is cited by no row"),
    Problem("effective-gap", "info", "tenures.csv", 3, 4, "start", "1980-07-02", "leaves a gap", "look"),
]

TEXT = """\
groups.csv
         -  error: does not exist [missing-file]
          → restore it

leaders.csv
         4  error: 'a,b' the row has 2 cells, the header 3 [ragged-row]
       9:5  error: born: '1941-02-29' is not a day [date]
          → correct the date

sources.csv
       2:1  warning: source_id: 'book' is cited by no row [unused-source]

3 errors, 1 warning, 1 for information (show with --info)
"""
INFO = """\
tenures.csv
       3:4  info: start: '1980-07-02' leaves a gap [effective-gap]
          → look

3 errors, 1 warning, 1 for information
"""


def test_text() -> None:
    assert render_problems(PROBLEMS) == TEXT
    assert render_problems(PROBLEMS, info=True) == TEXT.rpartition("3 errors")[0] + INFO


def test_text_counts() -> None:
    assert render_problems([]) == "0 errors, 0 warnings, 0 for information\n"
    assert render_problems(PROBLEMS[:1]).endswith("\n1 error, 0 warnings, 0 for information\n")
    assert render_problems(PROBLEMS[4:]) == "0 errors, 0 warnings, 1 for information (show with --info)\n"


def test_json() -> None:
    assert json.loads(render_json(PROBLEMS)) == [problem.as_dict() for problem in PROBLEMS]
    assert render_json([]) == "[]\n"
    assert "Ельцин" in render_json([Problem("date", "error", "a.csv", 1, 1, "born", "Ельцин", "", "")])


TEXTS = st.text(st.characters() | st.sampled_from("\x1b\x9b\n\r\u2028\u202e\u2066\x00\x7f[]:;'\""), max_size=80)


@st.composite
def _problems(draw: st.DrawFn) -> list[Problem]:
    # Sorted, as `check` returns them: a file is one group.
    made = draw(
        st.lists(
            st.builds(
                Problem,
                rule=st.sampled_from(["date", "code"]),
                severity=st.sampled_from(SEVERITIES),
                file=TEXTS.filter(bool),
                line=st.integers(0, 9),
                column=st.integers(0, 9),
                field=TEXTS,
                value=TEXTS,
                message=TEXTS,
                hint=TEXTS,
            ),
            max_size=4,
        )
    )
    return sorted(made, key=lambda problem: problem.file)


@given(_problems())
def test_hostile_text_stays_in_its_line(problems: list[Problem]) -> None:
    text = render_problems(problems, info=True)
    assert text.replace("\n", "").isprintable()
    files = len({problem.file for problem in problems})
    hints = sum(bool(problem.hint) for problem in problems)
    assert text.count("\n") == 2 * files + len(problems) + hints + 1


@given(_problems())
def test_hostile_text_stays_in_its_json(problems: list[Problem]) -> None:
    text = render_json(problems)
    assert text.replace("\n", "").isprintable()
    assert json.loads(text) == [problem.as_dict() for problem in problems]


HOSTILE = "\x1b[2J\u202eevil\u009b31m"


@pytest.mark.parametrize(
    "edits",
    [
        [{"table": "leaders", "key": "bo-beta", "set": {"name": HOSTILE, "born": HOSTILE, "gender": HOSTILE}}],
        [{"file": "groups.csv", "replace": ["note", f"note{HOSTILE}"]}],
        pytest.param(
            [{"file": f"{HOSTILE}.csv", "text": "a\n"}],
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names"),
        ),
        [
            {"table": "leaders", "key": HOSTILE, "set": {"name": "Dee Delta", "born": "1950", "birth_state": "XXA"}},
            {"table": "tenures", "key": "t0009", "set": {"leader_id": HOSTILE, "start": "1949-01-01"}},
            {"table": "tenures", "key": "t0008", "set": {"leader_id": HOSTILE, "start": "1949-01-01"}},
            {"table": "meetings", "key": "m009", "set": {"leader_b": HOSTILE}},
            {"table": "relationship_terms", "key": "r009", "set": {"speakers": HOSTILE}},
            {"table": "view_codings", "key": "v001|second", "set": {"causes": HOSTILE}},
        ],
    ],
    ids=["cells", "header", "file name", "ids"],
)
def test_hostile_files(edits: list[dict[str, object]], tmp_path: Path) -> None:
    problems = check(write_dataset(tmp_path, edits))
    assert problems
    for text in (render_problems(problems, info=True), render_json(problems), *map(str, problems)):
        assert text.replace("\n", "").isprintable()
    assert "evil" in render_problems(problems)
