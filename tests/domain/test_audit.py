"""The chain of hashes: whoever changes, drops, moves or adds an entry breaks it, and is found at that entry."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import NOW, opened, story
from casefiles import chain, early, finished
from unpromote.domain.audit import GENESIS, CaseFile, canonical, chained, check_chain, fingerprint, link
from unpromote.domain.codec import decode, encode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    return list(encode(chain(opened(), *(event for _, event in story()))))


def relinked(entries: list[dict[str, Any]], start: int) -> list[dict[str, Any]]:
    """Forge the hashes from an entry on, as somebody would who has the software."""
    for number in range(start, len(entries)):
        previous = entries[number - 1]["hash"] if number else GENESIS
        entries[number] |= {"previous": previous, "seq": number + 1}
        entries[number]["hash"] = link(previous, entries[number])
    return entries


def problem(entries: list[dict[str, Any]]) -> str:
    found = check_chain(entries)
    assert found is not None
    return f"{found.seq}: {found.problem}"


def test_canonical_json_has_sorted_keys_and_no_spaces_and_keeps_letters() -> None:
    assert canonical({"b": [1, None], "a": "Łódź"}) == '{"a":"Łódź","b":[1,null]}'.encode()


def test_canonical_json_refuses_what_is_no_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


def test_half_a_character_does_not_stop_the_chain() -> None:
    assert fingerprint("\ud83c") == hashlib.sha256(b'"\xed\xa0\xbc"').hexdigest()


@given(JSON)
def test_the_order_of_keys_never_matters(data: Any) -> None:
    turned = dict(reversed(data.items())) if isinstance(data, dict) else data
    assert fingerprint(turned) == fingerprint(data)


def test_a_hash_can_be_made_by_hand() -> None:
    entry = {"seq": 1, "at": "2026-09-21T17:00:00+00:00", "by": "ana", "kind": "NoticesDue", "data": {}}
    body = '{"at":"2026-09-21T17:00:00+00:00","by":"ana","data":{},"kind":"NoticesDue","seq":1}'
    assert link(GENESIS, entry) == hashlib.sha256(("0" * 64 + body).encode()).hexdigest()


def test_the_first_entry_follows_nothing() -> None:
    entry = chained(None, at=NOW, by="ana", kind="NoticesDue", data={})
    assert (entry.seq, entry.previous) == (1, GENESIS)
    assert chained(entry, at=NOW, by="ana", kind="NoticesDue", data={}).previous == entry.hash


def test_a_whole_story_holds(entries: list[dict[str, Any]]) -> None:
    assert check_chain(entries) is None
    assert check_chain([]) is None


@pytest.mark.parametrize(("field", "value"), [("by", "dan"), ("kind", "CaseDropped"), ("data", {}), ("at", "2026")])
def test_a_changed_entry_is_found(entries: list[dict[str, Any]], field: str, value: Any) -> None:
    entries[4][field] = value
    assert problem(entries) == "5: entry 5 was changed: its hash does not fit its content"


def test_a_field_that_was_slipped_in_is_found(entries: list[dict[str, Any]]) -> None:
    entries[4]["note"] = "added later"
    assert problem(entries).startswith("5: entry 5 was changed")


def test_a_missing_entry_is_found(entries: list[dict[str, Any]]) -> None:
    del entries[4]
    assert problem(entries) == "5: entry 5 is missing: number 6 stands in its place"


def test_two_swapped_entries_are_found(entries: list[dict[str, Any]]) -> None:
    entries[4], entries[5] = entries[5], entries[4]
    assert problem(entries) == "5: entry 5 is missing: number 6 stands in its place"


def test_a_forged_entry_breaks_the_next_one(entries: list[dict[str, Any]]) -> None:
    entries[4]["by"] = "dan"
    entries[4]["hash"] = link(entries[4]["previous"], entries[4])
    assert problem(entries) == "6: entry 6 does not follow the entry before it: its previous hash differs"


def test_a_chain_forged_to_its_end_has_another_head(entries: list[dict[str, Any]]) -> None:
    head = entries[-1]["hash"]
    entries[4]["by"] = "dan"
    assert check_chain(relinked(entries, 4)) is None
    assert entries[-1]["hash"] != head


def test_an_entry_without_its_hash_is_found(entries: list[dict[str, Any]]) -> None:
    del entries[0]["hash"]
    assert problem(entries) == "1: entry 1 was changed: its hash does not fit its content"


def test_a_case_file_survives_being_written_and_read(tmp_path: Path) -> None:
    made = finished(tmp_path)
    assert decode(CaseFile, encode(made)) == made


def test_a_case_file_is_as_of_its_last_event(tmp_path: Path) -> None:
    made = finished(tmp_path)
    assert (made.as_of, made.head) == (made.events[-1].at, made.events[-1].hash)


def test_a_case_without_events_is_as_of_its_opening() -> None:
    assert (early(events=()).as_of, early(events=()).head) == (NOW, GENESIS)
