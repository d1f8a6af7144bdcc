"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module, metadata

__all__ = ["found_later"]


def found_later(places: Mapping[str, str]) -> Callable[[str], object]:
    """Return what answers for the names that a module does not have yet.

    Parameters
    ----------
    places
        Names, with spaces between them, by the module that has them.

    Returns
    -------
    callable
        For use as ``__getattr__`` of the package; it raises AttributeError for all other names.
    """
    modules = {name: module for module, names in places.items() for name in names.split()}

    def attribute(name: str) -> object:
        if name == "__version__":
            return metadata.version("leader-profiles")
        if name in modules:
            return getattr(import_module(modules[name]), name)
        message = f"module 'profiles' has no attribute {name!r}"
        raise AttributeError(message)

    return attribute
