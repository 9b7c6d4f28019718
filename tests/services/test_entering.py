"""One TikTok One order typed by hand goes the way of an imported row, and says what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from moneyed import Money

import builders as b
from services.test_imports import ACCOUNT, ONE, ROW, TWO, csv_file, handed_in, work_off
from services.test_inventory import EU, FakeSurveyor, survey
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.imports import Outcome
from unpromote.services import entering, imports, inventory
from unpromote.store.models import ImportRow

EUROS = Money("1200.00", "EUR")
HEADER = "campaign_id,name,advertiser_id,kind,budget,spent,currency,start,end"
ENTRY = entering.OrderEntry(
    order_id=TWO,
    advertiser_id=ACCOUNT,
    name="Boots",
    creator="Cleo",
    price=EUROS,
    stage="submitted",
    starts_on=date(2026, 9, 1),
    submitted_on=date(2026, 9, 10),
    paid=EUROS / 2,
)


@pytest.fixture
def ana(db, data):
    return b.cast()["ana"]


def enter(person, **changes):
    one = entering.enter_order(person, b.BRAND, replace(ENTRY, **changes), now=b.NOW)
    work_off()
    return imports.import_of(person, one.id)


def test_a_typed_order_is_known_with_all_that_was_typed(ana):
    assert enter(ana).counts.of == {"new": 1}
    (known,) = imports.listed(ana, b.BRAND)
    assert (known.kind, known.name, known.creator, known.stage) == ("tiktok_one", "Boots", "Cleo", "submitted")
    assert (known.budget, known.prepaid, known.submitted_on) == (EUROS, EUROS / 2, date(2026, 9, 10))
    assert (known.starts_on, known.ends_on) == (date(2026, 9, 1), None)


def test_typed_again_it_says_what_changed(ana):
    enter(ana)
    again = enter(ana, stage="approved", paid=None, ends_on=date(2026, 10, 1))
    (line,) = imports.report(ana, again.id)
    assert line.outcome is Outcome.CHANGED
    assert {"stage", "ends_on"} <= {change.field for change in line.changes}


def test_the_account_s_other_promotions_have_not_vanished_by_it(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    assert enter(ana).counts.of == {"new": 1}
    assert [one.campaign_id for one in imports.listed(ana, b.BRAND)] == [ONE, TWO]


def test_what_the_rows_of_a_file_refuse_is_refused_with_its_column(ana):
    refused = enter(ana, ends_on=date(2026, 8, 1))
    (line,) = imports.report(ana, refused.id)
    assert (line.outcome, "is not after the start" in line.findings[0].problem) == (Outcome.REFUSED, True)
    assert imports.listed(ana, b.BRAND) == ()


def test_an_inventory_says_whose_work_it_is(ana):
    enter(ana)
    taken = inventory.read(ana, b.BRAND, inventory.Scope((EU,)), FakeSurveyor(survey()), now=b.NOW)
    assert [(one.id, one.sort) for one in taken.items] == [(TWO, "by Cleo")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"stage": "done"}, "is no stage"),
        ({"submitted_on": None}, "nobody says when"),
        ({"order_id": "12x"}, "order_id: '12x' is no id"),
        ({"advertiser_id": ""}, "advertiser_id: '' is no id"),
        ({"paid": Money("5.00", "USD")}, "in two currencies"),
    ],
)
def test_what_makes_no_order_is_said_at_once(ana, changes, why):
    with pytest.raises(BadInput, match=why):
        enter(ana, **changes)
    assert not ImportRow.objects.exists()


def test_dan_enters_nothing_for_another_client(ana):
    with pytest.raises(NotAllowed, match="does not work for"):
        enter(b.people.person("dan"))
    assert not ImportRow.objects.exists()
