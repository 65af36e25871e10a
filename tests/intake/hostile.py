"""Workbooks that were meant to do harm, made from an honest one by changing its parts."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.intake.tables import xlsx_file

SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def honest(folder: Path) -> bytes:
    """A small workbook with one supplier."""
    return xlsx_file(folder / "honest.xlsx", [["id", "name", "country"], ["s001", "Eerste", "China"]]).read_bytes()


def changed(data: bytes, replaced: dict[str, bytes] | None = None, added: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """The workbook with some parts replaced and others added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replaced or {}).get(name, old.read(name)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a second part of one name is what a test wants
            for name, content in added:
                new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def sheet(rows: str) -> dict[str, bytes]:
    """The first sheet with these rows."""
    return {SHEET: f"<worksheet {_NAMESPACE}><sheetData>{rows}</sheetData></worksheet>".encode()}


def texts(attributes: str) -> dict[str, bytes]:
    """Shared texts under a tag with these attributes."""
    return {"xl/sharedStrings.xml": f"<sst {_NAMESPACE} {attributes}><si><t>a</t></si></sst>".encode()}


def with_false_size(data: bytes, name: str, size: int) -> bytes:
    """The archive with another size in the table of contents than the part really has."""
    raw = bytearray(data)
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack("<H", raw[at + 28 : at + 30])[0]
        if bytes(raw[at + 46 : at + 46 + length]) == name.encode():
            raw[at + 24 : at + 28] = struct.pack("<I", size)
        at = raw.find(b"PK\x01\x02", at + 1)
    return bytes(raw)


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet with these rows."""
    buffer = io.BytesIO()
    office = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
            f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Blad1">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()
