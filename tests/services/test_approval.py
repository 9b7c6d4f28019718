"""Who may sign, and what a complete approval sets off."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.case import State
from unpromote.domain.errors import NotAllowed
from unpromote.services.approval import sign_quote
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


def test_ana_may_not_sign_and_dan_sees_no_case(cast):
    b.saved_case("quoted")
    with pytest.raises(NotAllowed, match="may not approve"):
        sign_quote(cast["ana"], "case_1", "a" * 64, now=b.NOW)
    with pytest.raises(NotAllowed, match="no case"):
        sign_quote(cast["dan"], "case_1", "a" * 64, now=b.NOW)


def test_above_the_limit_a_second_person_sets_off_the_stop(cast):
    b.saved_case("quoted")
    assert sign_quote(cast["ben"], "case_1", "a" * 64, now=b.NOW).state is State.QUOTED
    assert not CommandRow.objects.filter(kind="StopBatch").exists()
    assert sign_quote(cast["bea"], "case_1", "a" * 64, now=b.NOW).state is State.STOPPING
    assert CommandRow.objects.filter(kind="StopBatch").count() == 1
