"""Ana imports promotions from files: questions first, a trial that keeps nothing, then the same file taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from moneyed import Money

import builders as b
from listings import ACCOUNT, HEADER, ONE, ROW, TWO, csv_file
from unpromote.adapters.files.sheets_listing import open_listing
from unpromote.domain.codec import decode
from unpromote.domain.commands import ReadListing
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.imports import Change, Outcome
from unpromote.services import imports
from unpromote.store.models import CommandRow, ListedRow

OPEN = "campaign_id,name,advertiser_id,spent,currency,start"
OPEN_ROW = f"{ONE},Arena,{ACCOUNT},300.00,USD,03/04/2026"
ANSWERS = {"dates": "day_first", "kind": "campaign"}


@pytest.fixture
def ana(db, data):
    return b.cast()["ana"]


@pytest.fixture
def dan(ana):
    return b.cast()["dan"]


def work_off():
    for row in CommandRow.objects.filter(kind="ReadListing", status="ready").order_by("due_at", "key"):
        imports.read_listing(decode(ReadListing, row.payload), open_listing, now=b.NOW)
        CommandRow.objects.filter(key=row.key).update(status="done")


def handed_in(person, path, **more):
    one = imports.receive_import(person, b.BRAND, path, now=b.NOW, **more)
    work_off()
    return imports.import_of(person, one.id)


def outcomes(person, one):
    return [(line.row, line.outcome.value) for line in imports.report(person, one.id)]


def test_a_trial_reports_every_row_and_keeps_nothing(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW, ROW.replace(ONE, "1.8E+18"), "Total,,,,,,,,"))
    assert (one.state, dict(one.counts.of)) == ("ready", {"new": 1, "refused": 1, "skipped": 1})
    assert outcomes(ana, one) == [(2, "new"), (3, "refused"), (4, "skipped")]
    assert imports.listed(ana, b.BRAND) == ()


def test_the_real_run_writes_the_report_of_the_trial(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW, ROW.replace(ONE, "1.8E+18")))
    tried = imports.report(ana, one.id)
    imports.apply_import(ana, one.id, now=b.NOW)
    work_off()
    done = imports.import_of(ana, one.id)
    assert (done.state, done.done_at, imports.report(ana, one.id)) == ("done", b.NOW, tried)
    (kept,) = imports.listed(ana, b.BRAND)
    assert (kept.campaign_id, kept.spent, kept.ends_on) == (ONE, Money("300.00", "USD"), date(2026, 10, 1))


def test_what_is_open_is_asked_and_nothing_taken_in(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), apply=True)
    assert (one.state, [question.key for question in one.survey.questions]) == ("asking", ["dates", "kind"])
    assert (imports.report(ana, one.id), imports.listed(ana, b.BRAND)) == ((), ())


def test_one_answer_at_a_time_will_do(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), answers={"kind": "campaign"})
    imports.answer_import(ana, one.id, {"dates": "month_first"}, apply=True, now=b.NOW)
    work_off()
    assert imports.listed(ana, b.BRAND)[0].starts_on == date(2026, 3, 4)


def test_an_answer_can_be_given_otherwise_before_the_file_is_taken_in(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), answers=ANSWERS)
    imports.answer_import(ana, one.id, {"dates": "month_first"}, apply=True, now=b.NOW)
    work_off()
    assert imports.listed(ana, b.BRAND)[0].starts_on == date(2026, 3, 4)


def test_the_next_file_with_the_same_headers_needs_no_question(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), answers=ANSWERS, apply=True)
    again = handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW.replace(ONE, TWO), name="next.csv"), apply=True)
    assert (again.state, again.remembered, again.answers) == ("done", "2026-09-21 by ana", ANSWERS)


def test_a_trial_teaches_nothing(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), answers=ANSWERS)
    assert handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW)).state == "asking"


def test_a_remembered_answer_that_fits_no_more_is_asked_again(ana, tmp_path):
    two = "campaign_id,name,advertiser_id,kind,spent,Cost,currency"
    path = csv_file(tmp_path, two, f"{ONE},Arena,{ACCOUNT},campaign,1.00,2.00,USD")
    imports.imports.remember(b.BRAND, signature(path), {"column.spent": "gone"}, at=b.NOW, by="ana")
    one = handed_in(ana, path)
    assert (one.state, one.remembered, one.answers) == ("asking", "", {})


def signature(path):
    with open_listing(path) as opened:
        return opened.survey({}).signature


def test_another_client_remembers_nothing_of_it(ana, dan, tmp_path):
    handed_in(ana, csv_file(tmp_path, OPEN, OPEN_ROW), answers=ANSWERS, apply=True)
    one = imports.receive_import(dan, b.OTHER, csv_file(tmp_path, OPEN, OPEN_ROW), now=b.NOW)
    work_off()
    assert imports.import_of(dan, one.id).state == "asking"


def test_importing_again_shows_what_changed_and_what_vanished(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW, ROW.replace(ONE, TWO)), apply=True)
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW.replace("300.00", "350.00")), apply=True)
    changed, vanished = imports.report(ana, one.id)
    assert changed.changes == (Change("spent", "300.00 USD", "350.00 USD"),)
    assert (vanished.outcome, vanished.campaign_id, vanished.row) == (Outcome.VANISHED, TWO, 0)
    assert [listed.campaign_id for listed in imports.listed(ana, b.BRAND)] == [ONE, TWO]


def test_another_accounts_promotions_have_not_vanished(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    elsewhere = ROW.replace(ONE, TWO).replace(ACCOUNT, "7200000000000000012")
    assert dict(handed_in(ana, csv_file(tmp_path, HEADER, elsewhere)).counts.of) == {"new": 1}


def test_the_same_file_again_changes_nothing(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    assert dict(handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True).counts.of) == {"unchanged": 1}


def test_what_a_file_has_no_column_for_stays_as_it_was_known(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    path = csv_file(tmp_path, "campaign_id,name,advertiser_id,kind", f"{ONE},Bow,{ACCOUNT},campaign")
    one = handed_in(ana, path, apply=True)
    assert imports.report(ana, one.id)[0].changes == (Change("name", "Arena", "Bow"),)
    assert imports.listed(ana, b.BRAND)[0].budget == Money("1200.00", "USD")


def test_an_id_that_stands_twice_is_refused_with_both_places(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW, ROW))
    _, second = imports.report(ana, one.id)
    assert (second.outcome, second.findings[0].problem) == (Outcome.REFUSED, f"{ONE} stands in row 2 too")


def test_a_promotion_does_not_move_to_another_account(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW.replace(ACCOUNT, "7200000000000000012")), apply=True)
    refused = imports.report(ana, one.id, outcome=Outcome.REFUSED)
    assert refused[0].findings[0].problem.startswith(f"{ONE} is known in the account {ACCOUNT}")
    assert imports.listed(ana, b.BRAND)[0].advertiser_id == ACCOUNT


def test_a_file_of_two_thousand_rows_is_kept_whole(ana, tmp_path):
    rows = [ROW.replace(ONE, str(int(ONE) + number * 7)) for number in range(2000)]
    one = handed_in(ana, csv_file(tmp_path, HEADER, *rows), apply=True)
    assert (dict(one.counts.of), ListedRow.objects.count()) == ({"new": 2000}, 2000)
    assert [line.row for line in imports.report(ana, one.id, skip=1990, limit=5)] == [1992, 1993, 1994, 1995, 1996]


def test_a_taking_that_was_killed_in_the_middle_reports_what_it_would_have(ana, tmp_path):
    handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    one = imports.receive_import(
        ana, b.BRAND, csv_file(tmp_path, HEADER, ROW.replace("300.00", "350.00")), apply=True, now=b.NOW
    )
    killed = imports.imports.load(one.id)
    work_off()
    reported = imports.report(ana, one.id)
    imports.imports.save(killed)
    command = ReadListing(case_id="", due=b.NOW, import_id=one.id, turn=0, apply=True)
    imports.read_listing(command, open_listing, now=b.NOW)
    assert imports.report(ana, one.id) == reported
    assert reported[0].outcome is Outcome.CHANGED


def test_a_command_that_was_done_does_nothing_more(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW))
    command = ReadListing(case_id="", due=b.NOW, import_id=one.id, turn=0, apply=True)
    imports.read_listing(command, open_listing, now=b.NOW)
    assert imports.import_of(ana, one.id) == one


def test_a_file_that_cannot_be_used_says_why(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, "one", "two"))
    assert one.state == "unusable"
    assert one.problem.startswith("no row of it names columns")


def test_a_reading_that_breaks_leaves_no_half_report(ana, tmp_path, monkeypatch):
    one = imports.receive_import(ana, b.BRAND, csv_file(tmp_path, HEADER, ROW), now=b.NOW)
    monkeypatch.setattr(imports, "compared", broken)
    command = ReadListing(case_id="", due=b.NOW, import_id=one.id, turn=0)
    with pytest.raises(OSError, match="the disk is gone"):
        imports.read_listing(command, open_listing, now=b.NOW)
    assert imports.report(ana, one.id) == ()
    assert not list((imports.located("imports")).glob(".*"))


def broken(*_):
    raise OSError("the disk is gone")


@pytest.mark.parametrize("answers", [{"weather": "fine"}, {"": "x"}])
def test_an_answer_to_nothing_is_refused(ana, tmp_path, answers):
    with pytest.raises(BadInput, match="nothing is asked by that name"):
        imports.receive_import(ana, b.BRAND, csv_file(tmp_path, HEADER, ROW), answers=answers, now=b.NOW)


@pytest.mark.parametrize(
    ("size", "problem"),
    [(0, "the file is empty"), (imports.LARGEST + 1, "more than 200"), (None, "there is no such file")],
)
def test_a_file_that_is_none_is_refused_at_the_door(ana, tmp_path, size, problem):
    path = tmp_path / "export.csv"
    if size is not None:
        with path.open("wb") as file:
            file.truncate(size)
    with pytest.raises(BadInput, match=problem):
        imports.receive_import(ana, b.BRAND, path, now=b.NOW)


def test_a_file_is_taken_in_once(ana, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW), apply=True)
    for refused in (imports.apply_import, lambda *told, **at: imports.answer_import(*told, {"kind": "campaign"}, **at)):
        with pytest.raises(NotAllowed, match="done"):
            refused(ana, one.id, now=b.NOW)


def test_two_who_answer_at_once_are_told_apart(ana, tmp_path, monkeypatch):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW))
    imports.apply_import(ana, one.id, now=b.NOW)
    with pytest.raises(NotAllowed, match="look again"):
        imports._next(one, replace(one), apply=True, now=b.NOW)


def test_for_dan_there_is_nothing(ana, dan, tmp_path):
    one = handed_in(ana, csv_file(tmp_path, HEADER, ROW))
    for refused in (
        lambda: imports.import_of(dan, one.id),
        lambda: imports.report(dan, one.id),
        lambda: imports.answer_import(dan, one.id, {}, now=b.NOW),
        lambda: imports.apply_import(dan, one.id, now=b.NOW),
        lambda: imports.import_of(dan, "import_nowhere"),
    ):
        with pytest.raises(NotAllowed, match="there is no import"):
            refused()
    for refused in (imports.imports_of, imports.listed):
        with pytest.raises(NotAllowed, match="does not work for"):
            refused(dan, b.BRAND)


def test_a_clients_imports_are_listed_newest_first(ana, tmp_path):
    first = handed_in(ana, csv_file(tmp_path, HEADER, ROW))
    later = imports.receive_import(ana, b.BRAND, csv_file(tmp_path, HEADER, ROW), now=b.NOW.replace(hour=18))
    assert [one.id for one in imports.imports_of(ana, b.BRAND)] == [later.id, first.id]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_read_by_the_very_import(ana, tmp_path, ending):
    name, content = imports.template(ending)
    path = tmp_path / name
    path.write_bytes(content)
    assert handed_in(ana, path).problem.startswith("the file lists no promotion")


def test_there_is_no_other_template(ana):
    with pytest.raises(BadInput, match="no template as 'pdf'"):
        imports.template("pdf")
