"""Targets: what has to stop, when and in which order, with the receipts of its stop; at once, again and undone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount, CaseView, TargetView, case_view
from unpromote.api.uploads import kept
from unpromote.domain.codec import encode
from unpromote.domain.delivery import Level, Route
from unpromote.domain.stop_plan import aftermath
from unpromote.services import delivery, stop_plan

router = Router(tags=["targets"])


class Proof(Schema):
    """What proves that a target was stopped by hand."""

    proof: str = Field(max_length=10_000)


class StopTime(Schema):
    """When delivery stops once the quote is approved."""

    stop_at: AwareDatetime | None = Field(description="null: as soon as it is approved")


class AtOnce(Schema):
    """An emergency: why delivery cannot wait, and which targets; none named means all."""

    why: str = Field(max_length=2000)
    targets: list[str] = Field(default_factory=list, max_length=100_000)


class Again(Schema):
    """Targets that are switched off again."""

    targets: list[str] = Field(min_length=1, max_length=100_000)


class Undoing(Again):
    """Targets that are switched on again, and why."""

    why: str = Field(max_length=2000)


class ConfirmingFinal(Again):
    """Targets whose stop cannot be undone, and the case's reference as it was typed."""

    typed: str = Field(max_length=100, description="The case's reference, exactly")
    window: str = Field(
        "",
        max_length=10,
        description="The postback window of Dedicated campaigns: MODE1, MODE2 or MODE3; empty: TikTok takes the first",
    )


class CallView(Schema):
    """One look, write and look: at most 20 targets of one account, kind and level."""

    advertiser_id: str
    kind: str
    level: Level
    target_ids: list[str]
    a_day: list[Amount] = Field(description="What they spend a day where that is known, one amount a currency")
    at_most: list[Amount] = Field(description="What is left of the budgets of the others")
    final: str = Field(description="What of it cannot be undone; empty where everything can")


class RouteView(Schema):
    """How a kind of promotion is stopped, what proves it, and where that was read; `final`: what cannot be undone."""

    by: Route
    how: str
    proof: str
    source: str
    checked_on: date
    certain: bool
    final: str
    steps: list[str] = Field(description="What a person does one after the other; empty where `how` says it all")


class HandStepView(Schema):
    """What a person does for the targets of one kind; `until_at` is null as long as no stop is ordered."""

    kind: str
    target_ids: list[str]
    until_at: datetime | None
    route: RouteView
    told: list[str] = Field(description="What a person should know of each order before they cancel it")


class FinalStepView(Schema):
    """What is stopped for good, and not before somebody who may approve has typed the case's reference."""

    kind: str
    target_ids: list[str]
    final: str


class StopPlanView(Schema):
    """What is to be done at a stop: calls, what spends fastest first, then a person's steps; `to_confirm` waits."""

    calls: list[CallView]
    by_hand: list[HandStepView]
    to_confirm: list[FinalStepView]


class AftermathView(Schema):
    """What a target spent since the case was opened: no undo brings it back. null until that was read."""

    target_id: str
    name: str
    spent_since: Amount | None
    read_at: datetime | None


@router.get("/{reference}/targets", response={200: list[TargetView], **REFUSALS})
def list_targets(request: HttpRequest, reference: Reference) -> Any:
    """List what has to stop, with state, receipts and spend samples."""
    return encode(case_of(request, reference).targets)


@router.post("/{reference}/targets/{target}/stopped", response={200: CaseView, **REFUSALS})
def confirm_stopped(request: HttpRequest, reference: Reference, target: Id, given: Proof) -> Any:
    """Say that a person stopped the target by hand, with what proves it."""
    case = case_of(request, reference)
    return case_view(delivery.confirm_stopped(asker(request), case.id, target, given.proof, now=now()))


@router.post("/{reference}/targets/{target}/stopped/file", response={200: CaseView, **REFUSALS})
def confirm_stopped_with_file(
    request: HttpRequest, reference: Reference, target: Id, file: File[UploadedFile], given: Form[Proof]
) -> Any:
    """Say that a person stopped the target by hand, with the screenshot or the e-mail that shows it."""
    case = case_of(request, reference)
    with kept(file, "proof") as path:
        return case_view(delivery.confirm_stopped(asker(request), case.id, target, given.proof, now=now(), file=path))


@router.get("/{reference}/stop", response={200: StopPlanView, **REFUSALS})
def show_stop_plan(request: HttpRequest, reference: Reference) -> Any:
    """Show what is still to be done to stop the case's targets; approving the quote is what starts it."""
    return encode(stop_plan.plan_of(case_of(request, reference)))


@router.post("/{reference}/stop/schedule", response={200: CaseView, **REFUSALS})
def schedule_stop(request: HttpRequest, reference: Reference, given: StopTime) -> Any:
    """Choose when delivery stops once the quote is approved."""
    case = case_of(request, reference)
    return case_view(delivery.schedule_stop(asker(request), case.id, given.stop_at, now=now()))


@router.post("/{reference}/stop/at-once/preview", response={200: StopPlanView, **REFUSALS})
def preview_stop_at_once(request: HttpRequest, reference: Reference, given: AtOnce) -> Any:
    """Say what stopping at once would do, in its order; nothing is recorded."""
    case = case_of(request, reference)
    return encode(stop_plan.preview_at_once(asker(request), case.id, given.why, given.targets, now=now()))


@router.post("/{reference}/stop/at-once", response={200: CaseView, **REFUSALS})
def stop_at_once(request: HttpRequest, reference: Reference, given: AtOnce) -> Any:
    """Stop delivery before any approval: an emergency, which an approver has to ratify within a day."""
    case = case_of(request, reference)
    return case_view(delivery.stop_at_once(asker(request), case.id, given.why, given.targets, now=now()))


@router.post("/{reference}/stop/ratify", response={200: CaseView, **REFUSALS})
def ratify_stop(request: HttpRequest, reference: Reference) -> Any:
    """Stand by an emergency stop that somebody else ordered. Needs the right to approve."""
    case = case_of(request, reference)
    return case_view(delivery.ratify_stop(asker(request), case.id, now=now()))


@router.post("/{reference}/stop/again", response={200: CaseView, **REFUSALS})
def stop_again(request: HttpRequest, reference: Reference, given: Again) -> Any:
    """Switch targets off again that are on, or that nobody knows of."""
    case = case_of(request, reference)
    return case_view(delivery.stop_again(asker(request), case.id, given.targets, now=now()))


@router.post("/{reference}/stop/confirm-final", response={200: CaseView, **REFUSALS})
def confirm_final_stop(request: HttpRequest, reference: Reference, given: ConfirmingFinal) -> Any:
    """Let targets be stopped for good; what waits for that is ordered off. Needs the right to approve."""
    case = case_of(request, reference)
    return case_view(
        delivery.confirm_final(asker(request), case.id, given.targets, given.typed, now=now(), window=given.window)
    )


@router.post("/{reference}/stop/undo", response={200: CaseView, **REFUSALS})
def undo_stop(request: HttpRequest, reference: Reference, given: Undoing) -> Any:
    """Switch targets on again that this case switched off; spent money does not come back. Needs the right to approve.

    `GET /cases/CASE/stop/aftermath` says how much was spent.
    """
    case = case_of(request, reference)
    return case_view(delivery.undo_stop(asker(request), case.id, given.targets, given.why, now=now()))


@router.get("/{reference}/stop/aftermath", response={200: list[AftermathView], **REFUSALS})
def show_aftermath(request: HttpRequest, reference: Reference) -> Any:
    """Show what each target spent since the case was opened: that does not come back by switching it on again."""
    return encode([aftermath(target) for target in case_of(request, reference).targets])
