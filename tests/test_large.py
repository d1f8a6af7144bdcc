"""Large tables: read without a cell at a time, and checked in time that grows with the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.errors import Problem
from profiles.rules.tenures import _overlaps
from profiles.schema import load_schemas
from profiles.tables import RawTable, coded, read_raw, reading
from profiles.values import TypedTable, parse_table
from tests.synthetic import csv_line

GROUPS = load_schemas()["groups"]
HEADER = csv_line(GROUPS.names)

# Cells shorter and longer than the eight bytes that are compared at once, some alike but for their ends.
CELLS = st.text(st.sampled_from('ab ,"\n;é中\u2028\x0b'), max_size=6) | st.sampled_from([
    "",
    "eight888",
    "eight888 and more",
    "eight888 and less",
    "seventeen letters",
    "é" * 9,
    '"',
    '""',
    "\n",
    ",",
])
ROW = st.lists(CELLS, min_size=6, max_size=6) | st.just([""] * 6)
FAULTS = st.sampled_from([
    "",
    "",
    "",
    "\n",
    ",,,,,\n",
    '"',
    'a"b,,,,,\n',
    '"a",,,,,\n',
    '"a""b",,,,,\n',
    "short,row\n",
    "\r",
])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large")


def _read(folder: Path, text: str, large: int) -> tuple[RawTable, list[Problem]]:
    path = folder / "groups.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LARGE", large)
        return read_raw(path, GROUPS, file=path.name)


@given(st.lists(st.tuples(ROW, FAULTS), max_size=8), st.sampled_from([1, 40, 1 << 20]))
@example([(["a", "", "", "", "", ""], ""), ([""] * 6, "")], 1)
@example([(["a\n\nb", "", '"', ",", "", ""], ""), (["b", "", "", "", "", "\n"], "")], 1)
def test_the_fast_way_reads_what_the_slow_way_reads(
    folder: Path, rows: list[tuple[list[str], str]], block: int
) -> None:
    text = HEADER + "".join(csv_line(row) + fault for row, fault in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coded, "_BLOCK", block)
        fast, of_fast = _read(folder, text, 0)
    slow, of_slow = _read(folder, text, 10**9)
    assert of_fast == of_slow
    assert fast.lines.tolist() == slow.lines.tolist()
    assert (fast.digest, fast.positions, fast.is_whole) == (slow.digest, slow.positions, slow.is_whole)
    assert list(fast.columns) == list(slow.columns)
    for name in GROUPS.names:
        assert fast.columns[name].tolist() == slow.columns[name].tolist()
        codes, distinct = fast.coded(name)
        assert [part.tolist() for part in (codes, distinct)] == [part.tolist() for part in slow.coded(name)]
        assert (codes.dtype, distinct.dtype) == (np.int64, object)


@given(st.lists(ROW.filter(any), max_size=8))
def test_whatever_is_in_canonical_form_is_read_fast(rows: list[list[str]]) -> None:
    text = HEADER + "".join(csv_line(row) for row in rows)
    found = coded.code_columns(text.encode(), text, 6)
    assert found is not None
    columns = [distinct[codes].tolist() for codes, distinct in found[0]]
    assert columns == [list(column) for column in zip(*rows, strict=True)] or (not rows and columns == [[]] * 6)


@pytest.mark.parametrize(
    "body",
    [
        ",,,,,\n", "\n", "a,,,,\n", "a,,,,,,\n", '"a",,,,,\n', '"",,,,,b\n', 'a"b,,,,,\n', '"a"b,,,,,\n', '"a\n',
        "a,,,,,", "a,,,,,\r\n",
    ],
)  # fmt: skip
def test_what_is_to_be_reported_is_left_to_the_slow_way(body: str) -> None:
    text = f"{HEADER}b,,,,,\n{body}"
    assert coded.code_columns(text.encode(), text, 6) is None


def test_a_mark_that_is_never_closed_does_not_make_one_block_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coded, "_BLOCK", 100)
    text = f'{HEADER}"open{"a,,,,,b" * 10}\n' + "a,,,,,b\n" * 1000 + '",,,,,\n'
    assert coded.code_columns(text.encode(), text, 6) is None


# --- overlaps ---


def _tenures(offices: list[int], starts: list[int], ends: list[int]) -> TypedTable:
    schema = load_schemas()["tenures"]
    size = len(offices)
    columns = {name: np.full(size, "", dtype=object) for name in schema.names}
    for name, values in (("office_id", [f"o{o}" for o in offices]), ("start", starts), ("end", ends)):
        columns[name] = np.array([str(value) for value in values], dtype=object)
    return parse_table(RawTable(schema, "tenures.csv", columns, np.arange(2, size + 2)))[0]


def _pairs(table: TypedTable, group: np.ndarray) -> Iterator[tuple[int, int]]:
    """Return what `_overlaps` is to find, by holding every row against every other."""
    starts, ends = (table.earliest["start"], table.latest["end"])
    order = sorted(range(len(group)), key=lambda row: (group[row], starts[row], row))
    for place, second in enumerate(order):
        for first in order[:place]:
            if group[first] == group[second] and starts[second] < ends[first] and starts[first] < ends[second]:
                yield first, second


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1900, 1909), st.integers(-1, 4)), min_size=1, max_size=12),
    st.sampled_from([1, 2**21 + 1, 2**40]),
)
def test_overlaps_are_all_found_whatever_the_codes(rows: list[tuple[int, int, int]], factor: int) -> None:
    # Codes of over 2 ** 21, as pairs of a large table have them, once ran over the range of whole numbers.
    table = _tenures([row[0] for row in rows], [row[1] for row in rows], [row[1] + row[2] for row in rows])
    group = table.codes["office_id"] * factor
    found = [(first, second) for first, second, _ in _overlaps(table, group, np.ones(len(rows), dtype=bool))]
    assert found == list(_pairs(table, group))


def test_groups_without_an_overlap_are_not_looked_at_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    size = 5_000
    table = _tenures(
        [0] * 3 + list(range(1, size)), [1900, 1901, 1950] + [1900] * (size - 1), [1902] * 2 + [1960] * size
    )
    looked_at = []
    split = np.split
    monkeypatch.setattr(np, "split", lambda order, at: looked_at.extend(order) or split(order, at))
    group = table.codes["office_id"] * 2**30
    assert [pair[:2] for pair in _overlaps(table, group, np.ones(len(table), dtype=bool))] == [(0, 1)]
    assert sorted(looked_at) == [0, 1, 2]
