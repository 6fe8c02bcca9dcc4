"""Running texts for property tests: menus, prose and hostile Unicode behind one another."""

from hypothesis import strategies as st

from cleaner.folding import fold
from tests.documents import BODY, CHROME

WORDS = (
    *("Home", "News", "SPORT", "the", "a", "12:30", "May", "2021", "(AP)", '"Nobody', "said."),
    *("•", "|", "-", "'", "...", "", "»Der", "Über", "Москва", "новости", "首页", "体育", "خبر"),
    *("İstanbul", "ΟΔΟΣ", "ß.", "x\u0301", "\ud800", "\u2028", "١٢", "²", "ǅ", "don't", "A"),
)
running_texts = (
    st.lists(
        st.sampled_from(WORDS) | st.sampled_from((*BODY, *CHROME)) | st.text(max_size=4),
        max_size=24,
    )
    .map(" ".join)
    .map(fold)
)
