"""Compare political leaders: validated data, side-by-side tables and charts, every cell with its source."""

from typing import TYPE_CHECKING

from profiles.agreement import agreement
from profiles.compare import compare, describe
from profiles.errors import DataError, MissingExtra, NotComparable, Problem, ProfilesError, SchemaError, UnknownName
from profiles.groups import Choices, compare_groups, robustness
from profiles.later import found_later
from profiles.schema import schema
from profiles.similar import similar

if TYPE_CHECKING:
    from profiles.agreement.model import Agreement
    from profiles.checks import check
    from profiles.compare.model import Comparison
    from profiles.dataset import Dataset, load
    from profiles.groups.model import GroupComparison
    from profiles.groups.spread import Robustness
    from profiles.lists import cite, coverage, list_leaders
    from profiles.report import write_gallery, write_report
    from profiles.similar.model import Similar

__all__ = [
    "Agreement", "Choices", "Comparison", "DataError", "Dataset", "GroupComparison", "MissingExtra", "NotComparable",
    "Problem", "ProfilesError", "Robustness", "SchemaError", "Similar", "UnknownName", "agreement", "check", "cite",
    "compare", "compare_groups", "coverage", "describe", "list_leaders", "load", "robustness", "schema", "similar",
    "write_gallery", "write_report",
]  # fmt: skip

# What needs pandas or more is imported when it is first asked for.
__getattr__ = found_later({
    "profiles.agreement.model": "Agreement", "profiles.checks": "check", "profiles.compare.model": "Comparison",
    "profiles.dataset": "Dataset load", "profiles.groups.model": "GroupComparison",
    "profiles.groups.spread": "Robustness", "profiles.lists": "cite coverage list_leaders",
    "profiles.report": "write_gallery write_report", "profiles.similar.model": "Similar",
})  # fmt: skip
