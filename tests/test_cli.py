"""The command line: each command documented, its example run, its twin in the library, its exit codes."""

from __future__ import annotations

import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

import profiles
from profiles import cli, codebook, findings, formatting
from profiles.checks import check
from profiles.cli.app import progress, width
from profiles.paths import data_dir
from tests.leaders_synthetic import World, pair

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {command.name or command.callback.__name__: command for command in cli.app.registered_commands}  # type: ignore[union-attr]
# The library's function behind each command, and what the command's arguments are called there.
TWINS: dict[str, tuple[Callable[..., object], dict[str, str]]] = {
    "list": (profiles.list_leaders, {}),
    "show": (profiles.describe, {"aspect": "aspects"}),
    "compare": (profiles.compare, {"aspect": "aspects"}),
    "groups": (profiles.compare_groups, {"aspect": "aspects"}),
    "robustness": (profiles.robustness, {}),
    "agreement": (profiles.agreement, {"field": "fields"}),
    "similar": (profiles.similar, {}),
    "report": (profiles.write_report, {"data": "data_path"}),
    "gallery": (profiles.write_gallery, {"data": "data_path"}),
    "check": (profiles.check, {"paths": "path"}),
    "format": (formatting.format_tables, {}),
    "cite": (profiles.cite, {}),
    "codebook": (codebook.render_codebook, {}),
    "coverage": (profiles.coverage, {}),
}
# Commands that print a result in any format, or save it.
RESULTS = ("show", "compare", "groups", "robustness", "agreement", "similar")
CHOICES = ("power", "inferred", "coder", "count")
# Options about printing, or that stand for a second function, have no twin.
ONLY_HERE = {
    *((name, option) for name in RESULTS for option in ("format", "output")),
    # Together they are the library's `choices`; see test_the_choices_have_their_own_defaults.
    *(("groups", option) for option in CHOICES),
    ("agreement", "confusion"),
    # Two ways to write one argument, `groups`.
    *((name, option) for name in ("groups", "robustness") for option in ("by", "group")),
    ("check", "strict"),
    ("check", "info"),
    ("check", "json"),
    ("format", "check"),
    ("codebook", "output"),
}


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Done]:
    """Run ``profiles`` with some arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["profiles", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        printed = capsys.readouterr()
        code = left.value.code
        return Done(code if isinstance(code, int) else 0, printed.out, printed.err)

    return call


def synthetic(folder: Path, world: World | None = None) -> Path:
    world = world or pair()
    if not world.tables["tenures"]:
        world.tenure("alpha-ada", "xxa-president", "2000-01-01", "2004-12-31")
        world.tenure("beta-ben", "xxb-president", "2002-01-01")
        world.view("alpha-ada", "2001-01-01")
    return world.write(folder)


# --- documented ---


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example(name: str, run: Callable[..., Done]) -> None:
    done = run(name, "--help")
    assert done.code == 0
    text = " ".join(done.out.split())
    assert re.search(r"[.:] Example: profiles " + name + r"\b", text)
    group = typer.main.get_command(cli.app)
    for parameter in group.commands[name].params:  # type: ignore[attr-defined]
        assert parameter.help, parameter.name
        assert parameter.help.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_runs(name: str, run: Callable[..., Done], tmp_path: Path) -> None:
    shutil.copytree(data_dir(), tmp_path / "data")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.toml").write_text('leaders = ["lukashenko"]\n', encoding="utf-8")
    example = inspect.getdoc(COMMANDS[name].callback).partition("Example: profiles ")[2]  # type: ignore[union-attr]
    assert example
    done = run(*shlex.split(example))
    assert done.code == 0, done.err
    assert done.out or name == "format"


@pytest.mark.skipif(not (ROOT / "docs" / "cli.md").is_file(), reason="documentation is not shipped")
def test_every_command_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `profiles ([a-z]+)`$", text, re.MULTILINE) == list(COMMANDS)


def test_every_command_has_a_twin() -> None:
    assert set(TWINS) == set(COMMANDS)
    for twin, _ in TWINS.values():
        module = sys.modules[twin.__module__]
        assert twin.__name__ in {*profiles.__all__, *module.__all__}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_defaults_of_its_twin(name: str) -> None:
    twin, called = TWINS[name]
    there = inspect.signature(twin).parameters
    for option, parameter in inspect.signature(COMMANDS[name].callback).parameters.items():  # type: ignore[arg-type]
        if (name, option) in ONLY_HERE:
            continue
        other = there[called.get(option, option)]
        if parameter.default is inspect.Parameter.empty:
            assert other.default is inspect.Parameter.empty
        else:
            # An argument that takes several has None here and () there for "none given".
            # Paths are written as text there.
            own = str(parameter.default) if isinstance(parameter.default, Path) else parameter.default
            assert (own or None) == (other.default or None), option


def test_the_choices_have_their_own_defaults() -> None:
    command = inspect.signature(COMMANDS["groups"].callback).parameters  # type: ignore[arg-type]
    assert {name: command[name].default for name in CHOICES} == {
        name: getattr(profiles.Choices(), name) for name in CHOICES
    }


def test_what_has_no_twin_of_its_own_agrees_too() -> None:
    assert inspect.signature(findings.render_problems).parameters["info"].default is False
    assert inspect.signature(formatting.format_tables).parameters["write"].default is True


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_short(name: str) -> None:
    source = inspect.getsource(COMMANDS[name].callback)  # type: ignore[arg-type]
    body = source.partition('"""\n')[2]
    assert len(body.splitlines()) <= 15


