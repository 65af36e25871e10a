"""A JSON document with every record on a line of its own, made record by record: it need never be there whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def written(document: Mapping[str, Any]) -> bytes:
    """A document with every record on a line of its own: quick to write, and two of them are easy to compare.

    Its lists may be iterators, so that not all records of a large document are there at once.
    """
    return b"".join(_pieces(document))


def _pieces(document: Mapping[str, Any]) -> Iterator[bytes]:
    for before, (name, value) in zip(chain((b"{\n",), repeat(b",\n")), document.items(), strict=False):
        yield before + _line(name) + b": "
        if isinstance(value, (str, dict)):
            yield _line(value)
        else:
            yield from _lines(value)
    yield b"\n}\n"


def _lines(records: Iterable[Any]) -> Iterator[bytes]:
    end = b"[]"
    for before, record in zip(chain((b"[\n",), repeat(b",\n")), records, strict=False):
        yield before + _line(record)
        end = b"\n]"
    yield end


def _line(value: Any) -> bytes:
    return _encoded(value).encode()
