"""Listings: who is in the dataset, and how much of it rests on sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from profiles.dataset import Dataset
from profiles.errors import UnknownName
from profiles.lists import cite, coverage, list_leaders
from tests.leaders_synthetic import World


@pytest.fixture
def world() -> World:
    world = World()
    world.leader("alpha-ada", "Ada Alpha", sources="book")
    world.leader("beta-ben", "Ben Beta", born="1951~", sources="press")
    world.leader("gamma-gil", "Gil Gamma", born="", sources="archive")
    world.alias("beta-ben", "Alpha Male")
    world.tenure("alpha-ada", "xxa-president", "2001-01-01", "2004-12-31", sources="archive[start]")
    world.tenure("alpha-ada", "xxb-premier", "2010-01-01", "2011-12-31")
    world.tenure("alpha-ada", "xxa-chair", "2012", "2012-06")
    world.tenure("beta-ben", "xxb-president", "2005-01-01")
    world.tenure("beta-ben", "xxb-premier", "2003-01-01", "2003-06-30", sources="")
    world.view("beta-ben", "2006-01-01", sources="press")
    world.view("beta-ben", "2007-01-01", sources="press[p. 1]")
    world.source("elsewhere")
    world.meeting("alpha-ada", "gamma-gil", "2003-05-05", sources="elsewhere")
    return world


@pytest.fixture
def data(world: World, tmp_path: Path) -> Dataset:
    return world.load(tmp_path)


def ids(frame: pd.DataFrame) -> list[str]:
    return frame["leader_id"].tolist()


def test_everybody(data: Dataset) -> None:
    found = list_leaders(data=data)
    assert ids(found) == ["alpha-ada", "beta-ben", "gamma-gil"]
    ada, ben, gil = found.to_dict("records")
    assert ada == {
        "leader_id": "alpha-ada",
        "name": "Ada Alpha",
        "born": "1950-01-01",
        "states": "XXA;XXB",
        "first": 2001,
        "last": 2012,
        "statements": 0,
        "is_unverified": False,
    }
    assert (ben["born"], ben["states"], ben["statements"]) == ("1951~", "XXB", 2)
    assert pd.isna([gil["born"], gil["states"], gil["first"], gil["last"]]).all()
    assert {str(found[name].dtype) for name in ("first", "last", "statements")} == {"Int64"}
    assert str(found["is_unverified"].dtype) == "boolean"
    assert list(found.index) == [0, 1, 2]


def test_by_name(data: Dataset) -> None:
    assert ids(list_leaders("alpha", data=data)) == ["alpha-ada", "beta-ben"]
    assert ids(list_leaders("ADA", data=data)) == ["alpha-ada"]
    assert ids(list_leaders("alp", data=data)) == []


def test_by_state(data: Dataset) -> None:
    assert ids(list_leaders(state="XXA", data=data)) == ["alpha-ada"]
    assert ids(list_leaders(state="xxb", data=data)) == ["alpha-ada", "beta-ben"]
    assert ids(list_leaders(state="country B", data=data)) == ["alpha-ada", "beta-ben"]
    assert ids(list_leaders("ben", state="XXA", data=data)) == []


def test_an_unknown_state(data: Dataset) -> None:
    with pytest.raises(UnknownName, match="'Contry A'; did you mean XXA") as caught:
        list_leaders(state="Contry A", data=data)
    assert caught.value.candidates[0] == "XXA"
    with pytest.raises(UnknownName, match=r"see data/states\.csv"):
        list_leaders(state="Q", data=data)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2000-12-31", []),
        ("2001-01-01", ["alpha-ada"]),
        ("2004-12-31", ["alpha-ada"]),
        ("2005-01-01", ["beta-ben"]),
        ("2012-06-30", ["alpha-ada", "beta-ben"]),  # perhaps counts
        ("2012-07-01", ["beta-ben"]),
        ("2020-12-31", ["beta-ben"]),
    ],
)
def test_by_day_in_office(data: Dataset, day: str, expected: list[str]) -> None:
    assert ids(list_leaders(in_office=dt.date.fromisoformat(day), data=data)) == expected


def test_nobody_in_the_data(tmp_path: Path) -> None:
    found = list_leaders(data=World().load(tmp_path))
    assert len(found) == 0
    assert list(found) == ["leader_id", "name", "born", "states", "first", "last", "statements", "is_unverified"]


def test_coverage(world: World, tmp_path: Path) -> None:
    found = coverage(data=world.load(tmp_path, unverified=True)).set_index("state_id")
    assert found.loc["XXA"].to_dict() == {
        "name": "Country A",
        "checked_to": "2020-12-31",
        "leaders": 1,
        "births_unverified": 0,
        "tenures": 2,
        "tenures_unverified": 0,
        "statements": 0,
    }
    assert found.loc["XXB", ["leaders", "tenures", "tenures_unverified", "statements"]].tolist() == [2, 3, 1, 2]
    assert found.loc["XXB", "statements"] == 2  # once for a leader of two offices


def test_coverage_of_births(world: World, tmp_path: Path) -> None:
    world.waiting["leaders"].append({
        "leader_id": "delta-dan",
        "name": "Dan Delta",
        "gender": "male",
        "born": "1960-01-01",
        "views_missing": "not_searched",
    })
    world.tenure("delta-dan", "xxa-president", "2006-01-01", "2007-01-01", sources="")
    found = coverage(data=world.load(tmp_path, unverified=True)).set_index("state_id")
    assert found.loc["XXA", ["leaders", "births_unverified", "tenures", "tenures_unverified"]].tolist() == [2, 1, 3, 1]


def test_coverage_of_the_shipped_data_adds_up() -> None:
    found = coverage()
    assert found["state_id"].is_unique
    assert (found["births_unverified"] <= found["leaders"]).all()
    assert (found["tenures_unverified"] <= found["tenures"]).all()


def test_sources_of_some(data: Dataset) -> None:
    def keys(*names: str) -> list[str]:
        return [line.split("{")[1].rstrip(",") for line in cite(names, data=data).splitlines() if line.startswith("@")]

    assert keys("ada") == ["archive", "book", "elsewhere"]
    assert keys("ben") == ["archive", "press"]
    assert keys("gamma") == ["archive", "elsewhere"]
    assert keys("ben", "ada") == ["archive", "book", "elsewhere", "press"]
    assert keys() == ["archive", "book", "elsewhere", "press"]
    with pytest.raises(UnknownName):
        cite(["nobody"], data=data)
