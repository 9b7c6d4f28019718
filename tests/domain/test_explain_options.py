"""The ways on in words: what each comes to, from what, and why one cannot be had."""

from __future__ import annotations

from quoting import written_ask
from unpromote.domain.explain_options import explain_options
from unpromote.domain.options import options
from unpromote.domain.vectors import read_ask


def test_each_way_shows_its_sums_its_inputs_and_its_notes() -> None:
    found = read_ask(
        {
            **written_ask(terms__pause={"allowed": True, "fee": "5.00", "clause": "7"}),
            "decision": {"pause_then_cancel": {"cancel_on": "2026-06-12"}},
        }
    )
    assert found.decision is not None
    text = explain_options(options(found.terms, found.promotion, found.request, found.decision), "EUR")
    told = [" ".join(line.split()) for line in text.splitlines()]
    assert told[:3] == [
        "Ways on, totals over the life in EUR:",
        "run: 3000.00 (adds 0.00, saves 0.00)",
        "budget 3000.00 the whole budget",
    ]
    assert "cancel_immediately: not to be had: no right has a fee in lieu of notice agreed." in told
    start = told.index("pause_then_cancel on 2026-06-12: 1105.00 (adds 5.00, saves 1895.00)")
    assert told[start + 2] == (
        "from spent: 1100; off: 2026-06-12 to 2026-06-12, 1 of 20 days; planned for them: 100; notice on: 2026-06-12"
    )
    assert told[start + 3] == "pause_fee 5.00 [clause 7] agreed fee"
