"""Output that every terminal and every redirected file can take: a sign that it lacks becomes a plain one."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from io import TextIOWrapper

_PLAIN = {
    **dict.fromkeys("✗×", "x"),
    **dict.fromkeys("✓", "v"),
    **dict.fromkeys("→›", "->"),
    **dict.fromkeys("←‹", "<-"),
    **dict.fromkeys("–—‑−─━", "-"),
    **dict.fromkeys("•·●", "*"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("└├┌┐┘┤┬┴┼", "+"),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("“”„", '"'),
    "…": "...",
    "€": "EUR",
    "≥": ">=",
    "≤": "<=",
    "\u00a0": " ",
    "\u202f": " ",
}
_HANDLER = "duediligence.plain"


def plain(text: str) -> str:
    """The text in ASCII, as near to what it says as can be; `?` for a sign that has no plain form."""
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
    return bare or "?"


def _degraded(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return plain(problem.object[problem.start : problem.end]), problem.end


def let_output_degrade() -> None:
    """From now on no sign that a stream cannot encode stops a command (Windows redirects in its old encodings)."""
    codecs.register_error(_HANDLER, _degraded)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def takes_any_sign(stream: object) -> bool:
    """Whether a stream can write every sign, so that JSON need not escape them."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")
