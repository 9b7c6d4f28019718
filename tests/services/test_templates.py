"""A client's own texts: kept in versions, checked, used in letters, and nobody else's business."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import SentMail
from unpromote.services import messages, templates
from unpromote.services.letters import Wording
from unpromote.services.letters.writing import layout_for

pytestmark = pytest.mark.django_db

PLACE = (b.BRAND, "support_request", "en")


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def ana(cast):
    return cast["ana"]


def shipped(ana, place=PLACE):
    return templates.shown(ana, *place)


def changed(ana, *, over=0, words="Dear"):
    text = layout_for("support_request", "en").text.replace("Dear", words)
    return templates.saved(ana, *PLACE, text, over=over, now=b.NOW)


def test_what_nobody_changed_is_shipped(ana):
    found = shipped(ana)
    assert (found.version, found.own, found.by) == (0, False, "")


def test_anas_text_is_in_force_with_its_version_author_and_time(ana):
    found = changed(ana, words="Esteemed")
    assert found == shipped(ana)
    assert (found.version, found.own, found.by, found.at) == (1, True, "ana", b.NOW)
    assert "Esteemed ${to.name}" in found.text


def test_a_version_supersedes_and_none_is_lost(ana):
    changed(ana, words="First")
    changed(ana, over=1, words="Second")
    back = templates.reset(ana, *PLACE, over=2, now=b.NOW)
    assert (back.version, back.own) == (3, False)
    kept = templates.history(ana, *PLACE)
    assert [(one.version, "Second" in one.text, bool(one.text)) for one in kept] == [
        (1, False, True),
        (2, True, True),
        (3, False, False),
    ]


def test_the_shipped_text_is_back_after_a_reset_and_can_be_changed_again(ana):
    before = shipped(ana).text
    changed(ana, words="First")
    assert templates.reset(ana, *PLACE, over=1, now=b.NOW).text == before
    assert changed(ana, over=2, words="Third").version == 3


def test_who_edits_an_old_version_is_told(ana):
    changed(ana)
    with pytest.raises(NotAllowed, match="in the meantime"):
        changed(ana)
    with pytest.raises(NotAllowed, match="in the meantime"):
        templates.reset(ana, *PLACE, over=4, now=b.NOW)


def test_the_list_has_every_text_in_every_language_and_marks_the_clients_own(ana):
    changed(ana)
    found = templates.listed(ana, b.BRAND)
    assert {one.language for one in found} == {"en", "de"}
    assert [one.name for one in found if one.own] == ["support_request"]
    assert {"support_request.portal", "ticket", "creator_notice"} <= {one.name for one in found}


def test_a_way_without_a_shipped_text_of_its_own_can_get_one(ana):
    place = (b.BRAND, "ticket.chat", "de")
    assert shipped(ana, place).text == shipped(ana, (b.BRAND, "ticket", "de")).text
    templates.saved(ana, *place, "Subject: [${token}] Hallo\n\n${message}", over=0, now=b.NOW)
    assert templates.own(b.BRAND, "de") == {"ticket.chat": Wording("Subject: [${token}] Hallo\n\n${message}\n", 1)}
    assert "ticket.chat" in {one.name for one in templates.listed(ana, b.BRAND)}


@pytest.mark.parametrize(
    ("name", "language", "problem"),
    [
        ("birthday", "en", "no template 'birthday'"),
        ("ticket.fax", "en", r"no template 'ticket.fax'"),
        ("ticket.", "en", r"no template 'ticket.'"),
        ("ticket", "xx", "no letters are written in 'xx'"),
        ("../en/ticket", "en", "no template"),
    ],
)
def test_a_text_that_is_none_is_named(ana, name, language, problem):
    for ask in (templates.shown, lambda *place: templates.reset(*place, over=0, now=b.NOW)):
        with pytest.raises(BadInput, match=problem):
            ask(ana, b.BRAND, name, language)
    with pytest.raises(BadInput, match=problem):
        templates.placeholders(name, language)


def test_a_bad_text_is_refused_and_nothing_is_kept(ana):
    with pytest.raises(BadInput, match=r"\$\{nickname\} is no placeholder"):
        templates.saved(ana, *PLACE, shipped(ana).text + "${nickname}", over=0, now=b.NOW)
    assert templates.history(ana, *PLACE) == ()


def test_placeholders_say_what_they_stand_for_and_which_must_stay():
    found = {one.name: one for one in templates.placeholders("support_request", "en")}
    assert (found["parts"].required, found["parts"].writes_itself) == (True, True)
    assert (found["company"].required, found["company"].writes_itself) == (False, False)
    assert "request id" in found["parts"].means


def test_dan_sees_and_changes_nothing_of_another_client(cast):
    dan = cast["dan"]
    acts = [
        lambda: templates.listed(dan, b.BRAND),
        lambda: templates.shown(dan, *PLACE),
        lambda: templates.history(dan, *PLACE),
        lambda: templates.saved(dan, *PLACE, "x", over=0, now=b.NOW),
        lambda: templates.reset(dan, *PLACE, over=0, now=b.NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="does not work for"):
            act()


def test_one_clients_text_is_not_used_for_another(ana, cast):
    changed(ana, words="Esteemed")
    assert "Esteemed" not in templates.shown(cast["dan"], b.OTHER, "support_request", "en").text


def test_letters_are_written_from_the_text_in_force_and_name_its_version(ana):
    case = b.saved_case("quoted")
    changed(ana, words="Esteemed")
    draft = messages.previewed(ana, case.id, "support", "request", now=b.NOW)
    assert "Esteemed" in draft.letter.body
    assert draft.letter.template == "support_request/en@1"


def test_what_went_out_names_the_text_it_was_written_from(ana):
    case = b.saved_case("quoted")
    changed(ana, words="Esteemed")
    draft = messages.previewed(ana, case.id, "support", "request", now=b.NOW)
    mail = SentMail(draft.envelope.message_id, b.NOW, "/nowhere/letter.eml", "a" * 64)
    assert messages.sent(draft, mail, by="desk").message.template == "support_request/en@1"
