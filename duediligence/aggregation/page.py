"""The sector report and the letters as HTML files: no network, no script, one style whose hash stands in the policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from duediligence.aggregation.letters import Letter
from duediligence.aggregation.printed import SectorView
from duediligence.i18n.texts import translate
from duediligence.resources import content_root


def render_page(view: SectorView) -> str:
    """The page of the sector report."""
    template = _environment().get_template("sector.html.j2")
    skip, contents = (translate(f"aggregate.text.{key}", view.language) for key in ("skip", "contents"))
    return template.render(view=view, style=_style(), policy=_policy(), skip=skip, contents=contents, reasons=True)


def render_letter(letter: Letter) -> str:
    """The page of one company's letter."""
    template = _environment().get_template("sector_letter.html.j2")
    return template.render(letter=letter, style=_style(), policy=_policy(), reasons=False)


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def _style() -> Markup:
    reports = content_root() / "reports"
    parts = (reports / "style.css", reports / "templates" / "sector_style.css.j2")
    style = "\n".join(part.read_text("utf-8").strip() for part in parts)
    return Markup(style)  # noqa: S704 - our own file, and its hash stands in the policy


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(content_root() / "reports" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
