"""The page of delivery: when it stops, at once, who stands by it, again and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders
from unpromote.domain.delivery import Above, Level, Route, TargetState, WriteReceipt
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record
from web.pages import PAGE, every, words

FIRE = StoppedAtOnce(at=builders.NOW, by="ana", why="the public is furious")


def now():
    return queries.case_at_work("case_1")


def refused(answer, status=409):
    assert answer.status_code == status
    return words(answer, "[role=alert]")


def act(browser, what, **form):
    return browser.post(f"{PAGE}delivery/{what}/", form, follow=True)


# --- when


def test_a_time_is_chosen_on_the_clock_of_the_agreement(ana):
    builders.saved_case("quoted")
    answer = act(ana, "schedule", stop_at="2030-01-07T06:00")
    assert now().stop_at.isoformat() == "2030-01-07T06:00:00-08:00"
    assert "Delivery stops at 7 Jan 2030" in words(answer, "section[aria-labelledby=delivery]")
    assert "as soon as the quote is approved" in words(act(ana, "schedule", stop_at=""))


@pytest.mark.parametrize(("typed", "status"), [("2020-01-01T00:00", 409), ("soon", 422)])
def test_a_time_that_is_over_or_none_is_refused(ana, typed, status):
    case = builders.saved_case("quoted")
    refused(act(ana, "schedule", stop_at=typed), status)
    assert now() == case


# --- at once


def test_what_spends_fastest_stands_first_in_the_plan_and_in_the_form(ana):
    slow, fast = builders.target(1, pace=builders.usd("5.00")), builders.target(2, pace=builders.usd("900.00"))
    builders.saved_case("opened", targets=(slow, fast))
    page = ana.get(PAGE)
    assert [value.split()[2] for value in every(page, "#at-once .check")] == ["2", "1"]
    assert "they spend $905.00 a day" in words(page, ".calls")


def test_ana_stops_at_once_what_she_ticks(ana):
    builders.saved_case("opened")
    answer = act(ana, "at-once", why="fire", targets=["t2"])
    assert "has to ratify it within a day" in words(answer, "[role=status]")
    assert "You ordered it" in words(answer, "#emergency")
    assert words(answer, ".next").startswith("Next The emergency stop has to be ratified by somebody else")
    assert [kind.kind for kind in queries.open_commands(Person("ana", {builders.BRAND: False}), "case_1")] == [
        "StopBatch",
        "WatchRatification",
    ]


def test_nothing_ticked_never_means_everything(ana):
    case = builders.saved_case("opened")
    answer = act(ana, "at-once", why="fire")
    assert "nothing is ticked" in refused(answer, 422)
    assert 'value="fire"' in answer.content.decode()
    assert now() == case


def test_an_emergency_needs_its_reason(ana):
    case = builders.saved_case("opened")
    assert "Say why delivery cannot wait" in refused(act(ana, "at-once", why=" ", targets=["t1"]))
    assert now() == case


def test_a_long_list_is_cut_and_its_rest_can_be_meant_too(ana):
    many = tuple(
        builders.target(n, external_id=f"18{n:017}", route=Route.BY_HAND if n > 101 else Route.API)
        for n in range(1, 104)
    )
    builders.saved_case("opened", targets=many)
    shown = every(ana.get(PAGE), "#at-once .check")
    assert (len(shown), shown[-1]) == (101, "And the 3 others")
    act(ana, "at-once", why="fire", targets=["t1"], rest="yes")
    assert [t.id for t in now().targets if t.state is TargetState.BY_HAND] == ["t102", "t103"]


def test_once_approved_there_is_no_emergency_left(ana):
    builders.saved_case("stopping")
    page = ana.get(PAGE)
    assert (every(page, "#at-once"), every(page, "#stop-at")) == ([], [])


# --- who stands by it


def test_ben_ratifies_what_ana_stopped(ana, ben):
    record(builders.saved_case("opened").id, FIRE)
    assert every(ana.get(PAGE), "#emergency button") == []
    assert every(ben.get(PAGE), "#emergency button") == ["Ratify the emergency stop"]
    answer = act(ben, "ratify")
    assert "Ratified on" in words(answer, "#emergency")
    assert now().emergency.ratified_by == "ben"


def test_whoever_may_not_approve_is_told_whom_to_ask(ana):
    record(builders.saved_case("opened").id, StoppedAtOnce(at=builders.NOW, by="ben", why="fire"))
    assert "ask somebody who may approve" in words(ana.get(PAGE), "#emergency")
    assert "may not approve" in refused(act(ana, "ratify"))


def test_the_page_follows_an_emergency_as_it_follows_a_stop(ana):
    builders.saved_case("opened")
    assert "hx-get" not in ana.get(PAGE).content.decode()
    record("case_1", FIRE)
    assert "hx-get" in ana.get(PAGE).content.decode()


# --- again, and undone


def test_what_is_still_on_is_stopped_again(ana):
    case = builders.saved_case("opened")
    record(case.id, FIRE)
    record(case.id, builders.stop_observed(*case.targets, status="ENABLE"))
    assert every(ana.get(PAGE), "[id^=again-]") == ["", ""]
    assert "being stopped again" in words(act(ana, "again", targets=["t1"]), "[role=status]")
    assert now().targets[0].state is TargetState.PLANNED


def test_undoing_says_what_was_spent_and_is_an_approvers(ana, ben):
    builders.saved_case("settling")
    assert "Only somebody who may approve" in words(ana.get(PAGE))
    assert "$0.00 spent since the case was opened, as of 21 Sep 2026" in words(ben.get(PAGE), ".check")
    told = words(act(ben, "undo", targets=["t1"], why="a mistake"), "[role=status]")
    assert told == "It is being switched on again. What was spent does not come back."
    assert "may not approve" in refused(act(ana, "undo", targets=["t1"], why="a mistake"))


def test_what_was_not_read_yet_is_not_called_nothing(ben):
    builders.saved_case("off")
    assert "has not been read yet" in words(ben.get(PAGE), "section[aria-labelledby=delivery]")


# --- by hand


def test_a_persons_step_has_its_last_hour_its_proof_and_what_is_final(ana):
    booked = builders.target(1, kind="reach_frequency", route=Route.BY_HAND)
    record(builders.saved_case("opened", targets=(booked,)).id, FIRE)
    page = words(ana.get(PAGE), "section[aria-labelledby=delivery]")
    assert "until 22 Sep 2026" in page
    assert "Cannot be undone: A booking that was cancelled" in page
    answer = ana.post(PAGE + "delivery/", {"target": "t1", "proof": "a screenshot"}, follow=True)
    assert "Noted: it was stopped by hand." in words(answer, "[role=status]")


def test_a_step_for_many_names_some_and_counts_the_others(ana):
    mine = tuple(builders.target(n, external_id=f"18{n:017}", route=Route.BY_HAND) for n in range(1, 13))
    builders.saved_case("opened", targets=mine)
    assert words(ana.get(PAGE), ".stops .plain strong").endswith("Arena autumn 10 and 2 more")


# --- for good

FINAL = builders.target(2, final="It does not come back.")
HELD = (builders.target(1), FINAL)


def test_what_cannot_be_undone_is_no_choice_of_an_emergency(ana):
    builders.saved_case("opened", targets=HELD)
    page = ana.get(PAGE)
    assert [value.split()[2] for value in every(page, "#at-once .check")] == ["1"]
    assert "It does not come back." in words(page, "#to-confirm")
    assert "Only somebody who may approve can confirm it" in words(page, "#to-confirm")
    assert every(page, "#to-confirm input") == []


def test_ben_types_the_reference_to_stop_it_for_good(ana, ben):
    builders.saved_case("stopping", targets=(FINAL,))
    page = ben.get(PAGE)
    assert "Waits for the typed confirmation" in words(page, "#targets")
    assert words(page, ".next").startswith("Next Stopping Arena autumn 2 cannot be undone")
    assert "To stop Arena autumn 2 for good, type UP-ABCDEFGH" in words(page, "#to-confirm")
    answer = act(ben, "confirm-final", target="t2", typed="UP-ABCDEFGH")
    assert "it is stopped for good" in words(answer, "[role=status]")
    assert (now().targets[0].state, now().targets[0].confirmed_by) == (TargetState.PLANNED, "ben")
    assert "Confirmed by ben" in words(answer, "#targets")
    assert "Cannot be undone: It does not come back." in words(answer, ".calls")


@pytest.mark.parametrize("typed", ["", "yes", "up-abcdefgh"])
def test_another_word_stops_nothing(ben, typed):
    case = builders.saved_case("stopping", targets=(FINAL,))
    assert "type UP-ABCDEFGH exactly" in refused(act(ben, "confirm-final", target="t2", typed=typed))
    assert now() == case


# --- with a file, step by step, with a window


def test_a_person_reads_the_steps_and_hands_in_the_screenshot(ana):
    boost = builders.target(1, kind="promote", route=Route.BY_HAND)
    builders.saved_case("stopping", targets=(boost,))
    assert "Open the TikTok app" in words(ana.get(PAGE), ".stops ol")
    assert ana.get(PAGE).content.decode().count('name="file" type="file" required') == 1
    form = {"target": "t1", "proof": "ended", "file": SimpleUploadedFile("ended.png", b"a picture")}
    assert "stopped by hand" in words(ana.post(f"{PAGE}delivery/", form, follow=True))
    assert now().targets[0].proof_file == "ev1"


def test_where_only_words_were_given_the_file_can_follow(ana):
    boost = builders.target(1, kind="promote", route=Route.BY_HAND)
    builders.saved_case("stopping", targets=(boost,))
    ana.post(f"{PAGE}delivery/", {"target": "t1", "proof": "ended"}, follow=True)
    page = ana.get(PAGE).content.decode()
    assert ('value="ended"' in page, 'id="file-t1"' in page) == (True, True)


def test_ben_chooses_the_postback_window_with_the_word(ben):
    seen = replace(builders.observation(builders.target(), "ENABLE"), for_good="the quota comes back later")
    builders.saved_case("quoted", targets=(builders.target(before=seen, final="the quota comes back later"),))
    assert "MODE3: up to 41 days" in words(ben.get(PAGE), "#to-confirm select")
    act(ben, "confirm-final", target="t1", typed="UP-ABCDEFGH", window="MODE3")
    assert now().targets[0].window == "MODE3"


def test_a_target_tells_what_it_was_stopped_with(ana):
    above = Above(Level.CAMPAIGN, "10", "Autumn")
    written = WriteReceipt(("10",), "DISABLE", "req-9", "log", builders.NOW)
    below = builders.target(1, level=Level.ADGROUP, state=TargetState.OFF, above=above, write=written)
    builders.saved_case("quoted", targets=(below, builders.target(2, level=Level.AD)))
    page = words(ana.get(PAGE), "section[aria-labelledby=delivery]")
    assert "Told Autumn above it: DISABLE" in page
    assert "it switches the whole campaign" in page
