"""Everything that can be wrong with a dataset, found in one run and in stable order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from profiles.errors import Problem
from profiles.paths import data_dir
from profiles.rules import RULES
from profiles.schema import TableSchema, load_schemas
from profiles.tables import RawTable, read_raw
from profiles.values import TypedTable, parse_table, unknown_references

__all__ = ["UNVERIFIED", "Checked", "check", "check_across", "check_folder"]

UNVERIFIED = "unverified"
# Tables whose rows may wait for a source. The rules that ask for one do not run on what waits.
WAITING = ("aliases", "leaders", "offices", "tenures")
_NOT_WHILE_WAITING = frozenset({"row-without-source"})


@dataclass(frozen=True)
class Checked:
    """A folder's tables as typed columns, with every problem found in them."""

    folder: Path
    tables: Mapping[str, TypedTable]
    waiting: Mapping[str, TypedTable]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop loading."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def version(self) -> str:
        """The first twelve hexadecimal digits of a hash of the files' text: equal files have equal versions.

        What waits for a source does not count. Text that is not canonical does: `check` warns of it.
        """
        digest = hashlib.sha256()
        for name, table in sorted(self.tables.items()):
            digest.update(f"{name}:{table.raw.digest};".encode())
        return digest.hexdigest()[:12]


def check(path: str | os.PathLike[str] | None = None) -> list[Problem]:
    """Return every problem of a dataset, or of one of its files.

    All tables are read, whatever is wrong with one of them, so that one run tells everything. What is
    wrong with the data is never raised.

    Parameters
    ----------
    path
        A folder of tables, or one CSV file named after its table: the tables that it refers to are then
        those beside it or, where there are none, the shipped ones. The shipped dataset by default.

    Returns
    -------
    list of Problem
        In order of file, line, column and rule. Empty where nothing is wrong.

    Raises
    ------
    MissingFolder
        If the path names nothing.

    Examples
    --------
    >>> import profiles
    >>> [problem for problem in profiles.check() if problem.severity == "error"]
    []
    """
    if path is not None and Path(path).is_file():
        return _check_file(Path(path))
    return list(check_folder(data_dir(path), waiting=True).problems)


def _check_file(path: Path) -> list[Problem]:
    schemas = load_schemas()
    waits_in = path.resolve().parent
    if waits_in.name == UNVERIFIED and path.stem in WAITING and (waits_in.parent / path.name).is_file():
        found = check_folder(waits_in.parent, waiting=True)
        name = f"{UNVERIFIED}/{path.name}"
        return [replace(problem, file=str(path)) for problem in found.problems if problem.file == name]
    if path.stem not in schemas:
        message = "is not named after a table"
        return [
            Problem(
                "unknown-file",
                "error",
                str(path),
                0,
                0,
                "",
                "",
                message,
                f"name it one of {', '.join(f'{n}.csv' for n in schemas)}",
            )
        ]
    beside = [name for name in schemas if (path.parent / f"{name}.csv").is_file()]
    context = path.parent if len(beside) > 1 else data_dir()
    found = check_folder(context, replaced={path.stem: path})
    return [problem for problem in found.problems if problem.file == str(path)]


