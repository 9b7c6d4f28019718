"""One call to the shop: signed as strangers sign, repeated only where nothing is done twice, blamed in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tiktok_shop_api.signing import Signer

from unpromote.adapters.calling import Decision, Refusal
from unpromote.adapters.shop.calls import Caller, Key, Where, signature
from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.codes import decide
from unpromote.adapters.shop.sorts import SORTS
from unpromote.domain.errors import OutsideFailed

ACTIVITY = SORTS["shop_activity"]
SHOPS = Where("GET", "/authorization/202309/shops")
END = Where("POST", "/promotion/202309/activities/{id}/deactivate", "7", "c/1")


class Pacer:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        self.told.append(("goes", endpoint, advertiser_id))

    def answered(self, endpoint: str, advertiser_id: str) -> None:
        self.told.append(("answered", endpoint))

    def refused(self, endpoint: str, advertiser_id: str, *, account: bool) -> None:
        self.told.append(("refused", endpoint))


class Wire:
    """Answers with what a test gives it, the last one again and again."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.requests, self.waits = list(answers), [], []
        self.pace = Pacer()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def caller(self) -> Caller:
        http = httpx.Client(base_url="https://shop.example", transport=httpx.MockTransport(self))
        key = Key("app", "hush", "token")
        return Caller(http, key, pace=self.pace, wait=self.waits.append, stamp=lambda: 1789376400.9)

    def client(self) -> ShopClient:
        transport = httpx.MockTransport(self)
        return ShopClient("https://shop.example", Key("app", "hush", "t"), transport=transport, wait=self.waits.append)


def fine(**data: Any) -> dict[str, Any]:
    return {"code": 0, "message": "Success", "request_id": "r1", "data": data}


def refusal(code: int) -> dict[str, Any]:
    return {"code": code, "message": "No.", "request_id": "r2", "data": {}}


def test_strangers_come_to_the_same_signature() -> None:
    query = {"timestamp": "1", "app_key": "a b", "shop_cipher": "x/y+z="}
    theirs = Signer.sign(path="/p/1", query=list(query.items()), content_type=None, body='{"ä": 1}', app_secret="hush")
    assert signature("hush", "/p/1", query, '{"ä": 1}'.encode()) == theirs


def test_a_call_carries_what_the_shop_asks_for() -> None:
    wire = Wire(fine())
    wire.caller().write(END, {})
    (sent,) = wire.requests
    assert (sent.url.path, sent.headers["x-tts-access-token"], sent.content) == (END.full_path, "token", b"{}")
    assert END.full_path == "/promotion/202309/activities/7/deactivate"
    assert sent.url.params["timestamp"] == "1789376400"
    assert sent.url.params["shop_cipher"] == "c/1"
    asked = {name: value for name, value in sent.url.params.items() if name != "sign"}
    assert sent.url.params["sign"] == signature("hush", END.full_path, asked, b"{}")


def test_secrets_are_shown_nowhere() -> None:
    assert "hush" not in repr(Key("app", "hush", "token"))
    assert "token" not in repr(Key("app", "hush", "x"))[20:]


def test_a_read_is_sent_again_where_that_may_help() -> None:
    wire = Wire(httpx.ConnectError("down"), httpx.Response(502, text="?"), fine(shops=[]))
    wire.caller().read(SHOPS)
    assert (len(wire.requests), wire.waits) == (3, [1.0, 2.0])


def test_a_read_is_not_sent_again_where_it_cannot_help() -> None:
    wire = Wire(refusal(105005))
    with pytest.raises(Refusal, match="lacks the right"):
        wire.caller().read(SHOPS)
    assert len(wire.requests) == 1


@pytest.mark.parametrize("answer", [httpx.ReadTimeout("late"), httpx.Response(500, text="?"), refusal(36009003)])
def test_a_write_is_sent_once(answer: Any) -> None:
    wire = Wire(answer)
    with pytest.raises(OutsideFailed) as failed:
        wire.caller().write(END, {})
    assert (len(wire.requests), failed.value.permanent) == (1, False)


