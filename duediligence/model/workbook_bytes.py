"""The bytes of a workbook that depend on nothing but its content: fixed times, fixed order, no traces of a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
_FIRST = ("[Content_Types].xml", "_rels/.rels")  # some readers expect these in front
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>.*?</dcterms:\1>", re.DOTALL)
_PEOPLE = re.compile(rb"<(dc:creator|cp:lastModifiedBy)>.*?</\1>", re.DOTALL)


def with_fixed_times(workbook: bytes, replaced: Mapping[str, Iterable[bytes]] = MappingProxyType({})) -> bytes:
    """The same workbook with fixed zip times and order, and document properties without times and names.

    Parts that are `replaced` are written chunk by chunk, for a big sheet must not be whole in memory; new ones follow.
    """
    written = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name not in _FIRST, name))
        for name in (*names, *(name for name in replaced if name not in names)):
            with new.open(_entry(name), "w") as part:
                for chunk in replaced[name] if name in replaced else (_part(old, name),):
                    part.write(chunk)
    return written.getvalue()


def _part(workbook: ZipFile, name: str) -> bytes:
    part = workbook.read(name)
    return _without_traces(part) if name == "docProps/core.xml" else part


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, FIRST_MOMENT)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0  # otherwise it says on which kind of machine the file was made
    entry.external_attr = 0
    return entry


def _without_traces(properties: bytes) -> bytes:
    named = _PEOPLE.sub(rb"<\1>duediligence</\1>", properties)
    return _TIMES.sub(b"", named)
