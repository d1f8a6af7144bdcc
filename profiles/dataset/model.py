"""A dataset: tables as typed frames, frozen together, and how to take a part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.dataset.frames import as_of_of, checked_frames
from profiles.dates import format_day
from profiles.errors import DataError, UnknownName, did_you_mean
from profiles.schema import TableSchema, load_schemas
from profiles.selection import SelectionError, chosen_tenures
from profiles.words import listed

__all__ = ["Dataset"]

Mask: TypeAlias = npt.NDArray[np.bool_]
_NEAR = 5


@dataclass(frozen=True, eq=False)
class Dataset:
    """The tables as typed frames, with the day to which they are complete and their version.

    Frames have one row per record and a plain range index. Text is ``str``, whole numbers ``Int64``, truth
    ``boolean``. A partial date ``x`` stands as written in ``x`` and as its bounds in ``x_earliest`` and
    ``x_latest`` (``datetime64[s]``). Missing is ``NaN``, ``<NA>`` or ``NaT``. In `aliases`, `leaders`,
    `offices` and `tenures` the column ``is_unverified`` (``boolean``) marks rows that no source supports yet: all false
    unless they were asked for.

    Two datasets are equal where their frames, days, versions and selections are.

    Attributes
    ----------
    as_of : datetime.date
        The day on which the leaders of every covered state were checked: the default for whatever needs a date.
    version : str
        Twelve hexadecimal digits; equal for equal files. Rows that wait for a source do not count. A part of a
        dataset keeps its version.
    path : pathlib.Path or None
        The folder loaded from; None where the tables came as frames.
    has_unverified : bool
        Whether rows without a source were loaded too.
    selection : str
        Which part this is, in words; "" for the whole.
    """

    leaders: pd.DataFrame
    aliases: pd.DataFrame
    states: pd.DataFrame
    offices: pd.DataFrame
    tenures: pd.DataFrame
    coverage: pd.DataFrame
    views: pd.DataFrame
    view_codings: pd.DataFrame
    meetings: pd.DataFrame
    relationship_terms: pd.DataFrame
    groups: pd.DataFrame
    sources: pd.DataFrame
    as_of: dt.date
    version: str
    path: Path | None
    has_unverified: bool = False
    selection: str = ""

    @classmethod
    def from_frames(
        cls,
        *,
        leaders: pd.DataFrame,
        aliases: pd.DataFrame | None = None,
        states: pd.DataFrame | None = None,
        offices: pd.DataFrame | None = None,
        tenures: pd.DataFrame | None = None,
        coverage: pd.DataFrame | None = None,
        views: pd.DataFrame | None = None,
        view_codings: pd.DataFrame | None = None,
        meetings: pd.DataFrame | None = None,
        relationship_terms: pd.DataFrame | None = None,
        groups: pd.DataFrame | None = None,
        sources: pd.DataFrame | None = None,
        as_of: dt.date | None = None,
    ) -> Dataset:
        """Return the dataset that frames in memory make, if nothing is wrong with them.

        Parameters
        ----------
        leaders, aliases, states, offices, tenures, coverage, views, view_codings, meetings, relationship_terms
            One frame per table, its columns those of the codebook, its rows in any order; not modified. A table that
            is left out is empty; of sources left out there is a row for each id that a table names. Cells may be
            text as in the files, or of the column's type: truth, whole numbers, days (``datetime64`` or
            `datetime.date`) where a date is exact, lists where a cell lists. Columns that need not be filled in may
            be left out; the derived ones (``born_earliest``) are worked out anew.
        groups, sources
            As above.
        as_of
            The day to which the tables are complete; by default the earliest ``checked_to`` of the coverage.

        Returns
        -------
        Dataset
            Typed frames, each sorted by its key. Its version is a hash of the cells: the same as that of canonical
            files with these rows.

        Raises
        ------
        DataError
            If a frame has columns that its table lacks, or lacks some that every row needs, or if any finding is an
            error, as `load` has it: types, codes, keys, references to the tables that are there, rules across
            rows. That every row names its sources is asked only of frames with a column ``sources``.

        Examples
        --------
        >>> import datetime as dt
        >>> import pandas as pd
        >>> from profiles.dataset import Dataset
        >>> mine = pd.DataFrame({"leader_id": ["alpha-ada"], "name": ["Ada Alpha"], "gender": ["female"]})
        >>> data = Dataset.from_frames(leaders=mine, as_of=dt.date(2020, 12, 31))
        >>> len(data.leaders), len(data.views)
        (1, 0)
        """
        given = {
            "leaders": leaders, "aliases": aliases, "states": states, "offices": offices, "tenures": tenures,
            "coverage": coverage, "views": views, "view_codings": view_codings, "meetings": meetings,
            "relationship_terms": relationship_terms, "groups": groups, "sources": sources,
        }  # fmt: skip
        checked, frames = checked_frames(given)
        day = as_of or as_of_of(checked)
        if day is None:
            message = "nothing says to which day the frames are complete; give as_of, or checked_to in coverage"
            raise DataError(message)
        waits = any(bool(frame["is_unverified"].any()) for frame in frames.values() if "is_unverified" in frame)
        return cls(**frames, as_of=day, version=checked.version, path=None, has_unverified=waits, selection="")

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The frames by table name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type == "pd.DataFrame"}

    @property
    def schemas(self) -> Mapping[str, TableSchema]:
        """The schemas by table name."""
        return load_schemas()

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know of the dataset, a sentence each: its day, its version, which part it is, what is unsourced."""
        notes = [f"Complete to {format_day(self.as_of)}; data version {self.version}."]
        if self.selection:
            notes.append(f"A part of the dataset: {self.selection}.")
        if self.has_unverified:
            notes.append("Rows that no source supports yet are among them, marked in is_unverified.")
        return tuple(notes)

    def where(
        self,
        predicate: Callable[[pd.DataFrame], Any] | None = None,
        *,
        leaders: Sequence[str] | None = None,
        states: Sequence[str] | None = None,
        group: str | None = None,
        kinds: Sequence[str] | None = None,
        effective: bool | None = None,
        in_office_on: dt.date | None = None,
    ) -> Dataset:
        """Return the part of the dataset that is about some leaders: a dataset again, for all that takes one.

        What is given must all hold. `states`, `group`, `kinds`, `effective` and `in_office_on` must hold of one and
        the same tenure, except that `states` and `group` together widen the choice. The leaders chosen keep all
        their tenures, also those that do not fit.

        Parameters
        ----------
        predicate
            Gets the frame of leaders and returns which to keep: one truth value per row, a missing one for no.
        leaders
            Ids of leaders.
        states
            Ids of states, such as ``["RUS", "CHN"]``.
        group
            Id of a group of states, such as ``"post-soviet"``; membership on a day of the tenure decides.
        kinds
            Kinds of office, such as ``["head_of_state"]``.
        effective
            True for those who were in effective power; otherwise any office will do.
        in_office_on
            A day on which the tenure ran.

        Returns
        -------
        Dataset
            With the chosen leaders and all that is theirs: aliases, tenures, statements, their codings, and the
            meetings and relationship terms among them. States, offices, coverage, groups and sources stay whole, as
            do the day and the version. `selection` says in words what was chosen. Ranks, such as that of the longest
            spell, are then ranks within the part.

        Raises
        ------
        UnknownName
            If there is no leader of an id.
        profiles.selection.SelectionError
            If a state, a group or a kind does not exist, or if no leader is left.
        ValueError
            If the predicate returns something else than a truth value for each leader.

        Examples
        --------
        >>> import profiles
        >>> part = profiles.load().where(group="post-soviet", effective=True)
        >>> "putin-vladimir" in set(part.leaders["leader_id"]), "xi-jinping" in set(part.leaders["leader_id"])
        (True, False)
        """
        ids = self.leaders["leader_id"].to_numpy(dtype=object)
        kept = np.ones(len(ids), dtype=bool)
        choice = {
            "states": states, "group": group, "kinds": kinds, "effective": effective, "in_office_on": in_office_on,
        }  # fmt: skip
        if leaders is not None:
            kept &= pd.Index(ids).isin(self._known_leaders(leaders))
        if any(value is not None and value is not False for value in choice.values()):
            fits = chosen_tenures(self.tables, as_of=self.as_of, **choice)  # type: ignore[arg-type]
            kept &= pd.Index(ids).isin(self.tenures["leader_id"].to_numpy(dtype=object)[fits])
        if predicate is not None:
            kept &= _mask(predicate, self.leaders)
        words = _in_words(self, predicate, leaders, **choice)  # type: ignore[arg-type]
        if not kept.any():
            message = f"no leader is left: {words}; ask for less"
            raise SelectionError(message)
        said = f"{kept.sum():,} of {len(kept):,} leaders, {words}"
        return self._part(set(ids[kept]), f"{self.selection}; of these {said}" if self.selection else said)

    def _known_leaders(self, leaders: Sequence[str]) -> list[str]:
        if isinstance(leaders, str):
            message = f"leaders is the text {leaders!r}; write a list: [{leaders!r}]"
            raise SelectionError(message)
        known = set(self.leaders["leader_id"].to_numpy(dtype=object))
        for leader in leaders:
            if leader not in known:
                near = [each for each in sorted(known) if leader and str(leader).casefold() in each][:_NEAR]
                near = near or did_you_mean(str(leader), sorted(known), most=_NEAR)
                hint = f"did you mean {', '.join(near)}?" if near else "see: profiles list"
                message = f"no leader has the id {leader!r}; {hint}"
                raise UnknownName(message, name=str(leader), candidates=near)
        return list(leaders)

    def _part(self, leaders: set[str], selection: str) -> Dataset:
        def theirs(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
            keep = np.logical_and.reduce([frame[column].isin(leaders).to_numpy(dtype=bool) for column in columns])
            return frame[keep].reset_index(drop=True)

        views = theirs(self.views, "leader_id")
        coded = self.view_codings["view_id"].isin(views["view_id"]).to_numpy(dtype=bool)
        return replace(
            self,
            leaders=theirs(self.leaders, "leader_id"),
            aliases=theirs(self.aliases, "leader_id"),
            tenures=theirs(self.tenures, "leader_id"),
            views=views,
            view_codings=self.view_codings[coded].reset_index(drop=True),
            meetings=theirs(self.meetings, "leader_a", "leader_b"),
            relationship_terms=theirs(self.relationship_terms, "leader_a", "leader_b"),
            selection=selection,
        )

    def __eq__(self, other: object) -> bool:
        """Return whether frames, day, version and selection are the same."""
        if not isinstance(other, Dataset):
            return NotImplemented
        if self is other:
            return True
        if self._identity != other._identity:
            return False
        return all(frame.equals(other.tables[name]) for name, frame in self.tables.items())

    def __hash__(self) -> int:
        """Return a hash that equal datasets share."""
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.version, self.as_of, self.has_unverified, self.selection

    def __repr__(self) -> str:
        """Return a short summary: rows per table, date, version, selection."""
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items())
        mark = ", with unverified rows" if self.has_unverified else ""
        part = f"; {self.selection}" if self.selection else ""
        return f"Dataset({counts}; as of {self.as_of}, version {self.version}{mark}{part})"


