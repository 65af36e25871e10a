"""Signatures on packages: ed25519 over the manifest, which holds the digests of everything else.

The library (extra `sign`) is imported only where somebody signs or checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duediligence.errors import UsageError
from duediligence.yamlfile import parse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE, PUBLIC = "duediligence-signing-key/1", "duediligence-public-key/1"
ALGORITHM = "ed25519"
_HEX_KEY = re.compile("[0-9a-f]{64}")
_HEX_SIGNATURE = re.compile("[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The texts of a new pair of key files; the private one never leaves the company."""

    private: str
    public: str


def new_key_pair() -> KeyPair:
    """A new pair of keys."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return KeyPair(f"{PRIVATE}\n{key.private_bytes_raw().hex()}\n", f"{PUBLIC}\n{_public(key)}\n")


def read_signing_key(text: str, file: str) -> bytes:
    """The private key in a key file; raises UsageError where the file is none."""
    return bytes.fromhex(_key_of(text, PRIVATE, file))


def read_trusted_keys(text: str, file: str) -> Mapping[str, str]:
    """Public keys by company, from a YAML file with a line `company: key` each; raises UsageError where it is none."""
    document, findings = parse(text, file)
    data = document.data if document and not findings else None
    if not isinstance(data, dict):
        raise UsageError("trusted_keys_invalid", file=file)
    keys = {str(company): str(key) for company, key in data.items()}
    wrong = [company for company, key in keys.items() if not _HEX_KEY.fullmatch(key)]
    if wrong:
        raise UsageError("trusted_key_invalid", file=file, company=wrong[0])
    return keys


def sign(manifest: bytes, private: bytes) -> bytes:
    """The signature file of a manifest."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private)
    parts = {"algorithm": ALGORITHM, "public_key": _public(key), "signature": key.sign(manifest).hex()}
    return (json.dumps(parts, indent=1) + "\n").encode()


def is_signed_by(manifest: bytes, signature: bytes, public: str) -> bool:
    """Whether a signature file is this public key's signature of this manifest."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        parts = json.loads(signature)
        written = parts["signature"]
        if parts["algorithm"] != ALGORITHM or not _HEX_SIGNATURE.fullmatch(written):
            return False
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(written), manifest)
    except InvalidSignature:
        return False
    return True


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _key_of(text: str, header: str, file: str) -> str:
    lines = text.split()
    if len(lines) != 2 or lines[0] != header or not _HEX_KEY.fullmatch(lines[1]):
        raise UsageError("signing_key_invalid", file=file)
    return lines[1]
