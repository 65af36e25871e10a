"""Questions that suppliers and workers can read: short sentences, plain words, nothing denied twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duediligence.declarations.defects import Defect, each_question
from duediligence.findings import Severity
from duediligence.model.base import Text
from duediligence.model.case import PlainLanguage
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, Questionnaire, Respondent
from duediligence.yamlfile import KeyPath

READERS = (Respondent.SUPPLIER, Respondent.WORKERS)
"""Who reads questions in a second language, or has them read out."""

_SENTENCE_END = re.compile(r"[.!?:;]\s|\n")


def hard_sentences(content: SectorContent, rules: PlainLanguage) -> Iterator[Defect]:
    """Sentences that are too long, and words of the trade."""
    for form, path, question in each_question(content):
        if form.respondent in READERS:
            for text in _texts(question):
                yield from _hard_text(form, path, question, text, rules)


def _texts(question: Question) -> Iterator[Text]:
    yield question.text
    if question.help:
        yield question.help
    yield from (option.text for option in question.options)


def _hard_text(
    form: Questionnaire, path: KeyPath, question: Question, text: Text, rules: PlainLanguage
) -> Iterator[Defect]:
    for language in text.languages:
        words = text.given(language) or ""
        told: dict[str, object] = {"id": question.id, "language": language}
        longest = max(len(sentence.split()) for sentence in _SENTENCE_END.split(words))
        if longest > rules.longest_sentence:
            yield Defect(form, path, "sentence_too_long", {**told, "words": longest}, Severity.WARNING)
        for term in rules.jargon.get(language, ()):
            if _holds(words, term):
                yield Defect(form, path, "hard_word", {**told, "word": term}, Severity.WARNING)


def loaded_questions(content: SectorContent, rules: PlainLanguage) -> Iterator[Defect]:
    """Two denials in one question, and wording that puts the answer into somebody's mouth."""
    for form, path, question in each_question(content):
        for language in question.text.languages:
            words = question.text.given(language) or ""
            told: dict[str, object] = {"id": question.id, "language": language}
            denials = [word for word in re.findall(r"\w+", words.lower()) if word in rules.denials.get(language, ())]
            if len(denials) > 1:
                yield Defect(form, path, "denied_twice", {**told, "word": ", ".join(denials)}, Severity.WARNING)
            for phrase in rules.leading.get(language, ()):
                if _holds(words, phrase):
                    yield Defect(form, path, "leading_question", {**told, "word": phrase}, Severity.WARNING)


def talks_that_may_do_harm(content: SectorContent, rules: PlainLanguage) -> Iterator[Defect]:
    """A talk with workers whose intro does not say that they may stop and stay unnamed, or that asks who they are."""
    for form in content.questionnaires.values():
        if form.respondent is not Respondent.WORKERS:
            continue
        for language, promises in rules.promised.items():
            intro = (form.intro.given(language) or "") if form.intro else ""
            for words in promises:
                if not any(_holds(intro, word) for word in words):
                    params = {"id": form.id, "word": " / ".join(words), "language": language}
                    yield Defect(form, ("intro",), "talk_without_promise", params)
    for form, path, question in each_question(content):
        if form.respondent is Respondent.WORKERS:
            yield from _asks_who(form, path, question, rules)


def _asks_who(form: Questionnaire, path: KeyPath, question: Question, rules: PlainLanguage) -> Iterator[Defect]:
    for language in question.text.languages:
        for word in rules.unsafe.get(language, ()):
            if _holds(question.text.given(language) or "", word):
                yield Defect(form, path, "talk_asks_who", {"id": question.id, "word": word, "language": language})


def _holds(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


RULES = (hard_sentences, loaded_questions, talks_that_may_do_harm)
