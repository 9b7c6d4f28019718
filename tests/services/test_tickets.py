"""The ticket about spend that grew after the stop, ready to be pasted or sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import record_events as r
from unpromote.domain.delivery import SpendSample
from unpromote.domain.errors import NotAllowed
from unpromote.domain.growing import growth_of
from unpromote.domain.on_record import ChangeLine, ChangeLog
from unpromote.services import tickets
from unpromote.services.record import record

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ONE = b.target(1)


@pytest.fixture(autouse=True)
def people():
    return b.cast()


def grown(people):
    case = b.saved_case("off")
    for nth, spend in ((2, "10000.00"), (3, "10012.50")):
        case = record(case.id, b.spend_sampled(case.targets[0], at=b.NOW + nth * HOUR, spend=spend, nth=nth))
    return case


def logged(case, *lines, problem=""):
    account = ONE.advertiser_id
    log = ChangeLog(account, b.NOW, b.NOW, b.NOW, lines, problem=problem)
    window = {"advertiser_id": account, "task_id": "76", "since_at": b.NOW, "until_at": b.NOW, "nth": 1}
    return record(case.id, r.ChangesRead(at=b.NOW, by="unpromote", log=log, **window))


def test_ana_gets_a_ticket_with_reads_ids_and_what_is_asked_for(people):
    case = grown(people)
    letter = tickets.draft_ticket(people["ana"], case.id, b.NOW + 4 * HOUR)
    assert (letter.to_address, letter.template.partition("@")[0]) == (b.SUPPORT.address, "late_growth/en")
    assert f"- {ONE.name} (id {ONE.external_id}, account {ONE.advertiser_id}): 12.50 USD more" in letter.body
    assert letter.body.count("request id req-report, log id log-report") == 2
    assert "request id req-write, log id log-write" in letter.body
    assert "Thursday, September 24, 2026" in letter.body
    assert b.target(2).name not in letter.body


@pytest.mark.parametrize(
    ("problem", "said"), [("", "shows nobody who switched them on"), ("no right to", "could not be read: no right to")]
)
def test_it_says_what_the_change_log_did_not_tell(people, problem, said):
    case = logged(grown(people), problem=problem)
    assert said in tickets.draft_ticket(people["ana"], case.id, b.NOW).body


def test_as_long_as_no_log_was_fetched_it_says_so(people):
    assert "it has not been fetched yet" in tickets.draft_ticket(people["ana"], grown(people).id, b.NOW).body


def test_a_line_of_two_logs_is_named_once_and_others_objects_not_at_all(people):
    line = ChangeLine(b.NOW, "campaign", ONE.external_id, "Paused", "Enabled", "a***b", "Automated rules")
    case = logged(logged(grown(people), line), line, replace(line, external_id=b.target(2).external_id))
    body = tickets.draft_ticket(people["ana"], case.id, b.NOW).body
    assert body.count("Paused to Enabled, by a***b, through Automated rules") == 1


def test_where_no_terms_are_known_yet_it_is_written_in_utc(people):
    case = replace(grown(people), terms=None)
    assert tickets.shared_facts(case, b.SUPPORT, "UP-AAAAAAAA")["zone"] == "UTC"


def test_without_growth_there_is_nothing_to_ask(people):
    with pytest.raises(NotAllowed, match="nothing to ask TikTok"):
        tickets.draft_ticket(people["ana"], b.saved_case("off").id, b.NOW)


def test_dan_gets_no_ticket(people):
    with pytest.raises(NotAllowed, match="there is no case"):
        tickets.draft_ticket(people["dan"], grown(people).id, b.NOW)


def test_somebody_has_to_be_there_to_write_to(people):
    with pytest.raises(NotAllowed, match="names nobody"):
        tickets.support_of(replace(grown(people), contacts=(b.CLEO,)))


def sampled(*spends, of=ONE):
    samples = tuple(
        SpendSample(of.external_id, b.usd(spend), "req", "log", b.NOW + hours * HOUR) for hours, spend in spends
    )
    return replace(of, samples=samples)


@pytest.mark.parametrize(
    "target",
    [
        sampled((1, "10.00"), (3, "11.00")),
        replace(sampled((1, "10.00"), (3, "11.00"), (4, "11.00")), off_at=b.NOW),
        replace(sampled((3, "11.00"), (4, "10.00")), off_at=b.NOW),
        replace(sampled(), off_at=b.NOW),
    ],
)
def test_what_was_late_in_the_reports_or_fell_or_was_never_off_is_no_growth(target):
    assert growth_of(target) is None


def test_growth_counts_from_two_hours_after_the_stop():
    found = growth_of(replace(sampled((1, "5.00"), (2, "10.00"), (30, "14.00")), off_at=b.NOW))
    assert found is not None
    assert (found.amount, len(found.reads)) == (b.usd("4.00"), 2)
