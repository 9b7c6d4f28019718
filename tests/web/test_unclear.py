"""A case page over unclear terms: an interval or an open question, never one figure."""

from __future__ import annotations

from datetime import datetime

import pytest

import agreed
import builders as b
from unpromote.services.agreement import confirm_terms
from unpromote.services.quote import take_quote
from web.pages import PAGE, words

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")


def page(client, cast, *fields, bare=False):
    b.saved_case("review")
    asked = agreed.unclear(*fields)
    if bare:
        del asked["terms"]["rights"][0]["holders"]
    confirm_terms(cast["ana"], "case_1", asked, now=b.NOW)
    take_quote(cast["ana"], "case_1", method="email", now=b.NOW, sent_at=SENT)
    return words(client.get(PAGE))


def test_the_price_is_an_interval(ana, cast):
    assert "leaving costs between $40,000.00 and $67,000.00" in page(ana, cast, agreed.NOTICE)


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([["never"], ["media"]], "Cancelling is not allowed under any reading of the terms."),
        ([["advertiser"], ["media"]], "Whether cancelling is allowed depends on terms that are unclear"),
    ],
)
def test_where_leaving_itself_is_open_the_page_says_so(ana, cast, readings, told):
    holders = {"path": "rights[0].holders", "readings": readings, "question": "Who may?"}
    assert told in page(ana, cast, holders, bare=True)


def test_a_refused_quote_as_it_is_really_stored_has_a_page(ana, cast):
    b.saved_case("ready")
    take_quote(cast["ana"], "case_1", method="chat", now=b.NOW, sent_at=SENT)
    assert "Cancelling is not allowed now" in words(ana.get(PAGE))
