"""The fast finder finds exactly what trying everything everywhere finds."""

# ruff: noqa: E501  (tables)

import re
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus.labelled_article import load_corpus
from cleaner.data import Document, Match
from cleaner.errors import RuleError
from cleaner.native import twin
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.finding import part
from cleaner.packs.finding.book import Book
from cleaner.packs.finding.finder import find_hits
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.finding.terms import NO, YES, told
from cleaner.packs.modes import PATTERN
from cleaner.packs.pack import RulePack
from cleaner.sentences import count_words
from cleaner.stages import matches
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches
from tests.documents import documents
from tests.packs.finding import slow_finder
from tests.rules import matches_of, pack_of, rule

ROOT = Path(__file__).resolve().parents[3]
CORPUS = load_corpus(ROOT / "corpus")[::4]

WORDINGS = ("share it", "sign up", "kaydı", "été…", "x-ray", "会員登録", "the gull", "แบ่งปัน")
SLOTTED = (
    "by {name}", "{name}[, {place}] reports", "{n} (comments|likes)", "{date} {time}",
    "© {date} {publisher}", "[see ]photo: {names}", "{text} sign up {topic}", "{ago}",
    "posted {ago} by {handle}", "from {price} a month", "write to {email}", "(share|sign up) {text}",
    "{date}", "{place} {date}", "{datetime} {text}",
)  # fmt: skip
PATTERNS = (r"photo: \w+", r"(?:share|sign) (?:it|up) \d+", "(?i)KAYDI \\d", r"the \w+ gull")

texts = st.one_of(st.sampled_from(WORDINGS), st.sampled_from(SLOTTED), st.sampled_from(PATTERNS))
kinds = st.sampled_from(["line", "phrase", "template", "signs", "pattern", "block"])
LINES = (
    "Share it!", "SHARE  IT", "please share it now", "• Sign up ›", "sıgn up", "ſhare it", "KAYDI 3",
    "Kaydı 3", "By Ada Brook", "Ada Brook, Leeds reports", "1,200 comments", "7 likes", "3 March 2020",
    "3 March 2020 08:45", "© 10 May 2020 The Gull", "See photo: Ada Brook and Al Roe", "photo: x",
    "do sign up today", "3 hours ago", "Posted 2 days ago by @ada", "from £5 a month", "from 50p a month",
    "write to a@b.org", "会員登録が必要", "e\u0301te\u0301...", "été…", "x–ray", "the big gull",
    "The Gull is on the quay", "we logged inSign up to the list now", "word " * 300 + "share it. Sign up 3",
    "8 Uhr", "share it " * 200, "(share it)", "\u200bsign\u00ad up", "word " * 9000 + "sign up",
    "share it\x00", "sha\ud800re it", "Sign up\u2028", "👩‍👩‍👧 sign up 🏳️‍🌈", "İSHARE IT", "ſign up 3",
    "Sign up ›", "Sign up |", "share ... it", "4 Min.", "Al Roe 7 min", "8:45 4 men", "8:45 CEST",
    "from 5\u0308 £ a month", "10 de mayo de 2020 at 8 pm", "10. märz 2020", "12 Apples 3", "Ada",
    "อ่านต่อแล้วแบ่งปันข่าวนี้share itให้เพื่อนของคุณ", "แบ่งปัน", "နေ့share it။", "ຂ່າວ by Ada Brook",
    "d'Ada O'Brook, de la Poe reports", "Posted an hour ago  by  @ada...", ". . . share it . . .",
    "वे शेयर करेंगे", "अब शेयर करें।", "प\u095dें और share itा", "১২ ছবি: আরও প\u09dcুন", "5 नवंबर", "3 марта 2024",
)  # fmt: skip
pages = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(LINES), st.text(max_size=9)),
        st.sampled_from(["\n", " ", "\r\n", ""]),
    ),
    max_size=12,
).map(lambda parts: "".join(a + b for a, b in parts))


