"""Word documents, opened by another program: ``python -m tests.word -o build/word``.

Writes documents with the table of a comparison, one of numbers and a hostile one, lets LibreOffice turn
them into PDF, and looks there for the words of every cell, note and source. A word that is not found makes
the exit code 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader

import profiles
from profiles.render import SourceList, Table, plain_text, render_word
from profiles.render.inline import cell_lines, column_lines, one_line
from tests.tables_to_print import HOSTILE, HOSTILE_TEXTS, NUMBERS, NUMBERS_TEXTS, sources_of

# Letters that are read back as they were written. Those of other scripts depend on the fonts at hand, and
# on how a PDF orders and joins them.
_WORD = re.compile(r"[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKD", text))


def expected(table: Table, sources: SourceList) -> Iterator[str]:
    """Every text of a table, as one who reads it would say it."""
    yield one_line(table.title)
    yield plain_text(table.caption)
    for column in table.columns:
        yield from column_lines(column)
    for row in table.rows:
        yield plain_text(row.header)
        for cell in row.cells:
            yield from (plain_text(line) for line in cell_lines(cell))
    yield from map(plain_text, table.notes)
    yield from (plain_text(text) for _, text in sources.entries)


def missing(table: Table, sources: SourceList, pdf: Path) -> list[str]:
    """Return the texts that are not in the PDF, their letters compared without what stands between them."""
    said = "".join(words("".join(page.extract_text() for page in PdfReader(pdf).pages)))
    # A line that was broken comes back in pieces, between which those of its neighbours may stand.
    return [text for text in expected(table, sources) if any(word not in said for word in words(text))]


def converted(files: list[Path], folder: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        message = "no LibreOffice here; on Debian: .ci/system"
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as home:
        # A profile of its own: it must not wait for, or change, that of somebody who uses the program.
        command = [office, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files)], check=True, timeout=120, capture_output=True
        )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/word"))
    folder = parser.parse_args(arguments).output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    compared = profiles.compare("putin", "xi")
    cases = {
        "putin-xi": (compared.table(), sources_of(compared.table(), dict(compared.source_texts))),
        "numbers": (NUMBERS, sources_of(NUMBERS, NUMBERS_TEXTS)),
        "hostile": (HOSTILE, sources_of(HOSTILE, HOSTILE_TEXTS)),
    }
    files = []
    for name, (table, sources) in cases.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(render_word(table, sources=sources))
    start = time.perf_counter()
    converted(files, folder)
    print(f"{len(files)} documents converted in {time.perf_counter() - start:.1f} s")  # noqa: T201
    failed = False
    for name, (table, sources) in cases.items():
        lost = missing(table, sources, folder / f"{name}.pdf")
        print(f"{name}: {f'not in the PDF: {lost}' if lost else 'every text is in the PDF'}")  # noqa: T201
        failed = failed or bool(lost)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
