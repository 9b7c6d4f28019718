"""`unpromote notices`: how you and your client's channels are told, and calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from django.urls import reverse
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.domain.codec import decode, encode
from unpromote.domain.notices import Channel, ClientNotices, PersonNotices
from unpromote.services import calendar, notices, queries

app = typer.Typer(no_args_is_help=True, help="How you and your client's channels are told; calendars to subscribe to.")
Zone = Annotated[str, typer.Option("--time-zone", metavar="ZONE", help="Whose clock is meant, such as Europe/Berlin.")]
Quiet = Annotated[str, typer.Option(metavar="FROM-UNTIL", help='Hours without notices, such as "20:00-07:00".')]


@app.command("show")
def show(*, by: By = "", as_json: AsJson = False) -> None:
    """Show how you are told, and what became of the last notices."""
    person = asker(by)
    wanted, latest = notices.wanted(person), notices.latest(person)
    if as_json:
        print_json({"wanted": encode(wanted), "latest": encode(latest)})
        return
    _show(encode(wanted), latest)


def _show(wanted: Mapping[str, Any], latest: Iterable[Any]) -> None:
    out = console()
    for name, value in wanted.items():
        out.print(f"{name.replace('_', ' ')}: {escape(str(value)) if value not in (None, '') else '-'}")
    for one in latest:
        out.print(f"{one.due_at.isoformat()} {one.kind} {one.status} {escape(one.problem)}".rstrip())


@app.command("set")
def set_(
    *,
    address: Annotated[str, typer.Option(metavar="MAIL", help="Where you are told.")] = "",
    digest: Annotated[str, typer.Option(metavar="HH:MM", help="Time of the daily digest.")] = "",
    alarms: Annotated[bool, typer.Option("--alarms", help="Tell alarms at once.")] = False,
    time_zone: Zone = "UTC",
    quiet: Quiet = "",
    wake: Annotated[bool, typer.Option("--wake", help="Spend that grows again breaks the quiet.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say how you want to be told; what you leave out is off."""
    person = asker(by)
    said = {"address": address, "time_zone": time_zone, "alarms": alarms, "wake_me": wake, **_quiet(quiet)}
    said["digest_at"] = digest or None
    kept = notices.want(person, decode(PersonNotices, said, place="notices"))
    _say(encode(kept), f"{person.name} is told so from now on.", as_json=as_json)


@app.command("channel")
def channel(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")],
    *,
    slack: Annotated[str | None, typer.Option(metavar="URL", help='Slack\'s incoming webhook; "" ends it.')] = None,
    teams: Annotated[str | None, typer.Option(metavar="URL", help='Teams\' incoming webhook; "" ends it.')] = None,
    time_zone: Zone = "UTC",
    digest: Annotated[str, typer.Option(metavar="HH:MM", help="Time of the daily digest.")] = "",
    quiet: Quiet = "",
    wake: Annotated[bool, typer.Option("--wake", help="Spend that grows again breaks the quiet.")] = False,
    by: By = "",
) -> None:
    """Say where a client's alarms are told and when it is quiet; needs the right to approve."""
    person = asker(by)
    said = {"time_zone": time_zone, "wake_us": wake, "digest_at": digest or None, **_quiet(quiet)}
    how = decode(ClientNotices, said, place="notices")
    given = {Channel.SLACK: slack, Channel.TEAMS: teams}
    kept = notices.set_channels(person, client, how, {one: url for one, url in given.items() if url is not None})
    for one, sealed in kept.hooks.items():
        typer.echo(f"{one.value}: {notices.masked(sealed)}")


@app.command("channels")
def channels(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")],
    *,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show how a client's channels are told, and what became of the last notices; addresses are secrets."""
    person = asker(by)
    how, latest = notices.channels(person, client), notices.latest_to_channels(person, client)
    shown = {**encode(how), **{one.value: notices.masked(sealed) for one, sealed in how.hooks.items()}}
    if as_json:
        print_json({"channels": shown, "latest": encode(latest)})
        return
    _show(shown, latest)


@app.command("calendar")
def new_calendar(
    reference: Annotated[str, typer.Argument(metavar="[CASE]", help="One case; all of yours if left out.")] = "",
    *,
    by: By = "",
) -> None:
    """Print the address of a calendar to subscribe to: a secret, so whoever has it sees what you see there."""
    feed = calendar.make_feed(asker(by), reference or None, now=now())
    typer.echo(calendar.pages_at() + reverse("web:calendar", args=[feed.token]))


@app.command("calendars")
def calendars(*, by: By = "", as_json: AsJson = False) -> None:
    """List your calendars, each with the id by which it is taken back."""
    found = calendar.feeds(asker(by))
    if as_json:
        print_json([{"id": one.id, "case": one.reference, "made_at": one.made_at.isoformat()} for one in found])
        return
    for one in found:
        typer.echo(f"{one.id} {one.reference or 'all cases'} since {one.made_at.date()}")


@app.command("revoke")
def revoke(feed_id: Annotated[str, typer.Argument(metavar="ID")], *, by: By = "") -> None:
    """Take a calendar back: its address answers nothing any more."""
    calendar.revoke_feed(asker(by), feed_id, now=now())
    typer.echo("Taken back.")


@app.command("deadlines")
def deadlines(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """List what a case waits for, the next first."""
    person = asker(by)
    found = calendar.deadlines(person, queries.case(person, reference).id)
    if as_json:
        print_json(encode(found))
        return
    for one in found:
        when = one.on.isoformat() if one.on else one.over_at.isoformat()
        typer.echo(f"{when} {'(moot) ' if one.moot else ''}{one.what} ({one.owner}) [{one.id}]")


@app.command("met")
def met(
    reference: Ref,
    deadline_id: Annotated[str, typer.Argument(metavar="DEADLINE", help="Its id, as in `notices deadlines`.")],
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="How it was met.")],
    by: By = "",
) -> None:
    """Say that a deadline was met."""
    person = asker(by)
    calendar.meet(person, queries.case(person, reference).id, deadline_id, note, now=now())
    typer.echo("Noted.")


def _quiet(text: str) -> dict[str, Any]:
    from_, _, until = text.partition("-")
    return {"quiet_from": from_.strip() or None, "quiet_until": until.strip() or None}


def _say(data: Any, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(data)
    else:
        typer.echo(words)
