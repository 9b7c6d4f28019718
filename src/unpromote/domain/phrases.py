"""Turns of phrase that sentences about events share."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return "1 account", "2 accounts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def noted(text: str) -> str:
    """Return a remark as a sentence ends with it, without its full stop; "" where there is none."""
    return f": {text.rstrip('.')}" if text else ""
