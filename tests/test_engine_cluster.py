"""`cleaner corpus clean --engine ray` on a cluster that runs already: `python -m pytest -m ray`."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpora import files, json_lines, packed

pytestmark = pytest.mark.ray

COMMAND = (sys.executable, "-m", "cleaner", "corpus", "clean")

# Ray asks for a token where a cluster is not of one's own process.
ENVIRONMENT = {**os.environ, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(16)}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A head node of two cores, in a process of its own, with no dashboard."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--head", "--block", "--num-cpus", "2", "--include-dashboard", "false"]
    # Not in Ray's usual folder, where other programs would find it; names of sockets are short.
    own = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    words += [
        "--temp-dir",
        own,
        "--node-ip-address",
        "127.0.0.1",
        "--port",
        str(port),
        "--disable-usage-stats",
    ]
    ray = Path(sys.executable).parent / "ray"
    with (tmp_path / "head.log").open("wb") as log:
        head = subprocess.Popen(
            [ray, "start", *words], stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT
        )
    try:
        until = time.monotonic() + 120
        while "--block" not in (told := (tmp_path / "head.log").read_text()):
            assert head.poll() is None, told
            assert time.monotonic() < until, told
            time.sleep(0.5)
        yield f"127.0.0.1:{port}"
    finally:
        head.terminate()
        head.wait(60)
        shutil.rmtree(own, ignore_errors=True)


def _clean(folder: Path, address: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "cleaner", "corpus", "clean", "a.jsonl.gz", "b.jsonl"]
    command += ["--isolated", "--level", "careful", *words]
    environment = {**ENVIRONMENT, "RAY_ADDRESS": address}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def test_a_cluster_that_runs(tmp_path: Path, address: str) -> None:
    """The bytes of a local run; and the cluster runs on, for the next one."""
    (tmp_path / "a.jsonl.gz").write_bytes(packed(json_lines(90), ".gz"))
    (tmp_path / "b.jsonl").write_bytes(json_lines(30) + b"{broken\n")
    local = _clean(tmp_path, "", "-o", "local/out", "--removed", "local/removed", "--workers", "0")
    assert local.returncode == 0, local.stderr
    for run in ("first", "second"):
        words = ["-o", f"{run}/out", "--removed", f"{run}/removed", "--engine", "ray"]
        done = _clean(tmp_path, address, *words)
        assert done.returncode == 0, done.stderr
        assert files(tmp_path / run) == files(tmp_path / "local")


def test_a_cluster_that_does_not_answer_is_one_message(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(json_lines(1))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    done = subprocess.run(
        [*COMMAND, source, "-o", tmp_path / "out", "--engine", "ray"],
        env={**ENVIRONMENT, "RAY_ADDRESS": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"cleaner: RAY_ADDRESS={address}: no Ray cluster answers there")
    assert "Traceback" not in done.stderr