# --- exit codes and where things are printed ---


def test_version(run: Callable[..., Done]) -> None:
    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"{profiles.__version__}\n", "")


def test_no_arguments_print_help_and_are_a_usage_error(run: Callable[..., Done]) -> None:
    done = run()
    assert done.code == 2
    assert "Usage: " in done.out + done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("compare",),
        ("report",),
        ("compare", "putin", "xi", "--format", "pdf"),
        ("groups",),
        ("groups", "--by", "gender", "--unit", "country"),
        ("groups", "--by", "gender", "--group", "A=putin"),
        ("groups", "--group", "putin,xi"),
        ("groups", "--group", "A=putin", "--group", "A=xi"),
        ("similar", "xi", "-k", "0"),
        ("compare", "putin", "xi", "--as-of", "yesterday"),
        ("compare", "putin", "xi", "--as-of", "2020-02-30"),
        ("list", "--nonsense"),
        ("nonsense",),
    ],
)
def test_usage_errors_exit_2(run: Callable[..., Done], arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "bush", "xi"), "'bush' names 2 leaders; say which: bush-george-h-w"),
        (("compare", "putim", "xi"), "no leader is called 'putim'; did you mean putin-vladimir"),
        (("compare", "putin"), "a comparison needs at least two leaders, not 1"),
        (("compare", "putin", "putin"), "putin-vladimir is named twice"),
        (("compare", "putin", "xi", "--as-of", "1950-01-01"), "was not yet born on 1950-01-01"),
        (("compare", "putin", "xi", "-a", "bron"), "no aspect is called 'bron'; did you mean 'born'?"),
        (("show", "qqqq"), "no leader is called 'qqqq'"),
        (("list", "--state", "Atlantis"), "no state is called 'Atlantis'"),
        (("cite", "bush"), "'bush' names 2 leaders"),
        (("report", "nowhere.toml"), "nowhere.toml: there is no such recipe"),
        (("report", "qqqq"), "no leader is called 'qqqq'"),
        (("codebook", "leadrs"), "leadrs"),
        (("list", "--data", "nowhere"), "nowhere: the path given does not exist"),
        (("check", "nowhere"), "nowhere"),
        (("format", "nowhere"), "nowhere: the path given does not exist"),
        (("groups", "--by", "group:post-sovet"), "group names 'post-sovet', which does not exist; did you mean"),
        (("groups", "--by", "gender=femal"), "no case has gender 'femal'; did you mean 'female'?"),
        (("groups", "--by", "gender", "-a", "age_at_enty"), "did you mean 'age_at_entry'"),
        (("groups", "--by", "gender", "--permutations", "0"), "permutations is 0; write a whole number of at least 1"),
        (("robustness", "entry", "--by", "group:g7"), "entry has several codes; say which to follow"),
        (("agreement", "--field", "nope"), "no field called 'nope'"),
        (("similar", "nobody"), "no leader is called 'nobody'"),
        (("gallery", "nowhere"), "nowhere"),
        (
            ("show", "xi", "-o", "xi.pdf"),
            "the suffix '.pdf' of 'xi.pdf' is not that of a table's format; use one of .txt",
        ),
        (("show", "xi", "-o", "nowhere/xi.tex"), "no folder 'nowhere' to save 'xi.tex' in; make it first"),
        (("show", "xi", "-o", "folder.tex"), "'folder.tex' is a folder; name a file"),
    ],
)
def test_errors_exit_1_with_a_message_and_no_traceback(
    run: Callable[..., Done], arguments: tuple[str, ...], message: str
) -> None:
    Path("folder.tex").mkdir()
    done = run(*arguments)
    assert done.code == 1
    assert message in done.err or arguments[0] == "check"
    assert message in done.err + done.out
    assert "Traceback" not in done.err
    assert "reading the data" in done.err or done.err.startswith("profiles: ") or arguments[0] == "check"


