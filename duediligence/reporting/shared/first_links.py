"""The suppliers that one thing to do is about: the first by name, the rest as a number that leads to the list."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.reporting.shared.parts import Link
from duediligence.reporting.shared.words import say

LINKED = 12
LIST = "suppliers"
"""The section in which every supplier stands."""


def first_links(links: Sequence[Link]) -> tuple[Link, ...]:
    """All of them where they are few; otherwise the first, and how many more there are."""
    rest = len(links) - LINKED
    return (*links[:LINKED], Link(say("more", count=rest), LIST)) if rest > 0 else tuple(links)
