"""`unpromote quote` from the operators' door: files of every shape, and each complaint by file and place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from quoting import PLAIN, written_ask
from unpromote.cli.quote import BAD_INPUT, quote
from unpromote.domain.errors import BadInput
from unpromote.reading.agreement import read_agreement

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "quote-unclear-terms.md"
SHARED = Path(__file__).parents[1] / "vectors" / "shared.json"
app = typer.Typer()
app.command()(quote)


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=given)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ask.json"


def test_a_file_of_vectors_gives_one_answer_a_line() -> None:
    result = run(SHARED)
    assert result.exit_code == 0
    assert [each["id"] for each in answers(result)] == [f"S{n:02}" for n in range(1, 12)]
    assert len(answers(result)[10]["cost_curve"]) == 6
    assert answers(result)[0]["lines"][0]["formula"] == "50000 x 10/20 = 25000"


def test_a_single_ask_is_answered_without_an_id(file: Path) -> None:
    file.write_text(json.dumps(PLAIN, indent=2))
    (answer,) = answers(run(file))
    assert "id" not in answer
    assert answer["totals"]["exit_cost"] == "100.00"


def test_json_lines_come_from_standard_input() -> None:
    lines = f"{json.dumps(PLAIN)}\n\n{json.dumps({**PLAIN, 'id': 'second'})}\n"
    assert [each.get("id") for each in answers(run("-", given=lines))] == [None, "second"]


def test_a_preview_is_one_short_line_for_each_promotion() -> None:
    first, *others = answers(run("--preview", SHARED))
    assert (first["id"], first["exit_cost"], first["cheapest_on"]) == ("S01", "25000.00", "2026-08-21")
    assert len(others) == 10


def test_there_is_no_preview_while_terms_are_unclear() -> None:
    result = run("--preview", SHARED.parent / "ranges.json")
    assert result.exit_code == 2
    assert "there is no one preview while terms are unclear" in result.stderr


def test_a_refusal_by_the_agreement_is_an_answer(file: Path) -> None:
    file.write_text(json.dumps(written_ask(request__by="media")))
    result = run(file)
    assert (result.exit_code, answers(result)[0]["code"]) == (0, "NO_OPEN_RIGHT")


def test_one_bad_vector_does_not_hide_the_others(file: Path) -> None:
    lines = [json.dumps({**PLAIN, "titel": 1, "id": "a"}), json.dumps({**PLAIN, "id": "b"}), "{broken"]
    file.write_text("\n".join([*lines, json.dumps(written_ask(promotion__budget="1.00"))]))
    result = run(file)
    assert (result.exit_code, [each["id"] for each in answers(result)]) == (2, ["b"])
    first, second, third = result.stderr.splitlines()
    assert first.startswith(f"unpromote: {file}: line 1: a: unknown field 'titel' (known here: cost_curve, ")
    assert second.startswith(f"unpromote: {file}: line 3: line 1, column 2: is no JSON (Expecting property name")
    assert third.startswith(
        f"unpromote: {file}: line 4: promotion.budget: budget 1.00 is below spent 1000.00 (check both"
    )


def test_one_bad_file_does_not_hide_the_next(tmp_path: Path) -> None:
    result = run(tmp_path / "none.json", SHARED)
    assert (result.exit_code, len(answers(result))) == (2, 11)
    assert "none.json: cannot be read: No such file or directory (name a readable file" in result.stderr


def test_a_gap_found_while_computing_is_named_by_its_vector(file: Path) -> None:
    card = {"clause": "3", "contracted_rate": "1", "bands": [{"min": None, "rate": "2"}]}
    file.write_text(json.dumps({"vectors": [{**written_ask(terms__short_rate=card), "id": "gap"}]}))
    result = run(file)
    assert result.exit_code == 2
    assert f"unpromote: {file}: gap: promotion.units_delivered: the short rate needs units" in result.stderr


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"", "the file is empty (write one JSON object, or one a line)"),
        (b"\xff\xfe", "is no UTF-8 text"),
        (b'{"terms": NaN}', "terms: NaN is no number (write amounts and rates as text)"),
        (b'{"id": 1, "id": 2}', "the field 'id' is written twice (keep one of them)"),
        (b"[" * 100_000, "is no usable JSON"),
        (b"9" * 5000, "is no usable JSON"),
        (b"{", "line 1, column 2: is no JSON"),
        (b'{"vectors": 1}', "vectors: expected a list"),
        (b"[1]", "[0]: expected an object"),
        (b'{"id": "\\ud800", "x": 1}', "\\ud800: unknown field 'x'"),
    ],
)
def test_what_is_no_ask_is_refused(file: Path, text: bytes, complaint: str) -> None:
    file.write_bytes(text)
    result = run(file)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"unpromote: {file}: {complaint}")


def test_a_calc_without_end_is_refused(file: Path) -> None:
    calc: dict[str, Any] = {"flat": "1.00"}
    for _ in range(300):
        calc = {"sum": [calc]}
    file.write_text(json.dumps(written_ask(terms__fees=[{"id": "F", "clause": "8", "calc": calc}])))
    result = run(file)
    assert (result.exit_code, "nested too deeply (flatten the calc)" in result.stderr) == (2, True)


def test_explained_it_can_be_checked_by_hand() -> None:
    result = run("--explain", SHARED)
    assert result.exit_code == 0
    assert "S11\nPermitted by conv (ground convenience, clause 8.1): cancels." in result.stdout
    assert "0.1 x 16000 = 1600" in result.stdout


def test_decided_it_shows_every_day_the_cliffs_and_the_options(file: Path) -> None:
    decisions = answers(run("--decide", SHARED))
    assert decisions[10]["id"] == "S11"
    assert decisions[10]["dead_zone_on"] == "2026-06-27"
    assert [each["at"] for each in decisions[9]["cliffs"]] == ["2026-10-24T00:00:00+01:00", "2026-10-31T00:00:00+00:00"]
    file.write_text(json.dumps(PLAIN))
    assert len(answers(run("--decide", file))[0]["curve"]) == 21


def test_unclear_terms_are_answered_with_a_range_and_questions() -> None:
    result = run(SHARED.with_name("ranges.json"))
    assert result.exit_code == 0
    *unclear, clear = answers(result)
    assert [each["id"] for each in unclear if "range" in each and each["questions"]] == [f"RG{n}" for n in range(1, 7)]
    assert "range" not in clear


def test_explained_an_unclear_ask_over_layers_names_layers_range_and_questions() -> None:
    text = run("--explain", SHARED.with_name("layers.json")).stdout
    assert "L1\nLayers by precedence: order (Insertion order 17), addendum (addendum.pdf), standard (" in text
    assert "The terms are unclear; 2 readings quoted." in text
    assert "1. Calendar or business days?  [clause Order 6]  rights[0].notice decides 200.00" in text


def test_nothing_is_decided_over_unclear_terms() -> None:
    result = run("--decide", SHARED.with_name("ranges.json"))
    assert (result.exit_code, len(answers(result))) == (2, 1)
    assert "RG1: unclear: there is no one decision while terms are unclear (ask without --decide for" in result.stderr


def test_the_example_in_the_docs_says_what_the_command_says(file: Path) -> None:
    example, told = (re.search(f"```{kind}\n(.*?)```", PAGE.read_text(), re.DOTALL) for kind in ("json", "text"))
    assert example
    assert told
    file.write_text(example[1])
    assert run("--explain", file).stdout.startswith(told[1])


def test_what_else_is_to_be_weighed_stands_beside_the_ask(file: Path) -> None:
    file.write_text(json.dumps({**PLAIN, "decision": {"reduce_to": "2000.00", "harm_per_day": "10.00"}}))
    decided, quoted = answers(run("--decide", file))[0], answers(run(file))[0]
    assert decided["harm"]["value"] == "2090.00"
    *asked, unasked = decided["options"]
    assert (quoted["options"], unasked["name"]) == (asked, "pause_then_cancel")
    assert [each["total_over_life"] for each in quoted["options"] if each["name"] == "reduce_budget"] == ["2000.00"]


def test_the_ways_on_are_explained_where_they_were_asked_for(file: Path) -> None:
    file.write_text(json.dumps({**PLAIN, "decision": {"pause_then_cancel": {}}}))
    assert "pause_then_cancel on 2026-06-30: 1100.00 (adds 0.00, saves 1900.00)" in run("--explain", file).stdout


def test_what_cannot_be_weighed_is_named_by_its_place(file: Path) -> None:
    file.write_text(json.dumps({**PLAIN, "decision": {"reduce_to": "3000.01"}}))
    result = run("--decide", file)
    assert (result.exit_code, "decision.reduce_to: is more than the budget" in result.stderr) == (2, True)


def test_nothing_is_weighed_over_unclear_terms(file: Path) -> None:
    unclear = json.loads(SHARED.with_name("ranges.json").read_text())["vectors"][0]
    file.write_text(json.dumps({**unclear, "decision": {"harm_per_day": "1.00"}}))
    result = run(file)
    assert (result.exit_code, "there is no one decision while terms are unclear" in result.stderr) == (2, True)


DEALS = Path(__file__).parents[1] / "reading" / "deals"
READ = "two-notices.txt"


def read_in(folder: Path, deal: str) -> Path:
    """Write what `unpromote read --jsonl` does."""
    path = folder / "reading.jsonl"
    path.write_text(json.dumps(read_agreement(DEALS / deal)) + "\n")
    return path


def test_what_was_read_is_quoted_with_an_order(tmp_path: Path) -> None:
    result = run("--with", DEALS / "order.json", read_in(tmp_path, READ))
    assert result.exit_code == 0, result.output
    (found,) = answers(result)
    assert found["range"]["cost"] == {"least": "2215.69", "greatest": "3000.00"}
    assert found["questions"][0]["source"]["page"] == 1
    assert found["terms_confirmed"] is False


def test_a_question_is_explained_with_the_words_behind_it(tmp_path: Path) -> None:
    told = run("--explain", "--with", DEALS / "order.json", read_in(tmp_path, READ)).stdout
    assert "p. 1: \u201cEither party may terminate this Agreement for convenience upon thirty (30) days" in told
    assert "The terms are as they were read; nobody has confirmed them." in told


def test_what_was_read_says_that_an_order_is_missing(tmp_path: Path) -> None:
    result = run(read_in(tmp_path, READ))
    assert (result.exit_code, "--with order.json" in result.stderr) == (2, True)


def test_a_fee_that_no_figure_holds_is_said_aloud(tmp_path: Path) -> None:
    deal = tmp_path / "deal.txt"
    fee = "4. If the Sponsor terminates, it shall pay a termination fee of USD 500."
    deal.write_text((DEALS / READ).read_text() + "\n" + fee)
    order = tmp_path / "order.json"
    order.write_text(json.dumps(json.loads((DEALS / "order.json").read_text()) | {"terms": {"currency": "EUR"}}))
    result = run("--with", order, read_in(tmp_path, str(deal)))
    assert (result.exit_code, "in no figure: fees[0].calc: 500 USD is not in the currency" in result.stderr) == (
        0,
        True,
    )


@pytest.mark.parametrize("order", ["[]", "{", '{"terms": 1}'])
def test_an_order_that_is_none_is_refused(tmp_path: Path, order: str) -> None:
    path = tmp_path / "order.json"
    path.write_text(order)
    assert refused(run("--with", path, read_in(tmp_path, READ)))


def refused(result: Result) -> bool:
    return (
        result.exit_code == BAD_INPUT
        if isinstance(result.exception, SystemExit)
        else isinstance(result.exception, BadInput)
    )
