"""A tree of texts as one HTML file for reading: headings that fold, no network, no script."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from duediligence.model.tree import Node
from duediligence.resources import content_root


def render_outline(root: Node, language: str) -> str:
    """The page of a tree; its first two levels stand open."""
    folder = content_root() / "reports" / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("outline.html.j2").render(root=root, language=language)
