"""Payment runs and bank statements of a client: prepared by one person, released by another, matched to the bank."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Id, asker, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount, CaseView, case_view
from unpromote.api.talk_shapes import Sha256
from unpromote.domain.codec import encode
from unpromote.domain.payees import Method
from unpromote.domain.runs import RunState
from unpromote.services import payments, statements
from unpromote.services.payments import RunWish

router = Router(tags=["payments"])


class PaymentView(Schema):
    """One payment of a run; of the account only the last signs."""

    key: str
    end_to_end: str
    reference: str
    party: str
    holder: str
    account: str
    amount: Amount


class RunView(Schema):
    """A payment run."""

    id: str
    client: str
    method: Method
    currency: str
    execute_on: date
    pays_from: str
    prepared_by: str
    prepared_at: datetime
    state: RunState
    released_by: str
    released_at: datetime | None
    sha256: Sha256 | str
    total: Amount
    payments: list[PaymentView]


class RunOrder(Schema):
    """Which payments to gather, and when the bank is to carry them out."""

    client: str = Field(max_length=60)
    method: Method = Method.SEPA
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$")
    execute_on: date


class BankLineView(Schema):
    """A line of the bank that fits nothing and waits for a person."""

    id: str
    booked_on: date
    amount: Amount
    end_to_end: str
    reference: str
    counterparty: str


class StatementView(Schema):
    """A bank statement that was handed in: waiting, booked or unusable, then with the problem."""

    id: str
    client: str
    name: str
    received_at: datetime
    received_by: str
    state: str
    problem: str


class Place(Schema):
    """To whom in which case a bank line belongs."""

    reference: str = Field(max_length=60)
    party: str = Field(max_length=120)


class Aside(Schema):
    """What a bank line is for that concerns no case."""

    why: str = Field(max_length=300)


@router.get("/{client}/runs", response={200: list[RunView], **REFUSALS})
def list_runs(request: HttpRequest, client: Id) -> Any:
    """List a client's payment runs, the newest first."""
    return [payments.run_json(run) for run in payments.runs_of(asker(request), client)]


@router.post("/runs", response={201: RunView, **REFUSALS})
def prepare_run(request: HttpRequest, order: RunOrder) -> Any:
    """Gather what was released and is in no run yet; somebody else has to release the run."""
    wish = RunWish(order.client, order.method, order.currency, order.execute_on)
    return Status(201, payments.run_json(payments.prepare_run(asker(request), wish, now=now())))


@router.post("/runs/{run}/release", response={200: RunView, **REFUSALS})
def release_run(request: HttpRequest, run: Id) -> Any:
    """Release a run that somebody else prepared; its file is written in the background."""
    return payments.run_json(payments.release_run(asker(request), run, now=now()))


@router.post("/runs/{run}/drop", response={200: RunView, **REFUSALS})
def drop_run(request: HttpRequest, run: Id) -> Any:
    """Drop a run that was not released."""
    return payments.run_json(payments.drop_run(asker(request), run))


FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The run's file: pain.001.001.09, or rows for a bank, PayPal or Wise",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("/runs/{run}/file", response=REFUSALS, openapi_extra=FILE)
def fetch_run_file(request: HttpRequest, run: Id) -> Any:
    """Fetch a released run's file; needs the right to approve."""
    name, content = payments.run_file(asker(request), run)
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type="application/octet-stream", headers={"Content-Disposition": disposition})


@router.get("/{client}/statements", response={200: list[StatementView], **REFUSALS})
def list_statements(request: HttpRequest, client: Id) -> Any:
    """List a client's bank statements, the newest first."""
    return [encode(one) for one in statements.statements_of(asker(request), client)]


@router.post("/{client}/statements", response={202: StatementView, **REFUSALS})
def hand_in_statement(request: HttpRequest, client: Id, file: File[UploadedFile]) -> Any:
    """Hand in a bank statement (camt.053 or CSV); it is booked in the background, the same file once."""
    with tempfile.TemporaryDirectory(prefix="unpromote-") as folder:
        path = Path(folder) / "statement"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        found = statements.receive_statement(asker(request), client, path, name=file.name or "statement", now=now())
        return Status(202, encode(found))


@router.get("/{client}/lines", response={200: list[BankLineView], **REFUSALS})
def list_bank_lines(request: HttpRequest, client: Id) -> Any:
    """List the bank lines that fit nothing and wait for a person."""
    return encode(statements.open_lines(asker(request), client))


@router.post("/lines/{line}/match", response={200: CaseView, **REFUSALS})
def match_bank_line(request: HttpRequest, line: Id, place: Place) -> Any:
    """Book a bank line against a party of a case."""
    return case_view(statements.assign_line(asker(request), line, place.reference, place.party, now=now()))


@router.post("/{client}/lines/{line}/aside", response={200: list[BankLineView], **REFUSALS})
def set_bank_line_aside(request: HttpRequest, client: Id, line: Id, given: Aside) -> Any:
    """Say that a bank line concerns no case, and list those that still wait."""
    statements.set_line_aside(asker(request), client, line, given.why)
    return encode(statements.open_lines(asker(request), client))
