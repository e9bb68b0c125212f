"""The command as a process: exit status, pipes, signals, files, and what it imports."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

DIRTY = "The bridge was closed on Monday.\nIt opens in May.\n"
CLEAN = "The bridge was closed on Monday.\n\nIt opens in May.\n"
COMMAND = [sys.executable, "-m", "cleaner"]


def run(
    *words: str | Path, data: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        input=data,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        timeout=300,
    )


def quiet(result: subprocess.CompletedProcess[bytes]) -> bool:
    return b"Traceback" not in result.stderr and b"Exception" not in result.stderr


def test_filter() -> None:
    result = run("clean", data=DIRTY.encode())
    assert (result.returncode, result.stdout, result.stderr) == (0, CLEAN.encode(), b"")


def test_output_is_utf8_whatever_the_locale() -> None:
    result = run("clean", data="“Ça”".encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert (result.returncode, result.stdout) == (0, "“Ça”\n".encode())


def test_check_says_1_then_fix_0_then_0(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    statuses = [
        run("check", *more, "a.txt", cwd=tmp_path).returncode for more in ([], ["--fix"], [])
    ]
    assert statuses == [1, 0, 0]
    assert (tmp_path / "a.txt").read_text() == CLEAN


@pytest.mark.parametrize(
    "words", [["clean", "a.txt"], ["check", "--format", "concise", "a.txt"], ["--help"]]
)
def test_a_closed_pipe_is_no_trouble(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.txt").write_text("The bridge was closed on Monday.\n" * 20_000)
    reader, writer = os.pipe()
    os.close(reader)  # closed before the first byte: the hardest case
    with os.fdopen(writer, "wb") as pipe:
        process = subprocess.run(
            [*COMMAND, *words], stdout=pipe, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )
    assert (process.returncode, process.stderr) == (0, b"")


def test_a_reader_that_leaves_early_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge was closed on Monday.\n" * 20_000)
    with subprocess.Popen(
        [*COMMAND, "clean", "a.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"The bridge was closed on Monday.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=300) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full of Linux")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, "clean"], input=b"A.", stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 2
    assert b"No space left on device" in result.stderr
    assert quiet(result)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_is_quiet() -> None:
    with subprocess.Popen(
        [*COMMAND, "clean", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell lets what it starts in the background ignore the signal; not so here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"x" * 1_000_000)  # more than a pipe holds: it is reading now
        process.stdin.flush()
        for _ in range(20):  # one that arrives between two reads is heard after the next
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3)  # a second one must not meet an interpreter that ends
                break
        assert process.stderr.read().strip() == b""
        assert process.returncode == 130


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv[1:] = ['--version']\n"
        "from cleaner.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "heavy = {'regex', 'bs4', 'ftfy', 'ahocorasick_rs', 'charset_normalizer', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    version, heavy = result.stdout.splitlines()
    assert version.startswith(b"cleaner ")
    assert heavy == b"[]"


def test_completion() -> None:
    result = run(_CLEANER_COMPLETE="bash_complete", COMP_WORDS="cleaner ch", COMP_CWORD="1")
    assert (result.returncode, result.stdout) == (0, b"plain,check\n")


@pytest.mark.parametrize("verb", ["clean", "check", "explain", "why", "rules"])
def test_every_verb_teaches(verb: str) -> None:
    result = run(verb, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith(b"Usage: cleaner " + verb.encode())


def test_one_long_line() -> None:
    result = run("check", "--format", "concise", data=b"word " * 200_000)
    assert result.returncode == 1
    assert result.stdout == b"-:1:1000000: layout: no line end at the end\n"


def test_bytes_that_are_no_text_are_told() -> None:
    result = run("clean", data=bytes(range(256)) * 4)
    assert result.returncode == 2
    assert result.stderr.startswith(b"cleaner: -: binary data, not text")
    assert quiet(result)


def test_invalid_bytes_are_mended_and_told() -> None:
    data = "déjà vu, dit-elle. ".encode() + b"It\x92s.\n"
    result = run("clean", data=data)
    assert (result.returncode, result.stdout.decode()) == (0, "déjà vu, dit-elle. It’s.\n")
    result = run("check", "--format", "concise", data=data)
    assert (result.returncode, result.stdout) == (
        1,
        b"-:1:22: encoding: bytes that are not UTF-8\n",
    )


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="root reads and writes whatever it likes"
)
def test_files_without_permission_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "secret.txt").write_text("B.")
    (tmp_path / "secret.txt").chmod(0)
    result = run("clean", "secret.txt", "a.txt", "-o", "out", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (2, b"cleaner: secret.txt: permission denied\n")
    assert (tmp_path / "out/a.txt").read_text() == "A.\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "b.txt").write_text("B.")
    (tmp_path / "out/a.txt").mkdir(parents=True)
    result = run("clean", "a.txt", "b.txt", "-o", "out", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(b"cleaner: a.txt: out/a.txt: cannot be written: ")
    assert (tmp_path / "out/b.txt").read_text() == "B.\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "b.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes and links")
def test_write_keeps_mode_and_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text(DIRTY)
    real.chmod(0o640)
    link.symlink_to(real)
    assert run("clean", "--write", link).returncode == 0
    assert link.is_symlink()
    assert real.read_text() == CLEAN
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "real.txt"]


def test_write_leaves_a_clean_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CLEAN)
    os.utime(path, (1, 1))
    assert run("clean", "--write", path).returncode == 0
    assert path.stat().st_mtime == 1
