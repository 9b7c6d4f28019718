"""/rf/order/cancel/: take a booked Reach & Frequency order back, for good, as long as it does not deliver.

Code 0 may come with failed ids: what delivers already, what is over, and what is no such order stay as they are.
"""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.objects import Kind, Level, Line
from unpromote.emulator.switching import MOST_IDS
from unpromote.emulator.wire import Answer

WITHDRAWN = "RF_WITHDRAW_ORDER"


def cancel(call: Call) -> Answer:
    """Withdraw the ad groups' orders and name those that could not be withdrawn."""
    account = call.account()
    wanted = call.args.texts("adgroup_ids", least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)
    failed = []
    for adgroup_id in wanted:
        line = account.find(Level.ADGROUP, adgroup_id)
        if line is None or line.adgroup is None or not _can_be_withdrawn(call, line):
            failed.append(adgroup_id)
            continue
        line.adgroup.closed = WITHDRAWN
        call.follow(line, "STATUS", line.adgroup.switch.status, WITHDRAWN)
    return Answer({"fail_adgroup_ids": failed})


def _can_be_withdrawn(call: Call, line: Line) -> bool:
    booked = line.campaign.kind is Kind.REACH_FREQUENCY and line.adgroup is not None and not line.adgroup.closed
    return booked and call.now < line.campaign.flight.starts_at
