"""A postback window is chosen with the word, from those there are, and only where there is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain import stop_events as s
from unpromote.domain.case import advance
from unpromote.domain.delivery import Target
from unpromote.domain.errors import NotAllowed
from unpromote.domain.postback import has_window

FOR_GOOD = "the quota comes back later"
PLAIN = b.target(2, final="it does not come back")
SEEN = replace(b.observation(b.target(1), "ENABLE"), for_good=FOR_GOOD)
DEDICATED = b.target(1, final=FOR_GOOD, before=SEEN)


def word(*targets: str, window: str = "") -> s.FinalStopConfirmed:
    return s.FinalStopConfirmed(at=b.NOW, by="ben", target_ids=targets, typed="UP-ABCDEFGH", window=window)


def confirmed(event: s.FinalStopConfirmed) -> tuple[Target, ...]:
    case = replace(b.case_after("signed once"), targets=(DEDICATED, PLAIN))
    return advance(case, event)[0].targets


def test_the_window_is_kept_with_the_word() -> None:
    first, second = confirmed(word("t1", window="MODE2"))
    assert (first.window, first.confirmed_by, second.window) == ("MODE2", "ben", "")


def test_no_window_is_a_choice_too() -> None:
    assert [target.window for target in confirmed(word("t1", "t2"))] == ["", ""]


def test_a_window_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(NotAllowed, match=r"MODE1 \(up to 4 days\), MODE2 \(up to 13 days\), MODE3"):
        confirmed(word("t1", window="MODE4"))


def test_what_has_no_window_gets_none() -> None:
    assert not has_window(PLAIN)
    with pytest.raises(NotAllowed, match="Arena autumn 2 has no postback window"):
        confirmed(word("t1", "t2", window="MODE1"))
