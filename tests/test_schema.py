"""Schemas: what makes a schema file unusable, and the pandera schema made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

import profiles
from profiles.checks import WAITING
from profiles.dataset import Dataset, load
from profiles.errors import SchemaError
from profiles.schema import Field, load_schema, load_schemas
from profiles.tables import RawTable, clean_text
from profiles.values import parse_table
from tests.synthetic import COLUMNS, write_dataset

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted(COLUMNS)


def _example() -> dict[str, Any]:
    return {
        "name": "things",
        "title": "Things",
        "description": "Made up.",
        "fields": [
            {
                "name": "thing_id",
                "type": "string",
                "title": "Id",
                "description": "The id.",
                "constraints": {"required": True, "unique": True, "pattern": "[a-z]+", "maxLength": 9},
            },
            {
                "name": "kind",
                "type": "string",
                "title": "Kind",
                "description": "The kind.",
                "constraints": {"enum": ["a", "b"]},
                "profiles": {
                    "codes": [
                        {"code": "a", "label": "A", "definition": "An a."},
                        {"code": "b", "label": "B", "definition": "A b."},
                    ]
                },
            },
            {
                "name": "kinds",
                "type": "string",
                "title": "Kinds",
                "description": "The kinds.",
                "constraints": {"pattern": "(a|b)(;(a|b))*"},
                "profiles": {
                    "codes": [
                        {"code": "a", "label": "A", "definition": "An a."},
                        {"code": "b", "label": "B", "definition": "A b."},
                    ],
                    "separator": ";",
                },
            },
            {
                "name": "others",
                "type": "string",
                "title": "Others",
                "description": "Other things.",
                "profiles": {"separator": ";", "refersTo": {"table": "things", "field": "thing_id"}, "locator": True},
            },
            {
                "name": "born",
                "type": "string",
                "title": "Born",
                "description": "The day.",
                "profiles": {"kind": "partial-date"},
            },
            {
                "name": "size",
                "type": "integer",
                "title": "Size",
                "description": "The size.",
                "constraints": {"minimum": 0, "maximum": 0},
                "profiles": {"unit": "cm"},
            },
            {
                "name": "is_good",
                "type": "boolean",
                "title": "Good",
                "description": "Whether it is.",
                "trueValues": ["true"],
                "falseValues": ["false"],
            },
            {
                "name": "said",
                "type": "string",
                "title": "Said",
                "description": "In words.",
                "profiles": {"maxWords": 2},
            },
        ],
        "missingValues": [""],
        "primaryKey": "thing_id",
        "foreignKeys": [{"fields": "kind", "reference": {"resource": "things", "fields": "thing_id"}}],
        "profiles": {"row": "one thing", "rules": ["row-without-source"]},
    }


def _write(folder: Path, raw: object, name: str = "things") -> Path:
    path = folder / f"{name}.json"
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
    return path


def test_a_schema_in_full(tmp_path: Path) -> None:
    table = load_schema(_write(tmp_path, _example()))
    assert (table.name, table.title, table.description, table.row) == ("things", "Things", "Made up.", "one thing")
    assert table.names == ("thing_id", "kind", "kinds", "others", "born", "size", "is_good", "said")
    assert (table.primary_key, table.rules) == (("thing_id",), ("row-without-source",))
    assert [(key.field, key.reference.table, key.reference.field) for key in table.foreign_keys] == [
        ("kind", "things", "thing_id")
    ]
    key, kind, others, size = (table.by_name[name] for name in ("thing_id", "kind", "others", "size"))
    assert (key.required, key.unique, key.pattern, key.max_length) == (True, True, "[a-z]+", 9)
    assert key.regex is not None
    assert key.regex.fullmatch("ab")
    assert size.regex is None
    assert kind.code_values == ("a", "b")
    assert (kind.codes[1].label, kind.codes[1].definition) == ("B", "A b.")
    assert (others.separator, others.has_locator, others.refers_to and others.refers_to.table) == (";", True, "things")
    assert table.by_name["born"].is_date
    assert (size.minimum, size.maximum, size.unit) == (0, 0, "cm")
    assert table.by_name["said"].max_words == 2


def _at(*path: str | int) -> Callable[[dict[str, Any]], Any]:
    def walk(raw: Any) -> Any:
        for step in path[:-1]:
            raw = raw[step]
        return raw

    return walk


_GONE = object()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("uniqueKeys",), [], r"table\.uniqueKeys is not a key of a schema; known are \$schema, description"),
        (("primarykey",), "thing_id", r"table\.primarykey is not a key of a schema; did you mean 'primaryKey'\?"),
        (("profiles", "rule"), [], r"profiles\.rule is not a key of a schema; did you mean 'rules'\?"),
        (("profiles",), [], "profiles must be an object"),
        (("profiles", "row"), _GONE, r"profiles\.row must be a text"),
        (("title",), "", r"table\.title must be a text"),
        (("name",), 1, r"table\.name must be a text"),
        (("name",), "thing", "name is 'thing' but the file is 'things.json'"),
        (("missingValues",), ["", "NA"], r"missingValues must be \[\"\"\]: .*NA is Namibia"),
        (("missingValues",), _GONE, "missingValues must be"),
        (("fields",), [], "fields must name at least one column"),
        (("fields", 1, "name"), "thing_id", "fields must name at least one column, and none twice"),
        (("fields", 1), "kind", r"fields\[1\] must be an object"),
        (("primaryKey",), "id", "keys name 'id', which is no column"),
        (("primaryKey",), _GONE, "primaryKey must name at least one column"),
        (("foreignKeys", 0, "fields"), "x", "keys name 'x', which is no column"),
        (
            ("fields", 0, "constraint"),
            {},
            r"fields\[0\]\.constraint is not a key of a schema; did you mean 'constraints'",
        ),
        (
            ("fields", 0, "constraints", "minLength"),
            1,
            r"fields\[0\] \(thing_id\)\.constraints\.minLength is not a key",
        ),
        (("fields", 1, "profiles", "code"), [], r"fields\[1\] \(kind\)\.profiles\.code is not a key .* 'codes'"),
        (("fields", 0, "constraints"), [], r"fields\[0\] \(thing_id\)\.constraints must be an object"),
        (("fields", 0, "type"), "date", r"fields\[0\] \(thing_id\)\.type 'date' must be one of .* kind partial-date"),
        (("fields", 0, "type"), _GONE, r"fields\[0\] \(thing_id\)\.type must be a text"),
        (("fields", 0, "description"), _GONE, r"fields\[0\] \(thing_id\)\.description must be a text"),
        (("fields", 6, "trueValues"), ["true", "1"], r"fields\[6\] \(is_good\) must have trueValues"),
        (("fields", 6, "falseValues"), _GONE, r"fields\[6\] \(is_good\) must have trueValues"),
        (("fields", 4, "profiles", "kind"), "date", r"fields\[4\] \(born\)\.profiles\.kind must be 'partial-date'"),
        (
            ("fields", 0, "constraints", "pattern"),
            r"\d+",
            r"fields\[0\] .*pattern has \\d, which matches digits of every",
        ),
        (("fields", 0, "constraints", "pattern"), "[a-z", r"fields\[0\] .*pattern is no pattern: unterminated"),
        (("fields", 0, "constraints", "enum"), ["a"], r"fields\[0\] .*enum has no codes with label and definition"),
        (
            ("fields", 1, "constraints", "enum"),
            ["b", "a"],
            r"fields\[1\] .*enum must list the codes .* in the same order",
        ),
        (("fields", 1, "constraints", "enum"), _GONE, r"fields\[1\] .*enum must list the codes"),
        (
            ("fields", 2, "constraints", "pattern"),
            "(a|b)*",
            r"fields\[2\] .*pattern must be \(a\|b\)\(;\(a\|b\)\)\* so that",
        ),
        (("fields", 2, "constraints", "pattern"), _GONE, r"fields\[2\] .*pattern must be"),
        # Not of the shape that is looked into.
        (("foreignKeys",), [{"fields": "kind"}], "foreignKeys"),
        (("foreignKeys",), {"fields": "kind"}, "foreignKeys"),
        (("foreignKeys", 0, "reference"), "things", "foreignKeys"),
        (("primaryKey",), 1, "primaryKey"),
        (("fields",), 1, "fields"),
        (("fields", 1, "profiles", "codes"), [{"code": "a"}], r"fields\[1\]"),
        (("fields", 1, "profiles", "codes"), ["a", "b"], r"fields\[1\]"),
        (("fields", 3, "profiles", "refersTo"), "things", r"fields\[3\]"),
        (("fields", 3, "profiles", "refersTo"), {"table": "things"}, r"fields\[3\]"),
        (("fields", 0, "constraints", "pattern"), 1, r"fields\[0\]"),
        (("fields", 5, "constraints", "minimum"), "0", r"fields\[5\]"),
        (("fields", 0, "constraints", "required"), "yes", r"fields\[0\]"),
        (("fields", 2, "profiles", "separator"), 1, r"fields\[2\]"),
        (("profiles", "rules"), "row-without-source", r"profiles\.rules"),
    ],
)
def test_a_schema_that_cannot_be_used(path: tuple[str | int, ...], value: object, message: str, tmp_path: Path) -> None:
    raw = _example()
    if value is _GONE:
        del _at(*path)(raw)[path[-1]]
    else:
        _at(*path)(raw)[path[-1]] = value
    with pytest.raises(SchemaError, match=f"^schemas/things.json: .*{message}"):
        load_schema(_write(tmp_path, raw))


def test_a_file_that_is_no_schema(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"^schemas/things\.json: not JSON: Expecting"):
        load_schema(_write(tmp_path, "{"))
    (tmp_path / "things.json").write_bytes(b"\xff")
    with pytest.raises(SchemaError, match=r"^schemas/things\.json: not JSON: 'utf-8' codec"):
        load_schema(tmp_path / "things.json")
    with pytest.raises(SchemaError, match="table must be an object"):
        load_schema(_write(tmp_path, []))


def test_schemas_refer_to_one_another(tmp_path: Path) -> None:
    raw = _example()
    _write(tmp_path, raw)
    assert set(load_schemas(tmp_path)) == {"things"}
    for place, wrong, what in (("foreignKeys", "resource", "x.thing_id"), ("foreignKeys", "fields", "things.x")):
        raw = _example()
        raw[place][0]["reference"][wrong] = "x"
        folder = tmp_path / wrong
        folder.mkdir()
        _write(folder, raw)
        with pytest.raises(SchemaError, match=rf"schemas/things\.json: refers to {what}, which no schema describes"):
            load_schemas(folder)
    raw = _example()
    raw["fields"][3]["profiles"]["refersTo"]["table"] = "x"
    (tmp_path / "list").mkdir()
    _write(tmp_path / "list", raw)
    with pytest.raises(SchemaError, match=r"refers to x\.thing_id"):
        load_schemas(tmp_path / "list")


# --- the shipped schemas ---


@pytest.mark.parametrize("table", TABLES)
def test_the_shipped_schemas_load(table: str) -> None:
    schema = load_schemas()[table]
    assert schema == load_schema(ROOT / "schemas" / f"{table}.json")
    assert schema.names == COLUMNS[table]
    # Findings of a key point at its first column, which stands first in the file.
    assert schema.primary_key == schema.names[: len(schema.primary_key)]
    for name in schema.primary_key:
        assert schema.by_name[name].required
    for key in schema.foreign_keys:
        assert load_schemas()[key.reference.table].primary_key == (key.reference.field,)
    for field in schema.fields:
        if field.refers_to:
            assert field.separator
            assert load_schemas()[field.refers_to.table].primary_key == (field.refers_to.field,)
        assert not field.is_date or field.type == "string"
        assert len(set(field.code_values)) == len(field.code_values)


def test_schemas_are_read_once() -> None:
    assert load_schemas() is load_schemas()


@pytest.mark.parametrize("table", TABLES)
def test_patterns_of_dates_take_every_date(table: str) -> None:
    # Other programs check dates by the pattern alone: it must not refuse what we read.
    from profiles.dates import parse_date

    texts = ["1957", "1957-05", "1957-05-02", "1957-XX", "1957-05-XX", "195X", "19XX", "1957~", "1957-05?", "195X%"]
    texts += ["[1982..1984]", "[1941,1942]", "[1982-03..1982-05]", "[1941-01-02,1943-05-06,1944-01-01]"]
    for text in texts:
        parse_date(text)
    for field in load_schemas()[table].fields:
        if field.is_date:
            assert field.regex is not None
            assert [text for text in texts if not field.regex.fullmatch(text)] == []


# --- pandera ---


@pytest.fixture(scope="module")
def shipped() -> tuple[Dataset, Dataset]:
    return load(), load(unverified=True)


@pytest.mark.parametrize("table", TABLES)
def test_it_takes_every_loaded_frame(table: str, shipped: tuple[Dataset, Dataset]) -> None:
    for data in shipped:
        frame = data.tables[table]
        before = frame.copy()
        assert profiles.schema(table).validate(frame, lazy=True).equals(before)


def _own(table: str, folder: Path) -> pd.DataFrame:
    """Return a frame as a user would have it: the file's columns, nothing derived."""
    return load(write_dataset(folder)).tables[table][list(COLUMNS[table])]


