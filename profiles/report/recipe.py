"""Recipes: which leaders a report is about, from a TOML file or from names."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from profiles.dataset import Dataset
from profiles.errors import ProfilesError, hint_for
from profiles.names import NameIndex

__all__ = ["Recipe", "RecipeError", "choose_leaders", "read_recipe"]

_KEYS = {"title", "leaders", "select", "as_of", "summary"}
_SELECT = {"group", "states", "kinds", "in_office_on", "effective"}


class RecipeError(ProfilesError, ValueError):
    """A recipe that cannot be followed."""


@dataclass(frozen=True)
class Recipe:
    """What a report is about.

    Attributes
    ----------
    name
        Stem of the recipe's file, or of the folder to be written.
    title
        The report's title; "" for the leaders' names.
    leaders
        Names of leaders, in order.
    select
        Or how to choose them: ``group`` (id of a group of states), ``states`` (ids), ``kinds`` of office,
        ``effective`` (true: effective leaders only), ``in_office_on`` (a day). What is given must all hold.
    as_of
        The day of the report; the dataset's own by default.
    summary
        A paragraph under the title.
    """

    name: str
    title: str = ""
    leaders: tuple[str, ...] = ()
    select: dict[str, Any] | None = None
    as_of: dt.date | None = None
    summary: str = ""


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Recipe
        What it says.

    Raises
    ------
    RecipeError
        If the file is missing or no TOML, or holds a key that no recipe has, or a value of the wrong type.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{path}: there is no such recipe"
        raise RecipeError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        message = f"{path}: cannot be read as TOML: {error}"
        raise RecipeError(message) from error
    _known(path, raw, _KEYS, "")
    select = raw.get("select")
    if select is not None:
        if not isinstance(select, dict):
            message = f"{path}: select must be a table: write [select] and its keys under it"
            raise RecipeError(message)
        _known(path, select, _SELECT, "select.")
    if (select is None) == ("leaders" not in raw):
        message = f"{path}: give either leaders or [select]"
        raise RecipeError(message)
    for prefix, table in (("", raw), ("select.", select or {})):
        for key, value in table.items():
            if key != "select" and not _is_like(value, _LIKE[key][0]):
                message = f"{path}: {prefix}{key} is {value!r}; write {_LIKE[key][1]}"
                raise RecipeError(message)
    if raw.get("leaders") == []:
        message = f"{path}: leaders is empty; name one at least"
        raise RecipeError(message)
    return Recipe(
        path.stem,
        raw.get("title", ""),
        tuple(raw.get("leaders", ())),
        select,
        raw.get("as_of"),
        raw.get("summary", ""),
    )


# What the value of each key must be, and how that is written.
_LIKE: dict[str, tuple[type, str]] = {
    "title": (str, "a text in quotes"),
    "summary": (str, "a text in quotes"),
    "leaders": (list, 'a list such as ["putin", "xi"]'),
    "as_of": (dt.date, "a date such as 2025-12-31, without quotes"),
    "group": (str, 'the id of a group, such as "post-soviet"'),
    "states": (list, 'a list such as ["RUS", "CHN"]'),
    "kinds": (list, 'a list such as ["head_of_state"]'),
    "in_office_on": (dt.date, "a date such as 1991-12-26, without quotes"),
    "effective": (bool, "true or false"),
}


def _is_like(value: object, kind: type) -> bool:
    if isinstance(value, list):
        return kind is list and all(isinstance(item, str) for item in value)
    # A moment is a date to Python, but no day.
    return isinstance(value, kind) and not isinstance(value, dt.datetime)


def _known(path: Path, raw: dict[str, Any], known: set[str], prefix: str) -> None:
    for key in raw:
        if key not in known:
            hint = hint_for(key, known, f"known are {', '.join(sorted(known))}")
            message = f"{path}: {prefix}{key} is no key of a recipe; {hint}"
            raise RecipeError(message)


def choose_leaders(recipe: Recipe, data: Dataset) -> list[str]:
    """Return the ids of a recipe's leaders.

    Parameters
    ----------
    recipe
        The recipe.
    data
        The dataset.

    Returns
    -------
    list of str
        Leaders named, in their order; leaders chosen, by state and first day in one of the offices asked for.

    Raises
    ------
    RecipeError
        If nobody fits, or a group or kind does not exist.
    UnknownName
        If a name fits no leader, or several.
    """
    if recipe.select is None:
        index = NameIndex(data.leaders, data.aliases)
        return [index.resolve(name) for name in recipe.leaders]
    chosen = _select(recipe, recipe.select, data)
    if not chosen:
        message = f"recipe {recipe.name}: no leader fits its [select]"
        raise RecipeError(message)
    return chosen


def _select(recipe: Recipe, select: dict[str, Any], data: Dataset) -> list[str]:
    tenures = data.tenures.merge(
        data.offices[["office_id", "state_id", "kind"]], on="office_id", validate="many_to_one"
    )
    last = np.datetime64(recipe.as_of or data.as_of, "s")
    end = tenures["end_latest"].to_numpy().copy()
    end[np.isnat(end)] = last
    start = tenures["start_earliest"].to_numpy()
    fits = start <= last
    if "kinds" in select:
        _codes(recipe, select["kinds"], data.schemas["offices"].by_name["kind"].code_values, "kinds")
        fits &= tenures["kind"].isin(select["kinds"]).to_numpy(dtype=bool)
    if select.get("effective"):
        fits &= tenures["is_effective"].to_numpy(dtype=bool)
    if "in_office_on" in select:
        day = np.datetime64(select["in_office_on"], "s")
        fits &= (start <= day) & (end >= day)
    states = np.zeros(len(tenures), dtype=bool)
    if "group" not in select and "states" not in select:
        states[:] = True
    if "states" in select:
        _codes(recipe, select["states"], tuple(data.states["state_id"]), "states")
        states |= tenures["state_id"].isin(select["states"]).to_numpy(dtype=bool)
    if "group" in select:
        _codes(recipe, [select["group"]], data.schemas["groups"].by_name["group_id"].code_values, "group")
        states |= _while_member(data, select["group"], tenures["state_id"].to_numpy(dtype=object), start, end)
    chosen = tenures[fits & states].sort_values(["state_id", "start_earliest"], kind="stable")
    return list(dict.fromkeys(chosen["leader_id"]))


def _while_member(
    data: Dataset,
    group: str,
    state: np.ndarray[Any, Any],
    start: np.ndarray[Any, Any],
    end: np.ndarray[Any, Any],
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which tenures share a day with a membership of their state in a group."""
    member = np.zeros(len(state), dtype=bool)
    memberships = data.groups[data.groups["group_id"] == group]
    joined, left = memberships["start_earliest"].to_numpy(), memberships["end_latest"].to_numpy().copy()
    left[np.isnat(left)] = np.datetime64("9999-12-31", "s")
    for code, first, last in zip(memberships["state_id"], joined, left, strict=True):
        member |= (state == code) & (end >= first) & (start <= last)
    return member


def _codes(recipe: Recipe, given: Sequence[str], known: Sequence[str], key: str) -> None:
    for code in given:
        if code not in known:
            hint = hint_for(str(code), known, f"there are {', '.join(known)}")
            message = f"recipe {recipe.name}: select.{key} names {code!r}, which does not exist; {hint}"
            raise RecipeError(message)
