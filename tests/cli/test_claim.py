"""What the other side asks for, beside what is owed, from the command line."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import Workbook

import builders as b
from unpromote.domain.events import TermsConfirmed
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"
SAMPLE = Path(str(files("unpromote") / "samples" / "claim.csv"))
ARRIVED = "--received=2026-09-21"
MATCHED = ("--match=Early exit charge=fee:early-exit", "--match=Campaign set-up=none")
WRITTEN = {
    "received_on": "2026-09-21",
    "lines": [{"wording": "a = b", "amount": "3900.00"}],
    "matches": {"a = b": "fee:early-exit"},
}


@pytest.fixture
def ask(say, db, monkeypatch):
    """Asks about a claim on a quoted case, at the moment of the story."""
    monkeypatch.setattr("unpromote.cli.case_claim.now", lambda: b.NOW)
    b.cast()
    b.saved_case("quoted")
    return lambda *words, by="ana": say("case", "claim", CASE, *words, by=by)


@pytest.fixture
def written(tmp_path):
    def write(data, name="claim.json"):
        path = tmp_path / name
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        return path

    return write


def verdicts(said):
    return {line["code"]: line["verdict"] for line in said.json["lines"]}


def test_the_table_shows_both_sides_and_what_is_not_owed(ask):
    told = ask(SAMPLE, ARRIVED, *MATCHED)
    (fee,) = (line for line in told.out.splitlines() if "fee:early-exit" in line)
    assert re.search(r"4800\.00 +3900\.00 +900\.00 +too high .* Order 3", fee)
    assert "Not owed of it: 62400.00 USD. Received 2026-09-21; to object: the agreement does not say" in told.out
    assert "! no_objection_term" in told.out


def test_programs_get_the_same(ask):
    told = ask(SAMPLE, ARRIVED, *MATCHED, "--json")
    assert (told.json["claimed"], told.json["objected"]) == ("87300.00 USD", "62400.00 USD")
    assert verdicts(told) == {
        "delivered": "agreed",
        "notice_delivery": "agreed",
        "fee:early-exit": "too_high",
        "none": "not_owed",
        "prepaid": "not_claimed",
    }


def test_unplaced_words_are_asked_about_and_no_letter_is_written(ask):
    told = ask(SAMPLE, ARRIVED, "--objection")
    assert (
        told.code,
        "owed of it so far: 60000" in told.out,
        "unmatched: what is 'Early exit charge'" in told.out,
    ) == (1, True, True)
    assert told.err == "unpromote: first say what these lines are: 'Early exit charge', 'Campaign set-up'\n"


def test_the_letter_follows_the_table(ask):
    told = ask(SAMPLE, ARRIVED, *MATCHED, "--objection").out
    assert "To: TikTok support <support@platform.example>\nSubject: [UP-" in told
    assert "Objection to your claim A-2026-118" in told
    assert "- Campaign set-up: you claim 1,500.00 USD. The agreement provides for no such amount." in told


def test_programs_get_the_letter_beside_the_lines(ask):
    letter = ask(SAMPLE, ARRIVED, *MATCHED, "--objection", "--json").json["letter"]
    assert (letter["to_address"], letter["language"]) == ("support@platform.example", "en")


def test_the_last_day_to_object_is_shown(ask):
    terms = b.TERMS | {"dispute": {"objection": {"n": 30, "unit": "days"}}}
    record("case_1", TermsConfirmed(at=b.NOW, by="ana", terms=terms))
    take_quote(person("ana"), "case_1", method="email", now=b.NOW)
    assert "to object: until the end of 2026-10-21.\n" in ask(SAMPLE, ARRIVED).out


def test_a_claim_in_json_brings_its_day_and_its_matches(ask, written):
    assert verdicts(ask(written(WRITTEN), "--json"))["fee:early-exit"] == "agreed"


def test_what_a_person_says_goes_before_what_the_file_says(ask, written):
    assert verdicts(ask(written(WRITTEN), "--match=a = b=none", "--json"))["none"] == "not_owed"


def test_a_workbook_is_read_with_the_digits_that_it_shows(ask, tmp_path):
    book = Workbook()
    book.active.append(["wording", "code", "amount", "received_on"])
    book.active.append(["Fee", "fee:early-exit", 3900.1, b.NOW.date()])
    book.save(tmp_path / "claim.xlsx")
    assert ask(tmp_path / "claim.xlsx", "--json").json["lines"][0]["difference"] == "0.10 USD"


def test_a_time_of_day_is_no_day_of_receipt(ask, tmp_path):
    book = Workbook()
    book.active.append(["code", "amount", "received_on"])
    book.active.append(["delivered", 1, b.NOW.replace(tzinfo=None)])
    book.save(tmp_path / "claim.xlsx")
    refused = ask(tmp_path / "claim.xlsx")
    assert (refused.code, "claim.xlsx: 2026-09-21 17:00 is a time without a zone" in refused.err) == (2, True)


def test_a_creator_claims_against_the_settlement(ask, written):
    claim = written("code,amount,received_on\nvideo,2400.00,2026-09-21\n", "claim.csv")
    assert verdicts(ask(claim, "--from=emil", "--json")) == {"video": "too_high", "prepaid": "not_claimed"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--received=21.9.2026"], "--received: '21.9.2026' does not fit"),
        (["--received=2026-09-20"], "--received: the file says 2026-09-21"),
        (["--match=Fee"], "--match: 'Fee' matches nothing to nothing"),
        (["--match=Fee=none"], "matches.Fee: no line of the claim says so"),
        (["--from=zoe"], "claimant: the case has no contact 'zoe'"),
    ],
)
def test_options_that_do_not_fit_are_named(ask, written, words, told):
    refused = ask(written(WRITTEN), *words)
    assert (refused.code, told in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("claim.json", "{", "claim.json: cannot be read"),
        ("claim.json", "[]", "claim.json: holds no object with a claim"),
        ("claim.json", "{}", "claim.json: field 'received_on' is missing"),
        ("claim.csv", "", "claim.csv: the file holds no rows"),
        ("claim.csv", "amount,code\nx,delivered\n", "claim.csv: row 2, column amount: 'x' is no amount"),
        ("claim.csv", "amount,code\n1,delivered\n", "claim.csv: column received_on: the day of receipt is missing"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(ask, written, name, text, told):
    refused = ask(written(text, name))
    assert (refused.code, told in refused.err, refused.out) == (2, True, "")


def test_a_file_that_is_not_there_is_named(ask):
    assert [ask(name).code for name in ("nowhere.json", "nowhere.csv")] == [2, 2]
