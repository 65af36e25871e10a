"""What every page is made of: our templates and styles, and a policy under which nothing else loads or runs."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from duediligence.resources import content_root


def page_template(name: str) -> Template:
    """A template of `reports/templates` that escapes whatever it is given, and fails on a name that it is not given."""
    return page_environment().get_template(name)


@cache
def page_environment() -> Environment:
    """The templates without filters of their own; a module that needs some adds them to an overlay."""
    return Environment(
        loader=FileSystemLoader(content_root() / "reports" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def page_asset(*names: str) -> Markup:
    """Styles or scripts of `reports`, one after the other; ours, so they stand in the page as they are."""
    texts = ((content_root() / "reports" / name).read_text("utf-8").strip() for name in names)
    return Markup("\n".join(texts))  # noqa: S704 - our own files, and their hash stands in the policy


def page_policy(style: str, script: str = "") -> str:
    """The content security policy of a page: nothing may load or run, except exactly this style and this script."""
    allowed = f"default-src 'none'; style-src '{_digest(style)}'; "
    if script:
        allowed += f"script-src '{_digest(script)}'; "
    return f"{allowed}img-src data:; base-uri 'none'; form-action 'none'"


def _digest(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
