"""PDF files: complete, tagged, the same bytes, never from the network, and a plain word where the engine lacks."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pypdf
import pytest

from profiles.charts import timeline_chart
from profiles.dataset import Dataset
from profiles.errors import MissingExtra
from profiles.render import Document, Figure, Heading, Paragraph, Table, TableBlock, TableCell, TableRow, render_page
from profiles.report import write_report
from profiles.report.pdf import render_pdf
from tests.test_compare_forms import small


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return small().load(tmp_path_factory.mktemp("data"))


def page(*blocks: Any, title: str = "A title") -> str:
    return render_page(Document(title, blocks))


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def elements(pdf: bytes) -> Iterator[Any]:
    """Yield every element of the tags of a file."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif hasattr(node, "get"):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    return below(read(pdf).trailer["/Root"]["/StructTreeRoot"])


@pytest.mark.pango
def test_a_report_is_printed_when_asked(data: Dataset, tmp_path: Path) -> None:
    plain = write_report("ada", "ben", data=data, output=tmp_path / "plain")
    assert not (plain / "report.pdf").exists()
    folder = write_report("ada", "ben", data=data, output=tmp_path / "report", pdf=True)
    pdf = (folder / "report.pdf").read_bytes()
    reader = read(pdf)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "Ada Alpha and Ben Beta"
    for words in ("At a glance", "Side by side", "Method and limits", "Every meeting", f"1 / {len(reader.pages)}"):
        assert words in text
    # What leads to a file beside the page leads nowhere on paper.
    assert "Data (CSV)" not in text
    # Over an earlier report with a PDF, and with the same bytes.
    again = write_report("ada", "ben", data=data, output=folder, pdf=True)
    assert (again / "report.pdf").read_bytes() == pdf
    assert not (write_report("ada", "ben", data=data, output=folder) / "report.pdf").exists()


@pytest.mark.pango
def test_a_recipe_may_ask(data: Dataset, tmp_path: Path) -> None:
    recipe = tmp_path / "one.toml"
    recipe.write_text('leaders = ["gil"]\npdf = true\n', encoding="utf-8")
    assert (write_report(str(recipe), data=data, output=tmp_path / "one") / "report.pdf").stat().st_size > 5000


@pytest.mark.pango
def test_the_pages_are_a4_and_tagged(data: Dataset) -> None:
    chart = timeline_chart(data, ["alpha-ada"])
    table = Table("Numbers", ("", "n"), tuple(TableRow((str(n),), (TableCell(((f"cell {n}",),)),)) for n in range(120)))
    pdf = render_pdf(
        page(Heading(2, ("One",)), Figure(chart.name, chart.svg(), chart.alt), TableBlock(table), Paragraph(("End.",)))
    )
    reader = read(pdf)
    root = reader.trailer["/Root"]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert root["/Lang"] == "en"
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    found = list(elements(pdf))
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= {element["/S"] for element in found}
    assert [element["/Alt"] for element in found if element["/S"] == "/Figure"] == [chart.alt]
    # A table that goes on repeats its header, and no row is cut in two.
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 2
    going_on = [text for text in texts if "cell" in text]
    assert len(going_on) > 1
    assert all("n" in text.split("cell")[0] for text in going_on)
    assert sum(text.count("cell ") for text in texts) == 120


@pytest.mark.pango
def test_a_heading_stays_with_what_follows() -> None:
    for lines in range(30, 60, 3):
        filler = [Paragraph((f"Line {n}.",)) for n in range(lines)]
        texts = [
            found.extract_text()
            for found in read(render_pdf(page(*filler, Heading(2, ("Lonely",)), Paragraph(("Follows.",))))).pages
        ]
        assert all(("Lonely" in text) == ("Follows" in text) for text in texts)


@pytest.mark.pango
def test_the_words_of_charts_come_in_fonts_that_are_at_hand(data: Dataset) -> None:
    chart = timeline_chart(data, ["alpha-ada"])
    drawing = chart.svg().replace("Alpha", "习近平")
    pdf = render_pdf(page(Figure(chart.name, drawing, chart.alt)))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for found in read(pdf).pages
        for font in found["/Resources"]["/Font"].values()
    }
    assert {"DejaVu-Sans", "Noto-Sans-SC-Names"} <= fonts
    assert "习近平" in read(pdf).pages[0].extract_text()


@pytest.mark.pango
def test_nothing_is_fetched(data: Dataset, tmp_path: Path) -> None:
    picture = timeline_chart(data, ["alpha-ada"]).save(tmp_path, formats=["png"])[0]
    wanted = [picture.as_uri(), "http://127.0.0.1:9/a.png", "https://example.org/a.png"]
    inside = "".join(
        f'<p><img src="{url}" alt="kept away"><link rel="stylesheet" href="{url}">'
        f'<a rel="attachment" href="{url}">a</a></p>'
        for url in wanted
    )
    pdf = render_pdf(page(Paragraph(("Text.",))).replace("<p>Text.</p>", inside))
    assert read(pdf).pages[0].extract_text().count("kept away") == 3
    assert not read(pdf).attachments
    assert not list(read(pdf).pages[0].images)


def test_without_the_library(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    steps: list[str] = []

    def step(message: str) -> AbstractContextManager[None]:
        steps.append(message)
        return nullcontext()

    with pytest.raises(MissingExtra, match=r"PDF files need weasyprint.*pip install 'leader-profiles\[pdf\]'"):
        write_report("ada", data=data, output=tmp_path / "report", pdf=True, progress=step)
    assert list(tmp_path.iterdir()) == []
    # Said before any work is done.
    assert steps == []


def test_without_the_system_library(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("weasyprint"):
            message = "cannot load library 'libpango-1.0-0'"
            raise OSError(message)
        return load(name, *rest, **more)

    from profiles import extras

    monkeypatch.setattr(extras, "import_module", lambda name: refuse(name))
    with pytest.raises(MissingExtra, match=r"need the library Pango.*apt install libpango.*or print index\.html"):
        write_report("ada", data=data, output=tmp_path / "report", pdf=True)
    assert list(tmp_path.iterdir()) == []
