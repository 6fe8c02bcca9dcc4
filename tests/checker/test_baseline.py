"""Accepted findings stay accepted wherever they move; new ones are new."""

from collections import Counter
from pathlib import Path

import pytest

from cleaner.checker.baseline import Baseline, Entry, merged, read_baseline, stale, write_baseline
from cleaner.errors import InputError, OutputError
from tests.checker.articles import APPEAL, DIRTY, body, checked, written


def same(path: str) -> str:
    return path


def test_edits_above_do_not_move_what_is_accepted(tmp_path: Path) -> None:
    before = checked(written(tmp_path, a=DIRTY), profile="rules-only")
    baseline = merged((), before.findings, same)
    after = checked(written(tmp_path, a=body(1) + DIRTY), profile="rules-only")
    new, left = baseline.split(after.findings, same)

    assert [one.line for one in before.findings] != [one.line for one in after.findings]
    assert ([], {}) == (new, dict(left))


def test_what_comes_twice_was_accepted_once(tmp_path: Path) -> None:
    before = checked(written(tmp_path, a=DIRTY), profile="rules-only")
    baseline = merged((), before.findings, same)
    twice = checked(written(tmp_path, a=DIRTY + APPEAL), profile="rules-only")
    new, _ = baseline.split(twice.findings, same)

    assert ["donation/contribution-as-little-as"] == [one.code for one in new]
    assert 7 == new[0].line


def test_a_line_is_accepted_whichever_file_has_it_first(tmp_path: Path) -> None:
    line = "Water at its best, from the hills\n"
    written(tmp_path, **{f"b{i}": line + body(i) for i in range(6)})
    accepted = merged((), checked(tmp_path).findings, same)
    written(tmp_path, a=line + body(7))
    found = checked(tmp_path).findings

    assert [("a.txt", "corpus/repeated-line")] == [(one.path, one.code) for one in found]
    assert ([], Counter()) == accepted.split(found, same)


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = [Entry("a.txt", "x/y", "12"), Entry("a.txt", "x/y", "12"), Entry("é.txt", "x/y", "3")]
    path = str(tmp_path / "base.json")
    write_baseline(path, Baseline(entries))

    assert sorted(entries) == sorted(read_baseline(path).entries.elements())


def test_an_empty_baseline_can_be_written(tmp_path: Path) -> None:
    write_baseline(str(tmp_path / "b.json"), Baseline())

    assert not read_baseline(str(tmp_path / "b.json")).entries


def test_stale_is_what_was_checked_or_is_gone() -> None:
    entries = [Entry(name, "x/y", "1") for name in ("checked", "gone", "elsewhere")]
    left = Baseline(entries).entries

    assert ["checked", "gone"] == [
        entry.path for entry in stale(left, {"checked"}, lambda path: path != "gone")
    ]


@pytest.mark.parametrize("content", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content)

    with pytest.raises(InputError, match="delete it and make it anew"):
        read_baseline(str(path))


def test_a_missing_baseline_is_told() -> None:
    with pytest.raises(InputError, match="make it with --write-baseline"):
        read_baseline("/no/such/baseline.json")


def test_a_baseline_that_cannot_be_written_is_an_output(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"baseline cannot be written: .*; write elsewhere"):
        write_baseline(str(tmp_path / "nowhere" / "b.json"), Baseline())


def test_a_path_that_is_no_utf_8_is_read_as_it_was_written(tmp_path: Path) -> None:
    entry = Entry("caf\udce9.txt", "x/y", "12")
    path = tmp_path / "base.json"
    write_baseline(str(path), Baseline([entry]))

    assert path.read_bytes().isascii()
    assert [entry] == list(read_baseline(str(path)).entries)
