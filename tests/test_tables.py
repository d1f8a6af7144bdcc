"""Files to text columns and back: true lines, two ways of reading that agree, one canonical form."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.errors import Problem
from profiles.schema import load_schemas
from profiles.tables import RawTable, canonical_text, clean_text, read_raw, write_text
from tests.synthetic import COLUMNS, ROWS, csv_line, csv_text

GROUPS = load_schemas()["groups"]
CODINGS = load_schemas()["view_codings"]
HEADER = ",".join(GROUPS.names)


def _read(folder: Path, text: str | bytes, table: str = "groups") -> tuple[RawTable, list[Problem]]:
    path = folder / f"{table}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_raw(path, load_schemas()[table], file=path.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # One for all examples of a property, which each write their file anew.
    return tmp_path_factory.mktemp("tables")


# --- reading ---


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_cells_come_back_as_written(table: str, tmp_path: Path) -> None:
    raw, problems = _read(tmp_path, csv_text(table, ROWS[table]), table)
    assert problems == []
    assert len(raw) == len(ROWS[table])
    for place, name in enumerate(COLUMNS[table], 1):
        assert raw.columns[name].tolist() == [row.get(name, "") for row in ROWS[table]]
        assert raw.positions[name] == place


def test_columns_in_another_order_are_found_by_name(tmp_path: Path) -> None:
    raw, problems = _read(tmp_path, "note,start,group_id,end,state_id,sources\nN,1,eu,2,XXA,book\n")
    assert [problem.rule for problem in problems] == ["not-canonical"]
    assert list(raw.columns) == list(GROUPS.names)
    assert [raw.columns[name][0] for name in GROUPS.names] == ["eu", "XXA", "1", "2", "book", "N"]
    assert raw.positions["note"] == 1


def test_a_missing_column_is_read_as_empty(tmp_path: Path) -> None:
    raw, problems = _read(tmp_path, "group_id,state_id,start\neu,XXA,1958\n")
    assert [(problem.rule, problem.field) for problem in problems] == [
        ("missing-column", "end"),
        ("missing-column", "sources"),
        ("missing-column", "note"),
    ]
    assert raw.columns["note"].tolist() == [""]
    assert "note" not in raw.positions


def test_the_file_is_named_in_full_unless_told_otherwise(tmp_path: Path) -> None:
    raw, problems = read_raw(tmp_path / "groups.csv", GROUPS)
    assert [problem.file for problem in problems] == [str(tmp_path / "groups.csv")]
    assert len(raw) == 0
    assert raw.file == str(tmp_path / "groups.csv")


def test_form_can_be_left_unchecked(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(f"{HEADER}\nnato,XXA,1958,,,\neu,XXA,1958,,,\n", encoding="utf-8", newline="")
    assert [problem.rule for problem in read_raw(path, GROUPS)[1]] == ["not-canonical"]
    assert read_raw(path, GROUPS, form=False)[1] == []


CELLS = st.text(st.sampled_from("ab ,\"\n\r;é\u2028\x0b'"), max_size=6)
ROWS_OF_SIX = st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=6)


def _written(rows: list[list[str]], end: str, *, quote_all: bool) -> tuple[str, list[int]]:
    """Return a file and the line on which each row that is not blank begins, counted by hand."""
    text, lines = csv_line(GROUPS.names, end=end), []
    for row in rows:
        if any(row):
            lines.append(1 + len(re.findall(r"\r\n|\r|\n", text)))
        text += csv_line(row, end=end, quote_all=quote_all)
    return text, lines


@given(rows=ROWS_OF_SIX, end=st.sampled_from(["\n", "\r\n", "\r"]), quote_all=st.booleans())
@example(rows=[["a\nb\n\nc", '"', "\r\n", "", "", ""], ["x", "", "", "", "", ""]], end="\n", quote_all=False)
def test_lines_are_true_after_line_breaks_and_quotes(
    folder: Path, *, rows: list[list[str]], end: str, quote_all: bool
) -> None:
    text, lines = _written(rows, end, quote_all=quote_all)
    raw, problems = _read(folder, text)
    assert raw.lines.tolist() == lines
    assert {problem.rule for problem in problems} <= {"blank-row", "not-canonical"}
    kept = [row for row in rows if any(row)]
    assert [list(cells) for cells in zip(*raw.columns.values(), strict=True)] == kept


def test_lines_of_faulty_records_are_true_too(tmp_path: Path) -> None:
    text = f'{HEADER}\neu,XXA,1958,,,"a\nb\n\n""c"""\nshort\n\n"x\ny",1\nnato,XXA,1949,,,\n"open,XXA\n1'
    raw, problems = _read(tmp_path, text)
    assert raw.lines.tolist() == [2, 10]
    assert [(problem.rule, problem.line) for problem in problems] == [
        ("ragged-row", 6),
        ("blank-row", 7),
        ("ragged-row", 8),
        ("quoting", 11),
    ]


