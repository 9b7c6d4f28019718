"""What could have to be stopped, from the command line, on the emulated platform: listed, and opened as a case."""

from __future__ import annotations

import httpx
import pytest
from django.conf import settings

import builders as b
from emulator.shop import CIPHER, KEY, SCENARIO, SECRET, SHOP
from emulator.shop import TOKEN as SHOP_TOKEN
from listings import HEADER, ONE, ROW, csv_file
from unpromote.cli import show_inventory
from unpromote.emulator.server import start_emulator

ACCOUNT, GROUP, OTHER_CENTER = "7302000000000000011", "7100000000000000001", "7100000000000000002"
OPENING = (
    "--title=Everything",
    "--reservation=auction",
    "--time-zone=Europe/Berlin",
    "--reason=strategy_change",
    "--wording=we stop",
    "--counterparty=TikTok support <support@platform.example>",
)


@pytest.fixture
def platform(monkeypatch):
    with start_emulator(SCENARIO, level="unlimited") as running:
        told = {"tiktok_url": running.url, "tiktok_token": "demo-token", "shop_url": running.url}
        told |= {"shop_app_key": KEY, "shop_app_secret": SECRET, "shop_token": SHOP_TOKEN, "shop_cipher": CIPHER}
        for name, value in told.items():
            monkeypatch.setitem(settings.UNPROMOTE, name, value)
        yield running.emulator


def fault(path, code, times=0):
    one = {"kind": "code", "code": code, "path": path, "times": times}
    httpx.post(f"{settings.UNPROMOTE['tiktok_url']}/__emulator__/faults", json=[one]).raise_for_status()


def taken(say, *words):
    return say("inventory", *words, "--json").json


def of_kind(inventory, kind):
    return [item for item in inventory["items"] if item["kind"] == kind]


def test_one_command_lists_every_kind_of_accounts_and_shops(say, platform):
    found = taken(say, "--account", ACCOUNT, "--shop", SHOP)
    kinds = {"campaign", "smart_plus", "gmv_max", "gmv_session", "reach_frequency", "topview", "promote"}
    assert kinds | {"spark_authorization"} <= found["counts"].keys()
    assert {"shop_activity", "shop_coupon", "target_collaboration", "open_collaboration"} <= found["counts"].keys()
    assert (found["unread"], found["state"]) == ([], "done")


def test_each_thing_says_how_it_is_stopped(say, platform):
    found = taken(say, "--account", ACCOUNT)
    (post,) = of_kind(found, "promote")
    assert (post["route"]["by"], post["route"]["certain"]) == ("by_hand", False)
    assert {item["route"]["by"] for item in of_kind(found, "campaign")} == {"api"}
    assert {item["sort"] for item in of_kind(found, "campaign")} == {"", "legacy Smart+"}


def test_what_spends_fastest_stands_first(say, platform):
    items = taken(say, "--account", ACCOUNT)["items"]
    paces = [float(item["a_day"].split()[0]) for item in items if item["a_day"]]
    assert paces == sorted(paces, reverse=True)
    assert items[0]["a_day"] == "48.00 EUR"


def test_a_long_list_shows_its_head_and_counts_the_rest(say, platform, monkeypatch):
    everything = len(taken(say, "--account", ACCOUNT)["items"])
    monkeypatch.setattr(show_inventory, "SHOWN", 2)
    assert f"and {everything - 2} more" in say("inventory", "--account", ACCOUNT).out


def test_a_business_center_stands_for_its_accounts(say, platform):
    found = taken(say, "--bc", GROUP, "--account", ACCOUNT)
    assert [place["id"] for place in found["places"]] == [ACCOUNT, "7302000000000000012"]
    several = taken(say, "--bc", GROUP, "--bc", OTHER_CENTER)
    assert len(several["places"]) == 3


def test_an_authorized_post_shows_when_it_ends_and_which_ads_use_it(say, platform):
    post = of_kind(taken(say, "--account", ACCOUNT, "--kind=spark_authorization"), "spark_authorization")[0]
    assert (post["ends_at"], len(post["used_by"]), post["on"]) == ("2027-08-31T22:00:00+00:00", 1, True)


@pytest.mark.parametrize("code", [40001, 40118])
def test_a_list_without_permission_is_said_and_the_others_still_count(say, platform, code):
    fault("tt_video/list", code)
    told = say("inventory", "--account", ACCOUNT)
    assert (told.code, f"Not seen: spark authorization of {ACCOUNT}: TikTok refused" in told.out) == (0, True)
    assert "Upgraded Smart+" in told.out


def test_a_revoked_token_is_said_and_nothing_is_called_empty(say, platform):
    fault("", 40105)
    told = say("inventory", "--account", ACCOUNT, "--json")
    assert (told.code, told.json["state"], told.json["items"]) == (3, "failed", [])
    assert "revoked" in told.json["unread"][0]


