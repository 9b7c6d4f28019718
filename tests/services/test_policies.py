"""Facts about platforms have a source and a day, and what nobody knows is left to a person."""

from __future__ import annotations

import pytest

from unpromote.domain.delivery import Route
from unpromote.services.booking import route_for
from unpromote.services.policies import stop_route, stop_routes


@pytest.mark.parametrize(("kind", "route"), stop_routes().items(), ids=list(stop_routes()))
def test_every_route_tells_how_what_proves_it_and_where_that_was_read(kind, route):
    assert kind == kind.lower()
    assert all((route.how, route.proof, route.source))
    assert route.checked_on.year >= 2026


def test_what_no_page_confirms_is_marked():
    assert not stop_route("promote").certain
    assert stop_route("campaign").certain


def test_a_kind_that_nobody_knows_is_stopped_where_it_was_booked():
    assert stop_route("billboard") == stop_route("other")
    assert stop_route("billboard").by is Route.BY_HAND


def test_without_an_account_everything_is_stopped_by_a_person(settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"tiktok_token": ""}
    assert route_for("campaign") is Route.BY_HAND
    settings.UNPROMOTE = settings.UNPROMOTE | {"tiktok_token": "token"}
    assert (route_for("campaign"), route_for("promote")) == (Route.API, Route.BY_HAND)
