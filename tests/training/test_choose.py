"""The list of contracts is chosen by a rule, the same each time."""

from __future__ import annotations

import pytest
from typer import Typer
from typer.testing import CliRunner

from training import choose, show
from training.contracts import NEVER, ONCE, PARTS, read_corpus, read_list
from unpromote.domain.errors import BadInput

LONG = 3_500


def _text(seed, length=LONG):
    words = (f"{seed}{n}" for n in range(length))
    return " ".join(words)[:length]


@pytest.fixture
def three(make_contract):
    return [make_contract(f"cuad-00{n}", text=_text(f"w{n}x")) for n in (3, 1, 2)]


def test_the_list_is_in_the_order_of_the_ids(three):
    assert [contract.id for contract, _ in choose.choose(three)] == ["cuad-001", "cuad-002", "cuad-003"]


def test_near_copies_of_the_test_part_and_the_yardsticks_are_never_chosen(make_contract):
    barred = sorted(NEVER | choose.EXAMPLES)
    contracts = [make_contract(one, text=_text(f"c{n}x")) for n, one in enumerate(barred)]
    assert choose.choose(contracts) == ()


@pytest.mark.parametrize("length", [2_999, 80_001])
def test_too_short_and_too_long_ones_are_left_out(make_contract, length):
    assert choose.choose([make_contract(text=_text("w", length), kind="Endorsement")]) == ()


@pytest.mark.parametrize(("kind", "length"), [("Endorsement", 60_001), ("Service", 45_001), ("Manufacturing", 3_500)])
def test_long_ones_and_types_far_from_advertising_are_read_once(make_contract, kind, length):
    ((_, part),) = choose.choose([make_contract(text=_text("w", length), kind=kind)])
    assert part == ONCE


def test_kin_of_what_is_held_out_are_not_read_at_all(make_contract, monkeypatch):
    monkeypatch.setattr(choose, "rank", lambda _: 0)  # holds everything out
    shared = _text("shared", 900)
    near = make_contract(text=f"{shared} {_text('near')}")
    kin = make_contract("cuad-009", text=f"{shared} {_text('kin')}", kind="Manufacturing")
    assert choose.KIN <= next(iter(choose.shared_runs([near, kin]).values())) < choose.COPY
    assert [(contract.id, part) for contract, part in choose.choose([near, kin])] == [(near.id, "held-out")]


def test_of_near_copies_one_is_taken(make_contract):
    copies = [make_contract(f"cuad-00{n}", text=_text("same")) for n in (1, 2)]
    assert len(choose.choose(copies)) == 1


def test_types_near_to_advertising_come_first(make_contract, monkeypatch):
    monkeypatch.setattr(choose, "WANTED", 1)
    kindred = [make_contract(f"cuad-10{n}", text=_text(f"k{n}x"), kind="Service") for n in range(4)]
    nearest = make_contract("cuad-200", text=_text("n"))
    first = [contract.id for contract, part in choose.choose([*kindred, nearest]) if part != ONCE]
    assert first == ["cuad-200"]


def test_kin_stand_on_one_side_while_strangers_are_parted(make_contract):
    shared = _text("shared", 1_200)
    kin = [make_contract(f"cuad-01{n}", text=f"{shared} {_text(f'own{n}x', 2_800)}") for n in range(8)]
    assert len({part for _, part in choose.choose(kin)}) == 1
    strangers = [make_contract(one.id, text=_text(f"s{n}x")) for n, one in enumerate(kin)]
    assert {part for _, part in choose.choose(strangers)} == set(PARTS) - {ONCE}


def test_kin_of_kin_stand_on_one_side_too(make_contract):
    left, right = _text("left", 1_000), _text("right", 1_000)
    chain = {"a": left, "b": f"{left} {right}", "c": right}
    found = [make_contract(f"cuad-03{n}", text=f"{text} {_text(n, 2_500)}") for n, text in chain.items()]
    assert len({part for _, part in choose.choose(found)}) == 1


def test_what_was_chosen_is_written_and_read_back(three, corpus, tmp_path):
    app = Typer()
    app.command()(choose.main)
    into = tmp_path / "list.txt"
    assert "3 contracts" in CliRunner().invoke(app, [str(corpus(*three)), "--into", str(into)]).output
    assert [one.length for one in read_list(into).values()] == [LONG] * 3


def test_the_repositorys_list_holds_enough_and_a_third_is_held_out():
    chosen = read_list()
    twice = [one for one in chosen.values() if one.part != ONCE]
    assert len(twice) >= 150
    assert 0.25 < sum(one.part == "held-out" for one in twice) / len(twice) < 0.42
    assert not (NEVER | choose.EXAMPLES) & chosen.keys()


def test_a_corpus_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere\.gz: no such file"):
        read_corpus(tmp_path / "nowhere.gz")


def test_a_contract_is_shown_in_numbered_sentences(contract):
    (page,) = show.show_pages(contract)
    assert page.splitlines()[1] == "1 All fees are non-refundable."


def test_pages_end_between_sentences_and_lose_none(contract):
    pages = show.show_pages(contract, letters=60)
    assert len(pages) > 1
    assert "\n".join(pages) == show.show_pages(contract)[0]


def test_a_page_is_printed(corpus, contract):
    app = Typer()
    app.command()(show.main)
    given = [str(corpus(contract)), "cuad-001"]
    assert "== cuad-001, page 1 of 1\n0 Either Party" in CliRunner().invoke(app, given).output
    assert CliRunner().invoke(app, [*given, "2"]).exit_code == 2
