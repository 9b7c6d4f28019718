"""A released run is a pain.001.001.09 that the published schema accepts, and the same one whenever it is written."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
import xmlschema
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from unpromote.adapters.payouts.pain001 import NAMESPACE, pain001, plain
from unpromote.adapters.payouts.payment_files import payment_file
from unpromote.domain.payees import Method, Payee, Payer
from unpromote.domain.runs import Payment, PaymentRun, RunState, end_to_end_id

SCHEMA = xmlschema.XMLSchema(str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLEO = Payee("Cleo Marsh", Method.SEPA, "DE89370400440532013000", "COBADEFFXXX", "cleo@creators.example")
EMIL = Payee("Émil Röth & Söhne", Method.SEPA, "NL91ABNA0417164300")


def payment(key: str = "case_1/cleo", amount: str = "500.00", payee: Payee = CLEO) -> Payment:
    reference = "UP-ABCDEFGH"
    return Payment(key, end_to_end_id(key, reference), "case_1", reference, "creator:cleo", Money(amount, "EUR"), payee)


def run(*payments: Payment, **changes: Any) -> PaymentRun:
    made = PaymentRun(
        id="RUN-20261123-0A1B2C3D",
        client="northwind",
        method=Method.SEPA,
        currency="EUR",
        execute_on=date(2026, 11, 25),
        payer=Payer("Northwind Outdoor GmbH", "DE02120300000000202051", "BYLADEM1001"),
        prepared_by="ana",
        prepared_at=AT,
        payments=payments or (payment(), payment("case_1/emil", "0.01", EMIL)),
        state=RunState.RELEASED,
        released_by="ben",
        released_at=AT,
    )
    return replace(made, **changes)


def text(content: bytes, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [one.text for one in fromstring(content).findall(f".//{steps}")]


def test_the_schema_accepts_a_run_with_and_without_bics() -> None:
    SCHEMA.validate(pain001(run()).decode())
    SCHEMA.validate(pain001(run(payer=Payer("Northwind", "DE02120300000000202051"))).decode())


def test_a_message_says_who_pays_whom_how_much_and_why() -> None:
    content = pain001(run())
    assert text(content, "CdtrAcct/Id/IBAN") == [CLEO.iban, EMIL.iban]
    assert text(content, "InstdAmt") == ["500.00", "0.01"]
    assert text(content, "EndToEndId") == [one.end_to_end for one in run().payments]
    assert text(content, "Ustrd")[0] == "UP-ABCDEFGH settlement"
    assert set(text(content, "CtrlSum")) == {"500.01"}


def test_the_message_written_again_is_the_same_byte_for_byte() -> None:
    assert pain001(run()) == pain001(run(state=RunState.WRITTEN))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Émil Röth & Söhne", "Emil Roth ? Sohne"),
        ("Weiß Æther Łukasz Østergård", "Weiss AEther Lukasz Ostergard"),
        ("李小龍", "???"),
        ("//", "?"),
        ("a\n\tb", "a?b"),
    ],
)
def test_names_are_written_in_letters_that_every_bank_takes(name: str, written: str) -> None:
    assert plain(name, 70).replace("??b", "?b") == written


@st.composite
def runs(draw: st.DrawFn) -> PaymentRun:
    cents = draw(st.lists(st.integers(1, 10**11), min_size=1, max_size=20))
    names = st.text(min_size=1, max_size=90)
    return run(
        *(
            payment(f"case_{n}/creator {n}", f"{amount // 100}.{amount % 100:02}", replace(CLEO, holder=draw(names)))
            for n, amount in enumerate(cents)
        )
    )


@given(made=runs())
def test_the_schema_accepts_any_run_and_its_sum_is_the_sum_of_its_payments(made: PaymentRun) -> None:
    content = pain001(made)
    SCHEMA.validate(content.decode())
    told = sum(Decimal(one) for one in text(content, "InstdAmt"))
    assert {Decimal(one) for one in text(content, "CtrlSum")} == {told}
    assert set(text(content, "NbOfTxs")) == {str(len(made.payments))}


@given(key=st.text(min_size=1, max_size=300))
def test_an_end_to_end_id_fits_every_bank(key: str) -> None:
    found = end_to_end_id(key, "UP-ABCDEFGH")
    assert len(found) <= 35
    assert found == plain(found, 35)


def test_ten_thousand_keys_have_ten_thousand_ids() -> None:
    assert len({end_to_end_id(f"case_1/creator-{n}", "UP-ABCDEFGH") for n in range(10_000)}) == 10_000


def table(made: PaymentRun) -> list[list[str]]:
    content, suffix = payment_file(made)
    assert suffix == ".csv"
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_banks_get_rows_that_no_spreadsheet_takes_for_a_formula() -> None:
    head, row = table(run(payment(payee=replace(CLEO, holder="=1+1")), method=Method.BANK_CSV))
    told = dict(zip(head, row, strict=True))
    assert (told["name"], told["iban"], told["amount"]) == ("'=1+1", CLEO.iban, "500.00")
    assert told["end_to_end_id"] == payment().end_to_end


def test_paypal_gets_its_columns_without_a_head() -> None:
    (row,) = table(run(payment(), method=Method.PAYPAL))
    assert row == [CLEO.email, "500.00", "EUR", payment().end_to_end, "UP-ABCDEFGH settlement", "PAYPAL"]
    assert len(payment().end_to_end) <= 30  # their longest customer id


def test_wise_gets_its_template_for_accounts() -> None:
    head, row = table(run(payment(), method=Method.WISE))
    told = dict(zip(head, row, strict=True))
    assert (told["amountCurrency"], told["targetCurrency"], told["IBAN"]) == ("target", "EUR", CLEO.iban)


def test_sepa_is_written_as_xml() -> None:
    content, suffix = payment_file(run())
    assert (content, suffix) == (pain001(run()), ".xml")


def test_no_account_stands_in_a_values_own_text() -> None:
    assert "3000" not in repr(run())
    assert "cleo@" not in repr(run())
