"""What TikTok has on record beside an object's own state: what stands below it, the change log, automated rules.

The change log is a long task whose file comes as text inside text inside the answer, as Python writes bytes; a plain
text is taken as well. Automated rules know three levels; one that names no object reaches all of a level, or all that
are inactive. Answers spell some of its fields otherwise than requests do, and list deleted rules too.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from unpromote.adapters.endpoints import written_to
from unpromote.adapters.tiktok.calls import Reply
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import Row, Seen, listed, unreadable
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.delivery import STILL_DELIVERING, Level, Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.on_record import MOST_NAMED, AutomatedRule, Below, ChangeLine, Reach
from unpromote.services.ports import ChangeFile

MOMENT = "%Y-%m-%d %H:%M:%S"
MINUTE = "%Y-%m-%d %H:%M"
RULES_A_PAGE = 100
READY, WORKING = "SUCCESS", ("PROCESSING", "QUEUING", "PENDING")
_COLUMNS = 6  # time, level, id, what, operator, source: the last two columns are optional


class TikTokRecords:
    """Fulfils `services.ports.PlatformRecords`. Every method raises OutsideFailed."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now

    def below(self, targets: Sequence[Target]) -> tuple[Below, ...]:
        """Return how many ad groups and ads stand below each target, and which of them deliver."""
        first, ids = targets[0], [target.external_id for target in targets]
        adgroups: tuple[Seen, ...] = ()
        if first.level is Level.CAMPAIGN:
            adgroups = self._client.below(SORTS[first.kind, Level.ADGROUP], first.advertiser_id, ids)
        within = f"{first.level.value}_ids"
        ads = self._client.below(SORTS[first.kind, Level.AD], first.advertiser_id, ids, within=within)
        parent: Callable[[Seen], str] = (
            (lambda seen: seen.campaign_id) if first.level is Level.CAMPAIGN else (lambda seen: seen.adgroup_id)
        )
        read_at = self._now()
        return tuple(
            _below(one, [s for s in adgroups if parent(s) == one], [s for s in ads if parent(s) == one], read_at)
            for one in ids
        )

    def ask_changes(self, advertiser_id: str, ids: Sequence[str], since_at: datetime, until_at: datetime) -> str:
        """Have the switches of objects between two instants written down; return the task's id."""
        body = {
            "advertiser_id": advertiser_id,
            "start_time": since_at.astimezone(UTC).strftime(MOMENT),
            "end_time": until_at.astimezone(UTC).strftime(MOMENT),
            "timezone": "UTC",
            "module": "STATUS",
        }
        named = {"object_ids": list(ids)} if len(ids) <= written_to("changelog/task/create").most_ids else {}
        reply = self._client.write("changelog/task/create", advertiser_id, body | named)
        return Row(reply.data, reply).text("task_id")

    def changes(self, advertiser_id: str, task_id: str) -> ChangeFile | None:
        """Return what was written down; None as long as it is not ready."""
        named = {"advertiser_id": advertiser_id, "task_id": task_id}
        checked = self._client.read("changelog/task/check", advertiser_id, named)
        status = Row(checked.data, checked).text("status")
        if status in WORKING:
            return None
        if status != READY:
            problem = f"TikTok ended the task of the change log as {status}"
            raise OutsideFailed(problem, permanent=True, reference=checked.reference)
        reply = self._client.read("changelog/task/download", advertiser_id, named)
        content = _content(reply)
        return ChangeFile(content, tuple(_lines(content, reply)), reply.request_id)

    def rules(self, advertiser_id: str) -> tuple[AutomatedRule, ...]:
        """Return every automated rule of an account."""
        found: list[AutomatedRule] = []
        for page in count(1):
            params = {"advertiser_id": advertiser_id, "page": page, "page_size": RULES_A_PAGE}
            rows = listed(self._client.read("optimizer/rule/list", advertiser_id, params), "rules")
            found += [_rule(row) for row in rows if _status(row) != "DELETED"]
            if len(rows) < RULES_A_PAGE:  # the answer may come without a count
                break
        return tuple(found)

    def make_guard(self, advertiser_id: str, name: str, campaign_ids: Sequence[str]) -> str:
        """Return the id of the rule of this name, made now unless it is there: it switches these campaigns off."""
        for rule in self.rules(advertiser_id):
            if rule.name == name:
                return rule.rule_id
        body = {"advertiser_id": advertiser_id, "rules": [_guard(name, campaign_ids)]}
        reply = self._client.write("optimizer/rule/create", advertiser_id, body)
        made = reply.data.get("rule_ids")
        if not isinstance(made, list) or len(made) != 1 or not isinstance(made[0], str):
            raise unreadable("rule_ids", reply)
        return made[0]

    def lift_guard(self, advertiser_id: str, rule_id: str) -> None:
        """Delete a rule; one that is gone already stays so."""
        if any(rule.rule_id == rule_id for rule in self.rules(advertiser_id)):
            body = {"advertiser_id": advertiser_id, "rule_ids": [rule_id], "operate_type": "DELETE"}
            self._client.write("optimizer/rule/update/status", advertiser_id, body)


