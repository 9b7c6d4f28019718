"""What the bank shows is booked where it belongs, once; what fits nothing waits for a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import builders as b
from statements import Line, camt, table
from unpromote.adapters.payouts.statement import read_statement
from unpromote.domain.awaited import to_pay
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ledger import Kind, entries, standing
from unpromote.domain.runs import end_to_end_id
from unpromote.services import money, statements
from unpromote.services.statements import Statement
from unpromote.store import cases, work

pytestmark = pytest.mark.django_db

ID = end_to_end_id("case_1/cleo", "UP-ABCDEFGH")
PAID = Line("-500.00", ID, "UP-ABCDEFGH settlement", "Cleo Marsh")
BACK = Line("600.00", "", "as agreed UP-ABCDEFGH", "Emil Roth")
STRANGE = Line("12.00", "", "interest")


@pytest.fixture
def cast(data):
    return b.cast()


@pytest.fixture
def bank(cast, tmp_path: Path):
    """Hand in a statement and book it, as the worker does."""

    def bank(content: bytes, name: str = "statement.xml") -> Statement:
        path = tmp_path / name
        path.write_bytes(content)
        received = statements.receive_statement(cast["ana"], b.BRAND, path, now=b.late())
        return statements.book_statement(received.id, read_statement, now=b.late(), by="unpromote")

    return bank


def waiting(cast) -> list[str]:
    return [f"{line.amount.amount}" for line in statements.open_lines(cast["ana"], b.BRAND)]


def test_a_payment_and_a_claw_back_are_booked_and_the_rest_waits(cast, bank):
    b.saved_case("emil settled")
    assert bank(camt(PAID, BACK, STRANGE)).state == "booked"
    case = cases.load("case_1")
    assert [(one.party, one.how) for one in case.books.movements] == [
        ("creator:cleo", "end_to_end"),
        ("creator:emil", "amount_and_reference"),
    ]
    assert [str(one.paid_on) for one in case.settlements] == ["2026-10-08", "2026-10-08"]
    assert waiting(cast) == ["12.00"]


def test_the_same_statement_twice_and_a_longer_one_book_once(cast, bank):
    b.saved_case("emil settled")
    for content in (camt(PAID), camt(PAID), camt(BACK, PAID)):
        bank(content)
    assert len(cases.load("case_1").books.movements) == 2
    assert len(statements.statements_of(cast["ana"], b.BRAND)) == 2


def test_a_payment_that_another_form_shows_again_waits_for_a_person(cast, bank):
    b.saved_case("emil settled")
    bank(camt(PAID))
    bank(table(PAID), "statement.csv")
    assert (len(cases.load("case_1").books.movements), waiting(cast)) == (1, ["-500.00"])


@pytest.mark.parametrize(
    "line",
    [
        Line("-499.00", ID, "UP-ABCDEFGH"),
        Line("500.00", ID, "returned"),
        Line("-500.00", "", "settlement"),
        Line("-500.00", ID, currency="EUR"),
    ],
    ids=["another amount", "sent back", "no reference", "another currency"],
)
def test_what_fits_only_nearly_is_left_to_a_person(cast, bank, line):
    b.saved_case("emil settled")
    bank(camt(line))
    assert (cases.load("case_1").books.movements, len(waiting(cast))) == ((), 1)


def test_a_line_that_came_before_its_order_is_booked_with_the_next_statement(cast, bank):
    b.saved_case("cleo released")
    bank(camt(PAID))
    assert waiting(cast) == ["-500.00"]
    b.record("case_1", b.e.PayoutRecorded(at=b.late(), by="unpromote", creator_id="cleo", key="case_1/cleo"))
    bank(camt(STRANGE))
    assert waiting(cast) == ["12.00"]


def test_a_person_gives_a_line_its_place(cast, bank):
    b.saved_case("emil settled")
    bank(camt(Line("-24900.00", "", "platform invoice 9")))
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    case = statements.assign_line(cast["ana"], line.id, "case_1", "media", now=b.late())
    assert standing(case, "media", "USD").balance == b.usd("0")
    assert case.books.movements[0].how == "person"
    with pytest.raises(NotAllowed, match="waits for a person"):
        statements.assign_line(cast["ana"], line.id, "case_1", "media", now=b.late())


def test_a_line_taken_meanwhile_is_not_booked_twice(cast, bank, monkeypatch):
    b.saved_case("emil settled")
    bank(camt(STRANGE))
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    monkeypatch.setattr("unpromote.store.statements.claim", lambda *_: False)
    with pytest.raises(NotAllowed, match="somebody else"):
        statements.assign_line(cast["ana"], line.id, "case_1", "media", now=b.late())
    assert cases.load("case_1").books.movements == ()


def test_a_worker_that_lost_the_race_books_nothing(cast, bank, monkeypatch):
    b.saved_case("emil settled")
    monkeypatch.setattr("unpromote.store.statements.claim", lambda *_: False)
    bank(camt(PAID))
    assert cases.load("case_1").books.movements == ()


def test_a_line_that_concerns_no_case_is_set_aside_with_a_reason(cast, bank):
    bank(camt(STRANGE))
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    with pytest.raises(NotAllowed, match="say what"):
        statements.set_line_aside(cast["ana"], b.BRAND, line.id, " ")
    statements.set_line_aside(cast["ana"], b.BRAND, line.id, "interest")
    assert waiting(cast) == []
    with pytest.raises(NotAllowed, match="waits for a person"):
        statements.set_line_aside(cast["ana"], b.BRAND, line.id, "interest")


def test_nothing_is_booked_on_a_case_without_an_approved_quote(cast, bank):
    b.saved_case("quoted")
    bank(camt(STRANGE))
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    with pytest.raises(NotAllowed, match="before its quote is approved"):
        statements.assign_line(cast["ana"], line.id, "case_1", "media", now=b.late())


def test_a_file_that_is_no_statement_is_kept_with_its_problem(cast, bank):
    found = bank(b"<html/>")
    assert (found.state, found.problem.startswith("statement:")) == ("unusable", True)
    assert statements.statement_of(cast["ana"], found.id) == found


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_or_missing_file_is_refused(cast, tmp_path, content):
    path = tmp_path / "statement.xml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=r"no such file|empty"):
        statements.receive_statement(cast["ana"], b.BRAND, path, now=b.NOW)


def test_a_statement_that_is_too_large_is_refused(cast, tmp_path, monkeypatch):
    path = tmp_path / "statement.xml"
    path.write_bytes(b"<" * 200)
    monkeypatch.setattr(statements, "LARGEST", 100)
    with pytest.raises(BadInput, match="more than 20"):
        statements.receive_statement(cast["ana"], b.BRAND, path, now=b.NOW)


def test_dan_hands_in_nothing_for_northwind_and_sees_no_line_of_it(cast, bank, tmp_path):
    found = bank(camt(STRANGE))
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    for verb in (
        lambda: statements.receive_statement(cast["dan"], b.BRAND, tmp_path / "statement.xml", now=b.NOW),
        lambda: statements.open_lines(cast["dan"], b.BRAND),
        lambda: statements.statements_of(cast["dan"], b.BRAND),
        lambda: statements.statement_of(cast["dan"], found.id),
        lambda: statements.set_line_aside(cast["dan"], b.BRAND, line.id, "mine"),
    ):
        with pytest.raises(NotAllowed, match="does not work"):
            verb()


def test_reading_it_is_ordered_once(cast, bank):
    b.saved_case("emil settled")
    bank(camt(PAID))
    assert (None, "BookStatement") in work.open_kinds()


SENT_BACK = Line("500.00", ID, "return: account closed", "Cleo Marsh", on="2026-10-12")


def paid_on(creator: int = 0) -> str:
    return str(cases.load("case_1").settlements[creator].paid_on)


@pytest.mark.parametrize("together", [True, False])
def test_a_payment_that_the_bank_sends_back_is_owed_again_and_people_are_told(cast, bank, together):
    b.saved_case("emil settled")
    for content in [camt(PAID, SENT_BACK)] if together else [camt(PAID), camt(SENT_BACK)]:
        bank(content)
    case = cases.load("case_1")
    assert [one.how for one in case.books.movements] == ["end_to_end", "returned"]
    assert (standing(case, "creator:cleo", "USD").owed, paid_on()) == (b.usd("-500.00"), "None")
    assert entries(case)[-1].kind is Kind.RETURNED
    assert (
        "500.00 USD to Cleo Marsh came back from the bank on 2026-10-12: ask for the right account" in case.alarms[-1]
    )
    assert waiting(cast) == []


def test_what_came_back_is_released_again_under_a_key_of_its_own_and_paid(cast, bank):
    b.saved_case("emil settled")
    bank(camt(PAID))
    with pytest.raises(NotAllowed, match="nothing is owed"):
        money.release_balance(cast["ben"], "case_1", "cleo", "USD", now=b.late())
    bank(camt(SENT_BACK))
    money.release_balance(cast["ben"], "case_1", "cleo", "USD", now=b.late())
    key, amount = to_pay(cases.load("case_1"))["creator:cleo"]
    assert (key, amount) == ("case_1/creator:cleo/1", b.usd("500.00"))
    bank(camt(Line("-500.00", end_to_end_id(key, "UP-ABCDEFGH"), "again", on="2026-10-20")))
    assert (paid_on(), waiting(cast)) == ("2026-10-20", [])
    assert standing(cases.load("case_1"), "creator:cleo", "USD").balance == b.usd("0.00")


def test_a_settlement_that_is_not_released_is_not_released_as_a_balance(cast):
    b.saved_case("cleo released")
    with pytest.raises(NotAllowed, match="releasing the settlement"):
        money.release_balance(cast["ben"], "case_1", "cleo", "USD", now=b.late())


@pytest.mark.parametrize("amount", ["499.00", "300.00", "600.00"])
def test_a_part_that_comes_back_or_too_much_waits_for_a_person(cast, bank, amount):
    b.saved_case("emil settled")
    bank(camt(PAID, replace(SENT_BACK, amount=amount)))
    assert (waiting(cast), paid_on()) == ([amount], "2026-10-08")


def test_a_payment_that_went_twice_waits_for_a_person_is_asked_back_and_never_paid_again(cast, bank):
    b.saved_case("emil settled")
    bank(camt(PAID, replace(PAID, on="2026-10-09")))
    assert waiting(cast) == ["-500.00"]
    (line,) = statements.open_lines(cast["ana"], b.BRAND)
    case = statements.assign_line(cast["ana"], line.id, "case_1", "cleo", now=b.late())
    assert standing(case, "creator:cleo", "USD").owed == b.usd("500.00")
    assert "creator:cleo" not in to_pay(case)
    with pytest.raises(NotAllowed, match="nothing is owed"):
        money.release_balance(cast["ben"], "case_1", "cleo", "USD", now=b.late())
    bank(camt(SENT_BACK))
    assert standing(cases.load("case_1"), "creator:cleo", "USD").owed == b.usd("0.00")
    assert waiting(cast) == []