def loads(one: Mapping[str, object]) -> bool:
    try:
        pack_of(one)
    except RuleError:
        return False
    return True


def made(kind: str, text: str, anchor: str, number: int) -> dict[str, object] | None:
    """A rule of that kind, None if it would not load."""
    if kind == "block":
        one = rule("block", from_=[text], to=["end"], max_lines=5, name=f"r{number}")
    elif kind == "line":
        one = rule("line", text, name=f"r{number}")
    elif kind == "signs":
        one = rule("signs", all=[[r"\w+", re.escape(text)]], name=f"r{number}")
    else:
        one = rule(kind, text, name=f"r{number}", anchor=anchor)
    return one if loads(one) else None


anchors = st.sampled_from(["line", "start", "end", "none"])
packs = st.lists(st.tuples(kinds, texts, anchors), min_size=1, max_size=6)


WAYS = {
    "pure": lambda self, chars: None,
    "compiled": lambda self, chars: self._compiled,  # however little text there is
}


def assert_same(text: str, pack: RulePack, **known: str) -> None:
    """Matches are the same; hits too, but those of patterns on lines that are too short or long."""
    blocks = split_blocks(Document(text, **known))
    page = Page(blocks)
    slow = slow_finder.find_hits(page, pack.general)  # once: it takes its time
    slow_matches = matches_found_slowly(text, pack, {pack.general: slow}, **known)
    slow_hits = [
        hit
        for hit in slow
        if hit.mode != PATTERN or has_size_wanted(page, hit.unit, pack.rule(hit.rule).where)
    ]

    for way in WAYS.values():
        with mock.patch.object(part.Part, "compiled", way):
            assert slow_matches == find_matches(blocks, pack)
            assert slow_hits == find_hits(Page(blocks), pack.general)


def matches_found_slowly(
    text: str, pack: RulePack, found: Mapping[part.Part, list[Hit]] | None = None, **known: str
) -> tuple[Match, ...]:
    """Find the matches; of some parts the hits may be known."""

    def find(page: Page, part_: part.Part) -> list[Hit]:
        if found is None or part_ not in found:
            return slow_finder.find_hits(page, part_)
        page.book.is_compiled = False
        return found[part_]

    with mock.patch.object(matches, "find_hits", find):
        return find_matches(split_blocks(Document(text, **known)), pack)


def has_size_wanted(page: Page, unit: int, where: Mapping[str, int]) -> bool:
    words, chars = count_words(page.texts[unit]), len(page.line(unit).cased)
    if chars > where.get("max_chars", chars):
        return False
    return where.get("min_words", 0) <= words <= where.get("max_words", words)


@pytest.mark.parametrize("few_walks", [0, 300])
@settings(max_examples=120)
@given(packs, pages)
def test_any_pack_finds_the_same_fast_and_slowly(
    few_walks: int, parts: list[tuple[str, str, str]], text: str
) -> None:
    rules = [made(*part, number) for number, part in enumerate(parts)]
    publisher = {
        "name": "G",
        "domains": ["g.org"],
        "fingerprint": ["the gull is", "Sign up to the"],
    }
    sound = [{**r, "category": "share"} for r in rules if r]
    pack = pack_of(*sound, publisher=publisher)
    walked = matches_found_slowly(text, pack)

    with mock.patch.object(part, "FEW_WALKS", few_walks):  # 0: every template is compiled
        assert_same(text, pack)
        assert find_matches(split_blocks(Document(text)), pack) == walked


near_texts = st.lists(
    st.sampled_from((*WORDINGS, *SLOTTED, "会", "ı", "a", "©")), min_size=1, max_size=6
)
nears = st.tuples(st.sampled_from(["near", "not_near"]), st.integers(1, 4), near_texts)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(WORDINGS), nears), min_size=1, max_size=4), pages)
def test_what_is_near_is_told_the_same_fast_and_slowly(
    asked: list[tuple[str, tuple[str, int, list[str]]]], text: str
) -> None:
    rules = []
    for number, (wording, (key, lines, any_)) in enumerate(asked):
        where = {key: {"lines": lines, "any": any_}}
        rules.append(rule("phrase", wording, name=f"r{number}", where=where))
    assert_same(text, pack_of(*filter(loads, rules)))


