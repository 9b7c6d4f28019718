"""Which words carry which confirmed term: what reading proposed counts only where a person confirmed the same.

A person may change, drop and reorder what was proposed. So a proposal within a list (a right, a fee, a window) is
followed to the confirmed item of the same clause and ground, not of the same number, and words are cited only where the
value is still theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from unpromote.domain.papers import Citation
from unpromote.domain.provenance import FieldStatus, found_at, steps

Json = Any

_IN_LIST = re.compile(r"(?P<list>[^.\[\]]+)\[(?P<nth>\d+)\](?:\.(?P<rest>.+))?")


def cited(terms: Json, proposals: Iterable[Mapping[str, Json]], *, document: str) -> tuple[Citation, ...]:
    """Return the citations of one document's proposals that the confirmed terms (in JSON form) still rest on.

    A proposal is {path, value, source: {page, quote} or None, confidence, status}.
    """
    found: list[Citation] = []
    for proposal, path, rests in followed(terms, proposals):
        source = proposal["source"]
        if rests and source is not None and proposal["status"] != FieldStatus.ABSENT.value:
            page, quote, confidence = source["page"], source["quote"], str(proposal["confidence"])
            found.append(Citation(path, page, quote, proposal["status"], confidence, document))
    return tuple(found)


def followed(terms: Json, proposals: Iterable[Mapping[str, Json]]) -> Iterator[tuple[Mapping[str, Json], str, bool]]:
    """Yield each proposal of one document that can be followed into the confirmed terms (in JSON form).

    With it the path there, "" where its item is gone, and whether the terms still say what was proposed.
    """
    known = tuple(proposals)
    values = {proposal["path"]: proposal["value"] for proposal in known}
    for proposal in known:
        path = _confirmed_path(proposal["path"], values, terms)
        if path is not None:
            yield proposal, path, bool(path) and _rests_on(terms, path, proposal["value"])


def handed_in(terms: Json, proposals: Iterable[Mapping[str, Json]]) -> tuple[Citation, ...]:
    """Return the citations that a person handed in with the confirmed terms, where they stand behind a term's value.

    A proposal is as above, its path that of the confirmed terms, and its source names the document.
    """
    return tuple(
        Citation(
            path=proposal["path"],
            page=proposal["source"]["page"],
            quote=proposal["source"]["quote"],
            status=str(proposal["status"]),
            confidence=str(proposal["confidence"]),
            document=proposal["source"]["document"],
        )
        for proposal in proposals
        if proposal.get("source") and _rests_on(terms, proposal["path"], proposal["value"])
    )


def _confirmed_path(path: str, values: Mapping[str, Json], terms: Json) -> str | None:
    """Return where the proposed field stands in the confirmed terms, "" where its item is gone.

    None for an item's id, a name that no words carry, and where several items could be meant.
    """
    inside = _IN_LIST.fullmatch(path)
    if inside is None:
        return path
    name, rest, item = inside["list"], inside["rest"], f"{inside['list']}[{inside['nth']}]"
    if rest == "id":
        return None
    clause, ground = values.get(f"{item}.clause"), values.get(f"{item}.ground")
    confirmed = found_at(terms, (name,))
    same = [
        nth
        for nth, other in enumerate(confirmed if isinstance(confirmed, list) else [])
        if _same_clause(other.get("clause"), clause) and other.get("ground") == ground
    ]
    if len(same) > 1:
        return None
    return f"{name}[{same[0]}]{f'.{rest}' if rest else ''}" if same else ""


def _same_clause(one: Json, other: Json) -> bool:
    """Tell whether two references mean one clause: a person may have put the document before the number."""
    return bool(one) and bool(other) and str(one).split()[-1] == str(other).split()[-1]


def _rests_on(terms: Json, path: str, proposed: Json) -> bool:
    confirmed = found_at(terms, steps(path))
    if path.endswith("clause"):
        return _same_clause(confirmed, proposed)
    return _says(confirmed, proposed)


def _says(confirmed: Json, proposed: Json) -> bool:
    """Tell whether the confirmed value says what was proposed; one may say more than the other, such as a default."""
    if isinstance(proposed, Mapping) and isinstance(confirmed, Mapping):
        shared = proposed.keys() & confirmed.keys()
        one_holds_the_other = len(shared) == min(len(proposed), len(confirmed)) > 0
        return one_holds_the_other and all(_says(confirmed[key], proposed[key]) for key in shared)
    return bool(confirmed == proposed) or (_number(proposed) is not None and _number(confirmed) == _number(proposed))


def _number(data: Json) -> Decimal | None:
    try:
        return Decimal(data) if isinstance(data, str) else None
    except InvalidOperation:
        return None
