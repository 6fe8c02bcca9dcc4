"""Which YAML is a labelled article."""

from pathlib import Path

import pytest

from cleaner.corpus.labelled_article import may_be_article


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("kind: news\nparts:\n", True), ("parts:\nkind: news\n", True), ("a: parts:\n", False)],
)
def test_an_article_has_parts_wherever_they_stand(tmp_path: Path, text: str, is_so: bool) -> None:
    (tmp_path / "a.yaml").write_text(text)

    assert is_so == may_be_article(tmp_path / "a.yaml")


def test_what_cannot_be_read_may_be_one_so_that_it_is_told(tmp_path: Path) -> None:
    assert may_be_article(tmp_path)