@pytest.mark.parametrize("table", TABLES)
def test_it_takes_frames_without_derived_columns(table: str, tmp_path: Path) -> None:
    frame = _own(table, tmp_path)
    profiles.schema(table).validate(frame, lazy=True)
    # Text may be of any type that holds text; the order of the columns is free.
    profiles.schema(table).validate(frame[list(frame)[::-1]].astype(dict.fromkeys(_texts(table), object)), lazy=True)
    profiles.schema(table).validate(frame.astype(dict.fromkeys(_texts(table), "string")), lazy=True)


def _texts(table: str) -> list[str]:
    return [field.name for field in load_schemas()[table].fields if field.type == "string"]


def test_it_says_what_a_row_is() -> None:
    made = profiles.schema("offices")
    assert (made.name, made.title, made.metadata) == ("offices", "Offices", {"row": "one office"})
    assert made.columns["seats"].metadata == {"unit": "persons"}
    assert made.columns["seats"].description == "How many persons hold the office at one time."
    assert made.unique == ["office_id"]
    assert made.strict is True
    assert made.coerce is False


def test_an_unknown_table() -> None:
    with pytest.raises(SchemaError, match="no table is called 'tenure'; did you mean 'tenures'"):
        profiles.schema("tenure")
    with pytest.raises(SchemaError, match="'x'; tables are aliases, coverage"):
        profiles.schema("x")


