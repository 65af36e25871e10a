"""New key files, never over an old one: a key that is lost makes its packages or signatures worthless."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from duediligence.aggregation.identity import new_site_key
from duediligence.aggregation.signing import new_key_pair
from duediligence.errors import UsageError
from duediligence.workflow.submitting import SIGNING_KEY, SITE_KEY, require_signing

PUBLIC_KEY = "signing.pub"


@dataclass(frozen=True, slots=True)
class MadeKeys:
    """Where a pair of keys was written, and the public key itself."""

    private: Path
    public: Path
    key: str


def write_site_key(folder: Path) -> Path:
    """Writes a new key for sites that only its owner may read."""
    return _write_new(folder / SITE_KEY, new_site_key(), private=True)


def write_signing_keys(folder: Path) -> MadeKeys:
    """Writes a new pair of keys; the private one only its owner may read."""
    require_signing()
    pair = new_key_pair()
    private = _write_new(folder / SIGNING_KEY, pair.private, private=True)
    public = _write_new(folder / PUBLIC_KEY, pair.public, private=False)
    return MadeKeys(private, public, pair.public.split()[1])


def _write_new(file: Path, text: str, private: bool) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
    except FileExistsError as problem:
        raise UsageError("file_exists", file=str(file)) from problem
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    return file
