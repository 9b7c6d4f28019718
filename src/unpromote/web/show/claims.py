"""What the other side charges beside what is owed, line by line, and the claims that are kept with the case."""

from __future__ import annotations

from dataclasses import dataclass

from moneyed import Money

from unpromote.domain.case import Case
from unpromote.domain.claims import NOTHING, Claim, ComparedLine, Comparison
from unpromote.web import formats, words

BLANK_ROWS = 4


@dataclass(frozen=True)
class LineShown:
    """One line of both sides; `why` is the sum by which it is owed, `objected` that too much is asked for."""

    name: str
    clause: str
    claimed: str
    owed: str
    difference: str
    verdict: str
    why: str
    objected: bool


@dataclass(frozen=True)
class ComparisonShown:
    """The comparison; `deadline` is a sentence."""

    lines: list[LineShown]
    claimed: str
    owed: str
    difference: str
    objected: str
    deadline: str
    warnings: list[str]


@dataclass(frozen=True)
class KeptShown:
    """A claim kept with the case."""

    id: str
    name: str
    told: str


@dataclass(frozen=True)
class Row:
    """One row of the form: what is typed for a line of the claim."""

    nth: int
    wording: str = ""
    code: str = ""
    amount: str = ""


def comparison(found: Comparison) -> ComparisonShown:
    """Return the comparison as a page shows it."""
    last = found.object_by
    deadline = f"Object until the end of {formats.day(last)}." if last else "The agreement names no last day to object."
    return ComparisonShown(
        lines=[_line(line) for line in found.lines],
        claimed=formats.money(found.claimed),
        owed=formats.money(found.owed),
        difference=formats.money(found.difference),
        objected=formats.money(found.objected),
        deadline=deadline,
        warnings=[words.sentence(one) for one in found.warnings],
    )


def can_compare(case: Case) -> bool:
    """Return whether there is a quote that a claim can be compared with."""
    taken = case.requote or case.quote
    return taken is not None and taken.permitted and not case.unclear


def kept(case: Case) -> list[KeptShown]:
    """Return the claims that are kept with the case."""
    return [
        KeptShown(
            id=one.id,
            name=one.claim.reference or f"Claim of {formats.day(one.claim.received_on)}",
            told=f"{formats.money(one.comparison.claimed)} charged, {formats.money(one.comparison.objected)} not owed",
        )
        for one in case.claims
    ]


def rows(claim: Claim | None) -> list[Row]:
    """Return the rows of the form: the lines of the claim, then blank ones."""
    lines = claim.lines if claim else ()
    filled = [Row(nth, line.wording, line.code, str(line.amount.amount)) for nth, line in enumerate(lines, start=1)]
    return [*filled, *(Row(nth) for nth in range(len(filled) + 1, len(filled) + BLANK_ROWS + 1))]


def codes(known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what a line can be, with names; what the agreement does not know comes last."""
    return [(code, "nothing that was agreed" if code == NOTHING else words.line_name(code)) for code in known]


def _line(line: ComparedLine) -> LineShown:
    name = words.line_name(line.code) if line.code not in {"", NOTHING} else ""
    return LineShown(
        name=line.wording or name,
        clause=", ".join(part for part in (name if line.wording else "", line.clause or "") if part),
        claimed=_shown(line.claimed),
        owed=_shown(line.owed),
        difference=_shown(line.difference),
        verdict=words.in_words(words.VERDICTS, line.verdict.value),
        why=formats.formula(line.formula),
        objected=line.excess is not None,
    )


def _shown(amount: Money | None) -> str:
    return "\N{EN DASH}" if amount is None else formats.money(amount)
