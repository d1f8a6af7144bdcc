"""Loading: typed frames, the dataset's day and version, what waits; and the shipped data's known counts."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest

import profiles
from profiles.checks import WAITING
from profiles.dataset import Dataset, load
from profiles.errors import DataError
from profiles.formatting import format_tables
from profiles.paths import data_dir
from profiles.schema import load_schemas
from tests.synthetic import COLUMNS, ROWS, write_dataset


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_dataset(tmp_path)


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def everything() -> Dataset:
    return load(unverified=True)


def _dtypes(table: str) -> dict[str, str]:
    """Return the documented type of each column, in order."""
    types = {}
    for field in load_schemas()[table].fields:
        types[field.name] = {"string": "str", "integer": "Int64", "boolean": "boolean"}[field.type]
        if field.is_date:
            types[f"{field.name}_earliest"] = types[f"{field.name}_latest"] = "datetime64[s]"
    if table in WAITING:
        types["is_unverified"] = "boolean"
    return types


def _is(dtype: object, name: str) -> bool:
    if name == "str":  # pandas 2.3 has the type, but not yet under this name
        return isinstance(dtype, pd.StringDtype) and dtype.na_value is not pd.NA
    return dtype == name


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_columns_have_the_documented_types(table: str, folder: Path, shipped: Dataset, everything: Dataset) -> None:
    for data in (load(folder), load(folder, unverified=True), shipped, everything):
        frame = data.tables[table]
        types = _dtypes(table)
        assert list(frame.columns) == list(types)
        for name, kind in types.items():
            assert _is(frame[name].dtype, kind), f"{name} is {frame[name].dtype}, not {kind}"
        assert frame.index.equals(pd.RangeIndex(len(frame)))
        assert frame.attrs == {}


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_cells_are_those_of_the_file(table: str, folder: Path) -> None:
    frame = load(folder).tables[table]
    rows = sorted(ROWS[table], key=lambda row: tuple(row.get(name, "") for name in load_schemas()[table].primary_key))
    for name in COLUMNS[table]:
        cells = [None if pd.isna(cell) else str(cell) for cell in frame[name].tolist()]
        written = [row.get(name) or None for row in rows]
        if _dtypes(table)[name] == "boolean":
            written = [cell and cell.capitalize() for cell in written]
        assert cells == written


def test_dates_have_their_bounds(folder: Path) -> None:
    row = load(folder).tenures.iloc[4]
    assert (row["start"], row["start_earliest"], row["start_latest"]) == (
        "1985-05",
        pd.Timestamp("1985-05-01"),
        pd.Timestamp("1985-05-31"),
    )
    assert (row["end"], row["end_latest"]) == ("1990~", pd.Timestamp("1990-12-31"))
    assert load(folder).tenures["end_latest"].isna().tolist() == [False, True, False, True, False]


def test_dates_outside_nanoseconds(tmp_path: Path) -> None:
    edits = [{"table": "leaders", "key": "old-one", "set": {"born": "0044-03", "died": "9999"}}]
    leaders = load(write_dataset(tmp_path, edits)).leaders.set_index("leader_id")
    assert str(leaders.loc["old-one", "born_earliest"]) == "0044-03-01 00:00:00"
    assert str(leaders.loc["old-one", "died_latest"]) == "9999-12-31 00:00:00"


def test_na_is_text_and_only_the_empty_cell_is_missing(tmp_path: Path) -> None:
    words = ["NA", "nan", "NULL", "None", "N/A", "null", "NaN", "<NA>", "-", "n/a"]
    edits = [{"table": "leaders", "key": f"z{i}", "set": {"name": word, "note": ""}} for i, word in enumerate(words)]
    leaders = load(write_dataset(tmp_path, edits)).leaders.set_index("leader_id")
    names = leaders.loc[[f"z{i}" for i in range(len(words))], "name"]
    assert names.tolist() == words
    assert leaders.loc["z0":, "note"].isna().all()
    assert leaders["name"].notna().all()


def test_na_of_namibia_in_the_shipped_data(shipped: Dataset) -> None:
    # Every cell of every shipped file, read by nothing of ours, is the cell of the frame.
    for table, frame in shipped.tables.items():
        with (data_dir() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for name in COLUMNS[table]:
            column = frame[name]
            if isinstance(column.dtype, pd.StringDtype):
                assert [row[name] for row in rows] == column.fillna("").tolist()
            assert [row[name] == "" for row in rows] == column.isna().tolist()


def test_as_of_is_the_first_day_to_which_any_state_was_checked(tmp_path: Path) -> None:
    assert load(write_dataset(tmp_path)).as_of == dt.date(2020, 12, 31)
    edits = [
        {"table": "states", "key": "XXC", "set": {}},
        {"table": "coverage", "key": "XXC", "set": {"checked_to": "2019-05"}},
    ]
    assert load(write_dataset(tmp_path, edits)).as_of == dt.date(2019, 5, 1)


def test_without_a_day_there_is_no_dataset(tmp_path: Path) -> None:
    edits = [
        {"table": "states", "key": "XXA", "set": {"end": "2020-12-31"}},
        {"table": "coverage", "key": "XXA", "set": {"checked_to": ""}},
        {"table": "groups", "key": "eu|XXA|1958-01-01", "set": {"end": "2000-01-01"}},
        {"table": "tenures", "key": "t0002", "set": {"end": "2020-12-31", "end_status": "known", "exit": "regular"}},
    ]
    with pytest.raises(DataError, match=r"coverage\.csv gives no day") as raised:
        load(write_dataset(tmp_path, edits))
    assert raised.value.problems == []


# --- version ---


def test_the_version_is_of_the_text_of_the_shipped_files(folder: Path, tmp_path: Path) -> None:
    version = load(folder).version
    assert re.fullmatch(r"[0-9a-f]{12}", version)
    assert load(folder).version == version
    assert load(write_dataset(tmp_path / "elsewhere")).version == version
    # Rows that wait are no part of it, loaded or not.
    assert load(folder, unverified=True).version == version
    (folder / "unverified" / "tenures.csv").unlink()
    assert load(folder).version == version


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_any_cell_changes_the_version(table: str, folder: Path, tmp_path: Path) -> None:
    name = {"aliases": "alias", "coverage": "basis", "meetings": "event", "view_codings": "note"}.get(table, "note")
    name = {"relationship_terms": "term"}.get(table, name)
    key = "|".join(ROWS[table][0][column] for column in load_schemas()[table].primary_key)
    edited = key if table != "aliases" else "ada-alpha|Ada II"
    edits = [{"table": table, "key": edited, "set": {} if table == "aliases" else {name: "another"}}]
    assert load(write_dataset(tmp_path / "b", edits)).version != load(folder).version


def test_the_order_of_rows_changes_the_version_and_a_mark_does_not(folder: Path) -> None:
    # The hash is of text: `check` warns of any text that is not canonical, so that equal data have one text.
    version = load(folder).version
    path = folder / "sources.csv"
    text = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + text)
    assert load(folder).version == version
    header, *lines = text.splitlines(keepends=True)
    path.write_bytes(b"".join([header, *lines[::-1]]))
    assert [problem.rule for problem in profiles.check(folder)] == ["not-canonical"]
    assert load(folder).version != version
    format_tables(folder)
    assert load(folder).version == version


# --- frozen ---


def test_a_dataset_is_frozen(folder: Path) -> None:
    data = load(folder)
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.leaders = data.states  # type: ignore[misc]
    assert data == load(folder)
    assert len({data, load(folder)}) == 1


def test_two_datasets_share_nothing(folder: Path) -> None:
    one, two = load(folder), load(folder)
    one.leaders.loc[0, "name"] = "changed"
    one.tenures.loc[0, "start_earliest"] = pd.Timestamp("2000-01-01")
    one.states.loc[0, "gw_code"] = 1
    assert two.leaders.loc[0, "name"] == load(folder).leaders.loc[0, "name"] == "Ada Alpha"
    assert load(folder).states.loc[0, "gw_code"] == 901
    assert load(folder).tenures.loc[0, "start_earliest"] == pd.Timestamp("1970-01-01")


def test_a_dataset_tells_what_it_is(folder: Path) -> None:
    data = load(str(folder))
    assert data.path == folder
    assert data.schemas is load_schemas()
    assert set(data.tables) == set(COLUMNS)
    assert data.tables["views"] is data.views
    assert repr(data).startswith("Dataset(4 leaders, 3 aliases, 2 states, 3 offices, 5 tenures, ")
    assert repr(data).endswith(f"; as of 2020-12-31, version {data.version})")
    assert repr(load(folder, unverified=True)).endswith(", with unverified rows)")


def test_the_folder_of_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROFILES_DATA", str(folder))
    assert load().path == folder


# --- rows that wait for a source ---


def test_what_waits_is_not_loaded_unless_asked_for(folder: Path) -> None:
    data = load(folder)
    assert not data.has_unverified
    for table in WAITING:
        assert len(data.tables[table]) == len(ROWS[table])
        assert not data.tables[table]["is_unverified"].any()
    assert "eve-epsilon" not in set(data.leaders["leader_id"]) | set(data.aliases["leader_id"])


def test_what_waits_is_merged_and_marked(folder: Path) -> None:
    data = load(folder, unverified=True)
    assert data.has_unverified
    marked = {
        table: frame.loc[frame["is_unverified"].astype(bool)]
        for table, frame in data.tables.items()
        if table in WAITING
    }
    assert marked["leaders"]["leader_id"].tolist() == ["cy-gamma", "eve-epsilon"]
    assert marked["aliases"]["alias"].tolist() == ["Eve"]
    assert marked["offices"]["office_id"].tolist() == ["xxb-premier"]
    assert marked["tenures"]["tenure_id"].tolist() == ["t0006", "t0007"]
    for table in WAITING:
        keys = data.tables[table][list(load_schemas()[table].primary_key)]
        assert keys.equals(keys.sort_values(list(keys), ignore_index=True))
        assert not keys.duplicated().any()


def test_what_waits_fills_empty_cells_and_replaces_none(folder: Path) -> None:
    cy = load(folder, unverified=True).leaders.set_index("leader_id").loc["cy-gamma"]
    assert cy["born"] == "1955~"  # as shipped: the day that waits does not replace it
    assert (str(cy["born_earliest"])[:10], str(cy["born_latest"])[:10]) == ("1955-01-01", "1955-12-31")
    assert cy["birthplace"] == "Gammaville"
    assert cy["note"] == "nothing in the archive of 2020"
    assert pd.isna(cy["died"])


def test_a_waiting_birth_brings_its_bounds(tmp_path: Path) -> None:
    edits = [{"table": "leaders", "key": "cy-gamma", "set": {"born": ""}}]
    cy = load(write_dataset(tmp_path, edits), unverified=True).leaders.set_index("leader_id").loc["cy-gamma"]
    assert (cy["born"], str(cy["born_earliest"])[:10], str(cy["born_latest"])[:10]) == (
        "1955-07-07",
        "1955-07-07",
        "1955-07-07",
    )


def test_references_of_what_waits_resolve(everything: Dataset) -> None:
    ids = {name: set(everything.tables[name][schema.primary_key[0]]) for name, schema in load_schemas().items()}
    for name, schema in load_schemas().items():
        for key in schema.foreign_keys:
            assert set(everything.tables[name][key.field].dropna()) <= ids[key.reference.table], f"{name}.{key.field}"


def test_a_table_may_wait_alone(folder: Path) -> None:
    for table in ("leaders", "aliases", "tenures"):
        (folder / "unverified" / f"{table}.csv").unlink()
    data = load(folder, unverified=True)
    assert data.offices["is_unverified"].sum() == 1
    assert not data.leaders["is_unverified"].any()


# --- the shipped data ---


def _rows(table: str) -> list[dict[str, str]]:
    rows = []
    for path in (data_dir() / f"{table}.csv", data_dir() / "unverified" / f"{table}.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def test_nobody_is_lost(shipped: Dataset, everything: Dataset) -> None:
    # What was collected, row by row; a row moves from data/unverified to data, it does not go.
    assert len({row["leader_id"] for row in _rows("leaders")}) == 1282
    assert len({row["tenure_id"] for row in _rows("tenures")}) == 1716
    assert len(everything.leaders) == 1282
    assert len(everything.tenures) == 1716
    assert len(shipped.views) == 147
    assert len(shipped.meetings) == 75
    assert shipped.as_of == everything.as_of == dt.date(2026, 1, 22)


def test_every_shipped_row_has_its_source(shipped: Dataset) -> None:
    for table, frame in shipped.tables.items():
        if "sources" in frame:
            assert frame["sources"].notna().all(), table


def test_what_readers_of_the_news_know(shipped: Dataset) -> None:
    leaders = shipped.leaders.set_index("leader_id")
    born = leaders.loc[["putin-vladimir", "xi-jinping"], "born"].tolist()
    assert born[0] == "1952-10-07"
    assert born[1].startswith("1953-06")
    assert leaders.loc["gorbachev-mikhail", ["born", "died"]].tolist() == ["1931-03-02", "2022-08-30"]
    states = shipped.states.set_index("state_id")
    assert states.loc["NAM", "name"] == "Namibia"
    assert states.loc["SUN", "end"] == "1991-12-26"
    assert "RUS" in states.loc["SUN", "successors"].split(";")
    assert states.loc[["USA", "RUS"], "cow_code"].tolist() == [2, 365]
