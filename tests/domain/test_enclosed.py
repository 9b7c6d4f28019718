"""Files in messages: harmless names, types by their first bytes, warnings, and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpromote.domain import enclosed
from unpromote.domain.enclosed import LARGEST, MOST_FILES, RUNS, TOO_LARGE, TOO_MANY
from unpromote.domain.letters import Enclosure


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\invoice.pdf", "invoice.pdf"),
        (".bashrc", "bashrc"),
        ("con.txt", "file-con.txt"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("my invoice (2).pdf", "my_invoice_2_.pdf"),
        ("請求書.pdf", "請求書.pdf"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(name, harmless):
    assert enclosed.harmless_name(name) == harmless


@given(st.text())
def test_no_name_leaves_its_folder_or_breaks_a_header(name):
    made = enclosed.harmless_name(name)
    assert made
    assert not made.startswith(".")
    assert not set(made) & set('/\\:"\r\n\0')
    assert len(made.encode()) <= 90


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04 nothing", "application/zip"),
        (b"PK\x03\x04 word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"MZ\x90", "application/vnd.microsoft.portable-executable"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "text/html"),
        (b"<?xml version='1.0'?><svg>", "image/svg+xml"),
        (b"line, line\n", "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_content(content, kind):
    assert enclosed.media_type_of(content) == kind


@pytest.mark.parametrize(
    ("name", "content", "warned"),
    [
        ("invoice.pdf", b"%PDF-1.7", False),
        ("invoice.pdf.exe", b"harmless", True),
        ("setup.JS ", b"x()", True),
        ("invoice.pdf", b"MZ\x90", True),
        ("table.xls", b"\xd0\xcf\x11\xe0 vbaProject.bin", True),
        ("page.txt", b"<script>", True),
    ],
)
def test_whatever_a_computer_might_run_is_marked(name, content, warned):
    assert (enclosed.warning_about(name, content) == RUNS) is warned


def test_more_files_than_may_be_are_named_but_not_kept():
    found = list(enclosed.sorted_files([Enclosure("a", b"x")] * (MOST_FILES + 1)))
    assert [problem for _, problem in found] == [""] * MOST_FILES + [TOO_MANY]


def test_what_is_too_large_alone_or_together_is_not_kept():
    large, small = Enclosure("a", b"x" * LARGEST), Enclosure("b", b"x")
    found = list(enclosed.sorted_files([Enclosure("c", b"x" * (LARGEST + 1)), large, large, small]))
    assert [problem for _, problem in found] == [TOO_LARGE, "", "", TOO_LARGE]
