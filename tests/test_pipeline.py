"""One call goes to its fixed point, whatever the stages do, and a slow rule is told."""

import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError, clean, clean_html
from cleaner.data import Document, Verdicts
from cleaner.errors import UsageError
from cleaner.formats.html import read_page
from cleaner.given import domain_of
from cleaner.packs.finding import part
from cleaner.packs.finding.book import Book
from cleaner.pipeline import MAX_PASSES, Stages, clean_documents
from cleaner.policy import Policy
from cleaner.result import Result
from cleaner.stages.blocks import split_blocks
from tests.documents import documents
from tests.rules import cleaned, pack_of, rule

WEIGHTS = SimpleNamespace(fingerprint="made up")  # not None: the scorer is asked


@dataclass(frozen=True)
class Made(Stages):
    """Stages with a made-up judge: removes the first line that is not in `spared`."""

    spared: str = ""
    spared_by_rules: str = ""

    def judge(self, documents: Sequence[Document], book: Book) -> list[Verdicts]:
        return [self._judged(d) for d in documents]

    def _judged(self, document: Document) -> Verdicts:
        blocks = split_blocks(document)
        keeps = bytearray(b"\1" * len(blocks))
        spared = self.spared_by_rules if self.weights is None else self.spared
        row = next((r for r, b in enumerate(blocks) if b.text.strip() not in spared.split()), None)
        if row is not None:
            keeps[row] = 0
        return Verdicts(blocks, bytes(keeps), {}, {}, None, None)


def judged(text: str, stages: Stages) -> Result:
    return clean_documents([Document(text)], stages)[0]


def made(**fields: object) -> Made:
    return Made(pack_of(rule("line", "x")), WEIGHTS, Policy("balanced"), **fields)  # type: ignore[arg-type]


LONG = "".join(f"l{i}\n" for i in range(MAX_PASSES * 3))


def test_passes_go_on_until_nothing_more_is_removed() -> None:
    result = judged("a\nb\nc\nd\n", made(spared="d"))

    assert (result.text, result.status) == ("d\n", "cleaned")
    assert [(v.start, v.end) for v in result.removed] == [(0, 2), (2, 4), (4, 6)]


def test_what_never_settles_is_left_alone_and_told() -> None:
    result = judged(LONG, made())

    assert result.text == LONG
    assert result.status == "abstained: the rules do not settle on this text"
    assert (result.state, result.has_removed) == ("abstained", False)
    assert result.abstained == "the rules do not settle on this text"


def test_what_settles_by_rules_only_is_left_to_them() -> None:
    stages = made(spared_by_rules=LONG.partition("l1\n")[2])
    result = judged(LONG, stages)

    assert result.text == judged(result.text, stages).text
    assert result.status == "abstained: the scorer does not settle on this text"
    assert result.restore() == LONG


