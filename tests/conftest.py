"""What every test can rely on: no display, no leftovers, no clock, no chance."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

# By environment rather than matplotlib.use, so that tests without charts, and the processes that tests
# start, do not import matplotlib for it.
os.environ["MPLBACKEND"] = "Agg"
# The developer's own data would be checked in place of the checkout's.
os.environ.pop("PROFILES_DATA", None)

# No deadline: the first example pays for imports and compiled schemas. In CI the same examples every time.
settings.register_profile("local", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable" if os.environ.get("CI") else "local")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew, to be read in review")


@cache
def _has_pango() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pytest_runtest_setup(item: pytest.Item) -> None:
    # pip cannot bring a library of the system. CI installs it on Linux, and there its absence is a fault.
    is_needed = os.environ.get("CI") and sys.platform == "linux"
    if item.get_closest_marker("pango") and not is_needed and not _has_pango():
        pytest.skip("PDF files need the system's Pango; .ci/system installs it on Debian")


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>``: ``golden("putin-xi.md", text)``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
