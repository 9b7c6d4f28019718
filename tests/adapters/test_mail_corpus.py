"""Raw messages in the styles of many programs and languages: each finds its conversation, is sorted and cut right.

The first corpus is split by name: rules were tuned on two thirds; the held-out third was only measured. The second was
written apart from the rules, before they were read; as first measured, matching had 99.35 % precision and 99.68 %
recall, programs F1 95.24 %, bounces F1 94.74 %, and 91.89 % of the new words were exact; then the rules were mended.
The third was written after that, in other programs' styles and languages: `mails` had programs F1 98.36 % and 6 of 7
bounces, then `machines` 39 of 40 programs and all 11 bounces, all else right; `last`
had 21 of 22 programs, 4 of 5 bounces with one too many, and 25 of 28 texts. What was missed was mended each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import pytest

from mailcorpus.make import FOLDER, LABELS, samples
from mailcorpus.world import Sample, known
from mailcorpus.written import written
from unpromote.adapters.mail.incoming import read_incoming
from unpromote.domain.letters import Incoming, matched

PARTS = ("tuned", "held out", "second", "third")


@dataclass(frozen=True)
class Read:
    """A message as it was read, beside its label."""

    name: str
    label: dict[str, object]
    found: Incoming

    @property
    def who(self) -> str:
        place = matched(self.found, known())
        return {None: "", ("case_1", "support"): "support", ("case_2", "support"): "later"}.get(
            place, (place or ("", ""))[1]
        )


def part_of(name: str) -> str:
    return PARTS[sha256(name.encode()).digest()[0] % 3 == 0]


def read(sample: Sample) -> Read:
    return Read(sample.name, sample.label, read_incoming(sample.raw, domain="brand.example"))


@cache
def corpus(part: str) -> tuple[Read, ...]:
    if part in ("second", "third"):
        return tuple(map(read, written(part)))
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    names = [name for name in labels if part_of(name) == part]
    return tuple(Read(name, labels[name], read_incoming((FOLDER / f"{name}.eml").read_bytes())) for name in names)


def share(right: list[Read], of: list[Read]) -> float:
    return len(right) / len(of)


def words(text: object) -> str:
    return " ".join(str(text).split())


def f1(part: str, what: str) -> float:
    told = [one for one in corpus(part) if getattr(one.found, what)]
    true = [one for one in corpus(part) if one.label[what]]
    both = [one for one in told if one.label[what]]
    return 2 * len(both) / (len(told) + len(true))


def test_there_are_at_least_three_hundred_messages_and_they_are_as_they_were_made() -> None:
    made = samples()
    assert len(made) >= 300
    assert {one.name: one.raw for one in made} == {path.stem: path.read_bytes() for path in FOLDER.glob("*.eml")}
    assert {one.name: one.label for one in made} == json.loads(LABELS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("part", "at_least"), [("second", 300), ("third", 180)])
def test_what_is_written_out_is_all_read_each_once(part: str, at_least: int) -> None:
    names = {one.name for one in corpus(part)}
    assert len(names) == len(corpus(part)) >= at_least


@pytest.mark.parametrize("part", PARTS)
def test_messages_find_their_conversation(part: str) -> None:
    told = [one for one in corpus(part) if one.who]
    theirs = [one for one in corpus(part) if one.label["who"]]
    right = [one for one in told if one.who == one.label["who"]]
    assert share(right, told) >= 0.995
    assert share(right, theirs) >= 0.98


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("what", ["automatic", "bounce"])
def test_programs_and_bounces_are_told_from_people(part: str, what: str) -> None:
    assert f1(part, what) >= 0.98


@pytest.mark.parametrize("part", PARTS)
def test_the_new_words_are_told_from_the_quoted_rest(part: str) -> None:
    judged = [one for one in corpus(part) if one.label["words"] is not None]
    assert share([one for one in judged if words(one.found.body) == words(one.label["words"])], judged) >= 0.95
