"""What every public result can do: frozen, printed, equal to its like, pickled and back, telling its method."""

from __future__ import annotations

import dataclasses
import math
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import profiles
from profiles.agreement import agreement
from profiles.dataset import Dataset, load
from profiles.groups import compare_groups, robustness
from profiles.similar import similar

GROUP = "group:post-soviet"
ASPECTS = ["age_1991", "time_in_power", "evaluation"]


def _groups(data: Dataset) -> Any:
    return compare_groups(GROUP, aspects=ASPECTS, data=data, permutations=50)


def _survival(data: Dataset) -> Any:
    return next(iter(_groups(data).survival.values()))


RESULTS: dict[str, Callable[[Dataset], Any]] = {
    "Agreement": lambda data: agreement(data, resamples=20),
    "Comparison": lambda data: profiles.compare("putin", "xi", data=data),
    "Dataset": lambda data: data.where(group="g7", effective=True),
    "Description": lambda data: profiles.describe("gorbachev", data=data),
    "GroupComparison": _groups,
    "Robustness": lambda data: robustness(GROUP, "evaluation", data=data, resamples=0),
    "Similar": lambda data: similar("xi", data=data, k=3),
    "Survival": _survival,
}
# A curve is a part of a comparison of groups, which tells its method; its own median tells how it was got.
METHOD: dict[str, Callable[[Any], str]] = {"Survival": lambda result: result.groups[0].median.method}
# What prints itself as a table, in every format.
TABLES = sorted(set(RESULTS) - {"Dataset", "Survival"})


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def results(data: Dataset) -> dict[str, Any]:
    return {name: make(data) for name, make in RESULTS.items()}


def _parts(value: Any, seen: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all that a result holds, with where it is; frames and plain mappings are not walked into."""
    yield seen, value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name), f"{seen}.{field.name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _parts(item, f"{seen}[{place}]")


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_frozen_through_and_through(name: str, results: dict[str, Any]) -> None:
    result = results[name]
    assert dataclasses.is_dataclass(result)
    first = dataclasses.fields(result)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, first, None)
    for place, part in _parts(result):
        if dataclasses.is_dataclass(part):
            assert type(part).__dataclass_params__.frozen, f"{name}{place}"  # type: ignore[attr-defined]
        assert not isinstance(part, (list, set)), f"{name}{place} can be changed"
        assert not (isinstance(part, float) and math.isnan(part)), f"{name}{place} is NaN: no result equals it"


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_made_twice_it_is_equal(name: str, data: Dataset, results: dict[str, Any]) -> None:
    again = RESULTS[name](data)
    assert again is not results[name]
    assert again == results[name]
    assert repr(again) == repr(results[name])
    assert str(again) == str(results[name])
    assert results[name] != name


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_pickled_and_back(name: str, results: dict[str, Any]) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(results[name], protocol))
        assert back == results[name]
        assert type(back) is type(results[name])
    assert str(back) == str(results[name])


def test_pickles_are_read_by_another_process(results: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "results.pickle"
    path.write_bytes(pickle.dumps(results))
    code = "import pickle, sys; print(*pickle.load(open(sys.argv[1], 'rb')))"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(results)


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_printed_it_says_something(name: str, results: dict[str, Any]) -> None:
    for text in (str(results[name]), repr(results[name])):
        assert len(text) > 40
        assert " object at 0x" not in text
        assert "nan" not in text.split()
        assert "<NA>" not in text


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_it_tells_its_method(name: str, results: dict[str, Any]) -> None:
    result = results[name]
    if name in METHOD:
        assert METHOD[name](result)
        return
    assert isinstance(result.notes, tuple)
    assert result.notes or name in {"Description"}
    for note in result.notes:
        assert isinstance(note, str)
        assert note.strip().endswith((".", ")")), note
    assert result.as_of == results["Dataset"].as_of
    assert getattr(result, "data_version", getattr(result, "version", "")) == results["Dataset"].version


@pytest.mark.parametrize("name", TABLES)
def test_one_table_in_every_format(name: str, results: dict[str, Any], tmp_path: Path) -> None:
    result = results[name]
    assert len(result.frame)
    table = result.table()
    assert table.title
    for text in (result.to_text(width=80), result.to_markdown(), result.to_html(), result.to_latex(), result.to_csv()):
        assert text.strip()
    assert all(len(line) <= 80 for line in result.to_text(width=80).splitlines())
    for suffix in ("txt", "md", "html", "tex", "docx", "xlsx", "csv", "json"):
        path = result.save(tmp_path / f"table.{suffix}")
        assert path.stat().st_size > 100, suffix


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_frames_handed_out_are_not_the_result(name: str, data: Dataset, results: dict[str, Any]) -> None:
    if not hasattr(results[name], "frame"):
        return
    one = RESULTS[name](data)
    del one.frame[one.frame.columns[0]]
    assert one == results[name]
    assert pickle.loads(pickle.dumps(results[name])) == results[name]


# --- the same on a part, and on frames of one's own ---


@pytest.fixture(scope="module")
def part(data: Dataset) -> Dataset:
    leaders = data.tenures["leader_id"][data.tenures["start_latest"] >= "1985-01-01"]
    return data.where(lambda frame: frame["leader_id"].isin(leaders))


@pytest.mark.parametrize("name", sorted(set(RESULTS) - {"Dataset"}))
def test_it_works_on_a_part(name: str, part: Dataset) -> None:
    assert RESULTS[name](part)
    assert pickle.loads(pickle.dumps(RESULTS[name](part))) == RESULTS[name](part)


@pytest.mark.parametrize("name", sorted(set(RESULTS) - {"Dataset", "Agreement"}))
def test_it_works_on_frames(name: str, data: Dataset) -> None:
    mine = Dataset.from_frames(
        leaders=data.leaders, tenures=data.tenures, offices=data.offices, states=data.states, groups=data.groups,
        views=data.views, as_of=data.as_of,
    )  # fmt: skip
    assert str(RESULTS[name](mine))


@pytest.mark.parametrize("name", ["Comparison", "Description", "GroupComparison", "Similar", "Survival"])
def test_it_works_without_statements_and_meetings(name: str, data: Dataset) -> None:
    mine = Dataset.from_frames(
        leaders=data.leaders, tenures=data.tenures, offices=data.offices, groups=data.groups, as_of=data.as_of
    )
    assert str(RESULTS[name](mine))
