"""`unpromote case guard|ticket`: the safety net on TikTok, and what to ask TikTok where spend goes on."""

from __future__ import annotations

from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_conversations, show_letter
from unpromote.cli.show_stop import show_delivery
from unpromote.cli.working_off import do_at_once
from unpromote.domain.codec import encode
from unpromote.services import following, queries, records, tickets


def guard(
    reference: Ref,
    *,
    off: Annotated[bool, typer.Option("--off", help="Give the safety net up, and take it down.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Have rules on TikTok switch campaigns of the case off again, whoever switches them on, until it is closed."""
    person = asker(by)
    case = records.choose_guard(person, queries.case(person, reference).id, guarded=not off, now=now())
    show_delivery(do_at_once(person, case), as_json=as_json)


def ticket(
    reference: Ref,
    *,
    send: Annotated[bool, typer.Option("--send", help="Send it by mail too; else it is for you to paste.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Write the ticket about spend that grew after the stop: every read with TikTok's ids, and what is asked for."""
    person, moment = asker(by), now()
    case = queries.case(person, reference)
    letter = tickets.draft_ticket(person, case.id, moment)
    if send:
        whom = tickets.support_of(case).id
        case = following.write_back(person, case.id, whom, subject=letter.subject, body=letter.body, now=moment)
    if as_json:
        print_json({"letter": encode(letter), "conversations": encode(case.conversations)})
        return
    show_letter(letter)
    if send:
        show_conversations(console(), case)
