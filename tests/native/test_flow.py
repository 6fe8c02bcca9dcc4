"""The compiled sweep, sentences, cuts and gaps say what the Python beside them says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import sentences
from cleaner.columns import cut
from cleaner.data import BLANK, Blocks, Document
from cleaner.deciding import cuts, gaps
from cleaner.folding import fold
from cleaner.lines import Swept, sweep
from cleaner.native import twin
from cleaner.policy import Policy
from cleaner.sentences import BULLETS, CLOSING, GOES_ON, OPENING, STOPS, WIDE_STOPS
from cleaner.stages.blocks import split_blocks

FLOW, SENTENCES, CUTS, GAPS = map(twin, ("flow", "sentences", "cuts", "gaps"))
needs_twins = pytest.mark.skipif(
    None in (FLOW, SENTENCES, CUTS, GAPS),
    reason="no compiled modules here; the Python does the work",
)

SIGNS = (
    *"aAéÉßªǅıİК٣Ⅷ漢𝒳🙂",
    *f"{STOPS}{WIDE_STOPS}{GOES_ON}{OPENING}{CLOSING}{BULLETS}",
    *"¿¡-–—▪`_",
    *" \t\n\r\v\f\x1c\x1d\x1e\x1f\x00\x85\xa0\u1680\u2000\u2028",
    *"\u2029\u200b\u3000\ufeff\ud800\udc00",
)
WORDS = (
    "\r\n", "   ", "the ", "The ", "Mr. ", "12. ", "123. ", "iPhone ", "YouTube ", "McDonald's ",
    "logged inPlease refresh", "the end.The next ", "example.Com ", "x" * 49, "x" * 50, "Y" * 51,
    "Home News Sport Ada Byron ", "12 May 2021 ", "The river rose by a metre. ", "雨が降った。",
    "It rained. Then sun. ", "• One\n", "(Pool) ", "z" * 1300,
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(WORDS), st.text(max_size=3)))
odd = texts.map("".join)
offsets = st.lists(st.integers(0, 400), max_size=9)


@needs_twins
def test_every_character_is_folded_and_classed_alike() -> None:
    for start in range(0, sys.maxunicode, 4096):
        text = "".join(
            f"{chr(c)}a{chr(c)}Bc {chr(c)}b.{chr(c)}c\n" for c in range(start, start + 4096)
        )
        assert sweep(text, 9) == Swept(*FLOW.sweep(text, 9))


@needs_twins
@given(odd, st.integers(0, 30))
def test_a_text_is_swept_alike(text: str, column: int) -> None:
    assert sweep(text, column) == Swept(*FLOW.sweep(text, column))


@needs_twins
@given(odd)
def test_a_folded_text_takes_no_more_room_than_it_must(text: str) -> None:
    folded = FLOW.sweep(text, 9)[0]

    assert folded == fold(text)
    assert folded is text or sys.getsizeof(folded) == sys.getsizeof("".join(list(folded)))


@needs_twins
@given(odd, st.integers(0, 300), st.integers(0, 300))
def test_sentences_begin_alike(text: str, one: int, other: int) -> None:
    folded = fold(text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for bounds in ((start, end), (0, len(text))):
        expected = sentences.sentence_cuts_found(folded, *bounds)
        assert expected == sentences.sentence_cuts(folded, *bounds)


@needs_twins
@given(st.text(st.sampled_from("aB.…! »«'\"—-)1\n。।؟۔"), max_size=60))
def test_sentences_in_quotation_marks_begin_alike(text: str) -> None:
    folded = fold(text)
    expected = sentences.sentence_cuts_found(folded, 0, len(text))
    assert expected == sentences.sentence_cuts(folded, 0, len(text))


def pieces_of(text: str, edges: list[int]) -> Blocks:
    """The blocks of a text, cut further as rules cut them."""
    blocks = split_blocks(Document(text))
    inside = sorted({edge for edge in edges if 0 < edge < len(text)} - set(blocks.starts))
    made = cut(blocks.starts, blocks.kinds, inside)
    ends = [*made.starts[1:], len(text)] if text else []
    kinds = bytes(
        BLANK if blocks.folded[start:end].isspace() else kind
        for start, end, kind in zip(made.starts, ends, made.kinds, strict=True)
    )
    return replace(blocks, starts=made.starts, ends=ends, kinds=kinds)


def flags_of(pieces: Blocks, draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytearray:
    """What rules left: blank pieces always, of the others some."""
    n = len(pieces)
    flags = draw(st.lists(st.sampled_from([0, 1, 1, 1]), min_size=n, max_size=n))
    return bytearray(flag or kind == BLANK for flag, kind in zip(flags, pieces.kinds, strict=True))


@needs_twins
@given(odd, offsets, st.data())
def test_gaps_close_alike(text: str, edges: list[int], data: st.DataObject) -> None:
    pieces = pieces_of(text, edges)
    keeps = flags_of(pieces, data.draw)
    other = bytearray(keeps)
    GAPS.close_gaps(pieces.folded, pieces.starts, pieces.kinds, keeps)
    gaps.close_gaps_found(pieces, other)

    assert other == keeps


POLICIES = (
    Policy("balanced"),
    Policy("low", cut_below=-150, tail_grace=150, island_below=-50),
    Policy("high", cut_below=160, prose_grace=150, tail_grace=50, boxed_grace=80, island_below=250),
)
SENTENCES_ALIKE = (
    "The council said on Monday that the old gate of the harbour was broken.",
    "Nobody was hurt that night.",
    "Nobody was hurt.",
    "Was nobody hurt that night?",
    "“Nobody was hurt that night,” she said…",
    "Share",
    "雨が降った" * 12,
    "ฝนตกหนัก" * 8,
    "뉴스정치" * 20,
    "雨が降った" * 11 + "four",
    "雨" * 30 + "a" * 30,
)
KEEPS = st.sampled_from([1, 1, 0])
POINTS = st.sampled_from([-700, -320, -300, -210, -110, -10, 0, 20, 100, 150, 160, 199, 200, 300])


@needs_twins
@given(odd, offsets, st.sampled_from(POLICIES), st.data())
def test_scores_cut_alike(text: str, edges: list[int], policy: Policy, data: st.DataObject) -> None:
    pieces = pieces_of(text, edges)
    keeps = flags_of(pieces, data.draw)
    points = data.draw(st.lists(POINTS, min_size=len(pieces), max_size=len(pieces)))

    expected = cuts.rows_found(pieces, keeps, points, cuts.wary(pieces, keeps, points, policy))
    assert expected == cuts.rows_to_cut(pieces, keeps, points, policy)


@needs_twins
@given(st.lists(st.tuples(st.sampled_from(SENTENCES_ALIKE), POINTS, KEEPS), max_size=12))
def test_sentences_below_prose_are_cut_alike(lines: list[tuple[str, int, int]]) -> None:
    pieces = split_blocks(Document("\n".join(text for text, *_ in lines)))
    keeps, points = bytearray(keep for *_, keep in lines), [points for _, points, _ in lines]
    policy = replace(POLICIES[0], unsure_below=0)

    expected = cuts.rows_found(pieces, keeps, points, cuts.wary(pieces, keeps, points, policy))
    assert expected == cuts.rows_to_cut(pieces, keeps, points, policy)


@needs_twins
def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        GAPS.close_gaps("ab", [0], b"\1\1", bytearray(2))
    with pytest.raises(ValueError, match="lie in their text"):
        GAPS.close_gaps("ab", [0, 7], b"\1\1", bytearray(2))
    with pytest.raises(ValueError, match="lie in the text"):
        SENTENCES.sentence_cuts("ab", 0, 7, frozenset())
    with pytest.raises(TypeError):
        FLOW.sweep(b"ab", 9)


@needs_twins
def test_a_column_that_changes_while_it_is_read_does_no_harm() -> None:
    class Emptying:
        def __index__(self) -> int:
            points.clear()
            return -900

    points: list[Any] = [Emptying(), -900, -900]
    places, flags, signs, zeros = [0, 1, 2, 3], b"\1\1\1", ("",) * 8, (0,) * 7

    gone = CUTS.rows_to_cut(
        "abc", places[:3], places[1:], flags, flags, points, signs, (9,) * 8, zeros
    )
    assert ([], [0, 1, 2]) == (points, gone)
