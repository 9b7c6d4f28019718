"""A client that strangers generated from TikTok's documents drives the shop, with a signature of its own making."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tiktok_shop_api import AsyncTikTokShop, TikTokShop, TikTokShopError
from tiktok_shop_api.generated import models as m

from emulator.desk import Desk
from emulator.shop import BOOTS, CIPHER, KEY, SCENARIO, SECRET, TOKEN

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=SCENARIO)


@pytest.fixture
def shop(desk: Desk) -> Iterator[TikTokShop]:
    with TikTokShop(KEY, SECRET, TOKEN, CIPHER, base_url=desk.running.url) as client:
        yield client


def named(shop: TikTokShop, title: str) -> str:
    body = m.SearchPromotionActivitiesRequest(activity_title=title)
    return shop.promotion.search_promotion_activities(body=body).data.activities[0].id


def test_it_learns_the_cipher_and_uses_it(desk: Desk) -> None:
    with TikTokShop(KEY, SECRET, TOKEN, base_url=desk.running.url) as client:
        (found,) = client.authorization.get_authorized_shops().data.shops
        with client.with_shop(shop_cipher=found.cipher) as shop:
            assert shop.promotion.search_promotion_activities().data.total_count == 5


def test_it_pages_through_activities(shop: TikTokShop) -> None:
    titles, token = [], ""
    while True:
        body = m.SearchPromotionActivitiesRequest(page_size=2, page_token=token)
        data = shop.promotion.search_promotion_activities(body=body).data
        titles += [each.title for each in data.activities]
        if not (token := data.next_page_token):
            break
    assert len(titles) == len(set(titles)) == 5


def test_it_deactivates_and_puts_out_again(shop: TikTokShop) -> None:
    autumn = named(shop, "Autumn")
    assert shop.promotion.deactivate_activity(autumn).data.status == "DEACTIVATED"
    begin, end = (int((NOW + timedelta(hours=hours)).timestamp()) for hours in (1, 2))
    body = m.RepublishActivityRequest(begin_time=begin, end_time=end)
    assert shop.promotion.republish_activity(autumn, body=body).data.activity_id == autumn
    assert shop.promotion.get_activity(autumn).data.status == "NOT_START"


def test_it_takes_products_out(shop: TikTokShop) -> None:
    autumn = named(shop, "Autumn")
    first, *rest = shop.promotion.get_activity(autumn).data.products
    body = m.RemovePromotionActivityProductsRequest(product_ids=[first.id])
    shop.promotion.remove_promotion_activity_products(autumn, body=body)
    assert [each.id for each in shop.promotion.get_activity(autumn).data.products] == [each.id for each in rest]


def test_it_is_told_what_is_immutable(shop: TikTokShop) -> None:
    week = named(shop, "Platform")
    assert shop.promotion.get_activity(week).data.activity_commands == ["IMMUTABLE"]
    with pytest.raises(TikTokShopError) as refused:
        shop.promotion.deactivate_activity(week)
    assert (refused.value.code, refused.value.http_status) == (98001004, 200)
    assert refused.value.request_id


def test_it_reads_coupons(shop: TikTokShop) -> None:
    body = m.SearchCouponListRequest(status=["ONGOING"])
    (ten,) = shop.promotion.search_coupon_list(body=body, page_size=10).data.coupons
    assert shop.promotion.get_coupon(ten.id).data.coupon.discount.percentage == "10"


def test_it_removes_a_target_collaboration(shop: TikTokShop) -> None:
    def listed(status: str) -> list[str]:
        body = m.SearchTargetCollaborationsRequest(collaboration_status=status)
        found = shop.affiliate_seller.search_target_collaborations(body=body, page_size=10)
        return [each.id for each in found.data.target_collaborations]

    (boots,) = listed("ONGOING")
    detail = shop.affiliate_seller.query_target_collaboration_detail(boots).data.target_collaboration
    assert [each.username for each in detail.creators] == ["cleo.builds"]
    shop.affiliate_seller.remove_target_collaboration(boots)
    assert (listed("ONGOING"), listed("COMPLETED")) == ([], [boots])


def test_it_removes_an_open_collaboration_which_ends_later(desk: Desk, shop: TikTokShop) -> None:
    def listed() -> dict[str, str]:
        found = shop.affiliate_seller.search_open_collaborations(page_size=10).data.open_collaborations
        return {each.product.id: each.status for each in found}

    ends_at = shop.affiliate_seller.remove_open_collaboration(BOOTS).data.terminated_effective_time
    assert ends_at == int((NOW + timedelta(hours=13)).timestamp())
    assert listed()[BOOTS] == "TERMINATING"
    desk.later(hours=13)
    assert BOOTS not in listed()


def test_it_drops_a_creator(shop: TikTokShop) -> None:
    offer = shop.affiliate_seller.search_open_collaborations(page_size=1).data.open_collaborations[0]
    body = m.RemoveCreatorFromOpenCollaborationProductRequest("cleo.builds", offer.product.id)
    shop.affiliate_seller.remove_creator_from_open_collaboration_product(offer.id, body=body)
    after = shop.affiliate_seller.search_open_collaborations(page_size=1).data.open_collaborations[0]
    assert (offer.showcase_creator_count, after.showcase_creator_count) == (2, 1)


def test_it_writes_to_creators(desk: Desk, shop: TikTokShop) -> None:
    begun = m.GetOrCreateCreatorConversationRequest("cleo.builds")
    talk = shop.affiliate_seller.get_or_create_creator_conversation(body=begun).data.conversation_id
    kind = m.SendIMMessageRequestMsgType.TEXT
    shop.affiliate_seller.send_im_message(talk, body=m.SendIMMessageRequest(kind, '{"content": "It ends tonight."}'))
    (seen,) = shop.affiliate_seller.get_creator_conversation_messages(talk, page_size=5).data.messages
    assert seen.message_body.content == '{"content": "It ends tonight."}'
    assert shop.affiliate_seller.get_conversation_list(page_size=5).data.conversations[0].id == talk


@pytest.mark.parametrize(
    ("secret", "token", "code", "status"), [("guess", TOKEN, 106001, 401), (SECRET, "guess", 105001, 401)]
)
def test_it_is_told_what_is_wrong_with_its_credentials(
    desk: Desk, secret: str, token: str, code: int, status: int
) -> None:
    wrong = TikTokShop(KEY, secret, token, CIPHER, base_url=desk.running.url)
    with wrong as shop, pytest.raises(TikTokShopError) as refused:
        shop.promotion.search_promotion_activities()
    assert (refused.value.code, refused.value.http_status) == (code, status)


def test_it_does_not_learn_of_a_lost_reply(desk: Desk, shop: TikTokShop) -> None:
    autumn = named(shop, "Autumn")
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "deactivate"}])
    with pytest.raises(TikTokShopError) as lost:
        shop.promotion.deactivate_activity(autumn)
    assert (lost.value.code, lost.value.http_status) == (-1, None)
    assert shop.promotion.get_activity(autumn).data.status == "DEACTIVATED"


def test_its_other_half_works_without_waiting(desk: Desk) -> None:
    async def stop_all() -> list[str]:
        async with AsyncTikTokShop(KEY, SECRET, TOKEN, CIPHER, base_url=desk.running.url) as shop:
            found = (await shop.promotion.search_promotion_activities()).data.activities
            may = [each.id for each in found if each.status in ("NOT_START", "ONGOING") and not each.activity_commands]
            answers = await asyncio.gather(*(shop.promotion.deactivate_activity(one) for one in may))
            return [answer.data.status for answer in answers]

    assert asyncio.run(stop_all()) == ["DEACTIVATED"] * 3
