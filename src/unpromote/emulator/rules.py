"""/optimizer/rule/…: automated rules, and what they do every half hour, also while nobody calls.

They turn objects on or off (subject_type TURN_ON, TURN_OFF) or only tell (MESSAGE), always (NO_CONDITION, or none) or
where the lifetime spend (COST) is above or below a value. They apply to the objects that they name, or to all of a
level that are inactive or active (pre_condition_type). What happened since the last call is caught up with before the
next one is answered. Answers call some fields otherwise than requests do: rule_status, action, dimesion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from unpromote.emulator.call import Call
from unpromote.emulator.listing import MOST_IDS, page_of
from unpromote.emulator.objects import DISABLE, ENABLE, Kind, Level, Line
from unpromote.emulator.records import Rule
from unpromote.emulator.spend import Window, spent
from unpromote.emulator.switching import NO_SUCH_OBJECT
from unpromote.emulator.turning import Hand, turn
from unpromote.emulator.wire import MOMENT, Answer, Arguments, Refusal, Row, bad_parameter
from unpromote.emulator.world import Account, World, lines

RUNS_EVERY = timedelta(minutes=30)
SOURCE = "Automated rules"
_STATUS = {"TURN_ON": ENABLE, "TURN_OFF": DISABLE}
_LEVELS = {level.noun.upper(): level for level in Level}
SELECTED = "SELECTED"
_ALL_OF = {  # what a rule without names applies to: the level, and the switch that it looks for
    f"ALL_{word}_{noun}": (level, status)
    for noun, level in (("CAMPAIGN", Level.CAMPAIGN), ("AD_GROUP", Level.ADGROUP), ("AD", Level.AD))
    for word, status in (("ACTIVE", ENABLE), ("INACTIVE", DISABLE))
}
ALWAYS = "NO_CONDITION"


def create(call: Call) -> Answer:
    """Write rules, all or none."""
    account = call.account()
    for n, asked in enumerate(_read(call)):
        rule_id = call.new_id(f"70{n:02d}")
        account.rules[rule_id] = Rule(rule_id, dict(asked.raw), call.now, call.now)
        call.changed.append(rule_id)
    return Answer({"rule_ids": list(call.changed)})


def update(call: Call) -> Answer:
    """Write rules anew."""
    plans = [(_named(call, asked.text("rule_id")), asked) for asked in _read(call)]
    for rule, asked in plans:
        rule.plan = dict(asked.raw)
        call.changed.append(rule.rule_id)
    return Answer({"rule_ids": list(call.changed)})


def update_status(call: Call) -> Answer:
    """Turn rules on or off, or delete them."""
    operation = call.args.choice("operate_type", ("TURN_ON", "TURN_OFF", "DELETE"))
    ids, account = call.args.texts("rule_ids", least=1, most=MOST_IDS), call.account()
    for rule in [_named(call, rule_id) for rule_id in ids]:
        rule.status = "ON" if operation == "TURN_ON" else "OFF"
        if operation == "DELETE":
            del account.rules[rule.rule_id]
        call.changed.append(rule.rule_id)
    return Answer({"rule_ids": list(ids)})


def bind(call: Call) -> Answer:
    """Add objects to rules."""
    bindings = [(_named(call, asked.text("rule_id")), asked) for asked in call.args.tables("bind_info")]
    for rule, asked in bindings:
        added = {"dimension": asked.choice("dimension", _LEVELS), "dimension_ids": list(asked.texts("dimension_ids"))}
        rule.plan["apply_objects"] = [*rule.plan.get("apply_objects", []), added]
        call.changed.append(rule.rule_id)
    return Answer({"rule_ids": list(call.changed)})


def get(call: Call) -> Answer:
    """Answer rules by their ids."""
    ids = call.args.texts("rule_ids", least=1, most=MOST_IDS)
    return Answer({"rules": [_row(_named(call, rule_id)) for rule_id in ids]})


def list_(call: Call) -> Answer:
    """Answer a page of the account's rules."""
    page, info = page_of(list(call.account().rules.values()), call, most=MOST_IDS)
    return Answer({"rules": [_row(rule) for rule in page], "page_info": info})


def results(call: Call) -> Answer:
    """Answer a page of what the rules did."""
    found = [result for rule in call.account().rules.values() for result in rule.results]
    page, info = page_of(found, call, most=MOST_IDS)
    return Answer({"results": list(page), "page_info": info})


