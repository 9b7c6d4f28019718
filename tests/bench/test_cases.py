"""A case with hundreds of creators: nobody is told twice or left untold, whatever is killed; every cent is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from unpromote.bench import cases
from unpromote.bench.cases import figures
from unpromote.bench.crowd import crowd, dollars
from unpromote.domain.errors import OutsideFailed


@pytest.fixture(scope="module")
def found():
    return {figure.name: figure for figure in figures(0.03)}


def test_three_kills_on_the_way_leave_nobody_untold_or_told_twice(found):
    assert found["letters"].value > 0
    assert [found[name].value for name in ("kills", "told twice", "not told")] == [3, 0, 0]


def test_every_creator_is_settled_to_the_cent(found):
    assert [found[name].value for name in ("not settled", "amounts that differ")] == [0, 0]
    assert found["events"].value > 0


def test_each_limit_stands_beside_its_figure(found):
    limits = {name: figure.limit for name, figure in found.items() if figure.limit}
    assert limits == {
        "letters a core": ">= 28",
        "kills": ">= 3",
        "told twice": "<= 0",
        "not told": "<= 0",
        "not settled": "<= 0",
        "amounts that differ": "<= 0",
        "page of the case": "<= 300",
        "lists of the API": "<= 300",
        "peak memory of the worker": "<= 600",
    }
    assert found["peak memory of the worker"].holds


def test_the_crowd_is_of_every_kind():
    drawn = list(crowd(100))
    assert len({one.address for one in drawn}) == len({one.price for one in drawn}) == 100
    assert {(one.balance > 0) - (one.balance < 0) for one in drawn} == {-1, 0, 1}
    assert {one.stage for one in drawn} == {"contracted", "briefed", "draft_submitted", "approved", "published"}


def test_cents_are_written_as_dollars():
    assert [dollars(cents) for cents in (0, 5, 123, 1_000_00)] == ["0.00", "0.05", "1.23", "1000.00"]


def test_half_a_cent_is_rounded_up():
    one = replace(next(crowd(1)), price=10_002, stage="briefed", advance=0)
    assert one.balance == 2501


def test_surplus_letters_are_counted():
    assert cases._surplus(Counter(["a", "b", "b", "b"])) == 2


def test_a_payment_that_differs_or_is_missing_is_found(tmp_path):
    on = cases._Installation(tmp_path, 3)
    (tmp_path / "data" / "payouts").mkdir(parents=True)
    right, wrong, missing = [one.id for one in crowd(3)]
    rows = [f"{right},clawback,0.01" if not one.balance else f"{one.id},pay,1.00" for one in list(crowd(3))[:2]]
    (tmp_path / "data" / "payouts" / "payouts.csv").write_text("creator_id,direction,amount\n" + "\n".join(rows))
    assert cases._differing(on) >= {wrong, missing}


def test_a_step_that_fails_is_told(tmp_path, capfd):
    with pytest.raises(OutsideFailed, match="ended with 1"):
        cases._Installation(tmp_path, 3).do("dance")
    assert "KeyError" in capfd.readouterr().err
