"""Pages that the scorer learns from, and pages kept apart from it, on which it must do as well."""

from collections.abc import Sequence
from pathlib import Path

from cleaner import Cleaner
from cleaner.measure.labelled_text import BODY, CHROME, LabelledText
from cleaner.measure.reading import read_labelled

CORPUS = Path(__file__).parents[2] / "corpus"
LESSONS = read_labelled([str(CORPUS / "lessons")])
KEPT_APART = read_labelled([str(CORPUS / "kept-apart")])
LEAST_BODY_KEPT, LEAST_CHROME_GONE = 0.97, 0.785
LONG = 8  # words of a line that no two pages have by chance


def parts_of(texts: Sequence[LabelledText], label: int) -> set[str]:
    return {
        text.text[part.start : part.end].strip()
        for text in texts
        for part in text.parts
        if part.label == label
    }


def kept(texts: Sequence[LabelledText], label: int) -> float:
    """Share of the words with a label that are kept, texts alone."""
    words = stay = 0
    for text, result in zip(
        texts, Cleaner().clean_many([text.text for text in texts]), strict=True
    ):
        gone = [(span.start, span.end) for span in result.removed]
        for part in text.parts:
            if part.label == label:
                size = len(text.text[part.start : part.end].split())
                words += size
                stay += size * all(
                    end <= part.start or part.end - 1 <= start for start, end in gone
                )
    return stay / words


def test_every_page_is_named_once_and_has_body_and_chrome() -> None:
    texts = [*LESSONS, *KEPT_APART]

    assert len({(text.group, text.id) for text in texts}) == len(texts) >= 400
    for text in texts:
        labels = [part.label for part in text.parts]
        assert labels.count(BODY) >= LONG
        assert CHROME in labels


def test_no_body_stands_in_both() -> None:
    both = parts_of(LESSONS, BODY) & parts_of(KEPT_APART, BODY)

    assert not [line for line in both if len(line.split()) >= LONG]


def test_pages_kept_apart_keep_their_body_and_lose_their_chrome() -> None:
    assert kept(KEPT_APART, BODY) >= LEAST_BODY_KEPT
    assert 1 - kept(KEPT_APART, CHROME) >= LEAST_CHROME_GONE
