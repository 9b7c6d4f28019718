"""Facts and what proving them would save, as plain text beside the explanation of a quote."""

from __future__ import annotations

from collections.abc import Iterator

from unpromote.domain.codec import amount_text
from unpromote.domain.proving import IfProven
from unpromote.domain.standing import Standing


def explain_proving(found: tuple[IfProven, ...], facts: tuple[Standing, ...], currency: str) -> str:
    """Return how the stated facts are shown, and what proving the missing ones would save."""
    lines = [line for fact in facts for line in _standing(fact)]
    own, hints = [one for one in found if not one.is_hint], [one for one in found if one.is_hint]
    if own:
        lines += [f"If proven, in {currency}:", *(line for one in own for line in _saving(one))]
    if hints:
        lines += ["Other reasons, only if they are true:", *(line for one in hints for line in _saving(one))]
    return "\n".join(lines)


def _standing(fact: Standing) -> Iterator[str]:
    items = f" by {', '.join(fact.evidence)}" if fact.evidence else ""
    yield f"Fact {fact.fact}: {fact.status.value}{items}."
    if fact.lacks:
        yield f"  Not stated: {'; '.join(fact.lacks)}."
    if fact.proof:
        yield f"  Would prove it: {'; '.join(fact.proof)}."


def _saving(one: IfProven) -> Iterator[str]:
    yield f"  {one.right} (ground {one.ground.value}, clause {one.clause}): {one.needs}."
    if one.exit_cost is not None and one.cost is not None and one.saves is not None:
        saves = f"{amount_text(one.saves)} = {amount_text(one.saves + one.cost)} now - {amount_text(one.cost)} then"
        yield f"    Open from {one.from_.isoformat()}: exit_cost {amount_text(one.exit_cost)}."
        yield f"    Saves over the life {saves}."
    if one.reasons:
        yield f"    For the reasons: {', '.join(reason.value for reason in one.reasons)}."
    if one.proof:
        yield f"    Would prove it: {'; '.join(one.proof)}."
    yield from (f"    Note: {note}." for note in one.notes)
