"""Schema files to dataclasses: whatever this package does not know is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from profiles.errors import SchemaError, hint_for
from profiles.paths import schema_dir
from profiles.schema.model import Code, Field, ForeignKey, Reference, TableSchema

TYPES = ("string", "integer", "boolean")
_TABLE_KEYS = {
    "$schema",
    "name",
    "title",
    "description",
    "fields",
    "missingValues",
    "primaryKey",
    "foreignKeys",
    "profiles",
}
_TABLE_EXTRA = {"row", "rules"}
_FIELD_KEYS = {"name", "type", "title", "description", "constraints", "trueValues", "falseValues", "profiles"}
_FIELD_EXTRA = {"kind", "codes", "separator", "refersTo", "locator", "unit", "maxWords"}
_CONSTRAINTS = {"required", "unique", "pattern", "enum", "minimum", "maximum", "maxLength"}
# What the values of a field's keys must be.
_KINDS: dict[str, tuple[type, str]] = {
    **dict.fromkeys(("required", "unique", "locator"), (bool, "true or false")),
    **dict.fromkeys(("minimum", "maximum", "maxLength", "maxWords"), (int, "a whole number")),
    **dict.fromkeys(("pattern", "separator", "unit"), (str, "a text")),
    **dict.fromkeys(("enum", "codes"), (list, "a list")),
}


@lru_cache(maxsize=8)
def load_schemas(folder: Path | None = None) -> Mapping[str, TableSchema]:
    """Return every schema of a folder by table name.

    Parameters
    ----------
    folder
        The folder; the package's own by default.

    Returns
    -------
    mapping of str to TableSchema
        In order of name.

    Raises
    ------
    SchemaError
        If a file is no schema, or a key refers to a table or column that no schema describes.
    """
    paths = sorted(schema_dir(folder).glob("*.json"))
    schemas = {path.stem: load_schema(path) for path in paths}
    for table in schemas.values():
        references = [key.reference for key in table.foreign_keys]
        references += [field.refers_to for field in table.fields if field.refers_to]
        for reference in references:
            target = schemas.get(reference.table)
            if target is None or reference.field not in target.by_name:
                message = (
                    f"schemas/{table.name}.json: refers to {reference.table}.{reference.field}, which no schema"
                    " describes"
                )
                raise SchemaError(message)
    return schemas


def load_schema(path: Path) -> TableSchema:
    """Return the schema in a file.

    Parameters
    ----------
    path
        A JSON file named after its table.

    Returns
    -------
    TableSchema
        The schema.

    Raises
    ------
    SchemaError
        If the file is not JSON, holds a key that this package does not know, lacks one that it needs, or
        contradicts itself. The message names the file and the place in it.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        message = f"schemas/{path.name}: not JSON: {error}"
        raise SchemaError(message) from error
    reader = _Reader(f"schemas/{path.name}")
    table = reader.table(raw)
    if table.name != path.stem:
        reader.fail("name", f"is {table.name!r} but the file is {path.name!r}")
    return table


