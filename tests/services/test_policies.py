"""Facts about platforms have a source and a day, and what nobody knows is left to a person."""

from __future__ import annotations

import pytest

from unpromote.domain.delivery import ENDED_FOR_GOOD, Route
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.domain.messages import Counterpart
from unpromote.services import policies
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


@pytest.mark.parametrize("counterpart", Counterpart)
def test_every_ladder_can_be_climbed_and_says_where_its_waits_come_from(counterpart):
    ladder = policies.ladder_for(counterpart)
    assert [rung.step for rung in ladder.rungs][:2] == ["reminder", "second_channel"]
    assert (ladder.rungs[-1].channel, bool(ladder.source), ladder.certain) == (Channel.REGISTERED_POST, True, False)
    assert [ladder.wait(99), ladder.wait(0)] == [ladder.end_after, ladder.rungs[0].after]


@pytest.fixture
def edited(monkeypatch):
    """Have a policy file say something else than it does."""

    def edit(name, change):
        said = policies._written(name)
        change(said)
        monkeypatch.setattr(policies, "_written", lambda _: said)
        return getattr(policies, {"ladders": "chasing"}.get(name, name)).__wrapped__

    return edit


@pytest.mark.parametrize(("field", "value"), [("template", "poem"), ("after", 0), ("within", 0)])
def test_a_ladder_that_was_edited_into_nonsense_is_refused(edited, field, value):
    read = edited("ladders", lambda said: said["support"]["rungs"][0].update({field: value}))
    with pytest.raises(BadInput, match="cannot be taken"):
        read()


def test_words_that_are_no_expression_are_refused_by_their_place(edited):
    read = edited("answer_cues", lambda said: said["cue"][1].update({"pattern": "("}))
    with pytest.raises(BadInput, match=r"cue\[1\]"):
        read()


def test_what_cannot_be_undone_is_said_of_every_route_that_ends_for_good():
    assert [kind for kind in ENDED_FOR_GOOD if not stop_route(kind).final] == []
    assert {stop_route(kind).through for kind in ENDED_FOR_GOOD} == {"shop", "tiktok"}
    assert stop_route("campaign").final == ""


def test_how_long_a_person_has_is_dated_by_kind_and_names_its_source():
    known = policies.hand_deadlines()
    assert set(known) <= set(stop_routes())
    assert all(rule.source and rule.checked_on.year >= 2026 for rule in known.values())
    assert (known["promote"].within_hours, known["topview"].before_start_hours) == (1, 48)
    assert known["tiktok_one"].before_silence_hours == 24


@pytest.mark.parametrize(("field", "value"), [("within_hours", 0), ("before_start_hours", -1)])
def test_a_last_hour_that_nobody_could_keep_is_refused(edited, field, value):
    read = edited("hand_deadlines", lambda said: said["topview"].update({field: value}))
    with pytest.raises(BadInput, match="topview: nobody could keep it"):
        read()


def test_a_limit_that_lets_no_call_go_is_refused(edited):
    def nothing(said):
        said["usual"]["levels"]["basic"]["minute"] = 0

    with pytest.raises(BadInput, match=r"usual.levels.basic: no call could ever go"):
        edited("call_limits", nothing)()
