"""A questionnaire that goes out to one respondent, and the hidden keys by which it is recognised when it comes back.

Keys are texts in cells, columns or fields, so that they survive sorting, translation and another program's save:
`dd:answer` heads a column, `q:<question>` stands before a row, and one stamp says whose form it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

from duediligence.model.conditions import Values, When
from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Question, Questionnaire, Respondent, Section
from duediligence.model.response import Answer, SourceKind

NOT_TRANSLATED = "[en] "
"""What stands before a text that is shown in English because nobody translated it."""

STAMP_START = "dd:form?"
META_MARK, LISTS_MARK = "dd:meta", "dd:lists"
"""What stands first on the hidden sheets: about the form, and the lists of its dropdowns."""

ANSWER_FILE = "duediligence-answers"
"""The `format` of the file that the html form exports."""

INTERVIEW_FIELD = "dd_"
"""What stands before the name of every field and choice of an interview form (XLSForm) that is no question's own."""

SITE, CONSENT, CONVERSATION_DATE, CONVERSATION_SOURCE, REMARKS, FORM_FIELD = (
    f"{INTERVIEW_FIELD}{name}" for name in ("site", "consent", "date", "source", "remarks", "form")
)

PART_SIGN = "__"
"""What stands between a question and a part of its answer in the names of an interview form (`fees__reason`)."""

LABEL_SIGN = " · "
"""What stands between a site's name and its id where an interview form shows both."""

_CODED = "site_"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NAME = 60
_COUNT = re.compile(r"[0-9]{1,5}")
_PLAIN_CHOICE = re.compile(r"[A-Za-z0-9_.-]+")

SOURCES: Mapping[Respondent, tuple[SourceKind, ...]] = MappingProxyType(
    {
        Respondent.SUPPLIER: (SourceKind.SUPPLIER,),
        Respondent.COMPANY: (SourceKind.COMPANY,),
        Respondent.WORKERS: (SourceKind.WORKER_INTERVIEWS, SourceKind.UNION_MONITORING),
        Respondent.AUDITOR: (SourceKind.ANNOUNCED_AUDIT, SourceKind.UNANNOUNCED_AUDIT),
        Respondent.UNION: (SourceKind.UNION_MONITORING, SourceKind.WORKER_INTERVIEWS),
        Respondent.NGO: (SourceKind.PUBLIC_REPORT, SourceKind.WORKER_INTERVIEWS, SourceKind.UNION_MONITORING),
    }
)
"""Which sources a respondent's answers may come from; the first holds where nobody said."""


def choice_of_site(supplier: str) -> str:
    """The name of a supplier among the sites of an interview form, which takes no spaces and few signs."""
    plain = _PLAIN_CHOICE.fullmatch(supplier) and not supplier.startswith(_CODED)
    return supplier if plain else _CODED + supplier.encode("utf-8", "surrogatepass").hex()


def file_stem(supplier: str) -> str:
    """How the file names of a supplier's forms begin: taken by every system, and different for every supplier.

    A mark is added where the id holds other signs, or capitals: not every system tells `L-1` from `l-1`.
    """
    plain = _NOT_IN_NAMES.sub("_", supplier).strip("_")[:_LONGEST_NAME]
    mark = hashlib.sha256(supplier.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return plain if plain and plain == supplier.lower() == supplier else f"{plain}-{mark}".lstrip("-")


def site_of_choice(choice: str) -> str:
    """The supplier whom a choice of an interview form means, also where the export shows its label."""
    choice = choice.rpartition(LABEL_SIGN)[2].strip()
    try:
        coded = choice.startswith(_CODED)
        return bytes.fromhex(choice.removeprefix(_CODED)).decode("utf-8", "surrogatepass") if coded else choice
    except ValueError:
        return choice


class Column(StrEnum):
    """What a column of the form holds; `BEFORE` is what was filled in before the form went out."""

    KEY = "key"
    BEFORE = "before"
    QUESTION = "question"
    ANSWER = "answer"
    REASON = "reason"
    COMMENT = "comment"
    DOCUMENT = "document"
    DATE = "date"

    @property
    def token(self) -> str:
        """The hidden text at the head of the column."""
        return f"dd:{self.value}"


class RowKind(StrEnum):
    """What a row of the form asks for."""

    QUESTION = "q"
    FACT = "fact"
    FORM = "form"
    REMARK = "remark"
    HEADING = "heading"


_ROW_KEY = re.compile(r"(q|fact|form|remark|heading):([A-Za-z0-9_.-]+)(?:#([A-Za-z0-9_.-]+))?")


class RowKey(NamedTuple):
    """The hidden key of a row; `part` is an option of a multi question, or an axis of a matrix."""

    kind: RowKind
    id: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}" + (f"#{self.part}" if self.part else "")

    @classmethod
    def parse(cls, text: str) -> RowKey | None:
        """The key that a cell holds, or None where it holds something else."""
        found = _ROW_KEY.fullmatch(text.strip())
        return cls(RowKind(found[1]), found[2], found[3] or "") if found else None


