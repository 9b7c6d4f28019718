"""What people made of a reading becomes labelled words, without who, whose and for whom."""

from __future__ import annotations

from dataclasses import replace

import builders as b
from unpromote.domain.codec import encode
from unpromote.domain.examples import labels_of
from unpromote.domain.provenance import Source
from unpromote.domain.review import Decided, PointDecision, Words

TEXT = "8. Either side may cancel upon sixty\n(60) days notice. It then pays ten percent. Law of Spain."
NOTICE, PAYS, LAW = "cancel upon sixty\n(60) days notice", "It then pays ten percent.", "Law of Spain."
FINDING = {"category": "Notice Period", "start": 3, "end": 54}
DEAL = b.document(id="doc_1", name="deal.txt")


def says(path, value, quote=NOTICE, status="stated"):
    source = {"document": "deal.txt", "page": 1, "quote": quote, "start": 0, "end": 1} if quote else None
    return {"path": path, "value": value, "source": source, "confidence": "0.9", "status": status}


def read(*said, terms=None, decisions=()):
    reading = b.reading(document_id="doc_1", proposals=said, findings=(FINDING,), reader="1.0")
    return replace(b.case_after("opened"), documents=(DEAL,), readings=(reading,), terms=terms, decisions=decisions)


def decision(path, decided, value=None, **changes):
    source = Source("deal.txt", 1, NOTICE, 0, 1)
    return PointDecision(path, decided, "ana", value, proposed=60, reader="1.0", **{"source": source} | changes)


def told(case):
    return [(one.category, one.quote, one.facts["path"], one.facts["made"]) for one in labels_of(case, DEAL, TEXT)]


def test_a_decision_is_a_label_on_the_words_that_were_read_or_marked():
    marked = Words("deal.txt", 1, "pays ten percent", 0, 16)
    accepted = decision("rights[0].notice", Decided.ACCEPTED, 60)
    corrected = decision("fees[0].calc.rate", Decided.CORRECTED, "0.1", words=marked)
    case = read(decisions=(corrected, accepted))
    assert told(case) == [
        ("Notice Period", NOTICE, "rights[0].notice", "accepted"),
        ("fees", "pays ten percent", "fees[0].calc.rate", "corrected"),
    ]
    first, second = labels_of(case, DEAL, TEXT)
    assert (TEXT[first.start : first.end], first.facts["marked_by"]) == (NOTICE, "reader")
    assert (second.facts["value"], second.facts["proposed"], second.facts["marked_by"]) == ("0.1", 60, "person")


def test_who_decided_is_not_in_it():
    case = read(decisions=(decision("rights[0].notice", Decided.ACCEPTED, 60),))
    assert "ana" not in str(encode(labels_of(case, DEAL, TEXT)))


def test_what_rests_on_no_words_of_the_document_or_stays_open_is_no_example():
    case = read(
        decisions=(
            decision("currency", Decided.CORRECTED, "USD", source=None),
            decision("time_zone", Decided.LEFT_OPEN),
            decision("rounding", Decided.ACCEPTED, source=Source("other.txt", 1, NOTICE, 0, 1)),
            decision("refund", Decided.ACCEPTED, source=Source("deal.txt", 1, "no such words", 0, 1)),
        )
    )
    assert told(case) == []


def test_terms_confirmed_as_a_whole_say_what_became_of_each_proposal():
    right = [says("rights[0].clause", "8"), says("rights[0].ground", "convenience")]
    fee = [says("fees[0].clause", "9", PAYS), says("fees[0].ground", None, "", "absent")]
    gap = says("payment", None, LAW, "absent")
    said = [*right, says("rights[0].notice", {"n": 60}), says("rights[0].cure", {"n": 3}), *fee]
    said += [says("governing_law", "Spain", LAW), gap, says("rights[0].id", "conv")]
    terms = {
        "governing_law": "France",
        "rights": [{"id": "x", "clause": "8", "ground": "convenience", "notice": {"n": 60}}],
    }
    assert {(path, made) for _, _, path, made in told(read(*said, terms=terms))} == {
        ("rights[0].clause", "accepted"),
        ("rights[0].ground", "accepted"),
        ("rights[0].notice", "accepted"),
        ("rights[0].cure", "rejected"),
        ("fees[0].clause", "rejected"),
        ("governing_law", "corrected"),
    }


def test_a_whole_item_that_is_gone_was_rejected_and_one_that_could_be_two_is_no_example():
    twice = {"clause": "8", "ground": "convenience"}
    said = [says("rights[0].clause", "8"), says("rights[0].ground", "convenience"), says("parties[0]", {"id": "acme"})]
    assert told(read(*said, terms={"rights": [twice, twice]})) == [
        ("Notice Period", NOTICE, "parties[0]", "rejected"),
    ]


def test_a_decision_goes_before_what_the_confirmed_terms_say():
    notice = says("governing_law", "Spain", LAW)
    law = decision("governing_law", Decided.REJECTED, source=Source("deal.txt", 1, LAW, 0, 1))
    assert told(read(notice, terms={"governing_law": "Spain"}, decisions=(law,))) == [
        ("governing_law", LAW, "governing_law", "rejected")
    ]


def test_words_that_a_newer_reader_sets_otherwise_are_found_again_and_cut_from_its_text():
    (label,) = labels_of(
        read(decisions=(decision("rights[0].notice", Decided.ACCEPTED),)), DEAL, TEXT.replace("\n", "  ")
    )
    assert label.quote == "cancel upon sixty  (60) days notice"


def test_a_document_that_was_not_read_or_not_decided_on_gives_nothing():
    assert labels_of(b.case_after("reading"), DEAL, TEXT) == ()
    assert told(read(says("governing_law", "Spain", LAW))) == []
