"""`unpromote case deals|involve|page|proposal|duty`: creators' deals, how they stay on, their page, duties."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, json_of, now, print_json
from unpromote.cli.show import show_settlements
from unpromote.cli.show_quote import print_table, written
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.involvement import Change
from unpromote.jobs.sheets import read_deals
from unpromote.services import creator_link, creator_page, duties, involvement, queries
from unpromote.services import deals as entered

Creator = Annotated[str, typer.Argument(metavar="CREATOR", help="The creator's id.")]


def deals(
    reference: Ref,
    *,
    file: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="CSV or XLSX, a row for each thing of a deal.")
    ] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what was agreed with each creator and when silence approves it; or enter deals, which voids a quote."""
    person = asker(by)
    case = queries.case(person, reference)
    if file is not None:
        found, notes = read_deals(file, currency=entered.currency_of(case))
        for note in notes:
            typer.echo(f"unpromote: {note}", err=True)
        case = entered.enter_deals(person, case.id, found, now=now())
    if as_json:
        creators = case.promotion.get("creators", [])
        print_json({"creators": creators, "deals": encode(case.deals), "silences": encode(entered.silences(case))})
        return
    works = [(one["id"], item) for one in case.promotion.get("creators", ()) for item in one["deliverables"]]
    rows = [(who, item["id"], item["price"], item["stage"].replace("_", " ")) for who, item in works]
    print_table(console(), ("creator", "deliverable", "price", "stage"), rows)
    for one in entered.silences(case):
        console().print(f"{one.name}: silence approves {one.deliverable} at {one.approved_at.isoformat()}")


def involve(
    reference: Ref,
    creator: Creator,
    *,
    changes: Annotated[
        str,
        typer.Option(
            metavar="JSON", help='Every change: [{"way": "reschedule", "deliverable": "Video", "on": "2027-01-15"}].'
        ),
    ],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why; left out: only show what it would come to.")] = "",
    proposal: Annotated[str, typer.Option(metavar="ID", help="The creator's proposal that this accepts.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Keep a creator on: reschedule, reduce, reassign, or keep an advance as credit; needs the right to approve."""
    person = asker(by)
    case = queries.case(person, reference)
    asked = decode(tuple[Change, ...], json_of(changes, "--changes"), place="--changes")
    if why:
        case = involvement.adjust(person, case.id, creator, asked, why=why, proposal_id=proposal, now=now())
        settlement = next(one for one in case.settlements if one.creator_id == creator)
    else:
        settlement = involvement.preview_change(person, case.id, creator, asked)
    if as_json:
        print_json(encode(settlement))
        return
    out = console()
    out.print(f"{settlement.name}: {written(abs(settlement.balance))} ({settlement.direction})")
    for line in settlement.workings:
        out.print(f"  {line.code}: {written(line.amount)} = {line.formula} ({line.clause})", soft_wrap=True)
    for one in settlement.goes_on:
        kept = f"{written(one.advance_kept)} paid ahead ({one.formula})"
        out.print(f"  {one.deliverable} goes on: {written(one.price)}, {kept}", soft_wrap=True)
    if why:
        show_settlements(out, case)


def page(
    reference: Ref,
    creator: Creator,
    *,
    revoke: Annotated[bool, typer.Option("--revoke", help="End every link that was given out before.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Print a link to the creator's own page; whoever has it speaks for the creator."""
    person = asker(by)
    case = queries.case(person, reference)
    if revoke:
        creator_link.revoke_link(person, case.id, creator, now=now())
    link = creator_link.link_of(person, case.id, creator, now=now())
    if as_json:
        print_json({"link": link})
    else:
        typer.echo(link)


def proposal(
    reference: Ref,
    name: Annotated[str, typer.Argument(metavar="[PROPOSAL]", help="Its id; all are shown without it.")] = "",
    *,
    accept: Annotated[bool | None, typer.Option("--accept/--decline", help="The answer.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What the creator reads; a no needs a reason.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what creators propose, or answer one of it; a yes makes the change and needs the right to approve."""
    person = asker(by)
    case = queries.case(person, reference)
    if name:
        if accept is None:
            raise BadInput("the answer is missing", place="--accept/--decline", mend="say which")
        case = creator_page.answer_proposal(person, case.id, name, accepted=accept, note=note, now=now())
    if as_json:
        print_json({"proposals": encode(case.proposals), "files": _without_path(case)})
        return
    print_table(
        console(),
        ("proposal", "creator", "kind", "words", "state", "answer"),
        [
            (one.id, one.creator_id, one.kind.value.replace("_", " "), one.words, one.state.value, one.answer)
            for one in case.proposals
        ],
    )
    files = [(one.id, one.creator_id, one.kind.value.replace("_", " "), one.name) for one in case.creator_files]
    print_table(console(), ("file", "creator", "kind", "name"), files)


def _without_path(case: Case) -> list[dict[str, Any]]:
    return [{key: item for key, item in one.items() if key != "path"} for one in encode(case.creator_files)]


def duty(  # noqa: PLR0913 - each is an option of the command
    reference: Ref,
    name: Annotated[str, typer.Argument(metavar="[DUTY]", help="Its id; all are shown without it.")] = "",
    *,
    shown: Annotated[str, typer.Option(metavar="TEXT", help="What shows that it was done.")] = "",
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="A file that shows it.")] = None,
    done: Annotated[bool, typer.Option("--done", help="You looked at what shows it.")] = False,
    refuse: Annotated[str, typer.Option(metavar="WHY", help="What was shown does not show it, and why.")] = "",
    waive: Annotated[str, typer.Option(metavar="WHY", help="Let it go, with the reason.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what is left to do after the end; or show that one thing was done, look at it, let it go."""
    person = asker(by)
    case = queries.case(person, reference)
    if not name and (shown or file or done or refuse or waive):
        raise BadInput("no duty is named", place="DUTY", mend=f"see them: unpromote case duty {reference}")
    if shown or file:
        case = duties.show_duty(person, case.id, name, words=shown, source=file, now=now())
    if done:
        case = duties.finish_duty(person, case.id, name, now=now())
    if refuse:
        case = duties.refuse_proof(person, case.id, name, why=refuse, now=now())
    if waive:
        case = duties.waive_duty(person, case.id, name, why=waive, now=now())
    if as_json:
        print_json(encode(case.duties))
        return
    rows = [
        (one.id, one.what, one.holder, one.due_on or "", one.state.value, one.clause or one.note) for one in case.duties
    ]
    print_table(console(), ("duty", "what", "holder", "by", "state", "clause"), rows)