# --- the fast way of reading ---


LINES = st.text(st.sampled_from("ab,,,,, \né\t;\x0b\x1c\x85\u2028\ufeff#\\'"), max_size=60)
TIDY = st.lists(st.lists(st.text(st.sampled_from("ab é\t#\\'"), max_size=3), min_size=6, max_size=6), max_size=8).map(
    lambda rows: "".join(",".join(row) + "\n" for row in rows)
)


@given(TIDY | LINES)
@example(",,,,,\n")
@example("eu,XXA,1,2,3,4\n,,,,,\nnato,XXA,1,2,3,4\n")
@example("eu,XXA,1,2,3,4")
@example("\n")
@example("NA,nan,NULL,None,#N/A,-\n")
@example("eu,XXA,1e5,01,+1,0x1\n1,2,3,4,5,6\n")
@example(" eu ,XXA,\t,  ,a b,é\n")
def test_the_fast_way_reads_what_the_slow_way_reads(folder: Path, body: str) -> None:
    # Only files of over a megabyte are read the fast way: here every file is, then none.
    text = f"{HEADER}\n{body}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("profiles.tables.reading.LARGE", 0)
        fast, of_fast = _read(folder, text)
        patch.setattr("profiles.tables.reading.LARGE", 10**9)
        slow, of_slow = _read(folder, text)
    assert of_fast == of_slow
    assert fast.lines.tolist() == slow.lines.tolist()
    assert fast.digest == slow.digest
    for name in GROUPS.names:
        assert fast.columns[name].tolist() == slow.columns[name].tolist()
        assert fast.columns[name].dtype == slow.columns[name].dtype == object


def test_the_fast_way_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from profiles.tables import reading

    def refuse(*_: object) -> None:
        pytest.fail("a large plain file was read record by record")

    monkeypatch.setattr(reading, "split_records", refuse)
    row = "eu,XXA,1958-01-01,,book,\n"
    size = 1_000_000 // len(row) + 1
    raw, problems = _read(tmp_path, f"{HEADER}\n{row * size}")
    assert problems == []
    assert len(raw) == size
    assert raw.lines[-1] == size + 1
    # Equal texts are one object: a million rows of few distinct texts take little memory.
    assert raw.columns["sources"][0] is raw.columns["sources"][-1]


@given(st.binary(max_size=80) | st.builds(bytes.__add__, st.just(HEADER.encode()), st.binary(max_size=80)))
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\n")
@example(b"\x1c")
@example(b"\r\r")
@example(b"group_id\n1\n")
@example(b"\xef\xbb\xbf" + HEADER.encode())
def test_any_bytes_can_be_read(folder: Path, data: bytes) -> None:
    for large in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("profiles.tables.reading.LARGE", large)
            raw, problems = _read(folder, data)
        assert all(len(column) == len(raw) for column in raw.columns.values())
        assert np.all(np.diff(raw.lines) > 0)
        assert raw.positions or problems


