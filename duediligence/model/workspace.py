"""The workspace file: who the company is, which sector, which round, and the clock of everything that is computed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from duediligence.model.base import Declared, Id, Words


class Company(Declared):
    """The company that assesses its suppliers; `joined` says when it joined which agreement."""

    id: Words
    name: Words
    country: Words = "NL"
    size: Literal["small", "medium", "large"] | None = None
    joined: dict[Id, date] = Field(default_factory=dict)
    publishes_sites: bool = False


class Workspace(Declared):
    """`duediligence.yaml`."""

    company: Company
    sector: Id
    round: Words = ""
    assessed_on: date
    languages: tuple[Words, ...] = ("nl", "en")
    register_file: Words | None = Field(default=None, alias="register")
    responses: Words = "responses"
    company_answers: Words | None = None
    previous_plan: Words = "plan.xlsx"
    reports: Words = "reports"
    content: Words | None = None
    seed: int = 1
    joint_actions: dict[Id, Literal["planned", "started", "done", "dropped"]] = Field(default_factory=dict)
    same_site: dict[Words, Words] = Field(default_factory=dict)
    different_sites: tuple[tuple[Words, Words], ...] = ()
