"""Kill -9 between the switch of a campaign and its record: the case still knows that it was its own doing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

import builders as b
from emulator.desk import EU, Desk, open_desk, scenario_of
from journeys.story import Story
from unpromote.domain import stop_events as s
from unpromote.domain.delivery import Level, Target, TargetState
from unpromote.services.record import open_, record

pytestmark = pytest.mark.django_db(transaction=True)
GROUPS = 3


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=scenario_of({"name": "Story", "ad_groups": GROUPS}, starts_at=b.NOW.isoformat())) as desk:
        yield desk


@pytest.fixture
def story(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setitem(settings.UNPROMOTE, "data", tmp_path)
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "demo-token")
    return Story(tmp_path, desk.running)


def campaign(desk: Desk):
    (found,) = desk.running.emulator.world.accounts[EU].campaigns
    return found


def groups(desk: Desk) -> tuple[Target, ...]:
    """Every ad group of the campaign, so that its one switch stops them all."""
    found = enumerate((one.adgroup_id for one in campaign(desk).adgroups), start=1)
    return tuple(b.target(n, level=Level.ADGROUP, external_id=one, advertiser_id=EU) for n, one in found)


def switched(desk: Desk) -> list[str]:
    """The levels that were written to, in order."""
    found = [entry for entry in desk.control("log") if entry["path"].endswith("status/update/")]
    return [entry["path"].split("/")[-4] for entry in found]


def stop(story: Story, desk: Desk) -> None:
    """Stop it all with workers that die right before and right after each thing that they do."""
    story.case_id = open_(b.opened(targets=groups(desk))).id
    record(story.case_id, s.StoppedAtOnce(at=story.now, by="ana", why="fire"))
    story.work()


def states(story: Story) -> set[TargetState]:
    return {target.state for target in story.case.targets}


def test_a_kill_after_the_switch_leaves_it_this_case_s_own(story: Story, desk: Desk) -> None:
    stop(story, desk)
    assert story.deaths >= 2
    assert (switched(desk), states(story) <= {TargetState.OFF, TargetState.PROVEN}) == (["campaign"], True)
    assert {target.above.external_id for target in story.case.targets} == {campaign(desk).campaign_id}


def test_an_undo_after_such_a_kill_switches_the_campaign_on_again(story: Story, desk: Desk) -> None:
    stop(story, desk)
    ids = tuple(target.id for target in story.case.targets)
    record(story.case_id, s.StopUndone(at=story.now, by="ben", target_ids=ids, why="the storm has passed"))
    story.work()
    assert (switched(desk), states(story)) == (["campaign", "campaign"], {TargetState.ON_AGAIN})
    assert campaign(desk).switch.status == "ENABLE"
