"""Run as a program of its own by `apart`: reads a workbook from standard input and writes its sheets as JSON.

It imports nothing of the package, so that it starts quickly, and is bound in memory where the system can do that.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

_MEMORY = 3_000_000_000


def main() -> None:
    """Writes `{"sheets": [...]}`, or `{"refused": <code>}` where the workbook cannot be read."""
    _bound_memory()
    most_cells = int(sys.argv[1])
    try:
        result: dict[str, Any] = {
            "sheets": _sheets(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())), most_cells)
        }
    except PasswordError:
        result = {"refused": "workbook_encrypted"}
    except OverflowError:
        result = {"refused": "sheet_too_large"}
    json.dump(result, sys.stdout)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _sheets(workbook: CalamineWorkbook, most_cells: int) -> list[dict[str, Any]]:
    found = []
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.total_height * sheet.total_width > most_cells:
                raise OverflowError
            rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            hidden = about.visible != SheetVisibleEnum.Visible
            found.append({"name": about.name, "hidden": hidden, "rows": rows, "merged": sheet.merged_cell_ranges or []})
    return found


def _plain(value: Any) -> Any:
    """A date becomes a record of its own, because JSON has no dates."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"date": value.isoformat()}
    return str(value) if isinstance(value, (datetime.time, datetime.timedelta)) else value


if __name__ == "__main__":
    main()
