"""How the templates of reports write values: by the language of the page that is being written."""

from __future__ import annotations

from datetime import date

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from duediligence.i18n.formats import show_date, show_number, show_percent, show_score
from duediligence.model.base import Text
from duediligence.pages import page_environment
from duediligence.reporting.shared.words import term


def report_environment() -> Environment:
    """The templates with the filters that all reports share."""
    environment = page_environment().overlay()
    shared = {"t": _text, "date": _date, "score": show_score, "percent": _percent, "number": _number, "rich": _rich}
    environment.filters = {**environment.filters, **shared}
    environment.globals = {**environment.globals, "term": term_of_page}
    return environment


@pass_context
def term_of_page(context: Context, group: str, code: str) -> str:
    """A term of the reports in the language of the page."""
    return term(group, code).get(context["language"])


@pass_context
def _text(context: Context, text: Text) -> str:
    return text.get(context["language"])


@pass_context
def _date(context: Context, day: date | None) -> str:
    return show_date(day, context["language"])


@pass_context
def _percent(context: Context, value: float | None) -> str:
    return show_percent(value, context["language"])


@pass_context
def _number(context: Context, value: float) -> str:
    return show_number(value, context["language"], 0 if float(value).is_integer() else 1)


def _rich(text: str) -> Markup:
    """The bold words of the explained method; everything else is escaped."""
    parts = text.split("**")
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )
