"""The digests that a page or a workbook carries, read back from what people see of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from duediligence.intake.files.grid import as_text
from duediligence.intake.files.sources import receive

_DIGEST = re.compile(r"[0-9a-f]{64}")
_CONTENT = re.compile(r"(^|/)(sector_profiles|questionnaires)/")
_VERSION = re.compile(r"duediligence (\d[\w.+-]*)")


@dataclass(frozen=True, slots=True)
class CarriedManifest:
    """Version and digests as a report shows them, and all its texts; a pack for others carries no digests of inputs."""

    version: str
    inputs: dict[str, str]
    content: dict[str, str]
    texts: tuple[str, ...] = ()


def manifest_of_workbook(path: Path) -> CarriedManifest:
    """The manifest on the sheets of a workbook."""
    received = receive(path, path.name).value
    grids = received.grids() if received else ()
    return _manifest(as_text(value) for grid in grids for row in grid.rows for value in row)


def manifest_of_page(path: Path) -> CarriedManifest:
    """The manifest at the end of a page."""
    received = receive(path, path.name).value
    return _manifest(page_texts(received.text if received else ""))


def page_texts(html: str) -> list[str]:
    """The texts of a page that people can see, in order, without style and script."""
    reader = _Texts()
    reader.feed(html)
    reader.close()
    return reader.texts


def _manifest(texts: Iterable[str]) -> CarriedManifest:
    """A digest belongs to the text before it: that is how every report writes them."""
    version, inputs, content = "", dict[str, str](), dict[str, str]()
    told = tuple(filter(None, (text.strip() for text in texts)))
    for before, text in zip(("", *told), told, strict=False):
        found = _VERSION.fullmatch(text)
        if found and not version:
            version = found[1]
        if before and _DIGEST.fullmatch(text):
            (content if _CONTENT.search(before) else inputs)[before] = text
    return CarriedManifest(version, inputs, content, told)


class _Texts(HTMLParser):
    """Gathers texts; what stands in style and script is no text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._hidden:
            self.texts.append(text)
