"""The job's half of gathering: look, say what it shows, and keep what was read as files of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from unpromote.domain import cause_curves, cause_readings
from unpromote.domain.case import Case
from unpromote.domain.cause_events import CauseRead
from unpromote.domain.causes import Found as Look
from unpromote.domain.causes import Gathering, Incident, Remark, Report, Ruling, Showing, What, span_of
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.evidence import EvidenceKind
from unpromote.services import cause_files, filing
from unpromote.services.ports import CauseSource, IncidentSource, ReportFiles

NOT_CONNECTED = (
    "no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN, or hand in an exported report or a screenshot"
)
A_LITTLE = timedelta(seconds=1)

File = tuple[str, bytes, EvidenceKind, str]


@dataclass(frozen=True)
class Sources:
    """Where can be looked; None where nothing is connected."""

    causes: CauseSource | None
    incidents: IncidentSource | None
    reports: ReportFiles


def look(case: Case, one: Gathering, sources: Sources, *, now: datetime, by: str) -> CauseRead:
    """Read what was ordered and keep its files.

    Raises:
        OutsideFailed: the platform cannot be read.
        BadInput: the file that was handed in is no such report; names the place.
    """
    showing, files, source = _LOOKS[one.what](case, one, sources, now)
    kept = cause_files.filed(case.id, one, files, now, by)
    return CauseRead(at=now, by=by, gathering_id=one.id, source=source, showing=showing, files=kept, read_at=now)


Looked = tuple[Showing, Sequence[File], str]


def _spend(case: Case, one: Gathering, sources: Sources, now: datetime) -> Looked:
    if one.file:
        zone = str(case.terms["time_zone"]) if case.terms is not None else "UTC"
        currency = case.targets[0].budget.currency.code
        found = sources.reports(filing.located(one.file), currency=currency, zone=zone)
    else:
        found = _platform(sources).reports(case.targets, span_of(case.promotion, now))
    curves = tuple(cause_curves.curve_of(report) for report in found.found)
    return cause_curves.showing_of(curves, found.source, found.missing), _tables(found), found.source


def _tables(found: Look[Report]) -> list[File]:
    return [
        (
            cause_files.report_name(report, nth),
            cause_files.report_table(report),
            EvidenceKind.EXPORT,
            f"Spend and results by {report.step}, {report.first_on} to {report.last_on}, from {found.source}",
        )
        for nth, report in enumerate(found.found, start=1)
    ]


def _comments(case: Case, _: Gathering, sources: Sources, now: datetime) -> Looked:
    found: Look[Remark] = _platform(sources).remarks(case.targets, span_of(case.promotion, now))
    told = f"Comments below the ads, without who wrote them, from {found.source}"
    file = (cause_files.REMARKS, cause_files.as_json(found.found), EvidenceKind.EXPORT, told)
    return cause_readings.of_remarks(found), [file], found.source


def _outages(case: Case, _: Gathering, sources: Sources, now: datetime) -> Looked:
    if sources.incidents is None:
        raise OutsideFailed("no status feed is known: set UNPROMOTE_STATUS_FEED_URL", permanent=True)
    found: Look[Incident] = sources.incidents.incidents()
    since, until = span_of(case.promotion, now)
    showing = cause_readings.of_incidents(found, (since, until + A_LITTLE))
    told = f"The platform's status feed as it was received, from {found.source}"
    return showing, [("status-feed.xml", found.raw, EvidenceKind.STATUS_PAGE, told)], found.source


def _decisions(case: Case, _: Gathering, sources: Sources, now: datetime) -> Looked:  # noqa: ARG001 - one shape
    found: Look[Ruling] = _platform(sources).rulings(case.targets)
    told = f"What the platform decided about these promotions, from {found.source}"
    file = ("decisions.json", cause_files.as_json(found.found), EvidenceKind.DECISION, told)
    return cause_readings.of_rulings(found), [file], found.source


def _platform(sources: Sources) -> CauseSource:
    if sources.causes is None:
        raise OutsideFailed(NOT_CONNECTED, permanent=True)
    return sources.causes


_LOOKS = {What.SPEND: _spend, What.COMMENTS: _comments, What.OUTAGES: _outages, What.DECISIONS: _decisions}
