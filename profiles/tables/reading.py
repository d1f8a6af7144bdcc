"""Files to raw tables: encoding and header."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from profiles.errors import Problem, hint_for
from profiles.tables.canonical import check_form
from profiles.tables.coded import code_columns
from profiles.tables.raw import CodedColumns, FileFindings, RawTable, Texts
from profiles.tables.records import split_records

if TYPE_CHECKING:
    from profiles.schema import TableSchema

_BOM = b"\xef\xbb\xbf"
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# Texts of more characters are not split cell by cell, unless there is something to report.
LARGE = 1_000_000
_HIGH_SHARE = 0.25
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# Faults through which records are lost.
_LOSING = frozenset({"quoting", "ragged-row"})


def read_raw(
    path: Path, schema: TableSchema, *, file: str | None = None, form: bool = True
) -> tuple[RawTable, list[Problem]]:
    """Return the text of a table and what is wrong with the file itself.

    Parameters
    ----------
    path
        The CSV file.
    schema
        Its schema: decides which columns are looked for.
    file
        The name to use in findings; the path by default.
    form
        Whether to hold the file against its canonical form.

    Returns
    -------
    RawTable
        The records that could be read, empty where none could.
    list of Problem
        Faults of encoding, header, records and form, in the order of the file.
    """
    found = FileFindings(file or str(path))
    table = RawTable.empty(schema, found.file)
    decoded = _decode(path, found)
    if decoded is None:
        return table, found.problems
    data, text = decoded
    table.digest = hashlib.sha256(data).hexdigest()
    header = _header(text, schema, found)
    if header is None:
        return table, found.problems
    places = _places(header, schema, found)
    if places is None:
        return table, found.problems
    table.positions = {name: places[name] + 1 for name in places}
    coded = code_columns(data, text, len(header)) if len(text) > LARGE else None
    if coded is not None:
        columns, table.lines = coded
        blank = np.zeros(len(table.lines), dtype=np.int64), np.full(min(1, len(table.lines)), "", dtype=object)
        table.columns = CodedColumns({
            name: columns[places[name]] if name in places else blank for name in schema.names
        })
    else:
        _split(table, text, header, places, found)
    if form:
        # What could be coded is quoted as it should be.
        plain = coded is not None or ('"' not in text and "\r" not in text)
        check_form(text, header, table, found, plain=plain)
    return table, found.problems


def _split(table: RawTable, text: str, header: Sequence[str], places: Mapping[str, int], found: FileFindings) -> None:
    columns, table.lines = split_records(text, header, found)
    table.is_whole = not any(problem.rule in _LOSING for problem in found.problems)
    nothing: Texts = np.full(len(table.lines), "", dtype=object)
    table.columns = {name: columns[places[name]] if name in places else nothing for name in table.schema.names}


def _decode(path: Path, found: FileFindings) -> tuple[bytes, str] | None:
    """Return the bytes of a file without a byte-order mark, and the text that they are."""
    try:
        data = path.read_bytes()
    except OSError as error:
        if path.exists():
            found.add("unreadable-file", f"cannot be read: {error.strerror}", hint="name a readable CSV file")
        else:
            found.add(
                "missing-file",
                "does not exist",
                hint="restore it; every table has its file, if only a header",
            )
        return None
    content = data.removeprefix(_BOM)
    if not content or content.isspace():
        found.add("empty-file", "is empty", hint="write at least the header")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.add(
            "encoding",
            "is not UTF-8; it looks like UTF-16",
            hint="save it as 'CSV UTF-8', or: iconv -f UTF-16 -t UTF-8",
        )
        return None
    if data.startswith(b"PK\x03\x04"):
        found.add(
            "encoding",
            "is not text; it looks like a spreadsheet or another zip file",
            hint="save it as 'CSV UTF-8'",
        )
        return None
    if data.startswith(_BOM):
        found.add(
            "byte-order-mark",
            "begins with a byte-order mark",
            line=1,
            severity="warning",
            hint="run: profiles format",
        )
        data = content
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name, codec = _guess_encoding(data)
        found.add(
            "encoding",
            f"is not UTF-8 from byte {error.start} on; it looks like {name}",
            line=line,
            value=data[max(0, error.start - 12) : error.start + 12].decode(codec, "replace"),
            hint=f"save it as 'CSV UTF-8', or: iconv -f {codec} -t UTF-8",
        )
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        found.add("control-character", "holds a NUL character", line=line, hint="remove it; the file may be damaged")
        return None
    return data, text


def _guess_encoding(data: bytes) -> tuple[str, str]:
    """Return the name and codec of the legacy code page that a text most looks like."""
    letters = sum(1 for byte in data if byte > 0x7F or chr(byte).isalpha())
    high = sum(1 for byte in data if byte > 0x7F)
    if letters and high / letters > _HIGH_SHARE:
        return "Windows-1251 (Cyrillic)", "windows-1251"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "ISO 8859-1 (Latin-1)", "iso-8859-1"
    return "Windows-1252 (Western European)", "windows-1252"


def _header(text: str, schema: TableSchema, found: FileFindings) -> list[str] | None:
    # Line by line, as `io.StringIO` would part them, but without a copy of the whole text.
    lines = (match[0] for match in _LINE.finditer(text))
    try:
        header = next(csv.reader(lines, strict=True), [])
    except csv.Error as error:
        found.add("quoting", f"the header cannot be read: {error}", line=1, hint="check its quotation marks")
        return None
    known = set(schema.names)
    if not known & set(header):
        first = next(iter(text.splitlines()), "")
        for delimiter, name in _OTHER_DELIMITERS.items():
            if known & {cell.strip().strip('"') for cell in first.split(delimiter)} and delimiter in first:
                found.add("delimiter", f"cells are parted by {name}", line=1, hint="save it with commas")
                return None
    return header


def _places(header: Sequence[str], schema: TableSchema, found: FileFindings) -> dict[str, int] | None:
    """Return where each column stands, and report a header that differs from the schema."""
    if not schema.by_name.keys() & set(header):
        found.add(
            "missing-header",
            "the first line is no header",
            line=1,
            value=",".join(header),
            hint=f"write: {','.join(schema.names)}",
        )
        return None
    places: dict[str, int] = {}
    missing = [name for name in schema.names if name not in header]
    for place, name in enumerate(header):
        if name in places:
            found.add(
                "duplicate-column",
                "stands twice in the header",
                line=1,
                column=place + 1,
                field=name,
                hint="remove one",
            )
        elif name in schema.by_name:
            places[name] = place
        else:
            hint = hint_for(name, missing, f"columns of {schema.name} are {', '.join(schema.names)}")
            found.add(
                "unknown-column",
                "is no column of this table",
                line=1,
                column=place + 1,
                field=name.strip() or "(empty)",
                hint=hint,
            )
    for name in missing:
        found.add(
            "missing-column",
            "is missing from the header",
            line=1,
            field=name,
            hint="add the column, empty if need be",
        )
    return places
