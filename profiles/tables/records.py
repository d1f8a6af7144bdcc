"""Text to records: columns of cells, with the line on which each record begins."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from profiles.tables.raw import FileFindings, Texts


def split_records(text: str, header: Sequence[str], found: FileFindings) -> tuple[list[Texts], npt.NDArray[np.int64]]:
    """Return the columns record by record, leaving out those that do not fit the header."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = len(header)
    records: list[list[str]] = []
    lines: list[int] = []
    line = 1
    with _no_collection():
        try:
            next(reader)
            line = reader.line_num + 1
            for record in reader:
                if len(record) == width and any(record):
                    records.append(record)
                    lines.append(line)
                elif not any(record):
                    found.add(
                        "blank-row",
                        "the row is blank",
                        line=line,
                        severity="warning",
                        hint="run: profiles format",
                    )
                else:
                    hint = "quote a cell that holds a comma" if len(record) > width else "add the missing commas"
                    message = f"the row has {len(record)} cells, the header {width}"
                    found.add("ragged-row", message, line=line, value=",".join(record), hint=hint)
                line = reader.line_num + 1
        except csv.Error as error:
            found.add(
                "quoting",
                f"the record cannot be read: {error}",
                line=line,
                hint="check the quotation marks here and above",
            )
    columns = [np.array(column, dtype=object) for column in zip(*records, strict=True)]
    if not records:
        columns = [np.empty(0, dtype=object) for _ in header]
    return columns, np.array(lines, dtype=np.int64)


@contextmanager
def _no_collection() -> Generator[None]:
    # Millions of small lists make the cyclic collector scan them again and again, for nothing.
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
