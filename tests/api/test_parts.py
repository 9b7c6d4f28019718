"""A long list is given in parts: nothing is left out between them, and without asking all of it comes."""

from __future__ import annotations

import pytest

import builders as b

CASE = "/api/cases/UP-ABCDEFGH"
LISTS = ("conversations", "settlements", "timeline", "commands")


@pytest.fixture
def saved(people):
    b.saved_case("settling")


@pytest.mark.parametrize("name", LISTS)
def test_the_parts_together_are_the_whole(as_, saved, name):
    def given(asked=""):
        return as_("ana").get(f"{CASE}/{name}{asked}").json()

    whole = given()
    parts = [one for nth in range(len(whole) + 1) for one in given(f"?offset={nth}&limit=1")]
    assert len(whole) > 1
    assert parts == whole == given("?limit=1000") == whole[:1] + given("?offset=1")


@pytest.mark.parametrize("name", ["duties", "proposals", "creator-files"])
def test_a_part_of_nothing_is_nothing(as_, saved, name):
    assert as_("ana").get(f"{CASE}/{name}?offset=3&limit=2").json() == []


@pytest.mark.parametrize("asked", ["limit=0", "offset=-1", "limit=many"])
def test_a_part_that_makes_no_sense_is_refused(as_, saved, asked):
    assert as_("ana").get(f"{CASE}/timeline?{asked}").status_code == 422
