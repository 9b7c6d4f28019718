"""/comment/…: what people wrote under ads, and hiding it. Not for Promote nor for Upgraded Smart+."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

from unpromote.emulator import tasks
from unpromote.emulator.call import Call
from unpromote.emulator.listing import known_texts, page_of
from unpromote.emulator.objects import Kind, Level, Line
from unpromote.emulator.records import Comment
from unpromote.emulator.switching import MOST_IDS, NO_SUCH_OBJECT
from unpromote.emulator.wire import BAD_PARAMETER, Answer, Refusal, Row
from unpromote.emulator.world import Account

KIND = "comments"
MOST_ROWS = 100
ORDERS = ("CREATE_TIME", "LIKES", "REPLIES")


def list_(call: Call) -> Answer:
    """Answer a page of the comments below an ad group's ads."""
    account = call.account()
    found = _found(call, account)
    page, info = page_of(found, call, most=MOST_ROWS)
    return Answer({"comments": [_row(account, comment) for comment in page], "page_info": info})


def update_status(call: Call) -> Answer:
    """Hide comments or show them again, all or none."""
    operation = call.args.choice("operation", ("HIDDEN", "PUBLIC"))
    ids = call.args.texts("comment_ids", least=1, most=MOST_IDS, over=call.quirks.too_many_ids_code)
    for comment in [_named(call, comment_id) for comment_id in ids]:
        if comment.status != operation:
            comment.status = operation
            call.changed.append(comment.comment_id)
    return Answer({})


def post(call: Call) -> Answer:
    """Answer a comment in the name of the account."""
    parent, text = _named(call, call.args.text("comment_id")), call.args.text("text")
    account = call.account()
    reply = Comment(
        comment_id=call.new_id("74"),
        adgroup_id=parent.adgroup_id,
        ad_id=parent.ad_id,
        content=text,
        created_at=call.now,
        user_name=account.name,
        reply_to=parent.comment_id,
    )
    account.comments.append(reply)
    call.changed.append(reply.comment_id)
    return Answer({"comment_id": reply.comment_id})


def delete(call: Call) -> Answer:
    """Delete a comment of the account's own."""
    comment, account = _named(call, call.args.text("comment_id")), call.account()
    if comment.user_name != account.name:
        raise Refusal(BAD_PARAMETER, "Only comments of your own can be deleted.")
    account.comments.remove(comment)
    call.changed.append(comment.comment_id)
    return Answer({})


def reference(call: Call) -> Answer:
    """Answer a page of the replies to a comment."""
    comment, account = _named(call, call.args.text("comment_id")), call.account()
    replies = [reply for reply in account.comments if reply.reply_to == comment.comment_id]
    page, info = page_of(replies, call, most=MOST_ROWS)
    return Answer({"comments": [_row(account, reply) for reply in page], "page_info": info})


def create_task(call: Call) -> Answer:
    """Start an export of the same comments."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("comment_id", "create_time", "user_name", "comment_status", "content"))
    for one in _found(call, call.account()):
        rows.writerow((one.comment_id, one.created_at.isoformat(), one.user_name, one.status, one.content))
    return Answer({"task_id": tasks.start(call, KIND, out.getvalue())})


def check_task(call: Call) -> Answer:
    """Answer whether the export is ready."""
    return tasks.check(call, KIND)


def download_task(call: Call) -> Answer:
    """Answer the export as a file."""
    return Answer({}, file=tasks.result(call, KIND))


def _found(call: Call, account: Account) -> list[Comment]:
    args = call.args
    args.choice("search_field", ("ADGROUP_ID",))
    line = account.find(Level.ADGROUP, args.text("search_value"))
    if line is None:
        raise Refusal(NO_SUCH_OBJECT, f"The object {args.text('search_value')} does not exist.")
    if line.campaign.kind in (Kind.PROMOTE, Kind.SMART_PLUS):
        raise Refusal(BAD_PARAMETER, "Comments are not supported for this ad group.")
    since, until = (datetime.combine(args.day(name), datetime.min.time(), UTC) for name in ("start_time", "end_time"))
    kinds = known_texts(args, "comment_type", ("ALL", "COMMENT", "REPLY"))
    found = [
        comment
        for comment in account.comments
        if comment.adgroup_id == line.id
        and since <= comment.created_at < until + timedelta(days=1)
        and (not kinds or "ALL" in kinds or ("REPLY" if comment.reply_to else "COMMENT") in kinds)
    ]
    order = args.choice("sort_field", ORDERS, "CREATE_TIME")
    down = args.choice("sort_type", ("ASC", "DESC"), "DESC") == "DESC"
    return sorted(found, key=lambda comment: _rank(account, comment, order), reverse=down)


def _rank(account: Account, comment: Comment, order: str) -> float:
    if order == "CREATE_TIME":
        return comment.created_at.timestamp()
    return comment.likes if order == "LIKES" else _replies(account, comment)


def _replies(account: Account, comment: Comment) -> int:
    return sum(one.reply_to == comment.comment_id for one in account.comments)


def _named(call: Call, comment_id: str) -> Comment:
    comment = next((one for one in call.account().comments if one.comment_id == comment_id), None)
    if comment is None:
        raise Refusal(NO_SUCH_OBJECT, f"The comment {comment_id} does not exist.")
    return comment


def _row(account: Account, comment: Comment) -> Row:
    line = account.find(Level.AD, comment.ad_id)
    names: Row = {}
    for parent in (line and Line(line.campaign), line and Line(line.campaign, line.adgroup), line):
        if parent:
            names |= {parent.level.value: parent.id, f"{parent.level.noun}_name": parent.own.name}
    return names | {
        "comment_id": comment.comment_id,
        "content": comment.content,
        "likes": comment.likes,
        "replies": _replies(account, comment),
        "comment_type": "REPLY" if comment.reply_to else "COMMENT",
        "comment_status": comment.status,
        "create_time": int(comment.created_at.timestamp()),
        "user_name": comment.user_name,
    }
