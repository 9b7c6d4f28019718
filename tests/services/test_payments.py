"""Payments are gathered by Ana, released by Ben, and go out once; what their accounts are, nobody reads on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps as django_apps

import builders as b
from unpromote.adapters.payouts.payment_files import payment_file
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.payees import Method, Payee, Payer
from unpromote.domain.runs import PaymentRun, RunState
from unpromote.services import audit, money, payments, queries
from unpromote.services.payments import RunWish
from unpromote.store import cases, work
from unpromote.store.models import PayeeRow, PayerRow

pytestmark = pytest.mark.django_db

IBAN = "DE89 3704 0044 0532 0130 00"
SECRETS = ("370400440532", "04005320130", "120300000000", "BYLADEM")
PAYER = Payer("Northwind Outdoor GmbH", "DE02 1203 0000 0000 2020 51", "byladem1001")
CLEO = Payee("Cleo Marsh", Method.BANK_CSV, IBAN, law="US-CA")
WISH = RunWish(b.BRAND, Method.BANK_CSV, "USD", date(2026, 11, 25))
KEY = "case_1/cleo"


@pytest.fixture
def cast(data):
    return b.cast()


def payable(cast, moment: str = "emil settled") -> None:
    b.saved_case(moment)
    payments.set_payer(cast["ben"], b.BRAND, PAYER)
    money.note_payee(cast["ana"], "case_1", "cleo", CLEO, now=b.NOW)


def prepared(cast, moment: str = "emil settled") -> PaymentRun:
    payable(cast, moment)
    return payments.prepare_run(cast["ana"], WISH, now=b.NOW)


def test_ana_prepares_ben_releases_and_the_file_is_written(cast):
    run = prepared(cast)
    payments.release_run(cast["ben"], run.id, now=b.NOW)
    written = payments.write_run(run.id, payment_file)
    name, content = payments.run_file(cast["ben"], run.id)
    assert (written.state, name) == (RunState.WRITTEN, f"{run.id}.csv")
    assert b"DE89370400440532013000" in content
    assert queries.case(cast["ana"], "case_1").books.runs[0].keys == (KEY,)


def test_who_prepared_a_run_cannot_release_it(cast):
    payable(cast)
    run = payments.prepare_run(cast["ben"], WISH, now=b.NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        payments.release_run(cast["ben"], run.id, now=b.NOW)
    assert payments.release_run(cast["bea"], run.id, now=b.NOW).released_by == "bea"


def test_who_may_not_approve_cannot_release_nor_set_the_account_nor_fetch_the_file(cast):
    run = prepared(cast)
    for verb in (
        lambda: payments.release_run(cast["ana"], run.id, now=b.NOW),
        lambda: payments.set_payer(cast["ana"], b.BRAND, PAYER),
        lambda: payments.run_file(cast["ana"], run.id),
    ):
        with pytest.raises(NotAllowed, match="may not approve"):
            verb()


def test_dan_sees_no_run_no_account_and_prepares_nothing(cast):
    run = prepared(cast)
    for verb in (
        lambda: payments.run_of(cast["dan"], run.id),
        lambda: payments.runs_of(cast["dan"], b.BRAND),
        lambda: payments.payer_of(cast["dan"], b.BRAND),
        lambda: payments.drop_run(cast["dan"], run.id),
        lambda: payments.prepare_run(cast["dan"], WISH, now=b.NOW),
    ):
        with pytest.raises(NotAllowed, match=r"no payment run|does not work"):
            verb()


def test_a_payment_is_in_one_run_until_that_is_dropped(cast):
    first = prepared(cast)
    with pytest.raises(BadInput, match="nothing waits"):
        payments.prepare_run(cast["ana"], WISH, now=b.NOW)
    payments.drop_run(cast["ana"], first.id)
    second = payments.prepare_run(cast["ana"], WISH, now=b.NOW)
    assert [one.key for one in second.payments] == [KEY]
    assert {run.state for run in payments.runs_of(cast["ana"], b.BRAND)} == {RunState.DROPPED, RunState.PREPARED}


def test_two_who_gather_at_once_do_not_pay_twice(cast, monkeypatch):
    prepared(cast)
    monkeypatch.setattr("unpromote.store.payments.taken_keys", lambda _client: set())
    with pytest.raises(NotAllowed, match="meanwhile"):
        payments.prepare_run(cast["ben"], WISH, now=b.NOW)


def test_a_released_run_is_neither_dropped_nor_released_again(cast):
    run = prepared(cast)
    payments.release_run(cast["ben"], run.id, now=b.NOW)
    for verb in (
        lambda: payments.drop_run(cast["ana"], run.id),
        lambda: payments.release_run(cast["bea"], run.id, now=b.NOW),
    ):
        with pytest.raises(NotAllowed, match="released"):
            verb()


def test_an_account_that_was_changed_after_the_run_was_prepared_stops_it(cast):
    run = prepared(cast)
    other = replace(CLEO, iban="NL91 ABNA 0417 1643 00")
    money.note_payee(cast["ana"], "case_1", "cleo", other, now=b.NOW)
    with pytest.raises(NotAllowed, match="account of Cleo Marsh was changed"):
        payments.release_run(cast["ben"], run.id, now=b.NOW)
    assert payments.run_of(cast["ben"], run.id).state is RunState.PREPARED


def test_what_the_bank_has_shown_meanwhile_is_not_paid_again(cast):
    run = prepared(cast)
    b.record("case_1", b.e.BankLinesBooked(at=b.NOW, by="ana", statement="s", movements=(b.movement(),)))
    with pytest.raises(NotAllowed, match="not owed any more"):
        payments.release_run(cast["ben"], run.id, now=b.NOW)
    assert queries.case(cast["ana"], "case_1").books.runs == ()


def test_the_file_written_again_is_the_same_and_none_is_written_before_the_release(cast):
    run = prepared(cast)
    for verb in (lambda: payments.write_run(run.id, payment_file), lambda: payments.run_file(cast["ben"], run.id)):
        with pytest.raises(NotAllowed, match="prepared"):
            verb()
    payments.release_run(cast["ben"], run.id, now=b.NOW)
    first, second = payments.write_run(run.id, payment_file), payments.write_run(run.id, payment_file)
    assert first == second


def test_writing_the_file_is_ordered_with_the_release(cast):
    run = prepared(cast)
    payments.release_run(cast["ben"], run.id, now=b.NOW)
    assert (None, "WriteRun") in work.open_kinds()


def test_only_released_settlements_of_that_way_and_currency_are_gathered(cast):
    payable(cast, "emil released")
    for wish in (replace(WISH, currency="EUR"), replace(WISH, method=Method.WISE)):
        with pytest.raises(BadInput, match="nothing waits"):
            payments.prepare_run(cast["ana"], wish, now=b.NOW)
    with pytest.raises(BadInput, match="is over"):
        payments.prepare_run(cast["ana"], replace(WISH, execute_on=date(2026, 9, 1)), now=b.NOW)


def test_without_an_account_of_the_clients_nothing_is_prepared(cast):
    b.saved_case("emil settled")
    with pytest.raises(NotAllowed, match="from which account"):
        payments.prepare_run(cast["ana"], WISH, now=b.NOW)


def test_the_seller_is_paid_when_its_balance_is_released(cast):
    payable(cast)
    seller = Payee("Platform GmbH", Method.BANK_CSV, IBAN)
    money.note_payee(cast["ana"], "case_1", "media", seller, now=b.NOW)
    money.release_balance(cast["ben"], "case_1", "media", "USD", now=b.NOW)
    run = payments.prepare_run(cast["ana"], WISH, now=b.NOW)
    assert {one.party: f"{one.amount.amount}" for one in run.payments} == {
        "creator:cleo": "500.00",
        "media": "24900.00",
    }
    assert run.total == b.usd("25400.00")


def test_an_account_is_checked_and_stays_out_of_the_timeline_and_of_refusals(cast):
    payable(cast)
    told = str(encode(cases.load("case_1"))) + str(queries.timeline(cast["ana"], "case_1"))
    assert "… 3000" in told
    assert "04005320130" not in told.replace(" ", "")
    with pytest.raises(BadInput, match="no IBAN") as refusal:
        money.note_payee(cast["ana"], "case_1", "cleo", replace(CLEO, iban="DE88370400440532013000"), now=b.NOW)
    assert "3704" not in str(refusal.value)


def everything_stored(data) -> str:
    """All rows of all tables and all files of the data folder, payment files apart, as one text."""
    rows = [str(row) for model in django_apps.get_models() for row in model.objects.values()]
    kept = [path for path in Path(data).rglob("*") if path.is_file() and "runs" not in path.parts]
    return "".join(rows).replace(" ", "") + "".join(path.read_bytes().decode("latin-1") for path in kept)


def test_an_account_lies_nowhere_in_the_clear_but_in_the_payment_file(cast, data, caplog):
    run = prepared(cast)
    money.note_payee(cast["ana"], "case_1", "emil", Payee("Emil", Method.PAYPAL, email="emil@pay.example"), now=b.NOW)
    payments.release_run(cast["ben"], run.id, now=b.NOW)
    payments.write_run(run.id, payment_file)
    stored = everything_stored(data) + str(encode(audit.case_file("case_1"))).replace(" ", "")
    assert "3000" in stored
    assert [one for one in (*SECRETS, "emil@pay.example") if one in stored or one in caplog.text] == []
    assert b"DE89370400440532013000" in payments.run_file(cast["ben"], run.id)[1]


def test_accounts_of_before_are_sealed_once_and_can_be_opened_again(cast):
    run = prepared(cast)
    sealing = import_module("unpromote.store.migrations.0017_payees")
    sealing.unseal_accounts(django_apps, None)
    assert PayeeRow.objects.get().data["iban"] == "DE89370400440532013000"
    for _ in range(2):
        sealing.seal_accounts(django_apps, None)
        assert [list(row.data) for row in (PayeeRow.objects.get(), PayerRow.objects.get())] == [["sealed"]] * 2
    assert payments.run_of(cast["ana"], run.id) == run
    sealing.unseal_accounts(django_apps, None)
    sealing.unseal_accounts(django_apps, None)
    assert PayerRow.objects.get().data["name"] == PAYER.name


def test_another_key_opens_no_account(cast, settings):
    payable(cast)
    settings.SECRET_KEY = "another installation's"
    with pytest.raises(BadInput, match="another installation's key") as refusal:
        payments.payer_of(cast["ana"], b.BRAND)
    assert refusal.value.mend == "enter it again"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"holder": " "}, "nobody's name"),
        ({"iban": ""}, "pays to an account"),
        ({"bic": "X"}, "no BIC"),
        ({"law": "MARS"}, "no statute"),
        ({"method": Method.PAYPAL, "email": "cleo"}, "e-mail address"),
    ],
)
def test_a_payee_that_cannot_be_paid_is_refused(cast, change, problem):
    b.saved_case("settling")
    with pytest.raises(BadInput, match=problem):
        money.note_payee(cast["ana"], "case_1", "cleo", replace(CLEO, **change), now=b.NOW)


def test_a_payer_needs_a_name_and_a_true_account(cast):
    for payer, problem in ((replace(PAYER, name=""), "name"), (replace(PAYER, iban="DE00"), "no IBAN")):
        with pytest.raises(BadInput, match=problem):
            payments.set_payer(cast["ben"], b.BRAND, payer)
    payments.set_payer(cast["ben"], b.BRAND, PAYER)
    assert payments.payer_of(cast["ana"], b.BRAND) == Payer(PAYER.name, "DE02120300000000202051", "BYLADEM1001")


def test_money_of_a_case_tells_balances_days_bills_and_accounts(cast):
    payable(cast, "explained")
    money.note_bill(cast["ana"], "case_1", b.bill(party="cleo", amount="2000.00"), now=b.NOW)
    told = {one.party: one for one in money.case_money(cast["ana"], "case_1").parties}
    cleo, media = told["creator:cleo"], told["media"]
    assert (cleo.due, cleo.invoiced, cleo.difference) == (b.usd("1500.00"), b.usd("2000.00"), b.usd("500.00"))
    assert (cleo.pay_day.source, cleo.account) == ("the agreement", "… 3000")
    assert (media.explained, media.difference, media.pay_day) == ("their invoice is awaited", None, None)
    assert cleo.pay_day.on == date(2026, 12, 21)


def test_before_the_approval_there_is_no_money_to_tell(cast):
    b.saved_case("signed once")
    assert money.case_money(cast["ana"], "case_1").parties == ()


def test_a_bill_comes_with_its_file(cast, tmp_path):
    b.saved_case("settling")
    file = tmp_path / "R-17.pdf"
    file.write_bytes(b"%PDF")
    case = money.note_bill(cast["ana"], "case_1", b.bill(party="cleo"), file, now=b.NOW)
    (bill,) = case.books.bills
    assert (bill.file_name, bill.noted_at, bill.party) == ("R-17.pdf", b.NOW, "creator:cleo")
    assert len(bill.sha256) == 64


def test_only_an_approver_releases_a_balance_and_anybody_explains_one(cast):
    b.saved_case("settling")
    with pytest.raises(NotAllowed, match="may not approve"):
        money.release_balance(cast["ana"], "case_1", "media", "USD", now=b.NOW)
    case = money.explain_balance(cast["ana"], "case_1", "media", "USD", "disputed", now=b.NOW + timedelta(days=1))
    assert case.books.explanations[-1].by == "ana"
