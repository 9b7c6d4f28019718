"""What this installation is connected to, and whose clock it goes by; known without loading what talks to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self, cast

from django.conf import settings
from django.utils.module_loading import import_string

Now = Callable[[], datetime]  # fills the `Clock` port

_OF_DOORS = ("hook_secret", "mail_provider_secret")  # no job needs these


@dataclass(frozen=True)
class Connections:
    """What is connected. Empty text means: not at all; then files and the mail folder do."""

    data: Path
    tiktok_url: str = ""
    tiktok_token: str = ""
    tiktok_app_level: str = "basic"
    tiktok_creators: str = field(default="", repr=False)
    status_feed_url: str = ""
    shop_url: str = ""
    shop_app_key: str = ""
    shop_app_secret: str = field(default="", repr=False)
    shop_token: str = field(default="", repr=False)
    shop_cipher: str = ""
    smtp_url: str = ""
    mail_provider: str = ""
    mail_provider_key: str = field(default="", repr=False)
    imap_url: str = ""
    mail_domain: str = "desk.invalid"
    sender: str = "Cancellation desk <desk@desk.invalid>"
    clock_url: str = ""
    public_url: str = ""
    private_hooks: bool = False
    mail_every: timedelta = timedelta(minutes=1)

    @classmethod
    def configured(cls) -> Self:
        """Return what the settings name."""
        found = {key: item for key, item in settings.UNPROMOTE.items() if key not in _OF_DOORS}
        return cls(**found | {"mail_every": timedelta(seconds=float(found["mail_every"]))})


def clock(to: Connections) -> Now:
    """Return the clock: the system's, or a rehearsal's."""
    if not to.clock_url:
        return lambda: datetime.now(UTC)
    rehearsal = cast("Callable[[str], Now]", import_string("unpromote.adapters.rehearsal.RehearsalClock"))
    return rehearsal(to.clock_url)
