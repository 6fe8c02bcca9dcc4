"""In place: whole or not at all, and back again."""

import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.cli.main import main
from cleaner.errors import InputError
from cleaner.formats.atomic import AtomicFile

from .conftest import ARTICLE, CLEANED, Run


def permissions_hold() -> bool:
    """False for a user who may do everything."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secret"
        path.touch(mode=0)
        return not os.access(path, os.R_OK)


UNPRIVILEGED = pytest.mark.skipif(not permissions_hold(), reason="this user may do everything")


def test_files_are_written_in_place(clean: Run, article: Path) -> None:
    ran = clean("-wq", article)

    assert ran == (0, b"", "")
    assert article.read_text() == CLEANED
    assert [article.name] == os.listdir(article.parent)


def test_the_mode_is_kept(clean: Run, article: Path) -> None:
    article.chmod(0o640)
    clean("-w", article)

    assert stat.S_IMODE(article.stat().st_mode) == 0o640


def test_a_link_stays_and_its_target_is_written(clean: Run, article: Path) -> None:
    link = article.parent / "link.txt"
    link.symlink_to(article.name)
    clean("--write", link)

    assert link.is_symlink()
    assert article.read_text() == CLEANED


def test_nothing_is_written_where_nothing_changes(clean: Run, article: Path) -> None:
    article.write_text(CLEANED)
    os.utime(article, ns=(1, 1))
    before = article.stat()
    clean("-w", article)

    assert (before.st_ino, 1) == (article.stat().st_ino, article.stat().st_mtime_ns)


def test_a_refused_write_leaves_the_file_and_nothing_beside(
    clean: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cleaner.formats.atomic.os.open", refuse)
    ran = clean("-w", article)

    assert ran.code == 2
    assert f"clean: {article}: cannot be written in place: Permission denied" in ran.err
    assert article.read_text() == ARTICLE


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
def test_a_write_that_fails_half_way_leaves_the_file_and_nothing_beside(
    clean: Run, article: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"cleaner.formats.atomic.os.{step}", fail)
    ran = clean("-w", article)

    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert article.read_text() == ARTICLE
    assert [article.name] == os.listdir(article.parent)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let every write behind so many bytes fail, as on a full disk: some of it is written."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("has_annotations", [False, True])
def test_files_that_do_not_fit_on_the_disk_stay_as_they_were(
    clean: Run, article: Path, tmp_path: Path, has_annotations: bool
) -> None:
    long = ARTICLE * (40_000 // len(ARTICLE))
    second = article.parent / "second.txt"
    for path in (article, second):
        path.write_text(long)
    notes = ["--annotations", tmp_path / "notes.jsonl"] if has_annotations else []
    with files_no_larger_than(16_384):
        ran = clean("-w", *notes, article, second)

    assert ran.code == 2
    assert f"{second}: cannot be written in place: File too large" in ran.err
    assert [long, long] == [article.read_text(), second.read_text()]
    assert {article.name, second.name} == set(os.listdir(article.parent)) - {"notes.jsonl"}


def test_what_was_written_in_part_is_never_committed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rain.")
    with files_no_larger_than(8), AtomicFile(str(path)) as file:
        with pytest.raises(OSError, match="too large"):
            file.write(bytes(20_000))
        with pytest.raises(OSError, match="an earlier write has failed"):
            file.commit()

    assert path.read_text() == "Rain."
    assert [path] == list(tmp_path.iterdir())


@UNPRIVILEGED
def test_a_read_only_folder_is_reported(clean: Run, article: Path) -> None:
    article.parent.chmod(0o500)
    try:
        ran = clean("-w", article)
    finally:
        article.parent.chmod(0o700)

    assert ran.code == 2
    assert "cannot be written in place" in ran.err
    assert article.read_text() == ARTICLE


@UNPRIVILEGED
def test_a_write_protected_file_stays(clean: Run, article: Path) -> None:
    article.chmod(0o400)
    ran = clean("-w", article)

    assert ran.code == 2
    assert "write-protected" in ran.err


@UNPRIVILEGED
def test_an_unreadable_file_is_reported(clean: Run, article: Path) -> None:
    article.chmod(0)
    ran = clean(article)

    assert ran[:2] == (2, b"")
    assert "may not be read" in ran.err


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    clean: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "cleaner.cli.outlets._refuse_unwritable", lambda p: Path(p).write_text("New.")
    )
    ran = clean("-w", article)

    assert ran.code == 2
    assert "has changed while it was being cleaned" in ran.err
    assert article.read_text() == "New."
    assert [article.name] == os.listdir(article.parent)


def test_many_at_once_leave_one_whole_file(article: Path, rules: str) -> None:
    article.write_text(ARTICLE * 50)
    codes: list[int] = []
    command = ["-wq", "--rules", rules, "--profile", "rules-only", str(article)]
    threads = [threading.Thread(target=lambda: codes.append(main(command))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [0] * 6
    assert "Share" not in article.read_text()
    assert [article.name] == os.listdir(article.parent)


def test_annotations_are_on_the_disk_before_a_file_is_replaced(
    clean: Run, article: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "no" / "notes.jsonl"
    ran = clean("-w", "--annotations", notes, article)

    assert ran.code == 2
    assert "annotations cannot be written" in ran.err
    assert article.read_text() == ARTICLE


def test_the_way_back_from_an_earlier_run_is_not_replaced(
    clean: Run, article: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.jsonl"
    assert clean("-w", "--annotations", notes, article).code == 0
    before = notes.read_bytes()
    ran = clean("-w", "--annotations", notes, article)

    assert (2, before) == (ran.code, notes.read_bytes())
    assert "notes.jsonl exists" in ran.err
    assert clean("--annotations", notes, article).code == 0


def test_annotations_over_an_input_are_refused(clean: Run, article: Path) -> None:
    ran = clean("--annotations", article, article)

    assert ran.code == 2
    assert article.read_text() == ARTICLE


def test_a_device_is_no_file_to_replace(clean: Run) -> None:
    ran = clean("-w", "/dev/null")

    assert ran[:2] == (0, b"")  # empty, so unchanged


def test_input_errors_are_the_packages_own() -> None:
    from cleaner.formats.plain import read_bytes

    for path in ("/no/such/file", "/", "nul\0byte"):
        with pytest.raises(InputError):
            read_bytes(path)