def test_what_the_system_refuses_is_said_in_its_words(
    run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device", "report.html")

    monkeypatch.setattr("profiles.cli.run.app", refuse)
    assert run("list") == (1, "", "profiles: report.html: No space left on device\n")


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from profiles.cli import main; main()", *arguments]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=env)

    done = call("compare", "bush", "xi")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("profiles: 'bush' names 2 leaders")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from profiles.cli import main; main()", "cite"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=env) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
        assert (process.wait(), errors) == (0, b"")


# --- each command ---


def test_list(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = synthetic(tmp_path / "tables")
    done = run("list", "--data", folder)
    assert done.out.splitlines()[-1] == "2 leaders"
    assert run("list", "--state", "XXA", "--data", folder).out.splitlines()[-1] == "1 leader"
    assert "beta-ben" in run("list", "--in-office", "2010-01-01", "--data", folder).out
    assert run("list", "nobody", "--data", folder).out == "0 leaders\n"


@pytest.mark.parametrize("format", ["text", "markdown", "html", "csv", "latex", "json"])
def test_formats(run: Callable[..., Done], tmp_path: Path, format: str) -> None:
    folder = synthetic(tmp_path / "tables")
    data = profiles.load(folder)
    both, one = profiles.compare("ada", "ben", data=data), profiles.describe("ada", data=data)
    for arguments, result in ((("compare", "ada", "ben"), both), (("show", "ada"), one)):
        made = getattr(result, f"to_{format}")
        expected = made(width=100) if format == "text" else made()
        done = run(*arguments, "--data", folder, "--format", format)
        assert (done.code, done.out, done.err) == (0, expected, "")
        if format == "text":
            assert run(*arguments, "--data", folder).out == expected


def test_who_coded_what(run: Callable[..., Done]) -> None:
    done = run("agreement", "--confusion", "evaluation")
    counts = [[int(n) for n in line.split()[1:]] for line in done.out.splitlines()[2:]]
    assert (done.code, len(counts), sum(map(sum, counts))) == (0, 4, 57)
    assert sum(row[place] for place, row in enumerate(counts)) == 51
    assert run("agreement", "--confusion", "nope").code == 1


def test_groups_by_list(run: Callable[..., Done]) -> None:
    done = run("groups", "--group", "Two=putin, xi", "--group", "One=merkel", "-a", "age_at_entry")
    assert (done.code, done.err) == (0, "")
    assert "Groups. Two: Vladimir Putin and Xi Jinping. One: Angela Merkel." in " ".join(done.out.split())
    assert run("robustness", "age_at_entry", "--group", "Two=putin,xi", "--versus", "gender=female").code == 0
    assert "say which groups: either --by group:post-soviet, or" in run("groups").err


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "tex", "docx", "xlsx", "csv", "json"])
@pytest.mark.parametrize(
    "arguments", [("compare", "ada", "ben"), ("groups", "--by", "gender"), ("similar", "ada")], ids=lambda a: a[0]
)
def test_output_to_a_file(run: Callable[..., Done], tmp_path: Path, arguments: tuple[str, ...], suffix: str) -> None:
    world = pair()
    world.leader("alpha-al", gender="male")
    for number, leader in enumerate(("alpha-ada", "alpha-al", "beta-ben")):
        office = "xxb-president" if leader == "beta-ben" else "xxa-president"
        world.tenure(leader, office, f"{1990 + 5 * number}-01-01", f"{1994 + 5 * number}-12-31")
    folder = world.write(tmp_path / "tables")
    done = run(*arguments, "--data", folder, "-o", f"table.{suffix}")
    assert (done.code, done.out, done.err) == (0, f"table.{suffix}\n", "")
    assert Path(f"table.{suffix}").stat().st_size > 100


