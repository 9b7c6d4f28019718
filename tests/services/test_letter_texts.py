"""The texts behind letters: what people edit says what is shipped, and each channel has words of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.test_letters import ESCALATION, EVERY, LANGUAGES, NOTICE, REQUEST, TOKEN, in_language
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.services.letters import Kind, NamedEvidence, Wording, compose
from unpromote.services.letters.layout import check, plain_facts
from unpromote.services.letters.placeholders import MEANINGS, required_in
from unpromote.services.letters.writing import FACTS, MOST_CHARACTERS, TEMPLATES, layout_for

SHIPPED = sorted((path.parent.name, path.stem) for path in TEMPLATES.glob("*/*.txt"))
BY_HAND = (Channel.PORTAL, Channel.CHAT, Channel.PHONE)
CHAT_LOG = NamedEvidence(id="ev_1", what="Chat with the seller", file="chat.txt", sha256="ab" * 32)


def kind_of(name: str) -> Kind:
    return Kind(name.partition(".")[0])


def checked(text: str, name: str = "reminder", language: str = "en") -> str:
    kind = kind_of(name)
    return check(text, layout_for(name, language), FACTS[kind], required_in(kind))


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_a_shipped_text_saved_unchanged_gives_the_same_letter(language: str, name: str) -> None:
    kind, _, channel = name.partition(".")
    way = Channel(channel) if channel else None
    facts = in_language(EVERY[Kind(kind)], language)
    own = {name: Wording(layout_for(name, language).text, 7)}
    mine, theirs = (compose(Kind(kind), facts, channel=way, own=used) for used in (own, {}))
    assert (mine.subject, mine.body) == (theirs.subject, theirs.body)
    assert mine.template == f"{name}/{language}@7"
    assert theirs.template.startswith(f"{name}/{language}@shipped-")


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_a_shipped_text_passes_the_check_that_a_clients_own_has_to_pass(language: str, name: str) -> None:
    text = layout_for(name, language).text
    assert checked(text, name, language) == text


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_every_placeholder_has_a_name_and_a_meaning(language: str, name: str) -> None:
    assert set(layout_for(name, language).nodes) <= MEANINGS.keys()


def test_every_meaning_is_that_of_a_placeholder_somewhere() -> None:
    offered = {one for language, name in SHIPPED for one in layout_for(name, language).nodes}
    offered |= {one for facts in FACTS.values() for one in plain_facts(facts)}
    assert MEANINGS.keys() == offered


@pytest.mark.parametrize("name", sorted({name for _, name in SHIPPED}))
def test_the_languages_offer_the_same_parts(name: str) -> None:
    offered = [set(layout_for(name, language).parts) for language in LANGUAGES]
    assert all(parts == offered[0] for parts in offered)


def test_every_language_has_every_shipped_text() -> None:
    names = {name for _, name in SHIPPED}
    assert [(language, name) for language in LANGUAGES for name in sorted(names)] == SHIPPED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", BY_HAND)
def test_what_is_said_by_hand_names_what_the_letter_names(channel: Channel, language: str) -> None:
    told = in_language(replace(REQUEST, evidence=(CHAT_LOG,), to_settle=("When does it end?",)), language)
    written = compose(Kind.SUPPORT_REQUEST, told, channel=channel)
    assert written.template.startswith(f"support_request.{channel.value}/{language}@")
    for said in ("7123456789012345678", "1800", "req-1", "convenience", "9.2", "recalled", "ev_1", TOKEN, "C-2026-014"):
        assert said in f"{written.subject}\n{written.body}", said


def test_the_letter_names_the_evidence_with_its_hash() -> None:
    body = compose(Kind.SUPPORT_REQUEST, replace(REQUEST, evidence=(CHAT_LOG,))).body
    assert f"What shows it\n\n- ev_1: Chat with the seller (chat.txt, SHA-256 {'ab' * 32})\n\nDates" in body


def test_a_way_without_words_of_its_own_has_the_letters() -> None:
    assert compose(Kind.SUPPORT_REQUEST, REQUEST, channel=Channel.REGISTERED_POST) == compose(
        Kind.SUPPORT_REQUEST, REQUEST
    )


def test_a_clients_text_for_one_way_leaves_the_others_alone() -> None:
    own = {"ticket.chat": Wording("Subject: [${token}] Hi\n\n${message}\n", 1)}
    chat, portal = (compose(Kind.TICKET, ESCALATION, channel=way, own=own) for way in (Channel.CHAT, Channel.PORTAL))
    assert (chat.subject, chat.template) == (f"[{TOKEN}] Hi", "ticket.chat/en@1")
    assert portal == compose(Kind.TICKET, ESCALATION)


@pytest.mark.parametrize("channel", MOST_CHARACTERS)
def test_what_is_pasted_fits_and_says_how_many_objects_it_leaves_to_the_letter(channel: Channel) -> None:
    many = replace(REQUEST, objects=REQUEST.objects * 200)
    body = compose(Kind.SUPPORT_REQUEST, many, channel=channel).body
    named = body.count("- Teaser") + body.count("- Launch")
    assert 0 < len(body) <= MOST_CHARACTERS[channel]
    assert f"- and {400 - named} more, named in our letter" in body


def test_a_reason_that_fits_into_no_form_is_refused_with_its_length() -> None:
    with pytest.raises(BadInput, match="and 4000 fit into this channel"):
        compose(Kind.SUPPORT_REQUEST, replace(REQUEST, reason="why " * 1200), channel=Channel.PORTAL)


REMINDER = "Subject: [${token}] Hello\n\nOn ${first_sent_at}; by ${answer_by_on}.\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (REMINDER.replace("${first_sent_at}", ""), r"^\$\{first_sent_at\} is missing"),
        (REMINDER.replace("by ${answer_by_on}", "${nickname}"), r"^\$\{nickname\} is no placeholder"),
        (REMINDER.replace("${first_sent_at}", "${signed.fax}"), r"^\$\{signed.fax\} is no placeholder"),
        (REMINDER.replace("${first_sent_at}", "${token.__class__}"), r"line 3 .* \$\{token.__class__\}"),
        (REMINDER.replace("Hello", "${last_word}"), r"^\$\{last_word\} in the subject is no placeholder"),
        (REMINDER.replace("[${token}]", ""), r"^\$\{token\} is missing"),
        (REMINDER.replace("[${token}]", "") + "[${token}]\n", r"^\$\{token\} is missing in the subject"),
        (REMINDER.replace("On ", "For $5, "), r"^line 3 holds a dollar sign that is no placeholder: \$5"),
        (REMINDER.replace("\n\n", "\n"), "no subject and body"),
        ("Hello", "no subject and body"),
        (REMINDER + "x" * 20_000, "longer than 20000"),
        (REMINDER + "a\x00b", "line 4 holds a character"),
        (REMINDER + "a\ud800b", "line 4 holds a character"),
    ],
)
def test_a_text_that_could_not_be_sent_is_refused_with_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        checked(text)


def test_nothing_in_a_text_is_ever_run() -> None:
    evil = "{% now 'Y' %} {{ reason }} %(token)s {token} ${token} $${token}"
    own = {"reminder": Wording(checked(REMINDER + evil), 1)}
    body = compose(Kind.REMINDER, EVERY[Kind.REMINDER], own=own).body
    assert body.endswith(f"{{% now 'Y' %}} {{{{ reason }}}} %(token)s {{token}} {TOKEN} ${{token}}\n")


def test_what_stands_in_a_fact_is_not_taken_for_a_placeholder() -> None:
    assert (
        "The reason: ${token} $$ {{ x }}"
        in compose(Kind.CREATOR_NOTICE, replace(NOTICE, reason="${token} $$ {{ x }}")).body
    )


def test_a_text_is_kept_with_plain_line_ends() -> None:
    assert checked(REMINDER.replace("\n", " \r\n") + "\r\n\r\n") == REMINDER


def test_any_plain_fact_may_be_named() -> None:
    own = {"reminder": Wording(checked(REMINDER + "${nth} ${zone} ${to.address} ${signed.phone}"), 1)}
    body = compose(Kind.REMINDER, EVERY[Kind.REMINDER], own=own).body
    assert body.endswith("1 Europe/Berlin cleo@creators.example\n")


def test_a_shipped_text_with_a_dollar_sign_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "reminder.txt").write_text(
        "Subject: [{{ token }}] $5\n\n{% if nth %}$${nth}{% endif %} {{ nth|add:1 }}\n"
    )
    written = compose(Kind.REMINDER, EVERY[Kind.REMINDER], folder=tmp_path)
    assert (written.subject, written.body) == (f"[{TOKEN}] $5", "$${nth} 2\n")


def test_the_time_of_the_letter_is_the_time_it_is_written_for() -> None:
    later = replace(REQUEST, sent_at=datetime(2026, 9, 22, 10, 0, tzinfo=UTC))
    assert "Notice sent: Tuesday, September 22, 2026, 12:00" in compose(Kind.SUPPORT_REQUEST, later).body
