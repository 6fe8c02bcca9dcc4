"""Documents for property tests: lines of body, chrome and hostile Unicode, mixed."""

from hypothesis import strategies as st

BODY = (
    "The council voted on Tuesday to close the bridge for six months, the mayor said.",
    "“Nobody asked us,” said Ada Brook, who runs the bakery beside the river. “Not once.”",
    "Repairs will cost £4.2m, of which the county pays half, according to a report seen on Monday.",
    "Engineers found cracks in two of the nine arches last autumn, and closed one lane at once.",
    "Traffic will be led over the old ford until the work is done, not before June.",
    "• Nine arches, two of them cracked",
    "What happens next",
    "Der Stadtrat stimmte am Dienstag mit großer Mehrheit für die Sperrung der Brücke.",
    "記者会見で市長は、橋の修理には半年かかると述べた。住民からは不安の声が上がっている。",
)
CHROME = (
    "Comments",
    "Share this article",
    "Sign up to our newsletter",
    "Your support helps us to tell the story",
    "Your support makes all the difference.",
    "Notifications can be managed in browser preferences.",
    "Join our commenting forum",
    "By Jon Stone",
    "Wednesday 10 February 2016 08:45 GMT",
    "(Getty Images)",
    "Thank you for registering",
    "Advertisement",
    "READ MORE: Bridge repairs delayed again",
    "Please refresh the page or navigate to another page on the site to be automatically "
    "logged inPlease refresh your browser to be logged in",
    "© 2024 Riverside Media. All rights reserved.",
)
ODD = (
    "",
    " ",
    "\t",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "İstanbul ΟΔΟΣ ß ﬁ",
    "e\u0301te\u0301 Sign  up  for\u200b our newsletter",
    "👩‍👩‍👧‍👦 🏳️‍🌈",
    "\ud800 lone surrogate",
    "a" * 300,
    "." * 80,
    '"' * 7,
    "((((((((((",
    "1 2 3 4 5 6 7 8 9",
    "x\x00y",
)
LINE_ENDS = ("\n", "\n\n", "\r\n", "\r", "\u2028", "\x85", "\n \n", "", " ")

lines = st.one_of(
    st.sampled_from(BODY),
    st.sampled_from(CHROME),
    st.sampled_from(ODD),
    st.text(max_size=60),
)
documents = st.lists(st.tuples(lines, st.sampled_from(LINE_ENDS)), max_size=25).map(
    lambda parts: "".join(line + end for line, end in parts)
)
"""Raw texts of up to 25 lines with all kinds of line ends, also none."""
