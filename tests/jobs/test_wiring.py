"""What is configured is what the jobs get: a mailbox where one is named, the mail folder where none is."""

from __future__ import annotations

import threading

import pytest

import builders as b
from imapserver import dovecot
from unpromote.adapters.mail.provider_outbox import ProviderOutbox
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.jobs.connections import Connections
from unpromote.jobs.wiring import mail_watched, open_tools


def test_mail_comes_from_the_mailbox_that_is_named(tmp_path):
    with dovecot() as server, open_tools(Connections(tmp_path, imap_url=server.url)) as tools:
        server.deliver(b"Subject: Agreed\r\n\r\nYes.\r\n")
        (mail,) = tools.inbox.unread()
    assert mail.subject == "Agreed"


def test_mail_comes_from_the_folder_where_no_mailbox_is_named(tmp_path):
    with open_tools(Connections(tmp_path)) as tools:
        (tmp_path / "mail/inbox/new/one.eml").write_bytes(b"Subject: Agreed\r\n\r\nYes.\r\n")
        assert [mail.subject for mail in tools.inbox.unread()] == ["Agreed"]


def test_news_are_told_as_long_as_the_mailbox_is_watched(tmp_path):
    told = threading.Event()
    with dovecot() as server, mail_watched(Connections(tmp_path, imap_url=server.url), told.set):
        assert told.wait(timeout=20)


def test_without_a_mailbox_nothing_is_watched(tmp_path):
    with mail_watched(Connections(tmp_path), lambda: None):
        assert not any(thread.name == "mailbox" for thread in threading.enumerate())


def test_letters_go_through_the_provider_that_is_named(tmp_path):
    with open_tools(Connections(tmp_path, mail_provider="postmark", mail_provider_key="k")) as tools:
        assert isinstance(tools.outbox, ProviderOutbox)


def test_a_mail_server_and_a_provider_at_once_are_refused(tmp_path):
    both = Connections(tmp_path, mail_provider="postmark", mail_provider_key="k", smtp_url="smtp://localhost")
    with pytest.raises(BadInput, match="not both"), open_tools(both):
        pass


def test_a_job_gets_the_providers_key_and_shows_it_nowhere(settings):
    named = {"mail_provider": "brevo", "mail_provider_key": "the key", "mail_provider_secret": "s"}
    settings.UNPROMOTE = settings.UNPROMOTE | named
    assert Connections.configured().mail_provider_key == "the key"
    assert "the key" not in repr(Connections.configured())


def test_one_platform_serves_all_that_is_connected(tmp_path):
    with open_tools(Connections(tmp_path)) as tools:
        assert tools.platform is None
    with open_tools(Connections(tmp_path, tiktok_token="t")) as tools, pytest.raises(OutsideFailed, match="SHOP_TOKEN"):
        tools.platform.look([b.target(kind="shop_activity")])
    with open_tools(Connections(tmp_path, shop_token="t")) as tools, pytest.raises(OutsideFailed, match="TIKTOK_TOKEN"):
        tools.platform.look([b.target()])


def test_the_shops_secrets_are_shown_nowhere(tmp_path):
    shown = repr(Connections(tmp_path, shop_app_secret="hush", shop_token="hush"))
    assert "hush" not in shown


def test_calls_go_as_fast_as_the_apps_level_allows(tmp_path, settings):
    settings.UNPROMOTE = settings.UNPROMOTE | {"data": tmp_path, "tiktok_token": "t", "tiktok_app_level": "premium"}
    assert Connections.configured().tiktok_app_level == "premium"
    with open_tools(Connections.configured()) as tools:
        assert tools.inventory is not None


def test_a_level_that_no_app_has_is_refused(tmp_path):
    wrong = Connections(tmp_path, tiktok_token="t", tiktok_app_level="gold")
    with pytest.raises(BadInput, match=r"APP_LEVEL: no app has the level 'gold' .name one of basic"), open_tools(wrong):
        pass


def test_creators_who_opened_their_account_are_known_by_their_handle(tmp_path, settings):
    opened = {"data": tmp_path, "tiktok_token": "t", "tiktok_creators": "@cleo=open-1:hush"}
    settings.UNPROMOTE = settings.UNPROMOTE | opened
    with open_tools(Connections.configured()) as tools:
        assert [tools.posts.opens(name) for name in ("@cleo", "@dan")] == [True, False]
    assert "hush" not in repr(Connections.configured())
