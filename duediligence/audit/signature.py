"""A detached SSH signature beside a report (`ssh-keygen -Y sign -n file -f KEY REPORT` makes `REPORT.sig`)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from duediligence.model.verification import Signature, SignatureState

NAMESPACE = "file"
SECONDS = 20


def check_signature(report: Path, signers: Path | None) -> Signature:
    """Whether the signature beside a report is of one of the signers; unchecked without their list or the program."""
    signature = report.with_name(report.name + ".sig")
    if not signature.is_file():
        return Signature(SignatureState.ABSENT)
    program = shutil.which("ssh-keygen")
    if program is None or signers is None or not signers.is_file():
        return Signature(SignatureState.UNCHECKED)
    found = _run([program, "-Y", "find-principals", "-s", str(signature), "-f", str(signers)], report)
    signer = found.splitlines()[0].strip() if found else ""
    command = [program, "-Y", "verify", "-f", str(signers), "-I", signer, "-n", NAMESPACE, "-s", str(signature)]
    valid = signer and _run(command, report) is not None
    return Signature(SignatureState.VALID, signer) if valid else Signature(SignatureState.INVALID)


def _run(command: list[str], report: Path) -> str | None:
    """What the program says, or None where it refuses; the signed file comes on standard input."""
    with report.open("rb") as signed:
        done = subprocess.run(command, stdin=signed, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - fixed words and paths, no shell
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
