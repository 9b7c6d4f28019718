"""Stray mail between rows and frozen values."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from unpromote.domain.codec import decode, encode
from unpromote.domain.tray import StrayMail, TrayState
from unpromote.store.models import TrayRow

_ID_LIMIT, _SENDER_LIMIT, _SUBJECT_LIMIT = 255, 320, 998
_COLUMNS = ("id", "message_id", "received_at", "sender", "subject", "path", "sha256")
_SETTLING = ("state", "settled_at", "settled_by", "reason")


def add(mail: StrayMail) -> None:
    """Keep a stray message; the same content twice is kept once."""
    data = {key: value for key, value in encode(mail).items() if key not in (*_COLUMNS, *_SETTLING)}
    TrayRow.objects.get_or_create(
        sha256=mail.sha256,
        defaults={
            "message_id": mail.message_id[:_ID_LIMIT],
            "received_at": mail.received_at,
            "sender": mail.sender[:_SENDER_LIMIT],
            "subject": mail.subject[:_SUBJECT_LIMIT],
            "path": mail.path,
            "data": data,
        },
    )


def waiting() -> tuple[StrayMail, ...]:
    """Return what nobody decided about yet: people's letters first, each kind in the order of arrival."""
    found = [_mail(row) for row in TrayRow.objects.filter(state=TrayState.WAITING.value).order_by("received_at", "id")]
    return tuple(sorted(found, key=lambda mail: mail.automatic))


def lately(since: datetime) -> tuple[StrayMail, ...]:
    """Return what nobody decided about yet, or somebody did since then, in the order of arrival."""
    found = TrayRow.objects.filter(Q(state=TrayState.WAITING.value) | Q(settled_at__gte=since))
    return tuple(_mail(row) for row in found.order_by("received_at", "id"))


def find(mail_id: str) -> StrayMail | None:
    """Return a stray message, settled or not."""
    row = TrayRow.objects.filter(id=int(mail_id)).first() if mail_id.isascii() and mail_id.isdecimal() else None
    return _mail(row) if row else None


def settle(mail: StrayMail, *, at: datetime, by: str, state: TrayState, reason: str, case_id: str | None) -> bool:
    """Write down what a person decided; False where somebody else has decided meanwhile."""
    rows = TrayRow.objects.filter(id=int(mail.id), state=TrayState.WAITING.value)
    return bool(rows.update(state=state.value, settled_at=at, settled_by=by, reason=reason, case_id=case_id))


def _mail(row: TrayRow) -> StrayMail:
    columns = {
        "id": str(row.pk),
        "message_id": row.message_id,
        "received_at": row.received_at.isoformat(),
        "sender": row.sender,
        "subject": row.subject,
        "path": row.path,
        "sha256": row.sha256,
        "state": row.state,
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
        "settled_by": row.settled_by,
        "reason": row.reason,
    }
    return decode(StrayMail, {**row.data, **columns}, place=f"tray {row.pk}")
