"""All forms for a round: who gets which file, in which language, under which name. Nothing is written to disk here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from duediligence.forms.excel import workbook_of
from duediligence.forms.html import page_of
from duediligence.forms.languages import languages_of
from duediligence.forms.many import Files, written_each
from duediligence.forms.select import Brief, about_the_company, build_form
from duediligence.forms.shorten import Screened
from duediligence.forms.xlsform import xlsform_of
from duediligence.model.content import SectorContent
from duediligence.model.form import file_stem
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Company

LANGUAGE_FACT = "language"
"""The fact that says in which language a supplier gets its form."""


OnSupplier: TypeAlias = Callable[[int, int], None]
"""Is told of how many suppliers the forms are written, of how many."""


def briefs_of(
    content: SectorContent,
    suppliers: Sequence[Supplier],
    respondent: Respondent,
    company: Company,
    previous_answers: Iterable[Answer] = (),
    screened: Mapping[str, Screened] = MappingProxyType({}),
    deadline: date | None = None,
) -> list[Brief]:
    """What each form starts from; a supplier that was screened gets as many questions as fit, any other all of them."""
    about = [about_the_company(company)] if respondent is Respondent.COMPANY else suppliers
    told = _by_supplier(previous_answers)
    return [
        Brief(
            content=content,
            supplier=supplier,
            respondent=respondent,
            company=company,
            previous=told.get(supplier.id, ()),
            screened=screened.get(supplier.id),
            deadline=deadline,
        )
        for supplier in about
    ]


def write_forms(
    briefs: Sequence[Brief],
    languages: Sequence[str],
    kinds: Sequence[str] = ("xlsx", "html", "xlsform"),
    on_supplier: OnSupplier | None = None,
) -> Files:
    """The forms as (file name, bytes), of the kinds asked for; the same input gives the same bytes.

    A supplier whose language is known gets its workbook in that language only, otherwise one in each language.
    """
    own = [kind for kind in kinds if kind in OF_EACH]
    files: Files = []
    for done, written in enumerate(written_each(briefs, partial(_written, languages=languages, kinds=own)), start=1):
        files += written
        if on_supplier:
            on_supplier(done, len(briefs))
    return files + [_interview(briefs, languages) for kind in kinds if kind == OF_ALL and briefs]


def _written(brief: Brief, languages: Sequence[str], kinds: Sequence[str]) -> Files:
    return [file for kind in kinds for file in OF_EACH[kind](brief, languages)]


def _workbooks(brief: Brief, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for language in _spoken(brief.supplier, languages):
        yield f"{_file_name(brief)}_{language}.xlsx", workbook_of(build_form(replace(brief, language=language)))


def _page(brief: Brief, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    forms = [brief.content.questionnaires[use.id] for use in brief.content.uses(brief.respondent)]
    first = _spoken(brief.supplier, languages)[0]
    every = tuple(dict.fromkeys((first, *languages, *languages_of(forms))))
    form = build_form(replace(brief, language=first), facts_may_change=True)
    yield f"{_file_name(brief)}.html", page_of(form, brief.content, every, _file_name(brief))


def _interview(briefs: Sequence[Brief], languages: Sequence[str]) -> tuple[str, bytes]:
    return f"interview_{briefs[0].respondent.value}.xlsx", xlsform_of(briefs, languages)


OF_EACH: Mapping[str, Callable[[Brief, Sequence[str]], Iterator[tuple[str, bytes]]]] = MappingProxyType(
    {"xlsx": _workbooks, "html": _page}
)
"""The kinds of form that each supplier has of its own."""
OF_ALL = "xlsform"
"""The kind of which there is one for all suppliers."""
KINDS = (*OF_EACH, OF_ALL)


def _by_supplier(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        found[answer.supplier].append(answer)
    return found


def _spoken(supplier: Supplier, languages: Sequence[str]) -> Sequence[str]:
    known = [word.casefold() for word in supplier.words(LANGUAGE_FACT)]
    return known[:1] if known else languages


def _file_name(brief: Brief) -> str:
    about = "" if brief.supplier.id == COMPANY else f"{file_stem(brief.supplier.id)}_"
    return f"{about}{brief.respondent.value}"
