"""Findings to fees for leaving: flat sums, percentages of a named base, and creators' kill fees by stage.

What cannot be computed is no fee of the terms: it is shown as absent with its words. A fee without a number, or of an
unnamed base, is read in every way that it may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from unpromote.domain.codec import fraction_text
from unpromote.reading.combined import Figure, bounds, figures, relation
from unpromote.reading.cues import Category
from unpromote.reading.kills import is_kill_fee, propose_advances, propose_kill
from unpromote.reading.ladders import read_ladder
from unpromote.reading.proposing import Proposal, absent, conflicting, inferred, stated
from unpromote.reading.quantities import Amount, Rate, amounts, rates
from unpromote.reading.rivals import without_rivals
from unpromote.reading.tariffs import Tariff, read_tariff
from unpromote.reading.values import Finding

_PAYS = re.compile(r"\b(?:pay|pays|paid|payable|owe|charge|equal to|due|forfeit)\b")
_ENDS = re.compile(r"terminat|cancel|exit|kill")
_NAMED = re.compile(r"(?<!call )\b(?:termination|cancell?ation|break-?up|exit) (?:fee|charge|payment)s?\b")
_OF_THE_FEE = re.compile(
    r"^[ ]?(?:of (?:the |its |all )*(?:(?!other|any)\w+ ){0,2}?"
    r"(?:fees?|price|cost|amount|booking|order|compensation|contract|value|consideration)\b"
    r"(?! (?:paid|received|invoiced|billed|due))|[.,;]|$)"
)
_HOW = {"greater_of": "the greater of them", "lesser_of": "the lesser of them", "sum": "their sum"}
_TOTAL_OR_REST = ("budget", "undelivered_at_effective")
_ANYTHING = ({"flat": "0"}, {"rate": "1", "base": "undelivered_at_effective"})
_NO_FEE = re.compile(
    r"(?:shall|will|have|is|are) (?:not|no)\b[^.;,]{0,40}\b(?:termination|cancell?ation) (?:fee|charge|payment)s?|"
    r"no (?:\w+ )?(?:fee|charge|penalty|payment)|without (?:any |the payment of )*(?:\w+ )?(?:fee|charge|penalty)"
)
_BASES = (
    (
        "undelivered_at_effective",
        r"(?:undelivered|remaining|unspent|unused|unperformed|not yet delivered|remains? undelivered)",
    ),
    ("delivered", r"(?:delivered|performed|spent)"),
    ("prepaid", r"(?:prepaid|paid in advance|deposit)"),
    ("budget", r"(?:total|full|entire|whole|contract price|budget|order value|campaign fee|media budget)"),
)
_CAUSE = re.compile(r"\b(?:breach\w*|default\w*|fails?|failure|cause)\b")


def propose_fees(findings: tuple[Finding, ...], currency: str) -> tuple[Proposal, ...]:
    """Return the proposals for `fees[n]` and `creators`; `currency` is what a bare "$" means, where that is said."""
    kills: list[Proposal] = []
    fees: list[tuple[Proposal, ...]] = []
    told: list[Finding] = []
    for finding in findings:
        if finding.category not in (Category.FEE, Category.LIQUIDATED) or any(_overlap(finding, one) for one in told):
            continue
        lower = finding.lower
        if is_kill_fee(lower):
            told.append(finding)
            kills += propose_kill(finding)
        elif (_PAYS.search(lower) and _ENDS.search(lower)) or _is_tariff(finding):
            told.append(finding)
            fee = tuple(_fee(lower, finding, currency))
            if fee and not _is_repeated(fee, fees):
                fees.append(fee)
    advances = propose_advances(findings) if kills else ()
    return (*_numbered(without_rivals(fees)), *kills, *advances)


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _numbered(fees: Iterable[tuple[Proposal, ...]]) -> Iterator[Proposal]:
    """Yield the proposals with their fees numbered in the order of the text."""
    for rank, fee in enumerate(fees):
        for proposal in fee:
            path = proposal.path.replace("fees[]", f"fees[{rank}]")
            value = f"fee-{rank + 1}" if path.endswith(".id") else proposal.value
            yield replace(proposal, path=path, value=value)


def _is_tariff(finding: Finding) -> bool:
    return (read_tariff(finding.lower) or read_ladder(finding.quote)) is not None


def _is_repeated(fee: tuple[Proposal, ...], known: list[tuple[Proposal, ...]]) -> bool:
    """Tell whether a fee without a figure was told of before: an agreement says several times that it is due."""
    open_ = [proposal.alternatives for proposal in fee if proposal.alternatives == _ANYTHING]
    return bool(open_) and bool(known)


def _fee(lower: str, finding: Finding, currency: str) -> Iterator[Proposal]:
    path = "fees[]"
    figured = tuple(_calc(f"{path}.calc", lower, finding, currency))
    if not figured:  # the words say that none is due
        return
    yield inferred(f"{path}.id", None, finding)
    yield stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding)
    yield from figured
    if "liquidated damages" in lower:
        yield stated(f"{path}.label", "liquidated_damages", finding)


def _calc(path: str, lower: str, finding: Finding, currency: str) -> Iterator[Proposal]:
    tariff = read_tariff(lower) or read_ladder(finding.quote)
    if tariff is not None:
        yield from _tariff(f"{path}.tiers", tariff, lower, finding)
        return
    limits, rest = bounds(lower)
    yield from _figured(path, rest, finding, currency)
    for limit in limits:
        where = f"{path.rpartition('.')[0]}.{limit.name}"
        value = _definite(limit.figure, lower, currency)
        named = inferred(where, value, finding, "compare with the words") if value is not None else None
        yield named or absent(where, finding, f"a {limit.name} is named that cannot be computed: ask for it")


def _figured(path: str, lower: str, finding: Finding, currency: str) -> Iterator[Proposal]:
    shares, sums = rates(lower), amounts(lower)
    joined = relation(lower) if len(shares) + len(sums) > 1 else ""
    if joined:
        yield _joined(path, joined, lower, finding, currency)
    elif len({share.share for share in shares}) > 1:
        yield absent(path, finding, "several shares are named: ask which one counts when")
    elif shares:
        yield from _share(path, shares[0], lower, finding)
    elif len({amount.digits for amount in sums}) > 1:
        yield absent(path, finding, "several sums are named: ask which one counts when")
    elif sums:
        yield _sum(path, sums[0], finding, currency)
    elif _NAMED.search(lower) and not _NO_FEE.search(lower):
        asked = "no figure is named for a fee: how is it computed? Read as nothing, and as all that is undelivered"
        yield absent(path, finding, asked, _ANYTHING)
    elif not _NO_FEE.search(lower):
        yield absent(path, finding, "a fee is named and not its amount: ask how it is computed")


def _joined(path: str, how: str, lower: str, finding: Finding, currency: str) -> Proposal:
    parts = [_definite(figure, lower, currency) for figure in figures(lower)]
    if None in parts:
        return absent(path, finding, "the fee is made of several figures, and one cannot be computed: ask for it")
    return inferred(path, {how: parts}, finding, f"read as {_HOW[how]}: compare with the words")


def _definite(figure: Figure, lower: str, currency: str) -> dict[str, str] | None:
    """Return the calculation that a figure stands for; None where its base, its currency or itself is in doubt."""
    if isinstance(figure, Amount):
        return {"flat": figure.digits} if currency and (figure.currency or currency) == currency else None
    base = _base(re.split(r"[;,]| and | or ", lower[figure.end : figure.end + 140])[0])
    return {"rate": fraction_text(figure.share), "base": base} if base and figure.other is None else None


def _tariff(path: str, tariff: Tariff, lower: str, finding: Finding) -> Iterator[Proposal]:
    yield inferred(f"{path}.by", tariff.by, finding)
    tables = tuple(list(table) for table in tariff.tables)
    if len(tables) == 1:
        yield inferred(f"{path}.bands", tables[0], finding, "step by step: compare with the words")
    else:
        days = [str(band["min"]) for band in tables[0] if band not in tables[1]]
        asked = f"does day {' or '.join(days)} before the start still belong to the milder step?"
        yield absent(f"{path}.bands", finding, asked, tables)
    base = _base(lower[tariff.start :]) or _base(lower)
    if base:
        yield inferred(f"{path}.base", base, finding, f"read as shares of {base}: compare with the words")
    else:
        yield absent(f"{path}.base", finding, "shares of what? The base is not named", _TOTAL_OR_REST)


def _base(after: str) -> str:
    return next((name for name, words in _BASES if re.search(words, after)), "")


def _share(path: str, rate: Rate, lower: str, finding: Finding) -> Iterator[Proposal]:
    after = lower[rate.end : rate.end + 140].partition(";")[0]
    base, share, percent = _base(after), fraction_text(rate.share), f"{fraction_text(rate.share * 100)} %"
    if rate.other is not None:
        other = fraction_text(rate.other)
        note = f"the words say {share}, the figure {other}: which one counts?"
        bases = (base,) if base else _TOTAL_OR_REST
        calcs = tuple({"rate": value, "base": each} for each in bases for value in (share, other))
        yield conflicting(path, finding, note if base else f"{note} And of what?", calcs)
    elif base:
        calc = {"rate": share, "base": base}
        yield inferred(path, calc, finding, f"read as a share of {base}: compare with the words")
    elif _OF_THE_FEE.match(after):
        yield stated(f"{path}.rate", share, finding)
        asked = f"{percent} of what? The base is not named: of the whole price, or of what is undelivered?"
        yield absent(f"{path}.base", finding, asked, _TOTAL_OR_REST)
    else:
        yield absent(path, finding, f"{percent} of what? The base is none that can be computed: ask for it")


def _sum(path: str, amount: Amount, finding: Finding, currency: str) -> Proposal:
    known = amount.currency or currency
    if known and known == currency:
        return stated(path, {"flat": amount.digits}, finding)
    if known:
        note = f"{amount.digits} {known} is not in the currency of the agreement: ask for the amount in that one"
    else:
        note = f'"{amount.digits}" in which currency? Ask which dollars are meant'
    return absent(path, finding, note)


def with_fees(rights: tuple[Proposal, ...], fees: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the proposals for rights with the fees that leaving by them costs: those of the same clause.

    Whether a fee that stands elsewhere is due on leaving without a cause is asked.
    """
    named = {proposal.value: proposal.finding for proposal in fees if proposal.path.endswith(".id")}
    grounds = {proposal.path.rpartition(".")[0]: proposal.value for proposal in rights if _is(proposal, "ground")}
    return tuple(
        _charged(proposal, named)
        if _is(proposal, "fees") and grounds[proposal.path.rpartition(".")[0]] == "convenience"
        else proposal
        for proposal in rights
    )


def _is(proposal: Proposal, field: str) -> bool:
    return proposal.path.rpartition(".")[2] == field


def _charged(proposal: Proposal, named: Mapping[str, Finding | None]) -> Proposal:
    own = [fee for fee, finding in named.items() if _is_of(_section(finding), _section(proposal.finding))]
    others = [fee for fee, finding in named.items() if fee not in own and finding and not _CAUSE.search(finding.lower)]
    if others:
        clauses = ", ".join(sorted({_section(named[fee]) for fee in others}))
        asked = f"{clauses} names a fee for an early end: is it due on leaving by {_section(proposal.finding)}?"
        return absent(proposal.path, proposal.finding, asked, (own, own + others))
    if own:
        return inferred(proposal.path, own, proposal.finding, "the same clause names a fee: compare with the words")
    return proposal


def _is_of(one: str, other: str) -> bool:
    """Tell whether a clause is the other one, or a part of it: 14.2.1 of 14.2."""
    return one == other or one.startswith(f"{other}.")


def _section(finding: Finding | None) -> str:
    if finding is None or not finding.clause:
        return f"page {finding.page}" if finding else ""
    return f"clause {finding.clause.partition('(')[0]}"
