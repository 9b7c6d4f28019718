"""Evidence packs: order one of a case as it stands, and see which were written."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import Path, Router, Status

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, PackView, case_view
from unpromote.domain.codec import encode
from unpromote.services import audit
from unpromote.services.pack_archive import archive

router = Router(tags=["packs"])


@router.get("/{reference}/packs", response={200: list[PackView], **REFUSALS})
def list_packs(request: HttpRequest, reference: Reference) -> Any:
    """List the packs that were written, the latest last."""
    return encode(case_of(request, reference).packs)


ZIP: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The pack's folder as a .zip; check it with `unpromote verify`",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
Manifest = Annotated[
    str, Path(pattern=r"^[0-9a-f]{64}$", description="The pack's manifest_sha256", examples=["a" * 64])
]


@router.get("/{reference}/packs/{manifest}", response=REFUSALS, openapi_extra=ZIP)
def fetch_pack(request: HttpRequest, reference: Reference, manifest: Manifest) -> Any:
    """Fetch a pack; only the one that was written last is kept."""
    case = case_of(request, reference)
    return FileResponse(archive(case, manifest), as_attachment=True, filename=f"{case.reference}.zip")


@router.post("/{reference}/packs", response={202: CaseView, **REFUSALS})
def order_pack(request: HttpRequest, reference: Reference) -> Any:
    """Order the evidence pack of the case as it stands now; it is written in the background."""
    return Status(202, case_view(audit.order_pack(asker(request), case_of(request, reference).id, now=now())))