def _mask(predicate: Callable[[pd.DataFrame], Any], leaders: pd.DataFrame) -> Mask:
    found = pd.Series(predicate(leaders.copy()))
    if len(found) != len(leaders):
        message = f"the condition returned {len(found)} values for {len(leaders)} leaders; return one for each"
        raise ValueError(message)
    found = found.astype(object).where(found.notna().to_numpy(), other=False)
    if not all(isinstance(value, (bool, np.bool_)) for value in found):
        message = "the condition returned something else than true or false; compare: lambda leaders: leaders['x'] == 1"
        raise ValueError(message)
    return found.to_numpy(dtype=bool)


def _either(items: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _in_words(
    data: Dataset,
    predicate: Callable[[pd.DataFrame], Any] | None,
    leaders: Sequence[str] | None,
    *,
    states: Sequence[str] | None,
    group: str | None,
    kinds: Sequence[str] | None,
    effective: bool | None,
    in_office_on: dt.date | None,
) -> str:
    """Return a choice as the end of a phrase: those who were in effective power in RUS."""
    tenure = []
    if effective:
        tenure.append("in effective power")
    if kinds is not None:
        labels = data.schemas["offices"].by_name["kind"].code_labels
        named = [labels[kind].lower() if kind in labels else kind for kind in kinds]
        tenure.append(f"{'' if effective else 'in office '}as {_either(named)}")
    places = [*([f"a member state of {group}"] if group is not None else []), *(states or ())]
    if states is not None or group is not None:
        tenure.append(f"{'' if tenure else 'in office '}in {_either(places) or 'no state'}")
    if in_office_on is not None:
        tenure.append(f"{'' if tenure else 'in office '}on {format_day(in_office_on)}")
    parts = [f"those who were {' '.join(tenure)}"] if tenure else []
    if leaders is not None:
        parts.append("chosen by id")
    if predicate is not None:
        name = getattr(predicate, "__name__", "")
        parts.append(f"for whom {name} holds" if name.isidentifier() else "who meet a condition given in code")
    return listed(parts) or "all of them"
