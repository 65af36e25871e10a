"""The workspace file: who the company is, which sector, which round, and the clock of everything that is computed."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from duediligence.model.base import Declared, Id, Words

COMPANY_ID = r"^[^\x00-\x1f/\\]{1,80}$"
"""A company's id names its package, so that it holds no sign that a file name cannot."""
LONGEST_NAME, LONGEST_ROUND = 200, 40
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def _of_our_time(day: date) -> date:
    """A year such as 0206 or 9999 is a slip of the pen, and nothing can be counted from it."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("date_out_of_time")
    return day


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("blank_text")
    return _short(text, LONGEST_NAME)


def _round(text: str) -> str:
    return _short(text, LONGEST_ROUND)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError("text_too_long")
    return text


def _company_id(id: str) -> str:
    if id.strip(". ") == "" or not re.fullmatch(COMPANY_ID, id):
        raise ValueError("bad_company_id")
    return id


Day = Annotated[date, AfterValidator(_of_our_time)]


class Company(Declared):
    """The company that assesses its suppliers; `joined` says when it joined which agreement."""

    id: Annotated[Words, AfterValidator(_company_id)]
    name: Annotated[Words, AfterValidator(_name)]
    country: Words = "NL"
    size: Literal["small", "medium", "large"] | None = None
    joined: dict[Id, Day] = Field(default_factory=dict)
    publishes_sites: bool = False


class Workspace(Declared):
    """`duediligence.yaml`."""

    company: Company
    sector: Id
    round: Annotated[Words, AfterValidator(_round)] = ""
    assessed_on: Day
    languages: tuple[Words, ...] = ("nl", "en")
    register_file: Words | None = Field(default=None, alias="register")
    responses: Words = "responses"
    company_answers: Words | None = None
    previous_plan: Words = "plan.xlsx"
    reports: Words = "reports"
    content: Words | None = None
    seed: int = 1
    joint_actions: dict[Id, Literal["planned", "started", "done", "dropped"]] = Field(default_factory=dict)
    own_words: dict[Id, dict[Words, Words]] = Field(default_factory=dict)
    same_site: dict[Words, Words] = Field(default_factory=dict)
    different_sites: tuple[tuple[Words, Words], ...] = ()
