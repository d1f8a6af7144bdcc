"""Recipes: which leaders or groups a report is about, from a TOML file or from names."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from profiles.dataset import Dataset
from profiles.errors import ProfilesError, hint_for
from profiles.names import NameIndex
from profiles.selection import SelectionError, chosen_leaders

__all__ = ["Recipe", "RecipeError", "choose_leaders", "read_recipe"]


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
        ``effective`` (true: effective leaders only), ``in_office_on`` (a day). All that is given must hold of one
        tenure, except that ``group`` and ``states`` add up: a state of the list, or one in the group on a day of
        the tenure. See `profiles.selection.chosen_tenures`. ``without``: names of leaders to leave out.
    as_of
        The day of the report; the dataset's own by default.
    summary
        A paragraph under the title.
    pdf
        Whether to print the page to ``report.pdf`` too.
    groups
        Groups to compare: arguments of `profiles.groups.compare_groups` by name.
    robustness
        Which of their aspects to compare under other readings of the data: ``aspects``, and further arguments of
        `profiles.groups.robustness`.
    agreement
        How well two coders agree on the statements: arguments of `profiles.agreement.agreement`.
    """

    name: str
    title: str = ""
    leaders: tuple[str, ...] = ()
    select: dict[str, Any] | None = None
    as_of: dt.date | None = None
    summary: str = ""
    pdf: bool = False
    groups: dict[str, Any] | None = None
    robustness: dict[str, Any] | None = None
    agreement: dict[str, Any] | None = None

    @property
    def names_leaders(self) -> bool:
        """Whether there are leaders to show one by one."""
        return bool(self.leaders) or self.select is not None


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
    sections: dict[str, dict[str, Any]] = {"": {}}
    for key, value in raw.items():
        if key in _LIKE and key:
            if not isinstance(value, dict):
                message = f"{path}: {key} must be a table: write [{key}] and its keys under it"
                raise RecipeError(message)
            sections[key] = value
        else:
            sections[""][key] = value
    for section, table in sections.items():
        _check(path, section, table)
    _check_whole(path, sections)
    top = sections[""]
    return Recipe(
        path.stem,
        top.get("title", ""),
        tuple(top.get("leaders", ())),
        sections.get("select"),
        top.get("as_of"),
        top.get("summary", ""),
        top.get("pdf", False),
        sections.get("groups"),
        sections.get("robustness"),
        sections.get("agreement"),
    )


_Like: TypeAlias = tuple[type | tuple[type, ...], str]
_DAY: Final[_Like] = (dt.date, "a date such as 1991-12-26, without quotes")
_YES_NO: Final[_Like] = (bool, "true or false")
_WHOLE: Final[_Like] = (int, "a whole number")
_ASPECTS: Final[_Like] = (list, 'a list such as ["age_1991", "days_effective"]')

# The keys of each section, what the value of each must be, and how that is written.
_LIKE: Final[dict[str, dict[str, _Like]]] = {
    "": {
        "title": (str, "a text in quotes"),
        "summary": (str, "a text in quotes"),
        "leaders": (list, 'a list such as ["putin", "xi"]'),
        "as_of": (dt.date, "a date such as 2025-12-31, without quotes"),
        "pdf": _YES_NO,
    },
    "select": {
        "group": (str, 'the id of a group, such as "post-soviet"'),
        "states": (list, 'a list such as ["RUS", "CHN"]'),
        "kinds": (list, 'a list such as ["head_of_state"]'),
        "in_office_on": _DAY,
        "effective": _YES_NO,
        "without": (list, 'a list of leaders, such as ["putin"]'),
    },
    "groups": {
        "by": ((str, dict), 'what divides the leaders, such as "group:post-soviet", or a table of names and groups'),
        "versus": ((str, list), '"rest", the other group, such as "group:g7", or a list of leaders'),
        "unit": (str, '"leader", "tenure", "statement" or "leader-year"'),
        "aspects": _ASPECTS,
        "since": _DAY,
        "adjust": (str, '"holm" or "bh"'),
        "permutations": _WHOLE,
        "seed": _WHOLE,
    },
    "robustness": {
        "aspects": _ASPECTS,
        "vary": (list, 'a list such as ["inferred", "coder", "count"]'),
        "resamples": _WHOLE,
    },
    "agreement": {
        "fields": (list, 'a list such as ["evaluation", "causes"]'),
        "seed": _WHOLE,
        "resamples": _WHOLE,
    },
}


def _check(path: Path, section: str, table: dict[str, Any]) -> None:
    """Refuse keys that the section has not got, and values of another type."""
    prefix = f"{section}." if section else ""
    known = {**_LIKE[section], **({} if section else dict.fromkeys(name for name in _LIKE if name))}
    for key, value in table.items():
        if key not in known:
            hint = hint_for(key, known, f"known are {', '.join(sorted(known))}")
            message = f"{path}: {prefix}{key} is no key of a recipe; {hint}"
            raise RecipeError(message)
        kind, written = _LIKE[section][key]
        if not _is_like(value, kind):
            message = f"{path}: {prefix}{key} is {value!r}; write {written}"
            raise RecipeError(message)
        if value == []:
            message = f"{path}: {prefix}{key} is empty; name one at least"
            raise RecipeError(message)


def _check_whole(path: Path, sections: dict[str, dict[str, Any]]) -> None:
    """Refuse a recipe that is about nobody, or about leaders chosen in two ways."""
    named, chosen = "leaders" in sections[""], "select" in sections
    if named and chosen:
        message = f"{path}: give either leaders or [select], not both"
        raise RecipeError(message)
    if not named and not chosen and "groups" not in sections and "agreement" not in sections:
        message = f"{path}: is about nobody; give either leaders or [select], or [groups], or [agreement]"
        raise RecipeError(message)
    if "groups" in sections and "by" not in sections["groups"]:
        message = f'{path}: groups.by is missing; write what divides the leaders, such as by = "group:post-soviet"'
        raise RecipeError(message)
    if "robustness" in sections and "groups" not in sections:
        message = f"{path}: [robustness] compares groups in other ways; add [groups], or leave it out"
        raise RecipeError(message)
    if "robustness" in sections and "aspects" not in sections["robustness"]:
        message = f'{path}: robustness.aspects is missing; write which to vary, such as aspects = ["age_1991"]'
        raise RecipeError(message)


def _is_like(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, list):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        return list in kinds and all(isinstance(item, str) for item in value)
    # A moment is a date to Python, but no day; and true is a whole number.
    if isinstance(value, (dt.datetime, bool)):
        return isinstance(value, bool) and kind is bool
    return isinstance(value, kind)


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
    for name in recipe.select.get("without", ()):
        leader = NameIndex(data.leaders, data.aliases).resolve(name)
        if leader not in chosen:
            message = (
                f"recipe {recipe.name}: select.without names {name!r}, who is not among those chosen; leave it out"
            )
            raise RecipeError(message)
        chosen.remove(leader)
    if not chosen:
        message = f"recipe {recipe.name}: no leader fits its [select]"
        raise RecipeError(message)
    return chosen


def _select(recipe: Recipe, select: dict[str, Any], data: Dataset) -> list[str]:
    asked = {key: value for key, value in select.items() if key != "without"}
    try:
        return chosen_leaders(data.tables, as_of=recipe.as_of or data.as_of, **asked)
    except SelectionError as error:
        message = f"recipe {recipe.name}: select.{error}"
        raise RecipeError(message) from error
