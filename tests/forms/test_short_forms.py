"""A supplier of low risk gets a short form, in every sector that is bundled."""

from __future__ import annotations

import pytest

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.forms.select import Brief, build_form
from duediligence.model.assessment import Tier
from duediligence.model.case import Case
from duediligence.model.conditions import Scalar
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.model.workspace import Company
from duediligence.resources import content_root

LIBRARY = Library([Root(content_root())])
AT_MOST = 25


@pytest.mark.parametrize("sector", LIBRARY.sector_ids())
def test_a_low_risk_supplier_sees_at_most_25_questions(sector: str) -> None:
    content = load_sector(LIBRARY, sector)
    cases = LIBRARY.records(Case, sector, "tests.yaml").values()
    low = [case for case in cases if case.expect.tier is Tier.LOW]
    assert low
    for case in low:
        facts: dict[str, tuple[Scalar, ...]] = {}
        for name, value in case.facts.items():
            if value is not None:
                facts[content.fact_ids[name]] = value if isinstance(value, tuple) else (value,)
        supplier = Supplier(case.id, case.id, facts)
        brief = Brief(content, supplier, Respondent.SUPPLIER, Company(id="c", name="c"), "en", short=True)
        assert 0 < len(build_form(brief, False).asked) <= AT_MOST, case.id
