"""Tables written inside a test, turned into the files that people send; and what they are read with."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from duediligence.findings import Finding
from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Question
from duediligence.model.response import Supplier

ASSESSED_ON = date(2026, 11, 1)
SAMPLES = Path(os.environ.get("DUEDILIGENCE_SAMPLES", "no-samples"))
"""A folder with `registers` and `workbooks` of other projects, whose terms do not let us keep them here."""


def rows_of(table: str) -> list[list[str]]:
    """The cells of a table drawn with bars; a row of dots stands for a blank row."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[] if set(line) <= {"."} else [cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def csv_file(path: Path, table: str, separator: str = ";", encoding: str = "utf-8") -> Path:
    """Writes the table as a text file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows_of(table))
    return path


def xlsx_file(path: Path, *tables: str | list[list[Any]]) -> Path:
    """Writes the tables as the sheets of a workbook; what looks like a number becomes one."""
    book = openpyxl.Workbook()
    for number, table in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = f"Blad{number + 1}"
        for row in rows_of(table) if isinstance(table, str) else table:
            sheet.append([_typed(value) for value in row])
    book.save(path)
    return path


def json_file(path: Path, records: object) -> Path:
    """Writes data as JSON."""
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def _typed(value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) and not value.startswith("0") else value
    except ValueError:
        return value


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]


def places(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """The code and cell of each finding."""
    return [(finding.code, finding.location.cell) for finding in findings]


def _name(text: str) -> dict[str, str]:
    dutch, _, english = text.partition("/")
    return {"nl": dutch, "en": english or dutch}


def _fact(id: str, name: str, type: str, **more: Any) -> Fact:
    return Fact.model_validate({"id": id, "name": _name(name), "type": type, **more})


def _choice(id: str, name: str, *aliases: str) -> dict[str, object]:
    return {"id": id, "name": _name(name), "aliases": list(aliases)}


FACTS: Mapping[str, Fact] = {
    fact.id: fact
    for fact in (
        _fact("id", "Nummer/Number", "text", aliases={"nl": ["Crediteurnummer"], "en": ["Vendor number"]}),
        _fact("name", "Naam/Name", "text", aliases={"nl": ["Leverancier"], "en": ["Supplier", "Facility name"]}),
        _fact("country", "Land/Country", "country", aliases={"nl": ["Productieland"], "en": ["Country of production"]}),
        _fact("subdivision", "Provincie of deelstaat/State or province", "subdivision", aliases={"en": ["State"]}),
        _fact("address", "Adres/Address", "text"),
        _fact("workers", "Aantal werknemers/Number of workers", "number", aliases={"nl": ["Werknemers"], "en": []}),
        _fact("migrant_share", "Aandeel migranten/Share of migrants", "share", aliases={"nl": ["% migranten"]}),
        _fact("home_work", "Thuiswerk/Home work", "flag"),
        _fact(
            "goods",
            "Goederen/Goods",
            "multi",
            singular="good",
            choices=[
                _choice("cotton", "Katoen/Cotton", "raw cotton", "ruwe katoen"),
                _choice("yarn", "Garen/Yarn"),
                _choice("leather", "Leer, bont en huiden/Leather, fur and skins"),
            ],
        ),
        _fact(
            "site_type",
            "Soort locatie/Type of site",
            "choice",
            choices=[_choice("factory", "Fabriek/Factory", "mill"), _choice("agency", "Uitzendbureau/Labour provider")],
        ),
        _fact(
            "corridors",
            "Landen van herkomst/Countries of origin",
            "multi",
            choices=[_choice("mm", "Myanmar"), _choice("vn", "Vietnam"), _choice("tr", "Turkije/Türkiye")],
        ),
    )
}


def _question(id: str, type: str, **more: Any) -> Question:
    return Question.model_validate({"id": id, "text": _name(f"Vraag {id}/Question {id}"), "type": type, **more})


def _option(id: str, text: str, **more: Any) -> dict[str, object]:
    return {"id": id, "text": _name(text), **more}


def _debt(strength: str) -> list[dict[str, str]]:
    return [{"indicator": "debt_bondage", "strength": strength}]


QUESTIONS: Mapping[str, Question] = {
    question.id: question
    for question in (
        _question(
            "recruitment_fees",
            "choice",
            options=[
                {"id": "none_paid", "text": {"nl": "Niets", "en": "Nothing", "vi": "Không có gì"}},
                _option("paid_repaid", "Kosten, die wij terugbetalen/Costs, that we repay", signals=_debt("weak")),
                _option("paid_open", "Kosten die open staan/Costs that are open", signals=_debt("strong")),
            ],
        ),
        _question(
            "documents_held",
            "multi",
            options=[
                _option("passport", "Paspoort/Passport"),
                _option("diploma", "Diploma"),
                _option("none", "Geen/None"),
            ],
        ),
        _question(
            "threats",
            "multi",
            options=[
                _option("none_heard", "Geen dreiging/No threats", no_concern=["intimidation", "violence"], credit=1),
                _option("shouting", "Schelden/Shouting", signals=[{"indicator": "intimidation", "strength": "weak"}]),
                _option(
                    "harm",
                    "Slaan, of dreigen te slaan/Harm, or threats of harm",
                    signals=[{"indicator": "violence", "strength": "strong"}],
                    critical=True,
                ),
            ],
        ),
        _question("weekly_hours", "number", unit="hours", bands=[{"at_most": 48}, {"at_most": 60}, {}]),
        _question("migrants", "percent", bands=[{"at_most": 10}, {}]),
        _question("contract_date", "date"),
        _question("remarks", "text"),
        _question(
            "fee_matrix",
            "matrix",
            rows={"text": _name("Deel/Share"), "unit": "percent_of_workers", "bands": [5]},
            columns={"text": _name("Bedrag/Amount"), "unit": "percent_of_month_wage", "bands": [100]},
            zones=[["minor", "major"], ["major", "priority"]],
            options=[
                _option("minor", "Klein/Minor"),
                _option("major", "Groot/Major"),
                _option("priority", "Eerst/First"),
            ],
        ),
    )
}

SUPPLIERS: Mapping[str, Supplier] = {
    supplier.id: supplier
    for supplier in (Supplier("s001", "Spinnerij Voorbeeld"), Supplier("s002", "Weverij Denkbeeldig"))
}
