"""`unpromote tray`, as a person types it."""

from __future__ import annotations

import pytest

import builders as b
from strays import some_strays
from unpromote.services import queries
from unpromote.store.models import CommandRow


@pytest.fixture
def mail_id(say):
    b.cast()
    some_strays()
    return say("tray", "list", "--json").json[0]["id"]


def test_the_tray_is_listed_and_read(say, mail_id):
    assert "cleo@creators.example: About <b>Arena autumn</b>" in say("tray", "list").out
    shown = say("tray", "show", mail_id).out
    assert "We agree." in shown
    assert "proof.html, text/html" in shown
    assert "UP-ABCDEFGH cleo" in shown
    assert say("tray", "show", mail_id, "--json").json["suggestions"][0]["conversation"] == "cleo"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_mail_is_put_where_it_belongs(say, mail_id, form):
    said = say("tray", "assign", mail_id, "up-abcdefgh", "cleo", *form)
    assert said.code == 0
    assert queries.case_at_work("case_1").conversations[1].state.value == "answered"
    assert "The tray is empty." in say("tray", "list").out


def test_mail_is_set_aside_with_a_reason(say, mail_id):
    assert "Set aside" in say("tray", "set-aside", mail_id, "spam").out
    assert say("tray", "set-aside", mail_id, "spam").code == 1


def test_dan_sees_nothing_of_it(say, mail_id):
    assert say("tray", "list", "--json", by="dan").json == []
    assert say("tray", "show", mail_id, by="dan").code == 1


def test_while_no_mail_can_be_taken_in_the_list_says_why(say, db):
    b.cast()
    result = {"event": "CommandGaveUp", "problem": "the mailbox at mail.example refuses the user desk"}
    CommandRow.objects.create(key="look", kind="CollectMail", status="done", due_at=b.NOW, result=result, payload={})
    assert "No mail is taken in: the mailbox at mail.example refuses" in say("tray", "list").err
