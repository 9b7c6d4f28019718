"""Posting to an incoming webhook, a real one over TLS on this machine."""

from __future__ import annotations

import socket

import pytest

from hooks import hook_server
from unpromote.adapters.notices.hooks import Hooks
from unpromote.domain.errors import OutsideFailed

WORDS = {"text": "spend grows again"}


def test_what_is_posted_arrives_under_the_name_of_the_host(tmp_path):
    with hook_server(tmp_path) as server:
        Hooks(private=True, trust=server.trust).post(server.url, WORDS)
    assert server.seen == [WORDS]
    assert server.hosts[0].startswith("localhost:")


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (429, False), (404, True), (403, True), (302, True)])
def test_a_refusal_says_whether_trying_again_is_of_use(tmp_path, status, permanent):
    with hook_server(tmp_path, status) as server, pytest.raises(OutsideFailed) as refused:
        Hooks(private=True, trust=server.trust).post(server.url, WORDS)
    assert (refused.value.permanent, len(server.seen)) == (permanent, 1)
    assert "secret-part" not in str(refused.value)


def test_a_call_that_is_cut_off_is_of_unknown_outcome(tmp_path):
    with hook_server(tmp_path, 0) as server, pytest.raises(OutsideFailed) as cut:
        Hooks(private=True, trust=server.trust).post(server.url, WORDS)
    assert (cut.value.reference, len(server.seen)) == ("unknown", 1)
    assert "secret-part" not in str(cut.value)


def test_a_private_address_is_refused_before_anything_is_sent(tmp_path):
    with hook_server(tmp_path) as server, pytest.raises(OutsideFailed, match="private address") as refused:
        Hooks(trust=server.trust).post(server.url, WORDS)
    assert (refused.value.permanent, server.seen) == (True, [])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "192.168.1.1", "100.64.0.1"]
)
def test_every_kind_of_private_address_is_one(host):
    with pytest.raises(OutsideFailed, match="private address"):
        Hooks().post(f"https://{host}/services/x", WORDS)


@pytest.mark.parametrize("url", ["http://hooks.example/x", "https:///x", "file:///etc/passwd"])
def test_only_https_is_spoken(url):
    with pytest.raises(OutsideFailed, match="https only"):
        Hooks(private=True).post(url, WORDS)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with hook_server(tmp_path) as server, pytest.raises(OutsideFailed, match="cannot be reached"):
        Hooks(private=True).post(server.url, WORDS)
    assert server.seen == []


def test_nobody_there_is_no_mystery():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OutsideFailed, match="cannot be reached") as gone:
            Hooks(private=True).post(f"https://127.0.0.1:{taken.getsockname()[1]}/x", WORDS)
    assert not gone.value.permanent


def test_a_name_without_an_address_may_have_one_later():
    with pytest.raises(OutsideFailed, match="has no address") as gone:
        Hooks().post("https://nowhere.invalid/x", WORDS)
    assert not gone.value.permanent
