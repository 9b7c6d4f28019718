"""The report answers in its first line, shows every step, keeps what people typed as text, looks the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from builders import NOW, QUOTE, settlement, taken_quote, target, usd
from casefiles import early, finished
from unpromote.adapters.files.report import render_report
from unpromote.adapters.files.report_chart import chart
from unpromote.adapters.files.report_text import bare, capital, day, instant, money, printable, said
from unpromote.adapters.files.report_view import report_data
from unpromote.domain.audit import CaseFile, Citation, chained
from unpromote.domain.delivery import TargetState
from unpromote.domain.events import TakenQuote
from unpromote.domain.messages import Outcome
from unpromote.domain.payout import SettlementState

KEY = "ab" * 32
ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def case_file(tmp_path: Path) -> CaseFile:
    return finished(tmp_path)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text(case_file: CaseFile) -> str:
    """All of the report's text on one line, without the places where a long word may break."""
    read = "\n".join(pages(render_report(case_file, key=KEY)))
    return " ".join(read.replace("\ufffe", "-").replace("\u200b", "").split())


def view(case_file: CaseFile) -> dict[str, Any]:
    return report_data(case_file, key=KEY)


def quoted(**changes: Any) -> TakenQuote:
    return taken_quote(quote={**QUOTE, **changes})


def refused(code: str, **changes: Any) -> TakenQuote:
    quote = {"permitted": False, "code": code, "lines": [], "totals": None, "blocked": [], **changes}
    return taken_quote(permitted=False, price=usd("0.00"), quote=quote, curve=())


# --- the whole ---------------------------------------------------------------------------------


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
        "28 23 Sep 2026, 07:00 PDT unpromote An evidence pack was written",
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


# --- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        (
            "Łódź, Ελλάδα, Москва, עברית, حملة, हिंदी, 1 234 €",
            "Łódź, Ελλάδα, Москва, עברית, حملة, हिंदी, 1 234 €",
        ),
        ("夏🎉", "<U+590F><U+1F389>"),
        ("a\x00b\x1b", "a<U+0000>b<U+001B>"),
        ("\ufeff" * 4, "\u200b".join(["<U+FEFF>"] * 4)),
        ("safe\u202egnp.exe", "safe<U+202E>gnp.exe"),
        ("\ud83c", "<U+D83C>"),
        ("a\r\nb\tc\n", "a\nb c\n"),
    ],
)
def test_what_cannot_be_drawn_is_written_as_its_code_point(typed: str, drawn: str) -> None:
    assert printable(typed) == drawn


def test_handed_over_typefaces_are_trusted_with_letters_but_not_with_what_is_invisible() -> None:
    assert printable(["夏\u202e"], any_letter=True) == ["夏<U+202E>"]


def test_a_long_word_may_break_but_a_hash_may_not() -> None:
    assert printable({"a": "x" * 30}) == {"a": "\u200b".join(["x" * 12, "x" * 12, "x" * 6])}
    assert printable("ab" * 32) == "ab" * 32


def test_amounts_days_and_instants_are_written_for_people() -> None:
    assert money("61000.00", "USD") == "61,000.00 USD"
    assert bare("-404355") == "\u2212404,355"
    assert (day("2026-09-01"), day(date(2026, 12, 31))) == ("1 Sep 2026", "31 Dec 2026")
    assert instant("2026-11-21T08:00:00+00:00", ZONE) == "21 Nov 2026, 00:00 PST"
    assert instant(NOW, ZoneInfo("UTC")) == "21 Sep 2026, 17:00 UTC"
    assert capital(said("negative_feedback")) == "Negative feedback"


# --- the price ---------------------------------------------------------------------------------


def sentence(taken: TakenQuote) -> str:
    return str(view(early(quote=taken))["answer"]["sentence"])


