"""Groups of leaders side by side, aspect by aspect, and whether what differs survives other readings."""

from profiles.groups.choices import Choices
from profiles.groups.entry import compare_groups, robustness

__all__ = ["Choices", "compare_groups", "robustness"]
