"""Deals, pages, kept involvement and duties where no door reaches: letters, the pack, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from fakes import FakePacks
from packs import files
from unpromote.adapters.files.pack import PackWriter
from unpromote.domain.case import State
from unpromote.domain.commands import WarnOfSilence, WatchDuty
from unpromote.domain.deals import deal_of
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Way
from unpromote.domain.offices import Place
from unpromote.domain.payees import Method, Payee
from unpromote.domain.proposals import FileKind
from unpromote.jobs.handlers import creators as hands
from unpromote.jobs.sheets import read_deals
from unpromote.jobs.tools import Job
from unpromote.services import audit, creator_link, creator_page, deals, duties, involvement, messages
from unpromote.services.packs import verify_pack
from unpromote.services.record import record
from unpromote.store import cases, payments

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
    case = cases.load("case_1")
    cases.save(case, replace(case, quote=ranged, version=case.version + 1))
    with pytest.raises(NotAllowed, match="over settled readings"):
        involvement.preview_change(cast["ana"], "case_1", "cleo", ())


PLACE = Place("Europe/Berlin", "DE")
AGENT = Way("finance", "Cleo's agent", "agent@creators.example", "+49 30 1")


def entered_before():
    """Cleo with everything that can be known of her: ways, place, language, clock, codes, gifts, a table of her own."""
    own = {**b.CREATORS[0], "kill": {"approved": "0.9"}, "takedown_requested": True}
    known = replace(b.CLEO, language="de", place=PLACE, ways=(AGENT,), phone="+49 30 2", post="Berlin")
    rest = replace(b.deals_entered().deals[0], advances={"video": b.usd("1000.00")})
    b.saved_case("opened", contacts=(b.SUPPORT, known, b.EMIL), deals=(rest,))
    case = record("case_1", b.deals_entered(own, contacts=(known,), deals=(rest,)))
    payment = Payee("Cleo", Method.SEPA, iban="DE89370400440532013000")
    payments.keep_payee("case_1", "creator:cleo", payment)
    return case


def entered_again(cast, **more):
    written = {"creator": b.CREATORS[0], "email": "new@creators.example", **more}
    return deals.enter_deals(cast["ana"], "case_1", [deals.deal_in(written, "USD", "deal")], now=b.NOW)


def test_entering_a_deal_again_updates_it_and_loses_nothing(cast):
    before = entered_before()
    case = entered_again(cast)
    known, cleo = case.contacts[1], deal_of(case.deals, "cleo")
    assert known == replace(before.contacts[1], address="new@creators.example")
    assert cleo == deal_of(before.deals, "cleo")
    assert payments.payees_of("case_1")["creator:cleo"].iban == "DE89370400440532013000"


def test_what_is_said_again_changes_and_an_empty_list_empties(cast):
    entered_before()
    case = entered_again(cast, language="fr", time_zone="Europe/Paris", codes=[], gifts=[])
    cleo = deal_of(case.deals, "cleo")
    assert (case.contacts[1].language, cleo.time_zone, cleo.codes, cleo.gifts) == ("fr", "Europe/Paris", (), ())
    assert cleo.advances


def test_a_sheet_read_again_keeps_what_no_row_can_say(cast, tmp_path):
    before = entered_before()
    sheet = tmp_path / "deals.csv"
    sheet.write_text(
        "creator_id,name,email,deliverable,price,stage,advance_paid\n"
        "cleo,Cleo Marsh,cleo@creators.example,video,3100.00,approved,1000.00\n"
    )
    found, _ = read_deals(sheet, currency="USD")
    case = deals.enter_deals(cast["ana"], "case_1", found, now=b.NOW)
    cleo = case.promotion["creators"][0]
    assert (cleo["kill"], cleo["takedown_requested"]) == ({"approved": "0.9"}, True)
    assert cleo["deliverables"][0]["price"] == "3100.00"
    assert case.contacts[1] == before.contacts[1]
    assert replace(deal_of(case.deals, "cleo"), advances={}) == replace(deal_of(before.deals, "cleo"), advances={})


def test_one_work_more_stands_beside_those_that_were_entered(cast):
    case = entered_before()
    work = {"id": "story", "price": "50.00", "stage": "contracted"}
    code = {"kind": "spark_code", "value": "#spark1"}
    typed = {
        "creator": {"id": "cleo", "name": "Cleo", "deliverables": [work], "advance_paid": ""},
        "email": "c@d.example",
    }
    written = deals.added_to(case, {**typed, "codes": [code], "gifts": []})
    assert [one["id"] for one in written["creator"]["deliverables"]] == ["video", "story"]
    assert written["creator"]["kill"] == {"approved": "0.9"}
    assert [(one["value"], one["ends_on"]) for one in written["codes"]] == [
        ("#spark1", "2026-10-01"),
        ("ARENA10", None),
    ]
    assert written["creator"]["advance_paid"] == b.CREATORS[0]["advance_paid"]


def test_an_approved_deal_does_not_silently_drop_another_address(cast):
    b.saved_case("settling")
    with pytest.raises(BadInput, match="does not change who is written to"):
        entered_again(cast)
    case = entered_again(cast, email=b.CLEO.address, codes=[{"kind": "spark_code", "value": "#late"}])
    assert deal_of(case.deals, "cleo").codes[0].value == "#late"
    with pytest.raises(BadInput, match="does not change who is written to"):
        entered_again(cast, email=b.CLEO.address, language="sv")


def test_before_the_case_is_approved_nothing_is_taken_from_a_creators_page(cast, tmp_path):
    case = b.saved_case("off")
    token = creator_link.link_of(cast["ana"], "case_1", "cleo", now=b.NOW).split("/")[-2]
    cases.save(case, replace(case, state=State.QUOTED, version=case.version + 1))
    proof = tmp_path / "gone.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n offline")
    with pytest.raises(NotAllowed, match="nothing can be answered"):
        creator_page.hand_in(token, FileKind.TAKEDOWN_PROOF, proof, now=b.NOW)


def test_a_file_that_is_too_large_is_refused(cast, tmp_path, monkeypatch):
    b.saved_case("off")
    monkeypatch.setattr(creator_page, "MOST_BYTES", 5)
    token = creator_link.link_of(cast["ana"], "case_1", "cleo", now=b.NOW).split("/")[-2]
    proof = tmp_path / "gone.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n offline")
    with pytest.raises(BadInput, match="larger than 10 MB"):
        creator_page.hand_in(token, FileKind.TAKEDOWN_PROOF, proof, now=b.NOW)
