"""Checking: everything in one run, in stable order, once each, and never an exception on bad data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import profiles
from profiles.checks import WAITING, check, check_folder
from profiles.dataset import load
from profiles.errors import DataError, Problem
from profiles.paths import MissingFolder, data_dir
from profiles.schema import load_schemas
from tests.synthetic import COLUMNS, ROWS, write_dataset

ROOT = Path(__file__).resolve().parents[1]

# One fault in every table, of every kind: files, cells, keys, references, rules.
FAULTS: list[dict[str, Any]] = [
    {"table": "aliases", "key": "bo-beta|Beta", "set": {"script": "latin"}},
    {"table": "coverage", "key": "XXA", "set": {"checked_to": ""}},
    {"table": "coverage", "key": "XXB", "set": {"checked_to": "1991-12-31"}},
    {"file": "groups.csv", "replace": ["warsaw-pact", "\nwarsaw-pact"]},
    {"table": "leaders", "key": "bo-beta", "set": {"gender": "mal", "born": "1940-02-30", "note": "a\nb\nc "}},
    {"table": "leaders", "key": "cy-gamma", "set": {"wikidata_id": "2"}},
    {"table": "meetings", "key": "m001", "set": {"leader_b": "ada-alpha", "city": ""}},
    {"table": "offices", "key": "xxa-premier", "set": {"seats": "0"}},
    {"table": "relationship_terms", "key": "r001", "set": {"speakers": "cy-gamma"}},
    {"table": "sources", "key": "unused", "set": {}},
    {"table": "states", "key": "XXB", "set": {"name": "Country A"}},
    {"table": "tenures", "key": "t0001", "set": {"office_id": "xxa-presidnet"}},
    {"table": "view_codings", "key": "v002|second", "set": {"object": "conduct"}},
    {"table": "views", "key": "v001", "set": {"timing": "after"}},
    {"table": "unverified/tenures", "key": "t0006", "set": {"start": "1996-01-01"}},
    {"file": "stray.csv", "text": "a\n"},
]
FOUND = [
    ("aliases.csv", 4, 3, "pattern"),
    ("coverage.csv", 2, 2, "coverage-of-living-state"),
    ("groups.csv", 3, 0, "blank-row"),
    ("leaders.csv", 4, 4, "code"),
    ("leaders.csv", 4, 5, "date"),
    ("leaders.csv", 4, 13, "stray-space"),
    ("leaders.csv", 7, 9, "pattern"),
    ("meetings.csv", 2, 3, "meeting-of-one"),
    ("meetings.csv", 2, 6, "required"),
    ("offices.csv", 2, 5, "minimum"),
    ("relationship_terms.csv", 2, 4, "speaker-outside-pair"),
    ("sources.csv", 5, 1, "unused-source"),
    ("states.csv", 3, 2, "unique"),
    ("stray.csv", 0, 0, "unknown-file"),
    ("tenures.csv", 2, 3, "reference"),
    ("unverified/tenures.csv", 2, 5, "ends-before-start"),
    ("view_codings.csv", 3, 3, "coding-without-text"),
    ("views.csv", 2, 6, "timing-against-date"),
]


def _places(problems: list[Problem]) -> list[tuple[str, int, int, str]]:
    return [(problem.file, problem.line, problem.column, problem.rule) for problem in problems]


def test_all_faults_in_one_run_in_order_once_each(tmp_path: Path) -> None:
    problems = check(write_dataset(tmp_path, FAULTS))
    assert _places(problems) == FOUND
    assert {problem.file.removesuffix(".csv") for problem in problems} >= set(load_schemas())


def test_the_order_does_not_hang_on_hashes(tmp_path: Path) -> None:
    many = [
        # Ties: several findings of one rule on one cell, and words that are equally near.
        {"table": "leaders", "key": "bo-beta", "set": {"sources": "lis;boo;pag"}},
        {"table": "tenures", "key": "t0008", "set": {"start": "1971-01-01", "office_id": "xxa-president"}},
        {"table": "tenures", "key": "t0009", "set": {"start": "1972-01-01", "office_id": "xxa-president"}},
        {"table": "aliases", "key": "cy-gamma|Beta", "set": {}},
        {"table": "aliases", "key": "dee-delta|Beta", "set": {}},
    ]
    folder = write_dataset(tmp_path, [*FAULTS, *many])
    code = f"import profiles, json; print(json.dumps([p.as_dict() for p in profiles.check({str(folder)!r})]))"
    runs = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    assert runs[0] == runs[1] == [problem.as_dict() for problem in check(folder)]
    assert len(runs[0]) > len(FOUND)


def test_the_order_of_rows_changes_no_finding_but_its_line(tmp_path: Path) -> None:
    straight = check(write_dataset(tmp_path / "a", FAULTS[:-1]))
    turned = write_dataset(tmp_path / "b", FAULTS[:-1])
    for path in turned.glob("*.csv"):
        if path.stem not in {"leaders", "groups"}:  # those hold line breaks and blank lines
            header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join([header, *lines[::-1]]), encoding="utf-8", newline="")
    found = [problem for problem in check(turned) if problem.rule != "not-canonical"]
    # Which of two equal names stands first is a matter of order.
    assert sorted((p.file, p.column, p.rule, p.value, p.severity) for p in found) == sorted(
        (p.file, p.column, p.rule, p.value, p.severity) for p in straight
    )


@pytest.mark.parametrize("table", sorted(COLUMNS))
@pytest.mark.parametrize("how", ["gone", "folder"])
def test_a_lost_file_is_one_finding(table: str, how: str, tmp_path: Path) -> None:
    # Nothing that refers to it, or rests on it, can be judged: no second finding, whatever table it is.
    problems = check(write_dataset(tmp_path, [{"file": f"{table}.csv", how: True}]))
    rule = "missing-file" if how == "gone" else "unreadable-file"
    assert _places(problems) == [(f"{table}.csv", 0, 0, rule)]


@pytest.mark.parametrize(("table", "column"), [(table, name) for table, names in COLUMNS.items() for name in names])
def test_a_lost_column_is_one_finding(table: str, column: str, tmp_path: Path) -> None:
    names = [name for name in COLUMNS[table] if name != column]
    problems = check(write_dataset(tmp_path, [{"table": table, "columns": names}]))
    errors = [problem for problem in problems if problem.severity == "error"]
    assert _places(errors) == [(f"{table}.csv", 1, 0, "missing-column")]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_a_lost_quotation_mark_is_one_finding(table: str, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path)
    path = folder / f"{table}.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f'{header}\n"{rest}', encoding="utf-8", newline="")
    problems = check(folder)
    assert [(problem.file, problem.rule) for problem in problems] == [(f"{table}.csv", "quoting")]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_tables_without_rows(table: str, tmp_path: Path) -> None:
    # Whatever refers to the rows that are gone is found; nothing is raised.
    problems = check(write_dataset(tmp_path, [{"file": f"{table}.csv", "text": ",".join(COLUMNS[table]) + "\n"}]))
    assert {problem.rule for problem in problems} <= {"reference", "unused-source", "views-missing-against-views"}
    assert f"{table}.csv" not in {problem.file for problem in problems}


def test_no_rows_at_all(tmp_path: Path) -> None:
    edits = [{"file": f"{table}.csv", "text": ",".join(COLUMNS[table.rpartition("/")[2]]) + "\n"} for table in ROWS]
    folder = write_dataset(tmp_path, edits)
    assert check(folder) == []
    with pytest.raises(DataError, match="no day to which any state was checked"):
        load(folder)


# --- never an exception ---

HOSTILE = st.sampled_from([
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b";",
    b"\xef\xbb\xbf",
    b"X",
    b"-",
    b"0",
    b"9999",
    b"[",
    b"..",
    b"true",
    b" ",
])
FILES = sorted(ROWS)


@st.composite
def _damage(draw: st.DrawFn) -> list[tuple[str, str, float, float, bytes]]:
    kinds = st.sampled_from(["put", "cut", "truncate", "delimiter", "double", "noise"])
    place = st.floats(0, 1)
    one = st.tuples(st.sampled_from(FILES), kinds, place, place, HOSTILE | st.binary(max_size=6))
    return draw(st.lists(one, min_size=1, max_size=4))


def _damaged(data: bytes, kind: str, one: float, two: float, noise: bytes) -> bytes:
    low, high = sorted((int(one * len(data)), int(two * len(data))))
    if kind == "put":
        return data[:low] + noise + data[low:]
    if kind == "cut":
        return data[:low] + data[min(high, low + 30) :]
    if kind == "truncate":
        return data[:low]
    if kind == "delimiter":
        return data.replace(b",", noise[:1] or b";")
    if kind == "double":
        return data[:high] + data[low:]
    return noise


def _no_exception(folder: Path) -> None:
    found = check(folder)
    assert all(isinstance(problem, Problem) for problem in found)
    assert found == sorted(found, key=lambda p: (p.file, p.line, p.column, p.rule, p.value))
    for problem in found:
        assert not (problem.column and not problem.line)
        assert str(problem).isprintable()
    if any(problem.severity == "error" for problem in found):
        with pytest.raises(DataError) as raised:
            load(folder, unverified=True)
        assert raised.value.problems == found


MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(_damage())
def test_no_damage_to_the_bytes_raises(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[str, str, float, float, bytes]]
) -> None:
    folder = write_dataset(tmp_path_factory.mktemp("bytes"))
    for table, *how in damage:
        path = folder / f"{table}.csv"
        path.write_bytes(_damaged(path.read_bytes(), *how))
    _no_exception(folder)


CELLS = st.sampled_from([
    *{cell for rows in ROWS.values() for row in rows for cell in row.values()},
    *("", "0001", "9999", "9999-12-31", "0001-01-01", "19XX", "2000-02-30", "[1990..1995]", "-5", "99999999999999999"),
    *("ongoing", "unknown", "known", "still_in_office", "Ada", "\u202e", "a  b", ";", "[", "none", "neutral"),
])


@MANY
@given(
    st.lists(
        st.sampled_from(FILES).flatmap(
            lambda place: st.tuples(
                st.just(place),
                st.integers(0, len(ROWS[place]) - 1),
                st.dictionaries(st.sampled_from(COLUMNS[place.rpartition("/")[2]]), CELLS, min_size=1, max_size=4),
                st.booleans(),
            )
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_cells_raise(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, dict[str, str], bool]]
) -> None:
    tables = {place: [dict(row) for row in rows] for place, rows in ROWS.items()}
    for place, number, cells, is_new in changes:
        row = tables[place][number]
        if is_new:
            tables[place].append({**row, **cells})
        else:
            row.update(cells)
    folder = write_dataset(tmp_path_factory.mktemp("cells"), rows=tables)
    _no_exception(folder)


# --- what is checked ---


def test_the_shipped_data_have_no_errors_and_no_warnings() -> None:
    assert [str(problem) for problem in check() if problem.severity != "info"] == []
    assert check() == profiles.check(str(data_dir()))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFolder, match="does not exist"):
        check(tmp_path / "gone")


def test_a_folder_without_tables(tmp_path: Path) -> None:
    assert [problem.rule for problem in check(tmp_path)] == ["missing-file"] * len(COLUMNS)


def test_one_file_among_its_neighbours(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, FAULTS)
    path = folder / "tenures.csv"
    found = check(path)
    assert [(problem.file, problem.line, problem.rule) for problem in found] == [(str(path), 2, "reference")]
    assert found[0].hint == "did you mean 'xxa-president'?"
    assert check(str(folder / "groups.csv"))[0].rule == "blank-row"


def test_one_file_alone_refers_to_the_shipped_data(tmp_path: Path) -> None:
    path = tmp_path / "relationship_terms.csv"
    header = ",".join(COLUMNS["relationship_terms"])
    row = "r900,putin-vladimir,xi-jinping,{},leader,2013,a friend,{},\n"
    path.write_text(f"{header}\n{row.format('xi-jinping', 'archigos-4.1')}", encoding="utf-8", newline="")
    assert check(path) == []
    path.write_text(f"{header}\n{row.format('xi-jinpin', 'archigos-4.1')}", encoding="utf-8", newline="")
    assert [problem.rule for problem in check(path)] == ["reference", "speaker-outside-pair"]


@pytest.mark.parametrize("table", WAITING)
def test_one_file_of_rows_that_wait(table: str, tmp_path: Path) -> None:
    # Their neighbours are the tables of the folder above, and they need no source.
    folder = write_dataset(tmp_path)
    assert check(folder / "unverified" / f"{table}.csv") == []
    path = folder / "unverified" / f"{table}.csv"
    path.write_bytes(path.read_bytes() + b"x\n")
    assert [(problem.file, problem.rule) for problem in check(path)] == [(str(path), "ragged-row")]


def test_one_file_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "presidents.csv"
    path.touch()
    (found,) = check(path)
    assert (found.rule, found.file) == ("unknown-file", str(path))
    assert found.hint.startswith("name it one of aliases.csv, coverage.csv")


def test_what_waits_is_checked_only_where_asked_for(tmp_path: Path) -> None:
    edits = [{"table": "unverified/leaders", "key": "eve-epsilon", "set": {"gender": ""}}]
    folder = write_dataset(tmp_path, edits)
    assert check_folder(folder).problems == ()
    assert check_folder(folder).waiting == {}
    found = check_folder(folder, waiting=True)
    assert _places(list(found.problems)) == [("unverified/leaders.csv", 3, 4, "required")]
    assert set(found.waiting) == set(WAITING)
    assert load(folder).has_unverified is False
    with pytest.raises(DataError, match="1 error in the data; nothing was loaded"):
        load(folder, unverified=True)


def test_nothing_need_wait(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path)
    for path in (folder / "unverified").iterdir():
        path.unlink()
    (folder / "unverified").rmdir()
    assert check(folder) == []
    assert len(load(folder, unverified=True).leaders) == 4


def test_replaced_files(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "a")
    other = write_dataset(tmp_path / "b", FAULTS) / "tenures.csv"
    found = check_folder(folder, replaced={"tenures": other})
    assert {problem.file for problem in found.problems} == {str(other)}
    assert found.folder == folder


def test_only_errors(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, FAULTS)
    fewer = check_folder(folder, waiting=True, only_errors=True)
    assert fewer.errors == [problem for problem in check(folder) if problem.severity == "error"]
    assert "not-canonical" not in {problem.rule for problem in fewer.problems}