def _below(external_id: str, adgroups: Sequence[Seen], ads: Sequence[Seen], read_at: datetime) -> Below:
    on = [seen.id for seen in (*adgroups, *ads) if seen.secondary_status.endswith(STILL_DELIVERING)]
    requests = tuple(dict.fromkeys(seen.request_id for seen in (*adgroups, *ads)))
    more = len(on) - min(len(on), MOST_NAMED)
    return Below(external_id, len(adgroups), len(ads), tuple(on[:MOST_NAMED]), more, requests, read_at)


def _content(reply: Reply) -> bytes:
    """Return the file's bytes: `file_data` of a JSON text, written as Python writes bytes, or plainly."""
    try:
        written = json.loads(Row(reply.data, reply).text("changelog"))["file_data"]
        found = ast.literal_eval(written) if written.startswith(("b'", 'b"')) else written.encode()
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        raise unreadable("changelog", reply) from None
    return bytes(found)


def _lines(content: bytes, reply: Reply) -> Iterator[ChangeLine]:
    """Yield the lines below the heading; counts and empty lines stand above it."""
    rows = csv.reader(content.decode("utf-8-sig", errors="replace").splitlines())
    below_heading = False
    for cells in rows:
        if below_heading and len(cells) > _COLUMNS:
            yield _line(cells, reply)
        below_heading = below_heading or cells[:1] == ["Time"]
    if not below_heading:
        raise unreadable("changelog", reply)


def _line(cells: Sequence[str], reply: Reply) -> ChangeLine:
    try:
        at = datetime.strptime(cells[0][:16], MINUTE).replace(tzinfo=UTC)
    except ValueError:
        raise unreadable("time in the change log", reply) from None
    before, after = _change(cells[-1])
    return ChangeLine(at, cells[1].lower().replace(" ", ""), cells[2], before, after, cells[4], cells[5])


def _change(details: str) -> tuple[str, str]:
    """Return what it was before and after, the details as they stand where they have no known form."""
    try:
        change = json.loads(details)[0]["before_after"][-1]
        return str(change["before"]), str(change["after"])
    except (ValueError, KeyError, TypeError, IndexError):
        return "", details


def _rule(row: Row) -> AutomatedRule:
    actions = (*_inner(row, "actions"), *_inner(row, "action"))
    return AutomatedRule(
        rule_id=row.text("rule_id"),
        name=row.text("name", default=""),
        is_on=_status(row) != "OFF",  # what is not told counts as on
        turns_on=any(action.get("subject_type") == "TURN_ON" for action in actions),
        reaches=tuple(reach for named in _inner(row, "apply_objects") if (reach := _reach(named))),
    )


def _status(row: Row) -> str:
    return row.text("rule_status", default="") or row.text("status", default="")


def _inner(row: Row, name: str) -> Sequence[Mapping[str, object]]:
    found = row.fields.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise unreadable(name, row.reply)
    return found


def _reach(named: Mapping[str, object]) -> Reach | None:
    """Return what a rule reaches, None for what is on already: that alone is what ALL_ACTIVE means."""
    ids, all_of = named.get("dimension_ids") or [], str(named.get("pre_condition_type", ""))
    if not isinstance(ids, list) or (not ids and all_of.startswith("ALL_ACTIVE")):
        return None
    level = str(named.get("dimension") or named.get("dimesion") or "").lower()  # the second is how answers spell it
    return Reach(level, tuple(map(str, ids)))


def _guard(name: str, campaign_ids: Sequence[str]) -> dict[str, object]:
    """Return a rule that switches campaigns off whatever they did; TikTok runs it each half hour."""
    named = {"dimension": "CAMPAIGN", "dimension_ids": list(campaign_ids), "pre_condition_type": "SELECTED"}
    return {
        "name": name,
        "apply_objects": [named],
        "conditions": [{"subject_type": "NO_CONDITION"}],
        "actions": [{"subject_type": "TURN_OFF"}],
        "notification": {"notification_type": "ANY_CHANGES"},
        "rule_exec_info": {"exec_time_type": "PER_HALF_HOUR"},
    }
