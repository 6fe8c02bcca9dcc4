"""The hooks under the real pre-commit, in a repository made for it; nothing is fetched.

`repo: local` and `language: system` stand in for the environment that pre-commit would build from
this package; ids, entries, patterns and flags are those of `.pre-commit-hooks.yaml`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cleaner.checker.settings import INCLUDE
from tests.checker.articles import APPEAL, BODY, DIRTY

ROOT = Path(__file__).resolve().parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"


class Repository:
    """A git repository with our hooks installed."""

    def __init__(self, folder: Path, *ids: str) -> None:
        self.folder = folder
        known = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
        hooks = [{**hook, "language": "system"} for hook in known if hook["id"] in ids]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        (folder / "pyproject.toml").write_text(
            '[tool.cleaner.check]\nprofile = "rules-only"\nexclude = ["raw/"]\n'
        )
        self.run("git", "init", "-q", ".")
        self.run(sys.executable, "-m", "pre_commit", "install")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]])
        environ["PRE_COMMIT_HOME"] = str(self.folder.parent / "pre-commit")
        for role in ("AUTHOR", "COMMITTER"):
            environ |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
        return subprocess.run(
            command, cwd=self.folder, env=environ, capture_output=True, text=True, check=False
        )

    def commit(self, **texts: str) -> subprocess.CompletedProcess[str]:
        """Write `name="text"` as `name.txt`, add everything, commit."""
        for name, text in texts.items():
            (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.run("git", "add", "-A")
        return self.run("git", "commit", "-m", "An article")

    def commits(self) -> int:
        return len(self.run("git", "log", "--oneline").stdout.splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    return folder


def test_a_dirty_article_is_refused_and_a_fixed_one_accepted(folder: Path) -> None:
    repository = Repository(folder, "clean-check")
    refused = repository.commit(a=DIRTY)

    assert refused.returncode == 1
    assert "clean check......" in refused.stderr + refused.stdout
    assert "a.txt:4:1: donation/contribution-as-little-as" in refused.stderr + refused.stdout
    assert 0 == repository.commits()

    accepted = repository.commit(a=DIRTY.replace(APPEAL, "").replace("Share this article\n\n", ""))

    assert accepted.returncode == 0, accepted.stderr
    assert 1 == repository.commits()


def test_the_hooks_take_what_the_checker_takes_from_folders() -> None:
    check, fix = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))

    for name in (pattern[1:].replace("*", "dev") for pattern in INCLUDE if pattern[0] == "!"):
        for hook in (check, fix):
            assert re.search(hook["exclude"], name)
            assert re.search(hook["exclude"], f"a/{name}")
            assert not re.search(hook["exclude"], f"a-{name}")
    for pattern in (pattern for pattern in INCLUDE if pattern[0] != "!"):
        name = pattern.replace("*", "news")
        assert not re.search(check["exclude"], name)
        assert re.search(check["files"], name)
        assert bool(re.search(fix["files"], name)) == ("parquet" not in name and "pq" not in name)


def test_only_changed_files_are_checked(folder: Path) -> None:
    repository = Repository(folder, "clean-check")
    repository.commit(old=BODY)
    (folder / "old.txt").write_text(DIRTY)
    repository.run("git", "commit", "-qnam", "Past the hook")
    accepted = repository.commit(b=BODY.replace("bridge", "tunnel").replace("nine", "seven"))

    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_excluded_files_are_let_through_though_they_are_named(folder: Path) -> None:
    (folder / "raw").mkdir()
    repository = Repository(folder, "clean-check")
    (folder / "raw" / "page.txt").write_text(DIRTY)

    assert 0 == repository.commit(a=BODY).returncode


def test_the_fixing_hook_mends_and_asks_to_look(folder: Path) -> None:
    repository = Repository(folder, "clean-fix")
    refused = repository.commit(a=DIRTY)

    assert refused.returncode == 1
    assert "files were modified by this hook" in refused.stderr + refused.stdout
    assert BODY == (folder / "a.txt").read_text()

    assert 0 == repository.commit().returncode
    assert BODY == repository.run("git", "show", "HEAD:a.txt").stdout


def test_the_manifest_and_our_own_configuration_are_valid() -> None:
    for command, file in (("validate-manifest", HOOKS),
                          ("validate-config", ROOT / ".pre-commit-config.yaml")):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", command, str(file)], capture_output=True, text=True
        )

        assert done.returncode == 0, done.stdout + done.stderr
