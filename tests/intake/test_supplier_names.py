"""What is suggested for a supplier that is not in the register."""

from __future__ import annotations

import pytest

from duediligence.intake.books import SupplierBook
from duediligence.model.response import Supplier

BOOK = SupplierBook({id: Supplier(id, name, {}) for id, name in (("vm24", "Grey Poplar"), ("vm03", "Blue Heron"))})


@pytest.mark.parametrize(("typed", "suggested"), [("vm02", "–"), ("vm2", "–"), ("Grey Popler", "Grey Poplar (vm24)")])
def test_a_name_is_suggested_and_never_an_id_that_is_one_digit_off(typed: str, suggested: str) -> None:
    assert BOOK.nearest(typed) == suggested
