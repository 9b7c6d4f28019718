"""Nothing is shown by the name that it has inside the software."""

from __future__ import annotations

from unpromote.domain.commands import Command
from unpromote.jobs import wiring
from unpromote.web import words


def every(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def test_whatever_is_ordered_has_words_for_people():
    assert wiring  # every command that a worker can do is known by then
    unnamed = {kind.__name__ for kind in every(Command)} - words.COMMANDS.keys()
    assert unnamed == set()
