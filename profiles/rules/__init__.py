"""Named rules across rows and tables, each with an id, a reason and a severity.

A schema lists the rules that run on its table. A rule on uncertain dates answers *violated*, *possible* or
*fine*: a possible breach is reported as information.
"""

from profiles.rules import cells, facts, statements, tenures
from profiles.rules.model import RULES, Rule, Tables

__all__ = ["RULES", "Rule", "Tables", "cells", "facts", "statements", "tenures"]
