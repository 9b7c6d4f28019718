"""Papers made in the tests: PDFs set by typst with columns, margins, tables and turns, as law offices make them."""

from __future__ import annotations

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