def _failures(table: str, frame: pd.DataFrame) -> list[tuple[str, str, int | None]]:
    with pytest.raises(SchemaErrors) as raised:
        profiles.schema(table).validate(frame, lazy=True)
    cases = raised.value.failure_cases
    return [
        (str(column), str(check), None if pd.isna(index) else int(index))
        for column, check, index in zip(cases["column"], cases["check"], cases["index"], strict=True)
    ]


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "check"),
    [
        ("leaders", 1, "name", None, "not_nullable"),
        ("leaders", 1, "leader_id", "Bo Beta", "str_matches"),
        ("leaders", 1, "gender", "Male", "isin"),
        ("leaders", 1, "born", "1941-02-29", "is not a date"),
        ("leaders", 1, "died", "5 May 2000", "is not a date"),
        ("leaders", 1, "name", "B" * 81, "str_length"),
        ("leaders", 1, "wikidata_id", "Q2\n", "str_matches"),
        ("leaders", 1, "wikidata_id", "Q٢", "str_matches"),
        ("views", 0, "key_phrase", "a b c d e f g h i j k l m", "over 12 words"),
        ("views", 0, "causes", "nationalism;popular", "str_matches"),
        ("offices", 0, "seats", 0, "greater_than_or_equal_to"),
        ("states", 1, "gw_code", 1000, "less_than_or_equal_to"),
        ("states", 1, "name", "Country A", "field_uniqueness"),
        ("states", 1, "iso3", "XXA", "stands twice"),
        ("states", 1, "gw_code", 0, "greater_than_or_equal_to"),
        ("tenures", 0, "is_acting", None, "not_nullable"),
    ],
)
def test_it_refuses_one_bad_cell(table: str, row: int, column: str, value: object, check: str, tmp_path: Path) -> None:
    frame = _own(table, tmp_path).copy()
    frame.loc[row, column] = value
    failures = _failures(table, frame)
    assert (column, row) in {(column, index) for column, _, index in failures}
    assert {column for column, _, _ in failures} == {column}
    assert any(check in said for _, said, _ in failures), failures