@pytest.mark.parametrize("answer", [refusal(36009002), httpx.Response(429, json=refusal(36009002))])
def test_a_call_that_came_too_fast_goes_again_as_the_pace_allows(answer: Any) -> None:
    wire = Wire(answer, httpx.Response(429, text="slow down"), fine())
    wire.caller().write(END, {})
    goes, refused = ("goes", END.endpoint, "c/1"), ("refused", END.endpoint)
    assert wire.pace.told == [goes, refused, goes, refused, goes, ("answered", END.endpoint)]


@pytest.mark.parametrize("send", [lambda c: c.read(SHOPS), lambda c: c.write(END)], ids=["read", "write"])
def test_it_gives_up_where_every_call_comes_too_fast(send: Callable[[Caller], Any]) -> None:
    wire = Wire(refusal(36009002))
    with pytest.raises(Refusal) as failed:
        send(wire.caller())
    assert (len(wire.requests), failed.value.decision) == (5, Decision.RETRY)


@pytest.mark.parametrize(
    ("answer", "permanent", "said"),
    [
        (httpx.Response(403, text="no"), True, "HTTP 403"),
        (httpx.Response(200, text="<html>"), False, "HTTP 200 and no envelope"),
        (httpx.Response(200, json=[]), False, "no envelope"),
        (httpx.Response(400, json=refusal(36009004)), True, "36009004"),
    ],
)
def test_what_is_no_success_is_blamed(answer: httpx.Response, permanent: bool, said: str) -> None:  # noqa: FBT001
    with pytest.raises(OutsideFailed, match=said) as failed:
        Wire(answer).caller().write(END)
    assert failed.value.permanent is permanent


def test_a_refusal_names_the_request_for_support() -> None:
    with pytest.raises(Refusal) as failed:
        Wire(refusal(98001004)).caller().write(END)
    assert str(failed.value).endswith("No. [request_id=r2]")


@pytest.mark.parametrize(
    ("code", "decision"), [(106013, Decision.PERSON), (16501011, Decision.PERMANENT), (36009007, Decision.READ_BACK)]
)
def test_codes_nobody_knows_are_refusals_of_that_call(code: int, decision: Decision) -> None:
    assert decide(code)[0] is decision


def test_data_may_be_missing() -> None:
    assert Wire({"code": 0}).caller().read(SHOPS).data == {}


ROW = {"id": "7", "title": "Autumn", "status": "ONGOING"}


@pytest.mark.parametrize(
    "data",
    [
        {"activities": "none"},
        {"activities": [1]},
        {"activities": [{**ROW, "id": 7}]},
        {"activities": [{**ROW, "status": None}]},
        {"activities": [], "next_page_token": 3},
        {"activities": [ROW], "total_count": "1"},
    ],
)
def test_an_answer_in_no_known_form_is_refused(data: dict[str, Any]) -> None:
    with Wire(fine(**data)).client() as client, pytest.raises(OutsideFailed, match=r"readable|count"):
        list(client.all(ACTIVITY, "c"))


def test_an_answer_without_the_offer_is_refused() -> None:
    with Wire(fine(coupon=None)).client() as client, pytest.raises(OutsideFailed, match="no readable coupon"):
        client.one(SORTS["shop_coupon"], "c", "1")


def test_pages_are_followed_to_the_end() -> None:
    first = fine(activities=[ROW], next_page_token="n1", total_count=2)
    wire = Wire(first, fine(activities=[{**ROW, "id": "8"}], total_count=2))
    with wire.client() as client:
        assert [each.id for each in client.all(ACTIVITY, "c")] == ["7", "8"]
    assert [json.loads(sent.content).get("page_token") for sent in wire.requests] == [None, "n1"]


def test_pages_that_never_end_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unpromote.adapters.shop.client.MOST_PAGES", 3)
    wire = Wire(fine(activities=[ROW], next_page_token="again"))
    with wire.client() as client, pytest.raises(OutsideFailed, match="end of its pages"):
        list(client.all(ACTIVITY, "c"))
    assert len(wire.requests) == 3


def test_a_look_that_may_not_be_is_raised() -> None:
    with Wire(refusal(105001)).client() as client, pytest.raises(Refusal):
        client.one(ACTIVITY, "c", "7")


def test_another_offer_than_the_one_asked_for_is_not_taken_for_it() -> None:
    row = {"status": "NORMAL", "product": {"id": "8", "title": "Socks"}}
    with Wire(fine(open_collaborations=[row])).client() as client:
        assert client.one(SORTS["open_collaboration"], "c", "7") is None
