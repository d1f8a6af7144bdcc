"""LaTeX tables, compiled: ``python -m tests.latex -o build/latex``.

Writes documents with the table of a comparison, one of numbers and a hostile one, and a document of one's
own that takes two tables in, and compiles each with every LaTeX that is found. An error, a letter that is
neither printed nor replaced, and a line that sticks out by more than 20 points make the exit code 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import profiles
from profiles.render import render_latex
from tests.tables_to_print import HOSTILE, HOSTILE_TEXTS, NUMBERS, NUMBERS_TEXTS, sources_of

ENGINES = ("pdflatex", "lualatex", "xelatex")
STICKS_OUT = 20.0
_ERROR = re.compile(r"^! .*", re.MULTILINE)
_OVERFULL = re.compile(r"Overfull \\hbox \(([0-9.]+)pt too wide\)")
_LACKING = re.compile(r"Missing character: .*")
OWN = r"""\documentclass{article}
\usepackage{iftex}
\iftutex\usepackage{fontspec}\else\usepackage[T1]{fontenc}\usepackage{lmodern}\fi
\usepackage{array,booktabs,longtable,siunitx}
\usepackage{threeparttable}
\begin{document}
\listoftables
See Table~\ref{numbers}.
\input{numbers-part}
\input{hostile-part}
\end{document}
"""


def documents() -> dict[str, str]:
    numbers, hostile = sources_of(NUMBERS, NUMBERS_TEXTS), sources_of(HOSTILE, HOSTILE_TEXTS)
    return {
        "putin-xi": profiles.compare("putin", "xi").to_latex(standalone=True),
        "numbers": render_latex(NUMBERS, sources=numbers, standalone=True),
        "hostile": render_latex(HOSTILE, sources=hostile, standalone=True),
        "numbers-part": render_latex(NUMBERS, sources=numbers, label="numbers"),
        "hostile-part": render_latex(HOSTILE, sources=hostile),
        "own": OWN,
    }


def compiled(path: Path, engine: str) -> list[str]:
    """Compile a document into a folder named for the engine, and return what is wrong."""
    folder = path.parent / engine
    folder.mkdir(exist_ok=True)
    command = [engine, "-no-shell-escape", "-interaction=nonstopmode", f"-output-directory={folder.name}", path.name]
    for _ in range(2):  # the second time with the page of each reference
        done = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=300, check=False)
    log = (folder / f"{path.stem}.log").read_text(encoding="utf-8", errors="replace").replace("\n ", "\n")
    wrong = [found.group() for found in _ERROR.finditer(log)]
    wrong += [found.group() for found in _OVERFULL.finditer(log) if float(found[1]) > STICKS_OUT]
    wrong += [found.group() for found in _LACKING.finditer(log)]
    if "There were undefined references" in log:
        wrong.append("undefined references")
    if done.returncode and not wrong:
        wrong.append(f"exit code {done.returncode}")
    return sorted(set(wrong))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/latex"))
    folder = parser.parse_args(arguments).output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    engines = [engine for engine in ENGINES if shutil.which(engine)]
    if not engines:
        print("no LaTeX here; on Debian: .ci/system")  # noqa: T201
        return 1
    for name, text in documents().items():
        (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    failed = False
    for name in ("putin-xi", "numbers", "hostile", "own"):
        for engine in engines:
            start = time.perf_counter()
            wrong = compiled(folder / f"{name}.tex", engine)
            seconds = time.perf_counter() - start
            print(f"{engine} {name}: {'; '.join(wrong) or 'fine'} ({seconds:.1f} s)")  # noqa: T201
            failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