@pytest.mark.parametrize(
    ("taken", "said_so"),
    [
        (refused("NO_OPEN_RIGHT"), "may not be cancelled: the agreement opens no right to cancel on that day."),
        (
            refused("NO_OPEN_RIGHT", earliest_permitted_at="2026-09-30T07:00:00+00:00"),
            "It may be cancelled from 30 Sep 2026, 07:00 UTC at the earliest.",
        ),
        (refused("ALREADY_ENDED"), "may not be cancelled: it has ended already."),
        (refused("SOMETHING_NEWER"), "may not be cancelled: something newer."),
        (quoted(effect="expires_first"), "but it ends before the notice does: cancelling avoids nothing."),
    ],
)
def test_the_answer_is_one_sentence(taken: TakenQuote, said_so: str) -> None:
    assert sentence(taken).endswith(said_so)


def test_a_refused_quote_shows_its_closed_rights_and_no_figures(case_file: CaseFile) -> None:
    closed = [{"right": "breach", "code": "CURE_RUNNING", "until": "2026-09-30T07:00:00+00:00"}]
    made = replace(case_file, quote=refused("NO_OPEN_RIGHT", blocked=closed), approval=None)
    read = text(made)
    assert "No. The promotion may not be cancelled" in read
    assert "breach the time to cure the breach is still running until 30 Sep 2026, 00:00 PDT" in read
    assert "Totals" not in read


REFUNDS: list[tuple[Any, str]] = [
    (None, ""),
    ({"amount": "0.00", "due_by": None, "credited": "0.00", "method": "original"}, ""),
    (
        {"amount": "25000.00", "due_by": "2026-12-21", "credited": "0.00", "method": "original"},
        "25,000.00 USD comes back by the method “original”, due by 21 Dec 2026.",
    ),
    (
        {"amount": "25000.00", "due_by": None, "credited": "0.00", "method": "original"},
        "25,000.00 USD comes back by the method “original”.",
    ),
    (
        {"amount": "0.00", "due_by": None, "credited": "25000.00", "method": "account_credit"},
        "25,000.00 USD stays as credit with the other side.",
    ),
]


@pytest.mark.parametrize(("refund", "said_so"), REFUNDS)
def test_a_refund_is_said_in_a_sentence(refund: Any, said_so: str) -> None:
    assert view(early(quote=quoted(refund=refund)))["price"]["refund"] == said_so


def test_creators_lines_stand_with_clause_and_formula(case_file: CaseFile) -> None:
    working = {"code": "video", "amount": "1500.00", "formula": "3000 x 0.5 (draft_submitted)", "clause": "Order 4"}
    creators = [{"id": "cleo", "workings": [working]}, {"id": "unknown", "workings": [{**working, "clause": None}]}]
    lines = view(replace(case_file, quote=quoted(creators=creators)))["price"]["lines"]
    assert lines[-2] == {
        "what": "Cleo Marsh: video",
        "clause": "Order 4",
        "formula": "3000 \u00d7 0.5 (draft submitted)",
        "parties": "advertiser → creator",
        "amount": "1,500.00",
    }
    assert (lines[-1]["what"], lines[-1]["clause"]) == ("unknown: video", "")


def test_other_open_rights_and_assumptions_are_shown(case_file: CaseFile) -> None:
    other = {
        "right": "outage",
        "clause": "9.2",
        "effective_at": "2026-09-21T17:00:00+00:00",
        "totals": {"exit_cost": "70000.00", "saving": "35400.00"},
    }
    made = quoted(alternatives=[other], assumptions=["days are counted exclusively"], warnings=["“fee” has no base"])
    read = text(replace(case_file, quote=made))
    assert "outage, clause 9.2 21 Sep 2026, 10:00 PDT 70,000.00 35,400.00" in read
    assert "What these figures assume • “fee” has no base • days are counted exclusively" in read


def test_a_code_of_a_later_release_is_said_as_it_is() -> None:
    line = {"code": "levy:x", "amount": "1.00", "formula": "flat", "clause": "9", "from": "a", "to": "b"}
    closed = {"right": "r", "code": "MOON_PHASE", "until": None}
    price = view(early(quote=quoted(lines=[line], blocked=[closed])))["price"]
    assert (price["lines"][0]["what"], price["blocked"][0]["why"]) == ("levy", "moon phase")


