"""The look of charts: colours that survive grey and colour blindness, fonts that cover the names, short titles."""

import itertools
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from profiles import charts
from profiles.charts import display_name, house_style
from profiles.charts.facts import short_title
from profiles.charts.style import (
    BLUE,
    EVALUATIONS,
    FORMATS,
    GREY,
    INK,
    PAPER,
    RUST,
    SHADE,
    TINT,
    contrast_ratio,
    drawable,
    luminance,
    native_form,
    uncovered,
)
from profiles.dataset import load

FONT_FOLDER = Path(charts.__file__).parent / "fonts"

# Machado, Oliveira and Fernandes 2009, severity 1.0: what is left of linear RGB.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(rgb):
    red, green, blue = (min(max(c, 0.0), 1.0) for c in rgb)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def lightness(colour):
    return lab(linear(colour))[0]


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#767676", 4.54),
    ],
)
def test_contrast_ratio_as_published(colour, ground, ratio):
    assert contrast_ratio(colour, ground) == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio(ground, colour) == contrast_ratio(colour, ground)


def test_luminance_runs_from_black_to_white():
    assert luminance("#000000") == pytest.approx(0.0)
    assert luminance("#ffffff") == pytest.approx(1.0)


@pytest.mark.parametrize(("text", "ground"), [(INK, PAPER), (GREY, PAPER), (GREY, SHADE), (INK, TINT), (PAPER, BLUE)])
def test_text_can_be_read(text, ground):
    assert contrast_ratio(text, ground) >= 4.5


@pytest.mark.parametrize("colour", [BLUE, RUST, *(colour for colour, _ in EVALUATIONS.values())])
def test_marks_can_be_seen(colour):
    assert contrast_ratio(colour) >= 3.0


def test_evaluations_differ_in_grey_and_in_shape():
    for (a, shape_a), (b, shape_b) in itertools.combinations(EVALUATIONS.values(), 2):
        assert abs(lightness(a) - lightness(b)) >= 8
        assert shape_a != shape_b


@pytest.mark.parametrize("kind", BLINDNESS)
def test_evaluations_differ_to_the_colour_blind(kind):
    seen = []
    for colour, _ in EVALUATIONS.values():
        rgb = linear(colour)
        seen.append(lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in BLINDNESS[kind]]))
    for a, b in itertools.combinations(seen, 2):
        assert sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5 >= 15


def test_formats_differ_in_grey_or_hatch():
    for (a, hatch_a), (b, hatch_b) in itertools.combinations(FORMATS.values(), 2):
        assert abs(lightness(a) - lightness(b)) >= 12 or hatch_a != hatch_b


@pytest.mark.parametrize(
    ("name", "native", "both"),
    [
        ("Xi Jinping", "习近平", "Xi Jinping 习近平"),
        ("Vladimir Putin", "Владимир Путин", "Vladimir Putin Владимир Путин"),
        ("Kim Jong Un", "김정은", "Kim Jong Un 김정은"),
        ("Nikol Pashinyan", "Նիկոլ Փաշինյան", "Nikol Pashinyan Նիկոլ Փաշինյան"),
        ("Mikheil Saakashvili", "მიხეილ სააკაშვილი", "Mikheil Saakashvili მიხეილ სააკაშვილი"),
        ("Kostas Simitis", "Κώστας Σημίτης", "Kostas Simitis Κώστας Σημίτης"),
        # Half-shaped text is worse than none: Arabic, Hebrew, Thai, Burmese, Lao, Devanagari.
        ("Haider al-Abadi", "حيدر العبادي", "Haider al-Abadi"),
        ("Yitzhak Rabin", "יצחק רבין", "Yitzhak Rabin"),
        ("Chuan Leekpai", "ชวน หลีกภัย", "Chuan Leekpai"),
        ("Thein Sein", "သိန်းစိန်", "Thein Sein"),
        ("Thongloun Sisoulith", "ທອງລຸນ ສີສຸລິດ", "Thongloun Sisoulith"),
        ("Narendra Modi", "नरेन्द्र मोदी", "Narendra Modi"),
        # A Han character that no name in the data has is in neither font.
        ("A B", "龘", "A B"),
        # Latin that says the same again, or more than was asked.
        ("Helmut Kohl", "Helmut Kohl", "Helmut Kohl"),
        ("Gurbanguly Berdimuhamedow", "Gurbanguly Mälikgulyýewiç Berdimuhamedow", "Gurbanguly Berdimuhamedow"),
        ("Nguyen Phu Trong", "Nguyễn Phú Trọng", "Nguyen Phu Trong Nguyễn Phú Trọng"),
        ("Nobody", None, "Nobody"),
        ("Nobody", float("nan"), "Nobody"),
        ("Nobody", " ", "Nobody"),
    ],
)
def test_names_in_their_own_script_where_it_can_be_drawn(name, native, both):
    row = {"name": name, "native_name": native}
    assert display_name(row) == both
    assert display_name(row, script="latin") == name
    assert display_name(row, script="native") == (both.removeprefix(name).strip() or name)


