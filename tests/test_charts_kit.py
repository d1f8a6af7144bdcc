"""Made-up leaders of made-up countries, and questions to what was drawn of them; for the tests of charts."""

import datetime as dt
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from profiles.charts import house_style
from profiles.charts.style import PAPER, SHADE, contrast_ratio
from profiles.dataset import Dataset
from profiles.dates import parse_date

AS_OF = dt.date(2020, 6, 30)
TEXTS = {
    "leaders": "leader_id name native_name gender born died sources",
    "aliases": "leader_id alias script kind",
    "states": "state_id name sources",
    "offices": "office_id state_id title kind sources",
    "tenures": "tenure_id leader_id office_id start end end_status is_acting is_effective sources is_unverified",
    "views": "view_id leader_id topic_id date timing evaluation evaluation_basis sources",
    "groups": "group_id state_id start end sources",
    "meetings": "meeting_id leader_a leader_b start end format sources",
}
DATES = {"born", "died", "start", "end", "date"}


def frame(table, rows):
    columns = {}
    for name in TEXTS[table].split():
        cells = [row.get(name) for row in rows]
        if name.startswith("is_"):
            columns[name] = pd.array([bool(cell) for cell in cells], dtype="boolean")
            continue
        columns[name] = pd.array(
            [np.nan if cell is None else cell for cell in cells], dtype=pd.StringDtype(na_value=np.nan)
        )
        if name in DATES:
            parsed = [None if cell is None else parse_date(cell) for cell in cells]
            for bound in ("earliest", "latest"):
                days = [
                    np.datetime64("NaT", "s") if day is None else np.datetime64(getattr(day, bound)) for day in parsed
                ]
                columns[f"{name}_{bound}"] = np.array(days, dtype="datetime64[s]")
    return pd.DataFrame(columns)


def dataset(**tables):
    base = {
        "states": [{"state_id": "XXA", "name": "Alphaland"}, {"state_id": "XXB", "name": "Betaland"}],
        "offices": [
            {
                "office_id": "xxa-president",
                "state_id": "XXA",
                "title": "President of Alphaland",
                "kind": "head_of_state",
            },
            {
                "office_id": "xxa-premier",
                "state_id": "XXA",
                "title": "Prime Minister of Alphaland",
                "kind": "head_of_government",
            },
            {
                "office_id": "xxb-president",
                "state_id": "XXB",
                "title": "President of Betaland",
                "kind": "head_of_state",
            },
            {
                "office_id": "xxb-leader",
                "state_id": "XXB",
                "title": "Chairman of the Supreme Council of the Betan Armed Forces",
                "kind": "de_facto",
            },
        ],
    }
    frames = {name: frame(name, tables.get(name, base.get(name, []))) for name in TEXTS}
    rest = dict.fromkeys(("coverage", "view_codings", "relationship_terms", "sources"), pd.DataFrame())
    return Dataset(**frames, **rest, as_of=AS_OF, version="0123456789ab", path=Path("nowhere"))


def leader(number, **facts):
    return {"leader_id": f"l{number}", "name": f"Leader {number}", "born": "1950-03-01", "sources": "src-l"} | facts


def tenure(number, leader_id, start, end, **facts):
    status = {"end_status": "known" if end else "ongoing", "is_effective": True, "sources": "src-t[p. 2]"}
    return {
        "tenure_id": f"t{number}",
        "leader_id": leader_id,
        "office_id": "xxa-president",
        "start": start,
        "end": end,
    } | (status | facts)


def view(number, leader_id, date, evaluation, **facts):
    return {
        "view_id": f"v{number}",
        "leader_id": leader_id,
        "topic_id": "ussr-collapse",
        "date": date,
        "timing": "after",
        "evaluation": evaluation,
        "evaluation_basis": "explicit",
        "sources": "src-v",
    } | facts


def meeting(number, start, kind, a="l1", b="l2"):
    return {
        "meeting_id": f"m{number}",
        "leader_a": a,
        "leader_b": b,
        "start": start,
        "format": kind,
        "sources": "src-m",
    }


