"""Documents that hang, bloat or crash their worker: the run ends, each costs itself alone and at most its deadline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.throughput import make, steady
from cleaner import Cleaner
from cleaner.batch import Limits, Options, Summary, run_folder
from cleaner.batch.feed import Done, Later, Mark
from cleaner.batch.jobs import FileJob, Job
from cleaner.batch.recipe import Recipe
from cleaner.batch.supervisor import Supervisor
from cleaner.errors import UsageError
from cleaner.io.folder import FileInput, list_folder
from tests.batch.poison import BLOAT, CRASH, LOOP, ONCE, TELL, Poisoned
from tests.batch.test_chaos import workers
from tests.conftest import ARTICLE
from tests.test_report import VALIDATOR
from tests.test_run_folder import rows

DEADLINE = 6.0
LIMITS = Limits(deadline=DEADLINE, memory=2**29)
ROOT = Path(__file__).parent.parent.parent
STARTS = 10.0
"""Seconds that the start of a worker may take on a busy machine."""


@pytest.fixture
def scraped(tmp_path: Path) -> Path:
    """Twenty sound documents with three poisoned ones among them."""
    root = tmp_path / "in"
    root.mkdir()
    for number in range(20):
        (root / f"{number:02}.txt").write_text(ARTICLE.replace("weir", f"weir {number}"), "utf-8")
    for number, word in ((3, LOOP), (7, BLOAT), (11, CRASH)):
        (root / f"{number:02}.txt").write_text(f"{ARTICLE}\n{word}\n", "utf-8")
    return root


def run(root: Path, output: Path, jobs: int) -> Summary:
    return run_folder(Poisoned(), root, output, options=Options(jobs=jobs, limits=LIMITS))


def test_each_costs_itself_alone(scraped: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    summary = run(scraped, tmp_path / "out", 2)
    assert time.monotonic() - start < DEADLINE + 10 * STARTS
    told = {row["id"]: row for row in rows(tmp_path / "out")}
    assert len(told) == 20
    assert summary.statuses["failed"] == 3
    reasons = {
        "03.txt": "took longer than its deadline of 6 s",
        "07.txt": "took more memory than a worker may use",
        "11.txt": "3 worker processes died over it, the last of SIGSEGV",
    }
    for id, why in reasons.items():
        row: dict[str, Any] = told[id]
        VALIDATOR.validate(row)
        assert row["status"] == "failed"
        assert why in row["warnings"][0]
        assert (tmp_path / "out" / row["output"]).read_bytes() == (scraped / id).read_bytes(), "it comes out unchanged"
    for id in told.keys() - reasons.keys():
        clean = Cleaner().clean((scraped / id).read_bytes(), id=id, name=id)
        assert (tmp_path / "out" / id).read_text("utf-8") == clean.text


def test_a_death_by_chance_costs_nothing(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.txt").write_text(ARTICLE, "utf-8")
    (root / "3.txt").write_text(f"{ARTICLE}\n{ONCE}{tmp_path / 'mark'} \n", "utf-8")
    summary = run(root, tmp_path / "out", 2)
    assert (tmp_path / "mark").exists(), "no worker was killed"
    assert not summary.failed
    assert len(rows(tmp_path / "out")) == 6


def test_workers_have_one_numeric_thread_and_this_process_its_own(tmp_path: Path) -> None:
    before = dict(os.environ)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{ARTICLE} {TELL}", "utf-8")
    (failed,) = run(tmp_path / "in", tmp_path / "out", 1).failed
    assert failed.why == "a.txt: ValueError: threads: 1, 1"
    assert dict(os.environ) == before


ORPHANS = """
import sys
from pathlib import Path
from cleaner.batch import Limits, Options, run_folder
from tests.batch.poison import Poisoned
run_folder(Poisoned(), Path(sys.argv[1]), Path(sys.argv[2]), options=Options(jobs=1, limits=Limits(deadline=None)))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_hung_worker_does_not_outlive_its_supervisor(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"{ARTICLE} {LOOP}", "utf-8")
    command = [sys.executable, "-c", ORPHANS, str(tmp_path / "in"), str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT) as process:
        limit = time.monotonic() + 60
        while not (found := workers(process)) and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(STARTS / 2)  # by now it loops, or will when it has started
        process.kill()
    assert found
    limit = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in found) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not [pid for pid in found if Path(f"/proc/{pid}").exists()]


def test_the_benchmark_measures(tmp_path: Path) -> None:
    make(tmp_path / "in", 9, None)
    told = steady(tmp_path / "in", 1)
    assert told["documents"] == 4
    assert 0 < float(str(told["parent_share"])) < 1


def test_a_poisoned_line_comes_out_as_it_went_in(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{ARTICLE} {word}", "n": n}) for n, word in enumerate(["", CRASH, "", LOOP, ""])]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    summary = run(tmp_path / "in", tmp_path / "out", 2)
    written = (tmp_path / "out" / "a.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["n"] for line in written] == [0, 1, 2, 3, 4]
    assert (written[1], written[3]) == (lines[1], lines[3])
    assert "Read more: Five" not in json.loads(written[2])["text"]
    assert [trouble.id for trouble in summary.failed] == ["a.jsonl#2", "a.jsonl#4"]


def test_workers_that_cannot_start_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="256 MB"):
        Limits(memory=1)
    with pytest.raises(UsageError, match="deadline"):
        Limits(deadline=-1)
    with pytest.raises(UsageError, match="0 worker"):
        Supervisor(Recipe(Cleaner()), 0)
    assert tmp_path.exists()


def test_marks_come_out_between_what_stands_around_them(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(ARTICLE, "utf-8")
    items: list[FileInput] = list_folder(tmp_path, tmp_path / "out").inputs
    feed: list[Job | Mark | Later] = [FileJob(items[0]), Mark("one"), FileJob(items[1]), FileJob(items[2]), Mark("two")]
    done: list[Done] = list(Supervisor(Recipe(Cleaner()), 2, LIMITS).run(iter(feed)))
    assert [each.item for each in done] == feed
    assert [each.outcome is None for each in done] == [False, True, False, False, True]
