"""What reading found in an agreement, joined with what a person knows: an ask that can be quoted as it is.

The reading is one line of `unpromote read --jsonl`; the order is `{promotion, request, terms?}`, its terms what the
person knows better than the agreement or beside it, such as the currency. A field that the order states is settled.
What cannot matter to this request (a right that its reason cannot invoke, a way of notice that it does not use) is read
by its first reading, so that the range is over what does matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from unpromote.domain.correcting import moved
from unpromote.domain.errors import BadInput
from unpromote.domain.provenance import NOWHERE, FieldStatus, Path, found_at, path_text, placed, steps
from unpromote.domain.review import without_items
from unpromote.domain.vocabulary import GROUNDS_OF, Reason

Json = Any

_MONEY = ("fees", "creators")
_READ = frozenset({"terms", "unclear", "proposals"})
# Used only where business days or hours count, and then shown as `calendar.source` wherever the calendar is.
DEFAULT_CALENDAR = {
    "weekend": ["Sat", "Sun"],
    "holidays": [],
    "open": "09:00",
    "close": "17:00",
    "source": "assumed: Saturday and Sunday off, no holidays, 09:00 to 17:00",
}


def is_reading(data: Json) -> bool:
    """Tell whether this is what reading an agreement gives."""
    return isinstance(data, Mapping) and data.keys() >= _READ


def joined_ask(reading: Mapping[str, Json], order: Json) -> dict[str, Json]:
    """Return the ask; raise BadInput where the order is none."""
    if not isinstance(order, Mapping):
        raise BadInput("expected an object", place="order", mend="write {promotion, request, terms}")
    known = order.get("terms", {})
    if not isinstance(known, Mapping):
        raise BadInput("expected an object", place="order.terms", mend="write what you know, such as the currency")
    terms = _laid_over(reading["terms"], known)
    terms.setdefault("rights", [])  # silence is no right
    terms["calendar"] = DEFAULT_CALENDAR | (terms.get("calendar") or {})
    open_ = [one for one in reading["unclear"] if not _settled(one["path"], known)]
    unclear = [one for one in open_ if _matters(one["path"], terms, order.get("request"))]
    for one in open_:
        if one not in unclear:
            terms = placed(terms, steps(one["path"]), one["readings"][0])
    gone = tuple(_without_a_figure(terms, unclear))
    still = [{**one, "path": path_text(moved(steps(one["path"]), frozenset(gone)))} for one in unclear]
    return {**order, "terms": without_items(terms, gone), "unclear": still}


def _without_a_figure(terms: Mapping[str, Json], unclear: Iterable[Mapping[str, Json]]) -> Iterator[Path]:
    """Yield the fees that can be computed under no reading; `left_out` says that no figure holds them."""
    readable = {steps(one["path"])[:2] for one in unclear}
    for nth, fee in enumerate(terms.get("fees", ())):
        if isinstance(fee, Mapping) and "calc" not in fee and ("fees", nth) not in readable:
            yield "fees", nth


def left_out(reading: Mapping[str, Json], order: Mapping[str, Json]) -> tuple[str, ...]:
    """Return what costs money and can be read in no way, so that no figure of the ask holds it: path and question."""
    known, readable = order.get("terms", {}), {one["path"] for one in reading["unclear"]}
    gaps = [one for one in reading["proposals"] if one["status"] == FieldStatus.ABSENT.value]
    return tuple(
        f"{one['path']}: {one['note']}"
        for one in gaps
        if steps(one["path"])[0] in _MONEY and one["path"] not in readable and not _settled(one["path"], known)
    )


def _laid_over(read: Mapping[str, Json], known: Mapping[str, Json]) -> dict[str, Json]:
    """Return what was read with what is known laid over it; a list that is known replaces the one read."""
    laid = dict(read)
    for key, value in known.items():
        before = read.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            laid[key] = _laid_over(before, value)
        else:
            laid[key] = value
    return laid


def _settled(path: str, known: Mapping[str, Json]) -> bool:
    """Tell whether the field, or a list or an object whole that it stands in, is known."""
    along = steps(path)
    above = [found_at(known, along[:n]) for n in range(1, len(along) + 1)]
    return above[-1] is not NOWHERE or any(isinstance(found, list) for found in above)


def _matters(path: str, terms: Json, request: Json) -> bool:
    asked = request if isinstance(request, Mapping) else {}
    along = steps(path)
    if along[0] == "notice_receipt":
        return along[1:] == (asked.get("method"),)
    if along[0] == "rights":
        ground = found_at(terms, (*along[:2], "ground"))
        invoked = {
            each.value for reason in Reason if reason.value == asked.get("reason") for each in GROUNDS_OF[reason]
        }
        return not invoked or ground in invoked
    return True
