"""The codebook leaves out nothing that a schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from profiles.codebook import render_codebook, write_codebook
from profiles.errors import SchemaError
from profiles.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
# The files themselves: what our reader of schemas overlooks must not be overlooked here.
SCHEMAS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))
}


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _row(text: str, first: str) -> str:
    rows = re.findall(rf"^\| `{re.escape(first)}` \|.*$", text, re.MULTILINE)
    assert len(rows) == 1, f"{len(rows)} rows for {first}"
    return rows[0]


@pytest.fixture(scope="module", params=list(SCHEMAS))
def table(request: pytest.FixtureRequest) -> tuple[dict[str, Any], str]:
    return SCHEMAS[request.param], render_codebook(request.param)


def test_table(table: tuple[dict[str, Any], str]) -> None:
    schema, text = table
    assert text.startswith(f"## {schema['name']}\n")
    assert schema["description"] in text
    assert f"One row is {schema['profiles']['row']}." in text
    key = schema["primaryKey"]
    assert f"Key: {', '.join(f'`{name}`' for name in ([key] if isinstance(key, str) else key))}." in text
    for rule in schema["profiles"].get("rules", []):
        assert f"[`{rule}`](#rules)" in text
    for reference in schema.get("foreignKeys", []):
        target = reference["reference"]
        head = text.partition("\n###")[0]
        assert f"in `{target['resource']}.{target['fields']}`" in _row(head, reference["fields"])


def test_fields(table: tuple[dict[str, Any], str]) -> None:
    schema, text = table
    head = text.partition("\n###")[0]
    for field in schema["fields"]:
        row = _row(head, field["name"])
        assert _escaped(field["description"]) in row
        extra = field.get("profiles", {})
        constraints = dict(field.get("constraints", {}))
        if extra.get("kind") == "partial-date":
            assert "| date |" in row
            assert "pattern" in constraints  # the introduction explains it, once for all dates
            del constraints["pattern"]
        elif "separator" in extra:
            assert f"| list, `{extra['separator']}` |" in row
        else:
            assert f"| {field['type']}{', in ' + extra['unit'] if 'unit' in extra else ''} |" in row
        if "refersTo" in extra:
            assert f"items in `{extra['refersTo']['table']}.{extra['refersTo']['field']}`" in row
        if "locator" in extra:
            assert "`[locator]`" in row
        if "maxWords" in extra:
            assert f"at most {extra['maxWords']} words" in row
        if "codes" in extra:
            assert "codes below" in row
            constraints.pop("enum", None)
            constraints.pop("pattern", None)
        for name, value in constraints.items():
            assert _said(name, value) in row, f"{schema['name']}.{field['name']}: {name}"


def _said(name: str, value: object) -> str:
    return {
        "required": "required",
        "unique": "unique",
        "pattern": f"pattern `{_escaped(str(value))}`",
        "minimum": f"at least {value}",
        "maximum": f"at most {value}",
        "maxLength": f"at most {value} characters",
    }[name]


def test_codes(table: tuple[dict[str, Any], str]) -> None:
    schema, text = table
    for field in schema["fields"]:
        for code in field.get("profiles", {}).get("codes", []):
            section = text.partition(f"\n### {schema['name']}.{field['name']}\n")[2].partition("\n###")[0]
            row = _row(section, code["code"])
            assert f"| {_escaped(code['label'])} | {_escaped(code['definition'])} |" in row


def test_a_minimum_of_zero_is_said() -> None:
    # A validator of another project tests a minimum for truth, and loses it.
    from profiles.codebook import _constraints
    from profiles.schema import Field, load_schemas

    field = Field("n", "integer", "N", "A number.", minimum=0, maximum=0, max_length=0, max_words=0)
    said = _constraints(field, load_schemas()["states"])
    assert said == "at least 0; at most 0; at most 0 characters; at most 0 words"


def test_rules() -> None:
    text = render_codebook()
    section = text.partition("\n## Rules\n")[2]
    for name, rule in RULES.items():
        tables = ", ".join(table for table, schema in SCHEMAS.items() if name in schema["profiles"].get("rules", []))
        row = f"| `{name}` | {rule.severity} | {tables or 'every file'} | {_escaped(rule.reason)} |"
        assert _row(section, name) == row


def test_the_whole_holds_every_table() -> None:
    text = render_codebook()
    assert text.startswith("# Codebook\n")
    for name in SCHEMAS:
        assert render_codebook(name) in text


def test_rows_have_as_many_cells_as_their_header() -> None:
    # Also those whose pattern holds a bar.
    width = 0
    for line in render_codebook().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells


def test_write(tmp_path: Path) -> None:
    path = write_codebook(tmp_path / "codebook.md")
    assert path == tmp_path / "codebook.md"
    assert path.read_text(encoding="utf-8") == render_codebook()


def test_unknown_table() -> None:
    with pytest.raises(SchemaError, match="'tenure'; did you mean 'tenures'"):
        render_codebook("tenure")
    with pytest.raises(SchemaError, match="'x'; tables are aliases, coverage"):
        render_codebook("x")
