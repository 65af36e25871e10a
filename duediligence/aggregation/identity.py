"""Tokens for sites: the same site gets the same token from every member, and nobody without the key can tell which."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from duediligence.errors import UsageError
from duediligence.i18n.texts import translate
from duediligence.intake.typed.spelling import fold
from duediligence.model.response import Supplier

HEADER = "duediligence-site-key/1"
_LENGTH = 32
SHORT_TOKEN = 8
"""So much of a token tells one of a member's sites from the others, read out over the phone."""
_WORDS = re.compile(r"[\s,;/()&+\"'-]+")


@dataclass(frozen=True, slots=True)
class SiteKey:
    """The key that the secretariat hands its members; `id` names it without giving it away."""

    secret: bytes

    @property
    def id(self) -> str:
        """What packages carry, so that one made with another key is recognised."""
        return sha256(b"duediligence site key id\x00" + self.secret).hexdigest()[:16]

    def token(self, identity: str) -> str:
        """The token of a site's identity."""
        return hmac.new(self.secret, identity.encode("utf-8", "replace"), sha256).hexdigest()[:_LENGTH]


def new_site_key() -> str:
    """The text of a new key file."""
    return f"{HEADER}\n{secrets.token_hex(32)}\n"


def read_site_key(text: str, file: str) -> SiteKey:
    """The key in a key file; raises UsageError where the file is none."""
    lines = text.split()
    if len(lines) != 2 or lines[0] != HEADER or not re.fullmatch("[0-9a-f]{64}", lines[1]):
        raise UsageError("site_key_invalid", file=file)
    return SiteKey(bytes.fromhex(lines[1]))


def site_tokens(supplier: Supplier, key: SiteKey) -> tuple[tuple[str, str], ...]:
    """The tokens of a site by kind: its public number, its name and place, or only its name where no place is known."""
    return tuple((kind, key.token(f"{kind}|{identity}")) for kind, identity in _identities(supplier))


def _identities(supplier: Supplier) -> Iterator[tuple[str, str]]:
    os_id = _first(supplier, "os_id")
    if os_id:
        yield "os_id", os_id
    country, name = _first(supplier, "country"), without_legal_form(supplier.name)
    city, address = _first(supplier, "city"), _first(supplier, "address")
    if city or address:
        yield "name_place", "|".join((country, name, city or address))
    elif not os_id:
        yield "name", f"{country}|{name}"


def without_legal_form(name: str) -> str:
    """A name as it is compared: no case, accents or punctuation, no Ltd or B.V. at its end, no PT in front."""
    words = [fold(word) for word in _WORDS.split(name.replace(".", "")) if word]
    first, last = 0, len(words)
    while last > 1 and words[last - 1] in _legal_forms("legal_forms"):
        last -= 1
    while first < last - 1 and words[first] in _legal_forms("legal_forms_in_front"):
        first += 1
    return "".join(words[first:last])


@cache
def _legal_forms(where: str) -> frozenset[str]:
    listed = (translate(f"aggregate.{where}.spellings", language) for language in ("nl", "en"))
    return frozenset(fold(word) for words in listed for word in words.split(";"))


def _first(supplier: Supplier, fact: str) -> str:
    return fold(next(iter(supplier.words(fact)), ""))
