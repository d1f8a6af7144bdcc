"""Tables into canonical form, all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

from profiles.errors import DataError, Problem
from profiles.paths import data_dir
from profiles.schema import load_schemas
from profiles.tables import canonical_text, read_raw, write_text

__all__ = ["format_tables"]

# What formatting mends. Any other fault of a file would lose a cell if the file were written anew.
_MENDED = frozenset({"byte-order-mark", "blank-row", "not-canonical"})


def format_tables(path: str | os.PathLike[str] | None = None, *, write: bool = True) -> list[str]:
    """Bring the tables of a folder into canonical form.

    Encoding, line ends, order of columns and rows, quotes, Unicode and spaces; nothing else changes.

    Parameters
    ----------
    path
        The folder; the shipped dataset by default.
    write
        Whether to write; else only tell what would change.

    Returns
    -------
    list of str
        Files that changed, or would.

    Raises
    ------
    DataError
        If a file has a fault through which a cell could be lost; no file is then changed.
    """
    folder = data_dir(path)
    schemas = load_schemas()
    faults: list[Problem] = []
    texts: dict[Path, str] = {}
    for file in sorted([*folder.glob("*.csv"), *folder.glob("unverified/*.csv")]):
        schema = schemas.get(file.stem)
        if schema is None:
            continue
        table, problems = read_raw(file, schema, file=file.relative_to(folder).as_posix())
        losing = [problem for problem in problems if problem.rule not in _MENDED]
        if losing:
            faults += losing
            continue
        text = canonical_text(schema, table.columns)
        if file.read_bytes() != text.encode():
            texts[file] = text
    if faults:
        message = f"{folder}: nothing was changed, for these faults would lose cells"
        raise DataError(message, faults)
    if write:
        for file, text in texts.items():
            write_text(file, text)
    return [file.relative_to(folder).as_posix() for file in texts]
