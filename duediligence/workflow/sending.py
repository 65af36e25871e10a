"""`form`: the questionnaires that go out, prefilled with what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duediligence.findings import Finding
from duediligence.forms.languages import languages_of
from duediligence.forms.select import Brief, build_form
from duediligence.forms.shorten import Screened
from duediligence.forms.write import KINDS, LANGUAGE_FACT, OF_EACH, briefs_of, write_forms
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.reporting.exports.output import write_files
from duediligence.scoring.access import may_be_asked
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.asked import DEADLINES, FOLDER, deadlines, with_deadline
from duediligence.workflow.naming import named_supplier, one_of
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.steps import OnStep


@dataclass(frozen=True, slots=True)
class Order:
    """Which forms are asked for; empty means all suppliers, or the respondent's usual kinds; `full` asks everything."""

    suppliers: Sequence[str] = ()
    respondent: str = Respondent.SUPPLIER.value
    kinds: Sequence[str] = ()
    languages: Sequence[str] = ()
    deadline: date | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """How long one supplier's form is, and how many questions that apply are kept for a next one."""

    supplier: str
    questions: int
    minutes: int
    kept: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The forms that were written."""

    opened: Opened
    files: tuple[Path, ...]
    lengths: tuple[Length, ...] = ()
    """Of every form that is for one supplier alone."""
    untranslated: tuple[str, ...] = ()
    """Languages that were asked for and in which no question was written: those forms are in English."""
    spared: tuple[str, ...] = ()
    """Suppliers without this form, because a visit or a talk there puts people in danger or may do so."""
    unasked: tuple[str, ...] = ()
    """Suppliers without a form of their own, because answering it may put people there in danger."""
    endangered: tuple[str, ...] = ()
    """Such suppliers that were named, and so got their form."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems of what was read on the way."""
        return self.opened.findings


def write_forms_of(
    folder: Path,
    order: Order,
    content: Path | None = None,
    on_file: OnStep | None = None,
    on_supplier: OnStep | None = None,
) -> Sent:
    """Writes the forms into the workspace's folder of forms; a supplier gets as many questions as fit.

    Where a visit or a talk puts people in danger, or may do so, no form is written that makes somebody go there. Where
    the state imposes the labour the supplier itself gets one only when it is named.
    """
    opened = open_workspace(folder, content, on_file)
    respondent = Respondent(one_of(order.respondent, [r.value for r in Respondent], "unknown_respondent"))
    kinds = [one_of(kind, list(KINDS), "unknown_form_kind") for kind in order.kinds] or _usual(respondent)
    chosen, languages = _chosen(opened.suppliers, order.suppliers), order.languages or opened.workspace.languages
    kept_from = _kept_from(respondent, opened)
    own = respondent is Respondent.SUPPLIER
    left_out = frozenset[str]() if own and order.suppliers else kept_from
    suppliers = [supplier for supplier in chosen if supplier.id not in left_out]
    briefs = _briefs(opened, suppliers, respondent, order) if suppliers else []
    files = write_forms(briefs, languages, kinds, on_supplier)
    written = tuple(write_files(opened.root / FOLDER, {**dict(files), **_deadlines(opened, suppliers, order)}))
    return Sent(
        opened,
        files=written[: len(files)],
        lengths=tuple(map(_length, briefs)) if respondent is Respondent.SUPPLIER and set(kinds) & set(OF_EACH) else (),
        untranslated=_untranslated(opened, suppliers, respondent, languages),
        spared=() if own else _names(chosen, left_out),
        unasked=_names(chosen, left_out) if own else (),
        endangered=_names(suppliers, kept_from),
    )


def _briefs(opened: Opened, suppliers: Sequence[Supplier], respondent: Respondent, order: Order) -> list[Brief]:
    screened = {} if order.full or respondent is not Respondent.SUPPLIER else _screened(opened)
    about = (opened.content, suppliers, respondent, opened.workspace.company)
    return briefs_of(*about, opened.answers, screened, order.deadline)


def _length(brief: Brief) -> Length:
    form = build_form(brief)
    return Length(brief.supplier.id, len(form.asked), form.minutes, form.kept_back)


def _untranslated(
    opened: Opened, suppliers: Sequence[Supplier], respondent: Respondent, languages: Sequence[str]
) -> tuple[str, ...]:
    wanted = dict.fromkeys((*languages, *(word for s in suppliers for word in s.words(LANGUAGE_FACT))))
    spoken = languages_of(opened.content.questionnaires[use.id] for use in opened.content.uses(respondent))
    return tuple(language for language in wanted if language not in spoken)


def _deadlines(opened: Opened, suppliers: Sequence[Supplier], order: Order) -> dict[str, bytes]:
    """The file of deadlines, where suppliers are asked by a day or were before."""
    asks = order.respondent == Respondent.SUPPLIER.value and bool(order.deadline or deadlines(opened.root))
    return {DEADLINES: with_deadline(opened.root, suppliers, order.deadline)} if asks else {}


def _usual(respondent: Respondent) -> list[str]:
    talks = respondent in (Respondent.WORKERS, Respondent.UNION)
    return ["xlsform", "xlsx"] if talks else ["xlsx", "html"]


def _screened(opened: Opened) -> dict[str, Screened]:
    screened = assess_suppliers(PolarsEngine(), opened.suppliers, (), opened.content, opened.workspace.seed)
    return {assessed.id: Screened.of(assessed) for assessed in screened}


def _kept_from(respondent: Respondent, opened: Opened) -> frozenset[str]:
    """The suppliers at which this respondent may not be asked."""
    content = opened.content
    if may_be_asked(respondent, True, content):
        return frozenset()
    given = (opened.suppliers, opened.counted, content, opened.workspace.seed)
    spared = (s for s in assess_suppliers(PolarsEngine(), *given) if s.spared)
    return frozenset(s.id for s in spared if not may_be_asked(respondent, bool(s.closed_by), content))


def _names(suppliers: Sequence[Supplier], among: frozenset[str]) -> tuple[str, ...]:
    return tuple(supplier.name for supplier in suppliers if supplier.id in among)


def _chosen(suppliers: Sequence[Supplier], wanted: Sequence[str]) -> list[Supplier]:
    return list({s.id: s for s in (named_supplier(suppliers, name) for name in wanted)}.values()) or list(suppliers)
