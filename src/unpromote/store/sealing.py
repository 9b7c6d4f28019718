"""Secrets in the database, sealed with the installation's key: who reads the rows alone cannot use them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from unpromote.domain.errors import BadInput

SEALED = "sealed"


def seal(secret: str) -> str:
    """Return the secret as it may be stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret.

    Raises:
        BadInput: it was sealed with another key, or changed.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        mend = "enter it again"
        raise BadInput("a secret was sealed with another installation's key", place="secret", mend=mend) from None


def sealed_json(data: Any) -> dict[str, str]:
    """Return JSON-able data as a row may hold it: sealed as a whole."""
    return {SEALED: seal(json.dumps(data, ensure_ascii=False))}


def unsealed_json(data: dict[str, Any]) -> Any:
    """Return what was sealed.

    Raises:
        BadInput: it was sealed with another key, or changed.
    """
    return json.loads(unseal(data[SEALED]))


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"unpromote.seal:" + settings.SECRET_KEY.encode()).digest()))
