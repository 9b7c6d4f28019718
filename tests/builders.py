"""Valid values with sensible defaults, so that a test names only what matters to it.

The cast: Ana works on cases, Ben may approve, Cleo and Emil are creators, Dan works for another client and must see
nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from moneyed import Money

from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain import holding_events as h
from unpromote.domain.books import Bill, BillKind, Movement
from unpromote.domain.case import Case, advance, open_case
from unpromote.domain.claims import Claim, ClaimLine, ComparedLine, Comparison, Verdict
from unpromote.domain.deals import Code, CodeKind, Deal, Gift
from unpromote.domain.delivery import Observation, Route, SpendSample, Target, WriteReceipt
from unpromote.domain.duties import DutyProof
from unpromote.domain.evidence import EvidenceKind
from unpromote.domain.holdings import Funds, Holding, MoneyReturn, TransferLevel
from unpromote.domain.ladders import Channel, Chase, Ladder, Log, Rung
from unpromote.domain.letters import Incoming
from unpromote.domain.messages import Contact, Counterpart, Direction, Message, Outcome
from unpromote.domain.offices import Office
from unpromote.domain.payout import GoesOn, Settlement, Working
from unpromote.domain.proposals import CreatorFile, FileKind, Proposal, ProposalKind
from unpromote.domain.review import Decided, PointDecision
from unpromote.domain.review_events import PointsDecided
from unpromote.domain.sampling import correction_after
from unpromote.services import people
from unpromote.services.record import open_, record

NOW = datetime(2026, 9, 21, 17, 0, tzinfo=UTC)
BRAND, OTHER = "northwind", "contoso"


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def target(number: int = 1, **changes: Any) -> Target:
    made = Target(
        id=f"t{number}",
        kind="campaign",
        advertiser_id="7200000000000000011",
        external_id=f"180123000000000010{number}",
        name=f"Arena autumn {number}",
        route=Route.API,
        budget=usd("60000.00"),
        spent=usd("10000.00"),
    )
    return replace(made, **changes)


SUPPORT = Contact("support", Counterpart.SUPPORT, "TikTok support", "support@platform.example")
CLEO = Contact("cleo", Counterpart.CREATOR, "Cleo Marsh", "cleo@creators.example")
EMIL = Contact("emil", Counterpart.CREATOR, "Emil Roth", "emil@creators.example", "de")

CREATORS = [
    {
        "id": "cleo",
        "deliverables": [{"id": "video", "price": "3000.00", "stage": "draft_submitted"}],
        "advance_paid": "1000.00",
    },
    {
        "id": "emil",
        "deliverables": [{"id": "video", "price": "2400.00", "stage": "briefed"}],
        "advance_paid": "1200.00",
    },
]
PROMOTION: dict[str, Any] = {
    "id": "arena-autumn",
    "status": "live",
    "reservation": "sponsorship",
    "flight": {"start": "2026-09-01T00:00:00-07:00", "end": "2026-12-30T00:00:00-08:00"},
    "plan": "even_remaining",
    "budget": "120000.00",
    "spent": "20000.00",
    "spent_through": "2026-09-20",
    "prepaid": "60000.00",
    "creators": CREATORS,
    "facts": {},
}


def opened(**changes: Any) -> e.CaseOpened:
    values: dict[str, Any] = {
        "at": NOW,
        "by": "ana",
        "case_id": "case_1",
        "client": BRAND,
        "reference": "UP-ABCDEFGH",
        "title": "Arena autumn",
        "reason": e.Reason("negative_feedback", "The comments turned against the sponsored video."),
        "promotion": PROMOTION,
        "targets": (target(1), target(2)),
        "contacts": (SUPPORT, CLEO, EMIL),
    }
    return e.CaseOpened(**values | changes)


def settlement(creator: str = "cleo", **changes: Any) -> Settlement:
    made = {
        "cleo": Settlement(
            "cleo",
            "Cleo Marsh",
            usd("1500.00"),
            usd("1000.00"),
            usd("500.00"),
            "pay",
            {"video": usd("1500.00")},
            (Working("video", usd("1500.00"), "0.5 x 3000.00", "Order 4"),),
            ("stop_paid_use",),
            date(2026, 12, 21),
        ),
        "emil": Settlement(
            "emil",
            "Emil Roth",
            usd("600.00"),
            usd("1200.00"),
            usd("-600.00"),
            "clawback",
            {"video": usd("600.00")},
            (Working("video", usd("600.00"), "0.25 x 2400.00", "Order 4"),),
            (),
            date(2026, 12, 21),
        ),
    }[creator]
    return replace(made, **changes)


TERMS: dict[str, Any] = {
    "currency": "USD",
    "time_zone": "America/Los_Angeles",
    "rounding": "half_up",
    "calendar": {"weekend": ["Sat", "Sun"], "holidays": [], "open": "09:00", "close": "17:00"},
    "notice_receipt": {"email": {"rule": "on_send"}},
    "rights": [
        {
            "id": "conv",
            "clause": "Agreement 14.2",
            "ground": "convenience",
            "holders": ["advertiser"],
            "notice": {"n": 60, "unit": "days", "count": "exclusive"},
            "fees": ["early-exit"],
        }
    ],
    "fees": [{"id": "early-exit", "clause": "Order 3", "calc": {"rate": "0.10", "base": "undelivered_at_effective"}}],
    "creators": {
        "clause": "Order 4",
        "kill": {"brand": {"briefed": "0.25", "draft_submitted": "0.5", "approved": "1", "published": "1"}},
        "advance": "clawback",
    },
    "refund": {"method": "original"},
}

CITATION = e.Citation(
    path="rights[0].notice",
    page=7,
    quote="at least sixty (60) calendar days prior",
    status="stated",
    confidence="0.9",
    document="agreement.pdf",
)

QUOTE: dict[str, Any] = {
    "permitted": True,
    "code": "OK",
    "right": "conv",
    "ground": "convenience",
    "clause": "Agreement 14.2",
    "effect": "cancels",
    "received_at": "2026-09-21T10:00:00-07:00",
    "notice_last_day": "2026-11-20",
    "effective_at": "2026-11-21T00:00:00-08:00",
    "last_service_day": "2026-11-20",
    "service_days_charged": 61,
    "lines": [
        {
            "code": "delivered",
            "amount": "20000.00",
            "formula": "spent",
            "clause": "",
            "from": "advertiser",
            "to": "media",
        },
        {
            "code": "notice_delivery",
            "amount": "61000.00",
            "formula": "100000 x 61/100",
            "clause": "Agreement 14.2",
            "from": "advertiser",
            "to": "media",
        },
        {
            "code": "fee:early-exit",
            "amount": "3900.00",
            "formula": "0.10 x 39000",
            "clause": "Order 3",
            "from": "advertiser",
            "to": "media",
        },
    ],
    "totals": {
        "sunk": "20000.00",
        "notice_delivery": "61000.00",
        "fees": "3900.00",
        "creator_exit": "2100.00",
        "credits": "0.00",
        "forfeited": "0.00",
        "exit_cost": "67000.00",
        "total_owed": "87000.00",
        "run_total": "125400.00",
        "saving": "38400.00",
        "cash_out": "25400.00",
        "cash_in": "600.00",
    },
    "creators": [],
    "refund": {"amount": "0.00", "due_by": None, "credited": "0.00", "method": "original"},
    "blocked": [{"right": "breach", "code": "FACT_MISSING", "until": None}],
    "earliest_permitted_at": None,
}


def curve() -> tuple[dict[str, Any], ...]:
    """A rise by 900 a day, as the quote's terms give it, for the first thirty days."""
    return tuple(
        {
            "date": (date(2026, 9, 21) + timedelta(days=n)).isoformat(),
            "permitted": True,
            "effective_at": (datetime(2026, 11, 21, 8, tzinfo=UTC) + timedelta(days=n)).isoformat(),
            "total_owed": f"{87000 + 900 * n}.00",
            "exit_cost": f"{67000 - 100 * n}.00",
            "saving": f"{38400 - 900 * n}.00",
        }
        for n in range(30)
    )


