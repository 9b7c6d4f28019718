"""The closed words of an agreement: who, why, on what ground, measured how. Each enum's value is its written form."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """A part somebody plays in the agreement; `never` marks a right that nobody has."""

    ADVERTISER = "advertiser"
    AGENCY = "agency"
    MEDIA = "media"
    PLATFORM = "platform"
    CREATOR = "creator"
    TALENT_AGENT = "talent_agent"
    LENDER = "lender"
    NEVER = "never"


class Capacity(Enum):
    """Whether a party acts in its trade; only a consumer has a statutory withdrawal."""

    BUSINESS = "business"
    CONSUMER = "consumer"


class Liability(Enum):
    """For what an agency answers: cleared funds only, together with its principal, or alone."""

    SEQUENTIAL = "sequential"
    JOINT = "joint"
    SOLE = "sole"


METHODS = ("email", "platform", "courier", "post", "portal", "hand")  # ways to give notice


class Reservation(Enum):
    """How the inventory was bought."""

    AUCTION = "auction"
    GUARANTEED = "guaranteed"
    NON_GUARANTEED = "non_guaranteed"
    FIXED_PLACEMENT = "fixed_placement"
    SPONSORSHIP = "sponsorship"
    CUSTOM = "custom"
    CREATOR_ONLY = "creator_only"
    BOOST = "boost"


BY_BID = (Reservation.AUCTION, Reservation.NON_GUARANTEED)  # nothing is owed that was not delivered


class Status(Enum):
    """Where a promotion stands by its own record; the clock beats a stale one."""

    DRAFT = "draft"
    TENTATIVE = "tentative"
    BOOKED = "booked"
    SCHEDULED = "scheduled"
    LIVE = "live"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Plan(Enum):
    """How what is left of the budget is expected to be delivered."""

    EVEN_REMAINING = "even_remaining"


class Effective(Enum):
    """When the asker wants the end: as the notice has it, or at once for a fee in lieu."""

    ASAP = "asap"
    IMMEDIATE = "immediate"


class Rounding(Enum):
    """Half away from zero, once a line."""

    HALF_UP = "half_up"


class Ground(Enum):
    """What a clause lets somebody invoke."""

    CONVENIENCE = "convenience"
    BREACH = "breach"
    REPEAT_BREACH = "repeat_breach"
    MORALS = "morals"
    PLATFORM_OUTAGE = "platform_outage"
    FORCE_MAJEURE = "force_majeure"
    POLICY_VIOLATION = "policy_violation"
    AD_REJECTED = "ad_rejected"
    LEGAL_ORDER = "legal_order"
    PRODUCT_RECALL = "product_recall"
    MATERIAL_CHANGE = "material_change"
    NON_PAYMENT = "non_payment"


class Reason(Enum):
    """Why somebody wants out: a motive, which by itself proves nothing."""

    STRATEGY_CHANGE = "strategy_change"
    FINANCIAL_CONSTRAINTS = "financial_constraints"
    NEGATIVE_FEEDBACK = "negative_feedback"
    TECHNICAL_ISSUE = "technical_issue"
    COUNTERPARTY_BREACH = "counterparty_breach"
    UNDERDELIVERY = "underdelivery"
    POLICY_VIOLATION = "policy_violation"
    AD_REJECTED = "ad_rejected"
    FORCE_MAJEURE = "force_majeure"
    CREATOR_MISCONDUCT = "creator_misconduct"
    LEGAL_ORDER = "legal_order"
    PRODUCT_RECALL = "product_recall"
    MATERIAL_CHANGE = "material_change"
    NON_PAYMENT = "non_payment"


GROUNDS_OF: dict[Reason, tuple[Ground, ...]] = {
    Reason.STRATEGY_CHANGE: (Ground.CONVENIENCE,),
    Reason.FINANCIAL_CONSTRAINTS: (Ground.CONVENIENCE,),
    Reason.NEGATIVE_FEEDBACK: (Ground.CONVENIENCE, Ground.MORALS, Ground.BREACH),
    Reason.TECHNICAL_ISSUE: (Ground.PLATFORM_OUTAGE, Ground.FORCE_MAJEURE, Ground.BREACH, Ground.CONVENIENCE),
    Reason.COUNTERPARTY_BREACH: (Ground.BREACH, Ground.REPEAT_BREACH, Ground.CONVENIENCE),
    Reason.UNDERDELIVERY: (Ground.BREACH, Ground.CONVENIENCE),
    Reason.POLICY_VIOLATION: (Ground.POLICY_VIOLATION, Ground.REPEAT_BREACH, Ground.BREACH, Ground.CONVENIENCE),
    Reason.AD_REJECTED: (Ground.AD_REJECTED, Ground.CONVENIENCE),
    Reason.FORCE_MAJEURE: (Ground.FORCE_MAJEURE, Ground.CONVENIENCE),
    Reason.CREATOR_MISCONDUCT: (Ground.MORALS, Ground.BREACH, Ground.CONVENIENCE),
    Reason.LEGAL_ORDER: (Ground.LEGAL_ORDER, Ground.CONVENIENCE),
    Reason.PRODUCT_RECALL: (Ground.PRODUCT_RECALL, Ground.LEGAL_ORDER, Ground.CONVENIENCE),
    Reason.MATERIAL_CHANGE: (Ground.MATERIAL_CHANGE, Ground.BREACH, Ground.CONVENIENCE),
    Reason.NON_PAYMENT: (Ground.NON_PAYMENT, Ground.BREACH, Ground.CONVENIENCE),
}

# A right that names no fact still needs one: the fact of its ground. Convenience alone needs none.
FACT_OF: dict[Ground, str] = {
    Ground.BREACH: "breach",
    Ground.REPEAT_BREACH: "strikes",
    Ground.MORALS: "misconduct",
    Ground.PLATFORM_OUTAGE: "outage",
    Ground.FORCE_MAJEURE: "force_majeure",
    Ground.POLICY_VIOLATION: "policy_violation",
    Ground.AD_REJECTED: "ad_rejected",
    Ground.LEGAL_ORDER: "legal_order",
    Ground.PRODUCT_RECALL: "product_recall",
    Ground.MATERIAL_CHANGE: "material_change",
    Ground.NON_PAYMENT: "non_payment",
}


class Base(Enum):
    """The amount a rate applies to; a rate never stands without one."""

    BUDGET = "budget"
    DELIVERED = "delivered"
    UNDELIVERED_AT_NOTICE = "undelivered_at_notice"
    NOTICE_DELIVERY = "notice_delivery"
    UNDELIVERED_AT_EFFECTIVE = "undelivered_at_effective"
    NONCANCELLABLE_COSTS = "noncancellable_costs"
    PREPAID = "prepaid"


class Measure(Enum):
    """What decides in which band of a tariff a cancellation falls."""

    DAYS_BEFORE_START = "days_before_start"
    BUSINESS_DAYS_BEFORE_START = "business_days_before_start"
    HOURS_BEFORE_START = "hours_before_start"
    DAYS_ELAPSED = "days_elapsed"
    PERCENT_DELIVERED = "percent_delivered"
    UNDELIVERED_AT_EFFECTIVE = "undelivered_at_effective"


class MeasureAt(Enum):
    """The moment a tariff looks at."""

    RECEIVED = "received"
    EFFECTIVE = "effective"


class FeeLabel(Enum):
    """A price for leaving, or damages, which courts may cut down."""

    PRICE = "price"
    LIQUIDATED_DAMAGES = "liquidated_damages"


class Stage(Enum):
    """How far a deliverable has come, in order."""

    CONTRACTED = "contracted"
    BRIEFED = "briefed"
    CONCEPT_APPROVED = "concept_approved"
    DRAFT_SUBMITTED = "draft_submitted"
    REVISION = "revision"
    APPROVED = "approved"
    PUBLISHED = "published"


STAGES: tuple[Stage, ...] = tuple(Stage)


class Advance(Enum):
    """What becomes of an advance that exceeds what is due."""

    CLAWBACK = "clawback"
    FORGIVE = "forgive"
    CREDIT = "credit"


class Proration(Enum):
    """What becomes of a paid right of use when the promotion ends early."""

    PRORATE_DAYS = "prorate_days"
    FULL = "full"
    NONE = "none"


class ExpensesDue(Enum):
    """Which expenses of a creator are owed."""

    INCURRED_AND_APPROVED = "incurred_and_approved"


class RefundMethod(Enum):
    """How a balance that was paid too much comes back."""

    ORIGINAL = "original"
    ACCOUNT_CREDIT = "account_credit"
    NONE = "none"


class DepositReturn(Enum):
    """What becomes of a deposit when the order is left."""

    ORIGINAL = "original"
    ACCOUNT_CREDIT = "account_credit"
    NONE = "none"
    SET_OFF = "set_off"


class Acceptance(Enum):
    """Whether cancelling binds at once or needs the other side's yes."""

    UNILATERAL = "unilateral"
    CONSENT = "consent"


class Remedy(Enum):
    """What the seller offers for delivery that is missing."""

    ADDITIONAL_DELIVERY = "additional_delivery"
    CREDIT = "credit"
    INVOICE_ADJUSTMENT = "invoice_adjustment"


class DutyKind(Enum):
    """What somebody has to do, or leave, after the end."""

    TAKEDOWN = "takedown"
    KEEP_LIVE = "keep_live"
    STOP_PAID_USE = "stop_paid_use"
    LICENCE_END = "licence_end"
    EXCLUSIVITY_END = "exclusivity_end"
    CONFIDENTIALITY = "confidentiality"
    NON_DISPARAGEMENT = "non_disparagement"
    RETURN_PRODUCT = "return_product"
    FINAL_REPORT = "final_report"
    FINAL_INVOICE_BY = "final_invoice_by"
    DISCLOSURE_STAYS = "disclosure_stays"
    RECORDS_KEPT = "records_kept"
