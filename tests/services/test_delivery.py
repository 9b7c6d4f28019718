"""Look, act, look again: twice does once."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from fakes import FakePlatform
from unpromote.domain.case import State
from unpromote.domain.delivery import Above, Level, Route
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.services import delivery, queries
from unpromote.services.record import record

ONE, TWO = b.target(1), b.target(2)
FINAL = b.target(1, final="it does not come back")


@pytest.fixture
def platform(clock):
    return FakePlatform(clock, **{ONE.external_id: "ENABLE", TWO.external_id: "DISABLE"})


def stop(platform, clock):
    return delivery.stop_batch(platform, [ONE, TWO], now=clock.now, by="unpromote")


def test_only_what_is_still_on_is_switched_off(platform, clock):
    seen = stop(platform, clock)
    assert platform.writes == [(ONE.external_id,)]
    assert [o.operation_status for o in seen.after] == ["DISABLE", "DISABLE"]
    assert [write.request_id for write in seen.writes] == ["req-write"]


def test_a_second_try_writes_nothing(platform, clock):
    stop(platform, clock)
    again = stop(platform, clock)
    assert (len(platform.writes), again.writes) == (1, ())


def test_a_lost_reply_is_seen_by_looking(platform, clock):
    platform.fails = "after"
    seen = stop(platform, clock)
    assert [(write.status, write.problem) for write in seen.writes] == [("", "the reply was lost")]
    assert [o.operation_status for o in seen.after] == ["DISABLE", "DISABLE"]
    assert len(platform.writes) == 1


def test_a_platform_that_is_down_is_tried_again_later(platform, clock):
    platform.fails = "before"
    with pytest.raises(OutsideFailed):
        stop(platform, clock)


def test_where_it_cannot_be_looked_at_again_the_receipt_is_kept_and_nothing_is_claimed(platform, clock):
    platform.fails = "look after"
    seen = stop(platform, clock)
    assert (len(seen.writes), seen.after) == (1, ())


def just_seen(status="ENABLE", **kept):
    return [replace(one, before=b.observation(one, status), **kept) for one in (ONE, TWO)]


def test_what_was_seen_just_now_is_not_looked_at_twice(platform, clock):
    delivery.stop_batch(platform, just_seen(), now=clock.now, by="unpromote")
    assert (platform.looks, platform.writes) == (1, [(ONE.external_id, TWO.external_id)])


@pytest.mark.parametrize(
    ("kept", "later", "again"),
    [({}, 16, False), ({"tries": 1}, 0, False), ({}, 0, True)],
    ids=["long ago", "tried since", "an earlier try may have had its effect"],
)
def test_otherwise_it_is_looked_at_first(platform, clock, kept, later, again):
    clock.move(minutes=later)
    delivery.stop_batch(platform, just_seen(**kept), now=clock.now, by="unpromote", again=again)
    assert (platform.looks, platform.writes) == (2, [(ONE.external_id,)])


def test_even_what_was_seen_off_just_now_is_looked_at_and_stopped_where_it_is_on(platform, clock):
    seen = delivery.stop_batch(platform, just_seen("DISABLE"), now=clock.now, by="unpromote")
    assert [o.operation_status for o in seen.after] == ["DISABLE", "DISABLE"]
    assert platform.writes == [(ONE.external_id,)]


def test_an_object_that_the_platform_does_not_know_is_not_claimed_to_be_off(platform, clock):
    unknown = replace(ONE, external_id="9")
    seen = delivery.stop_batch(platform, [unknown], now=clock.now, by="unpromote")
    assert (seen.before, seen.after, seen.writes) == ((), (), ())


def test_a_sample_names_its_targets_and_its_turn(platform, clock):
    seen = delivery.sample_spend(platform, [ONE], 3, now=clock.now, by="unpromote")
    assert (seen.target_ids, seen.nth, seen.samples[0].spend) == (("t1",), 3, b.usd("10000.00"))


def test_a_sample_tells_what_is_on_meanwhile(platform, clock):
    seen = delivery.sample_spend(platform, [ONE, TWO], 3, now=clock.now, by="unpromote")
    assert [one.operation_status for one in seen.seen] == ["ENABLE", "DISABLE"]


@pytest.mark.django_db
def test_ana_confirms_what_she_stopped_by_hand():
    cast = b.cast()
    b.saved_case("signed once", targets=(b.target(1, route=Route.BY_HAND),))
    record("case_1", dict(b.story())["stopping"])
    with pytest.raises(NotAllowed):
        delivery.confirm_stopped(cast["dan"], "case_1", "t1", "screenshot", now=b.NOW)
    case = delivery.confirm_stopped(cast["ana"], "case_1", "t1", "screenshot", now=b.NOW)
    assert case.state is State.SETTLING


def test_what_has_no_spend_is_looked_at_instead(platform, clock):
    offer = replace(ONE, kind="shop_activity")
    event = delivery.sample_spend(platform, [offer], 3, now=clock.now, by="unpromote")
    assert (type(event).__name__, event.nth) == ("DeliveryWatched", 3)
    assert [seen.external_id for seen in event.seen] == [ONE.external_id]


def test_a_look_keeps_what_the_platform_shows(platform, clock):
    seen = delivery.look_at(platform, ONE, now=clock.now, by="unpromote")
    assert (seen.target_id, seen.seen.external_id, platform.writes) == ("t1", ONE.external_id, [])


def test_a_look_at_what_the_platform_does_not_know_shows_nothing(platform, clock):
    unknown = replace(ONE, external_id="9")
    assert delivery.look_at(platform, unknown, now=clock.now, by="unpromote").seen is None


@pytest.mark.parametrize("permanent", [True, False])
def test_only_a_failure_that_passes_is_tried_again(clock, permanent):
    class Away:
        def look(self, _targets):
            raise OutsideFailed("no account is connected", permanent=permanent)

    if not permanent:
        with pytest.raises(OutsideFailed):
            delivery.look_at(Away(), ONE, now=clock.now, by="unpromote")
        return
    assert delivery.look_at(Away(), ONE, now=clock.now, by="unpromote").problem == "no account is connected"


def held():
    people = b.cast()
    return people, b.saved_case("stopping", targets=(FINAL,))


@pytest.mark.django_db
def test_ben_types_the_reference_and_it_is_ordered_off():
    people, case = held()
    moved = delivery.confirm_final(people["ben"], case.id, ["t1"], case.reference, now=b.NOW)
    assert (moved.targets[0].confirmed_by, moved.targets[0].confirmed_at) == ("ben", b.NOW)
    assert "StopBatch" in {one.kind for one in queries.open_commands(people["ana"], case.id)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("ana", "UP-ABCDEFGH", "may not approve"),
        ("dan", "UP-ABCDEFGH", "there is no case"),
        ("ben", "UP-ABCDEFGX", "type UP-ABCDEFGH exactly"),
    ],
)
def test_nobody_else_and_no_other_word_stops_anything_for_good(name, typed, why):
    people, case = held()
    with pytest.raises(NotAllowed, match=why):
        delivery.confirm_final(people[name], case.id, ["t1"], typed, now=b.NOW)
    assert queries.case(people["ana"], case.id) == case


def test_what_has_no_word_is_not_touched_even_where_a_batch_names_it(platform, clock):
    seen = delivery.stop_batch(platform, [FINAL], now=clock.now, by="unpromote")
    assert (seen.target_ids, seen.before, platform.looks, platform.writes) == (("t1",), (), 0, [])


def test_the_others_of_such_a_batch_are_stopped(platform, clock):
    platform.status[TWO.external_id] = "ENABLE"
    seen = delivery.stop_batch(platform, [FINAL, TWO], now=clock.now, by="unpromote")
    assert (seen.target_ids, platform.writes) == (("t1", "t2"), [(TWO.external_id,)])


def test_with_its_word_it_is_stopped(platform, clock):
    confirmed = replace(FINAL, confirmed_by="ben", confirmed_at=b.NOW)
    delivery.stop_batch(platform, [confirmed], now=clock.now, by="unpromote")
    assert platform.writes == [(ONE.external_id,)]


class Unanswering(FakePlatform):
    """A platform that does not tell what stands in a campaign."""

    def __init__(self, clock, *, permanent):
        super().__init__(clock)
        self.permanent = permanent

    def around(self, targets):
        raise OutsideFailed("no permission", permanent=self.permanent)


def test_orders_that_will_never_be_told_leave_the_campaign_to_a_person(clock):
    assert delivery.read_orders(Unanswering(clock, permanent=True), ONE, now=clock.now, by="unpromote") is None
    with pytest.raises(OutsideFailed):
        delivery.read_orders(Unanswering(clock, permanent=False), ONE, now=clock.now, by="unpromote")


def test_a_campaign_in_which_nothing_stands_has_no_orders(platform, clock):
    seen = delivery.read_orders(platform, ONE, now=clock.now, by="unpromote")
    assert (seen.target_id, seen.orders, seen.samples) == ("t1", (), ())


@pytest.mark.django_db
def test_a_screenshot_is_kept_as_evidence_with_what_it_shows(tmp_path):
    cast, picture = b.cast(), tmp_path / "ended.png"
    picture.write_bytes(b"a picture")
    b.saved_case("stopping", targets=(b.target(1, kind="promote", route=Route.BY_HAND),))
    case = delivery.confirm_stopped(cast["ana"], "case_1", "t1", "the app says ended", now=b.NOW, file=picture)
    (item,) = case.evidence
    assert (case.targets[0].proof_file, item.id, item.file, item.by) == ("ev1", "ev1", "ended.png", "ana")
    assert (item.description, item.proves) == ("t1 stopped by hand: the app says ended", ())


@pytest.mark.django_db
def test_a_file_for_what_waits_for_nobody_is_not_kept(tmp_path):
    cast, picture = b.cast(), tmp_path / "ended.png"
    picture.write_bytes(b"a picture")
    b.saved_case("stopping", targets=(b.target(1, kind="promote", route=Route.BY_HAND),))
    with pytest.raises(NotAllowed, match="no target t9"):
        delivery.confirm_stopped(cast["ana"], "case_1", "t9", "ended", now=b.NOW, file=picture)
    assert queries.case(cast["ana"], "case_1").evidence == ()


def test_what_stood_above_is_left_alone_where_it_is_on_again_already(platform, clock):
    above = Above(Level.CAMPAIGN, ONE.external_id, "Autumn")
    below = b.target(3, level=Level.ADGROUP, external_id=TWO.external_id, above=above)
    delivery.start_batch(platform, [below], now=clock.now, by="unpromote")
    assert platform.writes == []


class Tiring(FakePlatform):
    """A platform that takes one write and then none."""

    def switch_off(self, targets):
        if self.writes:
            raise OutsideFailed("too many requests")
        return super().switch_off(targets)


def test_no_receipt_is_lost_where_a_later_write_of_the_round_fails(clock):
    tiring = Tiring(clock, **{ONE.external_id: "ENABLE", TWO.external_id: "ENABLE"})
    two_windows = [ONE, replace(TWO, window="MODE2")]
    seen = delivery.stop_batch(tiring, two_windows, now=clock.now, by="unpromote")
    assert [(write.external_ids, write.untried) for write in seen.writes] == [
        ((ONE.external_id,), ()),
        ((), (TWO.external_id,)),
    ]