wheres = st.fixed_dictionaries(
    {},
    optional={
        "position": st.lists(
            st.sampled_from(["head", "inside", "tail", "below"]), min_size=1, max_size=2
        ),
        "max_words": st.integers(1, 8),
        "min_words": st.integers(1, 4),
        "max_chars": st.integers(1, 30),
        "quoted": st.booleans(),
        "languages": st.just(["de"]),
        "not_domains": st.just(["b.org"]),
        "domains": st.just(["a.org", "c.org"]),
        "min_hits": st.integers(2, 3),
    },
)
UNLESS = ("sign", "ada", "été", "it", "会", "kaydi", "...", "quoted")
unlesses = st.lists(st.sampled_from(UNLESS), max_size=2)
asking_kinds = st.sampled_from(["line", "phrase", "template", "pattern", "block"])
more_fields = st.fixed_dictionaries(
    {},
    optional={
        "action": st.just("keep"),
        "reach": st.sampled_from(["phrase", "sentence", "line", "paragraph"]),
        "since": st.just("2019-01-01"),
        "until": st.just("2021-06-01"),
    },
)
QUOTED = (
    'He said "share it" twice',
    '"sign up" "the gull"',
    "«kaydı»",
    "« share it »",
    "‘Share it,’ the message read",
    "er las ›share it‹ und ‹sign up›",
    "‹ share it › lut-on",
    "‹ share it › ‹ sign up ›",
    "「share it」と『「Sign up」』",
    "the gull's 'sign up' and 'share it",
    '"We saw the gull. Share it',
    "été... ada",
)
PROSE = "The gull was seen on the quay by Ada, who had come to see it with her three children."
told_pages = st.lists(st.sampled_from((*LINES, *QUOTED, PROSE, PROSE)), max_size=14).map("\n".join)


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(asking_kinds, st.sampled_from(WORDINGS), wheres, unlesses, more_fields),
        min_size=1,
        max_size=4,
    ),
    told_pages,
    st.sampled_from(
        [
            {},
            {"language": "de"},
            {"language": "en", "domain": "a.b.org", "date": "2020-03-01"},
            {"domain": "a.org", "date": "2022-03-01"},
        ]
    ),
)
def test_conditions_are_told_the_same_of_many_hits_and_of_one(
    asked: list[tuple[str, str, dict[str, object], list[str], dict[str, str]]],
    text: str,
    known: dict[str, str],
) -> None:
    rules = []
    for number, (kind, wording, where, unless, fields) in enumerate(asked):
        to = ["the gull", "ada {text}"] if number % 2 else ["end"]
        here = {"from_": [wording], "to": to, "max_lines": 5} if kind == "block" else {}
        texts = [] if kind == "block" else [wording]
        more = {"unless": unless} if unless else {}
        here |= {k: v for k, v in fields.items() if (kind, k) != ("block", "reach")}
        rules.append(rule(kind, *texts, name=f"r{number}", where=where, **here, **more))
    assert_same(text, pack_of(*filter(loads, rules)), **known)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("line", ["Sign up ›", "• Sign up |", "Sign up ...", "sign up »"])
def test_closing_signs_may_be_what_a_template_asks_for(way: str, line: str) -> None:
    pack = pack_of(rule("template", "(share|sign up) {text}"))
    blocks = split_blocks(Document(line))

    with mock.patch.object(part.Part, "compiled", WAYS[way]):
        assert [(0, len(line))] == [(m.start, m.end) for m in find_matches(blocks, pack)]
    assert_same(line, pack)


