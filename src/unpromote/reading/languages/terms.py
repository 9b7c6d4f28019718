"""What every quote stands on, read in another language: currency, zone, parties, term, receipt, law, refund.

What the agreement does not say is proposed as absent, as it is in English, so that a person sees the gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from unpromote.reading.cues import Category
from unpromote.reading.languages.clauses import Player, first_days
from unpromote.reading.languages.detection import Stretch
from unpromote.reading.languages.facts import nearest
from unpromote.reading.languages.figures import amounts_in, lengths_in
from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated
from unpromote.reading.rights import propose_period
from unpromote.reading.values import Document, Finding, cut
from unpromote.reading.zones import zones_under

_AT_ONCE, _IN_HOURS = {"rule": "on_send"}, {"rule": "business_hours"}
_RECEIVED = {  # when a notice may count as received where the words are silent, the soonest first
    "email": (_AT_ONCE, _IN_HOURS),
    "courier": (_AT_ONCE, {"rule": "plus_business_days", "n": 1}),
    "post": (_AT_ONCE, {"rule": "plus_business_days", "n": 2}, {"rule": "plus_business_days", "n": 5}),
    "hand": (_AT_ONCE, _IN_HOURS),
}


def terms_in(
    document: Document, stretches: tuple[Stretch, ...], tongue: Tongue, findings: tuple[Finding, ...]
) -> tuple[Proposal, ...]:
    """Return the proposals for currency, zone, business days, term, receipt, law and refund."""
    law = tuple(_law(tongue, findings))
    place = law[0].value if law else ""
    receipt = tuple(_receipt(tongue, findings))
    silent = "no words on how notice is given were found: does an e-mail do, and when does it count as received?"
    return (
        *_currency(document, stretches, tongue),
        absent("time_zone", None, "no time zone is named: whose days count?", zones_under(place)),
        absent("calendar.weekend", None, "business days are not defined: ask which days are worked"),
        absent("calendar.holidays", None, "no list of holidays is given: ask for the days of the flight"),
        by_default("rounding", "half_up", None, "half a cent rounds up, once a line"),
        *_term(tongue, findings),
        *(receipt or (absent("notice_receipt.email", None, silent, _RECEIVED["email"]),)),
        *law,
        *_refund(tongue, findings),
    )


def answers_in(tongue: Tongue, findings: tuple[Finding, ...], players: tuple[Player, ...]) -> Iterator[Proposal]:
    """Yield what the agreement answers as a whole: dates, end, the notice that stops a renewal, law, parties."""
    for path, category in (("agreement_date", Category.AGREEMENT_DATE), ("effective_date", Category.EFFECTIVE_DATE)):
        for day, finding in first_days(tongue, findings, category)[:1]:
            yield stated(path, day.on.isoformat(), finding)
    ends = first_days(tongue, findings, Category.EXPIRATION)
    if ends:
        last, finding = max(ends, key=lambda pair: pair[0].on)
        yield stated("expiration", {"on": last.on.isoformat()}, finding)
    yield from _renewal_notice(tongue, findings)
    yield from _law(tongue, findings)
    for rank, player in enumerate(players):
        named = {"name": " ".join(player.party.full.split()), "short": player.party.short}
        where = next((one for one in findings if (one.start, one.end) == (player.party.start, player.party.end)), None)
        yield stated(f"parties[{rank}]", named, where)


def _renewal_notice(tongue: Tongue, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        if finding.category is Category.RENEWAL_NOTICE:
            flat = tongue.flat(finding.quote)
            notice = nearest(tongue.says["before"], flat, lengths_in(tongue, flat))
            if notice is not None:
                value = {"n": notice.n, "unit": notice.unit}
                yield inferred("renewal_notice", value, finding, "compare with the words")
                return


def parties_in(document: Document, players: tuple[Player, ...]) -> Iterator[Proposal]:
    """Yield the proposals for `parties[n]`; a part that is not shown is asked for."""
    rank = 0
    for player in players:
        party = player.party
        finding = cut(document, Category.PARTIES, party.start, party.end, 0.7)
        if not player.part:
            asked = f"which part does {party.short} play: advertiser, agency, media, platform or creator?"
            yield absent("parties", finding, asked)
            continue
        value = {"id": party.short.lower().replace(" ", "-"), "name": " ".join(party.full.split()), "role": player.part}
        note = f"{party.short} plays the part of the {player.part}: check it"
        yield inferred(f"parties[{rank}]", value, finding, note)
        rank += 1


def _currency(document: Document, stretches: tuple[Stretch, ...], tongue: Tongue) -> Iterator[Proposal]:
    found: dict[str, Finding] = {}
    for stretch in stretches:
        lower = tongue.folded(document.text[stretch.start : stretch.end]).lower()
        for amount in amounts_in(tongue, lower):
            start, end = stretch.start + amount.start, stretch.start + amount.end
            found.setdefault(amount.currency, cut(document, Category.PAYMENT, start, end, 0.9))
    if not found:
        yield absent("currency", None, "no currency is named (a bare $ names none): ask for it")
    elif len(found) == 1:
        yield stated("currency", *found.popitem())
    else:
        note = f"several are named ({', '.join(found)}): ask for the one of settlement"
        yield conflicting("currency", next(iter(found.values())), note, tuple(found))


def _term(tongue: Tongue, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    named = first_days(tongue, findings, Category.EXPIRATION)
    if not named:
        return
    last, finding = max(named, key=lambda pair: pair[0].on)
    begins = [*first_days(tongue, findings, Category.EFFECTIVE_DATE), *named]
    first, where = min(begins, key=lambda pair: pair[0].on)
    if first.on < last.on:
        yield stated("term.from", first.on.isoformat(), where)
    yield stated("term.to", last.on.isoformat(), finding)


def _receipt(tongue: Tongue, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    told = set()
    for finding in findings:
        if finding.category is not Category.NOTICE_FORM:
            continue
        flat = tongue.flat(finding.quote)
        for method, words in tongue.methods.items():
            if words.search(flat) and method not in told:
                told.add(method)
                yield _received(tongue, method, flat, finding)


def _received(tongue: Tongue, method: str, flat: str, finding: Finding) -> Proposal:
    path = f"notice_receipt.{method}"
    if tongue.says["deemed"].search(flat):
        days = next((one for one in lengths_in(tongue, flat) if one.unit == "business_days"), None)
        if days is not None:
            return stated(path, {"rule": "plus_business_days", "n": days.n}, finding)
        return inferred(path, _AT_ONCE, finding, "counts on delivery or confirmation: enter that instant")
    asked = f"the words do not say when a notice by {method} counts as received: when does it?"
    return absent(path, finding, asked, _RECEIVED[method])


def _law(tongue: Tongue, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        if finding.category is Category.LAW:
            flat = tongue.flat(finding.quote)
            for place, words in tongue.places.items():
                if words.search(flat):
                    yield stated("governing_law", place, finding)
                    return


def _refund(tongue: Tongue, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        flat = tongue.flat(finding.quote)
        if finding.category is not Category.PAYMENT or not tongue.says["refund"].search(flat):
            continue
        note = "that money comes back is said, how is not: original means of payment assumed"
        yield inferred("refund.method", "original", finding, note)
        if lengths := lengths_in(tongue, flat):
            yield from propose_period("refund.within", lengths[0], finding)
        return
