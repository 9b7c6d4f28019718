"""A case whose letters go through a provider: each arrives once, whatever answer was lost, and what bounced is told."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

import builders as b
from fakes import FakeInbox, FakeLedger, FakePacks, FakePlatform, fake_reader
from mailproviders import KEY, Arrived, FakeProvider, provider_server
from unpromote.adapters.mail.compose import Desk
from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.incoming import FolderInbox
from unpromote.adapters.mail.provider_outbox import ProviderOutbox
from unpromote.adapters.mail.providers import account_at
from unpromote.domain.messages import ConversationState
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.store import cases

pytestmark = pytest.mark.django_db
WORDS = {"pages": 1, "findings": [], "terms": b.TERMS, "proposals": [], "problems": []}
SECRET = "desk:secret"


@pytest.fixture(autouse=True)
def people(clock, data):
    clock.now = b.NOW
    return b.cast()


def desk_with(provider: FakeProvider, clock) -> Embedded:
    folder = MailFolder(Path(settings.UNPROMOTE["data"]) / "mail")
    account = account_at(provider.option, KEY, domain="desk.example", patience=2)
    outbox = ProviderOutbox(account, desk=Desk("Desk <desk@desk.example>"), folder=folder)
    platform = FakePlatform(clock, **{b.target(1).external_id: "ENABLE", b.target(2).external_id: "ENABLE"})
    tools = Tools(clock, platform, fake_reader(WORDS), outbox, FakeInbox(), FakeLedger(), FakePacks())
    return Embedded(worker(replace(tools, inbox=FolderInbox(folder))))


def told(provider: FakeProvider) -> list[str]:
    """Return to whom letters went, each as often as one did."""
    return sorted(arrived.to for arrived in provider.seen)


EVERYONE = ["Cleo Marsh", "Emil Roth", "TikTok support"]


def names(provider: FakeProvider) -> list[str]:
    return [to.partition(" <")[0].strip('"') for to in told(provider)]


@pytest.mark.parametrize("name", ["postmark", "mailgun", "brevo"])
def test_everyone_is_told_once_through_the_provider(name, clock):
    with provider_server(name) as provider:
        b.saved_case("stopping")
        desk_with(provider, clock).work_off()
    assert names(provider) == EVERYONE
    assert {talk.state for talk in cases.load("case_1").conversations} == {ConversationState.WAITING}


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
def test_a_lost_answer_is_looked_up_and_nobody_is_told_twice(name, clock):
    with provider_server(name, "lost") as provider:
        b.saved_case("stopping")
        desk = desk_with(provider, clock)
        desk.work_off()
        clock.move(minutes=1)
        desk.work_off()
    case = cases.load("case_1")
    assert (names(provider), case.alarms) == (EVERYONE, ())
    assert {talk.state for talk in case.conversations} == {ConversationState.WAITING}


@pytest.mark.parametrize("fault", ["lost", (502, {}, "bad gateway")])
def test_where_it_cannot_be_looked_up_a_person_is_asked_and_nothing_is_repeated(fault, clock):
    with provider_server("brevo", fault) as provider:
        b.saved_case("stopping")
        desk = desk_with(provider, clock)
        for _ in range(3):
            desk.work_off()
            clock.move(hours=2)
    assert len(set(told(provider))) == len(told(provider)) == (3 if fault == "lost" else 2)
    assert any("nobody can tell whether it went" in alarm for alarm in cases.load("case_1").alarms)


def test_a_provider_that_asks_to_wait_gets_the_letter_when_it_said(clock):
    with provider_server("postmark", *[(429, {"Retry-After": "90"}, "slow down")] * 3) as provider:
        b.saved_case("stopping")
        desk = desk_with(provider, clock)
        waited = []
        for seconds in (0, 89, 1):
            clock.move(seconds=seconds)
            desk.work_off()
            waited.append(len(provider.seen))
    assert (waited, names(provider), cases.load("case_1").alarms) == ([0, 0, 3], EVERYONE, ())


def test_a_refusal_is_an_alarm_with_the_providers_words(clock):
    with provider_server("mailgun", (400, {}, '{"message": "domain is not verified"}')) as provider:
        b.saved_case("stopping")
        desk_with(provider, clock).work_off()
    assert len(provider.seen) == 2
    assert any("mailgun said 400 domain is not verified" in alarm for alarm in cases.load("case_1").alarms)


def test_what_the_provider_reports_as_bounced_is_a_bounce_in_its_conversation(clock, monkeypatch):
    with provider_server("postmark") as provider:
        b.saved_case("stopping")
        desk = desk_with(provider, clock)
        desk.work_off()
        (letter,) = (arrived for arrived in provider.seen if "Cleo" in arrived.to)
        came_back(letter, monkeypatch)
        clock.now = timezone.now()
        desk.work_off()
    (talk,) = (talk for talk in cases.load("case_1").conversations if talk.contact.name == "Cleo Marsh")
    last = talk.messages[-1]
    assert (last.bounce, last.automatic, "550 no such user" in last.body) == (True, True, True)


def came_back(letter: Arrived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.UNPROMOTE, "mail_provider", "postmark")
    monkeypatch.setitem(settings.UNPROMOTE, "mail_provider_secret", SECRET)
    event = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": "cleo@creators.example"}
    said = json.dumps(event | {"Details": "550 no such user", "Metadata": letter.metadata})
    basic = {"Authorization": f"Basic {b64encode(SECRET.encode()).decode()}"}
    assert Client().post("/hooks/mail/events", said, "application/json", headers=basic).status_code == 202
