"""The page of promotions from files: upload, the questions as a form, the report, taken in; without JavaScript."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders
from listings import ACCOUNT, HEADER, ONE, ROW
from unpromote.adapters.files.sheets_listing import open_listing
from unpromote.domain.codec import decode
from unpromote.domain.commands import ReadListing
from unpromote.services import imports
from unpromote.store.models import CommandRow
from web.pages import every, tree, words

OPEN = f"campaign_id,name,spent,currency,start\n{ONE},Arena,300.00,USD,03/04/2026\n"
SOUND = f"{HEADER}\n{ROW}\n"


@pytest.fixture(autouse=True)
def _folder(data):
    """Files are filed in the test's own folder."""


def work_off():
    for row in CommandRow.objects.filter(kind="ReadListing", status="ready").order_by("due_at", "key"):
        imports.read_listing(decode(ReadListing, row.payload), open_listing, now=builders.NOW)
        CommandRow.objects.filter(key=row.key).update(status="done")


def hand_in(client, text):
    form = {"client": builders.BRAND, "file": SimpleUploadedFile("export.csv", text.encode())}
    page = client.post("/promotions/", form).url
    work_off()
    return page


def test_a_file_is_handed_in_asked_about_tried_and_taken_in(ana):
    page = hand_in(ana, OPEN)
    assert every(ana.get(page), "legend")[0] == "'03/04/2026' in row 2, column start can be two days. Which one is it?"
    answers = {"dates": "day_first", "advertiser_id": ACCOUNT, "kind": "campaign"}
    assert ana.post(f"{page}answer/", answers).url == page
    work_off()
    assert "1 new" in words(ana.get(page))
    assert "Take it in" in words(ana.get(page))
    ana.post(f"{page}apply/")
    work_off()
    assert "taken in" in words(ana.get(page))
    assert "2026-04-03 to before ?" in words(ana.get("/promotions/"))


def test_a_file_that_is_being_read_can_be_looked_at_again(ana):
    form = {"client": builders.BRAND, "file": SimpleUploadedFile("export.csv", SOUND.encode())}
    page = ana.post("/promotions/", form).url
    assert "It is being read" in words(ana.get(page))
    refused = ana.post(f"{page}apply/")
    assert (refused.status_code, "only a file that was tried" in words(refused).lower()) == (409, True)


def test_every_refused_row_says_why_and_how_to_mend_it(ana):
    page = hand_in(ana, SOUND + ROW.replace(ONE, "1.8E+18") + "\n")
    (row,) = every(ana.get(f"{page}?outcome=refused"), "tbody tr")
    assert row.startswith("row 3 refused campaign_id: the last digits of this id were lost")
    assert "Format the column as text" in row


def test_changes_are_shown_from_and_to(ana):
    page = hand_in(ana, SOUND)
    ana.post(f"{page}apply/")
    work_off()
    again = ana.get(hand_in(ana, SOUND.replace("300.00", "350.00")))
    assert "spent: 300.00 USD → 350.00 USD" in words(again)


def test_a_long_report_is_read_in_pages(ana):
    rows = [ROW.replace(ONE, str(int(ONE) + at)) for at in range(60)]
    page = hand_in(ana, "\n".join([HEADER, *rows]))
    first = ana.get(page)
    assert len(every(first, "tbody tr")) == 50
    later = tree(first).css_first("main section p a[href*=skip]").attributes["href"]
    assert len(every(ana.get(page + later), "tbody tr")) == 10
    assert len(every(ana.get(f"{page}?skip=x&outcome=y"), "tbody tr")) == 50


def test_many_promotions_are_read_in_pages(ana):
    rows = [ROW.replace(ONE, str(int(ONE) + at)) for at in range(60)]
    page = hand_in(ana, "\n".join([HEADER, *rows]))
    ana.post(f"{page}apply/")
    work_off()
    link = tree(ana.get("/promotions/")).css_first("a[href*=after]").attributes["href"]
    assert len(tree(ana.get(f"/promotions/{link[link.index('?') :]}")).css("table:nth-of-type(2) tbody tr")) == 10


@pytest.mark.parametrize(("form", "told"), [({"client": builders.BRAND}, "no file was chosen")])
def test_a_form_without_a_file_says_so(ana, form, told):
    refused = ana.post("/promotions/", form)
    assert (refused.status_code, told in words(refused).lower()) == (422, True)


def test_what_cannot_be_used_says_why(ana):
    assert "No row of it names columns" in words(ana.get(hand_in(ana, "one\ntwo\n")))


def test_a_wrong_answer_is_said_on_the_page(ana):
    page = hand_in(ana, OPEN)
    refused = ana.post(f"{page}answer/", {"weather": "fine"})
    assert (refused.status_code, "nothing is asked by that name" in words(refused).lower()) == (422, True)


@pytest.mark.parametrize(("ending", "status"), [("csv", 200), ("xlsx", 200), ("pdf", 404)])
def test_the_template_is_handed_over(ana, ending, status):
    assert ana.get(f"/promotions/template.{ending}").status_code == status


def test_for_dan_there_is_no_such_file(ana, dan):
    page = hand_in(ana, SOUND)
    assert [
        dan.get(page).status_code,
        dan.post(f"{page}apply/").status_code,
        dan.post(f"{page}answer/").status_code,
    ] == [404] * 3
    assert "export.csv" not in words(dan.get("/promotions/"))
    refused = dan.post("/promotions/", {"client": builders.BRAND, "file": SimpleUploadedFile("x.csv", b"x")})
    assert refused.status_code == 409


def test_who_has_not_signed_in_is_asked_to(client, db):
    assert client.get("/promotions/").url.startswith("/account/login/")
