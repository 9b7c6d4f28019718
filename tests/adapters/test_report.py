"""The report answers in its first line, shows every step, keeps what people typed as text, looks the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from builders import NOW, settlement, target
from casefiles import early, finished
from reports import KEY, pages, text, view
from unpromote.adapters.files.report import render_report
from unpromote.domain.audit import CaseFile, Finding, chained
from unpromote.domain.delivery import TargetState
from unpromote.domain.messages import Outcome
from unpromote.domain.papers import Citation
from unpromote.domain.payout import SettlementState


@pytest.fixture
def case_file(tmp_path: Path) -> CaseFile:
    return finished(tmp_path)


def test_the_answer_stands_on_the_first_page(case_file: CaseFile) -> None:
    first = " ".join(pages(render_report(case_file, key=KEY))[0].split())
    assert "Yes. The promotion may be cancelled on the ground of convenience, clause Agreement 14.2" in first
    assert "with effect from 21 Nov 2026, 00:00 PST; leaving costs 67,000.00 USD." in first


@pytest.mark.parametrize(
    "shown",
    [
        "Media during the notice period Agreement 14.2 100000 \u00d7 61/100 advertiser → media 61,000.00",
        "Price of leaving what the decision to leave adds = 67,000.00",
        "breach the fact that it needs is not on record",
        "A price of 67,000.00 USD needs 2 signatures.",
        "bea 21 Sep 2026, 11:20 PDT",
        "2 of 2 targets are off; for 2 it is proven that the spend stands still.",
        "ENABLE → DISABLE",
        "“We confirm the cancellation.”",
        "500.00 USD to pay, by 21 Dec 2026",
        "\u2212600.00 USD to claw back",
        "right conv, notice 60 days; count: exclusive “Each Party may also terminate",
        "agreement.pdf, p. 7 · stated · confidence 0.93",
        "29 23 Sep 2026, 07:00 PDT unpromote An evidence pack was written",
        "Signing key's fingerprint " + KEY,
    ],
)
def test_every_step_can_be_read(case_file: CaseFile, shown: str) -> None:
    assert shown in text(case_file)


def test_every_page_is_numbered_and_says_whose_it_is(case_file: CaseFile) -> None:
    read = pages(render_report(case_file, key=KEY))
    for number, page in enumerate(read, 1):
        assert f"Page {number} of {len(read)}" in page
        assert "UP-ABCDEFGH" in page


def test_the_pages_are_a4(case_file: CaseFile) -> None:
    document = pypdfium2.PdfDocument(render_report(case_file, key=KEY))
    assert {tuple(map(round, page.get_size())) for page in document} == {(595, 842)}


def test_the_same_case_gives_the_same_bytes(case_file: CaseFile) -> None:
    assert render_report(case_file, key=KEY) == render_report(case_file, key=KEY)


def test_the_pdf_is_dated_by_the_case_and_not_by_the_clock(case_file: CaseFile) -> None:
    document = pypdfium2.PdfDocument(render_report(case_file, key=KEY))
    assert document.get_metadata_value("CreationDate").startswith("D:20260923140000")


def test_only_the_typefaces_that_come_along_are_used(case_file: CaseFile) -> None:
    fonts = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z]+)", render_report(case_file, key=KEY)))
    assert fonts
    assert {font.decode()[:6] for font in fonts} <= {"Libert", "DejaVu", "NewCMM", "NewCom"}


def test_a_case_that_was_only_opened_says_what_is_missing() -> None:
    read = text(early())
    assert "Not asked. No quote was taken in this case." in read
    assert "Nobody was asked to approve." in read
    assert "Agreement none handed in" in read


def test_a_case_without_anything_in_it_is_still_a_report() -> None:
    bare_case = early(targets=(), events=(), promotion={})
    assert "Nobody was written to." in text(bare_case)


def test_a_long_case_breaks_over_pages_with_its_heads(case_file: CaseFile) -> None:
    targets = tuple(target(n, samples=case_file.targets[0].samples * 2) for n in range(60))
    events = list(case_file.events)
    while len(events) < 200:
        events.append(chained(events[-1], at=NOW, by="ana", kind="NoticesDue", data={}))
    read = pages(render_report(replace(case_file, targets=targets, events=tuple(events)), key=KEY))
    assert sum("Spend over its life, as sampled" in page for page in read) >= 4
    assert "200" in read[-1] + read[-2]
    assert "and 3 more in the receipt" in " ".join(read)


TYPED = [
    "#launch *bold* _it_ $x$ [a](b) @ref <label> `raw` // c /* d */ \\ ~ = - + 1.",
    '#panic("gone") #import "style.typ"',
    "]] }} )) \"quoted\" 'single'",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_typed_stays_text(case_file: CaseFile, typed: str) -> None:
    head = replace(case_file.case, title=typed, client=typed)
    made = replace(case_file, case=head, reason=replace(case_file.reason, wording=typed))
    assert text(made).count(" ".join(typed.split())) >= 3


@pytest.mark.parametrize(
    "typed", ["", "\x00\x1b[31m", "a\nb\r\nc\td", "\ud83c", "x" * 5000, "夏 🎉 ไทย", "\u202egnp.exe"]
)
def test_no_text_stops_the_report(case_file: CaseFile, typed: str) -> None:
    head = replace(case_file.case, title=typed, client=typed, reference=typed)
    made = replace(case_file, case=head, targets=(target(1, name=typed),))
    assert pages(render_report(made, key=KEY))


def test_a_very_long_quotation_runs_over_pages(case_file: CaseFile) -> None:
    long = Citation("rights[0].notice", 7, "whereas " * 2000, "stated", "0.93", "agreement.pdf")
    assert text(replace(case_file, citations=(long,))).count("whereas") == 2000


def test_further_typefaces_can_be_handed_over(case_file: CaseFile, tmp_path: Path) -> None:
    made = replace(case_file, case=replace(case_file.case, title="夏"))
    assert "<U+590F>" in text(made)
    assert "<U+590F>" not in "".join(pages(render_report(made, key=KEY, fonts=tmp_path)))


def one(name: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = view(early(**changes))[name][0]
    return row


def test_a_target_that_nobody_touched_says_so() -> None:
    row = one("targets", targets=(target(1),))
    assert (row["state"], row["before"], row["after"], row["off_at"]) == ("not touched", "not seen", "not seen", "")
    assert view(early(targets=(target(1),)))["requests"] == []


def test_each_call_is_shown_once_with_the_number_of_its_targets(case_file: CaseFile) -> None:
    assert [(call["what"], call["count"], call["id"]) for call in view(case_file)["requests"]] == [
        ("looked before", 2, "req-look"),
        ("wrote DISABLE", 2, "req-write"),
        ("looked after", 2, "req-look"),
        *[("read the spend", 2, "req-report")] * 3,
    ]


def test_words_that_are_two_kinds_of_clause_are_shown_once(case_file: CaseFile) -> None:
    found = [Finding(kind, 7, "may  terminate", "0.9") for kind in ("Termination", "Termination", "Notice")]
    agreement = replace(case_file.agreements[0], pages=1, findings=(*found, Finding("Notice", None, "call", "")))
    row = one("agreements", agreements=(agreement,))
    assert (row["pages"], row["findings"]) == (
        "1 page",
        [
            {"kinds": "Termination, Notice", "page": 7, "quote": "may terminate"},
            {"kinds": "Notice", "page": "", "quote": "call"},
        ],
    )


def test_the_surest_words_stand_for_a_term_that_two_documents_state() -> None:
    sure = Citation("currency", 1, "US dollars", "stated", "0.9", "order.txt")
    cited = (sure, replace(sure, quote="$", confidence="0.5"), replace(sure, quote="money", confidence=""))
    assert one("terms", terms={"currency": "USD"}, citations=cited)["source"]["quote"] == "US dollars"


@pytest.mark.parametrize("state", list(TargetState))
def test_every_state_of_a_target_has_words(state: TargetState) -> None:
    assert one("targets", targets=(target(1, state=state),))["state"]


def test_a_stop_by_hand_shows_its_proof(case_file: CaseFile) -> None:
    stopped = target(1, state=TargetState.PROVEN, off_at=NOW, proof="screenshot of 10:15")
    assert "By hand: screenshot of 10:15" in text(replace(case_file, targets=(stopped,)))


def test_only_part_of_the_targets_being_off_is_said() -> None:
    targets = (target(1, state=TargetState.PROVEN), target(2, state=TargetState.OFF), target(3))
    assert view(early(targets=targets))["stop"] == (
        "2 of 3 targets are off; for 1 it is proven that the spend stands still."
    )


def test_a_conversation_shows_its_outcome_and_note(case_file: CaseFile) -> None:
    talk = replace(case_file.conversations[0], outcome=Outcome.DECIDED, note="They confirmed it by phone.", messages=())
    read = text(replace(case_file, conversations=(talk,)))
    assert "closed, decided They confirmed it by phone. No message yet." in read


def test_a_long_answer_is_cut_and_an_automatic_one_is_marked(case_file: CaseFile) -> None:
    talk = case_file.conversations[0]
    reply = replace(talk.messages[-1], body="word\n" * 100, automatic=True)
    (row,) = one("conversations", conversations=(replace(talk, messages=(reply,)),))["messages"]
    assert row["body"].endswith("word …")
    assert row["way"] == "received, automatic"


def test_an_open_settlement_says_that_nothing_was_answered() -> None:
    row = one("settlements", settlements=(settlement(pay_by=None),))
    assert (row["answer"], row["released"], row["payout"], row["pay_by"]) == ("none yet", "", "", "")


def test_a_release_against_an_objection_shows_its_reason() -> None:
    objected = settlement(state=SettlementState.RELEASED, released_by="ben", released_why="the draft came late")
    row = one("settlements", settlements=(replace(objected, answer="no", direction="barter"),))
    assert (row["released"], row["answer"], row["move"]) == ("ben: the draft came late", "no", "barter")


def test_terms_are_named_in_words_and_keep_their_source() -> None:
    terms = {
        "time_zone": "America/Los_Angeles",
        "rights": [{"id": "conv", "holders": ["advertiser"], "notice": {"n": 60, "unit": "days"}}],
        "fees": [{"calc": {"tiers": {"bands": [{"min": None, "rate": "1"}]}}}],
        "windows": [],
        "pause": {},
        "signed": True,
        "draft": False,
    }
    cited = Citation("rights[0]", None, "may  terminate", "inferred", "0.5", "order.txt")
    rows = view(early(terms=terms, citations=(cited,)))["terms"]
    assert [(row["term"], row["value"]) for row in rows] == [
        ("time zone", "America/Los_Angeles"),
        ("right conv", "id: conv; holders: advertiser; notice: 60 days"),
        ("fee 1, calc, tiers, band 1, min", "none"),
        ("fee 1, calc, tiers, band 1, rate", "1"),
        ("windows", "none"),
        ("pause", "none"),
        ("signed", "yes"),
        ("draft", "no"),
    ]
    assert rows[1]["source"] == {
        "place": "order.txt",
        "quote": "may terminate",
        "status": "inferred",
        "confidence": "0.5",
        "as_at": "",
    }


def test_the_same_words_are_quoted_once(case_file: CaseFile) -> None:
    words = Citation("rights[0].notice", 7, "sixty days", "stated", "1", "agreement.pdf")
    again = replace(words, path="rights[0].ground")
    read = text(replace(case_file, citations=(words, again)))
    assert read.count("“sixty days”") == 1
    assert "notice 60 days; count: exclusive Words as at “right conv, ground” agreement.pdf, p. 7" in read


def test_a_case_closed_for_a_reason_says_it() -> None:
    closed = replace(early().case, closed_at=NOW, closed_why="the comments calmed down")
    assert ["Closed", "21 Sep 2026, 17:00 UTC: the comments calmed down"] in view(early(case=closed))["facts"]


def test_a_missing_signature_is_said(case_file: CaseFile) -> None:
    assert case_file.approval is not None
    half = replace(case_file.approval, signatures=case_file.approval.signatures[:1])
    assert "needs 2 signatures; 1 still missing." in text(replace(case_file, approval=half))
