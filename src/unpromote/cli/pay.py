"""`unpromote pay`: payment runs that two people carry, and what the bank shows of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.outside import executor
from unpromote.cli.show_money import show_lines, show_runs
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.domain.payees import Method, Payer, masked
from unpromote.domain.runs import PaymentRun
from unpromote.services import payments, statements
from unpromote.services.payments import RunWish

app = typer.Typer(
    no_args_is_help=True, help="Payment runs: prepare, release by somebody else, import what the bank did."
)
Client = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")]
Run = Annotated[str, typer.Argument(metavar="RUN", help="The run's id.")]
Line = Annotated[str, typer.Argument(metavar="LINE", help="The bank line's id, from `unpromote pay lines`.")]


def account(
    client: Client,
    *,
    name: Annotated[str, typer.Option(metavar="NAME", help="The name that the account has.")],
    iban: Annotated[str, typer.Option(metavar="IBAN", help='The account; "-" reads it from standard input.')],
    bic: Annotated[str, typer.Option(metavar="BIC", help="The bank; may be left out.")] = "",
    by: By = "",
) -> None:
    """Note the account from which a client pays; needs the right to approve."""
    given = sys.stdin.readline().strip() if iban == "-" else iban
    person = asker(by)
    payments.set_payer(person, client, Payer(name, given, bic))
    noted = payments.payer_of(person, client)
    typer.echo(f"{client} pays from {masked(noted.iban) if noted else 'no account'}.")


def prepare(
    client: Client,
    *,
    method: Annotated[Method, typer.Option(help="How it is paid.")] = Method.SEPA,
    currency: Annotated[str, typer.Option(metavar="CODE", help="In which currency.")] = "EUR",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to carry it out; today.")] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Gather what was released and is in no run yet; somebody else has to release the run."""
    person = asker(by)
    wish = RunWish(client, method, currency, (on or now()).date())
    _print((payments.prepare_run(person, wish, now=now()),), as_json=as_json)


def list_(client: Client, *, by: By = "", as_json: AsJson = False) -> None:
    """List a client's runs, the newest first."""
    _print(payments.runs_of(asker(by), client), as_json=as_json)


def release(run: Run, *, by: By = "", as_json: AsJson = False) -> None:
    """Release a run that somebody else prepared; its file is written at once."""
    person = asker(by)
    payments.release_run(person, run, now=now())
    _work_off()
    _print((payments.run_of(person, run),), as_json=as_json)


def drop(run: Run, *, by: By = "", as_json: AsJson = False) -> None:
    """Drop a run that was not released; its payments can go into another."""
    _print((payments.drop_run(asker(by), run),), as_json=as_json)


def file(
    run: Run,
    *,
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to put it.")] = Path(),
    by: By = "",
) -> None:
    """Put a released run's file into a folder, to hand it to the bank; needs the right to approve."""
    name, content = payments.run_file(asker(by), run)
    try:
        (to / name).write_bytes(content)
    except OSError as problem:
        raise BadInput(f"cannot be written: {problem.strerror}", place=str(to / name)) from None
    typer.echo(str(to / name))


def import_(
    client: Client,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="camt.053, or CSV with named columns.")],
    *,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Take in a bank statement and book what it shows, once; what fits nothing waits in `unpromote pay lines`."""
    person = asker(by)
    received = statements.receive_statement(person, client, path, now=now())
    _work_off()
    done = statements.statement_of(person, received.id)
    waiting = statements.open_lines(person, client)
    if as_json:
        print_json({"statement": done.id, "state": done.state, "problem": done.problem, "open_lines": encode(waiting)})
    else:
        typer.echo(f"{done.name}: {done.problem or done.state}; {len(waiting)} lines wait for a person.")
    if done.problem:
        raise typer.Exit(1)


def lines(client: Client, *, by: By = "", as_json: AsJson = False) -> None:
    """List the bank lines that fit nothing and wait for a person."""
    found = statements.open_lines(asker(by), client)
    if as_json:
        print_json(encode(found))
    else:
        show_lines(console(), found)


def match(
    line: Line,
    reference: Annotated[str, typer.Argument(metavar="CASE", help="The case's reference.")],
    party: Annotated[str, typer.Argument(metavar="PARTY", help='"media", another role, or a creator\'s id.')],
    *,
    by: By = "",
) -> None:
    """Book a bank line against a party of a case."""
    case = statements.assign_line(asker(by), line, reference, party, now=now())
    typer.echo(f"Booked in {case.reference}: unpromote case money {case.reference}")


def aside(
    client: Client,
    line: Line,
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")],
    by: By = "",
) -> None:
    """Say that a bank line concerns no case."""
    statements.set_line_aside(asker(by), client, line, why)
    typer.echo("Set aside.")


def _work_off() -> None:
    with executor() as embedded:
        embedded.work_off()


def _print(runs: tuple[PaymentRun, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([payments.run_json(run) for run in runs])
    else:
        show_runs(console(), runs)


VERBS: dict[str, Callable[..., None]] = {
    "account": account,
    "prepare": prepare,
    "list": list_,
    "release": release,
    "drop": drop,
    "file": file,
    "import": import_,
    "lines": lines,
    "match": match,
    "aside": aside,
}
for name_, verb in VERBS.items():
    app.command(name_)(verb)
