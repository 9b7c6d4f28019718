"""Whole agreements: the shipped real one, and short ones that tell one story each."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from unpromote.reading.agreement import read_document, reading_json
from unpromote.reading.cues import Category
from unpromote.reading.values import Reading

SHOWN = 0.5
SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
NO_WAY_OUT = "1. Services. The Arena shows the Sponsor's videos.\n2. Fee. The Sponsor shall pay 10,000 in advance.\n"


@pytest.fixture(scope="module")
def sample() -> Reading:
    return read_document(SAMPLES / "agreement.pdf")


def found(reading: Reading, category: Category) -> list[tuple[int | None, str]]:
    sure = (finding for finding in reading.findings if finding.category is category and finding.score >= SHOWN)
    return [(finding.page, finding.clause) for finding in sure]


def proposed(reading: Reading, path: str) -> dict[str, Any]:
    return next(proposal for proposal in reading.proposals if proposal["path"] == path)


def test_every_quote_is_cut_from_the_text(sample: Reading) -> None:
    assert all(finding.quote == sample.document.text[finding.start : finding.end] for finding in sample.findings)
    sources = [proposal["source"] for proposal in sample.proposals if proposal["source"]]
    assert all(source["quote"] == sample.document.text[source["start"] : source["end"]] for source in sources)


def test_a_document_without_pages_says_the_same_without_a_page(tmp_path: Path) -> None:
    path = tmp_path / "deal.html"
    path.write_text(
        "<p>1. Either party may terminate this Agreement for any reason upon 30 days prior written notice.</p>"
    )
    reading = read_document(path)
    assert found(reading, Category.CONVENIENCE) == [(None, "1")]
    assert [fact.values["notice_days"] for fact in reading.facts if fact.kind == "terminate_without_cause"] == [30]


def test_the_way_out_without_a_cause_is_found_with_page_and_words(sample: Reading) -> None:
    assert (7, "14.2") in found(sample, Category.CONVENIENCE)
    right = next(right for right in sample.terms["rights"] if right["ground"] == "convenience")
    assert right["clause"] == "14.2"
    assert right["holders"] == ["advertiser", "media"]
    assert right["notice"] == {"n": 60, "unit": "days", "count": "exclusive"}


def test_a_right_that_opens_later_is_marked_for_a_look_at_the_date(sample: Reading) -> None:
    ground = next(proposal for proposal in sample.proposals if proposal["value"] == "convenience")
    assert ground["note"] == "only after contract year 2: check the date"


def test_the_way_out_for_a_breach_is_the_sponsors_after_fifteen_days(sample: Reading) -> None:
    right = next(right for right in sample.terms["rights"] if right["clause"] == "14.1")
    assert (right["ground"], right["holders"]) == ("breach", ["advertiser"])
    assert right["needs"] == {"fact": "breach", "by": "media"}
    assert right["cure"] == {"n": 15, "unit": "days", "count": "exclusive"}
    assert right["notice"] is None


def test_force_majeure_that_only_excuses_is_no_right(sample: Reading) -> None:
    assert found(sample, Category.FORCE_MAJEURE) == [
        (9, "15.14"),
        (9, "15.14"),
    ]  # the rule, and what to do "in such event"
    assert not [right for right in sample.terms["rights"] if right["ground"] == "force_majeure"]


def test_parties_play_the_parts_that_the_agreement_shows(sample: Reading) -> None:
    parts = {party["name"]: party["role"] for party in sample.terms["parties"]}
    assert parts == {"Newegg Inc.": "advertiser", "Allied Esports International, Inc.": "media"}


def test_what_the_agreement_does_not_say_is_asked_and_stays_out_of_the_terms(sample: Reading) -> None:
    for path in ("currency", "time_zone", "calendar.holidays"):
        assert proposed(sample, path)["status"] == "absent"
    assert not {"currency", "time_zone", "calendar"} & set(sample.terms)
    assert any(problem.problem.startswith("currency: ") for problem in sample.problems)


def test_term_law_and_receipt_are_read(sample: Reading) -> None:
    assert sample.terms["term"] == {"from": "2019-02-01", "to": "2024-01-31"}
    assert sample.terms["governing_law"] == "State of California"
    assert sample.terms["notice_receipt"]["post"] == {"rule": "plus_business_days", "n": 5}


def test_the_agreement_answers_with_page_and_words(sample: Reading) -> None:
    values = {one["path"]: one for one in sample.values}
    assert values["expiration"]["value"] == {"on": "2024-01-31"}
    assert values["governing_law"]["value"] == sample.terms["governing_law"]
    for one in values.values():
        start, end, page = (one["source"][key] for key in ("start", "end", "page"))
        assert (sample.document.text[start:end], page) == (one["source"]["quote"], sample.document.page_at(start))


def test_a_default_is_visible(sample: Reading) -> None:
    count = next(proposal for proposal in sample.proposals if proposal["path"].endswith("notice.count"))
    assert (count["value"], count["status"]) == ("exclusive", "default")


def test_facts_carry_who_and_days(sample: Reading) -> None:
    fact = next(fact for fact in sample.facts if fact.kind == "terminate_without_cause")
    assert fact.values == {"who": "Each Party", "notice_days": 60}
    assert fact.findings[0].page == 7


def test_the_order_under_it_gives_what_it_lacks() -> None:
    terms = read_document(SAMPLES / "order.txt").terms
    assert (terms["currency"], terms["time_zone"]) == ("USD", "America/Los_Angeles")
    assert terms["calendar"] == {"weekend": ["Sat", "Sun"], "open": "09:00", "close": "17:00"}
    assert terms["fees"] == [
        {"id": "fee-1", "clause": "3", "calc": {"rate": "0.1", "base": "undelivered_at_effective"}}
    ]
    assert terms["creators"]["advance"] == "clawback"
    assert terms["refund"]["within"] == {"n": 30, "unit": "days", "count": "exclusive"}


def test_the_orders_kill_fees_are_read_stage_by_stage() -> None:
    kill = read_document(SAMPLES / "order.txt").terms["creators"]["kill"]["brand"]
    assert kill == {"contracted": "0", "briefed": "0.25", "draft_submitted": "0.5", "approved": "1", "published": "1"}


def test_an_agreement_without_a_way_out_gives_no_right(read: Callable[[str], Reading]) -> None:
    reading = read(NO_WAY_OUT)
    assert "rights" not in reading.terms
    assert reading.problems[0].problem == "no right to cancel was found"
    assert not found(reading, Category.CONVENIENCE)


def test_a_right_for_a_cause_alone_is_no_right_without_one(read: Callable[[str], Reading]) -> None:
    reading = read(
        "9. The Sponsor may terminate this Agreement if the Arena fails to cure a breach within ten (10) days."
    )
    assert [right["ground"] for right in reading.terms["rights"]] == ["breach"]
    assert reading.problems[0].problem == "no right to cancel without a cause was found"


def test_a_refusal_is_no_right(read: Callable[[str], Reading]) -> None:
    reading = read("9. This order is non-cancelable. Neither party may terminate this Agreement for convenience.")
    assert "rights" not in reading.terms
    assert found(reading, Category.WINDOW)


def test_terms_that_stand_elsewhere_and_blacked_out_words_are_said_aloud(read: Callable[[str], Reading]) -> None:
    reading = read(
        "The 4A's/IAB standard terms apply. The fee is [***]. The Sponsor may cancel for any reason on 9 days' notice."
    )
    problems = [problem.problem for problem in reading.problems]
    assert "the agreement refers to standard terms" in problems
    assert "parts are blacked out ([***])" in problems


def test_the_json_form_is_plain_and_whole(sample: Reading) -> None:
    shown = json.loads(json.dumps(reading_json(sample)))
    parts = {"file", "sha256", "pages", "text", "findings", "facts", "terms", "unclear", "proposals", "problems"}
    parts |= {"values"}
    assert set(shown) == parts
    assert shown["pages"] == 10
    assert {"category", "start", "end", "page", "quote", "score"} <= set(shown["findings"][0])
    assert {"kind", "spans", "pages", "quotes"} <= set(shown["facts"][0])


@pytest.mark.usefixtures("without_ocr")
def test_a_problem_is_one_line_with_place_and_mend(make_pdf: Callable[..., Path]) -> None:
    problems = reading_json(read_document(make_pdf("Text.", None)))["problems"]
    assert problems[0].startswith("page 2: the page has no text (OCR is needed")
