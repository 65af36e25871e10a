"""Several answers in one cell: joined by `;` or a line break, or by `,` where a part between commas is an answer."""

from __future__ import annotations

import re
from collections.abc import Callable

_JOINED = re.compile(r"[;\n]")


def parts_of(text: str, reads: Callable[[str], bool], by_comma: bool = True) -> list[str]:
    """The parts of a text; the text itself where it is one answer, or where no joining sign makes sense of it."""
    if reads(text):
        return [text]
    parts = [part.strip() for part in _JOINED.split(text) if part.strip()]
    if by_comma:
        parts = [piece for part in parts for piece in _between_commas(part, reads)]
    return parts or [text]


def _between_commas(text: str, reads: Callable[[str], bool]) -> list[str]:
    """An answer may hold a comma of its own, so a comma joins only where it sets an answer apart."""
    if reads(text):
        return [text]
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    return pieces if any(map(reads, pieces)) else [text]
