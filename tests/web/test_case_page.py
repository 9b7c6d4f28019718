"""The page of a case: the answer, the figures behind it, what is to do, and everything that happened."""

from __future__ import annotations

import pytest

import builders
from unpromote.domain.events import CommandGaveUp, QuoteTaken, TermsConfirmed
from unpromote.services import people
from unpromote.services.agreement import confirm_terms
from unpromote.services.quote import take_quote
from unpromote.services.record import record
from unpromote.store import events
from web.pages import PAGE, every, words

EFFECT = "with effect from 21 Nov 2026, 00:00 PST"
ALLOWED = f"You may cancel for convenience under Agreement 14.2, {EFFECT}; leaving costs $67,000.00."


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("opened", "The case is open; the agreement has not been handed in."),
        ("reading", "The agreement is being read."),
        ("review", "The agreement has been read; its terms are to be confirmed."),
        ("ready", "The terms are confirmed; the quote is to be taken."),
        ("quoted", ALLOWED),
        ("stopping", "Delivery is being stopped: 0 of 2 targets off, 0 proven."),
        ("off", "Delivery is being stopped: 2 of 2 targets off, 0 proven."),
        ("rechecked", "Everything is off and the spend stands still; 6 things still open."),
        ("emil settled", "Everything is off and the spend stands still; nothing is open any more."),
        ("packed", "Closed on 23 Sep 2026, 07:00 PDT: everything is settled."),
    ],
)
def test_one_sentence_says_where_the_case_stands(ana, moment, answer):
    builders.saved_case(moment)
    assert words(ana.get(PAGE), "h1 .answer") == answer


@pytest.mark.parametrize(
    ("moment", "who", "step"),
    [
        ("opened", "ana", "Hand in the agreement"),
        ("reading", "ana", "Nothing to do"),
        ("review", "ana", "Compare the proposed terms"),
        ("ready", "ana", "Take the quote"),
        ("quoted", "ana", "Ask somebody who may approve"),
        ("quoted", "ben", "Read the quote and approve it"),
        ("signed once", "ben", "ben has signed; the price is above the limit, so a second person has to sign."),
        ("signed once", "ana", "so a second person has to sign."),
        ("signed once", "bea", "read the quote and sign as the second person"),
        ("stopping", "ana", "Nothing to do: the software switches off"),
        ("rechecked", "ana", "Settle what is still open"),
        ("emil settled", "ana", "Close the case."),
        ("packed", "ana", "Nothing: the case is closed"),
    ],
)
def test_everyone_is_told_their_own_next_step(at_desk, moment, who, step):
    desk = at_desk(who)
    builders.saved_case(moment)
    assert step in words(desk.get(PAGE), ".next")


def test_the_rail_marks_one_step_as_present(ana):
    builders.saved_case("quoted")
    page = ana.get(PAGE)
    assert every(page, "[aria-current=step]") == ["Approval"]
    assert every(page, ".rail .done") == ["Agreement (done)", "Quote (done)"]


def test_each_line_of_the_quote_has_its_clause_formula_and_way(ana):
    builders.saved_case("quoted")
    lines = every(ana.get(PAGE), "section[aria-labelledby=quote] table:not(.totals) tbody tr:not(.how)")
    assert lines[2] == "Fee “early exit” Order 3, advertiser → media 0.10 \N{MULTIPLICATION SIGN} 39000 $3,900.00"
    assert len(lines) == 3


def test_each_total_is_explained(ana):
    builders.saved_case("quoted")
    totals = every(ana.get(PAGE), ".totals tbody tr")
    meaning = "Price of leaving Notice, fees, creators and what is forfeited, less resale."
    assert f"{meaning} = notice delivery $61,000.00 + fees" in " ".join(totals)
    assert "Forfeited" not in " ".join(totals)  # nothing is
    assert len(totals) == 10


def test_a_right_that_is_not_open_says_why(ana):
    builders.saved_case("quoted")
    assert "Breach: nothing is proven that opens it." in words(ana.get(PAGE))


