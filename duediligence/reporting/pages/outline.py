"""A tree of texts as one HTML file for reading: headings that fold, no network, no script."""

from __future__ import annotations

from duediligence.model.tree import Node
from duediligence.pages import page_template


def render_outline(root: Node, language: str) -> str:
    """The page of a tree; its first two levels stand open."""
    return page_template("outline.html.j2").render(root=root, language=language)
