"""The list of verbs: every verb is there with the words of its own help, and none is loaded before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from unpromote.cli.app import VERBS, loaded

HEAVY = ("openpyxl", "docx", "httpx", "ninja", "holidays", "unpromote.jobs", "unpromote.reading", "unpromote.emulator")
LOADED = """
import sys
sys.argv = {words!r}
try:
    from unpromote.conf.command import main
    main()
finally:
    print("\\n", *sys.modules)
"""


def modules_after(*words: str) -> set[str]:
    code = LOADED.format(words=["unpromote", *words])
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", VERBS)
def test_a_verbs_line_is_what_its_own_help_says(name):
    said = " ".join(loaded(name).help.split("\n\n")[0].split())
    assert (loaded(name).name or name, VERBS[name][1]) == (name, said)


def test_the_list_of_verbs_shows_each_with_its_line(say):
    told = " ".join(say("--help").out.replace("│", " ").split())
    assert all(f"{name} {line}" in told for name, (_, line) in VERBS.items())


def test_a_verb_that_is_none_is_refused_with_the_likeliest(say):
    refused = say("qote")
    assert (refused.code, "Did you mean 'quote'?" in refused.err) == (2, True)


@pytest.mark.parametrize("words", [["--help"], ["quote", "--help"], ["verify", "--help"]])
def test_who_asks_for_little_does_not_wait_for_the_whole_house(words):
    assert modules_after(*words).isdisjoint(HEAVY)
