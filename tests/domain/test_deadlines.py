"""What a case waits for: every kind of deadline, the same under the same name when it moves, moot when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import Case, advance
from unpromote.domain.commands import CollectMail, RemindCounterpart, SampleSpend, TellEveryone
from unpromote.domain.deadlines import CaseDeadline, Kind, deadlines_of
from unpromote.domain.delivery import Route, TargetState
from unpromote.domain.duties import DutyState, DutyTask
from unpromote.domain.errors import NotAllowed
from unpromote.domain.hand_deadlines import HandRule

CLIFF: dict[str, Any] = {
    "at": "2026-10-01T00:00:00-07:00",
    "still": False,
    "cost_before": "67000.00",
    "cost_after": "70000.00",
    "jump": "3000.00",
    "permitted_after": True,
    "why": "fee:early-exit band: 1 -> 2",
}
RENEWAL: dict[str, Any] = {
    "renews_on": "2027-01-01",
    "renews_until": "2027-12-31",
    "deadline_at": "2026-11-01T23:59:00-07:00",
    "still": True,
    "missed": False,
    "cost": "90000.00",
    "formula": "committed",
    "clause": "Agreement 2",
}


HOUR = timedelta(hours=1)


def quoted(**parts: Any) -> Case:
    case = b.case_after("quoted")
    return replace(case, quote=b.taken_quote(quote=b.QUOTE | parts))


def by_id(case: Case, *timers: Any) -> dict[str, CaseDeadline]:
    return {one.id: one for one in deadlines_of(case, timers)}


def cliffs(*found: dict[str, Any]) -> dict[str, Any]:
    return {"decision": {"cliffs": list(found), "dead_zone_on": "2026-11-01"}}


def kinds(case: Case, kind: Kind) -> list[CaseDeadline]:
    return [one for one in deadlines_of(case) if one.kind is kind]


def test_a_case_without_terms_waits_for_nothing():
    assert deadlines_of(b.case_after("opened")) == ()


def test_a_cliff_is_a_deadline_before_which_leaving_is_cheaper():
    (cliff,) = kinds(quoted(**cliffs(CLIFF)), Kind.CLIFF)
    assert cliff.at == cliff.over_at == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert cliff.owner == "ana"
    assert "leaving costs 67000.00 USD by a notice before this instant, 70000.00 USD after it" in cliff.what


def test_a_cliff_that_has_moved_is_the_same_deadline():
    (before,) = kinds(quoted(**cliffs(CLIFF)), Kind.CLIFF)
    (after,) = kinds(quoted(**cliffs(CLIFF | {"at": "2026-10-02T00:00:00-07:00"})), Kind.CLIFF)
    assert (after.id, after.at) == (before.id, before.at + timedelta(days=1))


def test_two_cliffs_for_the_same_reason_are_two_deadlines():
    later = CLIFF | {"at": "2026-10-09T00:00:00-07:00"}
    first, second = kinds(quoted(**cliffs(CLIFF, later)), Kind.CLIFF)
    assert second.id == f"{first.id}/2"


def test_a_cliff_after_which_leaving_is_cheaper_is_no_deadline():
    assert kinds(quoted(**cliffs(CLIFF | {"cost_after": "60000.00"})), Kind.CLIFF) == []


@pytest.mark.parametrize(
    ("change", "then"),
    [({"permitted_after": False}, "not possible after it"), ({"cost_after": None}, "nobody can say what after it")],
)
def test_a_cliff_after_which_one_may_not_leave_or_nobody_knows_the_price_is_one(change, then):
    (cliff,) = kinds(quoted(**cliffs(CLIFF | change | {"still": True})), Kind.CLIFF)
    assert f"a notice up to this instant, {then} (" in cliff.what


def test_the_last_day_for_a_notice_is_the_day_before_the_dead_zone():
    (notice,) = kinds(quoted(**cliffs()), Kind.NOTICE)
    assert (notice.on, notice.at) == (date(2026, 10, 31), None)
    assert notice.over_at == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_once_a_letter_has_gone_the_day_of_notice_is_moot():
    told = replace(b.case_after("support told"), quote=b.taken_quote(quote=b.QUOTE | cliffs(CLIFF)))
    assert all(one.moot for one in deadlines_of(told) if one.kind in (Kind.CLIFF, Kind.NOTICE))


@pytest.mark.parametrize(("still", "cost", "words"), [(True, "90000.00", "refuse by"), (False, None, "refuse before")])
def test_the_renewal_is_to_be_refused_in_time(still, cost, words):
    (renewal,) = kinds(quoted(renewal=RENEWAL | {"still": still, "cost": cost}), Kind.RENEWAL)
    assert words in renewal.what
    assert ("90000.00" in renewal.what) is (cost is not None)
    assert (renewal.clause, renewal.id) == ("Agreement 2", "renewal")


def test_the_end_of_a_cure_is_the_other_sides_deadline_and_a_right_that_opens_is_ours():
    until = "2026-09-28T00:00:00-07:00"
    blocked = [{"right": "conv", "code": code, "until": until} for code in ("CURE_RUNNING", "LOCKED")]
    blocked.append({"right": "breach", "code": "FACT_MISSING", "until": None})
    found = by_id(quoted(blocked=blocked))
    assert (found["cure/conv"].owner, found["cure/conv"].clause) == ("the other side", "Agreement 14.2")
    assert found["right/conv"].owner == "ana"
    assert not any("breach" in name for name in found)


def test_duties_payments_and_what_is_made_good_stand_as_agreed():
    told = [
        {"kind": kind, "on": on, "told": f"do {kind}", "clause": None}
        for kind, on in (
            ("payment", "2026-12-21"),
            ("objection", "2026-12-21"),
            ("makegood", "2026-12-22"),
            ("delete_data", "2026-12-23"),
            ("delete_data", "2026-12-24"),
            ("no_ads", None),
        )
    ]
    found = by_id(quoted(deadlines=told))
    names = [name for name in found if not name.startswith(("effect", "pay_by"))]
    assert names == ["payment", "makegood", "duty/delete_data", "duty/delete_data/2"]


def test_money_that_comes_back_has_its_day():
    back = {"due_by": "2026-12-31", "clause": "Order 9"}
    case = quoted(refund={"amount": "10.00", **back}, deposit={"refunded": "0.00", **back})
    found = by_id(case)
    assert (found["refund"].on, found["refund"].clause) == (date(2026, 12, 31), "Order 9")
    assert "deposit" not in found


def test_an_answer_that_forbids_leaving_has_no_effect_and_no_duties():
    refused = replace(quoted(), quote=b.taken_quote(permitted=False, quote={"permitted": False}, settlements=()))
    assert deadlines_of(replace(refused, settlements=())) == ()


def test_a_claim_has_its_last_day_to_object_and_keeps_its_name_when_it_is_sent_again():
    case, _ = advance(b.case_after("quoted"), b.claim_received())
    (first,) = kinds(case, Kind.OBJECTION)
    case, _ = advance(case, b.claim_received(claim_id="claim_2"))
    (second,) = kinds(case, Kind.OBJECTION)
    assert first.id == second.id
    assert (first.on, first.moot) == (date(2026, 10, 21), False)


def test_a_claim_without_a_term_has_no_deadline_and_one_that_is_owed_needs_no_objection():
    found = b.claim_received()
    endless = replace(found, comparison=replace(found.comparison, object_by=None))
    owed = replace(found, comparison=replace(found.comparison, objected=b.usd("0.00")))
    assert kinds(advance(b.case_after("quoted"), endless)[0], Kind.OBJECTION) == []
    assert kinds(advance(b.case_after("quoted"), owed)[0], Kind.OBJECTION)[0].moot


def test_creators_are_paid_and_pay_back_by_their_day():
    found = by_id(b.case_after("quoted"))
    assert (found["pay_by/cleo"].owner, found["pay_by/emil"].owner) == ("ana", "Emil Roth")
    assert found["pay_by/emil"].what == "600.00 USD back from Emil Roth"
    assert by_id(b.case_after("cleo settled"))["pay_by/cleo"].moot


def test_a_settlement_without_a_day_or_without_money_has_none():
    even = b.settlement("cleo", balance=b.usd("0.00"))
    case = replace(b.case_after("quoted"), settlements=(even, b.settlement("emil", pay_by=None)))
    assert kinds(case, Kind.PAY_BY) == []


def silent(stage: str = "draft_submitted", **terms: Any) -> Case:
    work = {"id": "video", "price": "3000.00", "stage": stage, "submitted_at": "2026-09-10T10:00:00-07:00"}
    creators = [{"id": "cleo", "deliverables": [work], "advance_paid": "0.00"}, b.CREATORS[1]]
    agreed = b.TERMS | {"creators": b.TERMS["creators"] | {"deemed_approval": {"n": 14, "unit": "days"}} | terms}
    case = b.case_after("ready", promotion=b.PROMOTION | {"creators": creators})
    return replace(case, terms=agreed)


def test_fourteen_days_of_silence_approve_what_a_creator_handed_in():
    (one,) = kinds(silent(), Kind.APPROVED_BY_SILENCE)
    assert one.id == "approved_by_silence/cleo/video"
    assert one.over_at.date() in (date(2026, 9, 24), date(2026, 9, 25))
    assert (one.clause, one.moot) == ("Order 4", False)
    assert kinds(silent("approved"), Kind.APPROVED_BY_SILENCE) == []


def test_duties_after_the_end_are_watched_one_by_one():
    told = {"kind": "delete_data", "on": "2026-12-23", "told": "delete", "clause": None}
    tasks = (
        DutyTask("cleo/takedown", "takedown", "Cleo Marsh", "take the video down", due_on=date(2026, 12, 1)),
        DutyTask("cleo/label", "label", "Cleo Marsh", "keep the label"),
        DutyTask("own/data", "delete_data", "us", "delete", due_on=date(2026, 12, 2), state=DutyState.DONE),
    )
    found = kinds(replace(quoted(deadlines=[told]), duties=tasks), Kind.DUTY)
    assert [(one.id, one.owner, one.moot) for one in found] == [
        ("duty/cleo/takedown", "Cleo Marsh", False),
        ("duty/own/data", "us", True),
    ]


def test_silence_approves_nothing_where_nothing_says_so_or_the_terms_do_not_fit():
    assert kinds(silent(deemed_approval=None), Kind.APPROVED_BY_SILENCE) == []
    assert kinds(replace(silent(), promotion={"id": "x"}), Kind.APPROVED_BY_SILENCE) == []


def test_timers_are_deadlines_too():
    case, due = b.case_after("support told"), b.NOW + timedelta(days=3)
    found = by_id(
        case,
        RemindCounterpart(case_id=case.id, due=due, conversation_id="support", nth=1),
        RemindCounterpart(case_id=case.id, due=due, conversation_id="cleo", nth=1),
        SampleSpend(case_id=case.id, due=due, advertiser_id="7", target_ids=("t1", "t2")),
        TellEveryone(case_id=case.id, due=due),
        CollectMail(case_id="", due=due),
    )
    assert (found["answer/support"].at, found["answer/support"].owner) == (due, "TikTok support")
    assert found["proof/t1"].what == "the spend of Arena autumn 1, Arena autumn 2 is looked at again"
    assert not {"answer/cleo", "telling"} & set(found)


def test_until_everyone_is_told_there_is_a_last_moment_for_it():
    timer = TellEveryone(case_id="case_1", due=b.NOW)
    assert by_id(b.case_after("stopping"), timer)["telling"].at == b.NOW


def test_a_closed_case_waits_only_for_what_outlives_it():
    closed = replace(b.case_after("closed"), quote=b.taken_quote(quote=b.QUOTE | cliffs(CLIFF) | {"renewal": RENEWAL}))
    assert [one.id for one in deadlines_of(closed) if not one.moot] == ["renewal"]


def test_a_dropped_case_leaves_only_the_renewal():
    back = {"refund": {"amount": "10.00", "due_by": "2026-12-31"}, "renewal": RENEWAL}
    dropped, _ = advance(quoted(**back), e.CaseDropped(at=b.NOW, by="ana", why="it goes on"))
    assert [one.id for one in deadlines_of(dropped) if not one.moot] == ["renewal"]


def met(deadline_id: str = "renewal", note: str = "sent on 1 October") -> e.DeadlineMet:
    return e.DeadlineMet(at=b.NOW, by="ana", deadline_id=deadline_id, note=note)


def test_a_deadline_that_was_met_is_moot_and_is_met_once():
    case, _ = advance(quoted(renewal=RENEWAL), met())
    assert by_id(case)["renewal"].moot
    with pytest.raises(NotAllowed, match="already"):
        advance(case, met())
    with pytest.raises(NotAllowed, match="say how"):
        advance(case, met("payment", " "))


def test_deadlines_come_in_the_order_of_time():
    found = deadlines_of(quoted(**cliffs(CLIFF), renewal=RENEWAL))
    assert [one.over_at for one in found] == sorted(one.over_at for one in found)


# --- delivery ---


def stopped_by_hand(*ids: str) -> Case:
    mine = tuple(b.target(n, kind="topview", route=Route.BY_HAND) for n in range(1, 5))
    case = replace(b.case_after("signed once"), targets=(*mine, b.target(5)))
    case, _ = advance(case, e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    for id_ in ids:
        case, _ = advance(case, e.StoppedByHand(at=b.NOW, by="ana", target_id=id_, proof="a screenshot"))
    return case


def test_what_a_person_stops_has_a_last_hour_until_it_is_proven():
    found = by_id(stopped_by_hand())["by_hand/topview"]
    assert (found.kind, found.over_at, found.moot) == (Kind.BY_HAND, b.NOW + timedelta(days=1), False)
    assert found.what == "Arena autumn 1, Arena autumn 2, Arena autumn 3 and others stopped by hand, with proof"
    done = by_id(stopped_by_hand("t1", "t2", "t3", "t4"))["by_hand/topview"]
    assert (done.moot, done.what) == (True, "topview stopped by hand, with proof")


def test_each_kind_has_its_own_last_hour_with_the_rule_behind_it():
    rule = HandRule(1, "our practice", b.NOW.date(), certain=False)
    boost = b.target(6, kind="promote", route=Route.BY_HAND, state=TargetState.BY_HAND, hand=rule)
    found = by_id(replace(stopped_by_hand(), targets=(*stopped_by_hand().targets, boost)))
    assert (found["by_hand/promote"].over_at, found["by_hand/promote"].clause) == (b.NOW + HOUR, "our practice")
    assert (found["by_hand/topview"].over_at, found["by_hand/topview"].clause) == (b.NOW + 24 * HOUR, "")


def test_what_a_person_will_have_to_stop_has_no_last_hour_before_the_order():
    case = replace(b.case_after("quoted"), targets=(b.target(1, route=Route.BY_HAND),))
    assert kinds(case, Kind.BY_HAND) == []
