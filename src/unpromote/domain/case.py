"""The case: one table says what may happen in which state, and what follows from it.

Theory of operation. `advance` takes a case and an event and gives the case as it is afterwards plus the commands that
follow; the values are frozen, so a refused event changes nothing. The table maps (state, kind of event) to the next
state and the step (`domain.steps`) that works it out. Three kinds of small machine live inside a case: stop targets
(`delivery`), conversations (`messages`) and creators' settlements (`payout`). Each moves by its own rules; what they
cause together is said in one place, `_fire_joint_rules`:

    every document read            reading -> review
    approval complete              quoted -> stopping, every target is ordered off
    nothing left to switch off     the counterparty and every creator are told, once
    every target proven            stopping -> settling
    deals or terms known           a clock on each silence that approves; once approved, one on each duty

and `steps.open_ends` says what keeps a case from being closed. The process is data: rows of cases, events and
commands, never replayed code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from unpromote.domain import (
    approval,
    authorization_steps,
    cause_steps,
    conversing,
    creator_steps,
    deadlines,
    delivery,
    fact_steps,
    held_steps,
    holding_steps,
    levels,
    money_steps,
    order_steps,
    record_steps,
    refund_steps,
    review_steps,
    spend_steps,
    steps,
    stop_steps,
)
from unpromote.domain import cause_events as ca
from unpromote.domain import commands as c
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain import holding_events as h
from unpromote.domain import record_events as r
from unpromote.domain import review_events as v
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case, Pack, State
from unpromote.domain.delivery import TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.steps import Moved, open_duties, open_ends

__all__ = ["TRANSITIONS", "Case", "Pack", "State", "advance", "open_case", "open_duties", "open_ends"]

Step = Callable[[Case, Any], Moved]


def open_case(event: e.CaseOpened) -> Case:
    """Return the new case.

    Raises:
        NotAllowed: there is nothing to stop.
    """
    if not event.targets:
        raise NotAllowed("a case needs at least one promotion to stop")
    return Case(
        id=event.case_id,
        client=event.client,
        reference=event.reference,
        title=event.title,
        opened_by=event.by,
        opened_at=event.at,
        reason=event.reason,
        promotion=event.promotion,
        contacts=event.contacts,
        targets=event.targets,
        deals=event.deals,
        version=1,
    )


def advance(case: Case, event: e.Event) -> Moved:
    """Return the case after the event, and the commands that follow from it.

    Raises:
        NotAllowed: the event cannot happen in this state, or the small machine that it concerns refuses it.
    """
    try:
        state, step = TRANSITIONS[case.state, type(event)]
    except KeyError:
        raise NotAllowed(f"{type(event).__name__} cannot happen while the case is {case.state.value}") from None
    moved, commands = step(replace(case, state=state, version=case.version + 1), event)
    joined, more = _fire_joint_rules(moved, event)
    followed, watches = creator_steps.follow_up(joined, event, case.state)
    recorded, asked = record_steps.follow_up(followed, event, case)
    return recorded, commands + more + watches + asked + authorization_steps.follow_up(recorded, event)


def _fire_joint_rules(case: Case, event: e.Event) -> Moved:
    """Apply what the small machines cause together, until nothing more follows."""
    commands: tuple[c.Command, ...] = ()
    if case.state is State.READING and len(case.readings) == len(case.documents):
        case = replace(case, state=State.REVIEW if case.documents else State.OPENED)
    if case.state is State.QUOTED and case.approval and approval.is_complete(case.approval):
        case, ordered = stop_steps.order_stop(case, event)
        commands += (*ordered, *money_steps.watch_refund(case, event.at))
    if case.state is State.STOPPING and not case.told and all(map(delivery.is_settled, case.targets)):
        case, ordered = steps.tell(case, event)
        commands += ordered
    if case.state is State.STOPPING and case.told and all(t.state is TargetState.PROVEN for t in case.targets):
        case = replace(case, state=State.SETTLING)
    return case, commands


_S = State
_BEFORE_APPROVAL = (_S.OPENED, _S.READING, _S.REVIEW, _S.READY, _S.QUOTED)
_RUNNING = (_S.STOPPING, _S.SETTLING)


def _staying(states: tuple[State, ...], kind: type[e.Event], step: Step) -> dict[Any, tuple[State, Step]]:
    return {(state, kind): (state, step) for state in states}


def _moving(states: tuple[State, ...], kind: type[e.Event], to: State, step: Step) -> dict[Any, tuple[State, Step]]:
    return {(state, kind): (to, step) for state in states}


TRANSITIONS: Mapping[tuple[State, type[e.Event]], tuple[State, Step]] = {
    **_moving(_BEFORE_APPROVAL, e.AgreementReceived, _S.READING, steps.receive),
    (_S.READING, e.AgreementRead): (_S.READING, steps.take_reading),
    (_S.READING, e.AgreementUnreadable): (_S.READING, steps.note_unreadable),
    **_moving(_BEFORE_APPROVAL, e.TermsConfirmed, _S.READY, steps.confirm),
    (_S.REVIEW, v.PointsDecided): (_S.REVIEW, review_steps.decide),
    **_moving((_S.READY, _S.QUOTED), e.ReadingSettled, _S.READY, steps.settle_reading),
    **_moving((_S.READY, _S.QUOTED), e.QuoteTaken, _S.QUOTED, steps.take_quote),
    (_S.QUOTED, e.QuoteSigned): (_S.QUOTED, steps.sign),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), e.EvidenceAdded, fact_steps.add_evidence),
    **_staying(_BEFORE_APPROVAL, e.FactConfirmed, fact_steps.confirm_fact),
    **_staying(_BEFORE_APPROVAL[:-1], e.FactStated, fact_steps.state_fact),
    (_S.QUOTED, e.FactStated): (_S.READY, fact_steps.state_fact),
    **_staying(_BEFORE_APPROVAL, s.StopScheduled, stop_steps.schedule),
    **_staying(_BEFORE_APPROVAL, s.StoppedAtOnce, stop_steps.stop_at_once),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.StopRatified, stop_steps.ratify),
    **_staying(tuple(State), s.StopRatificationDue, stop_steps.note_unratified),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.StopRepeated, stop_steps.stop_again),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.StopUndone, stop_steps.undo),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.FinalStopConfirmed, stop_steps.confirm_final),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.StartObserved, stop_steps.note_start),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), e.StopObserved, stop_steps.note_stop),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), e.SpendSampled, spend_steps.note_spend),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), e.StoppedByHand, stop_steps.note_hand),
    **_staying(tuple(State), s.DeliveryWatched, stop_steps.note_watched),
    **_staying(tuple(State), s.TargetLookedAt, stop_steps.note_looked),
    **_staying(tuple(State), r.BelowRead, record_steps.note_below),
    **_staying(tuple(State), r.ChangesAsked, record_steps.note_asked),
    **_staying(tuple(State), r.ChangesRead, record_steps.note_changes),
    **_staying(tuple(State), r.RulesRead, record_steps.note_rules),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), r.GuardChosen, record_steps.choose_guard),
    **_staying(tuple(State), r.GuardSet, record_steps.note_guard),
    **_staying(tuple(State), r.GuardLifted, record_steps.note_lifted),
    **_staying(tuple(State), s.HeldStopDue, held_steps.note_due),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.OrdersSeen, order_steps.note_orders),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.AuthorizationSeen, authorization_steps.note_seen),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), s.LiftAnnounced, levels.note_lift),
    **_staying(_RUNNING, e.ReadingSettled, steps.settle_reading_late),
    (_S.STOPPING, e.NoticesDue): (_S.STOPPING, steps.tell_anyway),
    **_staying((*_RUNNING, _S.CLOSED), e.MessageSent, conversing.note_sent),
    **_staying((*_RUNNING, _S.CLOSED), e.ReplyReceived, conversing.note_reply),
    **_staying(_RUNNING, e.AnswerJudged, conversing.judge),
    **_staying(_RUNNING, e.ReminderDue, conversing.note_silence),
    **_staying(_RUNNING, f.ReplyWritten, conversing.write_back),
    **_staying(_RUNNING, f.SilenceSnoozed, conversing.snooze),
    **_staying(_RUNNING, f.ContactLogged, conversing.note_log),
    **_staying(_RUNNING, f.TaskOverdue, conversing.note_overdue),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), f.ContactStated, conversing.state_contact),
    **_staying(_RUNNING, f.TakenAsAnswer, conversing.take_as_answer),
    **_staying(_RUNNING, f.RepeatOrdered, conversing.repeat),
    **_staying(_RUNNING, f.UnsentRepeated, conversing.repeat_unsent),
    **_staying(_RUNNING, e.CreatorAnswered, steps.note_creator),
    **_staying(_RUNNING, e.SettlementReleased, steps.release),
    **_staying(_RUNNING, e.PayoutRecorded, steps.note_payout),
    **_staying((_S.QUOTED, *_RUNNING, _S.CLOSED), e.ClaimReceived, steps.keep_claim),
    **_staying(_BEFORE_APPROVAL[:-1], ce.DealsEntered, creator_steps.enter_deals),
    (_S.QUOTED, ce.DealsEntered): (_S.READY, creator_steps.enter_deals),
    **_staying(_RUNNING, ce.DealsEntered, creator_steps.amend_deals),
    **_staying(_BEFORE_APPROVAL, ce.SilenceNear, creator_steps.note_silence_near),
    **_staying((*_RUNNING, _S.CLOSED), ce.CreatorLinkRevoked, creator_steps.revoke_link),
    **_staying(_RUNNING, ce.CreatorProposed, creator_steps.note_proposal),
    **_staying(_RUNNING, ce.ProposalAnswered, creator_steps.answer_proposal),
    **_staying((*_RUNNING, _S.CLOSED), ce.CreatorFiled, creator_steps.note_file),
    **_staying(_RUNNING, ce.InvolvementAdjusted, creator_steps.adjust),
    **_staying((*_RUNNING, _S.CLOSED), ce.DutyShown, creator_steps.show_duty),
    **_staying((*_RUNNING, _S.CLOSED), ce.DutyDone, creator_steps.end_duty),
    **_staying((*_RUNNING, _S.CLOSED), ce.DutyWaived, creator_steps.waive_duty),
    **_staying((*_RUNNING, _S.CLOSED), ce.DutyProofRefused, creator_steps.refuse_proof),
    **_staying((*_RUNNING, _S.CLOSED), ce.DutyLate, creator_steps.note_late_duty),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING, _S.CLOSED), e.PayeeNoted, money_steps.note_payee),
    **_staying((*_RUNNING, _S.CLOSED), e.BillNoted, money_steps.note_bill),
    **_staying((*_RUNNING, _S.CLOSED), e.BalanceReleased, money_steps.release_balance),
    **_staying(_RUNNING, e.BalanceExplained, money_steps.explain_balance),
    **_staying((*_RUNNING, _S.CLOSED), e.PaymentsReleased, money_steps.note_run),
    **_staying((*_RUNNING, _S.CLOSED), e.BankLinesBooked, money_steps.book_bank_lines),
    **_staying((*_RUNNING, _S.CLOSED), e.RefundFellDue, money_steps.note_late_refund),
    (_S.SETTLING, e.CaseClosed): (_S.CLOSED, steps.close),
    **_moving(_BEFORE_APPROVAL, e.CaseDropped, _S.CLOSED, steps.drop),
    **_staying(tuple(State), e.PackOrdered, steps.order_pack),
    **_staying(tuple(State), e.PackBuilt, steps.note_pack),
    **_staying(tuple(State), e.CommandGaveUp, steps.note_giving_up),
    **_staying(tuple(State), e.AlarmAnswered, steps.answer_alarm),
    **_staying(tuple(State), e.DeadlineMet, deadlines.meet),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), ca.CauseOrdered, cause_steps.order),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), ca.CauseRead, cause_steps.take),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), ca.CauseUnread, cause_steps.note_unread),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), ca.CommentsMarked, cause_steps.mark),
    **_staying((*_BEFORE_APPROVAL, *_RUNNING), ca.CauseTaken, cause_steps.prove),
    **_staying(tuple(State), h.BalancesAsked, holding_steps.ask_balances),
    **_staying(tuple(State), h.BalancesRead, holding_steps.note_balances),
    **_staying(_BEFORE_APPROVAL, h.ReturnProposed, holding_steps.once_ratified(holding_steps.propose)),
    **_staying((*_RUNNING, _S.CLOSED), h.ReturnProposed, holding_steps.propose),
    **_staying(tuple(State), h.ReturnApproved, holding_steps.approve),
    **_staying(tuple(State), h.ReturnDropped, holding_steps.drop),
    **_staying(tuple(State), h.ReturnChecked, holding_steps.note_checked),
    **_staying(tuple(State), h.ReturnMoved, holding_steps.note_moved),
    **_staying(tuple(State), h.ReturnUnanswered, holding_steps.note_unanswered),
    **_staying(tuple(State), h.ReturnRefused, holding_steps.note_refused),
    **_staying(tuple(State), h.ReturnUnclear, holding_steps.note_unclear),
    **_staying(tuple(State), h.ReturnJudged, holding_steps.judge),
    **_staying(_BEFORE_APPROVAL, h.ClosingConfirmed, holding_steps.once_ratified(holding_steps.order_closing)),
    **_staying((*_RUNNING, _S.CLOSED), h.ClosingConfirmed, holding_steps.order_closing),
    **_staying(tuple(State), h.ClosingSeen, holding_steps.note_closing),
    **_staying(_BEFORE_APPROVAL, h.RefundPlanned, holding_steps.once_ratified(refund_steps.plan)),
    **_staying((*_RUNNING, _S.CLOSED), h.RefundPlanned, refund_steps.plan),
    **_staying(tuple(State), h.RefundAsked, refund_steps.ask),
}
