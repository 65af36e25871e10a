"""The auditor's report and field pack as HTML files: no network, no script, everything printable."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from duediligence.i18n.texts import translate
from duediligence.pages import page_asset, page_policy
from duediligence.reporting.auditor.view import AuditorView, FieldView
from duediligence.reporting.auditor.words import audit_text
from duediligence.reporting.pages.filters import report_environment


def render_auditor_page(view: AuditorView, language: str) -> str:
    """The auditor's report in one language."""
    return _rendered("auditor_report.html.j2", view, language)


def render_field_page(view: FieldView, language: str) -> str:
    """The field pack in one language."""
    return _rendered("auditor_fieldwork.html.j2", view, language)


def _rendered(template: str, view: AuditorView | FieldView, language: str) -> str:
    style = page_asset("style.css", "templates/auditor.css")
    page = _environment().get_template(template)
    return page.render(
        view=view,
        frame=view,
        head=view.head,
        language=language,
        style=style,
        policy=page_policy(style),
    )


@cache
def _environment() -> Environment:
    environment = report_environment()
    environment.globals["say"] = _say
    return environment


@pass_context
def _say(context: Context, key: str, **params: object) -> str:
    if not params:
        return translate(f"audit.{key}", context["language"])
    return audit_text(key, **params).get(context["language"])
