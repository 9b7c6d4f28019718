"""While a case is being stopped its head follows it; nothing is sent where nothing changed."""

from __future__ import annotations

import pytest

import builders
from web.pages import PAGE, tree, words


def test_the_head_asks_again_every_five_seconds_while_delivery_is_stopped(ana):
    case = builders.saved_case("stopping")
    head = tree(ana.get(PAGE)).css_first("#head").attributes
    assert head["hx-get"] == f"{PAGE}status/?seen={case.version}"
    assert head["hx-trigger"] == "every 5s"
    assert head["aria-live"] == "polite"


@pytest.mark.parametrize("moment", ["quoted", "settling", "closed"])
def test_otherwise_it_stands_still_and_needs_no_htmx(ana, moment):
    builders.saved_case(moment)
    page = ana.get(PAGE).content.decode()
    assert "hx-get" not in page
    assert "htmx.min.js" not in page


def test_an_unchanged_case_is_answered_with_nothing(ana):
    case = builders.saved_case("stopping")
    answer = ana.get(f"{PAGE}status/?seen={case.version}")
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_changed_case_brings_the_new_head_and_the_targets(ana):
    case = builders.saved_case("off")
    answer = ana.get(f"{PAGE}status/?seen={case.version - 1}")
    assert "2 of 2 targets off" in words(answer, "#head")
    assert tree(answer).css_first("#targets").attributes["hx-swap-oob"] == "true"
    assert "show all of it as it is now" in words(answer, "#head")


def test_when_it_moves_on_the_asking_ends(ana):
    builders.saved_case("settling")
    head = tree(ana.get(f"{PAGE}status/?seen=1")).css_first("#head").attributes
    assert "hx-get" not in head


@pytest.mark.usefixtures("cast")
def test_who_was_signed_out_meanwhile_is_led_to_sign_in_and_back(client):
    builders.saved_case("stopping")
    answer = client.get(f"{PAGE}status/?seen=1", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == f"/account/login/?next={PAGE}"
