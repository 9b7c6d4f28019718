"""The page of the kill switch: accounts chosen, looked at, stopped with a reason, and followed to their cases."""

from __future__ import annotations

import pytest
from moneyed import Money

import builders
from services.test_halting import listing, running
from services.test_inventory import EU, US, found, survey
from unpromote.domain.codec import decode
from unpromote.domain.commands import ReadInventory
from unpromote.domain.inventory import Pass
from unpromote.services import halting, queries
from unpromote.store.models import CommandRow
from web.pages import every, tree, words
from web.test_inventories import work_off

SAID = {"why": "The public is furious.", "reason": "negative_feedback", "name": "TikTok", "address": "s@tt.example"}
EUROS = Money("40.00", "EUR")


class FakeInventory:
    """What is on when the halt comes to it."""

    def objects(self, advertiser_id):
        return listing(running(), account=advertiser_id)


def carry_out():
    for row in CommandRow.objects.filter(kind="ReadInventory", status="ready"):
        halting.carry_out(decode(ReadInventory, row.payload), FakeInventory(), now=builders.NOW)
        CommandRow.objects.filter(key=row.key).update(status="done")


def look(door, accounts=f"{EU} {US}", **more):
    return door.post("/halt/", {"client": builders.BRAND, "accounts": accounts} | more)


@pytest.fixture(autouse=True)
def _connected(settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"tiktok_token": "token"}


@pytest.fixture
def page(ana):
    """A preview over two accounts of two currencies, in one of which a list could not be read."""
    where = look(ana).url
    post = found("75", kind="spark_authorization")
    dollars = survey(found("1", a_day=builders.usd("40.00")), post, found("3", on=False))
    problem = Pass("smart_plus", US, problem="no permission")
    work_off(dollars, survey(found("2", kind="promote", account=US, a_day=EUROS), problem, account=US, currency="EUR"))
    return where


def halts():
    return CommandRow.objects.filter(kind="ReadInventory")


def test_it_is_reached_from_the_cases_and_from_an_inventory(ana, page):
    inventory = page.replace("/halt/", "/inventory/")
    for where in ("/", inventory):
        (link,) = [one for one in tree(ana.get(where)).css("main a") if one.text().startswith("Emergency")]
        assert ana.get(link.attributes["href"]).status_code == 200


def test_the_accounts_of_the_newest_inventory_can_be_ticked(ana, page):
    ticks = every(ana.get("/halt/"), "fieldset p.check")
    assert [EU in ticks[0], "1 on as of" in ticks[0], US in ticks[1]] == [True] * 3
    again = look(ana, "", account=[EU])
    assert EU in words(ana.get(again.url))


def test_nothing_is_shown_before_it_was_read(ana):
    where = look(ana).url
    shown = words(ana.get(where))
    assert ("It is being read" in shown, "Stop everything now" in shown) == (True, False)
    refused = ana.post(where, SAID)
    assert (refused.status_code, "have not been read" in words(refused), halts().count()) == (409, True, 0)


def test_the_preview_tells_each_case_and_what_was_not_seen(ana, page):
    shown = words(ana.get(page))
    assert ("Case 1 of 2: 1 promotion in USD" in shown, f"In {EU}" in shown) == (True, True)
    assert ("Case 2 of 2: 1 promotion in EUR" in shown, "A person has to stop Thing 2" in shown) == (True, True)
    assert ("no permission" in shown, "they spend $40.00 a day" in shown) == (True, True)
    assert queries.open_cases(builders.cast()["ana"]) == ()


def test_where_nothing_is_on_there_is_nothing_to_stop(ana):
    where = look(ana).url
    work_off(survey(found("1", on=False)))
    shown = words(ana.get(where))
    assert ("Nothing is on" in shown, "Stop everything now" in shown) == (True, False)


def test_confirmed_with_a_reason_it_stops_and_leads_to_its_case(ana, page):
    ordered = ana.post(page, SAID)
    assert "The accounts are being read" in words(ana.get(ordered.url))
    carry_out()
    (link,) = [one.attributes["href"] for one in tree(ana.get(ordered.url)).css("main li a")]
    assert "The public is furious." in words(ana.get(link))
    (line,) = queries.open_cases(builders.cast()["ana"])
    assert queries.case(builders.cast()["ana"], line.id).emergency.by == "ana"


def test_a_halt_that_came_to_nothing_says_why(ana, page):
    ordered = ana.post(page, SAID)
    halts().update(status="done", result={"problem": "the token is gone"})
    shown = words(ana.get(ordered.url))
    assert ("Nothing was stopped" in shown, "The token is gone." in shown) == (True, True)


def test_what_could_not_be_read_is_not_in_the_order(ana):
    where = look(ana).url
    work_off(survey(found("1")), survey(account=US, problem="no permission"))
    ana.post(where, SAID)
    assert halts().get().payload["accounts"] == [EU]


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        ({"why": " "}, 409, "say why delivery cannot wait"),
        ({"address": "nobody"}, 422, "address"),
        ({"reason": "boredom"}, 422, "none of the choices"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(ana, page, change, status, why):
    refused = ana.post(page, SAID | change)
    assert (refused.status_code, why in words(refused).lower(), halts().count()) == (status, True, 0)
    assert tree(refused).css_first("#name").attributes["value"] == "TikTok"


@pytest.mark.parametrize(("accounts", "why"), [("", "no account is named"), ("shop-1", "is no advertiser")])
def test_what_names_no_account_is_refused(ana, accounts, why):
    refused = look(ana, accounts)
    assert (refused.status_code, why in words(refused)) == (422, True)


def test_dan_sees_and_stops_nothing_of_another_client(ana, dan, page):
    ordered = ana.post(page, SAID).url
    assert [dan.get(page).status_code, dan.post(page, SAID).status_code, dan.get(ordered).status_code] == [404] * 3
    assert look(dan).status_code == 409
    assert builders.BRAND not in words(dan.get(f"/halt/?client={builders.BRAND}"))
    assert halts().count() == 1


def test_who_works_for_several_clients_chooses_one_first(ana):
    builders.people.add_person("ana", builders.OTHER, may_approve=False)
    assert "Show what would be stopped" not in words(ana.get("/halt/"))
    assert "Show what would be stopped" in words(ana.get(f"/halt/?client={builders.OTHER}"))


def test_who_has_not_signed_in_is_asked_to(client, db):
    assert client.get("/halt/").url.startswith("/account/login/")
