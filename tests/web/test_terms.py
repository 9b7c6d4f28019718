"""The terms field by field: each with its words, page and how sure it is; corrected, rejected, filled in, confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

import agreed
import builders as b
from unpromote.services import people, queries
from web import real
from web.pages import PAGE, every, tree, words

DEALS = Path(__file__).parents[1] / "reading" / "deals"
OWN_WILL = "3. The Sponsor may terminate this Agreement for any reason upon ten (10) days' written notice."
FIELDS = f"{PAGE}terms/fields/"
FILLED = {
    "value:currency": "USD",
    "value:time_zone": "America/Los_Angeles",
    "value:calendar.weekend": "Sat, Sun",
    "value:calendar.holidays": "none",
    "value:calendar.open": "09:00",
    "value:calendar.close": "17:00",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def form(page):
    """What a browser would send back as it stands."""
    html, sent = tree(page).css_first("form.checked-terms"), {}
    for field in html.css("input, select"):
        name, chosen = field.attributes.get("name"), field.css_first("option[selected]")
        if field.tag == "select":
            sent[name] = chosen.text() if chosen else ""
        elif field.attributes.get("type") != "checkbox" or "checked" in field.attributes:
            sent[name] = field.attributes.get("value") or ""
    return sent


def terms_now():
    return queries.case(people.person("ana"), "UP-ABCDEFGH").terms


def test_each_field_stands_with_its_words_page_and_how_sure_it_is(ana):
    real.handed_in()
    page = ana.get(FIELDS)
    (notice,) = [row for row in every(page, ".term-field") if "sixty (60)" in row and "stated, confidence" in row][:1]
    assert "agreement.pdf, page 7" in notice
    links = [link.attributes["href"] for link in tree(page).css(".term-field a")]
    assert f"{PAGE}documents/1/pages/7/?term=rights%5B2%5D.notice.n" in links
    assert any("absent No currency is named (a bare $ names none)" in row for row in every(page, ".term-field"))


def test_what_is_proposed_is_filled_in_rejected_and_confirmed(ana):
    real.handed_in()
    sent = form(ana.get(FIELDS)) | FILLED | {"value:rights[2].notice.n": "45"}
    for nth in (0, 1):
        del sent[f"keep:rights[{nth}]"]
    page = ana.post(FIELDS, sent, follow=True)
    assert "The terms are confirmed." in every(page, "[role=status]")
    (right,) = terms_now()["rights"]
    assert (right["clause"], right["notice"]["n"]) == ("14.2", 45)
    assert terms_now()["calendar"]["holidays"] == []


def test_what_is_refused_stays_in_the_form(ana):
    real.handed_in()
    sent = form(ana.get(FIELDS)) | FILLED | {"value:time_zone": "Mars/Olympus"}
    del sent["keep:rights[0]"]
    page = ana.post(FIELDS, sent)
    assert page.status_code == 422
    assert "Mars/Olympus" in words(page, "[role=alert]")
    html = tree(page)
    assert html.css_first("#time_zone").attributes["value"] == "Mars/Olympus"
    assert "checked" not in html.css_first("input[name='keep:rights[0]']").attributes


def test_a_refusal_names_the_item_as_the_form_does_whatever_was_rejected_before_it(ana):
    real.handed_in()
    sent = form(ana.get(FIELDS)) | FILLED | {"value:rights[2].holders": ""}
    del sent["keep:rights[0]"]
    assert "Right conv: field 'holders' is missing" in words(ana.post(FIELDS, sent), "[role=alert]")


def test_confirmed_terms_sent_back_as_they_stand_stay_the_same(ana):
    builders_terms = real.quoted().terms
    ana.post(FIELDS, form(ana.get(FIELDS)))
    assert terms_now() == builders_terms


def test_a_period_that_is_left_open_can_be_given(ana):
    real.handed_in(DEALS / "half-the-fee.txt")
    assert tree(ana.get(FIELDS)).css_first("select[name='value:rights[0].notice.unit']") is not None


def test_a_fee_without_a_figure_waits_for_one_and_keeps_what_is_typed(ana, tmp_path):
    deal = tmp_path / "deal.txt"
    fee = "4. If the Sponsor terminates this Agreement, the Sponsor shall pay a cancellation fee of $250,000."
    deal.write_text(f"{OWN_WILL}\n\n{fee}", encoding="utf-8")
    real.handed_in(deal)
    sent = form(ana.get(FIELDS)) | FILLED
    assert "Fee fee-1: field 'calc' is missing" in words(ana.post(FIELDS, sent), "[role=alert]")
    ana.post(FIELDS, sent | {"value:fees[0].calc.flat": "250000"})
    assert terms_now()["fees"][0]["calc"] == {"flat": "250000"}


def test_where_no_right_was_found_none_can_be_stated(ana, tmp_path):
    deal = tmp_path / "deal.txt"
    deal.write_text("The Sponsor shall pay $250,000 to the Agency on the first day of each month.", encoding="utf-8")
    real.handed_in(deal)
    sent = form(ana.get(FIELDS)) | FILLED
    assert "field 'rights' is missing" in words(ana.post(FIELDS, sent), "[role=alert]")
    ana.post(FIELDS, sent | {"value:rights": "none"})
    assert terms_now()["rights"] == []


def test_layers_and_open_readings_are_not_lost_in_a_form(ana):
    real.quoted(agreed.unclear())
    before = terms_now()
    assert "corrected as a whole" in words(ana.get(FIELDS))
    assert ana.post(FIELDS, {"value:currency": "EUR"}).status_code == 422
    assert terms_now() == before


def test_after_the_approval_terms_are_corrected_no_more(ana):
    b.saved_case("stopping")
    page = ana.post(FIELDS, form(ana.get(FIELDS)))
    assert page.status_code == 409


def test_every_field_has_a_label_of_its_own(ana):
    real.handed_in()
    html = tree(ana.get(FIELDS))
    ids = [field.attributes["id"] for field in html.css(".term-field input, .term-field select")]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {label.attributes["for"] for label in html.css("label")}


def test_dan_sees_no_terms(ana, dan):
    real.handed_in()
    assert ana.get(FIELDS).status_code == 200
    assert dan.get(FIELDS).status_code == dan.post(FIELDS, FILLED).status_code == 404


def chosen(page, label):
    """The field of what is left open, by its label."""
    (row,) = [row for row in tree(page).css(".term-field") if (row.css_first("label").text() == label)]
    return row.css_first("select").attributes["name"]


def test_what_the_agreement_leaves_open_is_settled_or_stays_open(ana):
    real.handed_in()
    page = ana.get(FIELDS)
    zone = chosen(page, "Time zone: how is it read?")
    assert "No time zone is named: whose days count?" in words(page, ".term-field")
    sent = form(page) | FILLED | {"value:time_zone": ""}
    ana.post(FIELDS, sent)
    case = queries.case(people.person("ana"), "UP-ABCDEFGH")
    assert [one.path for one in case.unclear] == ["time_zone"]
    assert (zone, terms_now()["currency"]) == ("open:time_zone", "USD")


def test_a_reading_that_is_chosen_counts(ana):
    real.handed_in()
    page = ana.get(FIELDS)
    ana.post(FIELDS, form(page) | FILLED | {"value:time_zone": "", chosen(page, "Time zone: how is it read?"): "1"})
    assert terms_now()["time_zone"] == "America/Los_Angeles"
    assert queries.case(people.person("ana"), "UP-ABCDEFGH").unclear == ()
