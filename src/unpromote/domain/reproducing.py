"""What a quote was computed with, so that it can be computed again: terms, facts, calendar, zone data, rules, software.

The domain knows no environment: whoever asks hands the versions in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from unpromote.domain import codec
from unpromote.domain.agreement import Promotion, Terms, write_promotion, write_terms
from unpromote.domain.audit import fingerprint
from unpromote.domain.quote import RULES
from unpromote.domain.ranges import reading_text
from unpromote.domain.unclear import Unclear

Json = Any


@dataclass(frozen=True)
class Versions:
    """What is installed: this software, the data on time zones ("2026a") and the library of public holidays."""

    software: str
    time_zone_data: str
    holidays: str


def computed_with(
    terms: Terms, promotion: Promotion, unclear: Iterable[Unclear], versions: Versions, confirmed: int | None = None
) -> dict[str, Json]:
    """Return the written form; of unclear terms the first reading, all readings being part of their fingerprint.

    `confirmed` counts how often a case's terms were confirmed or settled.
    """
    known = write_promotion(promotion)
    return {
        "terms": {
            "version": terms.version,
            "confirmed": confirmed,
            "sha256": fingerprint([write_terms(terms), [_readings(one) for one in unclear]]),
        },
        "promotion": {"sha256": fingerprint(known)},
        "facts": {name: fact for name, fact in known.get("facts", {}).items() if fact is not None},
        "calendar": {
            "source": terms.calendar.source,
            "holidays": len(terms.calendar.holidays),
            "holidays_library": versions.holidays,
        },
        "time_zone": {"name": terms.time_zone, "data": versions.time_zone_data},
        "rules": RULES,
        "presets": [codec.encode(layer.preset) for layer in terms.layers if layer.preset is not None],
        "software": versions.software,
    }


def _readings(one: Unclear) -> Json:
    return [one.path, [json.loads(reading_text(reading)) for reading in one.readings]]
