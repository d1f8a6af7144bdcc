"""Leaders side by side, aspect by aspect, each cell with its sources."""

from profiles.compare.entry import compare, describe

__all__ = ["compare", "describe"]
