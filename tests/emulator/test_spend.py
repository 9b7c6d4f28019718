"""Spend as a function of time, whatever is switched when: conserved, monotone, additive, never above the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.desk import EU, scenario_of
from unpromote.emulator.building import build_world
from unpromote.emulator.objects import Ad, AdGroup, Campaign, Level
from unpromote.emulator.spend import Window, corrected_until, local_days, record_delivery, spent, whole_units
from unpromote.emulator.world import lines

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 8, 31, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)

amount_plans = st.sampled_from([{"total_budget": "300.00"}, {"daily_budget": "10.00"}])
switchings = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 6), st.sampled_from(["ENABLE", "DISABLE", "DELETE"])), max_size=12
)
hours = st.integers(-24, 900)
steady = settings(deadline=None, derandomize=True)  # a busy machine is no finding, and every run is the same


@dataclass
class Story:
    """One campaign for September, after some switching with a tail."""

    campaign: Campaign

    def spend(self, to_hour: int, from_hour: int = -48, ads: set[str] | None = None) -> Fraction:
        window = Window(START + from_hour * HOUR, START + max(from_hour, to_hour) * HOUR)
        return spent(self.campaign, ZONE, window, lambda ad_id: ads is None or ad_id in ads)

    def objects(self) -> list[Campaign | AdGroup | Ad]:
        groups = self.campaign.adgroups
        return [self.campaign, *groups, *(ad for group in groups for ad in group.ads)]


def story_of(plan: dict[str, str], moves: list[tuple[int, int, str]], tail_hours: int = 0) -> Story:
    account = build_world(scenario_of(plan), seed=1).accounts[EU]
    story, now = Story(account.campaigns[0]), START
    for pause, which, status in moves:
        now += pause * HOUR
        story.objects()[which].switch.turn(status, now)
        record_delivery(story.campaign, now, tail_hours * HOUR)
    return story


@steady
@given(amount_plans, switchings, st.integers(0, 5), hours)
def test_what_the_ads_spent_is_what_the_campaign_spent(
    plan: dict[str, str], moves: list[tuple[int, int, str]], tail: int, at: int
) -> None:
    story = story_of(plan, moves, tail)
    ads = [ad.ad_id for group in story.campaign.adgroups for ad in group.ads]
    assert sum(story.spend(at, ads={ad_id}) for ad_id in ads) == story.spend(at)


@steady
@given(amount_plans, switchings, st.integers(0, 5), hours, hours)
def test_time_only_adds_and_windows_add_up(
    plan: dict[str, str], moves: list[tuple[int, int, str]], tail: int, one: int, other: int
) -> None:
    story, early, late = story_of(plan, moves, tail), min(one, other), max(one, other)
    assert story.spend(late) == story.spend(early) + story.spend(late, from_hour=early)
    assert story.spend(late, from_hour=early) >= 0


@steady
@given(amount_plans, switchings, st.integers(0, 5))
def test_the_budget_is_never_passed(plan: dict[str, str], moves: list[tuple[int, int, str]], tail: int) -> None:
    assert 0 <= story_of(plan, moves, tail).spend(900) <= 300


@steady
@given(amount_plans, switchings, st.integers(0, 5))
def test_after_a_stop_and_its_tail_nothing_more_is_spent(
    plan: dict[str, str], moves: list[tuple[int, int, str]], tail: int
) -> None:
    story = story_of(plan, [*moves, (1, 0, "DISABLE")], tail)
    stopped = sum(pause for pause, _, _ in moves) + 1
    assert story.spend(stopped + tail) == story.spend(stopped + tail + 1000)


@steady
@given(amount_plans, switchings)
def test_what_was_spent_is_not_changed_by_what_comes_later(
    plan: dict[str, str], moves: list[tuple[int, int, str]]
) -> None:
    earlier = moves[:-1]
    at = sum(pause for pause, _, _ in moves)
    assert story_of(plan, earlier).spend(at) == story_of(plan, moves).spend(at)


@steady
@given(st.fractions(min_value=0, max_value=10**9), st.sampled_from([0, 2, 3]))
def test_amounts_are_cut_never_rounded_up(amount: Fraction, digits: int) -> None:
    shown = Fraction(whole_units(amount, digits))
    assert 0 <= amount - shown < Fraction(1, 10**digits)


def test_local_days_have_the_length_of_their_day() -> None:
    window = Window(datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC))
    assert [day.ends_at - day.starts_at for day in local_days(window, ZONE)] == [24 * HOUR, 25 * HOUR, 24 * HOUR]


def test_the_correction_reaches_up_to_the_midnight_before_it_ran() -> None:
    before, after = datetime(2026, 9, 14, 7, 59, tzinfo=UTC), datetime(2026, 9, 14, 8, tzinfo=UTC)
    assert corrected_until(before) == datetime(2026, 9, 13, tzinfo=UTC)
    assert corrected_until(after.astimezone(ZONE)) == datetime(2026, 9, 14, tzinfo=UTC)


def test_every_object_is_walked_once() -> None:
    account = build_world(scenario_of({"count": 2, "ad_groups": 3, "ads": 4}), seed=1).accounts[EU]
    assert [len({line.id for line in lines(account, level)}) for level in Level] == [2, 6, 24]
