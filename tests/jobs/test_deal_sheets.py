"""Whole deals from a spreadsheet: every kind of row, and every bad row with column and mend."""

from __future__ import annotations

from datetime import date

import pytest

from unpromote.domain.codec import encode
from unpromote.domain.deals import Code, CodeKind, Gift
from unpromote.domain.errors import BadInput
from unpromote.jobs.sheets import read_deals

HEADER = (
    "creator_id,name,email,deliverable,price,stage,advance_paid,language,time_zone,"
    "item,currency,submitted_at,approved,incurred,from,to,code"
)
CLEO = "cleo,Cleo Marsh,cleo@creators.example"
ZONE = "de,Europe/Berlin"
GOOD = [
    f"{CLEO},Video,3000.00,draft_submitted,1000.00,{ZONE},,EUR,2026-09-10 15:00,,,,,",
    f"{CLEO},Story,500.00,briefed,0,,,deliverable,EUR,2026-09-10T15:00:00Z,,,,,",
    f"{CLEO},Taxi,40.00,,,,,expense,EUR,,yes,no,,,",
    f"{CLEO},Boosting,100.00,,,,,usage,EUR,,,,2026-09-01,2026-12-30,",
    f"{CLEO},No rivals,200.00,,,,,exclusivity,EUR,,,,2026-09-01,2027-03-01,",
    f"{CLEO},the console,400.00,,,,,gift,EUR,,,,,2026-12-01,",
    f"{CLEO},a sticker,,,,,,gift,EUR,,,,,,",
    f"{CLEO},Spark,,,,,,Spark code,EUR,,,,,2026-10-01,#spark1",
    f"{CLEO},Code,,,,,,discount_code,EUR,,,,,,ARENA10",
]


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        path = tmp_path / "deals.csv"
        path.write_text("\n".join([HEADER, *rows]))
        return path

    return write


def test_every_kind_of_row_finds_its_place(sheet):
    (deal,), notes = read_deals(sheet(*GOOD), currency="USD")
    creator = deal.creator
    assert notes == ()
    assert [(one["id"], one["price"]) for one in creator["deliverables"]] == [
        ("Video", "3000.00 EUR"),
        ("Story", "500.00 EUR"),
    ]
    assert creator["deliverables"][0]["submitted_at"] == "2026-09-10T15:00:00+02:00"
    assert creator["expenses"] == [{"id": "Taxi", "amount": "40.00 EUR", "approved": True, "incurred": False}]
    assert creator["usage"] == {"fee": "100.00 EUR", "from": "2026-09-01", "to": "2026-12-30"}
    assert creator["exclusivity"]["to"] == "2027-03-01"
    assert (creator["advance_paid"], deal.contact.language) == ("1000.00 EUR", "de")


def test_what_no_figure_reads_is_kept_with_the_deal(sheet):
    (deal,), _ = read_deals(sheet(*GOOD), currency="EUR")
    rest = deal.rest
    assert (rest.time_zone, encode(rest.advances)) == ("Europe/Berlin", {"Video": "1000.00 EUR"})
    assert [gift.return_by for gift in rest.gifts] == [date(2026, 12, 1), None]
    assert rest.gifts[1] == Gift("a sticker")
    assert rest.codes == (
        Code(CodeKind.SPARK_CODE, "#spark1", date(2026, 10, 1)),
        Code(CodeKind.DISCOUNT_CODE, "ARENA10"),
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"{CLEO},V,1.00,briefed,0,,,favour,,,,,,,", "column item: unknown item 'favour'"),
        (f"{CLEO},V,1.00,briefed,0,,,,,yesterday,,,,,", "column submitted_at: 'yesterday' is no instant"),
        (f"{CLEO},V,1.00,briefed,0,,,,,2026-09-10 15:00,,,,,", "nobody knows whose clock it is"),
        (f"{CLEO},T,1.00,,,,,expense,,,maybe,,,,", "'maybe' is neither yes nor no"),
        (f"{CLEO},T,,,,,,expense,,,,,,,", "column price: the cell is blank"),
        (f"{CLEO},T,1.00,,5.00,,,expense,,,,,,,", "column advance_paid: an advance for a expense"),
        (f"{CLEO},U,1.00,,,,,usage,,,,,2026-09-01,,", "column to: the cell is blank"),
        (f"{CLEO},U,1.00,,,,,usage,,,,,2026-09-02,2026-09-01,", "is before the first"),
        (f"{CLEO},S,,,,,,spark_code,,,,,,,", "column code: the cell is blank"),
        (f"{CLEO},V,,briefed,0,,,,,,,,,,", "row 2, column price: the cell is blank"),
    ],
)
def test_a_bad_row_is_named_with_its_mend(sheet, row, told):
    with pytest.raises(BadInput) as refused:
        read_deals(sheet(row), currency="USD")
    assert told in str(refused.value)
    assert "row 2" in str(refused.value)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (f"{CLEO},Story,1.00,briefed,0,,,,USD,,,,,,", "row 3, column currency: USD here, EUR in row 2"),
        (f"{CLEO},Story,1.00,briefed,0,fr,,,EUR,,,,,,", "another language or time zone in row 2"),
        (f"{CLEO},Video,1.00,briefed,0,,,,EUR,,,,,,", "this deliverable stands in row 2 too"),
    ],
)
def test_rows_that_contradict_one_another_are_named(sheet, second, told):
    with pytest.raises(BadInput, match=told):
        read_deals(sheet(GOOD[0], second), currency="USD")


def test_a_second_usage_is_refused_and_an_empty_sheet_too(sheet):
    with pytest.raises(BadInput, match="this usage stands in row 2 too"):
        read_deals(sheet(GOOD[3], GOOD[3].replace("Boosting", "More")), currency="EUR")
    with pytest.raises(BadInput, match="no deal in it"):
        read_deals(sheet(), currency="EUR")
