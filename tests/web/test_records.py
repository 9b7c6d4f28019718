"""What TikTok has on record, the safety net and the ticket, on the page of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import builders
from unpromote.domain import record_events as r
from unpromote.domain.delivery import Route
from unpromote.domain.events import MessageSent
from unpromote.domain.on_record import Below
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record
from unpromote.web.show import records
from web.pages import PAGE, every, words

HOUR = timedelta(hours=1)


def grown():
    case = builders.saved_case("off")
    for nth, spend in ((2, "10000.00"), (3, "10012.50")):
        case = record(
            case.id, builders.spend_sampled(case.targets[0], at=builders.NOW + nth * HOUR, spend=spend, nth=nth)
        )
    return case


def test_what_was_read_below_stands_on_the_page(ana):
    case = builders.saved_case("off")
    below = Below(case.targets[0].external_id, 1, 2, (), 0, ("req",), builders.NOW)
    record(case.id, r.BelowRead(at=builders.NOW, by="unpromote", target_ids=("t1",), below=(below,), nth=1))
    assert "1 ad group and 2 ads; none of them delivers" in words(ana.get(PAGE), "#on-record")


def test_ana_sets_the_net_and_takes_it_down(ana):
    builders.saved_case("off")
    hung = ana.post(f"{PAGE}delivery/guard/", {"guarded": "yes"}, follow=True)
    assert queries.case_at_work("case_1").on_record.guarded
    assert "Take the safety net down" in words(hung, "#on-record")
    ana.post(f"{PAGE}delivery/guard/", {"guarded": "no"}, follow=True)
    assert not queries.case_at_work("case_1").on_record.guarded


def test_what_only_a_person_stops_offers_no_net(ana):
    builders.saved_case("quoted", targets=(builders.target(1, kind="topview", route=Route.BY_HAND),))
    assert every(ana.get(PAGE), "#on-record") == []


def test_where_spend_grew_the_ticket_lies_ready_to_be_pasted_and_sent(ana):
    case = grown()
    assert "Nothing was sent" in words(ana.get(PAGE), "#ticket")
    letter = builders.message("support")
    sent = MessageSent(at=builders.NOW, by="x", conversation_id="support", message=letter, chase=builders.CHASE)
    record(case.id, sent)
    page = ana.get(PAGE)
    assert "12.50 USD more" in words(page, "#ticket-body")
    assert f"Send it to {builders.SUPPORT.name}" in words(page, "#ticket")


def test_where_nothing_grew_there_is_no_ticket(ana):
    builders.saved_case("off")
    assert every(ana.get(PAGE), "#ticket") == []


def test_a_case_that_names_nobody_at_the_platform_has_none_either(cast):
    person = Person("ana", {builders.BRAND: False})
    case = grown()
    nobody = replace(case, contacts=(builders.CLEO,))
    assert records.records(case, person, builders.NOW).to == "support"
    assert records.records(nobody, Person("dan", {}), builders.NOW).ticket is None