def test_the_digest_is_of_the_text_without_its_mark(tmp_path: Path) -> None:
    text = f"{HEADER}\neu,XXA,1958,,,\n".encode()
    plain, marked = _read(tmp_path, text)[0], _read(tmp_path, b"\xef\xbb\xbf" + text)[0]
    assert plain.digest == marked.digest != ""
    assert _read(tmp_path, text.replace(b"1958", b"1957"))[0].digest != plain.digest


# --- canonical form ---


ANY_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(ANY_CELLS | st.text(st.sampled_from("a \n\r\t\u00a0\u3000e\u0301é\u1100\u1161\u2126"), max_size=12))
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "  " not in clean
    assert "\r" not in clean
    assert clean == clean.strip()
    # No word is lost or joined to another.
    assert clean.split() == unicodedata.normalize("NFC", text).split()


def test_clean_text_keeps_line_breaks() -> None:
    assert clean_text(" a \u00a0b\r\n\r\n c\u2003\rd\n") == "a b\n\nc\nd"
    assert clean_text("NA") == "NA"
    assert clean_text("") == ""


@given(st.lists(st.lists(ANY_CELLS | CELLS, min_size=6, max_size=6).filter(any), max_size=6))
@example([["", "", "", "", "", ","], ["", "", "", "", "", " "]])
def test_the_canonical_text_is_read_as_canonical(folder: Path, rows: list[list[str]]) -> None:
    # Whether the writer quotes a carriage return depends on Python; no clean cell holds one.
    rows = [[cell.replace("\r", "\n") for cell in row] for row in rows]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(GROUPS.names)}
    for clean in (True, False):
        text = canonical_text(GROUPS, columns, clean=clean)
        raw, problems = _read(folder, text)
        wanted = [[clean_text(cell) for cell in row] if clean else row for row in rows]
        # A row of which nothing is left is no row; the file says so.
        assert [problem.rule for problem in problems] == ["blank-row"] * sum(not any(row) for row in wanted)
        wanted = sorted((row for row in wanted if any(row)), key=lambda row: row[:3])
        assert [list(cells) for cells in zip(*raw.columns.values(), strict=True)] == wanted
        if all(any(row) for row in wanted) and not problems:
            assert canonical_text(GROUPS, raw.columns, clean=clean) == text


def test_canonical_form_in_full() -> None:
    columns = {
        "coder": ["b", "a", "a"],
        "view_id": ["v002", "v002", "v001"],
        "note": ['say "a"', " two  spaces ", "one,\ntwo"],
    }
    assert canonical_text(CODINGS, columns) == (
        ",".join(CODINGS.names) + "\n"
        'v001,a,,,,,,,,,"one,\ntwo"\n'
        "v002,a,,,,,,,,,two spaces\n"
        'v002,b,,,,,,,,,"say ""a"""\n'
    )
    assert canonical_text(CODINGS, {}) == ",".join(CODINGS.names) + "\n"


def test_rows_of_one_key_keep_their_order() -> None:
    columns = {"group_id": ["eu", "eu"], "state_id": ["XXA", "XXA"], "start": ["1", "1"], "note": ["b", "a"]}
    assert canonical_text(GROUPS, columns).splitlines()[1:] == ["eu,XXA,1,,,b", "eu,XXA,1,,,a"]


# --- writing ---


def test_write_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_text(path, "old\n") == path
    write_text(path, "é\r\n")
    assert path.read_bytes() == b"\xc3\xa9\r\n"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
        path.chmod(0o600)
        write_text(path, "new\n")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["fsync", "chmod", "replace", "encode"])
def test_a_failing_write_leaves_the_old_file(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old\n", encoding="utf-8", newline="")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    text = "new\n"
    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif failing == "encode":
        text = "new\ud800"
    else:
        monkeypatch.setattr(Path, failing, fail)
    with pytest.raises(UnicodeEncodeError if failing == "encode" else OSError):
        write_text(path, text)
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]
