"""The platform's records after a stop, as the services read them: what cannot be had is said and is no failure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import record_commands as rc
from unpromote.domain.delivery import Target
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.domain.on_record import AutomatedRule, Below, ChangeLine, Reach
from unpromote.services import queries, records
from unpromote.services.filing import located
from unpromote.services.ports import ChangeFile
from unpromote.services.record import record

ONE, TWO = b.target(1), b.target(2)
ACCOUNT = ONE.advertiser_id
OURS = ChangeLine(b.NOW, "campaign", ONE.external_id, "Enabled", "Paused", "a***b", "Marketing API")
THEIRS = replace(OURS, external_id="1999")


class FakeRecords:
    """What a platform has on record: one child that delivers, two lines, one rule; and a failure on order."""

    def __init__(self) -> None:
        self.fails: OutsideFailed | None = None
        self.file: ChangeFile | None = ChangeFile(b"the file", (OURS, THEIRS), "req-log")
        self.made: list[str] = []

    def below(self, targets: Sequence[Target]) -> tuple[Below, ...]:
        self._fail()
        return tuple(Below(one.external_id, 1, 1, ("17",), 0, ("req",), b.NOW) for one in targets)

    def ask_changes(self, *_: object) -> str:
        self._fail()
        return "76"

    def changes(self, *_: object) -> ChangeFile | None:
        self._fail()
        return self.file

    def rules(self, _: str) -> tuple[AutomatedRule, ...]:
        self._fail()
        reach = Reach("campaign", (ONE.external_id,))
        return (AutomatedRule("70", "Morning on", is_on=True, turns_on=True, reaches=(reach,)),)

    def make_guard(self, _: str, name: str, campaign_ids: Sequence[str]) -> str:
        self._fail()
        self.made += campaign_ids
        return f"rule of {name}"

    def lift_guard(self, _: str, rule_id: str) -> None:
        self._fail()
        self.made.remove(rule_id)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails


DOWN = OutsideFailed("the platform is down")
REFUSED = OutsideFailed("no right to", permanent=True)
SAID = {"now": b.NOW, "by": "unpromote"}
OF_ACCOUNT = {"case_id": "case_1", "due": b.NOW, "advertiser_id": ACCOUNT, "nth": 1, "turn": 4}
ASK = rc.AskChanges(**OF_ACCOUNT, since_at=b.NOW)
FETCH = rc.FetchChanges(**OF_ACCOUNT, since_at=b.NOW, until_at=b.NOW, task_id="76")
HUNT = rc.HuntRestarts(**OF_ACCOUNT)
SET = rc.SetGuard(**OF_ACCOUNT, name="Net", target_ids=("t1",))
LIFT = rc.LiftGuard(**OF_ACCOUNT, name="Net", rule_id="70")


@pytest.fixture
def platform():
    return FakeRecords()


def test_what_stands_below_is_read_for_all_of_a_batch(platform):
    event = records.read_below(platform, [ONE, TWO], 2, **SAID)
    assert (event.target_ids, event.nth, event.problem) == (("t1", "t2"), 2, "")
    assert [one.external_id for one in event.below] == [ONE.external_id, TWO.external_id]


def test_the_change_log_is_asked_for_up_to_now(platform):
    event = records.ask_changes(platform, ASK, [ONE], **SAID)
    assert (event.task_id, event.since_at, event.until_at) == ("76", b.NOW, b.NOW + timedelta(minutes=1))


@pytest.mark.parametrize("failure", [DOWN, REFUSED])
def test_a_change_log_that_is_refused_is_no_failure(platform, failure):
    platform.fails = failure
    event = records.ask_changes(platform, ASK, [ONE], **SAID)
    assert (event.task_id, event.problem) == ("", str(failure))


def test_the_file_is_kept_with_its_hash_and_of_its_lines_those_on_our_objects(platform, data):
    log = records.fetch_changes(platform, FETCH, [ONE, TWO], **SAID).log
    assert log is not None
    assert (log.lines, log.request_id, log.problem) == ((OURS,), "req-log", "")
    assert located(log.path).read_bytes() == b"the file"
    assert log.sha256 == hashlib.sha256(b"the file").hexdigest()


def test_a_file_that_is_not_ready_or_not_to_be_had_now_is_awaited(platform):
    platform.file = None
    assert records.fetch_changes(platform, FETCH, [ONE], **SAID).log is None
    platform.fails = DOWN
    assert records.fetch_changes(platform, FETCH, [ONE], **SAID).log is None


def test_a_file_that_will_never_come_is_said(platform):
    platform.fails = REFUSED
    log = records.fetch_changes(platform, FETCH, [ONE], **SAID).log
    assert log is not None
    assert (log.problem, log.lines, log.path) == ("no right to", (), "")


def test_rules_that_could_switch_it_on_again_are_found(platform):
    event = records.hunt_restarts(platform, HUNT, [ONE, TWO], **SAID)
    assert [(one.name, one.hits) for one in event.threats] == [("Morning on", 1)]
    assert (event.nth, event.turn) == (1, 4)


def test_the_net_is_set_for_the_campaigns_and_taken_down(platform):
    event = records.set_guard(platform, SET, [ONE], **SAID)
    assert (event.rule_id, event.target_ids, platform.made) == ("rule of Net", ("t1",), [ONE.external_id])
    platform.made = ["70"]
    assert records.lift_guard(platform, LIFT, **SAID).rule_id == "70"
    assert platform.made == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda of: records.read_below(of, [ONE], 1, **SAID),
        lambda of: records.hunt_restarts(of, HUNT, [ONE], **SAID),
        lambda of: records.set_guard(of, SET, [ONE], **SAID),
    ],
)
def test_what_is_refused_for_good_is_said_and_what_may_pass_is_tried_again(platform, ask):
    platform.fails = REFUSED
    assert ask(platform).problem == "no right to"
    platform.fails = DOWN
    with pytest.raises(OutsideFailed):
        ask(platform)


@pytest.mark.django_db
def test_ana_chooses_the_net_and_dan_knows_of_no_case():
    people = b.cast()
    case = b.saved_case("settling")
    with pytest.raises(NotAllowed, match="there is no case"):
        records.choose_guard(people["dan"], case.id, guarded=True, now=b.NOW)
    assert records.choose_guard(people["ana"], case.id, guarded=True, now=b.NOW).on_record.guarded


@pytest.mark.django_db
def test_what_was_read_is_in_the_case_when_it_is_loaded_anew(platform, data):
    ana = b.cast()["ana"]
    case = b.saved_case("off")
    for event in (
        records.read_below(platform, case.targets, 1, **SAID),
        records.fetch_changes(platform, FETCH, case.targets, **SAID),
        records.hunt_restarts(platform, HUNT, case.targets, **SAID),
    ):
        saved = record(case.id, event)
    assert queries.case(ana, case.id) == saved
    assert (len(saved.on_record.change_logs), len(saved.on_record.threats)) == (1, 1)
    assert saved.targets[0].below is not None