def check_folder(
    folder: Path, *, waiting: bool = False, replaced: Mapping[str, Path] | None = None, only_errors: bool = False
) -> Checked:
    """Return the tables of a folder and every problem in them.

    Parameters
    ----------
    folder
        Where the tables are.
    waiting
        Whether to read the rows that wait for a source too.
    replaced
        Files to read in place of the folder's own, by table.
    only_errors
        Whether to leave out what cannot stop loading: the form of files, and rules that only warn or inform.

    Returns
    -------
    Checked
        The typed tables and the problems.
    """
    skipped = frozenset(name for name, rule in RULES.items() if only_errors and rule.severity != "error")
    schemas = load_schemas()
    problems: list[Problem] = []
    tables: dict[str, TypedTable] = {}
    for name, schema in schemas.items():
        path = (replaced or {}).get(name)
        file = str(path) if path else f"{name}.csv"
        tables[name] = _read(path or folder / f"{name}.csv", schema, file, problems, form=not only_errors)
    for extra in sorted(folder.glob("*.csv")):
        if extra.stem not in schemas:
            problems.append(_unknown_file(extra.name))
    problems += check_across(tables, tables, skipped)
    rows_waiting: dict[str, TypedTable] = {}
    if waiting and (folder / UNVERIFIED).is_dir():
        for path in sorted((folder / UNVERIFIED).glob("*.csv")):
            file = f"{UNVERIFIED}/{path.name}"
            if path.stem in WAITING:
                rows_waiting[path.stem] = _read(path, schemas[path.stem], file, problems, form=not only_errors)
            else:
                problems.append(_unknown_file(file))
        joined = {**tables, **_joined(tables, rows_waiting)}
        problems += check_across(joined, rows_waiting, skipped | _NOT_WHILE_WAITING)
    problems.sort(key=lambda p: (p.file, p.line, p.column, p.rule, p.value))
    return Checked(folder, tables, rows_waiting, tuple(problems))


def _unknown_file(file: str) -> Problem:
    return Problem(
        "unknown-file",
        "warning",
        file,
        0,
        0,
        "",
        "",
        "no schema describes it",
        "remove it, or write its schema",
    )


def _read(path: Path, schema: TableSchema, file: str, problems: list[Problem], *, form: bool) -> TypedTable:
    raw, of_file = read_raw(path, schema, file=file, form=form)
    table, of_cells = parse_table(raw)
    problems += of_file
    problems += of_cells
    return table


def _joined(tables: Mapping[str, TypedTable], waiting: Mapping[str, TypedTable]) -> dict[str, TypedTable]:
    """Return each waiting table's rows behind those shipped, so that what waits can refer to either."""
    joined = {}
    for name, table in waiting.items():
        shipped = tables[name].raw
        # A waiting row completes the shipped row of the same key: it is the one to be found by that key.
        columns = {
            column: np.concatenate([table.raw.columns[column], shipped.columns[column]])
            for column in table.schema.names
        }
        lines = np.concatenate([table.raw.lines, shipped.lines])
        is_whole = table.raw.is_whole and _has_keys(tables[name])
        raw = RawTable(table.schema, table.raw.file, columns, lines, table.raw.positions, is_whole=is_whole)
        joined[name] = parse_table(raw)[0]
    return joined


def _has_keys(table: TypedTable) -> bool:
    return table.raw.is_whole and table.schema.primary_key[0] in table.raw.positions


def check_across(
    context: Mapping[str, TypedTable], tables: Mapping[str, TypedTable], skipped: frozenset[str]
) -> list[Problem]:
    """Return the problems of references and rules of some tables.

    Parameters
    ----------
    context
        All the tables, to which rows refer.
    tables
        Those to look at.
    skipped
        Ids of rules not to run.

    Returns
    -------
    list of Problem
        References to what is not there, and what the rules find.
    """
    problems: list[Problem] = []
    known: dict[str, frozenset[str]] = {}
    # Where a table could not be read whole, what rests on it cannot be judged: the file's own problem says enough.
    keyless = {name for name, table in context.items() if not _has_keys(table)}
    partial = {name for name, table in context.items() if len(table.raw.positions) < len(table.schema.names)} | keyless
    for name, table in tables.items():
        schema = table.schema
        targets = [(key.field, key.reference.table) for key in schema.foreign_keys]
        targets += [(column.name, column.refers_to.table) for column in schema.fields if column.refers_to]
        for column, target in targets:
            if target in keyless:
                continue
            if target not in known:
                known[target] = frozenset(context[target].distinct[context[target].schema.primary_key[0]])
            problems += [table.problem(f) for f in unknown_references(table, column, known[target], target)]
        view = {**context, name: table}
        for rule_id in schema.rules:
            rule = RULES[rule_id]
            if rule.run is not None and rule_id not in skipped and not partial.intersection({name, *rule.needs}):
                problems += [table.problem(finding) for finding in rule.run(view, name)]
    return problems