def test_aspects_and_day(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = synthetic(tmp_path / "tables")
    done = run("compare", "ada", "ben", "--data", folder, "-f", "csv", "-a", "born", "--aspect", "died")
    assert {line.split(",")[1] for line in done.out.splitlines()[1:]} == {"Born", "Died"}
    done = run("show", "ada", "--data", folder, "-f", "csv", "-a", "birthplace")
    assert {line.split(",")[1] for line in done.out.splitlines()[1:]} == {"Birthplace"}
    assert "As of 2003-05-06;" in run("compare", "ada", "ben", "--data", folder, "--as-of", "2003-05-06").out


def test_unverified(run: Callable[..., Done], tmp_path: Path) -> None:
    world = pair()
    world.tenure("alpha-ada", "xxa-premier", "1991-01-01", "1999-12-31", sources="")
    folder = synthetic(tmp_path / "tables", world)
    assert "Prime Minister" not in run("show", "ada", "--data", folder).out
    assert "(unverified)" in run("show", "ada", "--data", folder, "--unverified").out


def test_check_of_sound_and_broken_tables(run: Callable[..., Done], tmp_path: Path) -> None:
    sound, broken = synthetic(tmp_path / "sound"), synthetic(tmp_path / "broken")
    # Written here by hand, not in canonical form: no error.
    formatted = run("format", sound)
    assert formatted.code == 0
    assert run("check", sound).code == 0
    assert "0 errors" in run("check", sound).out
    tenures = broken / "tenures.csv"
    tenures.write_text(tenures.read_text(encoding="utf-8").replace("2004-12-31", "2004-02-30"), encoding="utf-8")
    done = run("check", broken)
    assert done.code == 1
    assert "tenures.csv\n" in done.out
    assert "2004-02-30" in done.out
    assert re.search(r"^[1-9][0-9]* errors?,", done.out.splitlines()[-1])
    assert run("check", sound, broken).code == 1
    loading = run("list", "--data", broken)
    assert (loading.code, loading.out) == (1, "")
    assert "nothing was loaded" in loading.err


def test_check_strict_and_info(run: Callable[..., Done], tmp_path: Path) -> None:
    world = pair()
    world.source("unread")
    folder = synthetic(tmp_path / "tables", world)
    run("format", folder)
    done = run("check", folder)
    assert done.code == 0
    assert "[unused-source]" in done.out
    assert run("check", "--strict", folder).code == 1
    problems = check(folder)
    assert {p.severity for p in problems} <= {"warning", "info"}
    for flag, shown in ((), ("warning",)), (("--info",), ("warning", "info")):
        text = run("check", *flag, folder).out
        assert [f"[{p.rule}]" in text for p in problems] == [p.severity in shown for p in problems]


def test_check_json(run: Callable[..., Done], tmp_path: Path) -> None:
    world = pair()
    world.source("unread")
    folder = synthetic(tmp_path / "tables", world)
    done = run("check", "--json", folder)
    assert json.loads(done.out) == [problem.as_dict() for problem in check(folder)]
    assert done.err == ""


def test_format(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = synthetic(tmp_path / "tables")
    run("format", folder)
    leaders = folder / "leaders.csv"
    sound = leaders.read_bytes()
    leaders.write_bytes(sound.replace(b"\n", b"\r\n"))
    done = run("format", "--check", folder)
    assert (done.code, done.out) == (1, "would change: leaders.csv\n")
    assert leaders.read_bytes() != sound
    assert run("format", folder) == Done(0, "changed: leaders.csv\n", "")
    assert leaders.read_bytes() == sound
    assert run("format", "--check", folder) == Done(0, "", "")


def test_cite(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = synthetic(tmp_path / "tables")
    data = profiles.load(folder)
    assert run("cite", "--data", folder).out == profiles.cite(data=data)
    assert run("cite", "ada", "ben", "--data", folder).out == profiles.cite(["ada", "ben"], data=data)


def test_codebook(run: Callable[..., Done], tmp_path: Path) -> None:
    assert run("codebook", "views").out == codebook.render_codebook("views")
    assert run("codebook").out == codebook.render_codebook()
    done = run("codebook", "-o", tmp_path / "book.md")
    assert done.out == f"{tmp_path / 'book.md'}\n"
    assert (tmp_path / "book.md").read_text(encoding="utf-8") == codebook.render_codebook()


def test_coverage(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run("coverage", "--data", synthetic(tmp_path / "tables"))
    assert "Country A" in done.out
    assert done.out.splitlines()[-1] == "2 states"


def test_report(run: Callable[..., Done], tmp_path: Path) -> None:
    folder = synthetic(tmp_path / "tables")
    done = run("report", "ada", "ben", "--data", folder, "-o", tmp_path / "out", "--as-of", "2003-05-06")
    assert (done.code, done.out) == (0, f"{tmp_path / 'out' / 'index.html'}\n")
    assert done.err.splitlines()[0].startswith("reading the data")
    assert len(done.err.splitlines()) == 5
    assert "6 May 2003" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert run("report", "ada", "ben", "--data", folder).out == f"{Path('report-ada-ben') / 'index.html'}\n"


def test_progress_at_a_terminal_leaves_no_line_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(list[str]):
        def write(self, text: str) -> None:
            self.append(text)

        def flush(self) -> None:
            pass

        @staticmethod
        def isatty() -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("drawing"):
        pass
    assert terminal == ["\r\033[Kdrawing …", "\r\033[K"]


@pytest.mark.parametrize(("columns", "expected"), [("20", 40), ("80", 80), ("500", 160)])
def test_width(monkeypatch: pytest.MonkeyPatch, columns: str, expected: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert width() == expected


def test_the_command_line_is_typer_and_nothing_else() -> None:
    assert isinstance(cli.app, typer.Typer)
