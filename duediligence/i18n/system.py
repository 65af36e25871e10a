"""Why the computer did not let a file be read or written, in words that people know."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from duediligence.i18n.texts import exists, translate


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause in each language; where nobody wrote it, the system's own word for it."""

    name: str
    otherwise: str

    def get(self, language: str) -> str:
        """The cause in a language."""
        key = f"errors.system.{self.name}"
        return translate(key, language) if exists(key) else self.otherwise

    def given(self, language: str) -> str | None:
        """The cause in a language; every cause has one."""
        return self.get(language)

    def __str__(self) -> str:
        return self.get("en")


def reason_of(problem: OSError) -> Reason:
    """The cause of a failure of the file system."""
    name = errno.errorcode.get(problem.errno or 0, "")
    return Reason(name, problem.strerror or type(problem).__name__)
