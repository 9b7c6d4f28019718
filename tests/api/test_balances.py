"""Money at the platform by program: balances, a transfer that two people want, a refund, an account closed."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import holding_events as h
from unpromote.services.record import record

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH"
ACCOUNT = "7200000000000000011"
MOVE = {"holder": ACCOUNT, "amount": "500.00 USD"}
ASKED = {"holder": ACCOUNT, "path": "suspended", "amount": "900.00 USD", "asked_on": "2026-09-24", "words": "a ticket"}


@pytest.fixture
def read(people, data):
    b.saved_case("rechecked")
    record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=(b.holding(),)))


@pytest.fixture
def post(as_):
    return lambda who, path, body=None: as_(who).post(f"{CASE}/{path}", body or {}, content_type=JSON)


def test_balances_with_their_time_their_ways_and_what_shows_them(as_, read):
    (found,) = as_("ana").get(f"{CASE}/balances").json()["holdings"]
    assert (found["transferable"], found["read_at"]) == ("800.00 USD", "2026-09-21T17:00:00Z")
    assert [way["path"] for way in found["ways"]] == ["transfer", "close_center", "sales_rep"]
    assert (found["ways"][1]["final"] != "", found["warnings"], found["request_id"]) == (True, [], "req-balance")


def test_balances_are_read_in_the_background(as_, post, read):
    assert post("ana", "balances").status_code == 200
    assert [one["kind"] for one in as_("ana").get(f"{CASE}/timeline").json()][-1] == "BalancesAsked"


def test_a_transfer_is_approved_by_another(post, read):
    assert post("ana", "returns", MOVE).json()["returns"][0]["state"] == "proposed"
    assert post("ana", "returns/m1/approve").status_code == 409
    assert post("ben", "returns/m1/approve").json()["returns"][0]["approved_by"] == "ben"


def test_whoever_may_approve_does_not_approve_their_own(post, read):
    post("ben", "returns", MOVE)
    assert "somebody else has to approve it" in post("ben", "returns/m1/approve").json()["detail"]


def test_a_transfer_is_dropped_or_judged(post, read):
    post("ana", "returns", MOVE)
    assert post("ana", "returns/m1/drop", {"why": "not now"}).json()["returns"][0]["state"] == "dropped"
    post("ana", "returns", MOVE)
    post("ben", "returns/m2/approve")
    record("case_1", h.ReturnChecked(at=b.late(), by="x", return_id="m2", held=b.usd("1000.00"), known=()))
    record("case_1", h.ReturnUnclear(at=b.late(), by="x", return_id="m2", problem="several records fit"))
    judged = post("ben", "returns/m2/judge", {"transactions": ["601"], "note": "the records"}).json()["returns"][1]
    assert (judged["state"], judged["transactions"]) == ("moved", ["601"])


def test_a_business_center_gives_only_to_a_named_one(post, read):
    center = b.holding("", cash=b.usd("10.00"), transferable=b.usd("10.00"))
    record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=(center,)))
    assert post("ana", "returns", {"holder": "7100", "amount": "1.00 USD"}).status_code == 422
    told = post("ana", "returns", {"holder": "7100", "amount": "1.00 USD", "to": "7000"}).json()["returns"][0]
    assert (told["level"], told["bc_id"]) == ("BC", "7000")


def test_a_refund_is_planned_asked_for_and_its_ticket_drafted(as_, post, read):
    suspended = b.holding(status="STATUS_LIMIT")
    record("case_1", h.BalancesRead(at=b.late(), by="unpromote", holdings=(suspended,)))
    assert post("ana", "refunds", {"holder": ACCOUNT, "path": "stand_alone"}).status_code == 409
    assert post("ana", "refunds", {"holder": ACCOUNT, "path": "suspended"}).status_code == 200
    (claim,) = post("ana", "refunds/asked", ASKED).json()["claims"]
    assert (claim["amount"], claim["due_on"]) == ("900.00 USD", "2026-11-23")
    assert "900.00 USD" in as_("ana").get(f"{CASE}/refunds/{ACCOUNT}/ticket").json()["text"]


def test_what_is_to_come_was_not_asked_yet(post, read):
    post("ana", "refunds", {"holder": ACCOUNT, "path": "sales_rep"})
    late = post("ana", "refunds/asked", ASKED | {"path": "sales_rep", "asked_on": "2199-01-01"})
    assert (late.status_code, "still to come" in late.json()["detail"]) == (422, True)


def test_an_account_is_closed_by_an_approver_who_types_the_reference(post, read):
    word = {"typed": "UP-ABCDEFGH"}
    assert post("ana", f"accounts/{ACCOUNT}/close", word).status_code == 409
    assert post("ben", f"accounts/{ACCOUNT}/close", {"typed": "x"}).status_code == 409
    assert post("ben", f"accounts/{ACCOUNT}/close", word).json()["closing"] == [ACCOUNT]
