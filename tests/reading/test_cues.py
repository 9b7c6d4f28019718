"""The table of wordings: each category has its examples, and the shortcuts of the table lose nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unpromote.reading.cues import CUES, Category, Cue, load_cues

C = Category
EXAMPLES = {
    C.CONVENIENCE: (
        "The Sponsor may terminate this Agreement at any time without cause.",
        "Either party may terminate this Agreement upon thirty (30) days' written notice.",
        "This Agreement may be terminated by the Sponsor for convenience.",
        "By either party upon sixty (60) days prior written notice.",
        "If the Company desires to terminate the Agreement, it shall give 60 days notice.",
    ),
    C.RENEWAL_NOTICE: (
        "It shall renew for one year unless either party gives notice sixty (60) days before the end.",
        "A party that decides not to renew shall say so 90 days before the end.",
    ),
    C.RENEWAL: (
        "The term shall automatically renew for successive one-year periods.",
        "The Sponsor has the option to extend the term for two years.",
    ),
    C.EXPIRATION: (
        "The term of this Agreement shall be three years.",
        "This Agreement shall remain in effect until December 31, 2026.",
        "The Initial Term means the first two years.",
    ),
    C.EFFECTIVE_DATE: ("This Agreement shall become effective on the day of the last signature.",),
    C.POST_TERMINATION: (
        "Upon termination of this Agreement, the Publisher shall cease using the marks.",
        "A sell-off period of six months follows.",
    ),
    C.LIQUIDATED: ("It shall pay the sum as liquidated damages and not as a penalty.",),
    C.MINIMUM: ("The Sponsor guarantees a minimum annual spend.",),
    C.CONTROL: ("Upon a change of control of the Publisher, the Sponsor may terminate.",),
    C.LAW: ("This Agreement is governed by the laws of the State of Ohio.",),
    C.CAUSE: (
        "The Sponsor may terminate if the Publisher breaches this Agreement.",
        "This Agreement shall terminate immediately upon the insolvency of a party.",
    ),
    C.CURE: ("The breach is not cured within ten days of notice.",),
    C.FORCE_MAJEURE: ("Neither party is liable for acts of God.",),
    C.PAYMENT: (
        "On termination, prepaid fees shall be refunded pro rata.",
        "Upon termination all amounts due shall be paid.",
    ),
    C.FEE: ("A kill fee of 25% is due.", "The Sponsor pays an early termination fee."),
    C.WINDOW: ("This order is non-cancelable.", "Neither party may terminate before May."),
    C.MORALS: ("The creator falls into public disrepute.",),
    C.EXCLUSIVITY_END: ("The exclusivity shall cease two weeks after the last post.",),
    C.TAKE_DOWN: ("The creator shall remove the videos within 24 hours.",),
    C.NOTICE_FORM: ("Notices shall be in writing and sent by courier to the address below.",),
    C.NON_REFUNDABLE: ("The deposit is non-refundable.",),
    C.PAUSE: ("The Sponsor may suspend the campaign for a week.",),
    C.PRECEDENCE: ("In case of conflict, the order shall prevail.",),
    C.DISPUTE: ("Invoices may be disputed within 30 days.",),
    C.SURVIVAL: ("Sections 4 and 5 survive.",),
}
COUNTEREXAMPLES = {
    C.CONVENIENCE: (
        "Termination of this Agreement for any reason shall not release a party from its debts.",
        "The Sponsor may terminate this Agreement if the Publisher fails to cure a breach within 10 days of notice.",
        "Termination for Convenience.",
    ),
    C.FEE: ("The Sponsor may leave without any termination fee.",),
    C.MORALS: ("The author keeps the moral rights.",),
    C.LAW: ("The parties comply with applicable laws.",),
    C.PAYMENT: ("Fails to pay within thirty days.",),
    C.CAUSE: ("Sections 4 and 5 survive termination upon breach.",),
    C.RENEWAL_NOTICE: ("The insurance shall give thirty days' notice of non-renewal.",),
}


def categories_of(words: str) -> set[Category]:
    lower = words.lower()
    return {cue.category for cue in CUES if cue.speaks_in(lower)}


def listed(table: dict[Category, tuple[str, ...]]) -> list[tuple[Category, str]]:
    return [(category, words) for category, examples in table.items() for words in examples]


@pytest.mark.parametrize(("category", "words"), listed(EXAMPLES))
def test_a_wording_gives_its_clause_away(category: Category, words: str) -> None:
    assert category in categories_of(words)


@pytest.mark.parametrize(("category", "words"), listed(COUNTEREXAMPLES))
def test_a_wording_that_only_looks_alike_does_not(category: Category, words: str) -> None:
    assert category not in categories_of(words)


def test_every_category_that_stands_in_sentences_has_a_cue() -> None:
    assert {cue.category for cue in CUES} == set(Category) - {C.AGREEMENT_DATE, C.PARTIES, C.DUTY}


def test_scores_are_shares() -> None:
    assert all(0 < cue.score <= 1 for cue in CUES)


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: f"{cue.category.value} {cue.score}")
def test_no_shortcut_loses_a_wording(cue: Cue) -> None:
    tight = re.sub(r"\{\d,\d+\}", "{0,3}", cue.pattern.pattern)  # the same wordings, with less between them

    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(re.compile(tight, re.ASCII), fullmatch=True))
    def has_a_word_it_needs(words: str) -> None:
        assert any(word in words for word in cue.needs)

    has_a_word_it_needs()


def test_a_table_may_name_patterns_and_use_them() -> None:
    table = """
    [words]
    END = 'cancel\\w*'
    SOON = 'soon <END>'
    [[cue]]
    category = "Morals"
    score = 0.5
    pattern = 'very <SOON>'
    unless = 'not <END>'
    """
    (cue,) = load_cues(table)
    assert cue.speaks_in("very soon cancelled")
    assert not cue.speaks_in("very soon cancelled, or not cancelled")
