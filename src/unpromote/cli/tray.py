"""`unpromote tray`: mail that fits no conversation; look at it, put it where it belongs, or set it aside."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.show import show_files
from unpromote.domain.codec import encode
from unpromote.services import tray

app = typer.Typer(no_args_is_help=True, help="Mail that fits no case: look at it, put it where it belongs.")
MailId = Annotated[str, typer.Argument(metavar="MAIL", help="The mail's number, as `unpromote tray list` shows it.")]


@app.command("list")
def list_(*, by: By = "", as_json: AsJson = False) -> None:
    """List the mail that fits no conversation and that you may see."""
    found = tray.waiting(asker(by))
    if as_json:
        print_json(encode(found))
        return
    if trouble := tray.trouble():
        typer.echo(f"No mail is taken in: {trouble}", err=True)
    for mail in found:
        machine = " (automatic)" if mail.automatic else ""
        line = f"{mail.id:>5}  {mail.received_at:%Y-%m-%d %H:%M}  {mail.sender}: {mail.subject}{machine}"
        console().print(escape(line), soft_wrap=True)
    if not found:
        typer.echo("The tray is empty.")


@app.command("show")
def show(mail_id: MailId, *, by: By = "", as_json: AsJson = False) -> None:
    """Show one message as text, its files, and the cases that it may belong to with the reasons."""
    person = asker(by)
    mail = tray.stray(person, mail_id)
    suggested = tray.suggestions(person, mail)
    if as_json:
        print_json({"mail": encode(mail), "suggestions": encode(suggested)})
        return
    out = console()
    out.print(
        escape(f"From: {mail.sender}\nSubject: {mail.subject}\nKept as: {mail.path}\n\n{mail.body}\n"), soft_wrap=True
    )
    show_files(out, mail.files)
    for one in suggested:
        out.print(
            escape(f"{one.reference} {one.conversation or '?'}  {one.title}: {'; '.join(one.reasons)}"), soft_wrap=True
        )


@app.command("assign")
def assign(
    mail_id: MailId,
    reference: Annotated[str, typer.Argument(metavar="CASE", help="The case that it belongs to.")],
    who: Annotated[str, typer.Argument(metavar="WHO", help="Who wrote: support, or a creator's id.")],
    *,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Put it with a conversation; there it counts as their answer."""
    case = tray.assign(asker(by), mail_id, reference, who, now=now())
    if as_json:
        print_json(encode(case))
    else:
        typer.echo(f"Put with {who} in {case.reference}; judge it with `unpromote case answer`.")


@app.command("set-aside")
def set_aside(
    mail_id: MailId,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="Why it belongs to no case.")],
    *,
    by: By = "",
) -> None:
    """Take it out of the tray; it stays on disk."""
    mail = tray.set_aside(asker(by), mail_id, reason, now=now())
    typer.echo(f"Set aside: {mail.subject}")
