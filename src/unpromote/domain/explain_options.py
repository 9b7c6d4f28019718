"""The ways on as plain text: each with its total, the lines that add up to it, what went into them, and the notes."""

from __future__ import annotations

from collections.abc import Iterator

from unpromote.domain.choices import Option, OptionLine
from unpromote.domain.codec import amount_text


def explain_options(found: tuple[Option, ...], currency: str) -> str:
    """Return the options one below the other, in the order given."""
    return "\n".join((f"Ways on, totals over the life in {currency}:", *(line for one in found for line in _told(one))))


def _told(option: Option) -> Iterator[str]:
    if option.total_over_life is None or option.exit_cost is None or option.saving is None:
        yield f"{option.name}: not to be had: {option.why_not}."
        return
    on = f" on {option.on}" if option.on else ""
    sums = f"{amount_text(option.total_over_life)} (adds {amount_text(option.exit_cost)}, saves "
    yield f"{option.name}{on}: {sums}{amount_text(option.saving)})"
    for item in option.lines:
        yield from _line(item)
    if option.note:
        yield f"  Note: {option.note}."


def _line(item: OptionLine) -> Iterator[str]:
    clause = f"  [clause {item.clause}]" if item.clause else ""
    yield f"  {item.code:<18}{amount_text(item.amount):>16}{clause}  {item.formula}"
    if item.inputs:
        yield f"    from {'; '.join(f'{name}: {value}' for name, value in item.inputs.items())}"
