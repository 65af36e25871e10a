"""The ids of actions."""

from __future__ import annotations

from hashlib import sha256

_DIGITS = 10


def action_id(company: str, subject: str, measure: str) -> str:
    """The same for the same company, subject and measure, in every round and on every machine."""
    digest = sha256("\x1f".join((company, subject, measure)).encode()).hexdigest()
    return f"a{digest[:_DIGITS]}"
