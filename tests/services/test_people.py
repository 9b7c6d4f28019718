"""Who may do what for whom."""

from __future__ import annotations

import pytest
from moneyed import Money

import builders as b
from unpromote.domain.errors import NotAllowed
from unpromote.services import people

pytestmark = pytest.mark.django_db


def test_ana_works_ben_approves_and_dan_works_for_another_client():
    cast = b.cast()
    cast["ana"].must_work_for(b.BRAND)
    cast["ben"].must_approve_for(b.BRAND)
    with pytest.raises(NotAllowed, match="may not approve"):
        cast["ana"].must_approve_for(b.BRAND)
    with pytest.raises(NotAllowed, match="does not work for"):
        cast["dan"].must_work_for(b.BRAND)


def test_somebody_unknown_has_no_rights():
    assert people.person("nobody").rights == {}


def test_the_first_person_of_a_fresh_installation_has_every_right():
    first = people.first_person("ana", "own")
    assert first.rights == {"own": True}
    assert people.first_person("dan", "own").rights == {}


def test_a_person_of_no_known_client_is_refused():
    with pytest.raises(NotAllowed, match="add it first"):
        people.add_person("ana", "nowhere", may_approve=False)


def test_the_limit_is_kept_with_its_currency():
    people.add_client("a", "A", Money("5000.00", "EUR"))
    people.add_client("b", "B")
    assert people.second_person_above("a") == Money("5000.00", "EUR")
    assert people.second_person_above("b") is None


def test_rights_can_be_changed():
    b.cast()
    people.add_person("ana", b.BRAND, may_approve=True)
    assert people.person("ana").rights == {b.BRAND: True}
