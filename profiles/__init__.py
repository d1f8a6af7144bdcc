"""Compare political leaders: validated data, side-by-side tables and charts, every cell with its source."""

from typing import TYPE_CHECKING

from profiles.compare import compare, describe
from profiles.errors import DataError, NotComparable, Problem, ProfilesError, SchemaError, UnknownName
from profiles.schema import schema

if TYPE_CHECKING:
    from profiles.checks import check
    from profiles.compare.model import Comparison
    from profiles.dataset import Dataset, load
    from profiles.lists import cite, coverage, list_leaders
    from profiles.report import write_report

__all__ = [
    "Comparison", "DataError", "Dataset", "NotComparable", "Problem", "ProfilesError", "SchemaError", "UnknownName",
    "check", "cite", "compare", "coverage", "describe", "list_leaders", "load", "schema", "write_report",
]  # fmt: skip

# What needs pandas or more is imported when it is first asked for.
_LATER = {
    "profiles.checks": ("check",),
    "profiles.compare.model": ("Comparison",),
    "profiles.dataset": ("Dataset", "load"),
    "profiles.lists": ("cite", "coverage", "list_leaders"),
    "profiles.report": ("write_report",),
}


def __getattr__(name: str) -> object:
    from importlib import import_module, metadata

    if name == "__version__":
        return metadata.version("leader-profiles")
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(module), name)
    message = f"module 'profiles' has no attribute {name!r}"
    raise AttributeError(message)
