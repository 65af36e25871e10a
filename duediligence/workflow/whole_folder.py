"""A folder that appears whole or not at all: made beside its place and moved there when it is finished.

A run that is killed leaves at most a hidden half-made folder, which the next run removes, or the former report under a
hidden name, which the next run puts back.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

from duediligence.errors import InputError

RECORD = ".duediligence-outputs.json"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder to write in; at the end it takes the place of `target`, at an error nothing has happened.

    What people changed or added in the former folder is kept beside it as `<name>.earlier`. Raises InputError where
    something stands in the way that is not ours.
    """
    target = target.absolute()
    if not target.name:
        raise InputError("output_bad_name", file=str(target))
    new, old = _beside(target, "new"), _beside(target, "old")
    _recover(target, new, old)
    if target.exists() and not (target / RECORD).is_file():
        raise InputError("output_not_ours", file=target.name)
    new.mkdir(parents=True)
    try:
        yield new
        (new / RECORD).write_text(_record(new), encoding="utf-8")
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if target.exists():
        target.replace(old)
    new.replace(target)
    _put_away(old, target)


def write_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files below a folder; names may have folders in them."""
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _beside(target: Path, state: str) -> Path:
    return target.with_name(f".{target.name}.{state}")


def _recover(target: Path, new: Path, old: Path) -> None:
    if new.exists():
        shutil.rmtree(new)
    if old.exists():
        if target.exists():
            _put_away(old, target)
        else:
            old.replace(target)


def _put_away(old: Path, target: Path) -> None:
    """The former folder goes, unless somebody changed something in it since it was written."""
    if not old.exists():
        return
    if _untouched(old):
        shutil.rmtree(old)
        return
    names = (target.with_name(f"{target.name}.earlier{f'-{n}' if n > 1 else ''}") for n in count(1))
    old.replace(next(name for name in names if not name.exists()))


def _untouched(folder: Path) -> bool:
    try:
        return (folder / RECORD).read_text(encoding="utf-8") == _record(folder)
    except (OSError, ValueError):
        return False


def _record(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != RECORD)
    digests = {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}
    return json.dumps(digests, indent=1) + "\n"
