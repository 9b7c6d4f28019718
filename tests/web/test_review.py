"""The review of what was read: the words on their page, what each decides, one button for each answer."""

from __future__ import annotations

import pytest

import builders as b
import reviewing
from reviewing import NO_ZONE, SAID, THIRTY, ZONE, says
from unpromote.services import people, queries
from web import real
from web.pages import PAGE, every, tree, words

REVIEW = f"{PAGE}review/"
SENT = "sent_at=2026-09-21T17:00:00%2B00:00"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


@pytest.fixture
def read(ana, tmp_path):
    """A function that hands over what was read."""
    return lambda *said, **changes: reviewing.handed(tmp_path, *said, **changes)


def case_now():
    return queries.case(people.person("ana"), "UP-ABCDEFGH")


def looked_at(client, path, **query):
    return client.get(REVIEW, {"at": path, "sent_at": "2026-09-21T17:00:00+00:00"} | query)


def say(client, path, **said):
    return client.post(f"{REVIEW}decide/", {"path": path} | said, follow=True)


def test_the_point_that_decides_most_comes_first_with_its_words_and_figures(ana, read):
    read()
    page = ana.get(f"{REVIEW}?{SENT}")
    assert words(page, "h1") == "Right conv, notice"
    assert words(page, ".progress") == "0 of 6 looked at, 4 of the rest decide money"
    assert words(page, ".decides") == "Decides $54,000.00, moves the last day by 60 days"
    assert words(page, ".words q") == "cancel upon sixty (60) days notice"
    assert every(page, "mark") == ["cancel upon sixty (60) days notice"]
    assert every(page, ".outcomes tbody tr") == [
        "60 days, exclusive $87,000.00 21 Nov 2026",
        "Nothing there $33,000.00 21 Sep 2026",
    ]


def test_the_case_leads_to_the_review_until_the_terms_are_confirmed(ana, read):
    read()
    assert REVIEW in [link.attributes["href"] for link in tree(ana.get(PAGE)).css(".next a")]
    real.confirm_terms(people.person("ana"), "case_1", b.TERMS, now=b.NOW)
    assert REVIEW not in [link.attributes["href"] for link in tree(ana.get(PAGE)).css("a")]
    assert words(ana.get(REVIEW), "h1") == "Nothing waits to be looked at"


def test_an_accepted_point_is_followed_by_the_next(ana, read):
    read()
    page = say(ana, "rights[0].notice", decided="accepted", then="rights[0]")
    assert page.redirect_chain == [(f"{REVIEW}?at=rights%5B0%5D", 302)]
    assert (words(page, "h1"), case_now().decisions[0].path) == ("Right conv", "rights[0].notice")


def test_points_are_walked_through_forth_and_back(ana, read):
    read()
    html = tree(looked_at(ana, "rights[0]"))
    links = {link.attributes["data-key"]: link.attributes["href"] for link in html.css(".parts-nav [data-key]")}
    assert links == {"k": "?at=rights%5B0%5D.notice", "j": "?at=rights%5B0%5D.holders"}


def test_a_correction_is_typed_with_the_words_it_rests_on(ana, read):
    read()
    typed = {"value:rights[0].notice.n": "30", "value:rights[0].notice.unit": "days"}
    say(ana, "rights[0].notice", decided="corrected", words="Sixty (60)", document="deal.txt", page="1", **typed)
    (made,) = case_now().decisions
    assert (made.value, made.words.quote) == (THIRTY, "sixty\n(60)")
    assert "Already corrected by ana, on words of the agreement: 30 days" in words(looked_at(ana, "rights[0].notice"))


def test_words_that_are_not_there_are_refused_and_nothing_has_to_be_typed_twice(ana, read):
    read()
    typed = {"value:rights[0].notice.n": "30", "words": "thirty days", "document": "deal.txt", "page": "x"}
    page = say(ana, "rights[0].notice", decided="corrected", **typed)
    assert (page.status_code, case_now().decisions) == (422, ())
    assert "these words are not on page 1 of deal.txt" in words(page, "[role=alert]")
    assert tree(page).css_first("[name='value:rights[0].notice.n']").attributes["value"] == "30"
    assert words(page, "#words") == "thirty days"


def test_a_reading_is_chosen_or_left_open_by_one_button(ana, read):
    read(NO_ZONE, *SAID, unclear=(ZONE,), time_zone=None)
    page = looked_at(ana, "time_zone")
    assert every(page, ".answers button")[:2] == ["It is UTC 1", "It is America/Los_Angeles 2"]
    assert "Accept" not in "".join(every(page, ".answers button"))
    say(ana, "time_zone", decided="left_open")
    assert case_now().decisions[0].decided.value == "left_open"
    say(ana, "time_zone", reading="1")
    assert case_now().decisions[0].value == "America/Los_Angeles"


def test_what_is_no_list_of_fields_is_typed_as_json(ana, read):
    read(creators=None)
    page = looked_at(ana, "creators")
    assert words(page, ".decides") == "Needed before anything can be quoted"
    assert tree(page).css_first("#value-json") is not None
    refused = say(ana, "creators", decided="corrected", json="{")
    assert "this is no JSON" in words(refused, "[role=alert]")
    say(ana, "creators", decided="corrected", json='{"clause": "4"}')
    assert case_now().decisions[0].value == {"clause": "4"}