# --- the curve ---------------------------------------------------------------------------------


def point(number: int, cost: int | None, exit_cost: int = 0, **more: Any) -> dict[str, Any]:
    """One day of a curve over a total of 10,000; without a cost, leaving is not permitted on it."""
    on = (date(2026, 9, 21) + timedelta(days=number)).isoformat()
    if cost is None:
        return {"date": on, "permitted": False, "code": "NO_OPEN_RIGHT", **more}
    saving = {"saving": f"{10_000 - cost}.00", "exit_cost": f"{exit_cost}.00", "total_owed": f"{cost}.00"}
    return {"date": on, "permitted": True, "effective_at": f"{on}T00:00:00Z", **saving, **more}


def drawn(*points: dict[str, Any], **changes: Any) -> dict[str, Any] | None:
    quote = {**QUOTE, "totals": {**QUOTE["totals"], "run_total": "10000.00"}, **changes}
    return chart(taken_quote(quote=quote, curve=points), ZONE)


def test_a_curve_fills_the_unit_square() -> None:
    made = drawn(point(0, 2000, 1000), point(1, 4000, 900), point(2, 8000, 800))
    assert made is not None
    assert made["cost"] == [[0.0, 0.16667], [0.5, 0.33333], [1.0, 0.66667]]
    assert made["exit"] == [[[0.0, 0.08333], [0.5, 0.075], [1.0, 0.06667]]]
    assert made["run_total"] == 0.83333


def test_the_axes_have_round_ticks() -> None:
    made = drawn(*(point(n, 2000 + 50 * n) for n in range(100)))
    assert made is not None
    assert [tick["label"] for tick in made["money_ticks"]] == [
        "0",
        "2,000",
        "4,000",
        "6,000",
        "8,000",
        "10,000",
        "12,000",
    ]
    assert [tick["label"] for tick in made["date_ticks"]] == [
        "21 Sep",
        "7 Oct",
        "24 Oct",
        "9 Nov",
        "26 Nov",
        "12 Dec",
        "29 Dec",
    ]


@pytest.mark.parametrize(
    ("total", "labels"),
    [
        ("3", ["0", "1", "2", "3", "4"]),
        ("0.05", ["0", "0.01", "0.02", "0.03", "0.04", "0.05", "0.06"]),
        ("12", ["0", "2.5", "5", "7.5", "10", "12.5"]),
        ("987656", ["0", "200,000", "400,000", "600,000", "800,000", "1,000,000"]),
        ("0", ["0", "0.2"]),
    ],
)
def test_axes_fit_any_amount(total: str, labels: list[str]) -> None:
    made = drawn(point(0, None), point(1, None), totals={"run_total": total})
    assert made is not None
    assert [tick["label"] for tick in made["money_ticks"]] == labels
    assert 0 <= made["run_total"] <= made["money_ticks"][-1]["at"] == 1


def test_the_day_that_was_asked_for_is_marked_with_its_figures() -> None:
    made = drawn(point(-1, 1000, 500), point(0, 2000, 1000), point(1, 4000, 900))
    assert made is not None
    assert made["asked"] == {"at": 0.5, "label": "asked 21 Sep: 2,000.00 and 1,000.00", "values": [0.16667, 0.08333]}


def test_a_day_outside_the_curve_is_not_marked() -> None:
    made = drawn(point(1, 2000), point(2, 4000))
    assert made is not None
    assert made["asked"] is None


def test_the_price_breaks_off_where_leaving_is_not_permitted() -> None:
    made = drawn(point(0, None), point(1, 2000, 500), point(2, None), point(3, 3000, 500))
    assert made is not None
    assert [len(part) for part in made["exit"]] == [1, 1]
    assert [y for _, y in made["cost"]] == [0.83333, 0.16667, 0.83333, 0.25]
    assert made["asked"] == {"at": 0.0, "label": "asked 21 Sep: 10,000.00", "values": [0.83333]}


