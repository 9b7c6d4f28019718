"""Bank statements as banks write them, for tests: camt.053 in two versions and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Line:
    """A line of a statement; a negative amount was paid."""

    amount: str
    end_to_end: str = ""
    text: str = ""
    name: str = ""
    on: str = "2026-10-08"
    currency: str = "USD"
    status: str = "BOOK"


def camt(*entries: Line | tuple[Line, ...], version: str = "08", iban: str = "DE02120300000000202051") -> bytes:
    """A camt.053.001 of that version; a tuple of lines is one batch entry with its parts."""
    told = "".join(_entry(one if isinstance(one, tuple) else (one,), version) for one in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-10-09T04:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{told}</Stmt></BkToCstmrStmt></Document>""".encode()


def _entry(lines: tuple[Line, ...], version: str) -> str:
    cents = sum(_cents(line.amount) for line in lines)
    first = lines[0]
    status = first.status if version == "02" else f"<Cd>{first.status}</Cd>"
    details = "".join(_details(line, version, alone=len(lines) == 1) for line in lines)
    return (
        f"<Ntry>{_amount(cents, first.currency)}<Sts>{status}</Sts><BookgDt><Dt>{first.on}</Dt></BookgDt>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _details(line: Line, version: str, *, alone: bool) -> str:
    other = "Cdtr" if line.amount.startswith("-") else "Dbtr"
    name = f"<Nm>{escape(line.name)}</Nm>"
    party = name if version == "02" else f"<Pty>{name}</Pty>"
    amount = "" if alone else _amount(_cents(line.amount), line.currency)
    return (
        f"<TxDtls><Refs><EndToEndId>{line.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{amount}"
        f"<RltdPties><{other}>{party}</{other}></RltdPties><RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls>"
    )


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def _amount(cents: int, currency: str) -> str:
    sign = "CRDT" if cents > 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def table(*lines: Line) -> bytes:
    """A CSV with our own columns."""
    head = "booked_on,amount,currency,end_to_end_id,reference,counterparty"
    rows = [f"{one.on},{one.amount},{one.currency},{one.end_to_end},{one.text},{one.name}" for one in lines]
    return "\n".join((head, *rows, "")).encode()
