"""Templates and channels on the command line: listed, shown, changed, tried, taken back."""

from __future__ import annotations

import io

import pytest

import builders as b
from unpromote.services.letters.writing import layout_for


@pytest.fixture
def case(say):
    b.cast()
    return b.saved_case("quoted")


@pytest.fixture
def mine(tmp_path):
    """Ana's own text for the request."""
    file = tmp_path / "request.txt"
    file.write_text(layout_for("support_request", "en").text.replace("Dear", "Esteemed"))
    return file


def test_ana_sees_which_texts_are_shipped(case, say):
    assert "support_request.portal" in say("template", "list").out
    found = say("template", "list", "--json").json
    assert {(one["version"], one["own"]) for one in found} == {(0, False)}


def test_a_text_is_printed_as_it_is_edited(case, say):
    assert say("template", "show", "ticket", "--language", "de").out == layout_for("ticket", "de").text


def test_ana_saves_her_text_and_takes_it_back(case, say, mine):
    assert "own text, version 1 by ana" in say("template", "set", "support_request", mine).out
    assert say("template", "show", "support_request").out == mine.read_text()
    assert "shipped text again, version 2 by ana" in say("template", "reset", "support_request").out
    assert len(say("template", "show", "support_request", "--json").json["versions"]) == 2


def test_what_is_saved_is_in_the_list_with_version_and_author(case, say, mine):
    assert say("template", "set", "support_request", mine, "--json").json["version"] == 1
    assert "own text, version 1 by ana" in say("template", "list").out


def test_a_text_may_come_from_standard_input(case, say, mine, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(mine.read_text()))
    assert say("template", "set", "support_request", "-").code == 0


def test_a_placeholder_that_is_none_is_named(case, say, mine):
    mine.write_text(mine.read_text() + "${nickname}")
    said = say("template", "set", "support_request", mine)
    assert said.code != 0
    assert "${nickname} is no placeholder" in said.err


def test_an_old_version_is_not_saved_over_a_newer_one(case, say, mine):
    say("template", "set", "support_request", mine)
    assert "in the meantime" in say("template", "set", "support_request", mine, "--over", 0).err
    assert "in the meantime" in say("template", "reset", "support_request", "--over", 0).err


def test_a_file_that_cannot_be_read_is_named(case, say, tmp_path):
    assert "nowhere.txt: cannot be read" in say("template", "set", "ticket", tmp_path / "nowhere.txt").err


def test_a_text_is_tried_in_a_real_case_and_not_saved(case, say, mine):
    said = say("template", "preview", "support_request", mine, "--case", case.reference)
    assert "Esteemed TikTok" in said.out or "Esteemed " in said.out
    assert "${" not in said.out
    assert say("template", "show", "support_request", "--json").json["version"] == 0


def test_a_portals_text_is_tried_in_its_own_words(case, say, tmp_path):
    file = tmp_path / "portal.txt"
    file.write_text(layout_for("support_request.portal", "en").text.replace("We cancel", "Hereby we cancel"))
    said = say("template", "preview", "support_request.portal", file, "--case", case.reference)
    assert "Hereby we cancel the promotion" in said.out


def test_a_text_for_another_step_is_told_so(case, say, mine):
    said = say(
        "template", "preview", "support_request", mine, "--case", case.reference, "--who", "cleo", "--step", "notice"
    )
    assert "is written from creator_notice" in said.err


def test_who_works_for_two_clients_names_one(case, say):
    say("people", "add", "ana", "--client", b.OTHER)
    assert "--client" in say("template", "list").err
    assert say("template", "list", "--client", b.OTHER).code == 0


def test_dan_may_not_look_at_another_clients_texts(case, say):
    assert "does not work for" in say("template", "list", "--client", b.BRAND, by="dan").err


def test_the_ways_to_reach_tiktok_are_listed_with_day_and_mark(say):
    said = " ".join(say("channels").out.split())
    assert "None known. TikTok publishes no e-mail address" in said
    assert "2026-11-22, read" in said


def test_one_product_is_picked_and_printed_for_programs(say):
    found = say("channels", "--product", "shop", "--json").json
    assert {way["product"] for way in found} == {"shop"}
    assert {"source", "checked_on", "mark", "how", "link"} <= set(found[0])


def test_a_case_has_the_ways_that_fit_it(case, say):
    products = {way["product"] for way in say("channels", case.reference, "--json").json}
    assert products == {"auction", "developer"}


def test_an_installations_own_file_is_refused_by_its_path(say, data):
    (data / "channels.toml").write_text("[[ways")
    assert f"{data}/channels.toml: is no TOML" in " ".join(say("channels").err.split())


def test_a_region_stands_beside_the_product(say, data):
    way = {"id": "x", "product": "shop", "region": "DE", "channel": "chat", "how": "h", "source": "s", "mark": "read"}
    lines = "\n".join(f'{name} = "{value}"' for name, value in way.items())
    (data / "channels.toml").write_text(f"[[ways]]\n{lines}\nexists = true\nchecked_on = 2026-12-01\n")
    assert "shop, DE" in say("channels").out
