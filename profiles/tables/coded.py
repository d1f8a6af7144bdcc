"""Large texts to coded columns: no Python object per cell, only one per distinct cell."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from profiles.tables.raw import Coded

_Bytes: TypeAlias = npt.NDArray[np.uint8]
_Ints: TypeAlias = npt.NDArray[np.int64]
_Words: TypeAlias = npt.NDArray[np.uint64]

_QUOTE, _COMMA, _END = b'",\n'
# Bytes looked at together: what is worked out about them then stays in the processor's cache.
_BLOCK = 1 << 20
# A quotation mark that is never closed must not make one block of the whole file.
_MOST_BLOCKS = 16
_WORD = 8
# For each number of bytes, the bits of a word that they fill.
_FILLED = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], dtype="<u8")


def code_columns(data: bytes, text: str, width: int) -> tuple[list[Coded], _Ints] | None:
    """Return the columns of a large text as codes and distinct cells, and the line on which each record begins.

    Parameters
    ----------
    data, text
        The same text twice: as UTF-8, and decoded. Without NUL, which would not tell cells apart.
    width
        Number of columns in the header, which is the first record.

    Returns
    -------
    tuple or None
        One pair per column, distinct cells in order of appearance, and the lines. None where there is
        anything to report about records or quotation marks: `split_records` then finds out what.
    """
    if width < 2 or not data.endswith(b"\n") or b"\r" in data:
        return None
    padded = np.frombuffer(data + bytes(_WORD), dtype=np.uint8)
    # Every byte begins a word of eight: a view, for a copy would be eight times the text.
    words = np.lib.stride_tricks.as_strided(padded[:_WORD].view("<u8"), (len(data) + 1,), (1,), writeable=False)
    starts, ends, heads, lines = [], [], [], []
    has_inner = False
    line = 1
    at = 0
    while at < len(data):
        stop = _block_end(data, at)
        cells = _cells(padded[at:stop], width) if stop else None
        if cells is None:
            return None
        first, last, of_records, inner = cells
        has_inner |= inner
        starts.append(np.ascontiguousarray(first + at))
        ends.append(np.ascontiguousarray(last + at))
        heads.append(np.ascontiguousarray(_part(words[at:], first, last - first)))
        lines.append(of_records + line)
        line += data.count(b"\n", at, stop)
        at = stop
    ascii_text = text if len(text) == len(data) else None
    columns: list[Coded] = []
    for place in range(width):
        first = np.concatenate([block[place] for block in starts])[1:]
        last = np.concatenate([block[place] for block in ends])[1:]
        codes, rows = _code(np.concatenate([block[place] for block in heads])[1:], words, first, last - first)
        spans = zip(first[rows].tolist(), last[rows].tolist(), strict=True)
        if ascii_text is not None:
            texts = [ascii_text[a:b] for a, b in spans]
        else:
            texts = [data[a:b].decode() for a, b in spans]
        distinct = np.empty(len(texts), dtype=object)
        # A quotation mark inside a cell is there twice: `_cells` lets no other through.
        distinct[:] = [cell.replace('""', '"') for cell in texts] if has_inner else texts
        columns.append((codes, distinct))
    return columns, np.concatenate(lines)[1:]


def _block_end(data: bytes, at: int) -> int:
    """Return where a block of whole records ends, behind a line end outside quotation marks; 0 if nowhere near."""
    stop = data.rfind(b"\n", at, at + _BLOCK) + 1 or data.index(b"\n", at) + 1
    is_open = data.count(b'"', at, stop) % 2
    while is_open:
        after = data.find(b"\n", stop) + 1
        if not after or after - at > _MOST_BLOCKS * _BLOCK:
            return 0
        is_open ^= data.count(b'"', stop, after) % 2
        stop = after
    return stop


def _cells(block: _Bytes, width: int) -> tuple[_Ints, _Ints, _Ints, bool] | None:
    """Return where the cells of a block lie, and its records.

    Parameters
    ----------
    block
        Whole records.
    width
        The number of cells that each has.

    Returns
    -------
    tuple or None
        Where cells begin and end without the marks around them, both by column and row; on which line of the
        block each record begins; whether any cell holds a quotation mark. None where a record has another width
        or says nothing, or where a quotation mark is missing, doubled in the wrong place or not needed.
    """
    marks = np.flatnonzero((block == _COMMA) | (block == _END))
    quotes = np.flatnonzero(block == _QUOTE)
    # Of commas and line ends those part cells before which an even number of quotation marks stands.
    ends = marks[np.searchsorted(quotes, marks) % 2 == 0] if len(quotes) else marks
    if len(ends) % width:
        return None
    is_line_end = (block[ends] == _END).reshape(-1, width)
    if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
        return None
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1] + 1
    if (ends[width - 1 :: width] - starts[::width] == width - 1).any():  # commas alone
        return None
    lines = np.arange(len(is_line_end))
    if len(ends) < len(marks):
        lines = np.searchsorted(marks[block[marks] == _END], starts[::width])
    quoted = _quoted(quotes, marks, starts, ends)
    if quoted is None:
        return None
    starts[quoted] += 1
    ends = ends.copy()
    ends[quoted] -= 1
    return starts.reshape(-1, width).T, ends.reshape(-1, width).T, lines, len(quotes) > 2 * len(quoted)


def _quoted(quotes: _Ints, marks: _Ints, starts: _Ints, ends: _Ints) -> _Ints | None:
    """Return which cells are quoted; None where one is not in the way that `csv.writer` would do it."""
    if not len(quotes):
        return quotes
    cell = np.searchsorted(ends, quotes)
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    last = np.append(first[1:], len(cell)) - 1
    quoted = cell[first]
    is_inner = np.ones(len(quotes), dtype=bool)
    is_inner[first] = is_inner[last] = False
    inner = quotes[is_inner]
    holds_mark = np.searchsorted(marks, ends[quoted]) > np.searchsorted(marks, starts[quoted])
    is_whole = (last > first) & (quotes[first] == starts[quoted]) & (quotes[last] == ends[quoted] - 1)
    is_needed = (last - first > 1) | holds_mark
    if not (is_whole & is_needed).all() or len(inner) % 2 or (np.diff(inner)[::2] != 1).any():
        return None
    return quoted


def _code(heads: _Words, words: _Words, starts: _Ints, sizes: _Ints) -> tuple[_Ints, _Ints]:
    """Return the codes of a column's cells, and the row in which each distinct cell first stands."""
    import pandas as pd

    # Cells are compared eight bytes at a time: after each step, those that are equal so far have equal codes.
    codes, distinct = pd.factorize(heads)
    used, has_gaps = len(distinct), False
    least = int(sizes.min()) if len(sizes) else 0
    for offset in range(_WORD, sizes.max(initial=0), _WORD):
        if offset < least:
            more, distinct = pd.factorize(_part(words[offset:], starts, sizes - offset))
            if len(distinct) > 1:
                codes, pairs = pd.factorize(codes * len(distinct) + more)
                used = len(pairs)
            continue
        rows = np.flatnonzero(sizes > offset)
        more, distinct = pd.factorize(_part(words[offset:], starts[rows], sizes[rows] - offset))
        # Cells that end here keep their codes. The others get new ones, so that they cannot meet.
        both, pairs = pd.factorize(codes[rows] * len(distinct) + more)
        codes[rows] = both + used
        used, has_gaps = used + len(pairs), True
    if has_gaps:
        codes, uniques = pd.factorize(codes)
        used = len(uniques)
    codes = codes.astype(np.int64, copy=False)
    firsts = np.empty(used, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return codes, firsts


def _part(words: _Words, starts: _Ints, sizes: _Ints) -> _Words:
    """Return the first eight bytes of each cell, or what it has of them, as one number."""
    found = words[starts]
    if sizes.min(initial=_WORD) < _WORD:
        found &= _FILLED[np.minimum(sizes, _WORD)]
    return found
