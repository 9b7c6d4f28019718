"""What happened, in words: one plain sentence for each event of the chain.

An event that this release does not know is told by its name alone, so that an old reader still shows a newer history.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from unpromote.domain import holding_told
from unpromote.domain.phrases import counted, noted

Data = Mapping[str, Any]

_SHOWN = 12  # hex digits that are enough to tell hashes apart on a page


def in_words(kind: str, data: Data) -> str:
    """Return the sentence for an event, given its kind ("QuoteSigned") and its JSON."""
    tell = _SENTENCES.get(kind)
    return tell(data) if tell else f"{_spaced(kind)}."


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _points_decided(data: Data) -> str:
    made = [one["decided"] for one in data["decisions"]]
    told = (f"{made.count(kind)} {kind.replace('_', ' ')}" for kind in dict.fromkeys(made))
    return f"{counted(len(made), 'point')} of the proposed terms decided: {', '.join(told)}."


def _quote_taken(data: Data) -> str:
    quote = data["quote"]
    found = quote.get("quote", {}).get("range")
    answer = _ranged(found) if found else _one_answer(quote)
    return f"Quote {quote['hash'][:_SHOWN]} was taken: {answer}."


def _one_answer(quote: Data) -> str:
    return f"leaving costs {quote['price']}" if quote["permitted"] else "no right to cancel is open"


def _ranged(found: Data) -> str:
    if found["permitted"] != "yes":
        return (
            "whether one may leave depends on unclear terms" if found["permitted"] == "depends" else "one may not leave"
        )
    price = found["exit_cost"]
    return f"leaving costs {price['least']} to {price['greatest']}, as unclear terms are read"


def _claim_received(data: Data) -> str:
    found, claim = data["comparison"], data["claim"]
    named = f" ({claim['reference']})" if claim.get("reference") else ""
    last = f", to be objected to by {found['object_by']}" if found.get("object_by") else ""
    return f"{claim['claimant']} claims {found['claimed']}{named}; {found['objected']} of it is not owed{last}."


def _stop_observed(data: Data) -> str:
    asked, writes = len(data["target_ids"]), [*(data.get("writes") or ()), *filter(None, [data.get("write")])]
    off = sum(seen["operation_status"] != "ENABLE" for seen in data["after"])
    act = "; ".join(map(_written, writes)) if writes else "nothing had to be written"
    return f"{counted(asked, 'target')} looked at, {act}; {off} of {asked} read back as off."


def _written(write: Data) -> str:
    told = f"TikTok was told to switch {len(write['external_ids'])} off"
    if write["external_ids"] and not write["status"]:
        return f"{told} and did not say whether it did ({write['problem']})"
    said = [f"{told} (request {write['request_id']})"] if write["external_ids"] else []
    refused = [f"it refused {one['external_id']}: {one['problem']}" for one in write.get("refused") or ()]
    left = write.get("untried")
    later = [f"{len(left)} left for another round, as nothing more could be sent ({write['problem']})"] if left else []
    return "; ".join((*said, *refused, *later))


def _start_observed(data: Data) -> str:
    on = sum(seen["operation_status"] == "ENABLE" for seen in data["after"])
    return f"{on} of {counted(len(data['target_ids']), 'target')} read back as on again."


def _delivery_watched(data: Data) -> str:
    asked = counted(len(data["target_ids"]), "target")
    on = sum(seen["operation_status"] == "ENABLE" for seen in data["seen"])
    return f"{asked} proven off were looked at again: {on or 'none'} found switched on."


def _target_looked_at(data: Data) -> str:
    seen = data["seen"]
    if seen is None:
        return f"TikTok could not show whether {data['target_id']} has stopped{noted(data['problem'])}."
    shown = seen["secondary_status"] or seen["operation_status"]
    return f"TikTok showed {data['target_id']}, which a person stopped, as {shown}."


def _code_deleted(write: Data) -> str:
    by = "with the creator's token"
    if write["status"]:
        return f"its code was deleted {by} (request {write['request_id']})"
    if write["external_ids"]:
        return f"its code was told to be deleted {by}, which did not say whether it was ({write['problem']})"
    why = next((one["problem"] for one in write.get("refused") or ()), write["problem"])
    return f"its code could not be deleted {by}: {why}"


def _authorization_seen(data: Data) -> str:
    seen, write, deleted = data["before"], data["write"], data.get("deleted")
    ads = counted(len(data["ads"]), "ad")
    if seen is None:
        return f"TikTok does not list the post {data['target_id']} for the account; {ads} show it."
    told = f"TikTok showed the authorization of {data['target_id']} as {seen['secondary_status']}, with {ads}"
    if deleted:
        return f"{told}, and {_code_deleted(deleted)}."
    if write is None:
        return f"{told}."
    if refused := write.get("refused"):
        return f"{told}, and refused to take it off the account: {refused[0]['problem']}."
    left = "is no longer" if data["after"] is None else "is still"
    answer = (
        f"request {write['request_id']}" if write["status"] else f"it did not say whether it did: {write['problem']}"
    )
    return f"{told}, and was told to take it off the account ({answer}); it {left} listed."


def _when(instant: str | None) -> str:
    return f"at {instant}" if instant else "as soon as it is approved"


def _spend_sampled(data: Data) -> str:
    return f"Lifetime spend of {counted(len(data['samples']), 'target')} was read, sample {data['nth']}."


def _message_sent(data: Data) -> str:
    message = data["message"]
    return f"“{message['subject']}” ({message['step']}) was sent to {data['conversation_id']}."


def _reply_received(data: Data) -> str:
    message = data["message"]
    machine = " (an automatic reply)" if message.get("automatic") else ""
    machine = " (our letter came back)" if message.get("bounce") else machine
    found = f"; a person put it with {data['conversation_id']}" if data.get("assigned") else ""
    return f"{message.get('sender') or data['conversation_id']} wrote “{message['subject']}”{machine}{found}."


def _contact_logged(data: Data) -> str:
    log = data["log"]
    whom = log["with_whom"] or data["conversation_id"]
    named = f" ({log['reference']})" if log["reference"] else ""
    answer = "; they answered" if data["answered"] else ""
    promise = f"; promised{noted(log['promised'])}" if log["promised"] else ""
    return f"{whom} was reached by {log['channel'].replace('_', ' ')}{named}{promise}{answer}."


def _creator_answered(data: Data) -> str:
    verb = "accepted" if data["accepted"] else "objected to"
    return f"{data['creator_id']} {verb} the settlement{noted(data.get('note', ''))}."


def _deals_entered(data: Data) -> str:
    named = ", ".join(dict.fromkeys(one["creator_id"] for one in data["deals"]))
    return f"{counted(len(data['deals']), 'deal')} with creators entered: {named}."


def _involvement_adjusted(data: Data) -> str:
    settlement = data["settlement"]
    kept = ", ".join(f"{one['deliverable']} ({one['way']})" for one in settlement["goes_on"])
    goes_on = f"; goes on: {kept}" if kept else ""
    figure = f"{settlement['balance']} ({settlement['direction']})"
    return f"The involvement of {settlement['creator_id']} was adjusted: {figure}{goes_on}{noted(data['why'])}."


def _duty_shown(data: Data) -> str:
    proof = data["proof"]
    shown = ", ".join(filter(None, (proof["words"], proof["file"])))
    return f"The duty {data['duty_id']} was shown{noted(shown)}."


def _fact_stated(data: Data) -> str:
    if data["fact"] is None:
        return f"The fact {data['name']} was withdrawn."
    stated = ", ".join(f"{key.replace('_', ' ')} {_plain(item)}" for key, item in data["fact"].items())
    return f"The fact {data['name']} was stated{noted(stated)}."


def _plain(item: Any) -> str:
    if isinstance(item, bool):
        return "yes" if item else "no"
    return ", ".join(map(str, item)) if isinstance(item, list) else str(item)


def _bill_noted(data: Data) -> str:
    bill = data["bill"]
    about = f" on invoice {bill['mends']}" if bill["mends"] else ""
    kind = bill["kind"].replace("_", " ").capitalize()
    return f"{kind} {bill['number']} of {bill['party']} over {bill['amount']}{about} was noted."


def _bank_lines_booked(data: Data) -> str:
    moved = ", ".join(f"{one['amount']} with {one['party']}" for one in data["movements"][:3])
    more = len(data["movements"]) - 3
    rest = f" and {more} more" if more > 0 else ""
    return f"The bank statement {data['statement'][:_SHOWN]} shows {moved}{rest}."


def _below_read(data: Data) -> str:
    asked = counted(len(data["target_ids"]), "target")
    if data["problem"]:
        return f"What stands below {asked} could not be read{noted(data['problem'])}."
    groups, ads = (sum(one[level] for one in data["below"]) for level in ("adgroups", "ads"))
    on = sum(len(one["delivering"]) + one["more"] for one in data["below"])
    read = f"{counted(groups, 'ad group')} and {counted(ads, 'ad')} below {asked} were read"
    return f"{read}: {on or 'none'} of them {'delivers' if on == 1 else 'deliver'}."


def _changes_read(data: Data) -> str:
    log, account = data["log"], data["advertiser_id"]
    if log is None:
        return f"The change log of account {account} was not ready yet, look {data['nth']}."
    if log["problem"]:
        return f"TikTok gave no change log of account {account}{noted(log['problem'])}."
    found = counted(len(log["lines"]), "line")
    return f"The change log of account {account} was kept: {found} on what was stopped ({log['sha256'][:_SHOWN]})."


def _rules_read(data: Data) -> str:
    if data["problem"]:
        return f"The automated rules of account {data['advertiser_id']} could not be read{noted(data['problem'])}."
    named = ", ".join(f"“{one['name']}”" for one in data["threats"])
    return f"The automated rules of account {data['advertiser_id']} that could switch it on again: {named or 'none'}."


def _guard_set(data: Data) -> str:
    if data["problem"]:
        return f"The safety net “{data['name']}” could not be set{noted(data['problem'])}."
    return f"The safety net “{data['name']}” is set on TikTok, as rule {data['rule_id']}."


def _cause_ordered(data: Data) -> str:
    upload = data.get("upload")
    where = f"in {upload['file']}" if upload else "on the platform"
    return f"A reading of {data['what']} {where} was ordered as {data['gathering_id']}."


def _cause_read(data: Data) -> str:
    told = "; ".join(data["showing"]["says"])
    files = ", ".join(f"{one['file']} as {one['id']}" for one in data["files"])
    return f"{data['gathering_id']} was read from {data['source']}{noted(told)}. Kept: {files}."


_SENTENCES: Mapping[str, Callable[[Data], str]] = {
    "CaseOpened": lambda d: f"The case was opened for {d['client']} over {counted(len(d['targets']), 'target')}.",
    "EvidenceAdded": lambda d: (
        f"The {d['item']['kind'].replace('_', ' ')} {d['item']['file']} was added as {d['item']['id']}, evidence for "
        f"{', '.join(d['item']['proves'])}{noted(d['item']['description'])}."
    ),
    "FactStated": _fact_stated,
    "FactConfirmed": lambda d: f"The fact {d['name']} was confirmed over its evidence.",
    "AgreementReceived": lambda d: f"The agreement {d['document']['name']} was handed in.",
    "AgreementRead": lambda d: (
        f"The agreement was read: {counted(d['reading']['pages'], 'page')}, "
        f"{counted(len(d['reading']['findings']), 'clause')} on cancelling found."
    ),
    "AgreementUnreadable": lambda d: f"The agreement could not be read{noted(d['problem'])}.",
    "TermsConfirmed": lambda d: f"The terms were confirmed: {counted(len(d['terms'].get('rights', ())), 'right')}.",
    "PointsDecided": _points_decided,
    "ReadingSettled": lambda d: f"It was settled how {d['path']} is read{noted(d['because'])}.",
    "QuoteTaken": _quote_taken,
    "QuoteSigned": lambda d: f"Quote {d['quote_hash'][:_SHOWN]} was approved.",
    "StopObserved": _stop_observed,
    "StopScheduled": lambda d: f"Delivery is to stop {_when(d['stop_at'])}.",
    "StoppedAtOnce": lambda d: f"Delivery was stopped at once, before any approval{noted(d['why'])}.",
    "StopRatified": lambda _: "The emergency stop was ratified.",
    "StopRatificationDue": lambda _: "Nobody had ratified the emergency stop in time.",
    "StopRepeated": lambda d: f"{counted(len(d['target_ids']), 'target')} were ordered off again.",
    "StopUndone": lambda d: f"{counted(len(d['target_ids']), 'target')} were ordered on again{noted(d['why'])}.",
    "StartObserved": _start_observed,
    "FinalStopConfirmed": lambda d: (
        f"It was confirmed by {d['typed']} that {', '.join(d['target_ids'])} may be stopped for good."
    ),
    "LiftAnnounced": lambda d: (
        f"{counted(len(d['above']), 'target')} of {len(d['target_ids'])} will be stopped with what stands above."
    ),
    "OrdersSeen": lambda d: f"{counted(len(d['orders']), 'order')} of {d['target_id']} were found.",
    "AuthorizationSeen": _authorization_seen,
    "HeldStopDue": lambda _: "Nobody had confirmed in time what cannot be undone.",
    "DeliveryWatched": _delivery_watched,
    "TargetLookedAt": _target_looked_at,
    "StoppedByHand": lambda d: f"{d['target_id']} was stopped by hand{noted(d['proof'])}.",
    "SpendSampled": _spend_sampled,
    "NoticesDue": lambda _: "The notices fell due, whether or not everything had stopped.",
    "MessageSent": _message_sent,
    "ReplyReceived": _reply_received,
    "AnswerJudged": lambda d: (
        f"The answer of {d['conversation_id']} was judged as {d['outcome'].replace('_', ' ')}"
        f"{noted(d.get('note', ''))}."
    ),
    "ReminderDue": lambda d: f"{d['conversation_id']} stayed silent: reminder {d['nth']} fell due.",
    "ReplyWritten": lambda d: f"“{d['subject']}” ({d['step']}) was written to {d['conversation_id']}.",
    "SilenceSnoozed": lambda d: f"{d['conversation_id']} is left in peace until {d['until_at'][:16]}{noted(d['why'])}.",
    "ContactLogged": _contact_logged,
    "TaskOverdue": lambda d: f"The task {d['task_id']} for {d['conversation_id']} was not done in time.",
    "ContactStated": lambda d: f"It was stated where {d['contact']['name']} works and how they are reached.",
    "TakenAsAnswer": lambda d: f"An automatic message of {d['conversation_id']} was taken as their answer.",
    "UnsentRepeated": lambda _: "Every letter that waited and surely had not gone was ordered once more.",
    "RepeatOrdered": lambda d: f"The letter {d['step']} to {d['conversation_id']} was ordered once more.",
    "CreatorAnswered": _creator_answered,
    "SettlementReleased": lambda d: f"The settlement with {d['creator_id']} was released{noted(d.get('why', ''))}.",
    "PayoutRecorded": lambda d: f"The line {d['key']} for {d['creator_id']} was written to the payment file.",
    "ClaimReceived": _claim_received,
    "DealsEntered": _deals_entered,
    "SilenceNear": lambda d: (
        f"Silence is about to approve {d['deliverable']} of {d['creator_id']}: {d['approved_at']}."
    ),
    "CreatorLinkRevoked": lambda d: f"The links to the page of {d['creator_id']} were revoked.",
    "CreatorProposed": lambda d: (
        f"{d['proposal']['creator_id']} proposed a change ({d['proposal']['kind'].replace('_', ' ')})"
        f"{noted(d['proposal']['words'])}."
    ),
    "ProposalAnswered": lambda d: (
        f"The proposal {d['proposal_id']} was {'accepted' if d['accepted'] else 'declined'}{noted(d['answer'])}."
    ),
    "CreatorFiled": lambda d: (
        f"{d['file']['creator_id']} handed in {d['file']['name']} ({d['file']['kind'].replace('_', ' ')})."
    ),
    "InvolvementAdjusted": _involvement_adjusted,
    "DutyShown": _duty_shown,
    "DutyDone": lambda d: f"The duty {d['duty_id']} was looked at and is done{noted(d['note'])}.",
    "DutyWaived": lambda d: f"The duty {d['duty_id']} was let go{noted(d['why'])}.",
    "DutyProofRefused": lambda d: f"What was shown for the duty {d['duty_id']} does not show it{noted(d['why'])}.",
    "DutyLate": lambda d: f"The day of the duty {d['duty_id']} was over.",
    "CaseClosed": lambda _: "The case was closed.",
    "CaseDropped": lambda d: f"The case was dropped and the promotion goes on{noted(d['why'])}.",
    "PackOrdered": lambda _: "An evidence pack was asked for.",
    "PackBuilt": lambda d: f"An evidence pack was written; its manifest's hash is {d['manifest_sha256'][:_SHOWN]}.",
    "CommandGaveUp": lambda d: f"{d['command']} failed for good{noted(d['problem'])}.",
    "Ignored": lambda d: f"{_spaced(d['event'])} no longer fitted the case and was set aside{noted(d['why'])}.",
    "DeadlineMet": lambda d: f"The deadline {d['deadline_id']} was met{noted(d['note'])}.",
    "AlarmAnswered": lambda d: f"The alarm “{d['alarm']}” was answered{noted(d['note'])}.",
    "PayeeNoted": lambda d: f"{d['party']} is paid by {d['method'].replace('_', ' ')} to {d['account']}.",
    "BillNoted": _bill_noted,
    **holding_told.SENTENCES,
    "BalanceReleased": lambda d: (
        f"The balance of {d['party']} in {d['currency']} was released{noted(d.get('why', ''))}."
    ),
    "BalanceExplained": lambda d: (
        f"The open balance of {d['party']} in {d['currency']} was explained{noted(d['why'])}."
    ),
    "PaymentsReleased": lambda d: (
        f"Run {d['run_id']}, prepared by {d['prepared_by']}, was released with {counted(len(d['keys']), 'payment')}."
    ),
    "BankLinesBooked": _bank_lines_booked,
    "BelowRead": _below_read,
    "ChangesAsked": lambda d: (
        f"TikTok was asked for the change log of account {d['advertiser_id']}{noted(d['problem'])}."
    ),
    "ChangesRead": _changes_read,
    "RulesRead": _rules_read,
    "GuardChosen": lambda d: f"The safety net on TikTok was {'chosen' if d['guarded'] else 'given up'}.",
    "GuardSet": _guard_set,
    "GuardLifted": lambda d: f"The safety net “{d['name']}” was taken off TikTok.",
    "RefundFellDue": lambda d: f"The bank was asked for the refund, look {d['nth']}.",
    "CauseOrdered": _cause_ordered,
    "CauseRead": _cause_read,
    "CauseUnread": lambda d: f"{d['gathering_id']} could not be read{noted(d['problem'])}.",
    "CommentsMarked": lambda d: (
        f"{counted(len(d['comment_ids']), 'comment')} of {d['gathering_id']} were chosen as the evidence."
    ),
    "CauseTaken": lambda d: f"What {d['gathering_id']} shows was taken as evidence for {d['fact']}.",
}
