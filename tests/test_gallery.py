"""The gallery: every recipe of a folder, and an index that leads to what is there and needs no network."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from profiles.report import RecipeError, write_gallery
from tests.test_compare_forms import small
from tests.test_report import Page

RECIPES = {
    "two": 'title = "Two *of* them & more"\nleaders = ["ada", "ben"]\nsummary = "Both <led> a state."\n',
    "one": 'leaders = ["gil"]\n',
}

pytestmark = pytest.mark.pango


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return the folders of the data, of the recipes and of the gallery."""
    base = tmp_path_factory.mktemp("gallery")
    small().write(base / "data")
    (base / "recipes").mkdir()
    for name, text in RECIPES.items():
        (base / "recipes" / f"{name}.toml").write_text(text, encoding="utf-8")
    gallery = write_gallery(base / "recipes", output=base / "gallery", pdf=True, data_path=base / "data")
    return base / "data", base / "recipes", gallery


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_folder(made: tuple[Path, Path, Path]) -> None:
    gallery = made[2]
    assert sorted(path.name for path in gallery.iterdir()) == ["README.md", "index.html", "one", "two"]
    for name in RECIPES:
        for file in ("index.html", "report.md", "report.pdf", "comparison.csv", "sources.bib"):
            assert (gallery / name / file).is_file()


def test_the_page_leads_to_what_is_there(made: tuple[Path, Path, Path]) -> None:
    gallery = made[2]
    text = (gallery / "index.html").read_text(encoding="utf-8")
    page = Page(text)
    links = [attrs["href"] for attrs in page.all("a") if not attrs["href"].startswith("#")]
    assert sorted(set(links)) == [
        f"{name}/{file}" for name in ("one", "two") for file in ("index.html", "report.md", "report.pdf")
    ]
    assert all((gallery / link).is_file() for link in links)
    assert "Two *of* them &amp; more" in text
    assert "Both &lt;led&gt; a state." in text
    # The first paragraph of a report without a summary of its own.
    assert "Gil Gamma was born in 1950 or 1955" in text
    assert not re.search(r"\[[0-9]", text.partition("</style>")[2])


def test_the_page_is_complete_in_itself(made: tuple[Path, Path, Path]) -> None:
    page = Page((made[2] / "index.html").read_text(encoding="utf-8"))
    for tag, attrs in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "form"}
        assert attrs.get("src", "data:").startswith("data:")
    pictures = list(page.all("img"))
    # Gil held no office: there is nothing to draw.
    assert [picture["alt"] for picture in pictures] == ["Offices and power of Ada Alpha and Ben Beta"]
    levels = [tag for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels == ["h1", "h2", "h2"]


def test_the_index_for_folders(made: tuple[Path, Path, Path]) -> None:
    text = (made[2] / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert set(targets) == {"one/report.md", "two/report.md", "two/timeline.svg"}
    assert all((made[2] / target).is_file() for target in targets)
    assert r"## [Two \*of\* them & more](two/report.md)" in text
    assert r"Both \<led\> a state." in text


def test_several_processes_make_the_same(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, recipes, gallery = made
    main = sys.modules["__main__"]
    # New processes import the main module, which is pytest's here and must not run again.
    spec = getattr(main, "__spec__", None)
    try:
        main.__spec__ = None
        again = write_gallery(recipes, output=tmp_path / "again", pdf=True, data_path=data, processes=2)
    finally:
        main.__spec__ = spec
    assert files(again) == files(gallery)


def test_reports_are_replaced_and_others_left(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, recipes, _ = made
    stranger = tmp_path / "gallery" / "mine"
    stranger.mkdir(parents=True)
    (stranger / "notes.txt").write_text("mine", encoding="utf-8")
    for _ in range(2):
        gallery = write_gallery(recipes, output=tmp_path / "gallery", pdf=False, data_path=data)
    assert (stranger / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (gallery / "one" / "report.pdf").exists()
    assert "mine" not in (gallery / "index.html").read_text(encoding="utf-8")
    assert "PDF" not in (gallery / "index.html").read_text(encoding="utf-8").partition("</style>")[2]


def test_progress(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    steps: list[str] = []

    @contextmanager
    def step(message: str) -> Generator[None]:
        steps.append(message)
        yield

    data, recipes, _ = made
    write_gallery(recipes, output=tmp_path / "gallery", pdf=False, data_path=data, progress=step)
    assert steps == ["reading the data", "writing one", "writing two"]


def test_a_folder_without_recipes(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="holds no recipe; name a folder with recipes"):
        write_gallery(tmp_path, output=tmp_path / "gallery")
    assert list(tmp_path.iterdir()) == []


def test_a_recipe_that_cannot_be_followed_stops_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('leaders = ["ada"]\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('leader = ["ada"]\n', encoding="utf-8")
    with pytest.raises(RecipeError, match="leader is no key of a recipe"):
        write_gallery(tmp_path, output=tmp_path / "gallery")
    assert not (tmp_path / "gallery").exists()
