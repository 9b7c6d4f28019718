"""How a case and its parts look to programs: amounts as text with their currency, instants RFC 3339, states as words.

What only this installation can use, such as the place of a file on its disk, is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from unpromote.api.creator_shapes import CreatorFileView, DealView, DutyView, ProposalView
from unpromote.api.talk_shapes import ContactView, ConversationView, Sha256
from unpromote.domain.authorizations import Step
from unpromote.domain.case import Case, State, open_duties, open_ends
from unpromote.domain.claims import Verdict
from unpromote.domain.codec import encode
from unpromote.domain.delivery import Level, Route, TargetState
from unpromote.domain.evidence import EvidenceKind
from unpromote.domain.payout import SettlementState
from unpromote.domain.vocabulary import Reason

Amount = Annotated[
    str,
    Field(
        pattern=r"^-?[0-9]+(\.[0-9]+)? [A-Z]{3}$", description="An amount with its currency", examples=["1200.00 USD"]
    ),
]


class FileView(Schema):
    """A file of the case."""

    name: str
    sha256: Sha256


class DocumentView(FileView):
    """A document of the agreement."""

    id: str


class EvidenceView(Schema):
    """A file that shows facts."""

    id: str
    kind: EvidenceKind
    description: str
    file: str
    sha256: Sha256
    at: datetime
    by: str
    proves: list[str] = Field(description="The facts that it shows, by name")


class ReasonView(Schema):
    """Why the promotion has to stop."""

    kind: Reason
    wording: str
    evidence: list[FileView]


class ObservationView(Schema):
    """What the platform said about one object at one instant."""

    external_id: str
    operation_status: str
    secondary_status: str
    name: str
    request_id: str
    log_id: str
    observed_at: datetime
    for_good: str = Field(description="What of switching it off cannot be undone; empty where everything can")


class RefusedView(Schema):
    """What the platform would not switch, in its own words."""

    external_id: str
    problem: str


class WriteView(Schema):
    """What the platform answered to one write; without `status` it may have happened, and `problem` tells why."""

    external_ids: list[str]
    status: str
    request_id: str
    log_id: str
    sent_at: datetime
    refused: list[RefusedView]
    problem: str


class SampleView(Schema):
    """Lifetime spend as the platform reported it."""

    external_id: str
    spend: Amount
    request_id: str
    log_id: str
    sampled_at: datetime


class BelowView(Schema):
    """What was read below a stopped object: how many ad groups and ads, and the ids of those that deliver."""

    external_id: str
    adgroups: int
    ads: int
    delivering: list[str] = Field(description="At most 20 of them")
    more: int = Field(description="How many others deliver")
    request_ids: list[str]
    read_at: datetime


class AboveView(Schema):
    """The campaign or ad group whose switch stopped a target, since everything in it was to stop."""

    level: Level
    external_id: str
    name: str


class AuthorizationView(Schema):
    """How far it has come with taking a creator's authorization of a post back."""

    step: Step
    creator: str
    status: str = Field(description="TikTok's word for the authorization; empty: no longer listed for the account")
    since_at: datetime = Field(description="When this step began")
    until_at: datetime = Field(description="Until when it should be over")
    looked_at: datetime
    ends_at: datetime | None = Field(description="When the authorization expires by itself")
    running: list[str] = Field(description="Ads of this case that show the post and may run, at most 20 ids")
    outside: list[str] = Field(description="Ads that are none of this case's and do the same; they are never touched")
    more: int = Field(description="How many more of both there are")


class TargetView(Schema):
    """One thing that has to stop, with the receipts of its stop."""

    id: str
    kind: str
    advertiser_id: str
    external_id: str
    name: str
    route: Route
    budget: Amount
    spent: Amount
    state: TargetState
    tries: int
    before: ObservationView | None
    after: ObservationView | None
    write: WriteView | None
    off_at: datetime | None
    samples: list[SampleView]
    proof: str
    level: Level
    pace: Amount | None = Field(description="What it spends a day, if that is known")
    refusal: str = Field(description="Why the platform would not switch it, in its own words")
    final: str = Field(description="What of its stop cannot be undone; empty where everything can")
    confirmed_by: str = Field(description="Who typed that it may be stopped for good")
    confirmed_at: datetime | None
    below: BelowView | None = None
    above: AboveView | None = Field(description="What it was stopped with, its own switch left alone")
    window: str = Field(description="The postback window that was chosen for it, if any")
    proof_file: str = Field(description="The id of the evidence that shows that a person stopped it, if any")
    authorization: AuthorizationView | None = Field(None, description="Of a creator's post, once TikTok was looked at")


class EmergencyView(Schema):
    """A stop before any approval: who, when and why, and who stands by it."""

    by: str
    at: datetime
    why: str
    ratified_by: str
    ratified_at: datetime | None


class SignatureView(Schema):
    """One person's yes."""

    by: str
    at: datetime


class ApprovalView(Schema):
    """The yes to exactly one quote: how many signatures it needs and which it has."""

    quote_hash: Sha256
    price: Amount
    needed: int
    signatures: list[SignatureView]


