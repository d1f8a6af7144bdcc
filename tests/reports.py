"""The committed reports, rebuilt and compared: ``python -m tests.reports``.

Each recipe ``reports/<name>.toml`` has its rendered text, drawings, tables and citations beside it in
``reports/<name>/``. What is stale is rewritten, and the exit code is 1. Drawings differ with the version of
matplotlib: they are compared where they were made by the version at hand, and only counted otherwise.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from profiles.report import write_report

ROOT = Path(__file__).resolve().parents[1]
# The page repeats the Markdown with the drawings in it, and pictures in points repeat the drawings.
KEPT = {".md", ".svg", ".csv", ".bib"}


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
        print(f"  drawn by {_makers(kept)}, here {_makers(fresh)}: drawings are not compared")  # noqa: T201
    return sorted(
        name
        for name in kept.keys() | fresh.keys()
        if (name in kept) != (name in fresh)
        or (kept[name] != fresh[name] and (same_maker or not name.endswith(".svg")))
    )


def main() -> int:
    stale = []
    for recipe in sorted((ROOT / "reports").glob("*.toml")):
        target = recipe.with_suffix("")
        with tempfile.TemporaryDirectory() as work:
            built = write_report(str(recipe), output=Path(work) / recipe.stem)
            fresh = {name: data for name, data in _files(built).items() if Path(name).suffix in KEPT}
        names = _stale(_files(target), fresh)
        print(f"{target.relative_to(ROOT)}: {'stale: ' + ', '.join(names) if names else 'up to date'}")  # noqa: T201
        if names:
            stale.append(target)
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            for name, data in fresh.items():
                (target / name).write_bytes(data)
    if stale:
        print("Rewritten; read the difference and commit it.")  # noqa: T201
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
