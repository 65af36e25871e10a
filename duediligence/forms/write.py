"""All forms for a round: who gets which file, in which language, under which name. Nothing is written to disk here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duediligence.forms.excel import workbook_of
from duediligence.forms.html import page_of
from duediligence.forms.languages import languages_of
from duediligence.forms.select import Brief, about_the_company, build_form
from duediligence.forms.xlsform import xlsform_of
from duediligence.model.content import SectorContent
from duediligence.model.form import file_stem
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Company

LANGUAGE_FACT = "language"
"""The fact that says in which language a supplier gets its form."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    content: SectorContent
    suppliers: Sequence[Supplier]
    respondent: Respondent
    company: Company
    languages: Sequence[str]
    previous: Sequence[Answer]
    low_risk: Collection[str]
    deadline: date | None


def write_forms(
    content: SectorContent,
    suppliers: Sequence[Supplier],
    respondent: Respondent,
    company: Company,
    languages: Sequence[str],
    kinds: Sequence[str] = ("xlsx", "html", "xlsform"),
    previous_answers: Sequence[Answer] = (),
    low_risk: Collection[str] = (),
    deadline: date | None = None,
) -> list[tuple[str, bytes]]:
    """The forms as (file name, bytes), of the kinds asked for; the same input gives the same bytes.

    A supplier whose language is known gets its workbook in that language only, otherwise one in each language.
    Suppliers named in `low_risk` get the short form.
    """
    about = [about_the_company(company)] if respondent is Respondent.COMPANY else suppliers
    order = _Order(content, about, respondent, company, languages, previous_answers, frozenset(low_risk), deadline)
    return [file for kind in kinds for file in KINDS[kind](order)]


def _workbooks(order: _Order) -> Iterator[tuple[str, bytes]]:
    for brief in _briefs(order):
        for language in _languages(brief.supplier, order):
            form = build_form(replace(brief, language=language))
            yield f"{_file_name(brief)}_{language}.xlsx", workbook_of(form)


def _pages(order: _Order) -> Iterator[tuple[str, bytes]]:
    forms = [order.content.questionnaires[use.id] for use in order.content.uses(order.respondent)]
    for brief in _briefs(order):
        first = _languages(brief.supplier, order)[0]
        spoken = tuple(dict.fromkeys((first, *order.languages, *languages_of(forms))))
        form = build_form(replace(brief, language=first), facts_may_change=True)
        name = _file_name(brief)
        yield f"{name}.html", page_of(form, order.content, spoken, name)


def _interviews(order: _Order) -> Iterator[tuple[str, bytes]]:
    form = xlsform_of(order.content, order.suppliers, order.respondent, order.company, order.languages)
    yield f"interview_{order.respondent.value}.xlsx", form


KINDS: dict[str, Callable[[_Order], Iterator[tuple[str, bytes]]]] = {
    "xlsx": _workbooks,
    "html": _pages,
    "xlsform": _interviews,
}
"""The kinds of form: a workbook and a page for each supplier, one interview form for all."""


def _briefs(order: _Order) -> Iterator[Brief]:
    for supplier in order.suppliers:
        yield Brief(
            content=order.content,
            supplier=supplier,
            respondent=order.respondent,
            company=order.company,
            previous=order.previous,
            short=supplier.id in order.low_risk,
            deadline=order.deadline,
        )


def _languages(supplier: Supplier, order: _Order) -> Sequence[str]:
    known = [word.casefold() for word in supplier.words(LANGUAGE_FACT)]
    return known[:1] if known else order.languages


def _file_name(brief: Brief) -> str:
    about = "" if brief.supplier.id == COMPANY else f"{file_stem(brief.supplier.id)}_"
    return f"{about}{brief.respondent.value}"
