"""Signatures are bound to one quote, and above the limit it takes two people."""

from __future__ import annotations

import pytest
from moneyed import Money

import builders as b
from unpromote.domain.approval import Approval, Signature, ask, is_complete, sign
from unpromote.domain.errors import NotAllowed

BEN, BEA = Signature("ben", b.NOW), Signature("bea", b.NOW)


def asked(price: str = "100", limit: Money | None = None) -> Approval:
    return ask("hash", price=b.usd(price), second_above=limit)


@pytest.mark.parametrize(
    ("price", "limit", "needed"), [("100", None, 1), ("100", b.usd("100"), 1), ("100.01", b.usd("100"), 2)]
)
def test_a_second_person_is_needed_above_the_limit_not_at_it(price, limit, needed):
    assert asked(price, limit).needed == needed


def test_a_limit_in_another_currency_cannot_be_compared_so_two_have_to_sign():
    assert asked("1", Money("999999", "EUR")).needed == 2


def test_it_is_complete_with_the_last_signature():
    once = sign(asked("9", b.usd("1")), "hash", BEN)
    assert not is_complete(once)
    assert is_complete(sign(once, "hash", BEA))


@pytest.mark.parametrize(
    ("approval", "quote_hash", "why"),
    [
        (asked(), "other", "another quote"),
        (sign(asked("9", b.usd("1")), "hash", BEN), "hash", "signed already"),
        (sign(asked(), "hash", BEN), "hash", "approved already"),
    ],
)
def test_a_signature_is_refused(approval, quote_hash, why):
    with pytest.raises(NotAllowed, match=why):
        sign(approval, quote_hash, BEN)
