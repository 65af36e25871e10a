"""A tree of texts: what a terminal or a page shows as an outline."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One line and what hangs under it."""

    text: str
    children: tuple[Node, ...] = ()
