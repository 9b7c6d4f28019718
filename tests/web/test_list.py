"""The list of cases: one's own clients' only, and a hint where there is none."""

from __future__ import annotations

import pytest

import builders
from unpromote.domain.events import CommandGaveUp
from unpromote.services.record import record
from web.pages import every, words


def test_ana_sees_her_clients_case_with_all_that_a_list_tells(ana):
    builders.saved_case("quoted")
    row = words(ana.get("/"), "tbody tr")
    assert row == "Arena autumn UP-ABCDEFGH Northwind Outdoor Quoted 21 Sep 2026, 17:00 UTC none"


def test_dan_of_another_client_sees_no_case_but_what_to_do(dan):
    builders.saved_case("quoted")
    page = words(dan.get("/"))
    assert "Arena autumn" not in page
    assert "unpromote case open" in page


def test_a_case_with_alarms_shows_how_many(ana):
    case = builders.saved_case("quoted")
    record(case.id, CommandGaveUp(at=builders.NOW, by="unpromote", command="StopBatch", problem="no token"))
    assert every(ana.get("/"), ".alarmed") == ["1"]


def test_each_case_leads_to_its_page(ana):
    builders.saved_case("quoted")
    page = ana.get("/")
    assert 'href="/cases/UP-ABCDEFGH/"' in page.content.decode()


@pytest.mark.usefixtures("cast")
def test_somebody_who_has_not_signed_in_is_asked_to(client):
    assert client.get("/").url == "/account/login/?next=/"
