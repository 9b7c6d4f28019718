"""Units in another language to findings: clauses by the wordings of its table, and the opening's dates and parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unpromote.reading.cues import Category
from unpromote.reading.languages.figures import Day, days_in
from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.preamble import OPENING, Party
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding, cut

_SHORTEST = {True: 20, False: 7}  # letters, by whether words stand apart: less is a heading
_HEADING = 50  # letters: a unit up to this size without an end or a figure is one
_AROUND = 60  # characters looked at on either side of a date
_OTHER_SIDE = {"advertiser": "media", "media": "advertiser", "creator": "advertiser", "agency": "advertiser"}
_SIDES = 2


@dataclass(frozen=True)
class Player:
    """A party and the part that it plays: advertiser, agency, media or creator; empty where that is not shown."""

    party: Party
    part: str


def clauses_in(document: Document, units: tuple[Unit, ...], tongue: Tongue) -> Iterator[Finding]:
    """Yield the findings of the units; a unit may be found in several categories."""
    for unit in units:
        flat = tongue.flat(document.text[unit.start : unit.end])
        if len(flat) < _SHORTEST[tongue.spaced] or _is_heading(flat):
            continue
        best: dict[Category, float] = {}
        for cue in tongue.cues:
            if cue.score > best.get(cue.category, 0) and cue.speaks_in(flat):
                best[cue.category] = cue.score
        for category, score in best.items():
            yield cut(document, category, unit.start, unit.end, score, clause=unit.clause, worded=True)


def _is_heading(flat: str) -> bool:
    return len(flat) < _HEADING and flat[-1] not in ".;:。" and not any(map(str.isdecimal, flat))


def opening_in(document: Document, start: int, end: int, tongue: Tongue) -> Iterator[Finding]:
    """Yield the findings of the opening and of the place and date of signing: dates, parties."""
    for player in players_in(document, start, end, tongue):
        yield cut(document, Category.PARTIES, player.party.start, player.party.end, 0.7)
    text = tongue.folded(document.text[start:end])
    for day in days_in(tongue, text):
        before, after = text[max(0, day.start - _AROUND) : day.start].lower(), text[day.end : day.end + _AROUND].lower()
        for category, words in ((Category.AGREEMENT_DATE, "dated"), (Category.EFFECTIVE_DATE, "effective")):
            if tongue.says[words].search(before) or tongue.says[f"{words}_after"].match(after):
                yield cut(document, category, start + day.start, start + day.end, 0.75)


def players_in(document: Document, start: int, end: int, tongue: Tongue) -> tuple[Player, ...]:
    """Return the parties that the opening of a stretch defines, each with the part it plays."""
    text = tongue.folded(document.text[start : min(end, start + OPENING)])
    found: dict[str, tuple[Party, str]] = {}
    for pattern in tongue.parties:
        for match in pattern.finditer(text):
            short = " ".join(match["short"].split())
            if short.lower() not in found:
                left, right = start + match.start("full"), start + match.end("full")
                party = Party(short, document.text[left:right].strip(), left, right)
                found.setdefault(short.lower(), (party, match[0].lower()))
    players = [Player(party, _part(party.short, said, text.lower(), tongue)) for party, said in found.values()]
    return _both_sides(players)


def _part(short: str, said: str, text: str, tongue: Tongue) -> str:
    for part, words in tongue.roles.items():
        if words.search(short.lower()):
            return part
    for part, words in tongue.roles.items():
        patterns = (frame.format(role=f"(?:{words.pattern})", short=short.lower()) for frame in tongue.as_role)
        if any(re.search(pattern, text) for pattern in patterns):
            return part
    return next((part for part, words in tongue.roles.items() if words.search(said)), "")


def _both_sides(players: list[Player]) -> tuple[Player, ...]:
    known = [player.part for player in players if player.part]
    if len(players) == _SIDES and len(known) == 1:
        other = _OTHER_SIDE[known[0]]
        return tuple(player if player.part else Player(player.party, other) for player in players)
    return tuple(players)


def first_days(tongue: Tongue, findings: tuple[Finding, ...], category: Category) -> tuple[tuple[Day, Finding], ...]:
    """Return the days that the findings of a category name, each with its finding."""
    return tuple(
        (day, finding)
        for finding in findings
        if finding.category is category
        for day in days_in(tongue, tongue.flat(finding.quote))
    )
