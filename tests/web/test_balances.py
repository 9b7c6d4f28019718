"""The page of money at the platform: Ana proposes, Ben approves; a refund is asked for, and closing needs its word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from unpromote.domain import holding_events as h
from unpromote.domain.case import Case
from unpromote.domain.holdings import Holding, ReturnState
from unpromote.services.record import record
from unpromote.store import cases
from web.pages import PAGE, words

PLATFORM, MONEY = f"{PAGE}platform/", f"{PAGE}money/"
ACCOUNT = "7200000000000000011"
MOVE = {"holder": ACCOUNT, "amount": "500.00", "currency": "USD", "funds": "cash"}
ALONE = b.holding(bc_id="", grant=None, frozen=None, transferable=None)
ASKED = {
    "holder": ACCOUNT,
    "path": "stand_alone",
    "amount": "1000.00",
    "currency": "USD",
    "asked_on": "2026-09-24",
    "words": "the confirmation of Ads Manager",
    "typed": "UP-ABCDEFGH",
}


@pytest.fixture(autouse=True)
def _folder(data):
    """Files go into a folder of the test's own."""


def read(*held: Holding, unread: tuple[str, ...] = (), moment: str = "rechecked") -> Case:
    b.saved_case(moment)
    center = b.holding("", name="Business Center 7100")
    found = held or (b.holding(), center)
    return record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=found, unread=unread))


def state(nth: int = 0) -> ReturnState:
    return cases.load("case_1").platform.returns[nth].state


def decide(client: Any, act: str, **more: str) -> Any:
    return client.post(f"{PLATFORM}move/decide/", {"transfer": "m1", "act": act, **more})


def test_before_anything_is_read_the_page_says_so(ana):
    b.saved_case("rechecked")
    told = words(ana.get(PLATFORM))
    assert ("No balance was read yet" in told, "No transfer was proposed" in told) == (True, True)


def test_the_page_tells_what_is_there_since_when_and_what_was_not_read(ana):
    read(unread=("7001: closed to us",))
    told = words(ana.get(PLATFORM), "main")
    for part in ("Cash $1,000.00", "Vouchers $50.00", "Frozen $200.00", "Can be moved $800.00", "Not read: 7001"):
        assert part in told
    assert "read 21 Sep 2026, 10:00 PDT" in told


def test_ana_has_the_balances_read(ana):
    b.saved_case("opened")
    assert "being read" in words(ana.post(f"{PLATFORM}read/", follow=True))


def test_a_transfer_is_proposed_by_one_and_approved_by_another(ana, ben):
    read()
    assert "Somebody else has to approve it" in words(ana.post(f"{PLATFORM}move/", MOVE, follow=True))
    assert "You proposed it" in words(ana.get(PLATFORM))
    assert "Approve $500.00" in words(ben.get(PLATFORM))
    assert decide(ben, "approve").status_code == 302
    assert state() is ReturnState.APPROVED


def test_too_much_is_refused_on_the_page_and_another_currency_too(ana):
    read()
    much = ana.post(f"{PLATFORM}move/", MOVE | {"amount": "800.01"})
    assert (much.status_code, "800.00 USD can be moved" in words(much)) == (409, True)
    assert ana.post(f"{PLATFORM}move/", MOVE | {"amount": "1.005"}).status_code == 422


def test_a_transfer_is_dropped_with_a_reason(ana):
    read()
    ana.post(f"{PLATFORM}move/", MOVE)
    decide(ana, "drop", why="it is needed there")
    assert state() is ReturnState.DROPPED


def test_what_nobody_knows_is_judged_by_its_records(ana, ben):
    read()
    ana.post(f"{PLATFORM}move/", MOVE)
    decide(ben, "approve")
    record("case_1", h.ReturnChecked(at=b.late(), by="x", return_id="m1", held=b.usd("1000.00"), known=()))
    record("case_1", h.ReturnUnclear(at=b.late(), by="x", return_id="m1", problem="several records fit"))
    assert "several records fit" in words(ben.get(PLATFORM))
    decide(ben, "judge", records="601, 602", why="the records of today")
    assert (state(), cases.load("case_1").platform.returns[0].transactions) == (ReturnState.MOVED, ("601", "602"))
    assert "7100 at the platform, held" in words(ana.get(MONEY))


