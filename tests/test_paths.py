"""Where data and schemas are found, and that a wrong name is never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiles import paths
from profiles.errors import ProfilesError

ROOT = Path(__file__).resolve().parents[1]


def test_the_argument_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROFILES_DATA", str(ROOT))
    assert paths.data_dir(tmp_path) == tmp_path
    assert paths.data_dir(str(tmp_path)) == tmp_path
    assert paths.schema_dir(tmp_path) == tmp_path


def test_then_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROFILES_DATA", str(tmp_path))
    assert paths.data_dir() == tmp_path
    assert paths.schema_dir() == ROOT / "schemas"  # schemas belong to the code
    monkeypatch.setenv("PROFILES_DATA", "")
    assert paths.data_dir() == ROOT / "data"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "profiles"
    package.mkdir()
    monkeypatch.setattr(paths, "_HERE", package)
    return package


def test_then_what_is_installed_then_the_checkout(elsewhere: Path) -> None:
    (elsewhere.parent / "data").mkdir()
    (elsewhere.parent / "schemas").mkdir()
    # A folder that is by chance called data is not a checkout.
    with pytest.raises(paths.MissingFolder, match="the package holds no data; reinstall"):
        paths.data_dir()
    (elsewhere.parent / "pyproject.toml").touch()
    assert paths.data_dir() == elsewhere.parent / "data"
    assert paths.schema_dir() == elsewhere.parent / "schemas"
    (elsewhere / "_data").mkdir()
    (elsewhere / "_schemas").mkdir()
    assert paths.data_dir() == elsewhere / "_data"
    assert paths.schema_dir() == elsewhere / "_schemas"


def test_a_checkout_without_the_folder(elsewhere: Path) -> None:
    (elsewhere.parent / "pyproject.toml").touch()
    with pytest.raises(paths.MissingFolder, match="the package holds no schemas"):
        paths.schema_dir()


def test_a_name_without_a_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, file = tmp_path / "gone", tmp_path / "file"
    file.touch()
    with pytest.raises(paths.MissingFolder, match="gone: the path given does not exist"):
        paths.data_dir(gone)
    with pytest.raises(paths.MissingFolder, match="file: the path given is not a folder"):
        paths.schema_dir(file)
    monkeypatch.setenv("PROFILES_DATA", str(gone))
    with pytest.raises(paths.MissingFolder, match="gone: PROFILES_DATA does not exist") as raised:
        paths.data_dir()
    assert isinstance(raised.value, ProfilesError)
    assert isinstance(raised.value, FileNotFoundError)
