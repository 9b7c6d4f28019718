"""One cancellation from the command line with nothing connected: an agreement and spreadsheets are enough."""

from __future__ import annotations

import io
import json
import sys
from importlib import resources
from pathlib import Path

import pytest
from django.conf import settings

import builders as b
from unpromote.cli import working_off
from unpromote.services import queries
from unpromote.store import work

SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
CASE = "UP-ABCDEFGH"
SENT = "--sent-at=2026-09-21T10:00:00-07:00"
OPEN = {
    "--title": "Arena autumn",
    "--promotions": SAMPLES / "promotions.csv",
    "--creators": SAMPLES / "creators.csv",
    "--evidence": SAMPLES / "evidence.txt",
    "--reservation": "sponsorship",
    "--time-zone": "America/Los_Angeles",
    "--reason": "negative_feedback",
    "--wording": "The comments turned.",
    "--counterparty": "TikTok support <support@platform.example>",
}


def opening(**changes):
    named = {"--" + key.replace("_", "-"): value for key, value in changes.items()}
    return ["case", "open", *(f"{key}={value}" for key, value in (OPEN | named).items())]


@pytest.fixture
def opened(say):
    return say(*opening(), "--json").json


@pytest.fixture
def cast(db):
    return b.cast()


def test_a_whole_cancellation_with_nothing_connected(say, data):
    ref = say(*opening(), "--json").json["reference"]
    read = say("case", "read", ref, SAMPLES / "order.txt", SAMPLES / "agreement.pdf")
    assert "at least sixty (60) calendar days prior" in read.out
    assert say("case", "confirm", ref, f"--terms={SAMPLES / 'confirmed_terms.json'}").code == 0
    quote = say("case", "quote", ref, SENT, "--json").json
    assert quote["quote"]["totals"]["exit_cost"] == "67000.00"
    assert "1 of 1" in say("case", "approve", ref, "--hash", quote["hash"][:12]).out
    targets = [target["id"] for target in say("case", "stop", ref, "--json").json["targets"]]
    assert say("case", "stopped", ref, *targets, "--proof=a screenshot").code == 0
    say("work", "--until-quiet")
    assert len(list((data / "mail" / "outgoing").glob("*.eml"))) == 3
    for who in ("support", "cleo", "emil"):
        say("case", "answer", ref, who, "decided", "--note=agreed on the phone")
    for creator in ("cleo", "emil"):
        say("case", "settle", ref, creator, "--accepted")
        say("case", "release", ref, creator)
    say("work", "--until-quiet")
    assert "500.00" in next((data / "payouts").glob("*.csv")).read_text()
    assert "media: 24900.00 USD is owed" in say("case", "close", ref).err
    say("case", "explain", ref, "media", "--why=their final invoice follows")
    assert say("case", "close", ref).out.startswith(f"{ref} is closed.")
    assert "unpromote verify" in say("case", "export", ref).out
    pack = say("case", "export", ref, "--json").json["path"]
    assert (say("verify", pack).code, (Path(pack) / "report.pdf").exists()) == (0, True)
    assert "The case was closed." in say("case", "timeline", ref).out


def test_an_opened_case_has_the_sums_of_its_rows(opened):
    promotion = opened["promotion"]
    assert (promotion["budget"], promotion["spent"], promotion["prepaid"]) == ("120000.00", "20000.00", "60000.00")
    assert promotion["flight"] == {"start": "2026-09-01T00:00:00-07:00", "end": "2026-12-30T00:00:00-08:00"}
    assert {target["route"] for target in opened["targets"]} == {"by_hand"}
    assert [contact["id"] for contact in opened["contacts"]] == ["support", "cleo", "emil"]


def nobody():
    raise KeyError("uid")


def test_where_the_system_knows_nobody_a_name_has_to_be_given(say, monkeypatch):
    monkeypatch.setattr("getpass.getuser", nobody)
    refused = say("case", "list", by="")
    assert (refused.code, "set UNPROMOTE_USER" in refused.err) == (2, True)
    assert say("case", "list", "--by=ana", by="").code == 0


def test_the_first_person_of_a_fresh_desk_owns_the_first_client(opened):
    assert (opened["opened_by"], opened["client"]) == ("ana", "own")


def test_an_unknown_person_of_a_desk_in_use_is_told_whom_to_ask(say, opened):
    refused = say("case", "list", by="dan")
    assert (refused.code, "unpromote people add dan" in refused.err) == (1, True)


def test_dan_sees_nothing_of_it(say, cast):
    b.saved_case("quoted")
    assert say("case", "list", by="dan").out.startswith("No case is open")
    assert say("case", "show", CASE, by="dan").err == f"unpromote: there is no case '{CASE}'\n"


