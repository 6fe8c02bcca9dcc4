"""Findings are what the filter removes, span by span."""

from hypothesis import example, given

from cleaner import Cleaner
from cleaner.checker.fix import cut_out
from cleaner.checker.places import Places
from cleaner.checker.removals import removal_findings
from tests.checker.articles import DIRTY
from tests.documents import documents


def spans_of(cleaner: Cleaner, text: str) -> None:
    """The cuts of all findings, cut out, give the filter's output; each span has one finding."""
    result = cleaner.clean(text)
    found = list(removal_findings(result, Places(text), cleaner.confidences))
    cuts = [one.cut for one in found if one.cut]
    covered = [i for start, end in cuts for i in range(start, end)]
    told = [v for v in result.removed if v.role != "blank"]

    assert [i for v in result.removed for i in range(v.start, v.end)] == covered
    assert result.text == cut_out(text, cuts)
    if told or not result.removed:
        assert [v.rule or f"score/{v.role}" for v in told] == [one.code for one in found]
    assert all(0.0 <= one.confidence <= 1.0 for one in found)
    for one in found:
        assert one.cut is not None
        assert one.cut[0] <= one.span[0] <= one.span[1] <= one.cut[1]


@given(documents)
@example("The council voted to close the bridge, the mayor said.Share this article\n\n")
def test_findings_are_what_the_filter_removes(cleaner: Cleaner, text: str) -> None:
    spans_of(cleaner, text)


@given(documents)
def test_findings_are_what_the_rules_alone_remove(rules_only: Cleaner, text: str) -> None:
    spans_of(rules_only, text)


def test_a_finding_names_place_rule_and_words(rules_only: Cleaner) -> None:
    result = rules_only.clean(DIRTY)
    share, appeal = removal_findings(result, Places(DIRTY), rules_only.confidences)

    assert (1, 1, 1, 19) == (share.line, share.column, share.end_line, share.end_column)
    assert (0, 20) == share.cut  # with the blank line behind it
    assert (4, 1) == (appeal.line, appeal.column)
    assert appeal.code.startswith("donation/")
    assert "donation: “Support our journalism from as little as $1 a month.”" == appeal.message
    assert any(appeal.code in reason for reason in appeal.reasons)
