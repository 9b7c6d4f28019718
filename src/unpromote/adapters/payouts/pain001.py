"""A released run as SEPA credit transfers: ISO 20022 pain.001.001.09, checked in tests against the published schema.

Made from the run alone, with its id as message id and the time of its release: written again, it is the same message,
which a bank refuses to carry out twice. Names and texts are brought into the letters that every SEPA bank takes.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from xml.etree import ElementTree as ET  # only written here; what comes from outside is parsed with defusedxml

from unpromote.domain.codec import amount_text
from unpromote.domain.runs import Payment, PaymentRun

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def pain001(run: PaymentRun) -> bytes:
    """Return the message."""
    document = ET.Element("Document", xmlns=NAMESPACE)
    message = ET.SubElement(document, "CstmrCdtTrfInitn")
    _header(message, run)
    transfers = _payment_information(message, run)
    for payment in run.payments:
        _transfer(transfers, payment)
    ET.indent(document)
    text: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: ET.Element, path: str, text: str, **attributes: str) -> ET.Element:
    """Add the elements of the path, the last with the text."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    parent.text = text
    parent.attrib.update(attributes)
    return parent


def _sums(parent: ET.Element, run: PaymentRun) -> None:
    _add(parent, "NbOfTxs", str(len(run.payments)))
    _add(parent, "CtrlSum", amount_text(run.total))


def _header(message: ET.Element, run: PaymentRun) -> None:
    header = ET.SubElement(message, "GrpHdr")
    _add(header, "MsgId", run.id)
    at = (run.released_at or run.prepared_at).astimezone(UTC)
    _add(header, "CreDtTm", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _sums(header, run)
    _add(header, "InitgPty/Nm", plain(run.payer.name, _LONGEST_NAME))


def _payment_information(message: ET.Element, run: PaymentRun) -> ET.Element:
    information = ET.SubElement(message, "PmtInf")
    _add(information, "PmtInfId", run.id)
    _add(information, "PmtMtd", "TRF")
    _add(information, "BtchBookg", "false")  # one line of the statement for each payment, so that each can be matched
    _sums(information, run)
    _add(information, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _add(information, "ReqdExctnDt/Dt", run.execute_on.isoformat())
    _add(information, "Dbtr/Nm", plain(run.payer.name, _LONGEST_NAME))
    _add(information, "DbtrAcct/Id/IBAN", run.payer.iban)
    agent = ("DbtrAgt/FinInstnId/BICFI", run.payer.bic) if run.payer.bic else _NO_BIC
    _add(information, *agent)
    _add(information, "ChrgBr", "SLEV")
    return information


_NO_BIC = ("DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")


def _transfer(information: ET.Element, payment: Payment) -> None:
    transfer = ET.SubElement(information, "CdtTrfTxInf")
    _add(transfer, "PmtId/EndToEndId", payment.end_to_end)
    _add(transfer, "Amt/InstdAmt", amount_text(payment.amount), Ccy=payment.amount.currency.code)
    if payment.payee.bic:
        _add(transfer, "CdtrAgt/FinInstnId/BICFI", payment.payee.bic)
    _add(transfer, "Cdtr/Nm", plain(payment.payee.holder, _LONGEST_NAME))
    _add(transfer, "CdtrAcct/Id/IBAN", payment.payee.iban)
    _add(transfer, "RmtInf/Ustrd", plain(payment_text(payment), _LONGEST_TEXT))


def payment_text(payment: Payment) -> str:
    """Return what the payee reads on their statement."""
    return f"{payment.reference} settlement"


def plain(text: str, longest: int) -> str:
    """Return the text in the letters that every SEPA bank takes, "?" for what has no such letter."""
    spread = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    kept = " ".join(_FOREIGN.sub("?", bare).split())[:longest]
    return kept.strip("/ ") or "?"
