"""Several documents make one agreement: the one with precedence wins clause by clause, and it is told which."""

from __future__ import annotations

from typing import Any

import pytest

from quoting import PLAIN
from unpromote.domain.agreement import read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.explain_open import explain_layers
from unpromote.domain.layers import merge_layers
from unpromote.domain.vectors import answer, read_ask

RIGHT = PLAIN["terms"]["rights"][0]


def layer(name: str, **terms: Any) -> dict[str, Any]:
    return {"id": name, "document": f"{name}.pdf", "terms": terms}


STANDARD = layer("standard", **PLAIN["terms"])


def said(*layers: Any) -> str:
    try:
        merge_layers(list(layers))
    except BadInput as problem:
        return str(problem)
    return ""


def test_one_layer_alone_is_the_terms_themselves():
    merged = merge_layers([STANDARD])
    layers = [{"id": "standard", "document": "standard.pdf"}]
    assert merged.terms == {**PLAIN["terms"], "layers": layers}
    assert set(merged.won.values()) == {"standard"}
    assert merged.over == {}


def test_clauses_of_the_same_id_are_replaced_whole_and_others_stand_beside():
    mine = {**RIGHT, "clause": "Order 2"}
    other = {**RIGHT, "id": "cause"}
    merged = merge_layers([layer("order", rights=[mine]), layer("standard", rights=[other, RIGHT])])
    assert merged.terms["rights"] == [mine, other]
    assert merged.won == {"rights[0]": "order", "rights[1]": "standard"}
    assert merged.over == {"rights[0]": ("standard",)}


def test_duties_go_by_kind_and_holder():
    takedown = {"kind": "takedown", "holder": "creator"}
    low = [{**takedown, "clause": "12"}, {"kind": "takedown", "holder": "media"}]
    merged = merge_layers([layer("order", duties=[{**takedown, "clause": "3"}]), layer("standard", duties=low)])
    assert merged.terms["duties"] == [{**takedown, "clause": "3"}, low[1]]


def test_ways_of_notice_go_by_name():
    add = {"post": {"rule": "on_send"}, "email": {"rule": "business_hours"}}
    merged = merge_layers([layer("order", notice_receipt=add), STANDARD])
    assert merged.terms["notice_receipt"] == add
    assert merged.won["notice_receipt.email"] == "order"
    assert merged.over == {"notice_receipt.email": ("standard",)}


def test_any_other_field_is_one_clause_and_null_strikes_it():
    low = {"method": "original", "service_fee": "0.1"}
    merged = merge_layers([layer("a", refund={"method": "none"}), layer("b", refund=low), layer("c", refund=low)])
    assert merged.terms["refund"] == {"method": "none"}
    assert merged.over == {"refund": ("b", "c")}
    assert merge_layers([layer("a", refund=None), layer("b", refund=low)]).terms["refund"] is None


def test_an_empty_list_states_nothing_and_strikes_nothing():
    assert merge_layers([layer("a", fees=[]), layer("b", fees=[])]).terms["fees"] == []
    assert merge_layers([layer("a", rights=[]), STANDARD]).terms["rights"] == [RIGHT]


def test_merged_terms_are_terms_with_their_documents_in_order():
    terms = read_terms(dict(merge_layers([layer("order", title="No. 17"), STANDARD]).terms))
    assert [(known.id, known.document) for known in terms.layers] == [
        ("order", "order.pdf"),
        ("standard", "standard.pdf"),
    ]


@pytest.mark.parametrize(
    ("layers", "problem"),
    [
        ((), "layers: expected a list of layers (write {id, document, title, terms}, the layer with precedence first)"),
        (("x",), "layers[0]: expected a layer with its terms"),
        (({"id": "a", "document": "a.pdf"},), "layers[0]: expected a layer with its terms"),
        (({"id": "a", "terms": {}},), "layers[0]: field 'document' is missing"),
        (({"id": "a", "document": "a", "rank": 1, "terms": {}},), "layers[0]: unknown field 'rank'"),
        (({"id": "a", "document": "a", "terms": []},), "layers[0].terms: expected an object with a part of the terms"),
        ((layer("a"), layer("a")), "layers[1].id: the layer 'a' stands twice (give each its own id)"),
        ((layer("a", fee=[]),), "layers[0].terms: unknown field 'fee' (known here: aggregate_cap, "),
        ((layer("a", layers=[]),), "layers[0].terms: unknown field 'layers'"),
        ((layer("a", fees={}),), "layers[0].terms.fees: expected a list"),
        ((layer("a", fx=[]),), "layers[0].terms.fx: expected an object"),
        ((layer("a", fees=["F"]),), "layers[0].terms.fees[0]: id missing (a clause of a layer is known by it"),
        ((layer("a", fees=[{"id": 1}]),), "layers[0].terms.fees[0]: id missing"),
        ((layer("a", duties=[{"kind": "takedown"}]),), "layers[0].terms.duties[0]: kind and holder missing"),
        (
            (layer("a", rights=[RIGHT, RIGHT]),),
            "layers[0].terms.rights[1]: 'conv' stands twice in one layer (keep the one that counts)",
        ),
        (
            (layer("a", currency="EUR"), layer("b", currency="EUR"), layer("c", currency="USD")),
            "layers[2].terms.currency: 'USD' contradicts the currency 'EUR' of layer a (state one settlement currency",
        ),
    ],
)
def test_what_is_no_layer_is_refused(layers, problem):
    assert said(*layers).startswith(problem)


def asked(*layers: Any) -> dict[str, Any]:
    return {key: item for key, item in PLAIN.items() if key != "terms"} | {"layers": list(layers)}


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ({"rights": [{**RIGHT, "ground": "whim"}]}, "S: terms.rights[0].ground (layer order): unknown value 'whim'"),
        ({"calendar": {**PLAIN["terms"]["calendar"], "open": "18:00"}}, "S: terms.calendar (layer order): open is not"),
        (
            {"notice_receipt": {"post": {"rule": "plus_business_days"}}},
            "S: terms.notice_receipt.post (layer order): plus_b",
        ),
    ],
)
def test_a_refused_term_is_traced_to_its_layer(order, problem):
    with pytest.raises(BadInput) as refused:
        read_ask(asked(layer("order", **order), STANDARD), "S")
    assert str(refused.value).startswith(problem)


def test_a_term_that_no_layer_states_is_nobodys():
    with pytest.raises(BadInput) as refused:
        read_ask(asked(layer("order", currency="EUR")))
    assert str(refused.value).startswith("terms: field 'time_zone' is missing")


def test_terms_and_layers_at_once_are_refused():
    with pytest.raises(BadInput, match="there are both terms and layers"):
        read_ask({**PLAIN, "layers": [STANDARD]})


def test_the_quote_over_one_layer_is_the_quote_over_its_terms_and_says_who_won():
    layered = answer(read_ask(asked(STANDARD)))
    assert layered.pop("won") == merge_layers([STANDARD]).won
    assert layered == answer(read_ask(PLAIN))


def test_explained_it_names_the_documents_and_the_clause_that_counts():
    low = layer("standard", rights=[RIGHT], refund={"method": "none"}, duties=[{"kind": "takedown", "holder": "media"}])
    high = {**low, "id": "order", "title": "No. 17"}
    assert explain_layers(merge_layers([high, low])).splitlines() == [
        "Layers by precedence: order (No. 17), standard (standard.pdf).",
        "rights[0] conv: order counts, not standard.",
        "refund: order counts, not standard.",
        "duties[0]: order counts, not standard.",
    ]
