"""One authorized call as a resource sees it: who asks, for what, when, and against which accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from unpromote.emulator.objects import Account, App, World
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.wire import Arguments, Refusal

NO_PERMISSION = 40001
NO_SUCH_ADVERTISER = 40300


@dataclass(frozen=True)
class Call:
    """The call's surroundings.

    Attributes:
        shown_from_at: from when on reads show what this call changes
        changed: ids whose state the call really changed; resources add to it
    """

    world: World
    quirks: Quirks
    app: App
    args: Arguments
    now: datetime
    shown_from_at: datetime
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
        return self.world.accounts[advertiser_id]
