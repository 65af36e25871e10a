"""How far the sheets of an OpenDocument file reach: repeated rows and columns can stand for more than memory holds."""

from __future__ import annotations

import re

_TAG = re.compile(
    rb"""<(?:[^\s<>/:]+:)?(table|table-row|table-cell|covered-table-cell)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>"""
)
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,12})["']""")
_UNREADABLE = re.compile(rb"""-repeated\s*=\s*["'](?![0-9]{1,12}["'])""")
_BEYOND_MEASURE = 1 << 62


def ods_reach(content: bytes) -> int:
    """The number of cells of the largest rectangle around the filled cells of a sheet; beyond measure where unclear."""
    if _UNREADABLE.search(content):
        return _BEYOND_MEASURE
    largest = rows = width = column = 0
    for name, attributes, empty in _TAG.findall(content):
        times = int(found[1]) if (found := _REPEATED.search(attributes)) else 1
        if name == b"table":
            rows = width = 0
        elif name == b"table-row":
            rows, column = rows + times, 0
        else:
            column += times
            if not empty or b"value" in attributes or b"formula" in attributes:
                width = max(width, column)
                largest = max(largest, rows * width)
    return largest
