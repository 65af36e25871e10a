"""An invented sector, bakeries: every kind of question, in two languages and partly in a third."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.forms.select import Brief, build_form
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.model.workspace import Company

TESTS = Path(__file__).parents[1]
COMPANY = Company(id="c001", name="Voorbeeld BV")
BAKER = Supplier(
    "s001",
    "Bakkerij De Halm",
    {
        "country": ("NL",),
        "goods": ("bread", "cake"),
        "workers": (120.0,),
        "migrant_share": (0.35,),
        "housing_by_employer": (True,),
        "shape": ("factory",),
        "union_present": (True,),
        "spend": (9000.0,),
    },
)
CORNER_SHOP = Supplier("s002", "Hoekbakker", {"country": ("NL",), "workers": (4.0,), "housing_by_employer": (False,)})
LAST_YEAR = (
    Answer("s001", "fees", SourceKind.SUPPLIER, keys=("paid_repaid",), date=date(2025, 6, 1), comment="In mei."),
    Answer("s001", "arranged", SourceKind.SUPPLIER, keys=("housing", "transport"), date=date(2025, 6, 1)),
    Answer("s001", "hours", SourceKind.SUPPLIER, keys=("band_1",), numbers=(54.0,), date=date(2025, 6, 1)),
    Answer("s001", "night", SourceKind.SUPPLIER, state=AnswerState.UNKNOWN, date=date(2025, 6, 1)),
)


@cache
def content() -> SectorContent:
    """The sector, loaded as any sector is: its own files over the common ones of the mini content."""
    return load_sector(Library([Root(TESTS / "content" / "mini"), Root(TESTS / "forms" / "content")]), "bakery")


def form_for(
    supplier: Supplier = BAKER,
    language: str = "nl",
    respondent: Respondent = Respondent.SUPPLIER,
    previous: tuple[Answer, ...] = (),
    facts_may_change: bool = False,
) -> Form:
    """A form of the bakery sector."""
    return build_form(Brief(content(), supplier, respondent, COMPANY, language, previous), facts_may_change)
