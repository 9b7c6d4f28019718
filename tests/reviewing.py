"""A case whose agreement was read: its words in a file, what was proposed from them, and what they leave open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import builders as b
from unpromote.domain.case import Case
from unpromote.domain.events import AgreementRead
from unpromote.services import agreement, people
from unpromote.services.record import record

DEAL = "8. Either side may cancel upon sixty\n(60) days notice. It then pays ten percent."
NOTICE = {"n": 60, "unit": "days", "count": "exclusive"}
THIRTY = {"n": 30, "unit": "days", "count": "exclusive"}
QUOTE = "cancel upon sixty\n(60) days notice"
SOURCE = {"document": "deal.txt", "page": 1, "quote": QUOTE, "start": 19, "end": 53}
ZONE = {"path": "time_zone", "readings": ["UTC", "America/Los_Angeles"], "question": "Whose days?"}


def says(path: str, value: Any, status: str = "stated", **changes: Any) -> dict[str, Any]:
    """What the reader proposes for a field."""
    return {"path": path, "value": value, "source": SOURCE, "confidence": "0.9", "status": status} | changes


SAID = (
    says("governing_law", "State of California"),
    says("rights[0].clause", "8"),
    says("rights[0].ground", "convenience"),
    says("rights[0].holders", ["advertiser"], "inferred"),
    says("rights[0].notice", NOTICE),
    says("fees[0].calc.rate", "0.10"),
)
NO_ZONE = says("time_zone", None, "absent", alternatives=ZONE["readings"], source=None, note="Whose days?")


def handed(folder: Path, *said: dict[str, Any], unclear: tuple[dict[str, Any], ...] = (), **changes: Any) -> Case:
    """The case, ready to be reviewed; `changes` are those of its terms, None takes one out. Needs the cast."""
    deal = folder / "deal.txt"
    deal.write_text(DEAL)
    b.saved_case("opened")
    case = agreement.receive_agreement(people.person("ana"), "case_1", deal, now=b.NOW)
    found = {"governing_law": "State of California", **b.TERMS, **changes}
    terms = {key: value for key, value in found.items() if value is not None}
    values: dict[str, Any] = {"document_id": case.documents[0].id, "terms": terms, "unclear": unclear, "reader": "1.0"}
    reading = b.reading(proposals=said or SAID, **values)
    return record("case_1", AgreementRead(at=b.NOW, by="x", reading=reading))