class _Reader:
    """Turns the parsed JSON of one file into dataclasses; every failure names its place."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, place: str, message: str) -> None:
        text = f"{self.file}: {place} {message}"
        raise SchemaError(text)

    def known(self, place: str, raw: Mapping[str, Any], known: set[str]) -> None:
        if not isinstance(raw, dict):
            self.fail(place, "must be an object")
        for key in raw:
            if key not in known:
                hint = hint_for(key, known, f"known are {', '.join(sorted(known))}")
                self.fail(f"{place}.{key}", f"is not a key of a schema; {hint}")

    def text(self, place: str, raw: Mapping[str, Any], key: str) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value:
            self.fail(f"{place}.{key}", "must be a text")
        return str(value)

    def table(self, raw: Any) -> TableSchema:
        self.known("table", raw, _TABLE_KEYS)
        extra = raw.get("profiles", {})
        self.known("profiles", extra, _TABLE_EXTRA)
        if raw.get("missingValues") != [""]:
            self.fail("missingValues", 'must be [""]: the empty cell is the only missing value (NA is Namibia)')
        fields = tuple(self.field(i, item) for i, item in enumerate(self.items("fields", raw)))
        names = [field.name for field in fields]
        if not names or len(set(names)) != len(names):
            self.fail("fields", "must name at least one column, and none twice")
        key = raw.get("primaryKey")
        key = (key,) if isinstance(key, str) else tuple(self.items("primaryKey", raw))
        foreign = tuple(self.foreign(i, item) for i, item in enumerate(self.items("foreignKeys", raw)))
        for column in (*key, *(item.field for item in foreign)):
            if column not in names:
                self.fail("keys", f"name {column!r}, which is no column")
        if not key:
            self.fail("primaryKey", "must name at least one column")
        return TableSchema(
            name=self.text("table", raw, "name"),
            title=self.text("table", raw, "title"),
            description=self.text("table", raw, "description"),
            row=self.text("profiles", extra, "row"),
            fields=fields,
            primary_key=key,
            foreign_keys=foreign,
            rules=tuple(self.items("rules", extra, "profiles.rules")),
        )

    def items(self, key: str, raw: Mapping[str, Any], place: str = "") -> list[Any]:
        value = raw.get(key, [])
        if not isinstance(value, list):
            self.fail(place or key, "must be a list")
        return list(value)

    def foreign(self, index: int, raw: Any) -> ForeignKey:
        place = f"foreignKeys[{index}]"
        self.known(place, raw, {"fields", "reference"})
        target = raw.get("reference")
        self.known(f"{place}.reference", target, {"resource", "fields"})
        reference = Reference(*(self.text(f"{place}.reference", target, key) for key in ("resource", "fields")))
        return ForeignKey(self.text(place, raw, "fields"), reference)

    def code(self, place: str, raw: Any) -> Code:
        self.known(place, raw, {"code", "label", "definition"})
        return Code(*(self.text(place, raw, key) for key in ("code", "label", "definition")))

    def field(self, index: int, raw: Any) -> Field:
        place = f"fields[{index}]"
        self.known(place, raw, _FIELD_KEYS)
        place = f"fields[{index}] ({raw.get('name')})"
        constraints = raw.get("constraints", {})
        extra = raw.get("profiles", {})
        self.known(f"{place}.constraints", constraints, _CONSTRAINTS)
        self.known(f"{place}.profiles", extra, _FIELD_EXTRA)
        kind = self.text(place, raw, "type")
        if kind not in TYPES:
            self.fail(
                f"{place}.type",
                f"{kind!r} must be one of {', '.join(TYPES)}; dates are strings of kind partial-date",
            )
        if kind == "boolean" and (raw.get("trueValues"), raw.get("falseValues")) != (["true"], ["false"]):
            self.fail(place, 'must have trueValues ["true"] and falseValues ["false"]')
        if extra.get("kind") not in (None, "partial-date"):
            self.fail(f"{place}.profiles.kind", "must be 'partial-date'")
        for key, value in {**constraints, **extra}.items():
            wanted, words = _KINDS.get(key, (object, ""))
            if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
                self.fail(f"{place}.{key}", f"must be {words}")
        codes = tuple(self.code(f"{place}.profiles.codes[{i}]", item) for i, item in enumerate(extra.get("codes", ())))
        refers = extra.get("refersTo")
        if refers is not None:
            self.known(f"{place}.profiles.refersTo", refers, {"table", "field"})
            refers = Reference(*(self.text(f"{place}.profiles.refersTo", refers, key) for key in ("table", "field")))
        field = Field(
            name=self.text(place, raw, "name"),
            type=kind,
            title=self.text(place, raw, "title"),
            description=self.text(place, raw, "description"),
            required=constraints.get("required", False),
            unique=constraints.get("unique", False),
            pattern=constraints.get("pattern"),
            minimum=constraints.get("minimum"),
            maximum=constraints.get("maximum"),
            max_length=constraints.get("maxLength"),
            max_words=extra.get("maxWords"),
            codes=codes,
            separator=extra.get("separator"),
            refers_to=refers,
            has_locator=extra.get("locator", False),
            is_date=extra.get("kind") == "partial-date",
            unit=extra.get("unit"),
        )
        self.consistent(place, field, constraints.get("enum"))
        return field

    def consistent(self, place: str, field: Field, enum: list[str] | None) -> None:
        """Refuse codes that say one thing here and another where other programs read them."""
        if field.pattern is not None:
            if "\\d" in field.pattern:
                self.fail(
                    f"{place}.constraints.pattern",
                    r"has \d, which matches digits of every script; write [0-9]",
                )
            try:
                re.compile(field.pattern)
            except re.error as error:
                self.fail(f"{place}.constraints.pattern", f"is no pattern: {error}")
        if not field.codes:
            if enum is not None:
                self.fail(f"{place}.constraints.enum", "has no codes with label and definition under profiles.codes")
            return
        if field.separator is None:
            if enum != list(field.code_values):
                self.fail(f"{place}.constraints.enum", "must list the codes of profiles.codes in the same order")
        else:
            one = f"({'|'.join(field.code_values)})"
            expected = f"{one}({re.escape(field.separator)}{one})*"
            if field.pattern != expected:
                self.fail(
                    f"{place}.constraints.pattern",
                    f"must be {expected} so that other programs check the codes too",
                )
