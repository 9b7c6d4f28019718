"""The product without one of its safeguards, so that the judge of the campaign can be seen to find out."""

from __future__ import annotations

from unpromote.domain.delivery import Observation
from unpromote.domain.holdings import Told, Verdict
from unpromote.jobs.handlers import delivery as hands
from unpromote.services import delivery, transferring


def leave_out_the_look_before_repeating() -> None:
    """Take everything for on that is to be stopped, without looking, and write, whatever an earlier try did."""
    stop_batch = hands.stop_batch
    hands.stop_batch = lambda platform, targets, **asked: stop_batch(platform, targets, **asked | {"again": False})
    delivery._just_seen = lambda targets, now: tuple(_shown(one, "ENABLE", now) for one in targets)


def leave_out_the_look_back() -> None:
    """Believe every write, whatever became of its answer."""
    delivery._seen_after = lambda platform, targets: tuple(_shown(one, "DISABLE", platform._now()) for one in targets)


def leave_out_the_records() -> None:
    """Take money for not moved, without looking, and send, whatever an earlier try did."""
    transferring._looked = lambda *_: Verdict(Told.NOT_MOVED)
    send_return = transferring.send_return
    transferring.send_return = lambda *given, **asked: send_return(*given, **asked | {"may_send": lambda: True})


def _shown(target, status, at) -> Observation:
    return Observation(target.external_id, status, f"CAMPAIGN_STATUS_{status}", target.name, "", "", at)


WITHOUT = {
    "nothing": lambda: None,
    "look-before": leave_out_the_look_before_repeating,
    "look-back": leave_out_the_look_back,
    "records": leave_out_the_records,
}
