"""How well a language is read: what was found in a contract of ours beside what a reader should find in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unpromote.reading.agreement import read_document
from unpromote.reading.values import Reading

HERE = Path(__file__).parent / "reading" / "languages"
LABELED = ("Termination For Convenience", "Termination For Cause", "Cure Period", "Renewal Term", "Expiration Date")
LABELED += ("Notice Period To Terminate Renewal", "Termination Fee", "Liquidated Damages", "Non-Refundable", "Morals")
LABELED += ("Payment And Refund", "Governing Law", "Force Majeure", "Pause Or Suspension", "Minimum Commitment")
LABELED += ("Notice Form And Address", "Agreement Date", "Effective Date", "Non-Cancellable Window")


@dataclass(frozen=True)
class Score:
    """What is right among what was found, and what was expected."""

    right: frozenset[str]
    found: frozenset[str]
    expected: frozenset[str]

    @property
    def recall(self) -> float:
        return len(self.right & self.expected) / len(self.expected)

    @property
    def precision(self) -> float:
        return len(self.right & self.found) / len(self.found)


def contract(name: str) -> tuple[Reading, dict[str, Any]]:
    expected = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
    return read_document(HERE / f"{name}.txt"), expected


def findings_of(reading: Reading, expected: dict[str, Any]) -> Score:
    """Each sentence and category counts once: a finding is right where the sentence that it quotes is expected."""
    marks = {(category, words): f"{category}: {words}" for category, words in expected["findings"]}
    found = set()
    for finding in reading.findings:
        category = finding.category.value
        if category not in LABELED:
            continue
        hits = {mark for (name, words), mark in marks.items() if name == category and _holds(finding.quote, words)}
        found |= hits or {f"{category}: {finding.words[:60]}"}
    wanted = frozenset(marks.values())
    return Score(wanted & found, frozenset(found), wanted)


def _holds(quote: str, words: str) -> bool:
    return words in quote or (quote in words and any(map(str.isdigit, quote)))


def values_of(reading: Reading, expected: dict[str, Any]) -> Score:
    found, wanted = frozenset(told(reading)), frozenset(expected["values"])
    return Score(found & wanted, found, wanted)


def told(reading: Reading) -> set[str]:
    """The reading's terms and facts as short lines."""
    terms, lines = reading.terms, {_fact(fact.kind, fact.values) for fact in reading.facts}
    lines |= {f"party {party['name']} {party['role']}" for party in terms.get("parties", [])}
    lines |= {f"currency {terms['currency']}"} if "currency" in terms else set()
    lines |= {f"law {terms['governing_law']}"} if "governing_law" in terms else set()
    if "term" in terms:
        lines.add(f"term {terms['term'].get('from')} {terms['term']['to']}")
    for right in terms.get("rights", []):
        lines |= {f"right {right['ground']} {holder}" for holder in right.get("holders", ["nobody"])}
        lines |= {f"{kind} {right['ground']} {_period(right[kind])}" for kind in ("notice", "cure") if right.get(kind)}
    for fee in terms.get("fees", []):
        calc = fee.get("calc", {})
        lines.add(f"fee flat {calc['flat']}" if "flat" in calc else f"fee {calc.get('rate')} {calc.get('base')}")
    methods = {proposal["path"] for proposal in reading.proposals if proposal["path"].startswith("notice_receipt.")}
    lines |= {f"receipt {path.partition('.')[2]}" for path in methods}
    within = terms.get("refund", {}).get("within")
    return lines | ({f"refund within {_period(within)}"} if within else set())


def _period(period: dict[str, Any]) -> str:
    return f"{period['n']} {period['unit']}"


def _fact(kind: str, values: dict[str, Any]) -> str:
    if kind == "terminate_without_cause":
        return f"fact {kind} notice {values.get('notice_days')}"
    cure = f" cure {values['cure_days']}" if "cure_days" in values else ""
    return f"fact {kind}{cure}"
