"""Bank statements are read as they are meant, whatever bank wrote them; what is none is refused with its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moneyed import Money

from statements import Line, camt, table
from unpromote.adapters.payouts.statement import read_statement
from unpromote.domain.errors import BadInput
from unpromote.domain.matching import BankLine

PAID = Line("-500.00", "UP-ABCDEFGH-AAAAAAAAAAAAAAAA", "UP-ABCDEFGH settlement", "Cleo Marsh")
RECEIVED = Line("600.00", "", "back, UP-ABCDEFGH", "Emil & Co")


@pytest.fixture
def read(tmp_path: Path):
    def read(content: bytes) -> tuple[BankLine, ...]:
        path = tmp_path / "statement"
        path.write_bytes(content)
        return read_statement(path)

    return read


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_camt_statement_is_read_in_old_and_new_versions(read, version):
    paid, received = read(camt(PAID, RECEIVED, version=version))
    assert (paid.amount, paid.booked_on, paid.end_to_end) == (
        Money("-500.00", "USD"),
        date(2026, 10, 8),
        PAID.end_to_end,
    )
    assert (received.amount, received.end_to_end) == (Money("600.00", "USD"), "")
    assert (received.reference, received.counterparty) == ("back, UP-ABCDEFGH", "Emil & Co")


def test_a_csv_says_the_same(read):
    told = [(one.amount, one.booked_on, one.end_to_end) for one in read(table(PAID))]
    assert told == [(one.amount, one.booked_on, one.end_to_end) for one in read(camt(PAID))]


def test_a_batch_is_read_in_its_parts(read):
    assert [one.amount.amount for one in read(camt((PAID, Line("-20.00"))))] == [-500, -20]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'<Amt Ccy="USD">20.00', b'<Amt Ccy="USD">21.00'), (b'<Amt Ccy="USD">20.00', b'<Amt Ccy="EUR">20.00')],
)
def test_a_batch_whose_parts_do_not_add_up_is_one_line_for_a_person(read, old, new):
    (line,) = read(camt((PAID, Line("-20.00"))).replace(old, new))
    assert line.amount == Money("-520.00", "USD")
    assert line.end_to_end == ""


def test_a_batch_that_does_not_tell_its_parts_is_one_line(read):
    content = camt((PAID, Line("-20.00"))).replace(b'<Amt Ccy="USD">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>', b"")
    assert [one.amount.amount for one in read(content)] == [-520]


def test_what_is_not_booked_yet_is_left_out(read):
    assert read(camt(Line("-1.00", status="PDNG"))) == ()


def test_an_entry_without_details_has_its_own_text(read):
    bare = (
        camt(PAID).split(b"<NtryDtls>")[0]
        + b"<AddtlNtryInf>fees</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"
    )
    (line,) = read(bare)
    assert (line.amount.amount, line.reference) == (-500, "fees")


def test_the_amount_inside_the_details_counts_too(read):
    inner = b'<AmtDtls><TxAmt><Amt Ccy="USD">20.00</Amt></TxAmt></AmtDtls>'
    content = camt((PAID, Line("-20.00"))).replace(b'<Amt Ccy="USD">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>', inner)
    assert [one.amount.amount for one in read(content)] == [-500, -20]


def test_a_line_has_the_same_id_in_another_statement_and_equal_lines_have_two(read):
    day, month = read(camt(PAID)), read(camt(RECEIVED, PAID, PAID))
    assert day[0].id == month[1].id != month[2].id


def test_the_same_line_of_another_account_is_another(read):
    assert read(camt(PAID))[0].id != read(camt(PAID, iban="NL91ABNA0417164300"))[0].id


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>'


@pytest.mark.parametrize("content", [ENTITIES, b"<Document>", b"<Document/>", b"<!DOCTYPE a><Document/>", b"<\xff>"])
def test_what_is_no_statement_or_holds_entities_is_refused(read, content):
    with pytest.raises(BadInput, match="statement"):
        read(content)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"2026-10-08", b"soon", "entry 1: 'soon' is no day"),
        (b"DBIT", b"XXXX", "paid or received"),
        (b"500.00", b"1e9", "no amount"),
        (b'Ccy="USD"', b'Ccy="XXZ"', "unknown currency"),
        (b'<Amt Ccy="USD">500.00</Amt>', b"", "no currency|no amount"),
    ],
)
def test_an_entry_that_cannot_be_is_named(read, old, new, problem):
    with pytest.raises(BadInput, match=problem):
        read(camt(PAID).replace(old, new))


def test_zeros_that_say_nothing_are_no_finer_amount(read):
    assert read(camt(PAID).replace(b"500.00", b"500.00000"))[0].amount == Money("-500.00", "USD")


def test_an_old_german_bank_export_is_read(read):
    text = "Buchungstag;Betrag;Währung;Verwendungszweck\n8.10.2026;-1.234,50;EUR;Größe\n;;;\n"
    (line,) = read(text.encode("cp1252"))
    assert (line.amount, line.booked_on, line.reference) == (Money("-1234.50", "EUR"), date(2026, 10, 8), "Größe")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no column booked_on, amount, currency"),
        (b"date,amount,currency\n2026-10-08,x,USD\n", "line 2: 'x' is no amount|'x USD'"),
        (b"date,amount,currency\n2026-10-08,0.00,USD\n", "line 2: a line of nothing"),
        (b"date,amount,currency\n8/10,1.00,USD\n", "no day"),
        (b"date,amount,currency\n2026-10-08\n", "line 2"),
        (b'date,amount,currency\n2026-10-08,1.00,U\x00SD,"' + b"x" * 140_000 + b"\n", "line 2"),
    ],
)
def test_a_table_that_cannot_be_is_named_by_its_line(read, content, problem):
    with pytest.raises(BadInput, match=problem):
        read(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: b"<" + text.encode("utf-8", "replace")))
def test_no_bytes_break_the_reader(read, content):
    with suppress(BadInput):
        assert isinstance(read(content), tuple)
