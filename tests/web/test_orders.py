"""The form of one TikTok One order."""

from __future__ import annotations

import pytest

import builders
from services.test_imports import ACCOUNT, TWO
from unpromote.store.models import ImportRow
from web.pages import tree, words
from web.test_imports import work_off

FORM = {
    "client": builders.BRAND,
    "order_id": TWO,
    "advertiser_id": ACCOUNT,
    "name": "Boots",
    "creator": "Cleo",
    "price": "1200.00",
    "paid": "",
    "currency": "eur",
    "stage": "submitted",
    "submitted_on": "2026-09-10",
    "starts_on": "2026-09-01",
    "ends_on": "",
}


def test_a_typed_order_is_taken_in_and_listed(ana, data):
    (link,) = [one for one in tree(ana.get("/promotions/")).css("main a") if "TikTok One" in one.text()]
    assert ana.get(link.attributes["href"]).status_code == 200
    page = ana.post("/promotions/orders/", FORM).url
    work_off()
    assert "1 new" in words(ana.get(page))
    assert TWO in words(ana.get("/promotions/"))


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        ({"submitted_on": ""}, 422, "nobody says when"),
        ({"starts_on": ""}, 422, "is not stated"),
        ({"price": ""}, 422, "is not stated"),
        ({"price": "much"}, 422, "price"),
        ({"client": builders.OTHER}, 409, "does not work for"),
    ],
)
def test_what_cannot_be_used_is_said_and_what_was_typed_stays(ana, change, status, why):
    refused = ana.post("/promotions/orders/", FORM | change)
    assert (refused.status_code, why in words(refused).lower()) == (status, True)
    assert tree(refused).css_first("#creator").attributes["value"] == "Cleo"
    assert not ImportRow.objects.exists()


def test_an_inventory_s_client_is_chosen_already(ana):
    chosen = tree(ana.get(f"/promotions/orders/?client={builders.BRAND}")).css_first("#client option[selected]")
    assert chosen.text() == builders.BRAND
