"""Every event has a sentence that a person who was not there understands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from builders import (
    NOW,
    SUPPORT,
    adjusted,
    bill,
    claim_received,
    creator_filed,
    deals_entered,
    evidence_added,
    fact_stated,
    filed_evidence,
    holding,
    logged,
    money_return,
    movement,
    observation,
    opened,
    points_decided,
    proposed,
    reading_settled,
    refund_asked,
    snoozed,
    stop_observed,
    story,
    taken_quote,
    target,
    usd,
)
from unpromote.domain import cause_events as ca
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain import holding_events as h
from unpromote.domain import record_events as r
from unpromote.domain import stop_events as s
from unpromote.domain.books import BillKind
from unpromote.domain.causes import Showing, What
from unpromote.domain.codec import encode
from unpromote.domain.delivery import Above, Level, Refused
from unpromote.domain.duties import DutyProof
from unpromote.domain.messages import Outcome
from unpromote.domain.on_record import Below, ChangeLog, Threat
from unpromote.domain.timeline import in_words

BELOW = Below("18", 2, 3, (), 0, ("req-below",), NOW)
LOG = ChangeLog("7", NOW, NOW, NOW, (), "76.csv", "c" * 64, "changes/76.csv", "req-log")
WINDOW: dict[str, Any] = {"advertiser_id": "7", "task_id": "76", "since_at": NOW, "until_at": NOW, "nth": 2}
THREAT = Threat("7", "70", "Morning on", whole_account=True, hits=2)
STORY = [opened(), *(event for _, event in story())]
BESIDE_THE_STORY = [
    e.AgreementUnreadable(at=NOW, by="unpromote", document_id="doc_1", problem="the file is encrypted."),
    evidence_added(),
    points_decided(),
    fact_stated(),
    e.FactConfirmed(at=NOW, by="ben", name="breach"),
    e.StoppedByHand(at=NOW, by="ana", target_id="t1", proof="screenshot of 10:15"),
    e.NoticesDue(at=NOW, by="unpromote"),
    e.ReminderDue(at=NOW, by="unpromote", conversation_id="cleo", nth=2),
    e.CaseDropped(at=NOW, by="ana", why="the comments calmed down"),
    logged(),
    snoozed(),
    f.TaskOverdue(at=NOW, by="unpromote", conversation_id="cleo", task_id="second_channel-2", clock=3),
    f.ContactStated(at=NOW, by="ana", contact=SUPPORT),
    f.TakenAsAnswer(at=NOW, by="ana", conversation_id="cleo", message_id="<ticket@desk.example>"),
    f.RepeatOrdered(at=NOW, by="ana", conversation_id="cleo", step="notice"),
    f.UnsentRepeated(at=NOW, by="ana"),
    f.ReplyWritten(at=NOW, by="ana", conversation_id="cleo", step="answer-1", subject="Our view", body="No fee."),
    e.PackOrdered(at=NOW, by="ana"),
    e.CommandGaveUp(at=NOW, by="unpromote", command="StopBatch", problem="TikTok said no"),
    reading_settled(),
    claim_received(),
    deals_entered(),
    ce.SilenceNear(at=NOW, by="unpromote", creator_id="cleo", deliverable="video", approved_at=NOW),
    ce.CreatorLinkRevoked(at=NOW, by="ana", creator_id="cleo"),
    proposed(),
    ce.ProposalAnswered(at=NOW, by="ana", proposal_id="prop_1", accepted=True),
    creator_filed(),
    adjusted(),
    ce.DutyShown(at=NOW, by="ana", duty_id="cleo/takedown", proof=DutyProof("a screenshot", NOW, "ana")),
    ce.DutyDone(at=NOW, by="ana", duty_id="cleo/takedown"),
    ce.DutyProofRefused(at=NOW, by="ana", duty_id="cleo/takedown", why="it is another video"),
    ce.DutyWaived(at=NOW, by="ana", duty_id="cleo/takedown", why="it was never up"),
    ce.DutyLate(at=NOW, by="unpromote", duty_id="cleo/takedown"),
    s.StopScheduled(at=NOW, by="ana", stop_at=NOW),
    s.StoppedAtOnce(at=NOW, by="ana", why="the public is furious"),
    s.StopRatified(at=NOW, by="ben"),
    s.StopRatificationDue(at=NOW, by="unpromote"),
    s.StopRepeated(at=NOW, by="ana", target_ids=("t1",)),
    s.StopUndone(at=NOW, by="ben", target_ids=("t1",), why="the storm has passed"),
    s.FinalStopConfirmed(at=NOW, by="ben", target_ids=("t1",), typed="UP-ABCDEFGH"),
    s.StartObserved(at=NOW, by="unpromote", target_ids=("t1",), after=(observation(target(), "ENABLE"),)),
    s.DeliveryWatched(at=NOW, by="unpromote", target_ids=("t1",), seen=(), samples=(), nth=1),
    s.LiftAnnounced(at=NOW, by="unpromote", target_ids=("t1",), above={"t1": Above(Level.CAMPAIGN, "1", "Autumn")}),
    s.OrdersSeen(at=NOW, by="unpromote", target_id="t1", orders=(observation(target(), "ENABLE"),)),
    s.HeldStopDue(at=NOW, by="unpromote"),
    s.AuthorizationSeen(at=NOW, by="unpromote", target_id="t1", nth=1, turn=2, before=None, after=None),
    s.TargetLookedAt(at=NOW, by="unpromote", target_id="t1", seen=observation(target(), "ENABLE")),
    e.DeadlineMet(at=NOW, by="ana", deadline_id="renewal", note="refused on 1 October."),
    e.AlarmAnswered(at=NOW, by="ana", alarm="t1 would not switch off", note="switched off in Ads Manager"),
    e.PayeeNoted(at=NOW, by="ana", party="creator:cleo", holder="Cleo Marsh", method="sepa", account="DE89 … 3000"),
    e.BillNoted(at=NOW, by="ana", bill=bill()),
    e.BalanceReleased(at=NOW, by="ben", party="media", currency="USD"),
    e.PaymentsReleased(at=NOW, by="ben", run_id="RUN-1", keys=("case_1/cleo",), prepared_by="ana"),
    e.BankLinesBooked(at=NOW, by="unpromote", statement="b" * 64, movements=(movement(),)),
    e.RefundFellDue(at=NOW, by="unpromote", nth=1),
    h.BalancesAsked(at=NOW, by="ana"),
    h.BalancesRead(at=NOW, by="unpromote", holdings=(holding(),), unread=("7001: closed to us",)),
    h.ReturnProposed(at=NOW, by="ana", proposal=money_return()),
    h.ReturnApproved(at=NOW, by="ben", return_id="m1", rest_hours=3),
    h.ReturnDropped(at=NOW, by="ana", return_id="m1", why="it is needed there"),
    h.ReturnChecked(at=NOW, by="unpromote", return_id="m1", held=usd("800.00"), known=()),
    h.ReturnMoved(at=NOW, by="unpromote", return_id="m1", transactions=("601", "602")),
    h.ReturnUnanswered(at=NOW, by="unpromote", return_id="m1", problem="TikTok did not answer"),
    h.ReturnRefused(at=NOW, by="unpromote", return_id="m1", problem="too much"),
    h.ReturnUnclear(at=NOW, by="unpromote", return_id="m1", problem="several records fit"),
    h.ReturnJudged(at=NOW, by="ben", return_id="m1", transactions=(), note="no such record"),
    h.RefundPlanned(at=NOW, by="ana", holder="7001", path="stand_alone", what="close it", how="x", do_by=NOW.date()),
    refund_asked(),
    h.ClosingConfirmed(at=NOW, by="ben", holder="7001", typed="UP-ABCDEFGH"),
    h.ClosingSeen(at=NOW, by="unpromote", holder="7001", closed=False, reason="DELIVERING"),
    r.BelowRead(at=NOW, by="unpromote", target_ids=("t1",), below=(BELOW,), nth=1),
    r.ChangesAsked(at=NOW, by="unpromote", **WINDOW),
    r.ChangesRead(at=NOW, by="unpromote", log=LOG, **WINDOW),
    r.RulesRead(at=NOW, by="unpromote", advertiser_id="7", nth=1, turn=0, threats=()),
    r.GuardChosen(at=NOW, by="ana", guarded=True),
    r.GuardSet(at=NOW, by="unpromote", advertiser_id="7", name="Net", nth=1, target_ids=("t1",), rule_id="70"),
    r.GuardLifted(at=NOW, by="unpromote", advertiser_id="7", name="Net", rule_id="70"),
    ca.CauseOrdered(at=NOW, by="ana", gathering_id="g1", what=What.SPEND),
    ca.CauseRead(
        at=NOW,
        by="unpromote",
        gathering_id="g1",
        source="TikTok comment/list",
        showing=Showing(("3 comments",)),
        files=(filed_evidence(id="g1-1", file="comments.json"),),
        read_at=NOW,
    ),
    ca.CauseUnread(at=NOW, by="unpromote", gathering_id="g1", problem="TikTok said no"),
    ca.CommentsMarked(at=NOW, by="ana", gathering_id="g1", comment_ids=("c1", "c2")),
    ca.CauseTaken(at=NOW, by="ana", gathering_id="g1", fact="breach"),
]


def told(event: e.Event) -> str:
    return in_words(type(event).__name__, encode(event))


@pytest.mark.parametrize("event", [*STORY, *BESIDE_THE_STORY], ids=lambda event: type(event).__name__)
def test_every_event_is_one_plain_sentence(event: e.Event) -> None:
    sentence = told(event)
    assert re.fullmatch(r"[A-Za-z0-9“][^\n]*[^.]\.", sentence)
    assert "{" not in sentence
    assert sentence != in_words("Unknown" + type(event).__name__, {})


def test_no_kind_of_event_is_without_a_sentence() -> None:
    tellable = {type(event).__name__ for event in (*STORY, *BESIDE_THE_STORY)}
    assert tellable == set(e.kinds())


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (opened(), "The case was opened for northwind over 2 targets."),
        (opened(targets=(target(1),)), "The case was opened for northwind over 1 target."),
        (
            h.BalancesRead(at=NOW, by="unpromote", holdings=(holding(),)),
            "The balances of 1 account were read.",
        ),
        (
            h.ReturnMoved(at=NOW, by="unpromote", return_id="m1", transactions=(), reference="request_id=r1"),
            "Transfer m1 moved the money, records request_id=r1.",
        ),
        (
            h.ReturnJudged(at=NOW, by="ben", return_id="m1", transactions=("601",), note="the records of today"),
            "Transfer m1 was made, a person says: the records of today.",
        ),
        (
            h.ClosingSeen(at=NOW, by="unpromote", holder="7001", closed=True),
            "Account 7001 is closed for good.",
        ),
        (
            stop_observed(target(1), target(2)),
            "2 targets looked at, TikTok was told to switch 2 off (request req-write); 2 of 2 read back as off.",
        ),
        (
            stop_observed(target(1), status="ENABLE"),
            "1 target looked at, TikTok was told to switch 1 off (request req-write); 0 of 1 read back as off.",
        ),
        (
            evidence_added(proves=("breach", "outage"), description="Our notice"),
            "The letter notice.pdf was added as ev1, evidence for breach, outage: Our notice.",
        ),
        (
            fact_stated("misconduct", creators=["cleo", "emil"], curable=False, disclosed=True),
            "The fact misconduct was stated: creators cleo, emil, curable no, disclosed yes.",
        ),
        (e.FactStated(at=NOW, by="ana", name="breach", fact=None), "The fact breach was withdrawn."),
        (e.FactStated(at=NOW, by="ana", name="breach", fact={}), "The fact breach was stated."),
        (
            r.BelowRead(at=NOW, by="x", target_ids=("t1",), below=(BELOW,), nth=1),
            "2 ad groups and 3 ads below 1 target were read: none of them deliver.",
        ),
        (
            r.BelowRead(at=NOW, by="x", target_ids=("t1",), below=(replace(BELOW, delivering=("9",)),), nth=1),
            "2 ad groups and 3 ads below 1 target were read: 1 of them delivers.",
        ),
        (
            r.BelowRead(at=NOW, by="x", target_ids=("t1", "t2"), below=(), nth=1, problem="no right to"),
            "What stands below 2 targets could not be read: no right to.",
        ),
        (
            r.ChangesRead(at=NOW, by="x", log=None, **WINDOW),
            "The change log of account 7 was not ready yet, look 2.",
        ),
        (
            r.ChangesRead(at=NOW, by="x", log=replace(LOG, problem="no right to"), **WINDOW),
            "TikTok gave no change log of account 7: no right to.",
        ),
        (
            r.RulesRead(at=NOW, by="x", advertiser_id="7", nth=1, turn=0, threats=(THREAT,)),
            "The automated rules of account 7 that could switch it on again: “Morning on”.",
        ),
        (
            r.RulesRead(at=NOW, by="x", advertiser_id="7", nth=1, turn=0, threats=(), problem="no right to"),
            "The automated rules of account 7 could not be read: no right to.",
        ),
        (
            r.GuardSet(
                at=NOW, by="x", advertiser_id="7", name="Net", nth=1, target_ids=(), rule_id="", problem="no right to"
            ),
            "The safety net “Net” could not be set: no right to.",
        ),
        (
            e.AnswerJudged(
                at=NOW, by="ana", conversation_id="support", outcome=Outcome.MORE_WANTED, note="an order id"
            ),
            "The answer of support was judged as more wanted: an order id.",
        ),
        (
            e.BillNoted(at=NOW, by="ana", bill=bill("G-9", "40.00", kind=BillKind.CREDIT_NOTE, mends="R-17")),
            "Credit note G-9 of creator:cleo over 40.00 USD on invoice R-17 was noted.",
        ),
        (
            e.BankLinesBooked(at=NOW, by="unpromote", statement="b" * 64, movements=(movement(),) * 5),
            f"The bank statement bbbbbbbbbbbb shows {', '.join(['-500.00 USD with creator:cleo'] * 3)} and 2 more.",
        ),
        (
            e.CreatorAnswered(at=NOW, by="ana", creator_id="cleo", accepted=False, note="the draft was final"),
            "cleo objected to the settlement: the draft was final.",
        ),
    ],
)
def test_sentences_say_what_matters(event: e.Event, sentence: str) -> None:
    assert told(event) == sentence


RANGE = {"permitted": "yes", "exit_cost": {"least": "40000.00", "greatest": "75100.00"}}


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (RANGE, "leaving costs 40000.00 to 75100.00, as unclear terms are read"),
        ({"permitted": "depends"}, "whether one may leave depends on unclear terms"),
        ({"permitted": "no"}, "one may not leave"),
    ],
)
def test_a_quote_over_unclear_terms_is_told_as_a_range(found: dict[str, Any], answer: str) -> None:
    event = e.QuoteTaken(at=NOW, by="ana", quote=taken_quote(quote={"range": found}))
    assert told(event) == f"Quote aaaaaaaaaaaa was taken: {answer}."


def test_a_claim_is_told_with_what_of_it_is_not_owed() -> None:
    assert told(claim_received()) == (
        "support claims 4800.00 USD (INV-7); 900.00 USD of it is not owed, to be objected to by 2026-10-21."
    )


def test_a_refused_quote_says_so() -> None:
    data: dict[str, Any] = {"quote": {"hash": "a" * 64, "permitted": False, "price": "0.00 USD"}}
    assert in_words("QuoteTaken", data) == "Quote aaaaaaaaaaaa was taken: no right to cancel is open."


def test_a_stop_that_found_everything_off_wrote_nothing() -> None:
    data = {"target_ids": ["t1"], "after": [{"operation_status": "DISABLE"}], "write": None}
    assert in_words("StopObserved", data) == "1 target looked at, nothing had to be written; 1 of 1 read back as off."


def test_an_automatic_reply_is_marked() -> None:
    data = {"conversation_id": "support", "message": {"subject": "Out of office", "automatic": True}}
    assert in_words("ReplyReceived", data) == "support wrote “Out of office” (an automatic reply)."


def test_an_event_that_came_too_late_says_why_it_was_set_aside() -> None:
    data = {"event": "ReminderDue", "why": "reminder 1 to Cleo Marsh is moot", "data": {}}
    sentence = "Reminder due no longer fitted the case and was set aside: reminder 1 to Cleo Marsh is moot."
    assert in_words("Ignored", data) == sentence


def test_an_event_of_a_later_release_is_told_by_its_name() -> None:
    assert in_words("VoucherReturned", {"more": 1}) == "Voucher returned."


def test_a_look_that_showed_nothing_says_why() -> None:
    unseen = s.TargetLookedAt(at=NOW, by="unpromote", target_id="t1", seen=None, problem="no account is connected")
    assert told(unseen) == "TikTok could not show whether t1 has stopped: no account is connected."
    assert "t1, which a person stopped, as CAMPAIGN_STATUS_ENABLE." in told(BESIDE_THE_STORY[LOOK])


LOOK = next(nth for nth, event in enumerate(BESIDE_THE_STORY) if isinstance(event, s.TargetLookedAt))


def test_each_look_at_an_authorization_is_told_with_its_receipt():
    seen = replace(observation(target(), "ENABLE"), secondary_status="DELETED")
    look = s.AuthorizationSeen(at=NOW, by="unpromote", target_id="t1", nth=1, turn=2, before=seen, after=seen)
    done = stop_observed(target()).writes[0]
    gone, lost = replace(look, write=done, after=None), replace(look, write=replace(done, status="", problem="no word"))
    refused = replace(look, write=replace(done, refused=(Refused("75", "not yet"),)))
    shown = "TikTok showed the authorization of t1 as DELETED, with 0 ads"
    off = "and was told to take it off the account"
    assert [told(one) for one in (replace(look, before=None), look, gone, lost, refused)] == [
        "TikTok does not list the post t1 for the account; 0 ads show it.",
        f"{shown}.",
        f"{shown}, {off} (request {done.request_id}); it is no longer listed.",
        f"{shown}, {off} (it did not say whether it did: no word); it is still listed.",
        f"{shown}, and refused to take it off the account: not yet.",
    ]


def test_a_code_deleted_with_the_creators_token_is_told_with_its_receipt():
    seen, done = replace(observation(target(), "ENABLE"), secondary_status="IN_USE"), stop_observed(target()).writes[0]
    look = s.AuthorizationSeen(at=NOW, by="unpromote", target_id="t1", nth=1, turn=2, before=seen, after=seen)
    lost = replace(done, status="", problem="no word")
    failed = replace(lost, external_ids=(), problem="the token was revoked")
    refused = replace(failed, refused=(Refused("75", "in use"),))
    sentences = [told(replace(look, deleted=one)).split(", and its code ")[1] for one in (done, lost, failed, refused)]
    assert sentences == [
        f"was deleted with the creator's token (request {done.request_id}).",
        "was told to be deleted with the creator's token, which did not say whether it was (no word).",
        "could not be deleted with the creator's token: the token was revoked.",
        "could not be deleted with the creator's token: in use.",
    ]


def test_a_write_without_an_answer_is_told_as_one():
    lost = replace(stop_observed(target()).writes[0], status="", problem="the reply was lost")
    sentence = told(replace(stop_observed(target()), writes=(lost,)))
    assert "TikTok was told to switch 1 off and did not say whether it did (the reply was lost)" in sentence


def test_what_a_round_did_not_come_to_is_told_with_the_reason():
    left = replace(stop_observed(target()).writes[0], external_ids=(), problem="it rests", untried=("1",))
    sentence = told(replace(stop_observed(target()), writes=(left,)))
    assert "1 left for another round, as nothing more could be sent (it rests)" in sentence


def test_what_was_gathered_is_told_with_its_source_and_its_files():
    sentences = [told(event) for event in BESIDE_THE_STORY[-5:]]
    assert sentences == [
        "A reading of spend on the platform was ordered as g1.",
        "g1 was read from TikTok comment/list: 3 comments. Kept: comments.json as g1-1.",
        "g1 could not be read: TikTok said no.",
        "2 comments of g1 were chosen as the evidence.",
        "What g1 shows was taken as evidence for breach.",
    ]
    upload = replace(BESIDE_THE_STORY[-5], upload=filed_evidence(file="week.csv"))
    assert told(upload) == "A reading of spend in week.csv was ordered as g1."
