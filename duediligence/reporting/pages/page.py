"""A view as one HTML file: no network, a strict content security policy, everything readable without script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias, get_args

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from duediligence.i18n.formats import show_percent_range
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.model.measure import Horizon
from duediligence.pages import page_asset, page_policy
from duediligence.reporting.company.view import ActionView, MeasureGroup, TierFlow
from duediligence.reporting.exports.evidence import EvidenceView
from duediligence.reporting.pages.figures import flows, panorama
from duediligence.reporting.pages.filters import report_environment, term_of_page
from duediligence.reporting.shared import words
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.shared.evidence_rows import SignLedger
from duediligence.reporting.shared.parts import CommitmentView
from duediligence.reporting.shared.rows import SharedMeasure
from duediligence.reporting.views import View

Gathered: TypeAlias = MeasureGroup | SharedMeasure


def render_page(view: View, language: str) -> str:
    """The page of one audience in one language."""
    return _rendered("report/page.html.j2", view, language)


def render_evidence_page(view: EvidenceView, language: str) -> str:
    """The evidence pack as one HTML file."""
    return _rendered("report/evidence.html.j2", view, language)


def _rendered(template: str, view: View | EvidenceView, language: str) -> str:
    style, script = page_asset("style.css"), page_asset("templates/report/page.js")
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
            style=style,
            script=script,
            policy=page_policy(style, script),
        )
    )


@cache
def _environment() -> Environment:
    environment = report_environment()
    environment.filters.update(
        by_day=_by_day, by_horizon=_by_horizon, measures_by_horizon=_measures_by_horizon, driver_numbers=_driver_numbers
    )
    environment.globals.update(few=_few)
    environment.filters.update(percents=_percents, points=_points, role=_role, source=_source, flow=_flow)
    environment.globals.update(say=_say, counted=_counted, panorama=panorama, flows=flows)
    return environment


@pass_context
def _percents(context: Context, commitment: CommitmentView) -> str:
    low = commitment.value or 0.0
    high = low if commitment.possible_value is None else commitment.possible_value
    return show_percent_range(low, high, context["language"])


@pass_context
def _say(context: Context, key: str, **params: Any) -> str:
    if not params:
        return translate(f"report.{key}", context["language"])
    return words.say(key, **params).get(context["language"])


@pass_context
def _counted(context: Context, key: str, count: int, **params: Any) -> str:
    return words.counted(key, count, **params).get(context["language"])


@pass_context
def _role(context: Context, code: str) -> str:
    return term_of_page(context, "role", code)


@pass_context
def _source(context: Context, code: str) -> str:
    return term_of_page(context, "source", code)


def _by_day(actions: Sequence[ActionView]) -> list[tuple[date, list[ActionView]]]:
    """Actions by the day on which they are due; what is closed is left to the workbook."""
    unfinished = sorted((a for a in actions if not a.closed), key=lambda a: a.due)
    return [(day, list(group)) for day, group in groupby(unfinished, key=lambda a: a.due)]


def _by_horizon(actions: Sequence[ActionView]) -> list[tuple[str, list[ActionView]]]:
    """Actions by how soon they must be done, in the order given."""
    groups = ((horizon, [a for a in actions if a.horizon == horizon]) for horizon in get_args(Horizon))
    return [(horizon, members) for horizon, members in groups if members]


def _measures_by_horizon(measures: Sequence[Gathered]) -> list[tuple[str, list[Gathered]]]:
    """Measures under the horizon in which they belong, the nearest first."""
    groups = ((horizon, [m for m in measures if m.horizon == horizon]) for horizon in get_args(Horizon))
    return [(horizon, members) for horizon, members in groups if members]


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
