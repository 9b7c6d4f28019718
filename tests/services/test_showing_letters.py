"""Letters as they travel, shown before they go."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel
from unpromote.services import messages, showing_letters
from unpromote.services.letters.writing import layout_for

pytestmark = pytest.mark.django_db
REQUEST = ("case_1", "support", "request")


@pytest.fixture
def cast():
    people = b.cast()
    b.saved_case("quoted")
    return people


def test_ana_sees_the_message_with_its_headers_before_it_goes(cast):
    raw = showing_letters.message_bytes(cast["ana"], *REQUEST, now=b.NOW)
    assert b"Message-ID: " in raw
    assert b"Agreement 14.2" in raw


def test_ana_gets_the_letter_to_print(cast):
    assert showing_letters.pages(cast["ana"], *REQUEST, now=b.NOW).startswith(b"%PDF-")


def test_the_first_letter_has_words_for_each_way(cast):
    said = {way: messages.preview(cast["ana"], *REQUEST, channel=way, now=b.NOW).body for way in Channel}
    assert len(set(said.values())) == 4
    assert said[Channel.EMAIL] == said[Channel.REGISTERED_POST]


def test_dan_sees_nothing_of_it(cast):
    for show in (showing_letters.message_bytes, showing_letters.pages):
        with pytest.raises(NotAllowed):
            show(cast["dan"], *REQUEST, now=b.NOW)


def test_a_text_is_tried_for_the_letter_it_is_for(cast):
    text = layout_for("support_request", "en").text
    letter = messages.tried(cast["ana"], *REQUEST, trial=("support_request", text), now=b.NOW)
    assert letter.body == messages.preview(cast["ana"], *REQUEST, now=b.NOW).body
    with pytest.raises(BadInput, match="is written from creator_notice"):
        messages.tried(cast["ana"], "case_1", "cleo", "notice", trial=("support_request", text), now=b.NOW)


def test_a_cancellation_for_convenience_rests_on_no_evidence(cast):
    assert "What shows it" not in messages.preview(cast["ana"], *REQUEST, now=b.NOW).body
