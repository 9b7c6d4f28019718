"""The evidence report: a case file set as a PDF that a person who was not there can follow.

What people typed reaches the typesetter as JSON, never as markup. The same case file gives the same bytes:
nothing is taken from the clock or from the machine, not even its typefaces.
"""

from __future__ import annotations

import json
from pathlib import Path

import typst

from unpromote.adapters.files.report_text import printable
from unpromote.adapters.files.report_view import report_data
from unpromote.domain.audit import CaseFile

_PAGES = Path(__file__).with_name("report_pages")


def render_report(case_file: CaseFile, *, key: str, fonts: Path | None = None) -> bytes:
    """Return the report as a PDF; `key` is the fingerprint of the key that signs the pack.

    `fonts` is a folder of typefaces for scripts that the embedded ones lack, such as Chinese or Thai.
    """
    view = printable(report_data(case_file, key=key), any_letter=fonts is not None)
    data = json.dumps(view, ensure_ascii=False)
    return typst.compile(
        _PAGES / "report.typ",
        root=_PAGES,
        font_paths=[fonts] if fonts else [],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        timestamp=int(case_file.as_of.timestamp()),
    )
