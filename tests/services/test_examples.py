"""Examples are drawn by who works for the client, in the shape in which contracts are labelled for training."""

from __future__ import annotations

import hashlib

import pytest

import builders as b
import reviewing
from training.passes import Pass
from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.review import Decided
from unpromote.reading.agreement import read_agreement
from unpromote.services import people, review
from unpromote.services.examples import examples
from unpromote.services.review import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(data, tmp_path):
    b.cast()
    return reviewing.handed(tmp_path)


def drawn(who="ana"):
    return list(examples(people.person(who), "case_1", read_agreement))


def test_a_line_has_the_shape_of_a_labellers_pass(case):
    review.decide(people.person("ana"), "case_1", [Answer("governing_law", Decided.REJECTED)], now=b.NOW)
    (line,) = drawn()
    made = decode(Pass, line)
    assert made.sha256 == hashlib.sha256(reviewing.DEAL.encode()).hexdigest()
    (label,) = made.labels
    assert reviewing.DEAL[label.start : label.end] == label.quote == reviewing.QUOTE


def test_before_anybody_decided_there_is_nothing(case):
    assert drawn() == []


def test_dan_draws_none_of_another_clients(case):
    with pytest.raises(NotAllowed, match="no case"):
        drawn("dan")
