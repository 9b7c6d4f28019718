"""Templates: the texts that letters are written from; a client may have its own, and every version of them is kept.

A template is named by its kind (`support_request`), or by kind and channel (`support_request.portal`). What is not a
client's own is the shipped text. A client's text is checked when it is saved, so that a letter never fails for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.services.letters import Kind, Wording
from unpromote.services.letters.layout import check, plain_facts
from unpromote.services.letters.placeholders import MEANINGS, required_in
from unpromote.services.letters.writing import FACTS, TEMPLATES, layout_for
from unpromote.services.people import Person
from unpromote.store import templates as store
from unpromote.store.templates import Version


@dataclass(frozen=True)
class Placeholder:
    """One placeholder: what it stands for, whether a text may leave it out, and whether it writes itself."""

    name: str
    means: str
    required: bool
    writes_itself: bool


@dataclass(frozen=True)
class Template:
    """A text in force: version 0 is the shipped one that nobody changed, `own` is whether it is the client's.

    `at` and `by` tell of the newest version; a version that took the client back to the shipped text counts as one.
    """

    name: str
    language: str
    version: int
    own: bool
    text: str
    by: str = ""
    at: datetime | None = None


def languages() -> tuple[str, ...]:
    """Return the languages that letters are written in."""
    return tuple(sorted(folder.name for folder in TEMPLATES.iterdir()))


def listed(person: Person, client: str) -> tuple[Template, ...]:
    """Return every text of the client in force, shipped ones included.

    Raises:
        NotAllowed: the person does not work for this client.
    """
    person.must_work_for(client)
    return tuple(_in_force(client, name, language) for language in languages() for name in _names(client, language))


def shown(person: Person, client: str, name: str, language: str) -> Template:
    """Return one text of the client in force.

    Raises:
        NotAllowed: the person does not work for this client.
        BadInput: there is no such template.
    """
    person.must_work_for(client)
    _check_named(name, language)
    return _in_force(client, name, language)


def history(person: Person, client: str, name: str, language: str) -> tuple[Version, ...]:
    """Return the client's own versions of a text, the oldest first; an empty one took it back to the shipped text.

    Raises:
        NotAllowed: the person does not work for this client.
    """
    person.must_work_for(client)
    return tuple(one for one in store.versions(client) if (one.name, one.language) == (name, language))


def placeholders(name: str, language: str) -> tuple[Placeholder, ...]:
    """Return what a text may ask for.

    Raises:
        BadInput: there is no such template.
    """
    kind = _check_named(name, language)
    layout = layout_for(name, language)
    known = dict.fromkeys((*layout.nodes, *plain_facts(FACTS[kind])))
    required = required_in(kind)
    return tuple(Placeholder(one, MEANINGS[one], one in required, one in layout.parts) for one in sorted(known))


def checked(name: str, language: str, text: str) -> str:
    """Return the text as it would be kept.

    Raises:
        BadInput: there is no such template; or a placeholder is unknown or missing, and its name is told.
    """
    kind = _check_named(name, language)
    return check(text, layout_for(name, language), FACTS[kind], required_in(kind))


def saved(person: Person, client: str, name: str, language: str, text: str, *, over: int, now: datetime) -> Template:
    """Save a client's own text; it supersedes version `over`, which stays.

    Raises:
        NotAllowed: the person does not work for this client, or version `over` is not the newest any more.
        BadInput: as for `checked`.
    """
    person.must_work_for(client)
    kept = checked(name, language, text)
    store.add(client, Version(name, language, over + 1, kept, person.name, now))
    return _in_force(client, name, language)


def reset(person: Person, client: str, name: str, language: str, *, over: int, now: datetime) -> Template:
    """Take a text back to the shipped one; the client's versions stay to be read.

    Raises:
        NotAllowed: the person does not work for this client, or version `over` is not the newest any more.
        BadInput: there is no such template.
    """
    person.must_work_for(client)
    _check_named(name, language)
    store.add(client, Version(name, language, over + 1, "", person.name, now))
    return _in_force(client, name, language)


def own(client: str, language: str) -> dict[str, Wording]:
    """Return the client's own texts in a language, for writing letters."""
    return {name: Wording(one.text, one.version) for name, one in store.newest(client, language).items() if one.text}


def _names(client: str, language: str) -> tuple[str, ...]:
    shipped = {path.stem for path in (TEMPLATES / language).iterdir()}
    return tuple(sorted(shipped | store.newest(client, language).keys()))


def _in_force(client: str, name: str, language: str) -> Template:
    newest = store.newest(client, language).get(name)
    if newest is None:
        return Template(name, language, 0, own=False, text=layout_for(name, language).text)
    text = newest.text or layout_for(name, language).text
    return Template(name, language, newest.version, own=bool(newest.text), text=text, by=newest.by, at=newest.at)


def named(name: str) -> tuple[Kind, Channel | None]:
    """Return the kind of letter and the channel that a template's name means, None for every channel.

    Raises:
        BadInput: the name means none.
    """
    kind, dot, channel = name.partition(".")
    if kind not in set(map(str, Kind)) or (dot and channel not in {each.value for each in Channel}):
        mend = f"name a kind ({_or(Kind)}), perhaps with a channel: support_request.portal"
        raise BadInput(f"there is no template {name!r}", place="template", mend=mend)
    return Kind(kind), Channel(channel) if channel else None


def _check_named(name: str, language: str) -> Kind:
    """Return the kind of letter that a template is for; refuse what names none."""
    if language not in languages():
        raise BadInput(f"no letters are written in {language!r}", place="language", mend=f"known: {_or(languages())}")
    return named(name)[0]


def _or(names: tuple[str, ...] | type[Kind]) -> str:
    return ", ".join(map(str, names))
