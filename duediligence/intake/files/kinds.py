"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file that are told apart; only those in `sources.READERS` are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DELIMITED = "csv"
    JSON = "json"
    HTML = "html"
    ENCRYPTED = "encrypted"
    XLSB = "xlsb"
    DOCX = "docx"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "zip"
    XML = "xml"
    UNKNOWN = "unknown"


_MAGIC = (
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\0", Kind.IMAGE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SUFFIXES = {
    ".xlsx": (Kind.XLSX,),
    ".xlsm": (Kind.XLSX,),
    ".xls": (Kind.XLS,),
    ".ods": (Kind.ODS,),
    ".csv": (Kind.DELIMITED,),
    ".tsv": (Kind.DELIMITED,),
    ".txt": (Kind.DELIMITED,),
    ".json": (Kind.JSON,),
    ".html": (Kind.HTML,),
    ".htm": (Kind.HTML,),
}


def kind_of(data: bytes) -> Kind:
    """The kind of a file from its first bytes and, for archives, from what is inside."""
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _kind_of_text(data)


def name_fits(suffix: str, kind: Kind) -> bool:
    """Whether the end of a file's name agrees with what the file is; a name that says nothing agrees with all."""
    return kind in _SUFFIXES.get(suffix.casefold(), (kind,))


def two_bytes_a_sign(head: bytes) -> str | None:
    """The encoding of text without a mark in front that has a NUL in most other places, and nowhere else."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, hardly_any = max(4, len(head) // 4), len(head) // 40
    if odd > most and even <= hardly_any:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd <= hardly_any else None


def _kind_of_zip(data: bytes) -> Kind:
    if b"xl/workbook.xml" in data:  # names are not compressed; anything false about it shows when it is unpacked
        return Kind.XLSX
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, LookupError):
        damaged = b"[Content_Types].xml" in data or b"xl/" in data or b"docProps/" in data  # and then named so
        return Kind.XLSX if damaged else Kind.ARCHIVE
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSB if any(name.endswith("workbook.bin") for name in names) else Kind.XLSX
    if "content.xml" in names:
        return Kind.ODS if b"opendocument.spreadsheet" in data[:200] else Kind.DOCX
    return Kind.DOCX if "[Content_Types].xml" in names else Kind.ARCHIVE


def _kind_of_ole(data: bytes) -> Kind:
    """The old compound file of Microsoft: an encrypted workbook, an .xls, or something else such as a mail or .doc."""
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        return Kind.ENCRYPTED
    return Kind.XLS if _named(data, "Workbook") or _named(data, "Book") else Kind.UNKNOWN


def _named(data: bytes, stream: str) -> bool:
    return f"{stream}\0".encode("utf-16-le") in data


def _kind_of_text(data: bytes) -> Kind:
    head = data[:4096]
    if head.startswith(_UTF16):
        return Kind.DELIMITED
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return Kind.JSON
    if start[:1] == b"<":
        lowered = start[:1024].lower()
        return Kind.HTML if b"<html" in lowered or lowered.startswith(b"<!doctype html") else Kind.XML
    return Kind.UNKNOWN if _is_binary(head) else Kind.DELIMITED


def _is_binary(head: bytes) -> bool:
    """Many NUL bytes in no regular pattern."""
    return head.count(0) > max(3, len(head) // 20) and two_bytes_a_sign(head) is None
