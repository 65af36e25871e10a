"""Help in words: an option says by a word what it takes, and a switch takes nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


class _Worded:
    """A command whose parameters show no names of Python's types (`<list[str]>`, `<bool>`): typer has no setting."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, each with its own way of saying what it takes."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # of the command that it is mixed into
        for param in params:
            vars(param)["display_type_rich"] = partial(_taken_by, param)
        return params


class WordedCommand(_Worded, TyperCommand):
    """A command with its help in words."""


class WordedGroup(_Worded, TyperGroup):
    """A group of commands with its help in words."""


def in_words(app: typer.Typer) -> None:
    """Gives the program and every command in it its help in words."""
    app.info.cls = WordedGroup
    for command in app.registered_commands:
        command.cls = WordedCommand
    for group in app.registered_groups:
        if group.typer_instance:
            in_words(group.typer_instance)


def _taken_by(param: Any, ctx: Any) -> str:
    """What an option takes: one of some words, a path, or what its name says; an argument is its own name."""
    if param.param_type_name == "argument" or param.is_flag:
        return ""
    kind = str(param.display_type(ctx)).strip("<>")
    word = kind if "|" in kind else "PATH" if "path" in kind else param.name.upper().replace("_", "-")
    return str(param.metavar or word)
