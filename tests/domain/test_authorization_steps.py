"""Cleo's authorization is taken back step by step, each in its order, watched, and told when it does not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.authorization_steps import NOT_LISTED, UNBOUND, note_seen
from unpromote.domain.authorizations import ShownAd, Step
from unpromote.domain.case import Case, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.deadlines import deadlines_of
from unpromote.domain.delivery import Observation, Refused, Route, Target, TargetState, WriteReceipt
from unpromote.domain.duties import DutyProof, DutyTask
from unpromote.domain.errors import NotAllowed
from unpromote.domain.stop_plan import may_undo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POST = b.target(1, kind="spark_authorization", route=Route.BY_HAND, name="Cleo's post", external_id="75")
CAMPAIGN = b.target(2, external_id="18")
SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
WORD = s.FinalStopConfirmed(at=b.NOW + HOUR, by="ben", target_ids=("t1",), typed="UP-ABCDEFGH")
ENDS = b.NOW + 30 * DAY
RUNS, OFF, LOST = "AD_STATUS_DELIVERY_OK", "AD_STATUS_CAMPAIGN_DISABLE", "AD_STATUS_CREATOR_AUTHORIZATION_REVOKED"


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def ordered() -> Case:
    """Approved: the campaign is ordered off, the post is looked at."""
    return after(replace(b.case_after("signed once"), targets=(POST, CAMPAIGN)), SIGNED)


def ad(status: str = OFF, *, id_: str = "16", campaign: str = "18") -> ShownAd:
    return ShownAd(id_, "Ad", "ENABLE", status, campaign, "17", "req-ad")


OURS, LOST_OURS, FOREIGN = ad(), ad(LOST), ad(RUNS, id_="99", campaign="55")


def post(status: str) -> Observation | None:
    switch = "ENABLE" if status == "IN_USE" else "DISABLE"
    return Observation("75", switch, status, "Post 75", "req-post", "log", b.NOW) if status else None


def seen(status: str, *ads: ShownAd, at: datetime = b.NOW, write: WriteReceipt | None = None) -> s.AuthorizationSeen:
    """A look at the post and its ads; with a write, `status` is what was seen after that."""
    look = post(status)
    before = post("DELETED") if write else look
    named = {"target_id": "t1", "nth": 1, "turn": 99, "creator": "Cleo" if before else "", "ends_at": ENDS}
    return s.AuthorizationSeen(
        at=at, by="unpromote", before=before, after=look, ads=ads or (OURS,), write=write, **named
    )


def written(problem: str = "") -> WriteReceipt:
    if problem:
        return WriteReceipt((), "", "req-unbind", "log", b.NOW, (Refused("75", problem),))
    return WriteReceipt(("75",), "UNBOUND", "req-unbind", "log", b.NOW)


def confirmed(status: str = "IN_USE", *ads: ShownAd) -> Case:
    return after(ordered(), seen(status, *ads), WORD)


def looks(case: Case, event: e.Event) -> list[timedelta]:
    _, commands = advance(case, event)
    return [one.due - event.at for one in commands if isinstance(one, c.FollowAuthorization)]


def step(case: Case) -> Step | None:
    found = case.targets[0].authorization
    return found.step if found else None


def later(case: Case, status: str, *ads: ShownAd, hours: float, write: WriteReceipt | None = None) -> Case:
    return after(case, seen(status, *ads, at=b.NOW + hours * HOUR, write=write))


def due_in(case: Case) -> float:
    """The hours after which the step should be over."""
    found = case.targets[0].authorization
    assert found is not None
    return (found.until_at - b.NOW) / HOUR


# --- its word ---


def test_an_order_to_stop_has_the_post_looked_at() -> None:
    case = replace(b.case_after("signed once"), targets=(POST, CAMPAIGN))
    assert looks(case, SIGNED) == [timedelta()]


def test_a_post_that_is_listed_is_held_for_its_word() -> None:
    case = after(ordered(), seen("IN_USE"))
    target = case.targets[0]
    assert (target.state, target.route, target.final) == (TargetState.HELD, Route.API, UNBOUND)
    assert looks(ordered(), seen("IN_USE")) == []
    assert [type(one) for one in advance(ordered(), seen("IN_USE"))[1]] == [c.WatchHeld]


def test_the_alarm_over_a_word_that_nobody_gives_does_not_speak_of_spending() -> None:
    case = after(ordered(), seen("IN_USE"), s.HeldStopDue(at=b.NOW + DAY, by="unpromote"))
    assert case.alarms[0].startswith("Cleo's post may still be shown in ads: nobody has typed")


def test_with_its_word_it_is_looked_at_again_and_not_switched_off() -> None:
    case = after(ordered(), seen("IN_USE"))
    _, commands = advance(case, WORD)
    assert [type(one) for one in commands] == [c.FollowAuthorization]
    assert after(case, WORD).targets[0].state is TargetState.BY_HAND


def test_a_post_that_tiktok_does_not_list_stays_a_persons() -> None:
    target = after(ordered(), seen("")).targets[0]
    assert (target.state, target.route, target.refusal) == (TargetState.BY_HAND, Route.BY_HAND, NOT_LISTED)


# --- step by step ---


@pytest.mark.parametrize(
    ("status", "ads", "expected", "again"),
    [
        ("IN_USE", ad(RUNS), Step.ADS, 0.5 * HOUR),
        ("DELETED", ad(RUNS), Step.ADS, 0.5 * HOUR),
        ("IN_USE", FOREIGN, Step.ADS, 0.5 * HOUR),
        ("IN_USE", OURS, Step.CODE, 6 * HOUR),
        ("NOT_USED", OURS, Step.CODE, 6 * HOUR),
        ("A_WORD_OF_TOMORROW", OURS, Step.CODE, 6 * HOUR),
        ("EXPIRED", LOST_OURS, Step.UNBIND, HOUR / 6),
        ("DELETED", OURS, Step.UNBIND, HOUR / 6),
        ("", OURS, Step.CHECK, HOUR / 6),
    ],
)
def test_each_look_says_what_comes_next(status: str, ads: ShownAd, expected: Step, again: timedelta) -> None:
    look = seen(status, ads, at=b.NOW + HOUR)
    assert step(after(confirmed(), look)) is expected
    assert looks(confirmed(), look) == [again]


def test_off_the_account_with_ads_that_show_it_is_proven() -> None:
    case = later(confirmed("DELETED"), "", LOST_OURS, hours=2, write=written())
    target = case.targets[0]
    assert (target.state, step(case), target.off_at) == (TargetState.PROVEN, Step.OVER, b.NOW + 2 * HOUR)
    assert (target.write, target.before) == (written(), post("DELETED"))
    assert looks(confirmed("DELETED"), seen("", LOST_OURS, write=written())) == []


def test_a_deleted_ad_has_nothing_to_show() -> None:
    assert step(later(confirmed(), "", ad("AD_STATUS_DELETE"), hours=2)) is Step.OVER


def test_what_somebody_else_took_off_needs_no_word() -> None:
    case = after(ordered(), seen("IN_USE"), seen("", LOST_OURS))
    assert case.targets[0].state is TargetState.PROVEN


def test_what_is_proven_is_neither_undone_nor_looked_at_again() -> None:
    case = later(confirmed("DELETED"), "", LOST_OURS, hours=2, write=written())
    assert may_undo(case) == ()
    assert note_seen(case, seen("IN_USE")) == (case, ())
    with pytest.raises(NotAllowed, match="removed for good"):
        advance(case, s.StopUndone(at=b.NOW, by="ben", target_ids=("t1",), why="x"))


def test_a_refusal_is_kept_and_three_are_a_persons() -> None:
    case = confirmed("DELETED")
    for hours in (2, 3, 4):
        case = later(case, "DELETED", hours=hours, write=written("not yet"))
    assert (case.targets[0].refusal, step(case)) == ("not yet", Step.UNBIND)
    assert case.alarms == ("Cleo's post would not go off the account: a person has to look",)
    assert looks(case, seen("DELETED", at=b.NOW + 5 * HOUR, write=written("not yet"))) == [DAY]


def test_a_code_deleted_with_the_creators_token_is_followed_by_the_account() -> None:
    deleted = WriteReceipt(("75",), "DELETED", "req-delete", "log", b.NOW)
    look = replace(seen("IN_USE", at=b.NOW + 2 * HOUR), after=post("DELETED"), deleted=deleted)
    case = after(confirmed(), look)
    assert (step(case), case.targets[0].write, case.targets[0].refusal) == (Step.UNBIND, deleted, "")


def test_a_token_that_opens_nothing_any_more_leaves_it_to_the_creator() -> None:
    failed = WriteReceipt((), "", "", "", b.NOW, problem="the token was revoked")
    case = after(confirmed(), replace(seen("IN_USE", at=b.NOW + 2 * HOUR), deleted=failed))
    assert (step(case), case.targets[0].refusal) == (Step.CODE, "the token was revoked")


# --- what does not come in time ---


@pytest.mark.parametrize(
    ("status", "shown", "alarm"),
    [
        ("IN_USE", ad(RUNS), "its ads still run (16), so nothing else can follow"),
        ("IN_USE", OURS, "Cleo has not deleted its code: ask again, or reach them another way"),
        ("EXPIRED", OURS, "its code is gone, and it is still not off the account: take it off in Ads Manager"),
        ("", OURS, "it is off the account, and its ads do not show that: look at them"),
    ],
)
def test_a_step_that_is_late_is_an_alarm_once(status: str, shown: ShownAd, alarm: str) -> None:
    first = later(confirmed(), status, shown, hours=2)
    within = due_in(first)
    early, late = (later(first, status, shown, hours=hours) for hours in (within - 0.1, within))
    assert (early.alarms, late.alarms) == ((), (f"Cleo's post: {alarm}",))
    answered = after(late, e.AlarmAnswered(at=b.NOW, by="ana", alarm=late.alarms[0], note="asked again"))
    assert later(answered, status, shown, hours=24 + within).alarms == ()
    assert looks(late, seen(status, shown, at=b.NOW + (1 + within) * HOUR)) == [DAY]


def test_the_next_look_is_at_the_deadline_or_the_end_of_the_code() -> None:
    waiting = later(confirmed(), "IN_USE", hours=2)
    assert looks(waiting, seen("IN_USE", at=b.NOW + 70 * HOUR)) == [3 * HOUR]
    soon = replace(seen("IN_USE", at=b.NOW + 3 * HOUR), ends_at=b.NOW + 4 * HOUR)
    assert looks(waiting, soon) == [HOUR]


def test_the_creators_time_begins_with_the_word() -> None:
    case = later(after(ordered(), seen("IN_USE"), WORD), "IN_USE", hours=5)
    found = case.targets[0].authorization
    assert found is not None
    assert (found.since_at, found.until_at) == (b.NOW + HOUR, b.NOW + HOUR + 3 * DAY)


def test_ads_outside_the_case_are_told_once_each() -> None:
    told = later(confirmed(), "IN_USE", OURS, FOREIGN, hours=2)
    alarm = "is shown by ads that are none of this case's and may run (99): decide what becomes of them"
    assert told.alarms == (f"Cleo's post {alarm}",)
    answered = after(told, e.AlarmAnswered(at=b.NOW, by="ana", alarm=told.alarms[0], note="Dan was asked"))
    assert later(answered, "IN_USE", OURS, FOREIGN, hours=3).alarms == ()
    assert len(later(answered, "IN_USE", FOREIGN, replace(FOREIGN, id="98"), hours=4).alarms) == 1


def test_of_many_ads_twenty_are_named() -> None:
    crowd = [replace(FOREIGN, id=f"9{n}") for n in range(30)]
    found = later(confirmed(), "IN_USE", *crowd, ad(RUNS), hours=2).targets[0].authorization
    assert found is not None
    assert (len(found.outside), found.running, found.more) == (20, ("16",), 10)


# --- one chain of looks ---


def test_a_creator_who_shows_a_duty_has_the_code_looked_at_at_once() -> None:
    task = DutyTask("cleo/stop_paid_use/1", "stop_paid_use", "creator", "the spark code #spark1 stops working", "cleo")
    proof = DutyProof("I deleted it", b.NOW, "Cleo")
    shown = ce.DutyShown(at=b.NOW + 3 * HOUR, by="Cleo", duty_id=task.id, proof=proof)
    waiting = replace(later(confirmed(), "IN_USE", hours=2), duties=(task,))
    assert looks(waiting, shown) == [timedelta()]
    assert looks(later(waiting, "IN_USE", ad(RUNS), hours=2), shown) == []


def test_an_older_chain_of_looks_ends_where_a_newer_goes_on() -> None:
    case = later(confirmed(), "IN_USE", hours=2)
    newer = after(case, replace(seen("IN_USE", at=b.NOW + 3 * HOUR), turn=100))
    assert looks(newer, seen("IN_USE", at=b.NOW + 4 * HOUR)) == []


def test_a_look_that_could_not_be_taken_is_taken_a_day_later() -> None:
    failed = e.CommandGaveUp(at=b.NOW, by="unpromote", command="FollowAuthorization", problem="no", target_ids=("t1",))
    assert looks(later(confirmed(), "IN_USE", hours=2), failed) == [DAY]


# --- how people see it ---


def test_its_step_is_a_deadline_of_whoever_has_to_act() -> None:
    case = later(confirmed(), "IN_USE", hours=2)
    (one,) = [found for found in deadlines_of(case) if found.id == "authorization/t1/code"]
    assert (one.owner, one.over_at, one.moot) == ("Cleo", b.NOW + HOUR + 3 * DAY, False)
    running = later(confirmed(), "IN_USE", ad(RUNS), hours=2)
    (other,) = [found for found in deadlines_of(running) if found.id == "authorization/t1/ads"]
    assert other.owner == case.opened_by
    assert not [found for found in deadlines_of(after(ordered(), seen("IN_USE"))) if "authorization" in found.id]


def test_a_look_to_come_is_a_deadline() -> None:
    case = later(confirmed(), "IN_USE", hours=2)
    timer = c.FollowAuthorization(case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=("t1",))
    (one,) = [found for found in deadlines_of(case, [timer]) if found.id == "authorization/t1"]
    assert one.what == "whether Cleo's post may still be shown in ads is looked at"


@pytest.mark.parametrize(
    ("status", "shown", "told"),
    [
        ("IN_USE", ad(RUNS), "the ads that show it have to be off, until 2026-09-22 "),
        ("IN_USE", OURS, "Cleo has to delete its code in the TikTok app, until 2026-09-24 "),
        ("EXPIRED", OURS, "its code is gone (EXPIRED); the post has to be taken off the account, until "),
        ("", OURS, "it is off the account; its ads have to show that, until "),
        ("", LOST_OURS, "it is off the account, and its ads show that"),
    ],
)
def test_each_step_is_told_in_words(status: str, shown: ShownAd, told: str) -> None:
    found = later(confirmed(), status, shown, hours=2).targets[0].authorization
    assert found is not None
    assert found.told.startswith(told)


def test_what_ads_outside_show_it_is_told_beside() -> None:
    found = later(confirmed(), "IN_USE", FOREIGN, hours=2).targets[0].authorization
    assert found is not None
    assert found.told.endswith("; ads that are none of this case's show it and may run: 99")
    assert replace(found, step=Step.CODE, ends_at=None, outside=()).told.endswith(" UTC")


def test_it_is_kept_as_it_is() -> None:
    target = later(confirmed(), "IN_USE", FOREIGN, hours=2).targets[0]
    assert decode(Target, encode(target), place="target") == target
