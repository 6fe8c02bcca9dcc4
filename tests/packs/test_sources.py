"""Which rules are in use: shipped, installed, of the project."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.packs.cache import builtin_rules
from cleaner.packs.sources import installed_packs, project_rules, rule_paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "a" / "b").mkdir(parents=True)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def test_the_nearest_project_counts(project: Path) -> None:
    write(project, '[tool.cleaner]\nrules = ["mine.yaml", "builtin"]\nignore = "share"\n')
    found = project_rules(str(project / "a" / "b"))

    assert found.rules == (str(project / "mine.yaml"), "builtin")
    assert (found.select, found.ignore) == ((), ("share",))
    write(project / "a", "[project]\nname = 'cleaner'\n")
    assert project_rules(str(project / "a" / "b")) == project_rules("/")


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\ncleaner = {select = ["share"]}',
        '[ tool . "cleaner" ]\nselect = ["share"]',
        'tool.cleaner.select = "share"',
        '[tool.cleaner.check]\nx = 1\n[tool.cleaner]\nselect = ["share"]',
        '\ufeff[tool.cleaner]\nselect = "share"',
        '[tool."cl\\u0065aner"]\nselect = "share"',
        '"t\\U0000006Fol"."\\u0063leaner".select = "share"',
    ],
)
def test_every_way_to_write_the_table_is_read(project: Path, text: str) -> None:
    write(project, text)

    assert project_rules(str(project)).select == ("share",)


def test_other_projects_are_not_parsed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, "[project]\nname = 'cleaner'\n[tool.ruff]\nsrc = ['cleaner']\n[[[ no TOML")
    monkeypatch.setitem(sys.modules, "tomllib", None)

    assert project_rules(str(project)).path == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.cleaner]\nrules = [", "not TOML: "),
        ("[tool.cleaner]\nrules = [1]", r"\[tool.cleaner\] rules must be a list of texts"),
        ("[tool.cleaner]\nrulse = []", r"rulse is unknown; choose rules, select, ignore"),
        ("[tool.cleaner.chekc]\nlang = 1", r"chekc is unknown; choose rules, select, ignore"),
        ("[tool]\ncleaner = 1", r"tool.cleaner is no table"),
    ],
)
def test_what_is_wrong_with_a_project_is_told(project: Path, text: str, problem: str) -> None:
    write(project, text)

    with pytest.raises(UsageError, match=problem):
        project_rules(str(project))


def install(folder: Path, package: str, value: str) -> None:
    """Lay a package of rules where an installer would."""
    rules = folder / package / "rules"
    rules.mkdir(parents=True)
    (folder / package / "__init__.py").write_text("raise SystemExit('its code was run')")
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[cleaner.rules]\nlocal = {value}\n[other]\nx = y\n")


def test_installed_packs_are_found_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(tmp_path / "cache"))
    monkeypatch.syspath_prepend(str(site))

    assert installed_packs() == []
    install(site, "town_rules", "town_rules:rules")
    install(site, "city_rules", "city_rules")
    os.utime(site, ns=(1, 1))  # clocks of file systems are coarse
    expected = [str(site / "city_rules"), str(site / "town_rules" / "rules")]
    assert installed_packs() == expected
    (site / "city_rules-1.0.dist-info" / "entry_points.txt").unlink()
    assert installed_packs() == expected  # no folder of packages has changed
    os.utime(site, ns=(2, 2))
    assert installed_packs() == expected[1:]


@pytest.mark.parametrize("value", ["town_rulez", "town_rulez:rules", "town_rulez.more [all]"])
def test_a_package_that_is_not_there_is_told(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", "")
    monkeypatch.syspath_prepend(str(tmp_path))
    install(tmp_path, "town_rules", value)

    with pytest.raises(UsageError, match=r"local = town_rulez.*: there is no such package; mend"):
        installed_packs()


def test_a_cache_that_cannot_be_used_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "town_rules", "town_rules")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "file").write_text("")
    for cache in ("", str(tmp_path / "file")):
        monkeypatch.setenv("NEWS_CLEANER_CACHE", cache)

        assert installed_packs() == [str(tmp_path / "town_rules")]


def test_what_is_named_takes_the_place_of_the_defaults() -> None:
    shipped = builtin_rules()

    assert rule_paths()[:1] == [shipped]
    assert rule_paths(["mine"], ["theirs"]) == ["mine"]
    assert rule_paths([], ["theirs", "builtin"]) == ["theirs", shipped]
    assert rule_paths(["mine", "builtin", "mine"], has_defaults=False) == ["mine"]


def test_asking_imports_nothing_that_costs() -> None:
    code = (
        "import sys; before = set(sys.modules); from cleaner.packs import sources; "
        "sources.project_rules(); sources.rule_paths(); sources.rule_paths(); "
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"tomllib", "importlib.metadata", "configparser", "pathlib", "pydantic", "yaml"}

    assert heavy & set(done.stdout.split()) == set()
