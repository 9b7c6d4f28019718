"""Gathering in a case: ordered once at a time, kept as evidence that proves nothing, taken by a person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import cause_events as ca
from unpromote.domain import commands as c
from unpromote.domain.case import State, advance, open_case
from unpromote.domain.causes import GatherState, Showing, What
from unpromote.domain.errors import NotAllowed

SHOWN = Showing(("2 comments",))


def ordered(what=What.COMMENTS, gathering_id="g1", **changes):
    return replace(ca.CauseOrdered(at=b.NOW, by="ana", gathering_id=gathering_id, what=what), **changes)


def read(gathering_id="g1", **changes):
    file = b.filed_evidence(id=f"{gathering_id}-1", file="comments.json", proves=())
    made = ca.CauseRead(
        at=b.NOW,
        by="unpromote",
        gathering_id=gathering_id,
        source="TikTok",
        showing=SHOWN,
        files=(file,),
        read_at=b.NOW,
    )
    return replace(made, **changes)


def after(*events):
    case = open_case(b.opened())
    for event in events:
        case, _ = advance(case, event)
    return case


def refused(case, event):
    with pytest.raises(NotAllowed) as refusal:
        advance(case, event)
    return str(refusal.value)


def test_an_order_is_noted_and_carried_out_at_the_accounts_pace():
    case, (command,) = advance(open_case(b.opened()), ordered())
    assert [(one.id, one.what, one.state, one.ordered_by) for one in case.gathered] == [
        ("g1", What.COMMENTS, GatherState.ORDERED, "ana")
    ]
    assert isinstance(command, c.GatherCause)
    assert (command.key, command.partition) == ("case_1/GatherCause/g1", "advertiser/7200000000000000011")


def test_the_status_feed_and_a_file_ask_no_account():
    _, (feed,) = advance(open_case(b.opened()), ordered(What.OUTAGES))
    _, (file,) = advance(open_case(b.opened()), ordered(What.SPEND, upload=b.filed_evidence(id="g1-0")))
    assert (feed.partition, file.partition) == ("desk", "desk")


def test_a_file_that_was_handed_in_is_evidence_at_once():
    case = after(ordered(What.SPEND, upload=b.filed_evidence(id="g1-0", proves=())))
    assert [one.id for one in case.evidence] == ["g1-0"]
    assert (case.gathered[0].file, case.gathered[0].evidence) == ("/nowhere/notice.pdf", ("g1-0",))


def test_the_same_is_not_read_twice_at_once_but_again_later_and_once_it_is_read():
    case = after(ordered())
    assert refused(case, ordered(gathering_id="g2")) == "comments is being read already: wait for it"
    assert refused(case, ordered(What.SPEND)) == "somebody else ordered g1 meanwhile: look again, then order yours"
    assert len(after(ordered(), ordered(What.SPEND, "g2"), read(), ordered(gathering_id="g3")).gathered) == 3
    assert len(after(ordered(), ordered(gathering_id="g2", at=b.NOW + timedelta(hours=1))).gathered) == 2


def test_what_was_read_is_kept_beside_the_earlier_reading_and_proves_nothing():
    case = after(ordered(), read(), ordered(gathering_id="g2"), read("g2", showing=Showing(("3 comments",))))
    assert [one.showing.says for one in case.gathered] == [("2 comments",), ("3 comments",)]
    assert [(one.id, one.proves) for one in case.evidence] == [("g1-1", ()), ("g2-1", ())]
    assert (case.gathered[0].state, case.gathered[0].source, case.gathered[0].read_at) == (
        GatherState.READ,
        "TikTok",
        b.NOW,
    )
    assert case.promotion["facts"] == {}


def test_a_reading_that_nobody_waits_for_changes_nothing():
    case = after(ordered(), read())
    unread = ca.CauseUnread(at=b.NOW, by="unpromote", gathering_id="g1", problem="late")
    assert refused(case, read()) == "g1 does not wait to be read"
    assert refused(case, unread) == "g1 does not wait to be read"
    assert refused(case, read("g9")) == "nothing was gathered as 'g9'"


def test_a_failure_is_kept_in_words_and_the_next_order_is_free():
    unread = ca.CauseUnread(at=b.NOW, by="unpromote", gathering_id="g1", problem="TikTok said no")
    case = after(ordered(), unread, ordered(gathering_id="g2"))
    assert [(one.state, one.problem) for one in case.gathered] == [
        (GatherState.FAILED, "TikTok said no"),
        (GatherState.ORDERED, ""),
    ]


def test_the_comments_that_a_person_marks_take_the_place_of_those_before():
    def marked(*ids):
        return ca.CommentsMarked(at=b.NOW, by="ana", gathering_id="g1", comment_ids=ids)

    assert after(ordered(), read(), marked("c1", "c2"), marked("c2")).gathered[0].marked == ("c2",)
    assert refused(after(ordered()), marked("c1")) == "g1 has no comments to choose from"
    assert refused(after(ordered(What.SPEND), read()), marked("c1")) == "g1 has no comments to choose from"


def test_a_persons_word_makes_it_evidence_for_a_fact_and_states_nothing():
    taken = ca.CauseTaken(at=b.NOW, by="ana", gathering_id="g1", fact="breach")
    case = after(b.evidence_added(proves=("outage",)), ordered(), read(), taken, taken)
    assert [(one.id, one.proves) for one in case.evidence] == [("ev1", ("outage",)), ("g1-1", ("breach",))]
    assert (case.gathered[0].took, case.promotion["facts"]) == (("breach",), {})
    assert refused(after(ordered()), taken) == "g1 has not been read, so it shows nothing"


def test_gathering_keeps_the_quote_and_ends_with_the_case():
    case = open_case(b.opened())
    for moment, event in b.story():
        case, _ = advance(case, event)
        if moment == "quoted":
            assert advance(case, ordered())[0].quote == case.quote
    assert case.state is State.CLOSED
    assert "cannot happen while the case is closed" in refused(case, ordered())
