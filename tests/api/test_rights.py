"""Another client's person gets the same answer for every operation: there is no such case; and nothing moves."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from unpromote.api.app import api
from unpromote.services import queries

JSON = "application/json"
BODIES = {
    "drop_case": {"why": "x"},
    "answer_alarm": {"alarm": "x", "note": "x"},
    "confirm_terms": b.TERMS,
    "settle_reading": {"path": "rights[0].notice", "reading": None, "because": "x"},
    "keep_claim": {"received_on": "2026-09-21", "lines": [{"code": "delivered", "amount": "1.00"}]},
    "take_quote": {"method": "email"},
    "state_fact": {"by": "media"},
    "withdraw_fact": {},
    "confirm_fact": {},
    "sign_quote": {"quote_hash": "a" * 64},
    "confirm_stopped": {"proof": "x"},
    "judge_answer": {"outcome": "confirmed"},
    "snooze": {"until_at": "2030-01-07T09:00:00+01:00", "why": "x"},
    "log_contact": {"channel": "portal", "reference": "T-1"},
    "write_back": {"subject": "x", "body": "x"},
    "state_contact": {"phone": "1"},
    "record_answer": {"accepted": True},
    "release": {"why": "x"},
    "note_bill": {"party": "cleo", "number": "R-1", "issued_on": "2026-09-21", "amount": "10.00 USD"},
    "note_payee": {"holder": "Cleo Marsh", "method": "paypal", "email": "cleo@creators.example"},
    "release_balance": {"currency": "USD", "why": "x"},
    "explain_balance": {"currency": "USD", "why": "x"},
    "meet_deadline": {"deadline_id": "refund", "note": "x"},
    "enter_deals": {"deals": [{"creator": {"id": "cleo", "deliverables": []}}]},
    "preview_involvement": {"changes": []},
    "adjust_involvement": {"changes": []},
    "page_link": {},
    "revoke_page": {},
    "answer_proposal": {"accepted": True},
    "tell_duty": {"words": "x"},
    "finish_duty": {},
    "waive_duty": {"why": "x"},
    "refuse_proof": {"why": "x"},
    "close_case": {},
    "take_as_answer": {},
    "send_again": {},
    "send_unsent_again": {},
    "order_pack": {},
    "schedule_stop": {"stop_at": None},
    "preview_stop_at_once": {"why": "x"},
    "stop_at_once": {"why": "x"},
    "ratify_stop": {},
    "stop_again": {"targets": ["t1"]},
    "undo_stop": {"targets": ["t1"], "why": "x"},
    "confirm_final_stop": {"targets": ["t1"], "typed": "x"},
    "choose_guard": {"guarded": True},
    "gather_causes": {"what": ["outages"]},
    "mark_comments": {"comments": []},
    "take_cause": {"fact": "breach"},
    "read_balances": {},
    "propose_return": {"holder": "7001", "amount": "1.00 USD"},
    "approve_return": {},
    "drop_return": {"why": "x"},
    "judge_return": {"note": "x"},
    "plan_refund": {"holder": "7001", "path": "stand_alone"},
    "note_refund_asked": {
        "holder": "7001",
        "path": "suspended",
        "amount": "1.00 USD",
        "asked_on": "2026-09-21",
        "words": "x",
    },
    "close_account": {"typed": "x"},
    "decide_points": {"answers": [{"path": "rights[0]", "decided": "accepted"}]},
    "accept_quiet_points": {},
    "confirm_decided": {},
}
UPLOADS = {
    "hand_in_agreement": {},
    "show_duty": {"words": "x"},
    "confirm_stopped_with_file": {"proof": "x"},
    "add_evidence": {"proves": "breach", "description": "x"},
    "hand_in_report": {},
}
PARTS = {
    "name": "breach",
    "reference": "UP-ABCDEFGH",
    "target": "t1",
    "creator": "cleo",
    "conversation": "support",
    "claim": "claim_1",
    "party": "cleo",
    "proposal": "proposal_1",
    "duty": "duty_1",
    "cause": "g1",
    "transfer": "m1",
    "account": "7001",
}
LOOKS = {
    "page_link",
    "preview_involvement",
    "preview_stop_at_once",
}  # they are asked with what must not stand in an address, and change nothing
OPERATIONS = [
    (operation["operationId"], method, path)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
    if "{reference}" in path
]


def address(path):
    parts = PARTS | {"contact": "support", "step": "request", "manifest": "f" * 64, "digest": "f" * 64}
    return re.sub(r"{(\w+)}", lambda found: parts[found.group(1)], path)


def ask(client, name, method, path):
    if name in UPLOADS:
        return client.post(address(path), {"file": SimpleUploadedFile("deal.txt", b"content"), **UPLOADS[name]})
    return client.generic(method.upper(), address(path), json.dumps(BODIES.get(name, {})), content_type=JSON)


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=[name for name, _, _ in OPERATIONS])
def test_for_dan_there_is_no_such_case(as_, people, data, name, method, path):
    before = b.saved_case("packed" if name == "fetch_pack" else "settling")
    answer = ask(as_("dan"), name, method, path)
    assert (answer.status_code, answer.json()["detail"]) == (404, "there is no case 'UP-ABCDEFGH'")
    assert queries.case(people["ana"], before.id) == before


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=[name for name, _, _ in OPERATIONS])
def test_a_look_changes_nothing_and_a_refused_act_neither(as_, people, data, name, method, path):
    before = b.saved_case("settling")
    answer = ask(as_("ana"), name, method, path)
    moved = queries.case(people["ana"], before.id) != before
    assert moved == (answer.status_code < 400 and method != "get" and name not in LOOKS), answer.content


def test_every_operation_that_takes_a_body_is_asked_with_one():
    writes = {name for name, method, _ in OPERATIONS if method != "get"} - UPLOADS.keys()
    assert writes == set(BODIES)
