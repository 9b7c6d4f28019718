"""Kill -9 at every step of every command: the case finishes, nothing is lost, nothing happens twice."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from journeys.story import Story
from unpromote.domain.audit import check_chain
from unpromote.domain.case import State
from unpromote.emulator.server import start_emulator
from unpromote.services.packs import verify_pack
from unpromote.store import events
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db(transaction=True)

COMES_AGAIN = ("CollectMail", "SampleSpend", "WatchDelivery")  # of these each step is killed once in all
OUTLIVE_IT = (
    "CollectMail",
    "RemindCounterpart",
    "WatchDelivery",
    "HuntRestarts",
)  # what may still wait once a case is closed


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    monkeypatch.setitem(settings.UNPROMOTE, "data", tmp_path)
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", "demo-token")
    with start_emulator() as emulator:
        yield Story(tmp_path, emulator)


def test_a_case_outlives_a_kill_at_every_step_of_every_command(story):
    story.run()
    case = story.case
    assert (case.state, case.alarms) == (State.CLOSED, ())

    done = CommandRow.objects.filter(status="done").exclude(kind__in=COMES_AGAIN)
    assert story.deaths >= 2 * done.count()
    assert {row.attempts for row in done} == {3}  # killed once claimed, killed once done, then settled
    again = CommandRow.objects.filter(status="done", attempts__gt=1, kind__in=COMES_AGAIN)
    assert set(again.values_list("kind", flat=True)) >= {"SampleSpend", "WatchDelivery"}
    assert not CommandRow.objects.exclude(status="done").exclude(kind__in=OUTLIVE_IT).exists()

    requests = httpx.get(f"{story.emulator.url}/__emulator__/log").json()
    changed = Counter(one for request in requests if request["method"] == "POST" for one in request["changed"])
    assert changed == dict.fromkeys((target.external_id for target in case.targets), 1)

    letters = Counter(path.name.split(".")[1] for path in story.letters())
    assert len(letters) == sum(
        message.direction.value == "out" for talk in case.conversations for message in talk.messages
    )
    assert set(letters.values()) == {1}

    with next((story.folder / "payouts").glob("*.csv")).open(newline="") as file:
        lines = Counter(row["key"] for row in csv.DictReader(file))
    assert lines == {f"{case.id}/cleo": 1, f"{case.id}/emil": 1}

    with next((story.folder / "payouts" / "runs").glob("*.csv")).open(newline="") as file:
        paid = Counter(row["name"] for row in csv.DictReader(file))
    assert paid == {"Cleo Marsh": 1}
    assert [one.party for one in case.books.movements] == ["creator:cleo"]

    assert check_chain(events.chain(case.id)) is None
    assert verify_pack(story.folder / case.packs[-1].path).holds
