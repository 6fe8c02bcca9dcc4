"""What the build adds: the top-level rules/ inside the wheel, and compiled twins where they build.

Rules are shipped only in a real wheel, as cleaner/_rules: an editable install reads rules/ where it
stands, so that no stale copy is left behind in site-packages. They are shipped compiled too, as
cleaner/_made, so that the first start with the Python that built the wheel need not do it.

Each `cleaner/native/NAME.c` becomes the module `cleaner.native._NAME`. Without a compiler, or with
NEWS_CLEANER_PURE set, the package is installed without them and does the same more slowly.

    python hatch_build.py        builds the modules in place, for those who work on them
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by hand, where hatchling is not installed
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "cleaner" / "native"
TAKEN_BY_RULES = ("pydantic", "regex", "yaml")
OPTIONS = ["/std:c11"] if os.name == "nt" else []  # what other compilers read by default


class Ship(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the rules and the compiled modules to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        is_editable = version == "editable"
        self.place = tempfile.TemporaryDirectory()
        if not is_editable:
            build_data["force_include"]["rules"] = "cleaner/_rules"
            for path in compiled_rules(Path(self.place.name, "made")):
                build_data["force_include"][str(path)] = f"cleaner/_made/{path.name}"
        built = [] if os.environ.get("NEWS_CLEANER_PURE") else compiled(Path(self.place.name))
        if is_editable:
            put_in_place(built)
        elif built:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            for path in built:
                build_data["force_include"][str(path)] = f"cleaner/native/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel":
            self.place.cleanup()


def compiled(folder: Path) -> list[Path]:
    """Build what can be built below a folder; return the files."""
    from setuptools import Distribution, Extension

    sources = sorted(SOURCES.glob("*.c"))
    names = [f"cleaner.native._{path.stem}" for path in sources]
    modules = [
        Extension(name, [str(path.relative_to(ROOT))], extra_compile_args=OPTIONS, optional=True)
        for name, path in zip(names, sources, strict=True)
    ]
    if not modules:
        return []
    command = Distribution({"ext_modules": modules}).get_command_obj("build_ext")
    command.build_lib = command.build_temp = str(folder)
    command.ensure_finalized()
    command.run()
    return [path for path in map(Path, command.get_outputs()) if path.exists()]


def compiled_rules(folder: Path) -> list[Path]:
    """Compile the rules into a folder, in a process that forgets it; return the files.

    None where a library that it takes is not there: then the first start compiles them. Any other
    failure is one of the build.
    """
    if not all(map(find_spec, TAKEN_BY_RULES)):
        return []
    code = f"from cleaner.packs.cache import write_shipped; write_shipped({str(folder)!r})"
    path = os.pathsep.join((str(ROOT), *filter(None, sys.path)))  # the build's own libraries too
    own = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "NEWS_CLEANER_CACHE": ""}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | own, check=True)
    return sorted(folder.glob("*.bin"))


def put_in_place(built: Iterable[Path]) -> None:
    """Put modules beside their sources, where none of an older build must stay."""
    new = {path.name for path in built}
    for path in (*SOURCES.glob("_*.so"), *SOURCES.glob("_*.pyd")):
        if path.name not in new:
            path.unlink()
    for path in built:
        shutil.copy(path, SOURCES / f"{path.name}.new")
        os.replace(SOURCES / f"{path.name}.new", SOURCES / path.name)


if __name__ == "__main__":
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as place:
        made = compiled(Path(place))
        put_in_place(made)
    sys.exit(len(made) != len(list(SOURCES.glob("*.c"))))
