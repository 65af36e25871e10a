"""`python -m tests.benchmarks`: every work beside its rivals, one table. Nothing asserts a time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import ABSENT, Measured, Side, exponent, in_own_process, prepared, ratio, timed
from tests.benchmarks.pages import RESULTS, STAGES, table, write_results, write_stages
from tests.benchmarks.stages import stage_rows
from tests.benchmarks.works import OURS, WORKS, Work

HEAD = ("work", "size", "ours, s", "rival", "rival, s", "ratio", "peak, MB", "rival's, MB", "growth (rival's)")
NONE = "–"
STAGE_SIZES = (20, 1500, 10_000)


def main() -> int:
    """Measures what was asked for and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=sorted(WORKS), help="These works only.")
    parser.add_argument("--quick", action="store_true", help="One small size of each: to see that everything runs.")
    parser.add_argument("--runs", type=int, help="How often each side is measured, in turn; default: by work.")
    parser.add_argument("--sizes", nargs="+", type=int, help="Other sizes than the work's own.")
    parser.add_argument("--ours", action="store_true", help="Without rivals.")
    parser.add_argument("--keep", type=Path, help="Where generated files are kept and found again.")
    parser.add_argument("--stages", action="store_true", help="Instead: the stages of `assess`, each with its time.")
    parser.add_argument("--write", action="store_true", help=f"Also write {RESULTS.name} (--stages: {STAGES.name}).")
    parser.add_argument("--one", nargs=4, metavar=("WORK", "SIDE", "SIZE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--prepare", nargs=3, metavar=("WORK", "SIZE", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.prepare:
        work, size, folder = asked.prepare
        WORKS[work].prepare(Path(folder), int(size))
        return 0
    if asked.one:
        return _one(*asked.one)
    with TemporaryDirectory() as scratch:
        place = asked.keep or Path(scratch)
        if asked.stages:
            head, *rows = stage_rows(asked.sizes or ((20, 50) if asked.quick else STAGE_SIZES), place)
        else:
            head, rows = HEAD, list(_rows(asked, place))
    shown = table(head, rows)
    _say(shown)
    if asked.write:
        (write_stages if asked.stages else write_results)(shown)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _one(work: str, side: str, size: str, folder: str) -> int:
    """One measurement, in this process."""
    try:
        doing = WORKS[work].sides[side](Path(folder), int(size))
    except ModuleNotFoundError as absent:
        sys.stderr.write(f"not installed: {absent.name}\n")
        return ABSENT
    _say(json.dumps(vars(timed(doing))))
    return 0


def _rows(asked: argparse.Namespace, place: Path) -> Iterator[tuple[str, ...]]:
    for name, work in WORKS.items():
        if not asked.only or name in asked.only:
            yield from _work(work, asked, place)


def _work(work: Work, asked: argparse.Namespace, place: Path) -> Iterator[tuple[str, ...]]:
    sizes = asked.sizes or ((work.quick,) if asked.quick else work.sizes)
    runs = asked.runs or (1 if asked.quick else work.runs)
    names = [OURS] if asked.ours else list(work.sides)
    measured = {size: _sides(work, names, size, runs, place) for size in sizes}
    for size in sizes:
        rivals: list[str | None] = [name for name in measured[size] if name != OURS]
        for rival in rivals or [None]:
            growth = _growth(sizes, measured, rival) if size == sizes[-1] else ""
            yield work.says, f"{size:,}", *_numbers(measured[size], rival), growth


def _numbers(sides: dict[str, Side], name: str | None) -> tuple[str, ...]:
    ours = sides[OURS]
    if name is None:
        return f"{ours.seconds:.2f}", NONE, NONE, NONE, f"{ours.megabytes:.0f}", NONE
    rival = sides[name]
    times = f"{ours.seconds:.2f}", name, f"{rival.seconds:.2f}", f"{ratio(ours, rival):.1f}"
    return *times, f"{ours.megabytes:.0f}", f"{rival.megabytes:.0f}"


def _growth(sizes: Sequence[int], measured: dict[int, dict[str, Side]], rival: str | None) -> str:
    shown = []
    for name in filter(None, (OURS, rival)):
        slope = exponent(sizes, [measured[size][name].seconds for size in sizes])
        shown.append(NONE if slope is None else f"{slope:.2f}")
    return shown[0] + (f" ({shown[1]})" if len(shown) > 1 and shown[1] != NONE else "")


def _sides(work: Work, names: Sequence[str], size: int, runs: int, place: Path) -> dict[str, Side]:
    """Every side in turn, so that whatever else the machine does disturbs all of them alike."""
    folder = place / f"{work.data}-{size}"
    prepared(work.name, size, folder)
    found: dict[str, list[Measured]] = {}
    for _ in range(runs):
        for name in names:
            measured = in_own_process(work.name, name, size, folder)
            if measured is None:
                sys.stderr.write(f"{work.name}: {name} is not installed and skipped\n")
                continue
            found.setdefault(name, []).append(measured)
            sys.stderr.write(f"{work.name} {size:,} {name}: {measured.seconds:.2f} s  {measured.outcome}\n")
    return {name: Side(name, measurements) for name, measurements in found.items()}


if __name__ == "__main__":
    sys.exit(main())
