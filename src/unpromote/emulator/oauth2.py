"""/oauth2/advertiser/get/: which accounts a token opens."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.wire import Answer, Refusal

WRONG_SECRET = 40101


def advertisers(call: Call) -> Answer:
    """Answer the token's accounts to whoever knows the app's secret."""
    if (call.args.text("app_id"), call.args.text("secret")) != (call.app.app_id, call.app.secret):
        raise Refusal(WRONG_SECRET, "The app_id or secret is incorrect.")
    accounts = [call.account_named(advertiser_id) for advertiser_id in call.app.advertiser_ids]
    return Answer({"list": [{"advertiser_id": a.advertiser_id, "advertiser_name": a.name} for a in accounts]})
