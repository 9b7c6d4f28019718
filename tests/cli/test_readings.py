"""Layers, unclear readings, the ways on and kept claims, as a person types and reads them."""

from __future__ import annotations

import json

import pytest

import agreed
import builders as b

CASE = "UP-ABCDEFGH"
SENT = "--sent-at=2026-09-21T10:00:00-07:00"


@pytest.fixture
def cast(db):
    return b.cast()


@pytest.fixture
def confirm(say, cast, tmp_path):
    """Confirms an agreement from a file, as Ana does."""

    def run(agreement, *more):
        b.saved_case("review")
        file = tmp_path / "agreement.json"
        file.write_text(json.dumps(agreement))
        return say("case", "confirm", CASE, f"--terms={file}", *more)

    return run


def test_confirming_layers_says_which_one_won(confirm, say):
    told = confirm(agreed.layers())
    assert "  fee early-exit: order, not std\n" in told.out
    printed = say("case", "terms", CASE, "--confirmed").json
    assert (printed["layers"], printed["won"]["rights[0]"]) == (agreed.layers()["layers"], "std")


def test_what_is_printed_can_be_confirmed_again(confirm, say, tmp_path):
    confirm(agreed.layers() | {"unclear": [agreed.NOTICE]})
    again = tmp_path / "again.json"
    again.write_text(say("case", "terms", CASE, "--confirmed").out)
    assert "? rights[0].notice: Thirty days or sixty? (14.2)" in say("case", "confirm", CASE, f"--terms={again}").out


def test_a_range_is_shown_with_its_questions_and_no_figure(confirm, say):
    confirm(agreed.unclear(agreed.NOTICE, agreed.KILL))
    told = say("case", "quote", CASE, SENT).out
    assert "Yes, under every reading: effective 2026-10-22" in told
    assert "leaving costs 40000.00 to 67750.00 USD." in told
    assert told.index("Thirty days or sixty?") < told.index("Half, or three")
    assert "their figures depend on the reading: cleo" in told
    assert "in all" not in told


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([["advertiser"], ["media"]], "It depends on the reading whether one may leave: settle that first."),
        ([["never"], ["media"]], "No: one may not leave under any reading."),
    ],
)
def test_where_leaving_itself_is_open_that_is_the_answer(confirm, say, readings, told):
    asked = agreed.unclear({"path": "rights[0].holders", "readings": readings, "question": "Who may?"})
    del asked["terms"]["rights"][0]["holders"]
    confirm(asked)
    assert told in say("case", "quote", CASE, SENT).out


def test_a_range_that_may_be_wider_says_so(confirm, say):
    stages = ("contracted", "concept_approved", "revision")
    many = [
        {"path": f"creators.kill.brand.{stage}", "readings": [f"0.{n}" for n in range(1, 6)], "question": "?"}
        for stage in stages
    ]
    confirm(agreed.unclear(*many))
    assert "the range may be wider" in say("case", "quote", CASE, SENT).out


def test_a_settled_reading_is_confirmed_and_the_quote_is_taken_anew(confirm, say):
    confirm(agreed.unclear(agreed.NOTICE))
    say("case", "quote", CASE, SENT)
    value = json.dumps(agreed.NOTICES[0])
    told = say("case", "reading", CASE, "rights[0].notice", f"--is={value}", "--because=their mail").out
    assert ("Confirmed 1 rights." in told, f"take a quote: unpromote case quote {CASE}" in told) == (True, True)
    assert "leaving costs 67000.00 USD" in say("case", "quote", CASE, SENT).out
    assert "It was settled how rights[0].notice is read: their mail." in say("case", "timeline", CASE).out


def test_a_reading_after_approval_shows_the_quote_anew(confirm, say):
    confirm(agreed.unclear(agreed.KILL))
    digest = say("case", "quote", CASE, SENT, "--json").json["hash"]
    for name in ("ben", "bea"):
        say("case", "approve", CASE, f"--hash={digest}", by=name)
    path = agreed.KILL["path"]
    assert "leaving costs 67000.00 USD" in say("case", "reading", CASE, path, '--is="0.5"', "--because=mail").out


def test_a_settled_reading_for_programs_is_the_agreement(confirm, say):
    confirm(agreed.unclear(agreed.NOTICE))
    told = say("case", "reading", CASE, "rights[0].notice", "--is=null", "--because=their mail", "--json").json
    assert told["rights"][0]["notice"] is None


def test_a_reading_that_is_no_json_is_refused(confirm, say):
    confirm(agreed.unclear(agreed.NOTICE))
    refused = say("case", "reading", CASE, "rights[0].notice", "--is=thirty", "--because=x")
    assert (refused.code, "--is: is no JSON" in refused.err) == (2, True)


def test_the_ways_on_stand_side_by_side_the_cheapest_first(say, cast):
    b.saved_case("ready")
    told = say("case", "quote", CASE, SENT, '--weigh={"harm_per_day": "50.00"}').out
    assert told.index("reassign creators") < told.index("cancel now") < told.index("let it run to its end")
    assert told.index("let it run to its end") < told.index("not open")
    assert "Leave if the 39000.00 given up are worth less than 38400.00 USD" in told
    assert "With a harm of 50.00 a day" in told
    assert "From 2026-10-30 on the notice outlasts the flight: leaving saves nothing." in told


def test_what_cannot_be_weighed_is_refused(say, cast):
    b.saved_case("ready")
    refused = say("case", "quote", CASE, SENT, '--weigh={"bribe": "1"}')
    assert (refused.code, "decision" in refused.err) == (2, True)


def test_a_claim_is_kept_only_where_asked(say, cast, tmp_path):
    b.saved_case("ready")
    say("case", "quote", CASE)
    file = tmp_path / "claim.json"
    file.write_text(json.dumps({"received_on": "2026-09-21", "lines": [{"code": "delivered", "amount": "1.00"}]}))
    assert "id" not in say("case", "claim", CASE, file, "--json").json
    kept = say("case", "claim", CASE, file, "--keep", "--json").json
    assert [one["id"] for one in say("case", "show", CASE, "--json").json["claims"]] == [kept["id"]]


def test_an_ask_over_a_preset_says_so_and_what_it_was_computed_with(say, tmp_path):
    order = {key: b.TERMS[key] for key in ("currency", "time_zone", "calendar", "notice_receipt")}
    ask = {
        "layers": [{"id": "o", "document": "o.pdf", "terms": order}, {"id": "usual", "preset": "iab-3.0"}],
        "promotion": b.PROMOTION | {"creators": []},
        "request": {"by": "advertiser", "sent_at": b.NOW.isoformat(), "method": "email", "reason": "strategy_change"},
    }
    file = tmp_path / "ask.json"
    file.write_text(json.dumps(ask))
    plain, decided = say("quote", file).json, say("quote", "--decide", file).json
    assert plain["assumptions"][-1].startswith("right iab-3.0/fixed: preset iab-3.0, general knowledge, 4A's/IAB")
    assert plain["computed_with"] == decided["computed_with"]
    assert plain["computed_with"]["presets"][0]["name"] == "iab-3.0"