def test_it_refuses_repeated_keys(tmp_path: Path) -> None:
    frame = _own("aliases", tmp_path)
    frame = pd.concat([frame, frame.iloc[[0]]], ignore_index=True)
    assert {column for column, _, _ in _failures("aliases", frame)} == {"leader_id", "alias"}


def test_it_refuses_other_columns(tmp_path: Path) -> None:
    frame = _own("offices", tmp_path)
    assert [check for _, check, _ in _failures("offices", frame.assign(extra="x"))] == ["column_in_schema"]
    assert [check for _, check, _ in _failures("offices", frame.drop(columns="note"))] == ["column_in_dataframe"]


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("offices", "seats", "str"),
        ("offices", "seats", "float64"),
        ("tenures", "is_acting", "str"),
        ("tenures", "is_acting", "Int64"),
        ("tenures", "start", "datetime64[s]"),
        ("offices", "first_earliest", "str"),
        ("leaders", "is_unverified", "str"),
    ],
)
def test_it_coerces_nothing(table: str, column: str, kind: str, tmp_path: Path) -> None:
    frame = load(write_dataset(tmp_path)).tables[table].copy()
    source = frame["start_earliest"] if kind == "datetime64[s]" else frame[column]
    frame[column] = source.astype(kind)
    assert column in {column for column, _, _ in _failures(table, frame)}


