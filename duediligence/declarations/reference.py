"""The keys of every content file, told from the models that read them, so that the page cannot drift."""

from __future__ import annotations

import types
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from duediligence.model.agreement import Agreement
from duediligence.model.base import Declared, Source, Text
from duediligence.model.case import Case, PlainLanguage
from duediligence.model.conditions import Bounds, When
from duediligence.model.facts import Fact
from duediligence.model.imports import ImportKind
from duediligence.model.measure import Measure, Regulation
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.sector import Driver, Indicator, Profile
from duediligence.model.site_words import SiteWords
from duediligence.model.workspace import Workspace

FILES: tuple[tuple[str, type[Declared]], ...] = (
    ("sector_profiles/<sector>/profile.yaml", Profile),
    ("sector_profiles/<sector>/agreement.yaml", Agreement),
    ("sector_profiles/<sector>/tests.yaml (list)", Case),
    ("sector_profiles/common/measures.yaml, <sector>/measures.yaml (list)", Measure),
    ("questionnaires/<id>.yaml", Questionnaire),
    ("sector_profiles/common/drivers.yaml (list)", Driver),
    ("sector_profiles/common/company_forms.yaml", SiteWords),
    ("sector_profiles/common/facts.yaml (list)", Fact),
    ("sector_profiles/common/imports.yaml (list)", ImportKind),
    ("sector_profiles/common/indicators.yaml (list)", Indicator),
    ("sector_profiles/common/plain_language.yaml", PlainLanguage),
    ("sector_profiles/common/regulations.yaml (list)", Regulation),
    ("sector_profiles/common/sources.yaml, <sector>/sources.yaml (list)", Source),
    ("duediligence.yaml (a company's workspace)", Workspace),
)
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_OPAQUE = (Text, When, Bounds)


def key_reference() -> str:
    """A Markdown page with a table of keys for every file and every record inside it."""
    parts: list[str] = []
    told: set[type] = set()
    for name, model in FILES:
        parts.append(f"### `{name}`\n")
        parts += _tables(model, told)
    return "\n".join(parts)


def _tables(model: type[BaseModel], told: set[type]) -> Iterator[str]:
    if model in told:
        return
    told.add(model)
    yield f"**{model.__name__}**: {_contract(model)}\n"
    yield "| key | value | needed |\n|---|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{field.alias or name}` | {_kind(field.annotation)} | {_needed(field)} |"
    yield ""
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            yield from _tables(inner, told)


def _contract(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _needed(field: FieldInfo) -> str:
    if field.is_required():
        return "yes"
    default = field.get_default(call_default_factory=True, validated_data={})
    if default in (None, (), {}, "") or isinstance(default, BaseModel):
        return ""
    return f"default `{default.value if isinstance(default, Enum) else default}`"


def _kind(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(arguments[0])
    if origin is Literal:
        return " \\| ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        kinds = dict.fromkeys(_kind(part) for part in arguments if part is not type(None))
        return " or ".join(kinds)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"{_kind(arguments[0])}: {_kind(arguments[1])}"
    return _class(annotation)


def _class(annotation: Any) -> str:
    if not isinstance(annotation, type):
        return str(annotation)
    if issubclass(annotation, Enum):
        return " \\| ".join(f"`{member.value}`" for member in annotation)
    if annotation is Text:
        return "text in `nl` and `en`"
    if annotation is When:
        return "condition"
    if issubclass(annotation, BaseModel):
        return annotation.__name__
    return _PLAIN.get(annotation, annotation.__name__)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in _OPAQUE:
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
