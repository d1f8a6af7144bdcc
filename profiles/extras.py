"""Libraries that come with an extra of this package: imported where used, and asked for by name where missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from profiles.errors import MissingExtra

__all__ = ["EXTRAS", "require"]

EXTRAS: Final = {
    "scipy": "stats",
    "statsmodels": "stats",
    "krippendorff": "stats",
    "docx": "word",
    "openpyxl": "excel",
    "weasyprint": "pdf",
}
"""The extra with which each library comes, by the name under which it is imported."""


def require(module: str, purpose: str) -> Any:
    """Return a module that an extra brings.

    Parameters
    ----------
    module
        Its full name, such as ``"scipy.stats"``.
    purpose
        What it is needed for, as the start of a sentence: ``"exact tests"``.

    Returns
    -------
    module
        The module, imported.

    Raises
    ------
    MissingExtra
        If it is not installed; the message says what to install.
    ModuleNotFoundError
        If it is there, but lacks something that it needs itself.
    """
    top = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        # A library that is there but lacks a part of its own is another fault, and not ours to explain.
        if error.name is None or error.name.partition(".")[0] != top:
            raise
        extra = EXTRAS[top]
        message = f"{purpose} need {top}, which is not installed; run: pip install 'leader-profiles[{extra}]'"
        raise MissingExtra(message) from error
