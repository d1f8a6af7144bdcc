"""A valid dataset of any size: `python -m benchmarks.synthetic FOLDER ROWS [plain]`.

Offices are held one term after another for two centuries, each term from the day on which the one before
ends. Each leader holds about ten terms, some of them two in a row in one office. Shares of empty, quoted
and repeated cells are near those of the shipped tables; ``plain`` leaves out the notes with commas, so that
no cell needs quotes.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from benchmarks.measure import ROOT

_TERMS = 50  # in each office, four years each
_STINT = 10  # terms of one leader
_YEARS = 4
_FIRST = 1800
_START = date(_FIRST, 1, 1)
_DAYS = [(_START + timedelta(days=day)).isoformat() for day in range((_TERMS + 2) * _YEARS * 366)]
_MOST_STATES = 26**3

Row = Mapping[str, str]


def main(folder: Path, rows: int, *, plain: bool) -> None:
    """Write the tables, and the package that describes them for frictionless."""
    chance = random.Random(20260122)
    offices = -(-rows // _TERMS)
    states = ["".join(letters) for letters in islice(product(ascii_uppercase, repeat=3), -(-offices // 2))]
    if len(states) * 2 < offices:
        sys.exit(f"at most {_MOST_STATES * 2 * _TERMS} rows: there are no more codes for states")
    sources = [f"source-{number:05}" for number in range(max(10, rows // 1000))]
    tables: dict[str, Iterable[Row]] = {
        "leaders": _leaders(offices, states, sources, chance),
        "offices": _offices(offices, states, sources),
        "states": _states(states, sources),
        "coverage": _coverage(states, sources),
        "sources": _sources(sources),
        "tenures": islice(_tenures(offices, states, sources, chance, plain=plain), rows),
    }
    resources = []
    for path in sorted((ROOT / "schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        names = [field["name"] for field in schema["fields"]]
        _write(folder / f"{path.stem}.csv", names, tables.get(path.stem, ()))
        resources.append(_resource(path.stem, schema))
    package = {"name": "synthetic", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "path": f"{name}.csv", "encoding": "utf-8", "format": "csv", "schema": schema}


def _write(path: Path, names: list[str], rows: Iterable[Row]) -> None:
    # Columns come from the schema: one that is new there stays empty here.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _states(states: list[str], sources: list[str]) -> Iterator[Row]:
    for number, state in enumerate(states):
        source = sources[number % len(sources)]
        yield {"state_id": state, "name": f"State of {state}", "start": str(_FIRST), "sources": source}


def _coverage(states: list[str], sources: list[str]) -> Iterator[Row]:
    day = f"{_FIRST + (_TERMS + 1) * _YEARS}-12-31"
    for state in states:
        yield {"state_id": state, "checked_to": day, "basis": "made up", "sources": sources[0]}


def _sources(sources: list[str]) -> Iterator[Row]:
    for source in sources:
        place = f"https://example.org/{source}"
        yield {"source_id": source, "type": "reference", "title": f"About {source}", "url": place}


def _offices(count: int, states: list[str], sources: list[str]) -> Iterator[Row]:
    for number in range(count):
        state, first = states[number // 2], number % 2 == 0
        yield {
            "office_id": f"office-{number:06}", "state_id": state, "seats": "1", "first": str(_FIRST),
            "title": f"{'President' if first else 'Prime Minister'} of {state}",
            "kind": "head_of_state" if first else "head_of_government", "sources": sources[number % len(sources)],
        }  # fmt: skip


def _leaders(offices: int, states: list[str], sources: list[str], chance: random.Random) -> Iterator[Row]:
    number = 0
    for stint in range(_TERMS // _STINT):
        takes_office = _FIRST + stint * _STINT * _YEARS
        is_last = stint == _TERMS // _STINT - 1
        for _ in range(offices):
            born = f"{takes_office - 40 + chance.randrange(8)}"
            if chance.random() < 0.9:
                born = f"{born}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            died = f"{takes_office + 46 + chance.randrange(8)}-{chance.randrange(1, 13):02}-15"
            yield {
                "leader_id": f"leader-{number:07}", "name": f"Leader {number}",
                "gender": "male" if number % 8 else "female",
                "born": born, "died": "" if is_last else died, "birthplace": f"Town {number % 977}",
                "birth_state": states[number % len(states)], "views_missing": "not_searched",
                "sources": sources[number % len(sources)],
            }  # fmt: skip
            number += 1


def _tenures(
    offices: int, states: list[str], sources: list[str], chance: random.Random, *, plain: bool
) -> Iterator[Row]:
    cited = [_citation(sources, chance) for _ in range(offices * _TERMS // 4)]
    number = 0
    for office in range(offices):
        state, effective = states[office // 2], office % 2 == 0
        starts = [_DAYS[term * 1461 + chance.randrange(700)] for term in range(_TERMS)]
        ends = starts[1:]
        for term in range(_TERMS - 1):
            if chance.random() < 0.02:  # the month alone is known, and the next term begins after it
                ends[term], starts[term + 1] = _known_by_month(starts[term + 1])
        for term, start in enumerate(starts):
            ongoing = term == _TERMS - 1
            turn = term % _STINT
            turn -= turn % 2 if office % 4 == 0 else 0  # re-elected once, in a quarter of the offices
            holder = term // _STINT * offices + (office + 7 * turn) % offices
            draw = chance.random()
            yield {
                "tenure_id": f"t{number:08}", "leader_id": f"leader-{holder:07}", "office_id": f"office-{office:06}",
                "start": start, "end": "" if ongoing else ends[term], "end_status": "ongoing" if ongoing else "known",
                "is_acting": "true" if draw > 0.9 else "false", "is_effective": "true" if effective else "false",
                "entry": "irregular" if draw < 0.05 else "regular",
                "exit": "still_in_office" if ongoing else "irregular" if draw < 0.04 else "regular",
                "archigos_obsid": f"{state}-{start[:4]}" if effective else "", "sources": chance.choice(cited),
                "confidence": "medium" if draw < 0.25 else "high", "note": _note(number, draw, plain=plain),
            }  # fmt: skip
            number += 1


def _known_by_month(day: str) -> tuple[str, str]:
    first = date.fromisoformat(day).replace(day=1)
    return (first - timedelta(days=1)).isoformat()[:7], first.isoformat()


def _citation(sources: list[str], chance: random.Random) -> str:
    chosen = sorted(chance.sample(sources, chance.choice((1, 2, 3))))
    if chance.random() < 0.3:
        chosen[-1] += f"[p. {chance.randrange(1, 900)}]"
    return ";".join(chosen)


def _note(number: int, draw: float, *, plain: bool) -> str:
    if draw < 0.11:
        return f"elected by the assembly{'' if plain else ','} vote {number}"
    if draw < 0.3:
        return f"term {number} in the yearbook"
    return "start agrees with the yearbook" if draw < 0.4 else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), plain=sys.argv[3:] == ["plain"])