def taken_quote(**changes: Any) -> e.TakenQuote:
    values: dict[str, Any] = {
        "hash": "a" * 64,
        "taken_at": NOW,
        "permitted": True,
        "price": usd("67000.00"),
        "request": {
            "by": "advertiser",
            "sent_at": NOW.isoformat(),
            "method": "email",
            "reason": "negative_feedback",
            "effective": "asap",
        },
        "quote": QUOTE,
        "curve": curve(),
        "settlements": (settlement("cleo"), settlement("emil")),
    }
    return e.TakenQuote(**values | changes)


BREACH: dict[str, Any] = {"by": "media", "notice_received_at": "2026-09-14T10:00:00-07:00"}
BREACH_RIGHT: dict[str, Any] = {
    "id": "breach",
    "clause": "Agreement 13",
    "ground": "breach",
    "holders": ["advertiser"],
    "needs": {"fact": "breach", "by": "media"},
    "cure": {"n": 5, "unit": "days"},
    "notice": None,
}


def filed_evidence(number: int = 1, **changes: Any) -> e.FiledEvidence:
    made = e.FiledEvidence(
        id=f"ev{number}",
        kind=EvidenceKind.LETTER,
        description="Our notice of 14 September with the receipt",
        file="notice.pdf",
        sha256="c" * 64,
        at=NOW,
        by="ana",
        proves=("breach",),
        path="/nowhere/notice.pdf",
    )
    return replace(made, **changes)


