"""Reads outputs the way a curious reader would: every byte of every part, with entities and escapes undone."""

from __future__ import annotations

import html
import re
from io import BytesIO
from zipfile import ZipFile


def everything(data: bytes | str) -> str:
    """All text in an output: a workbook part by part with names and attributes, or a page with entities decoded."""
    if isinstance(data, str):
        return html.unescape(data)
    if not data.startswith(b"PK"):
        return html.unescape(data.decode())
    with ZipFile(BytesIO(data)) as workbook:
        parts = [name + "\n" + workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist()]
    return html.unescape("\n".join(parts))


def visible(page: str, section: str) -> str:
    """The words of one section of a page, a line for each block; folded parts count, for they are there."""
    found = re.search(rf'<section id="{section}".*?</section>', page, re.DOTALL)
    assert found, section
    broken = re.sub(r"</?(p|li|h[1-6]|dt|dd|tr|div|summary|ul|ol|figure|section|table)\b[^>]*>", "\n", found.group())
    words = html.unescape(re.sub(r"<[^>]+>", " ", broken))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line) + "\n"
