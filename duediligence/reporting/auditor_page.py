"""The auditor's report and field pack as HTML files: no network, no script, everything printable."""

from __future__ import annotations

from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from duediligence.i18n.formats import show_date, show_number, show_percent, show_score
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.reporting.auditor import AuditorView, FieldView
from duediligence.reporting.auditor_words import audit_text
from duediligence.reporting.page import content_policy
from duediligence.reporting.words import term
from duediligence.resources import content_root

TEMPLATES = "reports/templates"


def render_auditor_page(view: AuditorView, language: str) -> str:
    """The auditor's report in one language."""
    return _rendered("auditor_report.html.j2", view, language)


def render_field_page(view: FieldView, language: str) -> str:
    """The field pack in one language."""
    return _rendered("auditor_fieldwork.html.j2", view, language)


def _rendered(template: str, view: AuditorView | FieldView, language: str) -> str:
    style = f"{_asset('reports/style.css')}\n{_asset(f'{TEMPLATES}/auditor.css')}"
    page = _environment().get_template(template)
    return page.render(
        view=view,
        frame=view,
        head=view.head,
        language=language,
        style=Markup(style),  # noqa: S704 - our own files, and their hash stands in the policy
        policy=content_policy(style, ""),
    )


@cache
def _asset(name: str) -> str:
    return (content_root() / name).read_text("utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(content_root() / TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(t=_text, date=_date, score=show_score, percent=_percent, number=_number, rich=_rich)
    environment.globals.update(say=_say, term=_term)
    return environment


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


@pass_context
def _say(context: Context, key: str, **params: object) -> str:
    if not params:
        return translate(f"audit.{key}", context["language"])
    return audit_text(key, **params).get(context["language"])


@pass_context
def _term(context: Context, group: str, code: str) -> str:
    return term(group, code).get(context["language"])


def _rich(text: str) -> Markup:
    """The bold words of the explained method; everything else is escaped."""
    parts = text.split("**")
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )
