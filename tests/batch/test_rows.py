"""Rows of a corpus: no row stops the others, and none loses its place."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Result, restore
from cleaner.batch.rows import BATCH_ROWS, FAILED, RawRow, clean_rows
from cleaner.errors import UsageError
from tests.documents import BODY, documents

urls = st.sampled_from([None, "https://www.independent.co.uk/a", "example.org", "no address", ""])
rows = st.lists(st.tuples(st.none() | documents, urls, st.sampled_from([None, "en", "de"])))


def test_a_batch_gives_what_each_row_gives_alone(cleaner: Cleaner) -> None:
    @given(rows)
    def holds(some: list[tuple[str | None, str | None, str | None]]) -> None:
        cleaned = list(cleaner.clean_rows(some))

        assert len(some) == len(cleaned)
        for (text, url, lang), row in zip(some, cleaned, strict=True):
            if text is None:
                assert (None,) * 5 == (row.text, row.spans, row.status, row.kept, row.error)
            else:
                alone = cleaner.clean(text, url=url, lang=lang)
                assert (alone.text, alone.status, None) == (row.text, row.status, row.error)
                assert text == restore(row.text or "", row.span_dicts() or ())

    holds()


def test_what_is_no_text_fails_alone_and_stays(cleaner: Cleaner) -> None:
    odd = [(BODY[0],), (b"bytes",), (None,), (17,), (BODY[1], 5), (BODY[2],)]

    cleaned = list(cleaner.clean_rows(odd))  # type: ignore[arg-type]

    assert ["untouched", FAILED, None, FAILED, FAILED, "untouched"] == [r.status for r in cleaned]
    assert [row[0] for row in odd] == [row.text for row in cleaned]
    assert "text must be str, not bytes; decode bytes first" == cleaned[1].error
    assert "url must be str, not int; give a text or None" == cleaned[4].error


def test_what_is_missing_in_a_table_is_not_known(cleaner: Cleaner) -> None:
    """Of a missing value pandas makes a number that equals nothing."""
    missing = float("nan")
    named, null = cleaner.clean_rows([("A line.", missing, missing), (missing,)])

    assert named.status == "untouched"
    assert null.text is None
    assert null.error is None


def test_a_row_of_another_length_fails_alone(cleaner: Cleaner) -> None:
    odd = [(BODY[0],), (BODY[1], None, None, "more"), (), 17, [BODY[2], None]]

    cleaned = list(cleaner.clean_rows(odd))  # type: ignore[arg-type]

    assert ["untouched", FAILED, FAILED, FAILED, "untouched"] == [row.status for row in cleaned]
    assert [BODY[0], BODY[1], None, None, BODY[2]] == [row.text for row in cleaned]
    assert "a row has 4 values; give (text,), (text, url) or (text, url, lang)" == cleaned[1].error


@pytest.mark.parametrize("text", ["abc", b"abc"])
def test_a_text_is_no_row_and_no_rows(cleaner: Cleaner, text: str) -> None:
    """Its letters would be taken for text, address and language."""
    with pytest.raises(UsageError, match=r"a row must be a tuple, .*; give \(text,\) or"):
        list(cleaner.clean_rows([(BODY[0],), text]))  # type: ignore[list-item]
    with pytest.raises(UsageError, match=r"a row must be a tuple, not dict"):
        list(cleaner.clean_rows([{"text": text}]))  # type: ignore[list-item]
    with pytest.raises(UsageError, match=r"rows must be several, .*; give a list"):
        cleaner.clean_rows(text)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"texts must be several, .*; give a list"):
        cleaner.clean_many(text)
    with pytest.raises(UsageError, match=r"langs must be several, .*; give a list"):
        cleaner.clean_many([BODY[0]], langs=text)


def test_a_defect_in_one_document_of_many_is_told_and_costs_no_other() -> None:
    """Whatever is raised, also in batches far behind the first."""
    cleaner = Cleaner(profile="rules-only")
    bad = {3, BATCH_ROWS, 2 * BATCH_ROWS + 7}
    texts = [f"{'!' if i in bad else ''}{i} {BODY[0]}" for i in range(2 * BATCH_ROWS + 9)]

    def clean(some: Sequence[RawRow]) -> list[Result]:
        if any((row.text or "").startswith("!") for row in some):
            raise RecursionError("too deep \ud800")
        return [cleaner.clean(row.text or "") for row in some]

    cleaned = list(clean_rows(map(RawRow, texts), clean))

    assert texts == [row.text for row in cleaned]
    assert bad == {i for i, row in enumerate(cleaned) if row.status == FAILED}
    assert {"RecursionError: too deep \\ud800"} == {row.error for row in cleaned if row.error}


def test_rows_come_out_before_all_have_gone_in(cleaner: Cleaner) -> None:
    taken = []

    def endless():  # type: ignore[no-untyped-def]
        while True:
            taken.append(1)
            yield (BODY[0],)

    first = next(cleaner.clean_rows(endless()))

    assert "untouched" == first.status
    assert len(taken) <= BATCH_ROWS


def test_spans_are_what_is_removed_without_the_words(cleaner: Cleaner, seed_text: str) -> None:
    result = cleaner.clean(seed_text)

    assert [(v.start, v.end, v.rule, v.score, v.text) for v in result.removed] == [
        (v.start, v.end, v.rule, v.score, v.text) for v in result.spans
    ]
    assert result.spans
    assert all(v.reasons for v in result.removed)


def test_what_was_read_before_the_source_failed_comes_out_first(cleaner: Cleaner) -> None:
    def texts() -> Iterator[str]:
        yield from BODY[:3]
        raise OSError("the disk is gone")

    for results in (cleaner.clean_many(texts()), cleaner.clean_rows((t,) for t in texts())):
        came = [next(results).text for _ in range(3)]

        assert BODY[:3] == tuple(came)
        with pytest.raises(OSError, match="the disk is gone"):
            next(results)


def test_what_is_no_text_among_many_is_told_by_its_number(cleaner: Cleaner) -> None:
    results = cleaner.clean_many([BODY[0], BODY[1], None])  # type: ignore[list-item]

    assert [BODY[0], BODY[1]] == [next(results).text for _ in range(2)]
    with pytest.raises(UsageError, match="text 3: text must be str, not NoneType; give a text"):
        next(results)


@pytest.mark.parametrize("name", ["NA", "NaT"])
def test_what_pandas_has_where_nothing_is_known_is_null(cleaner: Cleaner, name: str) -> None:
    missing = getattr(pytest.importorskip("pandas"), name)
    named, null = cleaner.clean_rows([("A line.", missing, missing), (missing,)])

    assert ("untouched", None) == (named.status, named.error)
    assert (None, None, None) == (null.text, null.status, null.error)
