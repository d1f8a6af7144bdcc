"""Reports on groups: what is asked for is compared, drawn, written, and traced to its sources."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest

from profiles.agreement import agreement
from profiles.dataset import Dataset
from profiles.errors import NotComparable, ProfilesError, UnknownName
from profiles.groups import compare_groups, robustness
from profiles.report import write_report
from tests.leaders_synthetic import World
from tests.test_report import Page, cited_in, headings, page_of, text_of

WHOLE = """
title = "Alliance or not"
[groups]
by = "group:nato"
aspects = ["age_at_entry", "time_in_power", "evaluation"]
permutations = 200
adjust = "holm"
[robustness]
aspects = ["age_at_entry", "evaluation"]
resamples = 0
[agreement]
fields = ["evaluation", "causes"]
resamples = 50
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    world = World()
    world.group("nato", "XXA", "1980-01-01")
    for n in range(16):
        inside = n < 8
        leader = world.leader(f"p{n:02}", f"Person {n:02}", born=f"{1935 + n + 5 * inside}-01-01")
        office = f"xx{'a' if inside else 'b'}-president"
        world.tenure(leader, office, f"{1990 + n}-01-01", "" if n % 8 == 7 else f"{1992 + n + n % 5}-06-30")
        if n % 4:
            world.view(leader, f"{2001 + n}-01-01", ("lament", "welcome", "neutral")[n % 3])
            row = world.tables["views"][-1]
            code = "mixed" if n % 5 == 0 else row["evaluation"]
            world.tables["view_codings"].append({
                "view_id": row["view_id"],
                "coder": "second",
                "text_read": "page",
                **{name: row[name] for name in ("object", "inevitability")},
                "evaluation": code,
                "evaluation_basis": "none" if code == "neutral" else "explicit",
            })
    return world.load(tmp_path_factory.mktemp("data"))


def written(folder: Path, data: Dataset, recipe: str, name: str = "r") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(recipe, encoding="utf-8")
    return write_report(str(path), data=data, output=folder / name)


@pytest.fixture(scope="module")
def whole(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("made"), data, WHOLE)


def test_chapters_and_files(whole: Path) -> None:
    assert headings(whole) == ["Groups compared", "Does it survive?", "Agreement of coders", "Method and limits"]
    charts = {path.stem for path in whole.glob("*.svg")}
    assert charts == {
        *("diverging", "survival-time-in-power"),
        *("specifications-age-at-entry", "specifications-evaluation"),
    }
    made = {f"{chart}.{suffix}" for chart in charts for suffix in ("svg", "png", "csv", "txt")}
    assert {path.name for path in whole.iterdir()} == made | {
        *("index.html", "report.md", "sources.bib"),
        *("groups.csv", "robustness-age-at-entry.csv", "robustness-evaluation.csv", "agreement.csv"),
    }
    Page(page_of(whole))


def test_the_text_is_that_of_the_results(whole: Path, data: Dataset) -> None:
    text = text_of(whole)
    found = compare_groups(
        "group:nato",
        aspects=["age_at_entry", "time_in_power", "evaluation"],
        permutations=200,
        adjust="holm",
        data=data,
    )
    assert text.startswith("# Alliance or not\n")
    assert all(f"- {sentence}" in text for sentence in found.sentences)
    assert len(found.sentences) == 3
    assert f"Compared are {found.groups[0].words} (8) and {found.groups[1].words} (8)." in text
    for aspect in ("age_at_entry", "evaluation"):
        assert " ".join(robustness("group:nato", aspect, resamples=0, data=data).sentences) in text
    agreed = agreement(data, fields=["evaluation", "causes"], resamples=50)
    assert " ".join(agreed.sentences) in text
    # The day and the version stand at the head, and nowhere again but in the method.
    assert text.count(data.version) == 2


def test_the_numbers_are_those_of_the_results(whole: Path, data: Dataset) -> None:
    kept = pd.read_csv(io.StringIO((whole / "groups.csv").read_text(encoding="utf-8")))
    row = kept[kept["aspect_id"] == "age_at_entry"].iloc[0]
    found = compare_groups("group:nato", aspects=["age_at_entry"], permutations=200, data=data).row("age_at_entry")
    assert row["median"] == pytest.approx(found.cells[0].median, rel=1e-5)
    assert row["estimate"] == pytest.approx(found.effects[0].estimate.value, rel=1e-5)
    assert row["p_adjusted"] >= row["p"]
    assert len(pd.read_csv(whole / "robustness-evaluation.csv")) == len(
        robustness("group:nato", "evaluation", resamples=0, data=data).frame
    )


