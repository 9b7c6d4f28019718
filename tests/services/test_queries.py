"""Looking without changing, and only at what is yours."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.errors import NotAllowed
from unpromote.services import queries
from unpromote.store import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


def test_open_cases_come_first_then_closed_ones(cast):
    b.saved_case("closed")
    b.saved_case("opened", case_id="case_2", reference="UP-BBBBBBBB")
    lines = queries.open_cases(cast["ana"])
    assert [(line.reference, line.state) for line in lines] == [("UP-BBBBBBBB", "opened"), ("UP-ABCDEFGH", "closed")]
    assert lines[0].client == "Northwind Outdoor"


def test_dan_sees_nothing_of_another_clients(cast):
    b.saved_case("quoted")
    assert queries.open_cases(cast["dan"]) == ()
    for look in (queries.case, queries.timeline, queries.open_commands):
        with pytest.raises(NotAllowed) as refused:
            look(cast["dan"], "case_1")
        with pytest.raises(NotAllowed) as unknown:
            look(cast["dan"], "case_9")
        assert str(refused.value).replace("case_1", "case_9") == str(unknown.value)


def test_what_is_still_to_be_done_is_told_the_next_first(cast):
    b.saved_case("stopping")
    commands = queries.open_commands(cast["ana"], "case_1")
    assert [command.kind for command in commands][-1] == "TellEveryone"
    assert {command.status for command in commands} == {"ready"}


def test_the_timeline_is_the_chain(cast):
    b.saved_case("quoted")
    assert [entry["seq"] for entry in queries.timeline(cast["ana"], "case_1")] == [1, 2, 3, 4, 5]


def test_targets_at_work_come_as_they_are_named(cast):
    b.saved_case("stopping")
    assert [t.id for t in queries.targets_at_work("case_1", ["t2", "t9", "t1"])] == ["t2", "t1"]
    assert queries.case_at_work("case_1") == cases.load("case_1")
