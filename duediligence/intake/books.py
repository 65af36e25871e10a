"""The questions and suppliers that answers are looked up in; made once, however many files are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from duediligence.intake.answers import QuestionReader
from duediligence.intake.asked import Asked
from duediligence.intake.form_texts import keys_by_text
from duediligence.intake.typed.spelling import fold, folded, nearest
from duediligence.model.form import NOT_TRANSLATED, RowKey
from duediligence.model.questionnaire import Question, Questionnaire
from duediligence.model.response import COMPANY, Supplier

if TYPE_CHECKING:
    from duediligence.model.content import SectorContent

T = TypeVar("T")
_REMEMBERED = 20_000


class Lookup(Mapping[str, T], Generic[T]):
    """Things by id; a written id is found with case, spaces and punctuation forgiven."""

    def __init__(self, things: Mapping[str, T]) -> None:
        self._things = dict(things)

    def __contains__(self, id: object) -> bool:
        return id in self._things

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        """Another process makes its own spellings."""
        return type(self), (self._things,)

    def find(self, text: str) -> str | None:
        """The id that a text stands for, or None."""
        return text if text in self._things else self._spellings.get(fold(text))

    def nearest(self, text: str) -> str:
        """The id that a mistyped text may have meant, or a dash."""
        return nearest(text, self._names)

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        once: dict[str, str] = {}
        for id in self._things:
            once[fold(id)] = "" if fold(id) in once else id
        return {spelling: id for spelling, id in once.items() if id}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return self._spellings

    def __getitem__(self, id: str) -> T:
        return self._things[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)


class QuestionBook(Lookup[Question]):
    """The questions by id, each with its reader; `content` is there where the whole sector is known."""

    def __init__(self, questions: Mapping[str, Question], content: Asked | None = None) -> None:
        super().__init__(questions)
        self.content = content
        self._readers: dict[str, QuestionReader] = {}
        self._shown: dict[str, tuple[RowKey, ...]] = {}

    @classmethod
    def of_content(cls, content: SectorContent) -> QuestionBook:
        """The book of a sector's questions, with their editions and the facts that forms ask to confirm."""
        return cls(content.questions, Asked.of_content(content))

    @classmethod
    def of(cls, questions: Mapping[str, Question]) -> QuestionBook:
        """The book of these questions; a book is its own."""
        return questions if isinstance(questions, QuestionBook) else cls(questions)

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        """Another process makes its own readers."""
        return type(self), (self._things, self.content)

    def reader(self, id: str) -> QuestionReader:
        """The reader of one question."""
        if id not in self._readers:
            self._readers[id] = QuestionReader(self[id])
        return self._readers[id]

    def form_of(self, id: str) -> Questionnaire | None:
        """The questionnaire in which a question stands, where the sector is known."""
        return self.content.form_of.get(id) if self.content else None

    @cached_property
    def row_keys(self) -> Mapping[str, tuple[RowKey, ...]]:
        """The keys of the rows of a form that show a text, in any language and edition; by folded text."""
        return keys_by_text(self.values(), self.content)

    def shown_by(self, text: object) -> tuple[RowKey, ...]:
        """The keys of the rows that show what stands in a cell; the same few texts come back in every form."""
        if not isinstance(text, str) or not text:
            return ()
        keys = self._shown.get(text)
        if keys is None:
            keys = self.row_keys.get(fold(text.removeprefix(NOT_TRANSLATED)), ())
            if len(self._shown) < _REMEMBERED:
                self._shown[text] = keys
        return keys


class SupplierBook(Lookup[Supplier]):
    """The suppliers by id; the company's own answers go under an id of their own.

    `same` holds the ids of rows that were joined with another: what comes in under them goes under that one.
    """

    def __init__(self, suppliers: Mapping[str, Supplier], same: Mapping[str, str] | None = None) -> None:
        super().__init__(suppliers)
        self._same = dict(same or {})
        self._joined = folded(self._same.items())

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        """Another process makes its own spellings."""
        return type(self), (self._things, self._same)

    @classmethod
    def of(cls, suppliers: Mapping[str, Supplier]) -> SupplierBook:
        """The book of these suppliers; a book is its own."""
        return suppliers if isinstance(suppliers, SupplierBook) else cls(suppliers)

    def find(self, text: str) -> str | None:
        """The id that a text stands for, or None."""
        if text == COMPANY:
            return COMPANY
        return super().find(text) or self._same.get(text) or self._joined.get(fold(text))

    def nearest(self, text: str) -> str:
        """The name, with its id, that a mistyped one may have meant, or a dash.

        Never another id alone: one that differs by a digit is another site, and answers would be filed under it.
        """
        return nearest(text, self._called)

    @cached_property
    def _called(self) -> Mapping[str, str]:
        return folded((supplier.name, f"{supplier.name} ({id})") for id, supplier in self.items())

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """A name is no id, but the best hint there is."""
        return {**folded((supplier.name, id) for id, supplier in self.items()), **self._spellings}
