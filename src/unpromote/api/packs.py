"""Evidence packs: order one of a case as it stands, and see which were written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, PackView, case_view
from unpromote.domain.codec import encode
from unpromote.services import audit

router = Router(tags=["packs"])


@router.get("/{reference}/packs", response={200: list[PackView], **REFUSALS})
def list_packs(request: HttpRequest, reference: Reference) -> Any:
    """List the packs that were written, the latest last."""
    return encode(case_of(request, reference).packs)


@router.post("/{reference}/packs", response={202: CaseView, **REFUSALS})
def order_pack(request: HttpRequest, reference: Reference) -> Any:
    """Order the evidence pack of the case as it stands now; it is written in the background."""
    return Status(202, case_view(audit.order_pack(asker(request), case_of(request, reference).id, now=now())))
