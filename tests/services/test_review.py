"""Ana looks at what was read, what decides most money first, decides point by point, and confirms what stands then."""

from __future__ import annotations

from functools import partial

import pytest

import builders as b
import reviewing
from reviewing import NOTICE, QUOTE, SAID, THIRTY, says
from unpromote.domain.case import State
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.review import Decided
from unpromote.services import agreement, people, queries, review
from unpromote.services.review import Answer, Marked

BASE = {"path": "fees[0].calc.base", "readings": ["undelivered_at_effective", "budget"], "question": "Of what?"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(data, tmp_path):
    """A function that gives a case whose document was read, with what was proposed and is unclear."""
    b.cast()
    return partial(reviewing.handed, tmp_path)


def queue():
    return review.queue_of(queries.case(people.person("ana"), "case_1"), b.NOW)


def decide(*answers, who="ana"):
    return review.decide(people.person(who), "case_1", answers, now=b.NOW)


def confirm():
    return review.confirm_decided(people.person("ana"), "case_1", now=b.NOW)


def paths():
    return [one.point.path for one in queue().pending]


def test_what_decides_most_money_stands_first_and_what_changes_nothing_last(handed):
    handed()
    found = queue()
    assert paths() == [
        "rights[0].notice",
        "rights[0]",
        "rights[0].holders",
        "fees[0]",
        "governing_law",
        "fees[0].calc.rate",
    ]
    assert [str(one.spread.money.amount) for one in found.pending] == [
        "54000.00",
        "38400.00",
        "38400.00",
        "3900.00",
        "0.00",
        "0.00",
    ]
    assert (found.cost, found.deciding, found.problem) == (b.usd("87000.00"), 4, "")
    assert found.quiet == ("governing_law", "fees[0].calc.rate")


def test_what_changes_nothing_is_accepted_together(handed):
    handed()
    case = review.accept_quiet(people.person("ana"), "case_1", now=b.NOW)
    assert {one.path for one in case.decisions} == {"fees[0].calc.rate", "governing_law"}
    assert queue().quiet == ()
    with pytest.raises(NotAllowed, match="nothing was decided"):
        review.accept_quiet(people.person("ana"), "case_1", now=b.NOW)


def test_what_no_quote_can_do_without_is_asked_before_all_else(handed):
    handed(currency=None, time_zone=None)
    found = queue()
    assert [one.point.path for one in found.pending if one.point.needed] == ["currency", "time_zone"] == paths()[:2]
    assert found.assumed == ("currency USD", "time zone UTC")
    assert not {"currency", "time_zone"} & set(found.quiet)


def test_what_keeps_an_item_out_of_the_figures_goes_before_what_decides_money(handed):
    fee = {"id": "late", "clause": "9"}
    gap = says("fees[1].calc", None, "absent", note="no figure")
    handed(*SAID, gap, fees=[*b.TERMS["fees"], fee])
    assert paths()[0] == "fees[1].calc"
    assert "calc" in queue().left_out[0]
    assert "fees[1]" not in queue().quiet
    decide(Answer("rights[0].notice", Decided.CORRECTED, THIRTY))  # what is still wrong elsewhere is no obstacle
    assert paths()[0] == "fees[1].calc"


def test_of_two_fees_without_a_figure_one_is_stated_after_the_other(handed):
    fees = [{"id": name, "clause": "9"} for name in ("early", "late")]
    gaps = [says(f"fees[{nth}].calc", None, "absent", note="no figure") for nth in range(2)]
    handed(*SAID, *gaps, fees=fees, rights=[])
    for gap in gaps:
        decide(Answer(gap["path"], Decided.CORRECTED, {"flat": "100"}))
    assert queue().left_out == ()


def test_where_no_right_was_found_a_person_says_that_there_is_none(handed):
    handed(*SAID[:1], rights=None, fees=None)
    assert queue().pending[0].point.alternatives == ([],)
    with pytest.raises(NotAllowed, match="no quote can do without rights"):
        decide(Answer("rights", Decided.REJECTED))
    decide(Answer("rights", Decided.CORRECTED, []))
    while left := paths():
        decide(Answer(left[0], Decided.ACCEPTED))
    assert confirm().terms["rights"] == []


def test_where_nothing_can_be_quoted_the_queue_says_why_and_nothing_is_quiet(handed):
    handed(time_zone="Mars/Olympus")
    found = queue()
    assert "Mars/Olympus" in found.problem
    assert (found.quiet, found.deciding, found.cost) == ((), 0, None)


def test_ana_accepts_corrects_and_rejects_and_confirms_what_stands(handed):
    handed()
    words = Marked("deal.txt", 1, "upon SIXTY (60) days")
    decide(Answer("rights[0].notice", Decided.CORRECTED, THIRTY, words))
    decide(Answer("fees[0]", Decided.REJECTED), Answer("rights[0]", Decided.ACCEPTED))
    decide(Answer("rights[0].holders", Decided.CORRECTED, ["media", "advertiser"]))
    assert paths() == ["governing_law"]
    decide(Answer("governing_law", Decided.ACCEPTED))
    case = confirm()
    assert case.state is State.READY
    right = case.terms["rights"][0]
    assert (right["notice"], right.get("fees"), "fees" in case.terms) == ({"n": 30, "unit": "days"}, None, False)
    cited = {one.path: (one.quote, one.status, one.document) for one in case.citations}
    assert cited["rights[0].notice"] == ("upon sixty\n(60) days", "stated", "deal.txt")
    assert cited["rights[0].holders"] == ("", "by hand", "entered by ana")
    assert cited["governing_law"] == (QUOTE, "stated", "deal.txt")


def test_a_decision_keeps_what_was_proposed_its_words_and_the_readers_version(handed):
    handed()
    (kept,) = decide(Answer("rights[0].notice", Decided.CORRECTED, THIRTY)).decisions
    assert (kept.proposed, kept.value, kept.by, kept.reader) == (NOTICE, THIRTY, "ana", "1.0")
    assert (kept.source.quote, kept.words) == (QUOTE, None)


def test_words_that_are_not_on_the_page_cannot_be_given(handed):
    handed()
    words = Marked("deal.txt", 1, "upon thirty (30) days")
    with pytest.raises(BadInput, match="not on page 1 of deal"):
        decide(Answer("rights[0].notice", Decided.CORRECTED, THIRTY, words))
    assert queries.case(people.person("ana"), "case_1").decisions == ()


@pytest.mark.parametrize(
    ("typed", "cut"),
    [
        ("sixty (60)", "sixty\n(60)"),
        ("(60) days notice.", "(60) days notice."),
        ("[60] days", "60) days"),
        ("60 Days", "60) days"),
    ],
)
def test_marked_words_are_cut_from_the_page_with_the_brackets_that_stand_there(handed, typed, cut):
    handed()
    (made,) = decide(Answer("rights[0].notice", Decided.CORRECTED, THIRTY, Marked("deal.txt", 1, typed))).decisions
    assert made.words.quote == cut
    assert reviewing.DEAL[made.words.start : made.words.end] == cut


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer("rights[0].notice", Decided.CORRECTED, {"n": "soon", "unit": "days"}), "notice.n"),
        (Answer("fees[0].calc.rate", Decided.CORRECTED, 0.1), "no exact digits"),
        (Answer("rights[0].holders", Decided.REJECTED), "holders"),
        (Answer("rights[7]", Decided.REJECTED), "no point"),
    ],
)
def test_terms_that_could_not_be_read_any_more_are_refused(handed, answer, told):
    handed()
    with pytest.raises(BadInput, match=told):
        decide(answer)


