"""Who said what when, how it was closed and with what; what was there once is never simply gone."""

from __future__ import annotations

from duediligence.audit.history import earlier_round, threads_of
from duediligence.model.audit import EventKind, Thread
from duediligence.model.response import Answer
from tests import mini
from tests.audit.record import AUTUMN, EAST, SPRING, SUMMER, assessed, rules, said

ROUND = {
    "assessed_on": "2025-11-01",
    "suppliers": [
        {
            "id": "east",
            "answers": [
                {
                    "question": "pay", "source": "worker_interviews", "evidence": "E5", "date": "2025-05-01",
                    "state": "concern", "cell": "responses/old.csv › E7",
                    "signals": [{"indicator": "wages", "strength": "strong"}],
                }
            ],
        }
    ],
}  # fmt: skip


def threads(*answers: Answer, rounds: tuple[object, ...] = ()) -> list[Thread]:
    earlier = [earlier_round(document) for document in rounds]  # type: ignore[arg-type]
    return list(threads_of(assessed(*answers)["east"], mini.content(), rules(), earlier))


def told(thread: Thread) -> list[tuple[EventKind, str]]:
    return [(event.kind, event.source) for event in thread.events]


def test_a_concern_is_opened_contradicted_and_closed() -> None:
    (thread,) = threads(
        said(EAST, "pay", "never", "announced_audit", SPRING),
        said(EAST, "pay", "ok", "supplier", SUMMER),
        said(EAST, "wi_pay", "ok", "worker_interviews", AUTUMN),
    )
    assert told(thread) == [
        (EventKind.OPENED, "announced_audit"),
        (EventKind.CONTRADICTED, "supplier"),
        (EventKind.CLOSED, "worker_interviews"),
    ]
    assert not thread.open
    assert (thread.events[2].evidence, thread.events[2].date) == ("E5", AUTUMN)


def test_weaker_or_earlier_evidence_closes_nothing() -> None:
    (thread,) = threads(
        said(EAST, "wi_pay", "ok", "worker_interviews", SPRING),
        said(EAST, "pay", "never", "announced_audit", SUMMER),
        said(EAST, "sv_pay", "ok", "unannounced_audit", AUTUMN),
    )
    assert [kind for kind, _ in told(thread)] == [EventKind.ASSURED, EventKind.OPENED, EventKind.CONTRADICTED]
    assert thread.open


def test_a_source_that_takes_its_own_concern_back_is_told_as_such() -> None:
    (thread,) = threads(said(EAST, "pay", "late", day=SPRING), said(EAST, "pay", "ok", day=AUTUMN))
    assert [kind for kind, _ in told(thread)] == [EventKind.OPENED, EventKind.REPLACED]
    assert not thread.open


def test_a_repeated_concern_and_a_refusal_are_told() -> None:
    (thread,) = threads(
        said(EAST, "pay", "late", "announced_audit", SPRING),
        said(EAST, "wi_pay", "never", "worker_interviews", SUMMER),
        said(EAST, "pay", "refused", day=AUTUMN),
    )
    assert [kind for kind, _ in told(thread)] == [EventKind.OPENED, EventKind.REPEATED, EventKind.REFUSED]


def test_a_matter_that_never_worried_anybody_has_no_thread() -> None:
    assert threads(said(EAST, "pay", "ok")) == []


def test_a_concern_of_an_earlier_round_that_left_the_files_is_told_as_vanished() -> None:
    (thread,) = threads(said(EAST, "pay", "ok"), rounds=(ROUND,))
    last = thread.events[-1]
    assert (last.kind, last.round, last.place, last.strength) == (
        EventKind.VANISHED, "2025-11-01", "responses/old.csv › E7", "strong",
    )  # fmt: skip
    (alone,) = threads(rounds=(ROUND,))
    assert [event.kind for event in alone.events] == [EventKind.VANISHED]


def test_a_concern_that_is_still_in_the_files_has_not_vanished() -> None:
    kept = said(EAST, "pay", "never", "worker_interviews", SPRING)
    answer = {"question": "pay", "source": "worker_interviews", "date": "2026-03-01", "state": "concern"}
    document = {"assessed_on": "2025-11-01", "suppliers": [{"id": "east", "answers": [answer]}]}
    (thread,) = threads(kept, rounds=(document,))
    assert [event.kind for event in thread.events] == [EventKind.OPENED]


def test_a_damaged_round_is_left_aside() -> None:
    damaged: tuple[object, ...] = ({"suppliers": "none"}, {"suppliers": [1, {"id": "east"}]}, {})
    assert threads(said(EAST, "pay", "ok"), rounds=damaged) == []
