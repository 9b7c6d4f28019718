"""Facts and their evidence from the command line: state, show, confirm, and see what proving would save."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import builders as b
from unpromote.services import queries
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"
SENT = "--sent-at=2026-09-21T10:00:00-07:00"
BREACH = ("breach", "--caused-by=media", "--notice-received=2026-09-14T10:00:00-07:00")
TERMS = {**b.TERMS, "rights": [*b.TERMS["rights"], b.BREACH_RIGHT]}


@pytest.fixture
def ready(db, data):
    ana = b.cast()["ana"]
    case = b.saved_case("ready", reason=replace(b.opened().reason, kind="counterparty_breach"))
    record(case.id, replace(b.story()[2][1], terms=TERMS))
    return lambda: queries.case(ana, case.id)


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "notice.pdf"
    path.write_text("You breached clause 13.")
    return path


def add(say, letter, *more):
    return say("case", "evidence", CASE, f"--file={letter}", "--proves=breach", "--description=Our notice", *more)


def test_a_breach_is_stated_shown_and_confirmed_and_the_quote_follows(say, ready, letter):
    assert "would prove it: the notice of the breach" in say("case", "fact", CASE, *BREACH).out
    assert "breach rests on no evidence yet" in say("case", "quote", CASE, SENT).out
    assert "notice.pdf" in add(say, letter, "--kind=letter").out
    assert "breach: evidenced by ev1; opens breach" in say("case", "fact", CASE).out
    assert "breach: confirmed by ev1; opens breach" in say("case", "fact", CASE, "breach", "--confirm", by="ben").out
    quote = say("case", "quote", CASE, SENT, "--json").json
    assert (quote["quote"]["right"], quote["quote"]["warnings"]) == ("breach", [])
    assert quote["evidence"][0]["status"] == "confirmed"


def test_the_quote_shows_what_proving_would_save(say, ready):
    told = say("case", "quote", CASE, SENT).out
    assert "if proven" in told
    assert "2026-09-27T00:00:00-07:00" in told
    assert "only if it is true" not in told


def test_of_another_reason_it_says_only_if_it_is_true(say, ready):
    case = ready()
    record(case.id, b.fact_stated("outage", hours=5))
    outage = {**b.BREACH_RIGHT, "id": "outage", "ground": "platform_outage", "cure": None, "needs": None}
    record(case.id, replace(b.story()[2][1], terms={**TERMS, "rights": [TERMS["rights"][0], outage]}))
    told = " ".join(say("case", "quote", CASE, SENT).out.split())
    assert "only if it is" in told


def test_facts_and_evidence_answer_programs(say, ready, letter):
    said = say("case", "fact", CASE, *BREACH, '--fields={"curable": false, "clause": "13"}', "--json").json
    assert said["stated"]["breach"] == {**b.BREACH, "clause": "13", "curable": False}
    assert said["shown"][0]["status"] == "asserted"
    (item,) = add(say, letter, "--json").json
    assert (item["id"], item["by"], item["proves"]) == ("ev1", "ana", ["breach"])


def test_what_is_stated_already_stays_until_it_is_withdrawn(say, ready):
    say("case", "fact", CASE, "outage", "--cause=platform", "--hours=10")
    said = say("case", "fact", CASE, "outage", "--hours=30", "--began=2026-09-20T00:00:00-07:00", "--json").json
    assert said["stated"]["outage"] == {"cause": "platform", "hours": 30, "began_at": "2026-09-20T00:00:00-07:00"}
    assert say("case", "fact", CASE, "outage", "--withdraw").out.startswith("No fact is stated. Known: breach, strikes")


def test_without_a_file_the_evidence_is_listed(say, ready, letter):
    assert say("case", "evidence", CASE).out.startswith("No evidence yet.")
    add(say, letter)
    assert "Our notice" in say("case", "evidence", CASE).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("evidence", CASE, "--proves=breach"), "--file: no file is named"),
        (("evidence", CASE, "--file=nowhere.pdf", "--proves=breach", "--description=x"), "no such file"),
        (("fact", CASE, "breech", "--caused-by=media"), "there is no fact 'breech'"),
        (("fact", CASE, "--withdraw"), "these do not go together"),
        (("fact", CASE, "breach", "--withdraw", "--confirm"), "these do not go together"),
        (("fact", CASE, "breach", "--fields={"), "--fields: this is no JSON"),
        (("fact", CASE, "breach", "--fields=[]"), "--fields: fields are an object"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_moves(say, ready, words, told):
    before = ready()
    refused = say("case", *words)
    assert (refused.code, told in refused.err) == (2, True)
    assert ready() == before


def test_the_explanation_tells_what_proving_would_save(say, tmp_path):
    ask = {"terms": TERMS, "promotion": b.PROMOTION}
    ask["request"] = {**b.taken_quote().request, "reason": "counterparty_breach"}
    file = tmp_path / "ask.json"
    file.write_text(json.dumps(ask))
    told = say("quote", file, "--explain").out
    assert "If proven, in USD:" in told
    assert say("quote", file).json["if_proven"][0]["right"] == "breach"
