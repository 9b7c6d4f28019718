"""Notices: how people and channels of the desk want to be told, and looking for what they are to be told of.

Looking goes over every case in which something happened since the last look: its deadlines are noted, and each alarm
that is new becomes a notice to everybody who asked for it. Digests are ordered a day ahead. A notice's key says to whom
and of what, so that it is ordered once however often somebody looks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction

from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.commands import SendNotice
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import Envelope, Letter, message_id_for, token_for
from unpromote.domain.notices import (
    Channel,
    ClientNotices,
    Digest,
    PersonNotices,
    Reader,
    Watched,
    alarm_text,
    breaks_quiet,
    digest,
    digest_text,
)
from unpromote.domain.quiet import free_at, next_at
from unpromote.services import calendar, people, tray
from unpromote.services.people import Person
from unpromote.store import calendar as noted
from unpromote.store import notices, work
from unpromote.store.notices import Notice
from unpromote.store.sealing import seal, unseal

ALARM, WAKING, DIGEST = "alarm", "waking", "digest"  # a waking one may break quiet hours
TROUBLE, TROUBLE_LASTS = "trouble", timedelta(minutes=15)
_SHOWN = 20
_LINES = 15  # of each part of a digest: Teams takes no more than 28 KB
_TAIL = 4


# --- how to be told ---------------------------------------------------------------------------


def wanted(person: Person) -> PersonNotices:
    """Return how the person wants to be told."""
    return notices.of_person(person.name)


def want(person: Person, how: PersonNotices) -> PersonNotices:
    """Keep how the person wants to be told.

    Raises:
        NotAllowed: somebody without any right has nothing to be told.
    """
    if not person.rights:
        raise NotAllowed(f"{person.name} works for no client, so there is nothing to be told")
    notices.save_person(person.name, how)
    return how


def latest(person: Person) -> tuple[Notice, ...]:
    """Return the last notices to this person, and what became of each."""
    return notices.latest(person.name, _SHOWN, by_mail=True)


def channels(person: Person, client: str) -> ClientNotices:
    """Return how a client's channels are told; addresses stay sealed.

    Raises:
        NotAllowed: the person does not work for this client.
    """
    person.must_work_for(client)
    return notices.of_client(client)


def latest_to_channels(person: Person, client: str) -> tuple[Notice, ...]:
    """Return the last notices to a client's channels, and what became of each.

    Raises:
        NotAllowed: the person does not work for this client.
    """
    person.must_work_for(client)
    return notices.latest(client, _SHOWN, by_mail=False)


def set_channel(person: Person, client: str, channel: Channel, url: str) -> ClientNotices:
    """Keep the address of one channel, "" to take it away; how they are told stays as it is.

    Raises:
        NotAllowed: the person may not approve for this client.
        BadInput: the address is none over https.
    """
    return set_channels(person, client, channels(person, client), {channel: url})


def set_channels(person: Person, client: str, how: ClientNotices, hooks: dict[Channel, str]) -> ClientNotices:
    """Keep how a client's channels are told. `hooks`: new addresses by channel, "" to take one away.

    Raises:
        NotAllowed: the person may not approve for this client.
        BadInput: an address is none over https.
    """
    person.must_approve_for(client)
    old = notices.of_client(client)
    sealed = {channel: seal(_hook(url, channel)) if url else "" for channel, url in hooks.items()}
    slack, teams = sealed.get(Channel.SLACK, old.slack), sealed.get(Channel.TEAMS, old.teams)
    new = replace(how, slack=slack, teams=teams)
    notices.save_client(client, new)
    return new


def _hook(url: str, channel: Channel) -> str:
    parts = urlsplit(url)
    if channel is Channel.MAIL or parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        mend = "copy the whole address of the incoming webhook, https://..."
        raise BadInput("a channel is reached by an address over https", place=channel.value, mend=mend)
    return url


def masked(sealed: str) -> str:
    """Return enough of a webhook's address to recognize it, and too little to use it."""
    url = unseal(sealed)
    return f"https://{urlsplit(url).hostname}/…{url[-_TAIL:]}"


# --- what to tell -----------------------------------------------------------------------------


def watch(now: datetime) -> None:
    """Look through what happened since the last look, and order every notice that follows."""
    notices.give_up_lost(now)
    for case_id in noted.unwatched():
        with transaction.atomic():
            case = calendar.note_deadlines(case_id)
            told = noted.told_alarms(case_id)
            for alarm in case.alarms:
                if alarm not in (told or ()):
                    _order_alarm(case, alarm, now)
            noted.mark_watched(case_id, case.version, case.alarms)
    if trouble := work.last_problem("CollectMail"):
        _order_trouble(trouble, now)
    for name, how in notices.told_people():
        _order_digest(how, now, Channel.MAIL, name, name)
    for client, channels_ in notices.told_clients():
        for channel in channels_.hooks:
            _order_digest(channels_, now, channel, client, channel.value, client)


def _order_digest(
    how: PersonNotices | ClientNotices, now: datetime, channel: Channel, recipient: str, *known_by: str
) -> None:
    if how.digest_at is not None:
        at = next_at(how.digest_at, how.zone, now)
        key = _key(DIGEST, *known_by, at.astimezone(how.zone).date())
        _order(Notice(key, DIGEST, channel, recipient, None, "", at, notices.WAITING), now)


