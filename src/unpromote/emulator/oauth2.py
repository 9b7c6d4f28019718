"""/oauth2/…: a code for a token, which accounts a token opens, and taking a token back.

A code works once and for an hour; a token works until somebody revokes it.
"""

from __future__ import annotations

from datetime import timedelta

from unpromote.emulator.call import Call
from unpromote.emulator.wire import Answer, Refusal
from unpromote.emulator.world import App, World

WRONG_SECRET = 40101
USED_CODE = 40110
CODE_LASTS = timedelta(hours=1)


def app_with_secret(world: World, app_id: str, secret: str) -> App:
    """Return the app of a call that needs no token, or refuse."""
    app = next((app for app in world.apps if (app.app_id, app.secret) == (app_id, secret)), None)
    if app is None:
        raise Refusal(WRONG_SECRET, "The app_id or secret is incorrect.")
    return app


def access_token(call: Call) -> Answer:
    """Answer the token for a code."""
    code = call.args.text("auth_code")
    too_late = call.now > call.world.starts_at + CODE_LASTS
    if code != call.app.auth_code or code in call.world.used_codes or too_late:
        raise Refusal(USED_CODE, "The auth_code was used or has expired.")
    call.world.used_codes.add(code)
    call.world.revoked.discard(call.app.access_token)
    return Answer({"access_token": call.app.access_token, "advertiser_ids": list(call.app.advertiser_ids), "scope": []})


def revoke_token(call: Call) -> Answer:
    """Let a token open nothing any more."""
    call.world.revoked.add(call.args.text("access_token"))
    return Answer({})


def advertisers(call: Call) -> Answer:
    """Answer the token's accounts to whoever knows the app's secret."""
    if (call.args.text("app_id"), call.args.text("secret")) != (call.app.app_id, call.app.secret):
        raise Refusal(WRONG_SECRET, "The app_id or secret is incorrect.")
    accounts = [call.account_named(advertiser_id) for advertiser_id in call.app.advertiser_ids]
    return Answer({"list": [{"advertiser_id": a.advertiser_id, "advertiser_name": a.name} for a in accounts]})
