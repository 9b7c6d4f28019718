"""Weighing is a look at the case: what was quoted, or the same anew with what a person wants weighed."""

from __future__ import annotations

from datetime import date

import pytest

import agreed
import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import people
from unpromote.services.agreement import confirm_terms
from unpromote.services.quote import take_quote
from unpromote.services.weighing import weigh


@pytest.fixture
def ana(db):
    return b.cast()["ana"]


def quoted(terms=b.TERMS):
    ana = people.person("ana")
    case = confirm_terms(ana, b.saved_case("opened").id, terms, now=b.NOW)
    return take_quote(ana, case.id, method="email", now=b.NOW)


def test_what_was_quoted_is_shown_as_it_was_signed(ana):
    case = quoted()
    found = weigh(ana, case.id, {}, now=b.NOW)
    assert found.decision == case.quote.quote["decision"]
    assert found.waiting is None


def test_a_harm_is_weighed_anew(ana):
    found = weigh(ana, quoted().id, {"harm_per_day": "100.00"}, now=b.NOW)
    assert found.decision["harm"] == {"per_day": "100.00", "days": 39, "value": "42300.00"}


def test_waiting_is_split_up(ana):
    found = weigh(ana, quoted().id, {}, now=b.NOW, until=date(2026, 10, 1))
    assert found.waiting == {
        "until": "2026-10-01",
        "cost": "9000.00",
        "delivery": "10000.00",
        "other": "-1000.00",
    }


def test_a_day_beyond_the_curve_is_refused(ana):
    with pytest.raises(BadInput, match="waiting until 2027-01-01"):
        weigh(ana, quoted().id, {}, now=b.NOW, until=date(2027, 1, 1))


def test_without_a_quote_there_is_nothing_to_weigh(ana):
    with pytest.raises(NotAllowed, match="take one first"):
        weigh(ana, b.saved_case("ready").id, {}, now=b.NOW)


def test_unclear_terms_are_settled_first(ana):
    with pytest.raises(NotAllowed, match="settle the readings"):
        weigh(ana, quoted(agreed.unclear()).id, {}, now=b.NOW)


def test_dan_weighs_nothing_of_another_client(ana):
    case = quoted()
    with pytest.raises(NotAllowed, match="there is no case"):
        weigh(people.person("dan"), case.id, {}, now=b.NOW)
