"""Access: how people get a password without anybody sending one, and how scripts prove for whom they speak.

A link that sets a password is Django's own reset token, so it works once and not for long. A script's token is signed
with the installation's key and names the person, the day it ends, and the person's present sign-in: whoever changes
their password, or is barred, has ended their tokens. There is no table of tokens to lose.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.exceptions import ValidationError

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import people
from unpromote.services.people import Person

MOST_DAYS = 366
_SALT = "unpromote.script"


def nobody_can_sign_in() -> bool:
    """Tell whether no active person has a password yet."""
    return not any(user.has_usable_password() for user in User.objects.filter(is_active=True))


def password_link(name: str) -> str:
    """Return the secret part of a link with which this person sets a password, once, within three days.

    Raises:
        NotAllowed: there is no such person.
    """
    user = _active(name)
    if user is None:
        raise NotAllowed(f"there is no person {name!r}: add them first")
    return f"{user.pk}.{default_token_generator.make_token(user)}"


def person_of_link(secret: str) -> Person:
    """Return the person whose password the link sets.

    Raises:
        NotAllowed: the link was used, is too old, or is none of ours.
    """
    return people.person(_user_of_link(secret).get_username())


def set_password(secret: str, password: str) -> Person:
    """Set the password of the person whose link this is; the link is used up.

    Raises:
        NotAllowed: the link was used, is too old, or is none of ours.
        BadInput: the password is too easy to guess.
    """
    user = _user_of_link(secret)
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise BadInput(" ".join(refusal.messages), place="password", mend="choose a longer, rarer one") from None
    user.set_password(password)
    user.save()
    return people.person(user.get_username())


def script_token(name: str, *, days: int, now: datetime) -> str:
    """Return a token with which a script speaks for this person until `days` days from now.

    Raises:
        NotAllowed: there is no such person.
        BadInput: the number of days is not from 1 to 366.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"a token cannot hold for {days} days", place="days", mend=f"choose 1 to {MOST_DAYS}")
    user = _active(name)
    if user is None:
        raise NotAllowed(f"there is no person {name!r}: add them first")
    until = int((now + timedelta(days=days)).timestamp())
    return signing.dumps([name, until, user.get_session_auth_hash()], salt=_SALT, compress=True)


def person_of_token(token: str, *, now: datetime) -> Person | None:
    """Return the person for whom the token speaks; None where it was changed, has ended, or its person was barred."""
    try:
        name, until, sign_in = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = _active(name)
    if user is None or user.get_session_auth_hash() != sign_in or now >= datetime.fromtimestamp(until, tz=UTC):
        return None
    return people.person(name)


def _active(name: str) -> User | None:
    return User.objects.filter(username=name, is_active=True).first()


def _user_of_link(secret: str) -> User:
    key, _, token = secret.partition(".")
    user = User.objects.filter(pk=key, is_active=True).first() if key.isdecimal() else None
    if user is None or not default_token_generator.check_token(user, token):
        raise NotAllowed("this link was used already or is too old: ask for a new one")
    return user
