"""Tables that try what a format can do, for the tests and for those who look at pictures of them."""

from __future__ import annotations

from profiles.render import Cite, Emph, Link, Mark, SourceList, Strong, Table, TableCell, TableRow, Text, number_sources


def cell(*lines: str, sources: tuple[str, ...] = (), span: int = 1, kind: str = "") -> TableCell:
    return TableCell(tuple((line,) for line in lines), sources, span, kind)  # type: ignore[arg-type]


NUMBERS = Table(
    "Age and time in power, by group",
    ("", "Post-Soviet\n(n = 15)", "Others\n(n = 714)", "Difference", "95% interval", "p"),
    (
        TableRow(("Age at entry, years",), section=True),
        TableRow(
            ("Median",), (cell("52.5"), cell("54"), cell("−1.5"), cell("[−4.0, 2.0]"), cell("0.431", sources=("a",)))
        ),
        TableRow(("Longest",), (cell("71"), cell("80"), cell("−9"), cell(""), cell(""))),
        TableRow(("Time in power, days",), section=True),
        TableRow(
            ("Median",),
            (
                cell("4,817", sources=("a", "b[Table 2]")),
                cell("1,826.5"),
                cell("2,990.5"),
                cell("[1,204, 5,120]"),
                cell("<0.001"),
            ),
        ),
        TableRow(("Still running",), (cell("3"), cell("not recorded", kind="missing"), cell("—"), cell(""), cell("∞"))),
        TableRow(("Tests",), (cell("two groups, labels permuted over leaders", span=5),)),
    ),
    notes=(
        ("p by permutation of labels over leaders (10,000, seed 1991).",),
        ("n counts leaders.", Cite(("b[p. 45]",))),
    ),
    caption=("As of 2026-01-22.",),
)
NUMBERS_TEXTS: dict[str, Text] = {
    "a": (
        "A data set of leaders. ",
        Link("https://example.org/data_set?x=1&y=2", "https://example.org/data_set?x=1&y=2"),
    ),
    "b": ("Adela Voss, ", Emph("Office & power"), ", 2019."),
}

_TEX = r"\input{/etc/passwd} \immediate\write18{ls} $x^2_3$ {un}balanced } { % comment & cell # ~tilde ^^41 \\[2cm]"
_SIGNS = "`x' ``y'' \"z\" << >> --- ,, !` ?` [opt] *star* |pipe| <b>bold</b> &amp; ' -- it’s “fine”…"
_SCRIPTS = (
    *("习近平 與 安倍 晋三 きよし", "김정은", "Владимир Путин", "محمد بن سلمان", "בנימין נתניהו", "მიხეილ სააკაშვილი"),
    *(
        "Նիկոլ Փաշինյան",
        "นายกรัฐมนตรี",
        "नरेन्द्र मोदी",
        "İlham Əliyev",
        "Võ Văn Thưởng",
        "ʿAbd al-Raḥmān",
        "Αλέξης Τσίπρας",
    ),
)
HOSTILE = Table(
    "Everything & its opposite: 100% of $ #_{} ~^\\",
    ("", "=1+1\n@SUM(A1)", "Signs | “quoted”", "[x] 习近平"),
    (
        TableRow((_TEX,), (cell(_TEX), cell(_SIGNS), cell('=HYPERLINK("http://e.org","x")'))),
        TableRow(("[2cm] at the start",), (cell("*", "[x]"), cell("-1"), cell("+1"))),
        TableRow(("<script>alert(1)</script>",), section=True),
        TableRow(
            ("Scripts",), (cell(*_SCRIPTS, sources=("s_1[p. 3 & 4]", "s%2")), cell("😀 ☃ ẍ x̄ α χ²"), cell("−3 ≤ 4 ≥ ∞"))
        ),
        TableRow(
            ("Joint", Cite(("s%2",))),
            (cell("over two | \\columns", "and two lines", span=2), cell("#N/A", kind="uncertain")),
        ),
        TableRow(
            ("Styles",),
            (
                TableCell(
                    ((Strong("_bold_"), " ", Emph("{thin}"), " ", Mark("missing", "no & none")),), kind="missing"
                ),
                TableCell(((Link("a_b%c", "https://e.org/a_b%20c?x=1&y=~2#z"),),), kind="unverified"),
                TableCell((), kind="missing"),
            ),
        ),
        TableRow(("",), (cell(""), cell(" "), cell("a\nb"))),
        TableRow(
            ("_x0041_",), (cell("_x0041_"), cell("averyveryverylongwordwithoutanyplacetobreakitatall"), cell("'quoted"))
        ),
    ),
    notes=(("Note with 50% & \\more, ", Strong("$bold$"), Cite(("s_1",))), ("习近平 in a note.",)),
    caption=("Caption with % and _.", Cite(("s_1",))),
)
HOSTILE_TEXTS: dict[str, Text] = {
    "s_1": ("Source #1, 50% “off”. ", Link("https://e.org/a_(b)?q=%20&r=#x", "https://e.org/a_(b)?q=%20&r=#x")),
    "s%2": ("Владимир Путин, \\textbf{x}. ", Link("javascript:alert(1)", "javascript:alert(1)")),
}


def sources_of(table: Table, texts: dict[str, Text]) -> SourceList:
    return number_sources(table).source_list(texts)
