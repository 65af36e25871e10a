"""A set of files written whole or not at all, over nothing that is not our own; only this module touches the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from duediligence.errors import InputError
from duediligence.i18n.system import reason_of

RECORD = ".written"
"""Names and digests of what the last run wrote here: what people changed since is kept, what is not ours is refused."""
KEPT = "kept"
"""The folder for files of ours that people changed, before the new one takes their place."""
_MARK = b"duediligence"
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class _Change:
    """One file: where it goes, where it waits until all are written, and where the old one waits meanwhile."""

    name: str
    target: Path
    new: Path
    old: Path


def write_files(folder: Path, files: Mapping[str, bytes | str], stale: Collection[str] = ()) -> tuple[Path, ...]:
    """Writes all files below a folder, or leaves everything as it was; names may have folders in them.

    `stale` names files that an earlier run wrote and that would contradict the new ones: ours go with them. Raises
    InputError where a file stands in the way that is not ours, or the folder cannot be written. A file of ours that
    people changed is kept in a folder of its own (`kept`).
    """
    contents = {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}
    changes = [_change(folder, name) for name in contents]
    record = _record(folder)
    for change in changes:
        _refuse_foreign(change, record)
    if (folder / KEPT).exists() and not (folder / KEPT).is_dir():
        raise InputError("output_not_ours", file=KEPT)
    gone = [_change(folder, name) for name in stale if name in record and name not in contents]
    with _failures_named(folder):
        contents[RECORD] = _new_record(record, contents, {change.name for change in gone})
        _write_all(folder / KEPT, [*changes, _change(folder, RECORD)], gone, contents, record)
    return tuple(change.target for change in changes)


def written_names(folder: Path) -> tuple[str, ...]:
    """The names of the files that we ever wrote to a folder, whether they are still there or not."""
    return tuple(_record(folder))


def changed_since_written(folder: Path, name: str) -> bool:
    """Whether people changed a file since we wrote it; False where it is not there."""
    file = folder / name
    return file.is_file() and _record(folder).get(name) != _digest(file.read_bytes())


def _change(folder: Path, name: str) -> _Change:
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
        raise InputError("output_bad_name", file=name)
    target = folder.joinpath(*parts)
    return _Change(name, target, target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old"))


def _record(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / RECORD).read_bytes())
        if isinstance(found, dict):
            return {str(name): str(digest) for name, digest in found.items()}
    return {}


def _new_record(record: Mapping[str, str], contents: Mapping[str, bytes], gone: Collection[str]) -> bytes:
    digests = {name: _digest(data) for name, data in contents.items()}
    left = {name: digest for name, digest in record.items() if name not in gone}
    return (json.dumps({**left, **digests}, indent=1, sort_keys=True) + "\n").encode()


def _refuse_foreign(change: _Change, record: Mapping[str, str]) -> None:
    """A file that the last run did not write and that bears no mark of ours is somebody else's."""
    if change.target.is_dir() or change.target.is_symlink():
        raise InputError("output_not_ours", file=change.name)
    if change.target.exists() and change.name not in record and not _is_marked(change.target):
        raise InputError("output_not_ours", file=change.name)


def _is_marked(file: Path) -> bool:
    try:
        data = file.read_bytes()
        if file.suffix != ".xlsx":
            return _MARK in data[:_HEAD]
        with ZipFile(BytesIO(data)) as workbook:
            return _MARK in workbook.read("docProps/core.xml")
    except (OSError, BadZipFile, KeyError):
        return False


def _write_all(
    kept: Path,
    changes: list[_Change],
    gone: list[_Change],
    contents: Mapping[str, bytes],
    record: Mapping[str, str],
) -> None:
    try:
        for change in changes:
            change.target.parent.mkdir(parents=True, exist_ok=True)
            change.new.write_bytes(contents[change.name])
        _swap(kept, changes, gone, record)
    finally:
        for change in changes:
            change.new.unlink(missing_ok=True)


def _swap(kept: Path, changes: list[_Change], gone: list[_Change], record: Mapping[str, str]) -> None:
    """Puts every new file in its place; at the first failure every old one goes back to its own."""
    done: list[_Change] = []
    try:
        for change in (*changes, *gone):
            done.append(change)
            if change.target.exists():
                change.target.replace(change.old)
            if change not in gone:
                change.new.replace(change.target)
    except BaseException:  # Ctrl-C too: half of the new files beside half of the old ones would be worse than either
        for change in reversed(done):
            if change.old.exists():
                change.old.replace(change.target)
            elif change not in gone and not change.new.exists():
                change.target.unlink(missing_ok=True)
        raise
    for change in (*changes, *gone):
        _put_away(kept, change, record)


def _put_away(kept: Path, change: _Change, record: Mapping[str, str]) -> None:
    """The old file goes, unless people changed it since we wrote it."""
    if not change.old.exists():
        return
    written = record.get(change.name)
    if change.name == RECORD or written == _digest(change.old.read_bytes()):
        change.old.unlink()
    else:
        kept.mkdir(exist_ok=True)
        change.old.replace(_free_name(kept / change.target.name))


def _free_name(target: Path) -> Path:
    names = (f"{target.stem}{index}{target.suffix}" for index in _counted())
    return next(file for name in names if not (file := target.with_name(name)).exists())


def _counted() -> Iterator[str]:
    yield ""
    index = 2
    while True:
        yield f"-{index}"
        index += 1


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _failures_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        reason = reason_of(problem)
        name = Path(problem.filename).name if isinstance(problem.filename, str) else folder.name
        raise InputError(
            "output_not_written", file=name.removeprefix(".").removesuffix(".new"), reason=reason
        ) from problem
