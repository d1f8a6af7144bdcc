"""Loading: a folder of tables, or frames in memory, become one frozen `Dataset`, or nothing does."""

from profiles.dataset.loading import load
from profiles.dataset.model import Dataset

__all__ = ["Dataset", "load"]
