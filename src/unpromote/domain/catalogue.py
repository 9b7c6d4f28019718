"""The reasons and the facts in plain English: what each reason may invoke, what each fact consists of, what proves it.

Bad comments, a change of plans or a lack of money are reasons and prove nothing. The grounds of each reason, in their
order, stand in `vocabulary.GROUNDS_OF`; which fact a ground rests on in `vocabulary.FACT_OF`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unpromote.domain.evidence import EvidenceKind as Kind
from unpromote.domain.vocabulary import FACT_OF, GROUNDS_OF, Ground, Reason


@dataclass(frozen=True)
class Particular:
    """One field of a fact; `wanted`: without it the fact is incomplete."""

    name: str
    says: str
    wanted: bool = False


@dataclass(frozen=True)
class FactKind:
    """A fact that a ground or a credit may rest on: what it is, its fields, what counts as proof."""

    name: str
    says: str
    particulars: tuple[Particular, ...]
    proof: tuple[tuple[Kind, str], ...]

    @property
    def proofs(self) -> tuple[str, ...]:
        """Return what counts as proof, in words."""
        return tuple(words for _, words in self.proof)


@dataclass(frozen=True)
class ReasonEntry:
    """A reason in words, the grounds it may invoke in order, the facts they rest on, and what has to be shown."""

    reason: Reason
    says: str
    shows: str

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Return the grounds, in the order in which they are tried."""
        return GROUNDS_OF[self.reason]

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that the grounds rest on; convenience rests on none."""
        return tuple(FACT_OF[ground] for ground in self.grounds if ground in FACT_OF)


def _kind(name: str, says: str, particulars: tuple[Particular, ...], *proof: tuple[Kind, str]) -> FactKind:
    return FactKind(name, says, particulars, proof)


_BY = Particular("by", "who broke it: media, platform, creator ...", wanted=True)
_CLAUSE = Particular("clause", "which clause it breaks")
_BEGAN = Particular("began_at", "when it began", wanted=True)
_ENDED = Particular("ended_at", "when it ended, if it has")
_TOLD = Particular("notice_received_at", "when they received your written notice of it", wanted=True)

FACTS: Mapping[str, FactKind] = {
    kind.name: kind
    for kind in (
        _kind(
            "breach",
            "a breach of the agreement",
            (
                _BY,
                _CLAUSE,
                _TOLD,
                Particular("cured_at", "when they mended it, if they did"),
                Particular("curable", "whether it can be mended at all"),
            ),
            (Kind.LETTER, "the notice of the breach, with proof of its receipt"),
            (Kind.REPORT, "what shows the breach itself: a report, a screenshot with its date, a measurement"),
        ),
        _kind(
            "strikes",
            "repeated breaches of the same policy",
            (
                Particular("count", "how many of them", wanted=True),
                Particular("by", "whose breaches: advertiser, media, creator ..."),
                _CLAUSE,
            ),
            (Kind.DECISION, "each decision or notice of a breach, with its date and the policy it names"),
        ),
        _kind(
            "misconduct",
            "misconduct in the sense of the morals clause",
            (
                Particular("creators", "which creators", wanted=True),
                Particular("began_at", "when it happened or became public"),
                _CLAUSE,
            ),
            (
                Kind.SCREENSHOT,
                "the post, the report or the ruling itself, with date and address; comments prove nothing",
            ),
        ),
        _kind(
            "outage",
            "an outage that kept the promotion from running",
            (
                Particular("cause", "whose systems failed: platform, media, buyer", wanted=True),
                Particular("hours", "how many hours it lasted", wanted=True),
                Particular("began_at", "when it began"),
                _ENDED,
            ),
            (Kind.STATUS_PAGE, "the platform's status page or incident notice for these hours"),
            (Kind.LOG, "delivery by the hour, which shows when nothing ran"),
        ),
        _kind(
            "force_majeure",
            "an event beyond anybody's control that prevents performance",
            (_BEGAN, _ENDED, Particular("event", "what happened, and where")),
            (Kind.DECISION, "an official order, warning or notice of the event with its dates"),
            (Kind.LETTER, "the other side's own notice that it cannot perform"),
        ),
        _kind(
            "policy_violation",
            "a violation of a platform policy, found by the platform",
            (
                Particular("by", "who violated it", wanted=True),
                Particular("policy", "which policy"),
                Particular("decided_at", "when the platform decided", wanted=True),
            ),
            (Kind.DECISION, "the platform's decision; your own opinion of a policy proves nothing"),
        ),
        _kind(
            "ad_rejected",
            "a final rejection of the advertisement in review",
            (
                Particular("rejected_at", "when it was rejected", wanted=True),
                Particular("appeal", "how the appeal ended", wanted=True),
            ),
            (Kind.DECISION, "the rejection and the answer to the appeal"),
        ),
        _kind(
            "legal_order",
            "an order of a court or an authority to stop",
            (
                Particular("authority", "which court or authority", wanted=True),
                Particular("issued_at", "when it was issued", wanted=True),
            ),
            (Kind.DECISION, "the order itself"),
        ),
        _kind(
            "product_recall",
            "a recall of the promoted product",
            (
                Particular("issued_at", "when it was announced", wanted=True),
                Particular("product", "what is recalled"),
            ),
            (Kind.DECISION, "the recall notice, as filed or published"),
        ),
        _kind(
            "material_change",
            "a material change to placement, audience or specification",
            (
                Particular("by", "who changed it", wanted=True),
                Particular("began_at", "from when", wanted=True),
                Particular("change", "what was agreed and what it is now"),
            ),
            (Kind.LETTER, "the other side's notice of the change"),
            (Kind.SCREENSHOT, "placement or specification before and after, each with its date"),
        ),
        _kind(
            "non_payment",
            "an overdue invoice that was not paid after notice",
            (
                Particular("by", "who owes it", wanted=True),
                _TOLD,
                Particular("due_on", "when it fell due"),
            ),
            (Kind.INVOICE, "the invoice, and that it is still open"),
            (Kind.LETTER, "the notice of default, with proof of its receipt"),
        ),
        _kind(
            "underdelivery",
            "delivery that was billed and did not happen",
            (
                Particular("billed", "what was billed", wanted=True),
                Particular("delivered_value", "what was delivered, valued at the agreed rate", wanted=True),
            ),
            (Kind.EXPORT, "the delivery report by the measurement that the agreement names, beside the invoice"),
        ),
        _kind(
            "resale",
            "a sale of the freed inventory to somebody else",
            (Particular("proceeds", "what it fetched", wanted=True),),
            (Kind.LETTER, "the seller's statement of what it resold and for how much"),
        ),
    )
}

REASONS: Mapping[Reason, ReasonEntry] = {
    entry.reason: entry
    for entry in (
        ReasonEntry(Reason.STRATEGY_CHANGE, "the plans have changed", "nothing: only convenience is open"),
        ReasonEntry(Reason.FINANCIAL_CONSTRAINTS, "the money is lacking", "nothing: only convenience is open"),
        ReasonEntry(
            Reason.NEGATIVE_FEEDBACK,
            "the public turned against it",
            "misconduct of a creator, or a broken term on brand safety or adjacency; bad comments alone open nothing",
        ),
        ReasonEntry(
            Reason.TECHNICAL_ISSUE,
            "it does not run as it should",
            "an outage on the platform's side and its hours; an outage of your own opens nothing but a suspension",
        ),
        ReasonEntry(
            Reason.COUNTERPARTY_BREACH,
            "the other side broke the agreement",
            "the breach, by whom, when they received your notice, and whether it was cured",
        ),
        ReasonEntry(
            Reason.UNDERDELIVERY,
            "less was delivered than was sold",
            "a measured shortfall; the credit for it is due whether you leave or not",
        ),
        ReasonEntry(
            Reason.POLICY_VIOLATION, "a policy was broken", "the platform's decision, or how many strikes there were"
        ),
        ReasonEntry(
            Reason.AD_REJECTED, "the advertisement was rejected", "the rejection, and that the appeal is exhausted"
        ),
        ReasonEntry(
            Reason.FORCE_MAJEURE, "something beyond control happened", "the event, when it began and when it ended"
        ),
        ReasonEntry(Reason.CREATOR_MISCONDUCT, "a creator misbehaved", "the misconduct, and which creators it names"),
        ReasonEntry(Reason.LEGAL_ORDER, "it was forbidden", "the order, when it was issued and by whom"),
        ReasonEntry(Reason.PRODUCT_RECALL, "the product was recalled", "the recall notice"),
        ReasonEntry(
            Reason.MATERIAL_CHANGE,
            "it is no longer what was booked",
            "the change to placement, audience or specification",
        ),
        ReasonEntry(Reason.NON_PAYMENT, "a bill was not paid", "the overdue invoice and the notice of default"),
    )
}


def reasons_for(ground: Ground) -> tuple[Reason, ...]:
    """Return the reasons that may invoke a ground, in the order of the vocabulary."""
    return tuple(reason for reason, grounds in GROUNDS_OF.items() if ground in grounds)


def fact_words(name: str) -> str:
    """Return what a fact is, in words; an agreement's own fact is called by its name."""
    return FACTS[name].says if name in FACTS else name.replace("_", " ")


def proofs_of(name: str) -> tuple[str, ...]:
    """Return what counts as proof of a fact, in words; for an agreement's own fact nothing is known."""
    return FACTS[name].proofs if name in FACTS else ()
