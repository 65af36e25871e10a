"""Which keys a declared record takes at a place, read from the models themselves."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def model_named(title: str) -> type[BaseModel] | None:
    """The declared model that a validation error names (`Question`, or `Fact` for `list[Fact]`)."""
    models = {model.__name__: model for model in _below(BaseModel)}
    names = (title, *re.findall(r"\w+", title))
    return next((models[name] for name in names if name in models), None)


def keys_at(model: type[BaseModel] | None, loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the record takes at a place; every part of `loc` may be a key, an index or the name of a branch."""
    at: list[Any] = [] if model is None else [model]
    for part in loc:
        at = [inner for annotation in at for inner in _inside(annotation, part)]
    models = [kind for annotation in at for kind in _alternatives(annotation) if _is_model(kind)]
    return sorted({name for kind in models for name in _fields(kind)})


def _below(model: type[BaseModel]) -> list[type[BaseModel]]:
    return [kind for child in model.__subclasses__() for kind in (child, *_below(child))]


def _inside(annotation: Any, part: str | int) -> list[Any]:
    return [inner for kind in _alternatives(annotation) for inner in _step(kind, part)]


def _step(kind: Any, part: str | int) -> list[Any]:
    if _is_model(kind):  # what is no field is the name of a branch: stay
        return [_fields(kind).get(str(part), kind)]
    if get_origin(kind) in (tuple, list) and isinstance(part, int):
        return [get_args(kind)[0]]
    if get_origin(kind) is dict and part != "[key]":
        return [get_args(kind)[1]]
    return []


def _alternatives(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for choice in get_args(annotation) for kind in _alternatives(choice)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}
