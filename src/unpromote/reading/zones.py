"""Whose days may count where an agreement names no time zone: those of the country whose law governs it.

A country of one zone is read beside UTC, in which many accounts are kept; a country of several by its first and its
last zone of the mainland; no known country by the first and the last zone on earth.
"""

from __future__ import annotations

_STATES = frozenset(
    [
        *("alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware", "florida"),
        *("georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky", "louisiana", "maine"),
        *("maryland", "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana", "nebraska"),
        *("nevada", "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "ohio"),
        *("oklahoma", "oregon", "pennsylvania", "rhode island", "south carolina", "south dakota", "tennessee", "texas"),
        *("utah", "vermont", "virginia", "washington", "west virginia", "wisconsin", "wyoming", "united states"),
    ]
)
_COUNTRIES = {
    "england": ("Europe/London", "UTC"),
    "wales": ("Europe/London", "UTC"),
    "scotland": ("Europe/London", "UTC"),
    "united kingdom": ("Europe/London", "UTC"),
    "ireland": ("Europe/Dublin", "UTC"),
    "france": ("Europe/Paris", "UTC"),
    "germany": ("Europe/Berlin", "UTC"),
    "netherlands": ("Europe/Amsterdam", "UTC"),
    "spain": ("Europe/Madrid", "UTC"),
    "italy": ("Europe/Rome", "UTC"),
    "switzerland": ("Europe/Zurich", "UTC"),
    "sweden": ("Europe/Stockholm", "UTC"),
    "norway": ("Europe/Oslo", "UTC"),
    "denmark": ("Europe/Copenhagen", "UTC"),
    "israel": ("Asia/Jerusalem", "UTC"),
    "india": ("Asia/Kolkata", "UTC"),
    "singapore": ("Asia/Singapore", "UTC"),
    "hong kong": ("Asia/Hong_Kong", "UTC"),
    "china": ("Asia/Shanghai", "UTC"),
    "taiwan": ("Asia/Taipei", "UTC"),
    "japan": ("Asia/Tokyo", "UTC"),
    "korea": ("Asia/Seoul", "UTC"),
    "canada": ("America/Halifax", "America/Vancouver"),
    "ontario": ("America/Toronto", "UTC"),
    "quebec": ("America/Toronto", "UTC"),
    "british columbia": ("America/Vancouver", "UTC"),
    "australia": ("Australia/Sydney", "Australia/Perth"),
    "new south wales": ("Australia/Sydney", "UTC"),
}
_UNITED_STATES = ("America/New_York", "America/Los_Angeles")
_ON_EARTH = ("Pacific/Kiritimati", "Etc/GMT+12")


def zones_under(law: str) -> tuple[str, ...]:
    """Return the zones to read an agreement in under the law of that place ("State of New York"; empty: unknown)."""
    place = law.lower()
    if any(state in place for state in _STATES):
        return _UNITED_STATES
    named = sorted((name for name in _COUNTRIES if name in place), key=len)
    return _COUNTRIES[named[-1]] if named else _ON_EARTH
