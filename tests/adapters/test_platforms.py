"""Several platforms as one: every target goes where its kind belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from fakes import FakePlatform
from unpromote.adapters.platforms import Platforms
from unpromote.domain.errors import OutsideFailed


def test_a_shops_offers_go_to_the_shop_and_the_rest_to_tiktok() -> None:
    tiktok, shop = FakePlatform(lambda: b.NOW, **{"1": "ENABLE"}), FakePlatform(lambda: b.NOW, **{"2": "ENABLE"})
    both = Platforms(tiktok=tiktok, shop=shop)
    ad = [replace(b.target(), kind="campaign", external_id="1")]
    offer = [replace(b.target(), kind="shop_activity", external_id="2")]
    for targets in (ad, offer):
        assert len(both.look(targets)) == 1
        both.switch_off(targets)
        both.switch_on(targets)
        assert len(both.spend(targets)) == 1
    assert (tiktok.writes, shop.writes) == ([("1",)] * 2, [("2",)] * 2)


@pytest.mark.parametrize(
    ("kind", "setting"), [("campaign", "UNPROMOTE_TIKTOK_TOKEN"), ("shop_coupon", "UNPROMOTE_SHOP_TOKEN")]
)
def test_what_is_not_connected_is_said_with_its_setting(kind: str, setting: str) -> None:
    with pytest.raises(OutsideFailed, match=setting) as failed:
        Platforms(tiktok=None, shop=None).look([replace(b.target(), kind=kind)])
    assert failed.value.permanent