def test_a_quote_without_a_right_says_no_and_offers_nothing_to_sign(ben):
    case = builders.saved_case("ready")
    blocked = [{"right": "breach", "code": "CURE_RUNNING", "until": "2026-09-30T00:00:00-07:00"}]
    refused = {"permitted": False, "code": "NO_OPEN_RIGHT", "blocked": blocked}
    refused["earliest_permitted_at"] = "2026-09-30T00:00:00-07:00"
    taken = builders.taken_quote(permitted=False, price=builders.usd("0"), quote=refused, curve=(), settlements=())
    record(case.id, QuoteTaken(at=builders.NOW, by="ana", quote=taken))
    page = ben.get(PAGE)
    no = "Cancelling is not allowed now: no right in the agreement is open; a right opens on 30 Sep 2026, 00:00 PDT."
    assert words(page, "h1 .answer") == no
    assert "Breach: the other side may still cure the breach, until 30 Sep 2026, 00:00 PDT." in words(page)
    assert "Approve" not in words(page)
    assert "Wait for the day on which a right opens" in words(page, ".next")


def test_a_real_refusal_is_shown_with_what_each_day_would_cost(ana):
    terms = builders.TERMS | {"rights": [builders.TERMS["rights"][0] | {"holders": ["media"]}]}
    asker = people.person("ana")
    case = confirm_terms(asker, builders.saved_case("opened").id, terms, now=builders.NOW)
    take_quote(asker, case.id, method="email", now=builders.NOW)
    page = ana.get(PAGE)
    assert "Cancelling is not allowed now: no right in the agreement is open" in words(page, "h1 .answer")
    assert every(page, ".curve-table tbody tr")[0] == "21 Sep 2026 not allowed $125,400.00 \N{EN DASH} $0.00"


def test_a_promotion_that_runs_out_first_is_said_to(ana):
    case = builders.saved_case("ready")
    taken = builders.taken_quote(quote={**builders.QUOTE, "effect": "expires_first", "clause": "14.2"})
    record(case.id, QuoteTaken(at=builders.NOW, by="ana", quote=taken))
    assert "under clause 14.2, but the promotion runs out first, on" in words(ana.get(PAGE), "h1")


def test_what_was_assumed_and_what_else_is_open_stands_beside_the_quote(ana):
    case = builders.saved_case("ready")
    other = {"ground": "force_majeure", "clause": "15.14", "totals": {"exit_cost": "70000.00"}}
    other["effective_at"] = "2026-10-01T00:00:00-07:00"
    told = {"alternatives": [other], "assumptions": ["a refund is assumed"], "warnings": ["the fee may be a penalty"]}
    taken = builders.taken_quote(quote=builders.QUOTE | told)
    record(case.id, QuoteTaken(at=builders.NOW, by="ana", quote=taken))
    page = ana.get(PAGE)
    assert every(page, ".warned") == ["A refund is assumed.", "The fee may be a penalty."]
    assert "Force majeure, 15.14: with effect from 1 Oct 2026, 00:00 PDT; leaving costs $70,000.00." in words(page)


def test_terms_stand_with_the_page_and_the_exact_words(ana):
    builders.saved_case("quoted")
    page = ana.get(PAGE)
    terms = every(page, ".cited > div")
    assert "Notice 60 days, exclusive 1" in terms
    assert every(page, ".terms .cites li") == ["at least sixty (60) calendar days prior agreement.pdf, page 7"]
    assert "Calc 0.10 \N{MULTIPLICATION SIGN} undelivered at effective" in terms


def test_what_the_reader_could_not_settle_is_said(ana):
    builders.saved_case("review")
    assert "no currency is stated: give it" in words(ana.get(PAGE), "section[aria-labelledby=agreement]")


def test_targets_show_their_receipts_and_samples(ana):
    builders.saved_case("settling")
    target = words(ana.get(PAGE), ".targets > li")
    assert "Arena autumn 1 Proven off Campaign 1801230000000000101, account 7200000000000000011" in target
    assert "Told: DISABLE req-write" in target
    assert "21 Sep 2026, 13:00 PDT req-report $10,000.00" in target


