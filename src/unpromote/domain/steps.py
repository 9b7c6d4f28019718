"""What each event does to a case: one step an event, from the case before it to the case after it and what follows.

A step may refuse (`NotAllowed`); whether its event may happen at all in a state is the table's business, in
`domain.case`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from moneyed import Money

from unpromote.domain import (
    approval,
    conversing,
    holding_steps,
    ledger,
    messages,
    money_steps,
    payout,
    sampling,
    spend_steps,
)
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain.aggregate import Case, KeptClaim, Pack, with_alarm
from unpromote.domain.codec import encode
from unpromote.domain.dues import creator_party, party_name
from unpromote.domain.errors import NotAllowed
from unpromote.domain.hand_steps import lacking_files
from unpromote.domain.messages import Contact, Conversation, ConversationState, Counterpart
from unpromote.domain.papers import Document
from unpromote.domain.parts import exchanged
from unpromote.domain.payout import Settlement, SettlementState

Moved = tuple[Case, tuple[c.Command, ...]]


# --- agreement, quote, approval ---------------------------------------------------------------


def receive(case: Case, event: e.AgreementReceived) -> Moved:
    read = c.ReadAgreement(case_id=case.id, due=event.at, document_id=event.document.id)
    return without_quote(replace(case, documents=(*case.documents, event.document))), (read,)


def take_reading(case: Case, event: e.AgreementRead) -> Moved:
    _known(case, event.reading.document_id)
    return replace(case, readings=(*case.readings, event.reading)), ()


def note_unreadable(case: Case, event: e.AgreementUnreadable) -> Moved:
    document = _known(case, event.document_id)
    left = tuple(other for other in case.documents if other.id != document.id)
    return with_alarm(replace(case, documents=left), event.problem), ()


def _known(case: Case, document_id: str) -> Document:
    for document in case.documents:
        if document.id == document_id and all(reading.document_id != document_id for reading in case.readings):
            return document
    raise NotAllowed(f"no document {document_id!r} waits to be read")


def confirm(case: Case, event: e.TermsConfirmed) -> Moved:
    stated = replace(case, terms=event.terms, layering=event.layering, unclear=event.unclear)
    return without_quote(replace(stated, citations=event.citations, terms_version=case.terms_version + 1)), ()


def settle_reading(case: Case, event: e.ReadingSettled) -> Moved:
    return without_quote(_read_as(case, event)), ()


def _read_as(case: Case, event: e.ReadingSettled) -> Case:
    if not event.because.strip():
        raise NotAllowed("say why it is read that way: who confirmed it, or where it stands")
    if all(one.path != event.path for one in case.unclear):
        raise NotAllowed(f"nothing is unclear at {event.path!r}")
    left = tuple(one for one in case.unclear if one.path != event.path)
    version = case.terms_version + 1
    return replace(case, terms=event.terms, unclear=left, citations=event.citations, terms_version=version)


def without_quote(case: Case) -> Case:
    """Return the case with its quote and whatever hung on that gone."""
    return replace(case, quote=None, approval=None, settlements=())


def take_quote(case: Case, event: e.QuoteTaken) -> Moved:
    quote = event.quote
    yes = approval.ask(quote.hash, price=quote.price, second_above=event.second_above) if quote.permitted else None
    return replace(case, quote=quote, approval=yes, settlements=quote.settlements), ()


def sign(case: Case, event: e.QuoteSigned) -> Moved:
    if case.approval is None:
        raise NotAllowed("this quote found no right to cancel, so there is nothing to approve")
    signature = approval.Signature(by=event.by, at=event.at)
    return replace(case, approval=approval.sign(case.approval, event.quote_hash, signature)), ()


# --- messages ---------------------------------------------------------------------------------


def tell(case: Case, event: e.Event) -> Moved:
    """Tell everybody; a creator whose figure depends on an open reading is told once that is settled."""
    conversations = tuple(Conversation(id=contact.id, contact=contact) for contact in case.contacts)
    told = [talk for talk in conversations if not _waits_for_figure(case, talk.contact)]
    return replace(case, told=True, conversations=conversations), _first_letters(case, told, event.at)


def _first_letters(case: Case, talks: list[Conversation], due: datetime) -> tuple[c.Command, ...]:
    return tuple(
        c.SendMessage(case_id=case.id, due=due, conversation_id=talk.id, step=messages.request_step(talk))
        for talk in talks
    )


def _waits_for_figure(case: Case, contact: Contact) -> bool:
    if not case.unclear or contact.counterpart is not Counterpart.CREATOR:
        return False
    return all(settlement.creator_id != contact.id for settlement in case.settlements)


def settle_reading_late(case: Case, event: e.ReadingSettled) -> Moved:
    """Settle a reading after approval: the signed quote stays, creators whose figure is known now get theirs."""
    moved, anew = _read_as(case, event), event.requoted
    if anew is None or case.approval is None:
        raise NotAllowed("a reading settled after approval needs the quote anew")
    known = {settlement.creator_id for settlement in case.settlements}
    fresh = tuple(settlement for settlement in anew.settlements if settlement.creator_id not in known)
    moved = replace(moved, requote=anew, settlements=(*case.settlements, *fresh))
    if not anew.permitted or anew.price > case.approval.price:
        moved = with_alarm(moved, f"read that way, leaving is not what was approved: {event.path}")
    waited = [talk for talk in case.conversations if _waits_for_figure(case, talk.contact)]
    due = [talk for talk in waited if not _waits_for_figure(moved, talk.contact)]
    return moved, (*_first_letters(moved, due, event.at), *money_steps.watch_refund(moved, event.at))


def tell_anyway(case: Case, event: e.NoticesDue) -> Moved:
    if case.told:
        raise NotAllowed("everyone has been told already")
    return tell(case, event)


# --- settlement -------------------------------------------------------------------------------


def note_creator(case: Case, event: e.CreatorAnswered) -> Moved:
    answer = event.accepted
    return _with_settlement(
        case,
        event.creator_id,
        lambda s: payout.after_answer(s, accepted=answer, note=event.note, at=event.at),
    ), ()


def release(case: Case, event: e.SettlementReleased) -> Moved:
    moved = _with_settlement(
        case, event.creator_id, lambda s: payout.after_release(s, by=event.by, why=event.why, at=event.at)
    )
    settled = _settlement(moved, event.creator_id).state is SettlementState.SETTLED
    order = c.RecordPayout(case_id=case.id, due=event.at, creator_id=event.creator_id)
    return moved, () if settled else (order,)


def note_payout(case: Case, event: e.PayoutRecorded) -> Moved:
    return _with_settlement(case, event.creator_id, lambda s: payout.after_payout(s, key=event.key, at=event.at)), ()


def _settlement(case: Case, creator_id: str) -> Settlement:
    for settlement in case.settlements:
        if settlement.creator_id == creator_id:
            return settlement
    raise NotAllowed(f"the case has no creator {creator_id!r}")


def _with_settlement(case: Case, creator_id: str, change: Callable[[Settlement], Settlement]) -> Case:
    known = _settlement(case, creator_id)
    return replace(case, settlements=exchanged(case.settlements, known, change(known)))


def keep_claim(case: Case, event: e.ClaimReceived) -> Moved:
    """Keep a claim; one of the same claimant and reference takes the place of the one before."""
    if case.quote is None:
        raise NotAllowed("a claim is compared with a quote: take one first")
    kept = KeptClaim(event.claim_id, event.claim, event.comparison, event.quote_hash, event.at, event.by)
    named = (event.claim.claimant, event.claim.reference)
    others = tuple(one for one in case.claims if (one.claim.claimant, one.claim.reference) != named)
    return replace(case, claims=(*others, kept)), ()


# --- audit ------------------------------------------------------------------------------------


def open_ends(case: Case) -> tuple[str, ...]:
    """Return what still keeps the case from being closed, in words."""
    unproven = [t.name for t in case.targets if not sampling.is_rechecked(t)]
    talking = [t.contact.name for t in case.conversations if t.state is not ConversationState.CLOSED]
    unsettled = [s.name for s in case.settlements if s.state is not SettlementState.SETTLED]
    return (
        *(f"{name}: not yet proven off, or not yet looked at after the daily correction" for name in unproven),
        *lacking_files(case.targets),
        *(f"{name}: has not confirmed" for name in talking),
        *(f"{name}: not settled" for name in unsettled),
        *(f"{one.path}: not settled how it is read" for one in case.unclear),
        *_open_balances(case),
        *(f"alarm: {alarm}" for alarm in case.alarms),
    )


def open_duties(case: Case) -> tuple[str, ...]:
    """Return the duties that are not over, in words; they outlive the case and do not keep it open."""
    return tuple(task.told for task in case.duties if task.is_open)


def _open_balances(case: Case) -> tuple[str, ...]:
    """Return the balances that nobody has explained, except those that releasing a settlement will settle."""
    waiting = {creator_party(s.creator_id) for s in case.settlements if s.state is not SettlementState.SETTLED}
    settled = tuple(s for s in case.settlements if s.state is SettlementState.SETTLED)
    found = (one for one in ledger.unexplained(replace(case, settlements=settled)) if one.party not in waiting)
    return tuple(f"{party_name(case, one.party)}: {_told(one.open)}; release, book or explain it" for one in found)


def _told(open_: Money) -> str:
    return f"{encode(abs(open_))} is {'to come' if open_.amount > 0 else 'owed'}"


def close(case: Case, event: e.CaseClosed) -> Moved:
    ends = open_ends(case)
    if ends:
        raise NotAllowed("the case cannot be closed yet: " + "; ".join(ends))
    watched = "; ".join(open_duties(case))
    why = f"everything is settled; still watched: {watched}" if watched else "everything is settled"
    return order_pack(replace(case, closed_at=event.at, closed_why=why), event)


def drop(case: Case, event: e.CaseDropped) -> Moved:
    if not event.why.strip():
        raise NotAllowed("say why the promotion goes on")
    return order_pack(replace(case, closed_at=event.at, closed_why=event.why), event)


def order_pack(case: Case, event: e.Event) -> Moved:
    return case, (c.BuildPack(case_id=case.id, due=event.at, nth=case.version),)


def note_pack(case: Case, event: e.PackBuilt) -> Moved:
    pack = Pack(path=event.path, manifest_sha256=event.manifest_sha256, built_at=event.at)
    return replace(case, packs=(*case.packs, pack)), ()


def note_giving_up(case: Case, event: e.CommandGaveUp) -> Moved:
    moved, looks = spend_steps.note_giving_up(case, event)
    return conversing.note_stuck(holding_steps.note_stuck(moved, event), event), looks


def answer_alarm(case: Case, event: e.AlarmAnswered) -> Moved:
    if event.alarm not in case.alarms or not event.note.strip():
        raise NotAllowed("name an open alarm and say what was done about it")
    return replace(case, alarms=tuple(alarm for alarm in case.alarms if alarm != event.alarm)), ()
