"""The choices that a comparison of groups rests on, each with its options in plain words; light to import."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from profiles.errors import NotComparable, hint_for

__all__ = ["CHOICE_LABELS", "OPTIONS", "OTHERS", "UNITS", "Choices", "in_text", "option_words", "require_unit"]

UNITS: Final = {
    "leader": ("leader", "leaders"),
    "tenure": ("tenure", "tenures"),
    "statement": ("statement", "statements"),
    "leader-year": ("leader-year", "leader-years"),
}
"""What may be a case, with its words for one and many."""

OTHERS: Final = "All others"
"""The name of the group of all who are in no other."""

OPTIONS: Final[dict[str, dict[str | bool, str]]] = {
    "power": {"effective": "effective power", "any": "any office"},
    "births": {"middle": "middle", "earliest": "earliest", "latest": "latest"},
    "tenures": {"middle": "middle", "shortest": "shortest", "longest": "longest"},
    "inferred": {True: "with inferred", False: "explicit only"},
    "coder": {"main": "first coder", "second": "second coder"},
    "count": {
        "each": "each statement",
        "first": "first statement",
        "last": "last statement",
        "majority": "most frequent",
    },
}
"""Every choice with its options and their words; the first option is the one taken where nothing is said."""

CHOICE_LABELS: Final = {
    "power": "Power",
    "births": "Uncertain births",
    "tenures": "Uncertain tenures",
    "inferred": "Codings",
    "coder": "Coder",
    "count": "Statements counted",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """How the data are read where they leave a choice.

    Attributes
    ----------
    power
        ``"effective"``: leaders who held effective power, and the tenures in which they did; ``"any"``: any office.
        By default the former, but ``"any"`` where the unit is the statement.
    births
        The day taken for a birth of which only a range is known: its ``"middle"``, ``"earliest"`` or ``"latest"``.
    tenures
        How uncertain first and last days are read: ``"middle"`` of what they allow, ``"shortest"`` or ``"longest"``.
    inferred
        Whether codings count whose evaluation is inferred rather than explicit; if not, they are missing.
    coder
        ``"main"``, or ``"second"``: the second coding in place of the first where there is one.
    count
        Which statements of a leader count: ``"each"``, the ``"first"``, the ``"last"``, or the most frequent code
        (``"majority"``; ties are missing). By default each where the unit is the statement, else the majority.

    Raises
    ------
    NotComparable
        If a value is none of these.
    """

    power: str | None = None
    births: str = "middle"
    tenures: str = "middle"
    inferred: bool = True
    coder: str = "main"
    count: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no option."""
        for name, options in OPTIONS.items():
            value = getattr(self, name)
            if value is None and name in {"power", "count"}:
                continue
            # 1 equals True and would pass for it.
            if not isinstance(value, bool if name == "inferred" else str) or value not in options:
                known = ", ".join(repr(option) for option in options)
                message = f"choice {name} is {value!r}; {hint_for(str(value), map(str, options), f'write {known}')}"
                raise NotComparable(message)

    def for_unit(self, unit: str) -> Choices:
        """Return the choices with what the unit decides filled in.

        Parameters
        ----------
        unit
            One of `UNITS`.

        Returns
        -------
        Choices
            Without None.

        Raises
        ------
        NotComparable
            If each statement is to count although the unit is not the statement.
        """
        is_statement = unit == "statement"
        if self.count == "each" and not is_statement:
            message = (
                f"count is 'each', but the unit is the {UNITS[unit][0]}, which has one code at the most; write 'first',"
                " 'last' or 'majority', or unit='statement'"
            )
            raise NotComparable(message)
        return replace(
            self,
            power=self.power or ("any" if is_statement else "effective"),
            count=self.count or ("each" if is_statement else "majority"),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the choices by name, in their order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def in_text(name: str) -> str:
    """Return the name of a group as it stands within a line."""
    return name[:1].lower() + name[1:] if name == OTHERS else name


def option_words(name: str, value: object) -> str:
    """Return an option of a choice in plain words."""
    for option, words in OPTIONS[name].items():
        if option == value:
            return words
    return str(value)


def require_unit(unit: str) -> None:
    """Refuse a unit that is none.

    Parameters
    ----------
    unit
        What was asked for.

    Raises
    ------
    NotComparable
        If it is none of `UNITS`.
    """
    if unit not in UNITS:
        known = ", ".join(UNITS)
        message = f"unit is {unit!r}; {hint_for(str(unit), UNITS, f'units are {known}')}"
        raise NotComparable(message)
