"""Where a party's money goes: the way it is paid and its account, of which only the last signs are ever shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from unpromote.domain.errors import BadInput


class Method(Enum):
    """The kind of file a payment goes into; append-only."""

    SEPA = "sepa"
    BANK_CSV = "bank_csv"
    PAYPAL = "paypal"
    WISE = "wise"


_SHOWN = 4
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


@dataclass(frozen=True)
class Payee:
    """Who is paid and where; `law` names the statute on paying that protects them, "" for none.

    The account is left out of the text form, so that no log or message shows it by accident.
    """

    holder: str
    method: Method
    iban: str = field(default="", repr=False)
    bic: str = ""
    email: str = field(default="", repr=False)
    law: str = ""

    @property
    def account(self) -> str:
        """Return as much of the account as may be shown."""
        return masked(self.iban) if self.iban else masked_address(self.email)


@dataclass(frozen=True)
class Payer:
    """Whose account pays, under the name that the bank knows."""

    name: str
    iban: str = field(repr=False)
    bic: str = ""


def masked(iban: str) -> str:
    """Return an account number with all but its last signs hidden: "… 3000"."""
    return f"… {iban[-_SHOWN:]}"


def masked_address(address: str) -> str:
    """Return an address with all but its ends hidden: "c…@creators.example"."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def check_payee(payee: Payee) -> None:
    """Refuse a payee that its way of paying cannot reach; the account number's own digits are checked elsewhere.

    Raises:
        BadInput: something is missing or cannot be; the account itself is never repeated.
    """
    if not payee.holder.strip():
        raise BadInput("nobody's name is given", place="holder", mend="write it as the account has it")
    if payee.method is Method.PAYPAL and not _ADDRESS.fullmatch(payee.email):
        raise BadInput("PayPal pays to an e-mail address", place="email", mend="give the one of their PayPal account")
    if payee.method is not Method.PAYPAL and not payee.iban:
        raise BadInput(f"{payee.method.value} pays to an account", place="iban", mend="give its IBAN")
    check_bic(payee.bic)


def check_bic(bic: str) -> None:
    """Refuse what is no BIC; none at all is fine.

    Raises:
        BadInput: it has another form.
    """
    if bic and not _BIC.fullmatch(bic):
        raise BadInput("this is no BIC", place="bic", mend="8 or 11 letters and digits, or none at all")
