"""The lists of verbs: every verb is there with the words of its own help, and none is loaded before it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unpromote.cli import app, case
from unpromote.cli.verbs import loaded

HEAVY = {
    *("anymail", "docx", "holidays", "httpx", "ninja", "numpy", "openpyxl", "pypdfium2", "requests", "structlog"),
    *("unpromote.jobs.handlers", "unpromote.jobs.wiring", "unpromote.reading", "unpromote.emulator"),
}
LITTLE = (
    "--help",
    "quote --help",
    "verify --help",
    "case --help",
    "case list",
    "case list --json",
    "case show --help",
    "case confirm --help",
    "promotions import --help",
    "people client agency Agency",
)
LISTS = {(): app.VERBS, ("case",): case.VERBS}
EVERY = [pytest.param(verbs, name, id=" ".join((*words, name))) for words, verbs in LISTS.items() for name in verbs]
LOADED = """
import sys
sys.argv = {words!r}
try:
    from unpromote.conf.command import main
    main()
finally:
    print("\\n", *sys.modules)
"""


def modules_after(words: list[str], data: Path) -> set[str]:
    code = LOADED.format(words=["unpromote", *words])
    here = {**os.environ, "UNPROMOTE_DATA": str(data), "UNPROMOTE_USER": "ana"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=here)
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(("verbs", "name"), EVERY)
def test_a_verbs_line_is_what_its_own_help_says(verbs, name):
    said = " ".join(loaded(verbs, name).help.split("\n\n")[0].split())
    assert (loaded(verbs, name).name or name, verbs[name][1]) == (name, said)


@pytest.mark.parametrize("words", LISTS)
def test_a_list_of_verbs_shows_each_with_its_line_in_its_order(say, words):
    told = " ".join(say(*words, "--help").out.replace("│", " ").split())
    places = [told.find(f" {name} {line}") for name, (_, line) in LISTS[words].items()]
    assert (-1 in places, places) == (False, sorted(places))


def test_a_verb_that_is_none_is_refused_with_the_likeliest(say):
    refused = say("qote")
    assert (refused.code, "Did you mean 'quote'?" in refused.err) == (2, True)


def test_a_verb_of_a_case_that_is_none_is_refused_with_the_likeliest(say):
    refused = say("case", "tmeline")
    assert (refused.code, "Did you mean 'timeline'?" in refused.err) == (2, True)


@pytest.mark.parametrize("words", LITTLE)
def test_who_asks_for_little_does_not_wait_for_the_whole_house(words, tmp_path):
    assert modules_after(words.split(), tmp_path).isdisjoint(HEAVY)


def test_who_reaches_outside_without_a_workbook_or_a_mail_provider_waits_for_neither(tmp_path):
    loaded_then = modules_after(["work", "--until-quiet"], tmp_path)
    assert ("unpromote.jobs.wiring" in loaded_then, loaded_then & {"anymail", "numpy", "openpyxl"}) == (True, set())
