"""`unpromote case message|answer`: what was and will be said to whom, and what their answers amount to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from moneyed import Money
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_conversations, show_files, show_next
from unpromote.cli.show_quote import print_table, written
from unpromote.domain.aggregate import Case
from unpromote.domain.claims import Comparison
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel
from unpromote.domain.letters import Letter
from unpromote.domain.messages import Conversation, ConversationState, Outcome
from unpromote.services import answers, following, messages, queries, recipients, showing_letters
from unpromote.services.chasing import next_step
from unpromote.services.people import Person

Who = Annotated[str, typer.Argument(metavar="[WHO]", help="The conversation's id: support, or a creator's.")]


def message(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    who: Who = "",
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print the next letter word for word; nothing is sent.")
    ] = False,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="With --preview: the first letter's words for that way.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="With --preview: the message byte for byte as it would go to the mail server.")
    ] = False,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="With --preview and WHO: the letter, to be posted.")
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody: how far each is; with --preview, one JSON line for each letter.")
    ] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what was said with each counterpart, or the letter that goes next. Approving sends them, no verb does."""
    person = asker(by)
    case = queries.case(person, reference)
    if not preview and (channel or raw or pdf):
        raise BadInput("it shows the next letter", place="--channel, --raw, --pdf", mend="add --preview")
    if everybody:
        _print_everybody(person, case, preview=preview, as_json=as_json)
    elif preview and raw:
        _print_raw(person, case, who)
    elif preview and pdf:
        _print_pdf(person, case, who, pdf)
    elif preview:
        _print_letters(_next_letters(person, case, who, channel), as_json=as_json)
    elif as_json:
        print_json(encode(_chosen(case, who)))
    else:
        show_conversations(console(), case)
        for talk in _chosen(case, who) if who else ():
            _print_talk(console(), talk)
            _print_standing(console(), case, talk)


def _print_everybody(person: Person, case: Case, *, preview: bool, as_json: bool) -> None:
    if preview:
        for one in messages.previews(person, case.id, now=now()):
            typer.echo(json.dumps(encode(one), ensure_ascii=False))
    else:
        _print_recipients(recipients.recipients(person, case.id), as_json=as_json)


def _print_recipients(found: tuple[recipients.Recipient, ...], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            typer.echo(json.dumps(encode(one), ensure_ascii=False))
        return
    out = console()
    out.print(", ".join(f"{number} {state.value}" for state, number in recipients.progress(found).items()))
    heads = ("recipient", "with", "state", "first sent", "letters", "problem")
    print_table(out, heads, (_row(one) for one in found))


def _row(one: recipients.Recipient) -> tuple[object, ...]:
    sent = f"{one.sent_at:%Y-%m-%d %H:%M %Z}" if one.sent_at else ""
    return (one.id, f"{one.name} <{one.address}>", one.state.value, sent, one.letters, one.problem)


def _chosen(case: Case, who: str) -> list[Conversation]:
    """Return the conversations, also those that are not begun; all of them, or the one that is named."""
    begun = {talk.id: talk for talk in case.conversations}
    talks = [begun.get(contact.id, Conversation(id=contact.id, contact=contact)) for contact in case.contacts]
    chosen = [talk for talk in talks if who in ("", talk.id)]
    if not chosen:
        known = ", ".join(talk.id for talk in talks)
        raise BadInput(f"the case has no conversation {who!r}", place="WHO", mend=f"known here: {known}")
    return chosen


def _next_letters(person: Person, case: Case, who: str, channel: Channel | None) -> list[Letter]:
    at = now()
    steps = ((talk, next_step(case, talk, at)) for talk in _chosen(case, who))
    return [messages.preview(person, case.id, talk.id, step, channel=channel, now=at) for talk, step in steps if step]


def _print_raw(person: Person, case: Case, who: str) -> None:
    at = now()
    for talk in _chosen(case, who):
        if step := next_step(case, talk, at):
            typer.echo(showing_letters.message_bytes(person, case.id, talk.id, step, now=at), nl=False)


def _print_pdf(person: Person, case: Case, who: str, file: Path) -> None:
    if not who:
        raise BadInput("a PDF is one letter", place="WHO", mend="say to whom: support, or a creator's id")
    talk, at = _chosen(case, who)[0], now()
    step = next_step(case, talk, at)
    if not step:
        raise NotAllowed(f"no letter to {talk.contact.name} is next: a person decides what to do")
    found = showing_letters.pages(person, case.id, talk.id, step, now=at)
    try:
        file.write_bytes(found)
    except OSError as problem:
        raise BadInput(f"cannot be written: {problem.strerror}", place=str(file), mend="name another file") from None
    typer.echo(f"{file}: the letter to {talk.contact.name}, to be signed and posted.")


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
        show_files(out, said.files)


def answer(
    reference: Ref,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The conversation's id: support, or a creator's.")],
    outcome: Annotated[Outcome, typer.Argument(help="What their answer amounts to, as you read it.")],
    *,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="In your words; a decision without an answer needs one.")
    ] = "",
    fee: Annotated[str, typer.Option(metavar="AMOUNT", help='What they claim, as "4800.00 USD".')] = "",
    fee_is: Annotated[
        str, typer.Option("--as", metavar="CODE", help="The quote's line that the fee is; none: never agreed.")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say what an answer amounts to; only a confirmation or an explained decision closes the conversation.

    A claimed fee is kept as a claim beside the quote, and the objection to it is drafted: send it with case reply.
    """
    person = asker(by)
    claimed = answers.Fee(decode(Money, fee, place="--fee"), fee_is) if fee else None
    case_id = queries.case(person, reference).id
    judged = answers.judge(person, case_id, who, outcome, note=note, fee=claimed, now=now())
    if as_json:
        print_json(encode(judged.case.conversations))
        return
    show_conversations(console(), judged.case)
    if judged.kept:
        _print_claim(judged.kept.comparison, judged)
    show_next(console(), judged.case)


def _print_claim(found: Comparison, judged: answers.Judged) -> None:
    typer.echo(f"They claim {written(found.claimed)}; {written(found.objected)} of it is not owed.")
    if judged.objection:
        _print_letters([judged.objection], as_json=False)
    else:
        typer.echo(f"No objection is drafted: {judged.why_not}.")


def _print_standing(out: Console, case: Case, talk: Conversation) -> None:
    if case.state not in following.RUNNING or talk.state is ConversationState.PLANNED:
        return
    stands = following.standing(case, talk, now())
    out.print(f"\nTurn: {stands.turn}{f', since {stands.since:%Y-%m-%d %H:%M %Z}' if stands.since else ''}")
    if stands.due_at:
        what = stands.task.id if stands.task else stands.next_step.step if stands.next_step else "a person decides"
        theirs = stands.due_at.astimezone(ZoneInfo(stands.office.zone))
        out.print(f"Next: {what}, {theirs:%A %Y-%m-%d %H:%M %Z} ({stands.office.zone})")
    if talk.snooze:
        out.print(f"Left in peace until {talk.snooze.until_at:%Y-%m-%d %H:%M %Z}: {escape(talk.snooze.why)}")
    if stands.sheet and stands.task:
        out.print(f"\nTo do by {stands.task.channel.value.replace('_', ' ')}:")
        _print_letters([stands.sheet], as_json=False)
    if stands.answer and stands.suggestion and stands.suggestion.outcome:
        words = (stands.answer.body[hit.start : hit.end] for hit in stands.suggestion.hits)
        said = "; ".join(dict.fromkeys(words))
        out.print(f"It seems to be {stands.suggestion.outcome.value}, by these words: {escape(said)}", soft_wrap=True)