@given(st.integers(0, 40), st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_any_judge_gives_an_idempotent_result(n: int, some: set[int], others: set[int]) -> None:
    text = "".join(f"l{i}\n" for i in range(n))
    stages = made(
        spared=" ".join(f"l{i}" for i in some), spared_by_rules=" ".join(f"l{i}" for i in others)
    )
    once = judged(text, stages)

    assert once.text == judged(once.text, stages).text
    assert text == once.restore()


@given(st.integers(1, 40), st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_a_page_ends_where_its_text_would(n: int, some: set[int], others: set[int]) -> None:
    page = read_page("".join(f"<p>l{i}" for i in range(n)))
    stages = made(
        spared=" ".join(f"l{i}" for i in some), spared_by_rules=" ".join(f"l{i}" for i in others)
    )
    once = clean_documents([Document(page.text, markup=page.markup)], stages)[0]

    assert once.text == judged(once.text, stages).text
    assert page.text == once.restore()
    assert once.document.markup is None


def test_phrases_that_their_removal_makes_anew_end() -> None:
    pack = pack_of(
        rule("phrase", "ab cd", reach="phrase"), rule("phrase", "abcd", name="q", reach="phrase")
    )
    text = "ab " * 60 + "cd " * 60 + "done\n"
    once = cleaned(text, pack).text

    assert once == cleaned(once, pack).text


@given(documents)
def test_a_pack_of_every_kind_is_idempotent(text: str) -> None:
    once = cleaned(text, EVERY).text

    assert once == cleaned(once, EVERY).text
    assert text == cleaned(text, EVERY).restore()


EVERY = pack_of(
    rule("line", "share this article", "comments", name="a"),
    rule("phrase", "newsletter", name="b", reach="sentence"),
    rule("phrase", "the", name="c", reach="phrase"),
    rule("template", "by {name}", name="d"),
    rule("pattern", r"log\w+ in", name="e", reach="phrase"),
    rule("block", from_=["the council"], to=["the mayor said"], max_lines=2, name="f"),
    rule("phrase", "bakery", name="g", action="keep", reach="paragraph"),
)

SLOW = pack_of(
    rule("pattern", r"slow (?:a|a|aa)+[bc]", needs=["slow"]), rule("line", "share", name="s")
)
HANGS = "share\nslow " + "a" * 60 + "\n"


def test_a_pattern_out_of_time_makes_the_document_abstain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "PATTERN_SECONDS", 0.05)
    texts = ["share\nfine\n", HANGS, "slow news\nshare\n"]
    results = list(Cleaner(rules=SLOW, profile="rules-only").clean_many(texts))

    assert [r.text for r in results] == ["fine\n", HANGS, "slow news\n"]
    assert [results[0].status, results[2].status] == ["cleaned", "cleaned"]
    assert results[1].status.startswith("abstained: rule related/it ran out of time")
    assert results[1].verdicts[0].reasons


def test_the_time_of_a_pattern_is_that_of_the_whole_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Many lines, each within the limit."""
    monkeypatch.setattr(part, "PATTERN_SECONDS", 0.2)
    lines = (f"slow {'a' * 17}{n}\n" for n in range(4_000))

    result = Cleaner(rules=SLOW, profile="rules-only").clean("".join(lines))

    assert result.status.startswith("abstained: rule related/it ran out of time")


@pytest.fixture
def busy_threads() -> Iterator[None]:
    """Others that take most of the process's time, half of them without the interpreter."""
    is_over = threading.Event()
    much = bytes(1_000_000)

    def work(amount: object) -> None:
        while not is_over.is_set():
            zlib.crc32(much) if amount == "much" else sum(range(1_000))

    threads = [threading.Thread(target=work, args=[a]) for a in ("much", "little") * 4]
    for thread in threads:
        thread.start()
    yield
    is_over.set()
    for thread in threads:
        thread.join()


def slow_text(least: float) -> tuple[str, float]:
    """A text over which the slow pattern takes so many seconds, and how many it takes."""
    cleaner = Cleaner(rules=SLOW, profile="rules-only")
    for size in count(12):
        text = f"slow {'a' * size}\nshare\n"
        start = time.thread_time()
        cleaner.clean(text)
        if (took := time.thread_time() - start) > least:
            return text, took
    raise AssertionError


def test_the_time_of_other_threads_does_not_count(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    text, seconds = slow_text(0.05)
    monkeypatch.setattr(part, "PATTERN_SECONDS", 3 * seconds)
    request.getfixturevalue("busy_threads")

    result = Cleaner(rules=SLOW, profile="rules-only").clean(text)

    assert "cleaned" == result.status


@pytest.mark.usefixtures("busy_threads")
def test_a_pattern_ends_beside_busy_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "PATTERN_SECONDS", 0.05)

    result = Cleaner(rules=SLOW, profile="rules-only").clean(HANGS)

    assert result.status.startswith("abstained: rule related/it ran out of time")


@pytest.mark.parametrize(
    ("texts", "known", "name"),
    [
        (["a", "b"], {"urls": [None]}, "urls"),
        ([], {"langs": ["en"]}, "langs"),
        (["a"], {"urls": ["x.org"], "dates": [None, None]}, "dates"),
    ],
)
def test_what_is_known_comes_for_each_text(
    texts: list[str], known: dict[str, list[str | None]], name: str
) -> None:
    cleaner = Cleaner(rules=SLOW, profile="rules-only")

    with pytest.raises(UsageError, match=f"{name}: not as many as texts"):
        list(cleaner.clean_many(texts, **known))


def test_a_batch_of_nothing_is_nothing() -> None:
    assert list(Cleaner(rules=SLOW, profile="rules-only").clean_many([])) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"profile": "bold"}, "profile 'bold' is unknown"),
        ({"profile": ["safe"]}, "profile .* is unknown"),
        ({"keep": ["body language"]}, "cannot keep 'body language'"),
        ({"keep": [5]}, "keep must be names, not int"),
        ({"select": 5}, "select must be names, not int"),
        ({"weights": 123}, "weights cannot be int; give the path of a file"),
        ({"page_weights": 123}, "page_weights cannot be int; give the path of a file"),
        ({"page_weights": "none.yaml"}, "none.yaml: cannot be read"),
        ({"rules": "safe"}, "'safe' is the name of a profile; write profile='safe'"),
        ({"rules": [5]}, "rules must be paths or a pack, not int"),
        ({"profile": "rules-only", "weights": "no-such-file"}, "no-such-file: cannot be read"),
    ],
)
def test_wrong_arguments_are_told_at_once(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(CleanerError, match=problem):
        Cleaner(**{"rules": SLOW, **wrong})


class DataFrame(list[str]):
    """Like that of pandas: going through it gives the names of its columns."""


@pytest.mark.parametrize("one", [5, None, "text", b"text", {"text": "a"}, DataFrame(["text"])])
def test_one_of_what_should_be_several_is_told_at_once(one: Any) -> None:
    cleaner = Cleaner(rules=SLOW, profile="rules-only")
    for clean_all in (cleaner.clean_many, cleaner.clean_rows):
        with pytest.raises(UsageError, match="must be several, not"):
            clean_all(one)
    with pytest.raises(UsageError, match="urls must be several, not int"):
        cleaner.clean_many([], urls=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        ({"text": b"bytes"}, "text must be str, not bytes; decode"),
        ({"text": None}, "text must be str, not NoneType; give a text"),
        ({"id": b"1"}, "id must be str, not bytes; give str\\(id\\)"),
        ({"url": 5}, "url must be str, not int"),
        ({"lang": 5}, "lang must be str, not int"),
        ({"date": "yesterday"}, "'yesterday' is no date; write it as 2024-05-31"),
        ({"date": "20240531"}, "is no date"),
        ({"date": "2024-02-30"}, "is no date"),
        ({"date": "2024-05-31x"}, "is no date"),
        ({"date": "2024-05-31 x"}, "is no date"),
        ({"date": "2024-05-31Tgarbage"}, "is no date"),
    ],
)
def test_what_is_wrong_with_a_text_is_told(known: dict[str, Any], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        Cleaner(rules=SLOW, profile="rules-only").clean(**{"text": "a", **known})


def test_a_time_is_on_a_day() -> None:
    for date in (None, "", "2024-05-31", "2024-05-31T10:00:00Z", "2024-05-31 10:00"):
        assert "a" == Cleaner(rules=SLOW, profile="rules-only").clean("a", date=date).text


def test_a_kind_of_text_with_ways_of_its_own_is_cleaned_as_its_text(seed_text: str) -> None:
    class Escaped(str):
        """As template engines have it: what comes of it is escaped, what is added to it too."""

        def replace(self, old: str, new: str, count: Any = -1) -> "Escaped":
            return Escaped(super().replace(old, new.replace("'", "&#39;"), count))

        def splitlines(self, keepends: bool = False) -> list[str]:
            return [Escaped(line) for line in super().splitlines()]

        def __getitem__(self, key: Any) -> "Escaped":
            return Escaped(f"&{super().__getitem__(key)}")

        def __len__(self) -> int:
            return 3

    cleaned = clean(Escaped(seed_text))

    assert clean(seed_text).spans == cleaned.spans
    assert seed_text == cleaned.restore()
    assert str is type(cleaned.document.text)


def test_one_text_is_cleaned_as_by_a_cleaner() -> None:
    text = "By Ann Lee\n\nRain fell on the town all day, and the river rose by a metre.\n"
    result = clean(text, keep="title,byline", id="a", date="2024-05-31")

    assert Cleaner(keep=["title", "byline"]).clean(text).text == result.text == text
    assert ("a", "2024-05-31") == (result.document.id, result.document.date)
    assert "a" == clean_html(f"<p>{text}", keep=["byline"], id="a").document.id


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.Example.org:8080/a?b", "example.org"),
        ("example.org/a//b", "example.org"),
        ("example.org?u=http://other.org", "example.org"),
        ("http://me:pw@news.example.org/@x", "news.example.org"),
        ("//cdn.example.org/x", "cdn.example.org"),
        ("example.org.", "example.org"),
        ("mailto:", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_the_domain_of_an_address(url: str, domain: str | None) -> None:
    assert domain == domain_of(url)
