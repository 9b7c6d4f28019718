"""`unpromote case message|answer`: what was and will be said to whom, and what their answers amount to."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_conversations, show_next
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.letters import Letter
from unpromote.domain.messages import Conversation, Outcome
from unpromote.services import messages, queries
from unpromote.services.chasing import next_step
from unpromote.services.people import Person

Who = Annotated[str, typer.Argument(metavar="[WHO]", help="The conversation's id: support, or a creator's.")]


def message(
    reference: Ref,
    who: Who = "",
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print the next letter word for word; nothing is sent.")
    ] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what was said with each counterpart, or the letter that goes next. Approving sends them, no verb does."""
    person = asker(by)
    case = queries.case(person, reference)
    if preview:
        _print_letters(_next_letters(person, case, who), as_json=as_json)
    elif as_json:
        print_json(encode(_chosen(case, who)))
    else:
        show_conversations(console(), case)
        for talk in _chosen(case, who) if who else ():
            _print_talk(console(), talk)


def _chosen(case: Case, who: str) -> list[Conversation]:
    """Return the conversations, also those that are not begun; all of them, or the one that is named."""
    begun = {talk.id: talk for talk in case.conversations}
    talks = [begun.get(contact.id, Conversation(id=contact.id, contact=contact)) for contact in case.contacts]
    chosen = [talk for talk in talks if who in ("", talk.id)]
    if not chosen:
        known = ", ".join(talk.id for talk in talks)
        raise BadInput(f"the case has no conversation {who!r}", place="WHO", mend=f"known here: {known}")
    return chosen


def _next_letters(person: Person, case: Case, who: str) -> list[Letter]:
    at = now()
    steps = ((talk, next_step(case, talk, at)) for talk in _chosen(case, who))
    return [messages.preview(person, case.id, talk.id, step, now=at) for talk, step in steps if step]


def _print_letters(letters: list[Letter], *, as_json: bool) -> None:
    if as_json:
        print_json(encode(letters))
        return
    for letter in letters:
        attached = "".join(f"\nAttached: {attachment.name}" for attachment in letter.attachments)
        head = f"To: {letter.to_name} <{letter.to_address}>\nSubject: {letter.subject}{attached}"
        typer.echo(f"{head}\n\n{letter.body}\n")


def _print_talk(out: Console, talk: Conversation) -> None:
    for said in talk.messages:
        out.print(f"\n{said.at:%Y-%m-%d %H:%M %Z}  {said.direction.value}  {escape(said.subject)}")
        if said.body:
            out.print(escape(said.body))


def answer(
    reference: Ref,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The conversation's id: support, or a creator's.")],
    outcome: Annotated[Outcome, typer.Argument(help="What their answer amounts to, as you read it.")],
    *,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="In your words; a decision without an answer needs one.")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say what an answer amounts to; only a confirmation or an explained decision closes the conversation."""
    person = asker(by)
    case = messages.judge_answer(person, queries.case(person, reference).id, who, outcome, note=note, now=now())
    if as_json:
        print_json(encode(case.conversations))
        return
    show_conversations(console(), case)
    show_next(console(), case)
