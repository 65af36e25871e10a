"""Writes worked examples from their stories: `python -m tests.examples.make garments`.

Every file goes the road that a company's files go: forms come from the form writer and are typed in, last year's
round is run by the engine on last year's part of the story, its plan is typed in, and this year lies on top.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from duediligence.declarations.sector import load_sector
from duediligence.forms.register import register_workbook
from duediligence.forms.shorten import Screened
from duediligence.forms.write import briefs_of, write_forms
from duediligence.i18n.texts import translate
from duediligence.model.assessment import Tier
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import COMPANY
from duediligence.reporting.views import build_view
from duediligence.reporting.workbook.workbook import render_workbook
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.history import HISTORY
from duediligence.workflow.layers import open_library
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import assess_opened
from tests.examples.story import Filled, Round, Rows, Story, Table, read_story, sectors
from tests.examples.typing_in import filled_form, filled_register, words_of
from tests.examples.typing_plan import typed_plan

EXAMPLES = Path("questionnaires") / "examples"
COLUMNS = ("supplier", "source", "date", "question", "answer", "comment", "document", "document_seen")


def make(sector: str, folder: Path) -> None:
    """Writes the example of a sector into a folder, which is emptied first; the same bytes each time."""
    story = read_story(sector)
    before, now = story.rounds
    with TemporaryDirectory() as place:
        old, new = Path(place) / before.name, Path(place) / now.name
        _workspace(old, story, before)
        shutil.copytree(old / "responses", new / "responses")
        _workspace(new, story, now)
        _remember(old, new, story)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(new, folder)


def _workspace(folder: Path, story: Story, round: Round) -> None:
    """The files of one round: settings, register, tables, and the forms as they came back."""
    folder.mkdir(exist_ok=True)
    settings: dict[str, Any] = {"company": story.company, "sector": story.sector, "round": round.name}
    settings |= {"assessed_on": round.assessed_on, "languages": story.languages}
    settings |= {"joint_actions": story.joint_actions} if story.joint_actions else {}
    _save(folder / "duediligence.yaml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True).encode())
    content = _register(folder, story, round)
    for table in story.tables:
        if table.round == round.name:
            _save(folder / "responses" / table.file, _csv(table, content.questions))
    _Post(folder, open_workspace(folder), story, round).deliver()


def _register(folder: Path, story: Story, round: Round) -> SectorContent:
    """Writes the register with only the columns that the story uses; returns the content."""
    declared = load_sector(open_library(Path(), None), story.sector)
    used = {"id", "name"} | {id for site in story.sites for id in (*site.facts, *site.typed)}
    facts: dict[str, Fact] = {id: fact for id, fact in declared.facts.items() if id in used}
    empty = register_workbook(replace(declared, facts=facts), story.register_language)
    _save(folder / "suppliers.xlsx", filled_register(empty, facts, story, round.name))
    return declared


class _Post:
    """Sends the forms of a round and puts what comes back in its place."""

    def __init__(self, folder: Path, opened: Opened, story: Story, round: Round) -> None:
        self.folder, self.opened, self.story, self.round = folder, opened, story, round
        screened = assess_suppliers(PolarsEngine(), opened.suppliers, (), opened.content, opened.workspace.seed)
        self.low = {s.id: Screened.of(s) for s in screened if s.tier is Tier.LOW}

    def deliver(self) -> None:
        """Every form of the round; a form that was only sent lies in the folder of forms."""
        for site in self.story.sites_in(self.round.name):
            if site.sent and self.round is self.story.rounds[-1]:
                name, sent = self._form(site.id, Filled(round=self.round.name))
                _save(self.folder / "forms" / name, sent)
            for form in site.forms:
                if form.round == self.round.name:
                    name, sent = self._form(site.id, form)
                    _save(self.folder / "responses" / form.round / name, self._filled(sent, form))
        if self.round.company:
            own = self.round.company.model_copy(update={"respondent": "company"})
            _save(self.folder / "company.xlsx", self._filled(self._form(COMPANY, own)[1], own))

    def _form(self, site: str, form: Filled) -> tuple[str, bytes]:
        sites = [supplier for supplier in self.opened.suppliers if supplier.id == site]
        respondent, company = Respondent(form.respondent), self.opened.workspace.company
        content, answers = self.opened.content, self.opened.answers
        briefs = briefs_of(content, sites, respondent, company, answers, self.low, self.round.assessed_on)
        ((name, sent),) = write_forms(briefs, [form.language], ["xlsx"])
        return name, sent

    def _filled(self, sent: bytes, form: Filled) -> bytes:
        return filled_form(sent, form, self.opened.content.questions, self.story)


def _csv(table: Table, questions: Mapping[str, Question]) -> bytes:
    """A long table as its maker saved it."""
    language = "nl" if table.dutch else "en"
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if table.dutch else ",", lineterminator="\r\n")
    writer.writerow([translate(f"columns.answers.{c}.label", language) if table.dutch else c for c in COLUMNS])
    for rows in table.rows:
        writer.writerows(_lines(rows, table, questions))
    return written.getvalue().encode("utf-8-sig" if table.dutch else "utf-8")


def _lines(rows: Rows, table: Table, questions: Mapping[str, Question]) -> list[list[Any]]:
    day = f"{rows.on:%d-%m-%Y}" if table.dutch else rows.on.isoformat()
    seen = ("ja" if table.dutch else "yes") if rows.seen else ""
    lines = []
    for number, (question, said) in enumerate(rows.answers.items()):
        answer: Any = "; ".join(map(str, said)) if isinstance(said, list) else said
        if table.dutch and question in questions:
            answer = _in_dutch(questions[question], said)
        comment = rows.comment if number == 0 else ""
        lines.append([rows.site, rows.source, day, question, answer, comment, rows.document, seen])
    return lines


def _in_dutch(question: Question, said: Any) -> Any:
    try:
        return words_of(question, said, "nl")
    except KeyError:
        return said


def _remember(old: Path, folder: Path, story: Story) -> None:
    """Last year's assessment in the history, and last year's plan with what people typed in it."""
    found = assess_opened(open_workspace(old))
    document = json.dumps(found.document, ensure_ascii=False, indent=1) + "\n"
    _save(folder / "reports" / HISTORY / f"{story.rounds[0].assessed_on}.json", document.encode())
    plan = render_workbook(build_view("company", found.round), story.languages[0], "company-plan.html")
    _save(folder / "plan.xlsx", typed_plan(plan, story))


def _save(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def main() -> None:
    """Writes the examples that are named, or all, into the tree or elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m tests.examples.make")
    parser.add_argument("sectors", nargs="*", default=sectors(), help="without any: all that have a story")
    parser.add_argument("--into", type=Path, default=content_root() / EXAMPLES)
    asked = parser.parse_args()
    for sector in asked.sectors:
        make(sector, asked.into / sector)


if __name__ == "__main__":
    main()
