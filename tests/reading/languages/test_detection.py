"""Which language a text is in: whole texts, short ones, and texts that mix two."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import django
import pytest
from babel.messages.mofile import read_mo

from foreign import HERE
from unpromote.reading.intake import open_document
from unpromote.reading.languages.detection import NAMES, language_of, stretches_of
from unpromote.reading.languages.tongues import READ

ENGLISH = "Either party may terminate this Agreement upon thirty days written notice to the other party.\n\n"
GERMAN = (
    "Jede Partei kann diesen Vertrag mit einer Frist von 30 Tagen schriftlich ohne Angabe von Gründen kündigen.\n\n"
)
ITALIAN = "Ciascuna delle parti può recedere dal presente contratto con un preavviso di trenta giorni alla parte.\n\n"
OTHERS = ["it", "nl", "da", "sv", "fi", "pl", "cs", "ro", "hu", "tr", "id"]
SPELLED = {"en": "de"}  # the sources of a translation are English
SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
STRANGERS = ["en", "de", "fr", "es", "pt", *OTHERS]


def told(text: str) -> list[tuple[str, str]]:
    return [(one.language, " ".join(text[one.start : one.end].split())) for one in stretches_of(text)]


@cache
def sentences(code: str) -> tuple[str, ...]:
    """Sentences by others: the messages of the web framework, as its translators wrote them."""
    said = []
    for folder in ("conf", "contrib/admin", "contrib/auth"):
        path = Path(django.__file__).parent / folder / "locale" / SPELLED.get(code, code) / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as file:
            messages = sorted((m for m in read_mo(file) if isinstance(m.id, str)), key=lambda message: message.id)
        said += [message.id if code == "en" else str(message.string) for message in messages]
    return tuple(words for words in said if len(words.split()) > 3 and "%" not in words)


def slices(code: str, length: int) -> Iterator[str]:
    text = " ".join(sentences(code))
    yield from (text[start : start + length] for start in range(0, len(text) - length + 1, length))


@pytest.mark.parametrize("code", READ)
@pytest.mark.parametrize("kind", ["written", "kept"])
def test_a_contract_is_in_its_language(code: str, kind: str) -> None:
    assert language_of((HERE / f"{code}-{kind}.txt").read_text("utf-8")) == code


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "pt"])
def test_four_hundred_letters_by_a_stranger_are_told_or_left_open_and_never_taken_for_another(code: str) -> None:
    said = [language_of(piece) for piece in slices(code, 400)]
    assert set(said) <= {code, ""}
    assert said.count(code) >= 0.9 * len(said)


@pytest.mark.parametrize("code", STRANGERS)
def test_long_texts_by_strangers_are_told_in_every_language_that_has_a_name(code: str) -> None:
    assert language_of(" ".join(sentences(code))) == code


def test_a_language_without_a_table_has_a_name_to_be_called_by() -> None:
    assert set(OTHERS) < set(NAMES)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ja", "本契約は、当事者の合意により終了する。"),
        ("zh", "任何一方违反本协议约定，守约方有权解除本协议。"),
        ("ko", "당사자는 서면 통지로 본 계약을 해지할 수 있다."),
        ("ru", "Каждая из сторон вправе расторгнуть договор."),
        ("el", "Κάθε μέρος μπορεί να καταγγείλει τη σύμβαση."),
        ("ar", "يجوز لأي من الطرفين إنهاء هذا العقد بإشعار كتابي."),
        ("he", "כל צד רשאי לסיים הסכם זה בהודעה בכתב."),
        ("th", "คู่สัญญาฝ่ายใดฝ่ายหนึ่งอาจบอกเลิกสัญญานี้ได้"),
        ("hi", "कोई भी पक्ष लिखित सूचना देकर यह समझौता समाप्त कर सकता है।"),
    ],
)
def test_a_script_of_its_own_tells_a_language_in_one_sentence(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "  \n\n ", "12.500,00", "§ 4", "ok"])
def test_what_says_nothing_is_in_no_language(text: str) -> None:
    assert language_of(text) == ""
    assert [one.language for one in stretches_of(text)] == [""]


def test_a_text_that_mixes_two_languages_is_told_stretch_by_stretch() -> None:
    assert [code for code, _ in told(ENGLISH * 3 + GERMAN + ENGLISH)] == ["en", "de", "en"]


def test_stretches_cover_the_text_from_its_start_to_its_end() -> None:
    text = ENGLISH * 2 + ITALIAN + GERMAN
    stretches = stretches_of(text)
    assert (stretches[0].start, stretches[-1].end) == (0, len(text))
    assert all(one.end == two.start for one, two in pairwise(stretches))


def test_a_short_paragraph_takes_the_language_around_it() -> None:
    text = GERMAN + "§ 5 Laufzeit\n\n" + GERMAN + "Spark Ads\n\n" + GERMAN
    assert [code for code, _ in told(text)] == ["de"]


def test_lines_of_two_scripts_in_one_paragraph_are_told_apart() -> None:
    text = "Either party may terminate this Agreement upon notice to the other.\n"
    text += "任何一方均可提前三十日书面通知对方解除本协议。\n"
    text += "甲方有权立即解除本协议，乙方应当在十四日内退还全部预付费用给甲方。\n"
    assert [code for code, _ in told(text * 4)] == ["en", "zh"] * 4


def test_a_japanese_heading_without_syllables_is_no_chinese() -> None:
    text = "本契約は、次のとおり締結する。\n\n第一条 契約期間\n\n本契約の期間は、一年間とする。"
    assert [code for code, _ in told(text)] == ["ja"]


def test_names_and_signatures_are_no_language_of_their_own() -> None:
    text = (
        ENGLISH * 12 + "By: /s/ Hannes Teissl   By: /s/ Nicola de la Cruz\nName: Hannes Teissl Title: CEO\n\n" + ENGLISH
    )
    assert [code for code, _ in told(text)] == ["en"]


def test_a_long_page_without_blank_lines_is_told_piece_by_piece() -> None:
    german, english = GERMAN.strip() + "\n", ENGLISH.strip() + "\n"
    assert [code for code, _ in told(english * 20 + german * 20)] == ["en", "de"]


def test_a_dozen_words_of_english_in_a_german_contract_are_seen() -> None:
    assert [code for code, _ in told(GERMAN * 3 + ENGLISH + GERMAN)] == ["de", "en", "de"]


def test_an_english_text_is_told_at_one_look() -> None:
    text = (
        ENGLISH + "It is agreed that the fees for all of this, which are due on or before that day, shall be paid by "
    )
    text += "the Sponsor as set out under its order, with no other charge, and may not have been paid from any advance."
    assert told(text) == [("en", " ".join(text.split()))]


def test_a_real_english_agreement_is_in_nothing_but_english() -> None:
    assert [one.language for one in stretches_of(open_document(SAMPLES / "agreement.pdf").text)] == ["en"]
