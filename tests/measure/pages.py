"""Labelled texts for tests."""

from cleaner.measure.labelled_text import LabelledText, body_lines, parts_of_lines


def page_of(*lines: tuple[str, int], mixed: dict[int, str] | None = None, **known) -> LabelledText:
    """A page of lines with labels."""
    words, labels = [line for line, _ in lines], tuple(label for _, label in lines)
    text = "\n".join(words)
    given = {"id": "a", "file": "a.jsonl", "body": body_lines(words, labels, mixed or {})} | known
    parts = parts_of_lines(text, labels)
    return LabelledText(text=text, parts=parts, labels=labels, mixed=mixed or {}, **given)
