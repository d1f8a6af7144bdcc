"""The shape of the project: what STYLE promises and no other tool looks at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiles.extras import EXTRAS

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = PYPROJECT["project"]["version"]
MODULES = sorted((ROOT / "profiles").rglob("*.py"))
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))

USUAL_LINES, MOST_LINES = 400, 600
# Module -> why it may be longer than usual, for now.
LONG: dict[str, str] = {}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_short(path: Path) -> None:
    most = MOST_LINES if _name(path) in LONG else USUAL_LINES
    assert _lines(path) <= most, f"{_name(path)}: make it a folder of the same name, or give a reason in LONG"


def test_reasons_for_length_are_needed() -> None:
    assert [name for name in LONG if _lines(ROOT / name) <= USUAL_LINES] == []


def test_init_lists_names_and_nothing_else() -> None:
    assert _lines(ROOT / "profiles" / "__init__.py") <= 40


def test_types_are_shipped() -> None:
    assert (ROOT / "profiles" / "py.typed").is_file()


# --- tables and schemas ---


def _stems(folder: Path, pattern: str) -> set[str]:
    return {path.stem for path in folder.glob(pattern)}


def test_every_table_has_a_schema_and_the_reverse() -> None:
    assert _stems(ROOT / "data", "*.csv") == {path.stem for path in SCHEMAS}


def test_unverified_tables_share_the_schemas() -> None:
    assert _stems(ROOT / "data" / "unverified", "*.csv") <= {path.stem for path in SCHEMAS}


def test_data_holds_tables_only() -> None:
    files = [path for path in (ROOT / "data").rglob("*") if path.is_file()]
    assert [_name(path) for path in files if path.suffix != ".csv"] == []


def test_datapackage_lists_every_table_with_its_schema() -> None:
    package = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    listed = {resource["path"]: resource["schema"] for resource in package["resources"]}
    # Not those whose rows wait: a reference from there may wait too, which no key of a package can say.
    tables = sorted((ROOT / "data").glob("*.csv"))
    assert listed == {_name(path): f"schemas/{path.stem}.json" for path in tables}


def _patterns(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            yield from _patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from _patterns(value)


@pytest.mark.parametrize("path", SCHEMAS, ids=_name)
def test_patterns_name_their_digits(path: Path) -> None:
    # \d takes the digits of every script, and Table Schema says nothing about that.
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert [pattern for pattern in _patterns(schema) if r"\d" in pattern] == []


# --- one version, one set of bounds ---


def _citation(key: str) -> str:
    found = re.search(rf"^{key}: *\"?([^\"\n]+?)\"? *$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert found, f"CITATION.cff has no {key}"
    return found[1]


def _releases() -> list[tuple[str, str]]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## ([0-9]+\.[0-9]+\.[0-9]+) \(([0-9]{4}-[0-9]{2}-[0-9]{2})\)$", text, re.MULTILINE)


def test_one_version() -> None:
    import profiles

    version, day = _releases()[0]
    assert version == VERSION
    assert (_citation("version"), _citation("date-released")) == (VERSION, day)
    assert profiles.__version__ == VERSION


def test_each_release_has_its_two_headings() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^##+ .*$", text, re.MULTILINE)
    releases = re.findall(r"^## .*$", text, re.MULTILINE)
    assert len(releases) == len(_releases()), "a release heading reads: ## 0.1.0 (2026-11-23)"
    assert headings == [line for release in releases for line in (release, "### Code", "### Data")]


def test_the_oldest_versions_tested_are_those_declared() -> None:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    optional = ("stats", "word", "excel", "pdf", "test")
    bounds = [*project["dependencies"], *(bound for name in optional for bound in extras[name])]
    declared = dict(bound.split(">=") for bound in bounds if ">=" in bound)
    text = (ROOT / "tests" / "constraints-oldest.txt").read_text(encoding="utf-8")
    tested: dict[str, str] = {}
    for name, version in re.findall(r"^([a-z-]+)==([0-9.]+)", text, re.MULTILINE):
        tested.setdefault(name, version)
    assert tested == declared


# --- imports ---


def test_every_optional_library_has_its_extra() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    brought = {name: {re.split(r"[<>=]", bound)[0] for bound in bounds} for name, bounds in extras.items()}
    named = {"docx": "python-docx"}
    assert {named.get(module, module): extra for module, extra in EXTRAS.items()} == {
        library: extra for extra in set(EXTRAS.values()) for library in brought[extra]
    }


def _loaded_by(statement: str, tmp_path: Path) -> set[str]:
    # -I: neither the working folder nor PYTHON* variables; what is installed is what counts.
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import profiles", {"matplotlib", "pandas", "pandera", "typer"}),
        ("import profiles.cli", {"matplotlib", "pandas", "pandera"}),
        ("import profiles.report, profiles.groups, profiles.agreement, profiles.similar", EXTRAS.keys()),
    ],
)
def test_imports_are_lazy(statement: str, unwanted: set[str], tmp_path: Path) -> None:
    assert _loaded_by(statement, tmp_path) & unwanted == set()