def catch_up(world: World, now: datetime, tail: timedelta) -> None:
    """Let every rule run at each half hour up to now, in the order of time."""
    accounts = [account for account in world.accounts.values() if account.rules]
    waiting = [rule.run_until_at for account in accounts for rule in account.rules.values()]
    for at in _half_hours(min(waiting), now) if waiting else ():
        for account in accounts:
            for rule in account.rules.values():
                if rule.status == "ON" and rule.run_until_at < at:
                    _run(world, account, rule, (at, tail))
    for account in accounts:
        for rule in account.rules.values():
            rule.run_until_at = now


def _run(world: World, account: Account, rule: Rule, when: tuple[datetime, timedelta]) -> None:
    at, tail = when
    plan = Arguments(rule.plan)
    hand = Hand(at=at, shown_from_at=at, operator=rule.rule_id, source=SOURCE, tail=tail)
    for action in plan.tables("actions"):
        subject = action.text("subject_type")
        for line in _objects(account, plan):
            if not all(_holds(account, line, condition, at) for condition in plan.tables("conditions")):
                continue
            if subject == "MESSAGE" or turn(world, line, _STATUS[subject], hand):
                told: Row = {"rule_id": rule.rule_id, "action": subject, "dimension_id": line.id}
                rule.results.append(told | {"exec_time": at.strftime(MOMENT)})


def _objects(account: Account, plan: Arguments) -> Iterator[Line]:
    for named in plan.tables("apply_objects"):
        level = _LEVELS[named.text("dimension")]
        wanted: tuple[str, ...] = (ENABLE, DISABLE)
        found: Iterable[Line | None]
        all_of = named.text("pre_condition_type") if "pre_condition_type" in named else SELECTED
        if all_of in _ALL_OF:
            level, status = _ALL_OF[all_of]
            found, wanted = list(lines(account, level)), (status,)
        else:
            found = [account.find(level, object_id) for object_id in named.texts("dimension_ids")]
        for line in found:
            if line and line.own.switch.status in wanted and line.campaign.kind is not Kind.PROMOTE:
                yield line


def _holds(account: Account, line: Line, condition: Arguments, at: datetime) -> bool:
    if condition.text("subject_type") == ALWAYS:
        return True
    adgroups = [line.adgroup] if line.adgroup else line.campaign.adgroups
    ads = {ad.ad_id for adgroup in adgroups for ad in ([line.ad] if line.ad else adgroup.ads)}
    ever = Window(datetime.min.replace(tzinfo=UTC), at)
    cost = spent(line.campaign, account.zone, ever, ads.__contains__)
    value = Fraction(Decimal(condition.texts("values")[0]))
    return cost > value if condition.text("match_type") == "GT" else cost < value


def _half_hours(since: datetime, until: datetime) -> Iterator[datetime]:
    at = since.astimezone(UTC).replace(minute=since.minute // 30 * 30, second=0, microsecond=0) + RUNS_EVERY
    while at <= until:
        yield at
        at += RUNS_EVERY


def _read(call: Call) -> tuple[Arguments, ...]:
    call.account()
    plans = call.args.tables("rules")
    for plan in plans:
        plan.text("name")
        for named in plan.tables("apply_objects"):
            named.choice("dimension", _LEVELS)
            named.texts("dimension_ids", most=MOST_IDS)
            if "pre_condition_type" in named:
                named.choice("pre_condition_type", (SELECTED, *_ALL_OF))
        for action in plan.tables("actions"):
            action.choice("subject_type", (*_STATUS, "MESSAGE"))
        for condition in plan.tables("conditions"):
            _check(condition)
    if not plans:
        raise bad_parameter("rules", "Missing data for required field.")
    return plans


def _check(condition: Arguments) -> None:
    if condition.choice("subject_type", ("COST", ALWAYS)) == ALWAYS:
        return
    condition.choice("match_type", ("GT", "LT"))
    try:
        Decimal(condition.texts("values", least=1, most=1)[0])
    except InvalidOperation:
        raise bad_parameter("values", "Not a valid number.") from None


def _named(call: Call, rule_id: str) -> Rule:
    rule = call.account().rules.get(rule_id)
    if rule is None:
        raise Refusal(NO_SUCH_OBJECT, f"The rule {rule_id} does not exist.")
    return rule


def _row(rule: Rule) -> Row:
    objects = [{**named, "dimesion": named["dimension"]} for named in rule.plan.get("apply_objects", [])]
    return {
        **rule.plan,
        "apply_objects": objects,
        "action": rule.plan.get("actions", []),
        "rule_id": rule.rule_id,
        "status": rule.status,
        "rule_status": rule.status,
        "create_time": rule.created_at.strftime(MOMENT),
    }