def evidence_added(number: int = 1, **changes: Any) -> e.EvidenceAdded:
    return e.EvidenceAdded(at=NOW, by="ana", item=filed_evidence(number, **changes))


def fact_stated(name: str = "breach", **fact: Any) -> e.FactStated:
    return e.FactStated(at=NOW, by="ana", name=name, fact=fact or BREACH)


def document(**changes: Any) -> e.Document:
    return replace(e.Document("doc_1", "agreement.pdf", "d" * 64, "/nowhere/agreement.pdf"), **changes)


def reading(**changes: Any) -> e.Reading:
    finding = {
        "category": "Termination For Convenience",
        "clause": "14.2",
        "page": 7,
        "quote": "Each Party may also terminate the Agreement for convenience",
        "score": "0.9",
        "start": 100,
        "end": 160,
    }
    proposal = {
        "path": "rights[0].notice",
        "value": {"n": 60, "unit": "days"},
        "confidence": "0.9",
        "status": "stated",
        "source": {
            "document": "agreement.pdf",
            "page": 7,
            "quote": "at least sixty (60) calendar days prior",
            "start": 200,
            "end": 240,
        },
    }
    fact = {"kind": "terminate_without_cause", "who": "Each Party", "notice_days": 60}
    fact |= {"spans": [[100, 160]], "pages": [7], "quotes": [finding["quote"]]}
    problems = ("no currency is stated: give it",)
    made = e.Reading("doc_1", 10, (finding,), TERMS, (proposal,), problems, facts=(fact,))
    return replace(made, **changes)


def observation(of: Target, status: str = "DISABLE", at: datetime = NOW) -> Observation:
    return Observation(of.external_id, status, f"CAMPAIGN_STATUS_{status}", of.name, "req-look", "log-look", at)


def stop_observed(*targets: Target, status: str = "DISABLE", at: datetime = NOW) -> e.StopObserved:
    return e.StopObserved(
        at=at,
        by="unpromote",
        target_ids=tuple(t.id for t in targets),
        before=tuple(observation(t, "ENABLE", at) for t in targets),
        after=tuple(observation(t, status, at) for t in targets),
        writes=(WriteReceipt(tuple(t.external_id for t in targets), "DISABLE", "req-write", "log-write", at),),
    )


def spend_sampled(*targets: Target, at: datetime, spend: str = "10000.00", nth: int = 1) -> e.SpendSampled:
    samples = tuple(SpendSample(t.external_id, usd(spend), "req-report", "log-report", at) for t in targets)
    return e.SpendSampled(at=at, by="unpromote", target_ids=tuple(t.id for t in targets), samples=samples, nth=nth)


OFFICE = Office("America/Los_Angeles")
LADDER = Ladder(
    (
        Rung("reminder", 3, Channel.EMAIL, "reminder"),
        Rung("second_channel", 2, Channel.PHONE, "call_sheet"),
        Rung("finance", 5, Channel.EMAIL, "escalation", "finance"),
    )
)
CHASE = Chase(OFFICE, LADDER)


