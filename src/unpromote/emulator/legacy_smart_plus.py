"""/campaign/spc/get/: legacy Smart+ campaigns. They are switched by the classic endpoints."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.listing import MOST_IDS, page_of
from unpromote.emulator.objects import Kind, Level
from unpromote.emulator.statuses import deleted, secondary_status
from unpromote.emulator.wire import Answer
from unpromote.emulator.world import named


def get(call: Call) -> Answer:
    """Answer the campaigns, all of them or those that campaign_ids names."""
    ids = {Level.CAMPAIGN: call.args.texts("campaign_ids", most=MOST_IDS)}
    account = call.account()
    found = [
        line
        for line in named(account, Level.CAMPAIGN, ids)
        if line.campaign.kind is Kind.LEGACY_SMART_PLUS and not deleted(line, call.now)
    ]
    page, info = page_of(found, call)
    rows = [
        {
            "advertiser_id": account.advertiser_id,
            "campaign_id": line.id,
            "campaign_name": line.campaign.name,
            "operation_status": line.campaign.switch.shown(call.now),
            "secondary_status": secondary_status(line, call.now),
            "budget": float(line.campaign.budget.amount),  # a JSON number on the platform too
        }
        for line in page
    ]
    return Answer({"list": rows, "page_info": info})
