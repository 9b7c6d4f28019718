"""What happened to money at the platform, in words: a sentence for each of its events, from the event's JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from unpromote.domain.phrases import counted, noted

SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        "BalancesAsked": lambda _: "The balances at the platform are to be read.",
        "BalancesRead": lambda d: (
            f"The balances of {counted(len(d['holdings']), 'account')} were read"
            f"{'; not read: ' + '; '.join(d['unread']) if d.get('unread') else ''}."
        ),
        "ReturnProposed": lambda d: (
            f"Transfer {d['proposal']['id']} was proposed: {d['proposal']['amount']} from {d['proposal']['holder']}"
            f" to the Business Center {d['proposal']['bc_id']}."
        ),
        "ReturnApproved": lambda d: f"Transfer {d['return_id']} was approved.",
        "ReturnDropped": lambda d: f"Transfer {d['return_id']} was dropped{noted(d['why'])}.",
        "ReturnChecked": lambda d: f"Before transfer {d['return_id']}, {d['held']} was there.",
        "ReturnMoved": lambda d: (
            f"Transfer {d['return_id']} moved the money, records {', '.join(d['transactions']) or d['reference']}."
        ),
        "ReturnUnanswered": lambda d: f"Whether transfer {d['return_id']} was made is not known{noted(d['problem'])}.",
        "ReturnRefused": lambda d: f"Transfer {d['return_id']} was refused{noted(d['problem'])}.",
        "ReturnUnclear": lambda d: f"Transfer {d['return_id']} is left to a person{noted(d['problem'])}.",
        "ReturnJudged": lambda d: (
            f"Transfer {d['return_id']} was {'made' if d['transactions'] else 'not made'}"
            f", a person says{noted(d['note'])}."
        ),
        "RefundPlanned": lambda d: (
            f"A person asks for the money of account {d['holder']} by {d['do_by']}: {d['what']}."
        ),
        "RefundAsked": lambda d: (
            f"The platform was asked for {d['amount']} of account {d['holder']} on {d['asked_on']},"
            f" which is to be back by {d['due_on']}."
        ),
        "ClosingConfirmed": lambda d: f"Account {d['holder']} was ordered closed for good.",
        "ClosingSeen": lambda d: (
            f"Account {d['holder']} is closed for good."
            if d["closed"]
            else f"Account {d['holder']} was not closed{noted(d.get('reason', ''))}."
        ),
    }
)