def message(conversation: str = "support", step: str = "request", **changes: Any) -> Message:
    inward = step == "reply"
    made = Message(
        message_id=f"<{conversation}.{step}@desk.invalid>",
        direction=Direction.IN if inward else Direction.OUT,
        step=step,
        at=NOW,
        subject="[UP-ABCDEFGH] Cancellation of Arena autumn",
        sha256="e" * 64,
        path=f"/nowhere/{conversation}.{step}.eml",
        sender=SUPPORT.address if inward else "",
        body="We confirm the cancellation." if inward else "",
    )
    return replace(made, **changes)


def bill(number: str = "R-17", amount: str = "500.00", **changes: Any) -> Bill:
    made = Bill("creator:cleo", BillKind.INVOICE, number, date(2026, 10, 1), usd(amount))
    return replace(made, **changes)


def movement(line_id: str = "line-1", amount: str = "-500.00", **changes: Any) -> Movement:
    made = Movement(
        line_id, "creator:cleo", usd(amount), date(2026, 10, 8), "UP-ABCDEFGH", "end_to_end", NOW + timedelta(days=17)
    )
    return replace(made, **changes)


def reminder_due(nth: int = 1, **changes: Any) -> e.ReminderDue:
    """The first start of support's clock rings, three days after the request."""
    values: dict[str, Any] = {"at": NOW + timedelta(days=3), "by": "x", "conversation_id": "support", "chase": CHASE}
    return e.ReminderDue(**values | {"nth": nth, "clock": nth} | changes)


def logged(at: datetime = NOW + timedelta(days=5), **changes: Any) -> f.ContactLogged:
    """Ana called support and was promised an answer."""
    log = Log(Channel.PHONE, "Kim of support", "Asked for the confirmation.", "an answer by Friday", "T-1")
    said = message("support", "call-1", at=at, log=log)
    values: dict[str, Any] = {"at": said.at, "by": "ana", "conversation_id": "support", "message": said, "log": log}
    return f.ContactLogged(**values | {"chase": CHASE} | changes)


def snoozed(**changes: Any) -> f.SilenceSnoozed:
    """Support is left in peace for ten days."""
    values: dict[str, Any] = {"at": NOW, "by": "ana", "conversation_id": "support", "why": "they move offices"}
    return f.SilenceSnoozed(**values | {"until_at": NOW + timedelta(days=10), "chase": CHASE} | changes)


def late() -> datetime:
    """When the story ends: a day after the platform's daily correction."""
    return correction_after(NOW) + timedelta(days=1)


def holding(account: str = "7200000000000000011", **changes: Any) -> Holding:
    """The account of the targets, 800.00 of it movable, below the Business Center 7100."""
    made = Holding(
        bc_id="7100",
        account_id=account,
        name="Northwind",
        status="STATUS_ENABLE",
        cash=usd("1000.00"),
        grant=usd("50.00"),
        frozen=usd("200.00"),
        transferable=usd("800.00"),
        request_id="req-balance",
        log_id="log-balance",
        read_at=NOW,
    )
    return replace(made, **changes)


def money_return(number: int = 1, **changes: Any) -> MoneyReturn:
    made = MoneyReturn(
        id=f"m{number}",
        level=TransferLevel.ADVERTISER,
        bc_id="7100",
        holder="7200000000000000011",
        amount=usd("500.00"),
        funds=Funds.CASH,
        proposed_by="ana",
        proposed_at=NOW,
    )
    return replace(made, **changes)


def refund_asked(**changes: Any) -> h.RefundAsked:
    """Ana closed the account that stands alone, and TikTok promised its money within 60 days."""
    values: dict[str, Any] = {
        "at": late(),
        "by": "ana",
        "holder": "7200000000000000011",
        "path": "stand_alone",
        "amount": usd("1000.00"),
        "asked_on": late().date(),
        "due_on": late().date() + timedelta(days=60),
        "typed": "UP-ABCDEFGH",
        "final": True,
        "proof": DutyProof("a screenshot of the confirmation", late(), "ana"),
    }
    return h.RefundAsked(**values | changes)


def gave_up() -> e.CommandGaveUp:
    return e.CommandGaveUp(at=NOW, by="unpromote", command="SendMessage", problem="mailbox unknown")


