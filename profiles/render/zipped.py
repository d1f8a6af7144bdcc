"""Office files with the same bytes on every run: they are zip archives, which carry the time of day."""

from __future__ import annotations

import io
import re
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["DAY", "same_bytes"]

DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip archive can name."""

_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def same_bytes(archive: bytes) -> bytes:
    """Return an office file without the moment at which it was made.

    Parameters
    ----------
    archive
        A .docx or .xlsx file.

    Returns
    -------
    bytes
        The same parts, dated `DAY`, in the order in which they were.
    """
    stamp = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*DAY).encode()
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _CORE:
                part = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", part)
            info = ZipInfo(name, DAY)
            info.compress_type = ZIP_DEFLATED
            # The system that wrote it is noted too.
            info.create_system = 3
            new.writestr(info, part)
    return out.getvalue()
