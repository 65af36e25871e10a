"""Several forms of one supplier: which one counts for which question, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from duediligence.findings import Finding, note, warning
from duediligence.model.response import SAYS_NOTHING, Answer, SourceKind
from duediligence.model.returned import ReturnedForm

Outcome: TypeAlias = tuple[object, ...]

_SPEAK_FOR_THEMSELVES = (SourceKind.SUPPLIER, SourceKind.COMPANY)
"""Of visits and conversations there are many; a site answers for itself once a round."""
ONE_ROUND = 270
"""A site is asked once a year: forms that lie further apart than so many days are of two rounds, as they should be."""


def several_forms_findings(forms: Iterable[ReturnedForm], answers: Iterable[Answer]) -> list[Finding]:
    """Says of every older or equal form of one supplier how it stands to the newest one that holds answers."""
    sent: dict[tuple[str, SourceKind], list[ReturnedForm]] = defaultdict(list)
    for form in forms:
        if form.source in _SPEAK_FOR_THEMSELVES:
            sent[(form.supplier, form.source)].append(form)
    several = [group for group in sent.values() if len(group) > 1]
    if not several:
        return []
    said = _said(answers)
    with_answers = ([form for form in group if said.get(_sheet(form))] for group in several)
    return [finding for group in with_answers if len(group) > 1 for finding in _compared(group, said)]


def _compared(group: Sequence[ReturnedForm], said: Mapping[object, Mapping[str, Outcome]]) -> list[Finding]:
    *others, newest = sorted(group, key=lambda form: (form.day or date.min, form.place))
    of_now = [form for form in others if not _of_an_earlier_round(form, newest)]
    return [_about(form, newest, said[_sheet(form)], said[_sheet(newest)]) for form in of_now]


def _of_an_earlier_round(form: ReturnedForm, newest: ReturnedForm) -> bool:
    return form.day is not None and newest.day is not None and (newest.day - form.day).days > ONE_ROUND


def _about(form: ReturnedForm, newest: ReturnedForm, own: Mapping[str, Outcome], new: Mapping[str, Outcome]) -> Finding:
    who = {"supplier": form.supplier, "other": newest.place.file}
    if form.day == newest.day:
        differing = [id for id in own if id in new and own[id] != new[id]]
        if not differing and own.keys() <= new.keys():
            return note("form_sent_twice", form.place, **who)
        return warning("forms_of_one_day", form.place, **who, count=len(differing), day=form.day or "–")
    only = sum(id not in new for id in own)
    make = note if form.day else warning  # one without a date may well be the newer
    return make("form_is_older", form.place, **who, day=form.day or "–", newest=newest.day or "–", count=only)


def _said(answers: Iterable[Answer]) -> dict[object, dict[str, Outcome]]:
    """What each sheet of each file answers, by question."""
    said: dict[object, dict[str, Outcome]] = defaultdict(dict)
    for answer in answers:
        if answer.state not in SAYS_NOTHING:
            place = answer.location
            outcome = (answer.state, answer.keys, answer.numbers, answer.text)
            said[(place.file, place.sheet)][answer.question] = outcome
    return said


def _sheet(form: ReturnedForm) -> tuple[str, str]:
    return form.place.file, form.place.sheet