def test_it_refuses_objects_that_are_no_text(tmp_path: Path) -> None:
    frame = _own("leaders", tmp_path).astype({"note": object})
    frame.loc[1, "note"] = 5
    assert {column for column, _, _ in _failures("leaders", frame)} == {"note"}


FIELDS = [(name, field) for name in TABLES for field in load_schemas()[name].fields if field.type == "string"]
BY_KIND = st.text(st.sampled_from("abQ1-9XZ;[]. \né~_"), min_size=1, max_size=10) | st.sampled_from([
    *("nationalism", "nationalism;nationalisms", "male", "Q1", "XXA", "XXA\n", "v001", "t0001\n", "book[p. 1]"),
    *("1999", "1999-02-29", "[1990..1995]", "https://example.org/", "a b c d e f g h i j k l m", "x" * 121),
])
MADE = {name: profiles.schema(name) for name in TABLES}
# Left to `check`, which reads text: how a cell is spaced and spelt, and whether a list is one.
NOT_ITS_JOB = {"stray-space", "unnormalised-text", "bidirectional-override", "control-character", "list"}


@given(st.sampled_from(FIELDS), BY_KIND)
@example(("states", load_schemas()["states"].by_name["iso3"]), "XXA\n")
@example(("leaders", load_schemas()["leaders"].by_name["sources"]), "book;book")
def test_its_verdict_on_a_cell_is_ours(of: tuple[str, Field], text: str) -> None:
    name, field = of
    schema = load_schemas()[name]
    cells = {other: np.array([""], dtype=object) for other in schema.names}
    cells[field.name] = np.array([text], dtype=object)
    raw = RawTable(schema, f"{name}.csv", cells, np.array([2]), {n: i for i, n in enumerate(schema.names, 1)})
    ours = {problem.rule for problem in parse_table(raw)[1] if problem.field == field.name}
    column = MADE[name].columns[field.name]
    try:
        column.validate(pd.DataFrame({field.name: pd.Series([text], dtype="str")}), lazy=True)
    except SchemaErrors as error:
        refused = set(error.failure_cases["column"]) == {field.name} or not error.failure_cases.empty
    else:
        refused = False
    if not ours & NOT_ITS_JOB:
        assert refused == bool(ours)
    else:
        assert ours <= NOT_ITS_JOB
        assert len(ours) == 1
        assert clean_text(text) != text or "list" in ours or not text.isprintable()


def test_unverified_marks_are_taken_where_they_are(shipped: tuple[Dataset, Dataset]) -> None:
    for table in WAITING:
        frame = shipped[1].tables[table].copy()
        frame.loc[0, "is_unverified"] = pd.NA
        assert {column for column, _, _ in _failures(table, frame)} == {"is_unverified"}
