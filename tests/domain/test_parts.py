"""One part exchanged leaves the others where and what they are."""

from __future__ import annotations

import pytest

from unpromote.domain.parts import exchanged


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_others_stay(place):
    parts = tuple([n] for n in range(3))
    found = exchanged(parts, parts[place], ["new"])
    assert found[place] == ["new"]
    assert all(found[n] is parts[n] for n in range(3) if n != place)
