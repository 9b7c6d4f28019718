"""`unpromote promotions`: the template, a file that asks, its answers, the trial, the list."""

from __future__ import annotations

import pytest

from listings import ACCOUNT, HEADER, ONE, ROW, csv_file, workbook

OPEN = "campaign_id,name,advertiser_id,spent,currency,start"
OPEN_ROW = f"{ONE},Arena,{ACCOUNT},300.00,USD,03/04/2026"


@pytest.fixture
def file(tmp_path):
    return csv_file(tmp_path, HEADER, ROW, ROW.replace(ONE, "1.8E+18"), "Total,,,,,,,,")


def test_a_dry_run_says_what_would_become_of_each_row(say, file):
    tried = say("promotions", "import", "own", file, "--dry-run")
    assert tried.code == 1
    assert "export.csv was tried; nothing was taken in." in tried.out
    assert "row 3: refused" in tried.out
    assert "1 new, 1 refused, 1 skipped" in tried.out
    assert say("promotions", "list", "own", "--json").json == []


def test_a_run_takes_in_what_is_sound(say, file):
    say("promotions", "import", "own", file)
    (listed,) = say("promotions", "list", "own", "--json").json
    assert (listed["campaign_id"], listed["spent"], listed["ends_on"]) == (ONE, "300.00 USD", "2026-10-01")
    assert ONE in say("promotions", "list", "own").out


def test_what_is_open_is_asked_with_the_words_to_answer_it(say, tmp_path):
    asked = say("promotions", "import", "own", csv_file(tmp_path, OPEN, OPEN_ROW))
    assert asked.code == 1
    assert "? '03/04/2026' in row 2, column start can be two days. Which one is it?" in asked.out
    assert "--answer dates=day_first   3 April 2026" in asked.out
    import_id = asked.out.split("unpromote promotions show ")[1].strip()
    done = say("promotions", "answer", import_id, "--answer", "dates=day_first", "--answer", "kind=campaign", "--json")
    assert (done.code, done.json["state"], done.json["counts"]) == (0, "done", {"new": 1})


def test_a_free_question_shows_an_example(say, tmp_path):
    asked = say("promotions", "import", "own", csv_file(tmp_path, "campaign_id,name,kind", f"{ONE},A,campaign"))
    assert "--answer advertiser_id=7200000000000000011" in asked.out


def test_the_next_file_says_whose_answers_were_used(say, tmp_path):
    path = csv_file(tmp_path, OPEN, OPEN_ROW)
    say("promotions", "import", "own", path, "--answer", "dates=day_first", "--answer", "kind=campaign")
    again = say("promotions", "import", "own", csv_file(tmp_path, OPEN, OPEN_ROW.replace("300.00", "350.00")))
    assert again.code == 0
    assert "by ana: dates=day_first, kind=campaign" in again.out
    assert "spent: 300.00 USD -> 350.00 USD" in again.out


def test_a_file_that_cannot_be_used_says_how_to_mend_it(say, tmp_path):
    refused = say("promotions", "import", "own", csv_file(tmp_path, "one", "two"))
    assert (refused.code, "hand in an export" in refused.out) == (2, True)


def test_the_report_can_be_read_by_outcome(say, file):
    import_id = say("promotions", "import", "own", file, "--json").json["id"]
    shown = say("promotions", "show", import_id, "--outcome", "skipped", "--json").json
    assert [row["row"] for row in shown["rows"]] == [4]
    assert (
        "not read: Hook"
        in say("promotions", "import", "own", csv_file(file.parent, HEADER + ",Hook", ROW + ",1", name="b.csv")).out
    )


def test_the_sheet_of_a_row_is_named(say, tmp_path):
    path = workbook(tmp_path, HEADER.split(","), ROW.split(","))
    assert "Sheet, row 2: new" in say("promotions", "import", "own", path).out


def test_the_template_is_written(say, tmp_path):
    assert say("promotions", "template", tmp_path / "t.csv").code == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith("kind,advertiser_id,campaign_id")
    assert say("promotions", "template", tmp_path / "none" / "t.csv").code == 2
    assert "ask for csv or xlsx" in say("promotions", "template", tmp_path / "t.pdf").err


def test_an_answer_has_a_key(say, file):
    assert "KEY=ANSWER" in say("promotions", "import", "own", file, "--answer", "day_first").err


def test_nothing_listed_says_so(say):
    assert "No file has named any promotion" in say("promotions", "list", "own").out


OPENING = (
    "--title=Arena",
    "--reservation=auction",
    "--time-zone=UTC",
    "--reason=strategy_change",
    "--wording=x",
    "--counterparty=Support <s@platform.example>",
    "--json",
)


def test_a_case_is_opened_on_listed_promotions(say, file, tmp_path):
    say("promotions", "import", "own", file)
    opened = say("case", "open", "--listed", ONE, *OPENING)
    assert [target["external_id"] for target in opened.json["targets"]] == [ONE]
    creators = csv_file(tmp_path, CREATORS, "cleo,Cleo,cleo@creators.example,video,10.00,briefed,0.00", name="c.csv")
    with_creators = say("case", "open", "--listed", ONE, "--creators", creators, *OPENING)
    assert [contact["id"] for contact in with_creators.json["contacts"]] == ["support", "cleo"]


def test_a_case_is_about_a_file_or_listed_promotions(say, file):
    for words in ((), ("--listed", ONE, "--promotions", file)):
        assert "has to be said once" in say("case", "open", *words, *OPENING).err


CREATORS = "creator_id,name,email,deliverable,price,stage,advance_paid"


@pytest.mark.parametrize("words", [("list", "own"), ("import", "own", "FILE")])
def test_for_dan_there_is_nothing(say, file, words):
    say("promotions", "import", "own", file)
    refused = say("promotions", *(str(file) if word == "FILE" else word for word in words), by="dan")
    assert (refused.code, refused.out) == (1, "")


ORDER = ("--account=7200000000000000011", "--name=Boots", "--creator=Cleo", "--price=1200.00 EUR", "--start=2026-09-01")


def test_one_order_is_typed_and_listed(say):
    typed = say("promotions", "order", "own", "1801230000000000901", *ORDER, "--stage=ordered", "--paid=600.00 EUR")
    assert (typed.code, "new" in typed.out) == (0, True)
    (known,) = say("promotions", "list", "own", "--json").json
    assert (known["creator"], known["stage"], known["prepaid"]) == ("Cleo", "ordered", "600.00 EUR")


def test_an_order_without_its_day_is_refused_at_once(say):
    refused = say("promotions", "order", "own", "1801230000000000901", *ORDER, "--stage=submitted")
    assert (refused.code, "nobody says when" in refused.err) == (2, True)
    dated = ("--stage=submitted", "--submitted-on=2026-09-10", "--end=2026-10-01")
    assert say("promotions", "order", "own", "1801230000000000901", *ORDER, *dated).code == 0
