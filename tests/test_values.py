"""Columns of text to typed columns: what each kind of cell takes, and one finding for one cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.dates import parse_date
from profiles.errors import Problem
from profiles.schema import Field, load_schemas
from profiles.tables import RawTable, clean_text, read_raw
from profiles.values import Finding, TypedTable, list_items, parse_table, source_id, unknown_references
from tests.synthetic import COLUMNS, ROWS, csv_text, write_dataset

TABLES = sorted(COLUMNS)


def _raw(table: str, **columns: list[str]) -> RawTable:
    """Return a table of which only some columns are filled."""
    schema = load_schemas()[table]
    size = len(next(iter(columns.values())))
    cells = {name: np.array(columns.get(name, [""] * size), dtype=object) for name in schema.names}
    positions = {name: place for place, name in enumerate(schema.names, 1)}
    return RawTable(schema, f"{table}.csv", cells, np.arange(2, size + 2), positions)


def _found(table: str, column: str, *texts: str) -> list[tuple[str, str]]:
    """Return rule and value of what is wrong with cells of one column."""
    found = parse_table(_raw(table, **{column: list(texts)}))[1]
    return [(problem.rule, problem.value) for problem in found if problem.field == column]


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, TypedTable]:
    folder = write_dataset(tmp_path)
    return {name: parse_table(read_raw(folder / f"{name}.csv", load_schemas()[name])[0])[0] for name in TABLES}


def test_typed_columns(tables: dict[str, TypedTable]) -> None:
    states, tenures = tables["states"], tables["tenures"]
    assert len(tenures) == 5
    assert tenures.schema is load_schemas()["tenures"]
    assert states.numbers["gw_code"].tolist() == [901, 903]
    assert states.numbers["cow_code"].tolist() == [902, 0]
    assert states.present("cow_code").tolist() == [True, False]
    assert tenures.flags["is_acting"].tolist() == [False, False, False, True, False]
    assert tenures.equals("exit", "regular").tolist() == [True, False, False, False, False]
    assert tenures.equals("exit", "no such code").tolist() == [False] * 5
    assert tenures.earliest["start"].dtype == tenures.latest["end"].dtype == "datetime64[s]"
    assert tenures.earliest["start"].astype("M8[D]").astype(str).tolist()[-1] == "1985-05-01"
    assert tenures.latest["end"].astype("M8[D]").astype(str).tolist() == [
        "1980-06-30",
        "NaT",
        "1991-12-26",
        "NaT",
        "1990-12-31",
    ]


def test_texts_are_coded_once(tables: dict[str, TypedTable]) -> None:
    for table in tables.values():
        for name in table.schema.names:
            distinct, codes = table.distinct[name], table.codes[name]
            assert len(set(distinct)) == len(distinct)
            assert distinct[codes].tolist() == table.text(name).tolist()


def test_rows_are_looked_up_by_key(tables: dict[str, TypedTable]) -> None:
    tenures, offices = tables["tenures"], tables["offices"]
    assert offices.key_rows == {"xxa-premier": 0, "xxa-president": 1, "xxb-chair": 2}
    assert tenures.lookup("office_id", offices).tolist() == [1, 1, 2, 0, 0]
    assert tenures.lookup("leader_id", offices).tolist() == [-1] * 5
    nothing = parse_table(RawTable.empty(load_schemas()["tenures"], "tenures.csv"))[0]
    assert nothing.lookup("office_id", offices).tolist() == []
    assert tenures.lookup("leader_id", nothing).tolist() == [-1] * 5


def test_of_two_rows_with_one_key_the_first_is_found() -> None:
    table = parse_table(_raw("sources", source_id=["a", "b", "a"]))[0]
    assert table.key_rows == {"a": 0, "b": 1}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows(table: str) -> None:
    typed, problems = parse_table(RawTable.empty(load_schemas()[table], f"{table}.csv"))
    assert problems == []
    assert len(typed) == 0
    for column in typed.schema.fields:
        assert len(typed.present(column.name)) == len(typed.equals(column.name, "x")) == 0
        kinds = [typed.earliest, typed.latest] if column.is_date else []
        kinds += {"integer": [typed.numbers], "boolean": [typed.flags]}.get(column.type, [])
        assert all(len(kind[column.name]) == 0 for kind in kinds)


# --- kinds of cells ---


def test_integers() -> None:
    good = ["", "1", "10", "999999999999999999"]
    assert _found("offices", "seats", *good[1:]) == []
    for bad in ("01", "1.0", "1e3", "+1", "--1", "-", "٣", "1٣", "1_0", "1000000000000000000", "NaN", "one"):
        assert _found("offices", "seats", bad) == [("type", bad)], bad
    table = parse_table(_raw("states", gw_code=["2", "", "x", "1000", "0", "2"]))[0]
    assert table.present("gw_code").tolist() == [True, False, False, False, False, True]
    assert table.numbers["gw_code"][[0, 5]].tolist() == [2, 2]


def test_booleans() -> None:
    for bad in ("True", "TRUE", "yes", "1", "t", "wahr"):
        assert _found("tenures", "is_acting", bad) == [("type", bad)], bad
    table = parse_table(_raw("tenures", is_acting=["true", "false", "", "yes"]))[0]
    assert table.flags["is_acting"].tolist() == [True, False, False, False]
    assert table.present("is_acting").tolist() == [True, True, False, False]


def test_na_is_text() -> None:
    for text in ("NA", "nan", "NULL", "None", "-", "#N/A"):
        assert _found("leaders", "name", text) == []
    table = parse_table(_raw("leaders", name=["NA", ""]))[0]
    assert table.present("name").tolist() == [True, False]


@given(st.from_regex(r"\[?[0-9X]{2,5}(-[0-9X]{1,2}){0,2}[~?%]?(\.\.[0-9]{4})?\]?", fullmatch=True))
@example("0000")
@example("1900-02-29")
def test_dates_are_what_the_date_parser_says(text: str) -> None:
    table, problems = parse_table(_raw("leaders", born=[text]))
    mine = [problem for problem in problems if problem.field == "born"]
    try:
        date = parse_date(text)
    except ValueError:
        assert [(problem.rule, problem.value) for problem in mine] == [("date", text)]
        assert np.isnat(table.earliest["born"]).all()
        assert not table.present("born").any()
        assert problem_says_the_value_once(mine[0])
    else:
        assert mine == []
        assert table.earliest["born"][0].astype("M8[D]").item() == date.earliest
        assert table.latest["born"][0].astype("M8[D]").item() == date.latest


def problem_says_the_value_once(problem: Problem) -> bool:
    return not problem.message.startswith((problem.value, repr(problem.value))) and bool(problem.hint)


FIELDS = [(name, field) for name, schema in load_schemas().items() for field in schema.fields]
HOSTILE = st.text(st.sampled_from("ab1-XZ;[]., \n\t\r\u00a0\u202e\u0301\x07é~?"), max_size=12)


@given(st.sampled_from(FIELDS), st.lists(HOSTILE, min_size=1, max_size=4))
@example(("leaders", load_schemas()["leaders"].by_name["note"]), ["a\n"])
@example(("leaders", load_schemas()["leaders"].by_name["note"]), ["\na"])
@example(("leaders", load_schemas()["leaders"].by_name["note"]), ["a\n", "é"])
def test_one_finding_for_one_cell(of: tuple[str, Field], texts: list[str]) -> None:
    name, column = of
    table, problems = parse_table(_raw(name, **{column.name: texts}))
    mine = [problem for problem in problems if problem.field == column.name]
    lines = [problem.line for problem in mine if problem.rule not in {"unique", "primary-key"}]
    assert len(set(lines)) == len(lines)
    # Whether a cell is found unclean depends on nothing but the cell.
    for row, text in enumerate(texts):
        rules = {problem.rule for problem in mine if problem.line == row + 2}
        if clean_text(text) != text:
            assert rules & {"stray-space", "unnormalised-text", "bidirectional-override", "control-character"}
        assert bool(rules - {"unique", "primary-key", "required"}) == (
            bool(text) and not table.present(column.name)[row]
        )


@pytest.mark.parametrize("table", TABLES)
def test_each_cell_alone_is_as_good_as_among_others(table: str) -> None:
    # A column is judged by its distinct texts: the same as cell by cell.
    rows = ROWS[table]
    for name in COLUMNS[table]:
        texts = [row.get(name, "") for row in rows]
        together = [(p.rule, p.line) for p in parse_table(_raw(table, **{name: texts}))[1] if p.field == name]
        alone = [
            (problem.rule, place + 2)
            for place, text in enumerate(texts)
            for problem in parse_table(_raw(table, **{name: [text]}))[1]
            if problem.field == name
        ]
        assert sorted(x for x in together if x[0] not in {"unique", "primary-key"}) == sorted(alone)


def test_a_missing_column_is_not_reported_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "leaders.csv"
    columns = [name for name in COLUMNS["leaders"] if name not in {"name", "born", "gender"}]
    path.write_text(csv_text("leaders", ROWS["leaders"], columns), encoding="utf-8", newline="")
    table, problems = parse_table(read_raw(path, load_schemas()["leaders"])[0])
    assert problems == []
    assert not table.present("name").any()
    assert np.isnat(table.earliest["born"]).all()


# --- keys and references ---


def test_repeated_keys_name_the_first_line() -> None:
    _, problems = parse_table(_raw("sources", source_id=["a", "b", "a", "a", "", ""]))
    found = [(p.line, p.column, p.message) for p in problems if p.rule == "primary-key"]
    assert found == [(4, 1, "the key stands already on line 2"), (5, 1, "the key stands already on line 2")]


def test_keys_of_several_columns() -> None:
    ids = ["a", "a", "b", "a"]
    table = _raw("groups", group_id=["eu"] * 4, state_id=["XXA"] * 4, start=["1950", "1951", "1950", "1950"], note=ids)
    found = [(p.line, p.message) for p in parse_table(table)[1] if p.rule == "primary-key"]
    message = "the key (group_id, state_id, start) stands already on line 2"
    assert found == [(4, message), (5, message)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y", ""])), max_size=8))
def test_keys_are_repeated_exactly_where_a_pair_is(pairs: list[tuple[str, str]]) -> None:
    table = _raw("aliases", leader_id=[pair[0] for pair in pairs], alias=[pair[1] for pair in pairs])
    found = {p.line - 2 for p in parse_table(table)[1] if p.rule == "primary-key"}
    assert found == {row for row, pair in enumerate(pairs) if pair[1] and pair in pairs[:row]}


def test_unknown_references() -> None:
    raw = _raw("leaders", sources=["book", "book[p. 1];gone;lost[p. 2]", "", "gone", "no good!"])
    table = parse_table(raw)[0]
    found = unknown_references(table, "sources", frozenset({"book", "list"}), "sources")
    assert found == [
        Finding(
            "reference", 1, "sources", "is not in sources.csv", "add it to sources.csv, or correct it", value="gone"
        ),
        Finding("reference", 1, "sources", "is not in sources.csv", "did you mean 'list'?", value="lost"),
        Finding(
            "reference", 3, "sources", "is not in sources.csv", "add it to sources.csv, or correct it", value="gone"
        ),
    ]
    assert unknown_references(table, "birth_state", frozenset(), "states") == []


def test_very_many_unknown_references_get_fewer_hints() -> None:
    known = frozenset({"dee-delta"})
    table = parse_table(_raw("tenures", leader_id=[f"dee-delta{i}" for i in range(60)]))[0]
    hints = [finding.hint for finding in unknown_references(table, "leader_id", known, "leaders")]
    assert hints[:50] == ["did you mean 'dee-delta'?"] * 50
    assert set(hints[50:]) == {"add it to leaders.csv, or correct it"}


def test_lists() -> None:
    assert list_items("") == []
    assert list_items("a") == ["a"]
    assert list_items("a;b[x];") == ["a", "b[x]", ""]
    assert list_items("a|b", "|") == ["a", "b"]
    assert source_id("book[p. 1]") == source_id("book") == "book"


def test_a_finding_gets_its_place(tables: dict[str, TypedTable]) -> None:
    leaders = tables["leaders"]
    found = leaders.problem(Finding("date", 1, "born", "is wrong", "mend it", "warning"))
    assert (found.line, found.column, found.value) == (4, 5, "1940-02-29")
    assert (found.severity, found.message, found.hint) == ("warning", "is wrong", "mend it")
    assert leaders.problem(Finding("date", 1, "born", "is wrong", value="x")).value == "x"
    whole = leaders.problem(Finding("date", 2, "", "is wrong"))
    assert (whole.line, whole.column, whole.field, whole.value) == (5, 0, "", "")
