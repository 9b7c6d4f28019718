"""`unpromote read`: text for people, JSON lines for programs, exit code 2 for a file that cannot be read."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from papers import locked
from unpromote.cli.read import read

AGREEMENT = Path(str(resources.files("unpromote"))) / "samples" / "agreement.pdf"
CLAUSE = "9. The Sponsor may terminate this order for any reason upon ten (10) days' written notice."


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.command()(read)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    path = tmp_path / "deal.txt"
    path.write_text(CLAUSE, encoding="utf-8")
    return path


def test_a_person_sees_page_words_and_proposed_terms() -> None:
    shown = run(AGREEMENT)
    assert shown.exit_code == 0
    words = " ".join(shown.stdout.split())
    assert "10 pages" in words
    assert "14.2" in words
    assert "rights[2].notice" in words
    assert "! currency: no currency is named" in words


def test_what_it_says_stands_in_short_above_all_else() -> None:
    shown = run(AGREEMENT).stdout
    brief, clauses = shown.index("\nIn short"), shown.index("\nLeaving without a cause\n")
    assert brief < clauses
    words = " ".join(shown[brief:clauses].split())
    assert "page 7 Leaving without a cause: Each Party; 60 days of notice Each Party may also terminate" in words


def test_of_a_text_that_says_nothing_of_leaving_nothing_stands_in_short(deal: Path) -> None:
    deal.write_text("The Agency paints the house of the Sponsor in blue.", encoding="utf-8")
    assert "In short" not in run(deal).stdout


def test_what_decides_whether_one_may_leave_stands_first() -> None:
    shown = run(AGREEMENT).stdout
    order = ("Leaving without a cause", "Leaving for a cause", "How notice is given", "Whose law holds", "proposed")
    places = [shown.index(f"\n{heading}") for heading in order]
    assert places == sorted(places)


def test_words_that_stand_above_are_named_by_their_beginning(deal: Path) -> None:
    ending = "The Sponsor may terminate this order if the Agency breaches it and fails to cure within ten (10) days."
    deal.write_text(ending, encoding="utf-8")
    _, shown = " ".join(run(deal).stdout.split()).split("Leaving for a cause")
    assert shown.count(ending) == 1
    assert re.search(r"Time to mend a breach page 1 [\d.]+ The Sponsor may terminate this order if the Agency …", shown)


def test_duties_are_counted_and_listed_for_who_asks() -> None:
    duty = "Newegg shall provide to Allied"
    brief, full = (" ".join(run(AGREEMENT, *asked).stdout.split()) for asked in ((), ("--duties",)))
    assert re.search(r"Duties and rights of Newegg: \d+ \(list them with --duties\)", brief)
    assert duty not in brief
    assert duty in full


def test_a_program_gets_one_object_a_file(deal: Path) -> None:
    shown = run("--jsonl", AGREEMENT, deal)
    agreement, text = map(json.loads, shown.stdout.splitlines())
    assert agreement["pages"] == 10
    assert text["file"] == str(deal)
    assert text["text"] == CLAUSE
    assert all(finding["quote"] == CLAUSE[finding["start"] : finding["end"]] for finding in text["findings"])


RENEWING = """This agreement is made as of February 1, 2019 by and\
 between Ana Media Inc. ("Ana") and Ben Shoes Inc. ("Ben").

1. The initial term of this Agreement shall be for a period of two (2) years from the date hereof.

2. This Agreement shall automatically renew for successive one (1) year periods unless either party gives notice of \
non-renewal at least sixty (60) days prior to the end of the term.

3. This Agreement shall be governed by the laws of the State of Ohio.
"""


def test_a_program_gets_what_the_agreement_answers_with_the_words(deal: Path) -> None:
    deal.write_text(RENEWING, encoding="utf-8")
    values = {one["path"]: one for one in json.loads(run("--jsonl", deal).stdout)["values"]}
    assert values["agreement_date"]["value"] == "2019-02-01"
    assert values["expiration"]["value"]["formula"] == "2019-02-01 (agreement date) + 2 years = 2021-02-01"
    assert values["renewal"]["value"] == {"n": 1, "unit": "years", "times": None}
    assert values["renewal_notice"]["value"] == {"n": 60, "unit": "days"}
    assert values["governing_law"]["value"] == "State of Ohio"
    assert [values[f"parties[{n}]"]["value"]["name"] for n in (0, 1)] == ["Ana Media Inc.", "Ben Shoes Inc."]
    for one in values.values():
        assert one["source"]["quote"] == RENEWING[one["source"]["start"] : one["source"]["end"]]


def test_a_folder_is_searched_for_documents_in_order(deal: Path, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "annex.txt").write_text(CLAUSE, encoding="utf-8")
    (tmp_path / "notes.xyz").write_text("no document", encoding="utf-8")
    files = [json.loads(line)["file"] for line in run("--jsonl", tmp_path).stdout.splitlines()]
    assert files == [str(deal), str(tmp_path / "inner" / "annex.txt")]


def test_a_bad_file_is_named_and_does_not_hold_up_the_others(deal: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    shown = run("--jsonl", tmp_path / "empty.pdf", deal)
    assert shown.exit_code == 2
    assert shown.stderr == f"{tmp_path / 'empty.pdf'}: the file is empty (fetch it again)\n"
    assert json.loads(shown.stdout)["file"] == str(deal)


def test_words_in_square_brackets_are_shown_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "deal.txt"
    path.write_text("9. [bold]The Sponsor[/bold] may cancel for any reason on 9 days' notice [***].", encoding="utf-8")
    assert "[bold]The" in run(path).stdout


def test_a_locked_file_is_read_with_its_password(tmp_path: Path) -> None:
    path = locked(tmp_path, CLAUSE.replace("'", ""), "sesame")
    assert run(path).exit_code == 2
    assert json.loads(run(path, "--jsonl", "--password", "sesame").stdout)["pages"] == 1
