"""Ten thousand conversations over a year: every reminder in its hour, none on a holiday, none after an answer.

What is checked is looked up by other means than what decides: hours by the zone's own wall clock, days off straight
from the library of holidays, silence by counting days one by one.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain.case import Case, advance
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Chase, Log, Way
from unpromote.domain.messages import Conversation, ConversationState, Counterpart, Outcome, is_moot
from unpromote.domain.offices import Place, next_open
from unpromote.services.offices import office_at
from unpromote.services.policies import ladder_for

CONVERSATIONS = 10_000
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = [  # clocks that change in both halves of the year, Friday and Saturday off, and one that never changes
    Place("America/New_York", "US", "NY"),
    Place("Europe/Berlin", "DE", "BY"),
    Place("Australia/Sydney", "AU", "NSW"),
    Place("Africa/Cairo", "EG"),
    Place("Asia/Tokyo", "JP"),
]
WEEKENDS = {"US": (5, 6), "DE": (5, 6), "AU": (5, 6), "EG": (4, 5), "JP": (5, 6)}


@cache
def days_off(country: str, region: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region or None, years=range(2025, 2029))


@cache
def is_worked(place: Place, day: date) -> bool:
    return day.weekday() not in WEEKENDS[place.country] and day not in days_off(place.country, place.region)


@cache
def chase_of(place: Place, month: date) -> Chase:
    """As the desk looks it up; once a month is enough for a test, since holidays of four months come along."""
    looked_up_at = datetime(month.year, month.month, 1, tzinfo=UTC)
    return Chase(office_at(place, looked_up_at), ladder_for(Counterpart.MEDIA))


@dataclass
class Simulation:
    """One conversation: what is due by its own timers, and what people do at random."""

    place: Place
    chance: random.Random
    case: Case
    due: list[tuple[datetime, int, object]] = field(default_factory=list)
    reminded: list[tuple[datetime, datetime, int]] = field(default_factory=list)
    woken: list[tuple[datetime, datetime, datetime, int]] = field(default_factory=list)
    hasty: bool = False
    by_itself: int = 0
    answered: int = 0
    unread: bool = False
    letters: int = 0
    quiet_until: datetime = YEAR

    @property
    def talk(self) -> Conversation:
        return self.case.conversations[0]

    def chase(self, at: datetime) -> Chase:
        return chase_of(self.place, at.date().replace(day=1))

    def put(self, at: datetime, what: object) -> None:
        heapq.heappush(self.due, (at, self.chance.getrandbits(60), what))

    def happens(self, event: e.Event) -> None:
        self.case, commands = advance(self.case, event)
        for command in commands:
            self.put(self.performed_at(command), command)

    def performed_at(self, command: c.Command) -> datetime:
        """Return when the desk comes to it: a letter may have to wait for its server, then for their hours again."""
        if not isinstance(command, c.SendMessage):
            return command.due
        late = command.due + timedelta(hours=self.chance.choice([0, 0, 0, 3, 9]))
        return next_open(self.chase(late).office, late)

    def run(self, until: datetime) -> None:
        while self.due and self.due[0][0] < until and self.talk.state is not ConversationState.CLOSED:
            at, _, what = heapq.heappop(self.due)
            with suppress(NotAllowed):  # a timer that is moot, a person who comes too late
                self.do(at, what)

    def do(self, at: datetime, what: object) -> None:
        shared = {"at": at, "by": "x", "conversation_id": "support"}
        match what:
            case c.SendMessage():
                self.send(at, what.step)
            case c.RemindCounterpart():
                since, wait = self.talk.silent_since, self.chase(at).ladder.wait(self.talk.rung)
                snoozed = self.talk.snooze
                chase = self.chase(at)
                self.happens(e.ReminderDue(**shared, nth=what.nth, clock=what.clock, chase=chase))
                self.reminded += [] if snoozed else [(since, at, wait)]
                self.woken += [(snoozed.until_at, since, at, wait)] if snoozed else []
                if self.hasty and not self.talk.open_task:  # their answer comes before the letter can leave
                    self.hasty = False
                    self.due = [(at, -1, "answer"), *self.due]
                    heapq.heapify(self.due)
            case c.WatchTask():
                self.happens(f.TaskOverdue(**shared, task_id=what.task_id, clock=what.clock))
            case "answer":
                reply = b.message("support", "reply", message_id=f"<{self.chance.getrandbits(80)}@x>", at=at)
                self.happens(e.ReplyReceived(**shared, message=reply))
                self.answered, self.unread, self.quiet_until = self.answered + 1, True, YEAR
                self.put(at + timedelta(hours=self.chance.uniform(1, 60)), "judge")
            case "judge":
                outcome = self.chance.choice(list(Outcome))
                self.happens(e.AnswerJudged(**shared, outcome=outcome, note="so", chase=self.chase(at)))
                self.unread, self.quiet_until = False, YEAR
            case "snooze":
                until = at + timedelta(hours=self.chance.uniform(1, 900))
                self.happens(f.SilenceSnoozed(**shared, until_at=until, why="leave", chase=self.chase(at)))
                self.quiet_until = until
            case "call":
                self.log(at)

    def send(self, at: datetime, step: str) -> None:
        """Send as the desk does: not at all where it is moot."""
        if is_moot(self.talk, step):
            return
        if step != "request":
            assert not self.unread, "reminded after an answer"
            assert at >= self.quiet_until, "reminded while they were to be left in peace"
            self.check_hour(at)
            self.letters += 1
            self.by_itself += not step.startswith("reminder")
        said = b.message("support", step, at=at)
        self.happens(e.MessageSent(at=at, by="x", conversation_id="support", message=said, chase=self.chase(at)))

    def log(self, at: datetime) -> None:
        """A person does what is to be done, or calls without being asked."""
        task = self.talk.open_task
        log = Log(task.channel if task else b.logged().log.channel, "Kim", "asked", reference="T-1")
        said = b.message("support", f"log-{len(self.talk.messages)}", at=at, log=log)
        self.happens(
            f.ContactLogged(at=at, by="ana", conversation_id="support", message=said, log=log, chase=self.chase(at))
        )

    def check_hour(self, at: datetime) -> None:
        there = at.astimezone(ZoneInfo(self.place.zone))
        assert 9 <= there.hour < 17, there
        assert is_worked(self.place, there.date()), there


@pytest.fixture(scope="module")
def told() -> Case:
    case = b.case_after("off")
    return replace(case, conversations=case.conversations[:1], contacts=case.contacts[:1], targets=())


def simulations(told: Case, seed: int) -> Iterator[Simulation]:
    for number in range(CONVERSATIONS):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable
        one = Simulation(PLACES[number % len(PLACES)], chance, reached(told, number), hasty=number % 3 == 0)
        begins = YEAR + timedelta(days=chance.uniform(0, 365))
        one.put(begins, c.SendMessage(case_id="case_1", due=begins, conversation_id="support", step="request"))
        for what, most in (("answer", 2), ("snooze", 1), ("call", 4)):
            for _ in range(chance.randint(0, most)):
                one.put(begins + timedelta(days=chance.uniform(0, 45)), what)
        yield one


def reached(told: Case, number: int) -> Case:
    """Every second counterpart has an address for the ladder's later steps; a person has to reach the others."""
    (talk,) = told.conversations
    ways = tuple(Way(role, "Kim", f"{role}@platform.example") for role in ("representative", "finance"))
    contact = replace(talk.contact, ways=ways if number % 2 else ())
    return replace(told, contacts=(contact,), conversations=(replace(talk, contact=contact),))


