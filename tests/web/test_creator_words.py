"""Every language of the creator's page says the same things."""

from __future__ import annotations

import string

import pytest

from unpromote.web.creator_words import PHRASES, Speech, phrases, spoken

LANGUAGES = sorted(path.stem for path in PHRASES.glob("*.toml"))


def blanks(phrase):
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_missing_and_each_has_the_same_blanks(language):
    ours, theirs = phrases("en"), phrases(language)
    assert [*ours] == [*theirs]
    for name in ("line", "duty"):
        assert [*ours[name]] == [*theirs[name]]
    said = {name: blanks(text) for name, text in ours.items() if isinstance(text, str)}
    assert {name: blanks(text) for name, text in theirs.items() if isinstance(text, str)} == said


@pytest.mark.parametrize(
    ("wanted", "got"), [("de", "de"), ("de-AT", "de"), ("pt-BR", "en"), ("../../etc/passwd", "en"), ("", "en")]
)
def test_a_language_without_words_is_answered_in_english(wanted, got):
    assert spoken(wanted) == got


def test_a_formula_keeps_its_figures_and_changes_its_words():
    speech = Speech("de", "Europe/Berlin")
    told = speech.formula("3000 x 0.5 (draft_submitted, as draft_submitted)")
    assert told == "3000 \N{MULTIPLICATION SIGN} 0.5 (Entwurf eingereicht, wie Entwurf eingereicht)"


def test_lines_are_named_and_a_deliverable_keeps_its_own_name():
    speech = Speech("en", "Europe/Berlin")
    told = [speech.line(code) for code in ("usage", "expense:taxi", "takedown:video", "Build week video")]
    assert told == ["Usage right", "Expense taxi", "Take-down of video", "Build week video"]
