"""One case with very many creators, step by step; each step is a process of its own, which the bench may kill.

Arguments: the step, the number of creators. Prints what it found as JSON. The installation is the one that the
environment names.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from moneyed import Money

from unpromote.bench.crowd import crowd, dollars
from unpromote.bench.figures import peak_memory, timed
from unpromote.domain.case import Case
from unpromote.domain.delivery import Route, Target
from unpromote.domain.messages import Contact, Counterpart
from unpromote.jobs.connections import Connections
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.wiring import open_tools, worker
from unpromote.services import agreement, approval, delivery, intake, people, queries, quote, settlement

BRAND = "northwind"
BUDGET = Money("1000000.00", "USD")
LEASE = timedelta(seconds=2)  # short, so that what a killed process held is soon free
_PAGES = 5
_LISTS = ("conversations", "settlements", "duties", "timeline", "commands")

Found = dict[str, Any]


def main(step: str, count: int) -> None:
    """Do one step and print what it found, with the peak of this process's memory in bytes."""
    sys.stdout.write(json.dumps(STEPS[step](count) | {"memory": peak_memory()}))


def _ana() -> people.Person:
    return people.person("ana")


def _case() -> Case:
    (line,) = queries.open_cases(_ana())
    return queries.case(_ana(), line.id)


def _now() -> datetime:
    return datetime.now(UTC)


def prepare(count: int) -> Found:
    """Open the case, quote and approve it, and stop its one promotion: from then on everybody has to be told."""
    call_command("migrate", verbosity=0)
    people.add_client(BRAND, "Northwind Outdoor")
    ana = people.add_person("ana", BRAND, may_approve=True)
    took = timed(lambda: _to_the_quote(ana, count)).wall
    case = _case()
    told = timed(lambda: _approved_and_stopped(ana, case)).wall
    return {"quoted_in": took, "ordered_in": told}


def _to_the_quote(ana: people.Person, count: int) -> None:
    case = intake.open_case(ana, _intake(count), now=_now())
    written = (files("unpromote") / "samples" / "confirmed_terms.json").read_text(encoding="utf-8")
    agreement.confirm_terms(ana, case.id, json.loads(written)["terms"], now=_now())
    quote.take_quote(ana, case.id, method="email", now=_now())


def _approved_and_stopped(ana: people.Person, case: Case) -> None:
    approval.sign_quote(ana, case.id, case.quote.hash if case.quote else "", now=_now())
    delivery.confirm_stopped(ana, case.id, "t1", "seen in the account: off, spend flat", now=_now())


def _intake(count: int) -> intake.Intake:
    start = _now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=10)
    support = Contact("support", Counterpart.SUPPORT, "Arena desk", "desk@arena.example")
    told = (Contact(one.id, Counterpart.CREATOR, one.id, one.address, one.language) for one in crowd(count))
    spent = Money("100000.00", "USD")
    return intake.Intake(
        client=BRAND,
        title="A season with everybody",
        reason="strategy_change",
        wording="The season is called off.",
        promotion={
            "id": "season",
            "status": "live",
            "reservation": "sponsorship",
            "flight": {"start": start.isoformat(), "end": (start + timedelta(days=100)).isoformat()},
            "plan": "even_remaining",
            "budget": dollars(int(BUDGET.amount * 100)),
            "spent": dollars(int(spent.amount * 100)),
            "spent_through": start.date().isoformat(),
            "prepaid": "0.00",
            "creators": [one.to_json() for one in crowd(count)],
            "facts": {},
        },
        targets=(Target("t1", "sponsorship", "7200", "1", "Season", Route.BY_HAND, BUDGET, spent),),
        contacts=(support, *told),
    )


def tell(_count: int) -> Found:
    """Send until nothing is left to send. Killed, and started again, it goes on where it was."""
    loaded = timed(_case).wall
    with open_tools(Connections.configured()) as tools:
        hands = Embedded(worker(tools, lease=LEASE))
        while any(talk.state.value == "planned" for talk in _case().conversations):
            if not hands.work_off():
                time.sleep(LEASE.total_seconds() / 4)
    return {"loaded_in": loaded}


def settle(_count: int) -> Found:
    """Take everybody's yes, release every settlement and write the payment lines."""
    ana, case = _ana(), _case()
    began, before = time.perf_counter(), case.version
    for one in case.settlements:
        settlement.record_answer(ana, case.id, one.creator_id, accepted=True, now=_now())
        settlement.release(ana, case.id, one.creator_id, now=_now())
    with open_tools(Connections.configured()) as tools:
        Embedded(worker(tools, lease=LEASE)).work_off()
    wall = time.perf_counter() - began
    settled = _case()
    open_ = sum(one.state.value != "settled" for one in settled.settlements)
    return {"seconds": wall, "events": settled.version - before, "open": open_}


def look(count: int) -> Found:
    """Look at the case's page and its lists as Ana does, first in a process that never saw the case."""
    asker = Client()
    asker.force_login(get_user_model().objects.get(username="ana"))
    reference = queries.open_cases(_ana())[0].reference
    page = f"/cases/{reference}/"
    first = timed(lambda: asker.get(page)).cpu
    lists = [f"/api/cases/{reference}/{name}?offset={count // 2}&limit=100" for name in _LISTS]
    status = {asker.get(path).status_code for path in (page, *lists)}
    slowest = max(_usual(asker, path) for path in lists)
    return {"first": first, "page": _usual(asker, page), "lists": slowest, "status": max(status)}


def _usual(asker: Client, path: str) -> float:
    """Return the median of the processor seconds that several looks at a page take."""
    return sorted(timed(lambda: asker.get(path)).cpu for _ in range(_PAGES))[_PAGES // 2]


STEPS: Mapping[str, Callable[[int], Found]] = {"prepare": prepare, "tell": tell, "settle": settle, "look": look}
