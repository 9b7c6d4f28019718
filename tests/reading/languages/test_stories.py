"""Short agreements in other languages, one story each: who may leave, when, at what price, and what is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foreign import HERE
from unpromote.reading.agreement import read_document
from unpromote.reading.values import Reading

Read = Callable[[str], Reading]

PARTIES = (
    "Zwischen der Nordlicht GmbH, Hamburg (nachfolgend „Auftraggeberin“ genannt) und der Kanal21 GmbH, Köln "
    "(nachfolgend „Vermarkter“ genannt) wird der folgende Vertrag geschlossen.\n\n"
)
ENGLISH = (
    'This Agreement is made between Northern Light Inc. (the "Sponsor") and Channel Ltd. (the "Publisher"), and sets '
    "out the terms on which the Publisher shall show the videos of the Sponsor.\n\n"
    "1. Term. The term of this Agreement shall be two years from the date on which it was signed by both parties.\n\n"
)
NOTICE = "2. Termination. Either party may terminate this Agreement without cause upon {} days' written notice.\n\n"
GERMAN_NOTICE = (
    "2. Kündigung. Jede Partei kann diesen Vertrag jederzeit ohne Angabe von Gründen mit einer Frist von {} Tagen "
    "schriftlich gegenüber der anderen Partei kündigen.\n\n"
)
ITALIAN = (
    "Ciascuna delle parti può recedere dal presente contratto con un preavviso scritto di trenta giorni alla parte, "
    "ma non prima che siano trascorsi sei mesi dalla data in cui il contratto è stato firmato.\n\n"
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading_of(text: str) -> Reading:
        path = tmp_path / "deal.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(path)

    return reading_of


def proposed(reading: Reading, path: str) -> dict[str, Any]:
    return next(proposal for proposal in reading.proposals if proposal["path"] == path)


def said(reading: Reading) -> str:
    return "\n".join(problem.problem for problem in reading.problems)


def test_notice_to_the_end_of_a_month_is_marked_for_a_look_at_the_date(read: Read) -> None:
    reading = read(
        PARTIES + "§ 2 Jede Partei kann den Vertrag jederzeit mit einer Frist von vier Wochen zum Monatsende kündigen."
    )
    notice = proposed(reading, "rights[0].notice")
    assert (notice["value"], notice["status"]) == ({"n": 4, "unit": "weeks", "count": "exclusive"}, "inferred")
    assert "check the date" in notice["note"]


def test_words_and_figures_that_differ_are_asked_even_at_the_end_of_a_month(read: Read) -> None:
    words = (
        "§ 2 Jede Partei kann den Vertrag jederzeit mit einer Frist von vierzehn (15) Tagen zum Monatsende kündigen."
    )
    notice = proposed(read(PARTIES + words), "rights[0].notice")
    assert notice["status"] == "conflicting"
    assert [way["n"] for way in notice["alternatives"]] == [14, 15]


def test_leaving_without_a_time_of_notice_is_read_both_ways(read: Read) -> None:
    reading = read(PARTIES + "§ 2 Die Auftraggeberin kann den Vertrag jederzeit ohne Angabe von Gründen kündigen.")
    notice = proposed(reading, "rights[0].notice")
    assert notice["status"] == "absent"
    assert notice["alternatives"][0] is None


def test_leaving_at_once_has_no_notice(read: Read) -> None:
    words = "§ 2 Die Auftraggeberin kann den Vertrag jederzeit mit sofortiger Wirkung kündigen.\n"
    notice = proposed(read(PARTIES + words), "rights[0].notice")
    assert (notice["value"], notice["note"]) == (None, "at once")


def test_a_right_of_somebody_who_is_no_party_is_asked_for(read: Read) -> None:
    words = "§ 2 Der Vertrag kann jederzeit ohne Angabe von Gründen mit einer Frist von 10 Tagen gekündigt werden.\n"
    holders = proposed(
        read(words + "Der Vertrag ist von den Beteiligten so gewollt und wird von ihnen gelebt.\n"), "rights[0].holders"
    )
    assert holders["status"] == "absent"
    assert "do not say who" in holders["note"]


def test_what_must_not_be_cancelled_gives_no_right(read: Read) -> None:
    reading = read(PARTIES + "§ 2 Die jederzeitige Kündigung des Vertrags durch die Auftraggeberin ist ausgeschlossen.")
    assert "rights" not in reading.terms
    assert "no right to cancel was found" in said(reading)


@pytest.mark.parametrize(
    ("fee", "asked"),
    [
        ("eine Stornogebühr von 30 %.", "30 % of what?"),
        (
            "eine Stornogebühr von zwanzig (30) % der noch nicht erbrachten Leistungen.",
            "the words say 0.2, the figure 0.3",
        ),
        ("eine Stornogebühr von 10 % bzw. 20 % des Auftragswerts.", "several shares are named"),
        ("eine Stornogebühr.", "a fee is named and not its amount"),
        ("eine Stornogebühr von 500 US-Dollar.", "500 USD is not in the currency"),
    ],
)
def test_a_fee_that_cannot_be_computed_for_sure_is_asked_for(read: Read, fee: str, asked: str) -> None:
    price = "§ 2 Das Honorar beträgt 1.000 Euro netto und ist nach der Veröffentlichung der Videos zu zahlen.\n"
    reading = read(PARTIES + price + f"§ 3 Bei einer Kündigung durch die Auftraggeberin ist zu zahlen: {fee}\n")
    assert any(asked in proposal["note"] for proposal in reading.proposals if proposal["path"].startswith("fees"))


def test_a_sum_in_the_currency_of_the_agreement_is_a_fee(read: Read) -> None:
    reading = read(PARTIES + "§ 3 Im Fall der Kündigung zahlt die Auftraggeberin eine Stornogebühr von 1.500,00 EUR.\n")
    assert reading.terms["fees"][0]["calc"] == {"flat": "1500.00"}
    assert reading.terms["fees"][0]["clause"] == "§ 3"


def test_two_currencies_are_asked_about(read: Read) -> None:
    reading = read(PARTIES + "§ 2 Das Honorar beträgt 1.000 EUR, der Bonus noch einmal 200 US-Dollar für die Videos.\n")
    assert proposed(reading, "currency")["alternatives"] == ["EUR", "USD"]


def test_two_parties_whose_parts_nobody_tells_are_asked_about(read: Read) -> None:
    reading = read(PARTIES.replace("Auftraggeberin", "Nordlicht").replace("Vermarkter", "Kanal21"))
    assert "parties" not in reading.terms
    assert "which part does Nordlicht play" in said(reading)


def test_a_notice_that_counts_as_received_says_when(read: Read) -> None:
    words = "§ 7 Mitteilungen sind per E-Mail zu senden und gelten am zweiten Werktag als zugegangen.\n"
    reading = read(PARTIES + words)
    assert reading.terms["notice_receipt"]["email"] == {"rule": "plus_business_days", "n": 2}
    reading = read(
        PARTIES + "§ 7 Mitteilungen per Einschreiben gelten mit der Übergabe als zugegangen bei der Partei.\n"
    )
    assert reading.terms["notice_receipt"]["post"] == {"rule": "on_send"}


@pytest.mark.parametrize(
    ("wording", "part"),
    [("甲方作为广告主", "advertiser"), ("乙方为达人", "advertiser"), ("双方友好协商", None)],
)
def test_a_part_that_a_name_does_not_tell_is_told_by_what_the_party_is_said_to_be(
    read: Read, wording: str, part: str | None
) -> None:
    names = "甲方：杭州清岚有限公司\n乙方：林晓雨\n\n"
    reading = read(f"{names}{wording}，就推广事宜达成如下协议，双方应当遵守本协议约定的全部条款。\n\n甲方：盖章\n")
    named = [(party["name"], party["role"]) for party in reading.terms.get("parties", [])][:1]
    assert named == ([("杭州清岚有限公司", part)] if part else [])


def test_a_law_of_a_country_that_the_table_does_not_name_is_found_and_left_open(read: Read) -> None:
    reading = read(PARTIES + "§ 9 Auf diesen Vertrag findet das Recht des Königreichs Schweden Anwendung.\n")
    assert "Governing Law" in {finding.category.value for finding in reading.findings}
    assert "governing_law" not in reading.terms


def test_an_end_without_a_beginning_is_half_a_term(read: Read) -> None:
    reading = read(PARTIES + "§ 2 Der Vertrag endet mit dem letzten Video, jedoch nicht vor dem 31.03.2027.\n")
    assert reading.terms["term"] == {"to": "2027-03-31"}


def test_money_that_comes_back_without_a_time_is_said_to_come_back(read: Read) -> None:
    reading = read(PARTIES + "§ 4 Bei Beendigung des Vertrags sind nicht verbrauchte Vorauszahlungen zu erstatten.\n")
    assert reading.terms["refund"] == {"method": "original"}


def test_standard_terms_beside_the_agreement_are_named(read: Read) -> None:
    reading = read(
        PARTIES
        + "§ 9 Ergänzend gelten die Allgemeinen Geschäftsbedingungen des Vermarkters in der Fassung von heute.\n"
    )
    assert "the agreement refers to standard terms" in said(reading)


def test_payment_for_what_was_done_is_no_refund(read: Read) -> None:
    words = "§ 4 Im Fall der Kündigung sind die bis zur Kündigung erbrachten Leistungen anteilig zu vergüten.\n"
    reading = read(PARTIES + words)
    assert [fact.kind for fact in reading.facts] == ["payment_on_termination"]
    assert "refund" not in reading.terms


def test_an_option_to_renew_is_no_automatic_renewal(read: Read) -> None:
    reading = read(
        PARTIES + "§ 2 Die Auftraggeberin hat eine Verlängerungsoption für ein weiteres Jahr zu gleichen Konditionen.\n"
    )
    assert [fact.kind for fact in reading.facts] == ["renewal_option"]


def test_a_language_that_is_not_read_is_named_with_its_place_and_its_words(read: Read) -> None:
    reading = read(ITALIAN * 2)
    problem = next(problem for problem in reading.problems if "Italian is not read" in problem.problem)
    assert problem.place == "page 1"
    assert "Ciascuna delle parti" in problem.problem
    assert "translated" in problem.mend
    assert reading.facts == ()
    assert "no right to cancel was found in what was read" in said(reading)


def test_a_language_that_nobody_knows_is_read_as_english_and_said_to_be(read: Read) -> None:
    swahili = (
        "Kila upande unaweza kusitisha mkataba huu wakati wowote kwa kutoa taarifa ya maandishi kwa upande mwingine. "
    )
    problem = next(one for one in read(swahili * 4).problems if "is not known" in one.problem)
    assert (problem.place, problem.problem.endswith("it was read as English")) == ("page 1", True)
    assert "is not known" not in said(read("Kila upande unaweza kusitisha."))


def test_a_stretch_of_a_document_without_pages_is_named_without_one(tmp_path: Path) -> None:
    path = tmp_path / "deal.html"
    path.write_text(f"<html><body><p>{ENGLISH}</p><p>{ITALIAN}</p></body></html>", encoding="utf-8")
    problem = next(one for one in read_document(path).problems if "Italian is not read" in one.problem)
    assert problem.place == ""


def test_english_that_stands_in_a_german_agreement_is_read_too(read: Read) -> None:
    reading = read(PARTIES + GERMAN_NOTICE.format(30) * 3 + ENGLISH)
    assert {right["ground"] for right in reading.terms["rights"]} == {"convenience"}
    assert "term" in {fact.kind for fact in reading.facts}


def test_the_same_right_in_two_languages_is_one_right(read: Read) -> None:
    reading = read(ENGLISH + NOTICE.format(30) + PARTIES + GERMAN_NOTICE.format(30))
    assert len(reading.terms["rights"]) == 1
    assert "does not say the same" not in said(reading)


def test_two_languages_that_differ_are_shown_and_the_leading_one_is_taken(read: Read) -> None:
    reading = read(ENGLISH * 2 + NOTICE.format(30) + PARTIES + GERMAN_NOTICE.format(60))
    assert [right["notice"]["n"] for right in reading.terms["rights"]] == [30]
    problem = next(problem for problem in reading.problems if "does not say the same" in problem.problem)
    assert "German" in problem.problem
    assert "the English words were taken" in problem.mend


def test_what_only_the_other_language_says_is_added_under_names_of_its_own(read: Read) -> None:
    breach = (
        "3. Die Auftraggeberin kann fristlos kündigen, wenn der Vermarkter eine Pflicht dieses Vertrags verletzt.\n\n"
    )
    fee = "4. Bei einer Kündigung durch die Auftraggeberin ist eine Stornogebühr von 500 EUR zu zahlen.\n\n"
    law = "5. Es gilt das Recht der Bundesrepublik Deutschland, Gerichtsstand ist für beide Parteien Köln.\n"
    reading = read(ENGLISH * 3 + NOTICE.format(30) + PARTIES + breach + fee + law)
    assert [right["id"] for right in reading.terms["rights"]] == ["conv", "breach-de"]
    assert [one["id"] for one in reading.terms["fees"]] == ["fee-1-de"]
    assert reading.terms["governing_law"] == "Germany"


def test_each_answer_of_two_languages_is_given_once_and_the_leading_one_first(read: Read) -> None:
    law = "5. Es gilt das Recht der Bundesrepublik Deutschland, Gerichtsstand ist für beide Parteien Köln.\n"
    reading = read(ENGLISH * 3 + PARTIES + law)
    paths = [answer["path"] for answer in reading.values]
    assert "governing_law" in paths
    assert len(paths) == len(set(paths))


def test_a_renewal_that_names_no_time_has_no_notice(read: Read) -> None:
    words = "§ 2 Der Vertrag verlängert sich automatisch um ein Jahr, sofern er nicht rechtzeitig widersprochen wird.\n"
    reading = read(PARTIES + words.replace("ein Jahr", "die gleiche Laufzeit"))
    assert "renewal_notice" not in {answer["path"] for answer in reading.values}


def test_the_findings_of_all_languages_stand_in_the_order_of_the_text(read: Read) -> None:
    reading = read(PARTIES + GERMAN_NOTICE.format(30) + ENGLISH + NOTICE.format(30))
    starts = [finding.start for finding in reading.findings]
    assert starts == sorted(starts)


def test_english_alone_is_read_as_it_was(read: Read) -> None:
    reading = read(ENGLISH + NOTICE.format(30))
    assert "is read in its main clauses" not in said(reading)
    assert "not read" not in said(reading)


@pytest.mark.parametrize("code", ["de", "fr", "es", "pt", "ja", "zh"])
def test_reading_is_the_same_each_time(code: str) -> None:
    path = HERE / f"{code}-kept.txt"
    assert read_document(path) == read_document(path)
