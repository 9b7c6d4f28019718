"""One authorized call as a resource sees it: who asks, for what, when, and against which accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from unpromote.emulator.drought import follow_money
from unpromote.emulator.holdings import BusinessCenter
from unpromote.emulator.objects import Line
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.turning import Hand, follow, note, turn
from unpromote.emulator.wire import Arguments, Refusal
from unpromote.emulator.world import Account, App, World

NO_PERMISSION = 40001
NO_SUCH_ADVERTISER = 40300


@dataclass(frozen=True)
class Call:
    """The call's surroundings.

    Attributes:
        shown_from_at: from when on reads show what this call changes
        tail: how long delivery goes on after a stop
        drift: how many rows more than there are the totals of a page count
        serial: the call's number, for ids of what it makes
        changed: ids whose state the call really changed; resources add to it
    """

    world: World
    quirks: Quirks
    app: App
    args: Arguments
    now: datetime
    shown_from_at: datetime
    tail: timedelta = timedelta(0)
    drift: int = 0
    serial: int = 0
    changed: list[str] = field(default_factory=list)

    def account(self) -> Account:
        """Return the account that the call is for."""
        return self.account_named(self.args.text("advertiser_id"))

    def account_named(self, advertiser_id: str) -> Account:
        """Return an account that the token opens, or refuse."""
        if advertiser_id not in self.world.accounts:
            raise Refusal(NO_SUCH_ADVERTISER, f"Advertiser {advertiser_id} does not exist.")
        if advertiser_id not in self.app.advertiser_ids:
            raise Refusal(NO_PERMISSION, f"No permission to operate advertiser {advertiser_id}.")
        account = self.world.accounts[advertiser_id]
        follow_money(account, self.world.starts_at, self.now)
        return account

    def center(self, name: str = "bc_id") -> BusinessCenter:
        """Return a Business Center of which the token opens an account, or refuse."""
        bc_id = self.args.text(name)
        center = self.world.business_centers.get(bc_id)
        if center is None or not self.opens(center):
            raise Refusal(NO_PERMISSION, f"No permission to operate Business Center {bc_id}.")
        return center

    def opens(self, center: BusinessCenter) -> bool:
        """Tell whether the token reaches the Business Center."""
        return not set(center.advertiser_ids).isdisjoint(self.app.advertiser_ids)

    def hand(self) -> Hand:
        """Return who acts: the app, through the API."""
        return Hand(
            at=self.now,
            shown_from_at=self.shown_from_at,
            operator="Marketing API user",
            source="Marketing API",
            app_id=self.app.app_id,
            tail=self.tail,
            ends_sessions=self.quirks.sessions_end_with_campaign,
        )

    def turn(self, line: Line, status: str) -> None:
        """Turn an object's switch."""
        if turn(self.world, line, status, self.hand()):
            self.changed.append(line.id)

    def settle(self, line: Line) -> None:
        """Let money and lists follow a change below an object."""
        follow(self.world, line, self.hand())

    def new_id(self, prefix: str) -> str:
        """Return an id of 19 digits for what this call makes; a call that makes more than one numbers its prefixes."""
        return f"{prefix}{self.serial:0{19 - len(prefix)}d}"

    def follow(self, line: Line, module: str, before: str, after: str) -> None:
        """Note a change that is no switch, and let the money follow."""
        self.settle(line)
        note(self.world, line, self.hand(), (module, before, after))
        self.changed.append(line.id)
