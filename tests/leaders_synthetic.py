"""Small made-up datasets for tests of comparisons and reports: two countries, XXA and XXB, and whoever a test needs.

Rows are written as CSV and loaded like any other, so that a test meets what a user meets::

    world = World()
    world.leader("alpha-ada", "Ada Alpha", born="1950-01-01")
    world.tenure("alpha-ada", "xxa-president", "2000-01-01", "2004-12-31")
    data = world.load(tmp_path)
"""

from __future__ import annotations

import csv
from pathlib import Path

from profiles.dataset import Dataset, load
from profiles.schema import load_schemas

AS_OF = "2020-12-31"
OFFICES = {
    "president": ("President", "head_of_state"),
    "premier": ("Prime Minister", "head_of_government"),
    "chair": ("Chair of the Party", "party_leader"),
}


class World:
    """Rows of a dataset, table by table; each method adds one, with every required cell filled in."""

    def __init__(self, *, checked_to: dict[str, str] | None = None) -> None:
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in load_schemas()}
        self.waiting: dict[str, list[dict[str, str]]] = {"leaders": [], "aliases": [], "offices": [], "tenures": []}
        for source in ("book", "press", "archive"):
            self.source(source)
        for code, name in (("XXA", "Country A"), ("XXB", "Country B")):
            day = (checked_to or {}).get(code, AS_OF)
            self._add("states", state_id=code, name=name, start="1900-01-01", sources="book")
            self._add("coverage", state_id=code, checked_to=day, basis="invented", sources="book")
            for short, (title, kind) in OFFICES.items():
                self._add(
                    "offices",
                    office_id=f"{code.lower()}-{short}",
                    state_id=code,
                    title=f"{title} of {name}",
                    kind=kind,
                    seats="9",
                    sources="book",
                )

    def _add(self, table: str, **cells: str) -> None:
        self.tables[table].append(cells)

    def source(self, source_id: str, **cells: str) -> None:
        cells = {"type": "book", "title": f"The {source_id}", "citation": f"Nobody, The {source_id}, 2000", **cells}
        self._add("sources", source_id=source_id, **cells)

    def leader(self, leader_id: str, name: str = "", born: str = "1950-01-01", **cells: str) -> str:
        name = name or " ".join(part.capitalize() for part in reversed(leader_id.split("-")))
        cells = {"gender": "female", "views_missing": "not_searched", "sources": "book", **cells}
        self._add("leaders", leader_id=leader_id, name=name, born=born, **cells)
        return leader_id

    def alias(self, leader_id: str, alias: str, kind: str = "short", script: str = "Latn") -> None:
        self._add("aliases", leader_id=leader_id, alias=alias, script=script, kind=kind)

    def tenure(self, leader_id: str, office_id: str, start: str, end: str = "", **cells: str) -> None:
        """Add a tenure; without an end it is ongoing, with the end ``?`` it is unknown."""
        status = {"": "ongoing", "?": "unknown"}.get(end, "known")
        row = {
            "tenure_id": f"t{len(self.tables['tenures']) + len(self.waiting['tenures']) + 1:04}",
            "leader_id": leader_id,
            "office_id": office_id,
            "start": start,
            "end": "" if end == "?" else end,
            "end_status": status,
            "is_acting": "false",
            "is_effective": "true",
            "entry": "regular",
            "exit": {"ongoing": "still_in_office", "unknown": "unknown", "known": "regular"}[status],
            "sources": "archive",
            "confidence": "high",
            **cells,
        }
        (self.tables if row["sources"] else self.waiting)["tenures"].append(row)

    def view(self, leader_id: str, date: str, evaluation: str = "lament", **cells: str) -> None:
        basis = "none" if evaluation == "neutral" else "explicit"
        row = {
            "view_id": f"v{len(self.tables['views']) + 1:03}",
            "topic_id": "ussr-collapse",
            "date": date,
            "date_basis": "spoken",
            "timing": "before" if date < "1991-12-26" else "after",
            "role": "President",
            "venue": "speech",
            "occasion": "a speech",
            "object": "dissolution",
            "evaluation": evaluation,
            "evaluation_basis": basis,
            "inevitability": "not_stated",
            "text_status": "original",
            "language": "eng",
            "summary": "It was said.",
            "evidence": "primary",
            "confidence": "high",
            "sources": "press",
            **cells,
        }
        self._add("views", leader_id=leader_id, **row)
        for leader in self.tables["leaders"]:
            if leader["leader_id"] == leader_id:
                leader["views_missing"] = ""

    def meeting(self, one: str, two: str, start: str, **cells: str) -> None:
        a, b = sorted((one, two))
        row = {
            "meeting_id": f"m{len(self.tables['meetings']) + 1:03}",
            "city": "Aville",
            "state_id": "XXA",
            "event": "a visit",
            "format": "working_visit",
            "sources": "press",
            "confidence": "high",
            **cells,
        }
        self._add("meetings", leader_a=a, leader_b=b, start=start, **row)

    def term(self, one: str, two: str, date: str, term: str, **cells: str) -> None:
        a, b = sorted((one, two))
        row = {
            "term_id": f"r{len(self.tables['relationship_terms']) + 1:03}",
            "speakers": one,
            "object": "leader",
            "sources": "press",
            **cells,
        }
        self._add("relationship_terms", leader_a=a, leader_b=b, date=date, term=term, **row)

    def group(self, group_id: str, state_id: str, start: str, end: str = "") -> None:
        self._add("groups", group_id=group_id, state_id=state_id, start=start, end=end, sources="book")

    def write(self, folder: Path) -> Path:
        for part, tables in ((folder, self.tables), (folder / "unverified", self.waiting)):
            part.mkdir(parents=True, exist_ok=True)
            for name, rows in tables.items():
                schema = load_schemas()[name]
                header = [field.name for field in schema.fields]
                with (part / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(sorted(rows, key=lambda row: [row[key] for key in schema.primary_key]))
        return folder

    def load(self, folder: Path, *, unverified: bool = False) -> Dataset:
        return load(self.write(folder), unverified=unverified)


def pair(**cells: str) -> World:
    """Two leaders of one world: Ada Alpha of country A, Ben Beta of country B, without tenures."""
    world = World(**cells)  # type: ignore[arg-type]
    world.leader("alpha-ada", "Ada Alpha", born="1950-01-01", birthplace="Aville", birth_state="XXA")
    world.leader("beta-ben", "Ben Beta", born="1950-09-01", birthplace="Btown", birth_state="XXB", gender="male")
    return world
