"""Libraries of an extra: found, missing, broken."""

import sys
from pathlib import Path

import pytest

from profiles.errors import MissingExtra, ProfilesError
from profiles.extras import EXTRAS, require


@pytest.mark.parametrize(
    "module", [pytest.param(name, marks=pytest.mark.pango) if name == "weasyprint" else name for name in EXTRAS]
)
def test_what_is_installed_comes_back(module: str) -> None:
    assert require(module, "these tests") is sys.modules[module]


@pytest.mark.parametrize("module", ["scipy.stats", "krippendorff"])
def test_what_is_missing_is_named_with_the_way_out(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    top = module.partition(".")[0]
    for name in [name for name in sys.modules if name == top or name.startswith(f"{top}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    monkeypatch.setattr(sys, "meta_path", [finder for finder in sys.meta_path if "Editable" not in repr(finder)])
    said = rf"exact tests need {top}.*pip install 'leader-profiles\[stats\]'"
    with pytest.raises(MissingExtra, match=said) as raised:
        require(module, "exact tests")
    assert isinstance(raised.value, ImportError)
    assert isinstance(raised.value, ProfilesError)


def test_what_is_there_but_broken_is_not_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "krippendorff"]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "krippendorff.py").write_text("import a_library_that_nobody_has\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="a_library_that_nobody_has"):
        require("krippendorff", "agreement")
