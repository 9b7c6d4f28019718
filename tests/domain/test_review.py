"""What Ana makes of each point of the proposed terms, and the terms that stand after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.case import advance
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.provenance import Source
from unpromote.domain.review import (
    Decided,
    Point,
    PointDecision,
    Words,
    accepted,
    as_decided,
    corrected,
    kept_open,
    named,
    pending,
    rejected,
    with_decisions,
    within,
    without,
)

SOURCE = Source("agreement.pdf", 7, "sixty (60) days", 10, 25)
NOTICE = Point("rights[0].notice", {"n": 60, "unit": "days"}, "stated", "0.9", source=SOURCE)
GAP = Point("payment", None, "absent")
OPEN = Point("time_zone", None, "absent", alternatives=("UTC", "Europe/Paris"))
CURRENCY = Point("currency", None, "absent", alternatives=("USD",), needed=True)
TERMS = {
    "currency": "USD",
    "rights": [
        {"id": "conv", "notice": {"n": 60, "unit": "days", "count": "exclusive"}, "fees": ["F"]},
        {"id": "breach", "notice": None, "fees": []},
    ],
    "fees": [{"id": "F", "clause": "3"}, {"id": "G", "clause": "4"}],
}


def made(path, decided, value=None):
    return PointDecision(path, decided, "ana", value)


def after(*decisions, unclear=()):
    return as_decided(TERMS, unclear, decisions)


def test_an_accepted_value_keeps_what_was_proposed_and_by_which_reader():
    found = accepted(NOTICE, "ana", "1.2")
    assert (found.value, found.proposed, found.source, found.reader) == (NOTICE.value, NOTICE.value, SOURCE, "1.2")


def test_that_the_agreement_says_nothing_can_be_accepted():
    assert accepted(GAP, "ana").decided is Decided.ACCEPTED


@pytest.mark.parametrize(("point", "told"), [(OPEN, "several ways"), (CURRENCY, "state it")])
def test_a_yes_is_not_enough_where_nothing_is_proposed(point, told):
    with pytest.raises(NotAllowed, match=told):
        accepted(point, "ana")


def test_a_correction_rests_on_the_words_that_ana_marked_or_is_by_hand():
    words = Words("agreement.pdf", 7, "thirty days")
    assert corrected(NOTICE, {"n": 30, "unit": "days"}, "ana", words=words).words == words
    assert corrected(NOTICE, {"n": 30, "unit": "days"}, "ana").words is None


def test_a_correction_to_what_was_proposed_is_a_yes():
    assert corrected(NOTICE, NOTICE.value, "ana").decided is Decided.ACCEPTED
    assert corrected(GAP, None, "ana").decided is Decided.CORRECTED


def test_what_no_quote_can_do_without_is_not_rejected():
    for point in (CURRENCY, Point("creators", None, "absent", needed=True)):
        with pytest.raises(NotAllowed, match="correct it"):
            rejected(point, "ana")
    assert rejected(NOTICE, "ana").decided is Decided.REJECTED


def test_a_fee_without_a_figure_is_rejected_as_a_whole():
    fee = Point("fees[1]", {"id": "F"}, "absent")
    with pytest.raises(NotAllowed, match=r"no fee can do without fees\[1\].calc: correct it, or reject fees\[1\]"):
        rejected(replace(fee, path="fees[1].calc", value=None), "ana")
    assert rejected(fee, "ana").path == "fees[1]"


def test_only_what_has_readings_to_quote_over_stays_open():
    assert kept_open(OPEN, "ana").decided is Decided.LEFT_OPEN
    for point in (GAP, CURRENCY, NOTICE):
        with pytest.raises(NotAllowed, match="no readings"):
            kept_open(point, "ana")


def test_a_point_is_known_by_its_path():
    assert named((NOTICE, GAP), "payment") is GAP
    with pytest.raises(BadInput, match="no point 'rights'"):
        named((NOTICE, GAP), "rights")


def test_a_later_decision_replaces_the_same_ones_and_what_lies_within_what_it_changed():
    count = made("rights[0].notice.count", Decided.ACCEPTED)
    holders = made("rights[0].holders", Decided.ACCEPTED)
    changed = made("rights[0].notice", Decided.CORRECTED, None)
    assert with_decisions((count, holders), [changed]) == (holders, changed)
    gone = made("rights[0]", Decided.REJECTED)
    assert with_decisions((holders, changed), [gone]) == (gone,)


def test_a_corrected_name_of_an_item_leaves_its_fields_to_be_looked_at():
    holders = made("rights[0].holders", Decided.ACCEPTED)
    renamed = made("rights[0]", Decided.CORRECTED, {"clause": "8"})
    assert with_decisions((holders,), [renamed]) == (holders, renamed)
    assert pending([NOTICE], [renamed]) == (NOTICE,)


def test_what_stands_in_something_rejected_or_corrected_needs_no_look():
    count = Point("rights[0].notice.count", "exclusive", "default")
    assert pending([NOTICE, count], [made("rights[0].notice", Decided.CORRECTED)]) == ()
    assert pending([NOTICE, count], [made("rights[0]", Decided.REJECTED)]) == ()
    assert pending([NOTICE, count], [made("rights[0].notice", Decided.ACCEPTED)]) == (count,)


def test_within_means_inside_and_not_the_thing_itself():
    assert within("rights[0].notice", "rights[0]")
    assert not within("rights[0]", "rights[0]")
    assert not within("rights[1].notice", "rights[0]")


def test_a_correction_takes_its_place_and_what_is_around_it_is_made():
    terms, _ = after(
        made("rights[0].notice", Decided.CORRECTED, {"n": 30, "unit": "days"}),
        made("calendar.open", Decided.CORRECTED, "09:00"),
        made("rights[1]", Decided.CORRECTED, {"id": "cause"}),
    )
    assert terms["rights"][0]["notice"] == {"n": 30, "unit": "days"}
    assert terms["rights"][1] == {"id": "cause", "notice": None, "fees": []}
    assert terms["calendar"] == {"open": "09:00"}


def test_a_correction_in_a_list_that_is_not_there_changes_nothing():
    terms, _ = after(made("windows[0].clause", Decided.CORRECTED, "9"))
    assert terms["windows"] == []


def test_a_rejected_field_is_out_and_the_rest_stays():
    terms, _ = after(made("rights[0].notice.count", Decided.REJECTED), made("payment", Decided.REJECTED))
    assert terms["rights"][0]["notice"] == {"n": 60, "unit": "days"}
    assert terms["currency"] == "USD"


def test_rejected_items_are_out_from_the_back_and_no_right_charges_a_fee_that_is_gone():
    terms, _ = after(made("fees[0]", Decided.REJECTED), made("rights[0]", Decided.REJECTED))
    assert [fee["id"] for fee in terms["fees"]] == ["G"]
    assert [right["id"] for right in terms["rights"]] == ["breach"]
    assert without(TERMS, ("fees", 0))["rights"][0]["fees"] == []
    assert without({"fees": [{"id": "F"}]}, ("fees", 0)) == {"fees": []}
    assert without({"fees": [{"id": "F"}], "rights": None}, ("fees", 0)) == {"fees": [], "rights": None}
    assert without({"fees": [{"id": "F"}], "rights": [{"id": "c"}]}, ("fees", 0))["rights"] == [{"id": "c"}]


def test_what_is_left_open_follows_its_item_and_what_was_decided_is_closed():
    asked = {"path": "rights[1].cure", "readings": [1, 2], "question": "?"}
    zone = {"path": "time_zone", "readings": ["UTC", "Europe/Paris"], "question": "?"}
    decisions = (
        made("rights[0]", Decided.REJECTED),
        made("rights[1].cure", Decided.LEFT_OPEN),
        made("time_zone", Decided.CORRECTED, "UTC"),
    )
    terms, unclear = after(*decisions, unclear=(asked, zone))
    assert terms["time_zone"] == "UTC"
    assert unclear == [asked | {"path": "rights[0].cure"}]


def test_the_terms_that_were_proposed_stay_as_they_were():
    after(made("rights[0].notice.count", Decided.REJECTED), made("fees[1]", Decided.REJECTED))
    assert TERMS["rights"][0]["notice"]["count"] == "exclusive"
    assert len(TERMS["fees"]) == 2


def test_points_are_decided_while_the_terms_wait_to_be_confirmed_and_at_no_other_time():
    event = b.points_decided()
    case, commands = advance(b.case_after("review"), event)
    assert (case.state, case.decisions, commands) == (b.case_after("review").state, event.decisions, ())
    with pytest.raises(NotAllowed, match="nothing was decided"):
        advance(b.case_after("review"), b.points_decided(decisions=()))
    for moment in ("opened", "reading", "ready", "stopping", "closed"):
        with pytest.raises(NotAllowed, match="cannot happen"):
            advance(b.case_after(moment), event)
