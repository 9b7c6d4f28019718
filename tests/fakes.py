"""Parts that stand in for the outside in tests: they keep what happened, and fail on order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import builders as b
from unpromote.domain.audit import CaseFile
from unpromote.domain.causes import Found, Incident, Remark, Report, Ruling
from unpromote.domain.delivery import Observation, SpendSample, Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Envelope, Incoming, Letter, SentMail
from unpromote.domain.levels import Placed
from unpromote.services.ports import PackResult, PayoutLine


def _ids(targets: Sequence[Target]) -> tuple[str, ...]:
    return tuple(target.external_id for target in targets)


class FakePlatform:
    """An advertising platform: statuses by campaign id, every write that changed something, and a failure on order."""

    def __init__(self, clock: Callable[[], datetime], **status: str) -> None:
        self._clock, self.status, self.writes, self.fails = clock, status, [], ""
        self.spent, self.looks = "10000.00", 0

    def look(self, targets: Sequence[Target]) -> tuple[Observation, ...]:
        self.looks += 1
        if self.fails == "look after" and self.writes:
            raise OutsideFailed("the platform is down")
        return tuple(
            Observation(found, self.status[found], "", found, "req-look", "log", self._clock())
            for found in _ids(targets)
            if found in self.status
        )

    def switch_off(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        return self._switch(_ids(targets), "DISABLE")

    def switch_on(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        return self._switch(_ids(targets), "ENABLE")

    def _switch(self, ids: tuple[str, ...], status: str) -> tuple[WriteReceipt, ...]:
        if self.fails == "before":
            raise OutsideFailed("the platform is down", reference="req-write")
        self.writes.append(ids)
        self.status |= dict.fromkeys(ids, status)
        said = "" if self.fails == "after" else status
        problem = "the reply was lost" if self.fails == "after" else ""
        return (WriteReceipt(ids, said, "req-write", "log", self._clock(), problem=problem),)

    def around(self, targets: Sequence[Target]) -> tuple[Placed, ...]:
        return ()

    def spend(self, targets: Sequence[Target]) -> tuple[SpendSample, ...]:
        return tuple(SpendSample(one, b.usd(self.spent), "req-report", "log", self._clock()) for one in _ids(targets))


class FakeOutbox:
    """A mail server: every letter that went, and what it says when asked whether one did."""

    def __init__(self) -> None:
        self.letters: list[tuple[Letter, Envelope]] = []
        self.knows = True
        self.fails = ""

    def was_sent(self, message_id: str) -> bool | None:
        return any(envelope.message_id == message_id for _, envelope in self.letters) if self.knows else None

    def send(self, letter: Letter, envelope: Envelope) -> SentMail:
        if self.fails:
            raise OutsideFailed(self.fails)
        if not self.was_sent(envelope.message_id):
            self.letters.append((letter, envelope))
        return SentMail(envelope.message_id, envelope.at, f"/sent/{envelope.message_id}", "e" * 64)


class FakeInbox:
    """A mailbox with what a test puts into it."""

    def __init__(self) -> None:
        self.mail: list[Incoming] = []

    def unread(self) -> tuple[Incoming, ...]:
        return tuple(self.mail)

    def mark_read(self, incoming: Incoming) -> None:
        self.mail.remove(incoming)


class FakeLedger:
    """A payment file."""

    def __init__(self) -> None:
        self.lines: list[PayoutLine] = []

    def written(self, key: str) -> PayoutLine | None:
        return next((line for line in self.lines if line.key == key), None)

    def write(self, line: PayoutLine) -> PayoutLine:
        self.lines.append(line)
        return line


class FakePacks:
    """A place for packs."""

    def __init__(self) -> None:
        self.packs: list[CaseFile] = []

    def write(self, case_file: CaseFile) -> PackResult:
        self.packs.append(case_file)
        return PackResult(Path("/nowhere") / case_file.case.reference, "f" * 64)


def fake_reader(found: dict[str, Any] | Exception) -> Callable[[Path], dict[str, Any]]:
    """A reader that finds what a test gives it, whatever the file."""

    def read(_path: Path) -> dict[str, Any]:
        if isinstance(found, Exception):
            raise found
        return found

    return read


class FakeCauses:
    """A platform that shows what a test gives it, or fails with it."""

    def __init__(self, **shows: Any) -> None:
        self.shows, self.asked = shows, []

    def _show(self, name: str) -> Any:
        self.asked.append(name)
        found = self.shows.get(name, Found((), "TikTok"))
        if isinstance(found, Exception):
            raise found
        return found

    def reports(self, targets: Sequence[Target], span: tuple[datetime, datetime]) -> Found[Report]:
        return self._show("reports")

    def remarks(self, targets: Sequence[Target], span: tuple[datetime, datetime]) -> Found[Remark]:
        return self._show("remarks")

    def rulings(self, targets: Sequence[Target]) -> Found[Ruling]:
        return self._show("rulings")

    def incidents(self) -> Found[Incident]:
        return self._show("incidents")
