"""Mail providers that take letters over an interface of their own, by way of django-anymail: one row each.

UNPROMOTE_MAIL_PROVIDER names one, with what its account needs behind a question mark:

    postmark
    mailgun?sender_domain=mg.brand.example&api_url=https://api.eu.mailgun.net/v3
    brevo

To add one: its row below, the words of its interface in tests/mailproviders.py, and a line in docs/how-to/send-mail.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from anymail.backends import brevo, mailgun, postmark  # type: ignore[import-untyped]  # anymail ships no types

from unpromote.adapters.mail.servers import PATIENCE_SECONDS, is_here
from unpromote.domain.errors import BadInput, OutsideFailed

PLACE = "UNPROMOTE_MAIL_PROVIDER"
MARK = "unpromote"  # under this name a provider keeps whose letter it is, and hands it back with what befell it
_LOOKING_BACK = timedelta(hours=1)  # clocks differ


@dataclass(frozen=True)
class Provider:
    """How one provider is spoken to.

    `key` is what its backend calls the account's key, `options` what else may be set. `headers` go along with every
    letter. `untracked`: it can be told to leave links alone. `asks` looks for a letter by its Message-ID; what it does
    not find once `shows_after` is over is not there, and after `forgets_after` that says nothing any more.
    """

    name: str
    backend: Callable[..., Any]
    key: str
    options: tuple[str, ...] = ("api_url",)
    headers: Mapping[str, str] = field(default_factory=dict)
    untracked: bool = False
    asks: Callable[[Account, str, timedelta], bool] | None = None
    shows_after: timedelta = timedelta()
    forgets_after: timedelta = timedelta()


@dataclass(frozen=True)
class Account:
    """An account with a provider; `options` are settings of its backend."""

    provider: Provider
    key: str = field(repr=False)
    options: Mapping[str, str]
    patience: float = PATIENCE_SECONDS

    def backend(self) -> Any:
        """Return a fresh mail backend of this account."""
        return self.provider.backend(**{self.provider.key: self.key}, timeout=self.patience, **self.options)

    def went(self, message_id: str, ago: timedelta) -> bool | None:
        """Return whether the provider has the letter that set out so long ago; None where it cannot be asked.

        Raises:
            OutsideFailed: it cannot be asked just now, or may not show the letter yet.
        """
        if self.provider.asks is None:
            return None
        if self.provider.asks(self, message_id, ago):
            return True
        missing = self.provider.shows_after - ago
        if missing > timedelta():
            raise OutsideFailed(f"{self.provider.name} may not show the letter yet", reference=message_id, wait=missing)
        return False if ago < self.provider.forgets_after else None

    def look_up(self, path: str, query: dict[str, str], **how: Any) -> dict[str, Any]:
        """Return what the provider answers to a question.

        Raises:
            OutsideFailed: it does not answer, or refuses to.
        """
        name = self.provider.name
        try:
            said = httpx.get(f"{self.backend().api_url}{path}", params=query, timeout=self.patience, **how)
            said.raise_for_status()
            found: dict[str, Any] = said.json()
        except httpx.HTTPStatusError as refusal:
            raise OutsideFailed(
                f"{name} does not say whether it has the letter: {refusal.response.status_code}"
            ) from None
        except (httpx.HTTPError, ValueError) as failure:
            raise OutsideFailed(f"{name} cannot be asked for the letter: {type(failure).__name__}") from None
        return found


def letter_key(message_id: str) -> str:
    """Return what a provider keeps of a Message-ID: the part before the @, which is ours alone and short enough."""
    return message_id.strip("<>").partition("@")[0][:80]


def _in_postmark(account: Account, message_id: str, _ago: timedelta) -> bool:
    query = {f"metadata_{MARK}": letter_key(message_id), "count": "1", "offset": "0"}
    token = {"X-Postmark-Server-Token": account.key, "Accept": "application/json"}
    states = ("queued", "sent")
    return any(
        account.look_up("messages/outbound", query | {"status": it}, headers=token)["TotalCount"] for it in states
    )


def _in_mailgun(account: Account, message_id: str, ago: timedelta) -> bool:
    begin = time.time() - (ago + _LOOKING_BACK).total_seconds()
    query = {"message-id": message_id.strip("<>"), "begin": f"{begin:.0f}", "ascending": "yes", "limit": "1"}
    found = account.look_up(f"{account.options['sender_domain']}/events", query, auth=("api", account.key))
    return bool(found["items"])


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "postmark",
            postmark.EmailBackend,
            key="server_token",
            options=("api_url", "message_stream"),
            headers={"X-PM-KeepID": "true"},  # else Postmark writes a Message-ID of its own
            untracked=True,
            asks=_in_postmark,
            shows_after=timedelta(minutes=5),
            forgets_after=timedelta(days=40),  # it keeps 45 days
        ),
        Provider(
            "mailgun",
            mailgun.EmailBackend,
            key="api_key",
            options=("api_url", "sender_domain"),
            untracked=True,
            asks=_in_mailgun,
            shows_after=timedelta(minutes=30),  # so long its events may come late
            forgets_after=timedelta(hours=20),  # the smallest plan keeps a day
        ),
        Provider("brevo", brevo.EmailBackend, key="api_key"),
    )
}


def account_at(said: str, key: str, *, domain: str, patience: float = PATIENCE_SECONDS) -> Account:
    """Return the account that the setting names; `domain` is the sender's.

    Raises:
        BadInput: no such provider or option, no key, or the key would travel in the clear.
    """
    provider = named_provider(said)
    options = dict(parse_qsl(urlsplit(said).query))
    if unknown := sorted(set(options) - set(provider.options)):
        mend = f"leave it out, or name one of {', '.join(provider.options)}"
        raise BadInput(f"{provider.name} has no {unknown[0]!r}", place=PLACE, mend=mend)
    if not key:
        raise BadInput(f"{provider.name} needs a key", place=f"{PLACE}_KEY", mend="set it to the account's key")
    url = urlsplit(options.get("api_url", "https://provider"))
    if not url.hostname or (url.scheme != "https" and not is_here(url.hostname)):
        raise BadInput("the key would travel in the clear", place=PLACE, mend="write api_url=https://...")
    if "sender_domain" in provider.options:
        options.setdefault("sender_domain", domain)
    return Account(provider, key, options, patience)


def named_provider(said: str) -> Provider:
    """Return the provider that the setting names.

    Raises:
        BadInput: there is no such one.
    """
    parts = urlsplit(said)
    provider = PROVIDERS.get(parts.path)
    if provider is None or parts.netloc or parts.fragment:
        raise BadInput(f"{said[:80]!r} names no provider", place=PLACE, mend=f"name one of {', '.join(PROVIDERS)}")
    return provider