def test_before_anybody_is_told_it_says_who_will_be(ana):
    builders.saved_case("quoted")
    assert "Cleo Marsh <cleo@creators.example>" in words(ana.get(PAGE), "section[aria-labelledby=messages]")


def test_what_the_other_side_wrote_can_be_read(ana):
    builders.saved_case("support answered")
    letters = every(ana.get(PAGE), ".letter.theirs")
    assert len(letters) == 1
    assert "We confirm the cancellation." in letters[0]


def test_settlements_show_due_paid_and_which_way_it_goes(ana):
    builders.saved_case("emil settled")
    emil = words(ana.get(PAGE), "article[aria-labelledby=creator-emil]")
    assert "Due $600.00 Paid before $1,200.00 To claw back $600.00 By 21 Dec 2026" in emil
    assert "Released by ben. Payment line case_1/emil" in emil


def test_the_timeline_tells_every_event_with_who_when_and_its_hash(ana):
    builders.saved_case("packed")
    entries = every(ana.get(PAGE), ".timeline li")
    assert len(entries) == len(builders.story()) + 1
    assert entries[-1].startswith("The case was opened for northwind over 2 targets. 21 Sep 2026, 10:00 PDT, ana,")
    assert "the software" in entries[0]


def test_an_event_that_came_too_late_is_told_as_such(ana):
    case = builders.saved_case("quoted")
    why = {"event": "ReminderDue", "why": "reminder 1 to Cleo is moot", "data": {}}
    events.append(case.id, {"at": builders.NOW.isoformat(), "by": "unpromote", "kind": "Ignored", "data": why})
    assert "came too late and changed nothing: reminder 1 to Cleo is moot" in words(ana.get(PAGE), ".timeline")


def test_what_happens_next_and_when(ana):
    builders.saved_case("stopping")
    coming = every(ana.get(PAGE), ".coming li")
    assert "TikTok is told to switch off 21 Sep 2026, 10:00 PDT" in coming
    assert "Everyone is told, even if something still runs 21 Sep 2026, 10:15 PDT" in coming


def test_alarms_stand_on_top_and_wait_for_an_answer(ana):
    case = builders.saved_case("stopping")
    record(case.id, CommandGaveUp(at=builders.NOW, by="unpromote", command="StopBatch", problem="the token is wrong"))
    page = ana.get(PAGE)
    assert "1 alarm StopBatch failed: the token is wrong" in words(page, ".head")
    assert "What was done about it" in words(page, "section[aria-labelledby=alarms]")
    assert "Look at the alarms" in words(page, ".next")


def test_evidence_packs_are_named(ana):
    builders.saved_case("packed")
    assert "/nowhere/pack" in words(ana.get(PAGE), "section[aria-labelledby=timeline]")


def test_a_reference_may_be_written_in_small_letters(ana):
    builders.saved_case("quoted")
    assert ana.get(PAGE.lower()).status_code == 200


def test_a_settlement_of_before_formulas_were_kept_still_shows_its_lines(ana):
    case = builders.saved_case("ready")
    old = builders.settlement("cleo", workings=(), duties=())
    record(case.id, QuoteTaken(at=builders.NOW, by="ana", quote=builders.taken_quote(settlements=(old,))))
    cleo = words(ana.get(PAGE), "article[aria-labelledby=creator-cleo] tbody")
    assert cleo == "Video $1,500.00"


def test_an_empty_part_of_the_terms_is_said_to_be_none(ana):
    case = builders.saved_case("review")
    terms = {**builders.TERMS, "pause": {"allowed": False}, "duties": [], "tax": {}}
    record(case.id, TermsConfirmed(at=builders.NOW, by="ana", terms=terms))
    terms = every(ana.get(PAGE), ".cited > div")
    assert {"Allowed no", "Duties none", "Tax none"} <= set(terms)


def test_what_comes_next_says_whom_it_concerns(ana):
    builders.saved_case("emil told")
    coming = every(ana.get(PAGE), ".coming li")
    assert "The next step against silence, if there is no answer Cleo Marsh, 24 Sep 2026, 10:00 PDT" in coming