def test_the_dead_zone_begins_when_no_later_day_saves_anything() -> None:
    made = drawn(point(0, 2000), point(1, 10_000), point(2, 9000), point(3, 10_000), point(4, 10_000))
    assert made is not None
    assert made["dead"] == {"at": 0.75, "label": "from 24 Sep leaving saves nothing"}


def test_without_a_dead_zone_none_is_drawn() -> None:
    made = drawn(point(0, 2000), point(1, 3000))
    assert made is not None
    assert made["dead"] is None


def test_days_after_the_end_are_not_drawn() -> None:
    made = drawn(point(0, 2000), point(1, 3000), point(2, None, code="ALREADY_ENDED"))
    assert made is not None
    assert len(made["cost"]) == 2


def key_days(*points: dict[str, Any]) -> list[str]:
    made = drawn(*points)
    assert made is not None
    return [row["date"][:6] for row in made["key_days"]]


def test_the_table_shows_a_cliff_with_the_day_before_it() -> None:
    rising = [point(n, 2000 + 100 * n) for n in range(5)]
    cheaper = [point(n, 100 * n) for n in range(5, 10)]
    assert key_days(*rising, *cheaper) == ["21 Sep", "25 Sep", "26 Sep", "30 Sep"]


def test_every_step_of_a_tariff_is_a_cliff() -> None:
    steps = [point(n, 1000 * (1 + n // 4)) for n in range(12)]
    assert key_days(*steps) == ["21 Sep", "24 Sep", "25 Sep", "28 Sep", "29 Sep", "2 Oct "]


def test_a_steady_rise_has_no_cliff_but_its_dead_zone() -> None:
    rising = [point(n, min(10_000, 2000 + 1000 * n)) for n in range(20)]
    assert key_days(*rising) == ["21 Sep", "29 Sep", "10 Oct"]


@pytest.mark.parametrize("points", [[], [point(0, 2000)], [point(0, 1), point(1, None, code="ALREADY_ENDED")]])
def test_fewer_than_two_days_are_no_curve(points: list[dict[str, Any]]) -> None:
    assert drawn(*points) is None


def test_a_refused_quote_still_shows_later_days() -> None:
    later = (point(0, None), point(1, 2000, 500, forfeited="100.00"), point(2, 3000, 500))
    made = chart(taken_quote(quote=refused("NO_OPEN_RIGHT").quote, curve=later), ZONE)
    assert made is not None
    assert made["run_label"] == "let it run: 10,100.00"


def test_a_refused_quote_without_any_open_day_has_no_curve() -> None:
    assert (
        chart(taken_quote(quote=refused("NO_OPEN_RIGHT").quote, curve=(point(0, None), point(1, None))), ZONE) is None
    )
    assert chart(None, ZONE) is None


# --- targets, letters, settlements, terms --------------------------------------------------------


def one(name: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = view(early(**changes))[name][0]
    return row


def test_a_target_that_nobody_touched_says_so() -> None:
    row = one("targets", targets=(target(1),))
    assert (row["state"], row["before"], row["after"], row["off_at"], row["requests"]) == (
        "not touched",
        "not seen",
        "not seen",
        "",
        [],
    )


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
    }


def test_a_case_closed_for_a_reason_says_it() -> None:
    closed = replace(early().case, closed_at=NOW, closed_why="the comments calmed down")
    assert ["Closed", "21 Sep 2026, 17:00 UTC: the comments calmed down"] in view(early(case=closed))["facts"]


def test_a_missing_signature_is_said(case_file: CaseFile) -> None:
    assert case_file.approval is not None
    half = replace(case_file.approval, signatures=case_file.approval.signatures[:1])
    assert "needs 2 signatures; 1 still missing." in text(replace(case_file, approval=half))
