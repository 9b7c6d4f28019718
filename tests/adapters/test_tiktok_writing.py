"""A batch in one write: halved where it is refused as a whole, and never losing what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

import builders as b
from unpromote.adapters.calling import Decision, Refusal, Resting
from unpromote.adapters.tiktok.rows import Switched
from unpromote.adapters.tiktok.writing import written
from unpromote.domain.delivery import WriteReceipt
from unpromote.domain.errors import OutsideFailed

Answer = Callable[[str, Sequence[str]], Switched]
REST = Resting("it rests", timedelta(minutes=5))
LOST = OutsideFailed("the reply was lost")
GONE = OutsideFailed("no such host", permanent=True)


def refused(decision: Decision = Decision.PERMANENT, said: str = "No.") -> Refusal:
    return Refusal(said, code=1, decision=decision, request_id="r1")


class Wire:
    """Refuses a write that holds the bad id, fails from the given call on, and notes what was sent."""

    def __init__(self, *, bad: str = "", fails: Exception | None = None, at: int = 99) -> None:
        self.sent: list[tuple[str, ...]] = []
        self._bad, self._fails, self._at = bad, fails, at

    def __call__(self, _endpoint: str, ids: Sequence[str]) -> Switched:
        if self._fails and len(self.sent) + 1 >= self._at:
            raise self._fails
        self.sent.append(tuple(ids))
        if self._bad in ids:
            raise refused()
        return Switched(tuple(ids), "DISABLE", {}, "r2", "l2")


def write(wire: Answer, ids: str = "1234", endpoints: Sequence[str] = ("a",)) -> tuple[WriteReceipt, ...]:
    return written(wire, endpoints, tuple(ids), lambda: b.NOW)


def test_one_bad_id_keeps_none_of_the_others_on():
    wire = Wire(bad="3")
    receipts = write(wire)
    assert ["".join(each.external_ids) for each in receipts] == ["12", "", "4"]
    assert (receipts[1].refused[0].external_id, receipts[1].problem) == ("3", "No. [request_id=r1]")
    assert ["".join(each) for each in wire.sent] == ["1234", "12", "34", "3", "4"]


@pytest.mark.parametrize("failure", [REST, GONE, refused(Decision.PERSON), refused(Decision.RETRY)])
def test_what_fails_for_all_before_anything_was_done_is_raised(failure: Exception):
    with pytest.raises(OutsideFailed) as raised:
        write(Wire(fails=failure, at=1))
    assert raised.value is failure


@pytest.mark.parametrize("failure", [REST, GONE, refused(Decision.PERSON), refused(Decision.RETRY)])
def test_what_fails_for_all_later_on_ends_the_round_and_names_what_is_left(failure: Exception):
    done, left = write(Wire(bad="3", fails=failure, at=3))
    assert (done.external_ids, left.external_ids, left.untried) == (("1", "2"), (), ("3", "4"))
    assert left.problem == str(failure)


@pytest.mark.parametrize("failure", [LOST, refused(Decision.READ_BACK)])
def test_what_may_have_been_done_is_said_to_be_in_doubt_and_the_rest_goes_on(failure: Exception):
    wire = Wire(bad="1", fails=failure, at=2)
    doubts = write(wire)
    assert [("".join(each.external_ids), each.status) for each in doubts] == [("12", ""), ("34", "")]
    assert {each.problem for each in doubts} == {str(failure)}


def test_a_twin_endpoint_is_asked_for_one_that_is_refused_alone():
    def twins(endpoint: str, ids: Sequence[str]) -> Switched:
        if endpoint == "a":
            raise refused()
        return Switched(tuple(ids), "DISABLE", {}, "r2", "l2")

    (receipt,) = write(twins, "1", ("a", "b"))
    assert (receipt.external_ids, receipt.status) == (("1",), "DISABLE")


def test_where_the_twin_refuses_as_well_the_first_ones_words_count():
    def by_error(endpoint: str, ids: Sequence[str]) -> Switched:
        raise refused(said=f"Not {endpoint} for {ids}.")

    def by_list(endpoint: str, ids: Sequence[str]) -> Switched:
        if endpoint == "a":
            raise refused(said="Not a.")
        return Switched((), "", dict.fromkeys(ids, "Not b."), "r2", "l2")

    said = [write(wire, "1", ("a", "b"))[0].refused[0].problem for wire in (by_error, by_list)]
    assert [each[:5] for each in said] == ["Not a", "Not a"]


def test_a_rest_before_the_twin_was_asked_leaves_that_one_for_later():
    def rests(endpoint: str, ids: Sequence[str]) -> Switched:
        if endpoint == "b":
            raise REST
        if "2" in ids:
            raise refused()
        return Switched(tuple(ids), "DISABLE", {}, "r2", "l2")

    done, left = write(rests, "12", ("a", "b"))
    assert (done.external_ids, left.untried) == (("1",), ("2",))
