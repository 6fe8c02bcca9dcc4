"""The project's own texts pass its own hook, and a bad one would not."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.checker.articles import APPEAL

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run_hook(tmp_path: Path) -> object:
    """Run our own hook, with this environment's command in place of the checkout's."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = config["repos"][0]["hooks"]
    hook["entry"] = f"{sys.executable} -m cleaner check"
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(config))

    def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", "-c", str(path), *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    return run


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit needs a repository")
def test_the_expected_bodies_pass_the_projects_own_hook(run_hook: object) -> None:
    articles = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("corpus/*/*.yaml"))]
    bodies = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("seeds/*.body.txt"))]
    ran = run_hook("--files", *articles, *bodies)  # type: ignore[operator]

    assert 40 < len(articles)
    assert bodies
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout


def test_chrome_in_an_expected_body_would_be_found(tmp_path: Path) -> None:
    source = (ROOT / "corpus" / "en" / "news-library-roof.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "corpus" / "en"
    folder.mkdir(parents=True)
    appeal = f"  - label: body\n    text: |\n\n      {APPEAL}"
    (folder / "news-library-roof.yaml").write_text(source.rstrip("\n") + "\n" + appeal)
    command = [sys.executable, "-m", "cleaner", "check", "-q", "--output-format", "concise"]
    ran = subprocess.run(
        [*command, str(folder / "news-library-roof.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "yaml:1:1: donation/" in ran.stdout
