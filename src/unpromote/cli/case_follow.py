"""`unpromote case snooze|log|reply|contact`: following up by hand, and who is reached where and when."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.instants import instant_of
from unpromote.cli.show import show_conversations, show_next
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.dates import Weekday
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel, Log, Way
from unpromote.domain.messages import Contact
from unpromote.domain.offices import Place
from unpromote.services import following, queries

Whom = Annotated[str, typer.Argument(metavar="WHO", help="The conversation's id: support, or a creator's.")]


def _show(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(case.conversations))
        return
    show_conversations(console(), case)
    show_next(console(), case)


def snooze(
    reference: Ref,
    who: Whom,
    *,
    until: Annotated[str, typer.Option(metavar="DAY|INSTANT", help="2026-12-01, or with a time and an offset.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why they are left in peace.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Leave somebody in peace until a day (of the agreement's zone) or an instant; the clock then goes on."""
    person, at = asker(by), now()
    case = queries.case(person, reference)
    until_at = instant_of(until, case, "--until")
    _show(following.put_off(person, case.id, who, until_at, why, now=at), as_json=as_json)


def log(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    who: Whom,
    channel: Annotated[Channel, typer.Argument(help="How they were reached.")],
    *,
    number: Annotated[str, typer.Option("--reference", metavar="TEXT", help="The ticket's or tracking number.")] = "",
    spoke_with: Annotated[str, typer.Option(metavar="NAME", help="Whom you reached, or that nobody answered.")] = "",
    said: Annotated[str, typer.Option(metavar="TEXT", help="What was said or pasted; - reads a transcript.")] = "",
    promised: Annotated[str, typer.Option(metavar="TEXT", help="What they promised.")] = "",
    at: Annotated[str, typer.Option(metavar="INSTANT", help="When it happened, if not now.")] = "",
    answered: Annotated[bool, typer.Option("--answered", help="They gave their answer at once.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say that you filed a ticket, called, chatted or posted a letter; it counts as sent."""
    person, present = asker(by), now()
    case = queries.case(person, reference)
    text = sys.stdin.read() if said == "-" else said
    done = Log(channel, with_whom=spoke_with, said=text, promised=promised, reference=number)
    when = instant_of(at, case, "--at") if at else present
    moved = following.log_contact(person, case.id, who, done, answered=answered, at=when, now=present)
    _show(moved, as_json=as_json)


def reply(
    reference: Ref,
    who: Whom,
    *,
    subject: Annotated[str, typer.Option(metavar="TEXT", help="The subject; the case's token is put before it.")],
    text: Annotated[str, typer.Option(metavar="TEXT", help="The letter, word for word; - reads it.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Write back in your own words, by mail; an objection that was drafted, for example."""
    person = asker(by)
    case = queries.case(person, reference)
    body = sys.stdin.read() if text == "-" else text
    moved = following.write_back(person, case.id, who, subject=subject, body=body, now=now())
    _show(moved, as_json=as_json)


def contact(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    who: Whom,
    *,
    zone: Annotated[str, typer.Option(metavar="ZONE", help="Where they work, as America/New_York.")] = "",
    country: Annotated[str, typer.Option(metavar="CODE", help="Whose holidays count; the zone's, if left out.")] = "",
    region: Annotated[str, typer.Option(metavar="CODE", help="The part of it, as BY for Bavaria.")] = "",
    opens: Annotated[str, typer.Option(metavar="HH:MM", help="When they open.")] = "",
    closes: Annotated[str, typer.Option(metavar="HH:MM", help="When they close.")] = "",
    weekend: Annotated[str, typer.Option(metavar="DAYS", help="Their weekend, as Fri,Sat.")] = "",
    phone: Annotated[str, typer.Option(metavar="NUMBER", help="Where to call them.")] = "",
    portal: Annotated[str, typer.Option(metavar="LINK", help="The page where tickets are filed.")] = "",
    post: Annotated[str, typer.Option(metavar="TEXT", help="Their postal address.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=NAME <MAIL>", help="Who else: representative, finance or legal."),
    ] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """State where a counterpart works and how else they are reached; what is left out stays as it is."""
    person = asker(by)
    case = queries.case(person, reference)
    known = following.contact_of(case, who)
    place = _place(known.place, zone=zone, country=country, region=region, opens=opens, closes=closes, weekend=weekend)
    ways = {way.role: way for way in (*known.ways, *map(_way, role or ()))}
    stated = replace(
        known,
        place=place,
        phone=phone or known.phone,
        portal=portal or known.portal,
        post=post or known.post,
        ways=tuple(ways.values()),
    )
    moved = following.state_contact(person, case.id, stated, now=now())
    _show_contact(following.contact_of(moved, who), as_json=as_json)


def _place(known: Place | None, **given: str) -> Place | None:
    """Return the place with what was given; a new zone needs its own country and region."""
    if not any(given.values()):
        return known
    kept = encode(known) if known and not given["zone"] else {}
    days = [Weekday(day.strip()).value for day in given.pop("weekend").split(",") if day.strip()]
    stated = kept | {name: value for name, value in given.items() if value} | ({"weekend": days} if days else {})
    if "zone" not in stated:
        raise BadInput("nobody stated yet where they work", place="--zone", mend="name the zone, as Europe/Berlin")
    return decode(Place, stated, place="contact")


def _way(text: str) -> Way:
    """Return a way from "finance=Accounts <accounts@platform.example>"."""
    role, sign, rest = text.partition("=")
    name, _, address = rest.partition("<")
    if not (sign and role.strip() and name.strip()):
        mend = 'write --role "finance=Accounts <accounts@platform.example>"'
        raise BadInput(f"{text!r} names no role and nobody", place="--role", mend=mend)
    return Way(role.strip(), name.strip(), address.rstrip("> "))


def _show_contact(contact: Contact, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(contact))
        return
    place = contact.place
    where = (
        f"{place.zone} {place.country} {place.region}".strip() if place else "in the agreement's zone, as far as known"
    )
    typer.echo(f"{contact.name} <{contact.address}>: {where}")
    for way in contact.ways:
        typer.echo(f"{way.role}: {way.name} {way.address}".rstrip())
