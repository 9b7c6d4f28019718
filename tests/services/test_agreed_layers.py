"""An agreement of several documents, confirmed as such: which won, what a preset filled, what the quote says."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

import agreed
import builders as b
from unpromote.adapters.files.pack import PackWriter
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import queries
from unpromote.services.agreement import agreement_of, confirm_terms, confirmed_agreement, standing
from unpromote.services.audit import case_file
from unpromote.services.packs import verify_pack
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.store import cases
from unpromote.store.models import CaseRow

pytestmark = pytest.mark.django_db

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")


@pytest.fixture
def ana():
    return b.cast()["ana"]


def confirmed(ana, agreement):
    b.saved_case("review")
    return confirm_terms(ana, "case_1", agreement, now=b.NOW)


def taken(ana, **changes):
    return take_quote(ana, "case_1", **{"method": "email", "now": b.NOW, "sent_at": SENT} | changes).quote


def test_the_orders_fee_counts_and_the_quote_is_the_same_as_over_the_merged_terms(ana):
    case = confirmed(ana, agreed.layers())
    assert case.terms["fees"][0]["clause"] == "Order 3"
    quote = taken(ana)
    assert (quote.price, quote.quote["won"]["fees[0]"]) == (b.usd("67000.00"), "order")


def test_each_clause_names_the_layer_that_won_and_those_it_replaced(ana):
    found = {one.name: (one.path, one.layer, one.over) for one in standing(confirmed(ana, agreed.layers()))}
    assert found["fee early-exit"] == ("fees[0]", "order", ("std",))
    assert found["right conv"] == ("rights[0]", "std", ())
    assert found["creators"] == ("creators", "order", ())


def test_layers_are_kept_as_confirmed_and_can_be_confirmed_again(ana):
    first = confirmed(ana, agreed.layers())
    printed = confirmed_agreement(first)
    assert printed["layers"] == agreed.layers()["layers"]
    again = confirm_terms(ana, "case_1", printed, now=b.NOW)
    assert (again.terms, again.layering, again.terms_version) == (first.terms, first.layering, 2)


def test_the_pack_has_layers_and_readings(ana):
    confirmed(ana, agreed.layers() | {"unclear": [agreed.NOTICE]})
    told = case_file("case_1")
    assert (told.layering.won["fees[0]"], told.unclear[0].path, told.terms_version) == ("order", "rights[0].notice", 1)


def test_terms_alone_have_no_layers(ana):
    case = confirmed(ana, b.TERMS)
    assert (case.layering, standing(case), confirmed_agreement(case)) == (None, (), case.terms)
    assert "won" not in taken(ana).quote


def test_before_terms_are_confirmed_there_is_no_agreement(ana):
    assert confirmed_agreement(b.saved_case("review")) is None


def test_a_preset_fills_what_the_documents_leave_open_and_says_so_in_the_quote(ana):
    case = confirmed(ana, agreed.on_a_preset())
    assert case.layering.won["rights[0]"] == "usual"
    quote = taken(ana).quote
    assert quote["right"] == "iab-3.0/fixed"
    assert quote["assumptions"][-1].startswith(
        "right iab-3.0/fixed: preset iab-3.0, general knowledge, 4A's/IAB Standard Terms and Conditions 3.0 (2010)"
    )
    assert [one["name"] for one in quote["computed_with"]["presets"]] == ["iab-3.0"]


def test_what_a_preset_filled_is_cited_as_a_default(ana):
    cited = {one.path: one for one in confirmed(ana, agreed.on_a_preset()).citations}
    assert (cited["rights[2].notice"].status, cited["rights[2].notice"].document) == ("default", "preset iab-3.0")


def test_a_changed_value_of_a_preset_counts_and_is_said_to_be_changed(ana):
    confirmed(ana, agreed.on_a_preset(**{"rights[fixed].notice.n": 10}))
    quote = taken(ana).quote
    assert quote["notice_last_day"] == "2026-09-30"
    assert quote["assumptions"][-1].endswith("; changed by hand: rights[fixed].notice.n")


def test_terms_filled_from_a_preset_beforehand_say_so_as_well(ana):
    filled = confirmed(ana, agreed.on_a_preset()).terms
    alone = {key: value for key, value in filled.items() if key != "layers"}
    confirm_terms(ana, "case_1", alone, now=b.NOW)
    assert "preset iab-3.0, general knowledge, 4A's/IAB" in taken(ana).quote["assumptions"][-1]


@pytest.mark.parametrize(
    ("agreement", "problem"),
    [
        ({"terms": b.TERMS, "layers": []}, "both terms and layers"),
        ({"terms": b.TERMS, "notes": ""}, "unknown field 'notes'"),
        ({"layers": []}, "expected a list of layers"),
        ({"layers": [{"id": "a", "document": "a", "terms": {"fees": [{"id": "F", "floor": 1.5}]}}]}, "no exact digits"),
        ({"layers": [{"id": "a", "document": "a", "terms": {"currency": "XXQ"}}]}, "layer a"),
        (agreed.unclear({"path": "rights[0].gift", "readings": [1, 2], "question": "?"}), "nothing is called 'gift'"),
        (agreed.unclear(agreed.NOTICE | {"readings": [agreed.NOTICES[0], 7]}), r"unclear\[0\].readings\[1\]"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_place_and_nothing_is_kept(ana, agreement, problem):
    before = b.saved_case("review")
    with pytest.raises(BadInput, match=problem):
        confirm_terms(ana, "case_1", agreement, now=b.NOW)
    assert queries.case(ana, "case_1") == before


def test_the_terms_own_list_of_layers_makes_them_no_layers():
    assert agreement_of({"currency": "EUR", "layers": [{"id": "a", "document": "a"}]})["terms"]["currency"] == "EUR"


def test_dan_confirms_nothing(ana):
    b.saved_case("review")
    with pytest.raises(NotAllowed, match="no case"):
        confirm_terms(person("dan"), "case_1", agreed.layers(), now=b.NOW)


def test_the_decision_is_part_of_what_is_signed(ana):
    confirmed(ana, b.TERMS)
    quote = taken(ana)
    decision = quote.quote["decision"]
    assert [way["name"] for way in decision["options"]][:3] == ["run", "cancel_now", "cancel_on_cheapest_day"]
    assert (decision["dead_zone_on"], decision["asked"]["harm_per_day"]) == ("2026-10-30", None)
    assert len(quote.curve) == 101
    assert taken(ana, weigh={"harm_per_day": "50.00"}).hash != quote.hash


def test_what_is_to_be_weighed_comes_back_weighed(ana):
    confirmed(ana, b.TERMS)
    decision = taken(ana, weigh={"harm_per_day": "50.00"}).quote["decision"]
    assert (decision["harm"]["per_day"], decision["asked"]["harm_per_day"]) == ("50.00", "50.00")


@pytest.mark.parametrize("weigh", [{"reduce_to": "999999.00"}, {"bribe": "1"}, {"harm_per_day": 5}])
def test_what_cannot_be_weighed_is_named(ana, weigh):
    confirmed(ana, b.TERMS)
    with pytest.raises(BadInput) as refused:
        taken(ana, weigh=weigh)
    assert refused.value.place.startswith("decision")


def test_a_quote_says_what_it_was_computed_with(ana):
    confirmed(ana, b.TERMS)
    with_ = taken(ana).quote["computed_with"]
    assert (with_["rules"], with_["terms"]["confirmed"], with_["time_zone"]["name"]) == (
        "cancellation-rules/1",
        1,
        "America/Los_Angeles",
    )
    assert (with_["facts"], with_["calendar"]["holidays"], with_["presets"]) == ({}, 0, [])


def test_a_case_kept_by_an_older_release_still_loads_and_goes_on(ana):
    b.saved_case("ready")
    row = CaseRow.objects.get(id="case_1")
    for later in ("layering", "unclear", "terms_version", "claims"):
        del row.data[later]
    row.save()
    row.fields.filter(name="requote").delete()
    old = cases.load("case_1")
    assert (old.layering, old.unclear, old.terms_version, old.requote, old.claims) == (None, (), 0, None, ())
    assert taken(ana).price == b.usd("67000.00")


def test_the_pack_of_a_quote_with_its_ways_on_holds(ana, tmp_path):
    b.saved_case("opened", reason=b.e.Reason("strategy_change", "A new plan."))
    confirm_terms(ana, "case_1", agreed.layers(), now=b.NOW)
    quote = taken(ana)
    pack = PackWriter(tmp_path / "packs", tmp_path / "keys").write(case_file("case_1")).path
    assert verify_pack(pack).problems == ()
    told = json.loads((pack / "case.json").read_text())
    assert (told["layering"]["won"]["fees[0]"], told["quote"]["hash"]) == ("order", quote.hash)
    assert json.loads((pack / "quote.json").read_text())["decision"]["options"][0]["name"] == "run"