def stuck(conversation: str = "support", step: str = "request") -> e.CommandGaveUp:
    """A letter was refused for good."""
    return replace(gave_up(), conversation_id=conversation, step=step)


def returned(letter: str) -> Incoming:
    """The report of a mail system that a letter of ours, by its Message-ID, could not be delivered."""
    return Incoming(
        "<report@mx.example>", "", (letter,), "", "mailer-daemon@mx.example", "Undelivered", "", NOW,
        automatic=True, bounce=True, sha256="c" * 64, path="/nowhere/report.eml",
    )  # fmt: skip


def claim_received(**changes: Any) -> e.ClaimReceived:
    line = ComparedLine(
        "fee:early-exit",
        "Early exit charge",
        usd("4800.00"),
        usd("3900.00"),
        usd("900.00"),
        "Order 3",
        "0.10 x 39000",
        Verdict.TOO_HIGH,
    )
    found = Comparison(
        NOW.date(), (line,), usd("4800.00"), usd("3900.00"), usd("900.00"), usd("900.00"), date(2026, 10, 21)
    )
    claim = Claim(NOW.date(), (ClaimLine(usd("4800.00"), "Early exit charge", "fee:early-exit"),), "INV-7")
    values: dict[str, Any] = {
        "at": NOW,
        "by": "ana",
        "claim_id": "claim_1",
        "claim": claim,
        "comparison": found,
        "quote_hash": "a" * 64,
    }
    return e.ClaimReceived(**values | changes)


def points_decided(**changes: Any) -> PointsDecided:
    notice = PointDecision("rights[0].notice", Decided.ACCEPTED, "ana", {"n": 60, "unit": "days"})
    values: dict[str, Any] = {"at": NOW, "by": "ana", "decisions": (notice,)}
    return PointsDecided(**values | changes)


def reading_settled(**changes: Any) -> e.ReadingSettled:
    values: dict[str, Any] = {
        "at": NOW,
        "by": "ana",
        "path": "rights[0].notice",
        "reading": {"n": 60, "unit": "days"},
        "because": "their mail of 22 September",
        "terms": TERMS,
    }
    return e.ReadingSettled(**values | changes)


def story() -> list[tuple[str, e.Event]]:
    """One whole cancellation as the events that make it, each with the name of the moment after it."""
    one, two = target(1), target(2)
    last = late()

    def says(name: str, event: e.Event) -> tuple[str, e.Event]:
        return name, event

    talks = [
        says(
            f"{who} told",
            e.MessageSent(at=NOW, by="unpromote", conversation_id=who, message=message(who, step), chase=CHASE),
        )
        for who, step in (("support", "request"), ("cleo", "notice"), ("emil", "notice"))
    ]
    answers = [
        step
        for who in ("support", "cleo", "emil")
        for step in (
            says(
                f"{who} answered",
                e.ReplyReceived(at=last, by="unpromote", conversation_id=who, message=message(who, "reply")),
            ),
            says(
                f"{who} judged",
                e.AnswerJudged(at=last, by="ana", conversation_id=who, outcome=Outcome.CONFIRMED),
            ),
        )
    ]
    money = [
        step
        for who in ("cleo", "emil")
        for step in (
            says(f"{who} agreed", e.CreatorAnswered(at=last, by="ana", creator_id=who, accepted=True)),
            says(f"{who} released", e.SettlementReleased(at=last, by="ben", creator_id=who)),
            says(f"{who} settled", e.PayoutRecorded(at=last, by="unpromote", creator_id=who, key=f"case_1/{who}")),
        )
    ]
    return [
        says("reading", e.AgreementReceived(at=NOW, by="ana", document=document())),
        says("review", e.AgreementRead(at=NOW, by="unpromote", reading=reading())),
        says("ready", e.TermsConfirmed(at=NOW, by="ana", terms=TERMS, citations=(CITATION,))),
        says("quoted", e.QuoteTaken(at=NOW, by="ana", quote=taken_quote(), second_above=usd("5000.00"))),
        says("signed once", e.QuoteSigned(at=NOW, by="ben", quote_hash="a" * 64)),
        says("stopping", e.QuoteSigned(at=NOW, by="bea", quote_hash="a" * 64)),
        says("off", stop_observed(one, two)),
        *talks,
        says("sampled", spend_sampled(one, two, at=NOW + timedelta(hours=2))),
        says("settling", spend_sampled(one, two, at=NOW + timedelta(hours=3), nth=2)),
        says("rechecked", spend_sampled(one, two, at=last, nth=3)),
        says(
            "explained",
            e.BalanceExplained(at=last, by="ana", party="media", currency="USD", why="their invoice is awaited"),
        ),
        *answers,
        *money,
        says("closed", e.CaseClosed(at=last, by="ana")),
        says("packed", e.PackBuilt(at=last, by="unpromote", path="/nowhere/pack", manifest_sha256="f" * 64)),
    ]


