"""The committed reports, rebuilt and compared: ``python -m tests.reports``.

Each recipe ``reports/<name>.toml`` has its rendered text, drawings, tables and citations beside it in
``reports/<name>/``, and ``reports/README.md`` leads to them. What is stale is rewritten, and the exit code is 1.
Drawings differ with the version of matplotlib: they are compared where they were made by the version at hand, and
only counted otherwise.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from profiles.report import write_gallery

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "reports"
# The pages repeat the Markdown with the drawings in it, and pictures in points repeat the drawings.
KEPT = {".md", ".svg", ".csv", ".bib"}


def say(message: str) -> None:
    print(message, flush=True)  # noqa: T201


@contextmanager
def step(message: str) -> Generator[None]:
    print(f"{message} ...", file=sys.stderr, flush=True)  # noqa: T201
    yield


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def _makers(files: dict[str, bytes]) -> set[bytes]:
    return {
        maker
        for name, data in files.items()
        if name.endswith(".svg")
        for maker in re.findall(rb"Matplotlib v[0-9.]+", data)
    }


def _stale(kept: dict[str, bytes], fresh: dict[str, bytes]) -> list[str]:
    same_maker = _makers(kept) == _makers(fresh)
    if not same_maker:
        say(f"  drawn by {_makers(kept)}, here {_makers(fresh)}: drawings are not compared")
    return sorted(
        name
        for name in kept.keys() | fresh.keys()
        if (name in kept) != (name in fresh)
        or (kept[name] != fresh[name] and (same_maker or not name.endswith(".svg")))
    )


def main() -> int:
    stale = 0
    with tempfile.TemporaryDirectory() as work:
        built = write_gallery(REPORTS, output=Path(work) / "gallery", pdf=False, processes=2, progress=step)
        made = {path.name for path in built.iterdir() if path.is_dir()}
        for name in sorted(made | {path.name for path in REPORTS.iterdir() if path.is_dir()}):
            fresh = {file: data for file, data in _files(built / name).items() if Path(file).suffix in KEPT}
            differing = _stale(_files(REPORTS / name), fresh)
            say(f"reports/{name}: {'stale: ' + ', '.join(differing) if differing else 'up to date'}")
            if differing:
                stale += 1
                shutil.rmtree(REPORTS / name, ignore_errors=True)
                if fresh:
                    (REPORTS / name).mkdir()
                for file, data in fresh.items():
                    (REPORTS / name / file).write_bytes(data)
        index, kept = (built / "README.md").read_bytes(), REPORTS / "README.md"
        if not kept.is_file() or kept.read_bytes() != index:
            say("reports/README.md: stale")
            stale += 1
            kept.write_bytes(index)
    if stale:
        say("Rewritten; read the difference and commit it.")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
