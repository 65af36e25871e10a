"""Forms of many suppliers: several processes write what one would write, in the same order."""

from __future__ import annotations

import os
from functools import partial

import pytest

from duediligence.forms.many import Files, written_each
from duediligence.forms.select import Brief
from duediligence.forms.write import briefs_of
from duediligence.model.questionnaire import Respondent
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, content

BRIEFS = briefs_of(content(), [BAKER, CORNER_SHOP] * 4, Respondent.SUPPLIER, COMPANY)


def _said(brief: Brief, parent: int) -> Files:
    """What another process knows of a supplier and of the numbers of the method."""
    minutes = brief.content.scales.form_minutes.value
    return [(brief.supplier.id, f"{brief.content.profile.id} {minutes} {brief.supplier.facts}".encode())]


def _ends_elsewhere(brief: Brief, parent: int) -> Files:
    if os.getpid() != parent:
        os._exit(1)
    return _said(brief, parent)


@pytest.mark.parametrize("write", [_said, _ends_elsewhere])
def test_whatever_becomes_of_other_processes_every_form_is_written(write: partial[Files]) -> None:
    alone = list(written_each(BRIEFS, partial(_said, parent=os.getpid()), processes=1))
    assert list(written_each(BRIEFS, partial(write, parent=os.getpid()), processes=2)) == alone
    assert [files[0][0] for files in alone] == ["s001", "s002"] * 4
