"""What somebody sees before sending is what the mail server gets, byte for byte: every kind, every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import builders as b
from adapters.mail_desk import envelope
from fakes import FakeInbox, FakeLedger, FakePacks, FakePlatform, fake_reader
from services.test_letters import EVERY, LANGUAGES, in_language
from unpromote.adapters.mail.compose import Desk, message_bytes
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.room import MailRoom
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services import messages, templates
from unpromote.services.letters import Kind, compose
from unpromote.services.letters.layout import check
from unpromote.services.letters.placeholders import required_in
from unpromote.services.letters.writing import FACTS, layout_for
from unpromote.store import cases

DESK = Desk("Cancellation desk <desk@desk.example>")


class Server:
    """A real SMTP server on loopback, and an outbox that hands letters to it and keeps its own copies elsewhere."""

    def __init__(self, room: MailRoom, got: MailFolder, kept: Path) -> None:
        self._got = got
        self.outbox = SmtpOutbox(relay_at(room.url), desk=DESK, folder=MailFolder(kept))

    def bytes_of(self, message_id: str) -> bytes:
        found = self._got.find(message_id, Box.OUTGOING)
        assert found, "the server did not get it"
        return found.read_bytes()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    got = MailFolder(tmp_path / "server")
    with MailRoom(got, domain="elsewhere.example") as room:
        yield Server(room, got, tmp_path / "kept")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_in_every_language_goes_out_as_it_was_previewed(kind, language, server):
    letter = compose(kind, in_language(EVERY[kind], language))
    seen = message_bytes(letter, envelope(), DESK)
    server.outbox.send(letter, envelope())
    assert server.bytes_of(envelope().message_id) == seen


@pytest.fixture
def work_off(server, clock):
    """The desk at work with a real mail server; the clock stands."""
    clock.now = b.NOW
    statuses = {b.target(nth).external_id: "DISABLE" for nth in (1, 2)}
    parts = Tools(
        clock=clock,
        platform=FakePlatform(clock, **statuses),
        reader=fake_reader({}),
        outbox=server.outbox,
        inbox=FakeInbox(),
        payouts=FakeLedger(),
        packs=FakePacks(),
    )
    return Embedded(worker(parts)).work_off


@pytest.fixture
def ana(db, settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"sender": DESK.sender, "mail_domain": DESK.domain}
    return b.cast()["ana"]


def own_text(ana, name, language):
    text = layout_for(name, language).text.replace("Subject: [", "Subject: Ünser [")
    kept = check(text, layout_for(name, language), FACTS[Kind(name)], required_in(name))
    templates.saved(ana, b.BRAND, name, language, kept, over=0, now=b.NOW)


def test_the_desk_sends_what_ana_saw_from_her_clients_own_text(ana, server, work_off):
    for place in (("support_request", "en"), ("creator_notice", "en"), ("creator_notice", "de")):
        own_text(ana, *place)
    case = b.saved_case("off")
    first = {"support": "request", "cleo": "notice", "emil": "notice"}
    seen = {who: messages.previewed(ana, case.id, who, step, now=b.NOW) for who, step in first.items()}
    work_off()
    sent = {talk.id: talk.messages[0] for talk in cases.load(case.id).conversations if talk.messages}
    assert set(sent) == set(first)
    for who, draft in seen.items():
        assert server.bytes_of(draft.envelope.message_id) == message_bytes(draft.letter, draft.envelope, DESK)
        assert sent[who].template == draft.letter.template
        assert sent[who].template.endswith("@1")
