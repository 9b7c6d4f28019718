"""The written forms of the domain, in words for a page. An unknown form is shown as it is written, never hidden."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "opened": "Opened",
    "reading": "Reading the agreement",
    "review": "Terms to confirm",
    "ready": "Ready to quote",
    "quoted": "Quoted",
    "stopping": "Stopping delivery",
    "settling": "Settling",
    "closed": "Closed",
}

# The steps of a case as a person sees them, each with the states that belong to it.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Agreement", ("opened", "reading", "review")),
    ("Quote", ("ready",)),
    ("Approval", ("quoted",)),
    ("Stop", ("stopping",)),
    ("Settle", ("settling",)),
    ("Closed", ("closed",)),
)

TARGETS: Mapping[str, str] = {
    "planned": "Not yet touched",
    "off": "Off, spend being watched",
    "proven": "Proven off",
    "still_on": "Still on",
    "by_hand": "To be stopped by hand",
    "unknown": "Not known: TikTok does not say",
    "on_again": "On again",
    "ending": "Told to end; TikTok ends it later",
    "held": "Waits for the typed confirmation",
}

GATHERED: Mapping[str, str] = {
    "spend": "Spend and results",
    "comments": "Comments below the ads",
    "outages": "The platform's status feed",
    "decisions": "Decisions of the platform's review",
}

GATHERING: Mapping[str, str] = {
    "ordered": "Being read",
    "read": "Read",
    "failed": "Could not be read",
}

CONVERSATIONS: Mapping[str, str] = {
    "planned": "Not yet written to",
    "waiting": "Waiting for their answer",
    "answered": "Answered, to be judged",
    "closed": "Closed",
    "by_hand": "To be reached by hand",
}

OUTCOMES: Mapping[str, str] = {
    "confirmed": "Confirms the cancellation",
    "refused": "Refuses",
    "fee_claimed": "Claims a fee",
    "more_wanted": "Wants more information",
    "decided": "Settled another way",
}

SETTLEMENTS: Mapping[str, str] = {
    "proposed": "Waiting for an answer",
    "agreed": "Agreed",
    "objected": "Objected",
    "released": "Released, line being written",
    "settled": "Settled",
}

DUTIES: Mapping[str, str] = {
    "open": "Open",
    "shown": "Shown, to be looked at",
    "done": "Done",
    "waived": "Let go",
}

DIRECTIONS: Mapping[str, str] = {
    "pay": "to pay",
    "clawback": "to claw back",
    "credit": "kept as credit",
    "forgive": "forgiven",
    "none": "nothing moves",
}

LINES: Mapping[str, str] = {
    "delivered": "Delivered so far",
    "custom_material": "Material made for this order",
    "notice_delivery": "Delivery during the notice",
    "cap_adjustment": "Adjustment to the cap",
    "short_rate": "Discount undone (short rate)",
    "shortfall": "Shortfall of the commitment",
}

# Name and meaning of each total, in the order in which a person adds them up.
TOTALS: tuple[tuple[str, str, str], ...] = (
    ("sunk", "Already owed", "Delivered and earned until now; owed whatever is decided."),
    ("notice_delivery", "Notice", "Delivery that runs on, and is paid, until the notice is over."),
    ("fees", "Fees", "Early-exit fees, undone discounts and shortfalls."),
    ("creator_exit", "Creators", "What creators are due beyond what they have earned."),
    ("forfeited", "Forfeited", "Prepaid money that does not come back."),
    ("credits", "Credits", "What the other side owes for missing delivery or resale."),
    ("exit_cost", "Price of leaving", "Notice, fees, creators and what is forfeited, less resale."),
    ("total_owed", "Owed in all", "Already owed, plus the price of leaving without what is forfeited."),
    ("run_total", "Letting it run", "What the promotion costs if nobody cancels."),
    ("saving", "Saved by leaving", "Letting it run, less all that is owed and forfeited."),
    ("cash_out", "Still to pay", "Balances that go out; parties are never netted against each other."),
    ("cash_in", "Comes back", "Refunds and claw-backs."),
)

# Name and meaning of each way on.
OPTIONS: Mapping[str, tuple[str, str]] = {
    "run": ("Let it run", "Nothing changes: all that was booked is delivered and paid."),
    "cancel_now": ("Cancel now", "The notice goes out as quoted; the promotion ends when it is over."),
    "cancel_on_cheapest_day": ("Cancel on the cheapest day", "The notice goes out on the day that costs least in all."),
    "cancel_immediately": ("Cancel at once", "The notice is bought off with a fee; nothing runs on."),
    "reduce_budget": ("Reduce the budget", "It runs on with as little as the agreement lets one keep, or as asked."),
    "pause": ("Pause", "Delivery stands still for the days asked; what is not delivered in time is lost."),
    "pause_then_cancel": (
        "Pause, then cancel",
        "Delivery stands still now, and notice is given before the next cliff.",
    ),
    "reassign_creators": (
        "Give the creators other work",
        "Cancel; the creators work on another promotion.",
    ),
    "cancel_partly": ("Cancel a part", "A part is left, the rest runs on; volume terms are worked out anew for all."),
}

VERDICTS: Mapping[str, str] = {
    "agreed": "as owed",
    "too_high": "more than is owed",
    "too_low": "less than is owed",
    "not_owed": "not owed",
    "not_claimed": "not asked for",
    "unmatched": "say what it is",
}

BLOCKED: Mapping[str, str] = {
    "NOT_HOLDER": "belongs to the other side",
    "FACT_MISSING": "nothing is proven that opens it",
    "CONDITION_NOT_MET": "what is proven does not meet its condition",
    "CONDITION_ENDED": "what would have opened it is over",
    "NOT_YET": "is not open yet",
    "CURED": "the breach was cured in time",
    "CURE_RUNNING": "the other side may still cure the breach",
    "NON_CANCELLABLE_WINDOW": "a period in which it may not be used",
    "TOO_LATE": "its last day has passed",
}

FACTS: Mapping[str, str] = {
    "asserted": "Asserted, not shown",
    "evidenced": "Shown by evidence",
    "confirmed": "Confirmed",
}

REFUSED: Mapping[str, str] = {
    "NO_OPEN_RIGHT": "no right in the agreement is open",
    "ALREADY_CANCELLED": "the promotion is cancelled already",
    "ALREADY_ENDED": "the promotion has run its time",
    "NOTICE_FORM_INVALID": "the agreement does not accept notice sent this way",
}

COMMANDS: Mapping[str, str] = {
    "ReadAgreement": "The agreement is read",
    "StopBatch": "TikTok is told to switch off",
    "SampleSpend": "The lifetime spend is read",
    "TellEveryone": "Everyone is told, even if something still runs",
    "SendMessage": "A letter goes out",
    "RemindCounterpart": "The next step against silence, if there is no answer",
    "WatchTask": "A task has to be done until then",
    "RecordPayout": "A line is written to the payment file",
    "BuildPack": "The evidence pack is written",
    "WarnOfSilence": "An alarm before silence approves a work of a creator",
    "WatchDuty": "An alarm, if a duty is not done",
    "WatchRefund": "The bank is asked for the refund",
    "StartBatch": "TikTok is told to switch on again",
    "WatchDelivery": "What is proven off is looked at again",
    "LookAtTarget": "TikTok is asked whether what was stopped by hand has stopped",
    "WatchRatification": "An alarm, if nobody ratifies the emergency stop",
    "ReadBelow": "Ad groups and ads of what was stopped are read",
    "AskChanges": "TikTok is asked for its change log",
    "FetchChanges": "TikTok's change log is fetched",
    "HuntRestarts": "Automated rules that could switch it on again are looked for",
    "SetGuard": "The safety net is set on TikTok",
    "LiftGuard": "The safety net is taken off TikTok",
    "ReadOrders": "TikTok is asked which bookings have not begun",
    "WatchHeld": "An alarm, if nobody confirms what cannot be undone",
    "FollowAuthorization": "The authorization of a creator's post is looked at",
    "ReadBalances": "What the accounts hold is read",
    "CheckReturn": "TikTok is asked what of the money can be moved up",
    "SendReturn": "Unspent money is moved up to the Business Center",
    "CloseAccount": "An account is closed for good",
    "GatherCause": "TikTok is asked for what shows the reason",
    "WatchDeadlines": "Deadlines are looked at",
    "CollectMail": "The mailbox is looked into",
    "SendNotice": "A notice goes out",
    "WriteRun": "A payment run is written",
    "BookStatement": "A bank statement is booked",
    "ReadListing": "A file of promotions is read",
    "ReadInventory": "What runs in the accounts is read",
    "TakeInventory": "What could have to be stopped is listed",
}

PAYING: Mapping[str, str] = {
    "sepa": "SEPA transfer",
    "bank_csv": "bank, as CSV",
    "paypal": "PayPal",
    "wise": "Wise",
}

CHANNELS: Mapping[str, str] = {
    "email": "E-mail",
    "portal": "Ticket on their portal",
    "chat": "Chat",
    "phone": "Phone call",
    "representative": "Their representative",
    "registered_post": "Registered letter",
}

LADDER: Mapping[str, str] = {
    "reminder": "a reminder",
    "second_channel": "a second channel",
    "representative": "their representative is asked",
    "finance": "their finance department is asked",
    "legal": "a formal letter",
}

METHODS: Mapping[str, str] = {"email": "e-mail", "post": "post", "courier": "courier", "portal": "portal"}


def spaced(written: str) -> str:
    """Return a written form as words: media_owner as "media owner"."""
    return written.replace("_", " ").replace("-", " ")


def sentence(written: str) -> str:
    """Return a written form as words that begin a sentence."""
    words = spaced(written)
    return words[:1].upper() + words[1:]


def in_words(known: Mapping[str, str], written: str) -> str:
    """Return the words for a written form, or the form itself spaced out."""
    return known.get(written, sentence(written))


def line_name(code: str) -> str:
    """Return the name of a quote's line; fees and credits carry the agreement's own id."""
    kind, _, name = code.partition(":")
    if not name:
        return in_words(LINES, code)
    return f"{sentence(kind)} \N{LEFT DOUBLE QUOTATION MARK}{spaced(name)}\N{RIGHT DOUBLE QUOTATION MARK}"
