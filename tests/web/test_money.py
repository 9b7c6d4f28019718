"""The money page: Ana sees who is owed what, prepares a run, Ben releases it, and the bank's statement is booked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from statements import Line, camt
from unpromote.adapters.payouts.payment_files import payment_file
from unpromote.adapters.payouts.statement import read_statement
from unpromote.services import payments, queries, statements
from unpromote.store.models import RunRow, StatementRow
from web.pages import PAGE, every, tree, words

MONEY = f"{PAGE}money/"
PAYEE = {"party": "creator:cleo", "holder": "Cleo Marsh", "method": "bank_csv", "iban": "DE89370400440532013000"}
PAYER = {"name": "Northwind GmbH", "iban": "DE02120300000000202051"}
RUN = {"method": "bank_csv", "currency": "usd", "execute_on": "2099-01-01"}


@pytest.fixture(autouse=True)
def _folder(data):
    """Files go into a folder of the test's own."""


@pytest.fixture
def prepared(ana, ben) -> str:
    b.saved_case("emil settled")
    ana.post(f"{MONEY}payee/", PAYEE)
    ben.post(f"{MONEY}payer/", PAYER)
    ana.post(f"{MONEY}run/", RUN)
    return RunRow.objects.get().id


def test_the_page_tells_who_is_owed_what_and_by_when(ana):
    b.saved_case("explained")
    page = ana.get(MONEY)
    told = words(page, "main")
    assert "$24,900.00 is owed to them" in told
    assert "21 Dec 2026 the agreement" in told
    assert "May stay open: their invoice is awaited." in told
    assert "Money" in every(ana.get(PAGE), ".parts-nav a")


def test_before_an_approval_the_page_says_that_nothing_is_owed(ana):
    b.saved_case("quoted")
    assert "Nothing is owed before the quote is approved" in words(ana.get(MONEY))


def test_ana_prepares_and_ben_releases_and_fetches(ana, ben, prepared):
    assert "somebody else has to release it" in words(ana.get(MONEY))
    assert "Release $500.00" in every(ben.get(MONEY), "button")
    assert ben.post(f"{MONEY}run/release/", {"run": prepared}).status_code == 302
    payments.write_run(prepared, payment_file)
    file = ben.get(f"{MONEY}run/{prepared}/")
    assert (file.status_code, b"DE89370400440532013000" in file.content) == (200, True)
    assert ana.get(f"{MONEY}run/{prepared}/").status_code == 404


def test_no_page_shows_an_account_in_full(ana, ben, prepared):
    shown = ben.get(MONEY).content.decode()
    assert "… 3000" in shown
    assert "0440532013" not in shown
    assert "0000000202" not in shown


def test_a_run_is_dropped(ana, prepared):
    ana.post(f"{MONEY}run/drop/", {"run": prepared})
    assert RunRow.objects.get().state == "dropped"


def test_what_the_rules_refuse_is_said_on_the_page(ana, prepared):
    refused = ana.post(f"{MONEY}run/release/", {"run": prepared})
    assert (refused.status_code, "may not approve" in words(refused, ".refusal")) == (409, True)
    unusable = ana.post(f"{MONEY}payee/", PAYEE | {"iban": "DE00"})
    assert (unusable.status_code, "this is no IBAN" in words(unusable, ".refusal")) == (422, True)


def test_a_bill_with_its_file_and_what_it_says_too_much(ana):
    b.saved_case("settling")
    file = SimpleUploadedFile("R-17.pdf", b"%PDF")
    bill = {"party": "creator:cleo", "kind": "invoice", "number": "R-17", "issued_on": "2026-10-01"}
    ana.post(f"{MONEY}bill/", bill | {"amount": "1600.00", "currency": "usd", "file": file})
    assert "$100.00 more than is due: ask for a credit note" in words(ana.get(MONEY))
    note = bill | {"kind": "credit_note", "number": "G-1", "mends": "R-17", "amount": "200.00", "currency": "USD"}
    ana.post(f"{MONEY}bill/", note)
    assert "$100.00 less than is due: ask for a corrected invoice" in words(ana.get(MONEY))
    assert queries.case_at_work("case_1").books.bills[0].file_name == "R-17.pdf"


def test_the_sellers_balance_is_explained_by_ana_or_released_by_ben(ana, ben):
    b.saved_case("settling")
    about = {"party": "media", "currency": "USD"}
    ana.post(f"{MONEY}explain/", about | {"why": "disputed"})
    ben.post(f"{MONEY}release/", about)
    books = queries.case_at_work("case_1").books
    assert (books.explanations[0].why, books.orders[0].amount) == ("disputed", b.usd("24900.00"))


def test_a_statement_is_handed_in_and_its_strange_lines_get_a_place(ana):
    b.saved_case("emil settled")
    content = camt(Line("-24900.00", text="invoice 9"), Line("12.00", text="interest"))
    ana.post(f"{MONEY}statement/", {"file": SimpleUploadedFile("october.xml", content)})
    statements.book_statement(StatementRow.objects.get().id, read_statement, now=b.late(), by="unpromote")
    ids = [one.attributes["value"] for one in tree(ana.get(MONEY)).css("[name=line]")]
    ours, other = dict.fromkeys(ids)
    ana.post(f"{MONEY}line/", {"line": ours, "party": "media"})
    ana.post(f"{MONEY}line/", {"line": other, "why": "interest"})
    assert "No bank line" in words(ana.get(MONEY))
    assert "october.xml" in words(ana.get(MONEY))
    assert [one.party for one in queries.case_at_work("case_1").books.movements] == ["media"]


def test_a_statement_without_a_file_is_refused(ana):
    b.saved_case("settling")
    assert "no file was chosen" in words(ana.post(f"{MONEY}statement/", {}), ".refusal")


@pytest.mark.parametrize(
    "act", ["", "bill/", "payee/", "explain/", "release/", "payer/", "run/", "run/release/", "statement/", "line/"]
)
def test_for_dan_there_is_no_money(dan, act):
    b.saved_case("settling")
    answer = dan.post(f"{MONEY}{act}") if act else dan.get(MONEY)
    assert answer.status_code == 404


def test_every_field_has_a_label_every_form_a_token_and_no_id_is_given_twice(ben, prepared):
    html = tree(ben.get(MONEY))
    named = {label.attributes["for"] for label in html.css("label")}
    fields: Any = html.css("input:not([type=hidden]), select, textarea")
    assert [field.attributes.get("id") for field in fields if field.attributes.get("id") not in named] == []
    assert len(html.css("form[method=post]")) == len(html.css("form input[name=csrfmiddlewaretoken]"))
    ids = [node.attributes["id"] for node in html.css("[id]")]
    assert len(ids) == len(set(ids))
