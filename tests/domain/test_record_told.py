"""What the platform has on record, as people read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import builders as b
from unpromote.domain.case import Case
from unpromote.domain.on_record import Below, ChangeLine, ChangeLog, Guard, OnRecord, Threat
from unpromote.domain.record_told import MOST_LINES, told

ONE, TWO = b.target(1), b.target(2)
BELOW = Below(ONE.external_id, 2, 3, (), 0, ("req",), b.NOW)
LINE = ChangeLine(b.NOW, "campaign", ONE.external_id, "Enabled", "Paused", "a***b", "Marketing API")
LOG = ChangeLog("7", b.NOW, b.NOW, b.NOW, (LINE,), "76.csv", "c" * 64, "p", "req")
GUARD = Guard("7", 1, "Net", ("t1", "t2"), "70", set_at=b.NOW)


def case(*targets: Any, **kept: Any) -> Case:
    return replace(b.case_after("off"), targets=targets or (ONE, TWO), on_record=OnRecord(**kept))


def test_nothing_on_record_is_nothing_said() -> None:
    assert told(case()) == ()


def test_what_stands_below_is_summed_up_and_what_delivers_is_named() -> None:
    quiet = case(replace(ONE, below=BELOW), TWO)
    loud = case(replace(ONE, below=BELOW), replace(TWO, below=replace(BELOW, delivering=("17",))))
    read = "(read 2026-09-21 17:00 UTC)."
    assert told(quiet) == (f"Below 1 stopped object: 2 ad groups and 3 ads; none of them delivers {read}",)
    assert told(loud) == (
        f"Below 2 stopped objects: 4 ad groups and 6 ads; below {TWO.name} some still deliver {read}",
    )


def test_the_last_change_log_of_each_account_is_told_line_by_line() -> None:
    head, line = told(case(change_logs=(replace(LOG, problem="no right to"), LOG)))
    assert head.startswith("The change log of account 7 from 2026-09-21 17:00 UTC to 2026-09-21 17:00 UTC is kept")
    assert line == f"2026-09-21 17:00 UTC: {ONE.name} from Enabled to Paused, by a***b, through Marketing API."


def test_a_line_that_tells_less_is_told_as_it_is() -> None:
    bare = replace(LINE, external_id="1999", before="")
    assert "1999 from unknown to Paused" in told(case(change_logs=(replace(LOG, lines=(bare,)),)))[1]


def test_a_long_change_log_is_cut_and_says_so() -> None:
    sentences = told(case(change_logs=(replace(LOG, lines=(LINE,) * (MOST_LINES + 2)),)))
    assert (len(sentences), sentences[-1]) == (MOST_LINES + 2, "2 more lines in its file.")


def test_a_change_log_that_was_not_given_is_told() -> None:
    assert told(case(change_logs=(replace(LOG, problem="no right to"),))) == (
        "TikTok gave no change log of account 7: no right to.",
    )


def test_threats_nets_and_what_could_not_be_read_are_told() -> None:
    threats = (
        Threat("7", "70", "On", whole_account=True, hits=2),
        Threat("7", "71", "Up", whole_account=False, hits=1),
    )
    guards = (GUARD, replace(GUARD, lifted_at=b.NOW), replace(GUARD, set_at=None), replace(GUARD, rule_id=""))
    found = told(case(threats=threats, guards=guards, unread=("the automated rules of account 8: no right to",)))
    assert found == (
        "The automated rule “On” of account 7 can switch all of it on again.",
        "The automated rule “Up” of account 7 can switch 1 of what was stopped on again.",
        "The safety net “Net” in account 7 switches 2 campaigns off again since 2026-09-21 17:00 UTC.",
        "The safety net “Net” in account 7 was taken down (2026-09-21 17:00 UTC).",
        "The safety net “Net” in account 7 switches 2 campaigns off again.",
        "Could not be read or set: the automated rules of account 8: no right to.",
    )
