"""The compiled finder reads letters, slots and templates as the Python does."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.data import Match, Span
from cleaner.dates import holds_time
from cleaner.folding import DOTTED, Compact, fold, lower
from cleaner.native import twin
from cleaner.packs.finding import matcher
from cleaner.packs.finding.around import NEAR
from cleaner.packs.finding.compiled import basis
from cleaner.packs.finding.line import Line
from cleaner.packs.finding.programs import MAX_STEPS, UnknownExpressionError, program_of
from cleaner.packs.grammar import parse
from cleaner.packs.modes import ANY_LENGTH, PHRASE, TEMPLATE, TIMED
from cleaner.packs.slots import MAX_WORDS, SLOTS
from cleaner.packs.templates import to_tree

finder = twin("finder")
pytestmark = pytest.mark.skipif(finder is None, reason="not built; the Python does the work")

WORDS = (
    "Ada", "Brook", "O'Neill", "d'Arc", "de", "la", "and", "und", "of", "ada", "Éva", "Ąda", "会",
    "3", "12", "2020", "1,200", "08:45", "5", "10.02.2020", "march", "Mai", "märz", "Apples", "st",
    "3rd", "Tue", "GMT", "pm", "a.m.", "uhr", "ago", "hours", "hace", "vor", "£", "$", "US$", "km",
    "x@y.org", "a.b@c.co", "@ada", "http://a.b/c", "a.b", "§", ",", ".", "&", "/", "-", "•", "'",
    "İ", "ſ", "K", "...", "\u0301", "\u200b", "\x00", "\u2028", "\ud800", "👩‍👧", "x" * 40, "٣",
    "at", "करें", "कि", "क\u093c", *DOTTED, "প\u09dc\u09c1ন", "ि", "שֶ", "แชร์", "์",
)  # fmt: skip
TREES = (
    "§{%s}§", "{%s}", "{%s}§", "§{%s}", "{%s}[ §][ {n}]", "({%s}|§ {n})[, {text}]", "{%s} {name}",
)  # fmt: skip
texts = st.lists(
    st.tuples(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), st.sampled_from(" § -,.§")),
    max_size=9,
).map(lambda parts: fold("".join(a + b for a, b in parts)).strip())


def entries_of(tree: Any, anchor: str) -> list[tuple[Any, ...]]:
    limit = ANY_LENGTH if anchor == "line" else 0
    return [(TEMPLATE, 0, None, limit, (), anchor)]


def always(tree: Any) -> Callable[[int], Any]:
    return lambda entry: tree


def made(
    entries: list[tuple[Any, ...]],
    literals: Sequence[dict[str, Any]] = (),
    tree_of: Callable[[int], Any] | None = None,
    short_lines: tuple[Any, ...] = (),
    short_line: int = 100,
) -> Any:
    """A finder of tables without whole lines and beginnings."""
    image = finder.image(entries, (), literals, (), (), short_lines)
    return finder.Finder(basis(), tree_of or never, image, short_line)


def found(tree: Any, text: str, anchor: str) -> list[tuple[int, int]]:
    """Where a template stands in a line, by the compiled finder."""
    literals = dict.fromkeys({lower(c) for c in Compact.of(text).text}, ((0, ANY_LENGTH),))
    one = made(entries_of(tree, anchor), [literals], always(tree))
    hits = look(one, [text])
    return [(start, end) for _, _, _, start, end in hits]


def look(one: Any, lines: list[str]) -> list[tuple[int, ...]]:
    starts = [0] * len(lines)
    return one.look(lines, None, starts, "x", {}, {}, False, Line.of, never)  # type: ignore[no-any-return]


def never(*arguments: object) -> Any:
    raise AssertionError(f"nobody asks for {arguments}")


@pytest.mark.parametrize("anchor", ["line", "start", "end", "none"])
@pytest.mark.parametrize("slot", SLOTS)
@settings(max_examples=60)
@given(st.sampled_from(TREES), texts)
def test_a_slot_stands_where_python_finds_it(
    slot: str, anchor: str, template: str, text: str
) -> None:
    tree = to_tree(parse(template.replace("%s", slot)))
    line = Line.of(text)
    if anchor == "line":
        spans = [(0, len(line.cased))] if matcher.fills(tree, line) else []
    else:
        spans = matcher.find(tree, line, anchor)
    expected = [(line.origin(start), line.origin(end)) for start, end in spans]

    assert expected == found(tree, text, anchor) if text else True


WORDS_OF_TIMES = (
    *("3", "12", "123", "٣", "1", "8:45", "8.30", "3/4/20", "3-12.99", "8", "am", "P.M", "p.m."),
    *("Uhr", "noon", "h", "u", "hu", "st", "rd", ".", "º", "er", "de ", "of ", "March", "märz"),
    *("ARALIK", "Aralık", "NİSAN", "лютого", "ΙΟΥΛΊΟΥ", "Μαΐου", "Μα\u1fd3ου", "ΜΆΙΟΣ", "ſept"),
    *("mars", "Ma", "İ", "Août", "ſept", "Apples", "a" * 13, "a" * 14, "a" * 15),
    *("x" * 11 + "may", "may", "mai_"),
    *("年", "月", "時", "년", "월", "_", "-", "/", ":", " ", " ", " ", "\x00", "K", "février"),
)  # fmt: skip


@settings(max_examples=2_000)
@given(st.lists(st.sampled_from(WORDS_OF_TIMES), max_size=9).map("".join) | texts)
def test_a_time_is_seen_where_python_sees_it(text: str) -> None:
    near: dict[int, list[int]] = {}
    one = made([], short_line=30)
    one.look(["", text], None, [0, 0], "x", {}, near, False, Line.of, never)

    is_timed = len(text) <= 30 and holds_time(text)
    assert near == ({TIMED: [1]} if is_timed else {})


TIMES = ("15:20", "8.30", "8", "20", "8 am", "9 P.M.", "3 Uhr", "7 h", "9noon", "3-4-20", "3月4日")
AFTER = ("Uhr", "uhr", "pm", "a.m.", "noon", "h", "men", "May", "2020", "GMT", "", "")
DAYS = (
    "12.01.2022",
    "3 May 2020",
    "Tue 3 May",
    "May 3",
    "4 men",
    "2020-05-03",
    "10 ARALIK",
    "3 NİSAN",
    "",
)


timed_texts = st.tuples(
    *map(st.sampled_from, (DAYS, [" ", ", ", " - "], TIMES, ["", " "], AFTER, ["", ", dies"]))
).map(lambda parts: fold("".join(parts)).strip())


@settings(max_examples=1_000)
@given(timed_texts)
@example("12.01.2022 15:20 Uhr")  # once a number of something: "20 Uhr"
def test_a_date_is_one_where_python_says_so(text: str) -> None:
    tree = to_tree(parse("{datetime}[, {topic}]"))
    line = Line.of(text)
    spans = [(0, len(line.cased))] if matcher.fills(tree, line) else []

    assert [(line.origin(s), line.origin(e)) for s, e in spans] == found(tree, text, "line")


@pytest.mark.parametrize("anchor", ["line", "none"])
@settings(max_examples=60)
@given(st.sampled_from(["{datetime}", "{name} {date}", "{time}[ {n}]", "• {n}"]), texts)
def test_an_entry_can_be_tried_alone(anchor: str, template: str, text: str) -> None:
    tree = to_tree(parse(template))
    rows = [*entries_of(tree, anchor), (PHRASE, 9, "§", 0, (), "none")]
    one = made(rows, [{"§": ((1, ANY_LENGTH),)}], always(tree))
    hits = one.try_entry(0, ["", text], [3, 5], [0] * 6, "x", Line.of, never)

    assert {unit for _, _, unit, _, _ in hits} <= {3, 5}
    assert [(s, e) for *_, s, e in hits if text] == (found(tree, text, anchor) if text else [])
    with pytest.raises(ValueError, match="no such entry"):
        one.try_entry(2, [text], [0], [0], "x", Line.of, never)


@pytest.mark.parametrize(
    "tables",
    [
        ([{"rain": [0]}], (), (), (), ()),
        ((), [{"rain": [(0, 9)]}], (), (), ()),
        ((), (), [{"rain": None}], (), ()),
        ((), (), (), (), ([0],)),
    ],
)
def test_tables_of_another_shape_are_refused(tables: tuple[object, ...]) -> None:
    rows = [(PHRASE, 0, "rain", 0, (), "none")]
    with pytest.raises(TypeError, match="named in tuples"):
        finder.image(rows, *tables)


@settings(max_examples=60)
@given(texts)
def test_equal_entries_on_short_lines_are_all_found(text: str) -> None:
    trees = [to_tree(parse(t)) for t in ("{datetime}", "{datetime}", "{name} {date}", "{datetime}")]
    rows = [
        (mode, n, *rest)
        for n, tree in enumerate(trees)
        for mode, _, *rest in entries_of(tree, "line")
    ]
    one = made(rows, (), trees.__getitem__, ((0, 1, 3), (2,)))
    rules = {rule for _, rule, *_ in look(one, [text])} if text else set()

    line = Line.of(text)
    is_timed = len(text) <= 100 and holds_time(text)
    assert rules == {n for n, tree in enumerate(trees) if is_timed and matcher.fills(tree, line)}


@pytest.mark.parametrize("slot", MAX_WORDS)
@pytest.mark.parametrize("blank", [" ", "  "])
def test_words_are_counted_as_python_counts_them(slot: str, blank: str) -> None:
    tree = to_tree(parse("§{" + slot + "}§"))
    for words in range(1, 16):
        text = "§" + " ".join(["word"] * words) + blank * (blank > " ") + "§"
        is_filled = matcher.fills(tree, Line.of(text))

        assert is_filled == bool(found(tree, text, "line"))
        if blank == " ":
            assert is_filled == (words <= MAX_WORDS[slot])


@pytest.mark.parametrize("slot", [slot for slot in SLOTS if slot not in MAX_WORDS])
def test_every_slot_has_a_program(slot: str) -> None:
    program = program_of(SLOTS[slot])

    assert 1 < len(program.steps) <= MAX_STEPS
    assert program.longest < 2_000


@pytest.mark.parametrize("pattern", [r"(a)\1", r"a*?b", r"(?=a)b", r"(?s:.)", r"a(?!bc)"])
def test_an_expression_without_a_program_is_told(pattern: str) -> None:
    with pytest.raises(UnknownExpressionError):
        program_of(pattern)


def test_every_letter_is_lowered_as_python_does_it() -> None:
    letters = [c for c in map(chr, range(sys.maxunicode + 1)) if lower(c) != c]
    literals = {}
    entries = []
    for number, text in enumerate(sorted({lower(c) + "qqqq" for c in letters})):
        literals[text] = ((number, ANY_LENGTH),)
        entries.append((PHRASE, number, text, 0, (), "none"))
    one = made(entries, [literals])
    rules = {text: owners[0][0] for text, owners in literals.items()}
    lines = [c + "qqqq" for c in letters if not c.isspace()]

    got = {(unit, rule) for _, rule, unit, _, _ in look(one, lines)}

    assert {(unit, rules[lower(line)]) for unit, line in enumerate(lines)} <= got


@settings(max_examples=300)
@given(st.text(alphabet="a. \u200b\u00ad…B", max_size=30).map(str.strip))
def test_places_in_compact_lines_are_led_back(text: str) -> None:
    line = Line.of(text)
    literals = {"a": ((0, ANY_LENGTH),), "b": ((1, ANY_LENGTH),), "…": ((2, ANY_LENGTH),)}
    entries = [(PHRASE, n, key, 0, (), "none") for n, key in enumerate(literals)]
    one = made(entries, [literals])
    expected = {
        (n, line.origin(start), line.origin(end))
        for n, key in enumerate(literals)
        for start, end in line.occurrences(key)
    }

    assert expected == {(rule, start, end) for _, rule, _, start, end in look(one, [text])}


def test_wrong_tables_are_refused() -> None:
    phrase = (PHRASE, 0, "share", 0, (), "none")
    for literals in ({"share it": ((0, 9),)}, {"share": ((1, 9),)}, {"": ((0, 9),)}, {"share": 3}):
        with pytest.raises((ValueError, TypeError)):
            made([phrase], [literals])
    with pytest.raises(TypeError):
        finder.Finder(object(), never, finder.image([phrase], (), (), (), (), ()), 100)
    with pytest.raises(ValueError, match="slot"):
        found(("s", "nobody"), "share", "none")


@pytest.mark.parametrize("n", [64, 128, 256])
def test_a_table_is_looked_up_to_an_end_however_its_texts_begin(n: int) -> None:
    """As many first letters as there is room for in a power of two left no place to stop at."""
    texts = ["".join(chr(97 + 7 * i // 26**k % 26) for k in range(5)) for i in range(n)]
    entries = [(PHRASE, i, text, 0, (), "anywhere") for i, text in enumerate(texts)]
    one = made(entries, [{text: ((i, ANY_LENGTH),) for i, text in enumerate(texts)}])
    letters = "".join(chr(97 + i * i * 7 % 26) + chr(97 + i // 3 % 26) for i in range(20_000))

    assert {rule for _, rule, *_ in look(one, [*texts, letters])} == set(range(n))


IMAGE_OF = [
    (PHRASE, 0, "share it", 0, (), "none"),
    (TEMPLATE, 1, None, ANY_LENGTH, (("by", "von"), ("x",)), "line"),
    (TEMPLATE, 2, None, ANY_LENGTH, (), "line"),
]
TREE = to_tree(parse("by {name}[ x][ {date}]"))


def an_image() -> bytes:
    literals = {"share it": ((0, 99),), "by": ((1, 99),)}
    heads = [((1, ("by ada",), 99),)]
    image: bytes = finder.image(
        IMAGE_OF, [{"read on": (3,)}], [literals], [literals], heads, ((2,),)
    )
    return image


def all_of(one: Any) -> list[tuple[int, ...]]:
    lines = [
        "Share it",
        "by Ada Brook x 3 May 2020",
        "Read on",
        "3 May 2020",
        "by",
        "share it by x",
    ]
    hits: list[tuple[int, ...]] = []
    for is_running in (False, True):
        hits += one.look(
            lines, None, [0] * len(lines), "x", {}, {}, is_running, Line.of, lambda *_: [(0, 1)]
        )
    return hits


def test_an_image_holds_all_that_is_looked_for() -> None:
    image = an_image()
    one = finder.Finder(basis(), always(TREE), image, 30)

    assert an_image() == image
    assert {rule for _, rule, *_ in all_of(one)} == {0, 1, 2, 3}


@settings(max_examples=1_500)
@given(st.data())
def test_no_broken_image_is_read_beyond_its_end(data: st.DataObject) -> None:
    image = bytearray(an_image())
    small = st.integers(0, 900) | st.integers(0, len(image) - 1)  # sizes, entries, what they need
    for _ in range(data.draw(st.integers(1, 3))):
        image[data.draw(small)] = data.draw(
            st.sampled_from((0, 1, 127, 128, 255)) | st.integers(0, 255)
        )
    size = data.draw(st.just(len(image)) | st.integers(0, len(image)))
    with contextlib.suppress(ValueError):
        all_of(finder.Finder(basis(), always(TREE), bytes(image[:size]), 30))


def test_an_image_of_another_machine_or_in_an_odd_place_is_refused() -> None:
    image = an_image()
    odd = memoryview(b"." + image)[1:]
    other = image[:8] + b"\x09" + image[9:]
    for wrong in (odd, other, b"", b"x" * 40):
        with pytest.raises(ValueError, match="no image of a finder"):
            finder.Finder(basis(), never, wrong, 30)


def test_what_python_raises_comes_through_and_nothing_half_known_stays() -> None:
    one = made([(2, 0, "x", 0, (), "none")], [{"share": ((0, ANY_LENGTH),)}])
    known: dict[str, object] = {}
    with pytest.raises(AssertionError, match="nobody asks"):
        one.look(["a line", "share"], None, [0, 0], "x", known, {}, False, Line.of, never)

    assert set(known) == {"a line"}


def test_instances_are_those_that_python_makes() -> None:
    rows = [("file/rule", 0, 9, "drop", "share", 0.5, False, Span(1, 8))]

    made = finder.instances(Match, Match.__slots__, rows)

    assert made == [Match(*row) for row in rows]
    assert finder.instances(Match, Match.__slots__, []) == []


@pytest.mark.parametrize(
    ("type_", "fields", "rows"),
    [
        (Span, ("start", "end"), [(1,)]),
        (Span, ("start", "end"), [[1, 2]]),
        (Span, ("start", "__len__"), [(1, 2)]),
        (Span, ("start", "middle"), [(1, 2)]),
        (tuple, ("count",), [(1,)]),
        (Span, ("start",) * 99, []),
    ],
)
def test_instances_of_other_types_are_refused(
    type_: type, fields: tuple[str, ...], rows: list[Any]
) -> None:
    with pytest.raises((TypeError, AttributeError)):
        finder.instances(type_, fields, rows)


def test_texts_of_all_lengths_are_found_everywhere() -> None:
    texts = [
        "a",
        "·",
        "ab",
        "abc",
        "abcd",
        "abcde",
        "abcdefg",
        "abcdefgh",
        "abcdefghi",
        "bcdefghij",
    ]
    texts += [f"abcdefgh{c}" for c in "klmnopqrs"] + ["ŁŁŁŁŁ", "abcdŁ".lower(), "会員"]
    texts += [f"abcde{c}" for c in "aghijklmnoŁ"]
    texts += [f"abcdefghij{rest}" for rest in ("klm", "klmno", "klmxy")]
    texts = [lower(text) for text in texts]
    literals = {text: ((n, ANY_LENGTH),) for n, text in enumerate(texts)}
    entries = [(NEAR, n, text, 0, (), "anywhere") for n, text in enumerate(texts)]
    one = made(entries, [literals])
    lines = ["abcdefghijklmno", "abcdefghijklmx", "xabcdeo abcdeŁ", "abcdefghij", "xabcdefgh·"]
    lines += ["ŁŁŁŁŁ abcdŁ", "会員", "abcdefghs ab", "nothing", "b"]
    near: dict[int, list[int]] = {}
    one.look(lines, None, [0] * len(lines), "x", {}, near, False, Line.of, never)

    expected = {
        n: units
        for n, text in enumerate(texts)
        if (units := [u for u, line in enumerate(lines) if text in lower(line)])
    }
    assert expected == near


def test_threads_may_share_a_finder() -> None:
    tree = to_tree(parse("posté le {date}"))
    literals = {"posté le": ((0, ANY_LENGTH),)}
    one = made(entries_of(tree, "none"), [literals], always(tree))
    lines = [f"posté le {n} février 2020" for n in range(1, 29)] * 20
    results = []
    threads = [threading.Thread(target=lambda: results.append(look(one, lines))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [results[0]] * 4
    assert len(results[0]) == len(lines)


def test_nothing_is_held_on_to() -> None:
    resource = pytest.importorskip("resource")
    tree = to_tree(parse("by {names}[, {date}] (x|y|z)"))
    lines = ["By Ada Brook and Al Roe, 3 März 2020 x", "By  Ada...", "e\u0301 by Ada x"] * 40

    def once() -> None:
        literals = {"by ": ((0, ANY_LENGTH),)}
        one = made(entries_of(tree, "none"), [literals], always(tree))
        look(one, lines)

    for _ in range(50):
        once()
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(1_000):
        once()
    gc.collect()

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_000  # KB, of 3 MB leaked


def test_time_grows_with_the_line_and_no_faster() -> None:
    import time

    tree = to_tree(parse("{names} told {text} of {publisher} in {place}"))
    literals = {" told ": ((0, ANY_LENGTH),)}
    one = made(entries_of(tree, "none"), [literals], always(tree))
    for words in (
        "Ada Brook ",
        "Ada told Al of Leeds in York ",
        "told ",
        "a",
        "会",
        "• ",
        "3 May ",
    ):
        took = []
        for size in (20_000, 200_000):
            line = (words * (size // len(words) + 1))[:size].strip()
            start = time.process_time()
            look(one, [line])
            took.append(time.process_time() - start)

        assert took[1] < 30 * took[0] + 0.05, words
