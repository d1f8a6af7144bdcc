"""The work that is measured, one job per process: `python -m benchmarks.jobs NAME ARGUMENT`.

Each job imports first, then times its work by its own clock and prints the seconds as JSON. A job whose
verdict is wrong fails: a fast wrong answer is no measurement.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT


def check(folder: str) -> float:
    """All tables, references and rules, as `profiles check` does."""
    from profiles.checks import check as check_path

    start = time.perf_counter()
    problems = check_path(folder)
    seconds = time.perf_counter() - start
    _require(not problems, f"{len(problems)} problems, such as: {problems[:1]}")
    return seconds


def frictionless(folder: str) -> float:
    """All tables and references, as `frictionless validate datapackage.json` does."""
    from frictionless import Package

    start = time.perf_counter()
    report = Package(str(Path(folder) / "datapackage.json")).validate()
    seconds = time.perf_counter() - start
    _require(report.valid, str(report.flatten(["type", "note"])[:1]))
    return seconds


def pandera(folder: str) -> float:
    """The tenures' columns alone, as one would write it with pandas and pandera: neither references nor rules."""
    import pandas as pd
    import pandera.pandas as pa

    raw = json.loads((ROOT / "schemas" / "tenures.json").read_text(encoding="utf-8"))
    start = time.perf_counter()
    columns = {field["name"]: _column(field, raw["primaryKey"], pa) for field in raw["fields"]}
    frame = pd.read_csv(
        Path(folder) / "tenures.csv", dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8"
    )
    pa.DataFrameSchema(columns, strict=True).validate(frame, lazy=True)
    for name in ("start", "end"):
        # The form is known to be right by now; what is no day of the calendar shows here. Months count as
        # their first day: this is the plain way, which has no bounds and no qualifiers.
        dates = pd.to_datetime(frame[name], format="ISO8601", errors="coerce")
        _require(bool((dates.isna() == frame[name].isna()).all()), f"bad dates in {name}")
    return time.perf_counter() - start


def _column(field: dict[str, Any], key: str, pa: Any) -> Any:
    limits = field.get("constraints", {})
    checks = []
    if "pattern" in limits:
        checks.append(pa.Check.str_matches(f"^(?:{limits['pattern']})$"))
    values = ["true", "false"] if field["type"] == "boolean" else limits.get("enum")
    if values:
        checks.append(pa.Check.isin(values))
    return pa.Column(str, checks, nullable=not limits.get("required", False), unique=field["name"] == key)


def dates(count: str) -> float:
    """Days as text to their bounds, qualifier and precision."""
    from profiles.dates import parse_dates

    texts = _texts(int(count))
    start = time.perf_counter()
    column = parse_dates(texts)
    seconds = time.perf_counter() - start
    _require(not column.errors and bool(column.is_exact.all()), "misread dates")
    return seconds


def to_datetime(count: str) -> float:
    """Days as text to days, by pandas with the form given: neither bounds nor messages."""
    import pandas as pd

    texts = _texts(int(count))
    start = time.perf_counter()
    pd.to_datetime(texts, format="%Y-%m-%d")
    return time.perf_counter() - start


def _texts(count: int) -> list[str]:
    # Years that pandas 2 can hold in nanoseconds too.
    days = [(date(1700, 1, 1) + timedelta(days=day)).isoformat() for day in range(200_000)]
    return random.Random(1).choices(days, k=count)


def groups(folder: str) -> float:
    """Two groups by ten aspects, with 10,000 permutations each; loading does not count."""
    from profiles import compare_groups, load

    shipped = folder == "shipped"
    data = load(None if shipped else folder)
    by = "group:post-soviet" if shipped else "gender=female"
    start = time.perf_counter()
    result = compare_groups(by, data=data, permutations=10_000, aspects=None if shipped else ASPECTS)
    seconds = time.perf_counter() - start
    _require(len(result.rows) == 10, f"{len(result.rows)} aspects")
    return seconds


# As many as the shipped data are compared by, of those that made-up leaders have.
ASPECTS = (
    "age_1991", "age_at_entry", "age_at_exit", "time_in_power", "longest_spell", "in_office_1991", "entry", "exit",
    "irregular_exit", "in_power_now",
)  # fmt: skip


def table_one(tests: str) -> float:
    """The aspects that both know, by tableone, from a frame of values: one row per leader."""
    from tableone import TableOne

    from benchmarks.shared import frame_of_values, same_numbers

    frame, kinds, own = frame_of_values()
    start = time.perf_counter()
    table = TableOne(
        frame,
        columns=list(kinds),
        categorical=[name for name, kind in kinds.items() if kind != "number"],
        nonnormal=[name for name, kind in kinds.items() if kind == "number"],
        groupby="group",
        pval=tests == "tests",
        smd=True,
        missing=True,
        include_null=False,
    )
    seconds = time.perf_counter() - start
    _require(*same_numbers(table, frame, kinds, own))
    return seconds


def groups_as_table_one(tests: str) -> float:
    """The same aspects of the same leaders, from the tables, by `compare_groups`."""
    import scipy.stats  # noqa: F401  (tableone imports it too, before its clock runs)

    from benchmarks.shared import compared, shipped
    from profiles.groups import build  # noqa: F401

    shipped()
    start = time.perf_counter()
    compared(10_000 if tests == "tests" else 0)
    return time.perf_counter() - start


def overview(leaders: str) -> float:
    """A chart of many leaders in power, drawn and saved as SVG; loading does not count."""
    from profiles import load
    from profiles.charts import overview_chart

    data = load()
    held = data.tenures[data.tenures["is_effective"]].drop_duplicates("leader_id")
    chosen = held["leader_id"].tolist()[: int(leaders)]
    start = time.perf_counter()
    drawn = overview_chart(data, chosen).svg()
    seconds = time.perf_counter() - start
    _require(len(chosen) == int(leaders) and drawn.startswith("<?xml"), "not drawn")
    return seconds


def _require(holds: bool, message: str) -> None:
    if not holds:
        sys.exit(message)


JOBS = {
    job.__name__: job
    for job in (
        *(check, frictionless, pandera, dates, to_datetime),
        *(groups, table_one, groups_as_table_one, overview),
    )
}

if __name__ == "__main__":
    print(json.dumps({"seconds": JOBS[sys.argv[1]](sys.argv[2])}))
