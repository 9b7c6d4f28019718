"""How people and channels are told, and which notices were ordered and sent, between rows and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from unpromote.domain.codec import decode, encode
from unpromote.domain.notices import Channel, ClientNotices, PersonNotices
from unpromote.store.models import ClientNoticesRow, CommandRow, NoticeRow, PersonNoticesRow

WAITING, SENDING, SENT, UNKNOWN, FAILED, NOTHING = "waiting", "sending", "sent", "unknown", "failed", "nothing"


@dataclass(frozen=True)
class Notice:
    """One notice to one person (`recipient` is their name) or channel (a client's id); a digest's words come late."""

    key: str
    kind: str
    channel: Channel
    recipient: str
    case_id: str | None
    words: str
    due_at: datetime
    status: str
    problem: str = ""


def of_person(username: str) -> PersonNotices:
    """Return how a person wants to be told."""
    row = PersonNoticesRow.objects.filter(user__username=username).first()
    return decode(PersonNotices, row.data, place=username) if row else PersonNotices()


def save_person(username: str, wanted: PersonNotices) -> None:
    """Save how a person wants to be told."""
    user = get_user_model().objects.get(username=username)
    PersonNoticesRow.objects.update_or_create(user=user, defaults={"data": encode(wanted)})


def told_people() -> Iterator[tuple[str, PersonNotices]]:
    """Yield each person who said how they want to be told, and may still sign in."""
    for row in PersonNoticesRow.objects.filter(user__is_active=True).select_related("user").order_by("user_id"):
        yield row.user.get_username(), decode(PersonNotices, row.data, place=row.user.get_username())


def of_client(client: str) -> ClientNotices:
    """Return how a client's channels are told."""
    row = ClientNoticesRow.objects.filter(client_id=client).first()
    return decode(ClientNotices, row.data, place=client) if row else ClientNotices()


def told_clients() -> Iterator[tuple[str, ClientNotices]]:
    """Yield each client for whose channels somebody said how they are told."""
    for row in ClientNoticesRow.objects.order_by("client_id"):
        yield row.client_id, decode(ClientNotices, row.data, place=row.client_id)


def save_client(client: str, wanted: ClientNotices) -> None:
    """Save how a client's channels are told."""
    ClientNoticesRow.objects.update_or_create(client_id=client, defaults={"data": encode(wanted)})


def add(notice: Notice, at: datetime) -> None:
    """Add a notice; one that is there already stays as it is, unless it waits and is due at another time now."""
    row, made = NoticeRow.objects.get_or_create(
        key=notice.key,
        defaults={
            "kind": notice.kind,
            "channel": notice.channel.value,
            "recipient": notice.recipient,
            "case_id": notice.case_id,
            "words": notice.words,
            "due_at": notice.due_at,
            "changed_at": at,
        },
    )
    if not made and row.due_at != notice.due_at:
        NoticeRow.objects.filter(key=notice.key, status=WAITING).update(due_at=notice.due_at)


def is_known(key: str) -> bool:
    """Tell whether a notice was ordered already."""
    return NoticeRow.objects.filter(key=key).exists()


def notice(key: str) -> Notice:
    """Return a notice as it stands."""
    return _notice(NoticeRow.objects.get(key=key))


def move(key: str, status: str, at: datetime, *, words: str | None = None, problem: str = "") -> None:
    """Note what became of a notice."""
    more = {} if words is None else {"words": words}
    NoticeRow.objects.filter(key=key).update(status=status, changed_at=at, problem=problem, **more)


def give_up_lost(at: datetime) -> None:
    """Say of notices that no command stands for any more that they failed, or that nobody knows."""
    open_ = {row.payload["notice"] for row in CommandRow.objects.filter(kind="SendNotice").exclude(status="done")}
    lost = NoticeRow.objects.filter(status__in=[WAITING, SENDING]).exclude(key__in=open_)
    lost.filter(status=WAITING).update(status=FAILED, changed_at=at)
    lost.filter(status=SENDING).update(status=UNKNOWN, changed_at=at)


def latest(recipient: str, number: int, *, by_mail: bool) -> tuple[Notice, ...]:
    """Return the last notices to a person (by mail) or to a client's channels, the newest first."""
    rows = NoticeRow.objects.filter(recipient=recipient)
    mail = {"channel": Channel.MAIL.value}
    found = rows.filter(**mail) if by_mail else rows.exclude(**mail)
    return tuple(map(_notice, found.order_by("-due_at", "key")[:number]))


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        key=row.key,
        kind=row.kind,
        channel=Channel(row.channel),
        recipient=row.recipient,
        case_id=row.case_id,
        words=row.words,
        due_at=row.due_at,
        status=row.status,
        problem=row.problem,
    )