def test_while_a_transfer_is_under_way_nothing_else_is_offered(ana, ben):
    read()
    assert "Close it for good" in words(ben.get(PLATFORM))
    ana.post(f"{PLATFORM}move/", MOVE)
    told = words(ben.get(PLATFORM))
    assert "A transfer from it is under way" in told
    assert ("Propose the transfer" in told, "Close it for good" in told) == (False, False)
    decide(ana, "drop", why="it is needed there")
    assert "Propose the transfer" in words(ana.get(PLATFORM))


def test_each_state_says_what_it_means(ana, ben):
    read()
    ana.post(f"{PLATFORM}move/", MOVE)
    decide(ben, "approve")
    assert "once the account has rested" in words(ana.get(PLATFORM))
    record("case_1", h.ReturnChecked(at=b.late(), by="x", return_id="m1", held=b.usd("1000.00"), known=()))
    assert "nothing is sent twice" in words(ana.get(PLATFORM))
    record("case_1", h.ReturnUnclear(at=b.late(), by="x", return_id="m1", problem="several records fit"))
    assert "Nobody knows whether it moved" in words(ana.get(PLATFORM))
    decide(ben, "judge", records="601, 602", why="the records of today")
    told = words(ana.get(PLATFORM))
    assert ("Nobody knows" in told, "moved down again" in told) == (False, True)


def test_what_is_on_warns(ana):
    read(moment="stopping")
    assert "are not known to be off: they may still spend" in words(ana.get(PLATFORM))


def test_a_refund_is_planned_asked_for_and_awaited(ana):
    read(ALONE)
    assert "Close account and refund" in words(ana.get(PLATFORM))
    ana.post(f"{PLATFORM}refund/", {"holder": ACCOUNT, "path": "stand_alone"})
    shot = SimpleUploadedFile("shot.png", b"picture")
    told = words(ana.post(f"{PLATFORM}refund/asked/", ASKED | {"file": shot}, follow=True))
    assert "The bank is watched for the money" in told
    assert "to be back by 23 Nov 2026" in told
    assert "close the account and have its balance refunded. Asked on" in told
    assert ("The platform was asked; the bank is watched" in told, "What shows it" in told) == (True, False)
    case = cases.load("case_1")
    assert [task.proofs[0].file for task in case.duties if task.kind == "refund_request"] == ["shot.png"]
    assert "account 7200000000000000011 at the platform" in words(ana.get(MONEY)).lower()


def test_without_its_word_nothing_final_is_noted(ana):
    read(ALONE)
    ana.post(f"{PLATFORM}refund/", {"holder": ACCOUNT, "path": "stand_alone"})
    refused = ana.post(f"{PLATFORM}refund/asked/", ASKED | {"typed": "yes"})
    assert (refused.status_code, cases.load("case_1").platform.claims) == (409, ())


def test_the_ticket_is_there_once_something_was_asked_for(ana):
    read(ALONE)
    assert ana.get(f"{PLATFORM}refund/{ACCOUNT}/ticket.txt").status_code == 404
    ana.post(f"{PLATFORM}refund/", {"holder": ACCOUNT, "path": "stand_alone"})
    ana.post(f"{PLATFORM}refund/asked/", ASKED)
    assert "Refund of 1000.00 USD" in ana.get(f"{PLATFORM}refund/{ACCOUNT}/ticket.txt").content.decode()


def test_an_account_is_closed_by_ben_and_the_typed_reference(ana, ben):
    read()
    assert "Only somebody who may approve can close it" in words(ana.get(PLATFORM))
    close = {"holder": ACCOUNT, "typed": "UP-ABCDEFGH"}
    assert ana.post(f"{PLATFORM}close/", close).status_code == 409
    assert ben.post(f"{PLATFORM}close/", close | {"typed": "close it"}).status_code == 409
    assert ben.post(f"{PLATFORM}close/", close).status_code == 302
    assert cases.load("case_1").platform.closing == (ACCOUNT,)


def test_dan_sees_no_such_page(dan):
    read(replace(ALONE, name="Northwind alone"))
    assert dan.get(PLATFORM).status_code == 404
    assert dan.post(f"{PLATFORM}move/", MOVE).status_code == 404
