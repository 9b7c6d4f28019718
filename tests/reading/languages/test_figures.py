"""Numbers, lengths of time, shares, money and days as agreements in other languages write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from unpromote.reading.languages.figures import amounts_in, days_in, lengths_in, rates_in, spoken_number
from unpromote.reading.languages.tongues import tongue

LENGTHS = [
    ("de", "mit einer Frist von 30 (dreißig) Tagen", (30, "days", None)),
    ("de", "innerhalb von zehn Werktagen", (10, "business_days", None)),
    ("de", "einer dreimonatigen Frist", (3, "months", None)),
    ("de", "binnen eines Monats", (1, "months", None)),
    ("de", "am zweiten Werktag nach", (2, "business_days", None)),
    ("de", "14-tägige Frist", (14, "days", None)),
    ("de", "mit vierzehn (15) Tagen", (14, "days", 15)),
    ("fr", "un préavis de trente (30) jours", (30, "days", None)),
    ("fr", "quarante-cinq (45) jours ouvrés", (45, "business_days", None)),
    ("fr", "quinze jours ouvrables", (15, "business_days", None)),
    ("fr", "quatre-vingt-dix jours", (90, "days", None)),
    ("fr", "durée d'un an", (1, "years", None)),
    ("es", "quince (15) días naturales", (15, "days", None)),
    ("es", "diez días hábiles", (10, "business_days", None)),
    ("es", "treinta y un días", (31, "days", None)),
    ("es", "doce meses", (12, "months", None)),
    ("pt", "de 30 (trinta) dias", (30, "days", None)),
    ("pt", "cinco dias úteis", (5, "business_days", None)),
    ("pt", "quarenta e cinco dias", (45, "days", None)),
    ("pt", "48 horas", (48, "hours", None)),
    ("ja", "３０日前までに", (30, "days", None)),
    ("ja", "１０営業日の期間", (10, "business_days", None)),
    ("ja", "１か月前", (1, "months", None)),
    ("ja", "三ヶ月間", (3, "months", None)),
    ("ja", "2週間を限度", (2, "weeks", None)),
    ("zh", "提前三十（30）日", (30, "days", None)),
    ("zh", "十个工作日内", (10, "business_days", None)),
    ("zh", "六个月", (6, "months", None)),
    ("zh", "一百二十天", (120, "days", None)),
    ("zh", "提前十五（14）日", (15, "days", 14)),
]
MONEY = [
    ("de", "ein Honorar von 12.000,00 EUR", [("12000.00", "EUR")]),
    ("de", "€ 1.234,56 je Verstoß", [("1234.56", "EUR")]),
    ("de", "CHF 42'000", [("42000", "CHF")]),
    ("fr", "la somme de 9 500,00 € HT", [("9500.00", "EUR")]),
    ("fr", "50\u202f000 euros", [("50000", "EUR")]),
    ("es", "$500,000.00 M.N.", [("500000.00", "MXN")]),
    ("es", "7.500,00 € más IVA", [("7500.00", "EUR")]),
    ("es", "la suma de $500", []),
    ("pt", "R$ 24.000,00 (vinte e quatro mil reais)", [("24000.00", "BRL")]),
    ("ja", "金1,200,000円", [("1200000", "JPY")]),
    ("ja", "１，０００万円", [("10000000", "JPY")]),
    ("zh", "人民币60,000元", [("60000", "CNY")]),
    ("zh", "不少于50万元", [("500000", "CNY")]),
    ("zh", "500美元", [("500", "USD")]),
]
RATES = [
    ("de", "15 v. H. des Auftragswerts", Fraction(15, 100), None),
    ("de", "12,5 %", Fraction(125, 1000), None),
    ("fr", "vingt (20) pour cent", Fraction(20, 100), None),
    ("es", "20% (veinte por ciento)", Fraction(20, 100), None),
    ("pt", "vinte (25) por cento", Fraction(20, 100), Fraction(25, 100)),
    ("ja", "２０パーセント", Fraction(20, 100), None),
    ("zh", "百分之二十五", Fraction(25, 100), None),
    ("zh", "百分之30", Fraction(30, 100), None),
]
DAYS = [
    ("de", "am 1. März 2026", "2026-03-01"),
    ("de", "zum 31.12.2026", "2026-12-31"),
    ("fr", "le 1er février 2026", "2026-02-01"),
    ("es", "el 5 de marzo de 2026", "2026-03-05"),
    ("pt", "em 1º de fevereiro de 2026", "2026-02-01"),
    ("ja", "令和8年3月2日", "2026-03-02"),
    ("ja", "令和元年5月1日", "2019-05-01"),
    ("ja", "平成30年4月1日", "2018-04-01"),
    ("zh", "二〇二六年三月五日", "2026-03-05"),
    ("zh", "2026年12月31日", "2026-12-31"),
]


@pytest.mark.parametrize(("code", "words", "expected"), LENGTHS)
def test_a_length_of_time_is_read_in_words_and_figures(
    code: str, words: str, expected: tuple[int, str, int | None]
) -> None:
    known = tongue(code)
    (length,) = lengths_in(known, known.flat(words))
    assert (length.n, length.unit, length.other) == expected


@pytest.mark.parametrize(("code", "words", "expected"), MONEY)
def test_money_is_read_as_the_country_writes_it(code: str, words: str, expected: list[tuple[str, str]]) -> None:
    known = tongue(code)
    assert [(amount.digits, amount.currency) for amount in amounts_in(known, known.flat(words))] == expected


@pytest.mark.parametrize(("code", "words", "share", "other"), RATES)
def test_a_share_is_exact(code: str, words: str, share: Fraction, other: Fraction | None) -> None:
    known = tongue(code)
    (rate,) = rates_in(known, known.flat(words))
    assert (rate.share, rate.other) == (share, other)


@pytest.mark.parametrize(("code", "words", "expected"), DAYS)
def test_a_day_is_read_as_the_country_writes_it(code: str, words: str, expected: str) -> None:
    known = tongue(code)
    (day,) = days_in(known, known.folded(words))
    assert day.on.isoformat() == expected


@pytest.mark.parametrize(
    ("code", "words"), [("zh", "自2026年4月1日起"), ("ja", "2026年2月1日から"), ("de", "31.02.2026")]
)
def test_the_parts_of_a_date_are_no_length_of_time(code: str, words: str) -> None:
    known = tongue(code)
    assert lengths_in(known, known.flat(words)) == ()


def test_a_day_that_no_calendar_has_is_none() -> None:
    assert days_in(tongue("de"), "31.02.2026") == ()


def test_half_a_unit_is_no_length_that_terms_can_hold() -> None:
    assert lengths_in(tongue("de"), "1,5 monate") == ()


@pytest.mark.parametrize(
    ("code", "words", "n"),
    [
        ("fr", "quarante-cinq", 45),
        ("es", "ciento veinte", 120),
        ("ja", "十", 10),
        ("zh", "二百一十", 210),
        ("zh", "二〇", 20),
    ],
)
def test_number_words_add_up(code: str, words: str, n: int) -> None:
    assert spoken_number(tongue(code), words) == n


def test_a_word_that_is_no_number_is_none() -> None:
    assert spoken_number(tongue("fr"), "trente lapins") is None
