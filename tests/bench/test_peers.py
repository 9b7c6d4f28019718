"""Other readers are judged as ours is, for what they claim; here made ones that state what their real models do."""

from __future__ import annotations

import sys
from datetime import date
from types import SimpleNamespace

import pytest

from unpromote.bench import clause_scores, peers, value_scores
from unpromote.bench.gold import Gold
from unpromote.bench.peers import Judged, Peer, peer_figures
from unpromote.reading.cues import Category

LAW = "Kansas law governs."
ANSWERS = {"Governing Law": "Kansas", "Effective Date": "5/1/2019"}
GOLD = (
    Gold("deal-1", LAW, (0,), {"Governing Law": ((0, 19),), "Effective Date": ((0, 6),)}, ANSWERS),
    Gold("deal-2", "Nothing.", (0,), {}, {}),
)
OURS = Judged(
    {Category.LAW: [clause_scores.Judged((0.9,), (), 0.9, 1), clause_scores.Judged((), (), 0.1, 0)]},
    [value_scores.Judged("governing_law", "deal-1", frozenset({"Kansas"}), frozenset({"Kansas"}), found=True)],
    seconds=4.0,
)


def kansas(text):
    yield from (("governing_law", "State of Kansas"), ("clause", Category.LAW))


def fails(text):
    if text == LAW:
        raise ZeroDivisionError
    yield "clause", Category.LAW


@pytest.fixture
def told(monkeypatch):
    """Runs the bench beside one made reader, and gives value and account of each figure by name."""

    def run(read):
        peer = Peer("pytest", "pytest", read, ("governing_law",), (Category.LAW,))
        monkeypatch.setattr(peers, "PEERS", (peer,))
        monkeypatch.setattr(peers, "version", lambda _: "9")
        return {figure.name: (figure.value, figure.how) for figure in peer_figures(GOLD, OURS)}

    return run


def test_a_value_is_judged_beside_ours_on_all_that_is_answered(told):
    found = told(kansas)
    assert found["Unpromote: governing_law"] == (100, "1 exact, 1 stated, 1 answered")
    assert found["pytest 9: governing_law"] == (100, "1 exact, 1 stated, 1 answered")
    assert not [name for name in found if name.endswith("effective_date")]


def test_saying_that_each_agreement_has_a_clause_costs_where_none_is(told):
    found = told(kansas)
    assert found["Unpromote: document F1, pytest's"][0] == 1
    assert found["pytest 9: document F1, pytest's"][0] == pytest.approx(2 / 3)


def test_a_reader_that_fails_on_a_text_has_found_nothing_there(told):
    found = told(fails)
    assert found["pytest 9: governing_law"] == (0, "0 exact, 0 stated, 1 answered")
    assert found["pytest 9: a contract"][1].endswith("it failed on 1 of 2")
    assert found["Unpromote: a contract"][0] == 2


def test_with_none_installed_there_is_nothing_to_tell(monkeypatch):
    monkeypatch.setattr(peers, "find_spec", lambda _: None)
    assert list(peer_figures(GOLD, OURS)) == []


# --- how each reader's own words are taken ----------------------------------------------------


@pytest.fixture
def module(monkeypatch):
    """Puts a made module in a reader's place."""

    def put(name, **holds):
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(**holds))

    return put


def extracted(**changed):
    nothing = {"value": None}
    found = {"dates": {"effective": nothing, "expiration": nothing}, "governing_law": nothing, "parties": []}
    return found | {"term": {"notice_period_days": nothing, "auto_renew": nothing}} | changed


def test_what_extract_cli_states(module):
    dates = {"effective": {"value": "2019-05-01"}, "expiration": {"value": None}}
    term = {"notice_period_days": {"value": 30}, "auto_renew": {"value": True}}
    found = extracted(dates=dates, term=term, governing_law={"value": "Kansas"}, parties=[{"name": "Ana Ltd"}])
    module("extract_cli", build_extraction=lambda *_: found)
    assert list(peers._extract_cli("")) == [
        ("effective_date", {"on": "2019-05-01"}),
        ("governing_law", "Kansas"),
        ("clause", Category.LAW),
        ("renewal_notice", {"n": 30, "unit": "days"}),
        ("clause", Category.RENEWAL),
        ("parties", {"name": "Ana Ltd"}),
    ]


def test_what_extract_cli_does_not_find_is_not_stated(module):
    module("extract_cli", build_extraction=lambda *_: extracted())
    assert list(peers._extract_cli("")) == []


def deadlines(module, *events, **report):
    held = {"clean": str, "RawLine": lambda *_: None, "Document": lambda *_, **__: None}
    module("amagi_contract_deadlines.extract", **held)
    found = SimpleNamespace(events=events, **({"auto_renews": False, "renewal_term": None} | report))
    module("amagi_contract_deadlines.detect", analyze=lambda *_, **__: found)
    return list(peers._amagi("one\ntwo"))


def event(kind, label="", *, on=None, basis=""):
    return SimpleNamespace(kind=kind, label=label, date=on, basis=basis)


def test_what_amagi_states_of_a_term(module):
    first, second = event("expiration", on=date(2020, 5, 1)), event("expiration", on=date(2021, 5, 1))
    assert deadlines(module, event("effective"), first, second) == [
        ("expiration", {"on": "2020-05-01"}),
        ("clause", Category.EXPIRATION),
    ]


def test_of_a_contract_without_dates_amagi_states_nothing(module):
    assert deadlines(module) == []


def test_what_amagi_states_of_a_renewal(module):
    notice = event("notice_deadline", "Non-renewal notice deadline", basis="term end 2020-05-01 minus 30 days")
    assert deadlines(module, notice, auto_renews=True, renewal_term="1 year") == [
        ("clause", Category.RENEWAL),
        ("renewal", {"n": 1, "unit": "years"}),
        ("clause", Category.RENEWAL_NOTICE),
        ("renewal_notice", {"n": 30, "unit": "days"}),
    ]


def test_what_contractex_names(module):
    named = SimpleNamespace(classify_text=lambda _: ["payment_terms", "governing_law", "change_of_control"])
    module("contractex", CUADClassifier=lambda: named)
    assert list(peers._contractex("")) == [("clause", Category.CONTROL), ("clause", Category.LAW)]
