"""Where the data and the schemas are."""

from __future__ import annotations

import os
from pathlib import Path

from profiles.errors import ProfilesError

__all__ = ["data_dir", "schema_dir"]

_HERE = Path(__file__).resolve().parent


class MissingFolder(ProfilesError, FileNotFoundError):
    """A folder that was named does not exist."""


def data_dir(explicit: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder that holds the tables.

    The first that applies: the argument; the environment variable ``PROFILES_DATA``; the data shipped
    with the installed package; the ``data`` folder of a checkout.

    Parameters
    ----------
    explicit
        A folder, or None to look for it.

    Returns
    -------
    pathlib.Path
        An existing folder.

    Raises
    ------
    MissingFolder
        If the argument or the variable names no folder (never passed over in silence), or if there is
        none to be found.
    """
    if explicit is not None:
        return _existing(Path(explicit), "the path given")
    named = os.environ.get("PROFILES_DATA")
    if named:
        return _existing(Path(named), "PROFILES_DATA")
    return _shipped("data")


def schema_dir(explicit: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder that holds the schemas: the argument, the installed ones or the checkout's.

    Parameters
    ----------
    explicit
        A folder, or None to look for it.

    Returns
    -------
    pathlib.Path
        An existing folder.

    Raises
    ------
    MissingFolder
        If the argument names no folder, or if there is none to be found.
    """
    if explicit is not None:
        return _existing(Path(explicit), "the path given")
    return _shipped("schemas")


def _existing(path: Path, what: str) -> Path:
    if not path.is_dir():
        state = "is not a folder" if path.exists() else "does not exist"
        message = f"{path}: {what} {state}; name the folder that holds the CSV tables"
        raise MissingFolder(message)
    return path


def _shipped(name: str) -> Path:
    # An editable install leaves a stale copy of the data in site-packages, where the code, which runs
    # from the checkout, never looks: beside the code there is then no `_data`.
    installed = _HERE / f"_{name}"
    if installed.is_dir():
        return installed
    if (_HERE.parent / "pyproject.toml").is_file() and (_HERE.parent / name).is_dir():
        return _HERE.parent / name
    message = f"the package holds no {name}; reinstall leader-profiles or name a folder"
    raise MissingFolder(message)
