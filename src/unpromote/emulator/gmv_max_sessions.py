"""/campaign/gmv_max/session/…: extra money beside a GMV Max campaign, which it spends whatever the campaign does.

Whether pausing the campaign ends them is not documented: here they go on, unless the quirk says otherwise. A session
that has ended cannot be changed any more, and a deleted one does not come back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unpromote.emulator.call import Call
from unpromote.emulator.gmv_max import campaign_of, changeable
from unpromote.emulator.objects import Budget, Flight, GmvMax, Line, Session
from unpromote.emulator.spend import record_delivery
from unpromote.emulator.switching import MOST_IDS, NO_SUCH_OBJECT
from unpromote.emulator.wire import MOMENT, Answer, Arguments, Refusal, Row, bad_parameter

FROM_NOW, START_END = "SCHEDULE_FROM_NOW", "SCHEDULE_START_END"
BID_TYPES = ("NO_BID", "CREATIVE_NO_BID")


def list_(call: Call) -> Answer:
    """Answer a campaign's sessions that have not ended."""
    line, extra = campaign_of(call)
    return Answer({"session_list": [_row(line, session) for session in extra.sessions if _lasts(session, call.now)]})


def get(call: Call) -> Answer:
    """Answer sessions by their ids; a deleted one is in no answer any more."""
    wanted = call.args.texts("session_ids", least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)
    found = [(line, session) for line, _, session in _all(call) if session.session_id in wanted and not session.ended]
    return Answer({"session_list": [_row(line, session) for line, session in found]})


def create(call: Call) -> Answer:
    """Start another session."""
    line, extra = changeable(call)
    asked = call.args.table("session")
    flight = Flight(asked.moment("schedule_start_time"), line.campaign.flight.ends_at)
    session = Session(
        session_id=call.new_id("19"),
        bid_type=asked.choice("bid_type", BID_TYPES),
        budget=Budget(asked.amount("budget"), daily=True),
        flight=_ended(asked, flight),
        item_id=asked.text("item_id") if "item_id" in asked else "",
        spu_ids=tuple(product.text("spu_id") for product in asked.tables("product_list")),
    )
    record_delivery(session, call.now, call.tail)
    extra.sessions.append(session)
    extra.protected = False
    call.changed.append(session.session_id)
    return Answer({"session_id": session.session_id})


def update(call: Call) -> Answer:
    """Change a session's daily budget or its end."""
    line, _ = changeable(call)
    asked, session = call.args.table("session"), _lasting(call)
    if "budget" in asked:
        session.budget = Budget(asked.amount("budget"), daily=True)
    flight = _ended(asked, replace(session.flight, ends_at=line.campaign.flight.ends_at))
    if "schedule_type" in asked and flight.ends_at < call.now:
        raise bad_parameter("session.schedule_end_time", "Must not lie in the past.")
    session.flight = flight if "schedule_type" in asked else session.flight
    record_delivery(session, call.now, call.tail)
    call.changed.append(session.session_id)
    return Answer({"session_id": session.session_id})


def delete(call: Call) -> Answer:
    """End a session for good."""
    session = _lasting(call)
    session.ended = True
    record_delivery(session, call.now, call.tail)
    call.changed.append(session.session_id)
    return Answer({})


def _lasting(call: Call) -> Session:
    session_id = call.args.text("session_id")
    session = next((one for _, _, one in _all(call) if one.session_id == session_id), None)
    if session is None:
        raise Refusal(NO_SUCH_OBJECT, f"The session {session_id} does not exist.")
    if not _lasts(session, call.now):
        raise bad_parameter("session_id", "The session has ended and cannot be changed.")
    return session


def _all(call: Call) -> list[tuple[Line, GmvMax, Session]]:
    campaigns = [campaign for campaign in call.account().campaigns if campaign.gmv_max]
    return [
        (Line(campaign), campaign.gmv_max, session)
        for campaign in campaigns
        if campaign.gmv_max
        for session in campaign.gmv_max.sessions
    ]


def _lasts(session: Session, now: datetime) -> bool:
    return not session.ended and now < session.flight.ends_at


def _ended(asked: Arguments, flight: Flight) -> Flight:
    if asked.choice("schedule_type", (FROM_NOW, START_END), FROM_NOW) == FROM_NOW:
        return flight
    return replace(flight, ends_at=asked.moment("schedule_end_time"))


def _row(line: Line, session: Session) -> Row:
    row: Row = {
        "campaign_id": line.id,
        "session_id": session.session_id,
        "bid_type": session.bid_type,
        "budget": float(session.budget.amount),  # a JSON number on the platform too
        "product_list": [{"spu_id": spu_id} for spu_id in session.spu_ids],
        "schedule_type": START_END if session.flight.ends_at < line.campaign.flight.ends_at else FROM_NOW,
        "schedule_start_time": session.flight.starts_at.strftime(MOMENT),
        "schedule_end_time": session.flight.ends_at.strftime(MOMENT),
    }
    return row | {"item_id": session.item_id} if session.item_id else row
