"""Running the application, with the errors of this package printed rather than raised."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from profiles.cli.app import app

__all__ = ["main"]


def main() -> None:
    """Run the command line; errors of this package are printed without a traceback."""
    from profiles.errors import ProfilesError

    # A command is short: collecting cycles while modules load, and once more on leaving, takes longer than what
    # it frees is worth.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        app()
    except ProfilesError as error:
        sys.stderr.write(f"profiles: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader, such as head, has what it wanted. Python would complain again on closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        # A full disk, a folder where a file should be, no permission: the system's own words say it best.
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"profiles: {place}{error.strerror or error}\n")
        sys.exit(1)
