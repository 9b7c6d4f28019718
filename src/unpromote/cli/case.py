"""`unpromote case`: the verbs of a case, step by step, as a person walks through one."""

from __future__ import annotations

from collections.abc import Callable

import typer

from unpromote.cli.case_agreement import confirm, hand_in, read, reading, terms
from unpromote.cli.case_balances import balances, close_account, decide_move, move_up, refund
from unpromote.cli.case_claim import claim
from unpromote.cli.case_creators import deals, duty, involve, page, proposal
from unpromote.cli.case_decide import as_answer, resend
from unpromote.cli.case_delivery import stop, stopped
from unpromote.cli.case_end import alarm, close, drop, export, timeline
from unpromote.cli.case_evidence import evidence, fact
from unpromote.cli.case_follow import contact, log, reply, snooze
from unpromote.cli.case_gather import gather, take
from unpromote.cli.case_money import bill, explain, payee, release, settle, show_money
from unpromote.cli.case_open import list_, open_, show
from unpromote.cli.case_quote import approve, quote
from unpromote.cli.case_records import guard, ticket
from unpromote.cli.case_review import decide, examples, queue
from unpromote.cli.case_stop import confirm_final, halt, ratify, schedule, stop_again, undo
from unpromote.cli.case_talk import answer, message

app = typer.Typer(no_args_is_help=True, help="One cancellation: open it, quote it, approve it, follow it, close it.")
VERBS: dict[str, Callable[..., None]] = {
    "open": open_,
    "list": list_,
    "show": show,
    "agreement": hand_in,
    "read": read,
    "terms": terms,
    "confirm": confirm,
    "reading": reading,
    "evidence": evidence,
    "fact": fact,
    "quote": quote,
    "approve": approve,
    "stop": stop,
    "stopped": stopped,
    "schedule": schedule,
    "halt": halt,
    "ratify": ratify,
    "stop-again": stop_again,
    "undo": undo,
    "message": message,
    "answer": answer,
    "reply": reply,
    "snooze": snooze,
    "log": log,
    "contact": contact,
    "settle": settle,
    "release": release,
    "claim": claim,
    "deals": deals,
    "involve": involve,
    "page": page,
    "proposal": proposal,
    "duty": duty,
    "money": show_money,
    "payee": payee,
    "bill": bill,
    "explain": explain,
    "balances": balances,
    "move-up": move_up,
    "decide-move": decide_move,
    "refund": refund,
    "close-account": close_account,
    "alarm": alarm,
    "close": close,
    "drop": drop,
    "export": export,
    "timeline": timeline,
    "as-answer": as_answer,
    "resend": resend,
    "confirm-final": confirm_final,
    "guard": guard,
    "ticket": ticket,
    "gather": gather,
    "take": take,
    "queue": queue,
    "decide": decide,
    "examples": examples,
}
for name, verb in VERBS.items():
    app.command(name)(verb)