FILLED_IN_ON = RowKey(RowKind.FORM, "date")
FILLED_IN_BY = RowKey(RowKind.FORM, "role")
CHECKED = RowKey(RowKind.FORM, "checked")
SOURCE = RowKey(RowKind.FORM, "source")
HEADINGS = RowKey(RowKind.HEADING, "columns")
AXES = ("rows", "columns")
"""The parts of a matrix question, in the order of its numbers."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose form it is: which questionnaires in which edition, for whom, in which language, and who asks.

    `questions` is how many stand on the sheet, so that rows which somebody removed are missed; 0 where it is not said.
    """

    editions: tuple[tuple[str, str], ...]
    respondent: str
    supplier: str
    language: str
    company: str = ""
    questions: int = 0

    @property
    def fingerprint(self) -> str:
        """A short digest of everything else: two stamps that differ have different ones."""
        return hashlib.sha256(urlencode(self._pairs()).encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return STAMP_START + urlencode([*self._pairs(), ("fingerprint", self.fingerprint)])

    @classmethod
    def parse(cls, text: str) -> tuple[Stamp | None, bool]:
        """The stamp that a text holds, and whether its fingerprint belongs to it."""
        if not text.startswith(STAMP_START):
            return None, False
        try:
            fields = parse_qs(text.removeprefix(STAMP_START).strip(), keep_blank_values=True, max_num_fields=200)
        except ValueError:
            return None, False
        forms = [form.partition("@") for form in fields.get("form", ())]
        respondent, supplier, language, company, count = (
            fields.get(name, [""])[0] for name in ("respondent", "supplier", "language", "company", "questions")
        )
        questions = int(count) if _COUNT.fullmatch(count) else 0
        editions = tuple((id, edition) for id, _, edition in forms)
        stamp = cls(editions, respondent, supplier, language, company, questions)
        return stamp, fields.get("fingerprint") == [stamp.fingerprint]

    def _pairs(self) -> list[tuple[str, str]]:
        own = [("respondent", self.respondent), ("supplier", self.supplier), ("language", self.language)]
        own += [("company", self.company), *([("questions", str(self.questions))] if self.questions else [])]
        return [*(("form", f"{id}@{edition}") for id, edition in self.editions), *own]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is asked; `open` holds what can still rule it out: every condition must not fail."""

    question: Question
    section: Section
    number: int
    open: tuple[When, ...] = ()
    previous: Answer | None = None


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that the respondent is asked to confirm; without values it is asked for."""

    fact: Fact
    values: Values = None


@dataclass(frozen=True, slots=True)
class Form:
    """One questionnaire for one respondent about one supplier, prefilled with what is known.

    `kept_back` counts the questions that apply and are left for another form, so that this one stays short.
    """

    questionnaires: tuple[Questionnaire, ...]
    respondent: Respondent
    supplier: str
    supplier_name: str
    company: str
    company_name: str
    language: str
    asked: tuple[AskedQuestion, ...]
    facts: tuple[KnownFact, ...] = ()
    minutes: int = 0
    kept_back: int = 0
    deadline: date | None = None

    @property
    def stamp(self) -> Stamp:
        """What the form carries so that it is recognised when it comes back."""
        editions = tuple((form.id, form.edition) for form in self.questionnaires)
        return Stamp(editions, self.respondent.value, self.supplier, self.language, self.company)

    @property
    def stamp_of_sheet(self) -> Stamp:
        """The stamp where every question has a row of its own."""
        return replace(self.stamp, questions=len(self.asked))

    @property
    def source(self) -> SourceKind:
        """Who answers, where the form does not say otherwise."""
        return self.sources[0]

    @property
    def sources(self) -> tuple[SourceKind, ...]:
        """The sources from which the respondent may choose."""
        return SOURCES[self.respondent]

    @property
    def sections(self) -> tuple[tuple[Section, tuple[AskedQuestion, ...]], ...]:
        """The questions by section, in the order in which they are asked."""
        runs = groupby(self.asked, key=lambda asked: id(asked.section))
        grouped = [tuple(questions) for _, questions in runs]
        return tuple((questions[0].section, questions) for questions in grouped)

    @property
    def prefilled(self) -> bool:
        """Whether anything was filled in before the form went out."""
        return any(asked.previous for asked in self.asked) or any(known.values is not None for known in self.facts)
