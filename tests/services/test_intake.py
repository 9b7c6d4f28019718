"""Opening a case, with somebody to tell and evidence that is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.case import State
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import filing, intake
from unpromote.store import cases
from unpromote.store.models import CaseRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


INTAKE = intake.Intake(
    client=b.BRAND,
    title="Arena autumn",
    reason="negative_feedback",
    wording="The comments turned.",
    promotion=b.PROMOTION,
    targets=(b.target(1),),
    contacts=(b.SUPPORT, b.CLEO, b.EMIL),
)


def test_a_case_opens_with_its_evidence_on_the_shelf(cast, data, tmp_path):
    evidence = tmp_path / "comments.txt"
    evidence.write_text("142 complaints")
    case = intake.open_case(cast["ana"], replace(INTAKE, evidence=[evidence]), now=b.NOW)
    (kept,) = case.reason.evidence
    assert kept.sha256 == hashlib.sha256(b"142 complaints").hexdigest()
    assert (data / "cases" / case.id / "evidence" / f"{kept.sha256[:12]}-comments.txt").read_text() == "142 complaints"
    assert cases.load(case.reference) == case


def test_dan_opens_nothing_for_another_client(cast, data):
    with pytest.raises(NotAllowed):
        intake.open_case(cast["dan"], INTAKE, now=b.NOW)


@pytest.mark.parametrize(
    ("contacts", "who"), [((b.CLEO, b.EMIL), "nobody is named"), ((b.SUPPORT, b.CLEO), "'emil' cannot be told")]
)
def test_a_case_in_which_somebody_cannot_be_told_is_refused_whole(cast, data, contacts, who):
    with pytest.raises(BadInput, match=who):
        intake.open_case(cast["ana"], replace(INTAKE, contacts=contacts), now=b.NOW)
    assert not CaseRow.objects.exists()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"evidence": [{"id": "ev1"}]}, "promotion.evidence"),
        ({"facts": {"breach": {"by": "media", "confirmed_by": "ben"}}}, "promotion.facts.breach"),
    ],
)
def test_no_fact_is_shown_before_the_case_is_open(cast, data, changes, place):
    with pytest.raises(BadInput) as refused:
        intake.open_case(cast["ana"], replace(INTAKE, promotion=b.PROMOTION | changes), now=b.NOW)
    assert refused.value.place == place


def test_a_fact_may_be_stated_on_opening(cast, data):
    facts = {"facts": {"breach": {"by": "media"}, "outage": True}}
    case = intake.open_case(cast["ana"], replace(INTAKE, promotion=b.PROMOTION | facts), now=b.NOW)
    assert case.promotion["facts"] == facts["facts"]


def test_a_promotion_that_goes_on_is_dropped_with_the_reason(cast, data):
    case = intake.open_case(cast["ana"], INTAKE, now=b.NOW)
    assert intake.drop_case(cast["ana"], case.id, "cheaper to run on", now=b.NOW).state is State.CLOSED


def test_a_file_is_kept_once(data, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("words")
    first = filing.keep("case_1", source, "evidence")
    assert filing.keep("case_1", source, "evidence") == first
    assert len(list(filing.located(first.path).parent.iterdir())) == 1


def test_a_missing_an_empty_and_an_enormous_file_are_refused_by_name(data, tmp_path):
    empty, enormous = tmp_path / "empty.pdf", tmp_path / "enormous.pdf"
    empty.touch()
    with enormous.open("wb") as file:
        file.truncate(500 * 1024**2)
    for path, problem in ((tmp_path / "gone", "no such file"), (empty, "is empty"), (enormous, "500 MB")):
        with pytest.raises(BadInput, match=problem) as refused:
            filing.keep("case_1", path, "agreement")
        assert str(path) in str(refused.value)
    assert not (data / "cases").exists()