def test_an_item_is_renamed_by_its_clause_and_rejected_as_a_whole(ana, read):
    read()
    fields = [field.attributes["name"] for field in tree(looked_at(ana, "rights[0]")).css(".correct input[id^=value]")]
    assert fields == ["value:rights[0].clause", "value:rights[0].ground"]
    say(ana, "rights[0]", decided="corrected", **{"value:rights[0].clause": "8.1"})
    assert case_now().decisions[0].value == {"id": "conv", "clause": "8.1", "ground": "convenience"}
    say(ana, "fees[0]", decided="rejected")
    assert "Fee early" in words(ana.get(REVIEW), "aside")
    assert "rejected by ana" in words(ana.get(REVIEW), "aside")


def test_a_period_that_is_none_can_be_given_and_what_is_nested_is_typed_as_json(ana, read):
    rights = [{**b.TERMS["rights"][0], "notice": None}]
    calc = {"greater_of": [{"flat": "10.00"}, {"rate": "0.1", "base": "budget"}]}
    fees = [{**b.TERMS["fees"][0], "calc": calc}]
    read(says("rights[0].notice", None), says("fees[0].calc", calc), rights=rights, fees=fees)
    html = tree(looked_at(ana, "rights[0].notice"))
    assert words(looked_at(ana, "rights[0].notice"), ".correct label") == "How many"
    assert [field.attributes["name"][-5:] for field in html.css(".correct input[id^=value]")] == ["ice.n", ".unit"]
    assert tree(looked_at(ana, "fees[0].calc")).css_first("#value-json") is not None


def test_an_emptied_field_says_that_nothing_is_agreed(ana, read):
    read()
    say(ana, "governing_law", decided="corrected", **{"value:governing_law": ""})
    assert case_now().decisions[0].value is None


def test_what_changes_nothing_is_accepted_together_and_all_is_confirmed(ana, read):
    read()
    page = ana.post(f"{REVIEW}rest/", follow=True)
    assert "points that change nothing were accepted together." in words(page, "[role=status]")
    refused = ana.post(f"{REVIEW}confirm/")
    assert (refused.status_code, "still to look at" in words(refused, "[role=alert]")) == (409, True)
    for path in ("rights[0].notice", "rights[0]", "rights[0].holders", "fees[0]"):
        if path not in {one.path for one in case_now().decisions}:
            say(ana, path, decided="accepted")
    assert words(ana.get(REVIEW), "h1") == "Every point was looked at"
    page = ana.post(f"{REVIEW}confirm/", follow=True)
    assert "The terms are confirmed." in every(page, "[role=status]")
    assert case_now().terms["rights"][0]["notice"]["n"] == 60


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"decided": "guessed"}, 422, "no answer was given"),
        ({"reading": "7"}, 422, "no reading was chosen"),
        ({"decided": "left_open"}, 409, "no readings to quote over"),
        ({"decided": "accepted", "path": "rights[7]"}, 422, "no point"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(ana, read, said, status, told):
    read()
    page = ana.post(f"{REVIEW}decide/", {"path": "rights[0].notice"} | said)
    assert (page.status_code, told in words(page, "[role=alert]"), case_now().decisions) == (status, True, ())


def test_what_figures_stand_on_and_what_they_lack_is_said(ana, read):
    gap = says("fees[1].calc", None, "absent", note="no figure", source=None)
    fees = [*b.TERMS["fees"], {"id": "late", "clause": "9"}]
    read(NO_ZONE, *SAID, gap, unclear=(ZONE,), time_zone=None, currency=None, fees=fees)
    page = looked_at(ana, "fees[1].calc")
    assert "Keeps its item out of the figures" in words(page, ".decides")
    assert "No words of a document were read for this." in words(page)
    page = looked_at(ana, "rights[0].notice", sent_at="yesterday")
    assert "Figures stand on: currency USD." in words(page)
    assert "In no figure: fees[1]" in words(page)


def test_why_nothing_can_be_quoted_is_said(ana, read):
    read(time_zone="Mars/Olympus")
    page = looked_at(ana, "rights[0].notice", sent_at="2026-09-21")
    assert "No quote can be computed yet" in words(page)
    assert words(page, ".decides") == "In no figure yet"


def test_a_point_of_a_pdf_shows_its_page_with_the_words_marked(ana):
    real.handed_in()
    page = looked_at(ana, "rights[2].notice")
    assert tree(page).css("svg .asked rect")
    assert words(page, ".words cite") == "agreement.pdf, page 7"
    assert every(page, "mark")[0].startswith("Each Party may also terminate")


def test_a_value_entered_by_hand_bears_no_quotation_marks(ana, read):
    read()
    say(ana, "governing_law", decided="corrected", **{"value:governing_law": "State of Nevada"})
    ana.post(f"{REVIEW}rest/")
    for path in ("rights[0].notice", "rights[0]", "rights[0].holders", "fees[0]"):
        say(ana, path, decided="accepted")
    ana.post(f"{REVIEW}confirm/")
    shown = words(ana.get(PAGE), "section[aria-labelledby=agreement]")
    assert "State of Nevada 1 by hand" in shown
    assert "entered by ana" in shown
    assert "" not in every(ana.get(PAGE), "q")


def test_dan_finds_no_review(dan, read):
    read()
    assert dan.get(REVIEW).status_code == 404
    for act in ("decide/", "rest/", "confirm/"):
        assert dan.post(f"{REVIEW}{act}", {"path": "rights[0]", "decided": "accepted"}).status_code == 404
    assert case_now().decisions == ()