class WorkingView(Schema):
    """How one line of a settlement comes about."""

    code: str
    amount: Amount
    formula: str
    clause: str


class GoesOnView(Schema):
    """Work that goes on: later, elsewhere or in part, with what was paid ahead for it kept."""

    deliverable: str
    way: str
    price: Amount
    advance_kept: Amount
    formula: str
    on: date | None
    campaign: str


class SettlementView(Schema):
    """What one creator is owed; a negative balance is clawed back."""

    creator_id: str
    name: str
    due: Amount
    paid: Amount
    balance: Amount
    direction: str = Field(description="pay, clawback, credit or none")
    lines: dict[str, Amount]
    workings: list[WorkingView]
    duties: list[str]
    pay_by: date | None
    state: SettlementState
    answer: str
    answered_at: datetime | None
    released_by: str
    released_why: str
    payout_key: str
    settled_at: datetime | None
    goes_on: list[GoesOnView]
    version: int = Field(description="Counts the settlements that took one another's place since the quote")
    released_at: datetime | None
    paid_on: date | None


class UnclearView(Schema):
    """A field of the terms that can be read in several ways, and what to ask about it."""

    path: str
    readings: list[Any]
    question: str
    clause: str | None


class QuoteView(Schema):
    """A quote as it was taken; its hash is what an approval signs.

    Over unclear terms `quote` has a `range` and `questions` instead of figures, and `price` is the most it may cost.
    """

    hash: Sha256
    taken_at: datetime
    permitted: bool
    price: Amount
    request: dict[str, Any]
    quote: dict[str, Any] = Field(
        description="The fields of `unpromote quote` (lines with clause and formula, totals), with the `decision` as "
        "`--decide` gives it and what it was `computed_with`"
    )
    settlements: list[SettlementView]
    evidence: list[dict[str, Any]] = Field(description="How each stated fact was shown, and what would prove it")
    if_proven: list[dict[str, Any]] = Field(
        description="Rights that are shut for want of a fact: what proving it would save. Where `reasons` is not "
        "empty the reason given cannot invoke the ground: a hint, only if it is true"
    )


class PackView(Schema):
    """An evidence pack that was written."""

    manifest_sha256: Sha256
    built_at: datetime


class ComparedLineView(Schema):
    """One line of a claim beside what is owed."""

    code: str
    wording: str
    claimed: Amount | None
    owed: Amount | None
    difference: Amount | None
    clause: str | None
    formula: str
    verdict: Verdict


class ComparisonView(Schema):
    """A claim against what is owed; `object_by` is the last day of the objection term, null if none is agreed."""

    received_on: date
    lines: list[ComparedLineView]
    claimed: Amount
    owed: Amount
    difference: Amount
    objected: Amount
    object_by: date | None
    warnings: list[str]


class ClaimLineView(Schema):
    """One amount that is asked for, in the claimant's words or under a code."""

    amount: Amount
    wording: str
    code: str


class ClaimView(Schema):
    """What a counterparty asks for; `matches` is what a person says that a line is."""

    received_on: date
    lines: list[ClaimLineView]
    reference: str
    claimant: str
    matches: dict[str, str]
    partial: bool


class KeptClaimView(Schema):
    """A claim as it was kept, with the comparison of that day with the quote of that hash."""

    id: str
    claim: ClaimView
    comparison: ComparisonView
    quote_hash: Sha256
    kept_at: datetime
    kept_by: str


class CaseLineView(Schema):
    """A case as a list shows it."""

    id: str
    reference: str
    title: str
    client: str
    state: State
    opened_at: datetime
    alarms: int


class CaseView(Schema):
    """One cancellation with all that belongs to it. `version` counts its events."""

    id: str
    reference: str
    title: str
    client: str
    state: State
    version: int
    opened_by: str
    opened_at: datetime
    reason: ReasonView
    promotion: dict[str, Any]
    evidence: list[EvidenceView]
    contacts: list[ContactView]
    documents: list[DocumentView]
    terms: dict[str, Any] | None
    terms_version: int
    unclear: list[UnclearView]
    quote: QuoteView | None
    requote: QuoteView | None = Field(description="The quote anew under readings settled after approval")
    approval: ApprovalView | None
    targets: list[TargetView]
    conversations: list[ConversationView]
    settlements: list[SettlementView]
    claims: list[KeptClaimView]
    alarms: list[str]
    open_ends: list[str] = Field(description="What still keeps the case from being closed, in words")
    closed_at: datetime | None
    closed_why: str
    packs: list[PackView]
    deals: list[DealView]
    proposals: list[ProposalView]
    creator_files: list[CreatorFileView]
    duties: list[DutyView]
    open_duties: list[str] = Field(description="What is still watched after the end, in words")
    stop_at: datetime | None = Field(description="When delivery stops once approved; null: as soon as it is")
    emergency: EmergencyView | None


def case_view(case: Case) -> CaseView:
    """Return the case as programs see it."""
    return CaseView.model_validate(
        {**encode(case), "open_ends": list(open_ends(case)), "open_duties": list(open_duties(case))}
    )
