"""The command line against the imports that it cannot do without."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, alternate, in_time, python, run

_HEAVY = ("matplotlib", "pandera", "typer")


def _profiles(*arguments: str) -> list[str]:
    """Return the installed command of this interpreter or, where there is none, the same by hand."""
    script = shutil.which("profiles", path=str(Path(sys.executable).parent))
    start = [script] if script else python("from profiles.cli import main; main()")
    return [*start, *arguments]


def _against(what: str, arguments: list[str], module: str, most: float, repeat: int) -> Result:
    timings = alternate({"own": _profiles(*arguments), "import": python(f"import {module}")}, repeat)
    own, yardstick = timings["own"], timings["import"]
    ratio = own.least / yardstick.least
    beside = f"import {module}: {in_time(yardstick)}"
    return Result(what, in_time(own), beside, f"{ratio:.2f}x", f"<= {most:g}x", ratio <= most)


def measure_commands(repeat: int) -> Iterator[Result]:
    """Yield the time of each command beside the import that it rests on."""
    yield _against("profiles --help", ["--help"], "typer", 2.5, repeat)
    yield _against("profiles --version", ["--version"], "typer", 2.5, repeat)
    yield _against("profiles compare putin xi", ["compare", "putin", "xi"], "pandas", 2, repeat)
    yield _against("profiles check", ["check"], "pandera.pandas", 4, repeat)


def measure_imports() -> Iterator[Result]:
    """Yield what comes in with the package, and with a comparison, that neither needs."""
    for code in ("import profiles", "import profiles; profiles.compare('putin', 'xi').to_text()"):
        look = f"import json, sys; {code}; print(json.dumps([m for m in {_HEAVY!r} if m in sys.modules]))"
        loaded = json.loads(run(python(look)).output)
        what = f"{code.rpartition('; ')[2]} loads"
        yield Result(what, ", ".join(loaded) or "none", f"of {', '.join(_HEAVY)}", "", "none", not loaded)
