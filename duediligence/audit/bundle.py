"""A round in one archive: inputs, content, plan and outputs, so that it can be repeated when editions have moved on.

    bundle.json       the list of everything below with its SHA-256, and how the content was laid over each other
    workspace/...     every file of input, under the name that reports give it
    content/...       every content file that was read, likewise
    outputs/...       what the run wrote

Reading trusts nothing: sizes, names, links and the list itself are checked before a byte reaches the disk.
"""

from __future__ import annotations

import json
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from duediligence.errors import InputError
from duediligence.intake.files.safety import Limits, swells
from duediligence.model.workbook_bytes import FIRST_MOMENT

FORMAT = "duediligence.bundle/1"
LIST = "bundle.json"
WORKSPACE, CONTENT, OUTPUTS = "workspace", "content", "outputs"
PARTS = (WORKSPACE, CONTENT, OUTPUTS)
LIMITS = Limits(file_bytes=400_000_000, unpacked_bytes=1_000_000_000)
"""A bundle holds a whole round, so it may be larger than any one file that a supplier sends."""
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, LookupError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an archive holds, by part and name; `layers` are the labels of the content folders, the lowest first.

    `left_out` are outputs that were too large to keep: their digests stand in the list all the same.
    """

    version: str
    layers: tuple[str, ...]
    plan: str
    files: Mapping[str, Mapping[str, bytes]]
    digests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    def part(self, part: str) -> Mapping[str, bytes]:
        """The files of one part by name."""
        return self.files.get(part, {})


def write_bundle(bundle: Bundle) -> bytes:
    """The archive; the same bundle gives the same bytes."""
    listed = {
        "format": FORMAT,
        "version": bundle.version,
        "layers": list(bundle.layers),
        "plan": bundle.plan,
        "left_out": dict(sorted(bundle.left_out.items())),
        "files": {part: {n: sha256(d).hexdigest() for n, d in sorted(bundle.part(part).items())} for part in PARTS},
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(LIST), json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
        for part in PARTS:
            for name, data in sorted(bundle.part(part).items()):
                archive.writestr(_entry(f"{part}/{name}"), data)
    return written.getvalue()


def read_bundle(path: Path, limits: Limits = LIMITS) -> Bundle:
    """Reads an archive into memory; raises InputError where it is no bundle or is not to be trusted."""
    try:
        if path.is_symlink() or path.stat().st_size > limits.file_bytes:
            raise _refused(path, "size")
        with zipfile.ZipFile(path) as archive:
            entries = _checked(archive.infolist(), path, limits)
            data = {name: archive.read(entry) for name, entry in entries.items()}
        listed = json.loads(data.pop(LIST))
    except _DAMAGED:
        raise _refused(path, "damaged") from None
    return _bundle(listed, data, path)


def unpack_bundle(bundle: Bundle, folder: Path) -> None:
    """Writes every file below a folder, under its checked name; raises InputError where one would land elsewhere."""
    for part in PARTS:
        for name, data in bundle.part(part).items():
            target = folder / part / name
            if not target.resolve().is_relative_to((folder / part).resolve()):  # a drive or device of another system
                raise InputError("bundle_name", file=name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _bundle(listed: Any, data: Mapping[str, bytes], path: Path) -> Bundle:
    if not isinstance(listed, dict) or listed.get("format") != FORMAT:
        raise _refused(path, "format")
    files: dict[str, dict[str, bytes]] = {part: {} for part in PARTS}
    for name, content in data.items():
        part, _, rest = name.partition("/")
        files[part][rest] = content
    claimed = listed.get("files")
    if not isinstance(claimed, dict):
        raise _refused(path, "format")
    digests = {part: {str(n): str(d) for n, d in dict(claimed.get(part) or {}).items()} for part in PARTS}
    layers = tuple(str(label) for label in listed.get("layers") or ())
    left_out = {str(name): str(digest) for name, digest in dict(listed.get("left_out") or {}).items()}
    return Bundle(str(listed.get("version") or ""), layers, str(listed.get("plan") or ""), files, digests, left_out)


def _checked(entries: Sequence[zipfile.ZipInfo], path: Path, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """The files of the archive by name, or an InputError that says why it is not read."""
    files = [entry for entry in entries if not entry.is_dir()]
    total = sum(entry.file_size for entry in files)
    if len(files) > limits.parts * 10 or total > limits.unpacked_bytes:
        raise _refused(path, "size")
    if any(swells(entry, limits) for entry in files):
        raise _refused(path, "size")
    if any(entry.flag_bits & 1 for entry in files):
        raise _refused(path, "encrypted")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in files):
        raise _refused(path, "link")
    names = [entry.orig_filename for entry in files]
    if not all(map(_is_safe, names)) or len(set(names)) < len(names):
        raise _refused(path, "name")
    if LIST not in names:
        raise _refused(path, "format")
    return dict(zip(names, files, strict=True))


def _is_safe(name: str) -> bool:
    """The list, or a plain relative name inside one of the parts."""
    parts = name.split("/")
    inside = name == LIST or (len(parts) > 1 and parts[0] in PARTS)
    return inside and not {"", ".", ".."} & set(parts) and not {"\\", "\0"} & set(name)


def _refused(path: Path, why: str) -> InputError:
    return InputError(f"bundle_{why}", file=path.name)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0
    return entry
