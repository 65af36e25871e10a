"""Where a fact of a supplier stands in the register, for whoever has to look at the cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from duediligence.intake.files.sources import receive
from duediligence.intake.headers import headed
from duediligence.intake.register import register_names
from duediligence.model.facts import Fact
from duediligence.model.response import Supplier

_ROW = re.compile(r"\d+$")


def fact_places(
    register: Path, shown_as: str, facts: Mapping[str, Fact], suppliers: Iterable[Supplier]
) -> Callable[[str, str], str]:
    """A reader of places by supplier and fact; where there is no such column, the supplier's row, else the file."""
    received = receive(register, shown_as).value
    tables = headed(received.grids(), register_names(facts)) if received else []
    rows = {s.id: s.location for s in suppliers}

    def place(supplier: str, fact: str) -> str:
        row = rows.get(supplier)
        if row is None:
            return shown_as
        number = _ROW.search(row.cell)
        if not tables or number is None or fact not in tables[0].at:
            return str(row)
        return str(tables[0].grid.location(int(number[0]) - 1, tables[0].at[fact]))

    return place
