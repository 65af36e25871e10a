"""A signature beside a report is checked where somebody says whom to trust."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from duediligence.audit.signature import check_signature
from duediligence.model.verification import Signature, SignatureState

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a signature, and the lists of two people who might be trusted."""
    folder = tmp_path_factory.mktemp("signed")
    (folder / "assessment.json").write_text("{}\n")
    for who in ("auditor", "stranger"):
        key = folder / who
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        public = " ".join((folder / f"{who}.pub").read_text().split()[:2])
        (folder / f"{who}.signers").write_text(f"{who}@example.org {public}\n")
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", str(folder / "auditor")]
    subprocess.run([*command, str(folder / "assessment.json")], check=True, capture_output=True)
    return folder


def test_a_signature_of_somebody_trusted_is_valid(signed: Path) -> None:
    found = check_signature(signed / "assessment.json", signed / "auditor.signers")
    assert found == Signature(SignatureState.VALID, "auditor@example.org")


def test_a_signature_of_somebody_else_is_not(signed: Path) -> None:
    assert check_signature(signed / "assessment.json", signed / "stranger.signers").state is SignatureState.INVALID


def test_a_changed_report_no_longer_fits_its_signature(signed: Path, tmp_path: Path) -> None:
    for name in ("assessment.json.sig", "auditor.signers"):
        shutil.copy(signed / name, tmp_path)
    (tmp_path / "assessment.json").write_text('{"tier": "low"}\n')
    found = check_signature(tmp_path / "assessment.json", tmp_path / "auditor.signers")
    assert found.state is SignatureState.INVALID


def test_without_a_list_it_is_unchecked_and_without_a_signature_absent(signed: Path, tmp_path: Path) -> None:
    assert check_signature(signed / "assessment.json", None).state is SignatureState.UNCHECKED
    (tmp_path / "assessment.json").write_text("{}\n")
    assert check_signature(tmp_path / "assessment.json", None).state is SignatureState.ABSENT
