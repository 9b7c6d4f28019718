"""The one way to change a switch: whoever does it, the money follows and the change log knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from unpromote.emulator.objects import Line
from unpromote.emulator.records import Change
from unpromote.emulator.spend import record_delivery
from unpromote.emulator.world import World


@dataclass(frozen=True)
class Hand:
    """Who changes something, and how it spreads.

    Attributes:
        shown_from_at: from when on reads show it
        tail: how long delivery goes on after a stop
        ends_sessions: whether stopping a GMV Max campaign ends its sessions too
    """

    at: datetime
    shown_from_at: datetime
    operator: str
    source: str
    app_id: str = ""
    tail: timedelta = timedelta(0)
    ends_sessions: bool = False


def turn(world: World, line: Line, status: str, hand: Hand) -> bool:
    """Turn the object's switch and tell whether that changed anything."""
    before = line.own.switch.status
    if before == status:
        return False
    line.own.switch.turn(status, hand.shown_from_at)
    extra = line.campaign.gmv_max
    if extra:
        extra.protected = False
        for session in extra.sessions if hand.ends_sessions else ():
            session.ended = True
            record_delivery(session, hand.at, hand.tail)
    follow(world, line, hand)
    note(world, line, hand, ("STATUS", before, status))
    return True


def follow(world: World, line: Line, hand: Hand) -> None:
    """Let money and lists follow a change of what delivers."""
    record_delivery(line.campaign, hand.at, hand.tail)
    world.accounts[line.campaign.advertiser_id].touch(hand.shown_from_at)


def note(world: World, line: Line, hand: Hand, what: tuple[str, str, str]) -> None:
    """Write a change (module, before, after) into the change log."""
    module, before, after = what
    world.changes.append(
        Change(
            at=hand.at,
            advertiser_id=line.campaign.advertiser_id,
            level=line.level,
            object_id=line.id,
            module=module,
            before=before,
            after=after,
            operator=hand.operator,
            source=hand.source,
            app_id=hand.app_id,
        )
    )