def test_whoever_works_for_several_clients_names_one(say, cast):
    say("people", "add", "ana", f"--client={b.OTHER}")
    refused = say(*opening())
    assert (refused.code, "--client" in refused.err) == (2, True)
    assert say(*opening(client=b.OTHER), "--json").json["client"] == b.OTHER


def test_a_rounded_id_names_its_row_and_nothing_is_opened(say, tmp_path):
    rows = (SAMPLES / "promotions.csv").read_text().replace("1801230000000000102", "1801230000000000000")
    sheet = tmp_path / "rounded.csv"
    sheet.write_text(rows)
    refused = say(*opening(promotions=sheet))
    assert (refused.code, "row 3, column campaign_id" in refused.err) == (2, True)
    assert say("case", "list", "--json").json == []


def test_a_column_nobody_knows_is_said_to_be_left_out(say, tmp_path):
    lines = (SAMPLES / "promotions.csv").read_text().splitlines()
    sheet = tmp_path / "more.csv"
    sheet.write_text("\n".join([lines[0] + ",mood", *(line + ",good" for line in lines[1:])]))
    opened = say(*opening(promotions=sheet))
    assert (opened.code, "column mood" in opened.err) == (0, True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"time_zone": "Mars/Olympus"}, "unknown time zone"),
        ({"counterparty": "nobody"}, "--counterparty"),
        ({"promotions": "nowhere.csv"}, "nowhere.csv"),
        ({"evidence": "nowhere.txt"}, "nowhere.txt"),
        ({"facts": "nowhere.json"}, "nowhere.json"),
        ({"reason": "boredom"}, "--reason"),
        ({"reservation": "handshake"}, "--reservation"),
    ],
)
def test_what_cannot_be_used_is_named_with_exit_code_2(say, changes, told):
    refused = say(*opening(**changes))
    assert (refused.code, told in refused.err, "Traceback" in refused.err) == (2, True, False)


def test_without_creators_there_is_only_the_other_side_to_tell(say):
    without = [word for word in opening() if not word.startswith("--creators")]
    assert [contact["id"] for contact in say(*without, "--json").json["contacts"]] == ["support"]


def test_a_sheet_without_rows_is_refused(say, tmp_path):
    sheet = tmp_path / "empty.csv"
    sheet.write_text((SAMPLES / "promotions.csv").read_text().splitlines()[0])
    assert say(*opening(promotions=sheet)).code == 2


def test_an_answer_about_money_is_shown_as_a_table(say, cast):
    b.saved_case("settling")
    assert "too little" in say("case", "settle", CASE, "cleo", "--objected", "--note=too little").out
    assert "proposed" in say("case", "settle", CASE).out


