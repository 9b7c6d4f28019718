"""Papers made in the tests: PDFs set by typst with columns, margins, tables and turns, as law offices make them."""

from __future__ import annotations

import struct
from functools import partial
from hashlib import md5 as weak_md5
from pathlib import Path

import pypdfium2
import typst

LEFT = (
    "1. Either party may terminate this",
    "agreement for convenience upon thirty",
    "days prior written notice. Fees that are",
    "due stay due. The media owner invoices",
    "what was delivered until the effective",
    "date of the termination, and nothing",
    "else is owed by the sponsor at all.",
)
RIGHT = (
    "2. The sponsor may cancel a campaign",
    "before its start against a fee of ten",
    "per cent of the budget. The fee falls",
    "due thirty days after the invoice was",
    "received. No fee is owed where the",
    "owner broke the agreement in a way",
    "that was not cured within a week.",
)


def typeset(folder: Path, source: str, *, page: str = "width: 595pt, height: 842pt, margin: 60pt") -> Path:
    """Return the PDF of a typst source."""
    path = folder / "deal.pdf"
    text = f'#set page({page})\n#set text(size: 10pt, lang: "en")\n{source}'
    (folder / "deal.typ").write_text(text, encoding="utf-8")
    path.write_bytes(typst.compile(str(folder / "deal.typ")))
    return path


def side_by_side(left: tuple[str, ...] = LEFT, right: tuple[str, ...] = RIGHT) -> str:
    """Return two columns whose rows stand in the file one after the other, as old typesetters leave them."""
    rows = enumerate(zip(left, right, strict=True))
    return "\n".join(
        f"#place(dy: {14 * nth}pt)[{one}]\n#place(dx: 250pt, dy: {14 * nth}pt)[{other}]" for nth, (one, other) in rows
    )


def turned(path: Path, degrees: int) -> Path:
    """Return the PDF with its first page turned as a viewer turns it."""
    pdf = pypdfium2.PdfDocument(path)
    pdf[0].set_rotation(degrees)
    pdf.save(path.with_name("turned.pdf"))
    return path.with_name("turned.pdf")


md5 = partial(weak_md5, usedforsecurity=False)  # PDF 1.4 asks for it
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def locked(folder: Path, words: str, password: str) -> Path:
    """Return a PDF of one line that opens with the password only (40 bit RC4, the oldest of PDF's locks)."""
    owner = _rc4(md5(_padded(password)).digest()[:5], _padded(password))
    id_ = bytes(16)
    key = md5(_padded(password) + owner + struct.pack("<i", -44) + id_).digest()[:5]
    content = f"BT /F1 10 Tf 40 700 Td ({words}) Tj ET".encode()
    stream = _rc4(md5(key + b"\x05\x00\x00" + b"\x00\x00").digest()[:10], content)
    sheet = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R %b /Contents 5 0 R >>" % sheet,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    lock = f"/ID [<{id_.hex()}> <{id_.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 "
    lock += f"/O <{owner.hex()}> /U <{_rc4(key, _PADDING).hex()}> >>"
    path = folder / "locked.pdf"
    path.write_bytes(pdf_of(objects, lock.encode()))
    return path


def _padded(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    box, other = list(range(256)), 0
    for one in range(256):
        other = (other + box[one] + key[one % len(key)]) % 256
        box[one], box[other] = box[other], box[one]
    one = other = 0
    out = bytearray()
    for letter in data:
        one = (one + 1) % 256
        other = (other + box[one]) % 256
        box[one], box[other] = box[other], box[one]
        out.append(letter ^ box[(box[one] + box[other]) % 256])
    return bytes(out)


def pdf_of(objects: list[bytes], lock: bytes = b"") -> bytes:
    """Return the PDF of these objects, numbered from 1; the first is its catalog."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    end = b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, len(data))
    return data + head + end
