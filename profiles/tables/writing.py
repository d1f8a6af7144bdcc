"""Files written whole or not at all: a reader never meets half of one, and a failure leaves the old one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_bytes", "write_text"]


def write_text(path: Path, text: str) -> Path:
    """Write a text file whole or not at all.

    Parameters
    ----------
    path
        The file; replaced if it exists.
    text
        What it is to hold, in UTF-8 and with the line ends it has.

    Returns
    -------
    pathlib.Path
        The path.
    """
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all.

    Parameters
    ----------
    path
        The file; replaced if it exists, and its permissions kept.
    content
        What it is to hold.

    Returns
    -------
    pathlib.Path
        The path.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        fresh.chmod(mode)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return path
