"""Conditions as XLSForm understands them: what the register knows of each site, and the answers of the interview.

Only failing is written out: a question is left out where its condition is known to fail, and what is unknown holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from duediligence.forms.facts import facts_of
from duediligence.forms.select import Brief
from duediligence.model.conditions import Bounds, OneOf, Test, When, meets
from duediligence.model.form import INTERVIEW_FIELD, SITE
from duediligence.model.questionnaire import Question, QuestionType

Expression: TypeAlias = bool | str
"""Whether a condition fails: known beforehand for all sites, or an XPath expression."""


class Relevance:
    """Gathers every fact test as a column of the list of sites, and turns conditions into expressions over them."""

    def __init__(self, briefs: Sequence[Brief]) -> None:
        self.uses = tuple(use.condition for brief in briefs[:1] for use in brief.content.uses(brief.respondent))
        self._facts = [facts_of(brief.supplier, brief.content) for brief in briefs]
        self._columns: dict[tuple[str, str], str] = {}
        self._failing: dict[str, Sequence[bool]] = {}

    def fails(self, conditions: Iterable[When], asked: Mapping[str, Question]) -> Expression:
        """Whether one of several conditions fails, for a form that asks these questions."""
        return _either([self._fails(when, asked) for when in conditions])

    def columns(self) -> list[str]:
        """The columns of the list of sites that conditions look at."""
        return list(self._failing)

    def value(self, column: str, site: int) -> str:
        """What stands in such a column for a site (by position): `0` where the test is known to fail."""
        return "0" if self._failing[column][site] else "1"

    def calculations(self) -> list[tuple[str, str]]:
        """The hidden fields that look up each column for the site that was chosen."""
        path = f"instance('{SITE}s')/root/item[name = ${{{SITE}}}]/"
        return [(f"{INTERVIEW_FIELD}{column}", path + column) for column in self._failing]

    def _fails(self, when: When, asked: Mapping[str, Question]) -> Expression:
        entries = [self._fact_fails(name, test) for name, test in when.facts.items()]
        entries += [_answer_fails(asked.get(id), options) for id, options in when.answer.items()]
        if when.any:
            entries.append(_all([self._fails(branch, asked) for branch in when.any]))
        return _either(entries)

    def _fact_fails(self, name: str, test: Test) -> Expression:
        failing = [meets(test, fact(name)) is False for fact in self._facts]
        if all(failing) or not any(failing):
            return bool(failing) and all(failing)
        key = (name, test.model_dump_json() if isinstance(test, Bounds) else repr(test))
        column = self._columns.setdefault(key, f"fact_{len(self._columns) + 1}")
        self._failing[column] = failing
        return f"${{{INTERVIEW_FIELD}{column}}} = '0'"


def _answer_fails(question: Question | None, wanted: OneOf) -> Expression:
    if question is None or question.type not in (QuestionType.CHOICE, QuestionType.MULTI):
        return False
    others = [option.id for option in question.options if option.id not in wanted]
    if not others:
        return False
    chosen = _selected(question.id, others)
    return f"({chosen} and not({_selected(question.id, wanted)}))" if len(wanted) else chosen


def _selected(question: str, options: Collection[str]) -> str:
    tests = [f"selected(${{{question}}}, '{option}')" for option in options]
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"


def _either(parts: Sequence[Expression]) -> Expression:
    if True in parts:
        return True
    return _joined(" or ", [part for part in parts if isinstance(part, str)], nothing=False)


def _all(parts: Sequence[Expression]) -> Expression:
    if False in parts:
        return False
    return _joined(" and ", [part for part in parts if isinstance(part, str)], nothing=True)


def _joined(sign: str, parts: Sequence[str], nothing: bool) -> Expression:
    if not parts:
        return nothing
    return parts[0] if len(parts) == 1 else f"({sign.join(parts)})"