@pytest.mark.parametrize("way", WAYS)
def test_a_number_of_something_is_no_date(way: str) -> None:
    pack = pack_of(rule("template", "filmed on {datetime}", anchor="none"))
    lines = ("4 men", "3 ice", "31 Foo 2020", "8:45 4 men", "3 May", "Tue 10.02.2016", "8:45 CEST")

    with mock.patch.object(part.Part, "compiled", WAYS[way]):
        found = [line for line in lines if matches_of(f"Filmed on {line}.", pack)]

    assert found == ["8:45 4 men", "3 May", "Tue 10.02.2016", "8:45 CEST"]  # the first for its time


def test_an_unless_of_unseen_signs_is_refused() -> None:
    with pytest.raises(RuleError, match="not seen"):
        pack_of(rule("phrase", "share it", unless=["\u200b"]))


def test_what_is_near_is_looked_up_among_many_hits() -> None:
    """As many hits as lines, all of them noted: each is told by what lies around it."""
    near = {"lines": 1, "any": ["sign up"]}
    pack = pack_of(rule("phrase", "share it", where={"near": near}))
    text = "Please share it\nSign up\nAda\nPlease share it\n" * 400
    with mock.patch.object(part.Part, "compiled", WAYS["compiled"]):
        matches = find_matches(split_blocks(Document(text)), pack)

    assert len(matches) == 400
    assert {match.start % 44 for match in matches} == {matches[0].start}


@pytest.mark.parametrize("way", WAYS)
def test_conditions_of_a_block_are_asked_where_it_begins(way: str) -> None:
    block = rule("block", from_=["share it"], to=["the gull"], max_lines=5, where={"max_words": 3})
    text = f"Share it\nAda\n{PROSE}\n"

    with mock.patch.object(part.Part, "compiled", WAYS[way]):
        matches = find_matches(split_blocks(Document(text)), pack_of(block))

    assert [(match.start, match.end) for match in matches] == [(0, len(text))]


def test_few_conditions_are_left_for_python(shipped: RulePack) -> None:
    answers = []
    for article in CORPUS:
        page = Page(split_blocks(Document(article.text)))
        with mock.patch.object(part.Part, "compiled", WAYS["compiled"]):
            hits = find_hits(page, shipped.general)
        answers += told(page, hits, shipped, is_example=False)

    share = sum(answer not in (NO, YES) for answer in answers) / len(answers)
    assert share == 1 if twin("finder") is None else 0 < share < 0.15


def test_a_pattern_is_not_tried_on_lines_of_other_length() -> None:
    where = {"min_words": 3, "max_words": 4, "max_chars": 16}
    pack = pack_of(rule("pattern", r"photo: \w+", where=where))
    searched = []

    def search(self: object, entry: int, lower: str, spent: object) -> list[tuple[int, int]]:
        searched.append(lower)
        return [(0, 8)]

    text = "Photo: Ada\nPhoto: Ada Brook\nPhoto: Ada Brookside\nPhoto: Ada Brook and Al\n"
    with mock.patch.object(part.Part, "search_pattern", search):
        matches = find_matches(split_blocks(Document(text)), pack)

    assert searched == ["photo: ada brook"]
    assert [match.start for match in matches] == [11]


def test_what_is_near_is_noted_of_lines_and_not_looked_for_again() -> None:
    near = {"lines": 2, "any": ["sign up", "write to {email}", "by {name} of {place}", "{date}"]}
    pack = pack_of(rule("phrase", "share it", where={"near": near}))
    noted = pack.general.noting().entries
    _, name, *_ = pack.plan(0).asked.line.near
    sure, perhaps, proved, others = pack.general.around.wanted(name)

    assert [noted[n][2] for n in sure] == ["sign up"]
    assert [noted[n][2] for n in perhaps] == ["write to"]
    assert len(proved) == 1
    assert len(others) == 2  # "by" and "of" stand in many lines, a date needs no certain text


