"""A part of a dataset is a dataset: what belongs to its leaders, and everything that takes one works on it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import profiles
from profiles.dataset import Dataset, load
from profiles.errors import DataError, UnknownName
from profiles.formatting import format_tables
from profiles.schema import load_schemas
from profiles.selection import SelectionError
from tests.leaders_synthetic import World
from tests.synthetic import write_dataset

WHOLE = ("states", "offices", "coverage", "groups", "sources")


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    world = World()
    for leader, gender in (("alpha-ada", "female"), ("beta-ben", "male"), ("gamma-cy", "male")):
        world.leader(leader, gender=gender)
        world.alias(leader, leader.title())
    world.tenure("alpha-ada", "xxa-president", "1990-01-01", "1999-12-31")
    world.tenure("alpha-ada", "xxa-premier", "2000-01-01", "2004-12-31", is_effective="false")
    world.tenure("beta-ben", "xxb-president", "1990-01-01", "1999-12-31")
    world.tenure("gamma-cy", "xxb-premier", "1990-01-01", "1999-12-31", is_effective="false")
    for leader in ("alpha-ada", "beta-ben", "gamma-cy"):
        world.view(leader, "1995-01-01")
    world._add("view_codings", view_id="v002", coder="second", text_read="none")
    world._add("view_codings", view_id="v003", coder="second", text_read="none")
    world.meeting("alpha-ada", "beta-ben", "1991-01-01")
    world.meeting("alpha-ada", "gamma-cy", "1992-01-01")
    world.term("alpha-ada", "beta-ben", "1993", "a friend")
    world.term("beta-ben", "gamma-cy", "1993", "a neighbour")
    return world.load(tmp_path)


# --- what a part holds ---


def test_a_part_holds_what_belongs_to_its_leaders(data: Dataset) -> None:
    part = data.where(effective=True)
    assert part.leaders["leader_id"].tolist() == ["alpha-ada", "beta-ben"]
    assert part.aliases["leader_id"].tolist() == ["alpha-ada", "beta-ben"]
    # All tenures of whoever was chosen, also the one that would not have been enough.
    assert part.tenures["office_id"].tolist() == ["xxa-president", "xxa-premier", "xxb-president"]
    assert part.views["view_id"].tolist() == ["v001", "v002"]
    assert part.view_codings["view_id"].tolist() == ["v002"]
    assert part.meetings["meeting_id"].tolist() == ["m001"]
    assert part.relationship_terms["term"].tolist() == ["a friend"]
    for table in WHOLE:
        assert part.tables[table] is data.tables[table]
    for frame in part.tables.values():
        assert frame.index.equals(pd.RangeIndex(len(frame)))


def test_the_original_stays_as_it_was(data: Dataset) -> None:
    before = {name: frame.copy() for name, frame in data.tables.items()}
    part = data.where(lambda leaders: leaders.pop("gender") == "female")  # even a condition that spoils its frame
    assert len(part.leaders) == 1
    for name, frame in data.tables.items():
        assert frame.equals(before[name]), name
    with pytest.raises(dataclasses.FrozenInstanceError):
        part.selection = ""  # type: ignore[misc]
    assert (part.version, part.as_of, part.path) == (data.version, data.as_of, data.path)


def test_references_within_a_part_resolve(shipped: Dataset) -> None:
    part = shipped.where(group="g7", effective=True)
    for name, schema in load_schemas().items():
        for key in schema.foreign_keys:
            target = part.tables[key.reference.table][key.reference.field]
            assert set(part.tables[name][key.field].dropna()) <= set(target), f"{name}.{key.field}"


def test_no_choice_is_the_whole(data: Dataset) -> None:
    part = data.where()
    assert all(frame.equals(data.tables[name]) for name, frame in part.tables.items())
    assert part.selection == "3 of 3 leaders, all of them"


def test_parts_of_parts_are_the_same_in_either_order(shipped: Dataset) -> None:
    one = shipped.where(group="post-soviet").where(lambda leaders: leaders["gender"] == "female")
    two = shipped.where(lambda leaders: leaders["gender"] == "female").where(group="post-soviet")
    assert one.leaders.equals(two.leaders)
    assert one.tenures.equals(two.tenures)
    assert "of these" in one.selection


# --- in words ---


def born_late(leaders: pd.DataFrame) -> pd.Series:
    return leaders["born_latest"] >= np.datetime64("1960-01-01", "s")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"effective": True}, "2 of 3 leaders, those who were in effective power"),
        ({"states": ["XXB"]}, "2 of 3 leaders, those who were in office in XXB"),
        (
            {"states": ["XXA", "XXB"], "kinds": ["head_of_state"], "in_office_on": dt.date(1991, 12, 26)},
            "2 of 3 leaders, those who were in office as head of state in XXA or XXB on 26 December 1991",
        ),
        (
            {"leaders": ["beta-ben"], "effective": True},
            "1 of 3 leaders, those who were in effective power and chosen by id",
        ),
    ],
)
def test_a_part_says_what_it_is(data: Dataset, choice: dict[str, object], words: str) -> None:
    part = data.where(**choice)  # type: ignore[arg-type]
    assert part.selection == words
    assert words in repr(part)
    assert part.notes[1] == f"A part of the dataset: {words}."
    assert data.selection == ""
    assert len(data.notes) == 1


def test_a_named_condition_is_named(shipped: Dataset) -> None:
    assert shipped.where(born_late).selection.endswith("leaders, for whom born_late holds")
    assert shipped.where(lambda frame: born_late(frame)).selection.endswith("who meet a condition given in code")


# --- wrong input ---


def test_conditions_must_answer_for_each_leader(data: Dataset) -> None:
    with pytest.raises(ValueError, match="returned 1 values for 3 leaders; return one for each"):
        data.where(lambda leaders: [True])
    with pytest.raises(ValueError, match="something else than true or false"):
        data.where(lambda leaders: leaders["name"])
    with pytest.raises(ValueError, match="something else than true or false"):
        data.where(lambda leaders: [1, 0, 1])
    kept = data.where(lambda leaders: pd.array([True, None, False], dtype="boolean"))
    assert kept.leaders["leader_id"].tolist() == ["alpha-ada"]


@pytest.mark.parametrize(
    ("leaders", "message"),
    [
        (["ben"], "no leader has the id 'ben'; did you mean beta-ben?"),
        (["gama-cy"], "no leader has the id 'gama-cy'; did you mean gamma-cy?"),
        (["zzz"], "no leader has the id 'zzz'; see: profiles list"),
        ([""], "no leader has the id ''; see: profiles list"),
    ],
)
def test_unknown_ids_propose_others(data: Dataset, leaders: list[str], message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        data.where(leaders=leaders)
    assert str(caught.value) == message


def test_a_part_without_leaders_is_none(data: Dataset) -> None:
    with pytest.raises(
        SelectionError, match="no leader is left: those who were in office in XXA on 1 January 1950; ask"
    ):
        data.where(states=["XXA"], in_office_on=dt.date(1950, 1, 1))
    with pytest.raises(SelectionError, match="no leader is left: chosen by id"):
        data.where(leaders=[])
    with pytest.raises(SelectionError, match=r"leaders is the text 'beta-ben'; write a list: \['beta-ben'\]"):
        data.where(leaders="beta-ben")


# --- equality ---


def test_equal_where_the_content_is(data: Dataset, tmp_path: Path) -> None:
    again = load(tmp_path)
    assert again == data
    assert hash(again) == hash(data)
    assert len({again, data}) == 1
    assert data.where(effective=True) == again.where(effective=True)
    assert data.where(effective=True) != data
    assert data != "data"
    changed = dataclasses.replace(data, leaders=data.leaders.assign(name="Nobody"))
    assert changed != data
    for other in ({"as_of": dt.date(2000, 1, 1)}, {"selection": "a part"}, {"has_unverified": True}, {"version": ""}):
        assert dataclasses.replace(data, **other) != data  # type: ignore[arg-type]


@pytest.mark.parametrize("part", [False, True])
def test_pickled_and_back(data: Dataset, *, part: bool) -> None:
    one = data.where(lambda leaders: leaders["gender"] == "male") if part else data
    back = pickle.loads(pickle.dumps(one))
    assert back == one
    assert repr(back) == repr(one)


# --- everything works on a part ---


@pytest.fixture(scope="module")
def part(shipped: Dataset) -> Dataset:
    return shipped.where(group="post-soviet", effective=True)


def test_listings_of_a_part(part: Dataset) -> None:
    listed = profiles.list_leaders(data=part)
    assert listed["leader_id"].tolist() == part.leaders["leader_id"].tolist()
    assert "RUS" in set(profiles.coverage(data=part)["state_id"])
    assert profiles.cite(["putin"], data=part).count("\n@") > 10


def test_comparisons_of_a_part_are_those_of_the_whole_but_for_ranks(shipped: Dataset, part: Dataset) -> None:
    whole = profiles.compare("putin", "lukashenko", data=shipped).frame.set_index(["aspect_id", "leader_id"])
    mine = profiles.compare("putin", "lukashenko", data=part).frame.set_index(["aspect_id", "leader_id"])
    differ = mine.index[(mine["text"].fillna("") != whole["text"].fillna("")).to_numpy()]
    assert {aspect for aspect, _ in differ} == {"spell_rank"}
    assert mine.loc[("spell_rank", "lukashenko-alexander"), "text"].endswith(f"of {len(part.leaders)}")
    assert profiles.describe("putin", data=part).rows
    with pytest.raises(UnknownName):
        profiles.compare("putin", "xi", data=part)


def test_charts_and_a_report_of_a_part(part: Dataset, tmp_path: Path) -> None:
    from profiles.charts import ages_chart

    assert "Putin" in ages_chart(part, ["putin-vladimir", "yeltsin-boris"]).alt
    folder = profiles.write_report("putin", "yeltsin", output=tmp_path / "report", data=part)
    assert (folder / "index.html").exists()


# --- frames of one's own ---


def test_frames_of_a_dataset_make_it_again(shipped: Dataset, data: Dataset, tmp_path: Path) -> None:
    assert Dataset.from_frames(**shipped.tables) == shipped
    format_tables(tmp_path)
    canonical = load(tmp_path)
    again = Dataset.from_frames(**data.tables)
    assert again == canonical
    assert again.version == canonical.version
    assert again.path is None


def test_the_order_of_rows_does_not_matter(data: Dataset) -> None:
    turned = {name: frame.iloc[::-1] for name, frame in data.tables.items()}
    assert Dataset.from_frames(**turned) == Dataset.from_frames(**data.tables)


def test_a_table_left_out_is_an_empty_one(data: Dataset) -> None:
    few = {name: frame for name, frame in data.tables.items() if name not in {"meetings", "relationship_terms"}}
    none = {name: data.tables[name].iloc[:0] for name in ("meetings", "relationship_terms")}
    assert Dataset.from_frames(**few) == Dataset.from_frames(**few, **none)


def test_the_version_tells_contents_apart(data: Dataset) -> None:
    one = Dataset.from_frames(leaders=data.leaders.drop(columns="views_missing"), as_of=data.as_of)
    other = Dataset.from_frames(
        leaders=data.leaders.drop(columns="views_missing").assign(birthplace="Aville"), as_of=data.as_of
    )
    assert one.version != other.version


MINE = pd.DataFrame({
    "leader_id": ["beta-ben", "alpha-ada"],
    "name": ["Ben Beta", "Ada Alpha"],
    "gender": ["male", "female"],
})
OFFICES = pd.DataFrame({
    "office_id": ["xxa-president"],
    "state_id": ["XXA"],
    "title": ["President"],
    "kind": ["head_of_state"],
    "seats": [1],
})
TENURES = pd.DataFrame({
    "tenure_id": ["t0001"], "leader_id": ["alpha-ada"], "office_id": ["xxa-president"],
    "start": [pd.Timestamp("1990-01-01")], "end": [dt.date(1999, 12, 31)], "end_status": ["known"],
    "is_acting": [False], "is_effective": [True], "entry": ["regular"], "exit": ["regular"], "confidence": ["high"],
})  # fmt: skip
DAY = dt.date(2020, 12, 31)


def test_a_few_frames_are_enough() -> None:
    born = MINE.assign(born=[1950, pd.NA])
    mine = Dataset.from_frames(leaders=born, offices=OFFICES, tenures=TENURES, as_of=DAY)
    assert mine.leaders["leader_id"].tolist() == ["alpha-ada", "beta-ben"]
    assert mine.leaders["born_latest"].to_numpy().astype("datetime64[D]").astype(str).tolist() == ["NaT", "1950-12-31"]
    assert mine.tenures["start"].tolist() == ["1990-01-01"]
    assert mine.tenures["end_earliest"].to_numpy().astype("datetime64[D]").astype(str).tolist() == ["1999-12-31"]
    assert mine.tenures["is_effective"].tolist() == [True]
    assert mine.offices["seats"].tolist() == [1]
    for name, frame in mine.tables.items():
        assert list(frame.columns) == list(load().tables[name].columns)
        assert [str(t) for t in frame.dtypes] == [str(t) for t in load().tables[name].dtypes], name
    # And all the rest works, with no statements and no meetings at all.
    assert profiles.compare("ada", "ben", data=mine).to_text()
    assert profiles.describe("ada", data=mine).row("days_effective").cells[0].value == (3652, 3652)
    assert len(mine.where(effective=True).leaders) == 1
    assert pickle.loads(pickle.dumps(mine)) == mine


def test_sources_left_out_are_cited_by_their_ids() -> None:
    mine = Dataset.from_frames(leaders=MINE.assign(born="1950", sources=["a-book[p. 3]", "a-list;a-book"]), as_of=DAY)
    assert mine.sources["source_id"].tolist() == ["a-book", "a-list"]
    assert "a-list" in profiles.compare("ada", "ben", data=mine).to_text()


def test_the_day_comes_from_the_coverage_or_must_be_given(data: Dataset) -> None:
    assert Dataset.from_frames(**data.tables).as_of == data.as_of
    with pytest.raises(DataError, match="nothing says to which day the frames are complete; give as_of"):
        Dataset.from_frames(leaders=MINE)


def test_waiting_rows_stay_marked(tmp_path: Path) -> None:
    everything = load(write_dataset(tmp_path), unverified=True)
    again = Dataset.from_frames(**everything.tables)
    assert again.has_unverified
    for name, frame in everything.tables.items():
        assert again.tables[name].equals(frame), name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"leaders": MINE.drop(columns="gender")}, "leaders: the frame lacks gender, which every row needs"),
        ({"leaders": MINE.assign(nme="x")}, "leaders: 'nme' is no column of this table; did you mean 'name'"),
        ({"leaders": MINE.assign(height=1)}, "leaders: 'height' is no column of this table; drop it, or rename it"),
        ({"leaders": MINE.assign(gender="m")}, "leaders:1:4: gender: 'm'"),
        ({"leaders": MINE.assign(born="3 May 1950")}, "born: '3 May 1950'"),
        ({"leaders": MINE.assign(leader_id="alpha-ada")}, "stands already in row 1"),
        ({"tenures": TENURES.assign(leader_id="alfa-ada")}, "is not in leaders; did you mean 'alpha-ada'"),
        ({"tenures": TENURES.assign(end="1980")}, r"\[ends-before-start\]"),
        ({"tenures": TENURES.assign(is_acting="perhaps")}, "is neither true nor false"),
        ({"leaders": MINE.assign(sources="")}, r"\[row-without-source\]"),
    ],
)
def test_wrong_frames_are_refused(change: dict[str, pd.DataFrame], message: str) -> None:
    frames = {"leaders": MINE, "offices": OFFICES, "tenures": TENURES, **change}
    with pytest.raises(DataError, match=message):
        Dataset.from_frames(**frames, as_of=DAY)  # type: ignore[arg-type]


def test_a_column_twice_is_refused() -> None:
    twice = pd.concat([MINE, MINE[["name"]]], axis=1)
    with pytest.raises(DataError, match="the column 'name' stands there twice"):
        Dataset.from_frames(leaders=twice, as_of=DAY)


def test_results_on_a_part_say_so() -> None:
    part = load().where(group="post-soviet", effective=True)
    told = f"A part of the dataset: {part.selection}."
    assert told in profiles.compare_groups("gender", aspects=["age_at_entry"], data=part).notes
    assert told in profiles.robustness("gender=female", "age_at_entry", data=part, resamples=0).notes
    assert told in profiles.agreement(part, fields=["evaluation"], resamples=10).notes
    assert f"{told} Ranks are among its leaders." in profiles.compare("putin", "lukashenko", data=part).notes
    assert not any("A part of" in note for note in profiles.compare("putin", "lukashenko").notes)
