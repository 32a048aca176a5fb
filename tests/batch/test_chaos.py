"""Kill it, fill the disk, kill it again: in the end the output is that of a run that nothing happened to.

`CLEANER_CHAOS` sets how many documents are made; 2,000 and ten kills are the full test, the suite does with fewer.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ARTICLE
from tests.test_report import PAGE
from tests.test_run_folder import rows, tree

DOCUMENTS = int(os.environ.get("CLEANER_CHAOS", "240"))
KILLS = 10 if DOCUMENTS >= 2000 else 3
WORKER_KILLS = 6
PATIENCE = 300.0

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc to find worker processes")


def make(root: Path, count: int) -> None:
    """Documents of several kinds: three quarters as files, the rest in two containers."""
    chooser = random.Random(11)
    words = ARTICLE.split()
    texts = []
    for number in range(count):
        more = " ".join(chooser.choices(words, k=40))
        text = f"{ARTICLE}\nThe {number}th gate stands open. {more}.\n"
        texts.append(PAGE.replace("</article>", f"<p>{text}</p></article>") if number % 5 == 0 else text)
    files = count * 3 // 4
    for number, text in enumerate(texts[:files]):
        suffix = "html" if number % 5 == 0 else "txt"
        path = root / f"{number % 7}" / f"{number:05}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    lines = [json.dumps({"n": n, "text": text}).encode() + b"\n" for n, text in enumerate(texts[files:])]
    half = len(lines) // 2
    (root / "3" / "first.jsonl").write_bytes(b"".join(lines[:half]))
    with gzip.open(root / "last.jsonl.gz", "wb") as file:
        file.writelines(lines[half:])


def command(root: Path, output: Path) -> list[str]:
    return [sys.executable, "-m", "cleaner", "run", str(root), "-o", str(output), "--jobs", "2"]


def finish(root: Path, output: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(root, output), capture_output=True, text=True, check=False, timeout=PATIENCE)


@contextlib.contextmanager
def started(root: Path, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a process group of its own, which is gone at the end."""
    process = subprocess.Popen(
        command(root, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def written(output: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(output))


def wait_for(output: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Until there are so many files, or the run has ended."""
    limit = time.monotonic() + PATIENCE
    while written(output) < count and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.005)


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Its worker processes."""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    except OSError:
        return []


def meet_workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Its worker processes, as soon as there are any; none where the run has ended."""
    limit = time.monotonic() + PATIENCE
    while not (met := workers(process)) and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.005)
    return met


@pytest.fixture(scope="module")
def scraped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("chaos") / "in"
    make(root, DOCUMENTS)
    return root


@pytest.fixture(scope="module")
def undisturbed(scraped: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("undisturbed") / "out"
    ended = finish(scraped, output)
    assert ended.returncode == 0, ended.stderr
    return tree(output)


def test_kills_at_any_moment_change_nothing(scraped: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    chooser = random.Random(time.time_ns())  # another run, other moments
    output = tmp_path / "out"
    struck = 0
    with started(scraped, output) as process:
        # Workers first, while there is enough to do that some are met: as soon as one is seen, and then at any moment.
        for _ in range(WORKER_KILLS):
            for pid in meet_workers(process)[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    struck += 1
            time.sleep(chooser.random() * 0.1)
        wait_for(output, written(output) + 1, process)
    killed = 0
    for ahead in range(KILLS, 0, -1):
        left = max(1, (DOCUMENTS - written(output)) // (ahead + 1))
        with started(scraped, output) as process:
            wait_for(output, written(output) + chooser.randrange(1, left + 1), process)
            time.sleep(chooser.random() * 0.05)
            killed += process.poll() is None
    assert killed >= 2, "the run was too quick to be killed: make more documents"
    assert struck, "no worker was met"
    ended = finish(scraped, output)
    assert ended.returncode == 0, ended.stderr
    after = tree(output)
    assert sorted(after) == sorted(undisturbed)
    assert [name for name in after if after[name] != undisturbed[name]] == []
    assert not list(output.rglob("*.part"))
    ids = [row["id"] for row in rows(output)]
    assert len(ids) == len(set(ids)) == DOCUMENTS * 3 // 4


def test_a_full_disk_ends_the_run_and_loses_nothing(
    scraped: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(len(data) for data in undisturbed.values()) // 4096 + len(undisturbed)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size // 2 * 4}k", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small tmpfs")
    try:
        ended = finish(scraped, disk / "out")
        assert ended.returncode == 1
        assert "goes on where it stopped" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert written(disk / "out") > 10
        subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
        ended = finish(scraped, disk / "out")
        assert ended.returncode == 0, ended.stderr
        assert tree(disk / "out") == undisturbed
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
