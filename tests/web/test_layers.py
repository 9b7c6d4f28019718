"""What is not the agreement's own is seen as such: a preset's terms, and which document goes before which."""

from __future__ import annotations

import json

import pytest

import agreed
from web import real
from web.pages import PAGE, every, tree, words


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "data": tmp_path}


def test_a_line_that_rests_on_a_preset_has_a_badge_with_its_source(ana):
    real.quoted(agreed.on_a_preset())
    page = ana.get(PAGE)
    assert words(page, "#line-2 .badge") == "preset, general knowledge, to be confirmed"
    how = words(page, "#line-2 + .how")
    assert "4A's/IAB Standard Terms and Conditions 3.0 (2010)" in how
    assert "Not in this agreement." in how
    assert words(page, "#line-1 .badge") == ""


def test_so_have_the_terms_that_it_fills(ana):
    real.quoted(agreed.on_a_preset())
    summaries = every(ana.get(PAGE), ".terms summary")
    assert "Right iab-3.0/fixed from preset iab-3.0 preset, general knowledge, to be confirmed" in summaries
    assert "Creators from order.pdf" in summaries


def test_the_layer_that_won_is_named_with_those_it_goes_before(ana):
    real.quoted(agreed.layers())
    page = ana.get(PAGE)
    assert "Fee early-exit from Order 118, before standard.pdf" in every(page, ".terms summary")
    assert "Order 3 from Order 118, before standard.pdf" in words(page, "#line-3 + .how")
    assert "By precedence: Order 118, then standard.pdf." in words(page)


def test_terms_of_one_document_name_none(ana):
    real.quoted()
    assert " from " not in " ".join(every(ana.get(PAGE), ".terms summary"))


@pytest.mark.parametrize("agreement", [agreed.layers(), agreed.unclear()])
def test_correcting_starts_from_all_that_was_agreed_not_from_what_it_came_to(ana, agreement):
    real.quoted(agreement)
    typed = json.loads(tree(ana.get(PAGE)).css_first("textarea[name=terms]").text())
    assert {key: typed[key] for key in agreement if key in typed}.keys() == agreement.keys()
    assert "confirmed" in words(ana.post(f"{PAGE}terms/", {"terms": json.dumps(typed)}, follow=True), "[role=status]")
