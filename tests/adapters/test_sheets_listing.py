"""Exports as they really come: languages, encodings, styles of days and numbers, rounded ids, totals, merged cells."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from moneyed import Money

from listings import ACCOUNT, HEADER, ONE, ROW, TWO, asked, csv_file, looked, read, told, workbook
from unpromote.adapters.files import sheets_copy
from unpromote.adapters.files.sheets_headers import known_names
from unpromote.adapters.files.sheets_lines import DELIMITERS
from unpromote.adapters.files.sheets_styles import both_days
from unpromote.domain.errors import BadInput
from unpromote.services.policies import plain, sheet_words

EXPORTS = {
    "en": "Campaign ID,Campaign name,Account ID,Campaign budget,Cost,Currency,Start time,End time",
    "de": "Kampagnen-ID,Kampagnenname,Werbekonto-ID,Budget,Kosten,Währung,Startzeit,Endzeit",
    "fr": "ID de campagne,Nom de la campagne,ID du compte,Budget,Coût,Devise,Date de début,Date de fin",
    "es": "ID de la campaña,Nombre de la campaña,ID de la cuenta,Presupuesto,Coste,Moneda,Fecha de inicio,Fecha de fin",
    "pt": "ID da campanha,Nome da campanha,ID da conta,Orçamento,Custo,Moeda,Data de início,Data de término",
    "ja": "キャンペーンID,キャンペーン名,広告アカウントID,予算,消化金額,通貨,開始日時,終了日時",
    "zh": "推广系列 ID,推广系列名称,广告账户 ID,预算,消耗,币种,开始时间,结束时间",
}
EXPORTED = f"{ONE},Arena,{ACCOUNT},1200.00,300.00,USD,2026-09-01 00:00:00,2026-10-01 00:00:00"


@pytest.mark.parametrize("language", EXPORTS)
def test_an_export_in_each_language_says_the_same(tmp_path, language):
    (row,) = read(csv_file(tmp_path, EXPORTS[language], EXPORTED), kind="campaign")
    assert (row.listed.campaign_id, row.listed.advertiser_id, row.listed.name) == (ONE, ACCOUNT, "Arena")
    assert (row.listed.budget, row.listed.spent) == (Money("1200.00", "USD"), Money("300.00", "USD"))
    assert (row.listed.starts_on, row.listed.ends_on) == (date(2026, 9, 1), date(2026, 10, 1))


def test_no_word_means_two_things():
    words = [
        (plain(word), field) for field, of in sheet_words().columns.items() for found in of.values() for word in found
    ]
    assert {known_names()[word] == field for word, field in words} == {True}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_encoding_and_delimiter_gives_the_same_rows(tmp_path, encoding, delimiter):
    lines = [line.replace(",", delimiter) for line in (EXPORTS["de"], EXPORTED.replace("Arena", "Frühling"))]
    (row,) = read(csv_file(tmp_path, *lines, encoding=encoding), kind="campaign")
    assert (row.listed.name, row.listed.spent) == ("Frühling", Money("300.00", "USD"))


@pytest.mark.parametrize(("language", "encoding"), [("ja", "cp932"), ("zh", "gb18030")])
def test_older_programs_letters_are_told_by_the_header(tmp_path, language, encoding):
    (row,) = read(csv_file(tmp_path, EXPORTS[language], EXPORTED, encoding=encoding), kind="campaign")
    assert row.listed.campaign_id == ONE


def test_the_header_may_stand_below_a_title(tmp_path):
    path = csv_file(tmp_path, "sep=,", "Report,2026-09-30", "", HEADER, ROW)
    assert [(row.row, row.listed.campaign_id) for row in read(path)] == [(5, ONE)]


def test_the_template_needs_no_question(tmp_path):
    assert (asked(csv_file(tmp_path, HEADER, ROW)), told(read(csv_file(tmp_path, HEADER, ROW))[0])) == ([], "")


@pytest.mark.parametrize("rounded", ["1.72E+18", "1,72E+18", "1720000000000000000", "1801230000000000000"])
def test_an_id_that_lost_its_last_digits_is_refused(tmp_path, rounded):
    (row,) = read(csv_file(tmp_path, HEADER, ROW.replace(ONE, f'"{rounded}"')))
    assert row.listed is None
    assert "the last digits of this id were lost" in told(row)
    assert "format the column as text" in told(row)


def test_an_id_that_a_workbook_keeps_as_a_number_is_refused(tmp_path):
    (row,) = read(workbook(tmp_path, HEADER.split(","), [1.80123e18, *ROW.split(",")[1:]]))
    assert told(row).startswith("campaign_id: the last digits of this id were lost")


def test_an_account_that_lost_its_last_digits_is_refused_too(tmp_path):
    (row,) = read(csv_file(tmp_path, HEADER, ROW.replace(ACCOUNT, "7.2E+18")))
    assert told(row).startswith("advertiser_id: the last digits")


DAYS = "campaign_id,name,advertiser_id,kind,start,end"


def dated(*days: str) -> list[str]:
    return [DAYS, *(f"{int(ONE) + at},Arena,{ACCOUNT},campaign,{day},2027-01-01" for at, day in enumerate(days))]


def test_a_day_that_can_be_two_is_asked_with_both_readings(tmp_path):
    (question,) = looked(csv_file(tmp_path, *dated("03/04/2026", "05/06/2026"))).questions
    assert question.words == "'03/04/2026' in row 2, column start can be two days. Which one is it?"
    told_ = [(choice.value, choice.words) for choice in question.choices]
    assert told_ == [("day_first", "3 April 2026"), ("month_first", "4 March 2026")]


def test_one_answer_settles_the_file(tmp_path):
    path = csv_file(tmp_path, *dated("03/04/2026", "05-06-2026", "07.08.2026 10:30"))
    found = [row.listed.starts_on for row in read(path, dates="day_first")]
    assert found == [date(2026, 4, 3), date(2026, 6, 5), date(2026, 8, 7)]
    assert next(row.listed.starts_on for row in read(path, dates="month_first")) == date(2026, 3, 4)


def test_what_the_file_proves_is_not_asked_but_said(tmp_path):
    path = csv_file(tmp_path, *dated("03/04/2026", "25/04/2026"))
    assert asked(path) == []
    assert looked(path).notes == ("days are read day before month, because of '25/04/2026' in row 3, column start",)
    assert read(path, dates="month_first")[0].listed.starts_on == date(2026, 4, 3)


def test_a_file_that_proves_both_orders_is_not_guessed_at(tmp_path):
    path = csv_file(tmp_path, *dated("03/04/2026", "25/04/2026", "04/25/2026"))
    first, *others = read(path)
    assert told(first) == (
        "start: 03/04/2026 could be 2026-04-03 or 2026-03-04 (which one? Write it as 2026-04-03 or as 2026-03-04)"
    )
    assert [row.listed.starts_on for row in others] == [date(2026, 4, 25), date(2026, 4, 25)]
    assert "days are written in both orders: each that could be two days is refused" in looked(path).notes


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-01",
        "2026/9/1",
        "2026年9月1日",
        "1. September 2026",
        "1 Sept 2026",
        '"Sep 1, 2026"',
        "1 de septiembre de 2026",
        "1er septembre 2026",
        "2026-09-01T08:30:00Z",
        "2026-09-01 08:30 (UTC+08:00)",
        '"Sep 1, 2026, 8:30 PM"',
    ],
)
def test_a_day_that_can_be_one_only_is_read(tmp_path, written):
    (row,) = read(csv_file(tmp_path, *dated(written)))
    assert (told(row), row.listed.starts_on) == ("", date(2026, 9, 1))


@pytest.mark.parametrize(
    "written",
    ["32/13/2026", "2026-02-30", "03/04/26", "soon", "2026-09-01 25:00", "2026-09-01 13:00 PM", "2026-09-01 08:61 AM"],
)
def test_what_is_no_day_is_refused(tmp_path, written):
    (row,) = read(csv_file(tmp_path, *dated(written)))
    assert row.listed is None
    assert "2026-09-01" in told(row)


def test_an_end_on_a_day_is_asked_and_one_on_a_time_is_not(tmp_path):
    header = DAYS.replace("end", "End time")
    path = csv_file(
        tmp_path,
        header,
        f"{ONE},A,{ACCOUNT},campaign,2026-09-01,2026-09-30",
        f"{TWO},B,{ACCOUNT},campaign,2026-09-01,2026-09-30 23:59:59",
    )
    assert asked(path) == ["ends"]
    assert [row.listed.ends_on for row in read(path, ends="last_day")] == [date(2026, 10, 1), date(2026, 10, 1)]
    assert [row.listed.ends_on for row in read(path, ends="day_after")] == [date(2026, 9, 30), date(2026, 10, 1)]


def test_days_that_a_spreadsheet_program_may_have_exchanged_are_refused(tmp_path):
    rows = [
        [str(int(ONE) + at), "Arena", ACCOUNT, "campaign", day, "2027-01-01"]
        for at, day in enumerate([date(2026, 4, 3), "25/03/2026", date(2026, 4, 13)])
    ]
    exchanged, text, sure = read(workbook(tmp_path, DAYS.split(","), *rows))
    assert "day and month may have changed places" in told(exchanged)
    assert (text.listed.starts_on, sure.listed.starts_on) == (date(2026, 3, 25), date(2026, 4, 13))


def priced(*amounts: str, currency: str = "USD") -> list[str]:
    rows = (f'{int(ONE) + at};A;{ACCOUNT};campaign;"{amount}";{currency}' for at, amount in enumerate(amounts))
    return ["campaign_id;name;advertiser_id;kind;spent;currency", *rows]


@pytest.mark.parametrize(
    ("amounts", "meant"),
    [
        (["1.234,50", "1.234"], ["1234.50", "1234.00"]),
        (["1,234.50", "1,234"], ["1234.50", "1234.00"]),
        (["12,5", "1.234"], ["12.50", "1234.00"]),
        (["1 234,50", "1\u202f234"], ["1234.50", "1234.00"]),
        (["1'234.50", "1\u2019234"], ["1234.50", "1234.00"]),
        (["12,34,567.00"], ["1234567.00"]),
        (["1.234.567", "0,123"[:4]], ["1234567.00", "0.12"]),
        (["$12.50", "12.50 USD", "US$12.50"], ["12.50", "12.50", "12.50"]),
    ],
)
def test_numbers_are_read_as_the_file_writes_them(tmp_path, amounts, meant):
    path = csv_file(tmp_path, *priced(*amounts))
    assert asked(path) == []
    assert [row.listed.spent for row in read(path)] == [Money(amount, "USD") for amount in meant]


def test_an_amount_that_can_be_two_is_asked(tmp_path):
    path = csv_file(tmp_path, *priced("1.234"))
    (question,) = looked(path).questions
    assert [(one.value, one.words) for one in question.choices] == [("comma", "1234"), ("point", "1.234")]
    assert read(path, numbers="comma")[0].listed.spent == Money("1234.00", "USD")


def test_a_currency_without_cents_leaves_no_doubt(tmp_path):
    path = csv_file(tmp_path, *priced("1,234", currency="JPY"))
    assert (asked(path), read(path)[0].listed.spent) == ([], Money("1234", "JPY"))


def test_a_file_that_writes_numbers_both_ways_is_not_guessed_at(tmp_path):
    path = csv_file(tmp_path, *priced("1.234,50", "1,234.50", "1.234"))
    *sure, open_ = read(path)
    assert [row.listed.spent for row in sure] == [Money("1234.50", "USD")] * 2
    assert told(open_) == "spent: 1.234 could be 1.234 or 1234 (which one? Write it as 1200.00)"
    assert "amounts are written in both ways: each that could be two amounts is refused" in looked(path).notes


@pytest.mark.parametrize("amount", ["-5.00", "1.23.4,5", "12,34.56", "five", "12 apples", "1.005"])
def test_what_is_no_amount_is_refused(tmp_path, amount):
    (row,) = read(csv_file(tmp_path, *priced(amount)), numbers="point")
    assert row.listed is None
    assert told(row).startswith("spent: ")


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Cost (USD)", "5.00", "USD"),
        ("Kosten [EUR]", "5.00", "EUR"),
        ("消耗\uff08CNY\uff09", "5.00", "CNY"),
        ("Cost USD", "5.00", "USD"),
        ("Cost (€)", "5.00", "EUR"),
        ("Cost", "5.00 €", "EUR"),
        ("Cost", "R$ 5.00", "BRL"),
        ("Cost", "GBP 5.00", "GBP"),
    ],
)
def test_the_currency_may_stand_in_the_header_or_in_the_cell(tmp_path, header, cell, code):
    path = csv_file(tmp_path, f"campaign_id,name,advertiser_id,kind,{header}", f"{ONE},A,{ACCOUNT},campaign,{cell}")
    assert (asked(path), read(path)[0].listed.spent) == ([], Money("5.00", code))


def test_a_currency_that_is_nowhere_is_asked(tmp_path):
    path = csv_file(tmp_path, "campaign_id,name,advertiser_id,kind,Cost", f"{ONE},A,{ACCOUNT},campaign,$5.00")
    (question,) = looked(path).questions
    assert question.words == "In which currency is '$5.00' in row 2, column Cost?"
    assert read(path, currency="cad")[0].listed.spent == Money("5.00", "CAD")
    with pytest.raises(BadInput, match="unknown currency"):
        looked(path, currency="dollars")


def test_two_currencies_for_one_amount_are_refused(tmp_path):
    path = csv_file(
        tmp_path, "campaign_id,name,advertiser_id,kind,Cost (EUR),Currency", f"{ONE},A,{ACCOUNT},campaign,5.00,USD"
    )
    assert told(read(path)[0]).startswith("Cost (EUR): 5.00 is in EUR and in USD")


def test_one_row_has_one_currency(tmp_path):
    path = csv_file(
        tmp_path, "campaign_id,name,advertiser_id,kind,Cost (EUR),Budget (USD)", f"{ONE},A,{ACCOUNT},campaign,5.00,6.00"
    )
    assert "amounts in EUR and USD" in told(read(path)[0])


def test_rows_that_list_nothing_are_skipped_with_their_reason(tmp_path):
    path = csv_file(tmp_path, HEADER, ROW, "", HEADER, "Total of 1 campaigns,,,,1200.00,300.00,USD,,", ",Gesamt,,,,,,,")
    assert [(row.row, row.skipped, told(row).split(" (")[0]) for row in read(path)[1:]] == [
        (4, True, ": the header stands here again"),
        (5, True, ": a row of totals"),
        (6, True, ": a row of totals"),
    ]


def test_a_promotion_called_total_is_none_of_the_totals(tmp_path):
    assert read(csv_file(tmp_path, HEADER, ROW.replace("Arena", "Total Beauty")))[0].listed.name == "Total Beauty"


def test_a_row_without_an_id_is_told_with_all_that_is_wrong(tmp_path):
    (row,) = read(csv_file(tmp_path, HEADER, "-,Arena,x,dance,many,300.00,USD,soon,2026-10-01"))
    assert [finding.column for finding in row.findings] == ["campaign_id", "advertiser_id", "kind", "start", "budget"]


def test_no_limit_is_no_budget(tmp_path):
    (row,) = read(csv_file(tmp_path, HEADER, ROW.replace("1200.00", "No limit")))
    assert (told(row), row.listed.budget) == ("", None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("2026-10-01", "2026-09-01"), "end: the end 2026-09-01 is not after the start 2026-09-01"),
        (("2026-10-01", "2026-10-01 08:00"), "end: 2026-10-01 08:00 is a time of day"),
        (("Arena", "A" * 201), "name: the text has 201 letters"),
        ((",2026-10-01", ",2026-10-01,more"), ": 'more' stands beside the columns"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, change, problem):
    assert told(read(csv_file(tmp_path, HEADER, ROW.replace(*change)))[0]).startswith(problem)


@pytest.mark.parametrize("through", ["2026-08-31", "2026-10-01"])
def test_spend_is_stated_through_a_day_of_the_promotion(tmp_path, through):
    path = csv_file(tmp_path, HEADER + ",spent_through", f"{ROW},{through}")
    assert told(read(path)[0]).startswith(f"spent_through: {through} is outside the promotion")


@pytest.mark.parametrize("column", ["Ad group ID", "Ad ID", "By day"])
def test_rows_that_are_parts_of_promotions_are_refused_as_a_file(tmp_path, column):
    with pytest.raises(BadInput, match="not promotions") as refusal:
        looked(csv_file(tmp_path, f"{HEADER},{column}", f"{ROW},1"))
    assert "level Campaign" in refusal.value.mend


def test_an_unknown_header_is_asked_for_column_by_column(tmp_path):
    path = csv_file(tmp_path, "Nr,Titel,Aufwand", f"{ONE},Arena,5.00")
    assert asked(path) == [
        "column.campaign_id",
        "column.name",
        "column.budget",
        "column.spent",
        "column.start",
        "column.end_time",
        "advertiser_id",
        "kind",
    ]
    answers = {
        "column.campaign_id": "Nr",
        "column.name": "Titel",
        "column.spent": "Aufwand",
        "kind": "promote",
        "advertiser_id": ACCOUNT,
    }
    answers |= {f"column.{name}": "-" for name in ("budget", "start", "end_time")}
    assert asked(path, **answers) == ["currency"]
    (row,) = read(path, **answers, currency="USD")
    assert (row.listed.name, row.listed.spent, row.listed.kind) == ("Arena", Money("5.00", "USD"), "promote")


def test_two_columns_that_fit_are_asked_about(tmp_path):
    path = csv_file(tmp_path, HEADER + ",Cost", ROW + ",301.00")
    assert asked(path) == ["column.spent"]
    assert read(path, **{"column.spent": "Cost"})[0].listed.spent == Money("301.00", "USD")


def test_columns_of_one_name_are_told_apart_by_their_letter(tmp_path):
    path = csv_file(tmp_path, HEADER.replace("budget", "spent"), ROW)
    (question,) = looked(path).questions
    assert [choice.value for choice in question.choices] == ["spent (column E)", "spent (column F)", "-"]


@pytest.mark.parametrize("answers", [{"column.spent": "nowhere"}, {"kind": "dance"}, {"advertiser_id": "7.2E+18"}])
def test_an_answer_that_is_none_is_refused(tmp_path, answers):
    path = csv_file(tmp_path, "campaign_id,name,spent,Cost", f"{ONE},A,1,2")
    with pytest.raises(BadInput):
        looked(path, **answers)


def test_what_is_not_read_is_said(tmp_path):
    path = csv_file(tmp_path, HEADER + ",Hook rate,Clicks", ROW + ",1,2")
    assert looked(path).notes == ("not read: Hook rate",)


def test_sheets_are_read_one_after_the_other_and_others_named(tmp_path):
    more = {"second": [HEADER.split(","), ROW.replace(ONE, TWO).split(",")], "notes": [["about"]]}
    path = workbook(tmp_path, HEADER.split(","), ROW.split(","), more=more)
    assert [(row.sheet, row.listed.campaign_id) for row in read(path)] == [("Sheet", ONE), ("second", TWO)]
    assert looked(path).notes == ("the sheet 'notes' names no promotions and was not read",)


def test_a_merged_account_counts_for_each_of_its_rows(tmp_path):
    row = ROW.split(",")
    path = workbook(tmp_path, HEADER.split(","), row, [TWO, "Bow", None, *row[3:]], merge="C2:C3")
    assert [one.listed.advertiser_id for one in read(path)] == [ACCOUNT, ACCOUNT]


def test_a_merged_amount_is_nobodys(tmp_path):
    row = ROW.split(",")
    path = workbook(tmp_path, HEADER.split(","), row, [TWO, "Bow", *row[2:5], None, *row[6:]], merge="F2:F3")
    assert {told(one) for one in read(path)} == {
        "spent: one merged cell stands for several rows (unmerge it and state each row's own)"
    }


def test_a_merged_cell_at_the_end_of_a_row_is_held_too(tmp_path):
    row = ROW.split(",")
    path = workbook(
        tmp_path, HEADER.split(","), row, [TWO, "Bow", *row[2:8]], [str(int(ONE) + 5), "Cup", *row[2:8]], merge="I2:I3"
    )
    assert [one.listed.ends_on for one in read(path)] == [date(2026, 10, 1), date(2026, 10, 1), None]


SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def shared(path: Path) -> Path:
    """Write a workbook again as the best known spreadsheet program does: its texts in a part of their own."""
    parts = {name: zipfile.ZipFile(path).read(name).decode() for name in zipfile.ZipFile(path).namelist()}
    texts: list[str] = []

    def number(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v>'

    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(r'(<c [^>]*)t="inlineStr"><is><t>(.*?)</t></is>', number, parts[sheet])
    table = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{table}</sst>'
    types = "[Content_Types].xml"
    if SHARED not in parts[types]:
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
        parts[types] = parts[types].replace("</Types>", override)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_texts_that_a_workbook_shares_are_read(tmp_path):
    path = shared(workbook(tmp_path, HEADER.split(","), ROW.split(",")))
    (row,) = read(path)
    assert (row.listed.name, row.listed.campaign_id, told(row)) == ("Arena", ONE, "")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04nothing", "no workbook"),
        (b"\xd0\xcf\x11\xe0old", "the old kind"),
        (b"a\x00bcdefgh,i", "neither CSV nor XLSX"),
        (b"one\ntwo\n", "no row of it names columns"),
        (b"campaign_id,name\n", "lists no promotion"),
        (b"Name,Cost\nA,1\n", "no column holds the promotions' ids"),
        (b'campaign_id,name\n1,"' + b"x" * 1_000_002 + b'"\n', "cannot be read further"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_mend(tmp_path, content, problem):
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=problem) as refusal:
        looked(path)
    assert refusal.value.mend


def test_letters_that_nobody_can_read_are_refused(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(b"\x81\xff,\xff\xff\nx,y\n")
    with pytest.raises(BadInput, match="letters cannot be read"):
        looked(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be opened"):
        looked(tmp_path / "nowhere.csv")


def test_a_day_without_two_readings_has_no_two_readings():
    with pytest.raises(BadInput, match="no day that can be read two ways"):
        both_days("2026-09-01")


def test_a_number_is_no_day(tmp_path):
    (row,) = read(workbook(tmp_path, DAYS.split(","), [ONE, "A", ACCOUNT, "campaign", 46266, "2027-01-01"]))
    assert told(row).startswith("start: 46266 is a number, no day")


def test_a_day_of_a_workbook_has_no_time(tmp_path):
    header = DAYS.replace("end", "End time").split(",")
    path = workbook(tmp_path, header, [ONE, "A", ACCOUNT, "campaign", date(2026, 9, 1), date(2026, 9, 30)])
    assert (asked(path), read(path, ends="last_day")[0].listed.ends_on) == (["ends"], date(2026, 10, 1))


def test_an_end_that_is_no_day_asks_nothing(tmp_path):
    header = DAYS.replace("end", "End time")
    path = csv_file(tmp_path, header, f"{ONE},A,{ACCOUNT},campaign,2026-09-01,never", f"{TWO},A,{ACCOUNT},campaign,,")
    assert (asked(path), told(read(path)[0]).split(" (")[0]) == ([], "End time: 'never' is no day")


def test_a_currency_that_is_none_is_refused_in_its_row(tmp_path):
    (row,) = read(csv_file(tmp_path, HEADER, ROW.replace("USD", "XQZ")), currency="USD")
    assert "unknown currency" in told(row)


def test_a_workbook_that_unpacks_to_the_absurd_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets_copy, "UNPACKED_LIMIT", 1)
    with pytest.raises(BadInput, match="absurd size"):
        looked(workbook(tmp_path, HEADER.split(","), ROW.split(",")))


def test_a_broken_workbook_is_refused(tmp_path):
    path = workbook(tmp_path, HEADER.split(","), ROW.split(","))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(BadInput, match="no workbook that can be read"):
        looked(path)


def test_files_of_the_same_headers_have_the_same_signature(tmp_path):
    one = looked(csv_file(tmp_path, HEADER, ROW, name="a.csv")).signature
    assert looked(csv_file(tmp_path, HEADER.upper(), ROW.replace(ONE, TWO), name="b.csv")).signature == one
    assert looked(csv_file(tmp_path, HEADER + ",x", ROW + ",1", name="c.csv")).signature != one