def _order_trouble(problem: str, now: datetime) -> None:
    """Order a word to those who hear alarms, once a day, that no mail is taken in; what passes soon is not told."""
    words = f"No mail is taken in, so answers are not seen\n{problem}"
    for name, how in notices.told_people():
        key, due = _key(TROUBLE, problem, now.date(), name), now + TROUBLE_LASTS
        if how.alarms and not notices.is_known(key):
            _order(Notice(key, TROUBLE, Channel.MAIL, name, None, words, due, notices.WAITING), now)


def _order_alarm(case: Case, alarm: str, now: datetime) -> None:
    words = alarm_text(case.reference, case.title, alarm, calendar.pages_at())
    kind = WAKING if breaks_quiet(alarm) else ALARM
    to = [
        (Channel.MAIL, name)
        for name, how in notices.told_people()
        if how.alarms and case.client in people.person(name).rights
    ]
    to += [(channel, case.client) for channel in notices.of_client(case.client).hooks]
    for channel, recipient in to:
        key = _key(ALARM, case.id, case.version, alarm, channel.value, recipient)
        _order(Notice(key, kind, channel, recipient, case.id, words, now, notices.WAITING), now)


def _order(notice: Notice, now: datetime) -> None:
    with transaction.atomic():
        notices.add(notice, now)
        command = SendNotice(case_id="", due=notice.due_at, notice=notice.key)
        work.order([work.Order(command.key, None, "SendNotice", encode(command), command.partition, command.due)])


def _key(kind: str, *of: object) -> str:
    return f"{kind}/{sha256('/'.join(map(str, of)).encode()).hexdigest()[:32]}"


# --- sending ----------------------------------------------------------------------------------


def quiet_until(notice: Notice, now: datetime) -> datetime:
    """Return when the notice may go: `now`, or the end of the recipient's and the client's quiet hours."""
    client = noted.client_of(notice.case_id) if notice.case_id else notice.recipient
    house = ClientNotices() if _is_own(notice) else notices.of_client(client)
    wakes = notice.kind == WAKING
    quiet = () if wakes and house.wake_us else house.quiet
    if notice.channel is Channel.MAIL:
        person = notices.of_person(notice.recipient)
        quiet = () if wakes and person.wake_me else (*person.quiet, *quiet)
    return free_at(now, quiet)


def _is_own(notice: Notice) -> bool:
    """Tell whether a notice concerns nobody but its reader: a person's digest goes by the person's hours alone."""
    return notice.channel is Channel.MAIL and notice.kind == DIGEST


def mail_of(notice: Notice, now: datetime, *, domain: str) -> tuple[Letter, Envelope] | None:
    """Return the mail that a notice is, or None where there is nothing (any more) to say to its recipient."""
    how, person = notices.of_person(notice.recipient), people.person(notice.recipient)
    if notice.kind == DIGEST:
        subject, words = "Deadlines and what waits for you", _digest(person, how, now)
    else:
        subject, words = ", ".join(notice.words.split("\n")[:2]), _allowed(notice, person, how)
    if not words or not how.address:
        return None
    letter = Letter(person.name, how.address, f"Unpromote: {subject}"[:240], words, "en", automatic=True)
    return letter, Envelope(message_id(notice, domain), token_for(notice.key), now)


def message_id(notice: Notice, domain: str) -> str:
    """Return the Message-ID of a notice's mail, by which it can be looked for."""
    return message_id_for(notice.key, domain)


def _allowed(notice: Notice, person: Person, how: PersonNotices) -> str:
    if notice.kind == TROUBLE:
        return notice.words if how.alarms and work.last_problem("CollectMail") else ""
    client = noted.client_of(notice.case_id) if notice.case_id else ""
    return notice.words if how.alarms and client in person.rights else ""


def _digest(person: Person, how: PersonNotices, now: datetime) -> str:
    if how.digest_at is None:
        return ""
    found = _digest_for(person, Reader(person.name, how.zone, calendar.pages_at()), now)
    return digest_text(found) if found else ""


def _digest_for(person: Person, reader: Reader, now: datetime) -> Digest:
    watched = [Watched(case, found, person.rights[case.client]) for case, found in calendar.upcoming(person, now)]
    return digest(watched, tray.waiting(person), now, reader)


def words_for_hook(notice: Notice, now: datetime) -> str:
    """Return what a channel is told; "" where there is nothing (any more) to say."""
    if notice.kind != DIGEST:
        return notice.words
    how = notices.of_client(notice.recipient)
    if how.digest_at is None:
        return ""
    everybody = Person("", {notice.recipient: True})  # whoever reads the channel: what anybody of theirs may do
    found = _digest_for(everybody, Reader("", how.zone, calendar.pages_at()), now)
    return digest_text(found, waiting="Waiting for somebody", most=_LINES) if found else ""


def hook_of(notice: Notice) -> str:
    """Return the webhook's address that a notice goes to, "" where it was taken away."""
    sealed = notices.of_client(notice.recipient).hooks.get(notice.channel)
    return unseal(sealed) if sealed else ""
