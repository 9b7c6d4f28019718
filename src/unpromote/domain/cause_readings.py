"""What comments, incidents and decisions show, in words and figures, and which facts they might prove."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from unpromote.domain.causes import Figure, Found, Incident, Remark, Ruling, Showing, Suggestion

_HANDLE = re.compile(r"@[\w.]+")
_NO_APPEAL = ("", "NOT_APPEALED")


def without_handles(text: str) -> str:
    """Return a comment's text with the names that it calls left out: they are not needed to show what was said."""
    return _HANDLE.sub("@…", text)


def likely_first(remarks: Iterable[Remark], words: Collection[str]) -> tuple[Remark, ...]:
    """Return the comments in an order to read them in: those with most of the words first, then the most liked.

    It is an order and no verdict: a comment with such a word may be praise, one without may be a complaint.
    """
    known = [word.casefold() for word in words]

    def rank(remark: Remark) -> tuple[int, int, datetime]:
        said = remark.content.casefold()
        return -sum(word in said for word in known), -remark.likes, remark.written_at

    return tuple(sorted(remarks, key=rank))


def of_remarks(found: Found[Remark]) -> Showing:
    """Return how many comments there are; they open no right by themselves."""
    remarks = found.found
    hidden, replies = sum(one.hidden for one in remarks), sum(one.is_reply for one in remarks)
    likes, groups = sum(one.likes for one in remarks), len({one.adgroup_id for one in remarks})
    told = f"{_counted(len(remarks), 'comment')} below {_counted(groups, 'ad group')}: {len(remarks) - hidden} public, "
    told += f"{hidden} hidden, {replies} of them replies, {_counted(likes, 'like')} in all"
    nothing = "There is no comment in that time where comments could be read"
    rule = "Comments open no right by themselves; whoever invokes a clause has to show what it asks for"
    counts = (("comments", len(remarks)), ("hidden", hidden), ("replies", replies), ("likes", likes))
    figures = tuple(Figure(name, str(number), found.source) for name, number in counts)
    return Showing((told if remarks else nothing, rule), figures, found.missing)


def of_incidents(found: Found[Incident], span: tuple[datetime, datetime]) -> Showing:
    """Return which incidents were announced while the promotion ran, and what each might show."""
    since, until = span
    within = [one for one in found.found if one.published_at and since <= one.published_at < until]
    untimed = [one for one in found.found if one.published_at is None]
    period = f"from {_minute(since)} to {_minute(until)}"
    says = [_incident(one) for one in within] or [f"The status feed announces no incident {period}"]
    missing = (*found.missing, *(f"“{one.title}” names no time, so nobody can say when it was" for one in untimed))
    counts = (("incidents in the feed", len(found.found)), ("incidents while it ran", len(within)))
    figures = tuple(Figure(name, str(number), found.source) for name, number in counts)
    return Showing(tuple(says), figures, missing, tuple(_outage(one) for one in within))


def _incident(one: Incident) -> str:
    text = f": {one.text}" if one.text else ""
    return f"“{one.title}”, announced {_minute(one.published_at)}{text}"


def _outage(one: Incident) -> Suggestion:
    began = one.published_at.isoformat() if one.published_at else ""
    told = "that is when it was announced; how long it lasted, and that it kept this promotion from running"
    because = f"the platform's feed announced “{one.title}”: {told}, the feed does not say"
    return Suggestion("outage", {"cause": "platform", "began_at": began}, because)


def of_rulings(found: Found[Ruling]) -> Showing:
    """Return what the platform decided, and which facts that might show."""
    says = tuple(_ruling(one) for one in found.found) or ("The platform shows no rejection and no limit",)
    levels = dict.fromkeys(one.level for one in found.found)
    figures = tuple(
        Figure(f"decisions about {level}s", str(sum(one.level == level for one in found.found)), found.source)
        for level in levels
    )
    return Showing(says, figures, found.missing, tuple(_suggested(found.found)))


def _ruling(one: Ruling) -> str:
    name = f"{one.level} {one.name} ({one.external_id})" if one.name else f"{one.level} {one.external_id}"
    when = f", decided {_minute(one.decided_at)}" if one.decided_at else ""
    why = f": {'; '.join(one.reasons)}" if one.reasons else ", no reason told"
    appeal = "" if one.appeal in _NO_APPEAL else f" (appeal: {one.appeal})"
    return f"{name[:1].upper()}{name[1:]} is {one.status}{when}{why}{appeal}"


def _suggested(rulings: Sequence[Ruling]) -> Iterator[Suggestion]:
    for one in rulings:
        at = one.decided_at.isoformat() if one.decided_at else ""
        why = "; ".join(one.reasons)
        about = f"TikTok shows {one.level} {one.external_id} as {one.status}"
        if one.level in ("ad group", "ad"):
            stands = "nobody appealed yet" if one.appeal in _NO_APPEAL else f"its appeal stands at {one.appeal}"
            fields = {"rejected_at": at, "reason": why, **({"appeal": one.appeal} if one.appeal else {})}
            yield Suggestion("ad_rejected", _told(fields), f"{about}; {stands}, and only a final rejection counts")
        if why or one.level == "account":
            fields = {"decided_at": at, "policy": why}
            yield Suggestion("policy_violation", _told(fields), f"{about}; by whom, a person has to say")


def _told(fields: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at.tzname() or ''}".strip() if at else "at no known time"
