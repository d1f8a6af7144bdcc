"""A second opinion: frictionless reads the same schemas and files, and flags the same cells.

What only one of the two can see is listed here. Ours sees more, for Table Schema has no words for it; theirs sees
nothing that ours does not.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from frictionless import Package
from frictionless import errors as their

from profiles.checks import check
from profiles.schema import load_schemas
from profiles.tables import read_raw
from tests.synthetic import write_dataset

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
CASES = Path(__file__).parent / "cases" / "rules"

# A cell: file, line, column name. A whole row has no column name, a whole file no line.
Cell: TypeAlias = tuple[str, int, str]


def _package(folder: Path, edits: list[dict[str, Any]], tables: set[str] | None = None) -> Path:
    """Write the synthetic dataset as a package: the real package's description and schemas."""
    write_dataset(folder / "data", edits)
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    package = PACKAGE
    if tables is not None:
        # A fifth of a second for all twelve is too long to wait a hundred times: these, and what they refer to.
        wanted = tables | {key.reference.table for name in tables for key in load_schemas()[name].foreign_keys}
        package = {**PACKAGE, "resources": [item for item in PACKAGE["resources"] if item["name"] in wanted]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def _theirs(folder: Path, tables: set[str] | None = None) -> set[Cell]:
    package = Package(str(folder / "datapackage.json"))
    names = package.resource_names if tables is None else sorted(tables)
    tasks = [task for name in names for task in package.get_resource(name).validate().tasks]
    return {_cell(folder, task.name, error) for task in tasks for error in task.errors}


def _cell(folder: Path, table: str, error: Any) -> Cell:
    file = f"{table}.csv"
    if not isinstance(error, their.RowError):
        return file, 0, ""
    # They count records, we count lines.
    schema = load_schemas()[table]
    lines = read_raw(folder / "data" / file, schema)[0].lines
    at = error.row_number - 2
    line = int(lines[at]) if at < len(lines) else 0
    if isinstance(error, their.PrimaryKeyError):
        return file, line, schema.primary_key[0]
    if isinstance(error, their.ForeignKeyError):
        return file, line, error.field_names[0]
    return file, line, error.field_name if isinstance(error, their.CellError) else ""


def _ours(folder: Path) -> set[Cell]:
    return {
        (problem.file, problem.line, problem.field)
        for problem in check(folder / "data")
        if not problem.file.startswith("unverified/")
    }


def _set(table: str, key: str, **cells: str) -> dict[str, Any]:
    return {"table": table, "key": key, "set": cells}


def test_both_find_nothing_in_the_dataset_unedited(tmp_path: Path) -> None:
    folder = _package(tmp_path, [])
    assert _ours(folder) == _theirs(folder) == set()


BOTH = [
    _set("aliases", "bo-beta|Beta", script="latin"),  # pattern
    {"table": "aliases", "key": "ada-alpha|Ada", "again": True, "set": {}},  # key of several columns
    _set("coverage", "XXA", state_id="XXZ"),  # reference
    _set("groups", "eu|XXA|1958-01-01", group_id="ue", start="1 January 1958"),  # code, date
    _set("leaders", "bo-beta", gender="", wikidata_id="2", birth_state="XXZ"),  # required, pattern, reference
    _set("leaders", "cy-gamma", name="C" * 81, sources="list; book"),  # length, list
    _set("meetings", "m001", format="visit", city="", meeting_id="1"),
    _set("offices", "xxa-premier", seats="0"),  # minimum
    _set("offices", "xxa-president", seats="one"),  # type
    _set("offices", "xxb-chair", title="Premier of A"),  # unique
    _set("relationship_terms", "r001", speakers="Ada", date="04/1978"),
    {"table": "sources", "key": "book", "again": True, "set": {"type": "novel"}},  # key
    _set("sources", "page", url="example.org"),
    _set("states", "XXA", gw_code="1000", iso3="xxa"),  # maximum
    _set("tenures", "t0005", is_acting="yes", office_id="xxa-presidents"),
    _set("view_codings", "v001|second", causes="nationalism;weather", text_read=""),  # code in a list
    _set("views", "v001", leader_id="nobody", evaluation="good", language="English"),
]
FLAGGED = {
    ("aliases.csv", 3, "leader_id"),
    ("aliases.csv", 5, "script"),
    ("coverage.csv", 3, "state_id"),
    ("groups.csv", 2, "group_id"),
    ("groups.csv", 2, "start"),
    ("leaders.csv", 4, "gender"),
    ("leaders.csv", 4, "wikidata_id"),
    ("leaders.csv", 4, "birth_state"),
    ("leaders.csv", 5, "name"),
    ("leaders.csv", 5, "sources"),
    ("meetings.csv", 2, "format"),
    ("meetings.csv", 2, "city"),
    ("meetings.csv", 2, "meeting_id"),
    ("offices.csv", 2, "seats"),
    ("offices.csv", 3, "seats"),
    ("offices.csv", 4, "title"),
    ("relationship_terms.csv", 2, "speakers"),
    ("relationship_terms.csv", 2, "date"),
    ("sources.csv", 3, "source_id"),
    ("sources.csv", 3, "type"),
    ("sources.csv", 5, "url"),
    ("states.csv", 2, "gw_code"),
    ("states.csv", 2, "iso3"),
    ("tenures.csv", 6, "is_acting"),
    ("tenures.csv", 6, "office_id"),
    ("view_codings.csv", 2, "causes"),
    ("view_codings.csv", 2, "text_read"),
    ("views.csv", 2, "leader_id"),
    ("views.csv", 2, "evaluation"),
    ("views.csv", 2, "language"),
}
# Rules across rows and tables that these edits break beside: Table Schema has no words for them.
ACROSS = {
    ("leaders.csv", 2, "views_missing"),  # her statement is now nobody's
}


def test_both_flag_the_same_cells(tmp_path: Path) -> None:
    folder = _package(tmp_path, BOTH)
    assert _theirs(folder) == FLAGGED
    assert _ours(folder) == FLAGGED | ACROSS


# Rule -> what they make of the cases that break it: nothing, ever; or nothing of some.
UNSEEN = {
    "alias-names-two-in-office", "bidirectional-override", "born-after-entry", "byte-order-mark",
    "coding-neutral-against-basis", "coding-without-text", "control-character", "coverage-of-living-state",
    "died-before-born", "died-before-end", "effective-gap", "effective-overlap", "end-against-status",
    "ends-before-start", "exit-against-status", "max-words", "meeting-of-one", "meeting-of-the-dead",
    "meeting-order", "meeting-twice", "membership-outside-state-life", "membership-twice", "mixed-without-both",
    "neutral-against-basis", "outside-office-life", "outside-state-life", "paraphrase-with-quotation",
    "row-without-source", "same-holder-twice", "same-name-birth-state", "source-without-place",
    "speaker-outside-pair", "statement-after-death", "statement-before-birth", "timing-against-date", "two-holders",
    "unknown-file", "unnormalised-text", "unused-source", "views-missing-against-views", "young-at-entry",
}  # fmt: skip
SEEN_IN_PART = {
    "date": "days and months that are in no calendar: they see the form alone",
    "list": "items twice, and lists without a pattern",
    "not-canonical": "the order of columns: not that of rows, nor line ends or quotation marks",
    "quoting": "a mark that is never closed: text behind one that is, they take as it comes",
    "reference": "references of whole cells: not those of the items of a list",
    "stray-space": "where a code or a pattern has no room for it",
    "type": "words and fractions: they take 01 and digits of other scripts for numbers",
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[set[Cell], set[Cell]]]:
    found = {}
    for path in sorted(CASES.glob("*.toml")):
        for name, case in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name.startswith("trips"):
                touched = {edit.get("table") or edit["file"].removesuffix(".csv") for edit in case["edits"]}
                touched |= {finding["file"].removesuffix(".csv") for finding in case["expect"]}
                touched &= set(load_schemas())
                folder = _package(tmp_path_factory.mktemp("package"), case["edits"], touched)
                found[path.stem, name] = _ours(folder), _theirs(folder, touched)
    return found


def test_they_see_nothing_that_we_do_not(verdicts: dict[tuple[str, str], tuple[set[Cell], set[Cell]]]) -> None:
    for case, (ours, theirs) in verdicts.items():
        rows = {(file, line) for file, line, _ in ours}
        files = {file for file, _ in rows}
        lost = {"blank-row", "quoting", "ragged-row", "encoding", "delimiter", "missing-header", "missing-column"}
        lost |= {"missing-file", "unreadable-file", "empty-file", "unknown-column", "duplicate-column", "not-canonical"}
        if case[0] in lost:
            # Of a file or record that cannot be read, they go on to complain about the cells, and about
            # whatever refers to it.
            assert bool(files) >= bool(theirs), case
        else:
            assert theirs <= ours, case


def test_what_they_cannot_see_is_listed(verdicts: dict[tuple[str, str], tuple[set[Cell], set[Cell]]]) -> None:
    seen: dict[str, set[bool]] = {}
    for (rule, _), (_, theirs) in verdicts.items():
        seen.setdefault(rule, set()).add(bool(theirs))
    assert {rule for rule, verdict in seen.items() if verdict == {False}} == UNSEEN
    assert {rule for rule, verdict in seen.items() if verdict == {False, True}} == set(SEEN_IN_PART)


# --- the package itself ---


def test_the_package_says_what_it_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert PACKAGE["name"] == project["name"] == "leader-profiles"
    assert PACKAGE["version"] == project["version"]
    assert PACKAGE["description"] == project["description"]
    assert PACKAGE["title"]
    (licence,) = PACKAGE["licenses"]
    assert licence["name"] == "CC-BY-4.0"
    assert licence["path"] in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert licence["name"] in project["license"]


def test_the_package_lists_each_table_with_its_schema() -> None:
    tables = {path.stem for path in (ROOT / "data").glob("*.csv")}
    assert [resource["name"] for resource in PACKAGE["resources"]] == sorted(tables)
    for resource in PACKAGE["resources"]:
        name = resource["name"]
        assert resource["path"] == f"data/{name}.csv"
        assert resource["schema"] == f"schemas/{name}.json"
        assert resource["title"] == load_schemas()[name].title
        assert resource["encoding"] == "utf-8"
        assert resource["dialect"]["csv"] == {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        }


def test_they_take_the_shipped_schemas() -> None:
    # Without a warning, our words kept: `make data` has them read the shipped data too.
    package = Package(str(ROOT / "datapackage.json"))
    for resource in package.resources:
        schema = load_schemas()[resource.name]
        assert tuple(resource.schema.field_names) == schema.names
        assert tuple(resource.schema.primary_key) == schema.primary_key
        assert resource.schema.custom["profiles"]["row"] == schema.row
        assert resource.schema.missing_values == [""]


def test_pinned() -> None:
    # What only one of the two sees is listed above for this version.
    from importlib.metadata import version

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(rf'"frictionless=={re.escape(version("frictionless"))}"', text)
