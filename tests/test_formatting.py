"""``profiles format``: all tables or none, and no cell lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles import formatting
from profiles.checks import check
from profiles.dataset import load
from profiles.errors import DataError
from profiles.formatting import format_tables
from tests.synthetic import COLUMNS, write_dataset

H = ",".join(COLUMNS["groups"])
UNTIDY = [
    {"file": "groups.csv", "text": f"{H}\r\n\r\nwarsaw-pact,XXB,1955-05-14,1991-07-01,book,\r\n"
     f"eu,XXA,1958-01-01,,\"book\", two  words \r\n"},
    {"table": "leaders", "key": "bo-beta", "set": {"name": "Be\u0301 Beta "}},
    {"table": "states", "columns": COLUMNS["states"][::-1]},
    {"file": "unverified/offices.csv", "before": "efbbbf"},
]  # fmt: skip


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.csv"))}


def test_nothing_to_do(tmp_path: Path) -> None:
    write_dataset(tmp_path)
    before = _bytes(tmp_path)
    assert format_tables(tmp_path) == []
    assert _bytes(tmp_path) == before


def test_the_shipped_data_are_canonical() -> None:
    assert format_tables(write=False) == []


def test_untidy_files_become_tidy(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, UNTIDY)
    before = _bytes(folder)
    names = ["groups.csv", "leaders.csv", "states.csv", "unverified/offices.csv"]
    assert format_tables(folder, write=False) == names
    assert _bytes(folder) == before
    assert format_tables(folder) == names
    assert format_tables(folder) == []
    assert check(folder) == []
    groups = f"{H}\neu,XXA,1958-01-01,,book,two words\nwarsaw-pact,XXB,1955-05-14,1991-07-01,book,\n"
    assert (folder / "groups.csv").read_bytes() == groups.encode()
    assert load(folder).leaders["name"][1] == "Bé Beta"


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        ({"file": "groups.csv", "replace": ["1958-01-01,,book,", "1958-01-01,,book,,and more"]}, "ragged-row"),
        ({"file": "groups.csv", "replace": ["note", "notes"]}, "unknown-column"),
        ({"file": "groups.csv", "replace": ["eu,XXA", 'eu,"XXA']}, "quoting"),
        ({"file": "groups.csv", "hex": "ff"}, "encoding"),
        ({"file": "groups.csv", "text": ""}, "empty-file"),
        ({"file": "groups.csv", "folder": True}, "unreadable-file"),
        ({"table": "groups", "columns": [*COLUMNS["groups"], "note"]}, "duplicate-column"),
        ({"table": "groups", "columns": COLUMNS["groups"][:-1]}, "missing-column"),
    ],
)
def test_no_file_is_touched_where_a_cell_could_be_lost(edit: dict[str, Any], rule: str, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [*UNTIDY[1:], edit])
    files = [path for path in sorted(tmp_path.rglob("*.csv")) if path.is_file()]
    before = [path.read_bytes() for path in files]
    with pytest.raises(DataError, match="nothing was changed") as raised:
        format_tables(folder)
    assert rule in {problem.rule for problem in raised.value.problems}
    assert {problem.file for problem in raised.value.problems} == {"groups.csv"}
    assert [path.read_bytes() for path in files] == before


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path, [{"file": "presidents.csv", "text": " b, a\r\n"}])
    assert format_tables(folder) == []
    assert (folder / "presidents.csv").read_text(encoding="utf-8") == " b, a\n"


def test_the_shipped_folder_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROFILES_DATA", str(write_dataset(tmp_path, UNTIDY[1:2])))
    assert format_tables() == ["leaders.csv"]


def test_a_failing_write_leaves_the_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_dataset(tmp_path, UNTIDY)
    before = _bytes(folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(formatting, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        format_tables(folder)
    assert _bytes(folder) == before


@settings(max_examples=50)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), st.permutations(range(6))
)
def test_formatting_twice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, note: str, order: list[int]
) -> None:
    columns = [COLUMNS["groups"][place] for place in order]
    edits: list[dict[str, Any]] = [
        {"table": "groups", "key": "eu|XXA|1958-01-01", "set": {"note": note}},
        {"table": "groups", "columns": columns},
    ]
    folder = write_dataset(tmp_path_factory.mktemp("twice"), edits)
    format_tables(folder)
    once = _bytes(folder)
    assert format_tables(folder) == []
    assert _bytes(folder) == once
    # What is left for a human are characters that no one can clean without knowing better.
    assert {problem.rule for problem in check(folder)} <= {"control-character", "bidirectional-override"}
