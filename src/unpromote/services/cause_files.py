"""What was read, as files that a person can open years later: a table, a list, or what was received as it was.

Tables are opened by spreadsheet programs, which run what begins like a formula: such a name gets an apostrophe first.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from unpromote.domain.causes import Gathering, Remark, Report
from unpromote.domain.codec import amount_text, decode, encode, fraction_text
from unpromote.domain.errors import BadInput
from unpromote.domain.events import FiledEvidence
from unpromote.domain.evidence import EvidenceKind
from unpromote.services import filing

SHELF = "evidence"
REMARKS = "comments.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADER = ("starts_at", "advertiser_id", "campaign_id", "name", "spend", "currency", "impressions", "clicks", "results")


def report_table(report: Report) -> bytes:
    """Return a report as CSV: one row for each row of it; an empty cell is what the report does not say."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow((*_HEADER, "results_are", "request_id"))
    for row in report.rows:
        table.writerow(
            (
                row.starts_at.isoformat(),
                report.advertiser_id,
                row.external_id,
                _harmless(row.name),
                "" if row.spend is None else amount_text(row.spend),
                report.currency,
                "" if row.impressions is None else row.impressions,
                "" if row.clicks is None else row.clicks,
                "" if row.results is None else fraction_text(row.results),
                report.results_are,
                row.request_id,
            )
        )
    return out.getvalue().encode()


def report_name(report: Report, nth: int) -> str:
    """Return what a report's table is called."""
    account = report.advertiser_id or "file"
    return f"spend-{nth}-{account}-by-{report.step}-{report.first_on}-{report.last_on}.csv"


def as_json(found: Sequence[Any]) -> bytes:
    """Return values as a JSON list."""
    return json.dumps(encode(found), ensure_ascii=False, indent=1).encode()


def remarks_in(one: Gathering, evidence: Sequence[FiledEvidence]) -> tuple[Remark, ...]:
    """Return the comments of a gathering, from its file.

    Raises:
        BadInput: the file is gone, or was changed.
    """
    item = next((item for item in evidence if item.id in one.evidence and item.file == REMARKS), None)
    if item is None:
        return ()
    try:
        content = filing.located(item.path).read_bytes()
    except OSError:
        mend = "look for it in a copy of the installation's folder"
        raise BadInput("the file of the comments is gone", place=item.path, mend=mend) from None
    return decode(tuple[Remark, ...], json.loads(content), place=item.file)


def filed(
    case_id: str, one: Gathering, named: Sequence[tuple[str, bytes, EvidenceKind, str]], at: datetime, by: str
) -> tuple[FiledEvidence, ...]:
    """Keep files (name, content, kind, what it is) of a gathering as evidence that proves nothing yet."""
    found = []
    for nth, (name, content, kind, description) in enumerate(named, start=1):
        kept = filing.keep_content(case_id, name, content, SHELF)
        found.append(
            FiledEvidence(
                id=f"{one.id}-{nth}",
                kind=kind,
                description=description,
                file=name,
                sha256=kept.sha256,
                at=at,
                by=by,
                proves=(),
                path=kept.path,
            )
        )
    return tuple(found)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