def test_a_proven_fact_comes_with_the_case(say, tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text('{"breach": {"by": "media"}}')
    assert say(*opening(facts=facts), "--json").json["promotion"]["facts"] == {"breach": {"by": "media"}}


@pytest.mark.parametrize("text", ["[]", "{"])
def test_facts_that_are_none_are_refused(say, tmp_path, text):
    facts = tmp_path / "facts.json"
    facts.write_text(text)
    assert say(*opening(facts=facts)).code == 2


def test_a_handed_in_agreement_waits_for_a_worker(say, opened):
    waiting = say("case", "agreement", opened["reference"], SAMPLES / "order.txt")
    assert "waits to be read" in waiting.out
    assert "Done: " in say("work", "--until-quiet").out
    assert say("case", "show", opened["reference"], "--json").json["state"] == "review"


def test_an_agreement_that_cannot_be_read_is_bad_input_and_an_alarm(say, opened, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    refused = say("case", "read", opened["reference"], broken)
    case = say("case", "show", opened["reference"], "--json").json
    again = say("case", "agreement", opened["reference"], broken)
    assert (refused.code, case["state"], len(case["alarms"])) == (2, "opened", 1)
    assert ("broken.pdf" in refused.err, "! " in again.out) == (True, True)
    say("work", "--until-quiet")
    answered = say("case", "alarm", opened["reference"], "1", "--note=asked for another copy", "--json").json
    assert answered["alarms"] == []


def test_the_same_broken_file_is_refused_each_time(say, opened, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    assert [say("case", "read", opened["reference"], broken, "--json").code for _ in range(2)] == [2, 2]


def test_a_reading_that_nobody_does_is_an_outer_failure(say, opened, monkeypatch):
    monkeypatch.setattr(working_off, "PATIENCE_SECONDS", 0.1)
    work.pause("desk")
    refused = say("case", "read", opened["reference"], SAMPLES / "order.txt")
    assert (refused.code, "still not done" in refused.err) == (3, True)


def test_of_several_files_none_is_handed_in_where_one_is_not_there(say, opened):
    refused = say("case", "agreement", opened["reference"], SAMPLES / "order.txt", "nowhere.pdf")
    assert (refused.code, say("case", "show", opened["reference"], "--json").json["documents"]) == (2, [])


def test_terms_are_printed_to_be_corrected_and_confirmed_from_standard_input(say, cast, monkeypatch):
    b.saved_case("review")
    proposed = say("case", "terms", CASE)
    monkeypatch.setattr(sys, "stdin", io.StringIO(proposed.out))
    confirmed = say("case", "confirm", CASE, "--terms=-", "--json")
    assert say("case", "terms", CASE, "--confirmed").json == confirmed.json


@pytest.mark.parametrize(("text", "told"), [("[]", "no object"), ("{", "no JSON"), ('{"currency": "XXQ"}', "currency")])
def test_terms_that_are_none_are_refused(say, cast, tmp_path, text, told):
    b.saved_case("review")
    terms = tmp_path / "terms.json"
    terms.write_text(text)
    refused = say("case", "confirm", CASE, f"--terms={terms}")
    assert (refused.code, told in refused.err) == (2, True)


def test_terms_that_are_not_there_are_refused(say, cast):
    b.saved_case("review")
    assert say("case", "confirm", CASE, "--terms=nowhere.json").code == 2


def test_a_quote_shows_clause_and_formula_of_each_line(say, cast):
    b.saved_case("ready")
    shown = say("case", "quote", CASE, SENT)
    assert ("leaving costs 67000.00 USD" in shown.out, "Agreement 14.2" in shown.out) == (True, True)
    assert f"approve it: unpromote case approve {CASE}" in shown.out


def test_an_instant_without_a_zone_is_refused(say, cast):
    b.saved_case("ready")
    refused = say("case", "quote", CASE, "--sent-at=2026-09-21T10:00:00")
    assert (refused.code, "has no zone" in refused.err) == (2, True)


def test_without_confirmed_terms_nothing_is_quoted(say, cast):
    b.saved_case("opened")
    assert say("case", "quote", CASE).code == 1


def test_a_refused_cancellation_says_what_is_left_to_do(say, cast, tmp_path):
    b.saved_case("ready")
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(b.TERMS | {"rights": [], "fees": []}))
    say("case", "confirm", CASE, f"--terms={terms}")
    shown = say("case", "quote", CASE, SENT)
    assert ("No: no right to cancel is open" in shown.out, "case drop" in shown.out) == (True, True)
    assert say("case", "approve", CASE, f"--hash={'a' * 12}", by="ben").code == 1


def test_above_the_limit_a_second_person_signs(say, cast):
    b.saved_case("quoted")
    once = say("case", "approve", CASE, f"--hash={'a' * 12}", by="ben")
    assert ("1 of 2" in once.out, "somebody other than ben" in once.out) == (True, True)
    assert "Signatures: 1 of 2" in say("case", "show", CASE).out
    again, twice = (say("case", "approve", CASE, f"--hash={'a' * 64}", "--json", by=who) for who in ("ben", "bea"))
    assert (again.code, len(twice.json["signatures"])) == (1, 2)


@pytest.mark.parametrize(
    ("hash_", "code"), [("a", 2), ("b" * 12, 1), ("", 2)], ids=["too short", "another quote", "nobody looked"]
)
def test_only_the_quote_that_was_looked_at_is_signed(say, cast, monkeypatch, hash_, code):
    b.saved_case("quoted")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    refused = say("case", "approve", CASE, *([f"--hash={hash_}"] if hash_ else []), by="ben")
    assert (refused.code, refused.out) == (code, "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1)])
def test_at_a_terminal_ben_is_shown_the_quote_and_asked(say, cast, monkeypatch, typed, code):
    b.saved_case("quoted")
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    asked = say("case", "approve", CASE, by="ben")
    assert (asked.code, "leaving costs 67000.00 USD" in asked.out) == (code, True)


def test_without_a_quote_there_is_nothing_to_sign(say, cast):
    b.saved_case("ready")
    assert say("case", "approve", CASE, f"--hash={'a' * 12}", by="ben").code == 1


def test_the_stop_plan_names_calls_and_what_a_person_has_to_stop(say, cast):
    by_hand = b.target(2, route=b.Route.BY_HAND)
    b.saved_case("stopping", targets=(b.target(1), by_hand))
    plan = say("case", "stop", CASE)
    assert ("switch off 1 campaign of the account" in plan.out, f"unpromote case stopped {CASE} t2" in plan.out) == (
        True,
        True,
    )
    assert [target["state"] for target in say("case", "stop", CASE, "--json").json["targets"]] == ["planned", "by_hand"]


def test_a_target_stopped_by_hand_needs_its_proof(say, cast):
    b.saved_case("stopping", targets=(b.target(1, route=b.Route.BY_HAND),))
    assert say("case", "stopped", CASE, "t1", "--proof= ").code == 1
    proven = say("case", "stopped", CASE, "t1", "--proof=screenshot", "--json").json
    assert (proven[0]["state"], proven[0]["proof"]) == ("proven", "screenshot")
    assert say("case", "stopped", CASE, "t1", "--proof=another").err == "unpromote: t1 does not wait for a person\n"


def test_the_next_letter_is_shown_and_nothing_goes(say, cast, data):
    b.saved_case("stopping")
    shown = say("case", "message", CASE, "cleo", "--preview")
    assert shown.out.startswith("To: Cleo Marsh <cleo@creators.example>\nSubject: ")
    assert not list(data.rglob("*.eml"))
    assert [letter["to_name"] for letter in say("case", "message", CASE, "--preview", "--json").json] == [
        "TikTok support",
        "Cleo Marsh",
        "Emil Roth",
    ]


def test_what_was_said_is_shown(say, cast):
    b.saved_case("support answered")
    assert "We confirm the cancellation." in say("case", "message", CASE, "support").out
    assert [talk["state"] for talk in say("case", "message", CASE, "--json").json] == ["answered", "waiting", "waiting"]


def test_after_the_request_comes_a_reminder(say, cast):
    b.saved_case("support told")
    assert say("case", "message", CASE, "support", "--preview").code == 0


def test_a_conversation_that_is_none_is_refused_with_those_there_are(say, cast):
    b.saved_case("stopping")
    refused = say("case", "message", CASE, "zoe")
    assert (refused.code, "support, cleo, emil" in refused.err) == (2, True)


def test_ana_judges_an_answer(say, cast):
    b.saved_case("support answered")
    judged = say("case", "answer", CASE, "support", "confirmed", "--json").json
    assert (judged[0]["state"], judged[0]["outcome"]) == ("closed", "confirmed")


def test_an_objection_is_recorded_with_its_reason(say, cast):
    b.saved_case("settling")
    assert say("case", "settle", CASE, "cleo").code == 2
    assert say("case", "settle", CASE, "cleo", "--objected").code == 1
    assert (
        say("case", "settle", CASE, "cleo", "--objected", "--note=too little", "--json").json[0]["state"] == "objected"
    )


def test_only_an_approver_releases_money(say, cast):
    b.saved_case("cleo agreed")
    assert [say("case", "release", CASE, "cleo", by=who).code for who in ("ana", "ben")] == [1, 0]


def test_a_case_with_open_ends_stays_open_and_names_them(say, cast):
    b.saved_case("settling")
    refused = say("case", "close", CASE)
    assert (refused.code, "Cleo Marsh: not settled" in refused.err) == (1, True)
    assert "Open: Cleo Marsh: not settled" in say("case", "show", CASE).out


def test_a_case_without_open_ends_is_ready_to_be_closed(say, cast):
    b.saved_case("emil settled")
    assert f"unpromote case close {CASE}" in say("case", "show", CASE).out
    assert say("case", "close", CASE, "--json").json["state"] == "closed"


def test_a_dropped_case_says_why(say, cast):
    b.saved_case("quoted")
    assert say("case", "drop", CASE, "--why=they made it good").out.startswith(f"{CASE} is closed.")


def test_an_alarm_shows_until_it_is_answered_in_its_own_words(say, cast):
    case = b.saved_case("reading")
    b.record(case.id, b.e.AgreementUnreadable(at=b.NOW, by="unpromote", document_id="doc_1", problem="no text"))
    assert "! no text" in say("case", "show", CASE).out
    assert "1" in say("case", "list").out.splitlines()[1].split()
    assert say("case", "alarm", CASE, "no text", "--note=scanned again").code == 0


def test_a_pack_that_cannot_be_written_is_an_outer_failure(say, cast):
    b.saved_case("packed")  # its letters lie nowhere
    refused = say("case", "export", CASE)
    assert (refused.code, "Traceback" in refused.err) == (3, False)


def test_the_timeline_tells_what_happened_and_what_comes(say, cast):
    b.saved_case("support told")
    told = say("case", "timeline", CASE)
    assert ("The case was opened for northwind" in told.out, "next  " in told.out) == (True, True)
    assert [entry["seq"] for entry in say("case", "timeline", CASE, "--json").json][:3] == [1, 2, 3]


def test_with_a_connected_account_the_api_is_the_route(say, monkeypatch):
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "secret")
    assert {target["route"] for target in say(*opening(), "--json").json["targets"]} == {"api"}


def test_the_list_shows_where_cases_stand(say, cast):
    b.saved_case("quoted")
    assert "quoted" in say("case", "list").out
    assert [line["reference"] for line in say("case", "list", "--json").json] == [CASE]
    assert queries.open_cases(cast["dan"]) == ()
