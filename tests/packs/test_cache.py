"""The cache of compiled rules: fresh or done without, never in the way."""

import marshal
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.cache_files import Laden, cache_folder, read, write
from cleaner.caching import Finish, Shelf, kept
from cleaner.errors import RuleError
from cleaner.native import twin
from cleaner.packs import cache
from cleaner.packs.cache import load_pack
from cleaner.packs.select import chosen
from tests.packs.test_load import SOUND
from tests.rules import matches_of


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "share.yaml").write_text(SOUND)
    return tmp_path / "rules"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Counts how often rules are compiled."""
    calls: list[object] = []
    real = cache._compiled

    def counting(paths: list[str]) -> object:
        calls.append(paths)
        return real(paths)

    monkeypatch.setattr(cache, "_compiled", counting)
    return calls


def hits(rules: Path, text: str = "share it") -> int:
    return len(matches_of(text, load_pack([str(rules)])))


def cache_file(rules: Path) -> Path:
    return next((rules.parent / "cache").glob("rules-*"))


def test_the_second_time_nothing_is_compiled(rules: Path, compiled: list[object]) -> None:
    assert [hits(rules) for _ in range(3)] == [1, 1, 1]
    assert len(compiled) == 1


def test_a_changed_file_is_compiled_again(rules: Path, compiled: list[object]) -> None:
    hits(rules)
    (rules / "share.yaml").write_text(SOUND.replace("share it", "share that"))

    assert (hits(rules), hits(rules, "share that")) == (0, 1)
    assert len(compiled) == 2


def test_a_change_that_size_and_time_do_not_show_is_seen_right_after_it(
    rules: Path, compiled: list[object]
) -> None:
    hits(rules)
    file = rules / "share.yaml"
    times = file.stat()
    file.write_text(SOUND.replace("share it", "shore it"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert hits(rules, "shore it") == 1


def test_another_file_of_the_same_size_and_time_is_seen(rules: Path) -> None:
    file, other = rules / "share.yaml", rules.parent / "other"
    other.write_text(SOUND.replace("share it", "shore it"))
    for one in (file, other):
        os.utime(one, ns=(1, 1))
    hits(rules)
    later = cache_file(rules)
    os.utime(later, (time.time() + 9, time.time() + 9))  # nothing can hide from it
    os.replace(other, file)

    assert hits(rules, "shore it") == 1


@pytest.mark.parametrize(("base", "expected"), [("/x", "/x/news-cleaner"), ("x", None)])
def test_a_folder_for_caches_that_is_not_absolute_is_ignored(
    base: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWS_CLEANER_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", base)

    assert cache_folder() == (expected or os.path.expanduser("~/.cache/news-cleaner"))


def test_new_and_removed_files_are_seen(rules: Path) -> None:
    hits(rules)
    (rules / "login.yaml").write_text(SOUND.replace("share", "stare"))

    assert hits(rules, "stare it") == 1
    (rules / "login.yaml").unlink()
    assert hits(rules, "stare it") == 0


def test_the_same_content_with_a_new_time_is_not_compiled(
    rules: Path, compiled: list[object]
) -> None:
    hits(rules)
    os.utime(rules / "share.yaml", (5, 5))

    assert hits(rules) == 1
    assert len(compiled) == 1


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 900])
def test_a_corrupt_cache_is_written_anew(
    rules: Path, compiled: list[object], content: bytes
) -> None:
    hits(rules)
    whole = cache_file(rules).read_bytes()
    for broken in (content, whole[:-9], whole[:40] + b"?" + whole[41:]):
        cache_file(rules).write_bytes(broken)
        assert hits(rules) == 1

    assert len(compiled) == 4
    assert whole[4:40] == cache_file(rules).read_bytes()[4:40]


@pytest.mark.parametrize("content", [0, 7, "text", (), (1, 2), [1, 2, 3], {"parts": []}, None])
def test_a_whole_file_that_holds_something_else_is_written_anew(
    rules: Path, compiled: list[object], content: object
) -> None:
    hits(rules)
    data = marshal.dumps(content).ljust(8, b"\0")
    cache_file(rules).write_bytes(zlib.crc32(data).to_bytes(4, "big") + data)

    assert [hits(rules), hits(rules)] == [1, 1]
    assert len(compiled) == 2


@pytest.mark.skipif(twin("finder") is None, reason="not built; the Python does the work")
def test_what_the_compiled_finder_searches_is_made_once(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits(rules)
    monkeypatch.setattr("cleaner.packs.finding.compiled._image", never)
    pack = load_pack([str(rules)])
    copy = pickle.loads(pickle.dumps(pack))

    for one in (pack, copy):
        assert one.general.compiled(1) is not None  # however little text there is
        assert len(matches_of("share it", one)) == 1


def never(*arguments: object) -> None:
    raise AssertionError(arguments)


@pytest.mark.skipif(twin("finder") is None, reason="not built; the Python does the work")
def test_what_a_wheel_brings_along_is_kept_with_what_is_searched(
    rules: Path, compiled: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = rules.parent / "shipped"
    monkeypatch.setattr("cleaner.caching.SHIPPED", str(shipped))
    monkeypatch.setattr(cache, "builtin_rules", lambda: str(rules))
    cache.write_shipped(str(shipped))

    assert [hits(rules), hits(rules)] == [1, 1]
    assert len(compiled) == 1
    found = read(str(cache_file(rules)))
    assert found is not None
    assert {"image", "entries", "lines", "literals", "heads"} <= found[2].large.keys()


def test_of_rules_that_are_left_nothing_is_searched_that_was_kept_of_all(rules: Path) -> None:
    (rules / "login.yaml").write_text(SOUND.replace("share", "stare"))
    hits(rules)
    left = chosen(load_pack([str(rules)]), ignore=["login/one"])

    assert [len(matches_of(text, left)) for text in ("share it", "stare it")] == [1, 0]
    assert "image" not in left.tables["parts"][0]


def test_what_is_added_is_kept_with_it_until_what_adds_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(tmp_path / "cache"))
    maker, source = tmp_path / "maker", tmp_path / "source.yaml"
    maker.write_text("1")
    source.write_text("x")
    shelf = Shelf("things", 1, ())
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "thing"

    def add(thing: str) -> str:
        made.append("added")
        return thing + maker.read_text()

    finish = Finish(add, [str(maker)])
    finished = [kept(shelf, [str(source)], make, finish) for _ in range(2)]
    maker.write_text("22")
    finished.append(kept(shelf, [str(source)], make, finish))

    assert finished == ["thing1", "thing1", "thing22"]
    assert made == ["made", "added"] * 2
    assert kept(shelf, [str(source)], make) == "thing"


@given(st.dictionaries(st.text(max_size=3), st.binary(max_size=40), max_size=4))
def test_large_bytes_come_back_whole_from_where_numbers_may_begin(large: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "cache")
        write(name, ("files", 7, Laden(["plain"], large)))
        found = read(name)

    assert found is not None
    plain, got = (found[2].plain, found[2].large) if large else (found[2], {})
    assert (plain, {key: bytes(value) for key, value in got.items()}) == (["plain"], large)
    whole = next((value.obj for value in got.values()), b"")
    assert all(_begin(value, whole) % 8 == 0 for value in got.values() if len(value))


def _begin(part: memoryview, whole: bytes) -> int:
    """Where in bytes a part of them lies."""
    return np.frombuffer(part, np.uint8).ctypes.data - np.frombuffer(whole, np.uint8).ctypes.data


def test_threads_write_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both_have_written = Barrier(2, timeout=9)
    beside: list[str] = []
    rename = os.replace

    def renamed(old: str, new: str) -> None:
        beside.append(old)
        both_have_written.wait()
        rename(old, new)

    monkeypatch.setattr(os, "replace", renamed)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: write(str(tmp_path / "cache"), (n, n, n)), (1, 2)))

    assert 2 == len(set(beside))
    assert [tmp_path / "cache"] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_done_without(
    rules: Path, compiled: list[object]
) -> None:
    (rules.parent / "cache").write_text("a file where the folder should be")

    assert [hits(rules), hits(rules)] == [1, 1]
    assert len(compiled) == 2


def test_an_empty_setting_means_no_cache(
    rules: Path, compiled: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", "")

    assert [hits(rules), hits(rules)] == [1, 1]
    assert len(compiled) == 2
    assert not (rules.parent / "cache").exists()


def test_many_processes_at_once_leave_one_whole_cache(rules: Path) -> None:
    code = (
        "import sys; from cleaner import Cleaner;"
        "print(Cleaner(rules=sys.argv[1], profile='rules-only').clean('share it').status)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(rules)], stdout=subprocess.PIPE)
        for _ in range(4)
    ]

    assert [p.communicate()[0].strip() for p in started] == [b"cleaned"] * 4
    assert [cache_file(rules)] == list((rules.parent / "cache").glob("rules-*"))
    assert read(str(cache_file(rules)))


def test_where_the_rules_lie_is_not_in_their_fingerprint(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = ["!", "~"]  # before the files of the package and behind them, in the order of names
    for folder in folders:
        shutil.copytree(rules, folder)

    assert len({load_pack([folder]).fingerprint for folder in folders}) == 1


def test_the_fingerprint_is_of_rules_and_shared_wordings_and_not_of_what_compiles_them(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fingerprint() -> str:
        return load_pack([str(rules)]).fingerprint

    first = fingerprint()
    maker = tmp_path / "maker.py"
    maker.write_text("then")
    monkeypatch.setattr(cache, "_SHELF", replace(cache._SHELF, makers=[str(maker)]))
    assert first == fingerprint()
    monkeypatch.setattr(cache, "_WORDINGS", [str(maker)])
    monkeypatch.setattr(cache, "_SHELF", replace(cache._SHELF, format=99))
    assert first != (second := fingerprint())
    (rules / "share.yaml").write_text(SOUND.replace("share it", "share that"))
    assert second != fingerprint()


def test_a_folder_that_leads_into_itself_ends(rules: Path) -> None:
    (rules / "loop").symlink_to(rules)

    assert hits(rules) == 1


def test_own_rules_are_added_to_the_shipped_ones(
    rules: Path, tmp_path: Path, compiled: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "builtin_rules", lambda: str(rules))
    own = tmp_path / "own.yaml"
    paths = [str(own), str(rules)]
    for text in ("sail on", "sail away"):
        own.write_text(SOUND.replace("share it", text) + "  category: share\n")

        assert 2 == len(matches_of(f"Share it\n\n{text.title()}", load_pack(paths)))
    assert [paths, paths[1:], paths] == compiled


def test_an_id_of_a_shipped_rule_is_told_with_all_other_mistakes(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "builtin_rules", lambda: str(rules))
    own = tmp_path / "own" / "share.yaml"
    own.parent.mkdir()
    own.write_text(SOUND + SOUND.replace("name: one", "name: two\n  knd: x"))
    with pytest.raises(RuleError) as found:
        load_pack([str(rules), str(own)])

    assert [
        f"{own}:1:9: rule share/one is among the shipped ones; give it another name, or its file",
        f"{own}:8:3: key `knd` is unknown; did you mean `kind`?",
    ] == str(found.value).splitlines()


def test_a_file_of_the_shipped_rules_may_be_named_beside_them(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "builtin_rules", lambda: str(rules))
    paths = [str(rules), str(rules / "share.yaml")]

    assert 1 == len(matches_of("Share it", load_pack(paths)))
