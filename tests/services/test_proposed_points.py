"""The points of what was read: each once, items before their fields, what another document says beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.services.proposed_points import points_of

SOURCE = {"document": "order.pdf", "page": 1, "quote": "sixty days", "start": 3, "end": 13}
RIGHT = {"id": "conv", "clause": "8", "ground": "convenience", "holders": ["advertiser"], "notice": None, "fees": []}
CALENDAR = {"weekend": ["Sat"], "holidays": [], "open": "09:00", "close": "17:00"}
KNOWN = {"currency": "USD", "time_zone": "UTC", "calendar": CALENDAR, "rights": [], "creators": {"clause": "4"}}


def says(path, value, **changes):
    made = {"path": path, "value": value, "source": SOURCE, "confidence": "0.8", "status": "stated", "note": ""}
    return made | changes


def read(*documents):
    """A case whose documents, each as (terms, proposals), were read."""
    named = tuple(b.document(id=f"doc_{n}", name=f"{n}.pdf") for n in range(len(documents)))
    readings = tuple(
        b.reading(document_id=f"doc_{n}", terms=terms, proposals=tuple(said))
        for n, (terms, said) in enumerate(documents)
    )
    return replace(b.case_after("opened"), documents=named, readings=readings)


def points(*documents):
    return {point.path: point for point in points_of(read(*documents))}


def test_what_no_quote_can_do_without_comes_first_with_what_is_usual():
    found = list(points(({}, [])).values())
    assert [one.path for one in found] == [
        "currency",
        "time_zone",
        "calendar.weekend",
        "calendar.holidays",
        "calendar.open",
        "calendar.close",
        "rights",
        "creators",
    ]
    assert [one.alternatives for one in found[:3]] == [("USD",), (), (["Sat", "Sun"],)]
    assert found[-2].alternatives == ([],)
    assert all(one.needed and one.is_open for one in found)


def test_creators_are_asked_for_only_where_the_promotion_has_some():
    case = read(({}, []))
    without = replace(case, promotion={key: item for key, item in case.promotion.items() if key != "creators"})
    assert "creators" not in {point.path for point in points_of(without)}


def test_a_gap_that_the_reader_saw_keeps_its_readings_and_what_to_ask():
    gap = says(
        "time_zone", None, status="absent", source=None, alternatives=["UTC", "Europe/Paris"], note="whose days?"
    )
    found = points(({}, [gap]))["time_zone"]
    assert (found.needed, found.note, found.alternatives) == (True, "whose days?", ("UTC", "Europe/Paris"))


def test_a_right_is_a_point_of_its_own_on_the_words_of_its_fields():
    terms = KNOWN | {"rights": [RIGHT]}
    said = [
        says("rights[0].id", "conv", status="default"),
        says("rights[0].ground", "convenience"),
        says("rights[0].holders", ["advertiser"]),
    ]
    found = points((terms, said))
    assert list(found) == ["rights[0]", "rights[0].holders"]
    assert found["rights[0]"].value == {"id": "conv", "clause": "8", "ground": "convenience"}
    assert found["rights[0]"].source.quote == "sixty days"


def test_an_item_that_was_proposed_whole_is_one_point_and_one_without_words_is_shown_as_such():
    terms = KNOWN | {"parties": [{"id": "acme"}], "credits": [{"id": "c", "clause": "2"}]}
    found = points((terms, [says("parties[0]", {"id": "acme"})]))
    assert list(found) == ["credits[0]", "parties[0]"]
    assert (found["credits[0]"].status, found["credits[0]"].source) == ("default", None)


@pytest.mark.parametrize(
    ("path", "value", "others"),
    [
        ("rights[0].notice.count", "exclusive", ("inclusive",)),
        ("rights[0].holders", ["advertiser"], (["media"],)),
        ("rights[0].holders", ["media"], (["advertiser"],)),
        ("rights[0].fees", [], (["F"],)),
        ("rights[0].fees", ["F"], ()),
        ("refund.method", "original", ()),
    ],
)
def test_what_was_not_simply_stated_might_well_be_something_else(path, value, others):
    terms = KNOWN | {"rights": [RIGHT], "fees": [{"id": "F", "clause": "9"}]}
    found = points((terms, [says(path, value, status="inferred")]))[path].alternatives
    assert found == others
    assert points((terms, [says(path, value)]))[path].alternatives == ()


def test_what_another_document_says_is_an_alternative():
    first, second = KNOWN | {"governing_law": "Spain"}, {"governing_law": "France"}
    said = says("governing_law", "France", source=SOURCE | {"document": "1.pdf"})
    found = points((first, [says("governing_law", "Spain", note="check")]), (second, [said, said]))["governing_law"]
    assert (found.value, found.alternatives) == ("Spain", ("France",))
    assert found.note.startswith("check; 1.pdf says otherwise")
    bare = points((first, [says("governing_law", "Spain")]), (second, [said | {"source": None}]))["governing_law"]
    assert bare.note == "another document says otherwise"


def test_what_one_document_leaves_open_another_may_state():
    gap, said = says("governing_law", None, status="absent"), says("governing_law", "France")
    for order in ([(KNOWN, [gap]), ({"governing_law": "France"}, [said])], [(KNOWN, [said]), ({}, [gap])]):
        assert points(*order)["governing_law"].value == "France"


def test_the_same_right_in_another_document_is_compared_field_by_field():
    other = RIGHT | {"notice": {"n": 7, "unit": "days"}, "cure": {"n": 3, "unit": "days"}}
    said = [says("rights[0].notice", other["notice"]), says("rights[0].cure", other["cure"])]
    first = (KNOWN | {"rights": [RIGHT]}, [says("rights[0].notice", None)])
    found = points(first, ({"rights": [other]}, said))
    assert found["rights[0].notice"].alternatives == (other["notice"],)
    cure = found["rights[0].cure"]
    assert (cure.is_open, cure.value, cure.alternatives) == (True, None, (other["cure"],))
    assert cure.note == "order.pdf says otherwise"
