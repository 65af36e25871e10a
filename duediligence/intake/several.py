"""Several answers in one cell: joined by `;` or a line break, or by `,` where every part is an answer by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

_JOINED = re.compile(r"[;\n]")


def parts_of(text: str, reads: Callable[[str], bool], by_comma: bool = True) -> list[str]:
    """The parts of a text; the text itself where it is one answer, or where no joining sign makes sense of it."""
    if reads(text):
        return [text]
    parts = [part.strip() for part in _JOINED.split(text) if part.strip()]
    if len(parts) > 1:
        return parts
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if by_comma and len(parts) > 1 and all(map(reads, parts)):
        return parts
    return [text.strip(" ;\n\t") or text]
