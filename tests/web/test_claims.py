"""What the other side charges beside what is owed: typed or as a file, line by line, with the letter that objects."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import agreed
import builders as b
from unpromote.services import people, queries
from web import real
from web.pages import PAGE, every, tree, words
from web.test_strictness import everything

CLAIM = f"{PAGE}claim/"
TYPED = {
    "claimant": "support",
    "received_on": "2026-09-21",
    "invoice": "INV-7",
    "wording-1": "Early exit charge",
    "code-1": "fee:early-exit",
    "amount-1": "4800.00",
    "wording-2": "Admin fee",
    "code-2": "none",
    "amount-2": "150.00",
    "wording-3": "",
    "code-3": "",
    "amount-3": "",
}

RIGHT = {"amount-1": "3900.00", "wording-2": "Paid in advance", "code-2": "prepaid", "amount-2": "-60000.00"}
BLANK = {"wording-2": "", "code-2": "", "amount-2": ""}


@pytest.fixture(autouse=True)
def _today(monkeypatch, settings, tmp_path):
    """Ana works on the day of the story."""
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}
    monkeypatch.setattr("django.utils.timezone.now", lambda: b.NOW)


def quoted(**changes):
    dispute = {"objection": {"n": 30, "unit": "days"}}
    return real.quoted(**{"dispute": dispute} | changes)


def test_each_line_stands_charged_owed_and_why(ana):
    quoted()
    page = ana.post(CLAIM, TYPED)
    rows = every(page, ".options tbody tr")
    assert rows[0].startswith(
        "Early exit charge Fee “early exit”, Order 3 $4,800.00 $3,900.00 $900.00 More than is owed"
    )
    assert rows[1].startswith("Admin fee $150.00 $0.00 $150.00 Not owed")
    assert any("Not asked for" in row for row in rows[2:])
    assert "Not owed of it: $61,050.00. Object until the end of 21 Oct 2026." in words(page, ".permission")


def test_the_objection_is_drafted_to_be_copied(ana):
    quoted()
    page = ana.post(CLAIM, TYPED)
    letter = tree(page).css_first("textarea#letter").text()
    assert "Early exit charge" in letter
    assert "INV-7" in letter
    assert tree(page).css_first("button[data-copy=letter]").attributes.get("hidden", "no") is None


def test_what_was_typed_stays_in_the_form(ana):
    quoted()
    html = tree(ana.post(CLAIM, TYPED))
    assert html.css_first("#wording-2").attributes["value"] == "Admin fee"
    assert html.css_first("#code-2 [selected]").attributes["value"] == "none"
    assert html.css_first("#received_on").attributes["value"] == "2026-09-21"


def test_words_that_nobody_placed_are_asked_about_and_no_letter_is_drafted(ana):
    quoted()
    page = ana.post(CLAIM, TYPED | {"code-2": ""})
    assert "Say what it is" in every(page, ".options tbody tr")[1]
    assert "No letter: first say what these lines are: 'Admin fee'." in words(page)


def test_a_file_is_taken_as_the_command_takes_it(ana):
    quoted()
    table = b"wording,code,amount,received_on,reference\nEarly exit charge,fee:early-exit,4800.00,2026-09-21,INV-7\n"
    file = SimpleUploadedFile("claim.csv", table)
    page = ana.post(CLAIM, {"claimant": "support", "received_on": "", "invoice": "", "file": file})
    assert "$4,800.00 $3,900.00 $900.00" in words(page, ".options tbody tr")
    assert tree(page).css_first("#amount-1").attributes["value"] == "4800.00"


def test_a_kept_claim_stands_in_the_case_with_its_own_page(ana):
    case = quoted()
    page = ana.post(CLAIM, TYPED | {"keep": "yes"}, follow=True)
    assert words(page, "h1") == "Claim INV-7"
    assert "Object until the end of 21 Oct 2026." in words(page)
    (kept,) = queries.case(people.person("ana"), case.id).claims
    assert words(ana.get(PAGE), "section[aria-labelledby=claims] li") == "INV-7 $4,950.00 charged, $61,050.00 not owed"
    assert ana.get(f"{PAGE}claims/{kept.id}/").status_code == 200
    assert ana.get(f"{PAGE}claims/claim_other/").status_code == 404


def test_a_comparison_alone_records_nothing(ana):
    quoted()
    before = everything()
    ana.post(CLAIM, TYPED)
    ana.get(CLAIM)
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount-1": "lots"}, "line 1, amount: 'lots' is no amount"),
        ({"received_on": "2027-01-01"}, "still to come"),
        ({"received_on": ""}, "received_on"),
        ({"claimant": "dan"}, "the case has no contact 'dan'"),
        ({"file": SimpleUploadedFile("claim.csv", b"what\n1\n")}, "unknown column 'what'"),
    ],
)
def test_what_cannot_be_compared_is_said_and_nothing_is_lost(ana, changes, refusal):
    quoted()
    page = ana.post(CLAIM, TYPED | changes)
    assert page.status_code == 422
    assert refusal in words(page, "[role=alert]").replace("Line", "line")


def test_a_claim_that_is_right_needs_no_letter(ana):
    quoted()
    page = ana.post(CLAIM, TYPED | RIGHT)
    assert "No letter: the claim asks for no more than is owed" in words(page)


def test_a_creator_can_claim_too(ana):
    quoted()
    page = ana.get(CLAIM, {"claimant": "cleo"})
    assert tree(page).css_first("#claimant [selected]").attributes["value"] == "cleo"
    typed = {
        "claimant": "cleo",
        "received_on": "2026-09-21",
        "wording-1": "Video",
        "code-1": "video",
        "amount-1": "3000",
    }
    assert "Video" in words(ana.post(CLAIM, TYPED | typed | BLANK), ".options")


def test_without_a_quote_or_with_open_readings_nothing_is_compared(ana):
    real.quoted(agreed.unclear())
    page = ana.get(CLAIM)
    assert page.status_code == 409
    assert "settle first how these are read" in words(page, "[role=alert]")
    assert "What they charge" not in words(ana.get(PAGE))


def test_dan_sees_no_claim(ana, dan):
    case = quoted()
    ana.post(CLAIM, TYPED | {"keep": "yes"})
    (kept,) = queries.case(people.person("ana"), case.id).claims
    assert dan.get(CLAIM).status_code == dan.post(CLAIM, TYPED).status_code == 404
    assert dan.get(f"{PAGE}claims/{kept.id}/").status_code == 404


def test_a_table_that_is_none_is_named_as_it_was_handed_in(ana):
    quoted()
    file = SimpleUploadedFile("claim.xlsx", b"PK\x03\x04 half a sheet")
    page = ana.post(CLAIM, {"claimant": "support", "file": file})
    assert page.status_code == 422
    assert "claim.xlsx" in words(page, "[role=alert]").lower()
