"""A view as one HTML file: no network, a strict content security policy, everything readable without script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from duediligence.i18n.formats import show_date, show_number, show_percent, show_score
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.reporting import words
from duediligence.reporting.audience import audiences
from duediligence.reporting.company import ActionView, TierFlow
from duediligence.reporting.evidence import EvidenceView
from duediligence.reporting.evidence_rows import SignLedger
from duediligence.reporting.figures import flows, panorama
from duediligence.reporting.views import View
from duediligence.resources import content_root


def render_page(view: View, language: str) -> str:
    """The page of one audience in one language."""
    return _rendered("report/page.html.j2", view, language)


def render_evidence_page(view: EvidenceView, language: str) -> str:
    """The evidence pack as one HTML file."""
    return _rendered("report/evidence.html.j2", view, language)


def content_policy(style: str, script: str) -> str:
    """Nothing may load or run, except exactly this style and this script."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _rendered(template: str, view: View | EvidenceView, language: str) -> str:
    style, script = _asset("style.css"), _asset("templates/report/page.js")
    return (
        _environment()
        .get_template(template)
        .render(
            view=view,
            frame=view.frame,
            head=view.frame.head,
            language=language,
            smallest_group=audiences()[view.frame.head.audience].smallest_group,
            overall_name=words.say("figure.overall"),
            style=Markup(style),  # noqa: S704 - our own file, and its hash stands in the policy
            script=Markup(script),  # noqa: S704
            policy=content_policy(style, script),
        )
    )


def _digest(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (content_root() / "reports" / name).read_text("utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(content_root() / "reports" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(t=_text, date=_date, score=show_score, percent=_percent, number=_number, rich=_rich)
    environment.filters.update(by_day=_by_day, by_horizon=_by_horizon, driver_numbers=_driver_numbers)
    environment.globals.update(few=_few)
    environment.filters.update(points=_points, role=_role, source=_source, flow=_flow)
    environment.globals.update(say=_say, counted=_counted, term=_term, panorama=panorama, flows=flows)
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
def _say(context: Context, key: str, **params: Any) -> str:
    if not params:
        return translate(f"report.{key}", context["language"])
    return words.say(key, **params).get(context["language"])


@pass_context
def _counted(context: Context, key: str, count: int, **params: Any) -> str:
    return words.counted(key, count, **params).get(context["language"])


@pass_context
def _term(context: Context, group: str, code: str) -> str:
    return words.term(group, code).get(context["language"])


@pass_context
def _role(context: Context, code: str) -> str:
    return _term(context, "role", code)


@pass_context
def _source(context: Context, code: str) -> str:
    return _term(context, "source", code)


def _by_day(actions: Sequence[ActionView]) -> list[tuple[date, list[ActionView]]]:
    """Actions by the day on which they are due; what is closed is left to the workbook."""
    unfinished = sorted((a for a in actions if not a.closed), key=lambda a: a.due)
    return [(day, list(group)) for day, group in groupby(unfinished, key=lambda a: a.due)]


def _by_horizon(actions: Sequence[ActionView]) -> list[tuple[str, list[ActionView]]]:
    """Actions by how soon they must be done, in the order of the plan."""
    groups: dict[str, list[ActionView]] = {}
    for action in actions:
        groups.setdefault(action.horizon, []).append(action)
    return list(groups.items())


def _driver_numbers(ledger: Sequence[SignLedger]) -> list[str]:
    """The facts at work in any open sign, each once."""
    return list(dict.fromkeys(driver.number for sign in ledger for driver in sign.drivers))


def _few(texts: Sequence[Text], limit: int) -> Text:
    """The first few of many."""
    return words.listed(texts, limit)


def _flow(flow: TierFlow) -> tuple[str, str, int]:
    return flow.old, flow.new, flow.count


def _points(value: float) -> str:
    """A drop in points of 0 to 100; a real drop is never shown as none."""
    return "<1" if 0 < value < 0.005 else str(round(value * 100))


def _rich(text: str) -> Markup:
    """The bold words of the explained method; everything else is escaped."""
    parts = text.split("**")
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )
