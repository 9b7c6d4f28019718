"""Promotions from files: handed in, asked about, tried, taken in; and the list of what the files named."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from moneyed import Money
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Id, asker, now
from unpromote.api.halts import Account
from unpromote.api.opening import Line
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount
from unpromote.api.uploads import kept
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import Outcome
from unpromote.domain.orders import OrderStage
from unpromote.services import entering, imports

router = Router(tags=["imports"])
promotions = Router(tags=["imports"])
MOST = 1000


class ChoiceView(Schema):
    """One answer that can be given, and what it means."""

    value: str
    words: str


class QuestionView(Schema):
    """What a file leaves open; without choices any text of the example's form answers it."""

    key: str
    words: str
    choices: list[ChoiceView]
    example: str


class ImportView(Schema):
    """A file that was handed in. `ready`: every row was tried, nothing kept."""

    id: str
    client: str
    name: str
    received_at: datetime
    received_by: str
    state: Literal["reading", "asking", "ready", "done", "unusable"]
    problem: str
    questions: list[QuestionView]
    answers: dict[str, str]
    remembered: str = Field(description="When and by whom the answers were given, if they come from an earlier file")
    notes: list[str]
    counts: dict[str, int] = Field(description="How many rows had each outcome")


class FindingView(Schema):
    """Why a row was not taken: the column as the file names it, what was found, how to mend it."""

    column: str
    problem: str
    mend: str


class ChangeView(Schema):
    """One field that the file states otherwise than what was known."""

    field: str
    before: str | None
    after: str | None


class RowView(Schema):
    """What became of one row, counted as the spreadsheet does; row 0: a promotion that is in no row any more."""

    row: int
    outcome: Outcome
    sheet: str
    campaign_id: str
    name: str
    findings: list[FindingView]
    changes: list[ChangeView]


class ListedView(Schema):
    """A promotion as its client's files listed it last; it runs on the days from `starts_on` to before `ends_on`."""

    campaign_id: str
    advertiser_id: str
    kind: str
    name: str
    status: str
    budget: Amount | None
    budget_type: str
    spent: Amount | None
    prepaid: Amount | None
    starts_on: date | None
    ends_on: date | None
    spent_through: date | None
    budget_mode: Literal["", "day", "flight"] = Field(description="What `budget` is for; empty where nobody said")
    stage: str = Field(description="How far a TikTok One order has come")
    submitted_on: date | None = Field(description="When its content was handed in")
    creator: str = Field(description="Whose work a TikTok One order is")


class Answers(Schema):
    """What was asked, answered by its keys; with `apply` the file is taken in once nothing is open any more."""

    answers: dict[str, Annotated[str, Field(max_length=200)]]
    apply: bool = False


class HandedIn(Schema):
    """Whose promotions a file lists, and what is answered about it already."""

    client: str = Field(max_length=60)
    answers: str = Field("{}", max_length=10_000, description="JSON object of answers by their keys")
    apply: bool = Field(default=False, description="Take it in at once where nothing is open")


class NewOrder(Schema):
    """One TikTok One order, typed by hand; it runs on the days from `starts_on` to before `ends_on`."""

    order_id: Account
    advertiser_id: Account
    name: Line
    creator: str = Field("", max_length=200)
    price: Amount
    paid: Amount | None = Field(None, description="What of the price was paid so far")
    stage: OrderStage
    submitted_on: date | None = Field(None, description="Needed once content was handed in")
    starts_on: date
    ends_on: date | None = None


@router.get("", response={200: list[ImportView], **REFUSALS})
def list_imports(request: HttpRequest, client: Annotated[str, Query(max_length=60)]) -> Any:
    """List a client's latest imports, the newest first."""
    return [imports.import_json(one) for one in imports.imports_of(asker(request), client)]


@router.post("", response={202: ImportView, **REFUSALS})
def hand_in_promotions(
    request: HttpRequest,
    given: Form[HandedIn],
    file: File[UploadedFile],
) -> Any:
    """Hand in a file of promotions; it is tried in the background, and with `apply` taken in if nothing is open."""
    said = _answers(given.answers)
    with kept(file, "promotions.csv") as path:
        one = imports.receive_import(asker(request), given.client, path, answers=said, apply=given.apply, now=now())
    return Status(202, imports.import_json(one))


@router.get("/{import_id}", response={200: ImportView, **REFUSALS})
def show_import(request: HttpRequest, import_id: Id) -> Any:
    """Show how an import stands, and what it asks."""
    return imports.import_json(imports.import_of(asker(request), import_id))


@router.post("/{import_id}/answers", response={202: ImportView, **REFUSALS})
def answer_import(request: HttpRequest, import_id: Id, given: Answers) -> Any:
    """Answer what a file leaves open, or answer it otherwise; the file is read again."""
    one = imports.answer_import(asker(request), import_id, given.answers, apply=given.apply, now=now())
    return Status(202, imports.import_json(one))


@router.post("/{import_id}/apply", response={202: ImportView, **REFUSALS})
def apply_import(request: HttpRequest, import_id: Id) -> Any:
    """Take in a file that was tried."""
    return Status(202, imports.import_json(imports.apply_import(asker(request), import_id, now=now())))


@router.get("/{import_id}/rows", response={200: list[RowView], **REFUSALS})
def list_import_rows(
    request: HttpRequest,
    import_id: Id,
    outcome: Outcome | None = None,
    skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Any:
    """List what became of a file's rows, of one outcome or of all."""
    return encode(imports.report(asker(request), import_id, outcome=outcome, skip=skip, limit=limit))


TABLE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "An empty table to fill in",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@promotions.get("/template/{ending}", response=REFUSALS, openapi_extra=TABLE)
def fetch_promotion_template(request: HttpRequest, ending: Literal["csv", "xlsx"]) -> Any:  # noqa: ARG001 - ninja's
    """Fetch the empty table to fill in where no export is at hand."""
    name, content = imports.template(ending)
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type="application/octet-stream", headers={"Content-Disposition": disposition})


@promotions.get("/{client}", response={200: list[ListedView], **REFUSALS})
def list_promotions(
    request: HttpRequest,
    client: Id,
    after: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Any:
    """List the promotions that a client's files named, by id, from the one after `after` on."""
    return encode(imports.listed(asker(request), client, after=after, limit=limit))


@promotions.post("/{client}/orders", response={202: ImportView, **REFUSALS})
def enter_order(request: HttpRequest, client: Id, new: NewOrder) -> Any:
    """Enter one TikTok One order, which no list shows; it is read as the row of a file, and updates one of its id."""
    typed = {**new.model_dump(), "stage": new.stage.value}
    entry = entering.OrderEntry(**typed | {"price": _money(new.price, "price"), "paid": _paid(new)})
    return Status(202, imports.import_json(entering.enter_order(asker(request), client, entry, now=now())))


def _paid(new: NewOrder) -> Money | None:
    return _money(new.paid, "paid") if new.paid is not None else None


def _money(text: str, place: str) -> Money:
    return decode(Money, text, place=place)


def _answers(text: str) -> dict[str, str]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not all(isinstance(answer, str) for answer in said.values()):
        raise BadInput("the answers are no JSON object of texts", place="answers", mend='write {"dates": "day_first"}')
    return said
