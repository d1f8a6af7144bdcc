"""Schemas to the codebook: every table, column, code, constraint and rule, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from profiles.errors import SchemaError, hint_for
from profiles.rules import RULES
from profiles.schema import Field, TableSchema, load_schemas
from profiles.tables import write_text

__all__ = ["render_codebook", "write_codebook"]

_INTRO = """# Codebook

Generated from `schemas/` by `profiles codebook`. Files are UTF-8, comma-separated, with one header; the empty cell is
the only missing value. Dates are EDTF (ISO 8601-2), cut short where less is known: `1957`, `1957-05`, `1957-05-02`;
`~` approximate, `?` uncertain, `%` both; `195X` unknown digits; `[1982..1984]`, `[1941,1942]` one of several. Lists are
joined by `;`. A source may carry a locator in brackets: `bbc-2005-putin[para 3]`.

In frames loaded by `profiles.load()`, a date column `x` is joined by `x_earliest` and `x_latest` (datetime64[s]).
"""


def render_codebook(table: str | None = None) -> str:
    """Return the codebook.

    Parameters
    ----------
    table
        One table; all tables and all rules by default.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    SchemaError
        If there is no such table.
    """
    schemas = load_schemas()
    if table is None:
        parts = [_INTRO, *(_table(schema) for schema in schemas.values()), _rules(schemas)]
        return "\n".join(parts)
    if table not in schemas:
        message = f"no table is called {table!r}; {hint_for(table, schemas, 'tables are ' + ', '.join(schemas))}"
        raise SchemaError(message)
    return _table(schemas[table])


def write_codebook(path: Path) -> Path:
    """Write the whole codebook to a file and return its path."""
    return write_text(path, render_codebook())


def _table(schema: TableSchema) -> str:
    lines = [
        f"## {schema.name}",
        "",
        schema.description,
        "",
        f"One row is {schema.row}. Key: {', '.join(f'`{k}`' for k in schema.primary_key)}.",
        "",
    ]
    lines += ["| column | type | meaning | rules |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `{field.name}` | {_type(field)} | {_cell(field.description)} | {_constraints(field, schema)} |"
        for field in schema.fields
    ]
    for field in schema.fields:
        if field.codes:
            lines += [
                "",
                f"### {schema.name}.{field.name}",
                "",
                "| code | label | definition |",
                "| --- | --- | --- |",
            ]
            lines += [f"| `{code.code}` | {_cell(code.label)} | {_cell(code.definition)} |" for code in field.codes]
    if schema.rules:
        lines += ["", "Rules: " + ", ".join(f"[`{rule}`](#rules)" for rule in schema.rules) + "."]
    return "\n".join([*lines, ""])


def _type(field: Field) -> str:
    kind = "date" if field.is_date else field.type
    if field.separator:
        kind = f"list, `{field.separator}`"
    return f"{kind}, in {field.unit}" if field.unit else kind


def _constraints(field: Field, schema: TableSchema) -> str:
    said = []
    if field.required:
        said.append("required")
    if field.unique:
        said.append("unique")
    said += [
        f"in `{key.reference.table}.{key.reference.field}`" for key in schema.foreign_keys if key.field == field.name
    ]
    if field.refers_to:
        said.append(f"items in `{field.refers_to.table}.{field.refers_to.field}`")
    if field.has_locator:
        said.append("items may have a `[locator]`")
    if field.codes:
        said.append("codes below")
    elif field.pattern and not field.is_date:
        said.append(f"pattern `{_cell(field.pattern)}`")
    for name, value in (("at least", field.minimum), ("at most", field.maximum)):
        if value is not None:
            said.append(f"{name} {value}")
    if field.max_length is not None:
        said.append(f"at most {field.max_length} characters")
    if field.max_words is not None:
        said.append(f"at most {field.max_words} words")
    return "; ".join(said)


def _rules(schemas: Mapping[str, TableSchema]) -> str:
    tables: dict[str, list[str]] = {}
    for schema in schemas.values():
        for rule_id in schema.rules:
            tables.setdefault(rule_id, []).append(schema.name)
    lines = ["## Rules", "", "| id | severity | runs on | why |", "| --- | --- | --- | --- |"]
    for name, rule in sorted(RULES.items()):
        where = ", ".join(tables.get(name, [])) or "every file"
        lines.append(f"| `{name}` | {rule.severity} | {where} | {_cell(rule.reason)} |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
