"""The page of inventories: ordered, looked through by kind and account, a case opened on what is chosen."""

from __future__ import annotations

import pytest

import builders
from services.test_inventory import EU, US, FakeSurveyor, found, survey
from unpromote.domain.codec import decode
from unpromote.domain.commands import TakeInventory
from unpromote.domain.inventory import Pass
from unpromote.services import inventory as service
from unpromote.services import queries
from unpromote.store.models import CommandRow
from web.pages import every, tree, words

LONG = "0018234567890123456"
CHOICE = {
    "title": "Autumn",
    "reason": "strategy_change",
    "wording": "we stop",
    "name": "TikTok",
    "address": "support@platform.example",
    "reservation": "auction",
}


def work_off(*surveys):
    for row in CommandRow.objects.filter(kind="TakeInventory", status="ready"):
        service.carry_out(decode(TakeInventory, row.payload), FakeSurveyor(*surveys), now=builders.NOW)


def order(door, **changes):
    return door.post("/inventory/", {"client": builders.BRAND, "accounts": f"{EU}, {US}"} | changes)


@pytest.fixture
def page(ana):
    where = order(ana).url
    problem = Pass("smart_plus", EU, problem="no permission")
    post = found("75", kind="spark_authorization", used_by=("1", "2"), ends_at=builders.NOW, sort="video")
    gone = found("9", kind="promote", account=US, on=False, in_all=builders.usd("90.00"))
    listed = survey(found(LONG, a_day=builders.usd("40.00")), post, problem)
    work_off(listed, survey(gone, found("8", account=US, spent=builders.usd("5.00")), account=US))
    return where


def test_one_is_ordered_and_can_be_looked_at_again(ana):
    where = order(ana).url
    assert ("It is being read" in words(ana.get(where)), tree(ana.get(where)).css("table")) == (True, [])
    work_off(survey(found(LONG)))
    assert LONG in words(ana.get(where))
    assert f"{EU} and {US}" in words(ana.get("/inventory/"))


def test_what_was_not_read_and_what_no_list_shows_stands_first(ana, page):
    shown = every(ana.get(page), "section[aria-labelledby=unknown] > ul > li")
    assert shown[0] == f"Not read: smart plus of {EU}: no permission"
    assert shown[1].startswith("TikTok One orders are on no list")


def test_each_thing_says_what_it_is_and_how_it_is_stopped(ana, page):
    first, *_, last = every(ana.get(page), "form tbody tr")
    assert (LONG in first, "$40.00 a day" in first, "by software" in first) == (True, True, True)
    assert (last.split()[:2], " off " in last, "$90.00 in all" in last) == (["Thing", "9"], True, True)
    assert "video, until 21 Sep 2026, 17:00 UTC, shown by 2 ads" in words(ana.get(page), "main")


@pytest.mark.parametrize(
    ("asked", "ids"),
    [("kind=promote", ["9"]), (f"account={US}", ["8", "9"]), ("on=yes&kind=promote", []), ("skip=2", ["75", "9"])],
)
def test_things_are_found_by_kind_and_account(ana, page, asked, ids):
    shown = ana.get(f"{page}?{asked}")
    assert [node.text() for node in tree(shown).css("td[data-name=Id]")] == ids


def test_a_long_inventory_is_looked_at_in_parts(ana, page, monkeypatch):
    monkeypatch.setattr("unpromote.web.views.inventories.PAGE", 3)
    (later,) = [node.attributes["href"] for node in tree(ana.get(page)).css("a") if node.text() == "The next ones"]
    assert [node.text() for node in tree(ana.get(page + later)).css("td[data-name=Id]")] == ["9"]
    assert "The next ones" not in words(ana.get(page + later))


def test_a_case_is_opened_on_what_is_chosen(ana, page):
    days = {"start": "2026-09-01", "end": "2026-09-11"}
    chosen = {"item": [f"{EU}/campaign/{LONG}", f"{EU}/spark_authorization/75"]}
    opened = ana.post(f"{page}case/", CHOICE | days | chosen)
    assert opened.status_code == 302
    assert LONG in words(ana.get(opened.url))
    (line,) = queries.open_cases(builders.cast()["ana"])
    case = queries.case(builders.cast()["ana"], line.reference)
    assert [(t.external_id, t.kind) for t in case.targets] == [(LONG, "campaign"), ("75", "spark_authorization")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "nothing is chosen"),
        ({"reason": "boredom"}, "is none of the choices"),
        ({"address": "nobody"}, "address"),
        ({"start": "soon"}, "&#x27;soon&#x27; is no day"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(ana, page, change, why):
    refused = ana.post(f"{page}case/", CHOICE | change)
    assert (refused.status_code, why in refused.content.decode()) == (422, True)
    assert tree(refused).css_first("#title").attributes["value"] == "Autumn"


def test_what_was_chosen_stays_chosen(ana, page):
    refused = ana.post(f"{page}case/", CHOICE | {"item": f"{EU}/campaign/{LONG}", "start": "2026-09-01"})
    assert [node.attributes["value"] for node in tree(refused).css("input[name=item][checked]")] == [
        f"{EU}/campaign/{LONG}"
    ]


def test_something_has_to_be_named(ana):
    refused = order(ana, accounts="", centers="")
    assert (refused.status_code, "nothing is named to look through" in words(refused).lower()) == (422, True)
    assert order(ana, client=builders.OTHER).status_code == 409


def test_what_could_not_be_read_at_all_says_so(ana):
    where = order(ana, accounts=EU).url
    work_off(survey(problem="the token was revoked"))
    assert "Nothing of what is named could be read" in words(ana.get(where))
    assert f"Northwind ({EU}): the token was revoked" in words(ana.get(where))


def test_for_dan_there_is_none(ana, page, at_desk):
    dan = at_desk("dan")
    assert (dan.get(page).status_code, dan.post(f"{page}case/", CHOICE).status_code) == (404, 404)
    assert EU not in words(dan.get("/inventory/"))
