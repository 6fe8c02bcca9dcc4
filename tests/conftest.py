"""What many tests need: compiled cleaners, the seed, and documents made by hypothesis."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cleaner import Cleaner

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "independent-junior-doctors-2016.txt"

settings.register_profile(
    "default",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "random",
    settings.get_profile("default"),
    max_examples=2_000,
    derandomize=False,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of compiled rules of the tests' own."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["NEWS_CLEANER_CACHE"] = str(folder)
    return folder


@pytest.fixture
def fresh_cache(own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache for one test, in which rules and weights stand that were read before."""
    Cleaner()
    folder = tmp_path / "cache"
    folder.mkdir()
    for file in own_cache.glob("*.bin"):
        shutil.copy2(file, folder)
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.fixture(scope="session")
def rules_only() -> Cleaner:
    return Cleaner(profile="rules-only")


@pytest.fixture(scope="session")
def seed_text() -> str:
    with SEED.open(encoding="utf-8", newline="") as file:
        return file.read()
