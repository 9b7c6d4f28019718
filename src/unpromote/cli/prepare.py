"""Before any verb that needs the database: the installation's folder, key and tables, made where they are missing."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from unpromote.domain.errors import BadInput, OutsideFailed

PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.2


def prepare() -> None:
    """Make what is missing; where nothing is, this takes a few milliseconds.

    Raises:
        BadInput: the data folder cannot be made or written.
        OutsideFailed: the database cannot be reached or brought up to date.
    """
    data = Path(str(settings.UNPROMOTE["data"]))
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if "UNPROMOTE_SECRET_KEY" not in os.environ:
            settings.SECRET_KEY = _key(data / "secret_key")
    except OSError as problem:
        mend = "set UNPROMOTE_DATA to a folder that you may write"
        raise BadInput(f"the data folder cannot be used: {problem.strerror}", place=str(data), mend=mend) from None
    try:
        _bring_up_to_date()
    except DatabaseError as problem:
        raise OutsideFailed(f"the database cannot be used: {problem}") from None


def _key(path: Path) -> str:
    """Return the key in the file, made now where there was none; of two who make one at once, one wins, whole."""
    if not path.exists():
        # exclusive, and 0600 from the start
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()


def _bring_up_to_date() -> None:
    """Migrate the tables. Another process may be doing the same: then wait for it instead of failing."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while _is_behind():
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(POLL_SECONDS)


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
