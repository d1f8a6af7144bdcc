"""Problems to text: grouped by file, ended by a count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from profiles.errors import Problem, printable, quoted

__all__ = ["render_json", "render_problems"]


def render_problems(problems: Sequence[Problem], *, info: bool = False) -> str:
    """Return findings for a terminal, grouped by file.

    Parameters
    ----------
    problems
        As `profiles.check` returns them.
    info
        Whether to show what is merely information, too; it is counted in any case.

    Returns
    -------
    str
        A block per file, then one line that counts errors, warnings and information.
    """
    shown = [p for p in problems if info or p.severity != "info"]
    lines: list[str] = []
    for file, group in groupby(shown, key=lambda p: p.file):
        lines.append(printable(file))
        lines += [f"  {_line(problem)}" for problem in group]
        lines.append("")
    counts = Counter(p.severity for p in problems)
    total = ", ".join(
        f"{counts[name]} {word}"
        for name, word in (
            ("error", _s("error", counts)),
            ("warning", _s("warning", counts)),
            ("info", "for information"),
        )
    )
    hidden = "" if info or not counts["info"] else " (show with --info)"
    return "\n".join([*lines, total + hidden]) + "\n"


def _s(word: str, counts: Counter[str]) -> str:
    return word if counts[word] == 1 else word + "s"


def _line(problem: Problem) -> str:
    place = (
        f"{problem.line}:{problem.column}"
        if problem.line and problem.column
        else str(problem.line)
        if problem.line
        else "-"
    )
    subject = f"{printable(problem.field)}: " if problem.field else ""
    value = f"{quoted(problem.value)} " if problem.value else ""
    hint = f"\n{' ' * 10}→ {printable(problem.hint)}" if problem.hint else ""
    return f"{place:>8}  {problem.severity}: {subject}{value}{printable(problem.message)} [{problem.rule}]{hint}"


def render_json(problems: Sequence[Problem]) -> str:
    """Return findings as a JSON array, one object per finding with the fields of `Problem`."""
    text = json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=2)
    # Names stay readable, but nothing reaches a terminal that could reorder or erase what it shows.
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"