def test_what_no_document_can_be_quoted_over_is_refused_as_a_correction(handed):
    handed(time_zone=None)
    with pytest.raises(BadInput, match="Mars/Olympus"):
        decide(Answer("fees[0]", Decided.ACCEPTED), Answer("time_zone", Decided.CORRECTED, "Mars/Olympus"))


def test_all_answers_are_taken_or_none(handed):
    handed()
    with pytest.raises(BadInput):
        decide(Answer("governing_law", Decided.ACCEPTED), Answer("rights[0].holders", Decided.REJECTED))
    assert len(paths()) == 6


def test_a_chosen_reading_rests_on_the_words_that_leave_it_open_and_the_rest_may_stay_open(handed):
    fee = {"id": "early-exit", "clause": "8", "calc": {"rate": "0.10"}}
    zone = {"path": "time_zone", "readings": ["UTC", "America/Los_Angeles"], "question": "Whose days?"}
    gap = says("fees[0].calc.base", None, "conflicting", alternatives=BASE["readings"], note="Of what?")
    no_zone = says("time_zone", None, "absent", alternatives=zone["readings"], source=None)
    handed(*SAID, gap, no_zone, fees=[fee], unclear=(BASE, zone), time_zone=None)
    decide(Answer("fees[0].calc.base", Decided.CORRECTED, "budget"), Answer("time_zone", Decided.LEFT_OPEN))
    while left := paths():
        decide(Answer(left[0], Decided.ACCEPTED))
    case = confirm()
    assert case.terms["fees"][0]["calc"] == {"rate": "0.10", "base": "budget"}
    assert [one.path for one in case.unclear] == ["time_zone"]
    cited = {one.path: (one.quote, one.status) for one in case.citations}
    assert cited["fees[0].calc.base"] == (QUOTE, "chosen")


def test_nothing_is_confirmed_before_every_point_was_looked_at(handed):
    handed()
    with pytest.raises(NotAllowed, match="6 points still to look at, 4 of which decide money"):
        confirm()


def test_a_correction_in_an_item_that_was_rejected_counts_for_nothing(handed):
    handed()
    decide(Answer("fees[0]", Decided.REJECTED))
    decide(Answer("fees[0].calc.rate", Decided.CORRECTED, "0.20"), Answer("rights[0].notice", Decided.ACCEPTED))
    decide(Answer("rights[0]", Decided.CORRECTED, {"clause": "8.1"}))
    while left := paths():
        decide(Answer(left[0], Decided.ACCEPTED))
    case = confirm()
    assert case.terms["rights"][0]["clause"] == "8.1"
    assert not [one for one in case.citations if one.path.startswith("fees")]


def test_a_notice_by_letter_alone_is_weighed_by_letter(handed):
    handed(notice_receipt={"post": {"rule": "plus_business_days", "n": 5}})
    assert queue().cost is not None
    assert queue().pending[0].spread.money


def test_once_the_terms_are_confirmed_nothing_waits(handed):
    handed()
    agreement.confirm_terms(people.person("ana"), "case_1", b.TERMS, now=b.NOW)
    assert queue().pending == ()
    with pytest.raises(NotAllowed, match="no read terms wait"):
        confirm()


def test_dan_decides_nothing(handed):
    handed()
    dan = people.person("dan")
    for verb in (review.accept_quiet, review.confirm_decided):
        with pytest.raises(NotAllowed, match="no case"):
            verb(dan, "case_1", now=b.NOW)
    with pytest.raises(NotAllowed, match="no case"):
        decide(Answer("governing_law", Decided.ACCEPTED), who="dan")
