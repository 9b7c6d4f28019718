"""A bank statement as booked lines: ISO 20022 camt.053 of any version, or a CSV with named columns.

XML comes from outside, so it is parsed without entities or a document type. A line's id is made from what it says and
from how many equal ones stood before it, so that a statement of a day and one of its month give the same lines.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from moneyed import Money

from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.matching import BankLine
from unpromote.domain.money import total

_NOTHING = ("NOTPROVIDED", "NOTAVAILABLE")
_COLUMNS = {
    "booked_on": ("booked_on", "booking date", "date", "buchungstag", "buchungsdatum"),
    "amount": ("amount", "betrag"),
    "currency": ("currency", "währung", "waehrung"),
    "end_to_end": ("end_to_end_id", "end-to-end id", "end to end id", "end-to-end-referenz"),
    "reference": ("reference", "purpose", "description", "payment reference", "verwendungszweck"),
    "counterparty": ("counterparty", "name", "beneficiary", "beguenstigter/zahlungspflichtiger"),
}
_NEEDED = ("booked_on", "amount", "currency")


def read_statement(path: Path) -> tuple[BankLine, ...]:
    """Return the booked lines of a statement, in its order.

    Raises:
        BadInput: it is neither camt.053 nor a CSV with the columns that are needed; names the place.
    """
    content = path.read_bytes()
    found = _camt(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _csv(content)
    return tuple(_numbered(found))


def _numbered(lines: Iterable[tuple[BankLine, str]]) -> Iterator[BankLine]:
    seen: Counter[str] = Counter()
    for line, account in lines:
        said = (account, line.booked_on, line.amount, line.end_to_end, line.reference, line.counterparty)
        text = "\x1f".join(map(str, said))
        seen[text] += 1
        yield replace(line, id=sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest()[:32])


# --- camt.053 ---------------------------------------------------------------------------------


def _camt(content: bytes) -> list[tuple[BankLine, str]]:
    mend = "ask the bank for camt.053"
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise BadInput(f"the XML cannot be read: {type(problem).__name__}", place="statement", mend=mend) from None
    statements = list(_all(root, "BkToCstmrStmt/Stmt"))
    if not statements:
        raise BadInput("this XML holds no account statement", place="statement", mend=mend)
    return [
        (line, _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id"))
        for statement in statements
        for number, entry in enumerate(_all(statement, "Ntry"), start=1)
        for line in _entry(entry, f"entry {number}")
    ]


def _all(parent: Element, path: str) -> list[Element]:
    return parent.findall("/".join(f"{{*}}{name}" for name in path.split("/")))


def _text(parent: Element, path: str) -> str:
    found = _all(parent, path)
    return (found[0].text or "").strip() if found else ""


def _entry(entry: Element, place: str) -> Iterator[BankLine]:
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) != "BOOK":
        return
    booked_on = _day(_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"), place)
    whole = _amount(entry, "Amt", _text(entry, "CdtDbtInd"), place)
    details = _all(entry, "NtryDtls/TxDtls")
    parts = [_part(detail, whole, place) for detail in details] if len(details) > 1 else [whole]
    if None in parts or total((part for part in parts if part is not None), whole.currency) != whole:
        details, parts = [], [whole]  # a batch that does not tell its parts: one line for a person
    for detail, part in zip(details or [entry], parts, strict=True):
        if part:
            yield _line(detail, entry, booked_on, part)


def _line(detail: Element, entry: Element, booked_on: date, amount: Money) -> BankLine:
    end_to_end = _text(detail, "Refs/EndToEndId")
    texts = [(one.text or "").strip() for one in _all(detail, "RmtInf/Ustrd")]
    texts += [_text(detail, "RmtInf/Strd/CdtrRefInf/Ref"), _text(entry, "AddtlNtryInf")]
    other = "Cdtr" if amount.amount < 0 else "Dbtr"
    name = _text(detail, f"RltdPties/{other}/Nm") or _text(detail, f"RltdPties/{other}/Pty/Nm")
    known = "" if end_to_end in _NOTHING else end_to_end
    return BankLine("", booked_on, amount, known, " ".join(filter(None, texts)), name)


def _part(detail: Element, whole: Money, place: str) -> Money | None:
    """Return the amount of one part of a batch; None where it does not tell, or tells it in another currency."""
    sign = _text(detail, "CdtDbtInd") or ("CRDT" if whole.amount > 0 else "DBIT")
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if _all(detail, path):
            found = _amount(detail, path, sign, place)
            return found if found.currency == whole.currency else None
    return None


def _amount(parent: Element, path: str, sign: str, place: str) -> Money:
    if sign not in ("CRDT", "DBIT"):
        raise BadInput("it does not say whether it was paid or received", place=place)
    found = _all(parent, path)
    code, digits = (found[0].get("Ccy", ""), (found[0].text or "").strip()) if found else ("", "")
    amount: Money = decode(Money, f"{_short(digits)} {code}", place=place)
    return amount if sign == "CRDT" else -amount


def _short(digits: str) -> str:
    """Return the number without zeros that say nothing: some banks write 12.00000."""
    whole, point, rest = digits.partition(".")
    return whole + (f".{rest.rstrip('0').ljust(1, '0')}" if point else "")


def _day(text: str, place: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadInput(f"{text[:30]!r} is no day", place=place, mend="write it as 2026-09-01") from None


# --- CSV --------------------------------------------------------------------------------------


def _csv(content: bytes) -> list[tuple[BankLine, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older bank programs write
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        places = _places([cell.strip().casefold() for cell in next(rows, [])])
        return [
            (_row(row, places, f"line {rows.line_num}", comma=delimiter != ","), "")
            for row in rows
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as problem:
        raise BadInput(f"cannot be read: {problem}", place=f"line {rows.line_num}") from None


def _places(head: list[str]) -> dict[str, int]:
    found = {
        field: head.index(name)
        for field, names in reversed(_COLUMNS.items())
        for name in reversed(names)
        if name in head
    }
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        mend = f"name the columns {', '.join(_COLUMNS)} in the first line, or hand in camt.053"
        raise BadInput(f"no column {', '.join(missing)}", place="line 1", mend=mend)
    return found


def _row(row: list[str], places: dict[str, int], place: str, *, comma: bool) -> BankLine:
    cells = {field: row[at].strip() if at < len(row) else "" for field, at in places.items()}
    digits = cells["amount"].replace(" ", "").removeprefix("+")
    if comma and "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    amount: Money = decode(Money, f"{_short(digits)} {cells['currency'].upper()}", place=place)
    if not amount:
        raise BadInput("a line of nothing", place=place)
    return BankLine(
        id="",
        booked_on=_csv_day(cells["booked_on"], place),
        amount=amount,
        end_to_end="" if cells.get("end_to_end") in _NOTHING else cells.get("end_to_end", ""),
        reference=cells.get("reference", ""),
        counterparty=cells.get("counterparty", ""),
    )


def _csv_day(text: str, place: str) -> date:
    parts = text.split(".")
    if len(parts) == len(("day", "month", "year")):  # 08.10.2026, as banks in much of Europe write it
        day, month, year = parts
        return _day(f"{year:0>4}-{month:0>2}-{day:0>2}", place)
    return _day(text, place)
