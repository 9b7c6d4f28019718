"""What stands on the report's pages, as plain texts and rows: a case file turned into what the template only sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.adapters.files.report_chart import chart
from unpromote.adapters.files.report_options import options
from unpromote.adapters.files.report_quote import answer, price
from unpromote.adapters.files.report_terms import terms_rows
from unpromote.adapters.files.report_text import bare, capital, day, instant, money, said
from unpromote.domain.audit import AgreementFile, CaseFile
from unpromote.domain.codec import amount_text, encode
from unpromote.domain.delivery import Observation, Target, TargetState
from unpromote.domain.messages import Conversation, Direction, Message
from unpromote.domain.payout import Settlement
from unpromote.domain.timeline import in_words

Row = dict[str, Any]

_STATES = {
    TargetState.PLANNED: "not touched",
    TargetState.OFF: "off",
    TargetState.PROVEN: "off, proven",
    TargetState.STILL_ON: "still on",
    TargetState.BY_HAND: "waits for a person",
    TargetState.UNKNOWN: "not known",
    TargetState.ON_AGAIN: "on again",
    TargetState.ENDING: "told to end",
    TargetState.HELD: "waits for the typed confirmation",
}
_MOVES = {"pay": "to pay", "clawback": "to claw back", "credit": "kept as credit", "none": "nothing moves"}
_SHORT = 160


def report_data(case_file: CaseFile, *, key: str) -> Row:
    """Return everything the template needs; `key` is the fingerprint of the key that signs the pack."""
    zone = ZoneInfo((case_file.terms or {}).get("time_zone", "UTC"))
    return {
        "title": case_file.case.title,
        "reference": case_file.case.reference,
        "zone": zone.key,
        "as_of": instant(case_file.as_of, zone),
        "facts": _facts(case_file, zone),
        "answer": answer(case_file, zone),
        "reason": _reason(case_file),
        "price": price(case_file, zone),
        "chart": chart(case_file.quote, zone),
        "options": options(case_file.quote, zone),
        "approval": _approval(case_file, zone),
        "stop": _stop(case_file),
        "targets": [_target(target, zone) for target in case_file.targets],
        "requests": _requests(case_file.targets, zone),
        "conversations": [_conversation(talk, zone) for talk in case_file.conversations],
        "settlements": [_settlement(settlement, zone) for settlement in case_file.settlements],
        "agreements": [_agreement(agreement) for agreement in case_file.agreements],
        "terms": terms_rows(case_file),
        "timeline": [_entry(entry, zone) for entry in case_file.events],
        "hashes": _hashes(case_file, key),
    }


def _facts(case_file: CaseFile, zone: ZoneInfo) -> list[list[str]]:
    case = case_file.case
    closed = instant(case.closed_at, zone) if case.closed_at else "not closed"
    promotion = case_file.promotion
    rows = [
        ["Client", case.client],
        ["State", said(case.state)],
        ["Opened", f"{instant(case.opened_at, zone)}, by {case.opened_by}"],
        ["Closed", f"{closed}: {case.closed_why}" if case.closed_why else closed],
        ["Promotion", f"{promotion.get('id', '')}, {said(promotion.get('reservation', 'unknown'))}"],
        ["Agreement", ", ".join(agreement.name for agreement in case_file.agreements) or "none handed in"],
    ]
    if case_file.quote and "budget" in promotion:
        currency = case_file.quote.price.currency.code
        spent = f"{bare(promotion.get('spent', '0'))} spent"
        rows.insert(5, ["Budget", f"{money(promotion['budget'], currency)}, {spent}"])
    return rows


def _reason(case_file: CaseFile) -> Row:
    reason = case_file.reason
    evidence = [{"name": item.name, "path": item.path, "sha256": item.sha256} for item in reason.evidence]
    for item in case_file.evidence:
        proves = f", for {', '.join(map(said, item.proves))}" if item.proves else ""
        name = f"{item.description} ({said(item.kind.value)}){proves}"
        evidence.append({"name": name, "path": item.path, "sha256": item.sha256})
    return {"kind": capital(said(reason.kind)), "wording": reason.wording, "evidence": evidence}


def _approval(case_file: CaseFile, zone: ZoneInfo) -> Row | None:
    approval = case_file.approval
    if approval is None:
        return None
    missing = approval.needed - len(approval.signatures)
    at_most = "at most " if case_file.quote and "range" in case_file.quote.quote else ""
    return {
        "price": f"{at_most}{money(amount_text(approval.price), approval.price.currency.code)}",
        "needed": approval.needed,
        "missing": max(0, missing),
        "quote_hash": approval.quote_hash,
        "signatures": [{"by": item.by, "at": instant(item.at, zone)} for item in approval.signatures],
    }


def _stop(case_file: CaseFile) -> str:
    targets = case_file.targets
    if not targets:
        return ""
    proven = sum(target.state is TargetState.PROVEN for target in targets)
    off = sum(target.state in {TargetState.OFF, TargetState.PROVEN} for target in targets)
    return f"{off} of {len(targets)} targets are off; for {proven} it is proven that the spend stands still."


def _target(target: Target, zone: ZoneInfo) -> Row:
    return {
        "name": target.name,
        "what": f"{said(target.kind)} {target.external_id}",
        "account": target.advertiser_id,
        "state": _STATES[target.state],
        "good": target.state is TargetState.PROVEN,
        "before": _seen(target.before),
        "after": _seen(target.after),
        "off_at": instant(target.off_at, zone) if target.off_at else "",
        "samples": [[instant(s.sampled_at, zone), bare(amount_text(s.spend))] for s in _telling(target)],
        "more": max(0, len(target.samples) - len(_telling(target))),
        "currency": target.spent.currency.code,
        "proof": target.proof,
    }


def _requests(targets: Sequence[Target], zone: ZoneInfo) -> list[Row]:
    """Return each call to the platform once, in order, with the number of targets that it was about."""
    calls: dict[tuple[datetime, str, str], int] = {}
    for target in targets:
        for what, seen_at, request_id in _calls(target):
            calls[seen_at, what, request_id] = calls.get((seen_at, what, request_id), 0) + 1
    return [
        {"at": instant(at, zone), "what": what[2:], "count": count, "id": request_id}
        for (at, what, request_id), count in sorted(calls.items())
    ]


def _calls(target: Target) -> Iterator[tuple[str, datetime, str]]:
    if target.before:
        yield "1 looked before", target.before.observed_at, target.before.request_id
    if target.write:
        yield f"2 wrote {target.write.status or 'without an answer'}", target.write.sent_at, target.write.request_id
    if target.after:
        yield "3 looked after", target.after.observed_at, target.after.request_id
    for sample in target.samples:
        yield "4 read the spend", sample.sampled_at, sample.request_id


def _seen(observation: Observation | None) -> str:
    return observation.operation_status if observation else "not seen"


def _telling(target: Target) -> list[Any]:
    """The first sample and the last two tell whether spend stood still; the receipt holds them all."""
    samples = list(target.samples)
    return samples if len(samples) <= 3 else [samples[0], *samples[-2:]]  # noqa: PLR2004


def _conversation(talk: Conversation, zone: ZoneInfo) -> Row:
    outcome = f", {said(talk.outcome.value)}" if talk.outcome else ""
    return {
        "who": talk.contact.name,
        "address": talk.contact.address,
        "state": f"{talk.state.value}{outcome}",
        "note": talk.note,
        "messages": [_message(message, zone) for message in talk.messages],
    }


def _message(message: Message, zone: ZoneInfo) -> Row:
    way = "sent" if message.direction is Direction.OUT else "received"
    told = message.direction is Direction.IN or message.log
    body = " ".join(message.body.split()) if told else ""
    return {
        "at": instant(message.at, zone),
        "way": f"{way}, automatic" if message.automatic else way,
        "step": message.step,
        "subject": message.subject,
        "body": body if len(body) <= _SHORT else f"{body[:_SHORT].rstrip()} …",
        "path": message.path,
        "sha256": message.sha256,
    }


def _settlement(settlement: Settlement, zone: ZoneInfo) -> Row:
    currency = settlement.due.currency.code
    answered = f" ({instant(settlement.answered_at, zone)})" if settlement.answered_at else ""
    settled = f"{settlement.payout_key}, {instant(settlement.settled_at, zone)}" if settlement.settled_at else ""
    released = f"{settlement.released_by}: {settlement.released_why}" if settlement.released_why else ""
    return {
        "who": settlement.name,
        "lines": [[name, bare(amount_text(amount))] for name, amount in settlement.lines.items()],
        "due": bare(amount_text(settlement.due)),
        "paid": bare(amount_text(settlement.paid)),
        "balance": bare(amount_text(settlement.balance)),
        "currency": currency,
        "move": _MOVES.get(settlement.direction, said(settlement.direction)),
        "pay_by": day(settlement.pay_by) if settlement.pay_by else "",
        "state": settlement.state.value,
        "answer": f"{settlement.answer}{answered}" if settlement.answer else "none yet",
        "released": released or settlement.released_by,
        "payout": settled,
    }


def _agreement(agreement: AgreementFile) -> Row:
    return {
        "name": agreement.name,
        "title": agreement.title,
        "pages": f"{agreement.pages} page{'' if agreement.pages == 1 else 's'}" if agreement.pages else "",
        "path": agreement.path,
        "sha256": agreement.sha256,
        "findings": _findings(agreement),
    }


def _findings(agreement: AgreementFile) -> list[Row]:
    """Return the words found, each once, with every kind of clause that they are."""
    kinds: dict[tuple[int, str], list[str]] = {}
    for item in agreement.findings:
        named = kinds.setdefault((item.page or 0, " ".join(item.quote.split())), [])
        if item.category not in named:
            named.append(item.category)
    return [{"kinds": ", ".join(named), "page": page or "", "quote": quote} for (page, quote), named in kinds.items()]


def _entry(entry: Any, zone: ZoneInfo) -> Row:
    return {
        "seq": entry.seq,
        "at": instant(entry.at, zone),
        "by": entry.by,
        "words": in_words(entry.kind, encode(entry.data)),
        "hash": entry.hash[:12],
    }


def _hashes(case_file: CaseFile, key: str) -> list[list[str]]:
    rows = [[f"Chain of {len(case_file.events)} events, head", case_file.head]]
    if case_file.quote:
        rows.append(["Quote that was signed (quote.json)", case_file.quote.hash])
    rows += [[item.path, item.sha256] for item in case_file.agreements]
    rows += [[item.path, item.sha256] for item in case_file.reason.evidence]
    rows += [[item.path, item.sha256] for item in case_file.evidence]
    rows += [[item.path, item.sha256] for talk in case_file.conversations for item in talk.messages]
    rows += [[item.path, item.sha256] for item in case_file.attachments]
    return [*rows, ["Signing key's fingerprint", key]]