def test_what_nobody_can_list_is_said(say, platform):
    told = say("inventory", "--account", ACCOUNT).out
    assert "TikTok One orders are on no list" in told
    assert "coupons are only read" in told


def test_without_a_connection_it_says_which_setting_is_missing(say):
    told = say("inventory", "--account", ACCOUNT, "--shop", SHOP)
    assert told.code == 3
    assert ("UNPROMOTE_TIKTOK_TOKEN" in told.out, "UNPROMOTE_SHOP_TOKEN" in told.out) == (True, True)
    assert "UNPROMOTE_TIKTOK_TOKEN" in say("inventory", "--bc", GROUP).out


def test_something_has_to_be_named(say):
    refused = say("inventory")
    assert (refused.code, "name accounts, Business Centers or shops" in refused.err) == (2, True)


def test_one_that_was_kept_is_shown_again_and_not_to_dan(say, platform):
    kept = taken(say, "--account", ACCOUNT)["id"]
    again = say("inventory", "--kept", kept, "--kind=promote", "--on", "--json").json
    assert ([item["kind"] for item in again["items"]], again["id"]) == (["promote"], kept)
    b.cast()
    hidden = say("inventory", "--kept", kept, by="dan")
    assert (hidden.code, hidden.err) == (1, f"unpromote: there is no inventory {kept!r}\n")
    assert say("inventory", "--kept", kept, "--account", ACCOUNT).code == 2


def test_a_case_is_opened_on_chosen_things_of_every_kind(say, platform):
    found = taken(say, "--account", ACCOUNT, "--shop", SHOP)
    kinds = ("spark_authorization", "gmv_session", "shop_coupon", "target_collaboration", "campaign")
    chosen = [of_kind(found, kind)[0]["id"] for kind in kinds]
    items = [f"--item={id_}" for id_ in chosen]
    case = say("case", "open", "--from-inventory", found["id"], *items, *OPENING, "--json").json
    assert {target["external_id"] for target in case["targets"]} == set(chosen)
    routes = {target["kind"]: target["route"] for target in case["targets"]}
    assert (routes["spark_authorization"], routes["campaign"]) == ("by_hand", "api")


def test_a_daily_budget_counts_for_the_days_that_were_booked(say, platform):
    found = taken(say, "--account", ACCOUNT)
    item = next(one for one in of_kind(found, "campaign") if one["a_day"] == "48.00 EUR")
    days = ("--starts-on=2026-09-01", "--ends-on=2026-10-01")
    opened = say(
        "case", "open", "--from-inventory", found["id"], f"--item={item['id']}", *days, *OPENING, "--json"
    ).json
    assert (opened["promotion"]["budget"], opened["targets"][0]["pace"]) == ("1440.00", "48.00 EUR")


def test_a_case_says_once_what_it_is_about(say, platform):
    found = taken(say, "--account", ACCOUNT)["id"]
    for words in (("--listed=1", f"--from-inventory={found}"), ()):
        assert "has to be said once" in say("case", "open", *words, *OPENING).err
    assert "nothing is chosen" in say("case", "open", f"--from-inventory={found}", *OPENING).err
    bad = say("case", "open", f"--from-inventory={found}", "--item=1", "--ends-on=soon", *OPENING)
    assert "'soon' is no day" in bad.err


def test_an_id_of_19_digits_keeps_its_zeros_from_file_to_case(say, tmp_path):
    long = "0018234567890123450"
    lines = (f"{HEADER},stage", f"{ROW.replace(ONE, long).replace('campaign,', 'tiktok_one,')},ordered")
    assert say("promotions", "import", "own", csv_file(tmp_path, *lines)).code == 0
    found = taken(say, "--account", ACCOUNT)
    assert [(item["id"], item["stage"]) for item in found["items"]] == [(long, "ordered")]
    case = say("case", "open", "--listed", long, *OPENING, "--json").json
    assert case["targets"][0]["external_id"] == long
    told = say("case", "stop", case["reference"]).out
    assert "100 % of the payment comes back" in told


def test_creators_come_to_a_case_on_items_as_to_any_other(say, platform, tmp_path):
    found = taken(say, "--account", ACCOUNT)
    item = f"--item={of_kind(found, 'campaign')[0]['key']}"
    creators = tmp_path / "creators.csv"
    header = "creator_id,name,email,deliverable,price,stage,advance_paid"
    creators.write_text(f"{header}\ncleo,Cleo Marsh,cleo@creators.example,Video,900.00,briefed,0.00\n")
    words = ("--from-inventory", found["id"], item, f"--creators={creators}", *OPENING)
    case = say("case", "open", *words, "--json").json
    assert [creator["id"] for creator in case["promotion"]["creators"]] == ["cleo"]
    assert {contact["id"] for contact in case["contacts"]} == {"support", "cleo"}
