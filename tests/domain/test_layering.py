"""Presets below the documents of an agreement: they fill what is open, stand last, and stay visible."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quoting import PLAIN, written_ask
from unpromote.domain.errors import BadInput
from unpromote.domain.layering import changed, layered, marked, no_presets
from unpromote.domain.presets import Mark, Preset, Statement
from unpromote.domain.reproducing import Versions
from unpromote.domain.vectors import answer, read_ask

USUAL = Preset(
    name="usual",
    title="Usual terms",
    source="a tariff (2010)",
    mark=Mark.GENERAL_KNOWLEDGE,
    checked_on=date(2026, 11, 22),
    terms={
        "rights": [
            {
                "id": "leave",
                "clause": "4",
                "ground": "convenience",
                "holders": ["advertiser"],
                "notice": {"n": 14, "unit": "days"},
                "fees": ["late"],
            }
        ],
        "fees": [{"id": "late", "clause": "5", "calc": {"rate": "0.25", "base": "budget"}}],
        "creators": {"kill": {"brand": {"briefed": "0.25"}}},
        "refund": {"method": "original"},
    },
    statements=(Statement("rights[leave]", "One may leave.", Mark.READ),),
)
VERSIONS = Versions("0.1.0", "2026a", "0.80")
ORDER = {
    "id": "order",
    "document": "order.pdf",
    "terms": {key: item for key, item in PLAIN["terms"].items() if key in ("currency", "time_zone", "calendar")},
}
MAIL = {"id": "mail", "document": "mail.pdf", "terms": {"notice_receipt": {"email": {"rule": "on_send"}}}}
BELOW = {"id": "std", "preset": "usual"}


def known(name: str) -> Preset:
    return USUAL if name == "usual" else no_presets(name)


def found(*layers: Any) -> dict[str, Any]:
    vector = written_ask(promotion__creators=[CREATOR], promotion__prepaid="99999.00")
    del vector["terms"]
    return answer(read_ask(vector | {"layers": list(layers)}, presets=known), VERSIONS)


CREATOR = {"id": "cleo", "deliverables": [{"id": "d", "price": "10.00", "stage": "briefed"}], "advance_paid": "0.00"}


def test_every_part_that_rests_on_a_preset_says_so_with_mark_and_source() -> None:
    assert [told for told in found(ORDER, MAIL, BELOW)["assumptions"] if "preset" in told] == [
        "right usual/leave: preset usual, read, a tariff (2010)",
        "fee usual/late: preset usual, general knowledge, a tariff (2010)",
        "creators: preset usual, general knowledge, a tariff (2010)",
        "refund: preset usual, general knowledge, a tariff (2010)",
    ]


def test_the_layer_that_won_is_the_presets_where_it_filled() -> None:
    won = found(ORDER, MAIL, BELOW)["won"]
    assert (won["currency"], won["rights[0]"], won["fees[0]"], won["creators.kill.brand"]) == (
        "order",
        "std",
        "std",
        "std",
    )


def test_a_documents_own_right_keeps_the_preset_out() -> None:
    own = MAIL | {"terms": MAIL["terms"] | {"rights": PLAIN["terms"]["rights"]}}
    answered = found(ORDER, own, BELOW)
    assert answered["right"] == "conv"
    assert not any(told.startswith("right ") for told in answered["assumptions"])


def test_a_preset_that_only_its_clause_names_is_told_all_the_same() -> None:
    terms = dict(layered([ORDER, MAIL, BELOW], "layers", known).merged.terms)
    del terms["layers"]
    ask = {**written_ask(), "terms": terms}
    unnamed, named = (answer(read_ask(ask, presets=presets)) for presets in (no_presets, known))
    assert unnamed["assumptions"][0] == "right usual/leave: preset usual, not this agreement's own words"
    assert named["assumptions"][0] == "right usual/leave: preset usual, read, a tariff (2010)"
    assert marked(marked(terms, known), known) == marked(terms, known)
    assert marked({"layers": 5}, known) == {"layers": 5}


def test_values_replace_those_of_the_preset_and_are_named() -> None:
    answered = found(ORDER, MAIL, BELOW | {"title": "Ours", "values": {"rights[leave].notice.n": 7}})
    assert (
        "right usual/leave: preset usual, read, a tariff (2010); changed by hand: rights[leave].notice.n"
        in (answered["assumptions"])
    )
    assert answered["computed_with"]["presets"][0]["changed"] == ["rights[leave].notice.n"]


def test_what_a_person_changed_is_no_longer_the_presets_statement() -> None:
    other = changed(USUAL, {"refund.method": "none"}, "values")
    assert (other.terms["refund"]["method"], USUAL.terms["refund"]["method"]) == ("none", "original")
    assert other.statement("refund.method").says == "Changed by a person."


@pytest.mark.parametrize(
    ("layer", "problem"),
    [
        ({"id": "std", "preset": "unknown"}, "layers[2].preset: there is no preset 'unknown' (write its terms out)"),
        ({"id": "std", "preset": 5}, "layers[2]: expected a preset by its name"),
        ({"preset": "usual"}, "layers[2]: expected a preset by its name"),
        ({"id": "std", "preset": "usual", "terms": {}}, "layers[2]: unknown field 'terms'"),
        ({"id": "mail", "preset": "usual"}, "layers[2].id: the layer 'mail' stands twice"),
        (BELOW | {"values": {"rights[gone].notice": 1}}, "layers[2].values.rights[gone].notice: nothing is called"),
        (BELOW | {"values": {"refund.gift": 1}}, "layers[2].values.refund.gift: preset usual has no refund.gift"),
        (BELOW | {"values": {"": 1}}, "layers[2].values.: preset usual has no"),
        (BELOW | {"values": {"rights": 5}}, "layers[2].values: terms.rights: expected a list"),
        (BELOW | {"values": {"rights": [5], "rights[leave].notice": 1}}, "layers[2].values.rights[leave].notice"),
    ],
)
def test_a_presets_layer_that_cannot_be_meant_is_refused_by_place(layer: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        layered([ORDER, MAIL, layer], "layers", known)
    assert str(refused.value).startswith(problem)


def test_a_document_below_a_preset_is_refused() -> None:
    with pytest.raises(BadInput, match=r"layers\[2\]: a document stands below a preset"):
        layered([ORDER, BELOW, MAIL], "layers", known)


def test_an_ask_without_presets_knows_none() -> None:
    with pytest.raises(BadInput, match="there is no preset 'usual'"):
        read_ask({**{key: PLAIN[key] for key in ("promotion", "request")}, "layers": [ORDER, BELOW]})


def test_an_answer_says_what_it_was_computed_with_only_where_versions_are_given() -> None:
    ask = read_ask(written_ask(promotion__facts={"outage": {"hours": "5", "note": 0.5}, "breach": None}))
    assert "computed_with" not in answer(ask)
    with_ = answer(ask, VERSIONS)["computed_with"]
    assert with_["facts"] == {"outage": {"hours": 5, "note": "0.5"}}
    assert (with_["time_zone"], with_["software"]) == ({"name": "Europe/Paris", "data": "2026a"}, "0.1.0")


def test_other_readings_are_other_terms() -> None:
    first, other = (
        answer(read_ask(written_ask() | {"unclear": [OPEN | {"readings": readings}]}), VERSIONS)["computed_with"]
        for readings in ([None, {"n": 7, "unit": "days"}], [None, {"n": 8, "unit": "days"}])
    )
    assert first["terms"]["sha256"] != other["terms"]["sha256"]


OPEN = {"path": "rights[0].notice", "question": "Is there a notice?"}
