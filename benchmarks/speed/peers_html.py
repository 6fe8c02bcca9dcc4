"""Contenders on HTML: from the page to the main text."""

from __future__ import annotations

from benchmarks.speed.contenders import OWN, Contender, Run, each

ADDRESS = "https://www.example.org/article"  # newspaper4k asks for one; nothing is fetched


def _cleaner() -> Run:
    from cleaner import Cleaner

    cleaner = Cleaner()
    return each(lambda page: cleaner.clean_html(page).text)


def _trafilatura(fast: bool) -> Run:
    from trafilatura import extract

    return each(lambda page: extract(page, fast=fast))


def _justext() -> Run:
    import justext

    words = justext.get_stoplist("English")
    return each(lambda page: justext.justext(page.encode(), words))


def _resiliparse() -> Run:
    from resiliparse.extract.html2text import extract_plain_text

    return each(lambda page: extract_plain_text(page, main_content=True))


def _readability() -> Run:
    from readability import Document

    return each(lambda page: Document(page).summary())


def _newspaper() -> Run:
    from newspaper import Article

    def article(page: str) -> str:
        found = Article(ADDRESS, fetch_images=False)
        found.download(input_html=page)
        found.parse()
        return str(found.text)

    return each(article)


CONTENDERS = (
    Contender("news-cleaner", OWN, _cleaner, "all rules, the scorer, trafilatura where in doubt"),
    Contender("trafilatura", "html", lambda: _trafilatura(False), "extraction"),
    Contender("trafilatura fast", "html", lambda: _trafilatura(True), "without fallbacks"),
    Contender("jusText", "html", _justext, "extraction"),
    Contender("resiliparse main content", "html", _resiliparse, "extraction"),
    Contender("readability-lxml", "html", _readability, "extraction, gives HTML"),
    Contender("newspaper4k", "html", _newspaper, "extraction, metadata"),
)
