"""Talks with creators: begin one, list them, read and send messages, so that what was settled can be logged."""

from __future__ import annotations

import json

from unpromote.emulator.shop_call import Row, ShopCall, bad_call, seconds
from unpromote.emulator.shop_world import Conversation, Message

SELLER = "seller"
TEXT = "TEXT"
LONGEST_TEXT = 2000


def begin(call: ShopCall) -> Row:
    """Find the talk with a creator, or begin it."""
    creator = call.body.text("creator_open_id")
    known = next((each for each in call.shop.conversations.values() if each.creator == creator), None)
    talk = known or Conversation(call.new_id(), creator)
    call.shop.conversations[talk.conversation_id] = talk
    return {"conversation_id": talk.conversation_id, "is_new": known is None}


def list_(call: ShopCall) -> Row:
    """List the shop's talks."""
    rows, info = call.page(list(call.shop.conversations.values()), call.query)
    listed = [
        {
            "id": talk.conversation_id,
            "unread_count": talk.unread,
            "username": talk.creator,
            "creator_im_id": talk.creator,
        }
        for talk in rows
    ]
    return {**_more(info), "conversations": listed}


def messages(call: ShopCall) -> Row:
    """Read a talk, newest message first; the shop has seen it then."""
    talk = _named(call)
    numbered = list(enumerate(talk.messages))[::-1]
    rows, info = call.page(numbered, call.query)
    talk.unread = 0
    return {**_more(info), "messages": [_shape(talk, index, message) for index, message in rows]}


def send(call: ShopCall) -> Row:
    """Write to a creator."""
    talk, content = _named(call), call.body.text("content")
    kind = call.body.choice("msg_type", (TEXT,))
    _check_text(content)
    message = Message(call.new_id(), kind, content, SELLER, call.now)
    talk.messages.append(message)
    call.changed.append(talk.conversation_id)
    return {"message_id": message.message_id}


def _check_text(content: str) -> None:
    try:
        said = json.loads(content)["content"]
    except (ValueError, KeyError, TypeError, RecursionError):
        said = None
    if not isinstance(said, str) or not 1 <= len(said) <= LONGEST_TEXT:
        raise bad_call("content", f"has to be JSON with a content of 1 to {LONGEST_TEXT} characters")


def _named(call: ShopCall) -> Conversation:
    return call.found("conversation", "conversation_id", call.shop.conversations)


def _more(info: Row) -> Row:
    return {"has_more": bool(info["next_page_token"]), "next_page_token": info["next_page_token"]}


def _shape(talk: Conversation, index: int, message: Message) -> Row:
    return {
        "conversation_index": str(index),
        "message_body": {
            "id": message.message_id,
            "conversation_id": talk.conversation_id,
            "type": message.kind,
            "content": message.content,
            "create_time": seconds(message.at),
            "sender_id": message.sender,
        },
    }
