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


def _require(holds: bool, message: str) -> None:
    if not holds:
        sys.exit(message)


JOBS = {job.__name__: job for job in (check, frictionless, pandera, dates, to_datetime)}

if __name__ == "__main__":
    print(json.dumps({"seconds": JOBS[sys.argv[1]](sys.argv[2])}))
