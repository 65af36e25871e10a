"""What is checked before a received file is handed to a parser: its size, and what a workbook carries inside."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.i18n.system import reason_of
from duediligence.intake.files.reading import Reading


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; far above any honest form, far below what hurts a laptop."""

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 400_000_000
    part_ratio: int = 400
    part_bytes_before_ratio: int = 20_000_000
    parts: int = 4_000
    cells: int = 6_000_000
    text: int = 32_767
    seconds: int = 60


LIMITS = Limits()

# Parts that hold no cells: they are never unpacked and never reach the parser.
_NOT_READ = ("docprops/", "customxml/", "xl/theme/", "xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/",
             "xl/activex/", "xl/ctrlprops/", "xl/printersettings/", "xl/externallinks/", "xl/vbaproject", "xl/comments",
             "xl/threadedcomments/", "xl/persons/", "xl/pivot", "xl/querytables/", "xl/connections", "xl/calcchain",
             "thumbnails/", "pictures/", "object", "scripts/", "basic/", "configurations2/")  # fmt: skip
_BAD_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    LookupError,
)  # fmt: skip


Parts: TypeAlias = dict[str, bytes]

_LOCAL = struct.Struct("<4s22x2H")
_UTF_8, _NOT_PLAIN = 0x800, 0x61  # encrypted in one of two ways, or a patch of another file

_TEXTS_START = re.compile(rb"<(?:[^\s<>/:]+:)?sst(?![\w.:-])")
_TEXTS = re.compile(rb"""<((?:[^\s<>/:]+:)?sst)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_NAMESPACE = re.compile(rb"""\s+xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")


class Refused(Exception):  # noqa: N818 - not an error of ours: it carries the finding and never leaves the intake
    """A file that is not read any further; `finding` says why."""

    def __init__(self, code: str, place: Location, **params: object) -> None:
        super().__init__(code)
        self.finding = error(code, place, **params)


def received_bytes(path: Path, shown_as: str, limits: Limits = LIMITS) -> bytes:
    """The content of an ordinary file within the limits; raises Refused for anything else."""
    place = Location(file=shown_as)
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise Refused("symbolic_link", place)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("not_a_file", place)
        if status.st_size > limits.file_bytes:
            raise Refused("file_too_large", place, limit=limits.file_bytes // 1_000_000)
        data = path.read_bytes()
    except OSError as problem:
        raise Refused("file_unreadable", place, reason=reason_of(problem)) from None
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("file_empty", place)
    return data


def unpack(
    data: bytes, shown_as: str, limits: Limits = LIMITS, slimmed: Callable[[Parts], Parts] = dict
) -> Reading[Parts]:
    """The parts of a workbook that hold cells, each within the limits; raises Refused where one is not trusted.

    `slimmed` leaves out what nobody reads before the parts are looked through.
    """
    place = Location(file=shown_as)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _refuse_bombs(entries, place, limits)
        kept = [entry for entry in entries if not _out_of_place(entry) and _is_read(entry.filename)]
        parts = slimmed({entry.filename: _content(data, entry) for entry in kept})
    except _BAD_ZIP:
        raise Refused("workbook_damaged", place) from None
    if any(_declares_entities(part) for part in parts.values()):
        raise Refused("workbook_entities", place)
    return Reading(
        {name: _without_counts(part, place) for name, part in parts.items()}, tuple(_carried(entries, place))
    )


def _content(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """One part, with the checks of zipfile, which takes longer over opening and closing it than over unpacking it."""
    signature, name_length, extra_length = _LOCAL.unpack_from(data, entry.header_offset)
    start = entry.header_offset + _LOCAL.size
    name = data[start : start + name_length]
    if signature != b"PK\3\4" or name.decode(_encoding(entry)) != entry.orig_filename or entry.flag_bits & _NOT_PLAIN:
        raise zipfile.BadZipFile
    start += name_length + extra_length
    content = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, entry.file_size + 1)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise zipfile.BadZipFile
    return content


def _encoding(entry: zipfile.ZipInfo) -> str:
    return "utf-8" if entry.flag_bits & _UTF_8 else "cp437"


def _refuse_bombs(entries: list[zipfile.ZipInfo], place: Location, limits: Limits) -> None:
    names = {entry.filename.casefold() for entry in entries}
    if len(entries) > limits.parts or sum(e.file_size for e in entries if _is_read(e.filename)) > limits.unpacked_bytes:
        raise Refused("workbook_too_large", place, limit=limits.unpacked_bytes // 1_000_000)
    if any(swells(entry, limits) for entry in entries if _is_read(entry.filename)):
        raise Refused("workbook_bomb", place)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("workbook_encrypted", place)
    if len(names) < len(entries) or any(
        e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries
    ):
        raise Refused("workbook_damaged", place)


def swells(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    """Whether a part of an archive unpacks to so many times its size that it is made to fill the memory."""
    large = entry.file_size > limits.part_bytes_before_ratio
    return large and entry.file_size > limits.part_ratio * max(1, entry.compress_size)


def _is_read(name: str) -> bool:
    return not name.casefold().startswith(_NOT_READ)


def _out_of_place(entry: zipfile.ZipInfo) -> bool:
    """A name that points out of the archive, or a link: harmless, since nothing is unpacked to disk, but not honest."""
    name = entry.orig_filename.replace("\\", "/")
    outside = name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name
    return outside or stat.S_ISLNK(entry.external_attr >> 16)


def _declares_entities(part: bytes) -> bool:
    """Whether XML declares entities, or hides what it says in an encoding other than UTF-8."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4]:
        return True
    if b"!" not in part:  # so rare a sign is found, or not, in a hundredth of the time
        return False
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part


def _without_counts(part: bytes, place: Location) -> bytes:
    """The part without the number of texts it claims to hold, for which the parser would reserve memory unseen."""
    if b"uniqueCount" not in part or b"sst" not in part:
        return part
    plain, found = _TEXTS.subn(lambda tag: b"<%s%s%s>" % (tag[1], b"".join(_NAMESPACE.findall(tag[2])), tag[3]), part)
    if found != len(_TEXTS_START.findall(part)):
        raise Refused("workbook_damaged", place)
    return plain


def _carried(entries: list[zipfile.ZipInfo], place: Location) -> list[Finding]:
    names = [entry.filename.casefold() for entry in entries]
    found: list[Finding] = []
    if any(name.startswith("xl/vbaproject") for name in names):
        found.append(note("macros_not_run", place))
    if any(name.startswith("xl/externallinks/") for name in names):
        found.append(note("external_links_not_followed", place))
    if any(map(_out_of_place, entries)):
        found.append(warning("archive_odd_names", place))
    return found
