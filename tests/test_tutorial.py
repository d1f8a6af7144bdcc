"""The tutorial: short, up to date as a notebook, and the script writes what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tutorial import NOTEBOOK, ROOT, SOURCE, cells, code_lines

TEXT = SOURCE.read_text(encoding="utf-8")


def _notebook() -> dict[str, object]:
    found: dict[str, object] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return found


def _joined(text: object) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def test_under_forty_lines() -> None:
    assert code_lines(TEXT) < 40


def test_cells_are_taken_apart() -> None:
    source = '"""Doc."""\n# ruff: noqa\n\n# %% [markdown]\n# # Head\n#\n# Text.\n\n# %%\nx = 1  # one\n\n# why\ny = 2\n'
    assert cells(source) == [("markdown", "# Head\n\nText."), ("code", "x = 1  # one\n\n# why\ny = 2")]
    assert code_lines(source) == 2


def test_the_notebook_is_made_of_the_script() -> None:
    made = [(cell["cell_type"], _joined(cell["source"])) for cell in _notebook()["cells"]]  # type: ignore[attr-defined, index]
    assert made == cells(TEXT), "stale: make docs"


def test_the_notebook_holds_results_and_nothing_of_the_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    outputs = [o for cell in _notebook()["cells"] for o in cell.get("outputs", ())]  # type: ignore[attr-defined]
    assert {output["output_type"] for output in outputs} <= {"execute_result", "stream"}
    assert [cell["id"] for cell in _notebook()["cells"]] == [f"cell-{n:02}" for n in range(1, len(cells(TEXT)) + 1)]  # type: ignore[attr-defined, index]
    kinds = {kind for output in outputs for kind in output.get("data", ())}
    assert {"text/html", "image/svg+xml"} <= kinds
    for stray in (str(ROOT), str(Path.home()), "/tmp/", "object at 0x", "Warning"):
        assert stray not in text
    assert not re.search(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:", text), "a time of day"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the script as its reader does, in a folder of its own."""
    folder = tmp_path_factory.mktemp("reader")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error::FutureWarning"}
    done = subprocess.run(
        [sys.executable, str(SOURCE)], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert [path.name for path in folder.iterdir()] == ["tutorial"]
    return folder / "tutorial"


def test_it_writes_what_it_says(written: Path) -> None:
    said = next(text for kind, text in reversed(cells(TEXT)) if kind == "code")
    assert said == "sorted(path.name for path in output.iterdir())"
    files = sorted(path.name for path in written.iterdir())
    shown = _joined(_notebook()["cells"][-1]["outputs"][0]["data"]["text/plain"])  # type: ignore[index]
    assert files == re.findall(r"'([^']+)'", shown)
    assert {"groups.tex", "groups.docx", "time-in-power.svg", "time-in-power.csv"} <= set(files)


def test_the_table_in_latex_holds_the_figures(written: Path) -> None:
    latex = (written / "groups.tex").read_text(encoding="utf-8")
    for part in (r"\toprule", r"\bottomrule", "Post-Soviet states", "Six neighbours", "Fisher", "Age on coming"):
        assert part in latex
    assert latex.count(r"\begin{") == latex.count(r"\end{")
    counts = re.findall(r"n = ([0-9]+) leaders", latex)
    assert counts[:2] == ["105", "80"], "the figures of the text: rebuild the notebook when the data change"


def test_the_chart_is_a_drawing_with_words(written: Path) -> None:
    drawing = (written / "time-in-power.svg").read_text(encoding="utf-8")
    assert drawing.startswith("<?xml")
    assert "Time in power, post-Soviet states and six neighbours" in drawing
    assert len((written / "time-in-power.csv").read_text(encoding="utf-8").splitlines()) > 100
