"""A case with very many creators is neither read nor written whole at every step, and yet is always what was saved."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import builders as b
from unpromote.domain.events import CreatorAnswered, QuoteTaken
from unpromote.services.record import open_, record
from unpromote.store import cases, last_seen
from unpromote.store.models import CaseRow, ConversationRow, FieldRow, SettlementRow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def people():
    b.cast()
    forget()
    yield
    forget()


def forget():
    """Be a process that never saw any case."""
    last_seen._seen.clear()


def as_another_process(seen):
    """Be a process that last saw the case like this."""
    forget()
    last_seen.keep(CaseRow.objects.get().born, seen)


def test_reading_on_from_any_earlier_moment_gives_the_case_as_it_is():
    moments = [open_(b.opened()), *(record("case_1", event) for _, event in b.story())]
    forget()
    whole = cases.load("case_1")
    assert whole == moments[-1]
    for seen in moments:
        as_another_process(seen)
        assert cases.load("case_1") == whole


def test_every_moment_is_read_on_from_the_one_before():
    moments = [open_(b.opened())]
    for _, event in b.story():
        as_another_process(moments[-1])
        moments.append(record("case_1", event))
        forget()
        assert cases.load("case_1") == moments[-1]
    assert all(later.version == earlier.version + 1 for earlier, later in pairwise(moments))


def test_what_did_not_change_is_not_even_made_anew():
    case = b.saved_case("rechecked")
    before = cases.load("case_1")
    after = record("case_1", CreatorAnswered(at=b.NOW, by="ana", creator_id="cleo", accepted=True))
    as_another_process(before)
    read = cases.load("case_1")
    assert (read, read.quote, read.contacts) == (after, case.quote, case.contacts)
    assert read.conversations is before.conversations
    assert read.settlements[1] is before.settlements[1]


def test_a_step_writes_the_row_of_its_creator_and_no_large_field():
    b.saved_case("rechecked")
    fields, talks = list(FieldRow.objects.values()), list(ConversationRow.objects.values())
    after = record("case_1", CreatorAnswered(at=b.NOW, by="ana", creator_id="cleo", accepted=True))
    assert (list(FieldRow.objects.values()), list(ConversationRow.objects.values())) == (fields, talks)
    assert list(SettlementRow.objects.filter(version=after.version).values_list("name", flat=True)) == ["cleo"]


def test_a_case_seen_at_its_version_is_read_with_one_small_query():
    b.saved_case("rechecked")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cases.load("case_1")
    assert len(asked) == 1
    assert '"data"' not in asked[0]["sql"]


def test_creators_of_an_older_quote_are_gone_for_every_process():
    quoted = b.saved_case("quoted")
    fewer = replace(b.taken_quote(), settlements=quoted.settlements[1:])
    now = record("case_1", QuoteTaken(at=b.NOW, by="ana", quote=fewer))
    as_another_process(quoted)
    assert cases.load("case_1") == now
    assert SettlementRow.objects.count() == len(quoted.settlements) - 1


def test_what_was_rolled_back_was_never_seen():
    b.saved_case("rechecked")
    before = cases.load("case_1")
    with transaction.atomic():
        record("case_1", CreatorAnswered(at=b.NOW, by="ana", creator_id="cleo", accepted=True))
        transaction.set_rollback(True)
    assert cases.load("case_1") == before


def test_a_case_of_the_same_id_in_another_database_is_another_case():
    seen = b.saved_case("rechecked")
    CaseRow.objects.update(born="another")
    forget()
    last_seen.keep("one", replace(seen, title="not this one"))
    assert cases.load("case_1") == seen


def test_only_the_cases_that_were_looked_at_last_are_kept(monkeypatch):
    monkeypatch.setattr(last_seen, "_MOST", 2)
    case = b.case_after("opened")
    for nth in range(3):
        last_seen.keep("x", replace(case, id=f"case_{nth}"))
    assert list(last_seen._seen) == ["case_1", "case_2"]
