"""Word documents as they come back from a negotiation: tracked changes, comments, notes, margins, tables in tables."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from unpromote.domain.errors import BadInput
from unpromote.reading.intake import open_document
from unpromote.reading.values import Document

BY = 'w:id="1" w:author="Ben" w:date="2026-05-01T00:00:00Z"'
NOTES = f"""<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Net of taxes.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""
NOTES_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


@pytest.fixture
def source():
    return docx.Document()


@pytest.fixture
def read(source, tmp_path: Path):
    """Saves the document and reads it."""

    def saved() -> Document:
        source.save(str(tmp_path / "deal.docx"))
        return open_document(tmp_path / "deal.docx")

    return saved


def put(paragraph, inner: str) -> None:
    paragraph._p.append(parse_xml(inner.replace(">", f" {nsdecls('w')}>", 1)))


def run(words: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def changed(source):
    paragraph = source.add_paragraph("Either party may leave on ")
    put(paragraph, f"<w:del {BY}>{run('thirty', 'delText')}</w:del>")
    put(paragraph, f"<w:ins {BY}>{run('ten')}</w:ins>")
    put(paragraph, run(" days' notice.").replace("<w:r>", "<w:r >"))
    return paragraph


def test_tracked_changes_are_read_as_accepted_and_this_is_said(source, read):
    changed(source)
    document = read()
    assert document.text == "Either party may leave on ten days' notice."
    (problem,) = document.problems
    assert problem.problem == "the document holds 2 tracked changes: read as if accepted"
    assert "both sides accepted" in problem.mend


def test_what_was_moved_stands_once_where_it_went(source, read):
    put(source.add_paragraph("Fee: "), f"<w:moveFrom {BY}>{run('ten percent.')}</w:moveFrom>")
    put(source.add_paragraph("Penalty: "), f"<w:moveTo {BY}>{run('ten percent.')}</w:moveTo>")
    assert read().text == "Fee: \n\nPenalty: ten percent."


def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next(source, read):
    first = source.add_paragraph("Either party ")
    first._p.insert(0, parse_xml(f"<w:pPr {nsdecls('w')}><w:rPr><w:del {BY}/></w:rPr></w:pPr>"))
    source.add_paragraph("may leave.")
    assert read().text == "Either party may leave."


def test_a_row_that_was_taken_out_is_not_read(source, read):
    table = source.add_table(rows=2, cols=1)
    table.cell(0, 0).text, table.cell(1, 0).text = "10%", "20%"
    table.rows[0]._tr.insert(0, parse_xml(f"<w:trPr {nsdecls('w')}><w:del {BY}/></w:trPr>"))
    assert read().text == "20%"


def test_comments_are_not_read_and_this_is_said(source, read):
    paragraph = source.add_paragraph("Either party may leave.")
    source.add_comment(paragraph.runs, text="Never agreed!", author="Ben")
    document = read()
    assert document.text == "Either party may leave."
    assert [problem.problem for problem in document.problems] == ["the document holds a comment: not read"]


def test_headers_come_first_and_footers_last_but_no_page_numbers(source, read):
    source.add_paragraph("Either party may leave.")
    source.sections[0].header.paragraphs[0].text = "Order 17"
    source.sections[0].footer.paragraphs[0].text = "Signed in Reno"
    source.add_section().footer.is_linked_to_previous = False
    source.sections[1].footer.paragraphs[0].text = "7"
    assert read().text == "Order 17\n\nEither party may leave.\n\nSigned in Reno"


def test_a_footnote_follows_its_paragraph(source, read, tmp_path):
    put(source.add_paragraph("The fee is ten percent."), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    source.add_paragraph("It falls due at once.")
    read()
    add_part(tmp_path / "deal.docx", "word/footnotes.xml", NOTES)
    text = open_document(tmp_path / "deal.docx").text
    assert text == "The fee is ten percent.\n\nNet of taxes.\n\nIt falls due at once."


def add_part(path: Path, name: str, content: str) -> None:
    with ZipFile(path) as old:
        parts = {entry: old.read(entry) for entry in old.namelist()}
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    link = f'<Relationship Id="rIdN" Type="{NOTES_TYPE}" Target="footnotes.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    override = f'<Override PartName="/{name}" ContentType="application/xml"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    with ZipFile(path, "w") as new:
        for entry, data in {**parts, name: content.encode()}.items():
            new.writestr(entry, data)


def test_a_table_keeps_its_rows_and_says_merged_cells_once(source, read):
    source.add_paragraph("Fees:")
    table = source.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Video"
    for row, (notice, fee) in enumerate([("7 days", "100%"), ("14 days", "50%")]):
        table.cell(row, 1).text, table.cell(row, 2).text = notice, fee
    source.add_paragraph("The end.")
    assert read().text == "Fees:\n\nVideo | 7 days | 100%\n\n14 days | 50%\n\nThe end."


def test_a_table_within_a_cell_is_part_of_the_cell(source, read):
    table = source.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Fee"
    table.cell(0, 1).add_table(rows=1, cols=2).cell(0, 0).text = "10%"
    assert read().text == "Fee | 10% | "


def test_a_link_a_field_and_a_filled_in_form_are_words_like_others(source, read):
    paragraph = source.add_paragraph("See ")
    put(paragraph, f"<w:hyperlink>{run('the terms')}</w:hyperlink>")
    put(paragraph, f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' of May')}</w:sdtContent></w:sdt>")
    put(paragraph, "<w:r><w:instrText>PAGE 7</w:instrText><w:tab/><w:t>ok</w:t></w:r>")
    assert read().text == "See the terms of May\tok"


def test_a_box_of_text_is_read_once_after_its_paragraph(source, read):
    box = f"<w:txbxContent><w:p>{run('Ten percent.')}</w:p></w:txbxContent>"
    other = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {other}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    put(source.add_paragraph("Fee:"), f"<w:r>{both}</mc:AlternateContent></w:r>")
    assert read().text == "Fee:\n\nTen percent."


def test_broken_inner_parts_are_refused(source, read, tmp_path):
    source.add_paragraph("Fee.")
    read()
    add_part(tmp_path / "deal.docx", "word/footnotes.xml", "<w:footnotes")
    with pytest.raises(BadInput, match="damaged"):
        open_document(tmp_path / "deal.docx")


def test_a_thousand_million_laughs_are_refused(source, read, tmp_path):
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    notes = NOTES.replace("Net of taxes.", "&a8;")
    put(source.add_paragraph("Fee."), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    read()
    add_part(tmp_path / "deal.docx", "word/footnotes.xml", f'<!DOCTYPE x [<!ENTITY a0 "lol">{lines}]>{notes}')
    with pytest.raises(BadInput, match="damaged"):
        open_document(tmp_path / "deal.docx")