def case_after(moment: str, **changes: Any) -> Case:
    """The case as it stands after a named moment of the story, without a database ("opened" is the first)."""
    case = open_case(opened(**changes))
    for name, event in [] if moment == "opened" else story():
        case, _ = advance(case, event)
        if name == moment:
            return case
    assert moment == "opened", f"the story has no moment {moment!r}"
    return case


def saved_case(moment: str, **changes: Any) -> Case:
    """The same, saved with all its events; needs a database and `cast()` before it."""
    event = opened(**changes)
    case = open_(event)
    for name, event_ in [] if moment == "opened" else story():
        case = record(case.id, event_)
        if name == moment:
            return case
    assert moment == "opened", f"the story has no moment {moment!r}"
    return case


def cast() -> dict[str, people.Person]:
    """Save the clients and people: ana, ben and bea work for northwind (ben and bea approve), dan for contoso."""
    people.add_client(BRAND, "Northwind Outdoor", usd("5000.00"))
    people.add_client(OTHER, "Contoso Sports")
    return {
        "ana": people.add_person("ana", BRAND, may_approve=False),
        "ben": people.add_person("ben", BRAND, may_approve=True),
        "bea": people.add_person("bea", BRAND, may_approve=True),
        "dan": people.add_person("dan", OTHER, may_approve=True),
    }


def deals_entered(*creators: dict[str, Any], **changes: Any) -> ce.DealsEntered:
    """Deals as they are entered before a quote: Cleo's, with a code and a gift that has to come back."""
    rest = Deal(
        "cleo",
        time_zone="Europe/Berlin",
        codes=(
            Code(CodeKind.SPARK_CODE, "#spark1", date(2026, 10, 1)),
            Code(CodeKind.DISCOUNT_CODE, "ARENA10"),
        ),
        gifts=(Gift("the console", usd("400.00"), date(2026, 12, 1)), Gift("a sticker")),
    )
    values: dict[str, Any] = {"creators": creators or (CREATORS[0],), "contacts": (CLEO,), "deals": (rest,)}
    return ce.DealsEntered(at=NOW, by="ana", **values | changes)


def adjusted(version: int = 2, **changes: Any) -> ce.InvolvementAdjusted:
    """Cleo's video goes on in January: nothing moves, and her advance stays."""
    goes_on = (
        GoesOn("video", "reschedule", usd("3000.00"), usd("1000.00"), "advance 1000 x 3000/3000", date(2027, 1, 15)),
    )
    nothing = usd("0.00")
    values: dict[str, Any] = {"due": nothing, "paid": nothing, "balance": nothing, "direction": "none", "lines": {}}
    later = settlement(workings=(), pay_by=None, goes_on=goes_on, version=version, **values)
    return ce.InvolvementAdjusted(**{"at": NOW, "by": "ben", "settlement": later, "why": "a later date"} | changes)


def proposed(number: int = 1, **changes: Any) -> ce.CreatorProposed:
    made = Proposal(f"prop_{number}", "cleo", ProposalKind.OTHER_DATE, "I could film in January.", NOW)
    return ce.CreatorProposed(at=NOW, by="Cleo Marsh", proposal=replace(made, **changes))


def creator_filed(number: int = 1, **changes: Any) -> ce.CreatorFiled:
    made = CreatorFile(
        f"file_{number}", "cleo", FileKind.INVOICE, "invoice.pdf", f"{number:064}", "/nowhere/invoice.pdf", 1000, NOW
    )
    return ce.CreatorFiled(at=NOW, by="Cleo Marsh", file=replace(made, **changes))