@cache
def pair():
    return dataset(
        leaders=[
            leader(1, name="Anna Alpha", native_name="Анна Альфа", born="1952-10-07"),
            leader(2, name="Bo Beta", native_name="习近平", born="[1950..1952]"),
        ],
        aliases=[{"leader_id": "l1", "alias": "Alpha", "script": "Latn", "kind": "short"}],
        tenures=[
            tenure(1, "l1", "1995-01-01", "2000-05-07", office_id="xxa-premier", is_effective=False),
            tenure(2, "l1", "1999-12-31", "2000-05-07", is_acting=True),
            tenure(3, "l1", "2000-05-07", None),
            tenure(4, "l2", "1980", "1990-06", office_id="xxb-president"),
            tenure(5, "l2", "2001-01-01", None, office_id="xxb-leader", end_status="unknown"),
        ],
        views=[
            view(1, "l1", "1991-12-25", "welcome", timing="before"),
            view(2, "l1", "2005-04-25", "lament"),
            view(3, "l1", "2005-04-26", "lament", evaluation_basis="inferred"),
            view(4, "l1", "2010", "mixed"),
            view(5, "l1", "2015-01-01", "neutral", evaluation_basis="none"),
        ],
        meetings=[
            meeting(1, "2001-02-03", "state_visit"),
            meeting(2, "2001-09-01", "multilateral"),
            meeting(3, "2004-02-03", "other"),
            meeting(4, "2004-03", "state_visit"),
            meeting(5, "[2004..2005]", "working_visit"),
        ],
    )


LONG = ["Gurbanguly Berdimuhamedow", "Thongloun Sisoulith", "Sirimavo Ratwatte Dias Bandaranaike", "Ó"]


@cache
def crowd():
    """Twelve leaders with everything that crowds a page: long names, short offices, one day, no day."""
    leaders, tenures, views, meetings = [], [], [], []
    for i in range(1, 13):
        name = f"{LONG[i % 4]} {'I' * (i // 4 + 1)}"
        leaders.append(leader(i, name=name, native_name="김정은" if i % 3 else None, born=f"19{30 + i}-05-05"))
        leader_id = f"l{i}"
        tenures += [
            tenure(10 * i, leader_id, "1988-01-01", "1988-01-03", office_id="xxb-leader", is_effective=False),
            tenure(10 * i + 1, leader_id, f"{1985 + i}-02-01", f"{1986 + i}", is_acting=i % 2 == 0),
            tenure(
                10 * i + 2, leader_id, f"{2003 + i}-02-01", None, office_id="xxb-president", is_effective=i % 2 == 0
            ),
        ]
        views += [view(10 * i + k, leader_id, f"20{10 + k // 3}-0{1 + k % 3}", "lament") for k in range(i % 5)]
        if i > 1:
            meetings.append(meeting(i, "2012-01-05", "other", "l1", leader_id))
    leaders[3]["born"] = None
    leaders[4]["born"] = "[1940..1944]"
    leaders[5]["died"] = "1990"
    return dataset(leaders=leaders, tenures=tenures, views=views, meetings=meetings)


def drawn(chart):
    figure = chart.figure()
    with house_style():
        figure.draw_without_rendering()
    return figure


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def boxes(figure):
    renderer = figure.canvas.get_renderer()
    found = []
    for text in texts(figure):
        # Ticks outside the limits exist, but are not drawn.
        bare = Text(text.get_position()[0], text.get_position()[1], text.get_text())
        bare.update_from(text)
        bare.set_transform(text.get_transform())
        bare.set_figure(figure)
        bare.set_bbox(None)
        found.append((text, bare.get_window_extent(renderer)))
    return found


def artist(figure, gid):
    found = figure.findobj(lambda a: a.get_gid() == gid)
    assert len(found) == 1, f"{len(found)} artists named {gid}"
    return found[0]


def gids(figure, start):
    return sorted(a.get_gid() for a in figure.findobj(lambda a: (a.get_gid() or "").startswith(start)))


def day(text):
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def assert_tidy(chart):
    figure = drawn(chart)
    found = boxes(figure)
    for (a, box), (b, other) in combinations(found, 2):
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        along = min(box.y1, other.y1) - max(box.y0, other.y0)
        # Line boxes are a little higher than the letters in them.
        assert across <= 0.5 or along <= 1.5, f"{a.get_text()!r} meets {b.get_text()!r}"
    page = figure.bbox
    for text, box in found:
        inside = box.x0 >= 0 and box.x1 <= page.x1 and box.y0 >= 0 and box.y1 <= page.y1
        assert inside, f"{text.get_text()!r} leaves the page"
    bars = [a for a in figure.findobj(Rectangle) if (a.get_gid() or "").startswith(("tenure-", "met-"))]
    for text, box in found:
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        grounds = [to_hex(b.get_facecolor()) for b in bars if b.get_window_extent().contains(*middle)] or [PAPER, SHADE]
        for ground in grounds:
            assert contrast_ratio(to_hex(text.get_color()), ground) >= 4.5, text.get_text()
    for line in figure.axes[0].lines:
        assert not np.isnan(np.asarray(line.get_xdata(), dtype=float)).any()
    return figure


def shown(figure):
    return {text.get_text() for text in texts(figure)}
