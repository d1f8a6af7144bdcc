"""A small made-up dataset with nothing wrong in it, as files, and the edits that break it.

Two countries, XXA and XXB (gone since 1991), four leaders and a fifth who waits for a source. Every table has rows,
every row has its source, and `check` finds nothing to say about it, not even for information. Files are written
by hand rather than by our own writer, so that a fault of ours cannot hide itself. The first leader's note
holds a line break and a quotation mark: from there on, a record's number is not its line.

An edit is a dictionary, as the case files in ``tests/cases/rules`` hold it:

====================================  =============================================================
``table``, ``key``, ``set``           change cells of the row of that key, or add a row (its other
                                      required cells are filled in)
``table``, ``key``, ``drop = true``   leave a row out
``table``, ``columns``                write these columns, in this order
``file``, ``replace = [old, new]``    change the text of a written file; `old` stands there once
``file``, ``text`` or ``hex``         write the whole file, as text or as bytes
``file``, ``before = hex``            write bytes before the file's own
``file``, ``encoding``                write the file in another encoding
``file``, ``gone = true``             remove the file
``file``, ``folder = true``           put a folder in its place
====================================  =============================================================

``table`` may be ``unverified/leaders`` and the like; a key of several columns is their values joined by ``|``.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, str]
Edit: TypeAlias = Mapping[str, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "aliases": ("leader_id", "alias", "script", "kind"),
    "coverage": ("state_id", "checked_to", "basis", "sources"),
    "groups": ("group_id", "state_id", "start", "end", "sources", "note"),
    "leaders": (
        "leader_id", "name", "native_name", "gender", "born", "died", "birthplace", "birth_state", "wikidata_id",
        "archigos_leadid", "views_missing", "sources", "note",
    ),
    "meetings": (
        "meeting_id", "leader_a", "leader_b", "start", "end", "city", "state_id", "event", "format", "notable",
        "joint_statement", "sources", "confidence",
    ),
    "offices": ("office_id", "state_id", "title", "kind", "seats", "first", "last", "sources", "note"),
    "relationship_terms": (
        "term_id", "leader_a", "leader_b", "speakers", "object", "date", "term", "sources", "note",
    ),
    "sources": (
        "source_id", "type", "title", "publisher", "author", "date", "url", "citation", "version", "licence",
        "accessed", "note",
    ),
    "states": (
        "state_id", "name", "start", "end", "gw_code", "cow_code", "iso3", "iso_former", "successors", "sources",
        "note",
    ),
    "tenures": (
        "tenure_id", "leader_id", "office_id", "start", "end", "end_status", "is_acting", "is_effective", "entry",
        "exit", "archigos_obsid", "sources", "confidence", "note",
    ),
    "view_codings": (
        "view_id", "coder", "object", "evaluation", "evaluation_basis", "inevitability", "causes", "consequences",
        "lessons", "text_read", "note",
    ),
    "views": (
        "view_id", "leader_id", "topic_id", "date", "date_basis", "timing", "role", "venue", "occasion", "object",
        "evaluation", "evaluation_basis", "inevitability", "causes", "consequences", "lessons", "key_phrase",
        "text_status", "language", "summary", "evidence", "confidence", "sources", "note",
    ),
}  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "aliases": ("leader_id", "alias"),
    "groups": ("group_id", "state_id", "start"),
    "view_codings": ("view_id", "coder"),
    **{
        name: (COLUMNS[name][0],)
        for name in COLUMNS
        if name not in {"aliases", "groups", "view_codings"}
    },
}  # fmt: skip
# What a new row has unless told otherwise.
NEW: dict[str, Row] = {
    "aliases": {"script": "Latn", "kind": "short"},
    "coverage": {"checked_to": "2020-12-31", "basis": "a list", "sources": "book"},
    "groups": {"start": "1960-01-01", "sources": "book"},
    "leaders": {"name": "New Leader", "gender": "female", "views_missing": "not_searched", "sources": "book"},
    "meetings": {
        "leader_a": "ada-alpha", "leader_b": "bo-beta", "start": "1979-01-01", "city": "Alphaville",
        "state_id": "XXA", "event": "a visit", "format": "other", "sources": "page", "confidence": "high",
    },
    "offices": {"state_id": "XXA", "title": "New Office", "kind": "de_facto", "seats": "1", "sources": "book"},
    "relationship_terms": {
        "leader_a": "ada-alpha", "leader_b": "bo-beta", "speakers": "ada-alpha", "object": "leader",
        "date": "1979", "term": "a friend", "sources": "page",
    },
    "sources": {"type": "book", "title": "Another Book", "citation": "Nobody, Another Book, 2000"},
    "states": {"name": "New Country", "start": "1950-01-01", "sources": "book"},
    "tenures": {
        "leader_id": "dee-delta", "office_id": "xxa-premier", "start": "2000-01-01", "end": "2001-01-01",
        "end_status": "known", "is_acting": "false", "is_effective": "false", "entry": "regular",
        "exit": "regular", "sources": "book", "confidence": "high",
    },
    "view_codings": {"text_read": "none"},
    "views": {
        "leader_id": "dee-delta", "topic_id": "ussr-collapse", "date": "2000-01-01", "date_basis": "spoken",
        "timing": "after", "role": "writer", "venue": "speech", "occasion": "a dinner", "object": "dissolution",
        "evaluation": "lament", "evaluation_basis": "explicit", "inevitability": "not_stated",
        "text_status": "original", "language": "und", "summary": "Something was said.", "evidence": "primary",
        "confidence": "high", "sources": "page",
    },
}  # fmt: skip

ROWS: dict[str, list[Row]] = {
    "aliases": [
        {"leader_id": "ada-alpha", "alias": "Ada", "script": "Latn", "kind": "short"},
        {"leader_id": "ada-alpha", "alias": "Ада Альфа", "script": "Cyrl", "kind": "native"},
        {"leader_id": "bo-beta", "alias": "Beta", "script": "Latn", "kind": "short"},
    ],
    "coverage": [
        {"state_id": "XXA", "checked_to": "2020-12-31", "basis": "a list", "sources": "list"},
        {"state_id": "XXB", "checked_to": "", "basis": "gone", "sources": "list"},
    ],
    "groups": [
        {"group_id": "eu", "state_id": "XXA", "start": "1958-01-01", "end": "", "sources": "book"},
        {"group_id": "warsaw-pact", "state_id": "XXB", "start": "1955-05-14", "end": "1991-07-01", "sources": "book"},
    ],
    "leaders": [
        {
            "leader_id": "ada-alpha", "name": "Ada Alpha", "native_name": "Ада Альфа", "gender": "female",
            "born": "1930-05-05", "died": "2001-02-03", "birthplace": "Alphaville, Old Town", "birth_state": "XXA",
            "wikidata_id": "Q1", "archigos_leadid": "00000000-0000-0000-0000-000000000001",
            "sources": "book[p. 3];list", "note": 'Called "the First".\nSo says the book.',
        },
        {
            "leader_id": "bo-beta", "name": "Bo Beta", "gender": "male", "born": "1940-02-29", "birth_state": "XXB",
            "views_missing": "not_searched", "sources": "list",
        },
        {
            "leader_id": "cy-gamma", "name": "Cy Gamma", "gender": "male", "born": "1955~", "birth_state": "XXA",
            "views_missing": "none_found", "sources": "list", "note": "nothing in the archive of 2020",
        },
        {
            "leader_id": "dee-delta", "name": "Dee Delta", "gender": "female", "born": "1950-06", "birth_state": "XXB",
            "sources": "book;page",
        },
    ],
    "meetings": [
        {
            "meeting_id": "m001", "leader_a": "ada-alpha", "leader_b": "bo-beta", "start": "1978-04-01",
            "end": "1978-04-03", "city": "Alphaville;Betatown", "state_id": "XXA", "event": "a visit",
            "format": "state_visit", "sources": "page", "confidence": "high",
        },
    ],
    "offices": [
        {
            "office_id": "xxa-premier", "state_id": "XXA", "title": "Premier of A", "kind": "head_of_government",
            "seats": "1", "sources": "book",
        },
        {
            "office_id": "xxa-president", "state_id": "XXA", "title": "President of A", "kind": "head_of_state",
            "seats": "1", "first": "1918-11-11", "sources": "book",
        },
        {
            "office_id": "xxb-chair", "state_id": "XXB", "title": "Chair of B", "kind": "party_leader", "seats": "1",
            "first": "1922-12-30", "last": "1991-12-26", "sources": "book",
        },
    ],
    "relationship_terms": [
        {
            "term_id": "r001", "leader_a": "ada-alpha", "leader_b": "bo-beta", "speakers": "ada-alpha;bo-beta",
            "object": "relationship", "date": "1978-04", "term": "neighbours, whatever comes", "sources": "page",
        },
    ],
    "sources": [
        {"source_id": "book", "type": "book", "title": "Lives", "author": "Nobody", "citation": "Nobody, Lives, 2000"},
        {
            "source_id": "list", "type": "dataset", "title": "A List", "publisher": "Somebody",
            "citation": "Somebody, A List, 2020", "version": "1.0", "licence": "CC0", "accessed": "2020-12-31",
        },
        {
            "source_id": "page", "type": "news", "title": "A “page”, read", "publisher": "example.org",
            "date": "1978-04-02", "url": "https://example.org/page?id=1",
        },
    ],
    "states": [
        {
            "state_id": "XXA", "name": "Country A", "start": "1918-11-11", "gw_code": "901", "cow_code": "902",
            "iso3": "XXA", "sources": "list",
        },
        {
            "state_id": "XXB", "name": "Country B", "start": "1922-12-30", "end": "1991-12-26", "gw_code": "903",
            "iso_former": "XXBB", "successors": "XXA", "sources": "list",
        },
    ],
    "tenures": [
        {
            "tenure_id": "t0001", "leader_id": "ada-alpha", "office_id": "xxa-president", "start": "1970-01-01",
            "end": "1980-06-30", "end_status": "known", "is_acting": "false", "is_effective": "true",
            "entry": "regular", "exit": "regular", "archigos_obsid": "XXA-1970", "sources": "list",
            "confidence": "high",
        },
        {
            "tenure_id": "t0002", "leader_id": "cy-gamma", "office_id": "xxa-president", "start": "1980-06-30",
            "end_status": "ongoing", "is_acting": "false", "is_effective": "true", "entry": "regular",
            "exit": "still_in_office", "sources": "list", "confidence": "high",
        },
        {
            "tenure_id": "t0003", "leader_id": "bo-beta", "office_id": "xxb-chair", "start": "1975-03-01",
            "end": "1991-12-26", "end_status": "known", "is_acting": "false", "is_effective": "true",
            "entry": "irregular", "exit": "irregular", "sources": "list", "confidence": "medium",
        },
        {
            "tenure_id": "t0004", "leader_id": "ada-alpha", "office_id": "xxa-premier", "start": "1984-01-01",
            "end_status": "unknown", "is_acting": "true", "is_effective": "false", "entry": "regular",
            "exit": "unknown", "sources": "book", "confidence": "low",
        },
        {
            "tenure_id": "t0005", "leader_id": "dee-delta", "office_id": "xxa-premier", "start": "1985-05",
            "end": "1990~", "end_status": "known", "is_acting": "false", "is_effective": "false", "entry": "regular",
            "exit": "retired_ill", "sources": "book", "confidence": "low",
        },
    ],
    "view_codings": [
        {
            "view_id": "v001", "coder": "second", "object": "dissolution", "evaluation": "mixed",
            "evaluation_basis": "explicit", "inevitability": "not_stated", "causes": "nationalism",
            "text_read": "page",
        },
        {"view_id": "v002", "coder": "second", "text_read": "none"},
    ],
    "views": [
        {
            "view_id": "v001", "leader_id": "ada-alpha", "topic_id": "ussr-collapse", "date": "1991-12-25",
            "date_basis": "spoken", "timing": "before", "role": "retired", "venue": "speech",
            "occasion": "a dinner, late", "object": "dissolution", "evaluation": "mixed",
            "evaluation_basis": "explicit", "inevitability": "avoidable", "causes": "nationalism;failed_reform",
            "consequences": "peace;human_cost", "key_phrase": "gone, and good riddance", "text_status": "original",
            "language": "eng", "summary": "It was good and bad.", "evidence": "primary", "confidence": "high",
            "sources": "page",
        },
        {
            "view_id": "v002", "leader_id": "dee-delta", "topic_id": "ussr-collapse", "date": "1995-03~",
            "date_basis": "published", "timing": "after", "role": "writer", "venue": "memoir", "occasion": "memoirs",
            "object": "independence", "evaluation": "neutral", "evaluation_basis": "none",
            "inevitability": "not_stated", "text_status": "paraphrase", "language": "und",
            "summary": "It was described.", "evidence": "secondary", "confidence": "medium", "sources": "book",
        },
    ],
    "unverified/aliases": [
        {"leader_id": "eve-epsilon", "alias": "Eve", "script": "Latn", "kind": "short"},
    ],
    "unverified/leaders": [
        {
            "leader_id": "cy-gamma", "name": "Cy Gamma", "gender": "male", "born": "1955-07-07", "died": "",
            "birthplace": "Gammaville", "views_missing": "none_found",
        },
        {
            "leader_id": "eve-epsilon", "name": "Eve Epsilon", "gender": "female", "born": "1960",
            "birth_state": "XXA", "views_missing": "not_searched",
        },
    ],
    "unverified/offices": [
        {
            "office_id": "xxb-premier", "state_id": "XXB", "title": "Premier of B", "kind": "head_of_government",
            "seats": "2",
        },
    ],
    "unverified/tenures": [
        {
            "tenure_id": "t0006", "leader_id": "eve-epsilon", "office_id": "xxa-premier", "start": "1991-01-01",
            "end": "1995-01-01", "end_status": "known", "is_acting": "false", "is_effective": "false",
            "entry": "regular", "exit": "regular", "confidence": "high",
        },
        {
            "tenure_id": "t0007", "leader_id": "bo-beta", "office_id": "xxb-premier", "start": "1970-01-01",
            "end": "1975-01-01", "end_status": "known", "is_acting": "false", "is_effective": "false",
            "entry": "regular", "exit": "regular", "confidence": "high",
        },
    ],
}  # fmt: skip


def table_of(place: str) -> str:
    """Return the table that ``unverified/leaders`` or ``leaders`` is one of."""
    return place.rpartition("/")[2]


def sort_key(place: str, row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in KEYS[table_of(place)])


def key_of(place: str, row: Row) -> str:
    return "|".join(sort_key(place, row))


def csv_text(place: str, rows: Iterable[Row], columns: Iterable[str] | None = None) -> str:
    names = tuple(columns or COLUMNS[table_of(place)])
    records = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(csv_line(record) for record in records)


def csv_line(cells: Iterable[str], *, end: str = "\n", quote_all: bool = False) -> str:
    # By hand: the standard writer quotes a carriage return only from Python 3.13 on.
    return ",".join('"' + c.replace('"', '""') + '"' if quote_all or set(c) & set(',"\r\n') else c for c in cells) + end


def write_dataset(
    folder: Path, edits: Iterable[Edit] = (), *, rows: Mapping[str, list[Row]] = MappingProxyType(ROWS)
) -> Path:
    """Write the dataset, or other `rows`, into a folder, with edits applied in order, and return the folder."""
    tables = copy.deepcopy(dict(rows))
    columns: dict[str, Iterable[str]] = {}
    of_files = []
    for edit in edits:
        if "file" in edit:
            of_files.append(edit)
        elif "columns" in edit:
            columns[edit["table"]] = edit["columns"]
        else:
            _edit_rows(tables, edit)
    (folder / "unverified").mkdir(parents=True, exist_ok=True)
    for place, written in tables.items():
        written.sort(key=functools.partial(sort_key, place))
        text = csv_text(place, written, columns.get(place))
        (folder / f"{place}.csv").write_text(text, encoding="utf-8", newline="")
    for edit in of_files:
        _edit_file(folder / edit["file"], edit)
    return folder


def _edit_rows(tables: dict[str, list[Row]], edit: Edit) -> None:
    place, key = edit["table"], edit["key"]
    rows = tables[place]
    found = [row for row in rows if key_of(place, row) == key]
    if edit.get("drop"):
        assert found, f"{place} has no row {key}"
        rows.remove(found[0])
    elif found and not edit.get("again"):
        found[0].update(edit["set"])
    else:
        names = KEYS[table_of(place)]
        row = {**NEW[table_of(place)], **dict(zip(names, key.split("|"), strict=True))}
        rows.append({**row, **edit.get("set", {})})


def _edit_file(path: Path, edit: Edit) -> None:
    if edit.get("gone") or edit.get("folder"):
        path.unlink()
        if edit.get("folder"):
            path.mkdir()
        return
    if "replace" in edit:
        old, new = edit["replace"]
        text = path.read_bytes().decode()
        assert text.count(old) == 1, f"{path.name} holds {text.count(old)} times {old!r}"
        path.write_bytes(text.replace(old, new).encode())
    elif "text" in edit:
        path.write_bytes(edit["text"].encode())
    elif "hex" in edit:
        path.write_bytes(bytes.fromhex(edit["hex"]))
    elif "before" in edit:
        path.write_bytes(bytes.fromhex(edit["before"]) + path.read_bytes())
    else:
        path.write_bytes(path.read_bytes().decode().encode(edit["encoding"]))
