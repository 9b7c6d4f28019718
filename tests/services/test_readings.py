"""Unclear terms in a case: a range instead of a figure, questions by money, and readings that a person settles."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

import agreed
import builders as b
from unpromote.domain.audit import fingerprint
from unpromote.domain.case import State, open_ends
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import queries
from unpromote.services.agreement import confirm_terms, confirmed_agreement
from unpromote.services.approval import sign_quote
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.services.readings import settle_reading

pytestmark = pytest.mark.django_db

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
WHY = "their legal desk, mail of 22 September"


@pytest.fixture
def cast():
    return b.cast()


def confirmed(cast, *fields):
    b.saved_case("review")
    return confirm_terms(cast["ana"], "case_1", agreed.unclear(*fields), now=b.NOW)


def taken(cast):
    return take_quote(cast["ana"], "case_1", method="email", now=b.NOW, sent_at=SENT)


def approved(cast):
    quote_hash = taken(cast).quote.hash
    sign_quote(cast["ben"], "case_1", quote_hash, now=b.NOW)
    return sign_quote(cast["bea"], "case_1", quote_hash, now=b.NOW)


def read_as(cast, path, reading, because=WHY):
    return settle_reading(cast["ana"], "case_1", path, reading, because=because, now=b.NOW)


def test_the_quote_is_a_range_with_questions_and_no_figure(cast):
    confirmed(cast)
    quote = taken(cast).quote
    assert (quote.quote["range"]["permitted"], quote.permitted) == ("yes", True)
    assert quote.quote["range"]["exit_cost"] == {"least": "40000.00", "greatest": "75100.00"}
    assert not {"totals", "lines", "effective_at", "decision"} & quote.quote.keys()
    assert quote.curve == ()


def test_the_question_that_decides_most_money_comes_first(cast):
    confirmed(cast)
    questions = taken(cast).quote.quote["questions"]
    assert [one["path"] for one in questions] == ["rights[0].notice", "fees[0].calc.base"]
    first, second = (Decimal(one["decides"]["greatest"]) for one in questions)
    assert first > second > 0


def test_the_limit_is_compared_with_the_most_that_leaving_may_cost(cast):
    confirmed(cast)
    case = taken(cast)
    assert case.quote.price == case.approval.price == b.usd("75100.00")
    assert case.approval.needed == 2


def test_the_hash_covers_range_and_questions(cast):
    confirmed(cast)
    quote = taken(cast).quote
    assert quote.hash == fingerprint(quote.quote)
    assert fingerprint({**quote.quote, "questions": []}) != quote.hash


def test_creators_whose_figures_no_reading_changes_get_their_settlement(cast):
    confirmed(cast)
    case = taken(cast)
    assert [one.balance for one in case.settlements] == [b.usd("500.00"), b.usd("-600.00")]
    assert case.quote.quote["creators_open"] == []


def test_a_creator_whose_figure_depends_on_the_reading_gets_none(cast):
    confirmed(cast, agreed.KILL)
    case = taken(cast)
    assert [one.creator_id for one in case.settlements] == ["emil"]
    assert case.quote.quote["creators_open"] == [
        {
            "id": "cleo",
            "due": {"least": "1500.00", "greatest": "2250.00"},
            "balance": {"least": "500.00", "greatest": "1250.00"},
        }
    ]
    assert [one["id"] for one in case.quote.quote["creators"]] == ["emil"]


def test_where_permission_itself_depends_on_a_reading_there_is_nothing_to_approve_yet(cast):
    holders = {"path": "rights[0].holders", "readings": [["advertiser"], ["media"]], "question": "Who may?"}
    confirmed(cast, holders)
    case = taken(cast)
    assert (case.quote.quote["range"]["permitted"], case.quote.permitted) == ("depends", False)
    assert (case.approval, case.settlements) == (None, ())


def test_where_no_reading_permits_leaving_nothing_is_priced(cast):
    asked = agreed.unclear({"path": "rights[0].holders", "readings": [["never"], ["media"]], "question": "Who may?"})
    del asked["terms"]["rights"][0]["holders"]
    b.saved_case("review")
    confirm_terms(cast["ana"], "case_1", asked, now=b.NOW)
    case = taken(cast)
    assert (case.quote.quote["range"]["permitted"], case.quote.price) == ("no", b.usd("0"))
    assert (case.quote.quote["creators"], case.approval) == ([], None)


def test_more_readings_than_can_be_combined_leave_every_creator_open(cast):
    many = [
        {"path": f"creators.kill.brand.{stage}", "readings": [f"0.{n}{n}" for n in range(1, 6)], "question": "?"}
        for stage in ("contracted", "concept_approved", "revision")
    ]
    terms = agreed.unclear(*many)
    b.saved_case("review")
    confirm_terms(cast["ana"], "case_1", terms | {"terms": _with_stages(terms["terms"])}, now=b.NOW)
    quote = taken(cast).quote
    assert (quote.quote["range"]["complete"], quote.settlements) == (False, ())


def _with_stages(terms):
    terms["creators"]["kill"]["brand"] |= {"contracted": "0.11", "concept_approved": "0.11", "revision": "0.11"}
    return terms


def test_a_settled_reading_makes_the_quote_stale_and_the_next_one_exact(cast):
    confirmed(cast)
    taken(cast)
    read_as(cast, "rights[0].notice", agreed.NOTICES[0])
    case = read_as(cast, "fees[0].calc.base", "undelivered_at_effective")
    assert (case.state, case.quote, case.unclear, case.terms_version) == (State.READY, None, (), 3)
    assert taken(cast).quote.price == b.usd("67000.00")


def test_the_words_of_whoever_settled_it_stand_behind_the_term(cast):
    confirmed(cast)
    case = read_as(cast, "rights[0].notice", agreed.NOTICES[1])
    cited = next(one for one in case.citations if one.path == "rights[0].notice")
    assert (cited.quote, cited.status, cited.document) == (WHY, "settled", "settled by ana")
    assert case.terms["rights"][0]["notice"] == agreed.NOTICES[1]
    assert confirmed_agreement(case)["unclear"][0]["path"] == "fees[0].calc.base"


def test_a_field_may_turn_out_to_mean_what_nobody_had_read(cast):
    confirmed(cast, agreed.NOTICE)
    read_as(cast, "rights[0].notice", {"n": 10, "unit": "days"})
    assert taken(cast).quote.quote["notice_last_day"] == "2026-10-01"


@pytest.mark.parametrize(
    ("path", "reading", "because", "problem"),
    [
        ("rights[0].clause", "8", WHY, "nothing is unclear at"),
        ("rights[0].notice", {"n": -1, "unit": "days"}, WHY, "rights"),
        ("rights[0].notice", None, " ", "say why"),
    ],
)
def test_what_cannot_be_meant_settles_nothing(cast, path, reading, because, problem):
    before = confirmed(cast)
    with pytest.raises((BadInput, NotAllowed), match=problem):
        read_as(cast, path, reading, because)
    assert queries.case(cast["ana"], "case_1") == before


def test_without_terms_there_is_nothing_to_settle(cast):
    b.saved_case("review")
    with pytest.raises(NotAllowed, match="no terms are confirmed"):
        read_as(cast, "rights[0].notice", None)


def test_nothing_is_weighed_over_unclear_terms(cast):
    confirmed(cast)
    with pytest.raises(BadInput, match="settle the readings first"):
        take_quote(cast["ana"], "case_1", method="email", now=b.NOW, weigh={"harm_per_day": "5.00"})


def test_after_approval_the_signed_quote_stays_and_the_new_one_stands_beside_it(cast):
    confirmed(cast, agreed.KILL)
    signed = approved(cast)
    case = read_as(cast, agreed.KILL["path"], "0.5")
    assert (case.state, case.quote, case.approval) == (State.STOPPING, signed.quote, signed.approval)
    assert (case.requote.price, case.requote.request) == (b.usd("67000.00"), signed.quote.request)
    assert [(one.creator_id, one.balance) for one in case.settlements] == [
        ("emil", b.usd("-600.00")),
        ("cleo", b.usd("500.00")),
    ]
    assert case.alarms == ()


def test_a_reading_beyond_what_was_approved_is_an_alarm(cast):
    confirmed(cast, agreed.KILL)
    approved(cast)
    assert read_as(cast, agreed.KILL["path"], "1").alarms == (
        "read that way, leaving is not what was approved: creators.kill.brand.draft_submitted",
    )


def test_an_open_reading_keeps_the_case_open(cast):
    confirmed(cast)
    assert "rights[0].notice: not settled how it is read" in open_ends(taken(cast))


def test_dan_settles_nothing(cast):
    before = confirmed(cast)
    with pytest.raises(NotAllowed, match="no case"):
        settle_reading(person("dan"), "case_1", "rights[0].notice", None, because=WHY, now=b.NOW)
    assert queries.case(cast["ana"], "case_1") == before
