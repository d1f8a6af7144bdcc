"""The cases in ``tests/cases/rules``: for every rule, data that break it and data that just do not.

A file is named after its rule. Each of its tables is one dataset: the synthetic one with ``edits``, and all that
`check` then ``expect``s to say, in order and whole except for the message (a part of it will do) and the hint. Names
say what is expected of the rule: ``trips...`` at least one finding, ``passes...`` none, ``possible...`` information
only, because the dates leave it open. ``trips`` and ``passes`` must be there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from profiles.checks import check, check_folder
from profiles.dataset import load
from profiles.errors import SEVERITIES, DataError, Problem
from profiles.rules import RULES
from profiles.schema import load_schemas
from tests.synthetic import write_dataset

CASES = Path(__file__).parent / "cases" / "rules"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.toml"))}
ALL = [
    pytest.param(rule, name, case, id=f"{rule}-{name}") for rule, file in FILES.items() for name, case in file.items()
]
PLACE = ("rule", "severity", "file", "line", "column", "field", "value")


def _place(finding: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(finding[name] for name in PLACE)


@pytest.mark.parametrize(("rule", "name", "case"), ALL)
def test_case(rule: str, name: str, case: dict[str, Any], tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, case["edits"])
    found = check(folder)
    assert [_place(problem.as_dict()) for problem in found] == [_place(finding) for finding in case["expect"]]
    for problem, finding in zip(found, case["expect"], strict=True):
        assert finding["message"] in problem.message
    own = [problem.severity for problem in found if problem.rule == rule]
    if name == "trips":
        assert RULES[rule].severity in own
    elif name.startswith("trips"):
        assert own
    else:
        assert set(own) == ({"info"} if name.startswith("possible") else set())
    _load_agrees(folder, found)


def _load_agrees(folder: Path, found: list[Problem]) -> None:
    # Loading takes short cuts past what only warns; it must still refuse exactly what `check` calls an error.
    errors = [problem for problem in found if problem.severity == "error"]
    assert check_folder(folder, waiting=True, only_errors=True).errors == errors
    if not errors:
        assert load(folder, unverified=True).has_unverified
        return
    with pytest.raises(DataError) as raised:
        load(folder, unverified=True)
    assert raised.value.problems == found


def test_nothing_is_wrong_with_the_dataset_unedited(tmp_path: Path) -> None:
    assert check(write_dataset(tmp_path)) == []


def test_every_rule_has_its_cases() -> None:
    assert set(FILES) == set(RULES)
    names = {rule: {name.partition("_")[0] for name in file} for rule, file in FILES.items()}
    assert {
        rule for rule, found in names.items() if not {"trips", "passes"} <= found <= {"trips", "passes", "possible"}
    } == set()
    assert {rule for rule, file in FILES.items() if "trips" not in file or "passes" not in file} == set()


def test_a_rule_never_speaks_louder_than_it_says() -> None:
    findings = [finding for file in FILES.values() for case in file.values() for finding in case["expect"]]
    for finding in findings:
        assert SEVERITIES.index(finding["severity"]) >= SEVERITIES.index(RULES[finding["rule"]].severity), finding


def test_schemas_and_rules_name_each_other() -> None:
    named = {rule for schema in load_schemas().values() for rule in schema.rules}
    assert named == {rule for rule, known in RULES.items() if known.run is not None}


def test_rules_say_what_they_are() -> None:
    for name, rule in RULES.items():
        assert rule.id == name
        assert rule.severity in SEVERITIES
        assert rule.reason.endswith(".")
        assert set(rule.needs) <= set(load_schemas())
