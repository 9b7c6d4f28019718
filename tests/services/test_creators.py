"""Deals, pages, kept involvement and duties where no door reaches: letters, the pack, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from fakes import FakePacks
from packs import files
from unpromote.adapters.files.pack import PackWriter
from unpromote.domain.commands import WarnOfSilence, WatchDuty
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.proposals import FileKind
from unpromote.jobs.handlers import creators as hands
from unpromote.jobs.tools import Job
from unpromote.services import audit, creator_link, creator_page, deals, duties, involvement, messages
from unpromote.services.packs import verify_pack
from unpromote.services.record import record
from unpromote.store import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(data):
    return b.cast()


def letter(step, creator="cleo"):
    return messages.draft(cases.load("case_1"), creator, step, key="k", now=b.NOW).letter


def test_the_notice_links_to_the_page_and_names_each_duty_with_its_day(cast, settings):
    settings.UNPROMOTE = {**settings.UNPROMOTE, "public_url": "https://desk.example"}
    b.saved_case("settling")
    record("case_1", replace(b.deals_entered(), creators=(), contacts=()))
    body = letter("notice").body
    (link,) = [line for line in body.splitlines() if line.startswith("https://desk.example/creator/")]
    token = link.rstrip("/").rpartition("/")[2]
    assert creator_link.open_page(token, now=b.NOW).contact.id == "cleo"
    assert "Return the products, by Tuesday, December 1, 2026 (America/Los_Angeles). the console" in body
    assert letter("notice") == letter("notice")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["takes the place of what we wrote", "video, on Friday, January 15, 2027: 3,000.00 USD, of which 1,000.00"],
        ),
        ("de", ["Dies ersetzt", "video, am Freitag, 15. Januar 2027: 3.000,00 USD, davon bereits gezahlt 1.000,00"]),
    ],
)
def test_a_revised_letter_says_what_it_replaces_and_what_goes_on(cast, language, said):
    contacts = (b.SUPPORT, replace(b.CLEO, language=language), b.EMIL)
    b.saved_case("settling", contacts=contacts)
    record("case_1", b.adjusted())
    body = letter("revision-2").body
    assert [one for one in said if one not in body] == []
    assert "takes the place" not in letter("notice").body


def test_what_creators_hand_in_and_what_shows_a_duty_goes_into_the_pack(cast, data, tmp_path):
    published = {**b.CREATORS[0], "takedown_requested": True}
    published["deliverables"] = [{"id": "video", "price": "3000.00", "stage": "published"}]
    b.saved_case(
        "opened", promotion={**b.PROMOTION, "creators": [published, b.CREATORS[1]]}, targets=(b.target(1), b.target(2))
    )
    for _, event in b.story()[2:7]:
        record("case_1", event)
    token = creator_link.link_of(cast["ana"], "case_1", "cleo", now=b.NOW).split("/")[-2]
    proof = tmp_path / "gone.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n offline")
    creator_page.hand_in(token, FileKind.TAKEDOWN_PROOF, proof, note="it is gone", now=b.NOW)
    duties.show_duty(cast["ana"], "case_1", "cleo/takedown", words="looked", source=proof, now=b.NOW)
    other = tmp_path / "page.png"
    other.write_bytes(b"another look")
    duties.show_duty(cast["ana"], "case_1", "cleo/takedown", words="", source=other, now=b.NOW)
    case_file = audit.case_file("case_1")
    assert FakePacks().write(case_file).path.name == "UP-ABCDEFGH"
    pack = PackWriter(tmp_path / "packs", tmp_path / "keys", sources=data).write(case_file).path
    assert len([name for name in files(pack) if name.startswith("evidence/")]) == 2
    assert {found.file for found in verify_pack(pack).problems} == {"quote.json"}  # its hash is the builders' own


def test_clocks_say_what_is_due(cast, clock):
    tools = type("Tools", (), {"clock": clock})()
    warn = WarnOfSilence(case_id="case_1", due=b.NOW, creator_id="cleo", deliverable="v", approved_at=b.NOW, days=1)
    assert hands.warn_of_silence(Job(warn, again=False), tools).approved_at == b.NOW
    assert hands.watch_duty(Job(WatchDuty(case_id="case_1", due=b.NOW, duty_id="d"), again=False), tools).duty_id == "d"


def test_what_cannot_be_entered_or_adjusted_is_refused(cast):
    b.saved_case("opened")
    with pytest.raises(BadInput, match="no deal in it"):
        deals.enter_deals(cast["ana"], "case_1", [], now=b.NOW)
    with pytest.raises(NotAllowed, match="no settlement with 'cleo'"):
        involvement.preview_change(cast["ana"], "case_1", "cleo", ())


def test_before_terms_are_known_a_deal_is_read_by_itself(cast):
    b.saved_case("opened")
    written = {"creator": {**b.CREATORS[0], "advance_paid": "5.00"}, "email": "cleo@creators.example"}
    entered = deals.deal_in(written, "USD", "deal")
    case = deals.enter_deals(cast["ana"], "case_1", [entered], now=b.NOW)
    assert case.promotion["creators"][0]["advance_paid"] == "5.00"


def test_over_open_readings_no_involvement_is_priced(cast):
    b.saved_case("settling")
    ranged = replace(b.taken_quote(), quote={"range": {"effective_at": {"latest": "2026-11-21T00:00:00-08:00"}}})
    case = replace(cases.load("case_1"), quote=ranged, version=99)
    row = cases.CaseRow.objects.get(id="case_1")
    row.data["quote"]["quote"] = dict(case.quote.quote)
    row.save()
    with pytest.raises(NotAllowed, match="over settled readings"):
        involvement.preview_change(cast["ana"], "case_1", "cleo", ())
