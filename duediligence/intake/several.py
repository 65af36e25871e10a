"""Several answers in one cell: joined by `;` or a line break; by a comma or slash where that sets answers apart."""

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
        parts = [piece for part in parts for piece in _set_apart(part, reads)]
    return parts or [text]


def _set_apart(text: str, reads: Callable[[str], bool]) -> list[str]:
    """An answer may hold a comma or a slash of its own, so these join only where they set answers apart."""
    if reads(text):
        return [text]
    by_comma, by_slash = ([piece.strip() for piece in text.split(sign) if piece.strip()] for sign in ",/")
    if any(map(reads, by_comma)):
        return by_comma
    return by_slash if by_slash and all(map(reads, by_slash)) else [text]
