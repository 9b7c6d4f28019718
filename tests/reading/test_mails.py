"""Agreements that came by mail: the mail's own words, what it encloses, and which of them prevails."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from papers import locked, typeset
from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_parts
from unpromote.reading.intake import open_agreement, open_document, parts_of
from unpromote.reading.precedence import Kind, by_precedence, kind_of
from unpromote.reading.values import Document

WORDS = "We agree: either party may leave on ten days' notice."


def mail(words: str = WORDS, **enclosed: bytes) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ana <ana@agency.example>", "ben@brand.example", "The deal"
    made.set_content(words)
    for name, content in enclosed.items():
        made.add_attachment(content, "application", "octet-stream", filename=name.replace("__", "."))
    return made


def saved(folder: Path, message: EmailMessage) -> Path:
    path = folder / "deal.eml"
    path.write_bytes(bytes(message))
    return path


def names(path: Path, password: str = "") -> list[str]:
    return [document.file.name for document in open_agreement(path, password)]


def test_a_mail_is_its_head_and_its_words(tmp_path):
    text = open_document(saved(tmp_path, mail())).text
    assert text == f"From: Ana <ana@agency.example>\nTo: ben@brand.example\nSubject: The deal\n\n{WORDS}"


def test_a_mail_that_comes_as_a_web_page_is_read_as_one(tmp_path):
    message = mail()
    message.set_content("<p>Either party <b>may</b> leave.</p>", subtype="html")
    assert open_document(saved(tmp_path, message)).text.endswith("\n\nEither party may leave.")


def test_of_both_forms_the_plain_one_counts(tmp_path):
    message = mail()
    message.add_alternative("<p>Something else.</p>", subtype="html")
    text = open_document(saved(tmp_path, message)).text
    assert WORDS in text
    assert "Something else" not in text


def test_words_in_an_unknown_character_set_are_still_read(tmp_path):
    raw = bytes(mail("Fee: 10 percent")).replace(b'charset="utf-8"', b'charset="x-none"')
    (tmp_path / "deal.eml").write_bytes(raw)
    assert "Fee: 10 percent" in open_document(tmp_path / "deal.eml").text


def test_each_enclosed_file_is_a_document_after_the_mail(tmp_path):
    pdf = typeset(tmp_path, "Master services agreement. The fee is due.").read_bytes()
    path = saved(tmp_path, mail(master__pdf=pdf, order__txt=b"Insertion order. Either party may leave."))
    assert names(path) == ["deal.eml", "order.txt", "master.pdf"]


def test_every_finding_names_its_document(tmp_path):
    path = saved(tmp_path, mail("See there.", order__txt=b"The sponsor may terminate this order for any reason."))
    parts = read_parts(path)
    assert [(part["file"], part["precedence"]) for part in parts] == [(str(path), 1), (str(path / "order.txt"), 2)]
    sources = [proposal["source"] for proposal in parts[1]["proposals"] if proposal["source"]]
    assert {source["document"] for source in sources} == {"order.txt"}
    assert {part["part_of"] for part in parts} == {str(path)}


def test_a_mail_alone_is_part_of_nothing(tmp_path):
    (part,) = read_parts(saved(tmp_path, mail()))
    assert "part_of" not in part


def test_what_cannot_be_read_is_said_at_the_mail(tmp_path):
    (document,) = open_agreement(saved(tmp_path, mail(deal__pdf=b"no PDF")))
    (problem,) = document.problems
    assert (problem.place, problem.problem) == ("deal.pdf", "not read: the file is called .pdf and is none")


def test_a_locked_enclosure_opens_with_the_password(tmp_path):
    content = locked(tmp_path, "Either party may leave.", "sesame").read_bytes()
    path = saved(tmp_path, mail(order__pdf=content))
    assert names(path) == ["deal.eml"]
    assert names(path, "sesame") == ["deal.eml", "order.pdf"]
    mail_part, pdf_part = parts_of(path, "sesame")
    assert (mail_part.locked_sha256 == "", pdf_part.locked_sha256 == "") == (True, False)


def test_a_mail_within_a_mail_and_what_that_encloses_are_taken_out(tmp_path):
    outer = mail("As attached.")
    outer.add_attachment(mail("Agreed.", order__txt=b"The order."))
    assert [part.name for part in parts_of(saved(tmp_path, outer))] == ["deal.eml", "The deal.eml", "order.txt"]


def test_pictures_of_a_signature_are_left_out(tmp_path):
    message = mail()
    message.add_attachment(b"\x89PNG....", "image", "png", filename="logo.png", disposition="inline")
    assert names(saved(tmp_path, message)) == ["deal.eml"]


def test_what_cannot_be_read_is_handed_in_last(tmp_path):
    path = saved(tmp_path, mail(broken__pdf=b"no PDF", order__txt=b"The order."))
    assert [part.name for part in parts_of(path)] == ["deal.eml", "order.txt", "broken.pdf"]


def test_names_that_reach_out_of_the_folder_are_cut(tmp_path):
    message = mail()
    for name in ("../../etc/passwd", "passwd", "..", "C:\\x\\y.txt"):
        message.add_attachment(b"Words.", "text", "plain", filename=name)
    assert {part.name for part in parts_of(saved(tmp_path, message))} == {
        "deal.eml",
        "passwd",
        "passwd-2",
        "enclosed",
        "y.txt",
    }


def test_more_files_than_anybody_sends_are_refused(tmp_path):
    files = {f"a{nth}__txt": b"x" for nth in range(60)}
    with pytest.raises(BadInput, match="more than 50 files"):
        parts_of(saved(tmp_path, mail(**files)))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("deal.eml", b"just words", "the file is no mail"),
        ("deal.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a mail of Outlook's own"),
    ],
)
def test_what_is_no_mail_is_refused(tmp_path, name, content, problem):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=problem) as caught:
        open_document(tmp_path / name)
    assert ".eml" in caught.value.mend


def document(name: str, text: str = "") -> Document:
    return Document(Path(name), "", text, ())


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("deal.eml", "", Kind.MAIL),
        ("Amendment_No_2.pdf", "INSERTION ORDER", Kind.AMENDMENT),
        ("scan.pdf", "INSERTION ORDER 17", Kind.ORDER),
        ("msa.pdf", "Master Services Agreement", Kind.MASTER),
        ("terms.pdf", "Sponsorship Agreement", Kind.AGREEMENT),
        ("x.pdf", "", Kind.AGREEMENT),
    ],
)
def test_a_document_is_known_by_its_name_or_its_title(name, text, kind):
    assert kind_of(document(name, text)) is kind


def ranked(*documents: Document) -> list[str]:
    return [one.file.stem for one in by_precedence(documents)]


MASTER = document("master agreement.pdf", "Master Agreement made as of May 1, 2024.")
ORDER = document("order.pdf", "Insertion order dated June 1, 2024.")


def test_what_is_more_special_goes_first_and_among_equals_the_later():
    later = document("order 2.pdf", "Insertion order dated July 1st, 2024.")
    undated = document("order 3.pdf", "Insertion order.")
    assert ranked(MASTER, undated, ORDER, later) == ["order 2", "order", "order 3", "master agreement"]


@pytest.mark.parametrize(
    ("clause", "order"),
    [
        ("In the event of a conflict, this Agreement shall prevail.", ["master", "order"]),
        (
            "In case of any inconsistency between them, the terms of the Insertion Order shall control.",
            ["order", "master"],
        ),
        ("The parties are in conflict.", ["order", "master"]),
    ],
)
def test_a_clause_of_precedence_has_the_word(clause, order):
    assert ranked(document("master.pdf", "Master Agreement. " + clause), ORDER) == order


def test_an_order_that_lets_the_agreement_prevail_gives_way():
    clause = "If there is a conflict between the documents, the Agreement shall govern."
    deal = document("deal.pdf", "Sponsorship Agreement.")
    assert ranked(document("order.pdf", "Order. " + clause), deal) == ["deal", "order"]


def test_a_clause_does_not_go_before_what_was_mailed_later():
    clause = "In the event of a conflict, this Agreement shall prevail."
    letter = document("deal.eml", "We agree.")
    assert ranked(document("master.pdf", "Master Agreement. " + clause), ORDER, letter) == ["deal", "master", "order"]


def test_dates_are_understood_however_they_are_written():
    days = ("dated May 3, 2024", "dated 5/2/2024", "dated 1 May 2024", "dated the 31st day of June")
    orders = [document(f"order {'abcd'[nth]}.pdf", f"Insertion order {day}.") for nth, day in enumerate(days)]
    assert ranked(*reversed(orders)) == ["order a", "order b", "order c", "order d"]


def test_a_mail_without_words_is_but_its_head(tmp_path):
    message = EmailMessage()
    message["Subject"] = "The deal"
    message.add_attachment(b"x", "application", "pdf", filename="deal.pdf")
    assert open_document(saved(tmp_path, message)).text == "Subject: The deal"
