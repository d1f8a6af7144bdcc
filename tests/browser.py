"""The gallery in a browser: ``python -m tests.browser FOLDER`` builds it there and opens every page in Chromium.

Each page must load without a network and without errors, print to PDF, pass axe-core without a violation, and be
usable on a telephone 360 px wide. What a page must not be, and how it is looked at, stands in browser/check.mjs.
Needs node, npm and Chromium; the two packages from npm are pinned in browser/package-lock.json.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from profiles.report import write_gallery

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent / "browser"
# What there is to find in bad.html: each check must be able to fail.
FAULTS = (
    *("asks for https://example.org/a.png", "console: ", "a picture is not shown", "has no title"),
    *("scrolls sideways", "cannot be reached with the keyboard", "text too small"),
    *("leads to #nowhere", "gone.html, which is not there"),
    *("axe color-contrast", "axe heading-order", "axe html-has-lang", "axe image-alt"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def step(message: str) -> Generator[None]:
    start = time.perf_counter()
    say(f"{message} ...")
    try:
        yield
    finally:
        say(f"  {time.perf_counter() - start:.1f} s")


def tool(*names: str) -> str:
    """Return the path of the first of some programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        sys.exit(f"tests.browser needs {names[0]}, which is not installed (Debian: apt install {names[0]})")
    return found


def modules(folder: Path) -> Path:
    """Install the pinned packages into a folder, once for each state of the lock file."""
    lock = HERE / "package-lock.json"
    kept = folder / "package-lock.json"
    if not (folder / "node_modules").is_dir() or kept.read_bytes() != lock.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder / name)
        subprocess.run(
            [tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=folder,
            check=True,
        )
    return folder


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.exit("name the folder to build the gallery in: python -m tests.browser build/gallery")
    folder = Path(arguments[0]).resolve()
    node, chromium = tool("node", "nodejs"), tool(*BROWSERS)
    with step(f"building {folder}"):
        write_gallery(ROOT / "reports", output=folder, pdf=True, processes=2, progress=step)
    with step("fetching axe-core and playwright-core"):
        installed = modules(folder.parent / "browser")
    prints = folder.parent / "prints"
    prints.mkdir(exist_ok=True)
    look = [node, str(HERE / "check.mjs"), str(installed), chromium, str(prints)]
    with step("opening a page full of faults"):
        found = subprocess.run([*look, str(HERE / "bad.html")], check=False, capture_output=True, text=True)
    missed = [fault for fault in FAULTS if fault not in found.stdout]
    if missed or found.returncode != 1:
        sys.exit(f"check.mjs did not find: {', '.join(missed) or 'anything'}\n{found.stdout}{found.stderr}")
    pages = [folder / "index.html", *sorted(folder.glob("*/index.html"))]
    with step(f"opening {len(pages)} pages in Chromium"):
        code = subprocess.run([*look, *map(str, pages)], check=False).returncode
    say("see above" if code else "every page is fine")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
