"""Conditions when part of what they look at is known: whether they fail, and what is left to be settled."""

from __future__ import annotations

from collections.abc import Set

from duediligence.forms.facts import FactReader
from duediligence.model.conditions import When, holds, meets


def fails(when: When, fact: FactReader) -> bool:
    """Whether a condition is known to fail on facts alone; what is unknown counts as holding."""
    return holds(when, fact) is False


def left_open(when: When, fact: FactReader, facts: Set[str], questions: Set[str]) -> When | None:
    """What can still make a condition fail: tests of these facts and of answers to these questions; None if nothing.

    Only for conditions that may still hold. Other facts keep the value that they have, and other answers stay unknown.
    """
    tests = {name: test for name, test in when.facts.items() if name in facts}
    answers = {question: options for question, options in when.answer.items() if question in questions}
    branches = [branch for branch in when.any if not _failed(branch, fact, facts)]
    open_branches = [left_open(branch, fact, facts, questions) for branch in branches]
    settled = any(branch is None for branch in open_branches)
    kept = () if settled else tuple(branch for branch in open_branches if branch is not None)
    if not tests and not answers and not kept:
        return None
    return When.model_construct(facts=tests, answer=answers, any=kept)


def _failed(when: When, fact: FactReader, changeable: Set[str]) -> bool:
    """Whether a branch fails whatever the changeable facts turn out to be."""
    fixed = [meets(test, fact(name)) for name, test in when.facts.items() if name not in changeable]
    branches = [_failed(branch, fact, changeable) for branch in when.any]
    return False in fixed or (bool(branches) and all(branches))