def check_time_of_day(place: Place, since: datetime, at: datetime) -> None:
    """It rings at the hour at which their silence began on their clock, or as they open if that was outside hours."""
    began, rang = (one.astimezone(ZoneInfo(place.zone)) for one in (since, at))
    inside = is_worked(place, began.date()) and 9 <= began.hour < 17
    assert rang.time() == (began.time() if inside else time(9)), (began, rang)


def wakes(place: Place, until: datetime) -> datetime:
    """Return the end of a snooze, or when they next open after it."""
    there = until.astimezone(ZoneInfo(place.zone))
    if is_worked(place, there.date()) and 9 <= there.hour < 17:
        return until
    day = there.date() if there.hour < 9 else there.date() + timedelta(days=1)
    while not is_worked(place, day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), ZoneInfo(place.zone)).astimezone(UTC)


def is_shifted(place: Place, since: datetime, at: datetime) -> bool:
    """Tell whether their clocks changed meanwhile."""
    zone = ZoneInfo(place.zone)
    return since.astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset()


def has_holiday(place: Place, since: datetime, at: datetime) -> bool:
    """Tell whether a holiday that is no weekend lay meanwhile."""
    days = (since.date() + timedelta(days=n) for n in range((at - since).days + 1))
    return any(day.weekday() not in WEEKENDS[place.country] and not is_worked(place, day) for day in days)


def worked_days(place: Place, since: datetime, until: datetime) -> int:
    """The business days after the one on which a letter could be read, up to the one on which the clock rang."""
    zone = ZoneInfo(place.zone)
    first, last = since.astimezone(zone), until.astimezone(zone)
    day = first.date()
    if not is_worked(place, day) or first.hour >= 17:
        day += timedelta(days=1)
        while not is_worked(place, day):
            day += timedelta(days=1)
    return sum(is_worked(place, day + timedelta(days=n)) for n in range(1, (last.date() - day).days + 1))


def test_ten_thousand_conversations_are_chased_on_time(told):
    found: Counter[str] = Counter()
    for one in simulations(told, seed=2026):
        one.run(YEAR + timedelta(days=420))
        for since, at, wait in one.reminded:
            one.check_hour(at)
            assert worked_days(one.place, since, at) == wait, (one.place, since, at)
            check_time_of_day(one.place, since, at)
            found["over a change of clocks"] += is_shifted(one.place, since, at)
            found["over a holiday"] += has_holiday(one.place, since, at)
        for until, since, at, wait in one.woken:  # the later of the two: the snooze's end, their days of silence
            one.check_hour(at)
            assert at >= wakes(one.place, until)
            assert at == wakes(one.place, until) or worked_days(one.place, since, at) == wait, (until, since, at)
        found["woken"] += len(one.woken)
        found["further steps by themselves"] += one.by_itself
        found["reminded"] += len(one.reminded)
        found["answered"] += one.answered
        found["letters"] += one.letters
    assert found["reminded"] > 2 * CONVERSATIONS
    assert min(found["answered"], found["letters"]) > CONVERSATIONS / 2
    assert min(found["woken"], found["over a holiday"], found["further steps by themselves"]) > CONVERSATIONS / 20
    assert found["over a change of clocks"] > CONVERSATIONS / 100
