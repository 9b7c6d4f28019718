"""Where a sentence ends in other languages, and which clause it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from unpromote.reading.languages.detection import Stretch
from unpromote.reading.languages.sentences import units_of
from unpromote.reading.languages.tongues import tongue
from unpromote.reading.units import Unit
from unpromote.reading.values import Document


def units(code: str, text: str, pages: tuple[int, ...] = (0,)) -> tuple[Unit, ...]:
    document = Document(Path("deal.txt"), "", text, pages)
    return units_of(document, Stretch(0, len(text), code), tongue(code))


def words(code: str, text: str) -> list[str]:
    return [unit.words for unit in units(code, text)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Dies gilt gem. § 5 Abs. 2 BGB und ggf. auch sonst."),
        ("de", "Der Vertrag beginnt am 1. März 2026 und endet am 31. Mai 2026."),
        ("de", "Frau Dr. M. Weber zahlt z. B. Die Hälfte."),
        ("fr", "Selon l'art. 3 al. 2, la société S.A.R.L. Lumière paie."),
        ("es", "La sociedad Verde, S.L. (en adelante, la parte) paga."),
        ("es", "Véase el art. 5 y la cláusula núm. 7 del contrato."),
        ("pt", "Conforme o art. 5 e o n. 7, a Adega do Vale paga."),
    ],
)
def test_an_abbreviation_or_an_ordinal_does_not_end_a_sentence(code: str, text: str) -> None:
    assert words(code, text) == [text]


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("de", "Der Vertrag endet. Er verlängert sich nicht.", 2),
        ("fr", "Le contrat prend fin. « L'Annonceur » paie. À défaut, il est résilié.", 3),
        ("es", "El contrato termina. ¿Quién paga? El Anunciante.", 3),
        ("ja", "甲は解除できる。乙は返金しない。", 2),
        ("zh", "甲方有权解除。乙方应退还费用！双方无异议。", 3),
    ],
)
def test_a_sentence_ends_as_the_language_writes_it(code: str, text: str, count: int) -> None:
    assert len(words(code, text)) == count


def test_a_wrapped_line_goes_on_with_a_blank_in_german_and_without_one_in_chinese() -> None:
    assert words("de", "Der Vertrag wird\nschriftlich geschlossen.") == ["Der Vertrag wird schriftlich geschlossen."]
    assert tongue("zh").flat("甲方有权\n解除本协议") == "甲方有权解除本协议"


def test_a_hyphenated_word_is_one_word_for_the_wordings() -> None:
    assert tongue("de").flat("Die Kündi-\ngung durch Nord-\nLicht") == "die kündigung durch nord- licht"


def test_traditional_letters_are_read_as_the_simplified_ones() -> None:
    assert tongue("zh").flat("任何一方違反本協議") == "任何一方违反本协议"


@pytest.mark.parametrize(
    ("code", "text", "clauses"),
    [
        (
            "de",
            "§ 4 Kündigung\n(1) Jede Partei kann kündigen.\n(2) Es gilt die Schriftform.",
            ["§ 4", "§ 4 (1)", "§ 4 (2)"],
        ),
        ("de", "3. Kündigung\n3.1 Jede Partei kann kündigen.", ["3", "3.1"]),
        ("fr", "Article 4 – Résiliation\n4.1 Chacune peut résilier.", ["Article 4", "4.1"]),
        ("es", "CUARTA. Resolución.\n4.1. Cualquiera podrá resolver.", ["CUARTA", "4.1"]),
        ("es", "Tercera.- EL CLIENTE podrá terminar.", ["Tercera"]),
        ("pt", "Cláusula 4ª – Da rescisão\n4.1 Qualquer parte poderá rescindir.", ["Cláusula 4ª", "4.1"]),
        ("ja", "第4条（中途解約）\n甲は解約できる。", ["第4条", "第4条"]),
        ("zh", "第四条 协议的解除\n4.1 任何一方可解除。", ["第四条", "4.1"]),
        ("zh", "三、合同的提前终止\n甲方可随时终止。", ["三、", "三、"]),
    ],
)
def test_a_sentence_knows_its_clause(code: str, text: str, clauses: list[str]) -> None:
    assert [unit.clause for unit in units(code, text)] == clauses


def test_no_unit_crosses_a_page_and_each_knows_its_own() -> None:
    text = "Der Vertrag beginnt hier\nund endet dort."
    found = units("de", text, (0, text.index("und")))
    assert [(unit.page, unit.words) for unit in found] == [(1, "Der Vertrag beginnt hier"), (2, "und endet dort.")]


def test_units_are_quoted_by_their_offsets() -> None:
    text = "  § 4 Kündigung\n(1) Jede Partei\n kann kündigen. Es gilt die Schriftform.\n\n* * *\n"
    found = units("de", text)
    assert [" ".join(text[unit.start : unit.end].split()) for unit in found] == [unit.words for unit in found]
    assert len(found) == 3