def test_uncovered_names_the_characters():
    assert uncovered("习近平龘A龘") == "龘"
    assert drawable("Владимир Путин, 习近平 – 김정은!")
    assert not drawable("ا")
    assert not drawable("e\u0301")  # stacked marks need shaping, too


def test_the_data_has_no_name_that_only_lacks_a_character():
    """Scripts that charts set letter by letter must be covered whole; see profiles/charts/fonts/README.md."""
    frames = load()
    names = [*frames.leaders["native_name"].dropna(), *frames.leaders["name"]]
    missing = {char for name in names for char in uncovered(name) if "⺀" <= char <= "鿿" or "가" <= char <= "힣"}
    assert missing == set(), f"rebuild NotoSansSC-names.otf with {''.join(sorted(missing))}"
    assert [name for name in frames.leaders["name"] if not drawable(name)] == []


def test_drawing_every_name_draws_no_empty_box():
    frames = load()
    rows = frames.leaders.to_dict("records")
    text = "\n".join(display_name(row) for row in rows if native_form(row["name"], row["native_name"]))
    assert "习近平" in text
    with house_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure(figsize=(4, 4))
        FigureCanvasAgg(figure)
        figure.text(0, 0, text)
        figure.canvas.draw()


def test_the_font_is_a_small_free_part_under_its_own_name():
    path = FONT_FOLDER / "NotoSansSC-names.otf"
    assert FT2Font(str(path)).family_name == "Noto Sans SC Names"
    assert path.stat().st_size < 100_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "NotoSansSC-names.otf" in (FONT_FOLDER / "README.md").read_text(encoding="utf-8")


def test_house_style_leaves_no_trace():
    before = dict(mpl.rcParams)
    with house_style():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert dict(mpl.rcParams) == before


def test_house_style_leaves_no_trace_of_an_error():
    before = dict(mpl.rcParams)

    @house_style()
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert dict(mpl.rcParams) == before


def test_charts_stay_away_from_pyplot():
    code = "import sys, profiles.charts; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("title", "kind", "short"),
    [
        ("President of the Russian Federation", "head_of_state", "President"),
        ("Prime Minister of Laos", "head_of_government", "Prime Minister"),
        (
            "Chairman of the Government of the Russian Federation (Prime Minister)",
            "head_of_government",
            "Prime Minister",
        ),
        ("President of the Union of Soviet Socialist Republics", "head_of_state", "President"),
        ("General Secretary of the Central Committee of the Communist Party of X", "party_leader", "General Secretary"),
        ("Chairman of the Burma Socialist Programme Party", "party_leader", "Party chairman"),
        (
            "Chairman of the Presidium of the Supreme Soviet of the USSR",
            "head_of_state",
            "Chairman, Presidium of the Supreme Soviet",
        ),
        ("President of the Council of State of Cuba", "head_of_state", "President, Council of State"),
        ("Paramount leader of China (informal)", "de_facto", "Paramount leader (informal)"),
        ("Head of government of Cuba: Prime Minister 1959-76", "head_of_government", "Head of government"),
        ("Leader of the Islamic Revolution", "de_facto", "Leader of the Islamic Revolution"),
        ("State President / President of South Africa", "head_of_state", "State President"),
        ("Taoiseach of Ireland", "head_of_government", "Taoiseach"),
        ("Chief Martial Law Administrator", "de_facto", "Chief Martial Law Administrator"),
    ],
)
def test_short_titles(title, kind, short):
    assert short_title(title, kind) == short
