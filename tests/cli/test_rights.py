"""Whatever Dan types about another client's case, he is told that there is none, and nothing moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import builders as b
from unpromote.cli import case as verbs
from unpromote.services import queries

CASE = "UP-ABCDEFGH"
MORE = {
    "agreement": ["FILE"],
    "read": ["FILE"],
    "confirm": ["--terms=FILE"],
    "reading": ["rights[0].notice", "--is=null", "--because=x"],
    "evidence": ["--file=FILE", "--proves=breach", "--description=x"],
    "fact": ["breach", "--caused-by=media"],
    "approve": [f"--hash={'a' * 64}"],
    "stopped": ["t1", "--proof=x"],
    "schedule": ["approval"],
    "halt": ["--why=x"],
    "stop-again": ["t1"],
    "undo": ["t1", "--why=x"],
    "message": ["support", "--preview"],
    "answer": ["support", "confirmed"],
    "reply": ["support", "--subject=x", "--text=x"],
    "snooze": ["support", "--until=2030-01-07", "--why=x"],
    "log": ["support", "portal", "--reference=T-1"],
    "contact": ["support", "--phone=1"],
    "settle": ["cleo", "--accepted"],
    "release": ["cleo"],
    "payee": ["cleo", "--holder=x", "--method=sepa"],
    "bill": ["cleo", "R-1", "1.00 USD", "--issued=2026-10-01"],
    "explain": ["media", "--why=x"],
    "involve": ["cleo", "--changes=[]"],
    "page": ["cleo"],
    "claim": ["FILE"],
    "alarm": ["x", "--note=x"],
    "drop": ["--why=x"],
    "as-answer": ["support"],
    "resend": ["support"],
    "confirm-final": ["t1", "--type=x"],
    "gather": ["--what=outages"],
    "take": ["g1", "--proves=breach"],
    "move-up": ["7001", "1.00 EUR"],
    "decide-move": ["m1", "--approve"],
    "refund": ["7001", "stand_alone"],
    "close-account": ["7001", "--type=x"],
    "decide": ["rights[0]", "--accept"],
}
ON_A_CASE = sorted(verbs.VERBS.keys() - {"open", "list"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "terms.json"
    path.write_text(json.dumps(b.TERMS))
    return path


def words(verb, file):
    return ["case", verb, CASE, *(word.replace("FILE", str(file)) for word in MORE.get(verb, []))]


@pytest.mark.parametrize("verb", ON_A_CASE)
def test_for_dan_there_is_no_such_case(say, file, verb):
    ana = b.cast()["ana"]
    before = b.saved_case("settling")
    refused = say(*words(verb, file), by="dan")
    assert (refused.code, refused.out, refused.err) == (1, "", f"unpromote: there is no case {CASE!r}\n")
    assert queries.case(ana, before.id) == before


@pytest.mark.parametrize("verb", ["show", "terms", "queue", "stop", "message", "money", "balances", "timeline"])
def test_a_look_changes_nothing(say, file, verb):
    ana = b.cast()["ana"]
    before = b.saved_case("settling")
    assert say(*words(verb, file)).code == 0
    assert queries.case(ana, before.id) == before


@pytest.mark.parametrize("verb", sorted(verbs.VERBS))
def test_every_verb_explains_itself(say, verb):
    told = say("case", verb, "--help")
    assert (told.code, "--by" in told.out) == (0, True)


@pytest.mark.parametrize("verb", sorted(verbs.VERBS.keys() - {"terms"}))
def test_every_verb_answers_programs_too(say, verb):
    assert "--json" in say("case", verb, "--help").out