def test_every_source_behind_the_numbers_is_in_the_bibliography(whole: Path, data: Dataset) -> None:
    _, _, keys = cited_in(whole)
    found = compare_groups("group:nato", aspects=["age_at_entry", "time_in_power", "evaluation"], data=data)
    assert sorted(keys) == sorted(found.sources)
    assert len(keys) == len(set(keys)) > 1
    assert f"rest on {len(keys)} sources, too many to cite one by one; sources.bib lists them" in text_of(whole)


def test_twice_the_same_bytes(whole: Path, data: Dataset, tmp_path: Path) -> None:
    again = written(tmp_path, data, WHOLE)
    for path in whole.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_leaders_and_groups_in_one_report(data: Dataset, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        data,
        'leaders = ["p00", "p09"]\n[groups]\nby = "group:nato"\naspects = ["age_at_entry"]\npermutations = 100\n',
    )
    assert headings(folder) == [
        *("At a glance", "Side by side", "Careers", "Stated views on the collapse of the USSR", "Groups compared"),
        *("Method and limits", "Sources"),
    ]
    assert text_of(folder).startswith("# Person 00 and Person 09\n")
    cited, listed, keys = cited_in(folder)
    assert set(cited) == set(listed)
    # Those cited come first, by number.
    assert len(keys) >= len(listed)


def test_groups_of_ones_own(data: Dataset, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        data,
        '[groups]\naspects = ["age_at_entry"]\npermutations = 50\n'
        '[groups.by]\n"Early" = ["p00", "p01"]\n"Late" = "rest"\n',
    )
    assert text_of(folder).startswith("# Early and Late\n")
    assert re.search(r"^Compared are .*\(2\) and .*\(14\)\.$", text_of(folder), re.MULTILINE)


def test_the_other_readings_are_of_the_same_comparison(data: Dataset, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        data,
        '[groups]\nby = "group:nato"\nunit = "statement"\naspects = ["laments"]\npermutations = 50\nseed = 7\n'
        '[robustness]\naspects = ["laments"]\nvary = ["coder", "count"]\nresamples = 20\n',
    )
    found = robustness(
        "group:nato", "laments", unit="statement", vary=["coder", "count"], resamples=20, seed=7, data=data
    )
    assert " ".join(found.sentences) in text_of(folder)
    kept = pd.read_csv(folder / "robustness-laments.csv")
    assert kept["low"].tolist() == pytest.approx(found.frame["low"].tolist(), rel=1e-5, nan_ok=True)
    assert (folder / "diverging.csv").is_file()


def test_agreement_alone(data: Dataset, tmp_path: Path) -> None:
    folder = written(tmp_path, data, "[agreement]\nresamples = 20\n")
    assert headings(folder) == ["Agreement of coders", "Method and limits"]
    assert text_of(folder).startswith("# Agreement of coders\n")
    assert "who coded what" in text_of(folder)
    assert (folder / "sources.bib").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("section", "error", "message"),
    [
        ('[groups]\nby = "group:natto"', ProfilesError, "did you mean 'nato'?"),
        ('[groups]\nby = "group:nato"\naspects = ["age_at_entri"]', UnknownName, "did you mean 'age_at_entry'?"),
        ('[groups]\nby = "group:nato"\nunit = "person"', NotComparable, "unit"),
        ('[groups]\nby = "group:brics"', NotComparable, "nobody"),
        ('[agreement]\nfields = ["evaluatio"]', UnknownName, "did you mean 'evaluation'?"),
        ('[groups]\nby = "group:nato"\n[robustness]\naspects = ["nonsense"]', UnknownName, "nonsense"),
    ],
)
def test_what_cannot_be_compared_writes_nothing(
    data: Dataset, tmp_path: Path, section: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        written(tmp_path, data, section)
    assert [path.name for path in tmp_path.iterdir()] == ["r.toml"]
