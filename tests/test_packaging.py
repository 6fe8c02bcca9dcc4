"""The wheel, built from the sdist, cleans the seed elsewhere with the shipped rules."""

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

from cleaner.native import PURE, twin

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "independent-junior-doctors-2016.txt"


def test_every_library_that_is_imported_is_asked_for() -> None:
    """By the package itself or by an extra of it; what another one brings may go with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[><=]", line, maxsplit=1)[0].replace("_", "-").lower() for line in asked}
    owners = packages_distributions()

    missing = {
        name
        for name in _imported()
        if not {owner.replace("_", "-").lower() for owner in owners.get(name, [name])} & names
    }

    assert set() == missing


def _imported() -> set[str]:
    """The first names of all modules that the package imports, but for its own and Python's."""
    names: set[str] = set()
    for path in (ROOT / "cleaner").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
    return names - {"cleaner"} - sys.stdlib_module_names


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), CFLAGS="-O0")  # quick to compile


def built(folder: Path, **environ: str) -> Path:
    """Build an sdist and from it a wheel; all that it takes is here, nothing is fetched.

    As pip builds: the interpreter has no library, and `PYTHONPATH` leads to those asked for.
    """
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [python, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    borrowed = os.pathsep.join(p for p in sys.path if p.endswith("site-packages"))
    env = {k: v for k, v in os.environ.items() if k != PURE} | environ | {"PYTHONPATH": borrowed}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("news_cleaner-*.whl"))


def test_a_wheel_for_any_platform_has_nothing_compiled(tmp_path: Path) -> None:
    wheel = built(tmp_path, **{PURE: "1"})
    names = zipfile.ZipFile(wheel).namelist()

    assert wheel.name.endswith("-py3-none-any.whl")
    assert [] == [name for name in names if name.endswith((".so", ".pyd"))]


def test_a_wheel_for_one_platform_has_every_twin_that_is_built_here(wheel: Path) -> None:
    sources = sorted((ROOT / "cleaner" / "native").glob("*.c"))
    here = {path.stem for path in sources if twin(path.stem) is not None}
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {Path(name).name.split(".")[0] for name in names if name.endswith((".so", ".pyd"))}

    assert {f"_{name}" for name in here} == shipped
    assert bool(here) != wheel.name.endswith("-py3-none-any.whl")


def test_the_sdist_holds_what_is_needed_to_build_and_nobodys_texts(wheel: Path) -> None:
    with tarfile.open(next(wheel.parent.glob("news_cleaner-*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    sources = {p.relative_to(ROOT).as_posix() for p in (ROOT / "cleaner" / "native").glob("*.[ch]")}
    rules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "rules").rglob("*") if p.is_file()}
    files = {"README.md", "LICENSE", "CHANGELOG.md", "hatch_build.py", "pyproject.toml"}

    assert set() == (sources | rules | files) - names
    assert {"cleaner", "rules", ".gitignore", "PKG-INFO", *files} == {
        n.split("/")[0] for n in names
    }
    assert [] == [name for name in names if name.endswith((".so", ".pyd"))]


def test_the_wheel_ships_no_sources_in_c(wheel: Path) -> None:
    assert [] == [n for n in zipfile.ZipFile(wheel).namelist() if n.endswith((".c", ".h"))]


def test_the_wheel_ships_every_rule_file_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {n.removeprefix("cleaner/_rules/") for n in names if n.startswith("cleaner/_rules/")}
    ours = {str(p.relative_to(ROOT / "rules")) for p in (ROOT / "rules").rglob("*") if p.is_file()}

    assert ours == shipped
    assert len(names) == len(set(names))
    assert "cleaner/py.typed" in names
    assert {"cleaner/breaks/starts.txt", "cleaner/breaks/going-on.txt"} <= set(names)
    assert "cleaner/scoring/weights.yaml" in names
    assert "cleaner/scoring/tree/weights.yaml" in names


def test_the_installed_wheel_cleans_the_seed(wheel: Path, tmp_path: Path) -> None:
    """In a fresh environment in another folder; dependencies are borrowed from this one.

    It brings the rules compiled: no cache is needed, and nothing that reads YAML.
    """
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False)
    bin_folder = environment / ("Scripts" if os.name == "nt" else "bin")
    packages = subprocess.run(
        [bin_folder / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    install = ["--python", str(environment), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], capture_output=True, check=True)
    borrowed = [p for p in sys.path if p.endswith("site-packages")]
    (Path(packages) / "borrowed.pth").write_text("\n".join(borrowed), "utf-8")
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environ["NEWS_CLEANER_CACHE"] = ""
    code = (
        "import sys, cleaner; sys.modules['yaml'] = None\n"
        "cleaner.clean('Rain fell.', profile='rules-only'); print(cleaner.__file__)"
    )
    where = subprocess.run(
        [bin_folder / "python", "-c", code],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
    )
    done = subprocess.run(
        [bin_folder / "clean", "-"],
        cwd=tmp_path,
        env=environ,
        input=SEED.read_bytes(),
        capture_output=True,
        check=False,
    )

    assert where.stdout.startswith(str(packages)), where.stderr
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"Junior doctors have walked out on strike")
    assert b"Your support" not in done.stdout


def test_a_source_checkout_reads_its_own_rules() -> None:
    from cleaner.packs.cache import builtin_rules

    assert Path(builtin_rules()) == ROOT / "rules"
