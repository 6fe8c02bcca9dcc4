"""Compiled modules are used where they are built, and can be left alone."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from cleaner import native

SOURCES = sorted(Path(native.__file__).parent.glob("*.c"))


def python(code: str, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={k: v for k, v in os.environ.items() if k != native.PURE} | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_where_a_compiler_is_every_module_is_built(source: Path) -> None:
    if shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0]) is None:
        pytest.skip("no C compiler here; the Python does the work")
    code = f"from cleaner.native import twin; print(twin({source.stem!r}).__name__)"

    assert f"cleaner.native._{source.stem}" == python(code)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_environment_can_leave_them_alone(source: Path) -> None:
    code = f"from cleaner.native import twin; print(twin({source.stem!r}))"

    assert "None" == python(code, **{native.PURE: "1"})
