"""`unpromote case as-answer|resend`: what software leaves to a person: automatic messages, letters that got stuck."""

from __future__ import annotations

from typing import Annotated

import typer

from unpromote.cli.case_follow import Whom
from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_conversations, show_next
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services import deciding


def as_answer(
    reference: Ref,
    who: Whom,
    *,
    message: Annotated[
        str, typer.Option(metavar="MESSAGE-ID", help="Which message; their last automatic one, if left out.")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say that a message which looks automatic, as a ticket system's, is their answer; it can then be judged."""
    _show(deciding.take_as_answer(asker(by), reference, who, message, now=now()), as_json=as_json)


def resend(
    reference: Ref,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The conversation's id: support, or a creator's.")] = "",
    *,
    unsent: Annotated[bool, typer.Option("--all", help="Every letter that surely did not go; none in doubt.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Send a letter again that was refused, or of which nobody knows whether it went: look first, then decide.

    If it did go, say so with `case log WHO email` instead. After a wrong password or a server that was down, `--all`
    sends in one go what surely did not go; a letter in doubt comes back as an alarm and waits for you.
    """
    if bool(who) is unsent:
        raise BadInput(
            "say whose letter, or --all", place="WHO", mend="name a conversation's id, or leave it out with --all"
        )
    if unsent:
        _show(deciding.send_unsent_again(asker(by), reference, now=now()), as_json=as_json)
        return
    _show(deciding.send_again(asker(by), reference, who, now=now()), as_json=as_json)


def _show(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(case.conversations))
        return
    show_conversations(console(), case)
    show_next(console(), case)
