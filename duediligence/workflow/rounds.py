"""`assess` from files to files: read the workspace and last round's plan, assess, render, write whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duediligence.findings import Finding, Location, in_order, note, warning
from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.files.side_by_side import OnFile
from duediligence.intake.files.sources import receive
from duediligence.intake.plan_workbook import read_plan
from duediligence.model.assessment import Assessment, Tier
from duediligence.model.movement import Movement
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.workspace import Workspace
from duediligence.planning.diff import compare
from duediligence.reporting.company.view import CompanyView
from duediligence.reporting.exports.assessment_json import assessment_document, render_assessment_json
from duediligence.reporting.exports.calendar import render_actions_csv, render_calendar
from duediligence.reporting.exports.json_lines import Json
from duediligence.reporting.exports.output import changed_since_written, write_files
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.views import build_view
from duediligence.reporting.workbook.workbook import render_workbook
from duediligence.workflow.assessing import assess
from duediligence.workflow.history import HISTORY, Earlier, earlier_rounds
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.steps import OnStep, Steps

PLAN = "company-plan.xlsx"

OTHER_STEPS = 4
"""Beside the page and the workbook of each audience in each language: scoring, two tables of actions, the document."""


@dataclass(frozen=True, slots=True)
class Done:
    """A round that was written."""

    opened: Opened
    round: Round
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    tiers: dict[str, int]

    @property
    def document(self) -> Json:
        """The assessment as plain values, made when it is asked for: that of a large round is larger than the round."""
        return document_of(self.round)

    @property
    def found_by_check(self) -> int:
        """How many findings are about what was read; the others came up when the plan met this round."""
        return len(read_findings(self.opened))

    @property
    def page(self) -> Path:
        """The page to open first."""
        return next(file for file in self.files if file.name == "company-plan.html")


def run_round(
    folder: Path,
    content: Path | None = None,
    languages: Sequence[str] | None = None,
    on_file: OnFile | None = None,
    on_report: OnStep | None = None,
) -> Done:
    """Assesses a workspace and writes its reports; `languages` default to the workspace's own.

    `on_file` is told of the files that were read, `on_report` of the steps from scoring to the last report.
    """
    opened = open_workspace(folder, content, on_file)
    spoken = languages or opened.spoken
    steps = Steps(2 * len(audiences()) * len(spoken) + OTHER_STEPS, on_report)
    found = assess_opened(opened)
    steps.next()
    reports = dict(steps.each(render_reports(found.round, spoken)))
    reports["assessment.json"] = _json(found.round)
    steps.next()
    reports[f"{HISTORY}/{opened.workspace.assessed_on}.json"] = reports["assessment.json"]
    folder = opened.root / opened.workspace.reports
    stale = [name for name in _plans() if name not in reports]
    kept = [note("report_kept", _report(opened, name)) for name in _changed(folder, (*reports, *stale))]
    files = write_files(folder, reports, stale)
    findings = in_order((*found.findings, *kept))
    return Done(opened, found.round, findings, tuple(files), _tiers(found.round.assessment))


def _plans() -> Iterator[str]:
    """Every name that a plan may have: in the first language it is plain, in others it names the language."""
    for audience in audiences():
        for kind in ("xlsx", "html"):
            yield from (f"{audience}-plan{language}.{kind}" for language in ("", *(f".{one}" for one in LANGUAGES)))


def _changed(folder: Path, names: Iterable[str]) -> list[str]:
    return [name for name in names if changed_since_written(folder, name)]


def _report(opened: Opened, name: str) -> Location:
    return Location(file=f"{opened.workspace.reports}/{name}")


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A round before anything of it is written: what its reports are made from."""

    round: Round
    findings: tuple[Finding, ...]

    @property
    def document(self) -> Json:
        """The assessment as plain values, made when it is asked for."""
        return document_of(self.round)


def assess_opened(opened: Opened) -> Unwritten:
    """Assesses an opened workspace with what people typed in its last plan; writes nothing."""
    typed, unread = last_plan(opened)
    assessed = assess(opened, typed)
    plan = replace(assessed.plan, findings=in_order((*assessed.plan.findings, *unread)))
    earlier = earlier_rounds(opened.root, opened.workspace)
    round = Round(assessed.assessment, plan, opened.content, opened.workspace, opened.manifest())
    round = replace(round, movement=_movement(earlier, round))
    return Unwritten(round, in_order((*opened.findings, *plan.findings, *earlier.findings)))


def document_of(round: Round) -> Json:
    """The document of `assessment.json` of a round, as plain values."""
    return assessment_document(round.assessment, round.plan, round.content, round.manifest)


def read_findings(opened: Opened) -> tuple[Finding, ...]:
    """Every problem of everything that was read, the last plan included; nothing is assessed for it."""
    return in_order((*opened.findings, *last_plan(opened)[1]))


def plan_name(root: Path, workspace: Workspace) -> str | None:
    """The plan that people typed in: a workbook of the last run if they changed it, else the one in the workspace."""
    names = [*_typed_in(root, workspace), workspace.previous_plan, f"{workspace.reports}/{PLAN}"]
    return next((name for name in names if (root / name).is_file()), None)


def _typed_in(root: Path, workspace: Workspace) -> list[str]:
    """The company's plans of the last run, in any language, that people changed since."""
    plans = [name for name in _plans() if name.startswith("company") and name.endswith(".xlsx")]
    return [f"{workspace.reports}/{name}" for name in _changed(root / workspace.reports, plans)]


def last_plan(opened: Opened) -> tuple[tuple[TypedAction, ...], tuple[Finding, ...]]:
    """What people typed in the last plan, and what could not be read of it."""
    name = plan_name(opened.root, opened.workspace)
    if name is None:
        return (), ()
    received = receive(opened.root / name, name)
    if received.value is None:
        return (), received.findings
    reading = read_plan(received.value.book, opened.workspace.assessed_on)
    return reading.value, (*received.findings, *reading.findings, *_other_plan(opened, name))


def _other_plan(opened: Opened, read: str) -> Iterator[Finding]:
    """Several plans with what people typed lie side by side; only one of them is read."""
    typed = _typed_in(opened.root, opened.workspace)
    for other in dict.fromkeys((*typed, opened.workspace.previous_plan)):
        if other != read and (opened.root / other).is_file():
            yield (warning if other in typed else note)("plan_not_read", Location(file=other), read=read)


def _movement(earlier: Earlier, round: Round) -> Movement | None:
    """What moved since the last round that was assessed on an earlier day."""
    return compare(earlier.rounds[-1], document_of(round)) if earlier.rounds else None


def render_reports(round: Round, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Every audience's workbook and page; the first language has the plain name."""
    for audience in audiences():
        view = build_view(audience, round)
        for language in languages:
            name = f"{audience}-plan" if language == languages[0] else f"{audience}-plan.{language}"
            yield f"{name}.xlsx", render_workbook(view, language, f"{name}.html")
            yield f"{name}.html", render_page(view, language).encode()
        if isinstance(view, CompanyView):
            yield from _exports(view, languages[0])


def _exports(view: CompanyView, language: str) -> Iterator[tuple[str, bytes]]:
    """The company's actions for calendars and trackers."""
    yield "actions.csv", render_actions_csv(view, language).encode()
    yield "actions.ics", render_calendar(view, language).encode()


def _json(round: Round) -> bytes:
    return render_assessment_json(round.assessment, round.plan, round.content, round.manifest)


def _tiers(assessment: Assessment) -> dict[str, int]:
    found = [supplier.tier for supplier in assessment.suppliers]
    return {tier.value: found.count(tier) for tier in Tier}
