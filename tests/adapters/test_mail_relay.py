"""A mail server's URL is read strictly, and a password stays secret."""

from __future__ import annotations

import pytest

from unpromote.adapters.mail.relay import Relay, relay_at
from unpromote.adapters.mail.servers import Server
from unpromote.domain.errors import BadInput


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", Server("smtp", "mail.example", 25)),
        ("smtps://mail.example", Server("smtps", "mail.example", 465)),
        ("smtp+starttls://a:b@mail.example/", Server("smtp+starttls", "mail.example", 587, "a", "b")),
        ("smtp://ana%40desk:p%2Fw%3A@127.0.0.1:2525", Server("smtp", "127.0.0.1", 2525, "ana@desk", "p/w:")),
        ("smtp://a:b@localhost", Server("smtp", "localhost", 25, "a", "b")),
        ("smtp://a:b@[::1]:25", Server("smtp", "::1", 25, "a", "b")),
    ],
)
def test_a_url_names_the_server_and_how_to_reach_it(url: str, expected: Server) -> None:
    assert relay_at(url) == Relay(expected)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://mail.example", "not reached by 'http'"),
        ("mail.example:25", "not reached by"),
        ("", "not reached by ''"),
        ("smtp://", "must name a host"),
        ("smtp://mail.example/inbox", "nothing behind it"),
        ("smtp://mail.example:99999", "port"),
        ("smtp://mail.example:smtp", "port"),
        ("smtp://ana:secret@mail.example", "in the clear"),
        ("smtp://ana:secret@192.0.2.1", "in the clear"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_repeating_the_password(url: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as refusal:
        relay_at(url)
    assert "secret" not in str(refusal.value)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in repr(relay_at("smtps://ana:secret@mail.example"))
