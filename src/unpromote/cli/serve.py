"""`unpromote serve` and `unpromote work`: the web, the API and the worker on this machine; or the worker alone."""

from __future__ import annotations

import signal
import threading
from contextlib import AbstractContextManager
from typing import Annotated

import typer
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import reverse
from waitress.server import create_server  # type: ignore[import-untyped]  # waitress ships no types

from unpromote.cli.desk import FIRST_CLIENT, By, name_of, now
from unpromote.cli.outside import executor
from unpromote.cli.prepare import prepare
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs import schedule
from unpromote.jobs.connections import Connections
from unpromote.jobs.desk import check_release
from unpromote.jobs.embedded import LANES, Embedded
from unpromote.jobs.wiring import mail_watched
from unpromote.services import access, people
from unpromote.services.arriving import look_for_mail

THREADS = 8


def serve(
    *,
    host: Annotated[
        str, typer.Option(help="Address to listen on; another one must stand in UNPROMOTE_HOSTS.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8000,
    by: By = "",
) -> None:
    """Run the pages, the API and the worker in one process on this machine, until Ctrl-C."""
    _get_ready()
    try:
        server = create_server(get_wsgi_application(), host=host, port=port, threads=THREADS)
    except OSError as problem:
        raise OutsideFailed(f"cannot listen on {host}:{port}: {problem.strerror}", permanent=True) from None
    signal.signal(signal.SIGTERM, _end)
    address = f"http://{host}:{server.effective_port}"
    typer.echo(f"Unpromote at {address}/ - Ctrl-C stops it.")
    if access.nobody_can_sign_in():
        typer.echo(f"Nobody can sign in yet. Set the first password here, once: {address}{_first_link(by)}")
    with executor(lanes=LANES) as embedded, _mail_at_once(embedded):
        worker = threading.Thread(target=_run, args=(embedded,), name="worker")
        worker.start()
        try:
            server.run()
        finally:
            embedded.stop()
            worker.join()
            server.close()


def _get_ready() -> None:
    """Prepare the installation, and have the mail looked at now and from then on."""
    prepare()
    check_release()
    every = Connections.configured().mail_every
    schedule.order_mail(now() - every, every)
    schedule.order_watch(now() - every, every)


def _mail_at_once(embedded: Embedded) -> AbstractContextManager[None]:
    """Have arriving mail looked at as soon as the mailbox tells of it."""

    def look() -> None:
        try:
            look_for_mail(now())
        finally:
            connection.close()
        embedded.announce("", now())

    return mail_watched(Connections.configured(), look)


def _end(*_: object) -> None:
    raise SystemExit(0)


def _run(embedded: Embedded) -> None:
    try:
        embedded.run()
    finally:
        connection.close()


def _first_link(by: str) -> str:
    name = people.first_person(name_of(by), FIRST_CLIENT).name
    return reverse("first-admin", args=[access.password_link(name)])


def work(
    *,
    until_quiet: Annotated[bool, typer.Option("--until-quiet", help="End once nothing is due.")] = False,
) -> None:
    """Do what is due, and go on as it falls due, without pages; several of these may run at once."""
    _get_ready()
    with executor(lanes=LANES) as embedded:
        if until_quiet:
            typer.echo(f"Done: {embedded.work_off()} commands.")
            return
        signal.signal(signal.SIGTERM, lambda *_: embedded.stop())
        signal.signal(signal.SIGINT, lambda *_: embedded.stop())
        with _mail_at_once(embedded):
            embedded.run()
