"""A desk is made ready once, whoever comes first, and told apart from one that cannot be used."""

from __future__ import annotations

import stat
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection

from unpromote.cli import prepare as preparing
from unpromote.cli.prepare import prepare
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.store import migrations


@pytest.fixture
def fresh(data, settings, monkeypatch):
    """A folder without a key; the settings are put back afterwards."""
    monkeypatch.delenv("UNPROMOTE_SECRET_KEY", raising=False)
    settings.SECRET_KEY = "a passing one"
    return data


def test_the_key_is_made_once_for_its_owner_alone(db, fresh):
    prepare()
    first = configured.SECRET_KEY
    prepare()
    key = fresh / "secret_key"
    assert (configured.SECRET_KEY, key.read_text(), stat.S_IMODE(key.stat().st_mode)) == (first, first, 0o600)
    assert [path.name for path in fresh.iterdir()] == ["secret_key"]


class Racing(type(Path())):
    """A path that somebody else fills between our look and our write."""

    def exists(self) -> bool:
        self.write_text("theirs")
        return False


def test_of_two_keys_made_at_once_one_wins(fresh):
    assert preparing._key(Racing(fresh / "secret_key")) == "theirs"
    assert [path.name for path in fresh.iterdir()] == ["secret_key"]


def test_a_folder_that_cannot_be_made_is_bad_input(fresh, monkeypatch):
    (fresh / "file").touch()
    monkeypatch.setitem(configured.UNPROMOTE, "data", fresh / "file" / "desk")
    with pytest.raises(BadInput, match="UNPROMOTE_DATA"):
        prepare()


LAST = ("store", max(path.stem for path in Path(migrations.__file__).parent.glob("[0-9]*.py")))
FORGET = "delete from django_migrations where app = %s and name = %s"
REMEMBER = "insert into django_migrations (app, name, applied) values (%s, %s, '2026-01-01')"


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement, LAST)


@pytest.fixture
def half_migrated(transactional_db, fresh):
    """Tables that stand, and nobody has noted it yet: another process is in the middle of migrating."""
    run(FORGET)
    yield
    run(FORGET)
    run(REMEMBER)


def test_whoever_comes_second_waits_until_the_tables_are_there(half_migrated):
    def finish():
        time.sleep(0.3)
        run(REMEMBER)
        connection.close()

    other = threading.Thread(target=finish)
    other.start()
    prepare()
    other.join()
    assert not preparing._is_behind()


def test_tables_that_are_never_finished_are_an_outer_failure(half_migrated, monkeypatch):
    monkeypatch.setattr(preparing, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(OutsideFailed, match="the database cannot be used"):
        prepare()
