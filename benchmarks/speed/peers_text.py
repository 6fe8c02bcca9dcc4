"""Contenders on raw text. They do different work; only what they take in is the same."""

from __future__ import annotations

from typing import Any

from benchmarks.speed.contenders import OWN, PURE, Contender, Run, each

JUDGES = "judges documents; ends at the first reason to drop one"
FEWER = 0.05  # of the pages, for what would take minutes on all of them


def _cleaner(profile: str) -> Run:
    from cleaner import Cleaner

    cleaner = Cleaner(profile=profile)
    return lambda pages: [result.text for result in cleaner.clean_many(pages)]


def _cleaner_alone() -> Run:
    from cleaner import Cleaner

    cleaner = Cleaner()
    return each(lambda page: cleaner.clean(page).text)


def _regex_loop() -> Run:
    from benchmarks.speed.rule_loop import rule_patterns

    patterns = rule_patterns()
    return each(
        lambda page: [p for line in page.split("\n") for p in patterns if p.search(line)],
    )


def _datatrove(name: str) -> Run:
    from datatrove.data import Document
    from datatrove.pipeline import filters

    judge = getattr(filters, name)()
    return each(lambda page: judge.filter(Document(text=page, id="page")))


def _dolma(name: str) -> Run:
    from dolma.core.data_types import Document
    from dolma.core.registry import TaggerRegistry

    tagger: Any = TaggerRegistry.get(name)()
    return each(lambda page: tagger.predict(Document(source="", version="", id="", text=page)))


def _nemo_strings() -> Run:
    from nemo_curator.stages.text.modifiers import BoilerPlateStringModifier

    return each(BoilerPlateStringModifier().modify_document)


def _nemo_lines() -> Run:
    from nemo_curator.stages.text.modifiers import LineRemover

    from benchmarks.speed.rule_loop import rule_lines

    return each(LineRemover(rule_lines()).modify_document)


def _ftfy() -> Run:
    import ftfy

    return each(ftfy.fix_text)


CONTENDERS = (
    Contender("news-cleaner", OWN, lambda: _cleaner("balanced"), "all rules and the scorer"),
    Contender(
        "news-cleaner, pure Python",
        PURE,
        lambda: _cleaner("balanced"),
        "the same, nothing compiled",
    ),
    Contender("news-cleaner, page by page", OWN, _cleaner_alone, "the same, no batches"),
    Contender("news-cleaner rules-only", OWN, lambda: _cleaner("rules-only"), "all rules"),
    Contender(
        "loop of `regex`", OWN, _regex_loop, "finds the same rules, line by line", share=FEWER
    ),
    Contender("datatrove C4", "datatrove", lambda: _datatrove("C4QualityFilter"), JUDGES),
    Contender("datatrove FineWeb", "datatrove", lambda: _datatrove("FineWebQualityFilter"), JUDGES),
    Contender("datatrove Gopher", "datatrove", lambda: _datatrove("GopherQualityFilter"), JUDGES),
    Contender("ftfy", "html", _ftfy, "repairs encoding"),
    Contender("dolma c4_v1", "dolma", lambda: _dolma("c4_v1"), "tags lines"),
    Contender("dolma c4_v2", "dolma", lambda: _dolma("c4_v2"), "tags lines"),
    Contender("dolma gopher_v1", "dolma", lambda: _dolma("gopher_v1"), "tags documents"),
    Contender("NeMo BoilerPlateString", "nemo", _nemo_strings, "a few fixed strings"),
    Contender("NeMo LineRemover", "nemo", _nemo_lines, "the whole-line rules' texts"),
)
