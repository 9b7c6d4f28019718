"""Ways to reach TikTok: each with source, day and mark; an installation corrects them in a file of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain.delivery import Route
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.domain.offices import Place
from unpromote.services.channels import Sureness, channels, channels_in, fitting

WAY = """
[[ways]]
id = "auction-email"
product = "auction"
region = "any"
channel = "email"
exists = true
how = "Mail Lena, who looks after our account."
source = "her card"
checked_on = 2026-12-01
mark = "read"
"""


def own(data, text):
    (data / "channels.toml").write_text(text, encoding="utf-8")


def test_every_shipped_way_says_how_and_where_that_was_read(data):
    for way in channels().ways:
        assert way.how.strip(), way.id
        assert way.source.strip(), way.id
        assert way.checked_on.year >= 2026


def test_no_address_for_support_is_made_up(data):
    mails = [way for way in channels().ways if way.channel is Channel.EMAIL]
    assert {way.product for way in mails} == set(channels().products)
    assert not any(way.exists or "@" in way.how for way in mails)


def test_what_nobody_confirmed_is_marked(data):
    absent = [way for way in channels().ways if not way.exists]
    assert {way.mark for way in absent} == {Sureness.UNVERIFIED}


def test_an_installation_overrides_an_entry_by_its_id(data):
    before = channels().ways
    own(data, WAY)
    changed = {way.id: way for way in channels().ways}
    assert len(changed) == len(before)
    assert changed["auction-email"].how.startswith("Mail Lena")


def test_an_installation_adds_entries_and_products(data):
    own(data, '[products.radio]\ntitle = "Radio"\nkinds = ["radio"]\n' + WAY.replace("auction", "radio"))
    assert "radio-email" in {way.id for way in channels().ways}
    assert channels().products["radio"].title == "Radio"


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("[[ways", "channels.toml", "is no TOML"),
        ("ways = 3", "channels.toml.ways", "channels"),
        ("ways = [3]", r"channels.toml.ways\[0\]", "channels"),
        (
            WAY.replace('channel = "email"', 'channel = "fax"'),
            r"channels.toml.ways\[0\].channel",
            "unknown value 'fax'",
        ),
        (WAY.replace('mark = "read"', ""), r"channels.toml.ways\[0\]", "mark"),
        (WAY.replace("checked_on = 2026-12-01", ""), r"channels.toml.ways\[0\].checked_on", "channels"),
        (WAY + 'fax = "1"', r"channels.toml.ways\[0\]", "fax"),
        (WAY + WAY, r"channels.toml: ways\[1\]", "stands here twice"),
        (WAY.replace("her card", " "), r"channels.toml: ways\[0\]", "source is empty"),
        (WAY + 'link = "http://x.example"', r"channels.toml: ways\[0\].link", "no safe link"),
        (WAY.replace('"any"', '"Bavaria"'), r"channels.toml: ways\[0\].region", "'Bavaria' is no region"),
        (WAY.replace('"auction"', '"radio"'), "channels.toml: auction-email", "no product 'radio'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_path_and_place(data, text, place, problem):
    own(data, text)
    with pytest.raises(BadInput, match=problem) as refusal:
        channels()
    assert refusal.match(f"{data}/{place}")


def test_a_file_that_is_no_text_is_refused_by_its_path(data):
    (data / "channels.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="cannot be read") as refusal:
        channels()
    assert refusal.value.place == str(data / "channels.toml")


def test_a_case_sees_the_ways_for_what_it_stops_and_those_that_exist_first(data):
    case = b.case_after("opened", targets=(b.target(1, kind="topview", route=Route.BY_HAND),))
    found = fitting(case)
    assert {way.product for way in found} == {"reservation"}
    assert [way.exists for way in found] == sorted((way.exists for way in found), reverse=True)


def test_what_the_api_stops_has_the_developers_ways_too_after_the_others(data):
    case = b.case_after("opened", targets=(b.target(1, kind="campaign", route=Route.API),))
    usable = [way.product for way in fitting(case) if way.exists]
    assert usable == ["auction", "auction", "developer"]


def test_a_region_counts_where_the_support_works(data):
    own(data, WAY.replace('"any"', '"DE"').replace("auction-email", "german-email"))
    case = b.case_after("opened")
    there = tuple(replace(one, place=Place("Europe/Berlin", country="DE")) for one in case.contacts)
    assert "german-email" not in {way.id for way in fitting(case)}
    assert "german-email" in {way.id for way in fitting(replace(case, contacts=there))}


def test_a_text_without_ways_says_nothing():
    assert channels_in("", "x").ways == ()
