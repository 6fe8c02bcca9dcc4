"""A made-up page with a story and chrome, as the scorer for pages learns from it."""

from cleaner.data import Document
from cleaner.formats.html import read_page
from cleaner.scoring.labelled import LabelledPage
from cleaner.scoring.tree.facts import facts_of
from cleaner.scoring.tree.learn import TreePage
from cleaner.stages.blocks import split_blocks
from cleaner.stages.page_scores import lined

STORY = [
    "Rain fell on the valley all day, and the river rose by a metre before midnight.",
    "The mayor, Ida Brandt, said that the bridge would stay closed until Friday at least.",
    "“We have seen worse,” said a baker whose shop stands by the water, “but not in May.”",
    "Forecasters expect the weather to clear on Thursday, when the wind turns to the east.",
]
CHROME = ["Home", "Sport", "Most read", "Sign up to our newsletter", "Imprint and contact"]
HTML = (
    "<html><body><nav class='top-menu'><ul><li><a href='/'>Home</a><li><a href='/s'>Sport</a></ul>"
    "</nav><article class='story-body'>"
    + "".join(f"<p>{text}</p>" for text in STORY)
    + "</article><aside class='related'><h3>Most read</h3></aside>"
    "<div class='newsletter'><b>Sign up to our newsletter</b></div>"
    "<footer>Imprint and <span class=x>contact</span></footer></body></html>"
)


def tree_page(html: str, group: str) -> TreePage:
    """The page with its labels: the story is body, all else chrome."""
    page = read_page(html)
    blocks = split_blocks(Document(page.text, markup=page.markup))
    text, (starts, ends), said = lined(blocks, [0] * len(blocks))
    labels = [int(line in STORY) for line in page.markup.texts]
    return TreePage(LabelledPage(text, starts, ends, labels, said, group), facts_of(page.markup))
