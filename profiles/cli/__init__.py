"""The command line: parse arguments, call one function, print, exit."""

# isort: off
# Importing a module of commands registers them: this is the order of the documentation.
from profiles.cli import leaders, comparing, publishing, tables

# isort: on
from profiles.cli.app import app
from profiles.cli.run import main

__all__ = ["app", "comparing", "leaders", "main", "publishing", "tables"]
