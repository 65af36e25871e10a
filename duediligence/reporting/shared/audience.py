"""Audiences as they are declared in `reports/audiences.yaml`: what each gets, and what each pack says it withholds."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from duediligence.errors import ContentError
from duediligence.model.base import Declared, Id, Text
from duediligence.resources import content_root
from duediligence.yamlfile import read

Audience = Literal["company", "union", "ngo"]
Section = Literal[
    "now", "pictures", "movement", "suppliers", "places", "actions", "commitments", "joint", "regulations", "method",
    "sources", "problems", "withheld", "manifest",
]  # fmt: skip
SheetName = Literal[
    "summary", "suppliers", "places", "findings", "actions", "commitments", "ask_next", "ledger", "method"
]


class Withheld(Declared):
    """A category of information that a pack leaves out, and why."""

    id: Id
    what: Text
    why: Text


class WorkerSide(Declared):
    """Where the answers to a union's questions are found: facts, topics, and the signs that money is owed."""

    representation: tuple[Id, ...] = ()
    access: tuple[Id, ...] = ()
    repayment: tuple[Id, ...] = ()


class AudienceSpec(Declared):
    """What one audience gets; the view's type is the upper bound, this file can only narrow it."""

    id: Audience
    name: Text
    intro: Text
    sections: tuple[Section, ...]
    sheets: tuple[SheetName, ...]
    facts: tuple[Id, ...] | Literal["all"] = "all"
    withheld: tuple[Withheld, ...] = ()
    details_up_to: int = 500
    full_text_up_to: int = 40
    ledger_up_to: int = 100
    smallest_group: int = 1
    withheld_measures: tuple[str, ...] = ()
    worker_side: WorkerSide = WorkerSide()


@cache
def audiences() -> dict[str, AudienceSpec]:
    """Every audience by its id."""
    name = "reports/audiences.yaml"
    document, findings = read(content_root() / name, name)
    if document is None or findings:
        raise ContentError("audiences_invalid", tuple(findings), file=name, reason="")
    try:
        specs = TypeAdapter(tuple[AudienceSpec, ...]).validate_python(document.data)
    except ValidationError as problem:
        raise ContentError("audiences_invalid", file=name, reason=str(problem.errors()[0]["loc"])) from problem
    return {spec.id: spec for spec in specs}
