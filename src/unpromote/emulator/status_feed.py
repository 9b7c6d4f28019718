"""The platform's status page as RSS: outages that a control announced, newest first. Anybody may read it."""

from __future__ import annotations

from email.utils import format_datetime
from xml.sax.saxutils import escape

from unpromote.emulator.records import Incident
from unpromote.emulator.world import World

PATH = "/marketing_api/api/status_page/incident/rss/"


def feed(world: World) -> str:
    """Return the feed."""
    items = "".join(_item(incident) for incident in reversed(world.incidents))
    title = "<title>API status</title><description>Incidents</description>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{title}{items}</channel></rss>'


def _item(incident: Incident) -> str:
    told = f"<title>{escape(incident.title)}</title><description>{escape(incident.text)}</description>"
    return f"<item>{told}<pubDate>{format_datetime(incident.at)}</pubDate></item>"