@pytest.mark.parametrize("way", WAYS)
def test_lines_that_only_begin_like_a_long_beginning_do_not_match(way: str) -> None:
    pack = pack_of(rule("template", "please share it with the gull on {place}", anchor="start"))
    text = "Please share it with the gull on Skye\nPlease share it with the gulls of Skye\n"
    with mock.patch.object(part.Part, "compiled", WAYS[way]):
        matches = find_matches(split_blocks(Document(text)), pack)

    assert [match.start for match in matches] == [0]


def test_what_many_rules_ask_for_around_is_held_once() -> None:
    near = {"lines": 2, "any": ["sign up", "write to {email}"]}
    rules = [rule("phrase", "share it", name="a", where={"near": near}),
             rule("phrase", "the gull", name="b", where={"not_near": near | {"lines": 5}})]  # fmt: skip
    pack = pack_of(*rules)

    assert pack.plan(0).asked.line.near[3] is pack.plan(1).asked.line.not_near[3]
    assert [len(pack.around), len(pack.general.noting().entries)] == [1, 2]


@pytest.mark.skipif(twin("finder") is None, reason="not built; the Python does the work")
def test_what_the_other_search_opened_is_let_go_when_the_compiled_finder_is_made() -> None:
    part_ = pack_of(rule("line", "share it"), rule("phrase", "the gull", name="b")).general
    opened = {"lines", "heads", "searchers"}
    with mock.patch.object(part.Part, "compiled", WAYS["pure"]):
        find_hits(Page(split_blocks(Document("Share it"))), part_)

    assert opened <= vars(part_).keys()
    assert part_.compiled(100_000) is not None
    assert not opened & vars(part_).keys()


@pytest.mark.parametrize("way", WAYS)
def test_a_book_changes_nothing(shipped: RulePack, way: str) -> None:
    book = Book()
    with mock.patch.object(part.Part, "compiled", WAYS[way]):
        for article in (*CORPUS, *CORPUS):
            blocks = split_blocks(Document(article.text))

            assert find_matches(blocks, shipped, book) == find_matches(blocks, shipped)


def test_the_compiled_finder_comes_in_once_there_is_text_enough() -> None:
    pack = pack_of(rule("phrase", "share it"))
    blocks = split_blocks(Document("Please share it. " * 100))

    assert pack.general.compiled(100) is None
    for _ in range(20):
        assert len(find_matches(blocks, pack)) == 100
    assert (pack.general.compiled(0) is None) == (twin("finder") is None)


@pytest.fixture(scope="module")
def shipped() -> RulePack:
    return load_pack([builtin_rules()])


@pytest.fixture
def only_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow finder asks for all templates; making expressions of them takes longer than it."""
    monkeypatch.setattr(part, "FEW_WALKS", 1_000_000)


@pytest.mark.usefixtures("only_walks")
@pytest.mark.parametrize("article", CORPUS[::2], ids=lambda a: a.path.stem)  # slow means slow
def test_the_shipped_rules_find_the_same_fast_and_slowly(shipped: RulePack, article) -> None:  # type: ignore[no-untyped-def]
    assert_same(article.text, shipped)
    assert_same(article.text.replace("\n", " "), shipped)


@pytest.mark.usefixtures("only_walks")
@settings(max_examples=15)
@given(documents)
def test_the_shipped_rules_find_the_same_on_odd_text(shipped: RulePack, text: str) -> None:
    assert_same(text, shipped)


@given(pages, pages)
def test_matches_lie_in_the_text_and_what_was_found_in_them(one: str, two: str) -> None:
    text = one + two
    pack = pack_of(
        *(rule("phrase", w, name=f"p{i}", reach=r) for i, (w, r) in enumerate(
            (w, r) for w in WORDINGS for r in ("phrase", "sentence", "line", "paragraph")
        ))
    )  # fmt: skip
    for match in find_matches(split_blocks(Document(text)), pack):
        assert 0 <= match.start <= match.found.start < match.found.end <= len(text)
        assert match.start < match.end <= len(text)
        assert match.found.end <= match.end
