"""What a person stops, and with what it is shown: for what no software can stop, words alone do not prove it.

A screenshot or an e-mail has to be in the case before that can be closed. What stands in an account, and was merely
switched off there by a person, can be looked at by anybody later: there a person's words will do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from unpromote.domain import commands as c
from unpromote.domain import delivery
from unpromote.domain.aggregate import Case
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.errors import NotAllowed

ONLY_BY_HAND = frozenset(
    {"promote", "topview", "reach_frequency", "tiktok_one", "spark_authorization", "gmv_session", "shop_coupon"}
)

MAY_BE_OVER = frozenset({"gmv_session"})  # ends by itself, or with its campaign, or was deleted


def lacks_file(target: Target) -> bool:
    """Tell whether only a person's words say that the target stopped, and that is not enough for its kind."""
    seen_off = target.after is not None and delivery.is_off(target.after)
    said = target.state is TargetState.PROVEN and bool(target.proof) and not target.proof_file
    return said and target.kind in ONLY_BY_HAND and not seen_off


def lacking_files(targets: Sequence[Target]) -> Iterator[str]:
    """Yield what is missing, in words."""
    for target in filter(lacks_file, targets):
        yield f"{target.name}: only words say that it stopped; add the screenshot or the e-mail that shows it"


def look(case: Case, target: Target, due: datetime) -> c.Command:
    """Return a look at what a person stops, or is to stop."""
    account, ids = target.advertiser_id, (target.id,)
    return c.LookAtTarget(case_id=case.id, due=due, advertiser_id=account, target_ids=ids, nth=case.version)


def look_first(case: Case, target_ids: Collection[str], due: datetime) -> tuple[c.Command, ...]:
    """Return a look at what may be over by now, and is then nobody's any more."""
    meant = frozenset(target_ids)
    return tuple(look(case, t, due) for t in case.targets if t.kind in MAY_BE_OVER and t.id in meant)


def waiting(case: Case, target_id: str, *, with_file: bool) -> Target:
    """Return the target that a person says has stopped.

    Raises:
        NotAllowed: there is none, or it is proven already; unless only the file was missing.
    """
    target = next((t for t in case.targets if t.id == target_id), None)
    proven = target is not None and target.state is TargetState.PROVEN
    if target is None or (proven and not (with_file and lacks_file(target))):
        raise NotAllowed(f"no target {target_id} waits for a person")
    return target
