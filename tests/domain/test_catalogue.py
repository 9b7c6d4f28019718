"""Every reason and every fact has its words, and the page of them is written from the very catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from unpromote.domain.catalogue import FACTS, REASONS, FactKind, ReasonEntry, fact_words, proofs_of, reasons_for
from unpromote.domain.clauses import KINDS
from unpromote.domain.vocabulary import FACT_OF, GROUNDS_OF, Ground, Reason

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "reasons-and-facts.md"


def test_every_reason_is_worded_with_its_grounds_in_order():
    assert list(REASONS) == list(Reason) == list(GROUNDS_OF)
    assert REASONS[Reason.NEGATIVE_FEEDBACK].grounds == (Ground.CONVENIENCE, Ground.MORALS, Ground.BREACH)
    assert REASONS[Reason.NEGATIVE_FEEDBACK].facts == ("misconduct", "breach")
    assert REASONS[Reason.STRATEGY_CHANGE].facts == ()


def test_every_fact_that_a_ground_or_a_credit_rests_on_is_worded():
    assert FACTS.keys() == {*FACT_OF.values(), *KINDS}


@pytest.mark.parametrize("kind", FACTS.values(), ids=list(FACTS))
def test_a_fact_wants_something_and_something_proves_it(kind):
    assert any(part.wanted for part in kind.particulars)
    assert kind.proofs


def test_a_ground_is_open_to_the_reasons_of_the_vocabulary():
    assert reasons_for(Ground.FORCE_MAJEURE) == (Reason.TECHNICAL_ISSUE, Reason.FORCE_MAJEURE)
    assert reasons_for(Ground.CONVENIENCE) == tuple(Reason)


def test_a_fact_of_the_agreements_own_is_called_by_its_name():
    assert (fact_words("change_of_control"), proofs_of("change_of_control")) == ("change of control", ())


def reason_row(entry: ReasonEntry) -> str:
    grounds = ", ".join(f"`{ground.value}`" for ground in entry.grounds)
    facts = ", ".join(f"`{name}`" for name in entry.facts) or "none"
    return f"| `{entry.reason.value}`: {entry.says} | {grounds} | {facts} | {entry.shows} |"


def fact_part(kind: FactKind) -> str:
    fields = "\n".join(f"| `{part.name}` | {part.says} | {'yes' if part.wanted else ''} |" for part in kind.particulars)
    proof = "\n".join(f"- {what.value.replace('_', ' ')}: {words}" for what, words in kind.proof)
    head = f"### `{kind.name}`\n\n{kind.says.capitalize()}.\n\n| field | says | wanted |\n|---|---|---|"
    return f"{head}\n{fields}\n\n{proof}\n"


def test_the_page_of_reasons_and_facts_is_written_from_the_catalogue():
    page = PAGE.read_text()
    rows = [reason_row(entry) for entry in REASONS.values()]
    assert [row for row in rows if row not in page] == []
    assert [kind.name for kind in FACTS.values() if fact_part(kind) not in page] == []
