"""The tutorial as a notebook, run anew: ``python -m tests.tutorial -o build/docs/tutorial.ipynb``.

``docs/tutorial.py`` is the one source: cells begin with ``# %%``, those of text with ``# %% [markdown]``. The notebook
is run in an empty folder, and holds nothing that differs from one run or machine to the next: no times, no paths,
counted ids. Drawings differ with the version of matplotlib: where that is another one than drew those of the notebook
in ``docs/``, its drawings are kept.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
SOURCE, NOTEBOOK = ROOT / "docs" / "tutorial.py", ROOT / "docs" / "tutorial.ipynb"
MARK = re.compile(r"^# %%(?P<text> \[markdown\])?\n", re.MULTILINE)
DRAWING = "image/svg+xml"


def cells(source: str) -> list[tuple[str, str]]:
    """Return kind (``markdown`` or ``code``) and text of each cell; what stands above the first is for the script."""
    marks = list(MARK.finditer(source))
    found = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = source[mark.end() : following.start() if following else len(source)].strip()
        if mark["text"]:
            text = "\n".join(re.sub(r"^# ?", "", line) for line in text.splitlines())
        found.append(("markdown" if mark["text"] else "code", text))
    return found


def code_lines(source: str) -> int:
    """Return how many lines of a script are code: not blank, no comment, not its docstring."""
    code = "\n".join(text for kind, text in cells(source) if kind == "code")
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in code.splitlines())


def _run(notebook: Any, folder: Path) -> None:
    from nbclient import NotebookClient
    from traitlets.config import Config

    # The kernel is to find the package of this checkout, and what Jupyter keeps in a home folder is not to matter.
    places = {"IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "run"}
    env = {"PYTHONPATH": str(ROOT), **{name: str(folder / place) for name, place in places.items()}}
    work = folder / "work"
    work.mkdir()
    with patch.dict(os.environ, env), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Jupyter's own, about its own plans
        config = Config()
        if sys.platform != "win32":  # rather than ports that anybody on the machine could talk to
            config.KernelManager.transport, config.KernelManager.ip = "ipc", str(folder / "kernel")
        resources = {"metadata": {"path": str(work)}}
        NotebookClient(notebook, config=config, timeout=300, resources=resources, record_timing=False).execute()


def _plain(notebook: Any, kept: Any) -> None:
    """Take out what differs between runs, and drawings by another version of matplotlib than before."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for place, cell in enumerate(notebook.cells):
        cell.metadata = {}
        for number, output in enumerate(cell.get("outputs", ())):
            output.pop("transient", None)
            data = output.get("data", {})
            if "text/html" in data:
                data.pop("text/plain")  # the same again, for terminals
            if DRAWING not in data or kept is None:
                continue
            try:
                before = kept.cells[place].outputs[number].data[DRAWING]
            except (AttributeError, IndexError, KeyError):
                continue
            if _maker(before) != _maker(data[DRAWING]):
                data[DRAWING] = before


def _maker(drawing: str) -> list[str]:
    return re.findall(r"Matplotlib v[0-9.]+", drawing)


def build(source: str, *, run: bool = True) -> str:
    """Return the notebook of a source."""
    import nbformat

    made = nbformat.v4.new_notebook()
    for number, (kind, text) in enumerate(cells(source), start=1):
        make = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        made.cells.append(make(text, id=f"cell-{number:02}"))
    if run:
        with tempfile.TemporaryDirectory() as folder:
            _run(made, Path(folder))
    kept = nbformat.read(NOTEBOOK, as_version=4) if NOTEBOOK.is_file() else None
    _plain(made, kept)
    nbformat.validate(made)
    return str(nbformat.writes(made)).rstrip("\n") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    output: Path = parser.parse_args().output
    output.write_text(build(SOURCE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
