"""Made-up leaders by the dozen for charts of rows and columns, and what every such chart must keep to."""

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from profiles.charts.style import PAPER, contrast_ratio
from tests import test_charts_kit as kit

CAUSES = ("leadership_betrayal", "economic_failure", "popular_will", "nationalism")
OBJECTS = ("dissolution", "independence", "communism", "cold_war", "conduct", "restoration")
EVALUATIONS = ("lament", "mixed", "neutral", "welcome")
NAMES = ("Bo", "Anna Alpha", "Gurbanguly Berdimuhamedow", "Sirimavo Ratwatte Dias Bandaranaike")


def dataset(*, leaders, tenures=(), views=()):
    """Return a dataset whose leaders and views have the columns that the kit leaves out."""
    made = kit.dataset(leaders=list(leaders), tenures=list(tenures), views=list(views))
    text = pd.StringDtype(na_value=np.nan)

    def column(rows, name, default=None):
        cells = [row.get(name, default) for row in rows]
        return pd.array([np.nan if cell is None else cell for cell in cells], dtype=text)

    speakers = {view["leader_id"] for view in views}
    found = [
        {"views_missing": row.get("views_missing", None if row["leader_id"] in speakers else "none_found")}
        for row in leaders
    ]
    more = {"object": "dissolution", "causes": None, "consequences": None, "lessons": None}
    return replace(
        made,
        leaders=made.leaders.assign(views_missing=column(found, "views_missing")),
        views=made.views.assign(**{name: column(views, name, default) for name, default in more.items()}),
    )


def _day(rng, low, high):
    return (dt.date(low, 1, 1) + dt.timedelta(days=rng.randrange((high - low) * 365))).isoformat()


def _blurred(rng, day):
    year = int(day[:4])
    return rng.choice([day, day, day, day[:7], day[:4], f"[{year}..{year + 2}]", f"{day}~"])


def crowd(seed, count):
    """Return `count` random leaders of two countries: uncertain days, gaps, unknown ends, deaths, many statements."""
    rng = random.Random(seed)
    leaders, tenures, views = [], [], []
    for i in range(count):
        leader = f"l{i}"
        born = rng.choice([None, *[_blurred(rng, _day(rng, 1915, 1965))] * 6])
        died = rng.choice([None, None, _blurred(rng, _day(rng, 1986, 2020))])
        name = f"{rng.choice(NAMES)} {'I' * (i % 4 + 1)}"
        leaders.append(kit.leader(i, name=name, born=born, died=died))
        if rng.random() < 0.3:
            leaders[-1]["views_missing"] = "not_searched"
        year = rng.randrange(1980, 2010)
        for k in range(rng.randrange(4)):
            start, year = f"{year}-0{rng.randrange(1, 9)}-01", year + rng.randrange(1, 8)
            end = rng.choice([None, *[_blurred(rng, f"{year}-11-03")] * 5])
            facts = {"end_status": "unknown"} if end is None and rng.random() < 0.6 else {}
            office = rng.choice(["xxa-president", "xxb-president", "xxa-premier"])
            is_effective = rng.random() < 0.7
            tenures.append(
                kit.tenure(f"{i}-{k}", leader, start, end, office_id=office, is_effective=is_effective, **facts)
            )
            year += rng.randrange(3)
        if "views_missing" not in leaders[-1]:
            for k in range(rng.choice([0, 1, 1, 2, 7, 14])):
                day = _blurred(rng, _day(rng, 1989, 2019))
                facts = {
                    "object": rng.choice(OBJECTS),
                    "causes": rng.choice([None, ";".join(sorted(rng.sample(CAUSES, rng.randrange(1, 4))))]),
                    "timing": "before" if day.strip("[")[:4] < "1991" else "after",
                    "evaluation_basis": rng.choice(["explicit", "inferred"]),
                }
                views.append(kit.view(f"{i}-{k}", leader, day, rng.choice(EVALUATIONS), **facts))
    return dataset(leaders=leaders, tenures=tenures, views=views)


def ids(data):
    return data.leaders["leader_id"].tolist()


def assert_fits(chart):
    """Check that text meets no text, all stays on its page and axes, text can be read, and runs agree."""
    figure = kit.drawn(chart)
    found = kit.boxes(figure)
    for (a, box), (b, other) in combinations(found, 2):
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        along = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert across <= 0.5 or along <= 1.5, f"{a.get_text()!r} meets {b.get_text()!r}"
    page = figure.bbox
    filled = [a for a in figure.axes[0].patches if isinstance(a, Rectangle) and a.get_fill()]
    for text, box in found:
        inside = box.x0 >= 0 and box.x1 <= page.x1 and box.y0 >= 0 and box.y1 <= page.y1
        assert inside, f"{text.get_text()!r} leaves the page"
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        under = [a for a in filled if a.get_window_extent().contains(*middle)]
        ground = to_hex(max(under, key=lambda a: a.get_zorder()).get_facecolor()) if under else PAPER
        assert contrast_ratio(to_hex(text.get_color()), ground) >= 4.5, f"{text.get_text()!r} on {ground}"
    assert_inside(figure)
    return figure


def assert_inside(figure):
    """Check that whatever has a name, other than names, lies within the axes; a mark as a whole."""
    ax = figure.axes[0]
    room = ax.get_window_extent()
    renderer = figure.canvas.get_renderer()
    for artist in figure.findobj(lambda a: isinstance(a, (Line2D, Rectangle)) and a.get_gid()):
        box = artist.get_window_extent(renderer)
        if isinstance(artist, Line2D):
            assert not np.isnan(np.asarray(artist.get_xydata(), dtype=float)).any(), artist.get_gid()
        inside = box.x0 >= room.x0 - 1 and box.x1 <= room.x1 + 1 and box.y0 >= room.y0 - 1 and box.y1 <= room.y1 + 1
        assert inside, f"{artist.get_gid()} leaves the axes: {box} of {room}"


def assert_same_bytes(chart, again):
    assert chart.svg() == again.svg() == chart.svg()


def each_once(found, wanted):
    assert Counter(found) == Counter(wanted)
